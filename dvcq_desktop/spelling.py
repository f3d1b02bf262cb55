"""Hints on numbers, dates and marks by Decree 30/2020/NĐ-CP (annex I, II.3, II.4): proposals, never corrections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dvcq_desktop.dates import decree_number
from dvcq_desktop.texts import _

_LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_UPPER = _LOWER.upper()
_COUNTED = (
    "mô hình|cấp|lần|cuộc|đợt|buổi|hội nghị|văn bản|kế hoạch|báo cáo|quyết định|công trình|nội dung|tiêu chí|"
    "nhiệm vụ|ý kiến|vụ việc|hộ|người|cán bộ|công chức|thôn|tổ|đoàn|giải pháp|nhóm"
)
_NAMED = re.compile(  # words whose number is a name, not a count: "khoản 1", "quý 2"
    r"\b(?:khoản|điều|điểm|mục|quý|tiêu chí|nội dung|phụ lục|số|tháng|ngày|năm|thứ|chương|phần|bảng|biểu|mẫu|lớp|khối|cấp)[ ]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A place from start to end where something else is proposed, and why."""

    start: int
    end: int
    message: str
    proposal: str


def hints(text: str) -> list[Hint]:
    """Everything worth a look in a text, in order; where two rules meet, the one listed first speaks."""
    found: list[Hint] = []
    for pattern, message, propose in _RULES:
        found += _hits(text, pattern, _(message), propose)
    taken: list[Hint] = []
    for hint in found:
        if all(hint.end <= other.start or hint.start >= other.end for other in taken):
            taken.append(hint)
    return sorted(taken, key=lambda hint: hint.start)


def apply_hint(text: str, hint: Hint) -> str:
    """The text with one proposal taken."""
    return text[: hint.start] + hint.proposal + text[hint.end :]


def _hits(text: str, pattern: re.Pattern[str], message: str, propose: Callable[[re.Match[str]], str]) -> Iterator[Hint]:
    for match in pattern.finditer(text):
        proposal = propose(match)
        if proposal != match.group() and not _in_address(text, match.start()):
            yield Hint(start=match.start(), end=match.end(), message=message, proposal=proposal)


def _in_address(text: str, at: int) -> bool:
    """Whether the place lies in a web or mail address, where nothing is to be spaced."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    ends = [end for end in (text.find(" ", at), text.find("\n", at)) if end >= 0]
    word = text[start : min(ends, default=len(text))]
    return "@" in word or "://" in word or word.startswith("www.") or bool(re.search(r"\.(vn|com|org|net)\b", word))


def _day(match: re.Match[str]) -> str:
    return f"{match[1]}{decree_number(int(match[2]))}"


def _month(match: re.Match[str]) -> str:
    value = int(match[2])
    return f"{match[1]}{decree_number(value, month=True)}" if 1 <= value <= 12 else match.group()


def _short_date(match: re.Match[str]) -> str:
    month = match[2].zfill(2) if int(match[2]) < 3 else match[2]
    return f"{match[1].zfill(2)}/{month}/{match[3]}"


def _two_digits(match: re.Match[str]) -> str:
    return f"0{match.group()}"


def _without_blanks(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match.group()).replace("–", "-")


def _one_blank(_match: re.Match[str]) -> str:
    return " "


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _number_word(match: re.Match[str]) -> str:
    return f"{match[1]} "


def _blank_after(match: re.Match[str]) -> str:
    return f"{match.group()} "


def _first_mark(match: re.Match[str]) -> str:
    return match.group()[0]


def _count(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 12) : match.start()]
    return match.group() if _NAMED.search(before) else f"0{match.group()}"


_Rule = tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]
_RULES: tuple[_Rule, ...] = (
    (
        re.compile(r"\b([Nn]gày )([1-9])(?= tháng\b)"),
        "Ngày dưới 10 ghi thêm số 0 ở trước (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
        _day,
    ),
    (
        re.compile(r"(?:(?<=gày \d )|(?<=gày \d\d )|(?<!\d ))\b([Tt]háng )(0?[1-9])(?![\d/.,]?\d)(?!\s*lần)"),
        "Chỉ tháng 1 và tháng 2 ghi thêm số 0; các tháng khác thì không (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
        _month,
    ),
    (
        re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])"),
        "Ngày dưới 10, tháng 1 và tháng 2 ghi thêm số 0 ở trước.",
        _short_date,
    ),
    (
        re.compile(r"(?<![\d/,.])[1-9](?=/(?:\d{4}/)?[A-ZĐ]{2,})"),
        "Số văn bản dưới 10 ghi thêm số 0 ở trước (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
        _two_digits,
    ),
    (
        re.compile(
            r"(?<!\d)\d+(?: ?/ ?\d{4})? ?/ ?[A-ZĐ]{2,}(?:(?:-| [-–](?=[A-ZĐ])|[-–] (?=[A-ZĐ])|–)[A-ZĐ][A-ZĐ0-9]*)+\b"
        ),
        "Trong số, ký hiệu không có khoảng trắng: giữa các nhóm là dấu gạch nối.",
        _without_blanks,
    ),
    (re.compile(r"\b([Ss]ố) ?: ?(?=\d)"), "Trong câu, sau chữ “số” không có dấu hai chấm.", _number_word),
    (re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), "Thừa khoảng trắng.", _one_blank),
    (re.compile(r"(?<=\w)[ \u00a0]+(?=[,;:!?)]|\.(?![./\d]))"), "Không có khoảng trắng trước dấu câu.", _nothing),
    (
        re.compile(rf"(?<=[{_LOWER}])[,;:!?](?=[{_LOWER}{_UPPER}])|(?<=[{_LOWER}]{{2}})\.(?=[{_UPPER}][{_LOWER}])"),
        "Thiếu khoảng trắng sau dấu câu.",
        _blank_after,
    ),
    (re.compile(r"(?<!\.)\.\.(?![./])|,,+|;;+|(?<=\w)[,;]\.(?!\.)"), "Thừa dấu câu.", _first_mark),
    (
        re.compile(rf"(?<![\w.,/%\-–(])[1-9](?= (?:{_COUNTED})\b)"),
        "Theo lối viết hành chính, số lượng dưới 10 thường ghi hai chữ số (thông lệ, không bắt buộc).",
        _count,
    ),
    (
        re.compile(rf"(?<=[{_LOWER}]) [-–] ?(?=UBND (?:xã|huyện|tỉnh|phường)\b)"),
        "Có thể thừa dấu gạch trước “UBND”.",
        _one_blank,
    ),
)
