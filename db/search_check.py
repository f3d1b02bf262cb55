"""Compares the search index with the rows it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Connection
from db.search import _KINDS, _plain_d


def search_differences(db: Connection) -> Iterator[tuple[str, int]]:
    """Table and row of each text the index lacks, knows otherwise, or knows although the row is gone; changes nothing."""
    for kind in db.execute("SELECT id, table_name, columns FROM search_kind").fetchall():
        table, number = kind["table_name"], kind["id"]
        indexed = db.execute("SELECT rowid / ?, body FROM search WHERE rowid % ? = ?", (_KINDS, _KINDS, number))
        bodies: dict[int, str] = dict(indexed.fetchall())
        for row in db.execute(f"SELECT id, {', '.join(kind['columns'].split())} FROM {table}"):
            text = " ".join(str(value) for value in tuple(row)[1:] if value)
            if bodies.pop(row["id"], None) != _plain_d(text):
                yield table, row["id"]
        yield from ((table, row_id) for row_id in bodies)
