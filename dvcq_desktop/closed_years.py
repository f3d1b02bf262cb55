"""Keeps a closed year as it is: looks at every row an operation touched, whatever page or use case it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from db import journal
from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _

_DIRECT = frozenset({"plan", "task", "deduction", "score", "evidence", "gate_answer", "predecessor"})  # carry cycle_id
_THROUGH = {  # table: (its column, the table that carries cycle_id)
    "section": ("plan_id", "plan"),
    "legal_base": ("plan_id", "plan"),
    "citation": ("plan_id", "plan"),
    "task_item": ("task_id", "task"),
    "assignment": ("task_id", "task"),
    "progress": ("task_id", "task"),
    "extension": ("task_id", "task"),
    "deduction_unit": ("deduction_id", "deduction"),
    "evidence_link": ("evidence_id", "evidence"),
    "evidence_file": ("evidence_id", "evidence"),
}
_ALLOWED = {  # what may still change there: which task of the next year carries a remedy, a unit under its new name
    "deduction": {"task_id", "predecessor_id"},
    "task": {"origin_task_id"},
}


def check(db: Connection, operation: int) -> None:
    """Raise RuleBroken where an operation changed something of a year that is closed before and after it."""
    closed = {row["id"]: row["year"] for row in db.execute("SELECT id, year FROM cycle WHERE closed = 1")}
    if not closed:
        return
    changes = journal.changes_of(db, operation)
    opened_or_closed = {change.row_id for change in changes if change.table == "cycle"}
    for change in changes:
        for cycle_id in _cycles(db, change.table, change.before, change.after):
            if cycle_id in closed and cycle_id not in opened_or_closed and not _allowed(change):
                raise RuleBroken(
                    _(
                        "Năm {year} đã khóa nên không sửa được. Hãy mở khóa năm (có ghi lý do) trước.",
                        year=closed[cycle_id],
                    )
                )


def _cycles(db: Connection, table: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[int]:
    for row in (before, after):
        if row is None:
            continue
        if table in _DIRECT:
            yield int(row["cycle_id"])
        elif table in _THROUGH:
            column, parent = _THROUGH[table]
            found = db.execute(f"SELECT cycle_id FROM {parent} WHERE id = ?", (row[column],)).fetchone()
            if found is not None:
                yield int(found["cycle_id"])


def _allowed(change: journal.Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    differs = {name for name in after if before.get(name) != after[name]}
    return differs <= _ALLOWED.get(change.table, set())
