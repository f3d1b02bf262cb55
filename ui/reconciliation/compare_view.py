"""Both scores side by side as a widget: the superior's points are typed like one's own, Enter goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from dvcq_desktop.reconciliation import ItemLine
from ui.reconciliation.compare_table import APPRAISED, NOTE, RIGHT, TEXT, CompareTable
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
from ui.widgets.tables import ColumnMemory, Index

_WIDTHS = (6, 40, 11, 12, 13, 14, 13, 30)  # in average letters; the text takes what is left
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CompareView(QTableView):
    """Shows a CompareTable; one row is in hand at a time."""

    in_hand = Signal()

    def __init__(self, table: CompareTable, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        plain_table(self, "Điểm tự chấm và điểm thẩm định")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.editors = NumberCells(self, NumberPainter(table, 1, RIGHT, table.is_sum), _kind)
        self.editors.on.connect(self.go_on)
        self.editors.beside.connect(self.go_beside)
        self.setItemDelegate(self.editors)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._size()
        self.columns = ColumnMemory(self, "compare", settings)

    def current_item(self) -> ItemLine | None:
        index = self.currentIndex()
        return self.table.item(index.row()) if index.isValid() else None

    def show_item(self, item_id: int) -> bool:
        """Put the cursor on an item; whether the filter shows it."""
        place = self.table.place_of(item_id)
        if place is not None:
            self._go(place, edit=False)
        return place is not None

    def go_on(self, row: int | None = None) -> None:
        """To the next item without the superior's points, ready to type."""
        place = self.table.next_open(self.currentIndex().row() if row is None else row)
        if place is None:
            self.setFocus()
        else:
            self._go(place, edit=True)

    def go_beside(self, step: int) -> None:
        place = self.table.beside(self.currentIndex().row(), step)
        if place is not None:
            self._go(place, edit=False)

    def _go(self, place: int, *, edit: bool) -> None:
        index = self.table.index(place, APPRAISED)
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
        points = self.table.index(self.currentIndex().row(), APPRAISED)
        editable = points.isValid() and bool(points.flags() & Qt.ItemFlag.ItemIsEditable)
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not editable:
                self.go_on()
            else:
                self.edit(points if self.currentIndex().column() != NOTE else self.currentIndex())
            return
        if starts_points(event) and editable and self.currentIndex().column() != NOTE:
            self.setCurrentIndex(points)
            self.edit(points, QAbstractItemView.EditTrigger.AnyKeyPressed, event)
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, current.isValid() and current.column() == NOTE)
        self.in_hand.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fill_column(self, TEXT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size()

    def _size(self) -> None:
        fit_columns(self, _WIDTHS, TEXT)
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setDefaultSectionSize(self.editors.row_height(self.fontMetrics()) + 2)
        self.setMinimumHeight(3 * self.verticalHeader().defaultSectionSize())


def _kind(column: int) -> str:
    return {APPRAISED: "points", NOTE: "lines"}.get(column, "line")
