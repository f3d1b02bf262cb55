"""What a foreign file is, by its name and its first bytes together, and whether it may be opened from the program."""

from __future__ import annotations

import errno
import os
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from dvcq_desktop.looking.kinds_known import (
    BRANDS_OF_HEIC,
    BY_ENDING,
    CONTENTS,
    DANGEROUS,
    MORE_CONTENTS,
    Known,
    Risk,
    Shown,
)
from dvcq_desktop.looking.names import DIRECTION, RESERVED
from dvcq_desktop.looking.office_parts import WANTED, office_trouble
from dvcq_desktop.texts import _

START = 4_096  # bytes of a file that are looked at to tell its content
_SCANNED = 64 << 20  # bytes searched for words that betray macros and actions
_STEP = 1 << 20
_MACRO_OF_OLE = "_VBA_PROJECT".encode("utf-16-le")
_PASSWORD_OF_OLE = "EncryptedPackage".encode("utf-16-le")
_ACTIONS_OF_PDF = (b"/JavaScript", b"/Launch")


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """What a file is. risk: "open" may be opened, "ask" after a question, "danger" after a plain warning; reason says why."""

    key: str
    name: str  # Vietnamese: "Tài liệu PDF"
    icon: str  # of resources/icons: "file-pdf"
    shown: Shown = ""  # how the program shows it itself: Looker.page, Looker.lines, or not
    has_text: bool = False  # Looker.text may find words in it
    risk: Risk = "ask"
    reason: str = ""

    @property
    def previewable(self) -> bool:
        return bool(self.shown)


def ending_of(name: str) -> str:
    """The ending in small letters, with its dot; "" where there is none."""
    return os.path.splitext(unicodedata.normalize("NFC", name).lower())[1]  # noqa: PTH122 (a Path drops endings like ". ")


def kind_of(name: str, path: Path) -> FileKind:
    """What the file at path is, called `name` by whom it came from. Reads up to 64 MB of it, so not on the window's thread.

    Raises OSError where the file cannot be read, or is no file but a folder, a pipe or a device.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    with path.open("rb") as handle:
        start = handle.read(START)
        kind = kind_of_start(name, start)
        if kind.risk == "danger":
            return kind
        return _closer(name, kind, content_of(start), handle)


def kind_by_name(name: str) -> FileKind:
    """What the name alone promises: for a list before the file was read. Never decides whether a file is opened."""
    known = BY_ENDING.get(ending_of(name))
    if known is None:
        return kind_of_start(name, b"")
    return _warned_by_name(name, _made(known))


def kind_of_start(name: str, start: bytes) -> FileKind:
    """What name and first bytes say, without the rest of the file."""
    ending, content = ending_of(name), content_of(start)
    if ending in DANGEROUS:
        return _dangerous(name, ending)
    known = BY_ENDING.get(ending)
    if content in ("program", "script", "shortcut") and (known is None or content not in known.first):
        return _other(
            _(
                "Nội dung tệp là {what}, dù tên tệp không nói vậy. Đừng mở nếu không chắc chắn.",
                what=_content_name(content),
            )
        )
    if known is None:
        return _warned_by_name(name, _other(_unknown(ending, content)))
    if content == "ole" and known.key in WANTED:
        return replace(
            _made(known), key="password", shown="", has_text=False, risk="ask", reason=_("Tệp được đặt mật khẩu.")
        )
    if known.first and content not in known.first:
        return _lying(known, ending, content)
    return _warned_by_name(name, _made(known))


def content_of(start: bytes) -> str:
    """The key of what the first bytes are: "pdf", "zip", "program" …, "text" or "binary" where nothing fits, "" for none."""
    if not start:
        return ""
    for key, _name, magics in CONTENTS:
        if start.startswith(magics):
            return key
    if start[4:8] == b"ftyp":
        return "heic" if start[8:12] in BRANDS_OF_HEIC else "mp4"
    if start[:4] == b"RIFF":
        return "webp" if start[8:12] == b"WEBP" else "riff"
    if start[:4] == b"ftyp":
        return "mp4"
    return _words(start)


def _words(start: bytes) -> str:
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body", b"<svg")) or b"<html" in head:
        return "html"
    if head.startswith(b"<?xml"):
        return "xml"
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    if b"%PDF-" in start[:1024]:
        return "pdf"  # some scanners write a line before it; every reader of PDF forgives that
    return "binary" if b"\0" in start else "text"


def _content_name(content: str) -> str:
    return next(
        (_(name) for key, name, _magics in CONTENTS if key == content), _(MORE_CONTENTS.get(content, "không rõ"))
    )


def _made(known: Known) -> FileKind:
    return FileKind(key=known.key, name=_(known.name), icon=known.icon, shown=known.shown, has_text=known.has_text,
                    risk=known.risk, reason="" if known.risk == "open" else _ask_why(known))  # fmt: skip


def _ask_why(known: Known) -> str:
    if known.key in ("archive", "rar", "7z"):
        return _("Đây là tệp nén: bên trong có thể có chương trình. Nên xem nội dung trước khi giải nén.")
    if known.key in ("doc", "xls", "ppt", "odf", "rtf"):
        return _("Loại tệp này có thể chứa lệnh (macro) mà chương trình không xem trước được.")
    return _("Chương trình không xem trước được loại tệp này.")


def _other(reason: str) -> FileKind:
    return FileKind(key="other", name=_("Tệp khác"), icon="file-danger", risk="danger", reason=reason)


def _dangerous(name: str, ending: str) -> FileKind:
    called, why = DANGEROUS[ending]
    before = name.lower().removesuffix(ending).rstrip(" ._")
    pretended = ending_of(before)
    if pretended in BY_ENDING and BY_ENDING[pretended].risk != "danger":
        why = _("Tên tệp giả làm “{ending}” nhưng không phải. {why}", ending=pretended, why=_(why))
    elif any(char in DIRECTION for char in name):
        why = _("Tên tệp có dấu đảo chiều chữ để giả làm tệp khác. {why}", why=_(why))
    return FileKind(key="danger", name=_(called), icon="file-danger", risk="danger", reason=_(why))


def _unknown(ending: str, content: str) -> str:
    if not ending:
        return _(
            "Tên tệp không có phần đuôi nên không rõ là loại tệp gì (nội dung: {what}).", what=_content_name(content)
        )
    return _(
        "Chương trình không biết loại tệp “{ending}” (nội dung: {what}).",
        ending=ending[:20],
        what=_content_name(content),
    )


def _lying(known: Known, ending: str, content: str) -> FileKind:
    if not content:
        return FileKind(key=known.key, name=_(known.name), icon=known.icon, risk="ask", reason=_("Tệp rỗng (0 byte)."))
    return FileKind(
        key="lying", name=_(known.name), icon="file-danger", risk="danger",
        reason=_("Tên tệp kết thúc bằng “{ending}” nhưng nội dung là {what}.", ending=ending, what=_content_name(content)))  # fmt: skip


def _warned_by_name(name: str, kind: FileKind) -> FileKind:
    """The same kind, with more risk where the name itself is a trick or a trap."""
    danger, doubt = name_trouble(name)
    if danger:
        return replace(kind, risk="danger", reason=danger)
    if doubt and kind.risk == "open":
        return replace(kind, risk="ask", reason=doubt)
    return kind


def name_trouble(name: str) -> tuple[str, str]:
    """What is dangerous and what is only doubtful about a name, each as a sentence or ""."""
    if any(char in DIRECTION for char in name):
        return _("Tên tệp có dấu đảo chiều chữ, thường dùng để giả làm loại tệp khác."), ""
    if any(unicodedata.category(char) == "Cc" for char in name):
        return _("Tên tệp có ký tự điều khiển, thường dùng để che phần đuôi thật."), ""
    if ":" in name or "/" in name:
        return _("Tên tệp có dấu “:” hoặc “/”, có thể dẫn tới một tệp khác."), ""
    if name != name.rstrip(". "):
        return _("Tên tệp kết thúc bằng dấu chấm hoặc dấu cách, thường dùng để che phần đuôi thật."), ""
    if name.split(".", maxsplit=1)[0].rstrip(" ").lower() in RESERVED:
        return _("Tên tệp là tên Windows giữ riêng cho thiết bị."), ""
    if any(unicodedata.category(char) in ("Cf", "Co", "Cs") for char in name):
        return "", _("Tên tệp có ký tự không nhìn thấy.")
    if "     " in name:
        return "", _("Tên tệp có khoảng trống dài, có thể để che phần đuôi thật.")
    return "", ""


def _closer(name: str, kind: FileKind, content: str, handle: BinaryIO) -> FileKind:
    """The same kind after the rest of the file was looked at where its content may carry commands."""
    if kind.key in WANTED and content == "zip":
        why = office_trouble(kind.key, handle)
        return (
            replace(kind, key="office-danger", shown="", icon="file-danger", risk="danger", reason=why) if why else kind
        )
    if content == "ole":
        found = _found(handle, (_MACRO_OF_OLE, _PASSWORD_OF_OLE))
        if kind.key == "password" and _PASSWORD_OF_OLE not in found:
            ending = ending_of(name)
            return _lying(BY_ENDING[ending], ending, content)
        if _MACRO_OF_OLE in found:
            return replace(
                kind, icon="file-danger", risk="danger", reason=_("Tệp có chứa lệnh (macro) sẽ chạy khi mở.")
            )
    if kind.key == "pdf" and kind.risk == "open" and _found(handle, _ACTIONS_OF_PDF):
        return replace(
            kind, risk="ask", reason=_("Tài liệu PDF này có lệnh tự chạy bên trong. Xem tại đây thì an toàn.")
        )
    return kind


def _found(handle: BinaryIO, words: tuple[bytes, ...]) -> set[bytes]:
    """Which of the words stand in the first 64 MB of the file."""
    handle.seek(0)
    found: set[bytes] = set()
    overlap, read = b"", 0
    while read < _SCANNED and (block := handle.read(_STEP)):
        read += len(block)
        searched = overlap + block
        found |= {word for word in words if word in searched}
        overlap = block[-64:]
    return found
