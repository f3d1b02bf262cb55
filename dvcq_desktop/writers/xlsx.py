"""Writes a document as a workbook, each part a sheet of cells one can sum; the only file that imports xlsxwriter."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import accumulate
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

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
    Label,
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
    number_line,
    recipient_lines,
    row_cells,
    row_text,
)
from dvcq_desktop.writers.words import clean
from dvcq_desktop.writers.xlsx_chart import HEIGHT_ROWS, ChartFigures
from dvcq_desktop.writers.xlsx_room import (
    LONG,
    POINTS_OF_DIGIT,
    columns_of,
    edges_of,
    ends_of,
    halves,
    height_of,
    sheets_of,
)

_FONT = "Times New Roman"
_WIDTH = 132 / 252  # digits a millimetre of text width
_POINTS_OF_PIXEL, _POINTS_OF_MM = 0.75, 72 / 25.4
_SQUEEZED = 1.2  # pages: what is hardly more than one is printed on one, so that no signature stands alone
_FROZEN = 220.0  # points: a higher head would leave a small screen no room for the rows
_NAME = 27  # letters of a sheet's name; Excel takes 31, a number may follow
_LONGEST = 32_767  # letters Excel takes in a cell
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$")
_POINTED = re.compile(r"-?\d+\.\d{1,2}$")
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}$")
_MOST_DIGITS = 15  # beyond these a spreadsheet rounds: such a "number" stays text

Look = dict[str, Any]
Line = tuple[str, Look]  # a text over the whole width and its format


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
        for blocks in sheets_of(part):
            sheet = book.add_worksheet(_sheet_name(blocks, document.title, taken), worksheet_class=_NumberedSheet)
            _Sheet(
                book, sheet, formats, Part(blocks=blocks, landscape=part.landscape), page or profile(), figures
            ).write()
    book.close()
    return out.getvalue()


class _NumberedSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet that does not print its page number on the first page (annex I, I.7); the library has no word for it."""

    def _xml_start_tag(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        first = [("differentFirst", 1)] if tag == "headerFooter" else []
        super()._xml_start_tag(tag, [*attributes, *first])


def _sheet_name(blocks: Sequence[Block], title: str, taken: set[str]) -> str:
    """A name Excel takes: the label of the appendix or the kind of document, unique, at most 31 letters."""
    names = [
        block.label if isinstance(block, AppendixTitle) else block.kind
        for block in blocks
        if isinstance(block, (AppendixTitle, Title))
    ]
    if blocks and isinstance(blocks[0], Text):  # the words above a table that has a sheet of its own
        names.append(text_of(blocks[0]).capitalize())
    name = _FORBIDDEN.sub(" ", clean((names or [title])[0])).replace("\n", " ").strip()
    name = (name if len(name) <= _NAME else name[: _NAME + 1].rsplit(" ", 1)[0][:_NAME]).strip() or "Trang"
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
        self._part, self._row, self._used = part, 0, 0.0
        self._headed = (
            len(columns_of(part.blocks)) != 1
        )  # only one heading can be repeated, so the tables must share it
        margins, paper = page.margins(part.landscape), page.paper(part.landscape)[0]
        width = (paper - margins.left - margins.right) * _WIDTH
        self._width = width * POINTS_OF_DIGIT
        self._edges = edges_of(part.blocks, page, self._width)
        widths = [max((b - a) * width, 4.0) for a, b in zip(self._edges, self._edges[1:], strict=False)]
        for i, digits in enumerate(widths):
            sheet.set_column(i, i, digits)
        points = (digits * POINTS_OF_DIGIT + 5 * _POINTS_OF_PIXEL for digits in widths)
        self._ends = list(accumulate(points, initial=0.0))
        middle = halves(self._edges, page, self._width)
        self._middle = max(1 if middle is None else middle, 1) - 1

    @property
    def _last(self) -> int:
        return len(self._edges) - 2

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": self._page.sizes.table, "text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format(base | wanted)
        return self._formats[key]

    def write(self) -> None:
        """The page set-up and every block."""
        sheet, margins = self._sheet, self._page.margins(self._part.landscape)
        if self._part.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)  # A4
        inches = {side: getattr(margins, side) / 25.4 for side in ("left", "right", "top", "bottom")}
        sheet.set_margins(**inches)
        number = f'&C&"{_FONT}"&{self._page.sizes.page_number:.0f}&P'
        sheet.set_header(number, {"margin": self._page.page.number_from_top / 25.4})
        for block in self._part.blocks:
            self._block(block)
        high = (self._page.paper(self._part.landscape)[1] - margins.top - margins.bottom) * _POINTS_OF_MM
        sheet.fit_to_pages(1, 1 if high < self._used <= high * _SQUEEZED else 0)
        if self._row:
            sheet.print_area(0, 0, self._row - 1, self._last)

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

    def _next(self, height: float) -> None:
        """The row is done and so many points high."""
        self._sheet.set_row(self._row, height)
        self._row += 1
        self._used += height

    def _put(self, first: int, last: int, text: str, look: Look, column: GridColumn | None = None) -> float:
        """What stands in some columns of the row, and the height it needs: text is never a formula or a link, numbers and
        dates of columns of such are real."""
        text = clean(text)[:_LONGEST]
        number, day = _value_of(text, column)
        shown = look | ({"num_format": number[1]} if number else {"num_format": "dd/mm/yyyy"} if day else {})
        wanted, row = self._format(**shown), self._row
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", wanted)
        if number:
            self._sheet.write_number(row, first, number[0], wanted)
        elif day:
            self._sheet.write_datetime(row, first, day, wanted)
        elif text:
            self._sheet.write_string(row, first, text, wanted)
        elif last == first:
            self._sheet.write_blank(row, first, None, wanted)
        width, size = self._ends[last + 1] - self._ends[first], look.get("font_size", self._page.sizes.table)
        return height_of(text, width, size, bold=look.get("bold", False), italic=look.get("italic", False))

    def _across(self, text: str, **look: Any) -> None:
        if clean(text):
            self._next(self._put(0, self._last, text, look))

    def _halves(self, left: str, right: str, left_look: Look, right_look: Look) -> None:
        height = self._put(0, self._middle, left, left_look)
        self._next(max(height, self._put(self._middle + 1, self._last, right, right_look)))

    def _head(self, head: Head) -> None:
        sizes, centre = self._page.sizes, {"align": "center"}
        bold = {"bold": True, **centre}
        parent, *organ = head.parent or "", *head.organ
        if parent:
            self._halves(parent, NATION, centre | {"font_size": sizes.parent}, bold | {"font_size": sizes.nation})
            self._halves("\n".join(organ), MOTTO, bold | {"font_size": sizes.organ}, bold | {"font_size": sizes.motto})
        else:
            first, rest = "\n".join(organ[:1]), "\n".join(organ[1:])
            self._halves(first, NATION, bold | {"font_size": sizes.organ}, bold | {"font_size": sizes.nation})
            self._halves(rest, MOTTO, bold | {"font_size": sizes.organ}, bold | {"font_size": sizes.motto})
        numbered = "\n".join(filter(None, (number_line(head), head.subject)))
        self._halves(numbered, head.place_and_date, centre, {"italic": True, **centre})

    def _signatures(self, block: Signatures) -> None:
        sizes, centre = self._page.sizes, {"align": "center"}
        bold, note = {"bold": True, **centre}, {"italic": True, **centre}
        recipients = {"font_size": sizes.recipients}
        left = (RECIPIENTS if block.recipients else "", "\n".join(recipient_lines(block.recipients)), "")
        looks: tuple[Look, Look] = ({"bold": True, "italic": True}, recipients)
        if block.left:
            left = ("\n".join(block.left.lines), block.left.note, block.left.name)
            looks = (bold, note)
        self._next(sizes.table)
        self._halves(left[0], "\n".join(block.right.lines), looks[0], bold)
        self._halves(left[1], block.right.note, looks[1], note)
        self._next(self._page.signatures.room * _POINTS_OF_MM)
        self._halves(left[2], block.right.name, bold, bold)

    def _labels(self, block: Labels) -> None:
        """Labels side by side, each piece of them a row, in the size they have on paper."""
        for start in range(0, len(block.labels), 2):
            pair = block.labels[start : start + 2]
            pieces = [self._pieces(label) for label in pair]
            tall, longest = self._page.labels.height * _POINTS_OF_MM, max(map(len, pieces))
            for i in range(longest + 1):
                edge = {
                    "left": 1,
                    "right": 1,
                    **({"top": 1} if not i else {}),
                    **({"bottom": 1} if i == longest else {}),
                }
                needed = 4.0
                for place, lines in enumerate(pieces):
                    text, look = lines[i] if i < len(lines) else ("", {})
                    needed = max(needed, self._put(place, place, text, look | edge))
                tall -= needed
                self._next(needed if i < longest else max(needed + tall, needed))

    def _pieces(self, label: Label) -> list[Line]:
        bold = {"bold": True, "align": "center"}
        return [
            (label.organ.upper(), bold | {"font_size": self._page.sizes.organ}),
            (label.title, bold),
            (label.number, bold | {"font_size": self._page.labels.number}),
            *((line, {"indent": 1}) for line in label.lines),
        ]

    def _chart(self, chart: Chart) -> None:
        """A native chart; a heat map is a table whose cells are shaded by their figures."""
        self._next(self._page.sizes.table)
        if chart.kind == "heat":
            self._across(chart.title, bold=True)
            first = self._row + 1
            self._grid(chart_grid(chart))
            shades = {"type": "2_color_scale", "min_color": "#E89A4F", "max_color": "#FFFFFF"}
            if chart.series:
                self._sheet.conditional_format(first, 1, self._row - 1, self._last, shades)
        else:
            made = self._figures.chart(chart, round(self._ends[-1] / _POINTS_OF_PIXEL))
            self._sheet.insert_chart(self._row, 0, made, {"description": clean(chart.words()), "x_offset": 4})
            self._row += HEIGHT_ROWS
        for note in chart.notes:
            self._across(note, italic=True)

    def _grid(self, grid: Grid) -> None:
        """A table; the first of a sheet repeats its heading on paper and, where it is long, keeps it in sight on the screen."""
        if not grid.columns:
            return
        spans, first = self._spans(grid), self._row
        title = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}
        self._cells([column.title for column in grid.columns], spans, title)
        if grid.numbered_columns:
            count = [f"({i})" for i in range(1, len(spans) + 1)]
            self._cells(count, spans, {"italic": True, "align": "center", "border": 1})
        if not self._headed:
            self._sheet.repeat_rows(first, self._row - 1)
            if self._used < _FROZEN and len(grid.rows) > LONG:
                self._sheet.freeze_panes(self._row, 0)
            self._headed = True
        for row in grid.rows:
            self._grid_row(row, grid.columns, spans)

    def _spans(self, grid: Grid) -> list[tuple[int, int]]:
        """Which columns of the sheet each column of this table takes: its own where the tables are alike."""
        count, places = len(grid.columns), len(self._edges) - 1
        spans, start = [], 0
        for i, edge in enumerate(ends_of(grid, self._page, self._width)):
            nearest = min(range(1, places + 1), key=lambda k: abs(self._edges[k] - edge))
            stop = places if i == count - 1 else min(max(nearest, start + 1), places - (count - 1 - i))
            spans.append((start, stop - 1))
            start = stop
        return spans

    def _cells(self, cells: list[str], spans: list[tuple[int, int]], look: Look) -> None:
        self._next(max(self._put(*span, text, look) for text, span in zip(cells, spans, strict=True)))

    def _grid_row(self, row: GridRow, columns: tuple[GridColumn, ...], spans: list[tuple[int, int]]) -> None:
        if row.whole:
            group = row.kind == "group"
            self._next(self._put(0, self._last, row_text(row), {"bold": group, "italic": not group, "border": 1}))
            return
        height = 0.0
        for text, column, span in zip(row_cells(row, len(spans)), columns, spans, strict=True):
            align = "center" if is_counter(column) else column.align
            look = {"align": align, "border": 1, "bold": row.kind != "row"}
            height = max(height, self._put(*span, text, look, column))
        self._next(height)


def _value_of(text: str, column: GridColumn | None) -> tuple[tuple[float, str] | None, datetime | None]:
    """The number or the date that a cell of such a column is."""
    if column is None:
        return None, None
    number = number_of(text) if column.kind == "number" or is_counter(column) else None
    day = None
    if column.kind == "date" and _DATE.match(text):
        with contextlib.suppress(ValueError):
            day = datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day has no zone
    return number, day


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
