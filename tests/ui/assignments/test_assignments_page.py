"""The assignment page through its real widgets: editing in place, filter, order, copying, what is done with many rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from dvcq_desktop import assignments, tasks
from dvcq_desktop.assignments import assignment_rows
from ui import ask
from ui.desk import Desk
from ui.pages.assignments import AssignmentsPage
from ui.user_settings import UserSettings
from ui.widgets.assignment_table import FIELDS
from ui.widgets.tables import shown_columns
from ui.widgets.units_edit import UnitsEdit

TEXT, LEADS, SUPPORTS, DUE = (FIELDS.index(name) for name in ("text", "leads", "supports", "due"))


@pytest.fixture
def page(qtbot, desk: Desk) -> AssignmentsPage:
    made = AssignmentsPage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(page: AssignmentsPage, column: int) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def edit(qtbot, page: AssignmentsPage, row: int, column: int):
    index = page.model.index(row, column)
    page.view.setCurrentIndex(index)
    page.view.edit(index)
    editor = page.view.editors.editing()
    assert editor is not None
    return editor


def test_the_rows_of_the_year_with_a_count(page):
    assert shown(page, 0) == ["TC 1", "TC 2", "TC 3"]
    assert page.foot.text() == "3 nhiệm vụ · ✓ đều có chủ trì"
    assert page.model.headerData(DUE, Qt.Orientation.Horizontal) == "Hạn minh chứng"


def test_an_edit_in_a_cell_is_stored_and_can_be_undone(qtbot, page, desk):
    editor = edit(qtbot, page, 1, LEADS)
    assert isinstance(editor, UnitsEdit)
    editor.setText("Tư pháp – Hộ tịch (quý I, năm); Văn phòng – Thống kê")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown(page, LEADS)[1] == "Tư pháp – Hộ tịch (quý I, năm); Văn phòng – Thống kê"
    label = desk.office.undo_label()
    assert label is not None
    assert label.startswith("Sửa chủ trì: TC 2 “")
    desk.undo()
    assert shown(page, LEADS)[1] == "Tư pháp – Hộ tịch"


def test_a_broken_rule_keeps_the_editor_with_its_text(qtbot, page, desk):
    editor = edit(qtbot, page, 0, DUE)
    editor.setText("31/02/2025")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.view.editors.editing() is editor
    assert editor.text() == "31/02/2025"
    assert page.view.editors._complaint.isVisible()
    assert "Không có ngày 31/02/2025" in page.view.editors._complaint.text()
    editor.setText("chậm nhất ngày 20/10/2025")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.view.editors.editing() is None
    assert shown(page, DUE)[0] == "chậm nhất ngày 20/10/2025"


def test_escape_leaves_the_cell_as_it_was(qtbot, page, desk):
    before = desk.office.undo_label()
    editor = edit(qtbot, page, 0, TEXT)
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText("khác hẳn")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert desk.office.undo_label() == before


def test_the_pick_list_takes_a_unit_by_arrow_and_enter(qtbot, page):
    editor = edit(qtbot, page, 2, SUPPORTS)
    qtbot.keyClicks(editor, "tu phap")
    qtbot.waitUntil(editor.list_shown)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "Tư pháp – Hộ tịch"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown(page, SUPPORTS)[2] == "Tư pháp – Hộ tịch"


def test_a_name_nobody_knows_becomes_a_unit_and_is_told(page, desk):
    told = []
    desk.told.connect(lambda sentence, _undo: told.append(sentence))
    page.model.setData(page.model.index(0, LEADS), "Trạm Y tế; Tài chính – Kế toán")
    assert told == ["Đã lưu, thêm bộ phận mới: Trạm Y tế."]
    desk.undo()
    assert "Trạm Y tế" not in page._names


def test_picking_leaves_the_other_names_and_the_periods_alone(qtbot):
    line = UnitsEdit(["Văn phòng – Thống kê", "Tư pháp – Hộ tịch"])
    qtbot.addWidget(line)
    line.setText("Địa chính (quý I); tư (năm)")
    line.setCursorPosition(len("Địa chính (quý I); tư"))
    line.pick("Tư pháp – Hộ tịch")
    assert line.text() == "Địa chính (quý I); Tư pháp – Hộ tịch (năm)"


def test_typing_vietnamese_by_backspaces_arrives_whole(qtbot, page):
    editor = edit(qtbot, page, 0, LEADS)
    editor.clear()
    qtbot.keyClicks(editor, "van")
    for _letter in "an":
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    for letter in "ăn phòng":  # as UniKey sends it: a key event that carries the letter
        QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    assert editor.text() == "văn phòng"


def test_the_unit_filter_shows_its_tasks_and_is_remembered(qtbot, page, desk):
    place = page.filter.unit_box.findText("Tư pháp – Hộ tịch")
    page.filter.unit_box.setCurrentIndex(place)
    page.filter.unit_box.activated.emit(place)
    assert shown(page, 0) == ["TC 2"]
    assert page.foot.text().startswith("1 trong 3 nhiệm vụ")
    again = AssignmentsPage(desk)
    qtbot.addWidget(again)
    again.show()
    assert again.filter.unit_box.currentText() == "Tư pháp – Hộ tịch"
    assert again.model.rowCount() == 1


def test_the_filter_folds_marks_and_takes_every_word(qtbot, page):
    page.focus_find()
    page.filter.words.setText("KE TOAN hang thang")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert shown(page, 0) == ["TC 1"]


def test_an_anchor_shows_a_task_the_filter_hides(qtbot, page):
    task_id = page.model.row(2).id
    page.filter.words.setText("không có gì như thế")
    page.filter.tell()
    assert page.model.rowCount() == 0
    page.show_anchor(f"task:{task_id}")
    assert page.view.current().id == task_id


def test_order_is_vietnamese_and_dates_go_by_the_calendar(page, desk):
    for row, text in zip(list(page.model._rows), ("đường làng", "Dân vận", "ăn ở"), strict=True):
        desk.run("Sửa", tasks.change_task, row.id, text=text)
    for row, due in zip(list(page.model._rows), ("24/10/2025", "01/12/2024", ""), strict=True):
        desk.run("Sửa", tasks.change_task, row.id, due_on=due)
    page.view.sortByColumn(TEXT, Qt.SortOrder.AscendingOrder)
    assert shown(page, TEXT) == ["ăn ở", "Dân vận", "đường làng"]
    page.view.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
    assert [page.model.row(place).due_on for place in range(3)] == ["2024-12-01", "2025-10-24", ""]


def test_marks_say_in_words_what_is_wrong(page, desk):
    first, second, third = list(page.model._rows)
    desk.run("Sửa", assignments.set_actors, first.id, "lead", "")
    desk.run("Sửa", assignments.set_actors, second.id, "support", "Tư pháp – Hộ tịch")
    desk.run("Sửa", tasks.change_task, third.id, due_on="")
    assert shown(page, LEADS)[0] == "▲ chưa có chủ trì"
    assert shown(page, SUPPORTS)[1] == "▲ trùng với chủ trì\nTư pháp – Hộ tịch"
    assert shown(page, DUE)[2] == "▲ chưa có hạn"
    assert "▲ 1 chưa có chủ trì" in page.foot.text()
    desk.run("Sửa", tasks.change_task, third.id, due_on="25/10/2025")
    assert shown(page, DUE)[2].startswith("● thứ Bảy")


def test_copied_rows_are_a_table_for_excel(qtbot, page):
    page.view.choose({page.model.row(0).id, page.model.row(2).id}, page.model.row(0).id)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    lines = mime.text().split("\n")
    assert lines[0].split("\t")[:3] == ["Tiêu chí", "Nội dung nhiệm vụ", "Chủ trì"]
    assert lines[2].split("\t")[2] == "Tài chính – Kế toán (quý I, năm)"
    assert len(lines) == 3
    assert "<td>TC 3</td>" in mime.html()


def test_columns_hidden_in_the_head_stay_hidden(qtbot, page, desk):
    menu = page.view.columns.menu()
    next(a for a in menu.actions() if a.text() == "Thời gian").trigger()
    again = AssignmentsPage(desk)
    qtbot.addWidget(again)
    assert FIELDS.index("timing") not in shown_columns(again.view)
    again.view.columns.reset()
    assert FIELDS.index("timing") in shown_columns(again.view)


def test_delete_asks_nothing_and_undo_brings_back(qtbot, page, desk):
    told = []
    desk.told.connect(lambda sentence, undo: told.append((sentence, undo)))
    page.view.selectAll()
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert page.model.rowCount() == 0
    assert told == [("Đã xóa 3 nhiệm vụ.", True)]
    desk.undo()
    assert shown(page, 0) == ["TC 1", "TC 2", "TC 3"]


def test_duplicate_stands_below_with_its_actors(page, desk):
    page.view.choose({page.model.row(0).id}, page.model.row(0).id)
    page.duplicate_selected()
    assert shown(page, LEADS)[:2] == ["Văn phòng – Thống kê (hàng tháng)"] * 2
    assert page.view.current().id == page.model.row(1).id
    desk.undo()
    assert page.model.rowCount() == 3


def test_a_new_task_opens_for_typing_in_the_criterion_in_hand(qtbot, page, desk):
    page.view.choose({page.model.row(1).id}, page.model.row(1).id)
    page.add_task()
    editor = page.view.editors.editing()
    assert editor is not None
    editor.setPlainText("Lập danh mục minh chứng")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    row = next(row for row in assignment_rows(desk.db, 2025) if row.text == "Lập danh mục minh chứng")
    assert (row.criterion, row.due) == ("TC 2", "trước ngày 24/10/2025")


def test_one_due_date_for_many_rows_is_asked_again_until_it_can_be_read(page, desk, monkeypatch):
    answers = ["hôm nào đó", "trước ngày 01/10/2025"]
    labels = []

    def line(_parent, _title, label, _text=""):
        labels.append(label)
        return answers.pop(0)

    monkeypatch.setattr(ask, "line", line)
    page.view.selectAll()
    page.set_due_of_selected()
    assert set(shown(page, DUE)) == {"trước ngày 01/10/2025"}
    assert "không phải là ngày" in labels[1]
    assert desk.office.undo_label() == "Đặt hạn cho 3 nhiệm vụ"
    desk.undo()
    assert set(shown(page, DUE)) == {"trước ngày 24/10/2025"}


def test_a_unit_is_given_to_many_rows_in_one_operation(page, desk, monkeypatch):
    def answer(dialog):
        dialog.unit_edit.setText("Địa chính")
        dialog.support.setChecked(True)
        dialog.periods_edit.setText("quý I")
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", answer)
    page.view.selectAll()
    page.assign_selected()
    assert all("Địa chính (quý I)" in words for words in shown(page, SUPPORTS))
    desk.undo()
    assert shown(page, SUPPORTS)[2] == ""


def test_the_dialog_tells_periods_it_cannot_read_and_keeps_them(qtbot):
    from ui.dialogs.assign_many import AssignManyDialog

    dialog = AssignManyDialog(["Địa chính"], 2)
    qtbot.addWidget(dialog)
    dialog.accept()
    assert "Chưa chọn bộ phận" in dialog.complaint.text()
    dialog.unit_edit.setText("Địa chính")
    dialog.periods_edit.setText("tuần sau")
    dialog.accept()
    assert "không phải là kỳ" in dialog.complaint.text()
    assert dialog.periods_edit.text() == "tuần sau"
    assert dialog.result() == 0


def test_the_frame_below_stores_on_leaving_and_keeps_what_breaks_a_rule(qtbot, page, desk):
    page.view.setCurrentIndex(page.model.index(0, TEXT))
    due = page.detail.fields["due"]
    assert isinstance(due, QLineEdit)
    due.setText("ngày mai")
    page.detail.flush()
    assert "không phải là ngày" in page.detail.complaints["due"].text()
    page.view.setCurrentIndex(page.model.index(1, TEXT))
    assert due.text() == "trước ngày 24/10/2025"
    page.view.setCurrentIndex(page.model.index(0, TEXT))
    assert due.text() == "ngày mai"
    due.setText("trước ngày 23/10/2025")
    page.detail.flush()
    assert shown(page, DUE)[0] == "trước ngày 23/10/2025"
    desk.undo()
    assert due.text() == "trước ngày 24/10/2025"


def test_what_is_being_typed_is_stored_when_the_desk_asks(page, desk):
    page.view.setCurrentIndex(page.model.index(0, TEXT))
    page.detail.fields["timing"].setText("Quý III")
    desk.flush.emit()
    assert assignment_rows(desk.db, 2025)[0].timing == "Quý III"


def test_rows_stay_where_they_are_while_one_is_edited(page, desk):
    page.view.sortByColumn(TEXT, Qt.SortOrder.AscendingOrder)
    order = [page.model.row(place).id for place in range(3)]
    desk.run("Sửa", tasks.change_task, order[0], text="yyy xếp sau cùng")
    assert [page.model.row(place).id for place in range(3)] == order


def test_an_empty_year_invites_to_make_tasks_from_the_framework(qtbot, page, desk):
    page.view.selectAll()
    page.delete_selected()
    cards = [card for card in page.findChildren(QPushButton) if card.text().startswith("Tạo từ bộ tiêu chí (32)")]
    assert len(cards) == 1
    cards[0].click()
    assert page.model.rowCount() == 32
    assert "▲ 32 chưa có chủ trì" in page.foot.text()
    desk.undo()
    assert page.model.rowCount() == 0


def test_an_empty_office_opens_the_page(qtbot, empty_desk):
    made = AssignmentsPage(empty_desk)
    qtbot.addWidget(made)
    made.show()
    assert made.model.rowCount() == 0
    assert made._empty is not None
    refused = []
    empty_desk.refused.connect(refused.append)
    made.add_task()
    assert refused


def test_the_model_keeps_qts_contract(page, desk):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.view.selectAll()
    page.model.sort(LEADS, Qt.SortOrder.DescendingOrder)
    page.model.narrow("van phong", None)
    page.model.narrow("", None)
    desk.run("Xóa", tasks.delete_tasks, [page.model.row(0).id])
    assert tester.model() is page.model


def test_five_thousand_rows_are_narrowed_to_the_right_ones(page, desk):
    def many(db):
        cycle = db.execute("SELECT id FROM cycle WHERE year = 2025").fetchone()["id"]
        for number in range(5000):
            tasks.add_task(db, cycle, f"Việc số {number} của thôn {number % 7}")

    desk.run("Nhiều", many)
    assert page.model.rowCount() == 5003
    page.model.narrow("viec so thon 3", None)
    wanted = [row.id for row in assignment_rows(desk.db, 2025) if assignments.matches(row, "viec so thon 3")]
    assert page.model.ids(range(page.model.rowCount())) == wanted
    assert 0 < len(wanted) < 5000
    page.model.narrow("viec so 4999", None)
    assert shown(page, TEXT) == ["Việc số 4999 của thôn 1"]


def test_settings_hold_the_splitter(page):
    page.splitter._keep()
    assert UserSettings().state("assignments-splitter") is not None


def test_on_a_low_screen_the_table_has_all_the_room_until_asked(qtbot, desk):
    made = AssignmentsPage(desk)
    qtbot.addWidget(made)
    made.resize(892, 480)
    made.show()
    assert made.detail.isHidden()
    made.detail_button.click()
    assert not made.detail.isHidden()
    again = AssignmentsPage(desk)
    qtbot.addWidget(again)
    again.resize(892, 480)
    again.show()
    assert not again.detail.isHidden()
    assert made.minimumSizeHint().width() <= 892
