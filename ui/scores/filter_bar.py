"""Words and a state to narrow the self-score grid by, and the two switches beside them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from dvcq_desktop.risk import ItemRisk
from ui.scores.score_table import FILTERS
from ui.widgets.elided import ElidedLabel
from ui.widgets.narrowing import Narrowing
from ui.widgets.points_table import PointsTable


class FilterBar(QWidget):
    """narrowed: the words or the state are others now."""

    narrowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = Narrowing(FILTERS, self)
        self.filter.narrowed.connect(self.narrowed)
        self.words, self.which = self.filter.words, self.filter.which
        self.counts = ElidedLabel()
        self.counts.setProperty("muted", True)
        self.gates = _toggle("Điều kiện xếp loại", "Những điều kiện quyết định xếp loại dù điểm bao nhiêu")
        self.detail = _toggle("Chi tiết", "Hiện hoặc ẩn khung của nội dung bên dưới bảng")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.counts)
        for widget in (self.which, self.gates, self.detail):
            row.addWidget(widget)

    @property
    def state(self) -> str:
        return self.filter.state

    def count(self, model: PointsTable[ItemRisk]) -> None:
        """Say how many items each state has now."""
        whole, left, bare = (model.count(key) for key in ("all", "unscored", "unproven"))
        words = f"{whole - left}/{whole} đã chấm"
        self.counts.say(words + (f" · ▲ {bare} thiếu minh chứng" if bare else ""))
        self.filter.say_counts(model.count)

    def clear(self) -> None:
        """Show everything again."""
        self.filter.clear()

    def tell(self) -> None:
        self.filter.tell()


def _toggle(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setCheckable(True)
    made.setToolTip(tip)
    return made
