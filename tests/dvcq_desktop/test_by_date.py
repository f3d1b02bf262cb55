"""Units, people and the office by date: validity, merging two spellings, names that follow one another, saved views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import assignments, cycles, officials, organisation, saved_views, tasks, units
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import Official
from dvcq_desktop.records import get
from dvcq_desktop.units import Unit

Operate = Callable[..., Any]


def test_validity_counts_both_its_days() -> None:
    assert units.valid_on("", "", "2025-07-01")
    assert units.valid_on("2025-07-01", "", "2025-07-01")
    assert units.valid_on("", "2025-06-30", "2025-06-30")
    assert not units.valid_on("", "2025-06-30", "2025-07-01")
    assert not units.valid_on("2025-07-01", "", "2025-06-30")


def test_units_of_a_day_in_vietnamese_order(db: Connection, operate: Operate) -> None:
    ids = {name: operate(units.add_unit, name) for name in ("Văn phòng", "Địa chính", "Công an", "Các ngành")}
    operate(units.change_unit, ids["Công an"], valid_to="30/06/2025", short_name="CA")
    operate(units.set_replaced_by, ids["Công an"], ids["Văn phòng"])
    assert [unit.name for unit in units.units_on(db, "2025-06-30")] == [
        "Các ngành",
        "Công an",
        "Địa chính",
        "Văn phòng",
    ]
    assert "Công an" not in {unit.name for unit in units.units_on(db, "2025-07-01")}
    assert units.successor(db, ids["Công an"], "2025-07-01") == ids["Văn phòng"]
    with pytest.raises(RuleBroken, match="trước ngày bắt đầu"):
        operate(units.change_unit, ids["Công an"], valid_from="01/07/2025")
    with pytest.raises(RuleBroken, match="chính nó"):
        operate(units.set_replaced_by, ids["Văn phòng"], ids["Công an"])
    operate(units.set_parent, ids["Địa chính"], ids["Văn phòng"])
    with pytest.raises(RuleBroken, match="cấp dưới"):
        operate(units.set_parent, ids["Văn phòng"], ids["Địa chính"])
    with pytest.raises(TypeError):
        operate(units.change_unit, ids["Địa chính"], name="Địa chính xã")


def test_two_spellings_of_one_unit_become_one(db: Connection, operate: Operate) -> None:
    right, wrong = operate(units.add_unit, "Tư pháp – Hộ tịch"), operate(units.add_unit, "Tư phápp hộ tịch")
    person = operate(officials.add_official, "Phạm Văn Đức", unit_id=wrong)
    cycle_id = operate(cycles.open_year, 2025)
    both, one = (operate(tasks.add_task, cycle_id, text) for text in ("Hòa giải", "Chứng thực"))
    operate(assignments.assign, both, right, "lead")
    operate(assignments.assign, both, wrong, "lead")
    operate(assignments.assign, one, wrong, "support")
    operate(units.merge_units, wrong, right)
    rows = assignments.assignment_rows(db, 2025)
    assert [(row.leads, row.supports) for row in rows] == [("Tư pháp – Hộ tịch", ""), ("", "Tư pháp – Hộ tịch")]
    assert get(db, Official, person).unit_id == right
    found = units.find_unit(db, "Tư phápp hộ tịch")
    assert found is not None
    assert found.id == right
    with pytest.raises(KeyError):
        get(db, Unit, wrong)
    with pytest.raises(RuleBroken, match="hai bộ phận khác"):
        operate(units.merge_units, right, right)
    with pytest.raises(RuleBroken, match="còn gắn với"):
        operate(units.delete_unit, right)
    own, typed = units.aliases(db, right)
    with pytest.raises(RuleBroken, match="tên chính"):
        operate(units.remove_alias, own.id)
    operate(units.remove_alias, typed.id)
    assert units.find_unit(db, "Tư phápp hộ tịch") is None


def test_people_by_date_and_quick_add(db: Connection, operate: Operate) -> None:
    unit_id = operate(units.add_unit, "Địa chính")
    first = operate(officials.official_named, "Huỳnh Ngọc Sơn", unit_id=unit_id)
    assert operate(officials.official_named, "huynh ngoc son") == first
    second = operate(officials.official_named, "Lê Ân", unit_id=unit_id)
    operate(officials.change_official, first, title="Công chức Địa chính", valid_from="01/01/2020")
    operate(officials.set_replaced_by, first, second, "30/06/2025")
    assert [o.name for o in officials.officials_on(db, "2025-07-01", unit_id=unit_id)] == ["Lê Ân"]
    assert officials.titled_name(get(db, Official, first)) == "Công chức Địa chính Huỳnh Ngọc Sơn"
    with pytest.raises(RuleBroken, match="trước ngày bắt đầu"):
        operate(officials.change_official, first, valid_to="31/12/2019")
    with pytest.raises(RuleBroken, match="họ và tên"):
        operate(officials.change_official, first, name=" ")
    with pytest.raises(RuleBroken, match="chính mình"):
        operate(officials.set_replaced_by, first, first)
    cycle_id = operate(cycles.open_year, 2025)
    task_id = operate(tasks.add_task, cycle_id, "Đo đạc")
    operate(assignments.assign, task_id, unit_id, "lead", official_id=second)
    with pytest.raises(RuleBroken, match="bàn giao trước"):
        operate(officials.delete_official, second)
    operate(officials.delete_official, first)


def test_the_office_under_one_name_after_another(db: Connection, operate: Operate) -> None:
    with pytest.raises(RuleBroken, match="tên hiện nay"):
        operate(organisation.add_entry, "01/07/2025", name="Ủy ban nhân dân xã Ba Động")
    operate(organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành", superior="UBND huyện Ba Tơ")
    operate(organisation.add_entry, "01/07/2025", name="Uỷ ban nhân dân xã Ba Động", place_name="Ba Động")
    old, new = organisation.entries(db)
    assert (old.valid_to, new.valid_from, new.valid_to) == ("2025-06-30", "2025-07-01", "")
    assert (new.short_name, new.head_lines) == ("UBND xã Ba Động", "ỦY BAN NHÂN DÂN\nXÃ BA ĐỘNG")
    assert new.superior == "UBND huyện Ba Tơ", "what was not typed stays"
    for wrong, said in (("2025", "đủ ngày"), ("01/07/2025", "Đã có tên"), ("01/01/2025", "Đã có tên")):
        with pytest.raises(RuleBroken, match=said):
            operate(organisation.add_entry, wrong, name="X")
    operate(organisation.delete_entry, new.id)
    assert [entry.valid_to for entry in organisation.entries(db)] == [""]
    with pytest.raises(RuleBroken, match="ít nhất một tên"):
        operate(organisation.delete_entry, old.id)


def test_views_are_kept_by_name(db: Connection, operate: Operate) -> None:
    first = operate(saved_views.save_view, "assignments", "Việc quá hạn", {"tab": "overdue"})
    assert operate(saved_views.save_view, "assignments", " Việc  quá hạn", {"tab": "late"}) == first
    second = operate(saved_views.save_view, "assignments", "Văn phòng", {"unit": 1})
    assert [view.values for view in saved_views.saved_views(db, "assignments")] == [{"tab": "late"}, {"unit": 1}]
    assert saved_views.saved_views(db, "plan") == []
    with pytest.raises(RuleBroken, match="Đã có"):
        operate(saved_views.rename_view, second, "Việc quá hạn")
    with pytest.raises(RuleBroken, match="Chưa có tên"):
        operate(saved_views.save_view, "assignments", "", {})
    operate(saved_views.rename_view, second, "Của văn phòng")
    operate(saved_views.delete_view, first)
    assert [view.name for view in saved_views.saved_views(db, "assignments")] == ["Của văn phòng"]
