"""Self scores in one reading: what is brought up to date after an edit is what reading everything anew would give."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import journal
from dvcq_desktop import cycles, deductions, evidence, frameworks, scores, scoring
from dvcq_desktop.scoring import ClassLevel
from dvcq_desktop.self_scores import (
    SelfScores,
    missing_before_lock,
    read_self_scores,
    reread_self_scores,
    risk_words,
    short_label,
    status,
    still_open,
    total_words,
)
from tests.dvcq_desktop.score_samples import YEAR, Sample, framework, item_ids, score_year
from tests.support import operator

steps = st.lists(
    st.tuples(
        st.sampled_from(["points", "none", "proof", "explain", "absent", "back", "undo", "last"]), st.integers(0, 3)
    ),
    min_size=1,
    max_size=8,
)


def same(one: SelfScores, other: SelfScores) -> bool:
    return all(getattr(one, f.name) == getattr(other, f.name) for f in fields(SelfScores))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_brought_up_to_date_is_as_read_anew(fresh, steps):
    db = fresh()
    used = operator(db)(framework, [Sample()] * 4)
    operator(db)(score_year, [Sample(own=400, theirs=300)] * 4, YEAR - 1, framework_id=used)
    operator(db)(cycles.open_year, YEAR, framework_id=used)
    items = item_ids(db, used)
    last = cycles.cycle_of_year(db, YEAR - 1)
    known = read_self_scores(db, YEAR)
    done = 0
    for kind, place in steps:
        if kind == "undo" and not done:
            continue  # the year itself is not taken back
        touched = _do(db, kind, items[place], last.id)
        known = reread_self_scores(db, YEAR, known, touched)
        done += (-1 if kind == "undo" else 1) if touched else 0
        assert same(known, read_self_scores(db, YEAR))


def _do(db, kind: str, item: int, last: int) -> frozenset[str]:
    if kind == "undo":
        done = journal.undo(db, "Hoa")
        return done.tables if done else frozenset()
    with journal.operation(db, kind, "Hoa") as operation:
        if kind in ("points", "none"):
            scores.set_not_applicable(db, YEAR, item, "no", "")
            scores.set_self(db, YEAR, item, "2,5" if kind == "points" else "")
        elif kind == "proof":
            evidence.add_evidence(db, YEAR, item, "Báo cáo")
        elif kind == "explain":
            scores.set_text(db, YEAR, item, explanation="vì thế")
        elif kind in ("absent", "back"):
            scores.set_not_applicable(db, YEAR, item, "full" if kind == "absent" else "no", "không có")
        else:
            scores.set_appraised(db, YEAR - 1, item, "1")
    return operation.tables


def test_a_deduction_of_last_year_moves_what_is_likely(db):
    run = operator(db)
    used = run(score_year, [Sample(own=400, proofs=1)])
    last = run(cycles.open_year, YEAR - 1, framework_id=used)
    known = read_self_scores(db, YEAR)
    run(deductions.add_deduction, last, item_id=item_ids(db, used)[0], points=100)
    known = reread_self_scores(db, YEAR, known, frozenset({"deduction"}))
    assert known.risk.likely == 300


def test_words_for_total_and_risk(db):
    run = operator(db)
    run(score_year, [Sample(maximum=5000, own=5000, proofs=1), Sample(maximum=5000, own=3725)])
    found = read_self_scores(db, YEAR)
    assert total_words(found) == "Tổng 87,25 / 100 · Khá · còn 2,75 đến Tốt"
    assert risk_words(found) == "Khai 87,25 · có minh chứng 50,00 · dự kiến 50,00"
    assert [(m.code, m.why[:1]) for m in missing_before_lock(found)] == [("2.1", "▲")]
    assert [i.row.code for i in still_open(found)] == ["2.1"]
    assert [status(i.row) for i in found.items] == [("✓ xong", "good"), ("▲ thiếu minh chứng", "warn")]


def test_a_forced_class_says_so(db):
    run = operator(db)
    used = run(score_year, [Sample(maximum=10000, own=9500, proofs=1)])
    from dvcq_desktop.records import insert

    gate = run(insert, frameworks.Gate(framework_id=used, name="x", text="Có kỷ luật?", class_label="Yếu"))
    run(scores.set_gate, YEAR, gate, True)  # the answer itself
    assert total_words(read_self_scores(db, YEAR)) == "Tổng 95,00 / 100 · Yếu (do điều kiện bắt buộc)"


def test_classes_lose_the_words_they_all_end_with():
    levels = [ClassLevel(label=f"{name} nhiệm vụ", threshold=0) for name in ("Hoàn thành tốt", "Hoàn thành")]
    assert short_label("Hoàn thành tốt nhiệm vụ", levels) == "Hoàn thành tốt"
    assert short_label("Hoàn thành nhiệm vụ", levels) == "Hoàn thành"
    assert short_label("Khác hẳn nhiệm vụ", levels) == "Khác hẳn nhiệm vụ"
    assert short_label("Tốt", [ClassLevel(label="Tốt", threshold=None)]) == "Tốt"


def test_points_are_not_typed_for_what_did_not_arise(db):
    run = operator(db)
    used = run(score_year, [Sample(not_applicable="full")])
    import pytest

    from dvcq_desktop.errors import RuleBroken

    with pytest.raises(RuleBroken, match="không phát sinh"):
        run(scores.set_self, YEAR, item_ids(db, used)[0], "1")
    assert scoring.TYPED
