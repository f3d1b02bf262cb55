"""The tables of a .docx with what stands in their cells, merged cells in the columns they cover."""

from __future__ import annotations

from pathlib import Path

from dvcq_desktop.readers import guard
from dvcq_desktop.readers.docx import descend, main_part, read_docx
from dvcq_desktop.readers.docx_tags import KINDS, TABLE, child, value
from dvcq_desktop.readers.table_cells import Cell, Table, spread, table_of
from dvcq_desktop.texts import _


def read_docx_tables(path: Path) -> list[Table]:
    """The tables of two columns or more, in their order; numbers Word makes by itself are among the words."""
    text = read_docx(path)
    words: dict[tuple[int, int, int], list[tuple[str, bool]]] = {}
    for line, place in text.cells.items():
        words.setdefault(place, []).append((text.lines[line - 1], line in text.bold))
    spans = _spans(path)
    found = []
    for number in sorted({table for table, _y, _x in words}):
        shape = spans.get(number, {})
        last = max(y for table, y, _x in words if table == number)
        rows = []
        for y in range(1, last + 1):
            width = max([x for table, row, x in words if (table, row) == (number, y)], default=0)
            cells = [_cell(words.get((number, y, x), []), shape.get((y, x), 1)) for x in range(1, width + 1)]
            rows.append([part for cell in cells for part in spread(cell)])
        table = table_of(_("Bảng {n}", n=number), rows)
        if table.rows:
            found.append(table)
    return found


def _cell(lines: list[tuple[str, bool]], across: int) -> Cell:
    return Cell(
        text="\n".join(line for line, _bold in lines),
        bold=bool(lines) and all(bold for _line, bold in lines),
        across=across,
    )


def _spans(path: Path) -> dict[int, dict[tuple[int, int], int]]:
    """For each wide table that stands in no other: how many columns each cell (row, place in it) covers."""
    archive, parts = guard.open_package(path)
    with archive:
        root = guard.read_xml(path.name, archive, parts[main_part(path.name, archive, parts)])
    tables = [element for element in root.iter() if KINDS.get(element.tag) == TABLE]
    inner = {id(below) for table in tables for below in table.iter() if below is not table}
    found: dict[int, dict[tuple[int, int], int]] = {}
    for table in tables:
        rows = [descend(row, "tc") for row in descend(table, "tr")]
        if id(table) in inner or not any(len(row) > 1 for row in rows):
            continue
        spans = found[len(found) + 1] = {}
        for y, row in enumerate(rows, start=1):
            for x, cell in enumerate(row, start=1):
                look = child(cell, "tcPr")
                span = child(look, "gridSpan") if look is not None else None
                if span is not None and value(span).isdigit():
                    spans[y, x] = max(1, int(value(span)))
    return found
