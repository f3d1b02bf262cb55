"""Full-text search that reads Vietnamese with or without its marks: "danh gia" finds "đánh giá", "hoa" finds "hòa".

Each text stands in two columns. FTS5 strips marks (remove_diacritics 2) but leaves đ, so `body` is stored with đ as d, and
queries are folded the same way. `marked` spells the marks as the digits of the VNI keyboard ("d9a1nh gia1"), which FTS5
leaves alone: what is there exactly as typed is found by the index too, however many others there are, and comes first. The
digit follows its letter, so an unfinished word is still the beginning of the finished one. The journal hands over the rows each operation and each undo touched, inside its transaction: the index is never
behind. (Triggers cannot write to FTS5 while trusted_schema is off.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Connection

_KINDS = 64  # room for that many searchable tables in the low part of the row number
_WORD = re.compile(r"[^\W_]+")  # as unicode61 sees a word
_VNI = str.maketrans(
    {
        "\u0301": "1",
        "\u0300": "2",
        "\u0309": "3",
        "\u0303": "4",
        "\u0323": "5",
        "\u0302": "6",
        "\u031b": "7",
        "\u0306": "8",
    }
    | {"đ": "d9", "Đ": "D9"}
)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found: its table, its id, and whether every word is there with the marks typed."""

    table: str
    id: int
    exact: bool


def create_index(db: Connection) -> None:
    """Make the empty index; called once, by a migration."""
    db.execute(
        "CREATE TABLE search_kind (id INTEGER PRIMARY KEY, table_name TEXT NOT NULL UNIQUE, columns TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5(body, marked, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
    )


def rebuild_index(db: Connection) -> None:
    """Make the index anew with all its tables; called by the migration that changes its shape."""
    kinds = db.execute("SELECT table_name, columns FROM search_kind ORDER BY id").fetchall()
    db.execute("DROP TABLE search")
    db.execute("DROP TABLE search_kind")
    create_index(db)
    for kind in kinds:
        index_table(db, kind["table_name"], tuple(kind["columns"].split()))


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
            text = " ".join(str(value) for value in found if value)
            db.execute(
                "INSERT INTO search (rowid, body, marked) VALUES (?, ?, ?)",
                (number, _plain_d(text), _marks_spelt(text)),
            )


def _plain_d(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "D")


def _marks_spelt(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(_VNI)


def search(db: Connection, typed: str, *, limit: int = 50) -> list[Hit]:
    """Records that hold every word typed (the last may be unfinished); those with the same marks first, then the newest."""
    folded = _query("body", _WORD.findall(_plain_d(typed)))
    if not folded:
        return []
    exact = _matching(db, _query("marked", _WORD.findall(_marks_spelt(typed))), limit)
    known = set(exact)
    others = [row for row in _matching(db, folded, limit) if row not in known] if len(exact) < limit else []
    names = {row["id"]: row["table_name"] for row in db.execute("SELECT id, table_name FROM search_kind")}
    return [Hit(table=names[row % _KINDS], id=row // _KINDS, exact=row in known) for row in (*exact, *others)[:limit]]


def _query(column: str, words: list[str]) -> str:
    """Every word, the last as the beginning of one, in a column; quoted, so that nothing typed is an operator.

    A whole word is looked up, the beginning of one is put together from all that begin so: 30 ms instead of 1 in large offices.
    """
    return " AND ".join(f'{column} : "{word}"' for word in words) + ("*" if words else "")


def _matching(db: Connection, query: str, limit: int) -> list[int]:
    if not query:
        return []
    rows = db.execute("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (query, limit))
    return [row["rowid"] for row in rows]
