"""What every table of the program can do: copy rows for Excel, choose, move and remember columns, draw text in a few lines."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import clipboard
from ui.user_settings import UserSettings

Index = QModelIndex | QPersistentModelIndex
FIRST, TINTED = 1, 2  # bits of a row's group: it begins one; the group is tinted
PADDING = 6
_SELECTED, _FOCUSED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_COLOURS = {"bad": ("#a4262c", "#ff9a9e"), "warn": ("#8a5a00", "#f2c261"), "good": ("#2b6a3c", "#8fd3a1")}


def as_table(model: QAbstractItemModel, rows: Sequence[int], columns: Sequence[int]) -> QMimeData:
    """Rows with their heading, as Excel and Word take them from the clipboard: text with tabs, and an HTML table."""
    heads = [str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in columns]
    cells = [[str(model.index(r, c).data() or "") for c in columns] for r in rows]
    text = "\n".join("\t".join(_tsv(cell) for cell in row) for row in [heads, *cells])
    head = "".join(f"<th>{html.escape(title)}</th>" for title in heads)
    body = "".join("<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(f'<meta charset="utf-8"><table border="1"><tr>{head}</tr>{body}</table>')
    return mime


def copy_selection(view: QTableView) -> int:
    """Put the selected rows, in the order and with the columns shown, on the clipboard; answers how many."""
    rows = sorted({index.row() for index in view.selectionModel().selectedRows()})
    if rows:
        clipboard.put(as_table(view.model(), rows, shown_columns(view)))
    return len(rows)


def shown_columns(view: QTableView) -> list[int]:
    """Columns that are not hidden, as the person ordered them."""
    header = view.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(header.count())]
    return [column for column in order if not header.isSectionHidden(column)]


def _tsv(cell: str) -> str:
    # Quoted as Excel does it; a cell that Excel would take for a formula keeps its text by a leading blank.
    cell = " " + cell if cell[:1] in ("=", "+", "-", "@") else cell
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n"') else cell


def _html(cell: str) -> str:
    return html.escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


class ColumnMemory(QObject):
    """Lets the person choose, move and size columns by the head's context menu, and remembers it."""

    def __init__(self, view: QTableView, key: str, settings: UserSettings) -> None:
        super().__init__(view)
        self._view, self._key, self._settings = view, f"table-{key}", settings
        header = view.horizontalHeader()
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._menu)
        self._first = header.saveState()
        stored = settings.state(self._key)
        if stored is not None:
            header.restoreState(stored)
        for signal in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            signal.connect(self._keep)

    def menu(self) -> QMenu:
        """A tick for each column, and the way back to how it was at first."""
        menu = QMenu(self._view)
        header = self._view.horizontalHeader()
        for column in range(header.count()):
            title = str(self._view.model().headerData(column, Qt.Orientation.Horizontal) or "")
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(header.isSectionHidden(column) or len(shown_columns(self._view)) > 1)
            action.setData(column)
            action.toggled.connect(self._toggle)
        menu.addSeparator()
        menu.addAction("Trở lại các cột ban đầu", self.reset)
        return menu

    def reset(self) -> None:
        header = self._view.horizontalHeader()
        for column in range(header.count()):
            header.setSectionHidden(column, False)
        header.restoreState(self._first)
        self._keep()

    def _menu(self, at: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(at))

    def _toggle(self, shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._view.horizontalHeader().setSectionHidden(action.data(), not shown)
            self._keep()

    def _keep(self, *_what: object) -> None:
        self._settings.keep_state(self._key, self._view.horizontalHeader().saveState())


class Cells(Protocol):
    """A model that says what a cell shows in one call, instead of one call a role."""

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark ("", "bad", "warn", "good": the colour beside the sign and the word), group bits of the row."""


class LinesPainter:
    """Draws a cell's text in a few lines, cut with "…"; a broken text is kept, so that scrolling only draws."""

    def __init__(self, cells: Cells, lines: int) -> None:
        self._cells = cells
        self._lines = lines
        self._broken: dict[tuple[str, int, bool], list[str]] = {}
        self._font = QFont()
        self._palette_key = -1
        self._pens: dict[str, QColor] = {}

    def row_height(self, metrics: QFontMetrics) -> int:
        return self._lines * metrics.lineSpacing() + 2 * PADDING

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column = index.column()
        text, mark, group = self._cells.cell(index.row(), column)
        rect: QRect = option.rect
        state = option.state.value
        palette = option.palette
        if palette.cacheKey() != self._palette_key:
            self._take_palette(palette)
        selected = bool(state & _SELECTED)
        if selected:
            painter.fillRect(rect, palette.highlight())
        elif group & TINTED:
            painter.fillRect(rect, palette.alternateBase())
        painter.setPen(self._pens["strong" if group & FIRST else "hair"])
        painter.drawLine(rect.topLeft(), rect.topRight())
        plain = self._pens["selected" if selected else ""]
        if state & _FOCUSED:
            painter.setPen(plain)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if text:
            painter.setPen(plain if selected else self._pens[mark])
            bold = column == 0 and bool(group & FIRST)
            self._draw(painter, rect.adjusted(PADDING, PADDING, -PADDING, -PADDING), text, option.font, bold)

    def _take_palette(self, palette: QPalette) -> None:
        """Pens are made once a palette: asking it for each cell costs a tenth of a scroll step."""
        self._palette_key = palette.cacheKey()
        role = QPalette.ColorRole
        self._pens = {
            "": palette.color(role.Text),
            "selected": palette.color(role.HighlightedText),
            "hair": palette.color(role.Midlight),
            "strong": palette.color(role.Mid),
            **{mark: mark_colour(mark, palette) for mark in _COLOURS},
        }

    def _draw(self, painter: QPainter, rect: QRect, text: str, font: QFont, bold: bool) -> None:
        if font != self._font or len(self._broken) > 20_000:
            self._broken.clear()
            self._font = QFont(font)
        if bold:
            font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = rect.width()
        lines = self._broken.get((text, width, bold))
        if lines is None:
            lines = self._broken[text, width, bold] = break_lines(text, width, self._lines, font)
        x, y, step = rect.left(), rect.top() + metrics.ascent(), metrics.lineSpacing()
        for line in lines:
            painter.drawText(x, y, line)
            y += step


class LinesDelegate(QStyledItemDelegate):
    """A table that is only read, drawn by a LinesPainter."""

    def __init__(self, view: QTableView, cells: Cells, lines: int) -> None:
        super().__init__(view)
        self.painter = LinesPainter(cells, lines)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painter.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.painter.row_height(option.fontMetrics))


def mark_colour(mark: str, palette: QPalette) -> QColor:
    """The colour of a mark that reads well on the palette in use."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QColor(_COLOURS[mark][dark])


def break_lines(text: str, width: int, count: int, font: QFont) -> list[str]:
    """At most count lines of a width; the last one ends with "…" where there is more."""
    metrics = QFontMetrics(font)
    if (
        len(text) * metrics.averageCharWidth() < 2 * width
        and "\n" not in text
        and metrics.horizontalAdvance(text) <= width
    ):
        return [text]
    shown = count * width // 4 + 20  # letters that a cell can ever show: breaking all of a long text costs scrolling
    found: list[str] = []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    paragraphs = text.split("\n")
    for place, whole in enumerate(paragraphs):
        paragraph = whole[:shown]
        more = "…" if len(whole) > shown or place + 1 < len(paragraphs) else ""
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            if len(found) == count - 1:
                rest = paragraph[start:] + more
                return [*found, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
            found.append(paragraph[start : start + line.textLength()].rstrip())
        layout.endLayout()
    return found
