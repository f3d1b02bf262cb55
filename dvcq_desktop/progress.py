"""Progress (tiến độ) of tasks by period: what was done, how it stands, sums by unit, figures frozen for a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.assignments import Actor, AssignmentRow, assignment_rows
from dvcq_desktop.dates import parse_date
from dvcq_desktop.deadlines import OCCURRENCES, CutOff, State, Window, cut_off, due_of, state_of, window
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, columns, fetch, get, insert, one, update
from dvcq_desktop.tasks import Task
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line
from dvcq_desktop.working_days import WorkingCalendar, calendar_of

STATES = {
    "not_started": "Chưa làm",
    "doing": "Đang làm",
    "done": "Đã xong",
    "late_done": "Xong, trễ hạn",
    "not_applicable": "Không phát sinh",
}
FINISHED = frozenset({"done", "late_done"})
SETTLED = FINISHED | {"not_applicable"}


@dataclass(frozen=True, kw_only=True)
class Progress(Record):
    """How far a task was at the end of one period; percent None where nobody said."""

    TABLE: ClassVar[str] = "progress"
    task_id: int
    period: str = column("Kỳ", kind="choice", width=10)
    state: str = column("Trạng thái", kind="choice", width=14, default="not_started")
    percent: int | None = column("Tỷ lệ (%)", kind="number", width=8, default=None)
    result: str = column("Kết quả", kind="lines", width=40, default="")
    result_documents: str = column("Văn bản kết quả (số, ký hiệu)", kind="lines", width=28, default="")
    difficulties: str = column("Khó khăn, vướng mắc", kind="lines", width=30, default="")
    reported_on: str = column("Ngày báo cáo", kind="date", width=12, default="")
    reported_by: str = column("Người báo cáo", width=20, default="")


@dataclass(frozen=True, kw_only=True)
class TaskProgress:
    """A task with the newest progress known of it and how it stands."""

    row: AssignmentRow
    progress: Progress | None
    state: State
    leads: tuple[Actor, ...] = ()
    proven: int = 0  # contents with at least one document
    contents: int = 0  # contents that need one

    @property
    def task(self) -> Task:
        return self.row.task

    @property
    def evidence(self) -> str:
        """ "2/3": contents with proof of those that need it; empty for a task without contents."""
        return f"{self.proven}/{self.contents}" if self.contents else ""


@dataclass(frozen=True, kw_only=True)
class UnitSummary:
    """What the tasks a unit leads came to."""

    unit_id: int | None  # None: all tasks, each counted once
    name: str
    total: int = 0
    on_time: int = 0
    late: int = 0
    doing: int = 0
    not_done: int = 0  # neither begun nor due yet
    overdue: int = 0  # not done and past the due day, begun or not
    not_applicable: int = 0
    points: int = 0  # hundredths that hang on its tasks


def settle(old: Progress | None, state: str | None, percent: int | None) -> tuple[str, int | None]:
    """State and percent that agree: done is 100, not begun 0, anything between is being done.

    A state given rules the percent; a percent given alone rules the state. RuleBroken for a state there is not.
    """
    if state is not None:
        if state not in STATES:
            raise RuleBroken(_("Không có trạng thái “{state}”.", state=state))
        if state in FINISHED:
            return state, 100
        if state == "doing":
            known = percent if percent is not None else (old.percent if old else None)
            return state, known if known is not None and 0 < known < 100 else None
        return state, 0 if state == "not_started" else None
    if percent is None:
        return (old.state, old.percent) if old else ("not_started", 0)
    if not 0 <= percent <= 100:
        raise RuleBroken(_("Tỷ lệ hoàn thành phải từ 0 đến 100."))
    if percent == 100:
        return (old.state if old and old.state in FINISHED else "done"), 100
    return ("doing" if percent else "not_started"), percent


def parse_percent(typed: str) -> int | None:
    """ "40", "40%" or "40 %"; empty is unknown. RuleBroken for anything else."""
    text = clean_line(typed).rstrip("%").strip()
    if not text:
        return None
    if not text.isdecimal() or int(text[:4]) > 100:
        raise RuleBroken(_("“{typed}” không phải là tỷ lệ. Hãy gõ một số từ 0 đến 100.", typed=typed))
    return int(text)


def record_progress(db: Connection, task_id: int, period: str, **values: str) -> int:
    """Store what was reported of a task for a period, as typed; fields not given stay. Answers the record's id.

    values: state, percent, result, result_documents, difficulties, reported_on, reported_by. What is done after the
    period's due day is stored as late. RuleBroken for a closed year, a wrong period, state, percent or date.
    """
    if period not in OCCURRENCES:
        raise RuleBroken(_("“{code}” không phải là một kỳ báo cáo.", code=period))
    unknown = set(values) - set(columns(Progress)) | set(values) & {"period"}
    if unknown:
        raise TypeError(f"no field of progress: {sorted(unknown)}")
    task = get(db, Task, task_id)
    cycles.must_be_open(db, task.cycle_id)
    old = one(db, Progress, "WHERE task_id = ? AND period = ?", (task_id, period))
    percent = parse_percent(values["percent"]) if "percent" in values else None
    state, percent = settle(old, values.get("state"), percent)
    stored: dict[str, object] = {"state": state, "percent": percent}
    for name in values.keys() & {"result", "result_documents", "difficulties"}:
        stored[name] = clean(values[name]).strip()
    if "reported_by" in values:
        stored["reported_by"] = clean_line(values["reported_by"])
    typed = values.get("reported_on", "") or (old.reported_on if old else "")
    day = parse_date(typed) or datetime.now().astimezone().date().isoformat()
    stored["reported_on"] = day
    if state == "done" and len(day) == 10:
        year = get(db, cycles.Cycle, task.cycle_id).year
        stored["state"] = _late_or_done(db, task, window(period, year, cut_off(db)), date.fromisoformat(day))
    if old is None:
        return insert(db, Progress(task_id=task_id, period=period, **stored))  # type: ignore[arg-type]  # fields of the record
    update(db, Progress, old.id, **stored)
    return old.id


def _late_or_done(db: Connection, task: Task, period: Window, reported: date) -> str:
    days = calendar_of(db, {period.end.year, period.end.year + 1, reported.year})
    return "late_done" if reported > due_of(task, period, cut_off(db), days) else "done"


def record_many(db: Connection, task_ids: Iterable[int], period: str, /, **values: str) -> int:
    """The same report for many tasks; answers how many."""
    ids = list(task_ids)
    for task_id in ids:
        record_progress(db, task_id, period, **values)
    return len(ids)


def delete_progress(db: Connection, task_id: int, period: str) -> None:
    """Take back what was reported of a task for a period."""
    cycles.must_be_open(db, get(db, Task, task_id).cycle_id)
    db.execute("DELETE FROM progress WHERE task_id = ? AND period = ?", (task_id, period))


def progress_of_task(db: Connection, task_id: int) -> list[Progress]:
    """Everything reported of a task in the order of the year."""
    found = fetch(db, Progress, "WHERE task_id = ?", (task_id,))
    return sorted(found, key=lambda progress: OCCURRENCES.index(progress.period))


def progress_of_year(db: Connection, year: int) -> dict[int, list[Progress]]:
    """Everything reported in a year by task."""
    found: dict[int, list[Progress]] = {}
    where = "WHERE task_id IN (SELECT id FROM task WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)) ORDER BY id"
    for progress in fetch(db, Progress, where, (year,)):
        found.setdefault(progress.task_id, []).append(progress)
    return found


def newest(reported: Iterable[Progress], year: int, cut: CutOff, *, period: str = "", on: date) -> Progress | None:
    """The report that says how a task stands on a day: that of the period asked for, else the last before its end.

    Reports made after the day do not count; what is finished for the whole year stays so.
    """
    end = window(period, year, cut).end if period else None
    best: tuple[bool, date, int] | None = None
    found = None
    for progress in reported:
        if progress.reported_on > on.isoformat():
            continue
        own = window(progress.period, year, cut)
        if end is not None and own.end > end:
            continue
        rank = (progress.period == period, own.end, (own.end - own.start).days)
        if best is None or rank > best:
            best, found = rank, progress
    return found


def task_progress(db: Connection, year: int, today: date, *, period: str = "") -> list[TaskProgress]:
    """Every task of a year with how it stands on a day, or stood at the end of a period."""
    cut, reported = cut_off(db), progress_of_year(db, year)
    days = calendar_of(db, (year - 1, year, year + 1))
    proofs = _proofs(db, year)
    judged = min(today, window(period, year, cut).end) if period else today
    then = judged.isoformat() if judged < today else ""  # a period that is over names those who led in it
    found = []
    for row in assignment_rows(db, year, day=then):
        progress = newest(reported.get(row.id, ()), year, cut, period=period, on=today)
        proven, contents = proofs.get(row.id, (0, 0))
        found.append(
            TaskProgress(
                row=row,
                progress=progress,
                state=state_of(row.task, progress, judged, days),
                leads=row.lead_actors,
                proven=proven,
                contents=contents,
            )
        )
    return found


def _proofs(db: Connection, year: int) -> dict[int, tuple[int, int]]:
    """Contents with a document, and contents that need one, of each task of a year."""
    rows = db.execute(
        "SELECT ti.task_id, count(*) AS contents, sum(EXISTS (SELECT 1 FROM evidence_link l JOIN proof e"
        " ON e.id = l.evidence_id WHERE l.item_id = ti.item_id AND e.cycle_id = t.cycle_id)) AS proven"
        " FROM task_item ti JOIN task t ON t.id = ti.task_id JOIN item i ON i.id = ti.item_id"
        " WHERE t.cycle_id = (SELECT id FROM cycle WHERE year = ?) AND i.needs_evidence GROUP BY ti.task_id",
        (year,),
    )
    return {row["task_id"]: (row["proven"], row["contents"]) for row in rows}


def points_of_tasks(db: Connection, year: int) -> dict[int, int]:
    """The points, in hundredths, that hang on each task of a year."""
    rows = db.execute(
        "SELECT ti.task_id, sum(coalesce(i.max_points, 0)) AS points FROM task_item ti JOIN item i ON i.id = ti.item_id"
        " JOIN task t ON t.id = ti.task_id WHERE t.cycle_id = (SELECT id FROM cycle WHERE year = ?) GROUP BY ti.task_id",
        (year,),
    )
    return {row["task_id"]: row["points"] for row in rows}


def status_words(found: TaskProgress) -> str:
    """ "Đang làm, 75 %; còn 4 ngày làm việc": what was reported, and what the calendar says of what is not done."""
    progress = found.progress
    told = _(STATES[progress.state] if progress else STATES["not_started"])
    if progress and progress.state == "doing" and progress.percent is not None:
        told += f", {progress.percent} %"
    return f"{told}; {found.state.words}" if found.state.key in {"overdue", "soon", "no_due"} else told


def summary(found: Iterable[TaskProgress], points: Mapping[int, int]) -> list[UnitSummary]:
    """What each leading unit came to, most tasks first, and below them the sum with every task counted once."""
    counts: dict[int | None, dict[str, int]] = {}
    names: dict[int | None, str] = {None: _("Cộng")}
    for one_task in found:
        kind = counted_as(one_task)
        for lead in {actor.unit_id: actor for actor in one_task.leads if actor.unit_id}.values():
            names[lead.unit_id] = lead.name
            _count(counts.setdefault(lead.unit_id, {}), kind, points.get(one_task.row.id, 0))
        _count(counts.setdefault(None, {}), kind, points.get(one_task.row.id, 0))
    units = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key]["total"], key))
    return [UnitSummary(unit_id=key, name=names[key], **counts[key]) for key in (*units, None) if key in counts]


def counted_as(found: TaskProgress) -> str:
    """Under which heading of the summary a task counts."""
    key = found.state.key
    if key in {"overdue", "not_applicable"}:
        return key
    if key in FINISHED:
        return "on_time" if key == "done" else "late"
    return "doing" if found.progress is not None and found.progress.state == "doing" else "not_done"


def _count(counts: dict[str, int], kind: str, points: int) -> None:
    for name, more in (("total", 1), (kind, 1), ("points", points)):
        counts[name] = counts.get(name, 0) + more


def calendar_for(db: Connection, year: int) -> WorkingCalendar:
    """The working calendar a year's deadlines are counted with."""
    return calendar_of(db, (year - 1, year, year + 1))
