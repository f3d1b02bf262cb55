"""Understands what stands above the first section: organ, number, place and date, title, legal bases, opening."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers.headings import heading
from dvcq_desktop.readers.understood import BaseRead, HeadRead, PlanText
from dvcq_desktop.readers.words import key

_TITLE = re.compile(
    r"(KẾ HOẠCH|BÁO CÁO|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|QUYẾT ĐỊNH|THÔNG BÁO|TỜ TRÌNH|HƯỚNG DẪN|NGHỊ QUYẾT|CHỈ THỊ|QUY CHẾ"
    r"|QUY ĐỊNH|BIÊN BẢN|CÔNG ĐIỆN)(?:\s+(\S.*))?$")
_COUNTRY = re.compile(r"(?i:cộng h(?:òa|oà) xã hội chủ nghĩa việt nam)")
_MOTTO = re.compile(r"(?i:độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc)")
_NUMBER = re.compile(r"(?i:số)\s*:?\s*(\d{1,5}[a-zđ]?)?[\s.…_]*/\s*(?:(\d{4})\s*/\s*)?"
                     r"([A-ZĐ][A-Za-zĐđ]*(?:\s*[-–]\s*[A-ZĐ][A-Za-zĐđ0-9]*){0,4})")
_DATED = re.compile(r"([^,]{2,60}?)\s*,\s*(?i:ngày)\s*(\d{1,2})?[\s.…_/]*(?i:tháng)\s*(\d{1,2})?[\s.…_/]*(?i:năm)\s*(\d{4})?")
_YEAR = re.compile(r"(?i:năm)\s+(\d{4})")
_BASE = re.compile(r"(?:can cu|thuc hien|thi hanh|trien khai|theo|xet|can cu vao)\b")
_CITES = re.compile(r"\d\s*[/-]\s*(?:\d{4}\s*/\s*)?[A-ZĐ]|(?i:luật|pháp lệnh|nghị định|đề nghị của)")
_OPENING = re.compile(r"(?:nhu sau|sau day)\b[^a-z]*$|:$")
_ORGAN_WHOLE = re.compile(r"(?:ubnd|uy ban nhan dan|hdnd|so|ban|tinh uy|huyen uy|dang uy)\s+\S")
_ORGAN_START = re.compile(r"(?:ubnd|uy ban|hdnd|hoi dong|phong|ban|trung tam|van phong|so|truong|tram|mat tran|cong an)\b")
_ORGAN_HALF = frozenset({"uy ban nhan dan", "hoi dong nhan dan", "uy ban", "ubnd", "hdnd", "van phong"})
_RULE = re.compile(r"[-–—_=*. ]+$")
_SEARCH = 80  # a title further down than this is no title of the document


def title_line(lines: Sequence[str]) -> int:
    """1-based number of the line that says KẾ HOẠCH (or another kind); 0 where there is none."""
    for number, line in enumerate(lines[:_SEARCH], start=1):
        if line and line[0].isupper():
            if _TITLE.match(line):
                return number
            found = heading(line)
            if found and found.rank <= 10 and found.number:
                return 0
    return 0


def read_head(text: PlanText) -> tuple[HeadRead, int]:
    """The head, and the number of the first line after the title and its abstract (1 where no title was found)."""
    head = HeadRead()
    title = title_line(text.lines)
    if not title:
        return head, 1
    cells: list[str] = []
    for number, line in enumerate(text.lines[:title - 1], start=1):
        if line:
            head.lines.append(number)
            cells += _place_and_number(head, line)
    _organ(head, cells)
    match = _TITLE.match(text.lines[title - 1])
    head.kind = match[1] if match else ""
    abstract = [match[2]] if match and match[2] else []
    head.lines.append(title)
    following = _abstract(text, title, abstract, head)
    head.abstract = " ".join(abstract)
    years = _YEAR.findall(head.abstract)
    head.year = int(years[-1]) if years else int(head.issued_on[:4]) if head.issued_on else None
    return head, following


def _abstract(text: PlanText, title: int, abstract: list[str], head: HeadRead) -> int:
    """Take the lines under the title into the abstract; number of the first line that is none of it."""
    number = title + 1
    while number <= len(text.lines) and len(abstract) < 5:
        line = text.lines[number - 1]
        if line and not _RULE.match(line):
            if is_base(line) or heading(line) or len(line) > 250 or line[-1] in ":;" or line.startswith(("Kính gửi", "-", "+")):
                break
            # A full sentence, or a line that begins anew after a finished title, is already the text.
            if line.endswith(".") or (abstract and _OPENING.search(key(line, 400))) or number in text.cells:
                break
            abstract.append(line)
            head.lines.append(number)
        elif line:
            head.lines.append(number)
        elif abstract and _YEAR.search(abstract[-1]):
            break  # a blank line after "… năm 2025" closes the title
        number += 1
    return number


def _place_and_number(head: HeadRead, line: str) -> list[str]:
    """Take number, place and date out of a head line; what is left may be part of the organ's name."""
    rest = _MOTTO.sub(" ", _COUNTRY.sub(" ", line))
    match = _NUMBER.search(rest)
    if match:
        head.number = match[1] or ""
        head.symbol = (f"{match[2]}/" if match[2] else "") + re.sub(r"\s*[-–]\s*", "-", match[3])
        rest = rest[:match.start()] + " " + rest[match.end():]
    match = _DATED.search(rest)
    if match:
        head.place = match[1].strip()
        head.issued_on = _partial(match[2], match[3], match[4])
        rest = rest[:match.start()] + " " + rest[match.end():]
    rest = rest.strip()
    return [] if not rest or _RULE.match(rest) else [rest]


def _partial(day: str | None, month: str | None, year: str | None) -> str:
    """As much of the date as is written, from the year on."""
    if not year:
        return ""
    parts = [year] if not month else [month, year] if not day else [day, month, year]
    try:
        return parse_date("/".join(parts)) if len(parts) > 1 else year
    except RuleBroken:
        return year


def _organ(head: HeadRead, cells: list[str]) -> None:
    """Organ and the organ above it: a first line that is complete in itself is the parent of a second organ."""
    names = [cell for cell in cells if cell.upper() == cell] or cells
    if len(names) > 1:
        first, second = key(names[0], 200), key(names[1], 200)
        if first not in _ORGAN_HALF and _ORGAN_WHOLE.match(first) and _ORGAN_START.match(second):
            head.parent = names.pop(0)
    head.organ = names


def is_base(line: str) -> bool:
    """Whether a line names a legal base: căn cứ …, thực hiện Quyết định số …"""
    folded = key(line)
    return bool(_BASE.match(folded)) and (folded.startswith(("can cu", "xet ")) or bool(_CITES.search(line)))


def read_preamble(text: PlanText, start: int) -> tuple[list[BaseRead], str, list[int], int]:
    """Bases, opening, the lines that are neither, and the number of the line where the sections begin."""
    bases: list[BaseRead] = []
    others: list[int] = []
    opening: list[tuple[int, str]] = []
    number = start
    while number <= len(text.lines):
        line = text.lines[number - 1]
        if line:
            found = heading(line, number in text.bold)
            if number in text.cells or (found and found.starts_body):
                break
            if is_base(line) and not opening:
                bases.append(BaseRead(text=line.rstrip(" ;,."), line=number))
            elif not opening and _OPENING.search(key(line, 2_000)):
                opening.append((number, line))
            else:
                others.append(number)
                if opening:  # the text has begun without a heading
                    others.pop()
                    break
        number += 1
    if number > len(text.lines) and not opening:
        # No heading anywhere: only the bases that stand at the beginning are bases.
        return _leading(text, start, bases)
    return bases, opening[0][1] if opening else "", others, number


def _leading(text: PlanText, start: int, bases: list[BaseRead]) -> tuple[list[BaseRead], str, list[int], int]:
    numbers = {base.line for base in bases}
    number = start
    while number <= len(text.lines) and (not text.lines[number - 1] or number in numbers):
        number += 1
    return [base for base in bases if base.line < number], "", [], number
