"""Lines of the plan's head: stored on leaving, a broken rule told below the field while the typed text is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.plan.text_edit import Keep


class StoredLine(QLineEdit):
    """One line; keep(place, text) stores it and answers the sentence of a broken rule."""

    told = Signal(str)

    def __init__(self, desk: Desk, keep: Keep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keep = keep
        self._place = ""
        self._stored = ""
        self._refused = False
        self.editingFinished.connect(self.store_now)
        self.textEdited.connect(self._on_edited)
        desk.flush.connect(self.store_now)

    @property
    def place(self) -> str:
        return self._place

    @property
    def pending(self) -> bool:
        return self.text() != self._stored and not self._refused

    def show_text(self, place: str, text: str) -> None:
        """Show the stored text of a place; what is being typed there, or was refused there, stays."""
        if place != self._place:
            self.store_now()
            self._place = place
        elif (self.pending or self._refused) and text == self._stored:
            return
        self._refused = False
        self._stored = text
        if self.text() != text:
            position = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(position, len(text)) if self.hasFocus() else 0)
        self.told.emit("")

    def store_now(self) -> None:
        if not self.pending:
            return
        text = self.text()
        before, self._stored = self._stored, text
        sentence = self._keep(self._place, text)
        if sentence:
            self._stored, self._refused = before, True
        self.setModified(False)
        self.told.emit(sentence)

    def _on_edited(self, _text: str) -> None:
        self._refused = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) and not (self.isModified() and self.isUndoAvailable()):
            self._desk.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            self._desk.redo()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.store_now()


class Field(QWidget):
    """A caption, what is typed, and below it a note: an explanation, or what was refused."""

    def __init__(self, caption: str, typed: StoredLine | QPlainTextEdit, note: str = "") -> None:
        super().__init__()
        self.typed = typed
        self._plain_note = note
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        name = QLabel(caption)
        name.setBuddy(typed)
        name.setWordWrap(True)
        typed.setAccessibleName(caption)
        self._note = QLabel(note)
        self._note.setWordWrap(True)
        self._note.setProperty("muted", True)
        self._note.setVisible(bool(note))
        column.addWidget(name)
        column.addWidget(typed)
        column.addWidget(self._note)
        told = getattr(typed, "told", None)
        if told is not None:
            told.connect(self.tell)

    def note(self) -> str:
        return self._note.text() if not self._note.isHidden() else ""

    def explain(self, note: str) -> None:
        """Change the explanation; a refusal shown now stays."""
        refused = self._note.text().startswith("▲")
        self._plain_note = note
        if not refused:
            self.tell("")

    def tell(self, refusal: str) -> None:
        """A refusal with its sign, or (empty) the explanation again."""
        words = f"▲ {refusal}" if refusal else self._plain_note
        self._note.setText(words)
        self._note.setVisible(bool(words))
