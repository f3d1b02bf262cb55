"""Editing a cell in place: the editor stays open, with the text and the reason below it, while a rule is broken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from ui.widgets.units_edit import UnitsEdit

Index = QModelIndex | QPersistentModelIndex
_TALL, _WIDE = 96, 320  # a text of several lines is edited in a box of at least this size


class Complaint(QLabel):
    """The sentence of a broken rule, right below the field it belongs to (above it where there is no room)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("complaint")
        self.setWordWrap(True)
        self.setMargin(6)
        self.setFrameShape(QLabel.Shape.Box)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.hide()

    def tell(self, sentence: str, field: QWidget) -> None:
        self.setText(f"▲ {sentence}")
        self.setFixedWidth(max(260, field.width()))
        self.setFixedHeight(self.heightForWidth(self.width()))
        place = field.geometry()
        above = place.bottom() + self.height() > self._room.height()
        left = max(0, min(place.left(), self._room.width() - self.width()))
        self.move(left, place.top() - self.height() if above else place.bottom() + 1)
        self.show()
        self.raise_()


class StayingDelegate(QStyledItemDelegate):
    """What was typed goes through the model's setData, which may raise RuleBroken; subclasses make the editors."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._complaint = Complaint(view.viewport())
        self._editor: QWidget | None = None
        self._index = QPersistentModelIndex()

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        """The editor of a cell: a line, a box of lines or a line of units."""
        raise NotImplementedError

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        if self._editor is not None and not self.finish():
            self._editor.setFocus()  # what was typed there still breaks a rule: put right (or Esc) before the next
            return None  # type: ignore[return-value]  # Qt opens no editor then
        editor = self.make_editor(parent, index)
        editor.setAutoFillBackground(True)
        self._editor, self._index = editor, QPersistentModelIndex(index)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property("filled"):
            return  # the table was brought up to date while someone types
        editor.setProperty("filled", True)
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(value)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect = option.rect
        if isinstance(editor, QPlainTextEdit):
            rect.setHeight(max(rect.height(), _TALL))
            rect.setWidth(max(rect.width(), _WIDE))
        else:
            rect.setWidth(max(rect.width(), _WIDE if isinstance(editor, UnitsEdit) else 190))
            rect.setHeight(max(rect.height(), editor.sizeHint().height()))
        room = self._view.viewport().rect()
        rect.moveRight(min(rect.right(), max(room.right(), rect.width())))
        rect.moveBottom(min(rect.bottom(), max(room.bottom(), rect.height())))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(editor, UnitsEdit) and editor.list_key(event.key()):
                return True
            key = event.key()
            if (
                key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            ):
                self.finish(self.EndEditHint.NoHint)
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                back = key == Qt.Key.Key_Backtab
                self.finish(self.EndEditHint.EditPreviousItem if back else self.EndEditHint.EditNextItem)
                return True
            if key == Qt.Key.Key_Escape:
                self._close(editor, self.EndEditHint.RevertModelCache)
                return True
            return False
        if kind == QEvent.Type.FocusOut:
            if editor is self._editor and editor.isVisible() and QApplication.focusWidget() is not editor:
                self.finish(self.EndEditHint.NoHint)
            return False
        return kind == QEvent.Type.ShortcutOverride and super().eventFilter(editor, event)

    def finish(self, hint: QStyledItemDelegate.EndEditHint | None = None) -> bool:
        """Store what is being typed; a broken rule keeps the editor open with its text and says why."""
        editor, index = self._editor, self._index
        if editor is None:
            return True
        typed = editor.toPlainText() if isinstance(editor, QPlainTextEdit) else ""
        typed = editor.text() if isinstance(editor, QLineEdit) else typed
        if index.isValid() and typed != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            try:
                self._view.model().setData(self._view.model().index(index.row(), index.column(), index.parent()), typed)
            except RuleBroken as broken:
                self._complaint.tell(str(broken), editor)
                return False
        self._close(editor, hint or self.EndEditHint.NoHint)
        return True

    def _close(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        self._complaint.hide()
        if editor is self._editor:
            self._editor = None
        self.closeEditor.emit(editor, hint)

    def editing(self) -> QWidget | None:
        """The editor that is open now."""
        return self._editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._complaint.hide()
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)
