"""Long work beside the window: one thread a job with its own connection, progress, a way to stop, the result by signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, QObject, Signal

from dvcq_desktop.office import Connection
from ui.desk import Desk

T = TypeVar("T")
_BITS = 31


class Stopped(Exception):
    """The person asked the work to stop; nothing it was doing counts."""


class Progress:
    """What the work reports to and asks whether to stop; safe to use from its thread."""

    def __init__(self, told: Callable[[int, int, str], None]) -> None:
        self._told = told
        self._stop = threading.Event()

    def report(self, done: int, total: int = 0, sentence: str = "") -> None:
        """How far the work is (total 0: not known); raises Stopped where the person asked to stop."""
        if self._stop.is_set():
            raise Stopped
        self._told(done, total, sentence)

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()


class Job(QObject, Generic[T]):
    """Work under way; lives in the window's thread, where its signals arrive. waited: an office is not closed before its end."""

    done = Signal(object)  # what the work answered
    failed = Signal(object)  # the exception; Stopped where the person stopped it
    reported = Signal(int, int, str)  # done, total (0: not known), sentence
    ended = Signal()  # after done or failed
    _settled = Signal(object, object)

    def __init__(self, desk: Desk, function: Callable[[Progress], T], *, waited: bool) -> None:
        super().__init__(desk)
        self.running = True
        self.waited = waited
        self._function = function
        self._progress = Progress(self._report)
        self._settled.connect(self._settle, QtCore.Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="job", daemon=not waited)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the work to end; it answers with failed(Stopped) at its next report, or when it is over."""
        self._progress.stop()

    def wait(self) -> None:
        self._thread.join()

    def _report(self, done: int, total: int, sentence: str) -> None:
        beyond = max(0, max(done, total).bit_length() - _BITS)  # bytes of a large office do not fit into Qt's int
        self.reported.emit(done >> beyond, total >> beyond, sentence)

    def _work(self) -> None:
        answer: object = None
        trouble: BaseException | None = None
        try:
            answer = self._function(self._progress)
        except Exception as caught:  # noqa: BLE001 (whatever it is, the window's thread must hear of it)
            trouble = caught
        try:
            self._settled.emit(answer, trouble)
        except RuntimeError:
            return  # the window is gone; nobody waits for the answer

    def _settle(self, answer: object, trouble: object) -> None:
        self.running = False
        if trouble is None and self._progress.stopped:
            trouble = Stopped()
        if trouble is None:
            self.done.emit(answer)
        else:
            self.failed.emit(trouble)
        self.ended.emit()
        self.deleteLater()


def run_in_background(
    desk: Desk,
    function: Callable[[Connection, Progress], T],
    on_done: Callable[[T], object],
    on_failed: Callable[[BaseException], object],
    progress: Callable[[int, int, str], object] | None = None,
) -> Job[T]:
    """Start work that reads the office (db, progress) beside the window; the callbacks run in the window's thread."""
    job = Job(desk, partial(_with_reader, desk.office.reader, function), waited=True)
    job.done.connect(on_done)
    job.failed.connect(on_failed)
    if progress is not None:
        job.reported.connect(progress)
    job.start()
    return job


def look_in_background(
    desk: Desk,
    function: Callable[[Progress], T],
    on_done: Callable[[T], object],
    on_failed: Callable[[BaseException], object],
) -> Job[T]:
    """As run_in_background for what asks sticks and shares and reads nothing of the office: closing does not wait for it.

    A drive that is failing, a share whose server is gone, may hold the answer for a minute.
    """
    job = Job(desk, function, waited=False)
    job.done.connect(on_done)
    job.failed.connect(on_failed)
    job.start()
    return job


def _with_reader(
    reader: Callable[[], Connection], function: Callable[[Connection, Progress], T], progress: Progress
) -> T:
    db = reader()
    try:
        return function(db, progress)
    finally:
        db.close()


def stop_all(desk: Desk) -> None:
    """Stop every job of an office that is being closed, and wait for those that read it."""
    for job in desk.findChildren(Job):
        job.stop()
        if job.waited:
            job.wait()
