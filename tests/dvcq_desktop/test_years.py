"""Years: what goes along into the next, remedies out of deductions, closing and opening again, undo of all of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import journal
from dvcq_desktop import assignments, cycles, deductions, frameworks, scores, tasks, units, years
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.plans import find_plan, start_plan
from dvcq_desktop.records import update
from dvcq_desktop.units import Unit
from tests.dvcq_desktop.score_samples import YEAR, Sample, framework, item_ids, score_year
from tests.support import content, operator


@pytest.fixture
def run(db):
    """2025 with two items, a task on each, led by a unit; a deduction on the first."""
    made = operator(db)
    used = made(score_year, [Sample(own=400, theirs=300, proofs=1), Sample(own=400, theirs=400, proofs=1)])
    cycle = cycles.cycle_of_year(db, YEAR)
    made(cycles.change, cycle.id, evidence_due_on="2025-10-24", evidence_due_inclusive=1)
    for place, item in enumerate(item_ids(db, used)):
        task = made(
            tasks.add_task,
            cycle.id,
            f"Việc {place}",
            item_ids=(item,),
            criterion_id=frameworks.items(db, used)[place].criterion_id,
            due_on="2025-10-24",
        )
        made(assignments.set_actors, task, "lead", "Văn phòng (hàng tháng)")
    first = made(deductions.add_deduction, cycle.id, item_id=item_ids(db, used)[0], points=100, remedy="Làm theo quý")
    made(deductions.set_responsible, first, "Văn phòng")
    return made


def test_tasks_go_along_with_their_items_and_actors(db, run):
    opened = run(years.open_next_year, YEAR)
    assert (opened.year, opened.kept, opened.dropped, opened.remedies, opened.plan) == (YEAR + 1, 2, 0, 1, False)
    rows = assignments.assignment_rows(db, YEAR + 1)
    assert [(row.text, row.leads, row.due_on, row.task.carried) for row in rows] == [
        ("Việc 0", "Văn phòng (hàng tháng)", "2026-10-24", "kept"),
        ("Làm theo quý", "Văn phòng", "2026-10-24", "new"),
        ("Việc 1", "Văn phòng (hàng tháng)", "2026-10-24", "kept"),
    ]
    new = cycles.cycle_of_year(db, YEAR + 1)
    assert (new.evidence_due_on, new.evidence_due_inclusive) == ("2026-10-24", 1)
    assert deductions.deductions(db, YEAR)[0].task_id == rows[1].id
    run(tasks.change_task, rows[0].id, text="Việc khác đi")
    assert assignments.assignment_rows(db, YEAR + 1)[0].task.carried == "changed"


def test_tasks_are_dropped_and_deductions_left_out_as_chosen(db, run):
    found = tasks.tasks(db, YEAR)
    opened = run(
        years.open_next_year, YEAR, {found[0].id: "drop"}, without=[d.id for d in deductions.deductions(db, YEAR)]
    )
    assert (opened.kept, opened.dropped, opened.remedies) == (1, 1, 0)
    assert [task.text for task in tasks.tasks(db, YEAR + 1)] == ["Việc 1"]


def test_a_deduction_without_item_and_remedy_becomes_a_remedy_too(db, run):
    run(deductions.add_deduction, cycles.cycle_of_year(db, YEAR).id, place="Nội dung 4, tiêu chí 6")
    run(years.open_next_year, YEAR)
    assert "Khắc phục nội dung bị trừ điểm: Nội dung 4, tiêu chí 6" in [t.text for t in tasks.tasks(db, YEAR + 1)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.sampled_from(["keep", "drop"]), min_size=3, max_size=3), plan=st.booleans())
def test_opening_a_year_and_undo_gives_the_same_data(fresh, choices, plan):
    db = fresh()
    made = operator(db)
    used = made(score_year, [Sample(own=400, theirs=300)] * 3)
    cycle = cycles.cycle_of_year(db, YEAR)
    ids = [made(tasks.add_task, cycle.id, "Việc", item_ids=(item,)) for item in item_ids(db, used)]
    made(deductions.add_deduction, cycle.id, item_id=item_ids(db, used)[0], points=25)
    if plan:
        made(start_plan, cycle.id)
    before = content(db)
    made(years.open_next_year, YEAR, dict(zip(ids, choices, strict=True)))
    after = content(db)
    assert (find_plan(db, YEAR + 1) is not None) == plan
    journal.undo(db, "Hoa")
    assert content(db) == before
    journal.redo(db, "Hoa")
    assert content(db) == after


def test_what_the_person_set_in_the_next_year_stays(db, run):
    used = cycles.cycle_of_year(db, YEAR).framework_id
    new = run(cycles.open_year, YEAR + 1, framework_id=used)
    run(cycles.change, new, evidence_due_on="2026-09-30")
    run(years.open_next_year, YEAR)
    assert cycles.cycle_of_year(db, YEAR + 1).evidence_due_on == "2026-09-30"


def test_a_new_version_of_the_framework_takes_the_tasks_by_its_mapping(db, run):
    old = cycles.cycle_of_year(db, YEAR).framework_id or 0
    new = run(framework, [Sample(), Sample(), Sample()], version=2)
    for was, now in zip(item_ids(db, old), (item_ids(db, new)[1], item_ids(db, new)[0]), strict=True):
        run(lambda db, pair: db.execute(_MAP, pair), (was, now, f"{was}-{now}"))
    run(cycles.open_year, YEAR + 1, framework_id=new)
    run(years.open_next_year, YEAR)
    links = {
        task.text: db.execute("SELECT item_id FROM task_item WHERE task_id = ?", (task.id,)).fetchone()[0]
        for task in tasks.tasks(db, YEAR + 1)
    }
    assert links == {
        "Việc 0": item_ids(db, new)[1],
        "Việc 1": item_ids(db, new)[0],
        "Làm theo quý": item_ids(db, new)[1],
    }
    criteria = {c.id for c in frameworks.criteria(db, new)}
    assert {task.criterion_id for task in tasks.tasks(db, YEAR + 1)} <= criteria


_MAP = "INSERT INTO item_mapping (old_item_id, new_item_id, uid) VALUES (?, ?, ?)"


def test_units_that_were_replaced_hand_their_work_on(db, run):
    old = units.find_unit(db, "Văn phòng")
    new = run(units.add_unit, "Văn phòng HĐND và UBND")
    run(update, Unit, old.id, replaced_by_id=new, valid_to="2025-06-30")
    run(years.open_next_year, YEAR)
    assert {row.leads.split(" (")[0] for row in assignments.assignment_rows(db, YEAR + 1)} == {"Văn phòng HĐND và UBND"}


def test_a_year_with_tasks_is_not_opened_twice(db, run):
    run(years.open_next_year, YEAR)
    before = content(db)
    with pytest.raises(RuleBroken, match="đã mở"):
        run(years.open_next_year, YEAR)
    assert content(db) == before


def test_29_february_becomes_28(db, run):
    cycle = run(cycles.open_year, 2028, framework_id=cycles.cycle_of_year(db, YEAR).framework_id)
    run(tasks.add_task, cycle, "Việc ngày nhuận", due_on="2028-02-29")
    run(tasks.add_task, cycle, "Việc trong tháng", due_on="2028-10")
    run(years.open_next_year, 2028)
    assert [task.due_on for task in tasks.tasks(db, 2029)] == ["2029-02-28", "2029-10"]


def test_closing_needs_locked_scores_and_nothing_unexplained(db, run):
    with pytest.raises(RuleBroken, match="chưa khóa"):
        run(years.close_year, YEAR)
    run(scores.lock_scores, YEAR)
    run(years.close_year, YEAR)
    assert cycles.cycle_of_year(db, YEAR).closed
    with pytest.raises(RuleBroken, match="lý do"):
        run(years.reopen_year, YEAR, " ")
    run(years.reopen_year, YEAR, "Sửa theo quyết định mới")
    found = cycles.cycle_of_year(db, YEAR)
    assert (found.closed, found.lock_note) == (0, "Sửa theo quyết định mới")
    run(deductions.change_deduction, deductions.deductions(db, YEAR)[0].id, points="0,5")
    with pytest.raises(RuleBroken, match="còn 0,50 chưa giải thích"):
        run(years.close_year, YEAR)
    with pytest.raises(RuleBroken, match="lý do"):
        run(years.close_year_anyway, YEAR, "")
    run(years.close_year_anyway, YEAR, "Cấp trên không nói rõ")
    assert cycles.cycle_of_year(db, YEAR).lock_note == "Cấp trên không nói rõ"


def test_a_year_without_the_superiors_points_closes_only_with_a_reason(db):
    made = operator(db)
    made(cycles.open_year, 2020)
    with pytest.raises(RuleBroken, match="chưa đủ điểm"):
        made(years.close_year, 2020)


def test_remedies_of_a_closed_year_are_still_made(db, run):
    run(years.close_year_anyway, YEAR, "Đã nộp")
    opened = run(years.open_next_year, YEAR)
    assert opened.remedies == 1
    assert deductions.deductions(db, YEAR)[0].task_id is not None


def test_the_preview_marks_what_came_back(db, run):
    used = cycles.cycle_of_year(db, YEAR).framework_id or 0
    last = run(cycles.open_year, YEAR - 1, framework_id=used)
    run(deductions.add_deduction, last, item_id=item_ids(db, used)[0], points=100)
    preview = years.preview_next(db, YEAR)
    assert preview.repeated == {deductions.deductions(db, YEAR)[0].id}
    assert len(preview.tasks) == 2
