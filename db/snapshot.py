"""Copies the live data file through SQLite itself and proves the copy before anyone relies on it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from db.connection import Connection
from db.errors import Damaged, means_medium
from db.files import replace_file


def snapshot(db: Connection, target: Path) -> None:
    """A verified copy at target: made beside it, checked, then renamed.

    Raises Damaged (naming the file that was copied), OSError or sqlite3.OperationalError (no room, no such folder);
    target is then as before.
    """
    temporary = target.with_name(f".{target.name}.tmp")
    leftovers = (temporary, temporary.with_name(f"{temporary.name}-journal"))
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        copy = sqlite3.connect(temporary)
        try:
            copy.execute("PRAGMA synchronous=FULL")
            db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verify(copy, file_of(db))
        finally:
            copy.close()
        replace_file(temporary, target)
    finally:
        for leftover in leftovers:
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def file_of(db: Connection) -> Path:
    """The file a connection works on; ":memory:" where there is none."""
    return Path(db.execute("PRAGMA database_list").fetchone()[2] or ":memory:")


def verify(db: Connection, path: Path) -> None:
    """integrity_check and foreign_key_check; raises Damaged with what SQLite said."""
    try:
        said = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
        orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as trouble:
        if means_medium(trouble):
            raise
        raise Damaged(path, str(trouble)) from trouble
    except UnicodeDecodeError as trouble:  # SQLite's own message quotes the damaged bytes
        raise Damaged(path, "UTF-8") from trouble
    if said != ["ok"]:
        raise Damaged(path, "; ".join(said))
    if orphans:
        raise Damaged(path, f"foreign_key_check: {len(orphans)} ({orphans[0][0]})")
