"""The papers of people and deadlines: each task on one slip, the chairman's page stays one, reports tell what is frozen."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import assignments, officials, progress_report, tasks, units
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import form
from dvcq_desktop.printed.blocks import Addressees, Document, FormOptions, Grid, GridRow, Head, Text, text_of
from dvcq_desktop.printed.letter_parts import clipped, shortened, two_digits
from dvcq_desktop.printed.reminder_letter import urged
from dvcq_desktop.printed.task_slip import slips
from dvcq_desktop.progress import record_progress
from dvcq_desktop.writers import write
from tests.dvcq_desktop.office_of_many import fill
from tests.dvcq_desktop.writers.paper import joined, read

Operate = Callable[..., Any]


def rows(document: Document) -> list[GridRow]:
    return [row for part in document.parts for block in part.blocks if isinstance(block, Grid) for row in block.rows]


def said(document: Document) -> str:
    return "\n".join(text_of(block) for part in document.parts for block in part.blocks if isinstance(block, Text))


def test_each_task_is_on_exactly_one_slip(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    found = slips(db, 2025)
    assert Counter(row.id for slip in found for row in slip.rows) == Counter(t.id for t in tasks.tasks(db, 2025))
    assert len(found) == 6, "six units are named first; two more lead beside them"
    document = form("phieu-giao-viec").build(db, FormOptions(year=2025, day="2025-03-03"))
    anchors = [row.anchor for row in rows(document)]
    assert len(anchors) == len(set(anchors)) == 18
    assert len(document.parts) == 6
    assert "Cùng chủ trì: Bộ phận Tiếp nhận và Trả kết quả" in str(document)
    assert "Công chức Tài chính – Kế toán Trần Minh Tâm" in said(document)


def test_slips_of_people_and_tasks_without_a_lead(db: Connection, operate: Operate) -> None:
    operate(fill, 4, unit_count=1)
    unit = units.all_units(db)[0]
    person = operate(officials.add_official, "Lê Thị Mai", title="Chuyên viên", unit_id=unit.id)
    first, second, *_others = tasks.tasks(db, 2025)
    db.execute("UPDATE journal_state SET recording = 0")
    db.execute("UPDATE assignment SET official_id = ? WHERE task_id = ?", (person, first.id))
    db.execute("DELETE FROM assignment WHERE task_id = ?", (second.id,))
    found = slips(db, 2025)
    assert [(slip.person, len(slip.rows)) for slip in found] == [("", 2), ("Lê Thị Mai", 1), ("", 1)]
    assert found[-1].name == "", "what nobody leads stands on a slip of its own, for the chairman to give"
    with pytest.raises(RuleBroken, match="Không có bộ phận"):
        form("phieu-giao-viec").build(db, FormOptions(year=2025, unit="Chưa ai biết"))


@pytest.mark.parametrize("day", ["2025-01-02", "2025-10-20", "2025-12-31", "2028-11-23"])
@pytest.mark.parametrize("count", [1, 200])
def test_the_chairmans_page_is_never_two(db: Connection, operate: Operate, count: int, day: str) -> None:
    made = operate(fill, count)
    for task_id in itertools.islice(made, 0, None, 3):
        operate(record_progress, task_id, "quy-1", percent="30", reported_on="2025-01-01")
    pages = read(write(form("trang-chu-tich").build(db, FormOptions(year=2025, day=day)), ".pdf"))
    assert len(pages) == 1
    total = [
        row for row in rows(form("trang-chu-tich").build(db, FormOptions(year=2025, day=day))) if row.kind == "total"
    ]
    assert total[0].cells[1] == str(count)


@pytest.mark.parametrize("day", ["2025-06-20", "2026-11-23", "2035-11-23"])
def test_the_chairmans_page_of_the_demonstration_office_is_never_two(db: Connection, operate: Operate, day: str) -> None:
    operate(fill_demo)
    assert len(read(write(form("trang-chu-tich").build(db, FormOptions(year=2025, day=day)), ".pdf"))) == 1


def test_units_beyond_the_first_are_summed(db: Connection, operate: Operate) -> None:
    operate(fill, 200)
    found = rows(form("trang-chu-tich").build(db, FormOptions(year=2025, day="2025-12-31")))
    units_told = [row for row in found if len(row.cells) == 7]
    assert sum(int(row.cells[1]) for row in units_told[:-1]) == int(units_told[-1].cells[1]) == 200
    assert "26 đơn vị khác" in units_told[-2].cells[0]


def test_a_reminder_names_who_leads_what_is_urgent(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    options = FormOptions(year=2025, day="2025-10-20")
    letter = form("don-doc").build(db, options)
    head = letter.parts[0].blocks[0]
    assert isinstance(head, Head)
    assert head.subject.startswith("V/v đôn đốc")
    assert head.symbol == "UBND-VP", "a công văn has no abbreviation of its kind (Decree 30, annex I, II.3.c)"
    addressed = next(block for block in letter.parts[0].blocks if isinstance(block, Addressees))
    leads = {lead.name for task in urged(db, 2025, date(2025, 10, 20)) for lead in task.leads}
    assert set(addressed.names) == leads
    mine = form("don-doc").build(db, FormOptions(year=2025, day="2025-10-20", unit="Tư pháp – Hộ tịch"))
    assert [row.cells[2] for row in rows(mine)] == ["Tư pháp – Hộ tịch"]
    assert "còn 4 ngày làm việc" in str(mine)
    with pytest.raises(RuleBroken, match="để đôn đốc"):
        form("don-doc").build(db, FormOptions(year=2025, day="2025-02-03"))
    printed = joined(read(write(letter, ".pdf")))
    assert "Kính gửi:" in printed
    assert "Tài chính – Kế toán;" in printed


def test_a_report_prints_what_was_frozen(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    options = FormOptions(year=2025, period="6-thang", day="2025-06-17")
    before = form("bao-cao-ky").build(db, options)
    operate(progress_report.freeze, 2025, "6-thang", date(2025, 6, 17), "Nguyễn Thị Thu Trang")
    task = tasks.tasks(db, 2025)[0]
    operate(record_progress, task.id, "6-thang", result="Sửa sau khi đã gửi báo cáo", reported_on="2025-06-17")
    operate(assignments.set_actors, task.id, "lead", "Địa chính")
    assert form("bao-cao-ky").build(db, options) == before
    operate(progress_report.thaw, 2025, "6-thang")
    assert "Sửa sau khi đã gửi báo cáo" in str(form("bao-cao-ky").build(db, options))


def test_a_report_names_period_office_deductions_and_has_its_annex(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    report = form("bao-cao-ky").build(db, FormOptions(year=2025, period="quy-1", day="2025-03-18"))
    assert report.title == "Báo cáo kết quả thực hiện công tác dân vận chính quyền quý I năm 2025"
    assert [part.landscape for part in report.parts] == [False, True]
    words = said(report)
    assert "số liệu tính đến hết ngày 14 tháng 3 năm 2025" in words
    assert "Nội dung 1, tiêu chí 1 (trừ 1 điểm)" in words
    assert words.rstrip().endswith("./.")
    assert len([row for row in rows(report) if row.anchor.startswith("task:")]) == 18
    alone = form("bao-cao-ky").build(db, FormOptions(year=2025, period="quy-1", with_appendix=False))
    assert len(alone.parts) == 1
    with pytest.raises(RuleBroken, match="một kỳ"):
        form("bao-cao-ky").build(db, FormOptions(year=2025, period="hang-thang"))


def test_a_handover_sheet_is_made_for_somebody(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    sheet = form("ban-giao").build(db, FormOptions(year=2025, unit="Trần Minh Tâm", day="2025-10-20"))
    assert len(rows(sheet)) == 4
    assert "Công chức Tài chính – Kế toán Trần Minh Tâm" in said(sheet)
    for unit, why in (("", "Hãy chọn người"), ("Phạm Văn Khánh", "không giữ nhiệm vụ")):
        with pytest.raises(RuleBroken, match=why):
            form("ban-giao").build(db, FormOptions(year=2025, unit=unit))


def test_small_words_of_papers() -> None:
    assert clipped("một hai ba bốn", 8) == "một hai…"
    assert clipped("một hai\nba", 20) == "một hai"
    assert shortened("một hai ba\nbốn năm sáu", 8) == "- một hai…\n- bốn năm…"
    assert [two_digits(n) for n in (0, 5, 12)] == ["00", "05", "12"]
