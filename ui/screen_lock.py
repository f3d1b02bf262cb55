"""Covers the window and asks for a PIN before work goes on: by hand, or after minutes in which nobody touched anything."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget

from dvcq_desktop import users
from ui.desk import Desk
from ui.user_settings import UserSettings

MINUTES = (0, 5, 10, 15, 30, 60)  # to choose from; 0: only by hand
LOCKED = "DVCQ Desktop đang khóa"  # the title of every window meanwhile: the task bar shows it
_UP = {QEvent.Type.Show, QEvent.Type.ZOrderChange}
_TOUCHED = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class Cover(QWidget):
    """Stands before everything in a window while it is locked, its title too."""

    def __init__(self, over: QWidget, who: str) -> None:
        super().__init__(over)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        told = QLabel(f"Chương trình đang khóa.\n{who} nhập mã PIN để làm tiếp; mọi việc đã làm đều đã được lưu.")
        told.setAlignment(
            QtCore.Qt.AlignmentFlag.AlignHCenter | QtCore.Qt.AlignmentFlag.AlignTop
        )  # the question stands in the middle
        told.setWordWrap(True)
        column.addWidget(told)
        self._over = over
        self._title = over.windowTitle()
        self.setGeometry(over.rect())
        over.setWindowTitle(LOCKED)
        over.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        if event.type() == QEvent.Type.WindowTitleChange and self._over.windowTitle() != LOCKED:
            self._title = self._over.windowTitle()
            self._over.setWindowTitle(LOCKED)
        return super().eventFilter(watched, event)

    def lift(self) -> None:
        """Show what stood behind it again."""
        self._over.removeEventFilter(self)
        self._over.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()


class ScreenLock(QObject):
    """Sleeps until start(); watches for idle minutes where the person wants that. A lock on the door, not encryption."""

    def __init__(self, desk: Desk, settings: UserSettings, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._settings = settings
        self._window = window
        self.locked = False
        self._covers: list[Cover] = []
        self._asking: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lock_if_possible)
        desk.closing.connect(self._timer.stop)

    @property
    def minutes(self) -> int:
        """Idle minutes after which it locks; 0: never by itself."""
        return self._settings.lock_minutes

    def choose_minutes(self, minutes: int) -> None:
        self._settings.lock_minutes = minutes
        self.restart()

    def start(self) -> None:
        """The window was seen: count idle time from now on."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.restart()

    def restart(self) -> None:
        """Somebody is here, or chose another time."""
        if self.minutes and not self.locked:
            self._timer.start(self.minutes * 60_000)
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHED and self._timer.isActive():
            self._timer.start()
        if self.locked and event.type() in _UP and isinstance(watched, QWidget) and not isinstance(watched, Cover):
            self._keep_covered(watched)
        return super().eventFilter(watched, event)

    def lock_if_possible(self) -> None:
        """Lock where somebody has a PIN to unlock with."""
        if not self.locked and users.with_pin(self._desk.db):
            self.lock()

    def lock(self) -> None:
        """Cover every window until a PIN was given; who gives up closes the program."""
        if not users.with_pin(self._desk.db):
            self._desk.refused.emit(
                "Chưa ai có mã PIN nên chưa khóa được. Hãy đặt mã PIN ở trang Cài đặt, mục “Người làm việc trên máy này”."
            )
            return
        from ui import ask  # its dialogs are loaded when one is shown, not before the first paint
        from ui.dialogs.sign_in import SignInDialog

        self._desk.flush.emit()
        self.locked = True
        self._timer.stop()
        _close_popups()
        self._covers = [Cover(shown, self._desk.office.who) for shown in _shown_windows()]
        dialog = SignInDialog(
            self._desk.db, self._desk.office.who, leave="Thoát chương trình", only_with_pin=True, parent=self._window
        )
        self._asking = dialog
        let_in = ask.show_dialog(dialog)
        self.locked = False
        self._asking = None
        for cover in self._covers:
            cover.lift()
        self._covers = []
        if not let_in:
            self._window.close()
            return
        if dialog.name != self._desk.office.who:
            self._desk.sign(dialog.name)
        self.restart()

    def _keep_covered(self, shown: QWidget) -> None:
        """What comes up meanwhile (a question of a job that ended, a sentence in the window) goes behind a cover as well."""
        window = shown.window()
        if window is self._asking:
            return
        covers = [cover for cover in self._covers if cover.parentWidget() is window]
        if covers:
            covers[0].raise_()
        elif shown is window and _is_window(window):
            self._covers.append(Cover(window, self._desk.office.who))


def _close_popups() -> None:
    """Menus, lists that unfold and tips show words of the office, too."""
    QToolTip.hideText()
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass


def _shown_windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and _is_window(widget)]


def _is_window(widget: QWidget) -> bool:
    kinds = QtCore.Qt.WindowType
    return widget.windowType() in {kinds.Window, kinds.Dialog, kinds.Sheet, kinds.Tool}
