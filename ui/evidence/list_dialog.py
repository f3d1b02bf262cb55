"""A sentence, a list of what it speaks of, and the ways to go on: one question for a whole batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.screens import room_for
from ui.widgets.actions import add_key
from ui.widgets.tables import copy_selection
from ui.widgets.text_table import TextRow, TextTable, TextView


class ListDialog(QDialog):
    """way is the place of the button that was pressed; usual: the one Enter presses and Esc means."""

    def __init__(
        self,
        title: str,
        sentence: str,
        heads: Sequence[tuple[str, int]],
        rows: Sequence[tuple[str, ...]],
        ways: Sequence[str],
        *,
        usual: int = 0,
        leave: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.way = usual if leave is None else leave
        column = QVBoxLayout(self)
        words = QLabel(sentence)
        words.setWordWrap(True)
        column.addWidget(words)
        self.table = TextTable([name for name, _width in heads], self)
        self.table.load([TextRow(id=number, texts=texts) for number, texts in enumerate(rows)])
        self.view = TextView(title, self.table, [width for _name, width in heads], lines=2)
        add_key(self.view, QKeySequence.StandardKey.Copy, self._copy)
        column.addWidget(self.view, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        self.buttons = []
        for place, way in enumerate(ways):
            button = QPushButton(way)
            button.setProperty("way", place)
            button.setAutoDefault(False)
            button.clicked.connect(self._go)
            line.addWidget(button)
            self.buttons.append(button)
        self.buttons[usual].setDefault(True)
        column.addLayout(line)
        self.buttons[usual].setFocus()

    def _go(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.way = int(button.property("way"))
        self.accept()

    def _copy(self) -> None:
        copy_selection(self.view)

    def sizeHint(self) -> QSize:
        """Wide enough for names and sentences, never larger than the screen."""
        room = room_for(self).size()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        return QSize(min(110 * letter, room.width() - 60), min(26 * line, room.height() - 100))
