"""Makes a copy of a damaged data file that SQLite reads: bad places as zeros, its header mended, its list of tables put back."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from db.connection import Connection, connect_damaged
from db.errors import Damaged
from db.files import write_file
from db.shape import Shape, kept_shape, put_in

_PAGE = 4096
_BLOCK = 64 << 10
_MOST_PAGES = 1 << 18  # 1 GiB: what a cut-off file is filled up to at most
_EMPTY_LIST = b"\x0d" + bytes(4) + b"\x10\x00\x00"  # head of a page that holds no row yet


def copy_readable(source: Path, copy: Path) -> int:
    """Copy a file nobody has open, blocks that cannot be read as zeros, its header mended; answers its schema number."""
    from db.opening import SCHEMA

    content = bytearray(_readable(source))
    version = int.from_bytes(content[60:64], "big")
    if content[:16] != b"SQLite format 3\0" or not 0 < version <= SCHEMA:
        kept = kept_shape(source)
        version = kept.version if kept is not None and 0 < kept.version <= SCHEMA else version
        version = version if 0 < version <= SCHEMA else SCHEMA
        content[:100] = _header(bytes(content[:100]), len(content) // _PAGE, version)
    write_file(copy, bytes(content) or b"\0")
    journal = source.with_name(f"{source.name}-journal")
    if journal.exists() and journal.stat().st_size:
        write_file(copy.with_name(f"{copy.name}-journal"), _readable(journal))
    return version


def open_copy(copy: Path, source: Path, made: Shape) -> Connection:
    """Open the copy with a list of tables: its own, else what was kept beside the source, else the one its steps make.

    Raises Damaged where none of them fits: nothing is found without it.
    """
    db, own = connect_damaged(copy), False
    kept = kept_shape(source)
    shapes = [shape for shape in (kept, made) if shape is not None and shape.version == made.version]
    try:
        own = _lists(db, shapes[0])
    finally:
        if not own:
            db.close()
    if own:
        return db
    before = copy.read_bytes()
    for shape in shapes:
        _put_list(copy, before, shape)
        db = connect_damaged(copy)
        with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
            put_in(db, shape)
            db.close()
            db = connect_damaged(copy)  # reads its list anew
            if shape is kept or _fits(db):
                return db
        db.close()
    raise Damaged(source, "sqlite_schema")


def _lists(db: Connection, shape: Shape) -> bool:
    """Whether the file's own list can be read to its end and misses no table."""
    try:
        rows = db.execute(
            "SELECT name, typeof(rootpage) AS root, sql FROM sqlite_schema WHERE type = 'table'"
        ).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    there = {row["name"] for row in rows if row["root"] == "integer" and row["sql"]}
    needed = {str(row[1]) for row in shape.rows if row[0] == "table"}
    return there >= {name for name in needed if name == "journal_change" or not name.startswith("journal_")}


def _fits(db: Connection) -> bool:
    """Whether a list that was made, not kept, leads to the right tables: a file that was upgraded has them elsewhere."""
    from db.migrations import STEPS

    steps = {step.__name__.rsplit(".", 1)[-1] for step in STEPS}
    found = {row["name"] for row in db.execute("SELECT name FROM _sqlite_migrations")}
    tables = {row["name"] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return (
        bool(found)
        and found <= steps
        and {row["table_name"] for row in db.execute("SELECT table_name FROM journal_change LIMIT 20")} <= tables
    )


def _put_list(copy: Path, before: bytes, shape: Shape) -> None:
    """Write the copy with an empty list on its first page, and so long that the list to come lies behind all that was there."""
    pages = len(before) // _PAGE
    said = int.from_bytes(before[28:32], "big")
    roots = max((int(str(row[3] or 0)) for row in shape.rows), default=0)
    pages = max(pages, 1, min(max(said, roots), _MOST_PAGES))
    content = bytearray(before.ljust(pages * _PAGE, b"\0")[: pages * _PAGE])
    content[:_PAGE] = (_header(bytes(content[:100]), pages, shape.version) + _EMPTY_LIST).ljust(_PAGE, b"\0")
    write_file(copy, bytes(content))


def _header(found: bytes, pages: int, version: int) -> bytes:
    from db.opening import APPLICATION

    header = bytearray(found.ljust(100, b"\0"))
    header[:24] = b"SQLite format 3\0\x10\x00\x01\x01\x00\x40\x20\x20"
    header[32:40] = bytes(8)  # no list of free pages: they may be the damage
    marks = {24: 1, 28: pages, 44: 4, 52: 0, 56: 1, 60: version, 64: 0, 68: APPLICATION, 92: 1}
    for at, value in marks.items():
        header[at : at + 4] = value.to_bytes(4, "big")
    return bytes(header)


def _readable(path: Path) -> bytes:
    found = bytearray()
    with path.open("rb", buffering=0) as handle:
        size = handle.seek(0, 2)
        for start in range(0, size, _BLOCK):
            length = min(_BLOCK, size - start)
            try:
                handle.seek(start)
                block = handle.read(length) or b""
            except OSError:  # a bad place of the disk: what stands around it is still worth having
                block = b""
            found += block.ljust(length, b"\0")
    return bytes(found)
