"""A list of things to keep or leave out: a tick in front of each, a few columns behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _CHECK = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.CheckStateRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class ChoiceTable(QAbstractTableModel):
    """Rows of texts with an id each; all are ticked at first."""

    def __init__(
        self, titles: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows = list(rows)
        self._off: set[int] = set()

    def kept(self) -> list[int]:
        return [row_id for row_id, _texts in self._rows if row_id not in self._off]

    def dropped(self) -> set[int]:
        return set(self._off)

    def set_all(self, *, on: bool) -> None:
        self._off = set() if on else {row_id for row_id, _texts in self._rows}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row_id, texts = self._rows[index.row()]
        if role == _CHECK and index.column() == 0:
            return int((Qt.CheckState.Unchecked if row_id in self._off else Qt.CheckState.Checked).value)
        if role == _DISPLAY:
            return texts[index.column()].replace("\n", " ")
        return texts[index.column()] or None if role == _TIP else None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != _CHECK or not index.isValid() or index.column() != 0:
            return False
        row_id = self._rows[index.row()][0]
        on = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        self._off.discard(row_id) if on else self._off.add(row_id)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and index.column() == 0:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._titles):
            return self._titles[section]
        return None
