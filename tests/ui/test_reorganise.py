"""The reorganisation wizard and handing work over: filled in through the widgets, carried out at once, taken back whole."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from dvcq_desktop import assignments, demo, officials, organisation, reorganisation, units
from dvcq_desktop.assignments import assignment_rows
from dvcq_desktop.handover import Holder, held_by
from dvcq_desktop.reorganisation import NewUnit
from dvcq_desktop.reorganisation_words import new_units_words, parse_new_units
from tests.support import content
from ui import ask
from ui.desk import Desk
from ui.dialogs.hand_over import HandOverDialog, hand_over
from ui.dialogs.history import HistoryDialog
from ui.dialogs.reorganise import ReorganiseWizard, reorganise


@pytest.fixture
def demo_desk(qapp, empty_office) -> Desk:
    empty_office.run("Nạp văn phòng mẫu", demo.fill_demo)
    desk = Desk(empty_office)
    desk.clock = lambda: date(2025, 7, 7)
    return desk


@pytest.fixture
def parent(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


def data_hash(desk: Desk) -> str:
    """One word for everything the office holds; the journal apart."""
    return hashlib.sha256(repr(content(desk.db)).encode()).hexdigest()


def walk(monkeypatch, *steps) -> list[ReorganiseWizard]:
    """Answer the wizard: each step is called with it before "Tiếp"; the last one finishes."""
    seen = []

    def through(wizard) -> bool:
        seen.append(wizard)
        wizard.restart()
        for step in steps:
            step(wizard)
            if wizard.nextId() >= 0:
                wizard.next()
        wizard.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", through)
    return seen


def nothing(_wizard) -> None:
    """The page as it is."""


def test_words_of_a_mapping_are_read_back_as_written():
    new = (NewUnit(name="Văn phòng HĐND và UBND"), NewUnit(name="Phòng Văn hóa – Xã hội", criteria=(3, 4)))
    words = "Văn phòng HĐND và UBND; Phòng Văn hóa – Xã hội (tiêu chí 3, 4)"
    assert new_units_words(new) == words
    assert parse_new_units(words) == new
    assert parse_new_units("Phòng A (tc 3 và 4)")[0].criteria == (3, 4)
    assert parse_new_units("Công an (thường trực)") == (NewUnit(name="Công an (thường trực)"),)
    assert parse_new_units(" ; ") == ()


def test_the_reform_is_applied_and_taken_back_to_the_same_data(demo_desk, parent, monkeypatch):
    before = data_hash(demo_desk)
    told = []
    demo_desk.told.connect(lambda sentence, undo: told.append((sentence, undo)))
    walk(monkeypatch, nothing, nothing, nothing)
    reorganise(demo_desk, parent)
    sentence, with_undo = told[-1]
    assert sentence.startswith("Đã sắp xếp lại từ ngày 01/07/2025: 11 bộ phận, 9 cán bộ")
    assert with_undo
    assert "▲" not in sentence  # no open task is without a lead
    assert reorganisation.without_valid_lead(demo_desk.db, "2025-07-01") == []
    names = [unit.name for unit in units.units_on(demo_desk.db, "2025-07-01")]
    assert "Trung tâm Phục vụ hành chính công" in names
    assert "Bộ phận Tiếp nhận và Trả kết quả" not in names
    assert organisation.current(demo_desk.db, "2025-07-01").superior == "UBND tỉnh Quảng Ngãi"
    assert organisation.current(demo_desk.db, "2025-06-30").superior == "UBND huyện Ba Tơ"
    assert data_hash(demo_desk) != before
    demo_desk.undo()
    assert data_hash(demo_desk) == before


def test_the_preview_names_every_change_and_lets_a_task_go_elsewhere(demo_desk, parent, monkeypatch):
    seen = {}

    def correct(wizard) -> None:
        page = wizard.preview_page
        seen["kinds"] = {effect.kind for effect in page.effects}
        effect = next(effect for effect in page.effects if effect.kind == "assignment")
        seen["id"] = effect.row_id
        row = page.effects.index(effect)
        page.view.table.setData(page.view.table.index(row, 3), "Tổ công tác riêng")
        assert page.view.table.row(row).texts["new"] == "Tổ công tác riêng"
        QAbstractItemModelTester(page.view.table, QAbstractItemModelTester.FailureReportingMode.Fatal)

    walk(monkeypatch, nothing, nothing, correct)
    reorganise(demo_desk, parent)
    assert {"organisation", "unit", "official", "assignment"} <= seen["kinds"]
    assert units.find_unit(demo_desk.db, "Tổ công tác riêng") is not None


def test_a_mapping_of_ones_own(desk, parent, monkeypatch):
    def own(wizard) -> None:
        wizard.day_page.choice.setCurrentIndex(wizard.day_page.choice.count() - 1)
        assert wizard.day_page.day.text() == ""
        wizard.day_page.day.setText("01/2025")
        assert not wizard.day_page.validatePage()
        assert "đủ ngày" in wizard.day_page.complaint.text()
        wizard.day_page.day.setText("01/03/2025")

    def two_into_one(wizard) -> None:
        table = wizard.table_page.units.table
        for row in range(table.rowCount()):
            if table.row(row).texts["old"] != "Tư pháp – Hộ tịch":
                table.setData(table.index(row, 1), "Văn phòng HĐND và UBND")
        wizard.table_page.office["superior"].setText("UBND tỉnh Quảng Ngãi")

    desk.clock = lambda: date(2025, 3, 3)
    before = data_hash(desk)
    walk(monkeypatch, own, two_into_one, nothing)
    reorganise(desk, parent)
    rows = assignment_rows(desk.db, 2025)
    assert [row.leads.split(" (")[0] for row in rows] == [
        "Văn phòng HĐND và UBND",
        "Tư pháp – Hộ tịch",
        "Văn phòng HĐND và UBND",
    ]
    assert organisation.current(desk.db, "2025-03-01").superior == "UBND tỉnh Quảng Ngãi"
    desk.undo()
    assert data_hash(desk) == before


def test_people_follow_their_unit_until_they_are_put_elsewhere(demo_desk, qtbot):
    wizard = ReorganiseWizard(demo_desk)
    qtbot.addWidget(wizard)
    wizard.draft.begin("01/07/2025", "", rename=False)
    person = next(p for p in officials.all_officials(demo_desk.db) if p.unit_id is not None)
    wizard.draft.set_unit(person.unit_id, "Phòng Kinh tế")
    changed = {change.official_id: change for change in wizard.change.officials}
    assert changed[person.id].unit == "Phòng Kinh tế"
    wizard.draft.set_person(person.id, "unit", "Văn phòng HĐND và UBND")
    changed = {change.official_id: change for change in wizard.change.officials}
    assert changed[person.id].unit == "Văn phòng HĐND và UBND"
    wizard.draft.set_unit(person.unit_id, "")
    assert wizard.change.units == ()


def test_nothing_to_change_is_said_and_nothing_is_done(desk, qtbot):
    wizard = ReorganiseWizard(desk)
    qtbot.addWidget(wizard)
    wizard.draft.begin("01/07/2025", "", rename=False)
    wizard.preview_page.initializePage()
    assert not wizard.preview_page.validatePage()
    assert "Chưa có gì thay đổi" in wizard.preview_page.complaint.text()


def test_work_is_handed_over_in_one_operation(desk, parent, monkeypatch):
    desk.clock = lambda: date(2025, 3, 3)
    before = data_hash(desk)
    told = []
    desk.told.connect(lambda sentence, _undo: told.append(sentence))

    def fill(dialog: HandOverDialog) -> bool:
        QAbstractItemModelTester(dialog.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert dialog.count.text() == "Bàn giao 2 trong 2 nhiệm vụ đang giữ."
        dialog.accept()
        assert "Chưa chọn bên giao và bên nhận" in dialog.complaint.text()
        dialog.taker_box.setCurrentIndex(dialog.holders.index(Holder(unit_id=2)))
        dialog.table.setData(dialog.table.index(0, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
        assert dialog.count.text() == "Bàn giao 1 trong 2 nhiệm vụ đang giữ."
        dialog.accept()
        return dialog.moved == 1

    monkeypatch.setattr(ask, "show_dialog", fill)
    hand_over(desk, parent, Holder(unit_id=1))
    assert told == ["Đã bàn giao 1 phân công cho Tài chính – Kế toán từ ngày 03/03/2025."]
    assert len(held_by(desk.db, Holder(unit_id=1))) == 1
    desk.undo()
    assert data_hash(desk) == before


def test_the_history_of_a_task_from_the_assignments_page(window, qtbot, monkeypatch):
    desk = window.desk
    desk.sign("Trần Văn Bình")
    desk.run("Giao việc", assignments.set_actors, 1, "lead", "Tài chính – Kế toán")
    seen = []

    def look(dialog: HistoryDialog) -> bool:
        QAbstractItemModelTester(dialog.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
        rows = range(dialog.table.rowCount())
        seen.extend([dialog.table.index(row, column).data() for column in range(3)] for row in rows)
        return False

    monkeypatch.setattr(ask, "show_dialog", look)
    window.go("assignments", "task:1")
    window.page.actions_by_key["history"].trigger()
    assert seen[0][1] == "Trần Văn Bình"
    assert any("Tài chính – Kế toán" in line[2] for line in seen)
