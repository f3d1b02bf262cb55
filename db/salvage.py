"""Brings what can be read of a damaged data file into a new one, row by row around the damage; the damaged one is only read.

Rows whose place in the file cannot be read are taken from the journal, which holds a copy of each. What came from where, what
was lost and what had to be cut off so that all references lead somewhere is reported by table.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db import search
from db.carving import entries
from db.connection import Connection, column_names, connect, table_names, transaction
from db.damaged_file import copy_readable, open_copy
from db.files import replace_file
from db.row_check import CHANGED, Difference, accept_all, expected_rows, row_check
from db.shape import shape_of
from db.snapshot import verify

Told = Callable[[int, int, str], None]  # done, of how many, which table; may raise to stop
_FARTHEST = 1 << 62
_JOURNAL = ("journal_operation", "journal_change", "journal_baseline")


@dataclass(kw_only=True)
class TableReport:
    """What became of one table's rows."""

    read: int = 0
    from_journal: int = 0  # could not be read, were in the journal
    lost: list[int] = field(default_factory=list)  # row numbers the journal knows and nobody has
    refused: list[int] = field(default_factory=list)  # read, but no sound row any more
    damaged_places: int = 0  # how often reading had to jump; what stood there is gone where the journal lacks it

    @property
    def sound(self) -> bool:
        return not (self.from_journal or self.lost or self.refused or self.damaged_places)


@dataclass(kw_only=True)
class Salvaged:
    """The report of a salvage."""

    target: Path
    tables: dict[str, TableReport] = field(default_factory=dict)
    cut: list[tuple[str, int, str]] = field(default_factory=list)  # table, row, the table it referred to in vain
    doubtful: list[Difference] = field(
        default_factory=list
    )  # read, but not as the journal left it: nobody knows which is right

    @property
    def lost(self) -> int:
        return sum(len(table.lost) + len(table.refused) for table in self.tables.values())


def salvage(source: Path, target: Path, told: Told | None = None) -> Salvaged:
    """Make target from what can be read of source, brought to today's schema, checked, without undo of what was before.

    target must not be there. Raises Damaged where no list of tables fits it, OSError and
    sqlite3.OperationalError where the medium or the room fails; target is then not there.
    """
    from db.opening import make_empty

    if target.exists():
        raise FileExistsError(target)
    copy, unfinished = (target.with_name(f".{target.name}.{word}") for word in ("hong", "moi"))
    leftovers = [Path(f"{path}{end}") for path in (copy, unfinished) for end in ("", "-journal")]
    report = Salvaged(target=target)
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        make_empty(unfinished, copy_readable(source, copy))
        with contextlib.closing(connect(unfinished)) as db:
            with contextlib.closing(open_copy(copy, source, shape_of(db))) as damaged:
                db.execute("PRAGMA foreign_keys=OFF")
                with transaction(db):
                    _fill(damaged, copy, db, report, told)
            _finish(db, unfinished, report)
        replace_file(unfinished, target)
    finally:
        for leftover in leftovers:
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    return report


def _fill(damaged: Connection, copy: Path, db: Connection, report: Salvaged, told: Told | None) -> None:
    office = table_names(db)
    others = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'journal^_%' ESCAPE '^' OR name LIKE '^_%' ESCAPE '^')"
        " AND name <> '_sqlite_migrations' ORDER BY name"
    )
    tables = (*sorted((row["name"] for row in others), key=lambda name: name != "journal_operation"), *office)
    for number, table in enumerate(tables):
        if told is not None:
            told(number, len(tables), table)
        report.tables[table] = _copy_table(damaged, db, table)
    if any(not report.tables[table].sound for table in _JOURNAL):
        _from_lost_pages(copy.read_bytes(), db, report)
        _name_lost_operations(db)
    for table in office:
        _from_journal(db, table, report.tables[table])
    _keep_numbers(damaged, db)
    report.cut = list(_cut_loose_ends(db))
    db.execute(  # nothing is done again, and what lost all its entries is nothing to undo
        "UPDATE journal_operation SET state = 'dropped' WHERE state = 'undone'"
        " OR id NOT IN (SELECT operation FROM journal_change)"
    )


def _finish(db: Connection, path: Path, report: Salvaged) -> None:
    from db.opening import bring_up_to_date

    bring_up_to_date(db, None)
    cut = {(table, row_id) for table, row_id, _parent in report.cut}
    report.doubtful = [one for one in row_check(db) if one.kind == CHANGED and (one.table, one.row_id) not in cut]
    with transaction(db):
        search.rebuild_index(db)
        accept_all(db)
    verify(db, path)


def _copy_table(damaged: Connection, db: Connection, table: str) -> TableReport:
    found = TableReport()
    try:
        there = column_names(damaged, table)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        there = ()
    shared = [name for name in column_names(db, table) if name in there]
    if not shared:
        return found
    db.execute(f"DELETE FROM {table}")  # what the steps themselves put there
    for row in _rows(damaged, table, shared, found):
        if _insert(db, table, shared, tuple(row)[1:]):
            found.read += 1
        else:
            found.refused.append(row[0])
    return found


def _insert(db: Connection, table: str, names: list[str], values: tuple[object, ...]) -> bool:
    marks = ", ".join("?" * len(names))
    try:
        db.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, UnicodeError):
        return False
    return True


def _rows(damaged: Connection, table: str, names: list[str], found: TableReport) -> Iterator[sqlite3.Row]:
    """Every row that can be read, upwards; where one cannot, reading goes on at the next number that can."""
    at = -1
    query = f"SELECT rowid, {', '.join(names)} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid"
    while True:
        try:
            for row in damaged.execute(query, (at,)):
                if row[0] <= at:
                    raise sqlite3.DatabaseError("rows out of order")
                at = row[0]
                yield row
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            found.damaged_places += 1
            behind = _behind(damaged, table, at)
            if behind is None:
                return
            at = behind
        else:
            return


def _behind(damaged: Connection, table: str, at: int) -> int | None:
    """The lowest number behind which a row can be read again; None where there is none."""

    def readable(start: int) -> bool:
        try:
            row = damaged.execute(
                f"SELECT rowid FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1", (start,)
            ).fetchone()
        except sqlite3.DatabaseError:
            return False
        return row is None or row[0] > start

    step = 1
    while not readable(at + step):
        step *= 2
        if at + step > _FARTHEST:
            return None
    low, high = at + step // 2, at + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if readable(middle) else (middle, high)
    return high


def _from_lost_pages(content: bytes, db: Connection, report: Salvaged) -> None:
    """Entries of the journal on pages that nothing leads to any more."""
    names = {table: list(column_names(db, table)) for table in _JOURNAL}
    for table, number, values in sorted(entries(content, table_names(db)), key=lambda entry: _JOURNAL.index(entry[0])):
        whole = values if table == "journal_baseline" else (number, *values)
        if _insert(db, table, names[table], whole):
            report.tables[table].read += 1


def _name_lost_operations(db: Connection) -> None:
    """Entries whose operation is gone still hold rows: they get one that says no more than that it was carried out."""
    db.execute(
        "INSERT INTO journal_operation (id, label, who, at) SELECT DISTINCT c.operation, '?', '?', '1970-01-01T00:00:00.000+00:00'"
        " FROM journal_change c WHERE NOT EXISTS (SELECT 1 FROM journal_operation o WHERE o.id = c.operation)"
    )


def _from_journal(db: Connection, table: str, found: TableReport) -> None:
    """Rows the journal holds and the table lost."""
    known = set(column_names(db, table))
    there = {row["id"] for row in db.execute(f"SELECT id FROM {table}")}
    for row_id, should in expected_rows(db, table, damaged=True).items():
        if row_id in there or should is None:
            continue
        names = [name for name in should if name in known]
        if _insert(db, table, names, tuple(should[name] for name in names)):
            found.from_journal += 1
        else:
            found.lost.append(row_id)


def _keep_numbers(damaged: Connection, db: Connection) -> None:
    """Numbers of deleted rows are not given again."""
    with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        for row in damaged.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            if isinstance(row["seq"], int):
                db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (row["seq"], row["name"]))


def _cut_loose_ends(db: Connection) -> Iterator[tuple[str, int, str]]:
    """References to rows that are gone: emptied where they may be, else their row goes too, until none is left."""
    while loose := db.execute("PRAGMA foreign_key_check").fetchall():
        for row in loose:
            table, row_id = row["table"], row["rowid"]
            keys = db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            column = next(key["from"] for key in keys if key["id"] == row["fkid"])
            needed = {c["name"]: c["notnull"] for c in db.execute(f"PRAGMA table_info({table})")}
            emptied = False
            if not needed[column]:
                with contextlib.suppress(sqlite3.IntegrityError):
                    db.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (row_id,))
                    emptied = True
            if not emptied:
                db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,))
            yield table, row_id, row["parent"]
