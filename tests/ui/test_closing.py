"""While the window closes the last copy is made beside it: what arrives or wakes meanwhile must not ask the closed office."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from pytestqt.qtbot import QtBot

from ui import ask, jobs
from ui.main_window import MainWindow
from ui.today.reminder import Reminder
from ui.user_settings import UserSettings


class Pressed(QCloseEvent):
    """The cross of the window was pressed; the program's own close() is none."""

    def spontaneous(self) -> bool:
        return True


def test_what_arrives_after_the_close_is_told_to_nobody(window: MainWindow) -> None:
    told: list[object] = []
    window.desk.changed.connect(told.append)
    window.close()
    window.desk.changed.emit(frozenset({"cycle"}))  # the menus would ask the office what can be undone
    assert window.desk.office.closed
    assert not told


def test_a_backup_under_way_is_not_cut_off_without_a_word(qtbot: QtBot, window: MainWindow, monkeypatch) -> None:
    go_on, asked = threading.Event(), []
    job = jobs.run_in_background(window.desk, lambda _db, _progress: go_on.wait(20), print, print)
    window.desk.working.emit(job, "Đang sao lưu…")
    monkeypatch.setattr(ask, "choose", lambda _parent, _title, sentence, *_a, **_n: asked.append(sentence) or 1)
    press = Pressed()
    window.closeEvent(press)
    assert not press.isAccepted()
    window.menus.actions["quit"].trigger()
    assert asked == 2 * ["Đang có việc chạy dở (sao lưu, xuất tệp…). Đóng bây giờ thì việc ấy bị dừng."]
    assert not window.desk.office.closed
    go_on.set()
    qtbot.waitUntil(lambda: not job.running)
    window.closeEvent(Pressed())
    assert window.desk.office.closed
    assert len(asked) == 2


def test_what_could_not_be_saved_does_not_go_with_the_window_without_a_word(window: MainWindow, monkeypatch) -> None:
    asked: list[str] = []
    window.desk.flush.connect(lambda: window.desk.refused.emit("Tệp dữ liệu đã bị thay."))
    monkeypatch.setattr(ask, "choose", lambda *_a, detail="", **_n: asked.append(detail))
    assert not window.close()
    assert not window.desk.office.closed
    assert "Tệp dữ liệu đã bị thay." in asked[0]
    monkeypatch.setattr(ask, "choose", lambda *_a, **_n: 0)
    assert window.close()
    assert window.desk.office.closed


def test_the_reminder_sleeps_on_once_the_office_closes(window: MainWindow) -> None:
    reminder = Reminder(window.desk, UserSettings(), window)
    reminder.start()
    window.desk.changed.emit(frozenset({"task"}))
    timer = reminder.findChild(QTimer)
    assert timer.isActive()
    window.close()
    assert not timer.isActive()
