"""Deductions (điểm trừ) of a year: what was lost, why, who answers for it, how it is remedied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.matching import same_items
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import Record, column, columns, delete, fetch, get, insert, update
from dvcq_desktop.units import unit_named
from dvcq_desktop.vietnamese import clean, clean_line


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
    predecessor_id: int | None = None  # the commune whose inherited history it belongs to
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


def add_deduction(db: Connection, cycle_id: int, /, **values: object) -> int:
    """A new deduction at the end of its year."""
    cycles.must_be_open(db, cycle_id)
    position = db.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM deduction WHERE cycle_id = ?", (cycle_id,)
    ).fetchone()[0]
    return insert(db, Deduction(cycle_id=cycle_id, position=position, **values))  # type: ignore[arg-type]  # fields of the record


def change_deduction(db: Connection, deduction_id: int, /, **values: str) -> None:
    """Change fields as typed; points are understood as 0,5 or 0.5 (-0,5 is the same loss), empty is unknown."""
    _must_be_open(db, deduction_id)
    shown = columns(Deduction)
    stored: dict[str, object] = {
        k: clean(v).strip() if k in shown and shown[k].kind == "lines" else clean_line(v) for k, v in values.items()
    }
    if "points" in stored:
        stored["points"] = abs(parse_points(values["points"])) if values["points"].strip() else None
    update(db, Deduction, deduction_id, **stored)


def set_responsible(db: Connection, deduction_id: int, typed: str) -> None:
    """Make the units that answer for a deduction those typed, parted at ";" or a new line; new names become units."""
    _must_be_open(db, deduction_id)
    names = [clean_line(part) for part in typed.replace("\n", ";").split(";")]
    unit_ids = list(dict.fromkeys(unit_named(db, name) for name in names if name))
    db.execute("DELETE FROM deduction_unit WHERE deduction_id = ?", (deduction_id,))
    for unit_id in unit_ids:
        insert(db, DeductionUnit(deduction_id=deduction_id, unit_id=unit_id))
    update(db, Deduction, deduction_id, responsible="; ".join(name for name in names if name))


def responsible_units(db: Connection, deduction_id: int) -> list[int]:
    """Ids of the units that answer for a deduction."""
    rows = db.execute("SELECT unit_id FROM deduction_unit WHERE deduction_id = ? ORDER BY id", (deduction_id,))
    return [row["unit_id"] for row in rows]


def link_task(db: Connection, deduction_id: int, task_id: int | None) -> None:
    """Say which task carries the remedy; also of a closed year, whose remedies are the work of the year after."""
    update(db, Deduction, deduction_id, task_id=task_id)


def repeated(db: Connection, year: int) -> set[int]:
    """Ids of the year's deductions whose item lost points in the year before too."""
    before = {d.item_id for d in deductions(db, year - 1) if d.item_id is not None and d.predecessor_id is None}
    if not before:
        return set()
    same = same_items(db, year, year - 1)
    return {d.id for d in deductions(db, year) if d.item_id is not None and same.get(d.item_id) in before}


def delete_deductions(db: Connection, ids: list[int]) -> None:
    for deduction_id in ids:
        _must_be_open(db, deduction_id)
    delete(db, Deduction, ids)


def _must_be_open(db: Connection, deduction_id: int) -> None:
    cycles.must_be_open(db, get(db, Deduction, deduction_id).cycle_id)
