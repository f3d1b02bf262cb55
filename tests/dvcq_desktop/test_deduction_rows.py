"""Rows of the deduction table: units, the task that carries the remedy, what came back, fields as typed."""

from __future__ import annotations

from dvcq_desktop import cycles, deductions, reconciliation, tasks
from dvcq_desktop.deduction_rows import deduction_rows, store_field
from tests.dvcq_desktop.score_samples import YEAR, Sample, framework, item_ids, score_year
from tests.support import operator


def test_a_row_says_everything_about_a_deduction(db):
    run = operator(db)
    used = run(score_year, [Sample()])
    item = item_ids(db, used)[0]
    for year in (YEAR - 1, YEAR):
        cycle = run(cycles.open_year, year, framework_id=used)
        made = run(deductions.add_deduction, cycle, item_id=item, place="1.1", points=None)
    following = run(cycles.open_year, YEAR + 1, framework_id=used)
    run(deductions.link_task, made, run(tasks.add_task, following, "Quán triệt theo quý\nvà báo cáo"))
    for field, typed in (("responsible", "Văn phòng; Địa chính"), ("points", "0.5"), ("reason", "Chậm")):
        run(store_field, made, field, typed)
    row = deduction_rows(db, YEAR)[0]
    assert (row.points, row.responsible, row.responsible_typed, row.task, row.again, row.reason) == (
        "0,50",
        "Văn phòng; Địa chính",
        "Văn phòng; Địa chính",
        "Quán triệt theo quý",
        "↻ lặp lại 2 năm",
        "Chậm",
    )
    assert deduction_rows(db, YEAR - 1)[0].points == "● chưa rõ"


def test_an_inherited_deduction_names_its_commune(db):
    run = operator(db)
    run(cycles.open_year, YEAR)
    commune = run(reconciliation.add_predecessor, YEAR, "Xã Ba Liên")
    cycle = cycles.cycle_of_year(db, YEAR)
    run(deductions.add_deduction, cycle.id, place="TC 1", points=100, predecessor_id=commune)
    assert deduction_rows(db, YEAR)[0].place == "Xã Ba Liên: TC 1"


def test_repeated_needs_the_same_framework_or_a_mapping(db):
    run = operator(db)
    used = run(score_year, [Sample()], YEAR - 1)
    other = run(framework, [Sample()], code="khác")
    run(cycles.open_year, YEAR, framework_id=other)
    for year, item in ((YEAR - 1, item_ids(db, used)[0]), (YEAR, item_ids(db, other)[0])):
        run(deductions.add_deduction, cycles.cycle_of_year(db, year).id, item_id=item, points=100)
    assert deductions.repeated(db, YEAR) == set()
