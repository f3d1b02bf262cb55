"""A text of several lines that takes as many as there is room for; the rest is cut with "…" and stands in the tool tip.

A QLabel that wraps asks its page for the height of all its lines, and a page on a small screen then gets a second scroll
bar; this one asks for them, and is content with less.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.widgets.tables import break_lines

_MOST = 12  # lines


class LinesLabel(QLabel):
    """Never smaller than its least lines, never larger than its text."""

    def __init__(self, least: int = 2) -> None:
        super().__init__()
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return QSize(200, self._lines() * self.fontMetrics().lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, min(self._least, self._lines()) * self.fontMetrics().lineSpacing() + 2)

    def _lines(self) -> int:
        return max(1, len(break_lines(self.text(), max(120, self.width()), _MOST, self.font())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        metrics = self.fontMetrics()
        room = max(1, self.height() // metrics.lineSpacing())
        y = metrics.ascent() + 1
        for line in break_lines(self.text(), self.width(), room, self.font()):
            painter.drawText(0, y, line)
            y += metrics.lineSpacing()
        painter.end()
