"""Scores of a year item by item: what the office gives itself, on what basis, with what proof, and what the superior gave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, cast

from db.connection import Connection
from dvcq_desktop import scoring
from dvcq_desktop.cycles import Cycle, cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.frameworks import Classification, Criterion, Framework, Gate, Item, criteria, get_framework, items
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import Record, column, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line

Which = Literal["self", "appraised"]
NOT_APPLICABLE = {
    "no": "",
    "full": "Không phát sinh (tính đủ điểm)",
    "rescale": "Không phát sinh (quy đổi phần còn lại)",
}


@dataclass(frozen=True, kw_only=True)
class Score(Record):
    """What is known of one item in one year; points in hundredths, None where not scored."""

    TABLE: ClassVar[str] = "score"
    cycle_id: int
    item_id: int
    self_points: int | None = column("Tự chấm", kind="points", width=8, default=None)
    entered: str = "{}"
    basis: str = column("Cơ sở chấm", kind="lines", width=30, default="")
    explanation: str = column("Giải trình", kind="lines", width=30, default="")
    appraised_points: int | None = column("Thẩm định", kind="points", width=8, default=None)
    appraiser_note: str = column("Lý do của cấp trên", kind="lines", width=30, default="")
    not_applicable: str = "no"
    not_applicable_reason: str = column("Lý do không phát sinh", width=30, default="")


@dataclass(frozen=True, kw_only=True)
class GateAnswer(Record):
    """Whether a gate of the framework holds in a year."""

    TABLE: ClassVar[str] = "gate_answer"
    cycle_id: int
    gate_id: int
    holds: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """An item with its score, ready to show, check and print."""

    item: Item
    criterion: Criterion
    score: Score
    evidence: int  # documents that prove it
    step: int | None

    @property
    def code(self) -> str:
        return f"{self.criterion.number}.{self.item.number}"

    @property
    def closed_to_self(self) -> bool:
        return not self.item.self_scored or self.item.rule == "superior_only"

    @property
    def scored(self) -> bool:
        return self.score.self_points is not None or self.score.not_applicable != "no" or self.closed_to_self

    @property
    def lacks_proof(self) -> bool:
        """R15: points are claimed, nothing proves them and nothing explains why."""
        claimed = (self.score.self_points or 0) > 0 and self.score.not_applicable == "no"
        return claimed and bool(self.item.needs_evidence) and not self.evidence and not self.score.explanation.strip()

    def counted(self, which: Which) -> scoring.Counted:
        return self._self_counted if which == "self" else self._appraised_counted

    @cached_property
    def _self_counted(self) -> scoring.Counted:
        state = cast('Literal["no", "full", "rescale"]', self.score.not_applicable)
        return self._count(self.score.self_points, state, expected=not self.closed_to_self)

    @cached_property
    def _appraised_counted(self) -> scoring.Counted:
        points = self.score.appraised_points
        # Where the superior gave points it saw a task, whatever the office said.
        state = self._self_counted.not_applicable if points is None else "no"
        return self._count(points, state, expected=True)

    def _count(self, points: int | None, state: Literal["no", "full", "rescale"], *, expected: bool) -> scoring.Counted:
        return scoring.Counted(
            points=points,
            maximum=self.item.max_points,
            bonus=bool(self.item.bonus),
            not_applicable=state,
            expected=expected,
        )


@dataclass(frozen=True, kw_only=True)
class YearTotals:
    """Totals of a year, by item where the year was scored by item, else as they were told."""

    itemised: bool
    total: scoring.Total
    by_criterion: Mapping[int, scoring.Total]  # criterion id
    class_label: str | None  # None: thresholds unknown; "": not classifiable
    next_class: tuple[str, int] | None


def score_rows(db: Connection, year: int) -> list[ScoreRow]:
    """Every item of the year's framework with its score; empty in a year without a framework."""
    cycle = cycle_of_year(db, year)
    if cycle.framework_id is None:
        return []
    framework = get_framework(db, cycle.framework_id)
    by_id = {c.id: c for c in criteria(db, framework.id)}
    known = {s.item_id: s for s in fetch(db, Score, "WHERE cycle_id = ?", (cycle.id,))}
    known_proofs = proofs(db, cycle.id)
    return [
        ScoreRow(
            item=item,
            criterion=by_id[item.criterion_id],
            score=known.get(item.id) or Score(cycle_id=cycle.id, item_id=item.id),
            evidence=known_proofs.get(item.id, 0),
            step=item.step or framework.step,
        )
        for item in items(db, framework.id)
    ]


def proofs(db: Connection, cycle_id: int) -> dict[int, int]:
    """How many documents prove each item."""
    rows = db.execute(
        "SELECT item_id, count(*) FROM evidence_link WHERE item_id IS NOT NULL AND evidence_id IN (SELECT id FROM proof WHERE cycle_id = ?)"
        " GROUP BY item_id",
        (cycle_id,),
    )
    return {row[0]: row[1] for row in rows}


def set_self(db: Connection, year: int, item_id: int, typed: str) -> None:
    """Store the self score as typed (78,5 or 78.5; empty takes it back). RuleBroken with the sentence why not."""
    cycle, item = _open_item(db, year, item_id)
    _must_be_own(item)
    points = parse_points(typed) if typed.strip() else None
    if points is not None:
        framework = get_framework(db, cycle.framework_id or 0)
        lowest = int(json.loads(item.rule_params).get("lowest", 0)) if item.rule == "bonus_penalty" else 0
        scoring.check_typed(points, item.max_points, item.step or framework.step, lowest=lowest)
    found = one(db, Score, "WHERE cycle_id = ? AND item_id = ?", (cycle.id, item_id))
    if points is not None and found is not None and found.not_applicable != "no":
        raise RuleBroken(_("Nội dung này đang đánh dấu không phát sinh nhiệm vụ. Hãy bỏ đánh dấu trước khi chấm."))
    if found is None or found.self_points != points:  # counts and ticks that gave other points no longer stand
        _store(db, cycle.id, item_id, self_points=points, entered="{}")


def set_entered(db: Connection, year: int, item_id: int, entered: Mapping[str, Any]) -> int:
    """Store what the rule needs (counts, level, boxes) and the points it gives; answers the points."""
    cycle, item = _open_item(db, year, item_id)
    _must_be_own(item)
    if item.max_points is None:
        raise RuleBroken(_("Nội dung này chưa có điểm tối đa. Hãy nhập ở trang Bộ tiêu chí trước."))
    points = scoring.score_item(item.rule, item.max_points, json.loads(item.rule_params), entered)
    if item.rule in scoring.TYPED:
        framework = get_framework(db, cycle.framework_id or 0)
        scoring.check_typed(points, item.max_points, item.step or framework.step)
    _store(
        db, cycle.id, item_id, self_points=points, entered=json.dumps(dict(entered), ensure_ascii=False, sort_keys=True)
    )
    return points


def set_text(db: Connection, year: int, item_id: int, /, **values: str) -> None:
    """Store basis, explanation or the appraiser's note."""
    cycle = cycle_of_year(db, year)
    if unknown := set(values) - {"basis", "explanation", "appraiser_note"}:
        raise TypeError(f"no text of a score: {sorted(unknown)}")
    _must_not_be_closed(cycle)
    if set(values) - {"appraiser_note"}:
        _must_be_unlocked(cycle)
    _store(db, cycle.id, item_id, **{name: clean(text).strip() for name, text in values.items()})


def set_not_applicable(db: Connection, year: int, item_id: int, state: str, reason: str) -> None:
    """R9: no task of this kind arose this year; needs a reason. "no" takes it back."""
    cycle, _item = _open_item(db, year, item_id)
    if state not in NOT_APPLICABLE:
        raise RuleBroken(_("Không có lựa chọn “{state}”.", state=state))
    if state != "no" and not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do nội dung này không phát sinh trong năm."))
    _store(
        db, cycle.id, item_id, not_applicable=state, not_applicable_reason=clean_line(reason) if state != "no" else ""
    )


def set_appraised(db: Connection, year: int, item_id: int, typed: str) -> None:
    """Store the superior's points as typed; they may be given while the self scores are locked."""
    cycle = cycle_of_year(db, year)
    _must_not_be_closed(cycle)
    item = _item_of(db, cycle, item_id)
    points = parse_points(typed) if typed.strip() else None
    if points is not None:
        check_appraised(item, points)
    _store(db, cycle.id, item_id, appraised_points=points)


def check_appraised(item: Item, points: int) -> None:
    """Refuse points the superior cannot give; its steps are its own."""
    lowest = int(json.loads(item.rule_params).get("lowest", 0)) if item.rule == "bonus_penalty" else 0
    scoring.check_typed(points, item.max_points, None, lowest=lowest)


def set_gate(db: Connection, year: int, gate_id: int, holds: bool, note: str = "") -> None:
    """Answer a gate of the framework: does it hold this year?"""
    cycle = cycle_of_year(db, year)
    _must_be_unlocked(cycle)
    found = one(db, GateAnswer, "WHERE cycle_id = ? AND gate_id = ?", (cycle.id, gate_id))
    if found:
        update(db, GateAnswer, found.id, holds=int(holds), note=clean_line(note))
    else:
        insert(db, GateAnswer(cycle_id=cycle.id, gate_id=gate_id, holds=int(holds), note=clean_line(note)))


def gates(db: Connection, year: int) -> list[tuple[Gate, GateAnswer]]:
    """The gates of the year's framework with their answers."""
    cycle = cycle_of_year(db, year)
    known = {a.gate_id: a for a in fetch(db, GateAnswer, "WHERE cycle_id = ?", (cycle.id,))}
    found = fetch(db, Gate, "WHERE framework_id = ? ORDER BY position", (cycle.framework_id or 0,))
    return [(gate, known.get(gate.id) or GateAnswer(cycle_id=cycle.id, gate_id=gate.id)) for gate in found]


def lock_scores(db: Connection, year: int) -> None:
    """Lock the self scores. RuleBroken while an item is unscored, or claims points without proof or explanation."""
    cycle = cycle_of_year(db, year)
    _must_not_be_closed(cycle)
    rows = score_rows(db, year)
    if not rows:
        raise RuleBroken(_("Năm {year} chưa có bộ tiêu chí nên chưa có điểm để khóa.", year=year))
    missing = [row.code for row in rows if not row.scored]
    if missing:
        raise RuleBroken(_("Còn {n} nội dung chưa chấm: {codes}.", n=len(missing), codes=", ".join(missing[:12])))
    unproven = [row.code for row in rows if row.lacks_proof]
    if unproven:
        raise RuleBroken(
            _(
                "Còn {n} nội dung có điểm mà chưa có minh chứng hoặc giải trình: {codes}.",
                n=len(unproven),
                codes=", ".join(unproven[:12]),
            )
        )
    update(db, Cycle, cycle.id, scores_locked=1, lock_note="")


def unlock_scores(db: Connection, year: int, reason: str) -> None:
    """Open locked scores again; the reason stays with the year."""
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do mở khóa điểm tự chấm."))
    cycle = cycle_of_year(db, year)
    _must_not_be_closed(cycle)
    update(db, Cycle, cycle.id, scores_locked=0, lock_note=clean_line(reason))


def totals(db: Connection, year: int, which: Which) -> YearTotals:
    """Totals by criterion and of the year with the class; a year known only by totals answers those."""
    cycle = cycle_of_year(db, year)
    framework = framework_of(db, cycle)
    forced = forced_classes(gates(db, year)) if framework.id else []
    return totals_of(cycle, framework, score_rows(db, year), which, class_levels(db, framework.id), forced)


def totals_of(
    cycle: Cycle,
    framework: Framework,
    rows: Sequence[ScoreRow],
    which: Which,
    levels: Sequence[scoring.ClassLevel],
    forced: Sequence[str],
) -> YearTotals:
    """Totals of rows already read. A total the decision told stands until every item has its points."""
    told = cycle.self_total if which == "self" else cycle.appraised_total
    counted: list[scoring.Counted] = []
    groups: dict[int, list[scoring.Counted]] = {}
    for row in rows:
        counted.append(row.counted(which))
        groups.setdefault(row.criterion.id, []).append(counted[-1])
    whole = total_of(framework, counted)
    itemised = any(c.points is not None for c in counted) and (told is None or not whole.missing)
    if not itemised and told is not None:
        whole = scoring.Total(points=told, bonus=0, maximum=framework.total, missing=0)
    label = scoring.classify(whole.all, levels, forced)
    return YearTotals(
        itemised=itemised,
        total=whole,
        by_criterion={criterion_id: scoring.total(group) for criterion_id, group in groups.items()},
        class_label=label if itemised or not cycle.class_label else cycle.class_label,
        next_class=scoring.to_next_class(whole.all, levels),
    )


def total_of(framework: Framework, counted: Sequence[scoring.Counted]) -> scoring.Total:
    """A sum by the framework's own rounding and bonus rules."""
    return scoring.total(
        counted,
        bonus_cap=framework.bonus_cap,
        lift=bool(framework.bonus_lifts),
        unit=10 ** (2 - framework.decimals),
        rounding=cast("scoring.Rounding", framework.rounding),
    )


def framework_of(db: Connection, cycle: Cycle) -> Framework:
    """The year's framework; one without an id where none was chosen."""
    return get_framework(db, cycle.framework_id) if cycle.framework_id else Framework(code="", title="")


def forced_classes(answered: Sequence[tuple[Gate, GateAnswer]]) -> list[str]:
    """The classes that gates force."""
    return [gate.class_label for gate, answer in answered if answer.holds]


def class_levels(db: Connection, framework_id: int) -> list[scoring.ClassLevel]:
    rows = fetch(db, Classification, "WHERE framework_id = ? ORDER BY position", (framework_id,))
    return [scoring.ClassLevel(label=row.label, threshold=row.threshold) for row in rows]


def scoring_began(db: Connection, framework_id: int) -> bool:
    """Whether any year has points on this framework: from then on a change makes a new version."""
    return bool(
        db.execute(
            "SELECT 1 FROM score WHERE (self_points IS NOT NULL OR appraised_points IS NOT NULL) AND item_id IN"
            " (SELECT i.id FROM item i JOIN criterion c ON c.id = i.criterion_id WHERE c.framework_id = ?) LIMIT 1",
            (framework_id,),
        ).fetchone()
    )


def _store(db: Connection, cycle_id: int, item_id: int, **values: object) -> None:
    found = one(db, Score, "WHERE cycle_id = ? AND item_id = ?", (cycle_id, item_id))
    score_id = found.id if found else insert(db, Score(cycle_id=cycle_id, item_id=item_id))
    update(db, Score, score_id, **values)


def _open_item(db: Connection, year: int, item_id: int) -> tuple[Cycle, Item]:
    cycle = cycle_of_year(db, year)
    _must_be_unlocked(cycle)
    return cycle, _item_of(db, cycle, item_id)


def _item_of(db: Connection, cycle: Cycle, item_id: int) -> Item:
    """The item, which must be one of the framework of that year: a new version of it has items of its own."""
    item = get(db, Item, item_id)
    if get(db, Criterion, item.criterion_id).framework_id != cycle.framework_id:
        raise RuleBroken(
            _("Nội dung này không thuộc bộ tiêu chí của năm {year}. Hãy mở lại trang rồi chấm.", year=cycle.year)
        )
    return item


def _must_be_own(item: Item) -> None:
    if not item.self_scored or item.rule == "superior_only":
        raise RuleBroken(_("Nội dung này do cấp trên chấm, xã không tự chấm."))


def _must_be_unlocked(cycle: Cycle) -> None:
    _must_not_be_closed(cycle)
    if cycle.scores_locked:
        raise RuleBroken(
            _("Điểm tự chấm năm {year} đã khóa. Hãy mở khóa (có ghi lý do) trước khi sửa.", year=cycle.year)
        )


def _must_not_be_closed(cycle: Cycle) -> None:
    if cycle.closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=cycle.year))
