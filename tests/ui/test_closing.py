"""While the window closes the last copy is made beside it: what arrives or wakes meanwhile must not ask the closed office."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from ui.main_window import MainWindow
from ui.today.reminder import Reminder
from ui.user_settings import UserSettings


def test_what_arrives_after_the_close_is_told_to_nobody(window: MainWindow) -> None:
    told: list[object] = []
    window.desk.changed.connect(told.append)
    window.close()
    window.desk.changed.emit(frozenset({"cycle"}))  # the menus would ask the office what can be undone
    assert window.desk.office.closed
    assert not told


def test_the_reminder_sleeps_on_once_the_office_closes(window: MainWindow) -> None:
    reminder = Reminder(window.desk, UserSettings(), window)
    reminder.start()
    window.desk.changed.emit(frozenset({"task"}))
    timer = reminder.findChild(QTimer)
    assert timer.isActive()
    window.close()
    assert not timer.isActive()
