"""The page Hôm nay: the yearly path, at most seven actions by working days left and points at risk, the countdown, news.

An action that was postponed comes back on its day; one that does not apply stays away, with the reason kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.dates import due_phrase, parse_date, short_date
from dvcq_desktop.deadlines import last_day
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_short
from dvcq_desktop.record_history import moment
from dvcq_desktop.records import Record, column, fetch, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line
from dvcq_desktop.working_days import WorkingCalendar, calendar_around
from dvcq_desktop.year_path import Step, path_of, year_facts

MOST = 7  # more is a report, not something to begin the day with
HORIZON = 40  # working days ahead: what is due later is not yet something to do today
FAR = 10_000  # working days to a due day nobody set


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do: what, why, until when, what hangs on it, where it is done (Desk.go(page, anchor))."""

    key: str  # stays the same from day to day: what a postponement is remembered by
    sentence: str
    why: str
    due: str = ""  # the last day that counts, ISO
    days_left: int = FAR  # working days, today counted; below zero: overdue by so many
    points: int = 0  # hundredths at risk
    page: str = ""
    anchor: str = ""

    @property
    def left_words(self) -> str:
        """ "còn 5 ngày làm việc", "quá hạn 3 ngày làm việc"; empty without a due day."""
        if self.days_left == FAR:
            return ""
        if self.days_left < 0:
            return _("quá hạn {n} ngày làm việc", n=-self.days_left)
        return _("còn {n} ngày làm việc", n=self.days_left) if self.days_left else _("hết hạn trong ngày nghỉ")

    @property
    def points_words(self) -> str:
        return _("{points} điểm", points=format_short(self.points)) if self.points else ""


@dataclass(frozen=True, kw_only=True)
class PostponedAction(Record):
    """That an action is left for later, or does not apply here, with the reason."""

    TABLE: ClassVar[str] = "postponed_action"
    action: str
    kind: str = column("Loại", kind="choice", width=14)
    until: str = column("Để đến ngày", kind="date", width=12, default="")
    reason: str = column("Lý do", width=40, default="")


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that was done since the last visit."""

    sentence: str
    who: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Today:
    """Everything the page shows."""

    year: int | None
    day: date
    path: tuple[Step, ...]
    actions: tuple[Action, ...]
    more: int  # actions beyond the seven
    postponed: int  # left for later and not shown
    countdown: str
    next_words: str  # what to say where there is nothing to do


def today(
    db: Connection, year: int | None, day: date, *, first: tuple[Action, ...] = (), also: tuple[Action, ...] = ()
) -> Today:
    """What to do on a day in the year in hand (None: nothing is set up yet).

    first: what comes before all else; also: what is no work of the year (backing up): before it
    once it is due, until then in its place among it.
    """
    from dvcq_desktop.today_actions import candidates

    days = calendar_around(db, day)
    found = ordered([*candidates(db, year, day, days), *also])
    waiting = {p.action: p for p in fetch(db, PostponedAction)}
    shown = [action for action in found if not _put_off(waiting.get(action.key), day)]
    kept = [action for action in shown if action.days_left <= HORIZON or action.days_left == FAR]
    due = {action.key for action in also if action.due <= day.isoformat()}
    kept = [*(action for action in kept if action.key in due), *(action for action in kept if action.key not in due)]
    return Today(
        year=year,
        day=day,
        path=path_of(year_facts(db, year)) if year is not None else path_of(year_facts(db, day.year)),
        actions=(*first, *kept[: MOST - len(first)]),
        more=max(0, len(first) + len(kept) - MOST),
        postponed=len(found) - len(shown),
        countdown=countdown(db, year, day, days) if year is not None else "",
        next_words=_next_words(shown),
    )


def ordered(actions: Iterable[Action]) -> list[Action]:
    """Fewest working days left first, most points at risk first among those; then by key, so that the order is one."""
    return sorted(actions, key=lambda action: (action.days_left, -action.points, action.key))


def _put_off(postponed: PostponedAction | None, day: date) -> bool:
    if postponed is None:
        return False
    return postponed.kind == "not_applicable" or postponed.until > day.isoformat()


def _next_words(shown: list[Action]) -> str:
    """What to say where the list is empty."""
    dated = [action for action in shown if action.due]
    if not dated:
        return _("Hôm nay không còn việc gấp.")
    return _(
        "Hôm nay không còn việc gấp. Việc gần nhất: {what} ngày {day}.",
        what=dated[0].sentence.rstrip("."),
        day=short_date(dated[0].due),
    )


def countdown(db: Connection, year: int, day: date, days: WorkingCalendar) -> str:
    """ "Còn 12 ngày làm việc đến hạn minh chứng (trước ngày 24/10/2025)."; empty where no day is set."""
    cycle = cycles.find_cycle(db, year)
    last = last_day(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive)) if cycle else None
    if cycle is None or last is None:
        return ""
    due = due_phrase(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive))
    left = days.left(day, last)
    if day > last:
        return _("Đã quá hạn minh chứng ({due}) {n} ngày làm việc.", due=due, n=-left)
    return _("Còn {n} ngày làm việc đến hạn minh chứng ({due}).", due=due, n=left)


def postpone(db: Connection, key: str, until: str, day: date, reason: str = "") -> None:
    """Leave an action for later, until a day as typed. RuleBroken where that day is not after today."""
    iso = parse_date(until)
    if len(iso) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm để nhắc lại, ví dụ 24/10/2025."))
    if iso <= day.isoformat():
        raise RuleBroken(_("Ngày nhắc lại phải sau hôm nay ({day}).", day=short_date(day.isoformat())))
    _put(db, key, "postponed", iso, reason)


def not_applicable(db: Connection, key: str, reason: str) -> None:
    """Say that an action does not apply here; needs a reason, kept with it."""
    if not clean_line(reason):
        raise RuleBroken(_("Hãy ghi lý do việc này không áp dụng."))
    _put(db, key, "not_applicable", "", reason)


def take_up_again(db: Connection, key: str) -> None:
    """Show an action again that was postponed or set aside."""
    db.execute("DELETE FROM postponed_action WHERE action = ?", (key,))


def put_off(db: Connection, day: date) -> list[PostponedAction]:
    """What is left for later or set aside on a day, those that come back first at the top."""
    found = [p for p in fetch(db, PostponedAction) if _put_off(p, day)]
    return sorted(found, key=lambda p: (p.kind != "postponed", p.until, p.id))


def put_off_actions(
    db: Connection, year: int | None, day: date, *, also: tuple[Action, ...] = ()
) -> list[tuple[Action, PostponedAction]]:
    """What is left for later or set aside and would stand on the page, with until when or why."""
    from dvcq_desktop.today_actions import candidates

    found = {action.key: action for action in (*candidates(db, year, day, calendar_around(db, day)), *also)}
    return [(found[put.action], put) for put in put_off(db, day) if put.action in found]


def take_up_many(db: Connection, keys: Iterable[str]) -> None:
    """Show several actions again."""
    for key in keys:
        take_up_again(db, key)


def _put(db: Connection, key: str, kind: str, until: str, reason: str) -> None:
    known = one(db, PostponedAction, "WHERE action = ?", (key,))
    if known is None:
        insert(db, PostponedAction(action=key, kind=kind, until=until, reason=clean_line(reason)))
    else:
        update(db, PostponedAction, known.id, kind=kind, until=until, reason=clean_line(reason))


def begin_visit(db: Connection, who: str) -> str:
    """Note that somebody sat down, outside the journal; answers when their visit before began ("" on the first)."""
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    db.execute(
        "INSERT INTO _visit (who, at) VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET before = at, at = excluded.at",
        (who, now),
    )
    journal.begin_visit(db, who)
    return last_visit(db, who)


def last_visit(db: Connection, who: str) -> str:
    """When the visit before the one under way began, ISO; empty where there was none."""
    row = db.execute("SELECT before FROM _visit WHERE who = ?", (who,)).fetchone()
    return str(row["before"]) if row else ""


def changed_since_visit(db: Connection, who: str, *, limit: int = 20) -> list[News]:
    """What was done since somebody's visit before this one, what carries one label told once, the newest first."""
    found = []
    for done in journal.done_since_visit(db, who)[:limit]:
        sentence = done.label if done.count == 1 else _("{label} ({n} lần)", label=done.label, n=done.count)
        found.append(News(sentence=sentence, who=done.who, at=moment(done.last)))
    return found


def as_json(found: Today) -> dict[str, Any]:
    """The page as `main.py today --json` prints it."""
    return {
        "day": found.day.isoformat(),
        "year": found.year,
        "countdown": found.countdown,
        "path": [asdict(step) for step in found.path],
        "actions": [
            asdict(action) | {"days_left": None if action.days_left == FAR else action.days_left}
            for action in found.actions
        ],
        "more": found.more,
        "postponed": found.postponed,
        "next": "" if found.actions else found.next_words,
    }
