"""Users of one PC: chosen at the start by keyboard, changed from the menu, every operation signed; dates as a calendar file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from dvcq_desktop import settings, tasks, users
from dvcq_desktop.office import Office, open_office
from ui import ask
from ui.app import Session
from ui.dialogs.set_pin import SetPinDialog
from ui.dialogs.sign_in import SignInDialog
from ui.sign_in import change_user, sign_in
from ui.user_settings import UserSettings


@pytest.fixture
def two_users(office: Office) -> Office:
    office.run("Thêm", users.add_user, "Nguyễn Văn An", pin="1234")
    office.run("Thêm", users.add_user, "Trần Thị Bình")
    return office


@pytest.fixture
def dialog(qtbot, two_users) -> SignInDialog:
    made = SignInDialog(two_users.db, "Trần Thị Bình")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def no_question(monkeypatch) -> None:
    def asked(_dialog) -> bool:
        raise AssertionError("nobody had to be asked")

    monkeypatch.setattr(ask, "show_dialog", asked)


def test_nobody_is_asked_without_a_list_or_in_the_sample(office, monkeypatch):
    no_question(monkeypatch)
    assert sign_in(office, "Lê Thị Hoa") == "Lê Thị Hoa"
    office.run("Thêm", users.add_user, "Nguyễn Văn An")
    assert sign_in(office, "Lê Thị Hoa") == "Nguyễn Văn An"  # the only one
    office.run("Thêm", users.add_user, "Trần Thị Bình")
    office.run("Mẫu", settings.keep_setting, settings.DEMO, "1")
    assert sign_in(office, "Lê Thị Hoa") == "Lê Thị Hoa"


def test_a_single_user_with_a_pin_is_asked_for_it(office, monkeypatch):
    office.run("Thêm", users.add_user, "Nguyễn Văn An", pin="1234")
    monkeypatch.setattr(ask, "show_dialog", lambda _dialog: False)
    assert sign_in(office, "Lê Thị Hoa") is None


def test_by_keyboard_alone(dialog, qtbot):
    assert dialog.list.hasFocus()
    assert dialog.user.name == "Trần Thị Bình"  # who worked last stands first in hand
    assert not dialog.pin.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.user.name == "Nguyễn Văn An"
    qtbot.keyClicks(dialog.list, "1")  # typing the PIN at once goes into its field
    assert dialog.pin.hasFocus()
    qtbot.keyClicks(dialog.pin, "234")
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert dialog.name == "Nguyễn Văn An"


def test_a_wrong_pin_is_said_below_and_asked_again(dialog, qtbot):
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.pin.hasFocus()
    qtbot.keyClicks(dialog.pin, "9999")
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.complaint.text() == "▲ Mã PIN của Nguyễn Văn An không đúng. Hãy gõ lại."
    assert dialog.pin.text() == ""


def test_the_pin_is_masked_and_keeps_the_input_method_out(dialog):
    assert dialog.pin.echoMode() == QLineEdit.EchoMode.Password
    assert not dialog.pin.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert dialog.pin.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText


def test_the_chosen_name_signs_the_journal(data_folder, monkeypatch, qtbot):
    office = open_office(data_folder, "x")
    office.run("Thêm", users.add_user, "Nguyễn Văn An")
    office.run("Thêm", users.add_user, "Trần Thị Bình")
    office.close()

    def choose(dialog: SignInDialog) -> bool:
        dialog.list.setCurrentIndex(dialog.list.model().index(1, 0))
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", choose)
    session = Session()
    session.open(data_folder)
    window = session.window
    try:
        qtbot.waitUntil(lambda: window.page is not None)
        window.desk.run("Sửa", tasks.change_task, 1, product="Báo cáo")
        assert window.desk.office.history("task", 1)[0].who == "Trần Thị Bình"
        assert window.status.who.text() == "Trần Thị Bình"
    finally:
        window.close()
        window.deleteLater()


def test_who_does_not_sign_in_opens_nothing(data_folder, monkeypatch):
    office = open_office(data_folder, "x")
    office.run("Thêm", users.add_user, "Nguyễn Văn An", pin="1234")
    office.close()
    monkeypatch.setattr(ask, "show_dialog", lambda _dialog: False)
    session = Session()
    assert session.open(data_folder) == 0
    assert session.window is None
    open_office(data_folder, "x").close()  # the folder was given back


def test_changing_the_user_from_the_menu(window, monkeypatch):
    desk = window.desk
    refused = []
    desk.refused.connect(refused.append)
    change_user(desk, window)
    assert "Chưa có danh sách người dùng" in refused[0]
    desk.run("Thêm", users.add_user, "Nguyễn Văn An")
    desk.run("Thêm", users.add_user, "Trần Thị Bình")

    def choose(dialog: SignInDialog) -> bool:
        dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", choose)
    window.status.who.click()
    desk.run("Sửa", tasks.change_task, 1, product="Báo cáo")
    assert desk.office.history("task", 1)[0].who == "Nguyễn Văn An"
    monkeypatch.setattr(ask, "show_dialog", lambda _dialog: False)
    change_user(desk, window)
    assert desk.office.who == "Nguyễn Văn An"


def test_the_list_of_users_in_the_settings(window, monkeypatch):
    window.show_page("settings")
    panel = window.page.users
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    said = ["", "Nguyễn Văn An", "nguyen van an", "Trần Thị Bình"]
    monkeypatch.setattr(ask, "line", lambda *_asked, **_more: said.pop(0))
    panel.add()
    panel.add()  # the same name without marks is refused and asked again
    db = window.desk.db
    assert [user.name for user in users.users(db)] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert not window.page.who.isEnabled()
    panel.model.setData(panel.model.index(1, 0), "Trần Thị Bình An")
    assert panel.model.index(0, 0).data() == "Nguyễn Văn An"
    panel.view.choose(1)
    panel.change_active()
    assert [user.name for user in users.users(db, active_only=True)] == ["Trần Thị Bình An"]
    assert panel.active_button.text() == "Dùng lại"
    panel.delete()
    assert len(users.users(db)) == 1
    window.desk.undo()
    assert len(users.users(db)) == 2


def test_a_pin_is_typed_twice_and_never_shown(window, monkeypatch):
    window.desk.run("Thêm", users.add_user, "Nguyễn Văn An")
    window.show_page("settings")
    panel = window.page.users

    def fill(dialog: SetPinDialog) -> bool:
        for one, other, kept in (("1234", "1235", False), ("12", "12", False), ("1234", "1234", True)):
            dialog.pin.setText(one)
            dialog.again.setText(other)
            dialog.accept()
            assert (dialog.result() == 1) == kept
        return True

    monkeypatch.setattr(ask, "show_dialog", fill)
    panel.set_pin()
    assert users.check_pin(window.desk.db, 1, "1234")
    assert not users.check_pin(window.desk.db, 1, "1235")
    shown = [str(panel.model.index(0, column).data()) for column in range(panel.model.columnCount())]
    assert shown == ["Nguyễn Văn An", "● có", "✓ đang dùng"]


def test_due_dates_are_taken_along_as_a_calendar(window, tmp_path, monkeypatch):
    told = []
    window.desk.clock = lambda: date(2025, 3, 3)
    window.desk.told.connect(lambda sentence, _undo: told.append(sentence))
    monkeypatch.setattr(ask, "save_file", lambda *_asked: tmp_path / "lich")
    action = next(a for menu in window.menuBar().actions() for a in menu.menu().actions() if ".ics" in a.text())
    action.trigger()
    data = (tmp_path / "lich.ics").read_bytes().decode("utf-8")
    assert data.startswith("BEGIN:VCALENDAR\r\n")
    assert data.count("BEGIN:VEVENT") == int(told[0].split()[2])
    assert UserSettings().reminded_on == ""


def test_a_folder_that_takes_no_file_is_said(window, tmp_path, monkeypatch):
    refused = []
    window.desk.refused.connect(refused.append)
    monkeypatch.setattr(ask, "save_file", lambda *_asked: tmp_path / "khong-co" / "lich.ics")
    from ui.calendar_export import export_calendar

    export_calendar(window.desk, window)
    assert len(refused) == 1
    assert refused[0]
