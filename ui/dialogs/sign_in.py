"""Who works now: a short list and a PIN; everything can be done with ↑ ↓ and Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import users
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection
from dvcq_desktop.users import User

LONGEST = 6


_FREE, _SHORTEST_WAIT, _LONGEST_WAIT = 3, 5, 60  # wrong PINs without a wait; seconds


class PinEdit(QLineEdit):
    """Digits behind dots; UniKey and other input methods stay out of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhDigitsOnly)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("Mã PIN")


class SignInDialog(QDialog):
    """name holds who was chosen, once the dialog was accepted."""

    def __init__(
        self,
        db: Connection,
        current: str,
        *,
        leave: str = "Thoát",
        only_with_pin: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._db = db
        self._wrong = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        self._users = users.with_pin(db) if only_with_pin else users.users(db, active_only=True)
        self.name = ""
        self.setWindowTitle("Ai đang làm việc?")
        self.setMinimumWidth(46 * self.fontMetrics().averageCharWidth())
        self.list = QListView()
        self.list.setModel(QStringListModel([user.name for user in self._users], self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName("Người dùng máy này")
        self.list.setSpacing(2)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self._take)
        self.pin_label = QLabel("Mã PIN")
        self.pin = PinEdit()
        self.pin_label.setBuddy(self.pin)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self._build(leave)
        names = [user.name for user in self._users]
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.setCurrentIndex(self.list.model().index(names.index(current) if current in names else 0, 0))
        self.list.setFocus()

    def _build(self, leave: str) -> None:
        column = QVBoxLayout(self)
        told = QLabel("Chọn tên của bạn. Mỗi việc làm sau đó được ghi tên người này.")
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(self.list, 1)
        column.addWidget(self.pin_label)
        column.addWidget(self.pin)
        column.addWidget(self.complaint)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Vào làm việc", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setDefault(True)
        buttons.addButton(leave, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @property
    def user(self) -> User:
        return self._users[max(0, self.list.currentIndex().row())]

    def _chosen(self) -> None:
        """Room for the PIN is always kept, so that nothing jumps while one walks through the list."""
        self.pin.clear()
        self.pin.setEnabled(self.user.has_pin and not self._pause.isActive())
        self.pin_label.setEnabled(self.user.has_pin)
        self.pin.setPlaceholderText("" if self.user.has_pin else "không cần mã PIN")
        if not self._pause.isActive():
            self.complaint.clear()

    def _take(self) -> None:
        if self.user.has_pin and not self.pin.text():
            self.pin.setFocus()
        else:
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.text().isdigit() and self.user.has_pin:
                self.pin.setFocus()  # who types the PIN at once need not look for its field
                self.pin.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Only with the right PIN; else the reason stands below, and who guesses waits longer each time."""
        if self._pause.isActive():
            return
        try:
            self.name = users.signed_in(self._db, self.user.id, self.pin.text())
        except RuleBroken as broken:
            self._wrong += 1
            self.complaint.setText(f"▲ {broken}")
            self.pin.clear()
            self.pin.setFocus()
            if self._wrong >= _FREE:
                self._wait(min(_LONGEST_WAIT, _SHORTEST_WAIT << (self._wrong - _FREE)))
            return
        super().accept()

    def _wait(self, seconds: int) -> None:
        self.complaint.setText(f"▲ Mã PIN không đúng {self._wrong} lần. Hãy đợi {seconds} giây rồi gõ lại.")
        self.pin.setEnabled(False)
        self.do.setEnabled(False)
        self.list.setFocus()  # not on the button that ends the program
        self._pause.start(seconds * 1000)

    def _go_on(self) -> None:
        self.do.setEnabled(True)
        self._chosen()
        self.pin.setFocus()
