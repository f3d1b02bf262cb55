"""The deductions as a widget: cells edited in place, the task that carries the remedy picked from a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from dvcq_desktop.deduction_rows import DeductionRow
from ui.reconciliation.deduction_table import COLUMNS, FIELDS, RIGHT, DeductionTable, kind
from ui.user_settings import UserSettings
from ui.widgets.number_cells import NumberCells, NumberPainter, plain_table, share_columns
from ui.widgets.tables import ColumnMemory

_LINES = 2
_TASK = FIELDS.index("task")


class DeductionView(QTableView):
    """Shows a DeductionTable."""

    task_wanted = Signal()  # pick the task of the row in hand

    def __init__(
        self,
        table: DeductionTable,
        settings: UserSettings,
        names: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        plain_table(self, "Các khoản bị trừ điểm")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.editors = NumberCells(self, NumberPainter(table, _LINES, RIGHT, table.no_sum), kind, names)
        self.editors.on.connect(self._down)
        self.setItemDelegate(self.editors)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.doubleClicked.connect(self._double_clicked)
        self._size_rows()
        self.columns = ColumnMemory(self, "deductions", settings)
        self._kept = settings.state("table-deductions") is not None

    def chosen(self) -> list[DeductionRow]:
        """The selected rows from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [row for row in map(self.table.row, places) if row is not None]

    def current(self) -> DeductionRow | None:
        return self.table.row(self.currentIndex().row())

    def show_row(self, deduction_id: int, field: str = "points", *, edit: bool = False) -> None:
        """Put the cursor on a field of a deduction."""
        place = self.table.place_of(deduction_id)
        if place is None:
            return
        index = self.table.index(place, FIELDS.index(field))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if opens and self.currentIndex().column() == _TASK:
            self.task_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == _TASK:
            self.task_wanted.emit()

    def _down(self, row: int) -> None:
        self.setFocus()
        below = self.table.index(row + 1, self.currentIndex().column())
        if below.isValid():
            self.setCurrentIndex(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._kept:  # share the width out; once the person sized a column it stays as it is
            share_columns(self, [told.width for _name, told in COLUMNS])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size_rows()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.editors.row_height(self.fontMetrics()))
        self.setMinimumHeight(2 * self.verticalHeader().defaultSectionSize())
