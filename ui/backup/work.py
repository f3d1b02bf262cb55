"""What the page Sao lưu does: back up, drill, take a stick in, look into copies; beside the window, told in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dvcq_desktop import troubles
from dvcq_desktop.backup import backup, drill, encryption, memory, places
from dvcq_desktop.backup.backup import BackedUp
from dvcq_desktop.backup.copies import Found, copies_here, look
from dvcq_desktop.backup.drill import Proof
from dvcq_desktop.backup.encryption import Keys, WrongKey
from dvcq_desktop.backup.places import Place
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.office import Connection
from ui import ask, jobs
from ui.backup.rows import Spot
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped
from ui.user_settings import UserSettings

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """What became of a new passphrase."""

    known: bool  # there was one before
    places: places.Passphrases


class BackupWork(QObject):
    """One thing at a time; Desk.changed tells (memory.BACKUP) that what is remembered is another."""

    busy = Signal(bool)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._job: Job[object] | None = None
        self._settings = UserSettings()
        self.opened: dict[str, Keys] = {}  # keys that were typed for a place this PC has none for

    @property
    def running(self) -> bool:
        return self._job is not None

    def back_up(self, path: Path, *, accept_fewer: bool = False) -> None:
        """Make a generation in a place and prove it."""
        folder = self._desk.office.folder
        settings = self._settings.path
        self._settings.flush()
        self._desk.flush.emit()

        def work(db: Connection, progress: Progress) -> BackedUp:
            keys = encryption.keys_of(folder)
            return backup.back_up(
                db, folder, path, progress.report, keys=keys, settings=settings, accept_fewer=accept_fewer
            )

        self._start("Đang sao lưu…", work, partial(self._backed_up, path))

    def _backed_up(self, path: Path, made: BackedUp) -> None:
        if not made.proof.whole:
            self._desk.refused.emit(made.sentence)
        elif not made.warning:
            self._desk.told.emit(f"{made.sentence}. Có thể rút USB.", False)
        if made.warning and self._accepts(made.warning):
            self.back_up(path, accept_fewer=True)

    def _accepts(self, warning: str) -> bool:
        ways = ("Đúng, dữ liệu đã giảm", "Giữ mọi bản cũ")
        return ask.choose(self._page, "Ít dữ liệu hơn hẳn lần trước", warning, ways) == 0

    def drill(self, path: Path, *, everything: bool = True, quiet: bool = False) -> None:
        """Prove the newest copy of a place. quiet: only trouble is told (a stick that was seen again)."""
        folder = self._desk.office.folder

        def work(_db: Connection, progress: Progress) -> Proof | None:
            keys = encryption.keys_of(folder)
            return drill.check_place(path, folder, progress.report, keys=keys, everything=everything)

        self._start("Đang thử khôi phục…", work, partial(self._drilled, quiet), quiet=quiet)

    def _drilled(self, quiet: bool, proof: Proof | None) -> None:
        if proof is None:
            if not quiet:
                self._desk.refused.emit("Nơi này chưa có bản sao lưu nào. Hãy bấm Sao lưu ngay.")
        elif not proof.whole:
            self._desk.refused.emit(proof.sentence)
        elif not quiet:
            self._desk.told.emit(f"Đã thử khôi phục bản số {proof.serial}: {proof.evidence} minh chứng, khớp.", False)

    def adopt(self, path: Path) -> bool:
        """Take a stick or folder in as a place of backups, after saying what it is; whether it is one now."""
        folder = self._desk.office.folder
        try:
            keys = self._keys_wanted(path, folder)
            place = places.adopt(self._desk.db, path, folder, keys=keys)
        except (RuleBroken, MediumTrouble, OSError) as trouble:
            self._desk.refused.emit(troubles.sentence(trouble) or str(trouble))
            return False
        memory.remember(folder, _remembered(place, folder))
        warning = places.warning(place, folder)
        self._desk.told.emit(warning or f"Đã nhận {place.name} làm nơi sao lưu.", False)
        self._desk.changed.emit(frozenset({memory.BACKUP}))
        return True

    def _keys_wanted(self, path: Path, folder: Path) -> Keys | None:
        keys = encryption.keys_of(folder)
        if keys is None or places.look_at(path).marker is not None:
            return keys
        ways = ("Không mã hóa", "Mã hóa bản sao")
        sentence = f"Mã hóa các bản sao lưu trên {path.name or path}?"
        detail = "Có mã hóa thì người nhặt được USB không đọc được gì; khi khôi phục cần mật khẩu sao lưu hoặc phiếu trong két."
        return keys if ask.choose(self._page, "Nhận nơi sao lưu", sentence, ways, detail=detail) == 1 else None

    def forget(self, spot: Spot) -> None:
        """A place is no longer looked for; nothing on it is touched."""
        if spot.remembered is not None:
            memory.forget(self._desk.office.folder, spot.remembered.place)
            self._desk.told.emit(f"Không theo dõi {spot.name} nữa. Các bản sao lưu trong đó còn nguyên.", False)
            self._desk.changed.emit(frozenset({memory.BACKUP}))

    def copies(
        self,
        spot: Spot,
        on_found: Callable[[Found], object],
        on_closed: Callable[[Spot], object],
        on_trouble: Callable[[Spot, str], object],
    ) -> None:
        """Look which copies a place holds; on_closed where it is encrypted and this PC has no key for it."""
        folder = self._desk.office.folder

        def work(_db: Connection, _progress: Progress) -> Found:
            if spot.here:
                return Found(path=folder, kind="folder", copies=tuple(copies_here(folder)))
            keys = self.opened.get(str(spot.path)) or encryption.keys_of(folder)
            return look(spot.path, keys=keys)

        def failed(trouble: BaseException) -> None:
            said = troubles.sentence(trouble)
            if isinstance(trouble, WrongKey):
                on_closed(spot)
            elif said is not None:
                on_trouble(spot, said)
            elif not isinstance(trouble, Stopped):
                raise trouble

        jobs.run_in_background(self._desk, work, on_found, failed)

    def set_up_encryption(self, passphrase: str, on_done: Callable[[Renewed], object]) -> None:
        """Make the office's keys, or give them another passphrase and tell it to the places that are there; takes some seconds."""
        folder = self._desk.office.folder

        def work(_db: Connection, _progress: Progress) -> Renewed:
            known = encryption.keys_of(folder) is not None
            return Renewed(known=known, places=places.renew_all(encryption.set_up(folder, passphrase), folder))

        self._start("Đang tạo khóa…", work, on_done)

    def open_keys(self, place: Place, typed: str, on_done: Callable[[], object]) -> None:
        """Open an encrypted place this PC has no key for, by its passphrase or the key on the recovery sheet."""
        marker = place.marker
        assert marker is not None  # noqa: S101  # only an encrypted place asks for keys

        def work(_db: Connection, _progress: Progress) -> Keys:
            return encryption.keys_from_typed(marker, typed)

        def opened(keys: Keys) -> None:
            self.opened[str(place.path)] = keys
            on_done()

        self._start("Đang mở bản sao lưu mã hóa…", work, opened)

    def start(self, sentence: str, work: Callable[[Connection, Progress], T], on_done: Callable[[T], object]) -> None:
        """Any other work of the page, shown in the status bar."""
        self._start(sentence, work, on_done)

    def _start(
        self,
        sentence: str,
        work: Callable[[Connection, Progress], T],
        on_done: Callable[[T], object],
        *,
        quiet: bool = False,
    ) -> None:
        if self._job is not None:
            if not quiet:
                self._desk.refused.emit("Đang có việc sao lưu chạy dở. Hãy chờ xong hoặc bấm Hủy rồi làm lại.")
            return
        self._job = jobs.run_in_background(self._desk, work, partial(self._finished, on_done), self._failed)
        self.busy.emit(True)
        if not quiet:
            self._desk.working.emit(self._job, sentence)

    def _finished(self, on_done: Callable[[T], object], answer: T) -> None:
        self._job = None
        self.busy.emit(False)
        on_done(answer)
        self._desk.changed.emit(frozenset({memory.BACKUP}))

    def _failed(self, trouble: BaseException) -> None:
        self._job = None
        self.busy.emit(False)
        self._desk.changed.emit(frozenset({memory.BACKUP}))
        self._tell(trouble)

    def _tell(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            self._desk.told.emit("Đã dừng. Dữ liệu và các bản sao lưu có từ trước còn nguyên.", False)
            return
        said = troubles.sentence(trouble)
        if said is None:
            raise trouble
        self._desk.refused.emit(said)


def _remembered(place: Place, folder: Path) -> memory.Remembered:
    marker = place.marker
    assert marker is not None  # noqa: S101  # it was adopted just now
    known = memory.of_place(folder, marker.place)
    return known or memory.Remembered(place=marker.place, path=str(place.path), encrypted=marker.encrypted)
