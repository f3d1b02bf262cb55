"""The self-score grid as a widget: points are typed from any column of a row, Enter stores and goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from dvcq_desktop.risk import ItemRisk
from ui.scores.score_table import POINTS, RIGHT, TEXT, ScoreTable
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

_WIDTHS = (6, 44, 8, 10, 13, 17, 9, 19)  # in average letters; the text takes what is left
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScoreView(QTableView):
    """Shows a ScoreTable; one row is in hand at a time."""

    all_scored = Signal()  # Enter found no further item that is not scored
    in_hand = Signal()  # another row is in hand

    def __init__(self, table: ScoreTable, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        plain_table(self, "Bảng tự chấm điểm")
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
        self.columns = ColumnMemory(self, "scores", settings)

    def current_item(self) -> ItemRisk | None:
        index = self.currentIndex()
        return self.table.item(index.row()) if index.isValid() else None

    def show_item(self, item_id: int, *, edit: bool = False) -> bool:
        """Put the cursor on an item; whether the filter shows it."""
        place = self.table.place_of(item_id)
        if place is None:
            return False
        self._go(place, edit=edit)
        return True

    def go_on(self, row: int | None = None) -> None:
        """To the next item that is not scored, ready to type."""
        here = self.currentIndex().row() if row is None else row
        place = self.table.next_unscored(here)
        if place is None:
            self.setFocus()
            self.all_scored.emit()
        else:
            self._go(place, edit=True)

    def go_beside(self, step: int) -> None:
        """To the next or previous item, whatever its state."""
        place = self.table.beside(self.currentIndex().row(), step)
        if place is not None:
            self._go(place, edit=False)

    def _go(self, place: int, *, edit: bool) -> None:
        index = self.table.index(place, POINTS)
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
        if event.key() in _ENTER:
            item = self.current_item()
            ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not ctrl and item is not None and self._editable():
                self.edit(self.table.index(self.currentIndex().row(), POINTS))
            else:
                self.go_on()
            return
        if starts_points(event) and self._editable():
            index = self.table.index(self.currentIndex().row(), POINTS)
            self.setCurrentIndex(index)
            self.edit(index, QAbstractItemView.EditTrigger.AnyKeyPressed, event)
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # digits come as keys, not through it
        self.in_hand.emit()

    def _editable(self) -> bool:
        index = self.currentIndex()
        if not index.isValid():
            return False
        return bool(self.table.index(index.row(), POINTS).flags() & Qt.ItemFlag.ItemIsEditable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fill_column(self, TEXT)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size()

    def _size(self) -> None:
        fit_columns(self, _WIDTHS, TEXT)
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setDefaultSectionSize(self.editors.row_height(self.fontMetrics()) + 2)
        self.setMinimumHeight(5 * self.verticalHeader().defaultSectionSize())


def _kind(column: int) -> str:
    return "points" if column == POINTS else "line"
