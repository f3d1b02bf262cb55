"""Points at risk: likely ≤ declared ≤ maximum, more proof never lowers a sum, tasks by points a working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcq_desktop import cycles, deductions, evidence, risk, scores, tasks
from dvcq_desktop.frameworks import Item, get_framework
from dvcq_desktop.records import update
from dvcq_desktop.risk import year_risk
from tests.dvcq_desktop.score_samples import YEAR, Sample, framework, item_ids, score_year
from tests.support import operator

points = st.integers(0, 16).map(lambda n: n * 25)
samples = st.lists(
    st.builds(
        Sample,
        own=st.none() | points,
        theirs=points,
        proofs=st.integers(0, 2),
        explanation=st.sampled_from(["", "có lý do"]),
        not_applicable=st.sampled_from(["no", "no", "no", "full", "rescale"]),
        bonus=st.sampled_from([0, 0, 0, 1]),
    ),
    min_size=1,
    max_size=8,
)
heads = st.fixed_dictionaries(
    {
        "decimals": st.integers(0, 2),
        "rounding": st.sampled_from(["half_up", "down", "up"]),
        "bonus_cap": st.none() | points,
        "bonus_lifts": st.sampled_from([0, 1]),
    }
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(now=samples, before=samples, head=heads)
def test_likely_is_at_most_declared_and_declared_is_the_total(fresh, now, before, head):
    db = fresh()
    run = operator(db)
    used = run(framework, now, **head)
    if len(before) == len(now):
        run(score_year, before, YEAR - 1, framework_id=used)
    run(score_year, now, framework_id=used)
    found = year_risk(db, YEAR)
    assert 0 <= found.likely <= found.defended <= found.declared
    assert found.declared == scores.totals(db, YEAR, "self").total.all
    for item in found.items:
        assert item.likely <= item.defended <= item.declared <= (item.row.item.max_points or 0)
        assert item.at_risk >= 0
        assert item.formula().endswith(f"dự kiến {item.likely / 100:.2f}".replace(".", ","))


@quick
@given(now=samples, before=samples, which=st.integers(0, 7))
def test_more_evidence_never_lowers_a_sum(fresh, now, before, which):
    db = fresh()
    run = operator(db)
    used = run(score_year, now)
    if len(before) == len(now):
        run(score_year, [replace(s, not_applicable="no") for s in before], YEAR - 1, framework_id=used)
    first = year_risk(db, YEAR)
    item = item_ids(db, used)[which % len(now)]
    run(evidence.add_evidence, YEAR, item, "Báo cáo thêm")
    second = year_risk(db, YEAR)
    assert second.declared == first.declared
    assert second.defended >= first.defended
    assert second.likely >= first.likely
    for old, new in zip(first.items, second.items, strict=True):
        assert new.likely >= old.likely


def test_last_years_gap_is_taken_off_what_is_defended(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400, theirs=300), Sample(own=400)], YEAR - 1)
    run(score_year, [Sample(own=400, proofs=1), Sample(own=400, proofs=1)], framework_id=used)
    last = cycles.cycle_of_year(db, YEAR - 1)
    run(deductions.add_deduction, last.id, item_id=item_ids(db, used)[1], points=50)
    found = {i.row.code: (i.gap, i.likely) for i in year_risk(db, YEAR).items}
    assert found == {"1.1": (100, 300), "2.1": (50, 350)}
    assert year_risk(db, YEAR).items[0].formula() == "tự chấm 4,00; năm trước bị chấm thấp hơn 1,00 → dự kiến 3,00"


def test_an_inherited_deduction_is_no_gap_of_ones_own(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400)], YEAR - 1)
    from dvcq_desktop import reconciliation

    commune = run(reconciliation.add_predecessor, YEAR - 1, "Ba Liên")
    last = cycles.cycle_of_year(db, YEAR - 1)
    run(deductions.add_deduction, last.id, item_id=item_ids(db, used)[0], points=50, predecessor_id=commune)
    run(score_year, [Sample(own=400, proofs=1)], framework_id=used)
    assert year_risk(db, YEAR).items[0].gap == 0


def test_a_superior_that_gave_more_lowers_nothing(db):
    run = operator(db)
    used = run(score_year, [Sample(own=200, theirs=400)], YEAR - 1)
    run(score_year, [Sample(own=400, proofs=1)], framework_id=used)
    assert year_risk(db, YEAR).likely == 400


def test_two_frameworks_of_different_decisions_share_no_gap(db):
    run = operator(db)
    run(score_year, [Sample(own=400, theirs=100)], YEAR - 1)
    run(score_year, [Sample(own=400, proofs=1)], framework_id=run(framework, [Sample()], code="khác"))
    assert year_risk(db, YEAR).likely == 400


def test_tasks_by_points_a_working_day(db):
    run = operator(db)
    used = run(score_year, [Sample(maximum=400), Sample(maximum=100), Sample(maximum=400, not_applicable="rescale")])
    cycle, items = cycles.cycle_of_year(db, YEAR), item_ids(db, used)
    for text, item, due in (
        ("xa", items[0], "2025-12-31"),
        ("gấp", items[1], "2025-03-04"),
        ("không hạn", items[1], ""),
        ("không phát sinh", items[2], "2025-03-04"),
    ):
        run(tasks.add_task, cycle.id, text, item_ids=(item,), due_on=due)
    found = risk.tasks_by_urgency(db, YEAR, date(2025, 3, 3))
    assert [one.task.text for one in found] == ["gấp", "xa", "không hạn"]
    assert found[0].days_left == 1  # "trước ngày 04/03": Monday is the last day


def test_the_last_day_that_counts():
    assert risk.last_day("2025-10-24", inclusive=False) == date(2025, 10, 23)
    assert risk.last_day("2025-10-24", inclusive=True) == date(2025, 10, 24)
    assert risk.last_day("2025-10", inclusive=True) is None


def test_penalties_below_zero_count_in_full(db):
    run = operator(db)
    used = run(score_year, [Sample(own=-100, bonus=1), Sample(own=400, proofs=1)])
    run(update, Item, item_ids(db, used)[0], needs_evidence=1)
    found = year_risk(db, YEAR)
    assert (found.declared, found.likely) == (300, 300)
    assert get_framework(db, used).bonus_lifts


def test_a_year_without_a_framework_has_nothing_at_risk(db):
    operator(db)(cycles.open_year, YEAR)
    assert year_risk(db, YEAR).items == ()
