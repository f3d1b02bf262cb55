"""Undo, redo, history of a record and refresh in one mechanism: triggers write each changed row, before and after.

Every change happens inside an operation: one transaction with a label a person can read, the time and who did it. A
write outside an operation fails, because a change without an operation has no place in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from db import search
from db.connection import Connection, column_names, table_names, transaction
from db.errors import UndoBlocked

TABLES = (
    """CREATE TABLE IF NOT EXISTS journal_operation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        merge TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped')),
        undone_at TEXT,
        undone_by TEXT
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS journal_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        operation INTEGER NOT NULL REFERENCES journal_operation (id),
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS journal_change_row ON journal_change (table_name, row_id)",
    "CREATE INDEX IF NOT EXISTS journal_change_operation ON journal_change (operation)",
    "CREATE INDEX IF NOT EXISTS journal_operation_state ON journal_operation (state, id)",
    # Rows that an upgrade made or changed outside any operation, as it left them (NULL: deleted), behind which entry.
    """CREATE TABLE IF NOT EXISTS journal_baseline (
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        change INTEGER NOT NULL,
        content TEXT,
        PRIMARY KEY (table_name, row_id)
    ) STRICT""",
    # The last operation when somebody sat down, and at their visit before: what is new since is told without any clock.
    """CREATE TABLE IF NOT EXISTS journal_visit (
        who TEXT PRIMARY KEY,
        operation INTEGER NOT NULL,
        before INTEGER                            -- NULL: the first visit
    ) STRICT""",
    # The steps that made the file and the hash of the source of each.
    """CREATE TABLE IF NOT EXISTS journal_step (
        name TEXT PRIMARY KEY,
        hash TEXT NOT NULL
    ) STRICT""",
)
# Which operation is open and whether changes are recorded, of this connection only: one page less to write at every edit.
_STATE = (
    "CREATE TEMP TABLE journal_state (operation INTEGER, recording INTEGER NOT NULL DEFAULT 1) STRICT",
    "INSERT INTO temp.journal_state DEFAULT VALUES",
)
MERGE_WITHIN = timedelta(seconds=20)


@dataclass(kw_only=True)
class Operation:
    """What an operation did: its number, its label, and, once it is over, the tables it touched."""

    id: int
    label: str
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry in the history of a record."""

    at: str  # ISO, local time with offset
    who: str
    label: str
    state: str  # done, undone, dropped
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    id: int = 0
    table: str = ""
    row_id: int = 0


def install(db: Connection) -> None:
    """Make the triggers of every table of the office for this connection; nothing is written to the file.

    They are TEMP triggers: made anew at every open they always fit the columns of today, and json_object() is allowed in
    them although trusted_schema is off.
    """
    with transaction(db):
        for statement in TABLES:  # already there: nothing is written
            db.execute(statement)
        for statement in _STATE:
            db.execute(statement)
        for table in table_names(db):
            for statement in _triggers(db, table):
                db.execute(statement)


def remove(db: Connection) -> None:
    """Take the triggers away before a migration reshapes the tables."""
    for row in db.execute("SELECT name FROM sqlite_temp_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER temp.{row['name']}")


def _triggers(db: Connection, table: str) -> Iterator[str]:
    columns = column_names(db, table)

    def row(which: str) -> str:
        return "json_object(" + ", ".join(f"'{c}', {which}.{c}" for c in columns) + ")"

    changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns)
    for event, key, before, after, extra in (
        ("INSERT", "NEW.id", "NULL", row("NEW"), ""),
        ("UPDATE", "OLD.id", row("OLD"), row("NEW"), f" AND ({changed})"),
        ("DELETE", "OLD.id", row("OLD"), "NULL", ""),
    ):
        yield (
            f"CREATE TEMP TRIGGER journal_{table}_{event.lower()} AFTER {event} ON main.{table} WHEN (SELECT recording FROM temp.journal_state){extra} BEGIN"
            " INSERT INTO journal_change (operation, table_name, row_id, before, after)"
            f" VALUES ((SELECT operation FROM temp.journal_state), '{table}', {key}, {before}, {after}); END"
        )


@contextmanager
def operation(db: Connection, label: str, who: str, *, merge: str = "") -> Iterator[Operation]:
    """One journalled unit of work; an error rolls it back whole, an operation that changed nothing leaves no trace.

    merge: operations in a row with the same key (typing in one field) join into one step of undo for 20 seconds.
    """
    with transaction(db):
        number = _joined(db, merge) if merge else None
        if number is None:
            number = int(
                db.execute(
                    "INSERT INTO journal_operation (label, who, at, merge) VALUES (?, ?, ?, ?)",
                    (label, who, _now(), merge),
                ).lastrowid
                or 0
            )
        last = db.execute("SELECT coalesce(max(id), 0) FROM journal_change").fetchone()[0]
        db.execute("UPDATE temp.journal_state SET operation = ?", (number,))
        done = Operation(id=number, label=label)
        yield done
        db.execute("UPDATE temp.journal_state SET operation = NULL")
        # No DISTINCT: SQLite would walk an index of the whole journal for it, at every edit.
        rows = db.execute("SELECT table_name, row_id FROM journal_change WHERE id > ?", (last,)).fetchall()
        search.refresh(db, {(row["table_name"], row["row_id"]): None for row in rows})
        done.tables = frozenset(row["table_name"] for row in rows)
        if done.tables:
            db.execute("UPDATE journal_operation SET state = 'dropped' WHERE state = 'undone'")
        elif not db.execute("SELECT 1 FROM journal_change WHERE operation = ?", (number,)).fetchone():
            db.execute("DELETE FROM journal_operation WHERE id = ?", (number,))


def _joined(db: Connection, merge: str) -> int | None:
    """The last operation, where it has the same merge key, is young and nothing was undone since."""
    row = db.execute("SELECT id, at, merge, state FROM journal_operation ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or row["merge"] != merge or row["state"] != "done":
        return None
    age = datetime.now().astimezone() - datetime.fromisoformat(row["at"])
    return int(row["id"]) if timedelta(0) <= age < MERGE_WITHIN else None


def undo_label(db: Connection) -> str | None:
    """Label of what undo() would take back; None where there is nothing."""
    row = db.execute("SELECT label FROM journal_operation WHERE state = 'done' ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else str(row["label"])


def redo_label(db: Connection) -> str | None:
    row = db.execute("SELECT label FROM journal_operation WHERE state = 'undone' ORDER BY id LIMIT 1").fetchone()
    return None if row is None else str(row["label"])


def undo(db: Connection, who: str) -> Operation | None:
    """Play the last operation backwards; its journal entry stays, marked with who took it back and when.

    Raises UndoBlocked where an upgrade since then reshaped what the operation touched; nothing changes then.
    """
    return _play(db, who, backwards=True)


def redo(db: Connection, who: str) -> Operation | None:
    """Play the first undone operation again."""
    return _play(db, who, backwards=False)


def _play(db: Connection, who: str, *, backwards: bool) -> Operation | None:
    state, order = ("done", "DESC") if backwards else ("undone", "ASC")
    with transaction(db):
        found = db.execute(
            f"SELECT id, label FROM journal_operation WHERE state = ? ORDER BY id {order} LIMIT 1", (state,)
        ).fetchone()
        if found is None:
            return None
        changes = db.execute(
            f"SELECT table_name, row_id, before, after FROM journal_change WHERE operation = ? ORDER BY id {order}",
            (found["id"],),
        ).fetchall()
        if not _fits(db, found["id"], changes):
            raise UndoBlocked(Path(), found["label"])
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("UPDATE temp.journal_state SET recording = 0")
        for change in changes:
            old, new = (change["after"], change["before"]) if backwards else (change["before"], change["after"])
            _put(db, change["table_name"], change["row_id"], old, new)
        db.execute("UPDATE temp.journal_state SET recording = 1")
        search.refresh(db, {(change["table_name"], change["row_id"]) for change in changes})
        db.execute(
            "UPDATE journal_operation SET state = ?, merge = '', undone_at = ?, undone_by = ? WHERE id = ?",
            ("undone", _now(), who, found["id"]) if backwards else ("done", None, None, found["id"]),
        )
        return Operation(id=found["id"], label=found["label"], tables=frozenset(c["table_name"] for c in changes))


def _fits(db: Connection, operation_id: int, changes: list[Any]) -> bool:
    """Whether an operation can still be played: no upgrade since took away its columns or gave its rows other values."""
    if db.execute(
        "SELECT 1 FROM journal_change c JOIN journal_baseline b ON b.table_name = c.table_name AND b.row_id = c.row_id"
        " WHERE c.operation = ? AND c.id <= b.change LIMIT 1",
        (operation_id,),
    ).fetchone():
        return False
    columns: dict[str, set[str]] = {}
    for change in changes:
        table = change["table_name"]
        known = columns.setdefault(table, set(column_names(db, table)))
        if any(not known.issuperset(json.loads(change[side])) for side in ("before", "after") if change[side]):
            return False
    return True


def _put(db: Connection, table: str, row_id: int, old: str | None, new: str | None) -> None:
    if new is None:
        db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        return
    values: dict[str, Any] = json.loads(new)
    if old is None:
        names = ", ".join(values)
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))
    else:
        names = ", ".join(f"{c} = ?" for c in values)
        db.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*values.values(), row_id))


def history(db: Connection, table: str, row_id: int) -> list[Change]:
    """Every change of one record, newest first."""
    return _changes(db, "c.table_name = ? AND c.row_id = ?", (table, row_id))


def history_of_parts(db: Connection, table: str, column: str, whole_id: int) -> list[Change]:
    """Every change of the records of a table that belong to another by a column, those deleted since too; newest first."""
    where = f"c.table_name = ? AND json_extract(coalesce(c.after, c.before), '$.{column}') = ?"
    return _changes(db, where, (table, whole_id))


def changes_of(db: Connection, operation_id: int) -> list[Change]:
    """Every row an operation changed, newest first."""
    return _changes(db, "c.operation = ?", (operation_id,))


def _changes(db: Connection, where: str, params: tuple[object, ...]) -> list[Change]:
    rows = db.execute(
        "SELECT c.id, c.table_name, c.row_id, o.at, o.who, o.label, o.state, c.before, c.after FROM journal_change c"
        f" JOIN journal_operation o ON o.id = c.operation WHERE {where} ORDER BY c.id DESC",
        params,
    )
    return [
        Change(
            id=r["id"],
            table=r["table_name"],
            row_id=r["row_id"],
            at=r["at"],
            who=r["who"],
            label=r["label"],
            state=r["state"],
            before=json.loads(r["before"]) if r["before"] else None,
            after=json.loads(r["after"]) if r["after"] else None,
        )
        for r in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What operations of one label by one person came to since a moment."""

    label: str
    who: str
    count: int
    last: str  # when the last of them was, ISO


def begin_visit(db: Connection, who: str) -> None:
    """Somebody sat down: what comes from now on is new at their next visit."""
    db.execute(
        "INSERT INTO journal_visit (who, operation) SELECT ?, coalesce(max(id), 0) FROM journal_operation WHERE true"
        " ON CONFLICT (who) DO UPDATE SET before = operation, operation = excluded.operation",
        (who,),
    )


def done_since_visit(db: Connection, who: str) -> list[Done]:
    """Operations that stand, made since somebody's visit before this one, those of one label and person together, newest first.

    By their numbers: a clock that was set back hides nothing. Nothing on a first visit.
    """
    rows = db.execute(
        "SELECT label, who, count(*) AS count, max(id), at AS last FROM journal_operation"
        " WHERE state = 'done' AND id > (SELECT before FROM journal_visit WHERE who = ?)"
        " GROUP BY label, who ORDER BY max(id) DESC",
        (who,),
    )
    return [Done(label=r["label"], who=r["who"], count=r["count"], last=r["last"]) for r in rows]


def newest(db: Connection) -> str:
    """When the last operation was, ISO with offset; empty where there is none."""
    row = db.execute("SELECT at FROM journal_operation ORDER BY id DESC LIMIT 1").fetchone()
    return str(row["at"]) if row else ""


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")
