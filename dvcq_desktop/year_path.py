"""The yearly path in seven steps: framework, plan, assignment, evidence, self score, appraisal, reconciliation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from db.connection import Connection
from dvcq_desktop.cycles import Cycle, find_cycle
from dvcq_desktop.texts import _

StepState = Literal["done", "doing", "todo"]
SIGNS: dict[StepState, str] = {"done": "✓", "doing": "◐", "todo": "○"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the year: how it stands, in words, and the page where it is done."""

    number: int
    title: str
    state: StepState
    detail: str
    page: str

    @property
    def sign(self) -> str:
        return SIGNS[self.state]


@dataclass(frozen=True, kw_only=True)
class YearFacts:
    """What the path is judged by; counts of one year."""

    year: int
    has_framework: bool = False
    items: int = 0
    items_without_maximum: int = 0
    has_plan: bool = False
    plan_issued: bool = False  # number and whole date are there
    tasks: int = 0
    tasks_without_lead: int = 0
    tasks_without_due: int = 0
    items_without_task: int = 0
    items_needing_proof: int = 0
    items_proven: int = 0
    items_to_score: int = 0
    items_scored: int = 0
    scores_locked: bool = False
    appraised: bool = False
    closed: bool = False
    next_plan: bool = False
    deductions: int = 0
    deductions_without_task: int = 0
    deductions_without_remedy: int = 0


def path_of(facts: YearFacts) -> tuple[Step, ...]:
    """The seven steps judged by the facts of a year."""
    return (
        _framework(facts),
        _plan(facts),
        _assignment(facts),
        _evidence(facts),
        _self_score(facts),
        _appraisal(facts),
        _reconciliation(facts),
    )


def _framework(f: YearFacts) -> Step:
    words = _("{done}/{all} nội dung có điểm tối đa") if f.items else _("chưa chọn bộ tiêu chí")
    return _step(1, _("Bộ tiêu chí"), "framework", f.items - f.items_without_maximum, f.items, f.has_framework, words)


def _plan(f: YearFacts) -> Step:
    state: StepState = "done" if f.plan_issued else "doing" if f.has_plan else "todo"
    words = _("đã ban hành") if f.plan_issued else _("chưa có số, ngày") if f.has_plan else _("chưa lập")
    return Step(number=2, title=_("Kế hoạch"), page="plan", state=state, detail=words)


def _assignment(f: YearFacts) -> Step:
    assigned = f.tasks - max(f.tasks_without_lead, f.tasks_without_due)
    words = _("{done}/{all} nhiệm vụ đủ chủ trì và hạn") if f.tasks else _("chưa có nhiệm vụ")
    done = assigned - f.items_without_task
    return _step(3, _("Phân công"), "assignments", done, f.tasks, f.tasks > 0, words, shown=assigned)


def _evidence(f: YearFacts) -> Step:
    words = _("{done}/{all} nội dung có minh chứng")
    begun = f.items_proven > 0
    return _step(4, _("Minh chứng"), "evidence", f.items_proven, f.items_needing_proof, begun, words)


def _self_score(f: YearFacts) -> Step:
    words = _("đã khóa điểm") if f.scores_locked else _("{done}/{all} nội dung đã chấm")
    done = f.items_to_score if f.scores_locked else min(f.items_scored, max(0, f.items_to_score - 1))
    begun = f.items_scored > 0
    return _step(5, _("Tự chấm"), "scores", done, f.items_to_score, begun, words, shown=f.items_scored)


def _appraisal(f: YearFacts) -> Step:
    state: StepState = "done" if f.appraised else "doing" if f.scores_locked else "todo"
    words = {"done": _("đã có điểm thẩm định"), "doing": _("chờ điểm thẩm định"), "todo": _("chưa nộp")}[state]
    return Step(number=6, title=_("Nộp & thẩm định"), page="reconciliation", state=state, detail=words)


def _reconciliation(f: YearFacts) -> Step:
    state: StepState = "done" if f.closed or f.next_plan else "doing" if f.appraised else "todo"
    if f.next_plan:
        words = _("đã có kế hoạch năm {year}", year=f.year + 1)
    elif f.closed:
        words = _("đã khóa năm")
    else:
        words = _("đang đối chiếu") if f.appraised else _("chưa đến bước này")
    title = _("Đối chiếu & kế hoạch năm sau")
    return Step(number=7, title=title, page="reconciliation", state=state, detail=words)


def _step(
    number: int, title: str, page: str, done: int, whole: int, begun: bool, detail: str, *, shown: int | None = None
) -> Step:
    """A step that is done by counting: all of it, some of it, nothing yet."""
    state: StepState = "done" if whole and done >= whole else "doing" if begun else "todo"
    words = detail.format(done=done if shown is None else shown, all=whole)
    return Step(number=number, title=title, state=state, detail=words, page=page)


def year_facts(db: Connection, year: int) -> YearFacts:
    """The facts of a year; a year never opened has none."""
    cycle = find_cycle(db, year)
    if cycle is None:
        return YearFacts(year=year)
    plan = db.execute("SELECT number, issued_on FROM plan WHERE cycle_id = ?", (cycle.id,)).fetchone()
    following = db.execute(
        "SELECT 1 FROM plan WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)", (year + 1,)
    ).fetchone()
    return YearFacts(
        year=year,
        has_framework=cycle.framework_id is not None,
        has_plan=plan is not None,
        plan_issued=bool(plan and plan["number"] and len(plan["issued_on"]) == 10),
        scores_locked=bool(cycle.scores_locked),
        closed=bool(cycle.closed),
        next_plan=following is not None,
        **_task_facts(db, cycle),
        **_item_facts(db, cycle),
        **_deduction_facts(db, year),
    )


def _task_facts(db: Connection, cycle: Cycle) -> dict[str, Any]:
    row = db.execute(
        "SELECT count(*) AS tasks, coalesce(sum(length(due_on) < 10), 0) AS tasks_without_due, coalesce(sum(NOT EXISTS"
        " (SELECT 1 FROM assignment a WHERE a.task_id = t.id AND a.role = 'lead' AND a.valid_to = '')), 0)"
        " AS tasks_without_lead FROM task t WHERE cycle_id = ?",
        (cycle.id,),
    ).fetchone()
    return dict(row)


def _item_facts(db: Connection, cycle: Cycle) -> dict[str, Any]:
    """Counts over the items of the year's framework, in one reading."""
    row = db.execute(
        "WITH known AS (SELECT i.id, i.max_points, i.needs_evidence AND coalesce(s.not_applicable, 'no') = 'no' AS needs,"
        " i.self_scored AND i.rule <> 'superior_only' AS ours, s.self_points, s.appraised_points,"
        " coalesce(s.not_applicable, 'no') AS absent,"
        " EXISTS (SELECT 1 FROM evidence_link l JOIN proof e ON e.id = l.evidence_id"
        "  WHERE l.item_id = i.id AND e.cycle_id = :cycle) AS proven,"
        " EXISTS (SELECT 1 FROM task_item x JOIN task t ON t.id = x.task_id"
        "  WHERE x.item_id = i.id AND t.cycle_id = :cycle) AS carried"
        " FROM item i JOIN criterion c ON c.id = i.criterion_id"
        " LEFT JOIN score s ON s.item_id = i.id AND s.cycle_id = :cycle WHERE c.framework_id = :framework)"
        " SELECT count(*) AS items, coalesce(sum(max_points IS NULL), 0) AS items_without_maximum,"
        " coalesce(sum(NOT carried), 0) AS items_without_task, coalesce(sum(needs), 0) AS items_needing_proof,"
        " coalesce(sum(needs AND proven), 0) AS items_proven, coalesce(sum(ours), 0) AS items_to_score,"
        " coalesce(sum(ours AND (self_points IS NOT NULL OR absent <> 'no')), 0) AS items_scored,"
        " coalesce(sum(appraised_points IS NOT NULL), 0) AS appraised_items FROM known",
        {"cycle": cycle.id, "framework": cycle.framework_id or 0},
    ).fetchone()
    found = dict(row)
    appraised = found.pop("appraised_items") > 0 or cycle.appraised_total is not None
    return found | {"appraised": appraised}


def _deduction_facts(db: Connection, year: int) -> dict[str, Any]:
    """The deductions of the year before, which this year's work has to remedy."""
    row = db.execute(
        "SELECT count(*) AS deductions, coalesce(sum(task_id IS NULL), 0) AS deductions_without_task,"
        " coalesce(sum(remedy = ''), 0) AS deductions_without_remedy FROM deduction"
        " WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)",
        (year - 1,),
    ).fetchone()
    return dict(row)
