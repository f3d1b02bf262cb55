"""Which rows make a year, or a document of evidence: found by walking the foreign keys of the schema itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from db.connection import Connection, table_names

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]  # by table, by id
_FOLLOWED = {"unit", "official", "legal_document", "item", "criterion", "gate"}  # behind others lie other years


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column that names a row of another table."""

    table: str
    column: str
    to: str
    needed: bool  # NOT NULL


def references(db: Connection) -> list[Reference]:
    """Every foreign key between the office's tables."""
    found = []
    for table in table_names(db):
        needed = {row["name"] for row in db.execute(f"PRAGMA table_info({table})") if row["notnull"]}
        found += [
            Reference(table=table, column=row["from"], to=row["table"], needed=row["from"] in needed)
            for row in db.execute(f"PRAGMA foreign_key_list({table})")
        ]
    return found


def belonging(db: Connection, table: str, ids: list[int]) -> Rows:
    """Some rows and all that cannot be without them: of a year its plan, tasks, scores, evidence and what hangs on these."""
    links = references(db)
    found: Rows = defaultdict(dict)
    waiting = [(table, ids)]
    while waiting:
        name, wanted = waiting.pop()
        new = [row for row in rows_of(db, name, "id", wanted) if row["id"] not in found[name]]
        found[name] |= {row["id"]: row for row in new}
        for link in links:
            if link.to == name and link.needed and new:
                below = rows_of(db, link.table, link.column, [row["id"] for row in new])
                waiting.append((link.table, [row["id"] for row in below]))
    return {name: rows for name, rows in found.items() if rows}


def pointed_at(db: Connection, rows: Rows) -> Rows:
    """The rows outside that these name: units, officials, items …, and what those of a framework or an office name in turn."""
    links = references(db)
    found: Rows = defaultdict(dict)
    waiting: Rows = rows
    while waiting:
        below: Rows = defaultdict(dict)
        for link in links:
            named = [row[link.column] for row in waiting.get(link.table, {}).values() if row[link.column] is not None]
            known = rows.get(link.to, {}).keys() | found[link.to].keys()
            below[link.to] |= {
                row["id"]: row for row in rows_of(db, link.to, "id", sorted({*named} - known)) if row["id"] not in known
            }
        for name, more in below.items():
            found[name] |= more
        waiting = {name: more for name, more in below.items() if more and name in _FOLLOWED}
    return {name: more for name, more in found.items() if more}


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A row of another year that names one of these: the deduction a task makes good, the task another was carried from."""

    table: str
    uid: str
    column: str
    to: str
    row_id: int


def pointing_at(db: Connection, rows: Rows) -> list[Pointer]:
    """What outside these rows names them; when they go, it stands without, so when they come back it is to be told."""
    found = []
    for link in references(db):
        if link.needed or link.to not in rows:
            continue
        inside = rows.get(link.table, {}).keys()
        found += [
            Pointer(table=link.table, uid=row["uid"], column=link.column, to=link.to, row_id=row[link.column])
            for row in rows_of(db, link.table, link.column, sorted(rows[link.to]))
            if row["id"] not in inside
        ]
    return found


def rows_of(db: Connection, table: str, column: str, values: list[int]) -> list[Row]:
    """Rows of a table whose column has one of many values."""
    found: list[Row] = []
    for start in range(0, len(values), 500):
        part = values[start : start + 500]
        marks = ", ".join("?" * len(part))
        found += [
            dict(row) for row in db.execute(f"SELECT * FROM {table} WHERE {column} IN ({marks}) ORDER BY id", part)
        ]
    return found


def parents_first(db: Connection, tables: set[str]) -> list[str]:
    """Tables in an order in which each comes behind those it names (itself aside)."""
    above = defaultdict(set)
    for link in references(db):
        if link.needed and link.to != link.table and link.to in tables:
            above[link.table].add(link.to)
    ordered: list[str] = []
    while len(ordered) < len(tables):
        ready = sorted(name for name in tables if name not in ordered and above[name] <= set(ordered))
        ordered += ready or sorted(tables - set(ordered))
    return ordered
