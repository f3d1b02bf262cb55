"""Draws the cells of the assignment table and says by what each is edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QTableView, QWidget

from ui.widgets.assignment_table import COLUMNS
from ui.widgets.staying import Index, StayingDelegate
from ui.widgets.tables import Cells, LinesPainter
from ui.widgets.units_edit import UnitsEdit


class CellEditors(StayingDelegate):
    """Units by a line with a pick list, texts by a box of lines, the rest by a line."""

    def __init__(self, view: QTableView, cells: Cells, lines: int, names: Callable[[], list[str]]) -> None:
        super().__init__(view)
        self._painter = LinesPainter(cells, lines)
        self._names = names

    def row_height(self, metrics: QFontMetrics) -> int:
        return self._painter.row_height(metrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._painter.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self._painter.row_height(option.fontMetrics))

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        name, column = COLUMNS[index.column()]
        editor: QWidget
        if name in ("leads", "supports"):
            editor = UnitsEdit(self._names(), parent)
        elif column.kind == "lines":
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
        else:
            editor = QLineEdit(parent)
            if name == "due":
                editor.setPlaceholderText("trước ngày 24/10/2025")
        editor.setAccessibleName(column.title)
        return editor
