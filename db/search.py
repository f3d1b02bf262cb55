"""Full-text search that reads Vietnamese with or without its marks: "danh gia" finds "đánh giá", "hoa" finds "hòa".

FTS5 strips marks (remove_diacritics 2) but leaves đ, so the text is stored with đ as d, and queries are folded the same
way. The journal hands over the rows each operation and each undo touched, inside its transaction: the index is never
behind. (Triggers cannot write to FTS5 while trusted_schema is off.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Connection

_KINDS = 64  # room for that many searchable tables in the low part of the row number
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found: its table, its id, and whether the marks typed are there as typed."""

    table: str
    id: int
    exact: bool


def create_index(db: Connection) -> None:
    """Make the empty index; called once, by a migration."""
    db.execute(
        "CREATE TABLE search_kind (id INTEGER PRIMARY KEY, table_name TEXT NOT NULL UNIQUE, columns TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
    )


def index_table(db: Connection, table: str, columns: tuple[str, ...]) -> None:
    """Make these columns of a table searchable, rows already there included; called by migrations."""
    kind = db.execute(
        "INSERT INTO search_kind (table_name, columns) VALUES (?, ?) RETURNING id", (table, " ".join(columns))
    ).fetchone()[0]
    if kind >= _KINDS:
        raise ValueError(f"more than {_KINDS - 1} searchable tables")
    refresh(db, [(table, row["id"]) for row in db.execute(f"SELECT id FROM {table}").fetchall()])


def refresh(db: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Bring the index up to date for these (table, id); rows of tables that are not searched are passed over."""
    kinds = {k["table_name"]: k for k in db.execute("SELECT id, table_name, columns FROM search_kind")}
    for table, row_id in rows:
        kind = kinds.get(table)
        if kind is None:
            continue
        number = row_id * _KINDS + kind["id"]
        names = ", ".join(kind["columns"].split())
        db.execute("DELETE FROM search WHERE rowid = ?", (number,))
        found = db.execute(f"SELECT {names} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        if found is not None:
            body = " ".join(str(value) for value in found if value)
            db.execute("INSERT INTO search (rowid, body) VALUES (?, ?)", (number, _plain_d(body)))


def _plain_d(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "D")


def search(db: Connection, typed: str, *, limit: int = 50) -> list[Hit]:
    """Records that hold every word typed (the last may be unfinished); those with the same marks first, then newest."""
    words = _WORD.findall(_plain_d(typed))
    if not words:
        return []
    query = " ".join('"' + word.replace('"', '""') + '"*' for word in words)
    names = {row["id"]: row["table_name"] for row in db.execute("SELECT id, table_name FROM search_kind")}
    rows = db.execute(
        "SELECT rowid, body FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (query, max(limit, 200))
    ).fetchall()
    phrase = " ".join(words).lower()
    hits = [
        Hit(
            table=names[row["rowid"] % _KINDS],
            id=row["rowid"] // _KINDS,
            exact=phrase in unicodedata.normalize("NFC", row["body"]).lower(),
        )
        for row in rows
    ]
    return sorted(hits, key=lambda hit: not hit.exact)[:limit]
