"""Compares every row of the office with what the journal says it should be: finds what a check of the file's form cannot.

A row should be what its last standing operation left. The journal writes the columns of its day; a column that came later
has its default, unless the upgrade that brought it gave it another value: such rows are kept in journal_baseline.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from db.connection import Connection, table_names
from db.errors import means_medium

Told = Callable[[int, int, str], None]  # done, of how many, which table; may raise to stop

CHANGED, MISSING, UNKNOWN, HISTORY = "changed", "missing", "unknown", "history"
_SHOWN = 2000  # differences of one table that are looked at in detail; beyond that the file is a ruin anyway


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A row that is not as the journal left it."""

    table: str
    row_id: int
    kind: str  # changed; missing: the row is gone; unknown: nobody entered it; history: an older entry does not fit
    column: str = ""


def row_check(db: Connection, told: Told | None = None) -> list[Difference]:
    """Every difference between the tables of the office and the journal, by table, row and column.

    Reads table by table, so that a writer waits for one of them at most. Raises sqlite3.Error where SQLite cannot read on.
    """
    found: list[Difference] = []
    tables = table_names(db)
    for number, table in enumerate(tables):
        if told is not None:
            told(number, len(tables), table)
        found += _table(db, table)
    return found


def keep_baseline(db: Connection, known: list[Difference]) -> None:
    """After an upgrade: rows that its steps made or changed are right as they are now; those different before stay different.

    Belongs into the transaction of the upgrade.
    """
    before = {(difference.table, difference.row_id) for difference in known}
    last = db.execute("SELECT coalesce(max(id), 0) FROM journal_change").fetchone()[0]
    for table in table_names(db):
        found = _table(db, table, most=sys.maxsize)
        for row_id in {difference.row_id: None for difference in found if difference.kind != HISTORY}:
            if (table, row_id) not in before:
                _keep(db, table, row_id, last)


def accept_all(db: Connection) -> None:
    """Take every row as it stands now for right (a file put together from what could be read); nothing older is undone then."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM journal_change").fetchone()[0]
    db.execute("DELETE FROM journal_baseline")
    for table in table_names(db):
        known = db.execute(
            f"SELECT id FROM {table} UNION SELECT row_id FROM journal_change WHERE table_name = ?", (table,)
        )
        for row in known.fetchall():
            _keep(db, table, row["id"], last)


def expected_rows(db: Connection, table: str, *, damaged: bool = False) -> dict[int, dict[str, Any] | None]:
    """What the journal and the baseline say of a table: values by column for each row number, None: it was deleted.

    damaged: entries that are no JSON any more are passed over.
    """
    found: dict[int, dict[str, Any] | None] = {}
    for row in db.execute(f"SELECT row_id, CAST(should AS BLOB) AS should FROM ({_SHOULD})", {"t": table}):
        try:
            found[row["row_id"]] = None if row["should"] is None else _values(row["should"])
        except ValueError:
            if not damaged:
                raise
    return found


def _keep(db: Connection, table: str, row_id: int, last: int) -> None:
    whole = _as_json(db, table)
    row = db.execute(f"SELECT {whole} AS now FROM {table} WHERE id = ?", (row_id,)).fetchone()
    db.execute(
        "INSERT INTO journal_baseline (table_name, row_id, change, content) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (table_name, row_id) DO UPDATE SET change = excluded.change, content = excluded.content",
        (table, row_id, last, row["now"] if row else None),
    )


# What each row of table :t should hold, as JSON (NULL: it should not be there), by the newest that stands of: the entries of
# operations that are done, the baseline. Rows whose every operation was undone are as they were before the first of them.
_SHOULD = """
    WITH entry AS (
        SELECT c.id, c.row_id, c.before, c.after, o.state = 'done' AS stands
        FROM journal_change c JOIN journal_operation o ON o.id = c.operation WHERE c.table_name = :t
    ),
    ends AS (
        SELECT row_id, min(id) AS first, max(CASE WHEN stands THEN id END) AS last FROM entry GROUP BY row_id
    ),
    journalled AS (
        SELECT e.row_id, coalesce(e.last, 0) AS change, CASE WHEN e.last IS NULL
            THEN (SELECT before FROM journal_change WHERE id = e.first)
            ELSE (SELECT after FROM journal_change WHERE id = e.last) END AS should
        FROM ends e
    )
    SELECT row_id, should FROM journalled j
        WHERE NOT EXISTS (SELECT 1 FROM journal_baseline b
            WHERE b.table_name = :t AND b.row_id = j.row_id AND b.change >= j.change)
    UNION ALL
    SELECT b.row_id, b.content FROM journal_baseline b LEFT JOIN journalled j ON j.row_id = b.row_id
        WHERE b.table_name = :t AND b.change >= coalesce(j.change, 0)
"""


def _table(db: Connection, table: str, most: int = _SHOWN) -> list[Difference]:
    found: list[Difference] = []
    unknown: list[Difference] = []
    try:
        should, history = _journalled(db, table)
        defaults = _defaults(db, table)
        for row_id, now in _plain(db, f"SELECT id, CAST({_as_json(db, table)} AS BLOB) FROM {table} ORDER BY id"):
            wanted = should.pop(row_id, None)
            if wanted is None:  # deleted, or never entered
                unknown.append(Difference(table=table, row_id=row_id, kind=UNKNOWN))
            elif wanted != now:
                found += _compare(table, row_id, wanted, now, defaults)
            if len(found) >= most:
                return found
        found += [
            Difference(table=table, row_id=row_id, kind=MISSING)
            for row_id, wanted in should.items()
            if wanted is not None
        ]
        found += [*unknown[:most], *history]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as trouble:
        if means_medium(trouble):
            raise
        found.append(Difference(table=table, row_id=0, kind=CHANGED, column=str(trouble)))
    return found


def _journalled(db: Connection, table: str) -> tuple[dict[int, bytes | None], list[Difference]]:
    """As _SHOULD, and the entries that do not follow each other: each that stands begins where the one before ended.

    In one walk through the journal, in the order of its index: SQL needs three, and this runs at every close.
    """
    query = "SELECT row_id, change, CAST(content AS BLOB) FROM journal_baseline WHERE table_name = ?"
    baseline = {row_id: (change, content) for row_id, change, content in _plain(db, query, table)}
    should: dict[int, bytes | None] = {row_id: content for row_id, (_change, content) in baseline.items()}
    broken: list[Difference] = []
    entries = _plain(
        db,
        "SELECT c.row_id, c.id, o.state = 'done', CAST(c.before AS BLOB), CAST(c.after AS BLOB)"
        " FROM journal_change c CROSS JOIN journal_operation o ON o.id = c.operation WHERE c.table_name = ?"
        " ORDER BY c.row_id, c.id",
        table,
    )
    for row_id, of_row in groupby(entries, itemgetter(0)):
        known = baseline.get(row_id, (-1, None))[0]
        change, content, first = 0, None, True
        for _row, number, stands, before, after in of_row:
            if first:
                content = before  # should every operation of the row be undone, it is as before the first of them
            elif (
                stands and change and content != before and not change <= known < number and not _agree(content, before)
            ):
                broken.append(Difference(table=table, row_id=row_id, kind=HISTORY))
            first = False
            if stands:
                change, content = number, after
        if known < change or row_id not in baseline:
            should[row_id] = content
    return should, broken


def _plain(db: Connection, query: str, *params: object) -> Iterator[tuple[Any, ...]]:
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, params)


def _compare(table: str, row_id: int, wanted: bytes, now: bytes, defaults: dict[str, Any]) -> Iterator[Difference]:
    """One row in detail: columns that the entry does not know have their default."""
    try:
        should, found = _values(wanted), _values(now)
    except ValueError:
        yield Difference(table=table, row_id=row_id, kind=HISTORY)
        return
    for name, value in found.items():
        if value != should.get(name, defaults[name]):
            yield Difference(table=table, row_id=row_id, kind=CHANGED, column=name)


def _values(text: bytes) -> dict[str, Any]:
    """Raises ValueError where a damaged text is no JSON any more; letters that are none count as others."""
    values = json.loads(text.decode("utf-8", "replace"))
    if not isinstance(values, dict):
        raise ValueError("no row")  # noqa: TRY004  # as what json says of damage
    return values


def _agree(earlier: bytes | None, later: bytes | None) -> bool:
    if earlier is None or later is None:
        return earlier is later
    try:
        one, other = _values(earlier), _values(later)
    except ValueError:
        return False
    return all(other[name] == value for name, value in one.items() if name in other)


def _defaults(db: Connection, table: str) -> dict[str, Any]:
    return {
        row["name"]: None if row["dflt_value"] is None else db.execute(f"SELECT {row['dflt_value']}").fetchone()[0]
        for row in db.execute(f"PRAGMA table_info({table})").fetchall()
    }


def _as_json(db: Connection, table: str) -> str:
    """The row as the journal's triggers write it: the same names in the same order give the same text."""
    names = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
    return "json_object(" + ", ".join(f"'{name}', {table}.{name}" for name in names) + ")"
