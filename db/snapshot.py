"""Copies the live data file through SQLite itself and proves the copy before anyone relies on it."""

from __future__ import annotations

import contextlib
import errno
import os
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


def same_pages(db: Connection, copy: Path) -> bool:
    """Whether a copy, read from the disk, is byte for byte what the connection reads but for the counters in its first page.

    To be asked inside the look the copy was made in. Raises OSError.
    """
    from db.forgetting import forget  # not loaded at every start

    try:
        pages = db.serialize()
    except sqlite3.OperationalError as trouble:  # all it says is that it could not
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(file_of(db))) from trouble
    forget(copy)
    with copy.open("rb") as handle:
        head = bytearray(handle.read(100))
        for start in (24, 40, 92, 96):  # change counter, schema cookie, version-valid-for, version of SQLite
            head[start : start + 4] = pages[start : start + 4]
        if head != pages[:100]:
            return False
        at = 100
        while part := handle.read(1 << 20):
            if pages[at : at + len(part)] != part:
                return False
            at += len(part)
    return at == len(pages)


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
