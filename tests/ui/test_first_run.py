"""The first-run wizard by keyboard, its refusals, and what it stores as one operation."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dvcq_desktop import cycles, organisation, setting_up
from dvcq_desktop.folders import drive_kind, synced_by, trouble_with
from dvcq_desktop.setting_up import FirstDay
from ui.desk import Desk
from ui.dialogs.first_run import FirstRun, free_folder

Key = Qt.Key


@pytest.fixture
def wizard(qtbot, tmp_path: Path) -> FirstRun:
    made = FirstRun(tmp_path / "moi")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(qtbot, wizard: FirstRun, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(wizard.focusWidget() or wizard, key)


def type_words(field: QWidget, words: str) -> None:
    """As an input method commits letters: QTest's keys know no Vietnamese."""
    for letter in words:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(field, event)


def test_a_whole_office_by_keyboard(wizard: FirstRun, qtbot, empty_desk: Desk) -> None:
    press(qtbot, wizard, Key.Key_Space)  # the card "cơ quan tôi" has the focus
    assert wizard.steps[wizard.place] is wizard.office
    type_words(wizard.office.name, "xã Ba Vinh")
    assert wizard.office.place.text() == "Ba Vinh"
    assert wizard.office.head.organ.text() == "ỦY BAN NHÂN DÂN\nXÃ BA VINH"
    press(qtbot, wizard, Key.Key_Return)
    assert wizard.steps[wizard.place] is wizard.year
    wizard.year.year.setValue(2025)
    qtbot.keyClicks(wizard.year.due, "24/10/2025")
    press(qtbot, wizard, Key.Key_Return)
    assert wizard.steps[wizard.place] is wizard.framework
    press(qtbot, wizard, Key.Key_Return)
    assert wizard.steps[wizard.place] is wizard.folder
    press(qtbot, wizard, Key.Key_Return)
    assert wizard.answer is not None
    assert not wizard.answer.demo
    wizard.fill(empty_desk)
    db = empty_desk.db
    assert organisation.current(db).name == "Ủy ban nhân dân xã Ba Vinh"
    cycle = cycles.find_cycle(db, 2025)
    assert (cycle.evidence_due_on, cycle.evidence_due_inclusive) == ("2025-10-24", 0)
    assert cycle.framework_id is not None
    assert empty_desk.year == 2025
    assert empty_desk.office.undo_label() == "Thiết lập văn phòng"
    empty_desk.undo()
    assert organisation.current(db) is None
    assert cycles.all_cycles(db) == []


def test_all_but_the_name_can_wait(wizard: FirstRun, empty_desk: Desk) -> None:
    wizard.go_on()
    assert wizard.later.isHidden()
    wizard.go_on()
    assert wizard.refusal.isVisible()
    wizard.office.name.setText("Ủy ban nhân dân xã Ba Vinh")
    wizard.office.place.setText("Ba Vinh")
    wizard.go_on()
    assert wizard.refusal.isHidden()
    wizard.put_off()
    wizard.put_off()
    wizard.finish.click()
    assert wizard.answer is not None
    wizard.fill(empty_desk)
    cycle = cycles.all_cycles(empty_desk.db)[0]
    assert cycle.framework_id is None
    assert cycle.evidence_due_on == ""


def test_a_day_that_is_none_is_refused(wizard: FirstRun) -> None:
    wizard.show_step(2)
    wizard.year.due.setText("31/02/2025")
    wizard.go_on()
    assert "31/02/2025" in wizard.refusal.words.text()
    assert wizard.steps[wizard.place] is wizard.year


def test_the_demonstration_office_takes_one_press(wizard: FirstRun) -> None:
    wizard.welcome.demo.click()
    assert wizard.answer.demo
    assert wizard.answer.folder.name == "moi"


def test_a_plan_to_import_at_once(wizard: FirstRun) -> None:
    wizard.show_step(4)
    wizard.import_plan.click()
    assert wizard.answer.then_import


def test_escape_changes_nothing(wizard: FirstRun, qtbot) -> None:
    press(qtbot, wizard, Key.Key_Escape)
    assert wizard.answer is None


def test_a_folder_with_data_is_not_overwritten(wizard: FirstRun, data_folder: Path) -> None:
    wizard.show_step(4)
    wizard.folder.path.setText(str(data_folder))
    wizard.finish.click()
    assert wizard.answer is None
    assert "đã có dữ liệu" in wizard.refusal.words.text()


def test_the_usual_folder_steps_aside_for_an_office(data_folder: Path, monkeypatch) -> None:
    monkeypatch.setattr("ui.dialogs.first_run.usual_folder", lambda: data_folder)
    assert free_folder().name == "du-lieu 2"


@pytest.mark.parametrize("percent", [100, 175])
def test_every_step_fits_the_smallest_screen(wizard: FirstRun, percent: int) -> None:
    from ui.look import Look
    from ui.user_settings import UserSettings

    look = Look(UserSettings())
    look.set_percent(percent)
    for place in range(len(wizard.steps)):
        wizard.show_step(place)
        hint = wizard.minimumSizeHint()
        assert hint.width() <= 1092
        assert hint.height() <= 614
        assert all(label.textFormat() != Qt.TextFormat.RichText for label in wizard.findChildren(QLabel))
    look.set_percent(100)


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("/home/hoa/OneDrive - UBND/du-lieu", "OneDrive"),
        ("/home/hoa/Google Drive/du-lieu", "Google Drive"),
        ("/media/hoa/USB16G/du-lieu", "USB"),
        ("/home/hoa/" + "rất-dài-" * 14, "Đường dẫn dài"),
    ],
)
def test_places_that_endanger_data_are_refused_with_the_reason(folder: str, words: str) -> None:
    assert words in (trouble_with(Path(folder)) or "")


def test_a_network_drive_is_known_by_its_name() -> None:
    assert drive_kind(Path("//may-chu/chung/du-lieu")) == "network"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    assert "không phải thư mục" in (trouble_with(tmp_path / "tep") or "")


def test_a_plain_folder_is_fine(tmp_path: Path) -> None:
    assert synced_by(Path("/home/hoa/Tài liệu/DVCQ Desktop")) is None
    assert trouble_with(tmp_path / "moi" / "du-lieu") is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ủy ban nhân dân xã Ba Thành", "Ba Thành"),
        ("UBND thị trấn Ba Tơ", "Ba Tơ"),
        ("Ủy ban nhân dân phường Cẩm Thành", "Cẩm Thành"),
        ("Văn phòng", ""),
    ],
)
def test_the_name_suggests_the_place(name: str, place: str) -> None:
    assert setting_up.place_of(name) == place


def test_the_first_day_is_one_operation(empty_desk: Desk) -> None:
    first = FirstDay(name="Ủy ban nhân dân xã Ba Vinh", place="Ba Vinh", year=2025, due="ngày 24 tháng 10 năm 2025")
    assert empty_desk.attempt("Thiết lập văn phòng", setting_up.set_up_office, first)
    assert not empty_desk.attempt(
        "Thiết lập văn phòng", setting_up.set_up_office, FirstDay(name="", place="", year=2026)
    )
    assert [cycle.year for cycle in cycles.all_cycles(empty_desk.db)] == [2025]
