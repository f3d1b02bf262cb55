"""How the tasks of a year stand as the window shows it: state and evidence of each for a period, days off among due days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.connection import Connection
from dvcq_desktop.assignments import AssignmentRow, assignment_rows, marks
from dvcq_desktop.dates import short_date
from dvcq_desktop.deadlines import OCCURRENCES, cut_off, occurrences, report_due, window
from dvcq_desktop.progress import FINISHED, STATES, TaskProgress, calendar_for, task_progress
from dvcq_desktop.records import get, update
from dvcq_desktop.tasks import Task, mark_changed
from dvcq_desktop.texts import _
from dvcq_desktop.working_days import WorkingCalendar, holidays_of, known_holidays

QUARTERS = "quy-1,quy-2,quy-3,quy-4"
_ORDER = ("overdue", "soon", "doing", "not_started", "no_due", "late_done", "done", "not_applicable")
WEEKDAYS_OFF = {5: "thứ Bảy", 6: "Chủ nhật"}
STATE_FILTERS: dict[str, tuple[str, frozenset[str]]] = {  # a choice of the filter: its words, the states it shows
    "": ("Mọi tiến độ", frozenset()),
    "open": ("Chưa xong", frozenset({"overdue", "soon", "doing", "not_started", "no_due"})),
    "overdue": ("▲ Quá hạn", frozenset({"overdue"})),
    "soon": ("● Sắp đến hạn", frozenset({"soon"})),
    "doing": ("◐ Đang làm", frozenset({"doing"})),
    "not_started": ("○ Chưa làm", frozenset({"not_started"})),
    "done": ("✓ Đã xong", FINISHED),
    "late_done": ("✓ Xong, trễ hạn", frozenset({"late_done"})),
    "not_applicable": ("∅ Không phát sinh", frozenset({"not_applicable"})),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the cells of evidence and state of one task say, and by what it is sorted and filtered."""

    evidence: str = ""
    evidence_mark: str = ""
    state: str = ""
    state_mark: str = ""
    keys: frozenset[str] = frozenset()  # of deadlines.State and of the newest report: an overdue task may be under way
    evidence_order: tuple[int, int] = (0, 0)
    state_order: tuple[int, str] = (len(_ORDER), "")


@dataclass(frozen=True, kw_only=True)
class YearStanding:
    """The rows of the assignment table with how each task stands."""

    rows: list[AssignmentRow] = field(default_factory=list)
    found: dict[int, TaskProgress] = field(default_factory=dict)
    days: WorkingCalendar = field(default_factory=WorkingCalendar)
    names: Mapping[str, str] = field(default_factory=dict)  # of the days off, by ISO day

    def told(self, task_id: int) -> Told:
        found = self.found.get(task_id)
        return told_of(found) if found else Told()

    def marks(self, row: AssignmentRow) -> dict[str, str]:
        """What a person should look at in a row; a due day off with the working day it had better be."""
        told = marks(row)
        if words := off_day_words(row.due_on, self.days, self.names):
            told["due"] = f"● {words}"
        return told


def year_standing(db: Connection, year: int, today: date, period: str) -> YearStanding:
    """Everything the assignment page shows of a year, judged for a period."""
    found = task_progress(db, year, today, period=period)
    over = window(period, year, cut_off(db)).end < today  # then those who led in it are named, not those of now
    return YearStanding(
        rows=assignment_rows(db, year) if over else [task.row for task in found],
        found={task.row.id: task for task in found},
        days=calendar_for(db, year),
        names=day_names(db, year),
    )


def told_of(found: TaskProgress) -> Told:
    """The words of one task's cells."""
    state, progress = found.state, found.progress
    reported = progress.state if progress else "not_started"
    words = state.text
    if reported == "doing" and state.key in {"overdue", "soon", "no_due"}:
        percent = f", {progress.percent} %" if progress and progress.percent is not None else ""
        words += f"\n◐ {_(STATES[reported]).lower()}{percent}"
    proven = bool(found.contents) and found.proven == found.contents
    return Told(
        evidence=f"✓ {found.evidence}" if proven else found.evidence,
        evidence_mark="good" if proven else "",
        state=words,
        state_mark=state.level,
        keys=frozenset({state.key, reported}),
        evidence_order=(found.proven - found.contents, found.contents),
        state_order=(_ORDER.index(state.key), found.task.due_on),
    )


def day_names(db: Connection, year: int) -> dict[str, str]:
    """The days off of a year by ISO day with their names: the office's table, the library where it has none."""
    found = holidays_of(db, year) or known_holidays(year)
    return {holiday.day: holiday.name for holiday in found if holiday.kind == "holiday"}


def off_day_words(due_on: str, days: WorkingCalendar, names: Mapping[str, str]) -> str:
    """ "thứ Bảy, nên lấy 24/10" of a due day that nobody works on; empty for a working day."""
    if len(due_on) != 10:
        return ""
    day = date.fromisoformat(due_on)
    if days.is_working(day):
        return ""
    name = names.get(due_on, "").split("; ")[0] or WEEKDAYS_OFF.get(day.weekday(), _("ngày nghỉ"))
    better = days.on_or_before(day)
    return _("{day_off}, nên lấy {day}", day_off=name, day=f"{better:%d/%m}")


def off_days_among(rows: list[AssignmentRow], days: WorkingCalendar) -> dict[int, str]:
    """Tasks whose due day is a day off, with the working day (ISO) they had better be due."""
    found = {}
    for row in rows:
        if len(row.due_on) == 10 and not days.is_working(day := date.fromisoformat(row.due_on)):
            found[row.id] = days.on_or_before(day).isoformat()
    return found


def move_to_working_days(db: Connection, better: Mapping[int, str]) -> list[str]:
    """Give tasks the working days found for them; answers the new days as they are shown."""
    for task_id, day in better.items():
        get(db, Task, task_id)
        update(db, Task, task_id, due_on=day)
        mark_changed(db, task_id)
    return [short_date(day) for day in better.values()]


def default_period(db: Connection, year: int, today: date) -> str:
    """The quarter whose report is still to be sent; the whole year once all are."""
    cut, days = cut_off(db), calendar_for(db, year)
    for quarter in occurrences(QUARTERS, year, cut):
        if today <= report_due(quarter, cut, days):
            return quarter.code
    return "nam"


def periods_to_choose() -> list[str]:
    """The periods in the order a person looks for them: quarters and sums of the year, then the months."""
    months = [code for code in OCCURRENCES if code.startswith("thang-")]
    return [code for code in OCCURRENCES if code not in months] + months
