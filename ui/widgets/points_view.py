"""A table with points as a widget: points are typed from any column of a row, Enter stores and goes on."""

from __future__ import annotations

from typing import Generic

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.user_settings import UserSettings
from ui.widgets.number_cells import (
    NumberCells,
    NumberPainter,
    alt_step,
    fill_column,
    fit_columns,
    plain_table,
    starts_points,
)
from ui.widgets.points_table import PointsTable, T
from ui.widgets.tables import ColumnMemory, Index

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PointsView(QTableView, Generic[T]):
    """Shows a PointsTable; one row is in hand at a time."""

    none_open = Signal()  # Enter found no further item that waits for its points
    in_hand = Signal()  # another row is in hand

    def __init__(
        self,
        table: PointsTable[T],
        title: str,
        memory: str,
        settings: UserSettings,
        *,
        least_rows: int,
        follows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """memory: the key its columns are kept under; follows: the row in hand stays in sight when the table grows or shrinks."""
        super().__init__(parent)
        self.table = table
        self._least_rows, self._follows = least_rows, follows
        self.setModel(table)
        plain_table(self, title)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        painter = NumberPainter(table, 1, table.columns.right, table.is_sum)
        self.editors = NumberCells(self, painter, table.columns.kind)
        self.editors.on.connect(self.go_on)
        self.editors.beside.connect(self.go_beside)
        self.setItemDelegate(self.editors)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._size()
        self.columns = ColumnMemory(self, memory, settings)

    def current_item(self) -> T | None:
        index = self.currentIndex()
        return self.table.item(index.row()) if index.isValid() else None

    def show_item(self, item_id: int) -> bool:
        """Put the cursor on an item; whether the filter shows it."""
        place = self.table.place_of(item_id)
        if place is not None:
            self._go(place, edit=False)
        return place is not None

    def go_on(self, row: int | None = None) -> None:
        """To the next item that waits for its points, ready to type."""
        place = self.table.next_open(self.currentIndex().row() if row is None else row)
        if place is None:
            self.setFocus()
            self.none_open.emit()
        else:
            self._go(place, edit=True)

    def go_beside(self, step: int) -> None:
        """To the next or previous item, whatever its state."""
        place = self.table.beside(self.currentIndex().row(), step)
        if place is not None:
            self._go(place, edit=False)

    def _go(self, place: int, *, edit: bool) -> None:
        index = self.table.index(place, self.table.columns.points)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = alt_step(event)
        if step:
            self.go_beside(step)
            return
        here = self.currentIndex()
        points = self.table.index(here.row(), self.table.columns.points)
        editable = points.isValid() and bool(points.flags() & Qt.ItemFlag.ItemIsEditable)
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not editable:
                self.go_on()
            else:
                self.edit(here if self._on_note(here) else points)
            return
        if starts_points(event) and editable and not self._on_note(here):
            self.setCurrentIndex(points)
            self.edit(points, QAbstractItemView.EditTrigger.AnyKeyPressed, event)
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        # digits come as keys, not through the input method; words may need it
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._on_note(current))
        self.in_hand.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fill_column(self, self.table.columns.text)
        if self._follows and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size()

    def _on_note(self, index: Index) -> bool:
        return index.isValid() and index.column() == self.table.columns.note

    def _size(self) -> None:
        fit_columns(self, self.table.columns.widths, self.table.columns.text)
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setDefaultSectionSize(self.editors.row_height(self.fontMetrics()) + 2)
        self.setMinimumHeight(self._least_rows * self.verticalHeader().defaultSectionSize())
