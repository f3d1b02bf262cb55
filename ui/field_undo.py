"""Ctrl+Z and Ctrl+Y: to the field while it holds typed text not yet stored, else to the office."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid


class FieldUndo(QObject):
    """Watches only the field that has the focus, so that typing elsewhere costs nothing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):  # the focus also leaves a field that is being freed
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._forget)
        self._watched = None
        if isinstance(new, (QLineEdit, QTextEdit, QPlainTextEdit)):
            new.installEventFilter(self)
            new.destroyed.connect(self._forget)
            self._watched = new

    def _forget(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
            if (undo or redo) and not has_unsaved_text(watched, redo=redo):
                event.ignore()  # the field does not claim the key: the action of the menu gets it
                return True
        return False


def has_unsaved_text(field: QObject, *, redo: bool = False) -> bool:
    """Whether a field has typed text of its own to undo (redo) that was not stored yet."""
    if isinstance(field, QLineEdit):
        return field.isModified() and (field.isRedoAvailable() if redo else field.isUndoAvailable())
    if isinstance(field, (QTextEdit, QPlainTextEdit)):
        document = field.document()
        if redo:
            return document.isRedoAvailable()
        return document.isModified() and document.isUndoAvailable()
    return False
