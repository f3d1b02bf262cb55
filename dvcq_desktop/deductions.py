"""Deductions (điểm trừ) of a year: what was lost, why, who answers for it, how it is remedied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import Record, column, delete, fetch, insert, update
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class Deduction(Record):
    """One deduction; points in hundredths, None where the superior gave none."""

    TABLE: ClassVar[str] = "deduction"
    cycle_id: int
    item_id: int | None = None
    place: str = column("Tiêu chí, nội dung", width=24, default="")
    text: str = column("Nội dung bị trừ", kind="lines", width=50, default="")
    points: int | None = column("Điểm trừ", kind="points", width=8, default=None)
    reason: str = column("Lý do", kind="lines", width=40, default="")
    responsible: str = column("Trách nhiệm", kind="lines", width=30, default="")
    remedy: str = column("Hướng khắc phục", kind="lines", width=40, default="")
    task_id: int | None = None
    hidden_in_id: int | None = None
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class DeductionUnit(Record):
    """A unit that answers for a deduction."""

    TABLE: ClassVar[str] = "deduction_unit"
    deduction_id: int
    unit_id: int


def deductions(db: Connection, year: int) -> list[Deduction]:
    """The deductions of a year in their order."""
    return fetch(db, Deduction, "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY position, id", (year,))


def explained(db: Connection, year: int) -> int:
    """Sum of the deductions of a year in hundredths; those without points count nothing."""
    return sum(deduction.points or 0 for deduction in deductions(db, year))


def add_deduction(db: Connection, cycle_id: int, **values: object) -> int:
    """A new deduction at the end of its year."""
    position = db.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM deduction WHERE cycle_id = ?", (cycle_id,)
    ).fetchone()[0]
    return insert(db, Deduction(cycle_id=cycle_id, position=position, **values))  # type: ignore[arg-type]  # fields of the record


def change_deduction(db: Connection, deduction_id: int, **values: str) -> None:
    """Change fields as typed; points are understood as 0,5 or 0.5, empty is unknown."""
    stored: dict[str, object] = {k: clean_line(v) for k, v in values.items()}
    if "points" in stored:
        stored["points"] = parse_points(values["points"]) if values["points"].strip() else None
    update(db, Deduction, deduction_id, **stored)


def delete_deductions(db: Connection, ids: list[int]) -> None:
    delete(db, Deduction, ids)
