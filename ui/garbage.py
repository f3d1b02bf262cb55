"""Collects Python's garbage on the window's thread only: a widget freed by a worker thread takes the program down.

Python runs its cycle collector in whichever thread happens to allocate. Widgets often stand in cycles, and Qt objects may
only be deleted by the thread they live in. So the automatic collector is switched off and a timer collects instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # milliseconds; a look costs microseconds, a collection happens only where the counters say so


class Garbage(QObject):
    """Made once, in the window's thread; from then on only it collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_EVERY)

    def collect(self) -> None:
        """Collect the oldest generation whose counter passed its threshold, as Python itself would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
