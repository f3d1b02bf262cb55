"""Opens SQLite with the settings that nothing acknowledged may be lost under, and checks that each took."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.address import address
from db.errors import Damaged, MovedAway, PragmaRefused, means_damage
from db.files import same_file

Connection = sqlite3.Connection
Row = sqlite3.Row

# TRUNCATE + FULL: the only portable pair that lost no acknowledged edit in replayed power cuts. Never WAL: SQLite before
# 3.51.3 has a bug there that loses data, and a WAL file cannot be read from a read-only medium.
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("foreign_keys", "ON", 1),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "FULL", 2),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("busy_timeout", "5000", 5000),
    ("temp_store", "MEMORY", 2),
)
# Of the system's 260 letters, or of 512 bytes that SQLite takes elsewhere, the name of the journal needs eight more.
_LONGEST = 251 if sys.platform == "win32" else 503
_IN_MEMORY = {"journal_mode"}  # a database in memory keeps its journal there


class _Opened(sqlite3.Connection):
    """Knows which file it opened, so that nothing is written once the path leads elsewhere, and what is due before that."""

    place: Path | None = None
    device = number = 0
    due: Callable[[], None] | None = None


def connect(path: Path | str, *, read_only: bool = False, create: bool = False) -> Connection:
    """A connection with rows by name, own transactions (BEGIN IMMEDIATE) and every pragma read back.

    It belongs to the thread that made it. Raises Damaged where the file is no database, PragmaRefused where a setting did
    not take, sqlite3.OperationalError where the disk, the rights or another program stand in the way, OSError for a path longer
    than SQLite takes.
    """
    memory = str(path) == ":memory:"
    mode = "ro" if read_only else "rwc" if create else "rw"  # a missing file is never made in passing
    where = ":memory:" if memory else address(Path(path), mode)
    db = _opened(where, path)
    db.row_factory = sqlite3.Row
    try:
        if not memory:
            found_at = Path(path).stat()
            db.place, db.device, db.number = Path(path).absolute(), found_at.st_dev, found_at.st_ino
        for name, value, expected in _PRAGMAS:
            if (memory or read_only) and name in _IN_MEMORY:
                continue
            db.execute(f"PRAGMA {name}={value}")
            found = db.execute(f"PRAGMA {name}").fetchone()[0]
            if found != expected:
                raise PragmaRefused(Path(path), f"{name}={found}")
    except sqlite3.DatabaseError as trouble:
        db.close()
        if means_damage(trouble):
            raise Damaged(Path(path), str(trouble)) from trouble
        raise  # busy, full, read-only: the file is sound, and the person must not be told to restore a backup
    except UnicodeDecodeError as trouble:  # SQLite's own message quotes the damaged bytes
        db.close()
        raise Damaged(Path(path), "UTF-8") from trouble
    except BaseException:
        db.close()
        raise
    return db


def _opened(where: str, path: Path | str) -> _Opened:
    try:
        return sqlite3.connect(where, isolation_level=None, uri=where != ":memory:", timeout=5, factory=_Opened)
    except sqlite3.OperationalError:  # of a path too long SQLite says only that it cannot open the file
        if len(os.fsencode(path)) > _LONGEST:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(path)) from None
        raise


def connect_damaged(path: Path) -> Connection:
    """A connection to a copy of a damaged file that reads on where it can: no check of the schema, letters that are none as �."""
    db = sqlite3.connect(path, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.text_factory = _lenient
    db.execute("PRAGMA writable_schema=ON")
    return db


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def before_writing(db: Connection, due: Callable[[], None]) -> None:
    """Put off what is needed for writing only: the first transaction() calls it, until then SQLite itself refuses to write."""
    assert isinstance(db, _Opened)  # noqa: S101  # connect() makes no other
    _only_read(db, True)
    db.due = due


def _only_read(db: Connection, yes: bool) -> None:
    db.execute(f"PRAGMA query_only={int(yes)}")
    if db.execute("PRAGMA query_only").fetchone()[0] != yes:
        raise PragmaRefused(Path(), f"query_only={yes}")


def _do_what_is_due(db: Connection) -> None:
    """Once before the first write; where it fails, nothing can be written, and the next transaction tries again."""
    if not isinstance(db, _Opened) or db.due is None:
        return
    due, db.due = db.due, None  # what is due opens a transaction itself
    try:
        _only_read(db, False)
        due()
    except BaseException:
        before_writing(db, due)
        raise


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """One unit of work: BEGIN IMMEDIATE … COMMIT, rolled back whole on any error.

    Raises MovedAway where the path no longer leads to the file that is open, before anything is written and again before COMMIT.
    """
    check_in_place(db)
    _do_what_is_due(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        check_in_place(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def check_in_place(db: Connection) -> None:
    """Raise MovedAway where the file of a connection was moved, deleted or replaced: what is written then would be lost."""
    if isinstance(db, _Opened) and db.place is not None and not same_file(db.place, db.device, db.number):
        raise MovedAway(db.place)


def table_names(db: Connection) -> tuple[str, ...]:
    """The office's own tables: everything but SQLite's, the journal's and the search index."""
    rows = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
        " AND name NOT LIKE '^_%' ESCAPE '^' AND name NOT LIKE 'journal%' AND name NOT LIKE 'search%' ORDER BY name"
    )
    return tuple(row["name"] for row in rows)


def column_names(db: Connection, table: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in db.execute(f"PRAGMA table_info({table})"))


@contextmanager
def one_look(db: Connection) -> Iterator[None]:
    """Queries inside see the data as of one moment, although another connection writes; nested or in a transaction: as it is.

    A commit elsewhere waits for the end, so only reading belongs in here, no drawing.
    """
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
