"""Figures of a period's report: computed from progress, or as they were frozen when the report was made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.deadlines import cut_off, window
from dvcq_desktop.progress import FINISHED, TaskProgress, UnitSummary, points_of_tasks, summary, task_progress
from dvcq_desktop.records import Record, column, delete, fetch, insert, one
from dvcq_desktop.texts import _

FORM = "bao-cao-ky"  # key of the printed report


@dataclass(frozen=True, kw_only=True)
class ProgressSnapshot(Record):
    """The figures a report printed, which later entries no longer change."""

    TABLE: ClassVar[str] = "progress_snapshot"
    cycle_id: int
    form: str
    period: str = column("Kỳ", width=10)
    figures: str = "{}"
    made_at: str = column("Chốt lúc", width=16, default="")
    made_by: str = column("Người chốt", width=20, default="")


@dataclass(frozen=True, kw_only=True)
class TaskFigures:
    """One task as a report prints it."""

    task_id: int
    criterion: int
    criterion_title: str
    text: str
    leads: str
    supports: str
    due: str
    due_on: str
    state: str  # key of deadlines.State
    sign: str
    words: str
    evidence: str
    result: str = ""
    result_documents: str = ""
    difficulties: str = ""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a report of a period says."""

    year: int
    period: str
    day: str  # as of which day, ISO
    tasks: tuple[TaskFigures, ...]
    units: tuple[UnitSummary, ...]
    frozen_at: str = ""  # ISO; empty: computed just now
    frozen_by: str = ""

    @property
    def total(self) -> UnitSummary:
        return self.units[-1] if self.units else UnitSummary(unit_id=None, name=_("Cộng"))


def figures(db: Connection, year: int, period: str, today: date, *, frozen: bool = True) -> Figures:
    """The figures of a period: those frozen for its report where there are any, else as they stand."""
    kept = snapshot_of(db, year, period) if frozen else None
    if kept is not None:
        return _thawed(kept)
    end = window(period, year, cut_off(db)).end
    found = task_progress(db, year, today, period=period)
    return Figures(
        year=year,
        period=period,
        day=min(today, end).isoformat(),
        tasks=tuple(_task(task) for task in found),
        units=tuple(summary(found, points_of_tasks(db, year))),
    )


def _task(found: TaskProgress) -> TaskFigures:
    progress, row = found.progress, found.row
    return TaskFigures(
        task_id=row.id,
        criterion=row.criterion_number,
        criterion_title=row.criterion_title,
        text=row.text,
        leads=row.leads,
        supports=row.supports,
        due=row.due,
        due_on=row.due_on,
        state=found.state.key,
        sign=found.state.sign,
        words=found.state.words,
        evidence=found.evidence,
        result=progress.result if progress else "",
        result_documents=progress.result_documents if progress else "",
        difficulties=progress.difficulties if progress else "",
    )


def freeze(db: Connection, year: int, period: str, today: date, who: str, *, form: str = FORM) -> int:
    """Keep the figures of a period as its report prints them now; a report made again replaces them."""
    cycle = cycles.cycle_of_year(db, year)
    cycles.must_be_open(db, cycle.id)
    told = figures(db, year, period, today, frozen=False)
    thaw(db, year, period, form=form)
    return insert(
        db,
        ProgressSnapshot(
            cycle_id=cycle.id,
            form=form,
            period=period,
            figures=json.dumps(asdict(told), ensure_ascii=False, sort_keys=True),
            made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            made_by=who,
        ),
    )


def thaw(db: Connection, year: int, period: str, *, form: str = FORM) -> None:
    """Forget frozen figures: the report is computed again. RuleBroken for a closed year."""
    kept = snapshot_of(db, year, period, form=form)
    if kept is not None:
        cycles.must_be_open(db, kept.cycle_id)
        delete(db, ProgressSnapshot, [kept.id])


def snapshot_of(db: Connection, year: int, period: str, *, form: str = FORM) -> ProgressSnapshot | None:
    """The figures frozen for a report, where there are any."""
    where = "WHERE form = ? AND period = ? AND cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY id DESC"
    return one(db, ProgressSnapshot, where, (form, period, year))


def snapshots(db: Connection, year: int) -> list[ProgressSnapshot]:
    """Every report of a year with frozen figures, the newest first."""
    where = "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY id DESC"
    return fetch(db, ProgressSnapshot, where, (year,))


def _thawed(kept: ProgressSnapshot) -> Figures:
    data: dict[str, Any] = json.loads(kept.figures)
    return Figures(
        year=data["year"],
        period=data["period"],
        day=data["day"],
        tasks=tuple(TaskFigures(**task) for task in data["tasks"]),
        units=tuple(UnitSummary(**unit) for unit in data["units"]),
        frozen_at=kept.made_at,
        frozen_by=kept.made_by,
    )


def finished(found: Figures) -> list[TaskFigures]:
    """The tasks that were done by the day of the report, late ones too."""
    return [task for task in found.tasks if task.state in FINISHED]
