"""Scores item by item: what may be typed, who may type it, locks, totals by criterion and of the year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles, evidence, evidence_links, frameworks, scores
from dvcq_desktop.errors import RuleBroken
from tests.support import operator

YEAR = 2025


@pytest.fixture
def run(db: Connection) -> Callable[..., Any]:
    """2025 on the illustrative framework of 32 items."""
    made = operator(db)
    made(_fill, "minh-hoa-100-diem", YEAR)
    return made


def _fill(db: Connection, name: str, year: int) -> None:
    cycles.open_year(db, year, framework_id=frameworks.load_framework(db, name))


def row(db: Connection, code: str, year: int = YEAR) -> scores.ScoreRow:
    return next(r for r in scores.score_rows(db, year) if r.code == code)


def refused(run: Callable[..., Any], use_case: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as trouble:
        run(use_case, *arguments, **named)
    return str(trouble.value)


@pytest.mark.parametrize(
    ("typed", "points"), [("2,5", 250), ("2.5", 250), (" 2,50 ", 250), ("3", 300), ("0", 0), ("0,25", 25)]
)
def test_comma_and_dot_mean_the_same(db: Connection, run: Callable[..., Any], typed: str, points: int) -> None:
    run(scores.set_self, YEAR, row(db, "1.2").item.id, typed)
    assert row(db, "1.2").score.self_points == points


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.234", "có thể hiểu là hai số khác nhau"),
        ("3,25", "3,25 vượt điểm tối đa 3,00"),
        ("-1", "Điểm không được nhỏ hơn 0,00"),
        ("2,10", "2,10 không theo bước 0,25. Gần nhất là 2,00 hoặc 2,25"),
        ("hai", "không phải là điểm"),
    ],
)
def test_what_cannot_be_points_is_refused(db: Connection, run: Callable[..., Any], typed: str, sentence: str) -> None:
    assert sentence in refused(run, scores.set_self, YEAR, row(db, "1.2").item.id, typed)
    assert row(db, "1.2").score.self_points is None


def test_seventy_eight_and_a_half_where_no_maximum_is_known(db: Connection) -> None:
    run = operator(db)
    run(_fill, "quang-ngai-1211-2022", YEAR)
    for typed in ("78,5", "78.5"):
        run(scores.set_self, YEAR, row(db, "1.1").item.id, typed)
        assert row(db, "1.1").score.self_points == 78_50
    assert "chưa có điểm tối đa" in refused(run, scores.set_entered, YEAR, row(db, "1.1").item.id, {"points": 1})


def test_an_empty_cell_takes_the_score_back(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "1.2").item.id
    run(scores.set_self, YEAR, item, "2")
    run(scores.set_self, YEAR, item, " ")
    assert row(db, "1.2").score.self_points is None
    assert not row(db, "1.2").scored


def test_what_the_rule_needs_gives_the_points(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "2.1").item  # 5,00 less 0,50 an event
    assert run(scores.set_entered, YEAR, item.id, {"events": 3}) == 350
    assert '"events": 3' in row(db, "2.1").score.entered
    run(scores.set_self, YEAR, item.id, "3,5")  # the same points typed: what gave them stands
    assert '"events": 3' in row(db, "2.1").score.entered
    run(scores.set_self, YEAR, item.id, "4")  # other points typed: the count no longer gives them
    assert row(db, "2.1").score.entered == "{}"


def test_typed_rules_keep_to_the_step_by_either_way(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "1.2").item.id
    assert "không theo bước" in refused(run, scores.set_entered, YEAR, item, {"points": 110})
    assert run(scores.set_entered, YEAR, item, {"points": 125}) == 125


def test_the_superiors_own_item(db: Connection) -> None:
    """Ngân Sơn: at most 90 of 100 by the unit itself."""
    run = operator(db)
    run(_fill, "minh-hoa-8-tieu-chi", YEAR)
    own = row(db, "8.1")
    assert own.closed_to_self
    assert own.scored
    assert "do cấp trên chấm" in refused(run, scores.set_self, YEAR, own.item.id, "5")
    assert "do cấp trên chấm" in refused(run, scores.set_entered, YEAR, own.item.id, {"points": 500})
    run(scores.set_appraised, YEAR, own.item.id, "9,5")
    assert row(db, "8.1").score.appraised_points == 950
    for each in scores.score_rows(db, YEAR):
        if not each.closed_to_self:
            run(scores.set_self, YEAR, each.item.id, str((each.item.max_points or 0) // 100))
    found = scores.totals(db, YEAR, "self")
    assert (found.total.points, found.total.maximum, found.total.missing) == (90_00, 100_00, 0)
    assert found.class_label == "Tốt"


def test_the_appraised_points_need_no_step_but_a_range(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "1.2").item.id
    run(scores.set_appraised, YEAR, item, "2,1")
    assert row(db, "1.2").score.appraised_points == 210
    assert "vượt điểm tối đa" in refused(run, scores.set_appraised, YEAR, item, "4")


def test_an_item_of_another_framework_is_refused(db: Connection, run: Callable[..., Any]) -> None:
    run(_fill, "minh-hoa-8-tieu-chi", 2024)
    other = row(db, "1.1", 2024).item.id
    assert "không thuộc bộ tiêu chí của năm 2025" in refused(run, scores.set_self, YEAR, other, "1")


def test_not_applicable_needs_a_reason(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "5.1").item.id
    assert "lý do" in refused(run, scores.set_not_applicable, YEAR, item, "full", " ")
    run(scores.set_not_applicable, YEAR, item, "full", "Trong năm không có đơn thư")
    assert row(db, "5.1").scored
    assert scores.totals(db, YEAR, "self").total.points == 300
    run(scores.set_not_applicable, YEAR, item, "no", "")
    assert row(db, "5.1").score.not_applicable_reason == ""
    assert "Không có lựa chọn" in refused(run, scores.set_not_applicable, YEAR, item, "maybe", "x")


def _score_all(db: Connection, run: Callable[..., Any]) -> None:
    for each in scores.score_rows(db, YEAR):
        run(scores.set_self, YEAR, each.item.id, f"{(each.item.max_points or 0) / 100:.2f}")


def test_lock_demands_every_score_and_every_proof(db: Connection, run: Callable[..., Any]) -> None:
    assert "Còn 32 nội dung chưa chấm: 1.1" in refused(run, scores.lock_scores, YEAR)
    _score_all(db, run)
    assert "chưa có minh chứng hoặc giải trình" in refused(run, scores.lock_scores, YEAR)
    for each in scores.score_rows(db, YEAR):
        if each.code == "1.1":
            run(evidence.add_evidence, YEAR, each.item.id, "Kế hoạch năm")
        elif each.item.needs_evidence:
            run(scores.set_text, YEAR, each.item.id, explanation="Hồ sơ lưu tại Văn phòng")
    run(scores.lock_scores, YEAR)
    assert cycles.cycle_of_year(db, YEAR).scores_locked


def test_locked_scores_open_with_a_reason_only(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "1.2").item.id
    run(cycles.change, cycles.cycle_of_year(db, YEAR).id, scores_locked=1)
    for use_case, *arguments in (
        (scores.set_self, item, "1"),
        (scores.set_entered, item, {"points": 100}),
        (scores.set_not_applicable, item, "full", "x"),
    ):
        assert "đã khóa. Hãy mở khóa" in refused(run, use_case, YEAR, *arguments)
    assert "đã khóa" in refused(run, scores.set_text, YEAR, item, basis="x")
    assert "đã khóa" in refused(run, scores.set_text, YEAR, item, appraiser_note="x", basis="x")
    run(scores.set_appraised, YEAR, item, "1")  # the superior's points come while ours are locked
    run(scores.set_text, YEAR, item, appraiser_note="Chưa có biên bản")
    assert "lý do mở khóa" in refused(run, scores.unlock_scores, YEAR, " ")
    run(scores.unlock_scores, YEAR, "Bổ sung minh chứng")
    run(scores.set_self, YEAR, item, "1")
    assert cycles.cycle_of_year(db, YEAR).lock_note == "Bổ sung minh chứng"


def test_a_closed_year_keeps_everything(db: Connection, run: Callable[..., Any]) -> None:
    item = row(db, "1.2").item.id
    proof = run(evidence.add_evidence, YEAR, item, "Kế hoạch năm")
    run(cycles.change, cycles.cycle_of_year(db, YEAR).id, closed=1)
    sentence = "Năm 2025 đã khóa nên không sửa được."
    assert refused(run, scores.set_self, YEAR, item, "1") == sentence
    assert refused(run, scores.set_appraised, YEAR, item, "1") == sentence
    assert refused(run, scores.set_text, YEAR, item, appraiser_note="x") == sentence
    assert refused(run, scores.lock_scores, YEAR) == sentence
    assert refused(run, evidence.add_evidence, YEAR, item, "Báo cáo") == sentence
    assert refused(run, evidence_links.unlink_evidence, proof, item) == sentence


def test_a_year_without_framework_has_nothing_to_lock(db: Connection) -> None:
    run = operator(db)
    run(cycles.open_year, 2023)
    assert "chưa có bộ tiêu chí" in refused(run, scores.lock_scores, 2023)
    assert scores.score_rows(db, 2023) == []


def test_totals_by_criterion_make_the_total(db: Connection, run: Callable[..., Any]) -> None:
    _score_all(db, run)
    run(scores.set_self, YEAR, row(db, "1.1").item.id, "2,5")
    found = scores.totals(db, YEAR, "self")
    assert found.itemised
    assert found.total.points == 98_50
    assert sum(t.points for t in found.by_criterion.values()) == 98_50
    assert sum(t.maximum or 0 for t in found.by_criterion.values()) == found.total.maximum == 100_00
    assert found.class_label == "Hoàn thành xuất sắc nhiệm vụ"
    assert found.next_class is None


def test_a_year_known_by_totals_answers_them(db: Connection, run: Callable[..., Any]) -> None:
    run(cycles.change, cycles.cycle_of_year(db, YEAR).id, self_total=94_00, appraised_total=78_50)
    own, theirs = (scores.totals(db, YEAR, which) for which in ("self", "appraised"))  # type: ignore[arg-type]
    assert not own.itemised
    assert own.total.points - theirs.total.points == 15_50


def test_gates_force_the_class_of_the_year(db: Connection, run: Callable[..., Any]) -> None:
    _score_all(db, run)
    gates = {gate.name: gate.id for gate, _answer in scores.gates(db, YEAR)}
    run(scores.set_gate, YEAR, gates["tham-nhung"], True, "Kết luận thanh tra")
    assert scores.totals(db, YEAR, "self").class_label == "Không hoàn thành nhiệm vụ"
    run(scores.set_gate, YEAR, gates["tham-nhung"], False)
    run(scores.set_gate, YEAR, gates["khong-nop-ho-so"], True)
    assert scores.totals(db, YEAR, "self").class_label == ""


def test_the_frame_of_90_70_50_rounds_and_caps(db: Connection) -> None:
    run = operator(db)
    run(_fill, "minh-hoa-90-70-50", YEAR)
    assert run(scores.set_entered, YEAR, row(db, "1.1").item.id, {"done": 9, "of": 10}) == 40_00
    assert run(scores.set_entered, YEAR, row(db, "2.3").item.id, {"done": 1, "of": 3}) == 3_51  # 10 × 1/3 ÷ 95 %
    assert run(scores.set_entered, YEAR, row(db, "3.1").item.id, {"penalties": 2}) == -2_00
    run(scores.set_self, YEAR, row(db, "3.1").item.id, "-3")
    assert scores.totals(db, YEAR, "self").total.points == 43_50  # one decimal, half up
    assert scores.totals(db, YEAR, "self").total.bonus == -3_00
    assert scores.totals(db, YEAR, "self").total.maximum == 100_00


def test_scoring_began_with_the_first_point(db: Connection, run: Callable[..., Any]) -> None:
    framework = cycles.cycle_of_year(db, YEAR).framework_id or 0
    assert not scores.scoring_began(db, framework)
    run(scores.set_text, YEAR, row(db, "1.1").item.id, basis="Số liệu quý I")
    assert not scores.scoring_began(db, framework)
    run(scores.set_self, YEAR, row(db, "1.1").item.id, "1")
    assert scores.scoring_began(db, framework)
