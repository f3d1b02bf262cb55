"""The rows of the deduction table: each with the units that answer, the task that carries the remedy, whether it came back."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import deductions, tasks
from dvcq_desktop.deductions import Deduction
from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import predecessors
from dvcq_desktop.records import column
from dvcq_desktop.tasks import Task
from dvcq_desktop.texts import _


@dataclass(frozen=True, kw_only=True)
class DeductionRow:
    """One deduction, ready to show; what is typed goes through store_field()."""

    id: int
    place: str = column("Nơi bị trừ", width=20)
    points: str = column("Điểm trừ", kind="points", width=13)
    text: str = column("Nội dung bị trừ", kind="lines", width=34)
    reason: str = column("Lý do", kind="lines", width=28)
    responsible: str = column("Trách nhiệm", width=24)
    remedy: str = column("Hướng khắc phục", kind="lines", width=30)
    task: str = column("Nhiệm vụ gánh", kind="choice", width=24)
    again: str = column("Lặp lại", width=15)
    responsible_typed: str = ""
    deduction: Deduction


def deduction_rows(db: Connection, year: int) -> list[DeductionRow]:
    """The deductions of a year in their order."""
    twice = deductions.repeated(db, year)
    names = {task.id: task_name(task) for task in [*tasks.tasks(db, year), *tasks.tasks(db, year + 1)]}
    communes = {p.id: p.name for p in predecessors(db, year)}
    units = _units(db, year)
    rows = []
    for found in deductions.deductions(db, year):
        here = units.get(found.id, [])
        commune = communes.get(found.predecessor_id or 0, "")
        rows.append(
            DeductionRow(
                id=found.id,
                place=f"{commune}: {found.place}" if commune else found.place,
                points=format_points(found.points, unknown=_("● chưa rõ")),
                text=found.text,
                reason=found.reason,
                responsible=found.responsible or "; ".join(here),
                remedy=found.remedy,
                task=names.get(found.task_id or 0, ""),
                again=_("↻ lặp lại 2 năm") if found.id in twice else "",
                responsible_typed="; ".join(here) or found.responsible,
                deduction=found,
            )
        )
    return rows


def task_name(task: Task) -> str:
    """The first line of a task."""
    return task.text.split("\n")[0]


def _units(db: Connection, year: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in db.execute(
        "SELECT l.deduction_id, u.name FROM deduction_unit l JOIN unit u ON u.id = l.unit_id JOIN deduction d ON"
        " d.id = l.deduction_id WHERE d.cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY l.id",
        (year,),
    ):
        found.setdefault(row["deduction_id"], []).append(row["name"])
    return found


def store_field(db: Connection, deduction_id: int, field: str, typed: str) -> None:
    """Store one field as typed; the units that answer part at ";"."""
    if field == "responsible":
        deductions.set_responsible(db, deduction_id, typed)
    else:
        deductions.change_deduction(db, deduction_id, **{field: typed})
