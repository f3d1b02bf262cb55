"""Proposes kind, number, date, issuer, title and signer of a paper from its words, by the layout of Decree 30/2020/NĐ-CP.

Nothing here is certain: it fills in a form that a person reads. Words come from PDFs, whose lines may stand in another
order or run together, and from scans read by machines, whose marks may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.looking.answers import Text
from dvcq_desktop.looking.proposed_names import is_level, issuer_name, signer_of
from dvcq_desktop.readers.citations import ABBREVIATIONS
from dvcq_desktop.vietnamese import clean, fold

# Decree 30, article 7, the papers of the Party and of the state above it, and what offices add; the longest first.
KINDS = tuple(sorted((
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình",
    "Chương trình hành động", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công điện",
    "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển",
    "Phiếu báo", "Thư công", "Kết luận", "Nghị định", "Thông tư", "Luật", "Pháp lệnh", "Phiếu giao việc", "Giấy khen", "Giấy chứng nhận",
    "Danh sách", "Quy trình", "Quy ước", "Cam kết", "Bản cam kết", "Nội quy", "Lời kêu gọi", "Thư khen", "Giấy xác nhận", "Bảng tự chấm điểm",
), key=len, reverse=True))  # fmt: skip
_BY_LETTERS = {fold(kind).replace(" ", ""): kind for kind in KINDS}
_LETTER = "Công văn"
_HEAD_LINES = 40
_FIRST_LINES = 200  # of the first page
_TITLE_LINES = 6
_MOST_LINES, _LONG = 20_000, 400  # of a text; letters of a line: longer ones are no head and no signature

_NUMBER_HEAD = r"S[ốôồổỗộoóòỏõọ06ÓỐÔO]\s*[:.;]?\s*"
_SYMBOL = r"[A-ZĐ][A-Za-zĐđ]*\d{0,2}(?:\s?[-–.]\s?[A-ZĐ][A-Za-zĐđ0-9&]*){0,4}(?:\s?/\s?[A-ZĐ][A-Za-zĐđ]*)?"
_NUMBER = re.compile(rf"(?:^|(?<=\s)){_NUMBER_HEAD}(\d{{0,5}}[a-zđ]?)[\s.…_]*([/-])\s*((?:\d{{4}}\s?/\s?)?{_SYMBOL})")
_COUNTRY = re.compile(
    r"cong h\w{1,2}a xa hoi chu nghia viet nam|dang cong san viet nam|doc lap\s?-?\s?tu do\s?-?\s?hanh phuc"
)
_DATED = re.compile(
    r"(?:(?P<place>[^\d,.;:]{2,40}?)\s?[,.]\s?)?\bngay\s?(?P<day>\d{1,2})\s?thang\s?(?P<month>\d{1,2})\s?nam\s?(?P<year>\d{4})"
)
_UNDATED = re.compile(r"[^\d,.;:]{2,40}?\s?[,.]\s?ngay[\s.…_]*thang[\s.…_]*\d{0,2}[\s.…_]*nam")
_SIGNED = re.compile(r"(?:thoi gian ky|ngay ky|signed on|date)\s*:?\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ABOUT = re.compile(r"^v\s?[/.]\s?v\s?:?\s*")
_BASE = re.compile(
    r"can cu\b|thuc hien\b|thi hanh\b|trien khai\b|theo\b|xet\b|hom nay\b|kinh gui\b|ngay\b|vao luc\b|tai\b|nham\b|de\b"
)
_ENDS_TITLE = re.compile(
    r"(?:kinh gui|can cu|dieu \d|stt\b|phan thu|chuong [ivx\d]|[ivx]{1,4}\s?[.)]|\d{1,2}\s?[.)]|[-–_=*.…]{3,}|hom nay|noi nhan|\()"
)
_AUTHORITY = re.compile(
    r"(?:chu tich|uy ban nhan dan|hoi dong nhan dan|ban thuong vu|ban chap hanh|truong phong|giam doc|bo truong)\b"
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a paper says of itself; "" where it does not, issued_on as ISO text ("2025-03-05"), page_count 0 where unknown."""

    kind: str = ""
    reference: str = ""
    issued_on: str = ""
    issuer: str = ""
    title: str = ""
    signer: str = ""
    page_count: int = 0


def propose_from(text: Text) -> Proposal:
    """The proposal for what Looker.text found; an empty one for a scan without words."""
    return propose(text.first_page, text.body, page_count=text.pages)


def propose(text: str, last_page: str = "", *, page_count: int = 0) -> Proposal:
    """The proposal from the first page's words. last_page: where the signer stands, the whole text will do as well."""
    lines = _lines(text)[:_FIRST_LINES]
    if not lines:
        return Proposal(page_count=page_count)
    at, kind, rest = _title_line(lines)
    head = lines[: at if at >= 0 else _head_end(lines)]
    reference = _reference(head) or _reference([line for line in lines if re.match(_NUMBER_HEAD, line)])
    about = _about(lines)
    organs = _organ_lines(head)
    if at < 0:
        kind = _kind_of_reference(reference) or (_LETTER if about else "")
    return Proposal(
        kind=kind,
        reference=reference,
        issued_on=_issued_on(head, lines, kind),
        issuer=issuer_name(organs),
        title=_title(lines, at, rest) if at >= 0 else about or _heading(head, organs),
        signer=signer_of(_lines(last_page or text)),
        page_count=page_count,
    )


def _lines(text: str) -> list[str]:
    """One thing a line: cells of a row, and halves of the head that a PDF has run together, are parted."""
    found = []
    for whole in re.split(r"[\n\t]", clean(text.replace("\f", "\n")))[:_MOST_LINES]:
        line = whole[:_LONG]
        folded = fold(line)
        cuts = {0, len(line)}
        if len(folded) == len(line):  # places in the folded line are those of the line
            for match in (*_COUNTRY.finditer(folded), *_UNDATED.finditer(folded)):
                cuts |= {match.start(), match.end()} if match.re is _COUNTRY else {match.start()}
            cuts |= _cuts_at_date(folded)
        places = sorted(cuts)
        found += [part for a, b in pairwise(places) if (part := line[a:b].strip(" |"))]
    return found


def _cuts_at_date(folded: str) -> set[int]:
    """Where place and date begin behind a number: "Số: 15/BC-UBND Ba Thành, ngày 05 tháng 3 năm 2025"."""
    dated = _DATED.search(folded)
    number = re.match(r"s[o06]\s?[:.]", folded)
    if not (dated and number):
        return set()
    behind = re.match(r"s[o06]\s?[:.]?\s?\d*[\s.…_]*[/-]\s?(?:\d{4}\s?/\s?)?[a-z]+(?:\s?[-/&]\s?[a-z0-9]+)*\s", folded)
    return {behind.end()} if behind and behind.end() <= dated.start("day") else set()


def _title_line(lines: Sequence[str]) -> tuple[int, str, str]:
    """Where the kind stands in capitals, the kind, and what follows it on the same line; -1 where none does."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        folded = fold(line)
        if folded.startswith(("can cu ", "kinh gui")):
            break
        letters = re.sub(r"[^a-z]", "", folded)
        if letters in _BY_LETTERS and line[:1].isupper() and (line.isupper() or at > 2):
            return at, _BY_LETTERS[letters], ""
        for kind in KINDS:
            words = fold(kind)
            if folded.startswith(words + " ") and line[: len(words)].isupper() and len(folded) == len(line):
                return at, kind, line[len(words) :].strip(" :-–")
    return -1, "", ""


def _head_end(lines: Sequence[str]) -> int:
    """Where the head of a paper without a title ends: at the addressee or the first base."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if fold(line).startswith(("kinh gui", "can cu ", "thuc hien ")):
            return at
    return min(len(lines), 15)


def _reference(head: Sequence[str]) -> str:
    for line in head:
        found = _NUMBER.search(line)
        if found and found[1]:
            symbol = re.sub(r"\s?([-–/.&])\s?", r"\1", found[3]).replace("–", "-")
            return f"{found[1]}{found[2]}{symbol}"
    return ""


def _kind_of_reference(reference: str) -> str:
    """ "Báo cáo" from "15/BC-UBND"; a number with an organ's name only ("45/UBND-VP") is a letter's."""
    if not reference:
        return ""
    words = re.split(r"[/\-&.]", re.sub(r"^\d+\w?[/-](?:\d{4}/)?", "", reference))
    return ABBREVIATIONS.get(words[0], "") or (_LETTER if len(words) > 1 else "")


def _issued_on(head: Sequence[str], lines: Sequence[str], kind: str) -> str:
    """The day beside the place's name; for minutes the day they begin with; else the day of the digital signature."""
    behind = [line for line in lines[len(head) :] if _is_dateline(line)]
    for line in (*head, *behind):
        if day := _day(_DATED.search(fold(line))):
            return day
    if kind == "Biên bản":
        for line in lines[:_HEAD_LINES]:
            if day := _day(_DATED.search(fold(line))):
                return day
    for line in lines:
        if found := _SIGNED.search(fold(line)):
            return _iso(found[1], found[2], found[3])
    return ""


def _is_dateline(line: str) -> bool:
    """Whether a line is nothing but place and date."""
    found = _DATED.fullmatch(fold(line).strip(" ."))
    return bool(found and found["place"] and line[:1].isupper() and not _BASE.match(found["place"].strip()))


def _day(found: re.Match[str] | None) -> str:
    return _iso(found["day"], found["month"], found["year"]) if found else ""


def _iso(day: str, month: str, year: str) -> str:
    try:
        return parse_date(f"{day}/{month}/{year}")
    except RuleBroken:
        return ""


def _organ_lines(head: Sequence[str]) -> list[str]:
    """The lines above the number that name who issued the paper."""
    found: list[str] = []
    for line in head[:12]:
        folded = fold(line)
        if (
            _COUNTRY.search(folded)
            or _DATED.search(folded)
            or _UNDATED.search(folded)
            or not re.search(r"[a-z]{2}", folded)
        ):
            continue
        if _NUMBER.search(line) or re.match(rf"(?:{_NUMBER_HEAD})", line) or _ABOUT.match(folded):
            if found:
                break
            continue
        if sum(char.isupper() for char in line) * 2 < sum(char.isalpha() for char in line):
            if found:
                break
            continue
        found.append(line)
    return found[:4]


def _about(lines: Sequence[str]) -> str:
    """What a letter is about: the lines from "V/v" on."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        found = _ABOUT.match(fold(line))
        if found:
            return _joined([line[found.end() :].strip(), *_following(lines[at + 1 :])])
    return ""


def _title(lines: Sequence[str], at: int, rest: str) -> str:
    """The lines below the kind, up to the first base, addressee, section or signature of power."""
    found = [rest] if rest else []
    below = list(lines[at + 1 :])
    if not found and below and not _ENDS_TITLE.match(fold(below[0])):
        found.append(re.sub(r"^(?:V/v|V\.v)\s*:?\s*", "", below.pop(0)))
    return _joined([*found, *_following(below)]) if found else ""


def _heading(head: Sequence[str], organs: Sequence[str]) -> str:
    """The line in capitals that stands over a paper of no known kind: a list, a register, a sheet of figures."""
    for line in head:
        folded = fold(line)
        if (
            line.isupper()
            and len(folded) > 9
            and not (line in organs[:1] or _COUNTRY.search(folded) or is_level(folded))
        ):
            return _joined([line])
    return ""


def _following(lines: Sequence[str]) -> list[str]:
    """The lines that go on with a title."""
    found: list[str] = []
    for at, line in enumerate(lines[:_TITLE_LINES]):
        if _ends_before(line) or _begins_text(lines[at : at + _TITLE_LINES]):
            break
        found.append(line)
        if line.endswith("."):
            break
    return found


def _ends_before(line: str) -> bool:
    """Whether a title has ended above this line."""
    folded = fold(line)
    if _ENDS_TITLE.match(folded) or _COUNTRY.search(folded) or _is_dateline(line) or _UNDATED.match(folded):
        return True
    if (line[0].isupper() and (_BASE.match(folded) or len(line) > 120)) or (
        _AUTHORITY.match(folded) and line.isupper()
    ):
        return True
    return bool(_NUMBER.match(line)) or line.endswith((";", ":"))


def _begins_text(lines: Sequence[str]) -> bool:
    """Whether a sentence with a capital and a full stop begins here: titles have no full stop (Decree 30, annex I)."""
    first = lines[0].split(" ", 1)[0]
    if not first[0].isupper() or (first.isupper() and len(first) > 1):  # UBND, HĐND: a title goes on with them
        return False
    for line in lines:
        if _ends_before(line):
            return False
        if line.endswith("."):
            return True
    return False


def _joined(lines: Sequence[str]) -> str:
    title = re.sub(r"\s+", " ", " ".join(line for line in lines if line)).strip(" .-–—_")
    return title.capitalize() if title.isupper() else title[:1].upper() + title[1:]
