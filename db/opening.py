"""Opens a data folder: lock, identity, verified copy before an upgrade, migrations, checks, triggers."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from db import journal
from db.connection import Connection, connect, transaction
from db.errors import Damaged, NewerThanProgram, NoDataFile, NotOurs, UpgradeFailed
from db.lock import FolderLock
from db.snapshot import snapshot, verify

APPLICATION = 0x44564351  # "DVCQ"
SCHEMA = 2  # equals len(db.migrations.STEPS), which would import the steps at every start; a test compares them
FILE = "dvcq.sqlite3"


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
        """A second, read-only connection for a worker thread; the caller closes it."""
        return connect(self.path, read_only=True)

    def close(self) -> None:
        self.connection.close()
        if self._lock is not None:
            self._lock.release()


def has_data(folder: Path) -> bool:
    return (folder / FILE).is_file()


def open_data(folder: Path, holder: str, *, create: bool) -> DataFile:
    """Open the data of a folder for writing; create makes a new file where there is none.

    Raises a DataTrouble (OpenElsewhere, NoDataFile, NewerThanProgram, NotOurs, Damaged, UpgradeFailed) or OSError.
    """
    if not create and not has_data(folder):
        raise NoDataFile(folder / FILE)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder, holder)
    try:
        db = _identified(folder / FILE)
        try:
            bring_up_to_date(db, folder)
            journal.install(db)
        except BaseException:
            db.close()
            raise
    except BaseException:
        lock.release()
        raise
    return DataFile(folder, db, lock)


def open_in_memory() -> Connection:
    """A migrated database in memory, for tests and for trying things without a folder."""
    db = connect(":memory:")
    bring_up_to_date(db, None)
    journal.install(db)
    return db


def _identified(path: Path) -> Connection:
    """Look at who wrote the file before anything else is done with it."""
    if path.exists() and path.stat().st_size:
        try:
            probe = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                application = probe.execute("PRAGMA application_id").fetchone()[0]
                version = probe.execute("PRAGMA user_version").fetchone()[0]
                probe.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            finally:
                probe.close()
        except sqlite3.DatabaseError as trouble:
            raise Damaged(path, str(trouble)) from trouble
        if application != APPLICATION:
            raise NotOurs(path)
        if version > SCHEMA:
            raise NewerThanProgram(path, str(version))
    return connect(path)


def bring_up_to_date(db: Connection, folder: Path | None) -> None:
    """Run what migrations are pending in one transaction, after a verified copy of a file that holds data."""
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
    except (sqlite3.Error, Damaged) as trouble:
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
