"""A quiet strip above a table: what holds for all of it (locked, illustrative), with one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.lines_label import LinesLabel
from ui.widgets.parts import button


class Banner(QFrame):
    """Amber, with words; hidden while there is nothing to say."""

    def __init__(self, todo: str = "", slot: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        self.words = LinesLabel()
        row.addWidget(self.words, 1)
        self.button = button(todo, slot) if slot else None
        if self.button is not None:
            row.addWidget(self.button)
        self.hide()

    def say(self, sentences: list[str], *, todo: bool = True) -> None:
        """Show these sentences; none hides the strip."""
        text = "  ".join(sentences)
        self.words.setText(text)
        self.setAccessibleName(text)
        if self.button is not None:
            self.button.setVisible(todo)
        self.setVisible(bool(sentences))
