"""Points at risk: what is declared, what is defended by proof, what is likely, and which task to do first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from db.connection import Connection
from dvcq_desktop import scores, scoring
from dvcq_desktop.assignments import AssignmentRow, assignment_rows
from dvcq_desktop.cycles import cycle_of_year, find_cycle
from dvcq_desktop.deadlines import last_day
from dvcq_desktop.frameworks import Framework, get_framework
from dvcq_desktop.matching import same_items
from dvcq_desktop.points import format_points
from dvcq_desktop.texts import _
from dvcq_desktop.working_days import calendar_around


@dataclass(frozen=True, kw_only=True)
class ItemRisk:
    """One item; all points in hundredths."""

    row: scores.ScoreRow
    declared: int
    defended: int
    gap: int  # last year's self − appraised on the same item, 0 where unknown
    likely: int

    @property
    def at_risk(self) -> int:
        return self.declared - self.likely

    @cached_property
    def counts(self) -> tuple[scoring.Counted, scoring.Counted, scoring.Counted]:
        """The item as it goes into the declared, the defended and the likely total."""
        own = self.row.counted("self")
        if own.not_applicable != "no" or self.likely == self.declared:
            return own, own, own
        return own, replace(own, points=self.defended), replace(own, points=self.likely)

    def formula(self) -> str:
        """How the likely points came about, for a click on the number."""
        parts = [_("tự chấm {points}", points=format_points(self.declared))]
        if self.defended < self.declared:
            parts.append(_("có minh chứng hoặc giải trình {points}", points=format_points(self.defended)))
        if self.gap > 0 and self.row.score.not_applicable == "no":
            parts.append(_("năm trước bị chấm thấp hơn {points}", points=format_points(self.gap)))
        return "; ".join(parts) + _(" → dự kiến {points}", points=format_points(self.likely))


@dataclass(frozen=True, kw_only=True)
class YearRisk:
    """The year's sums in hundredths."""

    declared: int
    defended: int
    likely: int
    items: tuple[ItemRisk, ...]


@dataclass(frozen=True, kw_only=True)
class TaskRisk:
    """A task with the points that hang on it and the working days left (at least one)."""

    task: AssignmentRow
    points: int
    days_left: int

    @property
    def per_day(self) -> float:
        return self.points / max(1, self.days_left)


def year_risk(db: Connection, year: int) -> YearRisk:
    """Declared, defended and likely points of a year, item by item."""
    cycle = cycle_of_year(db, year)
    if cycle.framework_id is None:
        return YearRisk(declared=0, defended=0, likely=0, items=())
    known = gaps(db, year)
    return sum_up(
        get_framework(db, cycle.framework_id),
        [item_risk(row, known.get(row.item.id, 0)) for row in scores.score_rows(db, year)],
    )


def sum_up(framework: Framework, items: Sequence[ItemRisk]) -> YearRisk:
    """The year's sums, made as its totals are: declared is what scores.totals tells of the self scores."""

    counts = [i.counts for i in items]
    return YearRisk(
        declared=scores.total_of(framework, [count[0] for count in counts]).all,
        defended=scores.total_of(framework, [count[1] for count in counts]).all,
        likely=scores.total_of(framework, [count[2] for count in counts]).all,
        items=tuple(items),
    )


def item_risk(row: scores.ScoreRow, gap: int) -> ItemRisk:
    """One item; gap is last year's self − appraised on it."""
    if row.score.not_applicable == "full":
        points = row.item.max_points or 0
        return ItemRisk(row=row, declared=points, defended=points, gap=gap, likely=points)
    if row.score.not_applicable == "rescale" or row.score.self_points is None:
        return ItemRisk(row=row, declared=0, defended=0, gap=gap, likely=0)
    declared = row.score.self_points
    defended = scoring.proven(
        declared,
        has_evidence=bool(row.evidence),
        needs_evidence=bool(row.item.needs_evidence),
        explanation=row.score.explanation,
    )
    likely = scoring.likely(declared, defended, gap, floor=min(0, declared))
    return ItemRisk(row=row, declared=declared, defended=defended, gap=gap, likely=likely)


def gaps(db: Connection, year: int) -> dict[int, int]:
    """Last year's self − appraised by item of this year: from both scores, else from its deductions."""
    last = find_cycle(db, year - 1)
    if last is None:
        return {}
    found = {
        row["item_id"]: row["gap"]
        for row in db.execute(
            "SELECT item_id, sum(points) AS gap FROM deduction WHERE cycle_id = ? AND item_id IS NOT NULL"
            " AND points IS NOT NULL AND predecessor_id IS NULL GROUP BY item_id",
            (last.id,),
        )
    }
    for row in db.execute(
        "SELECT item_id, self_points - appraised_points AS gap FROM score WHERE cycle_id = ?"
        " AND self_points IS NOT NULL AND appraised_points IS NOT NULL",
        (last.id,),
    ):
        found[row["item_id"]] = row["gap"]
    if not found:
        return {}
    return {now: found[then] for now, then in same_items(db, year, year - 1).items() if then in found}


def tasks_by_urgency(db: Connection, year: int, today: date) -> list[TaskRisk]:
    """Tasks with points at stake, most points per working day left first; a task without a due date stands last."""
    stake = {
        i.row.item.id: (i.row.item.max_points or 0) - i.likely
        for i in year_risk(db, year).items
        if i.row.score.not_applicable == "no"
    }
    carried: dict[int, int] = {}
    for row in db.execute("SELECT task_id, item_id FROM task_item"):
        carried[row["task_id"]] = carried.get(row["task_id"], 0) + max(0, stake.get(row["item_id"], 0))
    found = []
    calendar = calendar_around(db, today)
    for task in assignment_rows(db, year):
        points = carried.get(task.id, 0)
        if points:
            last = last_day(task.due_on, bool(task.task.due_inclusive))
            days = calendar.between(today, last) if last else 10_000
            found.append(TaskRisk(task=task, points=points, days_left=days))
    return sorted(found, key=lambda risk: -risk.per_day)
