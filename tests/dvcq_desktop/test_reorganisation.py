"""Reorganisation: the reform of 1 July 2025 on the demonstration office, splits, merges, drafts of plans, and undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from dvcq_desktop import assignments, cycles, organisation, plans, reorganisation, tasks, units, users
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import Official, all_officials, officials_on
from dvcq_desktop.printed import form
from dvcq_desktop.printed.blocks import Document, FormOptions
from dvcq_desktop.records import fetch, get
from dvcq_desktop.reorganisation import NewUnit, OfficeChange, Reorganisation, UnitChange, target_of
from dvcq_desktop.reorganisation_files import READY, ready, ready_list
from dvcq_desktop.units import Unit, all_units, find_unit, units_on
from dvcq_desktop.writers import write
from tests.support import WHO, content

Operate = Callable[..., Any]


def pages(paper: Document) -> bytes:
    """The bytes of a PDF but for when it was made and the number its maker gave it."""
    made = re.sub(rb"D:\d{14}[^)]*", b"", write(paper, ".pdf"))
    return re.sub(rb"/ID\s*\[.*?\]", b"", made, flags=re.DOTALL)


@pytest.fixture
def reform(db: Connection, operate: Operate) -> Reorganisation:
    operate(fill_demo)
    return ready(db, "2025-07-01", rename_commune=True)


def test_the_shelf_holds_what_it_lists() -> None:
    assert [found.name for found in ready_list()] == list(reversed(READY))
    assert ("Ba Thành", "Ủy ban nhân dân xã Ba Động") in ready_list()[0].communes


def test_applied_and_reversed_the_data_are_the_same(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    before = content(db)
    operate(reorganisation.apply, reform)
    assert content(db) != before
    journal.undo(db, WHO)
    assert content(db) == before
    journal.redo(db, WHO)
    assert reorganisation.without_valid_lead(db, reform.day) == []


def test_no_open_task_is_without_a_valid_lead(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    operate(reorganisation.apply, reform)
    for day in ("2025-07-01", "2025-12-31"):
        assert reorganisation.without_valid_lead(db, day) == []
    valid = {unit.id for unit in units_on(db, "2025-07-01")}
    current = fetch(db, assignments.Assignment, "WHERE valid_to = ''")
    assert {a.unit_id for a in current} <= valid
    assert all(not row.both_ids for row in assignments.assignment_rows(db, 2025)), "nobody leads and supports at once"
    actors = [(a.task_id, a.unit_id) for a in current]
    assert len(actors) == len(set(actors)), "nobody is named twice for one task"


def test_papers_dated_before_print_to_the_byte_what_they_printed(
    db: Connection, operate: Operate, reform: Reorganisation
) -> None:
    papers = {key: form(key).build(db, FormOptions(year=2025)) for key in ("ke-hoach", "phan-cong")}
    printed = {key: pages(paper) for key, paper in papers.items()}
    quarter = FormOptions(year=2025, period="quy-1", day="2025-03-18")
    report = pages(form("bao-cao-ky").build(db, quarter))
    operate(reorganisation.apply, reform)
    for key, paper in papers.items():
        assert form(key).build(db, FormOptions(year=2025)) == paper
        assert pages(form(key).build(db, FormOptions(year=2025))) == printed[key]
    assert pages(form("bao-cao-ky").build(db, quarter)) == report
    after = form("bao-cao-ky").build(db, FormOptions(year=2025, period="9-thang", day="2025-09-16"))
    assert "XÃ BA ĐỘNG" in str(after.parts[0].blocks[0])
    assert "Phòng Kinh tế" in str(after)


def test_the_preview_tells_what_apply_does(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    effects = reorganisation.preview(db, reform)
    told = {(effect.kind, effect.what): (effect.old, effect.new) for effect in effects}
    assert told["organisation", "Cấp trên"] == ("UBND huyện Ba Tơ", "UBND tỉnh Quảng Ngãi")
    assert told["organisation", "Cơ quan thẩm định"] == ("Phòng Nội vụ huyện", "Sở Nội vụ")
    assert told["organisation", "Địa danh"] == ("Ba Thành", "Ba Động")
    moved = [effect for effect in effects if effect.kind == "assignment"]
    done = operate(reorganisation.apply, reform)
    assert (done.assignments, done.units) == (len(moved), len([e for e in effects if e.kind == "unit"]))
    assert done.officials == len([e for e in effects if e.kind == "official"])


def test_office_units_and_people_by_date(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    operate(reorganisation.apply, reform)
    old, new = organisation.current(db, "2025-06-30"), organisation.current(db, "2025-07-01")
    assert old is not None
    assert new is not None
    assert (old.place_name, new.place_name) == ("Ba Thành", "Ba Động")
    assert (new.head_lines, new.short_name) == ("ỦY BAN NHÂN DÂN\nXÃ BA ĐỘNG", "UBND xã Ba Động")
    names = {unit.name for unit in units_on(db, "2025-07-01")}
    assert {
        "Văn phòng HĐND và UBND",
        "Phòng Kinh tế",
        "Trung tâm Phục vụ hành chính công",
        "Ban Xây dựng Đảng",
    } <= names
    assert "Tư pháp – Hộ tịch" not in names
    lawyer = find_unit(db, "Tư pháp - Hộ tịch")
    assert lawyer is not None
    assert get(db, Unit, units.successor(db, lawyer.id, "2025-07-01")).name == "Văn phòng HĐND và UBND"
    assert units.successor(db, lawyer.id, "2025-06-30") == lawyer.id
    titles = {official.name: official.title for official in officials_on(db, "2025-07-01")}
    assert titles["Trần Minh Tâm"] == "Chuyên viên Phòng Kinh tế"
    assert titles["Phạm Văn Khánh"] == "Chủ tịch Ủy ban nhân dân xã"
    assert [o.title for o in officials_on(db, "2025-06-30") if o.name == "Trần Minh Tâm"] == [
        "Công chức Tài chính – Kế toán"
    ]
    user = users.find_user(db, "Trần Minh Tâm")
    assert user is not None
    assert get(db, Official, user.official_id or 0).title == "Chuyên viên Phòng Kinh tế"


def test_one_for_many_by_criterion_and_by_hand(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    office = next(change for change in reform.units if len(change.new) == 2)
    assert target_of(office, 3).name == "Phòng Văn hóa – Xã hội"
    assert target_of(office, 1).name == target_of(office, None).name == "Văn phòng HĐND và UBND"
    first = next(e for e in reorganisation.preview(db, reform) if e.kind == "assignment")
    chosen = replace(reform, chosen={first.row_id: "Ban Chỉ đạo dân chủ"})
    operate(reorganisation.apply, chosen)
    assert assignments.assignment_rows(db, 2025)[0].leads == "Ban Chỉ đạo dân chủ"


def test_a_plan_not_yet_issued_gets_the_new_head(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    plan_id = operate(plans.start_plan, operate(cycles.open_year, 2026))
    operate(plans.change_plan, plan_id, recipients="UBND huyện Ba Tơ\nLưu: VT")
    effects = [effect for effect in reorganisation.preview(db, reform) if effect.kind == "plan"]
    assert [effect.year for effect in effects] == [2026]
    operate(reorganisation.apply, reform)
    plan = plans.plan_of_year(db, 2026)
    assert (plan.organ, plan.place) == ("ỦY BAN NHÂN DÂN\nXÃ BA ĐỘNG", "Ba Động")
    assert plan.recipients == "UBND tỉnh Quảng Ngãi\nLưu: VT"
    assert plans.plan_of_year(db, 2025).place == "Ba Thành"


def test_a_new_unit_may_take_the_name_of_the_old_one(db: Connection, operate: Operate) -> None:
    old = operate(units.add_unit, "Văn phòng")
    other = operate(units.add_unit, "Địa chính")
    cycle_id = operate(cycles.open_year, 2026)
    task_id = operate(tasks.add_task, cycle_id, "Họp", due_on="2026-10-24")
    operate(assignments.assign, task_id, old, "lead", periods="quy-1")
    operate(assignments.assign, task_id, other, "lead", periods="nam")
    new = (NewUnit(name="Văn phòng"),)
    change = Reorganisation(
        day="2026-03-01", title="Gộp", units=(UnitChange(old_id=old, new=new), UnitChange(old_id=other, new=new))
    )
    operate(reorganisation.apply, change)
    row = assignments.assignment_rows(db, 2026)[0]
    assert row.leads == "Văn phòng (quý I, năm)"
    assert len([unit for unit in all_units(db) if unit.name == "Văn phòng"]) == 2
    assert assignments.assignment_rows(db, 2026, day="2026-02-28")[0].leads == "Văn phòng (quý I); Địa chính (năm)"


def test_what_is_refused(db: Connection, operate: Operate, reform: Reorganisation) -> None:
    unit = reform.units[0]
    for wrong, said in (
        (replace(reform, day="2025-07"), "đủ ngày"),
        (replace(reform, units=(unit, unit)), "hai dòng"),
        (replace(reform, units=(replace(unit, new=(NewUnit(name=" "),)),)), "Chưa ghi bộ phận"),
    ):
        with pytest.raises(RuleBroken, match=said):
            reorganisation.preview(db, wrong)
    operate(reorganisation.apply, reform)
    with pytest.raises(RuleBroken, match="không còn hoạt động"):
        operate(reorganisation.apply, replace(reform, day="2025-08-01"))
    with pytest.raises(RuleBroken, match="Đã có tên cơ quan"):
        operate(reorganisation.apply, Reorganisation(day="2025-07-01", title="x", office=OfficeChange(superior="A")))


def test_without_the_option_the_commune_keeps_its_name(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    operate(reorganisation.apply, ready(db, "2025-07-01"))
    office = organisation.current(db)
    assert office is not None
    assert (office.place_name, office.superior) == ("Ba Thành", "UBND tỉnh Quảng Ngãi")
    assert {official.name for official in all_officials(db)} == {o.name for o in officials_on(db, "2025-07-01")}
