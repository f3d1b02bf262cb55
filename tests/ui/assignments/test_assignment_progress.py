"""State, evidence and period in the assignment table: what the cells say, the filter by state, saved views."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from dvcq_desktop import evidence, progress, tasks
from dvcq_desktop.records import fetch
from dvcq_desktop.tasks import TaskItem
from ui import ask
from ui.desk import Desk
from ui.pages.assignments import AssignmentsPage
from ui.widgets.assignment_table import FIELDS
from ui.widgets.tables import shown_columns

TEXT, DUE, EVIDENCE, STATE = (FIELDS.index(name) for name in ("text", "due", "evidence", "state"))


@pytest.fixture
def page(qtbot, desk: Desk) -> AssignmentsPage:
    desk.clock = lambda: date(2025, 9, 22)
    made = AssignmentsPage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(page: AssignmentsPage, column: int) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def choose(box, data) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_a_year_opens_in_the_quarter_that_is_still_to_be_reported(page, desk):
    assert page.filter.period == "quy-4"
    desk.clock = lambda: date(2025, 9, 15)  # quarter III closed on 14/09, its report goes within two working days
    page._judged = (0, "")
    page.refresh()
    assert page.filter.period == "quy-3"


def test_the_state_says_sign_and_words(page, desk):
    first, second, third = page.model.ids(range(3))
    desk.run("Báo cáo", progress.record_progress, first, "quy-3", state="doing", percent="40", reported_on="10/09/2025")
    desk.run("Báo cáo", progress.record_progress, second, "quy-4", state="done", reported_on="20/09/2025")
    assert shown(page, STATE) == ["◐ đang làm, 40 %", "✓ đã xong", "○ chưa làm"]
    desk.run("Sửa", tasks.change_task, first, due_on="17/09/2025")
    assert shown(page, STATE)[0] == "▲ quá hạn 4 ngày làm việc\n◐ đang làm, 40 %"
    assert page.model.cell(0, STATE)[1] == "bad"
    desk.run("Sửa", tasks.change_task, third, due_on="chậm nhất ngày 25/09/2025")
    assert shown(page, STATE)[2] == "● còn 4 ngày làm việc"


def test_another_period_judges_anew(page, desk):
    first = page.model.row(0).id
    desk.run("Báo cáo", progress.record_progress, first, "quy-1", state="doing", percent="10", reported_on="12/03/2025")
    desk.run("Báo cáo", progress.record_progress, first, "quy-4", state="done", reported_on="20/09/2025")
    assert shown(page, STATE)[0] == "✓ đã xong"
    choose(page.filter.state_box, "doing")
    assert page.model.rowCount() == 0
    choose(page.filter.period_box, "quy-1")
    assert shown(page, STATE) == ["◐ đang làm, 10 %"]


def test_evidence_counts_the_contents_with_proof(page, desk):
    first = page.model.row(0).id
    assert shown(page, EVIDENCE)[0] == "0/1"
    item = fetch(desk.db, TaskItem, "WHERE task_id = ?", (first,))[0].item_id
    desk.run("Minh chứng", evidence.add_evidence, 2025, item, "Kế hoạch dân vận")
    assert shown(page, EVIDENCE)[0] == "✓ 1/1"


def test_a_due_day_off_is_marked_with_the_working_day_before(page, desk):
    first, second = page.model.ids(range(2))
    desk.run("Sửa", tasks.change_task, first, due_on="chậm nhất ngày 02/09/2025")
    desk.run("Sửa", tasks.change_task, second, due_on="chậm nhất ngày 25/10/2025")
    assert shown(page, DUE)[0].startswith("● ")
    assert ", nên lấy 29/08\n" in shown(page, DUE)[0]  # 30 and 31 are a weekend, the 1st belongs to the feast
    assert shown(page, DUE)[1] == "● thứ Bảy, nên lấy 24/10\nchậm nhất ngày 25/10/2025"


def test_states_filter_and_sort(page, desk):
    ids = page.model.ids(range(3))
    desk.run("Sửa", tasks.change_task, ids[2], due_on="10/09/2025")
    choose(page.filter.state_box, "overdue")
    assert page.model.ids(range(page.model.rowCount())) == [ids[2]]
    choose(page.filter.state_box, "")
    page.view.sortByColumn(STATE, Qt.SortOrder.AscendingOrder)
    assert page.model.row(0).id == ids[2]


def test_a_view_is_kept_chosen_and_deleted(page, desk, monkeypatch):
    monkeypatch.setattr(ask, "line", lambda *_what: "Chưa xong của Tư pháp")
    header = page.view.horizontalHeader()
    page.filter.set_to("", "Tư pháp – Hộ tịch", "open")
    page.view.sortByColumn(DUE, Qt.SortOrder.DescendingOrder)
    header.setSectionHidden(FIELDS.index("timing"), True)
    header.moveSection(header.visualIndex(STATE), 1)
    page.views.keep()
    kept = page.views.present()
    page.views.reset()
    assert page.model.rowCount() == 3
    assert page.views.present() != kept
    next(a for a in page.views.fill().actions() if a.text() == "Chưa xong của Tư pháp").trigger()
    assert page.views.present() == kept
    assert shown_columns(page.view)[1] == STATE
    assert shown(page, 0) == ["TC 2"]
    gone = next(a.menu() for a in page.views.fill().actions() if a.text() == "Xóa khung nhìn")
    gone.actions()[0].trigger()
    assert [a.text() for a in page.views.fill().actions()] == ["Lưu khung nhìn đang xem…", "Xem tất cả, như ban đầu"]
    desk.undo()
    assert page.views.fill().actions()[0].text() == "Chưa xong của Tư pháp"


def test_a_view_without_a_name_is_refused(page, desk, monkeypatch):
    refused = []
    desk.refused.connect(refused.append)
    monkeypatch.setattr(ask, "line", lambda *_what: "  ")
    page.views.keep()
    assert refused == ["Chưa có tên của khung nhìn."]


def test_the_model_keeps_qts_contract_while_states_change(page, desk):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for column in (STATE, EVIDENCE):
        page.model.sort(column)
    choose(page.filter.state_box, "open")
    choose(page.filter.period_box, "nam")
    desk.run("Báo cáo", progress.record_many, page.model.ids(range(3)), "quy-1", state="doing")
    assert tester.model() is page.model


def test_five_thousand_tasks_are_filtered_by_state(page, desk):
    def many(db):
        cycle = db.execute("SELECT id FROM cycle WHERE year = 2025").fetchone()["id"]
        for number in range(5000):
            due = "2025-09-10" if number % 5 == 0 else "2025-12-31"
            tasks.add_task(db, cycle, f"Việc số {number}", due_on=due)

    desk.run("Nhiều", many)
    choose(page.filter.state_box, "overdue")
    assert page.model.rowCount() == 1000
    assert {page.model.row(place).due_on for place in range(1000)} == {"2025-09-10"}
