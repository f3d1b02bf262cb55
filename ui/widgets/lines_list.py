"""A list whose rows end in "…" where there is no room; the whole of a row is its tool tip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex


class _Rows(QStringListModel):
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, int(Qt.ItemDataRole.DisplayRole))
        return super().data(index, role)


class _Narrow(QStyledItemDelegate):
    """Asks for no width of its own, so that the list gives each row exactly the room it has."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, super().sizeHint(option, index).height() + 4)


class LinesList(QListView):
    """Rows of text to choose from."""

    def __init__(self, name: str, rows: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Narrow(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.show_rows(rows)

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show these rows, the first in hand."""
        self._rows.setStringList(list(rows))
        if rows:
            self.setCurrentIndex(self._rows.index(0, 0))
