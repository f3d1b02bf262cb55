"""What looking into a foreign file answers: a picture, a text, lines; or that it cannot be looked at, with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _

Why = Literal[
    "damaged",
    "crashed",
    "unsafe",
    "password",
    "too-large",
    "too-slow",
    "too-greedy",
    "no-page",
    "not-shown",
    "missing",
    "stopped",
    "no-library",
]
TextState = Literal["whole", "cut", "none"]
LineKind = Literal["heading", "text", "row", "part"]

_SENTENCES: dict[Why, str] = {
    "damaged": "Tệp bị hỏng hoặc không đúng loại nên không xem được tại đây. Tệp đã lưu vẫn còn nguyên như lúc nhận. "
    "Hãy xin lại tệp gốc, hoặc mở thử bằng chương trình đã tạo ra nó.",
    "crashed": "Tệp làm phần xem trước dừng đột ngột: tệp bị hỏng hoặc được cố ý làm sai. Tệp đã lưu vẫn còn nguyên. "
    "Hãy hỏi lại nơi gửi trước khi mở bằng chương trình khác.",
    "unsafe": "Tệp có cấu tạo bất thường, không an toàn để mở nên chương trình không xem. Tệp đã lưu vẫn còn nguyên. "
    "Hãy hỏi lại nơi gửi trước khi mở bằng chương trình khác.",
    "password": "Tệp được đặt mật khẩu nên không xem được tại đây. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó, bỏ mật khẩu rồi thay bằng tệp không có mật khẩu.",
    "too-large": "Tệp hoặc ảnh quá lớn để xem tại đây. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó khi cần xem.",
    "too-slow": "Xem tệp này mất quá nhiều thời gian nên chương trình đã dừng lại. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó khi cần xem.",
    "too-greedy": "Xem tệp này cần quá nhiều bộ nhớ nên chương trình đã dừng lại. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó khi cần xem.",
    "no-page": "Tệp không có trang này. Hãy kiểm tra lại số trang đã ghi.",
    "not-shown": "Loại tệp này không xem trước được. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó khi cần xem.",
    "missing": "Không đọc được tệp. Hãy kiểm tra tệp còn ở đó, USB còn cắm, rồi xem lại.",
    "no-library": "Chương trình trên máy này thiếu phần xem loại tệp này. Tệp đã lưu vẫn còn nguyên. "
    "Hãy mở tệp bằng chương trình của nó, và cài lại chương trình này khi tiện.",
    "stopped": "Đã dừng xem tệp này.",
}


class CannotLook(RuleBroken):
    """A foreign file is not shown; str() is the sentence for the person, `why` the reason for the program."""

    def __init__(self, why: Why) -> None:
        super().__init__(_(_SENTENCES[why]))
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A page or a photograph: rows of 3 bytes a pixel (red, green, blue) without padding, upright, `page_count` in all."""

    pixels: bytes = field(repr=False)
    width: int
    height: int
    page_count: int


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words of a file. pages is 0 where the file has none (Word, Excel); pages of body are parted by a form feed.

    last_page: the page that is signed where one says "Nơi nhận", else the last one; without pages, some lines there.

    state: "whole", "cut" (longer than was asked for or than time allowed), "none" (a scan: no text at all).
    """

    pages: int
    body: str
    first_page: str
    last_page: str
    state: TextState


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a text preview: a heading, a paragraph, the name of a sheet or slide ("part"), or a table's row.

    A cell of a Word table may hold several lines.
    """

    kind: LineKind
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\t".join(self.cells)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A Word, Excel, PowerPoint or text file as lines; cut where it has more than a preview shows."""

    lines: tuple[Line, ...]
    cut: bool
