"""Tables out of what Word and Excel put on the clipboard: an HTML table, or text with tabs."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from io import StringIO

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers.table_cells import EMPTY, MAX_COLUMNS, MAX_ROWS, Cell, Table, spread, table_of
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean

MAX_PASTED = 8 << 20
_BLANKS = re.compile(r"\s+")


def pasted_tables(html: str, text: str) -> list[Table]:
    """The tables of what was pasted: of its HTML where it has any, else of its text."""
    if max(len(html), len(text)) > MAX_PASTED:
        raise InputRefused(_("Đoạn đã chép quá dài. Hãy chỉ chép bảng điểm rồi dán lại."))
    found = _html_tables(html) if "<t" in html.lower() else []
    return [table for table in found if table.rows] or _text_tables(text)


def _text_tables(text: str) -> list[Table]:
    """Text with tabs; a cell of several lines stands in quotes, as Excel writes it."""
    if not text.strip():
        return []
    try:
        rows = list(csv.reader(StringIO(text.replace("\r\n", "\n").replace("\0", "")), dialect="excel-tab"))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    cells = [[Cell(text=clean(cell).strip()) for cell in row] for row in rows]
    table = table_of(_("Đoạn đã dán"), cells)
    return [table] if table.rows else []


def _html_tables(html: str) -> list[Table]:
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return [table_of(_("Bảng {n}", n=n), rows) for n, rows in enumerate(reader.tables, start=1)]


class _Tables(HTMLParser):
    """Collects the rows of tables that stand in no other; words of inner tables go to the cell around them."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self._depth = 0
        self._down: dict[int, int] = {}  # column: further rows that a cell above covers
        self._covered: set[int] = set()  # columns of the row in hand that are covered from above
        self._words: list[str] | None = None
        self._span = (1, 1)
        self._bold = 0
        self._bold_seen = self._plain_seen = False
        self._ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._down = {}
        elif tag in ("style", "script"):
            self._ignored += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].append([])
            if len(self.tables[-1]) > MAX_ROWS:
                raise InputRefused(_("Bảng đã chép có quá nhiều dòng. Hãy chỉ chép bảng điểm rồi dán lại."))
            self._covered = {column for column, rows in self._down.items() if rows}
            self._down = {column: rows - 1 for column, rows in self._down.items() if rows}
        elif self._depth == 1 and tag in ("td", "th") and self.tables[-1]:
            self._end_cell()
            self._words, self._bold = [], int(tag == "th" or _is_bold(given))
            self._bold_seen = self._plain_seen = False
            self._span = (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in ("br", "p", "div", "li") and self._words:
            self._words.append("\n")
        if tag in ("b", "strong"):
            self._bold += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        elif tag in ("style", "script"):
            self._ignored = max(0, self._ignored - 1)

    def handle_data(self, data: str) -> None:
        if self._words is None or self._ignored:
            return
        # Word breaks lines of its HTML anywhere: only <br> and <p> break lines of the text.
        self._words.append(_BLANKS.sub(" ", data))
        if data.strip():
            self._bold_seen |= self._bold > 0
            self._plain_seen |= self._bold == 0

    def _end_cell(self) -> None:
        if self._words is None:
            return
        text = "\n".join(line for line in clean("".join(self._words)).split("\n") if line.strip()).strip()
        self._words = None
        row, (across, down) = self.tables[-1][-1], self._span
        while len(row) in self._covered:
            row.append(EMPTY)
        for column in range(len(row), len(row) + across):
            self._down[column] = down - 1
        row += spread(Cell(text=text, bold=self._bold_seen and not self._plain_seen, across=across))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MAX_COLUMNS) if text and text.isdigit() else 1


def _is_bold(given: dict[str, str]) -> bool:
    style = given.get("style", "").replace(" ", "").lower()
    return "font-weight:bold" in style or "font-weight:700" in style
