"""A small list that opens below a button and closes by itself; a row leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.screens import room_for
from ui.widgets.lines_list import LinesList

_TALLEST = 12  # rows shown at once


class ListPopup(QFrame):
    """A sentence and rows; Enter or a click calls back with the row's number."""

    def __init__(
        self, owner: QWidget, title: str, rows: Sequence[str], chosen: Callable[[int], object] | None = None
    ) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("found")
        self._owner, self._chosen = owner, chosen
        self._column = column = QVBoxLayout(self)
        self.title = QLabel(title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        self.list = LinesList(title, rows)
        self.list.activated.connect(self._pick)
        self.list.clicked.connect(self._pick)
        self.list.setVisible(bool(rows))
        column.addWidget(self.list)

    def open(self) -> None:
        """Show it right above (or below) its owner, on the screen."""
        rows = min(_TALLEST, max(1, self.list.model().rowCount()))
        self.list.setFixedHeight(rows * max(16, self.list.sizeHintForRow(0)) + 4)
        screen = room_for(self._owner)
        width = min(560, screen.width() - 40)
        edge = self._column.contentsMargins()
        words = self.title.heightForWidth(width - edge.left() - edge.right() - 4)
        rest = self.list.height() + self._column.spacing() + edge.top() + edge.bottom() + 4
        self.setFixedSize(width, words + rest)
        at = self._owner.mapToGlobal(QPoint(0, 0))
        above = at.y() - self.height()
        below = at.y() + self._owner.height()
        x = max(screen.left(), min(at.x(), screen.right() - self.width()))
        self.move(x, below if below + self.height() <= screen.bottom() else max(screen.top(), above))
        self.show()
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentIndex().isValid():
            self._pick(self.list.currentIndex())
            return
        super().keyPressEvent(event)

    def _pick(self, index: QModelIndex) -> None:
        if self._chosen is not None:
            row = index.row()
            self.close()
            self._chosen(row)
