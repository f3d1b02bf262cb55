"""The superior's points as pasted from Excel or Word: a code, the points and perhaps a reason a line, looked over first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from db.connection import Connection
from dvcq_desktop import scores
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import parse_points
from dvcq_desktop.scores import ScoreRow
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

# "1.1", "1,1" (Excel with a decimal comma), "TC1.ND2", "Tiêu chí 1, nội dung 2", "1-2"
_CODE = re.compile(r"^(?:tc|tieu chi)?\s*(\d{1,3})\s*[.,;/-]?\s*(?:nd|noi dung)?\s*(\d{1,3})\s*\.?$")
_TURNED = re.compile(r"^(?:noi dung|nd)\s*(\d{1,3})\s*[,;.-]?\s*(?:tieu chi|tc)\s*(\d{1,3})$")


@dataclass(frozen=True, kw_only=True)
class PastedLine:
    """One line: what was read, and why it cannot be taken ("" where it can)."""

    code: str
    typed: str
    reason: str = ""
    row: ScoreRow | None = None
    fault: str = ""


def read_pasted(db: Connection, year: int, text: str) -> list[PastedLine]:
    """Every line that has a number in it; a heading is passed over, a line that cannot be taken says why."""
    known = {(row.criterion.number, row.item.number): row for row in scores.score_rows(db, year)}
    lines: list[PastedLine] = []
    seen: set[int] = set()
    for cells in _rows(text):
        if len(cells) < 2 or not any(ch.isdigit() for ch in cells[0] + cells[1]) or not cells[0]:
            continue
        line = _line(known, cells)
        if line.row is not None and not line.fault and line.row.item.id in seen:
            line = PastedLine(
                code=line.code, typed=line.typed, reason=line.reason, fault=_("mã này có hai lần trong danh sách")
            )
        if line.row is not None:
            seen.add(line.row.item.id)
        lines.append(line)
    return lines


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each line: parted at tabs as Excel writes them, else at a semicolon or wide blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if "\t" in text:
        try:
            for row in csv.reader(StringIO(text), dialect="excel-tab"):
                yield [clean_line(cell) for cell in row]
        except csv.Error:
            yield from ([clean_line(cell) for cell in line.split("\t")] for line in text.split("\n"))
        return
    for line in text.split("\n"):
        cells = [clean_line(cell) for cell in re.split(r"\s{2,}|;", line.strip())]
        yield cells if len(cells) > 1 else [clean_line(cell) for cell in line.strip().rsplit(" ", 1)]


def _line(known: dict[tuple[int, int], ScoreRow], cells: list[str]) -> PastedLine:
    code, typed = cells[0], cells[1]
    reason = cells[2] if len(cells) > 2 else ""
    row = known.get(_numbers(code))
    fault = ""
    if row is None:
        fault = _("không có nội dung mang mã này")
    elif not typed:
        fault = _("chưa có điểm")
    else:
        try:
            scores.check_appraised(row.item, parse_points(typed))
        except RuleBroken as broken:
            fault = str(broken)
    return PastedLine(code=code, typed=typed, reason=reason, row=row, fault=fault)


def _numbers(code: str) -> tuple[int, int]:
    folded = fold(code).strip()
    match = _CODE.match(folded)
    if match:
        return int(match[1]), int(match[2])
    turned = _TURNED.match(folded)
    return (int(turned[2]), int(turned[1])) if turned else (0, 0)


def store_pasted(db: Connection, year: int, lines: Sequence[PastedLine]) -> int:
    """Store the points (and reasons) of the lines that can be taken; answers how many."""
    taken = [line for line in lines if line.row is not None and not line.fault]
    if not taken:
        raise RuleBroken(_("Không có dòng nào ghi được."))
    for line in taken:
        if line.row is not None:
            scores.set_appraised(db, year, line.row.item.id, line.typed)
            if line.reason:
                scores.set_text(db, year, line.row.item.id, appraiser_note=line.reason)
    return len(taken)
