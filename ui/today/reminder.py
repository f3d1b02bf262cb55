"""Counts what is to be done today beside the window, for the button in the top strip and one quiet word a day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from dvcq_desktop import data_care, troubles
from dvcq_desktop.office import Connection
from dvcq_desktop.today import Action
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped
from ui.user_settings import UserSettings

_WAIT = 800  # milliseconds after the last change: typing is never followed key by key


class Reminder(QObject):
    """Sleeps until start(); from then on follows the desk."""

    counted = Signal(int)

    def __init__(self, desk: Desk, settings: UserSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._job: Job[int] | None = None
        self._late = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.count)
        desk.closing.connect(self._timer.stop)

    def start(self) -> None:
        """The window was seen: count, remind, and count again after each change."""
        self._desk.changed.connect(self._on_changed)
        self._desk.year_changed.connect(self._on_year)
        self.count()

    def count(self) -> None:
        if self._job is not None:
            self._late = True
            return
        self._late = False
        also = data_care.other_actions(self._desk.office, self._desk.today)
        work = partial(_count, year=self._desk.year, day=self._desk.today.isoformat(), also=also)
        self._job = jobs.run_in_background(self._desk, work, self._on_counted, self._on_failed)

    def _on_counted(self, count: int) -> None:
        self._job = None
        self.counted.emit(count)
        self._remind(count)
        if self._late:
            self._timer.start()

    def _remind(self, count: int) -> None:
        """Once a day, and only where there is something to do."""
        day = self._desk.today.isoformat()
        if count and self._settings.reminded_on != day:
            self._settings.reminded_on = day
            self._desk.told.emit(f"Hôm nay có {count} việc cần làm. Xem ở trang Hôm nay (Ctrl+1).", False)

    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        if troubles.sentence(trouble) is None and not isinstance(trouble, Stopped):
            raise trouble

    def _on_changed(self, _tables: frozenset[str]) -> None:
        self._timer.start()

    def _on_year(self, _year: int) -> None:
        self._timer.start()


def _count(db: Connection, _progress: Progress, *, year: int | None, day: str, also: tuple[Action, ...]) -> int:
    from datetime import date

    from dvcq_desktop.today import today

    found = today(db, year, date.fromisoformat(day), also=also)
    return len(found.actions) + found.more
