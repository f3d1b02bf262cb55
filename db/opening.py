"""Opens a data folder: lock, identity, verified copy before an upgrade, migrations, checks, triggers."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from db import journal
from db.connection import Connection, connect, transaction
from db.errors import (
    Damaged,
    NewerThanProgram,
    NoDataFile,
    NotOurs,
    UpgradeFailed,
    means_damage,
    means_medium,
    primary_code,
)
from db.files import replace_file
from db.lock import FolderLock
from db.snapshot import snapshot, verify

APPLICATION = 0x44564351  # "DVCQ"
SCHEMA = 4  # equals len(db.migrations.STEPS), which would import the steps at every start; a test compares them
FILE = "dvcq.sqlite3"
_CHECKED_AT_START = 8 << 20  # bytes; a check costs 4 ms a MiB, so it may run before the first window up to here


class DataFile:
    """An open data folder; close() gives it back."""

    def __init__(self, folder: Path, connection: Connection, lock: FolderLock | None) -> None:
        self.folder = folder
        self.connection = connection
        self._lock = lock

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def reader(self) -> Connection:
        """A second, read-only connection; called in the worker thread that uses it, which also closes it."""
        return connect(self.path, read_only=True)

    def close(self) -> None:
        self.connection.close()
        if self._lock is not None:
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
        _identify(path)
        db = connect(path)
        try:
            bring_up_to_date(db, folder)
            if path.stat().st_size <= _CHECKED_AT_START:
                verify(db, path)
            journal.install(db)
        except BaseException:
            db.close()
            raise
    except BaseException:
        lock.release()
        raise
    return DataFile(folder, db, lock)


def _create(path: Path) -> None:
    """Make the file under another name and rename it: a kill or a full disk leaves it complete or not there at all."""
    unfinished = path.with_name(f"{path.name}.moi")
    leftovers = (unfinished, path.with_name(f"{unfinished.name}-journal"))
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        db = connect(unfinished, create=True)
        try:
            bring_up_to_date(db, None)
        finally:
            db.close()
        leftovers[1].unlink(missing_ok=True)  # before the rename: behind it nobody would look for it any more
        replace_file(unfinished, path)
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)


def open_in_memory() -> Connection:
    """A migrated database in memory, for tests and for trying things without a folder."""
    db = connect(":memory:")
    bring_up_to_date(db, None)
    journal.install(db)
    return db


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
    if application != APPLICATION:
        raise NotOurs(path)
    if version > SCHEMA:
        raise NewerThanProgram(path, str(version))


def _marks(path: Path, mode: str) -> tuple[int, int]:
    """application_id and user_version of a file, nothing in it touched."""
    probe = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    try:
        probe.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        application = probe.execute("PRAGMA application_id").fetchone()[0]
        return int(application), int(probe.execute("PRAGMA user_version").fetchone()[0])
    finally:
        probe.close()


def bring_up_to_date(db: Connection, folder: Path | None) -> None:
    """Run what migrations are pending in one transaction, after a verified copy of a file that holds data.

    folder None: a new file or one in memory. Raises UpgradeFailed where a step or a check failed; a full disk or a file
    held by another program comes through as it is. Either way the file is as it was.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA:
        return
    if version and folder is not None:
        (folder / "truoc-nang-cap").mkdir(exist_ok=True)
        snapshot(db, folder / "truoc-nang-cap" / f"dvcq-v{version}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.sqlite3")
    path = folder / FILE if folder else Path(":memory:")
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


def _migrate(db: Connection) -> None:
    from sqlite_utils import Database, Migrations

    from db.migrations import STEPS

    for statement in journal.TABLES:
        db.execute(statement)
    journal.remove(db)
    migrations = Migrations("dvcq")
    for step in STEPS:
        migrations(name=step.__name__.rsplit(".", 1)[-1])(step.migrate)
    migrations.apply(Database(db, execute_plugins=False))
