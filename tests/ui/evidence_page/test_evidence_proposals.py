"""After files came in, their own words fill the records nobody has described; typing is never overwritten, undo takes it back."""

from __future__ import annotations

import pytest

from dvcq_desktop import demo, evidence, evidence_files
from dvcq_desktop.years import close_year_anyway
from tests.support import operator
from tests.ui.evidence_page.bringing_help import PNG, rows_of, settle
from ui.reading import Reading


@pytest.fixture(scope="module")
def papers(fresh, tmp_path_factory):
    """Papers of the demonstration office, as files with names that say nothing."""
    folder = tmp_path_factory.mktemp("van-phong-mau")
    db = fresh()
    year = operator(db)(demo.fill_demo, folder)
    made = []
    for number, one in enumerate(evidence_files.newest_files(db, year).values()):
        if one.kind == "pdf" and len(made) < 3:
            made.append(tmp_path_factory.mktemp("quet") / f"Quét {number}.pdf")
            made[-1].write_bytes(evidence_files.file_path(folder, one).read_bytes())
    db.close()
    return made


def read_all(qtbot, page) -> None:
    reading = Reading(page.desk, page)
    reading.go_on()
    qtbot.waitUntil(lambda: reading._job is None, timeout=30_000)


def test_what_a_paper_says_fills_its_record_as_one_step(qtbot, page, papers, tmp_path):
    picture = tmp_path / "ảnh.png"
    picture.write_bytes(PNG)
    page.bringing.take([*papers, picture], None)
    settle(qtbot, page)
    read_all(qtbot, page)
    filled = {row.evidence.title: row for row in rows_of(page)}
    assert "ảnh" in filled
    row = filled["Công tác dân vận của chính quyền xã năm 2025"]
    found = row.evidence
    assert (found.kind, found.reference, found.issued_on) == ("Kế hoạch", "04/KH-UBND", "2025-01-13")
    assert (found.signer, found.page_count) == ("Phạm Văn Khánh", 1)
    assert row.file is not None
    assert row.file.pages == 1
    assert page.desk.office.undo_label() == "Đề xuất từ nội dung văn bản"
    page.desk.undo()
    assert sorted(row.evidence.title for row in rows_of(page))[:3] == ["Quét 0", "Quét 1", "Quét 2"]
    assert page.desk.office.undo_label() == "Thêm 4 minh chứng"


def test_what_somebody_typed_stays(qtbot, page, papers):
    page.bringing.take(papers[:2], None)
    settle(qtbot, page)
    first, second = rows_of(page)
    page.desk.run("Sửa", evidence.change_evidence, first.id, signer="Lê Thị Hoa")
    page.desk.run("Sửa", evidence.change_evidence, second.id, title="Tên đặt lại")
    read_all(qtbot, page)
    first, second = rows_of(page)
    assert (first.evidence.kind, first.evidence.title[:4]) == ("", "Quét")
    assert second.evidence.title == "Tên đặt lại"
    assert second.evidence.kind


def test_a_year_closed_meanwhile_is_left_as_it_is(qtbot, page, papers):
    page.bringing.take(papers[:1], None)
    settle(qtbot, page)
    page.desk.run("Khóa", close_year_anyway, 2025, "Đã nộp")
    read_all(qtbot, page)
    assert rows_of(page)[0].evidence.kind == ""
