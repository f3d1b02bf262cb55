"""The model of the deductions of a year; every cell but the sign of repetition is edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.deduction_rows import DeductionRow
from dvcq_desktop.points import format_short
from dvcq_desktop.records import columns

Index = QModelIndex | QPersistentModelIndex
COLUMNS = tuple(columns(DeductionRow).items())
FIELDS = tuple(name for name, _column in COLUMNS)
RIGHT = frozenset({FIELDS.index("points")})
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_NO_PARENT = QModelIndex()


class DeductionTable(QAbstractTableModel):
    """store is asked to keep what was typed in a field; it raises RuleBroken with the sentence why not."""

    def __init__(self, store: Callable[[DeductionRow, str, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: list[DeductionRow] = []
        self._closed = True

    def load(self, rows: list[DeductionRow], *, closed: bool) -> None:
        """Take rows from the data; where they are the same deductions nothing jumps."""
        before, was_closed = self._rows, self._closed
        self._closed = closed
        if [row.id for row in rows] != [row.id for row in before]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        for place, row in enumerate(rows):
            if row != before[place] or closed != was_closed:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(FIELDS) - 1))

    def row(self, place: int) -> DeductionRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, deduction_id: int) -> int | None:
        return next((place for place, row in enumerate(self._rows) if row.id == deduction_id), None)

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        field = FIELDS[column]
        text = getattr(self._rows[row], field)
        found = self._rows[row].deduction
        if field == "points":
            return text, "warn" if found.points is None else "", 0
        if field == "again":
            return text, "warn" if text else "", 0
        if field in ("reason", "responsible", "remedy") and not text:
            return "● chưa ghi", "warn", 0
        if field == "task" and not text:
            return "● chưa giao", "warn", 0
        return text, "", 0

    def no_sum(self, _row: int) -> bool:
        """No row of this table is a sum."""
        return False

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row, field = self._rows[index.row()], FIELDS[index.column()]
        if role == _DISPLAY:
            return self.cell(index.row(), index.column())[0]
        if role == _EDIT:
            if field == "points":
                return format_short(row.deduction.points)
            return (
                row.responsible_typed if field == "responsible" else getattr(row.deduction, field, getattr(row, field))
            )
        if role == _TOOL_TIP:
            return getattr(row, field) or None
        if role == _ACCESSIBLE:
            return f"{COLUMNS[index.column()][1].title}: {self.cell(index.row(), index.column())[0]}"
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not index.isValid() or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self._store(self._rows[index.row()], FIELDS[index.column()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and not self._closed and FIELDS[index.column()] not in ("task", "again"):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            return COLUMNS[section][1].title
        return None


def kind(column: int) -> str:
    """By what a column is edited."""
    name, told = COLUMNS[column]
    return "units" if name == "responsible" else told.kind
