"""Lets a reader see texts as they are being typed, before they are stored: the preview must not wait for the data file."""

from __future__ import annotations

from collections.abc import Mapping

from db.connection import Connection, column_names

Place = tuple[str, int, str]  # table, id, column: ("section", 12, "body")
_TYPED = {"section": ("heading", "body"), "plan": ("opening", "closing")}


def overlay(reader: Connection) -> None:
    """Make the read-only connection read the typed texts in place of the stored ones; nothing goes to the file.

    Temporary views of the same names come first when SQLite looks a table up.
    """
    reader.execute("CREATE TEMP TABLE typed (place TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID")
    for table, typed in _TYPED.items():
        shown = ", ".join(
            f"coalesce((SELECT text FROM temp.typed WHERE place = '{table}:{name}:' || id), {name}) AS {name}"
            if name in typed
            else name
            for name in column_names(reader, table)
        )
        reader.execute(f"CREATE TEMP VIEW {table} AS SELECT {shown} FROM main.{table}")


def lay_over(reader: Connection, texts: Mapping[Place, str]) -> None:
    """From now on read these texts, and only these, in place of the stored ones."""
    reader.execute("DELETE FROM temp.typed")
    reader.executemany(
        "INSERT INTO temp.typed (place, text) VALUES (?, ?)",
        [(f"{table}:{column}:{row_id}", text) for (table, row_id, column), text in texts.items()],
    )
