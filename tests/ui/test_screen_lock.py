"""The program locks by hand or after idle minutes, hides everything, and opens only with a PIN."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QWidget

from dvcq_desktop import users
from ui import ask
from ui.dialogs.sign_in import SignInDialog
from ui.screen_lock import LOCKED, Cover


@pytest.fixture
def with_pin(window):
    window.desk.run("Thêm", users.add_user, "Nguyễn Văn An", pin="1234")
    window.desk.run("Thêm", users.add_user, "Trần Thị Bình")
    window.desk.office.who = "Nguyễn Văn An"
    return window


def answering(monkeypatch, answer):
    seen = []

    def show(dialog) -> bool:
        seen.append(dialog)
        return answer(dialog)

    monkeypatch.setattr(ask, "show_dialog", show)
    return seen


def test_everything_is_covered_until_the_pin_is_given(with_pin, monkeypatch):
    def unlock(dialog: SignInDialog) -> bool:
        covers = with_pin.findChildren(Cover)
        assert [cover.geometry() for cover in covers] == [with_pin.rect()]
        assert with_pin.lock.locked
        names = [dialog.list.model().index(row, 0).data() for row in range(dialog.list.model().rowCount())]
        assert names == ["Nguyễn Văn An"]  # who has no PIN cannot unlock
        dialog.pin.setText("9999")
        dialog.accept()
        assert not dialog.name
        dialog.pin.setText("1234")
        dialog.accept()
        return True

    seen = answering(monkeypatch, unlock)
    QTest.keyClick(with_pin, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert len(seen) == 1
    assert not with_pin.lock.locked
    assert with_pin.isVisible()
    assert not [cover for cover in with_pin.findChildren(Cover) if cover.isVisible()]


def test_who_gives_up_closes_the_program(with_pin, monkeypatch):
    answering(monkeypatch, lambda _dialog: False)
    with_pin.lock.lock()
    assert not with_pin.isVisible()


def test_without_a_pin_the_reason_is_told(window, monkeypatch):
    answering(monkeypatch, lambda _dialog: pytest.fail("nobody could unlock it"))
    window.lock.lock()
    assert "mã PIN" in window.refusal.words.text()
    window.lock.lock_if_possible()


def test_idle_minutes_lock_and_a_key_begins_them_anew(with_pin, monkeypatch, qtbot):
    seen = answering(monkeypatch, lambda dialog: bool(setattr(dialog, "name", "Nguyễn Văn An")) or True)
    with_pin.lock.choose_minutes(5)
    with_pin.lock.start()
    timer = with_pin.lock._timer
    assert timer.interval() == 5 * 60_000
    timer.setInterval(30)
    QTest.keyClick(with_pin, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert timer.interval() == 5 * 60_000
    with_pin.lock.choose_minutes(0)
    assert not timer.isActive()


def test_nothing_of_the_office_is_readable_meanwhile(with_pin, monkeypatch, qtbot):
    """Titles in the task bar, a dialog that was open, one that comes up, a sentence in the window, a menu."""
    with_pin.lock.start()
    before = with_pin.windowTitle()
    opened = QDialog(with_pin)
    opened.setWindowTitle("Sửa: Quyết định 12/QĐ-UBND")
    opened.show()
    menu = QMenu("Mật", with_pin)
    menu.addAction("Nguyễn Văn Mật")
    menu.popup(with_pin.pos())
    qtbot.addWidget(opened)

    def unlock(_dialog: SignInDialog) -> bool:
        assert not menu.isVisible()
        late = QDialog(with_pin)
        late.setWindowTitle("Trùng: Báo cáo 5/BC-UBND")
        late.show()
        with_pin.setWindowTitle("Kế hoạch năm 2025 – DVCQ Desktop")
        word = QLabel("Nguyễn Văn Mật", with_pin)
        word.show()
        word.raise_()
        for shown in (with_pin, opened, late):
            (cover,) = [one for one in shown.findChildren(Cover) if one.parentWidget() is shown]
            assert cover.isVisible()
            assert cover.geometry() == shown.rect()
            assert shown.childAt(shown.rect().center()) in (cover, *cover.findChildren(QLabel))
            assert shown.windowTitle() == LOCKED
            over = [child for child in shown.children() if isinstance(child, QWidget) and not child.isWindow()]
            assert over[-1] is cover, "nothing stands before it"
        late.close()
        return True

    answering(monkeypatch, unlock)
    with_pin.lock.lock()
    assert before
    assert with_pin.windowTitle() == "Kế hoạch năm 2025 – DVCQ Desktop"
    assert opened.windowTitle() == "Sửa: Quyết định 12/QĐ-UBND"


def test_who_guesses_waits_longer_each_time(with_pin, monkeypatch, qtbot):
    def unlock(dialog: SignInDialog) -> bool:
        pause = dialog._pause
        for number, seconds in enumerate((0, 0, 5, 10, 20, 40, 60, 60), start=1):
            dialog.pin.setText("9999")
            dialog.accept()
            assert pause.isActive() is bool(seconds)
            if seconds:
                assert pause.interval() == seconds * 1000
                assert f"{number} lần. Hãy đợi {seconds} giây" in dialog.complaint.text()
                assert not dialog.pin.isEnabled()
                dialog.pin.setText("1234")
                dialog.accept()
                assert not dialog.name, "not even the right one counts meanwhile"
                pause.setInterval(1)
                qtbot.waitUntil(dialog.pin.isEnabled)
        dialog.pin.setText("1234")
        dialog.accept()
        assert dialog.name == "Nguyễn Văn An"
        return True

    answering(monkeypatch, unlock)
    with_pin.lock.lock()
