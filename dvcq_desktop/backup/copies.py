"""What can be brought back: a generation of a stick or of the PC, a plain folder with a data file, a data file alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from db import store
from db.connection import connect
from db.errors import Damaged, NotOurs
from db.files import write_through
from db.opening import APPLICATION, FILE, SCHEMA, bring_up_to_date
from db.snapshot import snapshot
from dvcq_desktop import troubles
from dvcq_desktop.backup.layout import MANIFESTS, FromNewerProgram, Generation, Marker, Unreadable, newer, root_of
from dvcq_desktop.backup.media import medium
from dvcq_desktop.backup.memory import HERE
from dvcq_desktop.backup.places import read_marker, vault_of
from dvcq_desktop.backup.scratch import opened
from dvcq_desktop.backup.vault import Kept, Meter, Told, Vault, WrongContent, falsified
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.evidence_folder import CATALOGUE
from dvcq_desktop.evidence_sidecars import sidecars
from dvcq_desktop.folders import EVIDENCE
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys

_UPGRADE_COPY = re.compile(r"dvcq-v(\d+)-(\d{3})-(\d{8})\.sqlite3")
_IN_EVERY_FILE = frozenset({"_sqlite_migrations", "journal_operation", "journal_change", "organisation", "cycle"})
_REASONS = {
    "stick": "",
    "close": "khi đóng chương trình",
    "before-restore": "trước khi khôi phục",
}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One state of the office that can be looked into and brought back."""

    path: Path  # the stick, the folder, the file
    label: str  # "Bản số 12, 16:40 ngày 05/11/2026"
    at: str = ""  # ISO; empty: not known
    generation: Generation | None = None  # None: a plain folder or file
    vault: Vault | None = None
    file: Path | None = None  # the data file of a plain folder
    evidence: Path | None = None  # the store of evidence, where it is not the vault itself

    @property
    def serial(self) -> int:
        return self.generation.serial if self.generation else 0

    @property
    def size(self) -> int:
        """Bytes of the data file and of the evidence that the copy itself lists."""
        if self.generation is not None:
            return self.generation.size
        return self.file.stat().st_size if self.file else 0

    @property
    def folder(self) -> Path:
        """What is gone when the stick is pulled."""
        return self.file.parent if self.file else self.path

    def take_data(self, folder: Path, told: Told) -> Path:
        """The data file of this state, copied into a folder of the PC, as it was.

        Its two checks have passed. Raises MediumTrouble, Unreadable (damaged), FromNewerProgram, NotOurs, OSError of the PC's disk.
        """
        target = folder / FILE
        try:
            self._take(target, told)
            _accept(target, self.path)
        except (WrongContent, Damaged) as trouble:
            raise Unreadable(
                _(
                    "{copy} bị hỏng nên không khôi phục từ đó được. Dữ liệu trên máy chưa có gì thay đổi. Hãy chọn bản khác.",
                    copy=self.label,
                )
            ) from trouble
        return target

    def _take(self, target: Path, told: Told) -> None:
        with medium(self.path):
            if self.generation is not None and self.vault is not None:
                size = self.generation.data.size
                meter = Meter(told, size, _("Đang lấy dữ liệu từ bản sao lưu"))
                self.vault.take(self.generation.data.sha256, target, meter)
                if store.digest(target, from_medium=True) != self.generation.data.sha256:
                    raise falsified(target)
            elif self.file is not None:
                told(0, 0, _("Đang lấy dữ liệu từ bản sao lưu"))
                _take_file(self.file, target)

    def has(self, evidence: Mapping[str, int]) -> set[str]:
        """Which of these contents (bytes by SHA-256) seem to be there, by name and size."""
        with medium(self.path):
            if self.evidence is not None:
                lying = dict(store.listing(self.evidence))
                return {sha256 for sha256, size in evidence.items() if lying.get(sha256) == size}
            if self.vault is None:
                return set()
            listing = self.vault.listing()
            return {sha256 for sha256, size in evidence.items() if self.vault.seems_there(listing, sha256, size)}

    def give(self, folder: Path, sha256s: Sequence[str], meter: Meter) -> Iterator[Kept | Exception]:
        """Bring contents into the store of evidence of the PC, each proved by its hash; an answer each, in their order."""
        if self.evidence is not None:
            paths = [store.path_of(self.evidence, sha256) for sha256 in sha256s]
            return store.keep_many(folder, paths, meter.add, expected=sha256s)
        if self.vault is not None:
            return self.vault.give(folder, sha256s, meter)
        return iter([FileNotFoundError(sha256) for sha256 in sha256s])


@dataclass(frozen=True, kw_only=True)
class Found:
    """What lies in a place, a folder or a file that was chosen to restore from.

    evidence: files of evidence without a data file, which evidence_rebuild.py makes an office from.
    """

    path: Path
    kind: Literal["place", "folder", "file", "evidence"]
    copies: tuple[Copy, ...] = ()  # newest first; those whose manifest is damaged are left out
    damaged: tuple[str, ...] = ()  # a sentence for each manifest that is damaged
    marker: Marker | None = None
    office_name: str = ""

    def copy(self, serial: int = 0) -> Copy:
        """The copy of a number, the newest where none is named. InputRefused where there is none."""
        for one in self.copies:
            if serial in (0, one.serial):
                return one
        if serial:
            raise InputRefused(_("Không có bản sao lưu số {n} dùng được ở {path}.", n=serial, path=self.path))
        raise InputRefused(
            _("Ở {path} không có bản sao lưu nào dùng được. Hãy thử USB hoặc thư mục khác.", path=self.path)
        )


def look(path: Path, *, keys: Keys | None = None) -> Found:
    """What can be restored from a path: a place of backups, a folder with a data file, a data file, files of evidence alone.

    Changes nothing. Raises WrongKey where the place is encrypted and keys are missing or wrong (read the marker with
    places.look_at() and ask), Unreadable, FromNewerProgram, MediumTrouble, InputRefused where there is nothing of the kind.
    """
    path = path.absolute()
    with medium(path):
        if root_of(path).is_dir():
            return _place(path, keys)
        if path.is_file():
            return Found(path=path, kind="file", copies=(_plain(path, path),))
        if (path / FILE).is_file():
            return Found(path=path, kind="folder", copies=(_plain(path, path / FILE), *copies_here(path)))
        if copies := copies_here(path):  # the data file itself is lost
            return Found(path=path, kind="folder", copies=tuple(copies))
        if path.is_dir() and holds_evidence(path):
            return Found(path=path, kind="evidence")
        path.stat()
    raise InputRefused(
        _(
            "Ở {path} không có bản sao lưu, tệp dữ liệu hay minh chứng nào của chương trình. Chưa có gì thay đổi. Hãy chọn USB "
            "hoặc thư mục khác.",
            path=path,
        )
    )


def copies_here(data_folder: Path) -> list[Copy]:
    """The copies a data folder holds of itself, newest first of each kind: at closes, before restores, before upgrades."""
    vault = Vault(data_folder / HERE)
    found = [one for one in vault.generations() if isinstance(one, Generation)]
    copies = [_of_generation(data_folder, vault, one, data_folder / EVIDENCE) for one in found]
    before_upgrade = sorted((data_folder / "truoc-nang-cap").glob("*.sqlite3"), key=_upgrade_order, reverse=True)
    copies += [_plain(path, path, data_folder / EVIDENCE) for path in before_upgrade]
    return copies


def brought_up(path: Path) -> None:
    """Make a copy in a scratch folder one of today's schema, so that it can be compared row by row. Raises UpgradeFailed."""
    db = connect(path)
    try:
        bring_up_to_date(db, None)
    finally:
        db.close()


def _place(path: Path, keys: Keys | None) -> Found:
    path = path if root_of(path) != path else path.parent
    try:
        marker = read_marker(path)
    except Unreadable:
        marker = None
    if marker is None:  # damaged or lost: what lies there tells how it was written
        sealed = any((root_of(path) / MANIFESTS).glob("*.age"))
        marker = Marker(place="", office="", encrypted=sealed)
    vault = vault_of(path, marker, keys)
    found = vault.generations()
    copies = [_of_generation(path, vault, one) for one in found if isinstance(one, Generation)]
    whose = next((one.office_name for one in found if isinstance(one, Generation)), marker.office_name)
    damaged = tuple(str(one) for one in found if isinstance(one, Unreadable))
    return Found(path=path, kind="place", copies=tuple(copies), damaged=damaged, marker=marker, office_name=whose)


def _of_generation(path: Path, vault: Vault, found: Generation, evidence: Path | None = None) -> Copy:
    label = _("Bản số {n}, {when}", n=found.serial, when=_when(found.at))
    reason = _REASONS.get(found.reason, "")
    return Copy(
        path=path,
        label=f"{label} ({reason})" if reason else label,
        at=found.at,
        generation=found,
        vault=vault,
        evidence=evidence,
    )


def _plain(path: Path, file: Path, evidence: Path | None = None) -> Copy:
    """A data file that lies about, with the evidence beside it if there is any."""
    beside = evidence or file.parent / EVIDENCE
    upgrade = _UPGRADE_COPY.fullmatch(file.name)
    at = datetime.fromtimestamp(file.stat().st_mtime).astimezone().isoformat(timespec="seconds")
    label = (
        _("Bản trước khi nâng cấp, {when}", when=_when(at))
        if upgrade
        else _("Tệp dữ liệu {name}, sửa lần cuối {when}", name=file.name, when=_when(at))
    )
    return Copy(path=path, label=label, at=at, file=file, evidence=beside if beside.is_dir() else None)


def _take_file(file: Path, target: Path) -> None:
    """Copy a data file through SQLite; behind a crash its journal belongs to it, and both are copied before it is opened."""
    try:
        db = connect(file, read_only=True)
        try:
            snapshot(db, target)
        finally:
            db.close()
    except Exception as trouble:
        if troubles.exit_code(trouble) != troubles.NO_ROOM:  # SQLite cannot roll back on what it may not write
            raise
    else:
        return
    for suffix in ("", "-journal"):
        source = file.with_name(file.name + suffix)
        if source.is_file():
            with source.open("rb") as reading:
                write_through(target.with_name(target.name + suffix), partial(shutil.copyfileobj, reading))
    db = connect(target)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        db.close()


def _accept(path: Path, source: Path) -> None:
    """Raise NotOurs, FromNewerProgram, Damaged where a copied data file is not one this program can open."""
    with opened(path) as db:
        application = int(db.execute("PRAGMA application_id").fetchone()[0])
        schema = int(db.execute("PRAGMA user_version").fetchone()[0])
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if application != APPLICATION:
        raise NotOurs(source)
    if schema > SCHEMA:
        raise newer(source)
    if lacking := _IN_EVERY_FILE - tables:  # somebody else made it, with our mark
        raise Damaged(path, ", ".join(sorted(lacking)))


def holds_evidence(path: Path) -> bool:
    """Whether evidence_folder.py finds something there: a handed-in folder, a store, the cards beside its contents."""
    if (path / CATALOGUE).is_file():
        return True
    folders = (path, path / EVIDENCE)
    return any(next(store.listing(folder), None) or next(sidecars(folder), None) for folder in folders)


def _upgrade_order(path: Path) -> tuple[int, int]:
    found = _UPGRADE_COPY.fullmatch(path.name)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _when(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at):%H:%M ngày %d/%m/%Y}"
    except ValueError:
        return at


__all__ = ["Copy", "Found", "FromNewerProgram", "brought_up", "copies_here", "look"]
