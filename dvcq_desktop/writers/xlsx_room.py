"""How a workbook's sheets are cut and sized: which tables share a sheet, where its columns end, how high a row must be.

No spreadsheet finds the height of a merged row, and only Excel finds that of a wrapped one, so every row is told its height.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from dvcq_desktop.printed.blocks import Block, Chart, Grid, GridColumn, Head, Labels, Part, Signatures, Text
from dvcq_desktop.writers.chart_words import chart_grid
from dvcq_desktop.writers.columns import column_widths
from dvcq_desktop.writers.pdf.fonts import face  # measures of the letters: Times New Roman has the same
from dvcq_desktop.writers.profile import Profile
from dvcq_desktop.writers.wording import NATION
from dvcq_desktop.writers.words import clean

LONG = 20  # rows: a table that runs over pages repeats its heading, so no table of other columns may share its sheet
POINTS_OF_DIGIT = 5.25  # seven pixels, by which widths of columns are counted
_LINE = 1.32  # of the size: a line of Times New Roman as spreadsheets set it
_SAFE = 0.95  # letters on a screen are a little wider than on paper
_MARGIN = 3.0  # points that a cell keeps free
_HIGHEST = 409.0
_LEAST = 0.75  # of the left half of the head as it is on paper
_NEAR = 0.01  # of the width: ends of columns that are taken for one


def sheets_of(part: Part) -> list[tuple[Block, ...]]:
    """The blocks of each sheet; what stands directly above a table that begins a sheet goes with it."""
    if not any(len(grid.rows) > LONG for grid in _tables(part.blocks)):
        return [part.blocks]
    sheets: list[tuple[Block, ...]] = []
    start, before = 0, None
    for i, block in enumerate(part.blocks):
        if not isinstance(block, Grid) or not block.columns:
            continue
        if before is not None and block.columns != before:
            above = part.blocks[i - 1]
            cut = i - 1 if isinstance(above, Text) and above.keep_with_next else i
            sheets.append(part.blocks[start:cut])
            start = cut
        before = block.columns
    return [*sheets, part.blocks[start:]]


def columns_of(blocks: Sequence[Block]) -> set[tuple[GridColumn, ...]]:
    """The different columns of the tables of a sheet."""
    return {grid.columns for grid in _tables(blocks)}


def edges_of(blocks: Sequence[Block], page: Profile, width: float) -> list[float]:
    """Where the columns of a sheet end, from 0 to 1, of a width in points: those of its tables, and one between the halves
    of the head where no column ends near it."""
    if any(isinstance(block, Labels) for block in blocks):
        return [0.0, 0.5, 1.0]
    grids = [*_tables(blocks), *(chart_grid(b) for b in blocks if isinstance(b, Chart) and b.kind == "heat")]
    edges = [0.0, 1.0]
    for grid in sorted(grids, key=lambda grid: -len(grid.columns)):
        ends = ends_of(grid, page, width)
        edges = sorted([*edges, *(end for end in ends if min(abs(end - edge) for edge in edges) > _NEAR)])
    halved = any(isinstance(block, (Head, Signatures)) for block in blocks) or len(edges) < 3
    if halved and halves(edges, page, width) is None:
        edges.insert(bisect_left(edges, _split(page)), _split(page))
    return edges


def ends_of(grid: Grid, page: Profile, width: float) -> list[float]:
    """Where the columns of a table end, from 0 to 1: the shares of the form, narrow ones widened to their longest word."""
    size = page.sizes.table
    widths = column_widths(grid, width, 2 * _MARGIN, lambda word, bold: face(bold).width(word, size) / _SAFE)
    return [end / width for end in accumulate(widths)]


def halves(edges: Sequence[float], page: Profile, width: float) -> int | None:
    """The number of the edge between the left and the right half of the head; None where none leaves both room."""
    widest = 1 - (face(bold=True).width(NATION, page.sizes.nation) + 2 * _MARGIN) / _SAFE / width
    inside = [i for i, edge in enumerate(edges) if _split(page) * _LEAST < edge <= max(widest, _split(page))]
    return min(inside, key=lambda i: abs(edges[i] - _split(page)), default=None)


def height_of(text: str, width: float, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Points that a text needs in a cell so many points wide."""
    return min(_lines(text, width * _SAFE - 2 * _MARGIN, size, bold, italic) * size * _LINE + 2, _HIGHEST)


def _lines(text: str, room: float, size: float, bold: bool, italic: bool) -> int:
    letters, count = face(bold, italic), 0
    space = letters.width("\xa0", size)
    for line in clean(text).split("\n"):
        count, used = count + 1, 0.0
        for word in line.split(" "):
            wide = letters.width(word, size)
            if used and used + space + wide > room:
                count, used = count + 1, 0.0
            used += wide + (space if used else 0.0)
            if used > room:  # a word longer than its cell is broken anywhere
                count += int(used / max(room, size))
                used %= max(room, size)
    return count


def _split(page: Profile) -> float:
    return page.head.left / (page.head.left + page.head.right)


def _tables(blocks: Sequence[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid) and block.columns]
