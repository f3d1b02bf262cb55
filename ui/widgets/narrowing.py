"""The two fields that narrow a table of items: words, and the state of an item with how many have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces


class Narrowing(QObject):
    """Holds both fields for a row of its owner; narrowed: the words or the state are others now."""

    narrowed = Signal()

    def __init__(self, states: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._states = states
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
        for key, title in states.items():
            self.which.addItem(title, key)
        self.which.activated.connect(self.tell)

    @property
    def state(self) -> str:
        return str(self.which.currentData())

    def say_counts(self, count: Callable[[str], int]) -> None:
        """Say how many items each state has now."""
        for place, (key, title) in enumerate(self._states.items()):
            told = title if key == "all" else f"{title} ({count(key)})"
            if told != self.which.itemText(place):  # else the whole row of widgets is laid out anew
                self.which.setItemText(place, told)

    def clear(self) -> None:
        """Show everything again."""
        self.words.clear()
        self.which.setCurrentIndex(0)
        self.tell()

    def focus(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def tell(self) -> None:
        self._timer.stop()
        self.narrowed.emit()

    def _wait(self) -> None:
        self._timer.start()
