"""Copies the live data file through SQLite itself and proves the copy before anyone relies on it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.connection import Connection
from db.errors import Damaged
from db.files import flush_folder, replace_file


def snapshot(db: Connection, target: Path) -> None:
    """A verified copy at target (made beside it, checked, then renamed). Raises Damaged or OSError; target is then as before."""
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.unlink(missing_ok=True)
    copy = sqlite3.connect(temporary)
    try:
        copy.execute("PRAGMA synchronous=FULL")
        db.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        verify(copy, temporary)
    except BaseException:
        copy.close()
        temporary.unlink(missing_ok=True)
        raise
    copy.close()
    replace_file(temporary, target)
    flush_folder(target.parent)


def verify(db: Connection, path: Path) -> None:
    """integrity_check and foreign_key_check; raises Damaged with what SQLite said."""
    try:
        said = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
        orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as trouble:
        raise Damaged(path, str(trouble)) from trouble
    if said != ["ok"]:
        raise Damaged(path, "; ".join(said))
    if orphans:
        raise Damaged(path, f"foreign_key_check: {len(orphans)} ({orphans[0][0]})")
