"""Writes a document as a workbook, each part a sheet of cells one can sum; the only file that imports xlsxwriter."""

from __future__ import annotations

import re
from bisect import bisect_left
from io import BytesIO
from itertools import accumulate
from math import ceil
from typing import Any

import xlsxwriter

from dvcq_desktop.printed.blocks import (
    Addressees,
    AppendixTitle,
    Block,
    Chart,
    Document,
    Grid,
    GridColumn,
    GridRow,
    Head,
    Heading,
    Labels,
    LegalBase,
    Part,
    Signatures,
    Text,
    Title,
    text_of,
)
from dvcq_desktop.writers.chart_words import chart_grid
from dvcq_desktop.writers.profile import Profile, profile
from dvcq_desktop.writers.wording import (
    ADDRESSED,
    MOTTO,
    NATION,
    RECIPIENTS,
    addressee_lines,
    appendix_name,
    heading_text,
    is_counter,
    label_text,
    number_line,
    recipient_lines,
    row_cells,
    row_text,
)
from dvcq_desktop.writers.words import clean
from dvcq_desktop.writers.xlsx_chart import HEIGHT_ROWS, ChartFigures

_FONT = "Times New Roman"
_WIDTH = 132.0  # of a sheet, in widths of a digit
_PIXELS_OF_DIGIT = 7
_LONGEST = 32_767  # letters Excel takes in a cell
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$")
_POINTED = re.compile(r"-?\d+\.\d{1,2}$")
_MOST_DIGITS = 15  # beyond these a spreadsheet rounds: such a "number" stays text

Line = tuple[str, dict[str, Any]]  # a text over the whole width and its format


def write_xlsx(document: Document, page: Profile | None = None) -> bytes:
    """The document as a workbook, a sheet for each part."""
    out = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({"title": clean(document.title)[:255], "author": "", "comments": ""})
    formats: dict[tuple[tuple[str, Any], ...], Any] = {}
    taken: set[str] = set()
    looks: dict[str, dict[str, Any]] = {"plain": {}, "bold": {"bold": True}, "number": {"num_format": "0.00"}}
    figures = ChartFigures(book, {name: book.add_format({"font_name": _FONT, **look}) for name, look in looks.items()})
    for part in document.parts or (Part(blocks=()),):
        sheet = book.add_worksheet(_sheet_name(part, document.title, taken))
        _Sheet(book, sheet, formats, part, page or profile(), figures).write(part)
    book.close()
    return out.getvalue()


def _sheet_name(part: Part, title: str, taken: set[str]) -> str:
    """A name Excel takes: the label of the appendix or the kind of document, unique, at most 31 letters."""
    names = [
        block.label if isinstance(block, AppendixTitle) else block.kind
        for block in part.blocks
        if isinstance(block, (AppendixTitle, Title))
    ]
    name = _FORBIDDEN.sub(" ", clean((names or [title])[0])).replace("\n", " ").strip()[:25] or "Trang"
    number, unique = 1, name
    while unique.lower() in taken or unique.lower() == "history":
        number += 1
        unique = f"{name} {number}"
    taken.add(unique.lower())
    return unique


def number_of(text: str) -> tuple[float, str] | None:
    """A Vietnamese number and its format: "78,50" is 78.5 shown with two decimals; None where it is no number."""
    text = text.strip().replace("–", "-").replace("−", "-")
    if not text.isascii() or sum(char.isdigit() for char in text) > _MOST_DIGITS:
        return None
    if _VIETNAMESE.match(text):
        decimals = len(text.partition(",")[2])
        grouped = "." in text
        value = float(text.replace(".", "").replace(",", "."))
    elif _POINTED.match(text):
        decimals, grouped, value = len(text.partition(".")[2]), False, float(text)
    else:
        return None
    shown = "#,##0" if grouped else "0"
    return value, shown + ("." + "0" * decimals if decimals else "")


class _Sheet:
    """One sheet being written, row by row."""

    def __init__(
        self, book: Any, sheet: Any, formats: dict[Any, Any], part: Part, page: Profile, figures: ChartFigures
    ) -> None:
        self._book, self._sheet, self._formats, self._page, self._figures = book, sheet, formats, page, figures
        self._row = 0
        self._repeated = False
        grids = [block for block in part.blocks if isinstance(block, Grid) and block.columns]
        grids += [chart_grid(block) for block in part.blocks if isinstance(block, Chart) and block.kind == "heat"]
        widest = max(grids, key=lambda grid: len(grid.columns), default=None)
        shares = [max(column.share, 0.01) for column in widest.columns] if widest else []
        if len(shares) < 2:
            shares = [page.head.left, page.head.right]  # text alone: the two halves of the head
        self._edges = list(accumulate((share / sum(shares) for share in shares), initial=0.0))
        for i in range(len(shares)):
            sheet.set_column(i, i, max((self._edges[i + 1] - self._edges[i]) * _WIDTH, 4.0))

    @property
    def _last(self) -> int:
        return len(self._edges) - 2

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": self._page.sizes.table, "text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format(base | wanted)
        return self._formats[key]

    def write(self, part: Part) -> None:
        """The page set-up and every block."""
        sheet, margins = self._sheet, self._page.margins(True)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        inches = {side: getattr(margins, side) / 25.4 for side in ("left", "right", "top", "bottom")}
        sheet.set_margins(**inches)
        sheet.set_header("", {"margin": self._page.page.number_from_top / 25.4})
        for block in part.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Head):
            self._head(block)
        elif isinstance(block, Signatures):
            self._signatures(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Labels):
            self._labels(block)
        else:
            for text, wanted in _lines_of(block):
                self._across(text, **wanted)

    def _put(self, row: int, first: int, last: int, text: str, wanted: Any) -> None:
        """Text over some columns; always text, never a formula or a link."""
        text = clean(text)[:_LONGEST]
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", wanted)
        if text:
            self._sheet.write_string(row, first, text, wanted)
        elif last == first:
            self._sheet.write_blank(row, first, None, wanted)

    def _across(self, text: str, **wanted: Any) -> None:
        if not clean(text):
            return
        self._put(self._row, 0, self._last, text, self._format(**wanted))
        self._sheet.set_row(self._row, _height(text, _WIDTH, wanted.get("font_size", self._page.sizes.table)))
        self._row += 1

    def _halves(self, left: str, right: str, left_format: dict[str, Any], right_format: dict[str, Any]) -> None:
        middle = max(bisect_left(self._edges, 0.4) - 1, 0)
        middle = min(middle, self._last - 1)
        self._put(self._row, 0, middle, left, self._format(**left_format))
        self._put(self._row, middle + 1, self._last, right, self._format(**right_format))
        height = max(_height(left, _WIDTH * 0.35, 12), _height(right, _WIDTH * 0.5, 13))
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _head(self, head: Head) -> None:
        bold = {"bold": True, "align": "center"}
        organ = "\n".join((*((head.parent,) if head.parent else ()), *head.organ))
        self._halves(organ, f"{NATION}\n{MOTTO}", bold, bold)
        place = {"italic": True, "align": "center"}
        self._halves(
            "\n".join(filter(None, (number_line(head), head.subject))), head.place_and_date, {"align": "center"}, place
        )

    def _signatures(self, block: Signatures) -> None:
        bold = {"bold": True, "align": "center"}
        self._row += 1
        if block.left:
            left, left_format = "\n".join(filter(None, (*block.left.lines, block.left.note))), bold
        else:
            left, left_format = "\n".join((RECIPIENTS, *recipient_lines(block.recipients))), {"italic": True}
            left = left if block.recipients else ""
        self._halves(left, "\n".join(filter(None, (*block.right.lines, block.right.note))), left_format, bold)
        self._row += 4  # room to sign
        self._halves(block.left.name if block.left else "", block.right.name, bold, bold)

    def _labels(self, block: Labels) -> None:
        """Two labels side by side in bordered cells, a line between the rows of them to cut along."""
        look = {"align": "center", "valign": "vcenter", "border": 1, "bold": True}
        for start in range(0, len(block.labels), 2):
            pair = [label_text(label) for label in block.labels[start : start + 2]]
            self._halves(pair[0], pair[1] if pair[1:] else "", look, look)
            self._row += 1

    def _chart(self, chart: Chart) -> None:
        """A native chart; a heat map is a table whose cells are shaded by their figures."""
        self._row += 1
        if chart.kind == "heat":
            self._across(chart.title, bold=True)
            first = self._row + 1
            self._grid(chart_grid(chart))
            shades = {"type": "2_color_scale", "min_color": "#E89A4F", "max_color": "#FFFFFF"}
            if chart.series:
                self._sheet.conditional_format(first, 1, self._row - 1, self._last, shades)
        else:
            made = self._figures.chart(chart, round(_WIDTH * _PIXELS_OF_DIGIT))
            self._sheet.insert_chart(self._row, 0, made, {"description": clean(chart.words()), "x_offset": 4})
            self._row += HEIGHT_ROWS
        for note in chart.notes:
            self._across(note, italic=True)

    def _grid(self, grid: Grid) -> None:
        if not grid.columns:
            return
        spans = self._spans(grid)
        first = self._row
        title = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}
        self._cells([column.title for column in grid.columns], spans, [self._format(**title)] * len(spans))
        if grid.numbered_columns:
            count = [f"({i})" for i in range(1, len(spans) + 1)]
            self._cells(count, spans, [self._format(italic=True, align="center", border=1)] * len(spans))
        if not self._repeated:
            self._sheet.repeat_rows(first, self._row - 1)
            self._repeated = True
        for row in grid.rows:
            self._grid_row(row, grid.columns, spans)

    def _spans(self, grid: Grid) -> list[tuple[int, int]]:
        """Which columns of the sheet each column of this table takes: its own where the tables are alike."""
        count, places = len(grid.columns), len(self._edges) - 1
        total = sum(max(column.share, 0.01) for column in grid.columns)
        edges = [edge / total for edge in accumulate(max(column.share, 0.01) for column in grid.columns)]
        spans, start = [], 0
        for i, edge in enumerate(edges):
            nearest = min(range(1, places + 1), key=lambda k: abs(self._edges[k] - edge))
            stop = places if i == count - 1 else min(max(nearest, start + 1), places - (count - 1 - i))
            spans.append((start, stop - 1))
            start = stop
        return spans

    def _cells(self, cells: list[str], spans: list[tuple[int, int]], formats: list[Any]) -> None:
        for text, (first, last), wanted in zip(cells, spans, formats, strict=True):
            self._put(self._row, first, last, text, wanted)
        self._row += 1

    def _grid_row(self, row: GridRow, columns: tuple[GridColumn, ...], spans: list[tuple[int, int]]) -> None:
        bold = row.kind != "row"
        if row.whole:
            text, group = row_text(row), row.kind == "group"
            self._put(self._row, 0, self._last, text, self._format(bold=group, italic=not group, border=1))
            self._sheet.set_row(self._row, _height(text, _WIDTH, self._page.sizes.table))
            self._row += 1
            return
        for text, column, (first, last) in zip(row_cells(row, len(spans)), columns, spans, strict=True):
            align = "center" if is_counter(column) else column.align
            number = number_of(text) if column.kind == "number" else None
            wanted: dict[str, Any] = {"align": align, "border": 1, "bold": bold}
            if number is None:
                self._put(self._row, first, last, text, self._format(**wanted))
                continue
            shown = self._format(num_format=number[1], **wanted)
            if last > first:
                self._sheet.merge_range(self._row, first, self._row, last, "", shown)
            self._sheet.write_number(self._row, first, number[0], shown)
        self._row += 1


def _lines_of(block: Title | AppendixTitle | LegalBase | Addressees | Heading | Text) -> list[Line]:
    bold: dict[str, Any] = {"bold": True, "align": "center", "font_size": 14}
    if isinstance(block, Title):
        return [(block.kind.upper(), bold), (block.abstract, bold)]
    if isinstance(block, AppendixTitle):
        return [
            (block.label, bold),
            (appendix_name(block), bold),
            (block.reference, {"italic": True, "align": "center"}),
        ]
    if isinstance(block, LegalBase):
        return [(block.text, {"italic": True})]
    if isinstance(block, Addressees):
        return [("\n".join([ADDRESSED, *addressee_lines(block.names)]), {"align": "center"})]
    if isinstance(block, Heading):
        return [(heading_text(block), {"bold": block.level <= 3})]
    return [(text_of(block), {"align": block.align})]


def _height(text: str, width: float, size: float) -> float:
    """The height of a merged row, which Excel does not find by itself: by the number of letters, a little generous."""
    room = max(width * 11.0 / size, 1.0)
    lines = sum(max(ceil(len(line) / room), 1) for line in clean(text).split("\n"))
    return min(lines * size * 1.3 + 2, 409.0)
