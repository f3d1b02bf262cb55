"""Reconciliation: self − appraised = Σ deductions + the rest, per item, per criterion, in total; told totals; old communes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import cycles, deductions, reconciliation, scores
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.reconciliation import Line, reconcile
from tests.dvcq_desktop.score_samples import YEAR, Sample, framework, item_ids, score_year
from tests.support import content, operator

points = st.integers(0, 16).map(lambda n: n * 25)
both = st.builds(Sample, own=points, theirs=points, maximum=st.just(400))


def deduct(db: Connection, item_id: int | None, amount: int | None, year: int = YEAR, **named: object) -> int:
    return deductions.add_deduction(db, cycles.cycle_of_year(db, year).id, item_id=item_id, points=amount, **named)


def test_the_worked_example_of_2024(db):
    run = operator(db)
    cycle = run(cycles.open_year, 2024)
    run(reconciliation.set_totals, 2024, self_total="94", appraised_total="78.5", class_label="Hoàn thành nhiệm vụ")
    for _n in range(6):
        run(deductions.add_deduction, cycle, place="TC1", points=100)
    run(deductions.add_deduction, cycle, place="chen", points=None)
    line = reconcile(db, 2024).total
    assert (line.difference, line.explained, line.unexplained, line.without_points) == (1550, 600, 950, 1)
    assert line.sentence() == "94,00 − 78,50 = 15,50; đã giải thích 6,00; còn 9,50 chưa giải thích."


def test_each_item_and_criterion_has_its_line(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400, theirs=300), Sample(own=200, theirs=200), Sample(own=300, theirs=100)])
    first = item_ids(db, used)[0]
    run(deduct, first, 50)
    found = reconcile(db, YEAR)
    assert {i.row.code: i.line.unexplained for i in found.items} == {"1.1": 50, "2.1": 0, "1.2": 200}
    assert [line.unexplained for line in found.criteria.values()] == [250, 0]
    assert found.total.unexplained == 250
    assert reconciliation.short_line(found.total) == "9 − 6 = 3"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(samples=st.lists(both, min_size=1, max_size=8), lost=st.lists(st.tuples(st.integers(0, 7), points), max_size=6))
def test_unexplained_is_the_difference_less_what_is_explained(fresh, samples, lost):
    db = fresh()
    run = operator(db)
    used = run(score_year, samples)
    items = item_ids(db, used)
    for place, amount in lost:
        run(deduct, items[place % len(items)], amount)
    found = reconcile(db, YEAR)
    assert found.total.difference == sum((s.own or 0) - (s.theirs or 0) for s in samples)
    assert found.total.unexplained == found.total.difference - sum(amount for _place, amount in lost)
    assert found.total.unexplained == sum(line.unexplained or 0 for line in found.criteria.values())
    assert found.total.unexplained == sum(i.line.unexplained or 0 for i in found.items)
    assert found.total.self_points == scores.totals(db, YEAR, "self").total.all
    if any((i.line.unexplained or 0) > 0 for i in found.items):
        run(reconciliation.deduct_all_differences, YEAR)
        assert all((i.line.unexplained or 0) <= 0 for i in reconcile(db, YEAR).items)


def test_items_the_superior_has_not_scored_yet_stand_outside(db):
    run = operator(db)
    run(score_year, [Sample(own=400, theirs=300), Sample(own=400)])
    line = reconcile(db, YEAR).total
    assert (line.self_points, line.appraised_points, line.pending, line.unexplained) == (400, 300, 1, 100)
    assert "1 nội dung chưa có đủ hai bên điểm" in line.sentence()


def test_points_only_the_superior_gives_are_compared_with_nothing(db):
    run = operator(db)
    run(score_year, [Sample(own=400, theirs=300), Sample(theirs=250, self_scored=0)])
    line = reconcile(db, YEAR).total
    assert (line.self_points, line.appraised_points, line.unexplained, line.pending) == (400, 300, 100, 0)


def test_what_rescaling_moves_is_named_not_left_unexplained(db):
    run = operator(db)
    used = run(score_year, [Sample(own=300, theirs=200), Sample(not_applicable="rescale")])
    run(deduct, item_ids(db, used)[0], 100)
    line = reconcile(db, YEAR).total
    assert (line.self_points, line.appraised_points) == (600, 400)  # 3/4 and 2/4 of the whole eight
    assert (line.difference, line.explained, line.converted, line.unexplained) == (200, 100, 100, 0)
    assert "do quy đổi, làm tròn 1,00" in line.sentence()


def test_points_for_what_the_office_called_not_applicable_count(db):
    run = operator(db)
    run(score_year, [Sample(not_applicable="full", theirs=100), Sample(own=400, theirs=400)])
    found = reconcile(db, YEAR)
    assert found.items[0].line.difference == 300
    assert found.total.unexplained == 300
    assert scores.totals(db, YEAR, "appraised").total.all == 500


def test_a_told_total_stands_until_every_item_has_points(db):
    run = operator(db)
    used = run(score_year, [Sample(), Sample()])
    run(reconciliation.set_totals, YEAR, self_total="7", appraised_total="5", class_label="")
    run(scores.set_appraised, YEAR, item_ids(db, used)[0], "1")
    assert reconcile(db, YEAR).total.difference == 200
    assert not scores.totals(db, YEAR, "appraised").itemised


def test_a_deduction_comes_from_a_difference_with_the_superiors_words(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400, theirs=250)])
    item = item_ids(db, used)[0]
    run(scores.set_text, YEAR, item, appraiser_note="Chưa thường xuyên")
    made = run(reconciliation.deduct_difference, YEAR, item)
    found = deductions.deductions(db, YEAR)[0]
    assert (found.id, found.points, found.reason, found.place) == (
        made,
        150,
        "Chưa thường xuyên",
        "Nội dung 1, tiêu chí 1",
    )
    with pytest.raises(RuleBroken):
        run(reconciliation.deduct_difference, YEAR, item)


def test_three_old_communes_each_with_a_line(db):
    run = operator(db)
    run(cycles.open_year, YEAR)
    for name in ("Ba Liên", "Ba Thành", "Ba Động"):
        run(reconciliation.add_predecessor, YEAR, name, self_total="90", appraised_total="88,25")
    with pytest.raises(RuleBroken, match="tối đa 3"):
        run(reconciliation.add_predecessor, YEAR, "Ba Xa")
    first = reconciliation.predecessors(db, YEAR)[0]
    run(deduct, None, 175, predecessor_id=first.id)
    found = reconcile(db, YEAR)
    assert [line.unexplained for line in found.predecessors] == [0, 175, 175]
    assert found.total.explained == 0
    assert found.loose == ()
    before = content(db)
    run(reconciliation.delete_predecessor, first.id)
    assert deductions.deductions(db, YEAR) == []
    from db import journal

    journal.undo(db, "Hoa")
    assert content(db) == before


@pytest.mark.parametrize(
    ("values", "why"), [({"name": " "}, "Chưa có tên"), ({"self_total": "1.234"}, "hai số khác nhau")]
)
def test_what_an_old_commune_cannot_be_is_refused(db, values, why):
    run = operator(db)
    run(cycles.open_year, YEAR)
    made = run(reconciliation.add_predecessor, YEAR, "Ba Liên")
    with pytest.raises(RuleBroken, match=why):
        run(reconciliation.change_predecessor, made, **values)


def test_nothing_of_a_closed_year_changes(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400, theirs=300)])
    item = item_ids(db, used)[0]
    deduction = run(deduct, item, 50)
    commune = run(reconciliation.add_predecessor, YEAR, "Ba Liên")
    run(cycles.change, cycles.cycle_of_year(db, YEAR).id, closed=1)
    before = content(db)
    for use_case, arguments, named in (
        (reconciliation.deduct_difference, (YEAR, item), {}),
        (reconciliation.set_totals, (YEAR,), {"self_total": "1", "appraised_total": "1", "class_label": ""}),
        (reconciliation.add_predecessor, (YEAR, "Ba Động"), {}),
        (reconciliation.change_predecessor, (commune,), {"name": "Ba Động"}),
        (reconciliation.delete_predecessor, (commune,), {}),
        (deductions.change_deduction, (deduction,), {"points": "1"}),
        (deductions.set_responsible, (deduction, "Địa chính"), {}),
        (deductions.delete_deductions, ([deduction],), {}),
        (scores.set_appraised, (YEAR, item, "1"), {}),
        (scores.set_text, (YEAR, item), {"appraiser_note": "x"}),
    ):
        with pytest.raises(RuleBroken, match="đã khóa"):
            run(use_case, *arguments, **named)
    assert content(db) == before


def test_a_line_without_a_side_says_so():
    line = Line(title="x", self_points=100, appraised_points=None, explained=0)
    assert line.unexplained is None
    assert "Chưa đủ hai bên" in line.sentence()
    assert reconciliation.short_line(line) == ""
    over = Line(title="x", self_points=100, appraised_points=100, explained=50)
    assert "giải thích thừa 0,50" in over.sentence()


def test_a_year_without_items_reconciles(db):
    run = operator(db)
    run(cycles.open_year, YEAR, framework_id=run(framework, []))
    found = reconcile(db, YEAR)
    assert (found.items, found.total.difference) == ((), None)
