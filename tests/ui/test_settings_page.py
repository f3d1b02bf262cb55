"""Settings: fields of the office stored on leaving them, the year's due date and framework, look, name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from dvcq_desktop import cycles, organisation
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.show_page("settings")
    return window.page


def leave(field, text: str) -> None:
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()


def test_a_field_is_stored_when_left(page: SettingsPage) -> None:
    leave(page.fields["superior"], "Ủy ban nhân dân tỉnh Quảng Ngãi")
    assert organisation.current(page.desk.db).superior == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert page.desk.office.undo_label() == "Sửa cấp trên"
    page.desk.undo()
    assert page.fields["superior"].text() == "Ủy ban nhân dân huyện Ba Tơ"


def test_a_new_name_changes_the_head_with_it(page: SettingsPage) -> None:
    leave(page.fields["name"], "Ủy ban nhân dân xã Ba Vinh")
    assert organisation.current(page.desk.db).head_lines == "ỦY BAN NHÂN DÂN\nXÃ BA VINH"
    assert page.fields["head_lines"].toPlainText() == "ỦY BAN NHÂN DÂN\nXÃ BA VINH"


def test_an_empty_name_is_refused_and_the_old_one_comes_back(page: SettingsPage, window: MainWindow) -> None:
    leave(page.fields["name"], "")
    assert window.refusal.isVisible()
    assert page.fields["name"].text() == "Ủy ban nhân dân xã Ba Thành"


def test_what_is_being_typed_is_stored_before_the_end(page: SettingsPage, window: MainWindow) -> None:
    page.fields["appraiser"].setText("Sở Nội vụ")
    page.fields["appraiser"].setModified(True)
    window.desk.flush.emit()
    assert organisation.current(page.desk.db).appraiser == "Sở Nội vụ"


def test_the_due_date_and_whether_its_day_counts(page: SettingsPage) -> None:
    leave(page.due, "31/10/2025")
    page.due_words.setCurrentIndex(1)
    page.due_words.activated.emit(1)
    cycle = cycles.find_cycle(page.desk.db, 2025)
    assert (cycle.evidence_due_on, cycle.evidence_due_inclusive) == ("2025-10-31", 1)


def test_a_day_that_is_none_is_refused(page: SettingsPage, window: MainWindow) -> None:
    leave(page.due, "31/02/2025")
    assert window.refusal.isVisible()
    assert page.due.text() == "24/10/2025"


def test_a_year_without_a_framework_gets_one(page: SettingsPage) -> None:
    page.desk.run("Thêm năm 2026", cycles.open_year, 2026)
    page.desk.set_year(2026)
    assert page.framework.isEnabled()
    place = page.framework.findData("quang-ngai-1211-2022")
    page.framework.activated.emit(place)
    assert cycles.find_cycle(page.desk.db, 2026).framework_id is not None
    assert not page.framework.isEnabled()


def test_name_size_and_theme_are_the_persons_own(page: SettingsPage, window: MainWindow) -> None:
    leave(page.who, "Trần Văn Bình")
    assert window.settings.who == "Trần Văn Bình"
    assert window.desk.office.who == "Trần Văn Bình"
    page.size_choice.activated.emit(page.size_choice.findData(125))
    assert window.look.percent == 125
    page.theme.activated.emit(page.theme.findData("dark"))
    assert window.look.dark
    window.look.set_theme("system")
    window.look.usual_size()
    assert page.size_choice.currentData() == 100


def test_an_empty_office_is_set_up_here_too(empty_window: MainWindow) -> None:
    empty_window.show_page("settings")
    page = empty_window.page
    assert page.hint.isVisible()
    leave(page.fields["name"], "Ủy ban nhân dân xã Ba Vinh")
    assert organisation.current(page.desk.db).place_name == "Ba Vinh"
    assert page.hint.isHidden()


def test_every_field_has_a_name_for_screen_readers(page: SettingsPage) -> None:
    fields = [*page.fields.values(), page.due, page.who, page.framework, page.size_choice, page.theme]
    assert all(field.accessibleName() for field in fields)
    assert all(field.focusPolicy() & Qt.FocusPolicy.TabFocus for field in fields)
