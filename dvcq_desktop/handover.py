"""Handing work over (bàn giao công việc): what a unit or a person holds, and moving it to another from a day on.

An assignment that moves ends the day before and a new one begins: papers dated earlier keep naming who led then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.connection import Connection
from dvcq_desktop import officials
from dvcq_desktop.assignments import Assignment
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import Official
from dvcq_desktop.periods import join_periods
from dvcq_desktop.records import delete, fetch, get, insert, update
from dvcq_desktop.tasks import Task
from dvcq_desktop.texts import _
from dvcq_desktop.units import Unit


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds work: a person, or a whole unit where official_id is None."""

    unit_id: int | None = None
    official_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Held:
    """One piece of work that is held."""

    assignment: Assignment
    task: Task
    year: int

    @property
    def leads(self) -> bool:
        return self.assignment.role == "lead"


def holder_name(db: Connection, holder: Holder) -> str:
    """The person with the title, or the unit."""
    if holder.official_id is not None:
        return officials.titled_name(get(db, Official, holder.official_id))
    return get(db, Unit, holder.unit_id or 0).name


def held_by(db: Connection, holder: Holder, *, year: int | None = None) -> list[Held]:
    """What a holder holds in years that are open (or in one year), leads first.

    A person holds what names them, and what names only their unit where nobody else is in office there.
    """
    where, params = _condition(db, holder)
    years = {
        row["id"]: row["year"]
        for row in db.execute("SELECT id, year FROM cycle WHERE closed = 0")
        if year is None or row["year"] == year
    }
    found = []
    for assignment in fetch(db, Assignment, f"WHERE valid_to = '' AND {where} ORDER BY task_id, position, id", params):
        task = get(db, Task, assignment.task_id)
        if task.cycle_id in years:
            found.append(Held(assignment=assignment, task=task, year=years[task.cycle_id]))
    return sorted(found, key=lambda held: (held.year, not held.leads, held.task.position, held.task.id))


def _condition(db: Connection, holder: Holder) -> tuple[str, tuple[int, ...]]:
    if holder.official_id is None:
        return "unit_id = ?", (holder.unit_id or 0,)
    person = get(db, Official, holder.official_id)
    colleagues = db.execute(
        "SELECT count(*) FROM official WHERE unit_id = ? AND valid_to = '' AND id <> ?", (person.unit_id, person.id)
    ).fetchone()[0]
    if person.unit_id is None or colleagues:
        return "official_id = ?", (person.id,)
    return "(official_id = ? OR (official_id IS NULL AND unit_id = ?))", (person.id, person.unit_id)


def hand_over(
    db: Connection,
    giver: Holder,
    taker: Holder,
    from_day: str,
    *,
    task_ids: Iterable[int] | None = None,
    leaves: bool = False,
) -> int:
    """Move work from one holder to another from a day on, all of it or these tasks; answers how many assignments moved.

    leaves: the giver (a person) leaves the post the day before, replaced by the taker. RuleBroken without a whole day,
    without anything to move, or from somebody to the same.
    """
    day = _whole_day(from_day)
    taker = _complete(db, taker)
    if (giver.official_id, giver.unit_id) == (taker.official_id, taker.unit_id) or (
        giver.official_id is not None and giver.official_id == taker.official_id
    ):
        raise RuleBroken(_("Hãy chọn người nhận khác với người giao."))
    wanted = None if task_ids is None else set(task_ids)
    moving = [held for held in held_by(db, giver) if wanted is None or held.task.id in wanted]
    if not moving and not leaves:
        raise RuleBroken(_("{name} không có nhiệm vụ nào để bàn giao.", name=holder_name(db, giver)))
    for held in moving:
        move_assignment(db, held.assignment, day, unit_id=taker.unit_id, official_id=taker.official_id)
    if leaves and giver.official_id is not None:
        update(db, Official, giver.official_id, valid_to=day_before(day), replaced_by_id=taker.official_id)
    return len(moving)


def _whole_day(typed: str) -> str:
    day = parse_date(typed)
    if len(day) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm bàn giao, ví dụ 01/07/2025."))
    return day


def _complete(db: Connection, holder: Holder) -> Holder:
    """A person takes work over for their own unit."""
    if holder.official_id is not None and holder.unit_id is None:
        return replace(holder, unit_id=get(db, Official, holder.official_id).unit_id)
    if holder.official_id is None and holder.unit_id is None:
        raise RuleBroken(_("Chưa chọn người hoặc bộ phận nhận bàn giao."))
    return holder


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def end_assignment(db: Connection, assignment: Assignment, day: str) -> None:
    """Let an assignment end the day before; one that would end before it began was never there."""
    if assignment.valid_from and assignment.valid_from >= day:
        delete(db, Assignment, [assignment.id])
    else:
        update(db, Assignment, assignment.id, valid_to=day_before(day))


def move_assignment(
    db: Connection, assignment: Assignment, day: str, *, unit_id: int | None, official_id: int | None = None
) -> None:
    """End an assignment and begin the same for another from a day on.

    Nobody is named twice: where the taker has the same role already the periods join, and who leads no longer supports.
    """
    end_assignment(db, assignment, day)
    others = fetch(db, Assignment, "WHERE task_id = ? AND valid_to = ''", (assignment.task_id,))
    mine = [a for a in others if a.id != assignment.id and _same(a, unit_id, official_id)]
    leading = [a for a in mine if a.role == "lead"]
    if assignment.role == "support" and leading:
        return
    there = [a for a in mine if a.role == assignment.role]
    if there:
        both = there[0].periods and assignment.periods  # no periods: the whole year
        joined = join_periods([*there[0].periods.split(","), *assignment.periods.split(",")]) if both else ""
        update(db, Assignment, there[0].id, periods=joined, official_id=official_id or there[0].official_id)
    else:
        begun = replace(assignment, id=0, uid="", unit_id=unit_id, official_id=official_id, valid_from=day, valid_to="")
        insert(db, begun)
    if assignment.role == "lead":
        for support in (a for a in mine if a.role == "support"):
            end_assignment(db, support, day)


def _same(assignment: Assignment, unit_id: int | None, official_id: int | None) -> bool:
    if unit_id is not None:
        return assignment.unit_id == unit_id
    return assignment.unit_id is None and assignment.official_id == official_id
