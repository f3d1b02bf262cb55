"""Sees sticks come and go: every few seconds beside the window it looks which places of backups are there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from dvcq_desktop import troubles
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.places import Place, look_for_places
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped

EVERY = 3_000  # milliseconds


class StickWatch(QObject):
    """One a desk: stick_watch() gives it. Sleeps until start(); look() looks once."""

    seen = Signal(object)  # list[Place]: what is there now, told when it changed
    first = Signal()  # once: the first look is done, whatever it saw
    plugged = Signal(object)  # Place of this PC's memory that was not there at the look before

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._job: Job[list[Place]] | None = None
        self.places: list[Place] = []
        self.looked = False  # once: what was there from the beginning was not plugged in just now
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        desk.closing.connect(self._timer.stop)

    def start(self) -> None:
        """The window was seen: look now and again."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once, unless somebody is looking already."""
        if self._job is None:
            folder = self._desk.office.folder

            def work(_progress: Progress) -> list[Place]:
                return look_for_places(memory.known_paths(folder))

            self._job = jobs.look_in_background(self._desk, work, self._on_found, self._on_failed)

    def _on_found(self, found: list[Place]) -> None:
        self._job = None
        known = {one.place for one in memory.all_remembered(self._desk.office.folder)}
        before = {_key(place) for place in self.places}
        open_before = {place.path for place in self.places if place.marker is None}  # taken in just now, not plugged in
        changed = found != self.places
        self.places = found
        if changed:
            self.seen.emit(found)
        for place in found:
            if _key(place) not in before and place.marker is not None and place.marker.place in known:
                memory.seen(self._desk.office.folder, place.marker.place, place.path)
                if place.path not in open_before:
                    self.plugged.emit(place)
        self._on_looked()

    def _on_looked(self) -> None:
        if not self.looked:
            self.looked = True
            self.first.emit()

    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        self._on_looked()
        if not isinstance(trouble, Stopped) and troubles.sentence(trouble) is None:
            raise trouble


def _key(place: Place) -> tuple[Path, str]:
    return place.path, place.marker.place if place.marker else ""


def stick_watch(desk: Desk) -> StickWatch:
    """The watch of a desk."""
    return desk.findChild(StickWatch) or StickWatch(desk)
