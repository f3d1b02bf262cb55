"""Writes the JSON beside the evidence files shortly after a change, beside the window, and compares all of it after an unclean end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from dvcq_desktop import troubles
from dvcq_desktop.office import Connection
from dvcq_desktop.sidecars_due import TABLES, SidecarsDue
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped

_WAIT = 2000  # milliseconds after the last change


class SidecarKeeper(QObject):
    """Sleeps until start(); from then on follows the desk. What it could not write is written when the office is closed."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job[int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._desk.closing.connect(self._timer.stop)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.write)

    def start(self) -> None:
        """The window was seen: compare everything where the last end was unclean, then follow each change."""
        office = self._desk.office
        self._desk.changed.connect(self._on_changed)
        if not office.sidecars.whole():
            self._begin(partial(compare_all, folder=office.folder, due=office.sidecars), self._on_compared)
        if office.sidecars.due():
            self._timer.start()

    def write(self) -> None:
        """Write what is due now, or, while a job is under way, soon."""
        office = self._desk.office
        due = office.sidecars.due()
        if self._job is not None:
            self._timer.start()
        elif due:
            work = partial(_write_due, folder=office.folder, due=office.sidecars, operations=due)
            self._begin(work, partial(self._on_written, due))

    def _begin(self, work: partial[int], on_done: Callable[[int], object]) -> None:
        self._job = jobs.run_in_background(self._desk, work, on_done, self._on_failed)

    def _on_compared(self, _written: int) -> None:
        self._job = None
        self._desk.office.sidecars.compared()

    def _on_written(self, due: Mapping[int, int], _written: int) -> None:
        self._job = None
        self._desk.office.sidecars.settle(due)

    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        if troubles.sentence(trouble) is None and not isinstance(trouble, Stopped):
            raise trouble

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._timer.start()


def compare_all(db: Connection, progress: Progress, *, folder: Path, due: SidecarsDue) -> int:
    """The work of comparing every sidecar and writing those that differ; answers how many."""
    from dvcq_desktop.evidence_sidecars import write_all

    with due.writing:
        return write_all(db, folder, progress.report)


def _write_due(
    db: Connection, progress: Progress, *, folder: Path, due: SidecarsDue, operations: Mapping[int, int]
) -> int:
    from dvcq_desktop.evidence_sidecars import keys_touched, write_keys

    with due.writing:
        return write_keys(db, folder, keys_touched(db, operations), progress.report)
