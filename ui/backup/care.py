"""Keeps an eye on backups while one works: how old the last is, and a stick that was plugged in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dvcq_desktop.backup import memory, reminding
from dvcq_desktop.backup.places import Place
from ui.backup.watch import stick_watch
from ui.backup.work import BackupWork

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class BackupCare(QObject):
    """Sleeps until start()."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._top = window.desk, window.top
        self._work = BackupWork(window.desk, window)
        self._watch = stick_watch(window.desk)
        self._watch.plugged.connect(self._on_plugged)
        self._watch.seen.connect(self._show_age)
        self._desk.changed.connect(self._on_changed)

    def start(self) -> None:
        """The window was seen."""
        self._show_age()
        self._watch.start()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if memory.BACKUP in tables:
            self._show_age()

    def _show_age(self) -> None:
        self._top.show_backup(memory.last_words(self._desk.office.folder, self._desk.today))

    def _on_plugged(self, place: Place) -> None:
        """A stick of ours is there again: say so, and read its newest copy back (what was written lately may never have arrived)."""
        assert place.marker is not None  # noqa: S101  # only places that are remembered are told
        known = memory.of_place(self._desk.office.folder, place.marker.place)
        if known is None:
            return
        if self._watch.looked or not reminding.is_young(self._desk.office.folder, self._desk.today):
            when = f"Bản gần nhất {memory.ago(known.at, self._desk.today)}. " if known.serial else ""
            self._desk.told.emit(f"Đã thấy USB sao lưu {place.name}. {when}Bấm Ctrl+B để sao lưu ngay.", False)
        if known.serial:
            self._work.drill(place.path, everything=False, quiet=True)
