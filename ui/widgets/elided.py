"""A line of words that ends in "…" where there is no room for all of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPaintEvent

_LEFT = (
    0x81  # Qt.AlignLeft | Qt.AlignVCenter, as a label stands; their names would delay the first paint (see ui/look.py)
)


class ElidedLabel(QLabel):
    """Never wider than its place; the whole text is its tool tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setProperty("textFormat", 0)  # PlainText; here its name would delay the first paint (see ui/look.py)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        painter.drawText(room, _LEFT, elided(self.text(), self.fontMetrics(), room.width()))
        painter.end()


def elided(text: str, metrics: QFontMetrics, room: int) -> str:
    """As much of a text as has room (pixels), with "…" where that is not all."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    fitting = bisect_right(range(len(text)), room, key=lambda end: metrics.horizontalAdvance(text[:end] + "…"))
    return text[: max(0, fitting - 1)].rstrip() + "…"
