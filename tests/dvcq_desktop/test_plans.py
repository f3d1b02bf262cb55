"""The yearly plan: begun from the office, changed as typed, kept and brought back in versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles, organisation, plans, sections
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.legal_documents import LegalDocument, document_known, full_citation
from dvcq_desktop.plans import legal_bases, plan_of_year, set_legal_bases
from dvcq_desktop.records import get, insert, update
from tests.support import WHO, content

Operate = Callable[..., Any]


@pytest.fixture
def plan(operate: Operate) -> int:
    operate(
        organisation.set_up,
        "Ủy ban nhân dân xã Ba Thành",
        "Ba Thành",
        superior="Ủy ban nhân dân huyện Ba Tơ",
    )
    return int(operate(plans.start_plan, operate(cycles.open_year, 2025)))


def test_a_plan_begins_with_the_offices_head_and_the_usual_headings(db: Connection, plan: int) -> None:
    found = plan_of_year(db, 2025)
    assert found.id == plan
    assert (found.organ, found.place, found.symbol) == ("ỦY BAN NHÂN DÂN\nXÃ BA THÀNH", "Ba Thành", "KH-UBND")
    assert found.recipients == "Ủy ban nhân dân huyện Ba Tơ\nCác bộ phận có liên quan\nLưu: VT"
    assert (found.number, found.issued_on) == ("", "2025")  # the registry gives number and day
    assert found.signer_lines.startswith("TM. ỦY BAN NHÂN DÂN")
    rows = sections.outline(db, plan)
    assert [(row.label, row.section.heading) for row in rows][3] == ("II.", "ĐÁNH GIÁ KẾT QUẢ NĂM 2024")
    assert {row.section.kind for row in rows} == set(sections.KINDS)


def test_a_plan_needs_no_office_and_a_year_has_one(db: Connection, operate: Operate) -> None:
    cycle = operate(cycles.open_year, 2025)
    operate(plans.start_plan, cycle)
    assert plan_of_year(db, 2025).recipients == "Lưu: VT"
    with pytest.raises(RuleBroken, match="đã có kế hoạch"):
        operate(plans.start_plan, cycle)


def test_a_year_without_a_plan(db: Connection, operate: Operate) -> None:
    operate(cycles.open_year, 2025)
    with pytest.raises(RuleBroken, match="2025"):
        plan_of_year(db, 2025)


def test_fields_are_understood_as_typed(db: Connection, operate: Operate, plan: int) -> None:
    operate(
        plans.change_plan,
        plan,
        issued_on="ngày 05 tháng 02 năm 2025",
        number=" 05 ",
        abstract="Nâng cao\nchỉ số",
        recipients="\nUBND huyện\n Lưu:  VT\n",
    )
    found = plan_of_year(db, 2025)
    assert (found.issued_on, found.number, found.abstract) == ("2025-02-05", "05", "Nâng cao chỉ số")
    assert found.recipients == "UBND huyện\nLưu: VT"
    for wrong in ({"number": "05/KH"}, {"number": "5²"}, {"issued_on": "30/02/2025"}):
        with pytest.raises(RuleBroken):
            operate(plans.change_plan, plan, **wrong)
    operate(plans.change_plan, plan, number="")
    assert plan_of_year(db, 2025).number == ""


def bases(db: Connection, plan: int) -> list[str]:
    return [base.text for base in legal_bases(db, plan)]


def test_bases_are_exactly_the_lines_given(db: Connection, operate: Operate, plan: int) -> None:
    operate(set_legal_bases, plan, ["Căn cứ A;", " ", "Căn  cứ B.", "Căn cứ C"])
    assert bases(db, plan) == ["Căn cứ A", "Căn cứ B", "Căn cứ C"]
    kept = {base.text: base.id for base in legal_bases(db, plan)}
    operate(set_legal_bases, plan, ["Căn cứ C", "Căn cứ D", "Căn cứ A"])
    now = {base.text: base.id for base in legal_bases(db, plan)}
    assert list(now) == ["Căn cứ C", "Căn cứ D", "Căn cứ A"]
    assert (now["Căn cứ A"], now["Căn cứ C"]) == (kept["Căn cứ A"], kept["Căn cứ C"])
    operate(set_legal_bases, plan, [])
    assert bases(db, plan) == []


@pytest.mark.parametrize("lines", [["A", "A"], ["A", "B", "A"], ["B", "A", "A"], ["A"], ["B"], ["A", "A", "A"]])
def test_a_line_that_stands_there_twice_is_twice(db: Connection, operate: Operate, plan: int, lines: list[str]) -> None:
    operate(set_legal_bases, plan, ["A", "B", "A"])
    operate(set_legal_bases, plan, lines)
    assert bases(db, plan) == lines
    assert [base.position for base in legal_bases(db, plan)] == list(range(1, len(lines) + 1))


def test_a_version_brings_back_everything_and_undo_brings_back_today(
    db: Connection, operate: Operate, plan: int
) -> None:
    decision = operate(document_known, "Quyết định", "114/QĐ-UBND", issued_on="2025-02-11")
    operate(set_legal_bases, plan, ["Căn cứ Quyết định số 114/QĐ-UBND", "Căn cứ khác"])
    operate(update, plans.LegalBaseLine, legal_bases(db, plan)[0].id, legal_document_id=decision)
    first = sections.outline(db, plan)[0].section.id
    operate(sections.add_section, plan, inside_id=first, heading="Con", body="một\nhai")
    then = picture(db, plan)
    version = operate(plans.make_version, plan, WHO)
    operate(plans.change_plan, plan, abstract="Khác", number="7")
    operate(sections.delete_section, first)
    operate(sections.add_section, plan, heading="Mới")
    operate(set_legal_bases, plan, ["Chỉ còn một"])
    today, everything = picture(db, plan), content(db)
    operate(plans.restore_version, version)
    assert picture(db, plan) == then
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    journal.undo(db, WHO)
    assert picture(db, plan) == today
    assert content(db) == everything


def picture(db: Connection, plan: int) -> tuple[object, ...]:
    """A plan's whole text, by what is read and not by row numbers."""
    found = get(db, plans.Plan, plan)
    rows = [(r.label, r.depth, r.section.heading, r.section.body, r.section.kind) for r in sections.outline(db, plan)]
    return found, rows, [(base.text, base.legal_document_id) for base in legal_bases(db, plan)]


def test_versions_are_numbered_and_listed_newest_first(db: Connection, operate: Operate, plan: int) -> None:
    operate(plans.make_version, plan, WHO)
    operate(plans.make_version, plan, WHO, " Trước khi  trình ")
    operate(plans.make_version, plan, WHO)
    assert [(v.label, v.made_by) for v in plans.versions(db, plan)] == [
        ("Bản 3", WHO),
        ("Trước khi trình", WHO),
        ("Bản 1", WHO),
    ]


def test_a_version_outlives_a_document_that_was_deleted(db: Connection, operate: Operate, plan: int) -> None:
    decision = operate(document_known, "Quyết định", "114/QĐ-UBND")
    operate(insert, plans.LegalBaseLine(plan_id=plan, legal_document_id=decision, text="Căn cứ", position=1))
    version = operate(plans.make_version, plan, WHO)
    operate(lambda db: db.execute("DELETE FROM legal_document"))
    operate(set_legal_bases, plan, [])
    operate(plans.restore_version, version)
    assert [(base.text, base.legal_document_id) for base in legal_bases(db, plan)] == [("Căn cứ", None)]


def test_a_document_is_known_by_its_reference_a_law_by_its_subject(db: Connection, operate: Operate) -> None:
    decision = operate(document_known, "Quyết định", " 114/QĐ-UBND ", subject="về việc phê duyệt")
    assert operate(document_known, "Quyết định", "114/QĐ-UBND") == decision
    law = operate(document_known, "Luật", "", subject="Thực hiện dân chủ ở cơ sở")
    assert operate(document_known, "Luật", "", subject="Tổ chức chính quyền địa phương") != law
    assert operate(document_known, "Luật", "", subject="Thực hiện dân chủ  ở cơ sở") == law


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("ban hành Quy định", "Quyết định số 114/QĐ-UBND ngày 11/02/2025 của UBND huyện ban hành Quy định"),
        ("Về việc công bố", "Quyết định số 114/QĐ-UBND ngày 11/02/2025 của UBND huyện Về việc công bố"),
        ("công tác dân vận", "Quyết định số 114/QĐ-UBND ngày 11/02/2025 của UBND huyện về công tác dân vận"),
    ],
)
def test_the_first_citation_says_it_all(subject: str, words: str) -> None:
    document = LegalDocument(
        kind="Quyết định", reference="114/QĐ-UBND", issued_on="2025-02-11", issuer="UBND huyện", subject=subject
    )
    assert full_citation(document) == words
