"""A reader sees typed texts before they are stored, and the file stays as it is."""

from __future__ import annotations

from pathlib import Path

from dvcq_desktop import cycles, plans, sections
from dvcq_desktop.office import Connection, open_office
from dvcq_desktop.unsaved import lay_over, overlay


def fill(db: Connection) -> int:
    return plans.start_plan(db, cycles.open_year(db, 2025))


def test_typed_texts_stand_in_place_of_the_stored_ones(tmp_path: Path) -> None:
    office = open_office(tmp_path, "Hoa", create=True)
    plan_id = office.run("Lập", fill)
    first = sections.outline(office.db, plan_id)[0].section
    reader = office.reader()
    overlay(reader)
    lay_over(reader, {("section", first.id, "body"): "Đang gõ", ("plan", plan_id, "opening"): "Mở"})
    assert sections.outline(reader, plan_id)[0].section.body == "Đang gõ"
    assert sections.outline(reader, plan_id)[0].section.heading == first.heading
    assert plans.plan_of_year(reader, 2025).opening == "Mở"
    office.run("Sửa", sections.change_body, first.id, "Đã lưu")
    assert sections.outline(reader, plan_id)[0].section.body == "Đang gõ"
    lay_over(reader, {})
    assert sections.outline(reader, plan_id)[0].section.body == "Đã lưu"
    assert plans.plan_of_year(reader, 2025).opening == ""
    reader.close()
    office.close()
