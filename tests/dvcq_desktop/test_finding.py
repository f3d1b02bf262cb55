"""Quick search: with or without marks, the same marks first, each record with its page, anchor, words and place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db import journal
from db.connection import Connection
from db.opening import open_in_memory
from dvcq_desktop import (
    cycles,
    deductions,
    frameworks,
    legal_documents,
    officials,
    organisation,
    plans,
    sections,
    tasks,
    units,
)
from dvcq_desktop.finding import excerpt, find


@pytest.fixture
def db() -> Iterator[Connection]:
    connection = open_in_memory()
    with journal.operation(connection, "Mẫu", "ai"):
        organisation.set_up(connection, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
        framework = frameworks.load_framework(connection, "minh-hoa-100-diem")
        frameworks.load_framework(connection, "quang-ngai-1211-2022")
        last = cycles.open_year(connection, 2024, framework_id=framework)
        year = cycles.open_year(connection, 2025, framework_id=framework)
        plan = plans.start_plan(connection, year)
        sections.add_section(connection, plan, heading="Tiếp công dân", body="Mở sổ hòa giải ở từng thôn.")
        tasks.add_task(connection, year, "Đánh giá việc tiếp công dân định kỳ")
        units.add_unit(connection, "Tư pháp – Hộ tịch")
        officials.add_official(connection, "Nguyễn Văn Hòa", title="Chủ tịch")
        legal_documents.document_known(connection, "Quyết định", "114/QĐ-UBND", subject="về tiếp công dân")
        deductions.add_deduction(connection, last, place="Nội dung 1", text="Chưa tiếp công dân đủ số ngày", points=50)
    yield connection
    connection.close()


def anchors(db: Connection, typed: str) -> set[str]:
    return {found.anchor.split(":")[0] or found.page for found in find(db, typed)}


def test_every_kind_of_record_is_found(db: Connection) -> None:
    assert {"section", "task", "deduction", "legal_document"} <= anchors(db, "tiep cong dan")
    assert "unit" in anchors(db, "tu phap")
    assert "official" in anchors(db, "hoa")
    assert "plan" in anchors(db, "chỉ số dân vận")
    assert "item" in anchors(db, "niem yet")


def test_with_and_without_marks(db: Connection) -> None:
    assert any("Đánh giá" in found.title for found in find(db, "danh gia"))
    assert any("Đánh giá" in found.title for found in find(db, "ĐÁNH GIÁ"))


def test_the_same_marks_come_first(db: Connection) -> None:
    found = find(db, "hòa")
    assert [one.exact for one in found] == sorted((one.exact for one in found), reverse=True)
    assert found[0].exact


def test_a_section_is_known_by_its_heading_or_by_the_words_found(db: Connection) -> None:
    by_heading = next(f for f in find(db, "tiếp công") if f.anchor.startswith("section:"))
    assert (by_heading.title, by_heading.where, by_heading.year) == ("Tiếp công dân", "Kế hoạch năm 2025", 2025)
    by_body = next(f for f in find(db, "hòa giải") if f.anchor.startswith("section:"))
    assert by_body.title == "Mở sổ hòa giải ở từng thôn."
    assert by_body.where == "Kế hoạch năm 2025 · Tiếp công dân"


def test_a_deduction_is_shown_in_the_plan_of_the_year_after(db: Connection) -> None:
    found = next(f for f in find(db, "đủ số ngày") if f.anchor.startswith("deduction:"))
    assert (found.page, found.year) == ("plan", 2025)


def test_items_of_frameworks_nobody_uses_stay_away(db: Connection) -> None:
    assert all("Quảng Ngãi" not in found.where for found in find(db, "niem yet"))


def test_nothing_typed_finds_nothing(db: Connection) -> None:
    assert find(db, "   ") == []
    assert find(db, '"*') == []


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("ngắn", "ngắn", "ngắn"),
        ("một " * 40 + "danh sách và đánh giá cuối năm", "danh gia", "… sách và đánh giá cuối năm"),
    ],
)
def test_the_excerpt_holds_the_words(text: str, typed: str, expected: str) -> None:
    shown = excerpt(text, typed)
    assert expected.removeprefix("… ") in shown
    assert len(shown) <= 96
