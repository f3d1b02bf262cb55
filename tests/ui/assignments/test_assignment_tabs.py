"""The tabs beside the table: what is late, the calendar by keyboard, tasks by person."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from dvcq_desktop import tasks
from ui.assignments.tabs import CALENDAR, LATE, PEOPLE, TABLE
from ui.desk import Desk
from ui.pages.assignments import AssignmentsPage


@pytest.fixture
def page(qtbot, desk: Desk) -> AssignmentsPage:
    desk.clock = lambda: date(2025, 9, 22)
    made = AssignmentsPage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def opened(page: AssignmentsPage, place: int):
    page.tabs.bar.setCurrentIndex(place)
    return page.tabs.made[place]


def test_what_is_late_stands_first_by_days(page, desk):
    first, second, third = page.model.ids(range(3))
    for task_id, due in ((first, "17/09/2025"), (second, "10/09/2025"), (third, "chậm nhất ngày 25/09/2025")):
        desk.run("Sửa", tasks.change_task, task_id, due_on=due)
    tab = opened(page, LATE)
    assert [tab.model.id_of(row) for row in range(3)] == [second, first, third]
    assert [tab.model.index(row, 0).data() for row in range(3)] == [
        "▲ trễ 9 ngày làm việc",
        "▲ trễ 4 ngày làm việc",
        "● còn 4 ngày làm việc",
    ]
    assert tab.told.text() == "▲ 2 nhiệm vụ quá hạn · ● 1 sắp đến hạn"
    tab.view.selectRow(1)
    assert [row.id for row in page.chosen()] == [first]
    desk.run("Sửa", tasks.change_task, second, due_on="01/12/2025")
    assert tab.model.rowCount() == 2
    tab.view.doubleClicked.emit(tab.model.index(0, 1))
    assert page.tabs.now == TABLE
    assert page.view.current().id == first


def test_the_calendar_is_walked_by_keys(qtbot, page, desk):
    first = page.model.row(0).id
    desk.run("Sửa", tasks.change_task, first, due_on="chậm nhất ngày 01/10/2025")
    tab = opened(page, CALENDAR)
    assert tab.title.text() == "Tháng 9 năm 2025"
    assert tab.view.day == date(2025, 9, 22)
    for key, day in (
        (Qt.Key.Key_Down, date(2025, 9, 29)),
        (Qt.Key.Key_Right, date(2025, 9, 30)),
        (Qt.Key.Key_Right, date(2025, 10, 1)),
    ):
        qtbot.keyClick(tab.view, key)
        assert tab.view.day == day
    assert tab.title.text() == "Tháng 10 năm 2025"
    assert tab.list_model.rowCount() == 1
    qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert [row.id for row in page.chosen()] == [first]
    qtbot.keyClick(tab.view, Qt.Key.Key_PageUp)
    assert tab.view.day == date(2025, 9, 1)
    qtbot.keyClick(tab.view, Qt.Key.Key_End)
    assert tab.view.day == date(2025, 9, 7)
    qtbot.keyClick(tab.view, Qt.Key.Key_Up)
    assert tab.view.day == date(2025, 8, 31)


def test_the_calendar_says_reports_and_days_off(page):
    tab = opened(page, CALENDAR)
    tab.view.show_day(date(2025, 9, 2))
    assert "Ngày nghỉ: " in tab.notes.text()
    tab.view.show_day(date(2025, 9, 16))
    assert tab.notes.text().startswith("■ Gửi báo cáo 9 tháng")
    tab.view.show_day(date(2025, 10, 23))
    assert "■ Ngày cuối nộp minh chứng" in tab.notes.text()
    assert tab.list_model.rowCount() == 3


def test_people_with_counts_and_their_tasks(page, desk):
    first = page.model.row(0).id
    desk.run("Sửa", tasks.change_task, first, due_on="10/09/2025")
    tab = opened(page, PEOPLE)
    names = [tab.model.index(row, 0).data() for row in range(tab.model.rowCount())]
    assert names == ["Tài chính – Kế toán", "Tư pháp – Hộ tịch", "Văn phòng – Thống kê"]
    office = tab.model.index(2, 0)
    assert [office.siblingAtColumn(column).data() for column in (1, 2, 3)] == ["1 chủ trì, 1 phối hợp", "1", "▲ 1"]
    assert tab.model.rowCount(office) == 2
    tab.view.setCurrentIndex(office)
    assert [row.id for row in page.chosen()] == [first]
    tab.view.setExpanded(office, True)
    desk.run("Sửa", tasks.change_task, first, due_on="10/12/2025")
    assert tab.view.isExpanded(tab.model.index(2, 0))


def test_the_filter_narrows_every_tab(page):
    tab = opened(page, PEOPLE)
    page.filter.set_to("", "Tư pháp – Hộ tịch", "")
    assert [tab.model.index(row, 0).data() for row in range(tab.model.rowCount())] == [
        "Tư pháp – Hộ tịch",
        "Văn phòng – Thống kê",
    ]


def test_the_models_keep_qts_contract(page, desk):
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(opened(page, place).model, fatal) for place in (CALENDAR, PEOPLE, LATE)]
    testers.append(QAbstractItemModelTester(page.tabs.made[CALENDAR].list_model, fatal))
    for place in (CALENDAR, PEOPLE, LATE):
        opened(page, place)
        desk.run("Sửa", tasks.change_task, page.model.row(0).id, due_on=f"1{place}/09/2025")
    page.tabs.made[CALENDAR].view.turn(3)
    assert len(testers) == 4


def test_an_empty_year_has_empty_tabs(page, desk):
    for place in (CALENDAR, PEOPLE, LATE):
        opened(page, place)
    page.tabs.bar.setCurrentIndex(TABLE)
    page.view.selectAll()
    page.delete_selected()
    page.tabs.bar.setCurrentIndex(LATE)
    assert page.tabs.made[LATE].told.text().startswith("✓ Không có nhiệm vụ")
