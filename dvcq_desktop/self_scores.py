"""The self scores of a year in one reading: rows, points at risk, totals; brought up to date for what one edit changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import risk, scores, scoring
from dvcq_desktop.cycles import Cycle, cycle_of_year
from dvcq_desktop.frameworks import Framework, Gate
from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.records import fetch
from dvcq_desktop.risk import ItemRisk, YearRisk
from dvcq_desktop.scores import GateAnswer, Score, ScoreRow, YearTotals
from dvcq_desktop.texts import _

_LIGHT = frozenset({"score", "evidence", "evidence_link", "gate_answer", "cycle"})  # what scoring itself changes
Stored = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class SelfScores:
    """What the self-score page shows of a year."""

    cycle: Cycle
    framework: Framework
    levels: tuple[scoring.ClassLevel, ...]
    gates: tuple[tuple[Gate, GateAnswer], ...]
    totals: YearTotals
    risk: YearRisk
    stored: dict[int, Stored]  # the score of each item as it lies in the file: what did not change is not made anew
    last_year: Stored  # how last year's points stood when the gaps were read

    @property
    def items(self) -> tuple[ItemRisk, ...]:
        return self.risk.items

    @property
    def locked(self) -> bool:
        return bool(self.cycle.closed or self.cycle.scores_locked)

    @property
    def without_maximum(self) -> int:
        return sum(1 for i in self.items if i.row.item.max_points is None)


def read_self_scores(db: Connection, year: int) -> SelfScores:
    """Everything anew."""
    cycle = cycle_of_year(db, year)
    gaps = risk.gaps(db, year)
    items = [risk.item_risk(row, gaps.get(row.item.id, 0)) for row in scores.score_rows(db, year)]
    return _made(db, cycle, scores.framework_of(db, cycle), items, _stored(db, cycle.id))


def reread_self_scores(db: Connection, year: int, known: SelfScores, touched: frozenset[str]) -> SelfScores:
    """Up to date after an operation on these tables; a point typed makes one row anew, not three thousand."""
    cycle = cycle_of_year(db, year)
    same = cycle.id == known.cycle.id and cycle.framework_id == known.cycle.framework_id
    if not same or touched - _LIGHT or _last_year(db, year) != known.last_year:
        return read_self_scores(db, year)
    stored = _stored(db, cycle.id)
    proofs = scores.proofs(db, cycle.id) if touched & {"evidence", "evidence_link"} else None
    changed = {item for item in stored.keys() | known.stored.keys() if stored.get(item) != known.stored.get(item)}
    fresh = {s.item_id: s for s in _scores(db, cycle.id, changed)}
    items = []
    for item in known.items:
        row = item.row
        evidence = row.evidence if proofs is None else proofs.get(row.item.id, 0)
        if row.item.id in changed or evidence != row.evidence:
            score = fresh.get(row.item.id) if row.item.id in changed else row.score
            score = score or Score(cycle_id=cycle.id, item_id=row.item.id)
            row = ScoreRow(item=row.item, criterion=row.criterion, score=score, evidence=evidence, step=row.step)
            items.append(risk.item_risk(row, item.gap))
        else:
            items.append(item)
    return _made(db, cycle, known.framework, items, stored)


def _made(
    db: Connection, cycle: Cycle, framework: Framework, items: Sequence[ItemRisk], stored: dict[int, Stored]
) -> SelfScores:
    gates = scores.gates(db, cycle.year)
    levels = scores.class_levels(db, framework.id)
    rows = [i.row for i in items]
    return SelfScores(
        cycle=cycle,
        framework=framework,
        levels=tuple(levels),
        gates=tuple(gates),
        totals=scores.totals_of(cycle, framework, rows, "self", levels, scores.forced_classes(gates)),
        risk=risk.sum_up(framework, items),
        stored=stored,
        last_year=_last_year(db, cycle.year),
    )


def _stored(db: Connection, cycle_id: int) -> dict[int, Stored]:
    rows = db.execute(
        "SELECT item_id, self_points, entered, basis, explanation, appraised_points, appraiser_note, not_applicable,"
        " not_applicable_reason FROM score WHERE cycle_id = ?",
        (cycle_id,),
    )
    return {row[0]: tuple(row) for row in rows}


def _scores(db: Connection, cycle_id: int, items: set[int]) -> list[Score]:
    if len(items) > 100:
        return fetch(db, Score, "WHERE cycle_id = ?", (cycle_id,))
    marks = ", ".join("?" * len(items))
    return fetch(db, Score, f"WHERE cycle_id = ? AND item_id IN ({marks})", (cycle_id, *items))


def _last_year(db: Connection, year: int) -> Stored:
    """A few sums that differ whenever last year's points or deductions do."""
    return tuple(
        db.execute(
            "SELECT count(*), sum(self_points * item_id), sum(appraised_points * item_id) FROM score"
            " WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)",
            (year - 1,),
        ).fetchone()
    )


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What stands between an item and the lock."""

    item_id: int
    code: str
    why: str


def missing_before_lock(found: SelfScores) -> list[Missing]:
    """Every item that is not scored, or claims points without proof or explanation."""
    faults = []
    for row in (i.row for i in found.items):
        why = "" if row.scored else _("○ chưa chấm")
        why = _("▲ có điểm mà chưa có minh chứng hoặc giải trình") if row.lacks_proof else why
        if why:
            faults.append(Missing(item_id=row.item.id, code=row.code, why=f"{why}: {row.item.text}"))
    return faults


def still_open(found: SelfScores) -> list[ItemRisk]:
    """The items that still hold points, the most first: what closes the gap to the next class."""
    items = [i for i in found.items if not i.row.closed_to_self and i.row.score.not_applicable == "no"]
    return sorted((i for i in items if open_points(i) > 0), key=lambda i: -open_points(i))


def open_points(item: ItemRisk) -> int:
    """What an item could still bring, in hundredths."""
    return (item.row.item.max_points or 0) - item.declared


def status(row: ScoreRow) -> tuple[str, str]:
    """A sign with its words, and whether it wants attention ("warn"), is done ("good") or neither."""
    if row.closed_to_self:
        return _("– cấp trên chấm"), ""
    if row.score.not_applicable != "no":
        return _("∅ không phát sinh"), ""
    if not row.scored:
        return _("○ chưa chấm"), ""
    return (_("▲ thiếu minh chứng"), "warn") if row.lacks_proof else (_("✓ xong"), "good")


def expected_documents(row: ScoreRow) -> int:
    """How many documents the decision expects as proof."""
    return sum(1 for line in row.item.expected_evidence.split("\n") if line.strip())


def total_words(found: SelfScores) -> str:
    """ "Tổng 87,25 / 100 · Hoàn thành tốt · còn 2,75 đến Hoàn thành xuất sắc"."""
    total, label = found.totals.total, found.totals.class_label
    maximum = total.maximum if total.maximum is not None else found.framework.total
    words = _("Tổng {points}", points=format_points(total.all))
    words += f" / {format_short(maximum)}" if maximum is not None else ""
    if label == "":
        return words + _(" · không đủ điều kiện xếp loại")
    words += f" · {short_label(label, found.levels)}" if label else _(" · chưa xếp loại được: bộ tiêu chí chưa có mức điểm")
    if scores.forced_classes(found.gates):
        return words + _(" (do điều kiện bắt buộc)")
    if found.totals.next_class:
        better, rest = found.totals.next_class
        words += _(" · còn {points} đến {label}", points=format_points(rest), label=short_label(better, found.levels))
    return words


def short_label(label: str, levels: Sequence[scoring.ClassLevel]) -> str:
    """ "Hoàn thành tốt" of "Hoàn thành tốt nhiệm vụ": without the words that end every class of the framework."""
    words = [level.label.split() for level in levels]
    shortest = min((len(each) for each in words), default=0)
    shared = 0
    while shared + 1 < shortest and len({each[-1 - shared] for each in words}) == 1:
        shared += 1
    kept = label.split()
    known = any(level.label == label for level in levels)
    return " ".join(kept[: len(kept) - shared]) if known and len(words) > 1 else label


def risk_words(found: SelfScores) -> str:
    """ "Khai 87,25 · có minh chứng 80,00 · dự kiến 76,50"."""
    return _(
        "Khai {declared} · có minh chứng {defended} · dự kiến {likely}",
        declared=format_points(found.risk.declared),
        defended=format_points(found.risk.defended),
        likely=format_points(found.risk.likely),
    )
