"""Quick search of the window: after a pause, below the box, to the place by Enter; nothing is filled in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui.main_window import MainWindow
from ui.quick_find import QuickFind


@pytest.fixture
def box(window: MainWindow) -> QuickFind:
    return window.quick_find


def test_finds_without_marks_after_a_pause(box: QuickFind, qtbot) -> None:
    qtbot.keyClicks(box, "danh gia")
    assert not box.box.isVisible()
    qtbot.waitUntil(box.box.isVisible)
    assert any("đánh giá" in found.title.lower() for found in box.box.model.found)
    assert box.text() == "danh gia"


def test_enter_goes_to_the_place(box: QuickFind, window: MainWindow, qtbot) -> None:
    with qtbot.waitSignal(window.desk.go) as went:
        box.setText("Văn phòng")
        qtbot.keyClick(box, Qt.Key.Key_Return)
        row = next(i for i, found in enumerate(box.box.model.found) if found.anchor.startswith("unit:"))
        for _ in range(row):
            qtbot.keyClick(box, Qt.Key.Key_Down)
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert went.args == ["assignments", box.box.model.found[row].anchor]
    assert not box.box.isVisible()


def test_escape_closes_the_list_then_empties_the_box(box: QuickFind, qtbot) -> None:
    box.setText("danh gia")
    box.search_now()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.box.isVisible()
    assert box.text()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_nothing_found_says_what_to_try(box: QuickFind) -> None:
    box.setText("không có chữ này đâu")
    box.search_now()
    assert box.box.isVisible()
    assert box.box.line.text().startswith("Không thấy")


def test_a_record_of_another_year_brings_its_year(box: QuickFind, window: MainWindow) -> None:
    window.desk.set_year(2024)
    box.setText("Mục tiêu")
    box.search_now()
    row = next(i for i, found in enumerate(box.box.model.found) if found.page == "plan")
    box.go_to(row)
    assert window.desk.year == 2025


def test_the_list_stays_inside_the_window(box: QuickFind, window: MainWindow) -> None:
    box.setText("a")
    box.search_now()
    window.resize(700, 420)
    assert window.rect().contains(box.box.geometry())


def test_the_model_is_sound(box: QuickFind, qtmodeltester) -> None:
    box.setText("danh gia")
    box.search_now()
    qtmodeltester.check(box.box.model)
