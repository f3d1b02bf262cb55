"""The framework page through its real widgets: 32 maxima by keyboard, rows, the pane beside, versions, comparison, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from dvcq_desktop import cycles, framework_versions, scores
from dvcq_desktop.framework_tables import Reading
from tests.ui.framework.showing import cell, enter, items, maxima, type_keys
from ui import ask
from ui.dialogs.framework_compare import Differences, FrameworkCompareDialog
from ui.dialogs.framework_preview import Preview
from ui.framework.tree_model import CODE, EVIDENCE, MAX, RULE, STEP, TEXT, FrameworkTree
from ui.pages.framework import FrameworkPage

# Typing


def test_all_32_maxima_by_keyboard_in_one_go(qtbot, unknown: FrameworkPage) -> None:
    assert unknown.banner.isVisible()
    assert "chưa có điểm: gõ hoặc dán bảng từ Word/Excel" in unknown.banner.words.text()
    unknown.banner.button.click()
    for number in range(32):
        qtbot.waitUntil(lambda: unknown.view.cells.editing() is not None, timeout=1000)
        type_keys("3,5" if number % 2 else "2.25")
        enter(unknown)
    assert maxima(unknown) == [2_25, 3_50] * 16
    qtbot.wait(20)
    assert unknown.view.cells.editing() is None  # after the last there is no next
    assert unknown.sums.sum.text().startswith("● Tổng 92,00 · chưa nhập tổng điểm")
    assert not unknown.banner.isVisible()
    unknown.desk.undo()
    assert maxima(unknown)[-1] is None
    assert "Còn 1 trong 32 nội dung" in unknown.sums.sum.text()


def test_a_digit_starts_typing_and_escape_gives_up(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", MAX))
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_2)
    type_keys(",5")
    enter(page)
    assert maxima(page)[1] == 2_50
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.view.cells.editing() is None


def test_what_cannot_be_is_refused_in_the_cell(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", MAX), edit=True)
    type_keys("1.234")
    enter(page)
    assert page.view.cells.editing() is not None
    assert "hai số khác nhau" in page.view.cells._complaint.text()
    assert maxima(page)[1] == 3_00


def test_texts_and_codes_are_edited_in_place(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", TEXT), edit=True)
    page.view.cells.editing().setPlainText("Lời văn mới")
    page.view.cells.finish()
    assert items(page)[1].text == "Lời văn mới"
    page.view.go_to(page.model.index(0, TEXT), edit=True)
    page.view.cells.editing().setText("Tên tiêu chí mới")
    page.view.cells.finish()
    assert page.model.index(0, TEXT).data() == "Tên tiêu chí mới"
    assert not page.model.index(0, MAX).flags() & Qt.ItemFlag.ItemIsEditable  # a criterion's points are a sum
    assert not cell(page, "1.1", RULE).flags() & Qt.ItemFlag.ItemIsEditable


# Rows


def test_add_move_and_delete_keep_the_cursor(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", TEXT))
    page.actions_by_key["add_item"].trigger()
    page.view.cells.editing().setPlainText("Nội dung thêm")
    page.view.cells.finish()
    assert [page.model.code(item) for item in items(page)][:4] == ["1.1", "1.2", "1.3", "1.4"]
    assert items(page)[2].text == "Nội dung thêm"
    page.actions_by_key["up"].trigger()
    assert items(page)[1].text == "Nội dung thêm"
    assert page.model.node(page.view.currentIndex()).text == "Nội dung thêm"
    page.actions_by_key["delete"].trigger()
    assert len(items(page)) == 32
    assert page.view.currentIndex().isValid()
    page.actions_by_key["add_criterion"].trigger()
    page.view.cells.editing().setText("Tiêu chí thứ 11")
    page.view.cells.finish()
    assert page.model.rowCount() == 11
    page.actions_by_key["delete"].trigger()
    assert page.model.rowCount() == 10


def test_the_edge_is_told(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.1", TEXT))
    with qtbot.waitSignal(page.desk.refused) as told:
        page.actions_by_key["up"].trigger()
    assert "đầu hoặc cuối" in told.args[0]


# Beside the tree


def test_the_pane_stores_when_a_field_is_left(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", TEXT))
    field = page.detail.fields["expected_evidence"]
    field.setFocus()
    field.selectAll()
    type_keys("Ke hoach nam")
    page.view.setFocus()
    assert items(page)[1].expected_evidence == "Ke hoach nam"
    page.detail.boxes["bonus"].click()
    assert items(page)[1].bonus == 1
    assert "điểm thưởng 3,00" in page.sums.sum.text()


def test_a_rule_is_stored_with_its_parameters(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", TEXT))
    box = page.detail.rule
    box.box.setCurrentIndex(box.box.findData("count_times"))
    box.box.activated.emit(box.box.currentIndex())
    assert box.keep_button.isVisible()
    box.fields["event"].setText("lần")
    box.keep_button.click()
    assert "còn thiếu: Điểm mỗi lần" in box.complaint.text()
    assert items(page)[1].rule == "manual"
    box.fields["each"].setText("0,5")
    box.keep_button.click()
    assert items(page)[1].rule == "count_times"
    assert cell(page, "1.2", RULE).data() == "Cộng 0,5 mỗi lần"
    assert not box.complaint.isVisible()


def test_half_a_rule_is_forgotten_when_one_goes_on(qtbot, page: FrameworkPage) -> None:
    page.view.go_to(cell(page, "1.2", TEXT))
    box = page.detail.rule
    box.box.setCurrentIndex(box.box.findData("choice"))
    box.box.activated.emit(box.box.currentIndex())
    page.view.go_to(cell(page, "1.3", TEXT))
    assert items(page)[1].rule == "manual"
    page.view.go_to(cell(page, "1.2", TEXT))
    assert box.box.currentData() == "manual"


# Versions


def _score(page: FrameworkPage) -> None:
    page.desk.run("Chấm", scores.set_self, 2025, items(page)[0].id, "1")


def test_a_change_after_scoring_began_shows_the_new_version(qtbot, page: FrameworkPage) -> None:
    _score(page)
    first = page.steps.version.framework.id
    with qtbot.waitSignal(page.desk.told) as told:
        page.view.go_to(cell(page, "1.2", MAX), edit=True)
        type_keys("2")
        enter(page)
    assert "phiên bản mới" in told.args[0]
    assert page.steps.version.framework.id != first
    assert page.steps.version.framework.version == 2
    type_keys("2")  # the next cell is open, in the new version
    enter(page)
    assert page.steps.version.framework.version == 2
    assert maxima(page)[1:3] == [2_00, 2_00]
    assert cycles.cycle_of_year(page.desk.db, 2025).framework_id == page.steps.version.framework.id
    page.desk.undo()
    page.desk.undo()
    assert page.steps.version.framework.id == first


def test_a_field_of_the_pane_makes_one_new_version_only(qtbot, page: FrameworkPage) -> None:
    _score(page)
    page.view.go_to(cell(page, "1.2", TEXT))
    page.detail.fields["legal_base"].setFocus()
    type_keys("Luat moi ")
    page.view.setFocus()
    assert [v.framework.version for v in framework_versions.versions(page.desk.db)] == [2, 1]
    page.detail.boxes["needs_evidence"].click()
    box = page.detail.rule
    box.box.setCurrentIndex(box.box.findData("all_or_nothing"))
    box.box.activated.emit(box.box.currentIndex())
    assert items(page)[1].rule == "all_or_nothing"
    assert len(framework_versions.versions(page.desk.db)) == 2


def test_a_closed_year_is_only_to_be_read(qtbot, page: FrameworkPage) -> None:
    for year in (2024, 2025):
        page.desk.run("Khóa", cycles.change, cycles.cycle_of_year(page.desk.db, year).id, closed=1)
    assert "chỉ để xem" in page.banner.words.text()
    assert not cell(page, "1.1", MAX).flags() & Qt.ItemFlag.ItemIsEditable
    assert not page.actions_by_key["add_item"].isEnabled()
    page.banner.button.click()
    assert page.steps.version.framework.version == 2
    assert cell(page, "1.1", MAX).flags() & Qt.ItemFlag.ItemIsEditable


def test_versions_are_picked_used_and_compared(qtbot, page: FrameworkPage, monkeypatch: pytest.MonkeyPatch) -> None:
    _score(page)
    page.steps.store(items(page)[1], "max_points", "2,5")
    old, new = (v.framework.id for v in reversed(framework_versions.versions(page.desk.db)))
    assert page.steps.version.framework.id == new
    page.bar.box.setCurrentIndex(page.bar.box.findData(old))
    page.bar.box.activated.emit(page.bar.box.currentIndex())
    assert page.steps.version.framework.id == old
    assert maxima(page)[1] == 3_00
    assert page.bar.use_button.isVisible()
    page.bar.use_button.click()
    assert cycles.cycle_of_year(page.desk.db, 2025).framework_id == old
    assert not page.bar.use_button.isVisible()
    seen: list[FrameworkCompareDialog] = []
    monkeypatch.setattr(ask, "show_dialog", lambda dialog: bool(seen.append(dialog)))
    page.bar.picked.emit(new)
    page.actions_by_key["compare"].trigger()
    qtbot.addWidget(seen[0])
    assert (seen[0].old.currentData(), seen[0].new.currentData()) == (old, new)
    rows = [[seen[0].model.index(0, c).data() for c in range(6)]]
    assert rows[0][1] == "1.2"
    assert rows[0][3:] == ["Điểm tối đa", "3,00", "2,50"]
    assert seen[0].foot.text() == "✎ Sửa 1"


def test_illustrative_points_are_marked(qtbot, page: FrameworkPage) -> None:
    assert "▲ Số liệu minh họa" in page.banner.words.text()
    assert "minh họa" in page.bar.box.currentText()


# Models and manners


def test_models_keep_qts_rules(qtbot, page: FrameworkPage) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    for model in (page.model, Preview(page), Differences(page), FrameworkTree(page)):
        QAbstractItemModelTester(model, fatal)
    page.steps.store(items(page)[0], "text", "Khác")
    page.actions_by_key["add_item"].trigger()
    page.view.cells.finish()
    page.desk.undo()
    page.desk.undo()
    assert page.model.rowCount() == 10


def test_findings_lead_to_their_place(qtbot, page: FrameworkPage) -> None:
    page.steps.store(items(page)[4], "max_points", "3,10")
    assert page.sums.findings.isVisible()
    page.sums.menu.actions()[0].trigger()
    assert page.model.node(page.view.currentIndex()).id == items(page)[4].id
    assert cell(page, "2.2", MAX).data().startswith("▲")
    page.show_anchor(f"item:{items(page)[7].id}")
    assert page.model.node(page.view.currentIndex()).id == items(page)[7].id


def test_narrow_pages_leave_the_words_room(qtbot, page: FrameworkPage) -> None:
    page.resize(760, 500)
    QApplication.processEvents()
    assert page.view.isColumnHidden(EVIDENCE)
    assert not page.view.isColumnHidden(MAX)
    page.resize(1500, 700)
    QApplication.processEvents()
    assert not any(page.view.isColumnHidden(column) for column in (CODE, TEXT, MAX, STEP, RULE, EVIDENCE))


def test_an_empty_reading_changes_nothing(qtbot, page: FrameworkPage) -> None:
    from ui.framework import commands

    before = maxima(page)
    done = commands.put_table(page.desk, page.steps.version.framework.id, Reading(rows=()), replace_text=True)
    assert (done.changed, done.added) == (0, 0)
    assert maxima(page) == before
