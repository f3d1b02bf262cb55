"""Hints on numbers and dates below a text: underlined quietly where they are, listed with one click to take each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.spelling import Hint, hints
from ui.plan.text_edit import StoredText
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import set_icon

LOOK_AFTER = 700  # ms without a key or a move of the cursor
MOST = 40  # rows listed; the rest follows when these are done


class HintsPane(QWidget):
    """Watches a text; the word in which the cursor stands is left alone."""

    def __init__(self, text: StoredText) -> None:
        super().__init__()
        self._text = text
        self.found: list[Hint] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER)
        self._timer.timeout.connect(self.look)
        text.textChanged.connect(self._timer.start)
        text.cursorPositionChanged.connect(self._timer.start)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QToolButton()
        self.head.setCheckable(True)
        self.head.setAutoRaise(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.toggled.connect(self._on_toggled)
        column.addWidget(self.head)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.hide()
        column.addWidget(self._list)
        self._show()

    def look(self) -> None:
        """Read the text anew; called when it has been quiet."""
        self._timer.stop()
        text = self._text.toPlainText()
        at = self._text.cursor_letter() if self._text.hasFocus() else -1
        found = [hint for hint in hints(text) if not hint.start <= at <= hint.end]
        if found != self.found:
            self.found = found
            self._underline()
            self._show()

    def take(self, hint: Hint) -> None:
        """Put what is proposed in the place of what is written; undo takes it back."""
        if hint in hints(self._text.toPlainText()):
            self._text.put(hint.start, hint.end, hint.proposal)
        self.look()

    def _underline(self) -> None:
        marks = []
        for hint in self.found:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._text.span(hint.start, hint.end)
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            form.setUnderlineColor(QColor("#b07a1c"))
            form.setToolTip(hint.message)
            mark.format = form
            marks.append(mark)
        self._text.setExtraSelections(marks)

    def _show(self) -> None:
        count = len(self.found)
        self.head.setText(f"Gợi ý ({count})" if count else "Không có gợi ý")
        self.head.setEnabled(bool(count))
        self.head.setArrowType(Qt.ArrowType.DownArrow if self.head.isChecked() else Qt.ArrowType.RightArrow)
        if not count and self.head.isChecked():
            self.head.setChecked(False)
        elif self.head.isChecked():
            self._fill()

    def _on_toggled(self, opened: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self._list.setVisible(opened)
        if opened:
            self._fill()

    def _fill(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        text = self._text.toPlainText()
        for hint in self.found[:MOST]:
            column.addLayout(self._row(text, hint))
        column.addStretch(1)
        old = self._list.takeWidget()
        if old is not None:
            old.deleteLater()
        self._list.setWidget(inside)
        line = 2 * self.fontMetrics().height() + 8
        self._list.setFixedHeight(min(len(self.found), 3) * line + 8)

    def _row(self, text: str, hint: Hint) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        written, proposed = shown_blanks(text[hint.start : hint.end]), shown_blanks(hint.proposal) or "(bỏ)"
        take = QPushButton("Sửa")
        take.setAccessibleName(f"Sửa {written} thành {proposed}")
        take.clicked.connect(partial(self.take, hint))
        show = QToolButton()
        show.setAutoRaise(True)
        show.setToolTip("Xem chỗ này trong văn bản")
        show.setAccessibleName(f"Xem chỗ {written}")
        set_icon(show, "action-show")
        show.clicked.connect(partial(self._text.select, hint.start, hint.end))
        both = QVBoxLayout()
        both.setSpacing(0)
        words, why = ElidedLabel(), ElidedLabel()
        words.say(f"{written} → {proposed}")
        why.say(hint.message)
        why.setProperty("muted", True)
        both.addWidget(words)
        both.addWidget(why)
        row.addWidget(take)
        row.addLayout(both, 1)
        row.addWidget(show)
        return row


def shown_blanks(text: str) -> str:
    """Blanks at an edge or in a row can be seen as "␣"."""
    stripped = text.strip(" \u00a0")
    if text and (text != stripped or "  " in text):
        return text.replace(" ", "␣").replace("\u00a0", "␣")
    return text
