"""The quick search box of the window: records found below it while one types; nothing is ever filled in by itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from dvcq_desktop import cycles
from ui.desk import Desk

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QModelIndex
    from PySide6.QtGui import QKeyEvent

    from ui.found_list import FoundList

WAIT = 200  # milliseconds after the last key


class QuickFind(QLineEdit):
    """The box one types in; what was found stands in a list of its own below it."""

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

    @cached_property
    def box(self) -> FoundList:
        """The list, made for the first search."""
        from ui.found_list import FoundList

        made = FoundList(self._window)
        made.list.clicked.connect(self._on_clicked)
        self._window.installEventFilter(self)
        return made

    @property
    def _open(self) -> bool:
        return "box" in vars(self) and self.box.isVisible()

    def start(self) -> None:
        """Ctrl+K."""
        self.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def search_now(self) -> None:
        """Look for what is typed and show it below."""
        typed = self.text().strip()
        if not typed:
            self.leave()
            return
        from dvcq_desktop.finding import MOST, find  # reads nearly every noun: loaded with the first search

        found = find(self._desk.db, typed)
        sentence = (
            f"{len(found)} kết quả{' đầu' if len(found) == MOST else ''} · ↓ ↑ để chọn, Enter để đến nơi"
            if found
            else "Không thấy. Hãy thử ít chữ hơn; gõ không dấu cũng được."
        )
        self.box.show_found(found, sentence)
        self.box.place(self)
        self.box.show()
        self.box.raise_()

    def go_to(self, row: int) -> None:
        """Show the record of a row on its page."""
        if not 0 <= row < len(self.box.model.found):
            return
        chosen = self.box.model.found[row]
        self.box.hide()
        if chosen.year is not None and cycles.find_cycle(self._desk.db, chosen.year) is not None:
            self._desk.set_year(chosen.year)
        self._desk.go.emit(chosen.page, chosen.anchor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == QtCore.Qt.Key.Key_Escape:
            if self._open:
                self.box.hide()
            else:
                self.clear()
        elif key in (QtCore.Qt.Key.Key_Down, QtCore.Qt.Key.Key_Up) and self._open:
            self.box.step(1 if key == QtCore.Qt.Key.Key_Down else -1)
        elif key in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            if self._timer.isActive() or not self._open:
                self._timer.stop()
                self.search_now()
            else:
                self.go_to(self.box.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QtCore.QEvent.Type.Resize and self._open:
            self.box.place(self)
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Close the list when the person went elsewhere."""
        if self._open:
            self.box.hide()

    def _on_edited(self, _text: str) -> None:
        self._timer.start()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.go_to(index.row())
