"""A line that takes units with their periods, with a pick list below; it never completes or rewrites what is being typed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from dvcq_desktop.vietnamese import fold
from ui.screens import room_for

_WAIT = 200  # ms: UniKey corrects a letter by backspaces; the list must not follow each of them
_SHOWN = 8


class UnitsEdit(QLineEdit):
    """ "Văn phòng – Thống kê (hàng tháng); Tài chính – Kế toán": taken from the list by ↓ Enter or the mouse.

    The list is a window that never takes the focus, so that typing goes on undisturbed.
    """

    picked = Signal(str)

    def __init__(self, names: list[str], parent: QWidget | None = None, *, several: bool = True) -> None:
        super().__init__(parent)
        self._names = [(name, fold(name)) for name in names]
        self._several = several
        self._list = QListView(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName("Các bộ phận")
        self._model = QStringListModel(self._list)
        self._list.setModel(self._model)
        self._list.clicked.connect(self._clicked)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.suggest)
        self.textEdited.connect(self._edited)
        if several:
            self.setPlaceholderText("Tên bộ phận (kỳ); bộ phận khác…  ↓ để chọn")

    def set_names(self, names: list[str]) -> None:
        self._names = [(name, fold(name)) for name in names]

    def list_shown(self) -> bool:
        return self._list.isVisible()

    def suggest(self) -> None:
        """Show the units that hold the words of the name under the cursor."""
        start, end = self._name_span()
        typed = fold(self.text()[start:end].strip())
        words = typed.split()
        found = [name for name, folded in self._names if all(word in folded for word in words)]
        if not words or not found or (len(found) == 1 and fold(found[0]) == typed):
            self._list.hide()
            return
        self._show(found)

    def _show(self, names: list[str]) -> None:
        self._model.setStringList(names)
        self._list.setCurrentIndex(QModelIndex())
        height = self._list.sizeHintForRow(0) * min(_SHOWN, len(names)) + 2 * self._list.frameWidth()
        below = self.mapToGlobal(QPoint(0, self.height()))
        screen = room_for(self)
        if below.y() + height > screen.bottom():
            below = self.mapToGlobal(QPoint(0, -height))
        self._list.setGeometry(below.x(), below.y(), max(self.width(), 280), height)
        self._list.show()

    def _edited(self) -> None:
        self._timer.start()

    def _name_span(self) -> tuple[int, int]:
        """Where the name under the cursor stands: between ";" and before its brackets."""
        if not self._several:
            return 0, len(self.text())
        text, at = self.text(), self.cursorPosition()
        start = text.rfind(";", 0, at) + 1
        while start < at and text[start] == " ":
            start += 1
        ends = [place for place in (text.find(";", at), text.find("(", start)) if place >= 0]
        end = min([*ends, len(text)])
        return (start, end) if at <= end else (at, at)

    def pick(self, name: str) -> None:
        """Put a unit of the list where its name was being typed."""
        start, end = self._name_span()
        while end > start and self.text()[end - 1] == " ":
            end -= 1  # the blank before "(quý I)" stays
        # setSelection + insert keeps the line's own undo, which setText would drop.
        if end > start:
            self.setSelection(start, end - start)
        else:
            self.setCursorPosition(start)
        self.insert(name)
        self._list.hide()
        self.picked.emit(name)

    def _clicked(self, index: QModelIndex) -> None:
        self.pick(str(index.data()))

    def list_key(self, key: int) -> bool:
        """Arrow, Enter and Esc where they belong to the list; whether they did."""
        if key == Qt.Key.Key_Down and not self.list_shown():
            self.suggest()
            if not self.list_shown():
                self._show([name for name, _folded in self._names])
            return bool(self._names)
        if not self.list_shown():
            return False
        row = self._list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            row = max(0, min(self._model.rowCount() - 1, row + step))
            self._list.setCurrentIndex(self._model.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.pick(str(self._model.index(row).data()))
            return True
        if key == Qt.Key.Key_Escape:
            self._list.hide()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.list_key(event.key()):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._timer.stop()
        self._list.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._list.hide()
        super().hideEvent(event)
