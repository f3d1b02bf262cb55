"""Watches the folder a scanner writes to: a file is taken once, when it has stopped growing; originals are never touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from dvcq_desktop.intake import Intake
from dvcq_desktop.office import Connection
from ui.desk import Desk
from ui.evidence.taking import Wanted, taking_of
from ui.jobs import Job, Progress, run_in_background
from ui.user_settings import UserSettings

EVERY = 3_000  # ms between two looks
_PASSED_OVER = (".tmp", ".part", ".crdownload", ".partial", ".download")  # names of what is still being written

Seen = tuple[str, int, int]  # name, size in bytes, time of the last change in ns


class _Look:
    """One look into the folder, as a job's function: a folder of a dead network drive must not stop the window."""

    def __init__(self, folder: Path, before: frozenset[Seen], taken: frozenset[Seen]) -> None:
        self._folder, self._before, self._taken = folder, before, taken

    def __call__(self, _db: Connection, _progress: Progress) -> tuple[frozenset[Seen], tuple[Seen, ...]]:
        """Everything there, and what is new, whole and can be opened."""
        there = files_of(self._folder)
        settled = sorted((there & self._before) - self._taken)
        return there, tuple(seen for seen in settled if _can_be_opened(self._folder / seen[0]))


def files_of(folder: Path) -> frozenset[Seen]:
    """Name, size and time of every file right inside a folder that could be a scan. Raises OSError."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or name.lower().endswith(_PASSED_OVER) or entry.is_symlink():
                continue
            looked = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(looked.st_mode) and looked.st_size:
                found.append((name, looked.st_size, looked.st_mtime_ns))
    return frozenset(found)


def _can_be_opened(path: Path) -> bool:
    """Whether whoever writes it let it go: Windows refuses a file that is still held."""
    try:
        with path.open("rb") as handle:
            handle.read(1)
    except OSError:
        return False
    return True


class ScanWatch(QObject):
    """One for a desk (see scan_watch_of); looks only while a folder is set."""

    changed = Signal()  # the folder, or whether it can be read

    def __init__(self, desk: Desk, settings: UserSettings) -> None:
        super().__init__(desk)
        self._desk, self._settings = desk, settings
        self._office = desk.office.folder
        folder, taken = settings.scan(self._office)
        self.folder: Path | None = folder
        self.trouble = ""
        self._taken: set[Seen] = {(str(one[0]), int(str(one[1])), int(str(one[2]))) for one in taken if len(one) == 3}
        self._before: frozenset[Seen] = frozenset()
        self._under_way: set[Seen] = set()
        self._job: Job[tuple[frozenset[Seen], tuple[Seen, ...]]] | None = None
        self._taking = taking_of(desk)
        self._taking.ended.connect(self._on_ended)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        desk.closing.connect(self._timer.stop)
        if self.folder is not None:
            self._timer.start()

    def watch(self, folder: Path | None, *, passed_over: frozenset[Seen] = frozenset()) -> None:
        """Watch this folder from now on (None: none); passed_over: what is there already and is not wanted."""
        self.folder, self.trouble = folder, ""
        self._taken, self._before = set(passed_over), frozenset()
        self._settings.keep_scan(self._office, folder, sorted(self._taken))
        if folder is None:
            self._timer.stop()
        else:
            self._timer.start()
        self.changed.emit()

    def look(self) -> None:
        """Look now, unless a look is under way or there is no year to take into."""
        if self.folder is None or self._job is not None or self._desk.year is None:
            return
        work = _Look(self.folder, self._before, frozenset(self._taken | self._under_way))
        self._job = run_in_background(self._desk, work, self._looked, self._failed)

    def _looked(self, answer: tuple[frozenset[Seen], tuple[Seen, ...]]) -> None:
        self._job = None
        there, settled = answer
        self._before = there
        if self.trouble:
            self.trouble = ""
            self.changed.emit()
        if settled and self.folder is not None and self._desk.year is not None:
            self._under_way |= set(settled)
            paths = tuple(self.folder / name for name, _size, _time in settled)
            self._taking.start(Wanted(year=self._desk.year, paths=paths, quiet=True))

    def _failed(self, trouble: BaseException) -> None:
        self._job = None
        if not isinstance(trouble, OSError):
            return  # stopped with the window
        if not self.trouble:
            self.trouble = f"Không thấy hoặc không đọc được thư mục quét {self.folder}"
            self.changed.emit()

    def _on_ended(self, wanted: Wanted, _found: Intake) -> None:
        """Remember what was taken (or refused and told): it is looked at once."""
        if not wanted.quiet or self.folder is None:
            return
        done = {seen for seen in self._under_way if self.folder / seen[0] in wanted.paths}
        self._under_way -= done
        still_there = {seen for seen in self._taken if seen in self._before}
        self._taken = still_there | done
        self._settings.keep_scan(self._office, self.folder, sorted(self._taken))


def scan_watch_of(desk: Desk, settings: UserSettings) -> ScanWatch:
    """The one that watches for a desk."""
    found = desk.findChild(ScanWatch)
    return found if isinstance(found, ScanWatch) else ScanWatch(desk, settings)
