"""Words and a state to narrow the self-score grid by, and the two switches beside them."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.scores.score_table import FILTERS, ScoreTable
from ui.widgets.elided import ElidedLabel

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces


class FilterBar(QWidget):
    """narrowed: the words or the state are others now."""

    narrowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo mã, nội dung…  (Ctrl+F)")
        self.words.setAccessibleName("Lọc nội dung")
        self.words.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.tell)
        self.words.textChanged.connect(self._wait)
        self.which = QComboBox()
        self.which.setAccessibleName("Lọc theo tình trạng")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, title in FILTERS.items():
            self.which.addItem(title, key)
        self.which.activated.connect(self.tell)
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
        return str(self.which.currentData())

    def count(self, model: ScoreTable) -> None:
        """Say how many items each state has now."""
        whole, left, bare = (model.count(key) for key in ("all", "unscored", "unproven"))
        words = f"{whole - left}/{whole} đã chấm"
        self.counts.say(words + (f" · ▲ {bare} thiếu minh chứng" if bare else ""))
        for place in range(self.which.count()):
            key = self.which.itemData(place)
            words = FILTERS[key] if key == "all" else f"{FILTERS[key]} ({model.count(key)})"
            self.which.setItemText(place, words)

    def clear(self) -> None:
        """Show everything again."""
        self.words.clear()
        self.which.setCurrentIndex(0)
        self.tell()

    def tell(self) -> None:
        self._timer.stop()
        self.narrowed.emit()

    def _wait(self) -> None:
        self._timer.start()


def _toggle(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setCheckable(True)
    made.setToolTip(tip)
    return made
