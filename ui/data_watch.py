"""Looks after the data folder once the window was seen: notices of the start, a check that was too long for it, the reserve."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from dvcq_desktop import data_care, troubles
from dvcq_desktop.office import Connection
from ui import jobs
from ui.jobs import Progress, Stopped
from ui.main_window import MainWindow
from ui.widgets.banner import Banner

RESERVE_AFTER = 20_000  # milliseconds after the first paint: nobody waits for a disk that is writing 20 MB


class DataWatch(QObject):
    """Belongs to a window and ends with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self.banner = Banner("Đã rõ", self._on_button)
        self._damaged = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._desk.closing.connect(self._timer.stop)
        self._timer.setInterval(RESERVE_AFTER)
        self._timer.timeout.connect(self.take_reserve)

    def start(self) -> None:
        """Say what is to be known, check what was not checked before the window."""
        around = self._window.demo.parentWidget()
        column = around.layout() if around is not None else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self._window.demo), self.banner)
        self.banner.say(data_care.notices(self._desk.office, datetime.now().astimezone()))
        if self._desk.office.wants_check:
            jobs.run_in_background(self._desk, _check, self._on_checked, self._on_failed)
        self._timer.start()

    def take_reserve(self) -> None:
        """Take the room kept for a full disk."""
        work = partial(_take_reserve, folder=self._desk.office.folder)
        jobs.run_in_background(self._desk, work, self._on_reserve, self._on_failed)

    def _on_checked(self, report: object) -> None:
        self._desk.office.take_report(report)  # type: ignore[arg-type]
        self._desk.changed.emit(frozenset({data_care.CHECK}))
        found = self._desk.office.report
        if found is not None and not found.whole:
            self._damaged = True
            if self.banner.button is not None:
                self.banner.button.setText("Xem kết quả kiểm tra")
            self.banner.say([data_care.summary(found)])

    def _on_reserve(self, _there: bool) -> None:
        """Nothing to say: it is there, or the notice of a narrow disk was given."""

    def _on_failed(self, trouble: BaseException) -> None:
        if troubles.sentence(trouble) is None and not isinstance(trouble, Stopped):
            raise trouble

    def _on_button(self) -> None:
        self.banner.say([])
        if self._damaged:
            from ui.dialogs.data_check import check_data

            check_data(self._desk, self._window)


def _check(db: Connection, progress: Progress) -> object:
    return data_care.check_data(db, progress.report)


def _take_reserve(_db: Connection, _progress: Progress, *, folder: Path) -> bool:
    return data_care.take_reserve(folder)
