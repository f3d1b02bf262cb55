"""What looks doubtful about the document in hand, a sentence each, with the way to the place where it can be put right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dvcq_desktop.evidence_warnings import EvidenceWarning


class WarningsPart(QScrollArea):
    """Nothing here forbids anything."""

    wanted = Signal(object)  # the EvidenceWarning whose place is to be shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageScroll")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.warnings: list[EvidenceWarning] = []
        self._inside = QWidget()
        self._inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 4, 4, 4)
        self._column.addStretch(1)
        self._rows: list[QWidget] = []
        self.setWidget(self._inside)

    def show_warnings(self, found: Sequence[EvidenceWarning]) -> None:
        if list(found) == self.warnings and self._rows:
            return
        self.warnings = list(found)
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = [self._row(one) for one in found] or [_calm()]
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, row)

    def _row(self, one: EvidenceWarning) -> QWidget:
        row = QFrame()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        words = QLabel(f"▲ {one.sentence}")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setMinimumWidth(40)
        go = QPushButton("Đến chỗ")
        go.setToolTip("Đến nơi xem và sửa")
        go.setProperty("place", self.warnings.index(one))
        go.clicked.connect(self._on_go)
        go.setAccessibleName(f"Đến chỗ: {one.sentence}")
        across.addWidget(words, 1)
        across.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_go(self) -> None:
        place = self.sender().property("place")
        self.wanted.emit(self.warnings[place])


def _calm() -> QWidget:
    words = QLabel("Không có điều gì cần xem lại.")
    words.setProperty("muted", True)
    words.setWordWrap(True)
    return words
