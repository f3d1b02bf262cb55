"""Offices to put under faults: the demonstration office, and the same data as an older program would have left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

import db.migrations
import db.opening
from db import journal
from db.connection import Connection, column_names, table_names, transaction
from db.opening import FILE, open_data
from db.snapshot import verify
from dvcq_desktop import demo
from dvcq_desktop.office import Office, open_office

if TYPE_CHECKING:
    from sqlite_utils import Database

WHO = "Lê Thị Hoa"
LATER_ROWS = 3000
Rows = dict[str, list[dict[str, object]]]


def make_office(folder: Path) -> Path:
    """The demonstration office, closed."""
    office = open_office(folder, WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    office.close()
    return folder


@contextmanager
def program_of(steps: int) -> Iterator[None]:
    """The program as it was when the schema had so many steps."""
    with patch.object(db.migrations, "STEPS", db.migrations.STEPS[:steps]), patch.object(db.opening, "SCHEMA", steps):
        yield


@contextmanager
def program_to_come() -> Iterator[None]:
    """The program with one step of the schema more than it has, one that writes a lot."""
    later = SimpleNamespace(__name__="m9999_later", migrate=_later_step)
    with (
        patch.object(db.migrations, "STEPS", (*db.migrations.STEPS, later)),
        patch.object(db.opening, "SCHEMA", db.opening.SCHEMA + 1),
    ):
        yield


def _later_step(utils: Database) -> None:
    utils.execute("ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    utils.conn.execute("PRAGMA cache_size=10")
    for number in range(LATER_ROWS):
        utils.execute("INSERT INTO setting (uid, name, value) VALUES (?1, ?1, ?2)", (f"{number}", "x" * 500))


def make_older_office(folder: Path, steps: int, newest: Path) -> Path:
    """The data of an office of today in a file of the first steps of the schema."""
    with program_of(steps):
        data = open_data(folder, WHO, create=True)
        try:
            _take_over(data.connection, newest / FILE)
        finally:
            data.close()
    return folder


def _take_over(old: Connection, newest: Path) -> None:
    old.execute("PRAGMA foreign_keys=OFF")
    old.execute("ATTACH ? AS newest", (str(newest),))
    there = {row["name"] for row in old.execute("SELECT name FROM newest.sqlite_schema WHERE type = 'table'")}
    with journal.operation(old, "Nạp", WHO):
        for table in there.intersection(table_names(old)):
            news = {row["name"] for row in old.execute(f"PRAGMA newest.table_info({table})")}
            names = ", ".join(name for name in column_names(old, table) if name in news)
            # OR IGNORE: what an older schema could not yet say (a proof of a task) an older program did not write.
            old.execute(f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {names} FROM newest.{table} ORDER BY id")
        while orphans := old.execute("PRAGMA main.foreign_key_check").fetchall():
            for orphan in orphans:
                old.execute(f"DELETE FROM {orphan[0]} WHERE rowid = ?", (orphan[1],))
    old.execute("DETACH newest")
    old.execute("PRAGMA foreign_keys=ON")


def rows_of(path: Path) -> Rows:
    """Every row of the office's own tables, by table; read past the program, as it would be after any crash."""
    raw = sqlite3.connect(path)
    raw.row_factory = sqlite3.Row
    try:
        return {
            table: [dict(row) for row in raw.execute(f"SELECT * FROM {table} ORDER BY id")]
            for table in table_names(raw)
        }
    finally:
        raw.close()


def sound(office: Office) -> None:
    """The form of the file, its references, its search index."""
    verify(office.db, office.folder / FILE)
    with transaction(office.db):
        office.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def version_of(path: Path) -> int:
    """The schema a file says it has."""
    raw = sqlite3.connect(path)
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()
