"""Keeps the list of tables, and where in the file each begins, beside the data: a data file that lost its own list is read by it.

The list (sqlite_schema) lies on the first pages, all else hangs from it. It changes at an upgrade only, so that the card beside
the file stays right; where there is none, the steps that made the file say what it should be.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from db.connection import Connection
from db.files import write_file

_NAMES = ("type", "name", "tbl_name", "rootpage", "sql")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The list of tables of a file of one schema number."""

    version: int
    rows: tuple[tuple[object, ...], ...]  # of sqlite_schema, in its own order


def shape_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.khung")


def shape_of(db: Connection) -> Shape:
    """The list of tables of an open file; raises sqlite3.DatabaseError where it cannot be read."""
    rows = db.execute(f"SELECT {', '.join(_NAMES)} FROM sqlite_schema ORDER BY rowid").fetchall()
    version = db.execute("PRAGMA user_version").fetchone()[0]
    return Shape(version=int(version), rows=tuple(tuple(row) for row in rows))


def keep_shape(db: Connection, path: Path) -> None:
    """Bring the card beside a sound file up to date: read before the first write, written after an upgrade. Raises OSError."""
    content = _to_bytes(shape_of(db))
    card = shape_file(path)
    if not card.is_file() or card.read_bytes() != content:
        write_file(card, content)


def kept_shape(path: Path) -> Shape | None:
    """What the card beside a file says; None where there is none, or one that is damaged itself."""
    try:
        head, _end, body = shape_file(path).read_bytes().partition(b"\n")
        if head.decode("ascii") != f"sha256 {hashlib.sha256(body).hexdigest()}":
            return None
        fields = json.loads(body)
        return Shape(version=int(fields["version"]), rows=tuple(tuple(row) for row in fields["rows"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put_in(db: Connection, shape: Shape) -> None:
    """Give a damaged copy, whose first page holds an empty list, the list of a shape. Wants writable_schema=ON."""
    marks = ", ".join("?" * len(_NAMES))
    db.executemany(f"INSERT INTO sqlite_schema ({', '.join(_NAMES)}) VALUES ({marks})", shape.rows)


def _to_bytes(shape: Shape) -> bytes:
    body = json.dumps({"version": shape.version, "rows": shape.rows}, ensure_ascii=False).encode()
    return f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode() + body
