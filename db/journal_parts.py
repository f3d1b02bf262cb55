"""What others ask of the journal: where it stands, which parts of a record operations touched, rows that are gone for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from db.connection import Connection

_AT_ONCE = 500  # operations named in one query


def position(db: Connection) -> str:
    """Where the journal stands: the same text means that nothing was done, undone or redone in between."""
    row = db.execute(
        "SELECT (SELECT max(id) FROM journal_operation) AS operation, (SELECT max(id) FROM journal_change) AS change,"
        " (SELECT count(*) FROM journal_operation WHERE state = 'undone') AS undone,"
        " (SELECT at FROM journal_operation ORDER BY id DESC LIMIT 1) AS at"
    ).fetchone()
    return f"{row['operation'] or 0} {row['change'] or 0} {row['undone']} {row['at'] or ''}".strip()


def touched(db: Connection, operations: Collection[int], table: str, column: str) -> Iterator[tuple[int, object]]:
    """Row and value of a column, before as well as after, of every row of a table that operations changed.

    Undone ones too: undo touches what was done. Deleted rows answer what they were.
    """
    numbers = sorted(operations)
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        for row in db.execute(
            f"SELECT row_id, json_extract(before, '$.{column}') AS old, json_extract(after, '$.{column}') AS new"
            f" FROM journal_change WHERE operation IN ({', '.join('?' * len(part))}) AND table_name = ?",
            (*part, table),
        ):
            for value in {row["old"], row["new"]} - {None}:
                yield row["row_id"], value


def ever_had(db: Connection, table: str, column: str) -> frozenset[object]:
    """Every value a column had in any row of a table since the journal was begun, rows deleted since included."""
    rows = db.execute(
        f"SELECT json_extract(before, '$.{column}') AS old, json_extract(after, '$.{column}') AS new"
        " FROM journal_change WHERE table_name = ?",
        (table,),
    )
    return frozenset(value for row in rows for value in (row["old"], row["new"]) if value is not None)


def pairs_ever(db: Connection, table: str, first: str, second: str) -> frozenset[tuple[str, str]]:
    """Every pair of values that two columns of a row ever had together, rows deleted since included."""
    rows = db.execute(
        f"SELECT json_extract(row, '$.{first}') AS first, json_extract(row, '$.{second}') AS second FROM"
        " (SELECT coalesce(after, before) AS row FROM journal_change WHERE table_name = ?)",
        (table,),
    )
    return frozenset((row["first"], row["second"]) for row in rows)


def gone_for_good(db: Connection, table: str, column: str, values: Collection[object]) -> int:
    """Let no undo or redo bring back deleted rows whose column had one of these values; how many rows that are.

    For rows that name something outside the data that is being deleted. Belongs into an operation.
    """
    wanted = frozenset(values)
    rows = {
        row["row_id"]
        for row in db.execute(
            f"SELECT DISTINCT row_id, json_extract(coalesce(after, before), '$.{column}') AS value FROM journal_change"
            f" WHERE table_name = ? AND row_id NOT IN (SELECT id FROM {table})",
            (table,),
        )
        if row["value"] in wanted
    }
    last = db.execute("SELECT coalesce(max(id), 0) FROM journal_change").fetchone()[0]
    for row_id in rows:
        db.execute(
            "INSERT INTO journal_baseline (table_name, row_id, change, content) VALUES (?, ?, ?, NULL)"
            " ON CONFLICT (table_name, row_id) DO UPDATE SET change = excluded.change, content = NULL",
            (table, row_id, last),
        )
    return len(rows)
