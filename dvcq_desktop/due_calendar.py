"""Due days of a year by the calendar and by lateness: which tasks end on which day, what is overdue and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.connection import Connection
from dvcq_desktop.assignments import Actor, actors_of_year
from dvcq_desktop.cycles import find_cycle
from dvcq_desktop.deadlines import cut_off, last_day, occurrences, period_words_of, report_due
from dvcq_desktop.progress import SETTLED, TaskProgress, calendar_for, points_of_tasks
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import sort_key


@dataclass(frozen=True, kw_only=True)
class LateTask:
    """A task that is overdue or due soon; left: working days still to use, below zero the days it is late."""

    found: TaskProgress
    left: int


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one unit, or one official in it, has to do."""

    unit_id: int | None
    official_id: int | None
    name: str
    leads: tuple[TaskProgress, ...] = ()
    supports: tuple[TaskProgress, ...] = ()
    points: int = 0  # hundredths that hang on the tasks it leads

    @property
    def tasks(self) -> tuple[tuple[TaskProgress, bool], ...]:
        """Each task with whether it is led."""
        return tuple((task, True) for task in self.leads) + tuple((task, False) for task in self.supports)

    def count(self, *keys: str) -> int:
        """Tasks it leads that stand so."""
        return sum(task.state.key in keys for task in self.leads)

    @property
    def still_open(self) -> int:
        """Tasks it leads that are not settled yet."""
        return sum(task.state.key not in SETTLED for task in self.leads)


def late_tasks(db: Connection, year: int, today: date, found: Iterable[TaskProgress]) -> list[LateTask]:
    """The overdue tasks, the latest first, then those due soon."""
    days = calendar_for(db, year)
    late = []
    for task in found:
        last = last_day(task.task.due_on, bool(task.task.due_inclusive))
        if last is not None and task.state.key in {"overdue", "soon"}:
            left = days.left(today, last)
            late.append(LateTask(found=task, left=min(left, -1) if task.state.key == "overdue" else left))
    return sorted(late, key=lambda one: (one.left, one.found.task.due_on, one.found.row.id))


def tasks_by_day(found: Iterable[TaskProgress]) -> dict[date, list[TaskProgress]]:
    """Tasks by the last day that still counts."""
    days: dict[date, list[TaskProgress]] = {}
    for task in found:
        last = last_day(task.task.due_on, bool(task.task.due_inclusive))
        if last is not None:
            days.setdefault(last, []).append(task)
    return days


def common_days(db: Connection, year: int) -> dict[date, list[str]]:
    """The days of everyone: reports of the periods to be sent, the last day of the evidence."""
    cut, days = cut_off(db), calendar_for(db, year)
    found: dict[date, list[str]] = {}
    for period in occurrences("", year, cut):
        words = _("Gửi báo cáo {period}", period=period_words_of(period.code))
        found.setdefault(report_due(period, cut, days), []).append(words)
    cycle = find_cycle(db, year)
    last = last_day(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive)) if cycle else None
    if last:
        found.setdefault(last, []).append(_("Ngày cuối nộp minh chứng"))
    return found


def loads(db: Connection, year: int, found: Iterable[TaskProgress]) -> list[Load]:
    """What each unit and each official named in it has to do, by name; tasks nobody leads come last."""
    actors, points = actors_of_year(db, year), points_of_tasks(db, year)
    names: dict[tuple[int | None, int | None], str] = {}
    led: dict[tuple[int | None, int | None], list[TaskProgress]] = {}
    helped: dict[tuple[int | None, int | None], list[TaskProgress]] = {}
    for task in found:
        leads = actors.get((task.row.id, "lead"), [])
        for role, kept in (("lead", led), ("support", helped)):
            for actor in actors.get((task.row.id, role), []):
                key = (actor.unit_id, actor.official_id)
                names[key] = _name(actor)
                kept.setdefault(key, []).append(task)
        if not leads:
            names[None, None] = _("Chưa có chủ trì")
            led.setdefault((None, None), []).append(task)
    return [
        Load(
            unit_id=key[0],
            official_id=key[1],
            name=names[key],
            leads=tuple(led.get(key, ())),
            supports=tuple(helped.get(key, ())),
            points=sum(points.get(task.row.id, 0) for task in led.get(key, ())),
        )
        for key in sorted(names, key=lambda key: (key == (None, None), sort_key(names[key])))
    ]


def _name(actor: Actor) -> str:
    return f"{actor.name} – {actor.official}" if actor.official and actor.official != actor.name else actor.name
