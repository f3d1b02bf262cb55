"""What is done with chosen tasks: a quarter reported and taken back, more time with a reason, many days shifted, papers."""

from __future__ import annotations

from datetime import date

import pytest

from dvcq_desktop import deadlines, progress, tasks
from ui import ask
from ui.desk import Desk
from ui.dialogs.extend_due import ExtendDueDialog
from ui.dialogs.report_progress import ReportProgressDialog
from ui.dialogs.shift_due import ShiftDueDialog
from ui.pages.assignments import AssignmentsPage
from ui.pages.forms import FormsPage
from ui.widgets.assignment_table import FIELDS

DUE, STATE = FIELDS.index("due"), FIELDS.index("state")


@pytest.fixture
def page(qtbot, desk: Desk) -> AssignmentsPage:
    desk.clock = lambda: date(2025, 9, 22)
    made = AssignmentsPage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def answer(monkeypatch, fill):
    """Let fill type into the dialog that is shown, then press its button."""

    def show(dialog):
        fill(dialog)
        dialog.accept()
        return dialog.result() == 1

    monkeypatch.setattr(ask, "show_dialog", show)


def choose(box, data) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def state(page: AssignmentsPage, row: int) -> str:
    return page.model.index(row, STATE).data()


def test_a_quarter_is_reported_for_a_task_and_taken_back(page, desk, monkeypatch):
    task_id = page.model.row(0).id

    def fill(dialog: ReportProgressDialog):
        assert dialog.period == "quy-4"
        choose(dialog.period_box, "quy-3")
        dialog.state_box.setCurrentIndex(dialog.state_box.findData("doing"))
        dialog.percent.setText("60 %")
        dialog.texts["result"].setPlainText("Đã họp 3 thôn")
        dialog.texts["result_documents"].setPlainText("15/BC-UBND")
        dialog.on_day.setText("12/09/2025")

    answer(monkeypatch, fill)
    page.actions_by_key["report"].trigger()
    stored = progress.progress_of_task(desk.db, task_id)
    assert [(one.period, one.state, one.percent, one.result) for one in stored] == [
        ("quy-3", "doing", 60, "Đã họp 3 thôn")
    ]
    assert (stored[0].reported_on, stored[0].reported_by) == ("2025-09-12", "Lê Thị Hoa")
    assert state(page, 0) == "◐ đang làm, 60 %"
    desk.undo()
    assert progress.progress_of_task(desk.db, task_id) == []
    assert state(page, 0) == "○ chưa làm"


def test_what_was_reported_is_shown_again_and_only_changes_are_stored(qtbot, page, desk):
    row = page.model.row(0)
    desk.run("Báo cáo", progress.record_progress, row.id, "quy-3", state="doing", percent="30", result="Đã họp")
    dialog = ReportProgressDialog(desk, [row], "quy-3")
    qtbot.addWidget(dialog)
    assert (dialog.percent.text(), dialog.texts["result"].toPlainText()) == ("30", "Đã họp")
    dialog.accept()
    assert dialog.complaint.text() == "▲ Chưa có gì mới để ghi."
    dialog.percent.setText("một nửa")
    dialog.accept()
    assert "không phải là tỷ lệ" in dialog.complaint.text()
    assert dialog.percent.text() == "một nửa"
    dialog.percent.setText("50")
    dialog.accept()
    stored = progress.progress_of_task(desk.db, row.id)[0]
    assert (stored.percent, stored.result) == (50, "Đã họp")


def test_many_tasks_are_reported_at_once_and_empty_fields_stay(page, desk, monkeypatch):
    first = page.model.row(0).id
    desk.run(
        "Báo cáo", progress.record_progress, first, "quy-4", state="doing", result="Riêng", reported_on="01/09/2025"
    )

    def fill(dialog: ReportProgressDialog):
        dialog.state_box.setCurrentIndex(dialog.state_box.findData("done"))

    answer(monkeypatch, fill)
    page.view.selectAll()
    page.row_buttons[0].click()
    assert [state(page, row) for row in range(3)] == ["✓ đã xong"] * 3
    assert progress.progress_of_task(desk.db, first)[0].result == "Riêng"
    desk.undo()
    assert [state(page, row) for row in range(3)] == ["◐ đang làm", "○ chưa làm", "○ chưa làm"]


def test_more_time_wants_a_reason_and_earlier_ones_are_shown(page, desk, monkeypatch):
    row = page.model.row(0)
    seen = []

    def fill(dialog: ExtendDueDialog):
        seen.append(dialog.earlier.rowCount())
        dialog.new_due.setText("chậm nhất ngày 02/11/2025" if len(seen) == 1 else "chậm nhất ngày 14/11/2025")
        if len(seen) == 1:
            assert "Chủ nhật, nên lấy 31/10" in dialog.hint.text()
        dialog.accept()
        assert dialog.complaint.text() == "▲ Hãy ghi lý do gia hạn."
        dialog.reason.setText("Chờ hướng dẫn của tỉnh")
        dialog.granted_by.setText("Chủ tịch")

    answer(monkeypatch, fill)
    page.work.extend()
    page.work.extend()
    assert seen == [0, 1]
    granted = deadlines.extensions(desk.db, row.id)
    assert [(one.new_due, one.reason, one.granted_by) for one in granted] == [
        ("2025-11-02", "Chờ hướng dẫn của tỉnh", "Chủ tịch"),
        ("2025-11-14", "Chờ hướng dẫn của tỉnh", "Chủ tịch"),
    ]
    assert page.model.index(0, DUE).data() == "chậm nhất ngày 14/11/2025"
    desk.undo()
    assert page.model.index(0, DUE).data().endswith("chậm nhất ngày 02/11/2025")


def test_many_days_are_shifted_as_the_preview_says(page, desk, monkeypatch):
    first, _second, third = page.model.ids(range(3))
    desk.run("Sửa", tasks.change_task, first, due_on="chậm nhất ngày 20/10/2025")
    desk.run("Sửa", tasks.change_task, third, due_on="")
    told = []

    def fill(dialog: ShiftDueDialog):
        dialog.days.setValue(5)
        told.extend(dialog.preview.index(row, 2).data() for row in range(3))

    answer(monkeypatch, fill)
    page.view.selectAll()
    page.work.shift()
    assert told[0] == "chậm nhất ngày 24/10/2025"  # the 25th is a Saturday
    assert told[2] == "giữ nguyên"
    assert [page.model.row(place).due for place in range(2)] == told[:2]
    desk.undo()
    assert page.model.row(0).due == "chậm nhất ngày 20/10/2025"


def test_due_days_off_become_working_days(page, desk):
    first = page.model.row(0).id
    desk.run("Sửa", tasks.change_task, first, due_on="chậm nhất ngày 25/10/2025")
    page.view.selectAll()
    page.work.leave_days_off()
    assert page.model.row(0).due == "chậm nhất ngày 24/10/2025"


def test_nothing_chosen_is_said(page, desk):
    refused = []
    desk.refused.connect(refused.append)
    page.view.clearSelection()
    page.work.report()
    assert refused == ["Hãy chọn ít nhất một nhiệm vụ trước."]


def test_papers_open_with_unit_and_period(qtbot, page, desk):
    gone = []
    desk.go.connect(lambda key, anchor: gone.append((key, anchor)))
    choose(page.filter.unit_box, page.filter.unit_box.itemData(page.filter.unit_box.findText("Tư pháp – Hộ tịch")))
    choose(page.filter.period_box, "quy-3")
    page.work.reminder()
    page.work.period_report()
    assert [key for key, _anchor in gone] == ["forms", "forms"]
    forms = FormsPage(desk)
    qtbot.addWidget(forms)
    forms.refresh()
    forms.show_anchor(gone[0][1])
    assert (forms.form().key, forms.chosen_options().unit) == ("don-doc", "Tư pháp – Hộ tịch")
    forms.show_anchor(gone[1][1])
    assert (forms.form().key, forms.chosen_options().period) == ("bao-cao-ky", "quy-3")
    forms.live.rest()


def test_dates_are_exported_for_a_phone(page, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_what: tmp_path / "lich.ics")
    page.actions_by_key["calendar"].trigger()
    assert (tmp_path / "lich.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
