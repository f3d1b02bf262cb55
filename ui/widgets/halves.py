"""A table above and something about its row in hand below: the share of each is remembered, the lower half can be put away."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from ui.user_settings import UserSettings

_LOW = 30  # lines of text: on a lower page the table takes all the room at first


class Halves(QSplitter):
    """switch, where given, shows and hides the lower half; what the person chose is remembered."""

    def __init__(
        self,
        key: str,
        settings: UserSettings,
        upper: QWidget,
        lower: QWidget,
        shares: tuple[int, int],
        switch: QPushButton | None = None,
        low: int = _LOW,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._key, self._settings, self._lower, self._switch = key, settings, lower, switch
        self.addWidget(upper)
        self.addWidget(lower)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self.setSizes(list(shares))
        if (state := settings.state(f"{key}-splitter")) is not None:
            self.restoreState(state)
        self.splitterMoved.connect(self._keep)
        self._undecided, self._low = False, low
        if switch is not None:
            kept = settings.state(f"{key}-detail")
            self._undecided = kept is None
            switch.setChecked(kept is None or bytes(kept.data()) == b"yes")
            lower.setVisible(switch.isChecked())
            switch.toggled.connect(lower.setVisible)
            switch.clicked.connect(self._decide)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._undecided and self._switch is not None:
            self._undecided = False
            self._switch.setChecked(self.window().height() > self._low * self.fontMetrics().lineSpacing())

    def _decide(self, shown: bool) -> None:
        self._settings.keep_state(f"{self._key}-detail", QByteArray(b"yes" if shown else b"no"))

    def _keep(self) -> None:
        self._settings.keep_state(f"{self._key}-splitter", self.saveState())
