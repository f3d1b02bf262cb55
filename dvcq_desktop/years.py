"""Years: opening the next from the last, closing and locking, what was kept, changed or dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from db.connection import Connection
from dvcq_desktop import assignments, cycles, deductions, scores
from dvcq_desktop.cycles import Cycle, cycle_of_year, find_cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.frameworks import Item
from dvcq_desktop.matching import same_items
from dvcq_desktop.plan_copy import copy_plan
from dvcq_desktop.plans import find_plan
from dvcq_desktop.reconciliation import reconcile
from dvcq_desktop.records import fetch, get, insert, update
from dvcq_desktop.tasks import CARRIED, Task, TaskItem, add_task, tasks
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

Carry = Literal["keep", "drop"]
__all__ = [
    "CARRIED",
    "Carry",
    "NextYear",
    "Opened",
    "close_year",
    "close_year_anyway",
    "open_next_year",
    "preview_next",
    "reopen_year",
]


@dataclass(frozen=True, kw_only=True)
class NextYear:
    """What opening a year would do, to show before it is done."""

    year: int
    tasks: tuple[Task, ...]
    deductions: tuple[deductions.Deduction, ...]
    repeated: frozenset[int]  # ids of deductions repeated two years running
    has_plan: bool


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was done."""

    year: int
    kept: int
    dropped: int
    remedies: int
    plan: bool


def preview_next(db: Connection, year: int) -> NextYear:
    """What the year after this one would take over. RuleBroken where it was opened and has tasks already."""
    cycle_of_year(db, year)
    if find_cycle(db, year + 1) is not None and tasks(db, year + 1):
        raise RuleBroken(_("Năm {year} đã mở và đã có nhiệm vụ.", year=year + 1))
    return NextYear(
        year=year + 1,
        tasks=tuple(tasks(db, year)),
        deductions=tuple(deductions.deductions(db, year)),
        repeated=frozenset(deductions.repeated(db, year)),
        has_plan=find_plan(db, year) is not None,
    )


def open_next_year(
    db: Connection, year: int, carry: Mapping[int, Carry] | None = None, *, without: Collection[int] = ()
) -> Opened:
    """Open the year after this one: tasks kept (or dropped as chosen by task id), dates moved on, statuses anew.

    Each deduction of the year, but those whose id stands in without, becomes a remedy: a new task of the new year that
    carries it, with the units that answer.
    """
    before = preview_next(db, year)
    old = cycle_of_year(db, year)
    new = get(db, Cycle, cycles.open_year(db, year + 1, framework_id=old.framework_id))
    if not new.evidence_due_on:
        due = {"evidence_due_on": _next_day(old.evidence_due_on), "evidence_due_inclusive": old.evidence_due_inclusive}
        update(db, Cycle, new.id, **due)
        new = get(db, Cycle, new.id)
    same = {then: now for now, then in same_items(db, year + 1, year).items()}
    choices = carry or {}
    kept = [task for task in before.tasks if choices.get(task.id, "keep") == "keep"]
    for task in kept:
        _copy_task(db, task, new, same)
    remedies = [d for d in before.deductions if d.id not in without]
    for deduction in remedies:
        _remedy_task(db, deduction, new, same)
    plan = before.has_plan and find_plan(db, year + 1) is None
    if plan:
        copy_plan(db, year, year + 1)
    return Opened(
        year=year + 1, kept=len(kept), dropped=len(before.tasks) - len(kept), remedies=len(remedies), plan=plan
    )


def _copy_task(db: Connection, task: Task, cycle: Cycle, same: Mapping[int, int]) -> None:
    links = fetch(db, TaskItem, "WHERE task_id = ? ORDER BY position", (task.id,))
    new_id = insert(
        db,
        Task(
            cycle_id=cycle.id,
            criterion_id=_criterion(db, task, links, cycle, same),
            text=task.text,
            timing=task.timing,
            due_on=_next_day(task.due_on),
            due_inclusive=task.due_inclusive,
            product=task.product,
            position=task.position,
            carried="kept",
            origin_task_id=task.id,
        ),
    )
    for link in links:
        if link.item_id in same:
            insert(db, TaskItem(task_id=new_id, item_id=same[link.item_id], position=link.position))
    for actor in fetch(
        db, assignments.Assignment, "WHERE task_id = ? AND valid_to = '' ORDER BY position, id", (task.id,)
    ):
        unit_id = _successor(db, actor.unit_id, f"{cycle.year}-01-01")
        if (
            unit_id is not None
            and db.execute(
                "SELECT 1 FROM assignment WHERE task_id = ? AND unit_id = ? AND role = ?", (new_id, unit_id, actor.role)
            ).fetchone()
        ):
            continue  # two units became one: it is named once
        insert(db, replace(actor, id=0, uid="", task_id=new_id, unit_id=unit_id, valid_from=""))


def _criterion(
    db: Connection, task: Task, links: Sequence[TaskItem], cycle: Cycle, same: Mapping[int, int]
) -> int | None:
    """The criterion a copied task stands under in the framework of the new year."""
    found = [same[link.item_id] for link in links if link.item_id in same]
    if found:
        return get(db, Item, found[0]).criterion_id
    row = db.execute("SELECT framework_id FROM criterion WHERE id = ?", (task.criterion_id or 0,)).fetchone()
    return task.criterion_id if row and row["framework_id"] == cycle.framework_id else None


def _successor(db: Connection, unit_id: int | None, day: str) -> int | None:
    """The unit that does the work of this one on a day: units are replaced when communes are merged."""
    for _step in range(10):
        row = db.execute(
            "SELECT replaced_by_id FROM unit WHERE id = ? AND replaced_by_id IS NOT NULL AND valid_to < ?",
            (unit_id or 0, day),
        ).fetchone()
        if row is None:
            break
        unit_id = row["replaced_by_id"]
    return unit_id


def _remedy_task(db: Connection, deduction: deductions.Deduction, cycle: Cycle, same: Mapping[int, int]) -> None:
    """A new task that remedies a deduction, on its item, led by the units that answer for it."""
    item_id = same.get(deduction.item_id) if deduction.item_id is not None else None
    lost = deduction.text or deduction.place or deduction.reason or _("chưa ghi nội dung")
    task_id = add_task(
        db,
        cycle.id,
        deduction.remedy or _("Khắc phục nội dung bị trừ điểm: {text}", text=lost),
        criterion_id=get(db, Item, item_id).criterion_id if item_id is not None else None,
        item_ids=(item_id,) if item_id is not None else (),
        timing="Thường xuyên",
        due_on=cycle.evidence_due_on,
        due_inclusive=bool(cycle.evidence_due_inclusive),
    )
    update(db, Task, task_id, carried="new")
    units = [
        _successor(db, unit_id, f"{cycle.year}-01-01") for unit_id in deductions.responsible_units(db, deduction.id)
    ]
    for unit_id in dict.fromkeys(units):
        if unit_id is not None:
            assignments.assign(db, task_id, unit_id, "lead")
    deductions.link_task(db, deduction.id, task_id)


def _next_day(iso: str) -> str:
    """The same day a year on; 29 February becomes 28."""
    if not iso:
        return ""
    moved = f"{int(iso[:4]) + 1:04d}{iso[4:]}"
    return moved[:-2] + "28" if moved.endswith("-02-29") else moved


def close_year(db: Connection, year: int) -> None:
    """Close a year: from now on nothing of it changes. RuleBroken while self scores are open or points unexplained."""
    cycle = cycle_of_year(db, year)
    if scores.totals(db, year, "self").itemised and not cycle.scores_locked:
        raise RuleBroken(_("Điểm tự chấm năm {year} chưa khóa. Hãy khóa điểm trước khi khóa năm.", year=year))
    line = reconcile(db, year).total
    if line.difference is None:
        raise RuleBroken(
            _("Năm {year} chưa đủ điểm tự chấm và điểm thẩm định. Hãy nhập đủ, hoặc khóa kèm lý do.", year=year)
        )
    if line.pending or line.unexplained:
        raise RuleBroken(
            _(
                "Năm {year} chưa đối chiếu xong: {line} Hãy ghi đủ, hoặc khóa kèm lý do.",
                year=year,
                line=line.sentence(),
            )
        )
    update(db, Cycle, cycle.id, closed=1, lock_note="")


def close_year_anyway(db: Connection, year: int, reason: str) -> None:
    """Close a year although points stay unexplained; the reason stays with it."""
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do khóa năm khi chưa đối chiếu xong."))
    update(db, Cycle, cycle_of_year(db, year).id, closed=1, lock_note=clean_line(reason))


def reopen_year(db: Connection, year: int, reason: str) -> None:
    """Open a closed year again; the reason stays with it."""
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do mở khóa năm."))
    update(db, Cycle, cycle_of_year(db, year).id, closed=0, lock_note=clean_line(reason))
