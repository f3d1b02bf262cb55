"""Lays out tables: fixed shares of the width, a header repeated on each page, rows never torn; linear in the rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from dvcq_desktop.printed.blocks import Grid, GridColumn, GridRow
from dvcq_desktop.writers.columns import column_widths
from dvcq_desktop.writers.pdf.fonts import face
from dvcq_desktop.writers.pdf.paragraph import Item, Style, line_style, set_lines
from dvcq_desktop.writers.pdf.strips import Frame, Strip
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile
from dvcq_desktop.writers.wording import is_counter, row_cells, row_text

_TALLEST_HEADER = 0.5  # of the page: a higher one stands once and is not repeated


@lru_cache(maxsize=32_768)
def _cell(text: str, style: Style, width: float, x: float, top: float) -> tuple[tuple[Item, ...], int]:
    """The items of a cell, placed from the corner of its row, and how many lines it has."""
    lines = set_lines(text, style, width)
    if len(lines) == 1 and len(lines[0][0]) == 1:
        face, size, left, baseline, gap, words = lines[0][0][0]
        return ((face, size, left + x, baseline + top, gap, words),), 1
    leading = style.leading
    return tuple(
        [
            (f, s, left + x, dy + top + i * leading, w, t)
            for i, line in enumerate(lines)
            for f, s, left, dy, w, t in line[0]
        ]
    ), len(lines)


def forget_cells() -> None:
    """Empties what is remembered, to measure a first time."""
    _cell.cache_clear()


class _Table:
    """The measures of one table on its page."""

    def __init__(self, grid: Grid, profile: Profile, width: float) -> None:
        look, sizes = profile.table, profile.sizes
        self.pad = look.padding * POINTS_PER_MM
        self.top = look.padding_top * POINTS_PER_MM
        widths = column_widths(grid, width, self.pad, lambda word, bold: face(bold).width(word, sizes.table))
        self.edges = tuple(accumulate(widths, initial=0.0))
        self.frame = Frame(self.edges)
        self.plain = [self._style(column, sizes.table, look.line_spacing, bold=False) for column in grid.columns]
        self.bold = [self._style(column, sizes.table, look.line_spacing, bold=True) for column in grid.columns]
        self.title = line_style(sizes.table_header, look.line_spacing, align="center", bold=True, balanced=True)
        self.group = line_style(sizes.table, look.line_spacing, align="left", bold=True)
        self.subgroup = line_style(sizes.table, look.line_spacing, align="left", italic=True)
        self.counter = line_style(sizes.table, look.line_spacing, align="center", italic=True)
        self.places = [
            (self.edges[i] + self.pad, max(self.edges[i + 1] - self.edges[i] - 2 * self.pad, sizes.table))
            for i in range(len(grid.columns))
        ]

    @staticmethod
    def _style(column: GridColumn, size: float, spacing: float, *, bold: bool) -> Style:
        align = "center" if is_counter(column) else column.align
        return line_style(size, spacing, align=align, bold=bold)

    def row(self, cells: Sequence[str], styles: Sequence[Style]) -> Strip:
        """A row as one strip."""
        items: list[Item] = []
        most, top = 1, self.top
        for text, style, (x, width) in zip(cells, styles, self.places, strict=True):
            if text:
                placed, lines = _cell(text, style, width, x, top)
                items += placed
                most = max(most, lines)
        return Strip(most * styles[0].leading + 2 * top, items, frame=self.frame)

    def group_row(self, text: str, style: Style) -> Strip:
        """A row over the whole width, kept with the first row of its group."""
        placed, lines = _cell(text, style, self.edges[-1] - 2 * self.pad, self.pad, self.top)
        height = max(lines, 1) * self.group.leading + 2 * self.top
        return Strip(height, placed, frame=self.frame, keep=True, open_cells=False)

    def header(self, columns: tuple[GridColumn, ...], numbered: bool) -> list[Strip]:
        """The titles, each in the middle of its cell, and the row (1) (2) (3) of the decree's own registers."""
        strip = self.row([column.title for column in columns], [self.title] * len(columns))
        items: list[Item] = []
        for column, (x, width) in zip(columns, self.places, strict=True):
            placed, lines = _cell(column.title, self.title, width, x, self.top)
            down = (strip.height - 2 * self.top - lines * self.title.leading) / 2
            items += [(f, s, left, dy + down, w, t) for f, s, left, dy, w, t in placed]
        strip.items = items
        strips = [strip]
        if numbered:
            numbers = [f"({i})" for i in range(1, len(columns) + 1)]
            strips.append(self.row(numbers, [self.counter] * len(columns)))
        for part in strips:
            part.keep = True
        return strips

    def torn(self, strip: Strip, leading: float) -> list[Strip]:
        """The lines of a row taller than a page as strips of their own, two of them together at each end."""
        top, count = self.top, round((strip.height - 2 * self.top) / leading)
        lines: list[list[Item]] = [[] for _ in range(count)]
        for f, s, x, dy, w, t in strip.items:
            line = min(int((dy - top) / leading), count - 1)
            lines[line].append((f, s, x, dy - line * leading - (top if line else 0.0), w, t))
        strips = [
            Strip(leading, items, frame=self.frame, opens=not i, open_cells=strip.open_cells, keep=i in (0, count - 2))
            for i, items in enumerate(lines)
        ]
        strips[0].height += top
        strips[-1].height += top
        return strips


def lay_grid(grid: Grid, profile: Profile, width: float, height: float) -> list[Strip]:
    """The strips of a table; height is that of a page, to know which rows must be torn."""
    if not grid.columns:
        return []
    table = _Table(grid, profile, width)
    strips = table.header(grid.columns, grid.numbered_columns)
    if sum(strip.height for strip in strips) <= height * _TALLEST_HEADER:
        table.frame.header = tuple(strips)
    room = height - table.frame.header_height
    strips[0].gap = profile.body.gap_before
    for row in grid.rows:
        if row.kind == "total":
            strips[-1].keep = True  # a page never begins with a sum of what stands on the one before
        strips.extend(_lay_row(table, row, room))
    strips[-1].keep = False
    return strips


def _lay_row(table: _Table, row: GridRow, room: float) -> list[Strip]:
    if row.whole:
        strip = table.group_row(row_text(row), table.group if row.kind == "group" else table.subgroup)
    else:
        styles = table.plain if row.kind == "row" else table.bold
        strip = table.row(row_cells(row, len(styles)), styles)
    strips = [strip] if strip.height <= room else table.torn(strip, table.group.leading)
    strips[0].anchor = row.anchor
    strips[-1].keep = strips[-1].keep or row.kind == "subtotal"
    return strips
