"""Years: opening the next from the last, closing and locking, what was kept, changed or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from db.connection import Connection
from dvcq_desktop import assignments, cycles, deductions, scores
from dvcq_desktop.cycles import Cycle, cycle_of_year, find_cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.plan_copy import copy_plan
from dvcq_desktop.plans import find_plan
from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import reconcile
from dvcq_desktop.records import fetch, insert, update
from dvcq_desktop.tasks import Task, TaskItem, tasks
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

Carry = Literal["keep", "drop"]
CARRIED = {"": "", "new": "Mới", "kept": "Giữ", "changed": "Sửa"}


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


def open_next_year(db: Connection, year: int, carry: Mapping[int, Carry] | None = None) -> Opened:
    """Open the year after this one: tasks kept (or dropped as chosen by task id), dates moved on, statuses anew.

    Each deduction of the year becomes a remedy: a new task of the new year that carries it, with the units that answer.
    """
    before = preview_next(db, year)
    old = cycle_of_year(db, year)
    new_id = cycles.open_year(db, year + 1, framework_id=old.framework_id)
    update(
        db,
        Cycle,
        new_id,
        evidence_due_on=_next_day(old.evidence_due_on),
        evidence_due_inclusive=old.evidence_due_inclusive,
    )
    choices = carry or {}
    kept = [task for task in before.tasks if choices.get(task.id, "keep") == "keep"]
    for task in kept:
        _copy_task(db, task, new_id)
    remedies = [d for d in before.deductions if d.remedy or d.item_id is not None]
    for deduction in remedies:
        _remedy_task(db, deduction, find_cycle(db, year + 1) or old)
    if before.has_plan and find_plan(db, year + 1) is None:
        copy_plan(db, year, year + 1)
    return Opened(
        year=year + 1,
        kept=len(kept),
        dropped=len(before.tasks) - len(kept),
        remedies=len(remedies),
        plan=before.has_plan,
    )


def _copy_task(db: Connection, task: Task, cycle_id: int) -> None:
    new_id = insert(
        db,
        Task(
            cycle_id=cycle_id,
            criterion_id=task.criterion_id,
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
    for link in fetch(db, TaskItem, "WHERE task_id = ? ORDER BY position", (task.id,)):
        insert(db, TaskItem(task_id=new_id, item_id=link.item_id, position=link.position))
    for actor in fetch(db, assignments.Assignment, "WHERE task_id = ? ORDER BY position", (task.id,)):
        insert(
            db,
            assignments.Assignment(
                task_id=new_id,
                unit_id=actor.unit_id,
                official_id=actor.official_id,
                role=actor.role,
                periods=actor.periods,
                position=actor.position,
            ),
        )


def _remedy_task(db: Connection, deduction: deductions.Deduction, cycle: Cycle) -> None:
    """A new task that remedies a deduction, on its item, led by the units that answer for it."""
    text = deduction.remedy or _("Khắc phục nội dung bị trừ điểm: {text}", text=deduction.text or deduction.place)
    criterion = db.execute("SELECT criterion_id FROM item WHERE id = ?", (deduction.item_id or 0,)).fetchone()
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM task WHERE cycle_id = ?", (cycle.id,)).fetchone()[
        0
    ]
    task_id = insert(
        db,
        Task(
            cycle_id=cycle.id,
            criterion_id=criterion["criterion_id"] if criterion else None,
            text=text,
            timing="Thường xuyên",
            due_on=cycle.evidence_due_on,
            due_inclusive=cycle.evidence_due_inclusive,
            position=position,
            carried="new",
        ),
    )
    if deduction.item_id is not None:
        insert(db, TaskItem(task_id=task_id, item_id=deduction.item_id, position=1))
    for unit_id in deductions.responsible_units(db, deduction.id):
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
    rest = reconcile(db, year).total.unexplained
    if rest:
        raise RuleBroken(
            _(
                "Năm {year} còn {points} điểm chênh lệch chưa giải thích. Hãy ghi đủ ở trang Đối chiếu, hoặc khóa kèm lý do.",
                year=year,
                points=format_points(rest),
            )
        )
    update(db, Cycle, cycle.id, closed=1, lock_note="")


def close_year_anyway(db: Connection, year: int, reason: str) -> None:
    """Close a year although points stay unexplained; the reason stays with it."""
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do khóa năm khi còn điểm chưa giải thích."))
    update(db, Cycle, cycle_of_year(db, year).id, closed=1, lock_note=clean_line(reason))


def reopen_year(db: Connection, year: int, reason: str) -> None:
    """Open a closed year again; the reason stays with it."""
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do mở khóa năm."))
    update(db, Cycle, cycle_of_year(db, year).id, closed=0, lock_note=clean_line(reason))
