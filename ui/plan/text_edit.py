"""A text of the plan being typed: stored half a second after the last key, never rewritten under the cursor.

UniKey and EVKey correct letters by sending backspaces, Telex comes in bursts, input methods compose before they commit:
so nothing here looks at a key or a letter before the text has been quiet for a while.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget

from dvcq_desktop.vietnamese import clean
from ui.desk import Desk
from ui.widgets import parts

STORE_AFTER = 500  # ms
Keep = Callable[..., str]  # keep(place, text, alone=False): stores, answers the sentence of a broken rule or nothing
MINIMUM_POINTS = 11.0


def utf16(text: str) -> int:
    """How many units Qt counts for a text; a letter outside the basic plane is two."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


class StoredText(QPlainTextEdit):
    """Plain text, a paragraph a line; keep(place, text) stores it and answers the sentence of a broken rule."""

    typed = Signal()  # after each change made by the person
    told = Signal(str)  # what keep() answered: a sentence, or empty

    def __init__(self, desk: Desk, keep: Keep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keep = keep
        self._place = ""
        self._loading = False
        self._pending = False
        self._cursors: dict[str, int] = {}
        self.extra_actions: Callable[[QMenu], None] | None = None
        self.setUndoRedoEnabled(False)  # the office's undo takes the words back, also after the field was left
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STORE_AFTER)
        self._timer.timeout.connect(self.store_now)
        self.textChanged.connect(self._on_text_changed)
        desk.flush.connect(self.store_now)
        self._fit_font()

    @property
    def place(self) -> str:
        return self._place

    @property
    def pending(self) -> bool:
        """Whether something typed is not stored yet."""
        return self._pending

    def show_text(self, place: str, text: str) -> None:
        """Show the stored text of a place. What is being typed there wins; a change from elsewhere keeps the cursor."""
        if place != self._place:
            self._open(place, text)
            return
        if self.pending:
            return
        shown = self.toPlainText()
        if shown != text and not (self.hasFocus() and clean(shown) == text):
            self._change_middle(shown, text)

    def store_now(self) -> None:
        """Store what waits to be stored."""
        if self._pending:
            self._pending = False
            self._timer.stop()
            self.told.emit(self._keep(self._place, self.toPlainText()))

    def span(self, start: int, end: int) -> QTextCursor:
        """A cursor that selects letters start to end of the text."""
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(text[:start]))
        cursor.setPosition(utf16(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def cursor_letter(self) -> int:
        """Where the cursor stands, counted in letters."""
        position = self.textCursor().position()
        text = self.toPlainText()
        letter = min(position, len(text))
        while letter > 0 and utf16(text[:letter]) > position:
            letter -= 1
        return letter

    def select(self, start: int, end: int) -> None:
        """Select letters start to end and bring them into view."""
        self.setTextCursor(self.span(start, end))
        self.ensureCursorVisible()

    def put(self, start: int, end: int, text: str) -> None:
        """Replace letters start to end; a step of undo of its own."""
        self.store_now()
        self.span(start, end).insertText(text)
        self._pending = False
        self._timer.stop()
        self.told.emit(self._keep(self._place, self.toPlainText(), True))

    def _open(self, place: str, text: str) -> None:
        self.store_now()
        self._cursors[self._place] = self.textCursor().position()
        self._place = place
        self._loading = True
        self.setPlainText(text)
        self._loading = False
        cursor = self.textCursor()
        cursor.setPosition(min(self._cursors.get(place, 0), self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.told.emit("")

    def _change_middle(self, shown: str, text: str) -> None:
        """Change only the letters that differ, so that the cursor and the view stay where they are."""
        start = 0
        while start < min(len(shown), len(text)) and shown[start] == text[start]:
            start += 1
        tail = 0
        while tail < min(len(shown), len(text)) - start and shown[-1 - tail] == text[-1 - tail]:
            tail += 1
        self._loading = True
        self.span(start, len(shown) - tail).insertText(text[start : len(text) - tail])
        self._loading = False

    def _on_text_changed(self) -> None:
        if not self._loading:
            self._pending = True
            self._timer.start()
            self.typed.emit()

    def _fit_font(self) -> None:
        font = QApplication.font()
        font.setPointSizeF(max(MINIMUM_POINTS, font.pointSizeF() * 1.1))
        self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit_font()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._desk.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._desk.redo()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.store_now()

    def hideEvent(self, event: QHideEvent) -> None:
        self.store_now()
        super().hideEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only: Word's soft line breaks become lines, blanks, marks and hidden signs are made clean."""
        self.insertPlainText(clean(source.text().replace("\v", "\n").replace("\f", "\n")))
        self.ensureCursorVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_words = self.textCursor().hasSelection()
        for title, slot, enabled, icon in (
            ("Cắt", self.cut, has_words, ""),
            ("Sao chép", self.copy, has_words, "action-copy"),
            ("Dán (chỉ lấy chữ)", self.paste, self.canPaste(), ""),
            ("Chọn hết", self.selectAll, True, ""),
        ):
            action = menu.addAction(parts.icon(icon), title) if icon else menu.addAction(title)
            action.setEnabled(enabled)
            action.triggered.connect(slot)
        if self.extra_actions is not None:
            menu.addSeparator()
            self.extra_actions(menu)
        menu.popup(event.globalPos())
