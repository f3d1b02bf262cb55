"""The frame: opens on every office, side bar, menus, shortcuts, undo by name, banners, text size, theme, years."""

from __future__ import annotations

import re
import unicodedata

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu

from dvcq_desktop import cycles, organisation
from dvcq_desktop.errors import RuleBroken
from ui import ask
from ui.main_window import MainWindow
from ui.page import Page
from ui.pages import PAGES
from ui.shortcuts import SHORTCUTS

SMALLEST = (1092, 614)  # 1366 × 768 at 125 %


def menus_of(window: MainWindow) -> dict[str, QMenu]:
    return {action.text(): action.menu() for action in window.menuBar().actions() if action.menu()}


def letters(actions: list[QAction]) -> list[str]:
    texts = [action.text().replace("&&", "") for action in actions if not action.isSeparator() and action.isVisible()]
    return [match.group(1).lower() for text in texts if (match := re.search("&(.)", text))]


def rename(window: MainWindow, name: str) -> None:
    office = organisation.current(window.desk.db)
    window.desk.attempt("Sửa tên cơ quan", organisation.change, office.id, name=name)


def test_opens_on_a_full_office(window: MainWindow) -> None:
    assert window.page is not None
    assert window.top.organisation.text() == "Ủy ban nhân dân xã Ba Thành"
    assert window.status.year.text().strip() == "Năm 2025"


def test_opens_on_an_empty_office(empty_window: MainWindow) -> None:
    assert empty_window.top.organisation.text() == "Chưa có tên cơ quan"
    assert empty_window.status.year.text().strip() == "Chưa có năm nào"


@pytest.mark.parametrize("key", [page.KEY for page in PAGES])
def test_every_page_opens_full_and_empty(key: str, window: MainWindow, empty_window: MainWindow) -> None:
    for shown in (window, empty_window):
        shown.show_page(key)
        assert shown.page is not None
        assert key == shown.page.KEY


def test_fits_the_smallest_screen_at_every_text_size(window: MainWindow) -> None:
    for percent in (90, 100, 125, 175):
        window.look.set_percent(percent)
        hint = window.minimumSizeHint()
        assert (hint.width(), hint.height()) <= SMALLEST
        window.resize(*SMALLEST)
        assert (window.width(), window.height()) == SMALLEST


def test_side_bar_is_the_shelf_of_pages(window: MainWindow) -> None:
    assert list(dict.fromkeys(window.side_bar.buttons)) == sorted(
        window.side_bar.buttons, key=[page.KEY for page in PAGES].index
    )
    assert {key: b.text().replace("&&", "&") for key, b in window.side_bar.buttons.items()} == {
        page.KEY: page.TITLE for page in PAGES
    }
    groups = [label.text() for label in window.side_bar.findChildren(QLabel)]
    assert groups == list(dict.fromkeys(page.GROUP for page in PAGES if page.GROUP))


def test_a_page_is_built_on_its_first_showing(window: MainWindow, qtbot) -> None:
    last = PAGES[-1].KEY
    assert last not in window.pages
    qtbot.mouseClick(window.side_bar.buttons[last], Qt.MouseButton.LeftButton)
    assert window.page is window.pages[last]


def test_side_bar_narrow_keeps_names_for_screen_readers(window: MainWindow) -> None:
    wide = window.side_bar.width()
    window.toggle_side_bar()
    assert window.side_bar.width() < wide / 2
    assert all(b.accessibleName() and b.toolTip() for b in window.side_bar.buttons.values())
    assert window.settings.side_bar_narrow


def test_letters_of_the_menus_do_not_clash(window: MainWindow) -> None:
    found = {"bar": letters(window.menuBar().actions())}
    waiting = list(menus_of(window).items())
    while waiting:
        title, menu = waiting.pop()
        menu.aboutToShow.emit()
        found[title] = letters(menu.actions())
        waiting += [(action.text(), action.menu()) for action in menu.actions() if action.menu()]
    for title, used in found.items():
        assert len(used) == len(set(used)), title
        assert all(unicodedata.normalize("NFD", letter) == letter and letter.isascii() for letter in used), title


def test_every_entry_of_a_menu_has_a_letter(window: MainWindow) -> None:
    for title, menu in menus_of(window).items():
        if menu is window.menus.page_menu:
            continue
        entries = [a for a in menu.actions() if not a.isSeparator()]
        assert len(letters(entries)) == len(entries), title


def test_shortcuts_are_unique_and_allowed(window: MainWindow) -> None:
    keys = [
        key.toString()
        for action in window.findChildren(QAction)
        if action.parent() is window
        for key in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))
    assert {key for one in SHORTCUTS.values() for key in one.keys} <= set(keys)
    for key in keys:
        assert "Ctrl+Shift" not in key
        assert key.startswith(("Ctrl+", "Alt+", "F", "Shift+F")), key


def test_undo_and_redo_by_name_through_the_menu(window: MainWindow) -> None:
    rename(window, "Ủy ban nhân dân xã Ba Vinh")
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    assert undo.text() == "&Hoàn tác: Sửa tên cơ quan"
    undo.trigger()
    assert window.top.organisation.text() == "Ủy ban nhân dân xã Ba Thành"
    assert redo.text() == "&Làm lại: Sửa tên cơ quan"
    redo.trigger()
    assert window.top.organisation.text() == "Ủy ban nhân dân xã Ba Vinh"
    assert not redo.isEnabled()


def test_ctrl_z_undoes_typing_first_and_the_office_after(window: MainWindow, qtbot) -> None:
    rename(window, "Ủy ban nhân dân xã Ba Vinh")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field: QLineEdit = window.quick_find
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert window.top.organisation.text().endswith("Ba Vinh")
    field.setModified(False)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.top.organisation.text().endswith("Ba Thành"))


def test_saved_at_is_shown(window: MainWindow) -> None:
    rename(window, "Ủy ban nhân dân xã Ba Vinh")
    at = window.desk.office.saved_at
    assert window.status.saved.text() == f"✓ Đã lưu {at:%H:%M}"


def test_a_refusal_is_shown_in_place_and_goes_by_escape(window: MainWindow, qtbot) -> None:
    def refuse(_db: object) -> None:
        raise RuleBroken("Năm 1999 không dùng được.")

    assert not window.desk.attempt("Thêm năm", refuse)
    assert window.refusal.isVisible()
    assert window.refusal.words.text() == "Năm 1999 không dùng được."
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.refusal.isVisible()
    window.desk.refused.emit("Lần nữa.")
    assert window.refusal.isVisible()


def test_toast_takes_it_back(window: MainWindow, qtbot) -> None:
    rename(window, "Ủy ban nhân dân xã Ba Vinh")
    window.desk.told.emit("Đã đổi tên.", True)
    assert window.toast.isVisible()
    qtbot.mouseClick(window.toast.button, Qt.MouseButton.LeftButton)
    assert window.top.organisation.text().endswith("Ba Thành")
    assert window.toast.words.text() == "Đã hoàn tác: Sửa tên cơ quan"
    assert window.toast.button.isHidden()


def test_text_size_from_90_to_175_and_back(window: MainWindow) -> None:
    usual = QApplication.font().pointSizeF()
    assert usual >= 10
    for _ in range(9):
        window.menus.actions["larger"].trigger()
    assert window.look.percent == 175
    assert QApplication.font().pointSizeF() == pytest.approx(usual * 1.75)
    assert window.settings.text_percent == 175
    for _ in range(9):
        window.menus.actions["smaller"].trigger()
    assert window.look.percent == 90
    window.menus.actions["usual_size"].trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(usual)


def test_light_and_dark_follow_the_choice(window: MainWindow) -> None:
    for theme, dark in (("dark", True), ("light", False)):
        window.look.set_theme(theme)
        assert (QApplication.palette().window().color().lightness() < 128) is dark
        assert window.settings.theme == theme
    window.look.set_theme("system")
    assert window.look.dark == (QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark)


def test_accent_can_be_read_on_both_grounds() -> None:
    from ui import style

    for dark in (False, True):
        palette = style.palette(dark=dark)
        for ink, ground in (
            (style.accent(dark=dark), palette.window().color()),
            (style.on_accent(dark=dark), style.accent(dark=dark)),
            (style.muted(palette), palette.window().color()),
            (palette.windowText().color(), palette.highlight().color()),
        ):
            assert contrast(ink, ground) >= 4.5


def contrast(one, other) -> float:
    def light(colour) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_a_year_is_added_with_the_framework_of_the_newest(window: MainWindow, monkeypatch) -> None:
    monkeypatch.setattr(ask, "line", lambda *_args: "2026")
    window.add_year()
    assert window.desk.year == 2026
    assert window.top.years.currentText() == "2026"
    made, before = (cycles.find_cycle(window.desk.db, year) for year in (2026, 2025))
    assert made.framework_id == before.framework_id


def test_a_year_that_is_none_is_refused_in_place(window: MainWindow, monkeypatch) -> None:
    for typed in ("hai nghìn", "1999"):
        monkeypatch.setattr(ask, "line", lambda *_args, typed=typed: typed)
        window.add_year()
        assert window.refusal.isVisible()
        assert window.desk.year == 2025


def test_years_in_the_strip_and_the_menu_are_the_offices(window: MainWindow) -> None:
    assert [window.top.years.itemData(i) for i in range(2)] == [2025, 2024]
    window.top.years.setCurrentIndex(1)
    window.top.years.activated.emit(1)
    assert window.desk.year == 2024
    assert window.status.year.text().strip() == "Năm 2024"


def test_window_state_is_remembered_and_data_given_back(window: MainWindow) -> None:
    folder = window.desk.office.folder
    window.close()
    assert window.settings.state("window") is not None
    from dvcq_desktop.office import open_office

    open_office(folder, "Người khác").close()


def test_ctrl_s_makes_a_version_or_calms(window: MainWindow) -> None:
    class Paper(Page):
        KEY = "paper"
        TITLE = "Giấy"
        made = 0

        def refresh(self) -> None:
            pass

        def make_version(self) -> None:
            self.made += 1

    window.shelf = (*window.shelf, Paper)
    window.show_page("settings")
    window.make_version()
    assert "Mọi thay đổi đã được lưu" in window.toast.words.text()
    window.show_page("paper")
    window.make_version()
    assert window.page.made == 1


def test_actions_of_a_page_stand_in_the_menu(window: MainWindow) -> None:
    class Acting(Page):
        KEY = "acting"
        TITLE = "Làm"

        def refresh(self) -> None:
            pass

        def menu_actions(self) -> list[QAction]:
            return self.findChildren(QAction) or [QAction("Sắp &xếp lại", self)]

    window.shelf = (*window.shelf, Acting)
    window.show_page("acting")
    assert [a.text() for a in window.menus.page_menu.actions()] == ["Sắp &xếp lại"]
    window.show_page("settings")
    assert not window.menus.page_menu.menuAction().isVisible()


def test_dialogs_of_help_open(window: MainWindow, qtbot) -> None:
    from ui.dialogs.about import AboutDialog, about_text
    from ui.dialogs.keys import KeysDialog

    window.show_keys()
    words = {label.text() for label in window.findChild(KeysDialog).findChildren(QLabel)}
    assert {one.title for one in SHORTCUTS.values()} <= words
    window.show_about()
    assert window.findChild(AboutDialog) is not None
    assert "LGPL" in about_text()


def test_f1_opens_the_chapter_of_the_page(window: MainWindow) -> None:
    window.show_page("settings")
    window.to_guide()
    assert window.page.KEY == "help"
    assert window.page.chapters.currentItem().text() == "Cài đặt"


def test_the_guide_has_a_chapter_for_every_page() -> None:
    from ui.pages.help import guide_text

    headings = {line[3:].strip() for line in guide_text().splitlines() if line.startswith("## ")}
    assert {page.TITLE for page in PAGES} <= headings


def test_a_press_beside_all_fields_leaves_the_keys_of_the_page_alive(window: MainWindow, qtbot) -> None:
    window.show()
    qtbot.waitActive(window)
    for key in ("today", "evidence", "assignments"):
        window.go(key, "")
        page = window.pages[key]
        qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus is page or page.isAncestorOf(focus), (key, focus)
