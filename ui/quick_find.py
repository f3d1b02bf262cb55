"""The quick search box of the window: records found below it while one types; nothing is ever filled in by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from dvcq_desktop import cycles
from ui.desk import Desk

if TYPE_CHECKING:
    from dvcq_desktop.finding import Found

WAIT = 200  # milliseconds after the last key
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


class QuickFind(QLineEdit):
    """The box; its list is a child of the window, so that it never takes the keyboard away from UniKey."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.setPlaceholderText("Tìm nhanh trong toàn bộ (Ctrl+K)")
        self.setAccessibleName("Tìm nhanh trong toàn bộ dữ liệu")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(140)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.search_now)
        self.textEdited.connect(self._on_edited)
        self.model = FoundModel(self)
        self._build_list()
        window.installEventFilter(self)

    def _build_list(self) -> None:
        self.box = QFrame(self._window)
        self.box.setObjectName("found")
        self.box.hide()
        column = QVBoxLayout(self.box)
        column.setContentsMargins(4, 4, 4, 4)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName("Kết quả tìm nhanh")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(2)
        self.list.clicked.connect(self._on_clicked)
        self.line = QLabel()
        self.line.setProperty("muted", True)
        self.line.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.list)
        column.addWidget(self.line)

    def start(self) -> None:
        """Ctrl+K."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def search_now(self) -> None:
        """Look for what is typed and show it below."""
        typed = self.text().strip()
        if not typed:
            self.box.hide()
            return
        from dvcq_desktop.finding import MOST, find  # reads nearly every noun: loaded with the first search

        found = find(self._desk.db, typed)
        self.model.show_found(found)
        self.list.setVisible(bool(found))
        self.line.setText(
            f"{len(found)} kết quả{' đầu' if len(found) == MOST else ''} · ↓ ↑ để chọn, Enter để đến nơi"
            if found
            else "Không thấy. Hãy thử ít chữ hơn; gõ không dấu cũng được."
        )
        if found:
            self.list.setCurrentIndex(self.model.index(0))
        self._place()
        self.box.show()
        self.box.raise_()

    def go_to(self, row: int) -> None:
        """Show the record of a row on its page."""
        if not 0 <= row < len(self.model.found):
            return
        chosen = self.model.found[row]
        self.box.hide()
        if chosen.year is not None and cycles.find_cycle(self._desk.db, chosen.year) is not None:
            self._desk.set_year(chosen.year)
        self._desk.go.emit(chosen.page, chosen.anchor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.box.isVisible():
                self.box.hide()
            else:
                self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.box.isVisible():
            row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive() or not self.box.isVisible():
                self._timer.stop()
                self.search_now()
            else:
                self.go_to(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.box.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Close the list when the person went elsewhere."""
        self.box.hide()

    def _place(self) -> None:
        corner = self.mapTo(self._window, QPoint(0, self.height() + 4))
        width = max(self.width(), min(620, self._window.width() - 32))
        left = max(16, min(corner.x() + self.width() - width, self._window.width() - width - 16))
        row = max(self.list.sizeHintForRow(0), 0) + 2 * self.list.spacing()
        rows = min(len(self.model.found), SHOWN) * row + 2 * self.list.spacing()
        height = min(rows + self.fontMetrics().lineSpacing() + 36, self._window.height() - corner.y() - 24)
        self.box.setGeometry(left, corner.y(), width, height)

    def _on_edited(self, _text: str) -> None:
        self._timer.start()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.go_to(index.row())
