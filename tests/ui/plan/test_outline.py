"""The outline: numbers, adding, moving, indenting, deleting, dragging, each undone; selection and folding stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plan_places import body_of, keys_of, titles_of, write
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dvcq_desktop import sections
from ui.desk import Desk
from ui.pages.plan import PlanPage
from ui.plan.outline import OutlineModel, section_id

STARTED = [
    "I. MỤC TIÊU, CHỈ TIÊU",
    "1. Mục tiêu",
    "2. Chỉ tiêu",
    "II. ĐÁNH GIÁ KẾT QUẢ NĂM 2024",
    "1. Kết quả",
    "2. Nội dung bị trừ điểm và hướng khắc phục",
    "III. NHIỆM VỤ, GIẢI PHÁP VÀ PHÂN CÔNG THỰC HIỆN",
    "1. Nhiệm vụ, giải pháp chung",
    "2. Nhiệm vụ cụ thể theo tiêu chí",
    "IV. TỔ CHỨC THỰC HIỆN",
]


def test_fixed_places_stand_around_the_numbered_sections(page: PlanPage) -> None:
    keys = page.outline.model.keys()
    assert keys[:3] == ["head", "bases", "opening"]
    assert keys[-2:] == ["closing", "signing"]
    assert titles_of(page) == STARTED


def test_the_model_is_sound_through_every_change(page: PlanPage, desk: Desk) -> None:
    tester = QAbstractItemModelTester(page.outline.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = keys_of(page)
    for act in (page.steps.add_after, page.steps.indent_section, page.steps.move_up, page.steps.outdent_section):
        page.outline.select(keys[2])
        act()
    page.outline.select(keys[3])
    page.steps.delete_section()
    for _step in range(5):
        desk.undo()
    assert titles_of(page) == STARTED
    tester.deleteLater()


def test_an_empty_model_is_sound() -> None:
    model = OutlineModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.fill([])
    assert model.rowCount() == 5
    tester.deleteLater()


def test_add_after_names_the_new_section_at_once(page: PlanPage, desk: Desk) -> None:
    page.outline.select(keys_of(page)[1])
    page.outline.tree.setFocus()
    QTest.keyClick(page.outline.tree, Qt.Key.Key_Insert)
    assert titles_of(page)[2] == "2. (chưa có tiêu đề)"
    assert page.outline.current_key() == keys_of(page)[2]
    assert page.middle.section.heading.hasFocus()
    write(page.middle.section.heading, "Yeu cau")
    page.outline.tree.setFocus()
    assert titles_of(page)[2:4] == ["2. Yeu cau", "3. Chỉ tiêu"]
    desk.undo()
    desk.undo()
    assert titles_of(page) == STARTED


def test_add_inside_numbers_the_next_level(page: PlanPage) -> None:
    page.outline.select(keys_of(page)[1])
    page.steps.add_inside()
    page.steps.add_inside()
    assert titles_of(page)[2:4] == ["1.1. (chưa có tiêu đề)", "a) (chưa có tiêu đề)"]


def test_the_deepest_level_is_said_in_a_sentence(page: PlanPage, desk: Desk) -> None:
    said: list[str] = []
    desk.refused.connect(said.append)
    page.outline.select(keys_of(page)[1])
    for _step in range(6):
        page.steps.add_inside()
    assert said
    assert "6 cấp" in said[-1]


def test_moving_and_indenting_renumber_and_undo(page: PlanPage, desk: Desk) -> None:
    key = keys_of(page)[2]
    page.outline.select(key)
    page.steps.move_up()
    assert titles_of(page)[1:3] == ["1. Chỉ tiêu", "2. Mục tiêu"]
    assert page.outline.current_key() == key
    page.steps.move_down()
    page.steps.indent_section()
    assert titles_of(page)[1:3] == ["1. Mục tiêu", "1.1. Chỉ tiêu"]
    desk.undo()
    desk.undo()
    desk.undo()
    assert titles_of(page) == STARTED
    desk.redo()
    assert titles_of(page)[1:3] == ["1. Chỉ tiêu", "2. Mục tiêu"]


def test_tab_and_shift_tab_indent_in_the_tree(page: PlanPage) -> None:
    page.outline.select(keys_of(page)[2])
    page.outline.tree.setFocus()
    QTest.keyClick(page.outline.tree, Qt.Key.Key_Tab)
    assert titles_of(page)[2] == "1.1. Chỉ tiêu"
    QTest.keyClick(page.outline.tree, Qt.Key.Key_Backtab)
    assert titles_of(page) == STARTED


def test_delete_asks_nothing_and_is_undone(page: PlanPage, desk: Desk) -> None:
    said: list[tuple[str, bool]] = []
    desk.told.connect(lambda sentence, undo: said.append((sentence, undo)))
    key = keys_of(page)[3]
    page.outline.select(key)
    page.outline.tree.setFocus()
    QTest.keyClick(page.outline.tree, Qt.Key.Key_Delete)
    assert said == [("Đã xóa mục “II. ĐÁNH GIÁ KẾT QUẢ NĂM 2024” và các mục bên trong.", True)]
    assert titles_of(page)[3] == "II. NHIỆM VỤ, GIẢI PHÁP VÀ PHÂN CÔNG THỰC HIỆN"
    assert page.outline.current_key() == keys_of(page)[3], "the next one is in hand"
    desk.undo()
    assert titles_of(page) == STARTED


def test_what_is_typed_in_a_section_survives_its_deletion_and_undo(page: PlanPage, desk: Desk) -> None:
    key = keys_of(page)[1]
    page.outline.select(key)
    page.middle.section.text.setFocus()
    write(page.middle.section.text, "abc")
    page.steps.delete_section()
    desk.undo()
    assert body_of(page, key) == "abc"


def test_a_heading_is_edited_in_place(page: PlanPage, qtbot: QtBot) -> None:
    key = keys_of(page)[1]
    page.outline.rename(key)
    editor = page.outline.tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Mục tiêu", "without its number"
    editor.setText("Mục đích")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles_of(page)[1] == "1. Mục đích", timeout=2000)


def test_kind_and_numbering_from_the_menu(page: PlanPage, desk: Desk) -> None:
    page.outline.select(keys_of(page)[1])
    menu = page.outline.build_menu()
    (plain,) = [a for a in menu.actions() if a.text() == "Không đánh số"]
    plain.trigger()
    assert titles_of(page)[1:3] == ["Mục tiêu", "1. Chỉ tiêu"]
    kinds = next(a.menu() for a in menu.actions() if a.text() == "Loại mục")
    kinds.actions()[3].trigger()
    assert sections.outline(desk.db, page.plan.id)[1].section.kind == "tasks"
    assert page.middle.section.live.isVisibleTo(page)
    desk.undo()
    desk.undo()
    assert titles_of(page) == STARTED


def drop(page: PlanPage, key: str, row: int, parent: QModelIndex) -> None:
    model = page.outline.model
    data = model.mimeData([model.index_of(key)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)


def test_dragging_a_section_elsewhere(page: PlanPage, desk: Desk) -> None:
    model, keys = page.outline.model, keys_of(page)
    drop(page, keys[2], 0, model.index_of(keys[0]))
    assert titles_of(page)[1:3] == ["1. Chỉ tiêu", "2. Mục tiêu"]
    drop(page, keys[2], -1, model.index_of(keys[9]))
    assert titles_of(page)[-2:] == ["IV. TỔ CHỨC THỰC HIỆN", "1. Chỉ tiêu"]
    drop(page, keys[2], 3, QModelIndex())
    assert titles_of(page)[0] == "I. Chỉ tiêu"
    drop(page, keys[2], 0, QModelIndex())
    assert titles_of(page)[0] == "I. Chỉ tiêu", "above the fixed places is the first section"
    for _step in range(4):
        desk.undo()
    assert titles_of(page) == STARTED


def test_a_section_is_not_dropped_into_itself(page: PlanPage) -> None:
    model, keys = page.outline.model, keys_of(page)
    data = model.mimeData([model.index_of(keys[0])])
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index_of(keys[1]))
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index_of(keys[3]))


def test_folding_and_selection_stay_through_changes_and_undo(page: PlanPage, desk: Desk) -> None:
    keys, tree, model = keys_of(page), page.outline.tree, page.outline.model
    tree.collapse(model.index_of(keys[3]))
    page.outline.select(keys[2])
    desk.run("Thêm", sections.add_section, page.plan.id, heading="Mới")
    assert page.outline.current_key() == keys[2]
    assert not tree.isExpanded(model.index_of(keys[3]))
    assert tree.isExpanded(model.index_of(keys[0]))
    desk.undo()
    assert page.outline.current_key() == keys[2]
    assert not tree.isExpanded(model.index_of(keys[3]))


def test_alt_arrows_walk_through_the_places(page: PlanPage) -> None:
    page.outline.select("opening")
    page.next_place()
    assert page.outline.current_key() == keys_of(page)[0]
    page.previous_place()
    page.previous_place()
    assert page.outline.current_key() == "bases"


@pytest.mark.parametrize(("key", "number"), [("section:12", 12), ("head", None)])
def test_sections_have_numbers_and_fixed_places_none(key: str, number: int | None) -> None:
    assert section_id(key) == number


def test_only_what_makes_sense_can_be_pressed(page: PlanPage) -> None:
    steps = page.steps
    page.outline.select("head")
    assert steps.add.isEnabled()
    assert not any(a.isEnabled() for a in (steps.delete, steps.up, steps.down, steps.indent, steps.outdent))
    page.outline.select(keys_of(page)[0])
    assert (steps.up.isEnabled(), steps.down.isEnabled(), steps.indent.isEnabled(), steps.outdent.isEnabled()) == (
        False,
        True,
        False,
        False,
    )


def test_another_year_shows_another_plan(page: PlanPage, desk: Desk, open_page: Callable[[Desk], PlanPage]) -> None:
    page.outline.select(keys_of(page)[1])
    write(page.middle.section.text, "nam 2025")
    key = page.outline.current_key()
    desk.set_year(2024)
    assert page.plan is None
    desk.set_year(2025)
    assert body_of(page, key) == "nam 2025"
