"""What may stand on the page Hôm nay: each rule looks at the data of the year in hand and proposes actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from db.connection import Connection
from dvcq_desktop import organisation, risk
from dvcq_desktop.cycles import cycle_of_year, find_cycle
from dvcq_desktop.dates import short_date
from dvcq_desktop.deadlines import CutOff, Window, cut_off, last_day, occurrences, period_title, report_due
from dvcq_desktop.points import format_points
from dvcq_desktop.progress import SETTLED, Progress, TaskProgress, progress_of_year, task_progress
from dvcq_desktop.reconciliation import reconcile
from dvcq_desktop.texts import _
from dvcq_desktop.today import FAR, Action
from dvcq_desktop.working_days import WorkingCalendar, holidays_of
from dvcq_desktop.year_path import YearFacts, year_facts

FRAMEWORK_DUE = (1, 31)  # the framework is there before the plan is written
PLAN_DUE = (2, 28)  # the plan follows the superior's, which comes in February (domain.md §2.5)
REPORT_AHEAD = 10  # working days before its due day a report is spoken of
SCORING_DAYS = 5  # working days after the evidence is due for the self scores
SCORING_AHEAD = 15
GROUPED = 3  # so many tasks of one unit with one due day are one action


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the rules look at."""

    db: Connection
    year: int
    day: date
    days: WorkingCalendar

    @cached_property
    def facts(self) -> YearFacts:
        return year_facts(self.db, self.year)

    @cached_property
    def tasks(self) -> list[TaskProgress]:
        return task_progress(self.db, self.year, self.day)

    @cached_property
    def cut(self) -> CutOff:
        return cut_off(self.db)

    @cached_property
    def evidence_last(self) -> date | None:
        cycle = find_cycle(self.db, self.year)
        return last_day(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive)) if cycle else None

    def action(
        self,
        key: str,
        sentence: str,
        why: str,
        page: str,
        *,
        due: date | None = None,
        points: int = 0,
        anchor: str = "",
    ) -> Action:
        return Action(
            key=f"{self.year}:{key}",
            sentence=sentence,
            why=why,
            page=page,
            anchor=anchor,
            points=points,
            due=due.isoformat() if due else "",
            days_left=self.days.left(self.day, due) if due else FAR,
        )


def candidates(db: Connection, year: int | None, day: date, days: WorkingCalendar) -> list[Action]:
    """Everything there is to do in the year in hand, in no order."""
    if year is None or find_cycle(db, year) is None:
        return [
            Action(
                key="office:year",
                sentence=_("Mở năm đánh giá và chọn bộ tiêu chí."),
                why=_("Chưa có năm nào để lập kế hoạch, giao việc và chấm điểm."),
                page="settings",
            )
        ]
    now = Situation(db=db, year=year, day=day, days=days)
    if cycle_of_year(db, year).closed:
        return [*_office(now), *_next_year(now)]
    return [action for rule in RULES for action in rule(now)]


def _office(now: Situation) -> Iterator[Action]:
    """The office's name or a leading unit no longer valid."""
    entry = organisation.current(now.db, now.day.isoformat())
    if entry is not None and entry.valid_to and entry.valid_to < now.day.isoformat():
        yield now.action(
            "office",
            _("Nhập tên cơ quan, cấp trên và các bộ phận sau khi sắp xếp lại."),
            _("“{name}” chỉ có hiệu lực đến hết ngày {day}.", name=entry.name, day=short_date(entry.valid_to)),
            "people",
            due=date.fromisoformat(entry.valid_to),
            anchor="reorganisation",
        )
    rows = now.db.execute(
        "SELECT count(DISTINCT a.task_id) AS tasks, min(u.valid_to) AS since, min(u.name) AS name FROM assignment a"
        " JOIN unit u ON u.id = a.unit_id JOIN task t ON t.id = a.task_id JOIN cycle c ON c.id = t.cycle_id"
        " WHERE a.role = 'lead' AND a.valid_to = '' AND u.valid_to <> '' AND u.valid_to < ? AND c.year = ?",
        (now.day.isoformat(), now.year),
    ).fetchone()
    if rows["tasks"]:
        yield now.action(
            "ended-units",
            _("Giao lại {n} nhiệm vụ mà bộ phận chủ trì đã hết hiệu lực.", n=rows["tasks"]),
            _("“{name}” hết hiệu lực ngày {day}.", name=rows["name"], day=short_date(rows["since"])),
            "people",
            due=date.fromisoformat(rows["since"]),
            anchor="reorganisation",
        )


def _framework(now: Situation) -> Iterator[Action]:
    due = date(now.year, *FRAMEWORK_DUE)
    if not now.facts.has_framework:
        why = _("Chưa có bộ tiêu chí thì chưa giao được nhiệm vụ theo nội dung và chưa tự chấm được.")
        yield now.action("framework", _("Chọn bộ tiêu chí của năm {year}.", year=now.year), why, "framework", due=due)
    elif now.facts.items_without_maximum:
        n = now.facts.items_without_maximum
        sentence = _("Nhập điểm tối đa của {n} nội dung trong bộ tiêu chí.", n=n)
        why = _("Chưa có điểm tối đa thì không biết nội dung nào đáng lo nhất.")
        yield now.action("maximum", sentence, why, "framework", due=due)


def _plan(now: Situation) -> Iterator[Action]:
    due = date(now.year, *PLAN_DUE)
    if not now.facts.has_plan:
        why = _("Kế hoạch năm được ban hành trong tháng 02, sau khi có kết quả năm trước và kế hoạch của cấp trên.")
        yield now.action("plan", _("Lập kế hoạch năm {year}.", year=now.year), why, "plan", due=due)
    elif not now.facts.plan_issued:
        why = _("Kế hoạch chưa ghi số và đủ ngày ban hành nên phụ lục, phiếu giao việc còn để trống chỗ này.")
        yield now.action("plan-number", _("Ghi số và ngày ban hành của kế hoạch."), why, "plan")


def _assignment(now: Situation) -> Iterator[Action]:
    due, facts = date(now.year, *PLAN_DUE), now.facts
    if facts.has_framework and facts.items_without_task:
        sentence = _("Tạo nhiệm vụ cho {n} nội dung chưa ai được giao.", n=facts.items_without_task)
        why = _("Nội dung không có nhiệm vụ thì không ai thu thập minh chứng.")
        yield now.action("items-without-task", sentence, why, "assignments", due=due)
    without_lead = [t for t in now.tasks if not t.leads]
    if without_lead:
        sentence = _("Giao đơn vị chủ trì cho {n} nhiệm vụ.", n=len(without_lead))
        why = _("Chưa có chủ trì: {task}", task=_short(without_lead[0]))
        anchor = f"task:{without_lead[0].row.id}"
        yield now.action("leads", sentence, why, "assignments", due=due, anchor=anchor)
    without_due = [t for t in now.tasks if t.state.key == "no_due"]
    if without_due:
        sentence = _("Ghi hạn cho {n} nhiệm vụ.", n=len(without_due))
        why = _("Chưa có hạn: {task}", task=_short(without_due[0]))
        yield now.action("dues", sentence, why, "assignments", due=due, anchor=f"task:{without_due[0].row.id}")


def _deductions(now: Situation) -> Iterator[Action]:
    """Last year's losses have to be remedied by this year's tasks."""
    facts, due = now.facts, date(now.year, *PLAN_DUE)
    lost = now.db.execute(
        "SELECT coalesce(sum(points), 0) FROM deduction WHERE task_id IS NULL AND cycle_id ="
        " (SELECT id FROM cycle WHERE year = ?)",
        (now.year - 1,),
    ).fetchone()[0]
    if facts.deductions_without_task:
        sentence = _("Gắn nhiệm vụ khắc phục cho {n} khoản bị trừ.", n=facts.deductions_without_task)
        why = _("Điểm bị trừ năm {year} chưa có nhiệm vụ nào khắc phục nên dễ bị trừ lại.", year=now.year - 1)
        yield now.action("deductions-task", sentence, why, "reconciliation", due=due, points=lost)
    if facts.deductions_without_remedy:
        sentence = _("Ghi hướng khắc phục cho {n} khoản bị trừ.", n=facts.deductions_without_remedy)
        why = _("Kế hoạch phải nêu hướng khắc phục của từng khoản bị trừ năm {year}.", year=now.year - 1)
        yield now.action("deductions-remedy", sentence, why, "reconciliation", due=due)


def _reports(now: Situation) -> Iterator[Action]:
    """The newest period that is over, or ends soon, and has tasks nobody reported, or no report made."""
    reported = progress_of_year(now.db, now.year)
    owing: dict[str, list[TaskProgress]] = {}
    windows: dict[str, Window] = {}
    known: dict[str, list[Window]] = {}  # thousands of tasks share a few sets of periods
    for found in now.tasks:
        codes = ",".join(dict.fromkeys(code for lead in found.leads for code in lead.periods.split(",") if code))
        told = {p.period for p in reported.get(found.row.id, ()) if p.reported_on <= now.day.isoformat()}
        if codes not in known:
            known[codes] = occurrences(codes, now.year, now.cut)
        for window in known[codes]:
            windows[window.code] = window
            if window.code not in told and not _settled_before(reported.get(found.row.id, ()), now):
                owing.setdefault(window.code, []).append(found)
    latest: dict[bool, Window] = {}
    for window in sorted(windows.values(), key=lambda w: (w.end, (w.end - w.start).days)):
        if now.days.left(now.day, report_due(window, now.cut, now.days)) <= REPORT_AHEAD:
            latest[window.code.startswith("thang-")] = window
    for window in latest.values():
        yield from _report(now, window, owing.get(window.code, []))


def _settled_before(reported: Iterable[Progress], now: Situation) -> bool:
    """Whether a task was reported as finished for the whole year by the day in hand."""
    day = now.day.isoformat()
    return any(p.period == "nam" and p.state in SETTLED and p.reported_on <= day for p in reported)


def _report(now: Situation, window: Window, owing: list[TaskProgress]) -> Iterator[Action]:
    due = report_due(window, now.cut, now.days)
    title = period_title(window.code, now.year)
    until = _(
        "Số liệu {period} chốt ngày {end}, báo cáo gửi trong {n} ngày làm việc.",
        period=title,
        end=short_date(window.end.isoformat()),
        n=now.cut.report_days,
    )
    if owing:
        sentence = _("Ghi tiến độ {period} của {n} nhiệm vụ.", period=title, n=len(owing))
        anchor = f"period:{window.code}"
        yield now.action(f"progress:{window.code}", sentence, until, "assignments", due=due, anchor=anchor)
    elif not window.code.startswith("thang-") and not _made(now, window):
        sentence = _("In báo cáo kết quả {period} và chốt số liệu.", period=title)
        anchor = f"bao-cao-ky:{window.code}"
        yield now.action(f"report:{window.code}", sentence, until, "forms", due=due, anchor=anchor)


def _made(now: Situation, window: Window) -> bool:
    """Whether the report of a period was made, its figures frozen, by the day in hand."""
    return bool(
        now.db.execute(
            "SELECT 1 FROM progress_snapshot WHERE period = ? AND substr(made_at, 1, 10) <= ? AND cycle_id ="
            " (SELECT id FROM cycle WHERE year = ?)",
            (window.code, now.day.isoformat(), now.year),
        ).fetchone()
    )


def _evidence(now: Situation) -> Iterator[Action]:
    """Tasks that lack proof or are overdue; many of one unit with one due day are told together."""
    stakes = _unproven_points(now)
    groups: dict[tuple[int, date], list[TaskProgress]] = {}
    for found in now.tasks:
        last = last_day(found.task.due_on, bool(found.task.due_inclusive))
        unfinished = found.state.key not in SETTLED
        if last is None or not found.leads or not (found.proven < found.contents or (unfinished and now.day > last)):
            continue
        if found.progress is not None and found.progress.state == "not_applicable":
            continue
        groups.setdefault((found.leads[0].unit_id or 0, last), []).append(found)
    for (unit_id, last), found_tasks in groups.items():
        if len(found_tasks) >= GROUPED:
            yield _unit_evidence(now, unit_id, last, found_tasks, stakes)
        else:
            for found in found_tasks:
                yield _task_evidence(now, last, found, stakes.get(found.row.id, 0))


def _unit_evidence(
    now: Situation, unit_id: int, last: date, found: list[TaskProgress], stakes: dict[int, int]
) -> Action:
    missing = sum(t.contents - t.proven for t in found)
    name = found[0].leads[0].name
    sentence = _("Đôn đốc {unit} nộp minh chứng của {n} nhiệm vụ.", unit=name, n=len(found))
    why = _(
        "Còn {n} nội dung chưa có minh chứng; việc nhiều điểm nhất: {task}",
        n=missing,
        task=_short(_most(found, stakes)),
    )
    points = sum(stakes.get(t.row.id, 0) for t in found)
    key = f"unit-evidence:{unit_id}:{last.isoformat()}"
    return now.action(key, sentence, why, "assignments", due=last, points=points, anchor=f"unit:{unit_id}")


def _task_evidence(now: Situation, last: date, found: TaskProgress, points: int) -> Action:
    lacking = found.contents - found.proven
    lead = found.leads[0].name
    if lacking:
        sentence = _("Thu minh chứng: {task}", task=_short(found))
        why = _("{unit} chủ trì; còn {n}/{all} nội dung chưa có minh chứng.", unit=lead, n=lacking, all=found.contents)
    else:
        sentence = _("Báo kết quả việc đã quá hạn: {task}", task=_short(found))
        why = _("{unit} chủ trì; đã quá hạn mà chưa báo xong.", unit=lead)
    key = f"task:{found.row.id}"
    return now.action(key, sentence, why, "assignments", due=last, points=points, anchor=key)


def _most(found: list[TaskProgress], stakes: dict[int, int]) -> TaskProgress:
    return max(found, key=lambda t: (stakes.get(t.row.id, 0), -t.row.id))


def _unproven_points(now: Situation) -> dict[int, int]:
    """The points of contents without proof, by task."""
    rows = now.db.execute(
        "SELECT ti.task_id, sum(coalesce(i.max_points, 0)) AS points FROM task_item ti JOIN item i ON i.id = ti.item_id"
        " JOIN task t ON t.id = ti.task_id JOIN cycle c ON c.id = t.cycle_id WHERE c.year = ? AND i.needs_evidence"
        " AND NOT EXISTS (SELECT 1 FROM evidence_link l JOIN proof e ON e.id = l.evidence_id"
        "  WHERE l.item_id = i.id AND e.cycle_id = c.id) GROUP BY ti.task_id",
        (now.year,),
    )
    return {row["task_id"]: row["points"] for row in rows}


def _scores(now: Situation) -> Iterator[Action]:
    """Scoring begins when the evidence is about to be in."""
    last = now.evidence_last
    if last is None or not now.facts.has_framework or now.facts.scores_locked:
        return
    due = now.days.plus(last, SCORING_DAYS)
    items = risk.year_risk(now.db, now.year).items
    unproven = [i for i in items if i.row.lacks_proof]
    if unproven:
        sentence = _("Bổ sung minh chứng hoặc giải trình cho {n} nội dung đã tự chấm.", n=len(unproven))
        why = _("Có điểm mà không có tài liệu kiểm chứng thì không được tính: {item}", item=unproven[0].row.code)
        points = sum(i.declared - i.defended for i in unproven)
        anchor = f"item:{unproven[0].row.item.id}"
        yield now.action("unproven", sentence, why, "scores", due=last, points=points, anchor=anchor)
    if now.days.left(now.day, due) > SCORING_AHEAD:
        return
    unscored = [i.row for i in items if not i.row.scored]
    if unscored:
        sentence = _("Tự chấm {n} nội dung còn lại.", n=len(unscored))
        why = _("Hồ sơ tự chấm lập ngay sau hạn nộp minh chứng.")
        points = sum(row.item.max_points or 0 for row in unscored)
        anchor = f"item:{unscored[0].item.id}"
        yield now.action("unscored", sentence, why, "scores", due=due, points=points, anchor=anchor)
    elif not unproven and items:
        why = _("Mọi nội dung đã chấm và có minh chứng hoặc giải trình.")
        yield now.action("lock", _("Khóa điểm tự chấm và in bảng tự chấm."), why, "scores", due=due)


def _appraisal(now: Situation) -> Iterator[Action]:
    if now.facts.scores_locked and not now.facts.appraised:
        why = _("Đã khóa điểm tự chấm; chưa có điểm của cơ quan thẩm định.")
        sentence = _("Gửi hồ sơ đề nghị thẩm định, nhập điểm thẩm định khi có.")
        yield now.action("appraisal", sentence, why, "reconciliation")


def _reconciliation(now: Situation) -> Iterator[Action]:
    """Points of this year and of the last that nobody explained."""
    for year in (now.year - 1, now.year):
        cycle = find_cycle(now.db, year)
        if cycle is None or cycle.closed:
            continue
        line = reconcile(now.db, year).total
        if line.unexplained:
            sentence = _("Làm rõ {points} điểm bị trừ năm {year}.", points=format_points(line.unexplained), year=year)
            anchor = f"year:{year}"
            points = abs(line.unexplained)
            why = line.sentence()
            yield now.action(f"reconcile:{year}", sentence, why, "reconciliation", points=points, anchor=anchor)


def _next_year(now: Situation) -> Iterator[Action]:
    following = now.year + 1
    if find_cycle(now.db, following) is None and now.day >= date(now.year, 12, 15):
        why = _("Nhiệm vụ giữ lại và hướng khắc phục của năm {year} được chuyển sang năm sau.", year=now.year)
        due = date(following, *FRAMEWORK_DUE)
        yield now.action("next-year", _("Mở năm {year}.", year=following), why, "settings", due=due)
    if now.day >= date(now.year, 12, 1) and not holidays_of(now.db, following):
        why = _("Ngày nghỉ Tết và ngày nghỉ hoán đổi được công bố hằng năm; hạn tính theo ngày làm việc cần bảng này.")
        sentence = _("Xem lại bảng ngày nghỉ năm {year}.", year=following)
        yield now.action("holidays", sentence, why, "people", anchor="holidays")


def _short(found: TaskProgress) -> str:
    """The first line of a task, cut at a word."""
    line = found.task.text.split("\n", maxsplit=1)[0]
    return line if len(line) <= 70 else line[:70].rsplit(" ", 1)[0] + "…"


RULES: tuple[Callable[[Situation], Iterator[Action]], ...] = (
    _office,
    _framework,
    _plan,
    _assignment,
    _deductions,
    _reports,
    _evidence,
    _scores,
    _appraisal,
    _reconciliation,
    _next_year,
)
