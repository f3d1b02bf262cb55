"""Checks a data file whole: its form, its references, its rows against the journal, its search index, whose it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from db.connection import Connection, connect, table_names
from db.errors import StepsDiffer, means_medium
from db.row_check import Difference, Told, row_check
from db.search_check import search_differences
from db.snapshot import file_of
from db.steps import check_steps

_IN_MEMORY = 128 << 20  # bytes; a file up to here is checked as a copy in memory, and a writer never waits for it
_MOST = 100  # findings of SQLite that are kept


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a whole check found; nothing in any of the lists: the file is whole."""

    form: tuple[str, ...] = ()  # integrity_check, in SQLite's words
    orphans: tuple[tuple[str, int, str], ...] = ()  # table, row, table that lacks the row referred to
    rows: tuple[Difference, ...] = ()
    search: tuple[tuple[str, int], ...] = ()  # table and row of which the search index knows another text
    marks: tuple[str, ...] = ()  # application_id, user_version, steps
    counts: dict[str, int] = field(default_factory=dict)  # rows by table

    @property
    def whole(self) -> bool:
        """Whether nothing of the office is damaged; a search index can be made anew and is no loss."""
        return not (self.form or self.orphans or self.rows or self.marks)


def whole_check(db: Connection, told: Told | None = None) -> Report:
    """Check everything; changes nothing. told(done, of, what) hears of progress and may raise to stop.

    db: any connection to an up-to-date file, also a read-only one. Raises sqlite3.OperationalError where the medium fails;
    damage is never raised but reported.
    """
    tell = told or _nobody
    with _still(db) as still:
        steps = len(table_names(db)) + 3
        tell(0, steps, "")
        form = tuple(_form(still))
        tell(1, steps, "")
        report = Report(form=form, marks=tuple(_marks(still)), orphans=tuple(_orphans(still)))
        try:
            rows = tuple(row_check(still, lambda done, _of, table: tell(done + 2, steps, table)))
            tell(steps - 1, steps, "")
            return Report(
                form=form,
                marks=report.marks,
                orphans=report.orphans,
                rows=rows,
                search=tuple(search_differences(still)),
                counts=counts(still),
            )
        except (sqlite3.DatabaseError, UnicodeDecodeError) as trouble:
            if means_medium(trouble):
                raise
            return Report(form=(*form, str(trouble)), marks=report.marks, orphans=report.orphans)


def counts(db: Connection) -> dict[str, int]:
    """How many rows each table of the office holds, the journal's too."""
    names = (*table_names(db), "journal_operation", "journal_change")
    return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


@contextmanager
def _still(db: Connection) -> Iterator[Connection]:
    """A copy of the file as it stands, in memory; a file too large for that is read table by table as it is."""
    size = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    if size > _IN_MEMORY:
        yield db
        return
    copy = connect(":memory:")
    try:
        db.backup(copy)
        yield copy
    finally:
        copy.close()


def _form(db: Connection) -> Iterator[str]:
    """What SQLite says of the file's form; by table where it is large, so that a writer waits for one table at most."""
    in_memory = str(file_of(db)) == ":memory:"
    names = (
        [""]
        if in_memory
        else [row["name"] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    )
    try:
        for name in names:
            said = [row[0] for row in db.execute(f"PRAGMA integrity_check({name or _MOST})")]
            yield from said if said != ["ok"] else ()
        if in_memory:  # a statement that writes nothing but needs the right to
            db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as trouble:
        if means_medium(trouble):
            raise
        yield str(trouble)


def _orphans(db: Connection) -> Iterator[tuple[str, int, str]]:
    try:
        for row in db.execute("PRAGMA foreign_key_check"):
            yield row["table"], row["rowid"], row["parent"]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as trouble:
        if means_medium(trouble):
            raise
        yield str(trouble), 0, ""


def _marks(db: Connection) -> Iterator[str]:
    from db.opening import APPLICATION, SCHEMA

    for name, wanted in (("application_id", APPLICATION), ("user_version", SCHEMA)):
        found = db.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            yield f"{name}: {found} ≠ {wanted}"
    try:
        check_steps(db, file_of(db))
    except StepsDiffer as trouble:
        yield trouble.detail
    except (sqlite3.DatabaseError, UnicodeDecodeError) as trouble:
        if means_medium(trouble):
            raise
        yield str(trouble)


def _nobody(_done: int, _of: int, _what: str) -> None:
    """Nobody listens."""
