"""Builds the tree of sections: every line below the opening gets its place, and sections that hold live data are marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dvcq_desktop.readers.deductions import opens_deduction
from dvcq_desktop.readers.headings import PART, ROMAN, Heading, heading
from dvcq_desktop.readers.understood import PlanText, SectionRead
from dvcq_desktop.readers.words import key, number_value

_CRITERION = re.compile(
    r"(?:\(?(?P<own>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ])\s*[.)/:-]?\)?\s*)?(?:[-–—+*•]\s*)?"
    r"(?i:tiêu chí)(?:\s+(?i:số|thứ))?\s*(?P<number>\d{1,2}|[IVX]{1,5})\b"
    r"\s*(?:\([^)]{0,40}\)\s*)?(?:[:.)/–—-]+\s*(?P<title>.*)|\s(?P<bare>[A-ZĐÀ-Ỹ“\"].*))?$")
_DEDUCTIONS = re.compile(r"(?:bi|muc|noi dung|khoan) ?tru|(?:diem|bi) tru|tru diem|mat diem")
_RESULTS = re.compile(r"ket qua|tu cham|tong diem|bang diem")
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|T/M|K/T|Q)\s*\.\s*[A-ZĐÀ-Ỹ]")
_TITLES = frozenset({"chu tich", "pho chu tich", "chanh van phong", "truong phong", "giam doc", "nguoi lap bieu"})
_DASHES = "-–—+•*"
_TAIL_LINE = 200  # a longer line is no part of a signature block


@dataclass(frozen=True, slots=True)
class Criterion:
    """The heading of a criterion: its number in the framework, its title, the rank it stands at."""

    number: int
    title: str
    rank: int


@dataclass(kw_only=True)
class Outline:
    """The tree, the criterion headings met (by line), and the lines of recipients and signature."""

    sections: list[SectionRead] = field(default_factory=list)
    flat: list[SectionRead] = field(default_factory=list)
    criteria: dict[int, Criterion] = field(default_factory=dict)
    tail: list[int] = field(default_factory=list)


def names_criterion(line: str) -> bool:
    """Whether the words "tiêu chí" stand in the line at all: a quick look that spares most lines the rest."""
    return "iêu chí" in line or "IÊU CHÍ" in line or "iêu Chí" in line


def criterion_heading(line: str, rank: int) -> Criterion | None:
    """The criterion a line announces; `rank` counts where it has no number of its own."""
    match = _CRITERION.match(line) if names_criterion(line) else None
    number = number_value(match["number"]) if match else 0
    if not match or not 0 < number < 100:
        return None
    own = match["own"] or ""
    if own and own[0].isdigit():
        rank = 20 + 10 * own.count(".")
    elif own and own[0].isupper():
        rank = ROMAN
    return Criterion(number, (match["title"] or match["bare"] or "").strip(), rank)


def outline(text: PlanText, start: int, unplaced: list[int]) -> Outline:
    """Sections from line `start` on; `unplaced` are lines of the preamble that belong to none."""
    return _Builder(text, unplaced).run(start)


class _Builder:
    """One pass over the lines: the open sections, the criterion being read, whether the signature has begun."""

    def __init__(self, text: PlanText, unplaced: list[int]) -> None:
        self._text = text
        self._out = Outline()
        self._open: list[tuple[int, SectionRead]] = []
        self._criterion_rank: int | None = None
        self._in_tail = False
        for line in unplaced:
            self._body(line, text.lines[line - 1])

    def run(self, start: int) -> Outline:
        lines, bold, cells = self._text.lines, self._text.bold, self._text.cells
        for number in range(start, len(lines) + 1):
            line = lines[number - 1]
            if not line:
                continue
            found = None if number in cells or line[0] in _DASHES else heading(line, number in bold)
            if self._tail(number, line, found):
                continue
            if number in cells:
                self._body(number, line)
            else:
                self._place(number, line, found)
        return self._out

    def _tail(self, number: int, line: str, found: Heading | None) -> bool:
        """Recipients and signature, from their first line to an appendix or the next section."""
        if self._in_tail:
            numbered = found and found.rank <= ROMAN and (found.number or found.appendix)
            self._in_tail = not numbered and len(line) < _TAIL_LINE
        elif (line[0] in "Nn" or line.isupper()) and self._out.sections:
            folded = key(line, 30)
            self._in_tail = (folded.startswith("noi nhan") and len(line) < _TAIL_LINE) or (
                line.isupper() and bool(_AUTHORITY.match(line) or folded in _TITLES))
        if self._in_tail:
            self._out.tail.append(number)
        return self._in_tail

    def _place(self, number: int, line: str, found: Heading | None) -> None:
        section = self._open[-1][1] if self._open else None
        speaks = names_criterion(line) or "TC" in line
        if speaks and section is not None and section.kind == "deductions" and opens_deduction(line, inside=True):
            self._body(number, line)
            return
        if speaks and self._criterion(number, line):
            return
        if found and self._criterion_rank is not None and found.rank > self._criterion_rank:
            found = None  # numbered contents of a criterion
        if found is None:
            if speaks and opens_deduction(line, inside=False) and self._speaks_of_deduction(number):
                self._mark("deductions")
            self._body(number, line)
            return
        self._start(found.rank, SectionRead(heading=found.words, number=found.number, line=number), appendix=found.appendix)
        self._criterion_rank = None
        if _DEDUCTIONS.search(key(found.words, 200)):
            self._out.flat[-1].kind = "deductions"

    def _criterion(self, number: int, line: str) -> bool:
        section_rank = self._open[-1][0] if self._open else PART
        found = criterion_heading(line, section_rank + 5 if self._criterion_rank is None else self._criterion_rank)
        if found is None or self._of_results(line):
            return False
        while self._open and self._open[-1][0] >= found.rank and self._open[-1][1].kind != "tasks":
            self._open.pop()
        self._mark("tasks")
        self._out.criteria[number] = found
        self._criterion_rank = found.rank
        self._body(number, line)
        return True

    def _of_results(self, line: str) -> bool:
        """Whether a criterion named here is one of a list of results, not one to work on."""
        if not self._open:
            return False
        section = self._open[-1][1]
        folded = key(section.heading, 200)
        return section.kind == "deductions" or (
            section.kind == "text" and bool(_RESULTS.search(folded)) and "nhiem vu" not in folded and "điểm" in line)

    def _speaks_of_deduction(self, number: int) -> bool:
        return any("trừ" in line for line in self._text.lines[number - 1:number + 2])

    def _mark(self, kind: str) -> None:
        if not self._open:
            self._start(PART, SectionRead(heading=""))
        section = self._open[-1][1]
        if section.kind == "text":
            section.kind = kind

    def _start(self, rank: int, section: SectionRead, *, appendix: bool = False) -> None:
        while self._open and (appendix or self._open[-1][0] >= rank):
            self._open.pop()
        (self._open[-1][1].children if self._open else self._out.sections).append(section)
        self._open.append((rank, section))
        self._out.flat.append(section)

    def _body(self, number: int, line: str) -> None:
        if not self._open:
            self._start(99, SectionRead(heading=""))  # text before any heading; every heading closes it
        section = self._open[-1][1]
        section.body.append(line)
        section.body_lines.append(number)
