"""Bộ phận & cán bộ through its real widgets: editing in the cell, merging, deleting what is unused, days off, cut-off days."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from dvcq_desktop import assignments, deadlines, officials, organisation, units, working_days
from dvcq_desktop.assignments import assignment_rows
from ui import ask
from ui.dialogs.pick import PickDialog
from ui.pages.people import TABS, PeoplePage
from ui.people.row_table import RowTable, RowView
from ui.widgets.units_edit import UnitsEdit


@pytest.fixture
def page(qtbot, window) -> PeoplePage:
    window.desk.clock = lambda: date(2025, 3, 3)
    window.show_page("people")
    return window.page


def front(page: PeoplePage, key: str):
    page.tabs.setCurrentIndex(tuple(TABS).index(key))
    return page.part


def shown(view: RowView, key: str) -> list[str]:
    column = [col.key for col in view.table.cols].index(key)
    return [view.table.index(row, column).data() for row in range(view.table.rowCount())]


def open_cell(view: RowView, row: int, key: str) -> QLineEdit:
    column = [col.key for col in view.table.cols].index(key)
    index = view.table.index(row, column)
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.editors.editing()
    assert isinstance(editor, QLineEdit)
    return editor


def type_cell(qtbot, view: RowView, row: int, key: str, text: str) -> None:
    editor = open_cell(view, row, key)
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def say(monkeypatch, *lines: str | None) -> None:
    left = list(lines)
    monkeypatch.setattr(ask, "line", lambda *_asked, **_more: left.pop(0))


def test_every_tab_opens_on_an_empty_office(empty_window):
    empty_window.show_page("people")
    for key in TABS:
        front(empty_window.page, key)
    assert empty_window.page.officials.foot.text().startswith("Chưa có ai")


@pytest.mark.parametrize("key", ["units", "officials", "holidays", "periods"])
def test_models_keep_qts_rules(page, key):
    part = front(page, key)
    QAbstractItemModelTester(part.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    part.model.narrow("van phong")
    part.model.narrow("")
    part.model.sort(0, Qt.SortOrder.DescendingOrder)
    part.refresh()
    assert isinstance(part.model, RowTable)


def test_units_stand_in_vietnamese_order_with_what_they_hold(page):
    assert shown(page.units.view, "name") == ["Tài chính – Kế toán", "Tư pháp – Hộ tịch", "Văn phòng – Thống kê"]
    assert shown(page.units.view, "held") == ["2 nhiệm vụ", "1 nhiệm vụ", "2 nhiệm vụ"]
    assert page.units.foot.text() == "3 bộ phận, đơn vị"


def test_a_name_is_edited_in_its_cell_and_undone(page, qtbot, window):
    type_cell(qtbot, page.units.view, 1, "name", "Tư pháp xã")
    assert "Tư pháp xã" in shown(page.units.view, "name")
    assert shown(page.units.view, "aliases")[1] == "Tư pháp – Hộ tịch"  # the old spelling still finds it
    window.desk.undo()
    assert "Tư pháp – Hộ tịch" in shown(page.units.view, "name")


def test_a_broken_rule_keeps_the_editor_open_and_says_why(page, qtbot):
    editor = open_cell(page.units.view, 0, "name")
    editor.setText("Tư pháp – Hộ tịch")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.units.view.editors.editing() is editor
    complaint = page.units.view.editors._complaint
    assert complaint.isVisible()
    assert "Đã có bộ phận" in complaint.text()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.units.view.editors.editing() is None


def test_other_spellings_are_added_and_taken_away_in_one_cell(page, qtbot, window):
    db = window.desk.db
    type_cell(qtbot, page.units.view, 0, "aliases", "TC-KT; Kế toán ngân sách")
    assert units.find_unit(db, "ke toan ngan sach").name == "Tài chính – Kế toán"
    type_cell(qtbot, page.units.view, 0, "aliases", "TC-KT")
    assert units.find_unit(db, "Kế toán ngân sách") is None
    editor = open_cell(page.units.view, 0, "aliases")
    editor.setText("TC-KT; Tư pháp – Hộ tịch")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "Gộp vào bộ phận khác" in page.units.view.editors._complaint.text()
    assert [alias.alias for alias in units.aliases(db, 2)] == ["Tài chính – Kế toán", "TC-KT"]


def test_parent_and_successor_are_chosen_from_a_list(page, qtbot, window):
    editor = open_cell(page.units.view, 0, "parent")
    assert isinstance(editor, UnitsEdit)
    editor.setText("")
    editor.pick("Văn phòng – Thống kê")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown(page.units.view, "parent")[0] == "Văn phòng – Thống kê"
    editor = open_cell(page.units.view, 2, "parent")
    editor.setText("Tài chính – Kế toán")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "Một bộ phận không thể thuộc chính nó" in page.units.view.editors._complaint.text()


def test_a_unit_that_ended_is_hidden_until_asked_for(page, qtbot):
    type_cell(qtbot, page.units.view, 0, "valid_to", "31/01/2025")
    assert len(shown(page.units.view, "name")) == 2
    assert "1 đã hết hiệu lực không hiện" in page.units.foot.text()
    page.units.ended.setChecked(True)
    assert shown(page.units.view, "valid_to")[0] == "31/01/2025"


def test_a_unit_in_use_is_not_deleted_but_one_without_use_is(page, window, monkeypatch):
    refused = []
    window.desk.refused.connect(refused.append)
    page.units.view.choose(1)
    page.units.delete()
    assert "nên không xóa được" in refused[0]
    say(monkeypatch, "", "Bộ phận một cửa")  # an empty name is asked again
    page.units.add()
    assert page.units.view.current().texts["name"] == "Bộ phận một cửa"
    page.units.delete()
    assert "Bộ phận một cửa" not in shown(page.units.view, "name")
    window.desk.undo()
    assert "Bộ phận một cửa" in shown(page.units.view, "name")


def test_two_units_that_are_one_are_merged_and_undone(page, window, monkeypatch):
    def choose(dialog: PickDialog) -> bool:
        dialog.words.setText("van phong")
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", choose)
    page.units.view.choose(3)
    page.units.merge()
    assert shown(page.units.view, "name") == ["Tài chính – Kế toán", "Văn phòng – Thống kê"]
    assert assignment_rows(window.desk.db, 2025)[1].leads == "Văn phòng – Thống kê"
    window.desk.undo()
    assert len(shown(page.units.view, "name")) == 3


def test_a_unit_added_while_assigning_stands_on_the_page(page, window):
    window.desk.run("Giao việc", assignments.set_actors, 1, "lead", "Trung tâm Phục vụ hành chính công")
    assert "Trung tâm Phục vụ hành chính công" in shown(page.units.view, "name")


def test_people_by_given_name_and_edited_in_the_cell(page, qtbot, window, monkeypatch):
    part = front(page, "officials")
    say(monkeypatch, "Trần Thị Bình")
    part.add()
    say(monkeypatch, "Đinh Văn Ân")
    part.add()
    assert shown(part.view, "name") == ["Nguyễn Văn An", "Đinh Văn Ân", "Trần Thị Bình"]
    type_cell(qtbot, part.view, 2, "title", "Công chức Tài chính – Kế toán")
    type_cell(qtbot, part.view, 2, "unit", "Phòng Kinh tế")  # a new unit, as while assigning
    person = next(p for p in officials.all_officials(window.desk.db) if p.name == "Trần Thị Bình")
    assert officials.titled_name(person) == "Công chức Tài chính – Kế toán Trần Thị Bình"
    assert units.find_unit(window.desk.db, "Phòng Kinh tế").id == person.unit_id
    editor = open_cell(part.view, 0, "valid_to")
    editor.setText("32/01/2025")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert part.view.editors.editing() is editor


def test_the_office_has_one_name_after_another(page, window, monkeypatch):
    part = front(page, "office")
    say(monkeypatch, "2025", "01/07/2025")  # half a day is asked again
    part.add()
    assert part.names.rowCount() == 2
    part.fields["name"].setText("Ủy ban nhân dân xã Ba Động")
    part.fields["name"].setModified(True)
    part.fields["place_name"].setText("Ba Động")
    part.fields["place_name"].setModified(True)
    part.store()
    db = window.desk.db
    assert organisation.current(db, "2025-06-30").name == "Ủy ban nhân dân xã Ba Thành"
    assert organisation.current(db, "2025-07-01").name == "Ủy ban nhân dân xã Ba Động"
    part.delete()
    assert [entry.valid_to for entry in organisation.entries(db)] == [""]


def test_days_off_are_known_and_a_correction_keeps_them(page, qtbot, window):
    part = front(page, "holidays")
    part.year.setValue(2026)
    assert "02/09/2026" in shown(part.view, "day")
    assert "đang theo Bộ luật Lao động" in part.foot.text()
    row = shown(part.view, "day").index("02/09/2026")
    type_cell(qtbot, part.view, row, "name", "Quốc khánh (sửa)")
    stored = working_days.holidays_of(window.desk.db, 2026)
    assert "Quốc khánh (sửa)" in [holiday.name for holiday in stored]
    assert len(stored) == len(working_days.known_holidays(2026))
    window.desk.undo()
    assert working_days.holidays_of(window.desk.db, 2026) == []


def test_a_day_off_is_moved_added_and_dropped(page, qtbot, window, monkeypatch):
    part = front(page, "holidays")
    db = window.desk.db
    part.year.setValue(2025)
    row = shown(part.view, "day").index("02/09/2025")
    type_cell(qtbot, part.view, row, "day", "03/09/2025")
    days = [holiday.day for holiday in working_days.holidays_of(db, 2025)]
    assert "2025-09-03" in days
    assert "2025-09-02" not in days
    say(monkeypatch, "25/12/2025", "25/12/2025 Nghỉ theo quyết định")  # without a name it is asked again
    part.add()
    row = shown(part.view, "day").index("25/12/2025")
    part.view.selectRow(row)
    part.delete()
    assert "25/12/2025" not in shown(part.view, "day")


def test_cut_off_days_change_what_a_period_covers(page, qtbot, window):
    part = front(page, "periods")
    places = list(deadlines.LAST_MONTH)
    type_cell(qtbot, part.view, places.index("nam"), "end", "24/10")
    assert shown(part.view, "end")[places.index("nam")] == "24/10/2025"
    assert shown(part.view, "start")[places.index("nam")] == "25/10/2024"
    type_cell(qtbot, part.view, places.index("quy-2"), "reported", "có")
    assert "quy-2" in deadlines.cut_off(window.desk.db).reported
    part.day.setValue(0)
    part.day.editingFinished.emit()
    assert shown(part.view, "end")[places.index("quy-1")] == "31/03/2025"
    window.desk.undo()
    assert shown(part.view, "end")[places.index("quy-1")] == "14/03/2025"


def test_anchors_lead_to_the_tab_and_the_record(page, window):
    window.go("people", "official:1")
    assert page.part is page.officials
    assert page.officials.view.current().id == 1
    window.go("people", "holidays")
    assert page.part is page.holidays
    window.go("people", "unit:3")
    assert page.units.view.current().id == 3
