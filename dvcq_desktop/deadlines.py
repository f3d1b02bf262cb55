"""Periods and deadlines: windows with the office's cut-off days, due days of reports, extensions, how a task stands.

Provincial rules under NĐ 09/2019/NĐ-CP close a month or quarter on the 14th and begin it on the 15th of the month before
(6 months 15/12 to 14/6, 9 months 15/12 to 14/9, year 15/12 to 14/12), reports following within 2 working days; every
office may set its own days, or go by the calendar (domain.md §2.5).
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.dates import due_phrase, parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import PERIODS, join_periods
from dvcq_desktop.records import Record, column, fetch, get, insert, update
from dvcq_desktop.settings import keep_setting, setting
from dvcq_desktop.tasks import Task, mark_changed, parse_due
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line
from dvcq_desktop.working_days import WEEKDAYS, WorkingCalendar, calendar_around

if TYPE_CHECKING:
    from dvcq_desktop.progress import Progress

CUT_OFF = "ky-bao-cao"  # setting: JSON of CutOff
LAST_MONTH = {"quy-1": 3, "quy-2": 6, "6-thang": 6, "quy-3": 9, "9-thang": 9, "quy-4": 12, "nam": 12}
LENGTH = {"quy-1": 3, "quy-2": 3, "6-thang": 6, "quy-3": 3, "9-thang": 9, "quy-4": 3, "nam": 12}
MONTHS = tuple(f"thang-{month}" for month in range(1, 13))
OCCURRENCES = (*MONTHS, *LAST_MONTH)  # what progress is recorded for
USUAL = "quy-1,6-thang,9-thang,nam"  # the reports an office without a choice of its own makes
SOON = 10  # working days before the due day from which a task counts as due soon


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """How this office closes its periods."""

    day: int = 14  # of the last month; 0: the last day of the month, by the calendar
    ends: Mapping[str, str] = field(default_factory=dict)  # period → "10-24": own days ("MM-DD")
    report_days: int = 2  # working days after the cut-off within which the report is sent
    reported: str = USUAL  # periods a task without its own is reported for


@dataclass(frozen=True, kw_only=True)
class Window:
    """One period of one year, both days counted."""

    code: str
    year: int
    start: date
    end: date

    @property
    def title(self) -> str:
        """ "quý I năm 2025", "6 tháng đầu năm 2025", "năm 2025"."""
        return period_title(self.code, self.year)


@dataclass(frozen=True, kw_only=True)
class Extension(Record):
    """That a task was given more time, why and by whom."""

    TABLE: ClassVar[str] = "extension"
    task_id: int
    old_due: str = column("Hạn cũ", kind="date", width=12, default="")
    old_inclusive: int = 0
    new_due: str = column("Hạn mới", kind="date", width=12)
    new_inclusive: int = 0
    reason: str = column("Lý do gia hạn", width=40)
    granted_by: str = column("Người cho gia hạn", width=24, default="")
    granted_on: str = column("Ngày cho gia hạn", kind="date", width=12, default="")


@dataclass(frozen=True, kw_only=True)
class State:
    """How a task stands: a sign and words (never colour alone), and how much it wants attention."""

    key: str  # done, late_done, not_applicable, overdue, soon, doing, not_started, no_due
    sign: str
    words: str
    level: str = ""  # "good", "warn", "bad" or ""

    @property
    def text(self) -> str:
        return f"{self.sign} {self.words}"


def period_words_of(code: str) -> str:
    """ "tháng 3", "quý I", "6 tháng đầu năm", "năm": a period without its year."""
    if code.startswith("thang-"):
        return _("tháng {month}", month=code[6:])
    return _("6 tháng đầu năm") if code == "6-thang" else PERIODS.get(code, code)


def period_title(code: str, year: int) -> str:
    """ "quý I năm 2025", "6 tháng đầu năm 2025", "năm 2025": a period with its year, as papers name it."""
    words = period_words_of(code)
    return f"{words} {year}" if words.endswith(_("năm")) else _("{period} năm {year}", period=words, year=year)


def cut_off(db: Connection) -> CutOff:
    """The office's cut-off days; the usual ones where it set none."""
    stored = setting(db, CUT_OFF)
    return CutOff(**json.loads(stored)) if stored else CutOff()


def set_cut_off(
    db: Connection,
    *,
    day: int | None = None,
    ends: Mapping[str, str] | None = None,
    report_days: int | None = None,
    reported: str | None = None,
) -> None:
    """Change how periods close; ends as typed ("24/10" or "24/10/2025", empty: by the rule). RuleBroken for no day."""
    known = cut_off(db)
    own = dict(known.ends)
    for code, typed in (ends or {}).items():
        if code not in LAST_MONTH:
            raise RuleBroken(_("Không có kỳ “{code}”.", code=code))
        own.pop(code, None)
        if typed.strip():
            own[code] = _month_and_day(typed)
    chosen = CutOff(
        day=known.day if day is None else day,
        ends=own,
        report_days=known.report_days if report_days is None else report_days,
        reported=known.reported if reported is None else join_periods(reported.split(",")),
    )
    if not 0 <= chosen.day <= 28:
        raise RuleBroken(_("Ngày chốt số liệu phải từ 1 đến 28, hoặc 0 nếu chốt vào ngày cuối tháng."))
    if not 0 <= chosen.report_days <= 30:
        raise RuleBroken(_("Số ngày làm việc để gửi báo cáo phải từ 0 đến 30."))
    keep_setting(db, CUT_OFF, json.dumps(asdict(chosen), ensure_ascii=False, sort_keys=True))


def _month_and_day(typed: str) -> str:
    text = clean_line(typed)
    full = text if text.count("/") + text.count("-") + text.count(".") > 1 else f"{text}/2024"  # a year with 29/02
    day = parse_date(full)
    if len(day) != 10:
        raise RuleBroken(_("“{typed}” không phải là ngày chốt. Hãy gõ như 24/10.", typed=typed))
    return day[5:]


def window(code: str, year: int, cut: CutOff) -> Window:
    """The days a period covers. RuleBroken for a code that is no single period."""
    if code in MONTHS:
        month = int(code[6:])
        start = _end_of_month(year, month - 1, cut)
        return Window(code=code, year=year, start=start + timedelta(days=1), end=_end_of_month(year, month, cut))
    if code not in LAST_MONTH:
        raise RuleBroken(_("“{code}” không phải là một kỳ báo cáo.", code=code))
    last = LAST_MONTH[code]
    if code == "nam" and code in cut.ends:
        start = _own_end(cut.ends[code], year - 1)
    else:
        start = _end_of_month(year, last - LENGTH[code], cut)
    end = _own_end(cut.ends[code], year) if code in cut.ends else _end_of_month(year, last, cut)
    return Window(code=code, year=year, start=start + timedelta(days=1), end=end)


def _end_of_month(year: int, month: int, cut: CutOff) -> date:
    """The cut-off of a month; month 0 is December of the year before."""
    year, month = (year - 1, 12) if month < 1 else (year, month)
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, min(cut.day or longest, longest))


def _own_end(month_and_day: str, year: int) -> date:
    month, day = (int(part) for part in month_and_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def occurrences(codes: str, year: int, cut: CutOff) -> list[Window]:
    """The single periods that "hang-thang,quy-1" stands for in a year, in order of their last day."""
    single: list[str] = []
    for code in (codes or cut.reported).split(","):
        single += MONTHS if code == "hang-thang" else (code,)
    found = [window(code, year, cut) for code in dict.fromkeys(single) if code in OCCURRENCES]
    return sorted(found, key=lambda w: (w.end, -(w.end - w.start).days))


def report_due(period: Window, cut: CutOff, days: WorkingCalendar = WEEKDAYS) -> date:
    """The last day to send the report of a period: some working days after its cut-off."""
    return days.plus(period.end, cut.report_days)


def last_day(due_on: str, inclusive: bool) -> date | None:
    """The last day that still counts: "trước ngày" excludes the day itself, "chậm nhất ngày" includes it."""
    if len(due_on) != 10:
        return None
    day = date.fromisoformat(due_on)
    return day if inclusive else day - timedelta(days=1)


def due_of(task: Task, period: Window, cut: CutOff, days: WorkingCalendar = WEEKDAYS) -> date:
    """When what a task owes for a period is due: with the period's report, never after the task's own last day."""
    report = report_due(period, cut, days)
    own = last_day(task.due_on, bool(task.due_inclusive))
    return min(report, own) if own else report


def state_of(
    task: Task, progress: Progress | None, today: date, days: WorkingCalendar = WEEKDAYS, *, soon: int = SOON
) -> State:
    """How a task stands on a day, given the newest progress known of it."""
    key = progress.state if progress else "not_started"
    if key == "done":
        return State(key=key, sign="✓", words=_("đã xong"), level="good")
    if key == "late_done":
        return State(key=key, sign="✓", words=_("xong, trễ hạn"), level="warn")
    if key == "not_applicable":
        return State(key=key, sign="∅", words=_("không phát sinh"))
    last = last_day(task.due_on, bool(task.due_inclusive))
    if last is None:
        return State(key="no_due", sign="▲", words=_("chưa có hạn"), level="warn")
    left = days.left(today, last)
    if today > last:
        return State(key="overdue", sign="▲", words=_("quá hạn {n} ngày làm việc", n=max(1, -left)), level="bad")
    if left <= soon:
        words = _("còn {n} ngày làm việc", n=left) if left else _("đến hạn trong kỳ nghỉ")
        return State(key="soon", sign="●", words=words, level="warn")
    if key == "doing":
        percent = progress.percent if progress else None
        words = _("đang làm") if percent is None else _("đang làm, {n} %", n=percent)
        return State(key=key, sign="◐", words=words)
    return State(key="not_started", sign="○", words=_("chưa làm"))


def extensions(db: Connection, task_id: int) -> list[Extension]:
    """The extensions of a task, the first granted first."""
    return fetch(db, Extension, "WHERE task_id = ? ORDER BY id", (task_id,))


def extend(
    db: Connection, task_ids: Iterable[int], new_due: str, reason: str, *, granted_by: str = "", granted_on: str = ""
) -> int:
    """Give tasks more time, as typed ("31/10/2025", "chậm nhất ngày …"), with the reason; answers how many.

    RuleBroken without a reason, without a whole day, for a closed year, or where the new day is not later.
    """
    reason = clean_line(reason)
    if not reason:
        raise RuleBroken(_("Hãy ghi lý do gia hạn."))
    stored = parse_due(new_due)
    due = str(stored["due_on"])
    if len(due) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm của hạn mới, ví dụ 31/10/2025."))
    count = 0
    for task_id in task_ids:
        task = get(db, Task, task_id)
        inclusive = int(str(stored.get("due_inclusive", task.due_inclusive)))
        old, new = last_day(task.due_on, bool(task.due_inclusive)), last_day(due, bool(inclusive))
        if old and new and new <= old:
            raise RuleBroken(
                _(
                    "Hạn mới ({new}) không muộn hơn hạn cũ ({old}) của nhiệm vụ “{task}”.",
                    new=due_phrase(due, bool(inclusive)),
                    old=due_phrase(task.due_on, bool(task.due_inclusive)),
                    task=task.text.split("\n")[0][:60],
                )
            )
        _move(db, task, due, inclusive, reason, granted_by, granted_on)
        count += 1
    return count


def shift_many(db: Connection, task_ids: Iterable[int], by_days: int, reason: str = "", *, granted_by: str = "") -> int:
    """Move the due days of tasks by calendar days, earlier or later; with a reason a later day is an extension.

    A last day that would fall on a day off moves back to the working day before. Tasks without a day are left out.
    """
    count = 0
    for task_id in task_ids:
        task = get(db, Task, task_id)
        due = shifted(db, task, by_days)
        if not due:
            continue
        reason_kept = clean_line(reason) if by_days > 0 else ""
        _move(db, task, due, task.due_inclusive, reason_kept, granted_by, "")
        count += 1
    return count


def shifted(db: Connection, task: Task, by_days: int) -> str:
    """The due day (ISO) a task gets when it is moved by calendar days; empty where it stays as it is."""
    last = last_day(task.due_on, bool(task.due_inclusive))
    if last is None or not by_days:
        return ""
    target = last + timedelta(days=by_days)
    moved = calendar_around(db, target).on_or_before(target)
    if (by_days > 0) != (moved > last):
        moved = target  # a whole Tết lies between: better a day off than no move
    return (moved if task.due_inclusive else moved + timedelta(days=1)).isoformat()


def _move(db: Connection, task: Task, due: str, inclusive: int, reason: str, granted_by: str, granted_on: str) -> None:
    """Store a new due day, and where a reason is given the extension."""
    cycles.must_be_open(db, task.cycle_id)
    if reason:
        insert(
            db,
            Extension(
                task_id=task.id,
                old_due=task.due_on,
                old_inclusive=task.due_inclusive,
                new_due=due,
                new_inclusive=inclusive,
                reason=reason,
                granted_by=clean_line(granted_by),
                granted_on=parse_date(granted_on) or datetime.now().astimezone().date().isoformat(),
            ),
        )
    update(db, Task, task.id, due_on=due, due_inclusive=inclusive)
    mark_changed(db, task.id)
