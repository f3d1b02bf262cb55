"""A table that is only read: rows of texts with an id each, a mark where a cell wants attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.widgets.tables import LinesDelegate

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """One row; marks by column as in tables.Cells."""

    id: int
    texts: tuple[str, ...]
    marks: tuple[tuple[int, str], ...] = ()


class TextTable(QAbstractTableModel):
    """Rows in the order they were given."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows: list[TextRow] = []

    def load(self, rows: Sequence[TextRow]) -> None:
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def id_of(self, row: int) -> int:
        return self._rows[row].id

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        found = self._rows[row]
        return found.texts[column], dict(found.marks).get(column, ""), 0

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        text = self._rows[index.row()].texts[index.column()]
        if role == _ACCESSIBLE:
            return f"{self._titles[index.column()]}: {text}"
        return text if role == _DISPLAY else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._titles):
            return self._titles[section]
        return None


class TextView(QTableView):
    """Shows a TextTable; widths in letters, the widest column takes the room that is left."""

    def __init__(
        self, name: str, table: TextTable, widths: Sequence[int], lines: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        self.setAccessibleName(name)
        drawn = LinesDelegate(self, table, lines)
        self.setItemDelegate(drawn)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(drawn.painter.row_height(self.fontMetrics()))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        letter = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width * letter + 16)
        head.setSectionResizeMode(list(widths).index(max(widths)), QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(8 * letter)

    def chosen_ids(self) -> list[int]:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.table.id_of(row) for row in rows]
