"""Works out beside the window what looks doubtful about each document of a year, for the signs in the list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from dvcq_desktop import troubles
from dvcq_desktop.evidence_warnings import warnings_of_year
from dvcq_desktop.office import Connection
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped, run_in_background

WAIT = 300  # milliseconds after the last change: while many files come in nothing is worked out
Sentences = dict[int, tuple[str, ...]]


class Doubts(QObject):
    """found: what is doubtful by document id; for the year that was asked for last."""

    found = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job[Sentences] | None = None
        self._year = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._look)
        desk.closing.connect(self._timer.stop)

    def look(self, year: int) -> None:
        """Look (again) soon."""
        self._year = year
        self._timer.start()

    def _look(self) -> None:
        if self._job is None:
            self._job = run_in_background(self._desk, partial(_sentences, year=self._year), self._done, self._failed)
        else:
            self._timer.start()

    def _done(self, found: Sentences) -> None:
        self._job = None
        if not self._timer.isActive():  # else something has changed meanwhile
            self.found.emit(found)

    def _failed(self, trouble: BaseException) -> None:
        self._job = None
        if not isinstance(trouble, Stopped) and troubles.sentence(trouble) is None:
            raise trouble


def _sentences(db: Connection, _progress: Progress, year: int) -> Sentences:
    return {one: tuple(doubt.sentence for doubt in doubts) for one, doubts in warnings_of_year(db, year).items()}
