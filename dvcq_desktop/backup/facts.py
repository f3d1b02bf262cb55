"""What a data file holds in figures, so that a copy of it can be compared with what was copied."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection, table_names

_TOTALS = {  # what a copy must add up to: points in hundredths, bytes of evidence
    "score.self_points": "SELECT coalesce(sum(self_points), 0) FROM score",
    "score.appraised_points": "SELECT coalesce(sum(appraised_points), 0) FROM score",
    "deduction.points": "SELECT coalesce(sum(points), 0) FROM deduction",
    "evidence_file.size": "SELECT coalesce(sum(size), 0) FROM evidence_file",
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The figures of one data file."""

    schema: int
    counts: dict[str, int]
    totals: dict[str, int]
    state: str
    papers: tuple[str, ...]
    evidence: dict[str, tuple[int, str]]  # bytes and name by SHA-256
    doubted: bool = False  # found by doubts_of() only


def facts_of(db: Connection) -> Facts:
    """The figures of a data file of today's schema or an older one."""
    tables = set(table_names(db))
    return Facts(
        schema=int(db.execute("PRAGMA user_version").fetchone()[0]),
        counts={
            table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # names from the file's own schema
            for table in sorted(tables)
        },
        totals={
            name: int(db.execute(query).fetchone()[0])
            for name, query in _TOTALS.items()
            if name.partition(".")[0] in tables
        },
        state=state_of(db),
        papers=tuple(sorted(row[0] for query in _papers(tables) for row in db.execute(query))),
        evidence=evidence_of(db) if "evidence_file" in tables else {},
    )


def doubts_of(db: Connection) -> bool:
    """Whether a row of a data file of today's schema is not as the journal left it: damage that SQLite's checks do not see."""
    from db.row_check import row_check

    return bool(row_check(db))


def evidence_of(db: Connection) -> dict[str, tuple[int, str]]:
    """Bytes and name of every content any version of any document names, by SHA-256."""
    rows = db.execute(
        "SELECT sha256, max(size) AS size, min(original_name) AS name FROM evidence_file GROUP BY sha256 ORDER BY sha256"
    )
    return {row["sha256"]: (row["size"], row["name"]) for row in rows}


def _papers(tables: set[str]) -> list[str]:
    """Queries for papers that were issued: plans with number and date, frozen figures of reports, years that were closed."""
    queries = {
        "plan": "SELECT 'plan:' || uid || ':' || number || '/' || symbol || ':' || issued_on FROM plan"
        " WHERE number <> '' AND issued_on <> ''",
        "progress_snapshot": "SELECT 'report:' || uid FROM progress_snapshot",
        "cycle": "SELECT 'year:' || uid FROM cycle WHERE closed = 1",  # with its points and all the evidence handed in
    }
    return [query for table, query in queries.items() if table in tables]


def state_of(db: Connection) -> str:
    """What the journal has come to: two moments of one office with the same state hold the same data. A few reads by index.

    The time of the last operation is in it, since numbers come again after a restore.
    """
    row = db.execute(
        "SELECT (SELECT user_version FROM pragma_user_version) AS schema,"
        " (SELECT coalesce(max(id), 0) FROM journal_change) AS change,"
        " (SELECT coalesce(max(id), 0) FROM journal_operation) AS operation,"
        " (SELECT coalesce(max(at), '') FROM journal_operation WHERE id = (SELECT max(id) FROM journal_operation)) AS at,"
        " (SELECT count(*) || ' ' || coalesce(max(undone_at), '') FROM journal_operation WHERE state = 'undone') AS undone"
    ).fetchone()
    return "/".join(str(part) for part in row)


def rows_of(counts: dict[str, int]) -> int:
    return sum(counts.values())


def far_fewer(now: dict[str, int], before: dict[str, int]) -> bool:
    """Whether less than half is left of all rows, or of the documents of evidence."""
    return any(
        had >= 2 and has * 2 < had
        for has, had in (
            (rows_of(now), rows_of(before)),
            (now.get("evidence", 0), before.get("evidence", 0)),
        )
    )
