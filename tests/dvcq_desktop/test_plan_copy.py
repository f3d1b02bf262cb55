"""A plan made from last year's: years in titles move on, dates and symbols stay; versions tell what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles, plan_copy, plan_versions, plans, sections
from dvcq_desktop.errors import RuleBroken


def fill(db: Connection) -> int:
    made = plans.start_plan(db, cycles.open_year(db, 2025))
    plans.change_plan(db, made, number="05", issued_on="05/02/2025", opening="Mở đầu", signer_name="Nguyễn Văn An")
    plans.set_legal_bases(db, made, ["Căn cứ Kế hoạch số 15/KH-UBND ngày 25/02/2025"])
    sections.change_body(db, sections.outline(db, made)[1].section.id, "Năm 2025 đạt loại tốt")
    return made


def test_titles_move_on_and_the_text_stays(db: Connection, operate: Callable[..., Any]) -> None:
    operate(fill)
    assert plan_copy.earlier_year(db, 2026) == 2025
    assert plan_copy.earlier_year(db, 2025) is None
    made = operate(plan_copy.copy_plan, 2025, 2026)
    plan = plans.plan_of_year(db, 2026)
    assert plan.id == made
    assert plan.abstract.endswith("năm 2026")
    assert (plan.number, plan.issued_on, plan.signer_name) == ("", "2026", "Nguyễn Văn An")
    old, new = sections.outline(db, plans.plan_of_year(db, 2025).id), sections.outline(db, made)
    assert [(r.depth, r.label, r.section.kind) for r in old] == [(r.depth, r.label, r.section.kind) for r in new]
    assert "ĐÁNH GIÁ KẾT QUẢ NĂM 2025" in [r.section.heading for r in new]
    assert new[1].section.body == "Năm 2025 đạt loại tốt"
    assert plans.legal_bases(db, made)[0].text == "Căn cứ Kế hoạch số 15/KH-UBND ngày 25/02/2025"


def test_a_year_that_has_a_plan_keeps_it(db: Connection, operate: Callable[..., Any]) -> None:
    operate(fill)
    operate(plan_copy.copy_plan, 2025, 2026)
    with pytest.raises(RuleBroken, match="2026 đã có kế hoạch"):
        operate(plan_copy.copy_plan, 2025, 2026)


def test_years_move_but_not_in_dates_and_symbols() -> None:
    assert plan_copy.years_moved("Kết quả năm 2024, số 12/2020/NĐ-CP ngày 01/01/2024", 1) == (
        "Kết quả năm 2025, số 12/2020/NĐ-CP ngày 01/01/2024"
    )


def test_a_version_tells_what_was_added_and_taken_away(db: Connection, operate: Callable[..., Any]) -> None:
    made = operate(fill)
    operate(plans.make_version, made, "Lê Thị Hoa")
    operate(sections.change_body, sections.outline(db, made)[1].section.id, "Năm 2025 đạt loại khá")
    (version,) = plans.versions(db, made)
    then, now = plan_versions.paragraphs_then(version), plan_versions.paragraphs_now(db, made)
    assert [(d.sign, d.text) for d in plan_versions.difference(then, now) if d.sign != "="] == [
        ("-", "Năm 2025 đạt loại tốt"),
        ("+", "Năm 2025 đạt loại khá"),
    ]
    operate(plans.restore_version, version.id)
    assert plan_versions.paragraphs_now(db, made) == then
