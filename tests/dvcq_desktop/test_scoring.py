"""Every scoring rule by worked examples, caps, floors, rounding, gates, not-applicable; properties of totals and of risk."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop import scoring
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import RULES, read_params
from dvcq_desktop.scoring import ClassLevel, Counted, classify, score_item, to_next_class, total

LEVELS_335 = [  # Nghị định 335/2025/NĐ-CP: 90 / 70 / 50
    ClassLevel(label="Hoàn thành xuất sắc nhiệm vụ", threshold=90_00),
    ClassLevel(label="Hoàn thành tốt nhiệm vụ", threshold=70_00),
    ClassLevel(label="Hoàn thành nhiệm vụ", threshold=50_00),
    ClassLevel(label="Không hoàn thành nhiệm vụ", threshold=0),
]
THREE_LEVELS = {"levels": [{"label": "a", "points": 100}, {"label": "b", "points": 50}, {"label": "c", "points": 0}]}
BANDS_335 = {"bands": [{"from_percent": p, "points": p * 100} for p in (90, 70, 50)]}
STEP = {"base_percent": 20, "base_points": 100, "every_percent": 5, "add": 25}  # "trên 20% thì cứ thêm 5% … thêm 0,25"


def refused(rule: str, maximum: int, params: dict[str, Any], entered: dict[str, Any]) -> str:
    with pytest.raises(RuleBroken) as trouble:
        score_item(rule, maximum, params, entered)
    return str(trouble.value)


@pytest.mark.parametrize(
    ("rule", "maximum", "params", "entered", "points"),
    [
        # R1: all issued gives 1, one or more missing gives nothing
        ("all_or_nothing", 100, {}, {"done": True}, 100),
        ("all_or_nothing", 100, {}, {"done": False}, 0),
        ("all_or_nothing", 100, {}, {}, 0),
        # R2: one of the printed levels
        ("choice", 100, THREE_LEVELS, {"level": 0}, 100),
        ("choice", 100, THREE_LEVELS, {"level": 1}, 50),
        ("choice", 100, THREE_LEVELS, {"level": 2}, 0),
        # R3: max × done / of, rounded, never above the maximum
        ("ratio", 300, {}, {"done": 2, "of": 3}, 200),
        ("ratio", 100, {}, {"done": 1, "of": 3}, 33),
        ("ratio", 100, {}, {"done": 2, "of": 3}, 67),
        ("ratio", 100, {}, {"done": 1, "of": 200}, 1),  # 0,5 hundredths: half up
        ("ratio", 400, {"target_percent": 80}, {"done": 80, "of": 100}, 400),
        ("ratio", 400, {"target_percent": 80}, {"done": 99, "of": 100}, 400),
        ("ratio", 400, {"target_percent": 80}, {"done": 40, "of": 100}, 200),
        ("ratio", 400, {}, {"done": 0, "of": 7}, 0),
        # R4: 90 / 70 / 50 bands; the edge belongs to the band
        ("bands", 90_00, BANDS_335, {"done": 9, "of": 10}, 90_00),
        ("bands", 90_00, BANDS_335, {"done": 899, "of": 1000}, 70_00),
        ("bands", 90_00, BANDS_335, {"done": 1, "of": 2}, 50_00),
        ("bands", 90_00, BANDS_335, {"done": 499, "of": 1000}, 0),
        # R5: from 20 %, each 5 % more adds 0,25, never above 2
        ("step", 200, STEP, {"done": 20, "of": 100}, 100),
        ("step", 200, STEP, {"done": 24, "of": 100}, 100),
        ("step", 200, STEP, {"done": 25, "of": 100}, 125),
        ("step", 200, STEP, {"done": 40, "of": 100}, 200),
        ("step", 200, STEP, {"done": 100, "of": 100}, 200),
        ("step", 200, STEP, {"done": 19, "of": 100}, 0),
        # R6: "01 học phần bị trừ 02 điểm, từ 02 trở lên trừ hết"; 25 % off per late item; never below nothing
        ("deduct_per_event", 500, {"each": 200, "all_from": 2}, {"events": 0}, 500),
        ("deduct_per_event", 500, {"each": 200, "all_from": 2}, {"events": 1}, 300),
        ("deduct_per_event", 500, {"each": 200, "all_from": 2}, {"events": 2}, 0),
        ("deduct_per_event", 400, {"each": 100}, {"events": 3}, 100),
        ("deduct_per_event", 400, {"each": 100}, {"events": 9}, 0),
        # R7: points a time, capped
        ("count_times", 200, {"each": 50}, {"events": 3}, 150),
        ("count_times", 200, {"each": 50}, {"events": 40}, 200),
        # R8: bonus × count − penalty × count, clamped; may be negative
        ("bonus_penalty", 200, {"bonus_each": 50, "penalty_each": 100, "lowest": -200}, {"bonuses": 3}, 150),
        ("bonus_penalty", 200, {"bonus_each": 50, "penalty_each": 100, "lowest": -200}, {"penalties": 1}, -100),
        ("bonus_penalty", 200, {"bonus_each": 50, "penalty_each": 100, "lowest": -200}, {"penalties": 9}, -200),
        (
            "bonus_penalty",
            200,
            {"bonus_each": 50, "penalty_each": 100, "lowest": 0},
            {"bonuses": 9, "penalties": 1},
            200,
        ),
        # R10, R11, R12, R14: typed by the superior, a survey, from the best of the cluster, by hand
        ("superior_only", 10_00, {}, {"points": 750}, 750),
        ("survey", 500, {}, {"points": 425}, 425),
        ("relative_to_best", 500, {}, {"points": 500}, 500),
        ("manual", 100, {}, {"points": 0}, 0),
        # R13: points by the number of boxes ticked; a box counts once
        ("checklist", 300, {"boxes": ["a", "b", "c"], "each": 100}, {"ticked": [0, 2]}, 200),
        ("checklist", 300, {"boxes": ["a", "b", "c"], "each": 100}, {"ticked": [1, 1]}, 100),
        ("checklist", 200, {"boxes": ["a", "b", "c"], "each": 100}, {"ticked": [0, 1, 2]}, 200),
        ("checklist", 200, {"boxes": ["a"], "each": 100}, {}, 0),
    ],
)
def test_worked_examples(rule: str, maximum: int, params: dict[str, Any], entered: dict[str, Any], points: int) -> None:
    assert score_item(rule, maximum, params, entered) == points


def test_every_rule_has_a_scorer_that_takes_its_own_parameters() -> None:
    """The names of the parameters in the files are the names the scorers read."""
    written: dict[str, object] = {
        "text": "x",
        "texts": ["x"],
        "whole": 5,
        "points": "1",
        "levels": [{"label": "x", "points": "1"}],
        "bands": [{"from_percent": 90, "points": "1"}],
    }
    filled = {"done": 1, "of": 1, "level": 0, "events": 1, "bonuses": 1, "penalties": 1, "ticked": [0], "points": 100}
    assert set(scoring.SCORERS) == set(RULES)
    for rule, kinds in RULES.items():
        params = read_params(rule, {name.rstrip("?"): written[kind] for name, kind in kinds.items()}, rule)
        points = score_item(
            rule, 100, params, filled if rule not in ("ratio", "bands", "step") else {"done": 1, "of": 1}
        )
        assert 0 <= points <= 100


@pytest.mark.parametrize(
    ("rule", "params", "entered", "sentence"),
    [
        ("ratio", {}, {"done": 1, "of": 0}, "không phát sinh nhiệm vụ"),
        ("ratio", {}, {"done": 3, "of": 2}, "Số đã làm (3) lớn hơn tổng số (2)"),
        ("ratio", {}, {"done": -1, "of": 2}, "không phải là số đếm"),
        ("ratio", {}, {"done": True, "of": 2}, "không phải là số đếm"),
        ("count_times", {"each": 50}, {"events": 1.5}, "không phải là số đếm"),
        ("choice", THREE_LEVELS, {}, "Chưa chọn mức"),
        ("choice", THREE_LEVELS, {"level": 3}, "Chưa chọn mức"),
        ("checklist", {"boxes": ["a"], "each": 50}, {"ticked": [4]}, "ô đánh dấu số 5"),
        ("manual", {}, {"points": 101}, "từ 0 đến 1,00; 1,01 thì không"),
        ("superior_only", {}, {"points": -1}, "từ 0 đến 1,00"),
    ],
)
def test_what_a_rule_cannot_take_is_refused(
    rule: str, params: dict[str, Any], entered: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused(rule, 100, params, entered)


# R9 and aggregation


def counted(points: int | None, maximum: int | None = 100, **more: Any) -> Counted:
    return Counted(points=points, maximum=maximum, **more)


def test_not_applicable_counts_full_marks() -> None:
    """ "Trong năm không có nhiệm vụ được giao … được tính 03 điểm"."""
    found = total([counted(150, 200), counted(None, 300, not_applicable="full")])
    assert (found.points, found.maximum, found.missing) == (450, 500, 0)


def test_not_applicable_is_taken_out_and_the_rest_rescaled() -> None:
    found = total([counted(60_00, 80_00), counted(None, 20_00, not_applicable="rescale")])
    assert (found.points, found.maximum) == (75_00, 100_00)  # 60 of 80 is 75 of 100
    rounded = total([counted(1, 3), counted(None, 7, not_applicable="rescale")])
    assert rounded.points == 3  # 10/3 hundredths


def test_full_marks_and_rescaling_together() -> None:
    items = [
        counted(30_00, 60_00),
        counted(None, 20_00, not_applicable="full"),
        counted(None, 20_00, not_applicable="rescale"),
    ]
    assert total(items).points == 62_50  # (30 + 20) × 100 / 80


def test_a_whole_of_nothing_applicable_has_no_points() -> None:
    assert total([counted(None, 5_00, not_applicable="rescale")]).points == 0


@pytest.mark.parametrize(
    ("mode", "unit", "value", "wanted"),
    [
        ("half_up", 10, 7855, 7860),
        ("half_up", 10, 7854, 7850),
        ("down", 10, 7859, 7850),
        ("up", 10, 7851, 7860),
        ("up", 10, 7850, 7850),
        ("half_up", 100, 7850, 7900),
        ("half_up", 1, 7850, 7850),
    ],
)
def test_rounding_and_decimals_of_totals(mode: scoring.Rounding, unit: int, value: int, wanted: int) -> None:
    assert total([counted(value, 100_00)], unit=unit, rounding=mode).points == wanted


def test_bonus_has_a_cap_and_may_or_may_not_lift_the_total() -> None:
    items = [counted(98_00, 100_00), counted(3_00, 5_00, bonus=True), counted(4_00, 5_00, bonus=True)]
    assert total(items).all == 105_00
    assert total(items, bonus_cap=5_00).all == 103_00
    assert total(items, bonus_cap=5_00, lift=False).all == 100_00
    assert total(items).maximum == 100_00


def test_penalties_of_a_bonus_item_lower_the_total() -> None:
    assert total([counted(50_00, 100_00), counted(-2_00, 5_00, bonus=True)], bonus_cap=5_00, lift=False).all == 48_00


def test_an_unknown_maximum_leaves_the_whole_unknown() -> None:
    found = total([counted(100, None), counted(None, 100)])
    assert (found.points, found.maximum, found.missing) == (100, None, 1)


def test_the_superiors_own_item_is_not_missing_in_the_self_score() -> None:
    """Ngân Sơn: 90 by the unit, 10 by the superior."""
    assert total([counted(90_00, 90_00), counted(None, 10_00, expected=False)]).missing == 0


# Classes and gates


@pytest.mark.parametrize(
    ("points", "label"),
    [
        (100_00, "Hoàn thành xuất sắc nhiệm vụ"),
        (90_00, "Hoàn thành xuất sắc nhiệm vụ"),
        (89_99, "Hoàn thành tốt nhiệm vụ"),
        (78_50, "Hoàn thành tốt nhiệm vụ"),
        (50_00, "Hoàn thành nhiệm vụ"),
        (49_99, "Không hoàn thành nhiệm vụ"),
        (-1, "Không hoàn thành nhiệm vụ"),
    ],
)
def test_classes_by_points(points: int, label: str) -> None:
    assert classify(points, LEVELS_335) == label


def test_gates_force_the_class_whatever_the_points() -> None:
    lowest = "Không hoàn thành nhiệm vụ"
    assert classify(99_00, LEVELS_335, [lowest]) == lowest
    assert classify(99_00, LEVELS_335, ["Hoàn thành nhiệm vụ", lowest]) == lowest
    assert classify(40_00, LEVELS_335, ["Hoàn thành tốt nhiệm vụ"]) == lowest  # a gate never lifts
    assert classify(99_00, LEVELS_335, ["", lowest]) == ""  # no dossier: not classifiable
    assert classify(99_00, [], [""]) == ""


def test_unknown_thresholds_give_no_class_but_gates_still_hold() -> None:
    unknown = [ClassLevel(label=level.label, threshold=None) for level in LEVELS_335]
    assert classify(99_00, unknown) is None
    assert classify(99_00, unknown, [unknown[-1].label]) == unknown[-1].label
    assert classify(99_00, []) is None
    assert to_next_class(10_00, unknown) is None


def test_the_next_class_and_what_is_missing_to_it() -> None:
    assert to_next_class(78_50, LEVELS_335) == ("Hoàn thành xuất sắc nhiệm vụ", 11_50)
    assert to_next_class(49_75, LEVELS_335) == ("Hoàn thành nhiệm vụ", 25)
    assert to_next_class(95_00, LEVELS_335) is None


# Typed points, evidence, risk


def test_typed_points_are_refused_with_the_reason() -> None:
    def why(points: int, maximum: int | None, step: int | None, lowest: int = 0) -> str:
        with pytest.raises(RuleBroken) as trouble:
            scoring.check_typed(points, maximum, step, lowest=lowest)
        return str(trouble.value)

    assert why(201, 200, None) == "2,01 vượt điểm tối đa 2,00."
    assert why(-1, 200, None) == "Điểm không được nhỏ hơn 0,00."
    assert why(110, 200, 25) == "1,10 không theo bước 0,25. Gần nhất là 1,00 hoặc 1,25."
    assert why(205, 210, 25).endswith("2,00 hoặc 2,10.")  # never proposes more than the maximum
    scoring.check_typed(210, 210, 25)  # the maximum itself is always allowed
    scoring.check_typed(-100, 200, 25, lowest=-200)
    scoring.check_typed(99_00, None, None)


def test_points_without_proof_are_not_defended() -> None:
    """R15: "không có tài liệu kiểm chứng thì phải giải thích cụ thể"."""

    def proven(points: int | None, *, has: bool = False, needs: bool = True, words: str = "") -> int:
        return scoring.proven(points, has_evidence=has, needs_evidence=needs, explanation=words)

    assert proven(200) == 0
    assert proven(200, has=True) == 200
    assert proven(200, needs=False) == 200
    assert proven(200, words="Hồ sơ đang trình ký") == 200
    assert proven(200, words="  ") == 0
    assert proven(-100) == -100  # a loss needs no proof
    assert proven(None) == 0


POINTS = st.integers(0, 100_00)


@given(st.lists(st.tuples(POINTS, POINTS).map(sorted), max_size=40), st.sampled_from(["half_up", "down", "up"]))
def test_totals_equal_the_sum_of_their_items(pairs: list[list[int]], mode: scoring.Rounding) -> None:
    found = total([counted(points, maximum) for points, maximum in pairs], rounding=mode)
    assert found.points == sum(points for points, _maximum in pairs)
    assert found.all <= (found.maximum or 0)


@given(st.lists(st.tuples(POINTS, POINTS).map(sorted), min_size=1, max_size=12), st.data())
def test_rescaling_stays_between_nothing_and_the_maximum(pairs: list[list[int]], data: st.DataObject) -> None:
    states = [data.draw(st.sampled_from(["no", "full", "rescale"])) for _pair in pairs]
    found = total([counted(p, m, not_applicable=state) for (p, m), state in zip(pairs, states, strict=True)])
    assert 0 <= found.points <= (found.maximum or 0)


@given(st.fractions(-1000, 1000), st.sampled_from([1, 10, 100]))
def test_rounding_moves_less_than_one_unit(value: Fraction, unit: int) -> None:
    for mode in ("half_up", "down", "up"):
        found = scoring.rounded(value, unit, mode)  # type: ignore[arg-type]
        assert found % unit == 0
        assert abs(found - value) < unit


@given(POINTS, POINTS, st.integers(-50_00, 50_00), st.integers(0, 100_00))
def test_likely_never_exceeds_what_is_declared_and_evidence_never_lowers_it(
    declared: int, defended: int, gap: int, more: int
) -> None:
    defended = min(defended, declared)
    likely = scoring.likely(declared, defended, gap)
    assert 0 <= likely <= declared
    assert scoring.likely(declared, min(declared, defended + more), gap) >= likely


@given(st.integers(-50_00, 0), st.integers(-50_00, 0), st.integers(0, 50_00))
def test_likely_of_a_penalty_is_the_penalty(declared: int, floor: int, gap: int) -> None:
    assert scoring.likely(declared, declared, gap, floor=min(floor, declared)) <= declared
    assert scoring.likely(declared, declared, 0, floor=0) == declared


@given(st.integers(1, 100), st.integers(0, 100), st.integers(1, 500), st.integers(1, 100))
def test_a_better_share_never_gives_fewer_points(of: int, done: int, maximum: int, target: int) -> None:
    done = min(done, of - 1)
    for rule, params in (("ratio", {"target_percent": target}), ("bands", BANDS_335), ("step", STEP)):
        before = score_item(rule, maximum, params, {"done": done, "of": of})
        after = score_item(rule, maximum, params, {"done": done + 1, "of": of})
        assert before <= after
