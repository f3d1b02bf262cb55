"""Opens a data folder: lock, identity, verified copy before an upgrade, migrations, checks, triggers."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime
from functools import partial
from pathlib import Path

from db import ballast, journal, seal
from db.address import address
from db.connection import Connection, before_writing, check_in_place, connect, transaction
from db.errors import (
    Damaged,
    DataTrouble,
    DiskFull,
    MovedAway,
    NewerThanProgram,
    NoDataFile,
    NoRoom,
    NotOurs,
    UpgradeFailed,
    means_damage,
    means_full,
    means_medium,
    primary_code,
)
from db.files import name_new_file
from db.lock import FolderLock
from db.snapshot import snapshot, verify

APPLICATION = 0x44564351  # "DVCQ"
SCHEMA = 4  # equals len(db.migrations.STEPS), which would import the steps at every start; a test compares them
FILE = "dvcq.sqlite3"
COPIES = "truoc-nang-cap"  # the copies made before upgrades, inside the data folder
_CHECKED_AT_START = 8 << 20  # bytes; a check costs 4 ms a MiB, so it may run before the first window up to here


class DataFile:
    """An open data folder; close() gives it back.

    sealed: the file was opened as its last clean close left it; if not, its rows are worth a check beside the window.
    known_whole: the file was proved when it was opened, by its seal or a check. Where it was not (too large to check before
    the window, or brought up to date just now), a whole check beside the window says so; only a file known whole is sealed.
    """

    def __init__(
        self, folder: Path, connection: Connection, lock: FolderLock, *, sealed: bool, known_whole: bool
    ) -> None:
        self.folder = folder
        self.connection = connection
        self.sealed = sealed
        self.known_whole = known_whole
        self.closed = False
        self._lock = lock

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def reader(self) -> Connection:
        """A second, read-only connection; called in the worker thread that uses it, which also closes it."""
        check_in_place(self.connection)
        return connect(self.path, read_only=True)

    def meaning_of(self, trouble: Exception) -> DataTrouble | None:
        """What an error at work says about the data folder: DiskFull once the reserve was given free; None: what it is.

        A file that SQLite finds damaged is not vouched for when it is closed.
        """
        if primary_code(trouble) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            self.known_whole = False
        freed = ballast.release(self.folder) if means_full(trouble) else 0
        return DiskFull(self.path, str(freed >> 20)) if freed else None

    def close(self) -> None:
        """Close the file, keep its SHA-256 beside it, give the folder back; a second time nothing."""
        if self.closed:
            return
        self.closed = True
        try:
            check_in_place(self.connection)
            in_place = True
        except (MovedAway, OSError):
            in_place = False
        self.connection.close()
        if in_place and self.known_whole:
            with contextlib.suppress(OSError):  # on a full disk the next start checks the file instead
                seal.make_seal(self.path)
        self._lock.release()


def has_data(folder: Path) -> bool:
    return (folder / FILE).is_file()


def open_data(folder: Path, holder: str, *, create: bool) -> DataFile:
    """Open the data of a folder for writing; create makes a new file where there is none.

    Raises a DataTrouble (OpenElsewhere, NoDataFile, NewerThanProgram, NotOurs, Damaged, UpgradeFailed), OSError, or
    sqlite3.OperationalError where the disk is full, read-only or held by another program.
    """
    if not create and not has_data(folder):
        raise NoDataFile(folder / FILE)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder, holder)
    try:
        path = folder / FILE
        if not has_data(folder):
            _create(path)
        _clear_unfinished(path)
        whole = sealed = _is_whole(path)
        db = connect(path)
        try:
            if bring_up_to_date(db, folder):
                whole = sealed = (
                    False  # the disk may have written another thing than it was told; a check beside the window says
                )
            elif not whole and path.stat().st_size <= _CHECKED_AT_START:
                verify(db, path)
                whole = True
            before_writing(db, partial(_make_ready, db, path))
        except BaseException:
            db.close()
            raise
    except BaseException:
        lock.release()
        raise
    return DataFile(folder, db, lock, sealed=sealed, known_whole=whole)


def _make_ready(db: Connection, path: Path) -> None:
    """What must be there before the first write, after which nothing but close() vouches for the file; looking needs none of it."""
    from db.shape import keep_shape

    seal.break_seal(path)
    with contextlib.suppress(OSError):  # on a full disk the next start catches up
        keep_shape(db, path)
    journal.install(db)


def _create(path: Path) -> None:
    """Make the file under another name and then name it: a kill or a full disk leaves it complete or not there at all."""
    unfinished = _unfinished(path)[0]
    _clear_unfinished(path)
    try:
        db = connect(unfinished, create=True)
        try:
            bring_up_to_date(db, None)
        finally:
            db.close()
        with contextlib.suppress(
            FileExistsError
        ):  # it is there after all: the look at it failed, and it is the one to open
            name_new_file(unfinished, path)
    finally:
        with contextlib.suppress(OSError):  # the first trouble is the one to tell
            _clear_unfinished(path)


def _unfinished(path: Path) -> tuple[Path, Path]:
    """A file that is being made, and its journal."""
    return path.with_name(f"{path.name}.moi"), path.with_name(f"{path.name}.moi-journal")


def _clear_unfinished(path: Path) -> None:
    """Take away what a kill left: an unfinished file, or the first name of a finished one."""
    for leftover in _unfinished(path):
        leftover.unlink(missing_ok=True)


def open_in_memory() -> Connection:
    """A migrated database in memory, for tests and for trying things without a folder."""
    db = connect(":memory:")
    bring_up_to_date(db, None)
    journal.install(db)
    return db


def _is_whole(path: Path) -> bool:
    """Whether the file is as its last clean close left it; whose file it is comes first, since a newer program may have written.

    The header is read without SQLite where the file was closed cleanly; behind a kill it may tell of what is rolled back.
    Raises NotOurs, NewerThanProgram, ChangedOutside, Damaged.
    """
    if seal.vouches(path):
        with path.open("rb") as handle:
            header = handle.read(100)
        if header.startswith(b"SQLite format 3\0") and len(header) == 100:
            _accept(path, *(int.from_bytes(header[at : at + 4], "big") for at in (68, 60)))
        if seal.holds(path):
            return True
    _identify(path)
    return False


def _identify(path: Path) -> None:
    """Look at who wrote the file before anything else is done with it; raises NotOurs, NewerThanProgram, Damaged."""
    if path.stat().st_size == 0:
        raise Damaged(path, "0 byte")
    try:
        application, version = _marks(path, "ro")
    except sqlite3.DatabaseError as trouble:
        if (
            primary_code(trouble) == sqlite3.SQLITE_READONLY
        ):  # a crash left a journal, which only a writer may roll back
            application, version = _marks(path, "rw")
        elif means_damage(trouble):
            raise Damaged(path, str(trouble)) from trouble
        else:
            raise
    except UnicodeDecodeError as trouble:  # SQLite's own message quotes the damaged bytes
        raise Damaged(path, "UTF-8") from trouble
    _accept(path, application, version)


def _accept(path: Path, application: int, version: int) -> None:
    if application != APPLICATION:
        raise NotOurs(path)
    if version > SCHEMA:
        raise NewerThanProgram(path, str(version))


def _marks(path: Path, mode: str) -> tuple[int, int]:
    """application_id and user_version of a file, nothing in it touched."""
    probe = sqlite3.connect(address(path, mode), uri=True)
    try:
        probe.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        application = probe.execute("PRAGMA application_id").fetchone()[0]
        return int(application), int(probe.execute("PRAGMA user_version").fetchone()[0])
    finally:
        probe.close()


def bring_up_to_date(db: Connection, folder: Path | None) -> bool:
    """Run what migrations are pending in one transaction, after a verified copy of a file that holds data; whether any ran.

    folder None: a new file or one in memory. Raises UpgradeFailed where a step or a check failed; a full disk or a file
    held by another program comes through as it is. Either way the file is as it was.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA:
        return False
    path = folder / FILE if folder else Path(":memory:")
    if version and folder is not None:
        from db.steps import check_steps

        check_steps(db, path)
        _need_room(path)
        snapshot(db, _copy_before(folder, version))
        seal.break_seal(path)
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        with transaction(db):
            _migrate(db)
            db.execute(f"PRAGMA application_id={APPLICATION}")
            db.execute(f"PRAGMA user_version={SCHEMA}")
            verify(db, path)
    except Exception as trouble:
        if means_medium(trouble) or not version:
            raise
        raise UpgradeFailed(path, str(trouble)) from trouble
    finally:
        db.execute("PRAGMA foreign_keys=ON")
    return True


def make_empty(path: Path, version: int) -> None:
    """A file without rows as the first steps left it, for what is salvaged; the later steps follow by bring_up_to_date()."""
    with contextlib.closing(connect(path, create=True)) as db, transaction(db):
        _migrate(db, version)
        db.execute(f"PRAGMA application_id={APPLICATION}")
        db.execute(f"PRAGMA user_version={version}")


def _need_room(path: Path) -> None:
    """An upgrade needs room for the copy and for SQLite's journal; raises NoRoom before anything is written."""
    import shutil

    needed = 2 * path.stat().st_size + (2 << 20)
    if shutil.disk_usage(path.parent).free < needed:
        raise NoRoom(path, str((needed >> 20) + 1))


def _copy_before(folder: Path, version: int) -> Path:
    """A name of its own for the copy before an upgrade, in order by number: no clock decides which is newer."""
    copies = folder / COPIES
    copies.mkdir(exist_ok=True)
    day, number = f"{datetime.now().astimezone():%Y%m%d}", 1
    while list(copies.glob(f"dvcq-v{version}-{number:03}-*.sqlite3")):
        number += 1
    return copies / f"dvcq-v{version}-{number:03}-{day}.sqlite3"


def _migrate(db: Connection, steps: int | None = None) -> None:
    from sqlite_utils import Database, Migrations

    from db.migrations import STEPS
    from db.row_check import keep_baseline, row_check
    from db.steps import keep_hashes

    for statement in journal.TABLES:
        db.execute(statement)
    journal.remove(db)
    known = row_check(db)
    migrations = Migrations("dvcq")
    for step in STEPS[:steps]:
        migrations(name=step.__name__.rsplit(".", 1)[-1])(step.migrate)
    migrations.apply(Database(db, execute_plugins=False))
    keep_baseline(db, known)
    keep_hashes(db)
