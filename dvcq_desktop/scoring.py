"""The scoring rules R1-R15 (domain.md §2.3), each a small pure function on whole hundredths; nothing is ever a float.

A rule takes the item's maximum, its parameters (as framework_files.RULES names them) and what the office entered, and
answers the points. Percents are compared as exact fractions. Entered values: numbers as whole hundredths or counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points
from dvcq_desktop.texts import _

Rounding = Literal["half_up", "down", "up"]
Params = Mapping[str, Any]
Entered = Mapping[str, Any]


def rounded(value: Fraction, unit: int = 1, mode: Rounding = "half_up") -> int:
    """A fraction of hundredths to a whole multiple of unit (hundredths)."""
    parts = value / unit
    whole = parts.numerator // parts.denominator
    rest = parts - whole
    if mode == "up":
        whole += rest > 0
    elif mode == "half_up":
        whole += rest >= Fraction(1, 2)
    return whole * unit


def clamp(points: int, low: int, high: int) -> int:
    return max(low, min(high, points))


def all_or_nothing(maximum: int, _params: Params, entered: Entered) -> int:
    """R1: done gives the maximum, not done gives nothing."""
    return maximum if entered.get("done") else 0


def choice(_maximum: int, params: Params, entered: Entered) -> int:
    """R2: the points of the level chosen (its place in the list, from 0)."""
    return int(params["levels"][_index(entered, "level", params["levels"])]["points"])


def ratio(maximum: int, params: Params, entered: Entered) -> int:
    """R3: maximum × done / of, full marks from target_percent on, rounded half up, never above the maximum."""
    share = _share(entered)
    target = Fraction(int(params.get("target_percent", 100)), 100)
    return clamp(rounded(maximum * share / target), 0, maximum)


def bands(_maximum: int, params: Params, entered: Entered) -> int:
    """R4: the points of the highest band whose percent is reached; below all bands nothing."""
    share = _share(entered) * 100
    for band in sorted(params["bands"], key=lambda row: -int(row["from_percent"])):
        if share >= int(band["from_percent"]):
            return int(band["points"])
    return 0


def step(maximum: int, params: Params, entered: Entered) -> int:
    """R5: from base_percent on base_points, every further every_percent adds add, up to the maximum; below, nothing."""
    beyond = _share(entered) * 100 - int(params["base_percent"])
    if beyond < 0:
        return 0
    steps = (beyond / int(params["every_percent"])).__floor__()
    return clamp(int(params["base_points"]) + steps * int(params["add"]), 0, maximum)


def deduct_per_event(maximum: int, params: Params, entered: Entered) -> int:
    """R6: each event takes points away, from all_from events on everything is lost; never below nothing."""
    events = _count(entered, "events")
    if "all_from" in params and events >= int(params["all_from"]):
        return 0
    return clamp(maximum - events * int(params["each"]), 0, maximum)


def count_times(maximum: int, params: Params, entered: Entered) -> int:
    """R7: points a time, up to the maximum."""
    return clamp(_count(entered, "events") * int(params["each"]), 0, maximum)


def bonus_penalty(maximum: int, params: Params, entered: Entered) -> int:
    """R8: bonuses less penalties, between the lowest allowed (may be below zero) and the maximum."""
    value = _count(entered, "bonuses") * int(params["bonus_each"])
    value -= _count(entered, "penalties") * int(params["penalty_each"])
    return clamp(value, int(params["lowest"]), maximum)


def checklist(maximum: int, params: Params, entered: Entered) -> int:
    """R13: points for each box ticked (their places in the list)."""
    ticked = {int(i) for i in entered.get("ticked", ())}
    wrong = ticked - set(range(len(params["boxes"])))
    if wrong:
        raise RuleBroken(_("Không có ô đánh dấu số {n}.", n=min(wrong) + 1))
    return clamp(len(ticked) * int(params["each"]), 0, maximum)


def entered_points(maximum: int, _params: Params, entered: Entered) -> int:
    """R10-R12, R14: the points are typed (by the office, the superior, a survey); between nothing and the maximum."""
    points = int(entered.get("points", 0))
    if not 0 <= points <= maximum:
        raise RuleBroken(
            _(
                "Điểm phải từ 0 đến {maximum}; {points} thì không.",
                maximum=format_points(maximum),
                points=format_points(points),
            )
        )
    return points


SCORERS: dict[str, Callable[[int, Params, Entered], int]] = {
    "manual": entered_points,
    "all_or_nothing": all_or_nothing,
    "choice": choice,
    "ratio": ratio,
    "bands": bands,
    "step": step,
    "deduct_per_event": deduct_per_event,
    "count_times": count_times,
    "bonus_penalty": bonus_penalty,
    "checklist": checklist,
    "superior_only": entered_points,
    "survey": entered_points,
    "relative_to_best": entered_points,
}
TYPED = {rule for rule, scorer in SCORERS.items() if scorer is entered_points}


def score_item(rule: str, maximum: int, params: Params, entered: Entered) -> int:
    """Points in hundredths of what was entered. RuleBroken for values the rule cannot take."""
    return SCORERS[rule](maximum, params, entered)


def check_typed(points: int, maximum: int | None, step_size: int | None, *, lowest: int = 0) -> None:
    """Refuse points out of range or off the step, with the sentence why; an unknown maximum refuses nothing above."""
    if points < lowest:
        raise RuleBroken(_("Điểm không được nhỏ hơn {lowest}.", lowest=format_points(lowest)))
    if maximum is not None and points > maximum:
        raise RuleBroken(
            _("{points} vượt điểm tối đa {maximum}.", points=format_points(points), maximum=format_points(maximum))
        )
    if step_size and points % step_size and points != maximum:
        below = points - points % step_size
        above = below + step_size if maximum is None else min(below + step_size, maximum)
        raise RuleBroken(
            _(
                "{points} không theo bước {step}. Gần nhất là {below} hoặc {above}.",
                points=format_points(points),
                step=format_points(step_size),
                below=format_points(below),
                above=format_points(above),
            )
        )


def proven(points: int | None, *, has_evidence: bool, needs_evidence: bool, explanation: str) -> int:
    """R15: points count as defended only with evidence, or with an explanation where evidence is missing."""
    if points is None:
        return 0
    return points if has_evidence or not needs_evidence or explanation.strip() else min(points, 0)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One item as it goes into a total; points None where not yet scored."""

    points: int | None
    maximum: int | None
    bonus: bool = False
    not_applicable: Literal["no", "full", "rescale"] = "no"
    expected: bool = True  # False: nobody waits for its points here (the superior's own item in the self score)


@dataclass(frozen=True, kw_only=True)
class Total:
    """A sum in hundredths; maximum None where one is unknown; missing items are counted."""

    points: int
    bonus: int
    maximum: int | None
    missing: int

    @property
    def all(self) -> int:
        return self.points + self.bonus


def total(
    items: Sequence[Counted],
    *,
    bonus_cap: int | None = None,
    lift: bool = True,
    unit: int = 1,
    rounding: Rounding = "half_up",
) -> Total:
    """Sum of items: R9 (not applicable) as full marks, or taken out and the rest rescaled to the whole maximum.

    bonus_cap: most the bonus items may bring; lift: whether bonus may carry the total above the maximum.
    """
    whole_maximum = full = removed = bonus = missing = 0
    applied = 0
    unknown = False
    for item in items:
        if item.points is None and item.not_applicable == "no" and item.expected:
            missing += 1
        if item.bonus:
            bonus += (item.points or 0) if item.not_applicable == "no" else 0
            continue
        item_maximum = item.maximum or 0
        unknown = unknown or item.maximum is None
        whole_maximum += item_maximum
        if item.not_applicable == "no":
            applied += item.points or 0
        elif item.not_applicable == "full":
            full += item_maximum
        else:
            removed += item_maximum
    maximum = None if unknown else whole_maximum
    points = Fraction(applied + full)
    if removed and maximum is not None and maximum > removed:
        points = points * maximum / (maximum - removed)
    if bonus_cap is not None:
        bonus = min(bonus, bonus_cap)
    whole = rounded(points, unit, rounding)
    if not lift and maximum is not None:
        bonus = min(bonus, max(0, maximum - whole))
    return Total(points=whole, bonus=bonus, maximum=maximum, missing=missing)


@dataclass(frozen=True, kw_only=True)
class ClassLevel:
    """A class and the total from which it holds; None where the decision does not say."""

    label: str
    threshold: int | None


def classify(points: int, levels: Sequence[ClassLevel], forced: Sequence[str] = ()) -> str | None:
    """The class of a total; a gate that holds forces its class (the lowest of several), "" is not classifiable.

    None where the thresholds are not known.
    """
    labels = [level.label for level in levels]
    if "" in forced:
        return ""
    by_points = None
    if levels and all(level.threshold is not None for level in levels[:-1]):
        reached = [level.label for level in levels if level.threshold is None or points >= level.threshold]
        by_points = reached[0] if reached else labels[-1]
    gates = [labels.index(label) for label in forced if label in labels]
    if gates:
        lowest = max(gates)
        return labels[max(lowest, labels.index(by_points))] if by_points in labels else labels[lowest]
    return by_points


def to_next_class(points: int, levels: Sequence[ClassLevel]) -> tuple[str, int] | None:
    """The next better class and the hundredths missing to it; None at the top or where thresholds are unknown."""
    above = [level for level in levels if level.threshold is not None and level.threshold > points]
    if not above or any(level.threshold is None for level in levels[:-1]):
        return None
    nearest = min(above, key=lambda level: level.threshold or 0)
    return nearest.label, (nearest.threshold or 0) - points


def likely(declared: int, defended: int, gap: int, *, floor: int = 0) -> int:
    """What the superior will probably give: what is defended, less last year's gap on the same item.

    Never above what is declared; more evidence never lowers it. gap: last year's self − appraised, 0 where unknown.
    """
    return min(declared, max(floor, min(declared, defended) - max(0, gap)))


def _share(entered: Entered) -> Fraction:
    done, of = _count(entered, "done"), _count(entered, "of")
    if of == 0:
        raise RuleBroken(_("Mẫu số bằng 0: nếu trong năm không phát sinh, hãy đánh dấu “không phát sinh nhiệm vụ”."))
    if done > of:
        raise RuleBroken(_("Số đã làm ({done}) lớn hơn tổng số ({of}). Hãy xem lại.", done=done, of=of))
    return Fraction(done, of)


def _count(entered: Entered, name: str) -> int:
    value = entered.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleBroken(_("“{value}” không phải là số đếm.", value=value))
    return value


def _index(entered: Entered, name: str, rows: Sequence[object]) -> int:
    index = entered.get(name)
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(rows):
        raise RuleBroken(_("Chưa chọn mức."))
    return index
