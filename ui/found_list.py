"""The list below the quick search box: what was found, two lines a row. Loaded with the first search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from dvcq_desktop.finding import Found

SHOWN = 9  # rows before the list scrolls


class FoundModel(QAbstractListModel):
    """What was found, two lines a row: the words, and where they stand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: list[Found] = []

    def show_found(self, found: list[Found]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.found):
            return None
        one = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{one.title}\n{one.where}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{one.title} – {one.where}"
        return None


class FoundList(QFrame):
    """A child of the window, so that it never takes the keyboard away from UniKey."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.model = FoundModel(self)
        self.setObjectName("found")
        self.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName("Kết quả tìm nhanh")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(2)
        self.line = QLabel()
        self.line.setProperty("muted", True)
        self.line.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.list)
        column.addWidget(self.line)

    def show_found(self, found: list[Found], sentence: str) -> None:
        """Fill the list, the first row chosen, and say how much it is."""
        self.model.show_found(found)
        self.list.setVisible(bool(found))
        self.line.setText(sentence)
        if found:
            self.list.setCurrentIndex(self.model.index(0))

    def step(self, by: int) -> None:
        """Choose the next row (1) or the one before (-1)."""
        row = self.list.currentIndex().row() + by
        self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))

    def place(self, box: QWidget) -> None:
        """Stand below the box one types in, within the window."""
        window = self.parentWidget()
        assert window is not None  # noqa: S101  # made with one, told to the type checker
        corner = box.mapTo(window, QPoint(0, box.height() + 4))
        width = max(box.width(), min(620, window.width() - 32))
        left = max(16, min(corner.x() + box.width() - width, window.width() - width - 16))
        row = max(self.list.sizeHintForRow(0), 0) + 2 * self.list.spacing()
        rows = min(len(self.model.found), SHOWN) * row + 2 * self.list.spacing()
        height = min(rows + box.fontMetrics().lineSpacing() + 36, window.height() - corner.y() - 24)
        self.setGeometry(left, corner.y(), width, height)
