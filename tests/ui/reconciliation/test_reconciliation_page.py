"""The page that compares both scores through its real widgets: the line from red to zero, totals, old communes, pasting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton

from dvcq_desktop import cycles, deductions, frameworks, reconciliation, scores
from dvcq_desktop.years import close_year_anyway
from ui import ask
from ui.pages.reconciliation import ReconciliationPage
from ui.reconciliation.compare_table import APPRAISED, DIFFERENCE, NOTE, REST, SELF
from ui.reconciliation.deduction_table import FIELDS
from ui.reconciliation.paste_dialog import PasteDialog
from ui.widgets.points_edit import PointsEdit

YEAR = 2025
ENTER = Qt.Key.Key_Return
POINTS, REASON, RESPONSIBLE, REMEDY, TASK, AGAIN, TEXT = (
    FIELDS.index(name) for name in ("points", "reason", "responsible", "remedy", "task", "again", "text")
)


def shown_page(qtbot, desk) -> ReconciliationPage:
    made = ReconciliationPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def scored(desk):
    """2025 with every item scored in full by the office."""

    def score(db) -> None:
        for row in scores.score_rows(db, YEAR):
            scores.set_self(db, YEAR, row.item.id, f"{(row.item.max_points or 0) / 100:.2f}")

    desk.run("Chấm cả năm", score)
    return desk


@pytest.fixture
def page(qtbot, scored) -> ReconciliationPage:
    made = shown_page(qtbot, scored)
    made._begin()
    made.view.editors.finish()
    return made


def place(page: ReconciliationPage, code: str) -> int:
    return next(r for r in range(page.model.rowCount()) if page.model.index(r, 0).data() == code and page.model.item(r))


def cell(page: ReconciliationPage, code: str, column: int) -> str:
    return page.model.index(place(page, code), column).data()


def item_id(page: ReconciliationPage, code: str) -> int:
    item = page.model.item(place(page, code))
    assert item is not None
    return item.row.item.id


def give(page: ReconciliationPage, desk, lost: dict[str, str]) -> None:
    """The superior's points of the whole year: in full but for what is named."""

    def store(db) -> None:
        for row in scores.score_rows(db, YEAR):
            scores.set_appraised(db, YEAR, row.item.id, lost.get(row.code) or f"{(row.item.max_points or 0) / 100:.2f}")

    desk.run("Thẩm định", store)


def deduction_cell(page: ReconciliationPage, row: int, column: int) -> str:
    return page.deductions.model.index(row, column).data()


def edit_deduction(qtbot, page: ReconciliationPage, row: int, column: int, typed: str) -> None:
    view = page.deduction_view
    view.setCurrentIndex(page.deductions.model.index(row, column))
    view.edit(view.currentIndex())
    editor = view.editors.editing()
    assert editor is not None
    editor.setPlainText(typed) if hasattr(editor, "setPlainText") else editor.setText(typed)
    qtbot.keyClick(editor, ENTER)


def test_without_the_superiors_points_the_page_invites(qtbot, scored):
    page = shown_page(qtbot, scored)
    cards = [b for b in page._empty.findChildren(QPushButton) if b.objectName() == "card"]
    assert [card.text().split("\n")[0] for card in cards] == ["Nhập tay", "Dán từ Excel"]
    cards[0].click()
    assert page._stack.currentIndex() == 0
    assert page.view.current_item().row.code == "1.1"


def test_the_superiors_points_by_keyboard(qtbot, page):
    for code in ("1.1", "1.2", "1.3"):
        assert page.view.current_item().row.code == code
        qtbot.keyClick(page.view, "2") if page.view.editors.editing() is None else qtbot.keyClicks(
            page.view.editors.editing(), "2"
        )
        editor = page.view.editors.editing()
        assert isinstance(editor, PointsEdit)
        qtbot.keyClicks(editor, ",5")
        qtbot.keyClick(editor, ENTER)
    assert [cell(page, "1.1", column) for column in (SELF, APPRAISED, DIFFERENCE, REST)] == [
        "4,00",
        "2,50",
        "1,50",
        "▲ 1,50",
    ]
    page.view.editors.finish()
    assert "29 nội dung chưa có đủ hai bên điểm" in page.head.line.words()


def test_more_than_the_maximum_is_refused_in_the_cell(qtbot, page):
    page.view.edit(page.model.index(place(page, "1.1"), APPRAISED))
    editor = page.view.editors.editing()
    editor.setText("1.234")
    qtbot.keyClick(editor, ENTER)
    assert "hai số khác nhau" in page.view.editors._complaint.text()
    editor.setText("9")
    qtbot.keyClick(editor, ENTER)
    assert "vượt điểm tối đa" in page.view.editors._complaint.text()
    assert editor.text() == "9"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_the_line_goes_from_red_to_zero_by_deductions(qtbot, page, desk):
    give(page, desk, {"1.1": "3", "2.1": "4.5", "4.1": "1"})
    total = reconciliation.reconcile(desk.db, YEAR).total
    assert total.difference == total.unexplained
    assert "▲ còn" in page.head.line.words()
    assert "1.1" in page.head.strip.text()
    page.show_anchor(f"item:{item_id(page, '1.1')}")
    page.deduct()
    assert deduction_cell(page, 0, POINTS) == "1,00"
    assert deduction_cell(page, 0, REASON) == "● chưa ghi"
    assert cell(page, "1.1", REST) == "✓ 0,00"
    assert "= Σ 1,00" in page.head.line.words()
    page.deduct_all()
    assert page.deductions.model.rowCount() == 3
    assert page.head.line.words().endswith("✓ đã giải thích hết")
    assert not page.head._rest.isVisible()
    edit_deduction(qtbot, page, 1, POINTS, "0,25")
    assert "▲ còn 0,25 chưa giải thích" in page.head.line.words()
    edit_deduction(qtbot, page, 1, POINTS, "1")
    assert "▲ giải thích thừa 0,50" in page.head.line.words()
    assert cell(page, "2.1", REST) == "▲ thừa 0,50"
    desk.undo()
    desk.undo()
    assert page.head.line.words().endswith("✓ đã giải thích hết")


def test_nothing_unexplained_is_said_not_done(page, desk):
    give(page, desk, {})
    page.show_anchor(f"item:{item_id(page, '1.1')}")
    refused = []
    desk.refused.connect(refused.append)
    page.deduct()
    page.deduct_all()
    assert len(refused) == 2
    assert page.deductions.model.rowCount() == 0


def test_the_superiors_note_is_the_reason(qtbot, page, desk):
    give(page, desk, {"1.1": "3"})
    page.view.edit(page.model.index(place(page, "1.1"), NOTE))
    editor = page.view.editors.editing()
    editor.setPlainText("Chưa thường xuyên")
    qtbot.keyClick(editor, ENTER)
    assert cell(page, "1.1", NOTE) == "Chưa thường xuyên"
    page.show_anchor(f"item:{item_id(page, '1.1')}")
    page.deduct()
    assert deduction_cell(page, 0, REASON) == "Chưa thường xuyên"


def test_deductions_are_edited_in_place_and_deleted_with_undo(qtbot, page, desk):
    page.add()
    qtbot.keyClick(page.deduction_view.editors.editing(), Qt.Key.Key_Escape)
    edit_deduction(qtbot, page, 0, POINTS, "-1.5")
    edit_deduction(qtbot, page, 0, RESPONSIBLE, "Văn phòng – Thống kê; Tài chính – Kế toán")
    edit_deduction(qtbot, page, 0, REMEDY, "Tổ chức quán triệt theo quý")
    assert deduction_cell(page, 0, POINTS) == "1,50"
    assert deduction_cell(page, 0, RESPONSIBLE) == "Văn phòng – Thống kê; Tài chính – Kế toán"
    row = page.deductions.model.row(0)
    assert len(deductions.responsible_units(desk.db, row.id)) == 2
    page.deduction_view.selectRow(0)
    page.deductions.delete()
    assert page.deductions.model.rowCount() == 0
    desk.undo()
    assert deduction_cell(page, 0, REMEDY) == "Tổ chức quán triệt theo quý"


def test_points_of_a_deduction_that_are_none_are_told_in_the_cell(qtbot, page):
    page.add()
    qtbot.keyClick(page.deduction_view.editors.editing(), Qt.Key.Key_Escape)
    edit_deduction(qtbot, page, 0, POINTS, "nhiều")
    assert "không phải là điểm" in page.deduction_view.editors._complaint.text()
    qtbot.keyClick(page.deduction_view.editors.editing(), Qt.Key.Key_Escape)


def test_a_task_of_the_following_year_carries_the_remedy(qtbot, desk, monkeypatch):
    desk.set_year(2024)
    page = shown_page(qtbot, desk)
    offered = []

    def pick(dialog) -> bool:
        offered.extend(dialog._names)
        dialog.words.setText(dialog._names[2][0][:30])
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", pick)
    page.deduction_view.setCurrentIndex(page.deductions.model.index(0, TASK))
    qtbot.keyClick(page.deduction_view, ENTER)
    assert len(offered) == 4
    assert deduction_cell(page, 0, TASK) == offered[2][0]
    desk.undo()
    assert deduction_cell(page, 0, TASK) == "● chưa giao"


def test_a_deduction_two_years_running_is_marked(page, desk):
    item = item_id(page, "1.1")
    cycle = cycles.cycle_of_year(desk.db, YEAR)
    desk.run("Trừ", deductions.add_deduction, cycle.id, item_id=item, place="1.1", points=50)
    assert deduction_cell(page, 0, AGAIN) == "↻ lặp lại 2 năm"
    assert "↻ 1 lặp lại 2 năm" in page.deductions.sum.text()


def test_a_year_known_only_by_totals(qtbot, desk):
    desk.set_year(2024)
    page = shown_page(qtbot, desk)
    assert page.head.line.words() == "94,00 − 78,50 = 15,50 = Σ 0,50 + ▲ còn 15,00 chưa giải thích"
    totals = page.head.totals
    assert totals.isVisible()
    totals.lines["appraised_total"].setText("80.25")
    totals.label.setEditText("Hoàn thành tốt nhiệm vụ")
    totals.keep()
    assert page.head.line.words().startswith("94,00 − 80,25 = 13,75")
    assert cycles.cycle_of_year(desk.db, 2024).class_label == "Hoàn thành tốt nhiệm vụ"
    totals.lines["appraised_total"].setText("80.250")
    totals.keep()
    assert "hai số khác nhau" in totals.complaint.text()
    assert totals.lines["appraised_total"].text() == "80.250"
    assert cycles.cycle_of_year(desk.db, 2024).appraised_total == 8025


def test_one_points_of_the_superior_does_not_make_the_told_total_forgotten(qtbot, desk):
    desk.set_year(2024)
    page = shown_page(qtbot, desk)
    desk.run("Một điểm", scores.set_appraised, 2024, item_id(page, "1.1"), "3")
    assert page.head.line.words().startswith("94,00 − 78,50")


def test_old_communes_have_lines_of_their_own(qtbot, desk, monkeypatch):
    desk.set_year(2024)
    page = shown_page(qtbot, desk)
    assert not page.predecessors.isVisible()
    for _n in range(3):
        page.add_predecessor()
    assert page.predecessors.isVisible()
    assert not page.predecessors.add_button.isEnabled()
    fields = page.predecessors.fields[0]
    fields["name"].setText("Xã Ba Liên")
    fields["self_total"].setText("91,5")
    fields["appraised_total"].setText("88")
    page.predecessors.flush()
    assert page.predecessors.lines[0].words() == "91,50 − 88,00 = 3,50 = Σ 0,00 + ▲ còn 3,50 chưa giải thích"
    found = reconciliation.predecessors(desk.db, 2024)
    desk.run(
        "Trừ",
        deductions.add_deduction,
        cycles.cycle_of_year(desk.db, 2024).id,
        place="TC 1",
        points=350,
        predecessor_id=found[0].id,
    )
    assert page.predecessors.lines[0].words().endswith("✓ đã giải thích hết")
    assert "còn 15,00" in page.head.line.words()
    page.predecessors.fields[1]["self_total"].setText("chín")
    page.predecessors.flush()
    assert "không phải là điểm" in page.predecessors.complaint.text()
    page.predecessors.fields[1]["self_total"].setText("")
    page.predecessors.flush()

    def away() -> list[QPushButton]:
        found = page.predecessors.findChildren(QPushButton)
        return [b for b in found if b.property("place") == 0 and b.isVisible()]

    qtbot.waitUntil(lambda: len(away()) == 1)
    away()[0].click()
    assert len(page.predecessors.fields) == 2
    assert "= Σ 0,50 " in page.head.line.words()
    desk.undo()
    assert page.predecessors.lines[0].words().endswith("✓ đã giải thích hết")


def test_pasting_the_superiors_points(qtbot, page, desk, monkeypatch):
    text = "Mã\tĐiểm\tLý do\n1.1\t3,5\tThiếu biên bản\n1,2\t2\n9.9\t1\n1.3\t1.234\n1.1\t2\nTC2.ND1\t4.75\n"
    QGuiApplication.clipboard().setText(text)
    seen = []

    def answer(dialog) -> bool:
        assert isinstance(dialog, PasteDialog)
        QAbstractItemModelTester(dialog.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
        seen.extend(dialog.table.index(row, 4).data() for row in range(dialog.table.rowCount()))
        assert dialog.do.text() == "Ghi 3 điểm"
        dialog.accept()
        return dialog.result() == 1

    monkeypatch.setattr(ask, "show_dialog", answer)
    page.paste()
    assert [words[0] for words in seen] == ["✓", "✓", "▲", "▲", "▲", "✓"]
    assert cell(page, "1.1", APPRAISED) == "3,50"
    assert cell(page, "1.1", NOTE) == "Thiếu biên bản"
    assert cell(page, "1.2", APPRAISED) == "2,00"
    assert cell(page, "2.1", APPRAISED) == "4,75"
    desk.undo()
    assert cell(page, "2.1", APPRAISED) == ""


def test_filters(qtbot, page, desk):
    give(page, desk, {"1.1": "3", "4.1": "1"})
    page.compare.which.setCurrentIndex(1)
    page.compare.narrow()
    assert page.model.rowCount() == 4
    page.compare.go_to(next(r.item.id for r in scores.score_rows(desk.db, YEAR) if r.code == "2.2"))
    assert page.model.rowCount() == 42
    assert page.view.current_item().row.code == "2.2"
    page.focus_find()
    page.compare.words.setText("khong co gi nhu the")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_the_list_of_unexplained_items_leads_there(qtbot, page, desk):
    give(page, desk, {"1.1": "3", "4.1": "0"})
    page.head.show_list()
    first = page.head.popup.list.model().index(0, 0).data()
    qtbot.keyClick(page.head.popup, ENTER)
    assert first.startswith(page.view.current_item().row.code)
    page.head.strip.linkActivated.emit(str(item_id(page, "1.1")))
    assert page.view.current_item().row.code == "1.1"


def test_a_closed_year_is_read_only(qtbot, page, desk):
    give(page, desk, {"1.1": "3"})
    desk.run("Trừ hết", reconciliation.deduct_all_differences, YEAR)
    desk.run("Khóa", close_year_anyway, YEAR, "Đã có quyết định")
    assert "đã khóa" in page.banner.words.text()
    for model, index in (
        (page.model, page.model.index(1, APPRAISED)),
        (page.deductions.model, page.deductions.model.index(0, POINTS)),
    ):
        assert not model.flags(index) & Qt.ItemFlag.ItemIsEditable
    page.deduction_view.selectRow(0)
    page.deductions.delete()
    assert page.deductions.model.rowCount() == 1


def test_an_empty_office_opens(qtbot, empty_desk):
    page = shown_page(qtbot, empty_desk)
    page.deduct()
    page.add()
    page.paste()
    page.add_predecessor()
    assert page.model.rowCount() == 0


def test_a_year_without_a_framework_is_known_by_totals(qtbot, desk):
    desk.run("Mở năm", cycles.open_year, 2021)
    desk.set_year(2021)
    page = shown_page(qtbot, desk)
    page._begin()
    assert not page.compare.isVisible()
    page.head.totals.lines["self_total"].setText("90")
    page.head.totals.lines["appraised_total"].setText("90")
    page.head.totals.keep()
    assert page.head.line.words() == "90,00 − 90,00 = 0,00 = Σ 0,00  ✓ đã giải thích hết"


def test_the_models_keep_the_rules_of_qt(page, desk):
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (page.model, page.deductions.model)
    ]
    give(page, desk, {"1.1": "3"})
    page.deduct_all()
    page.compare.which.setCurrentIndex(2)
    page.compare.narrow()
    desk.undo()
    desk.set_year(2024)
    desk.run("Nạp", frameworks.load_framework, "quang-ngai-1211-2022")
    assert len(testers) == 2
