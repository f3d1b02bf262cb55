"""Two groups of widgets side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget


class FoldRow(QWidget):
    """left takes the room that is left; right stands below it where both do not fit."""

    def __init__(self, left: QWidget, right: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, QWidget()
        self._group = QHBoxLayout(self._right)
        self._group.setContentsMargins(0, 0, 0, 0)
        self._group.addStretch(1)
        for widget in right:
            self.add(widget)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(left, 1)
        self._row.addWidget(self._right)

    def add(self, widget: QWidget) -> None:
        """One more at the right end."""
        self._group.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider group; as high as they stand now."""
        width = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button came or went
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wanted = self._left.sizeHint().width() + self._right.sizeHint().width() + 8
        beside = QBoxLayout.Direction.LeftToRight
        way = beside if wanted <= self.width() else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
