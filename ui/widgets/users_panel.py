"""Who works at this PC: the list of users with their PIN, for the page Cài đặt."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop import users
from dvcq_desktop.users import User
from ui.desk import Desk
from ui.people.asking import ask_and_run
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.screen_lock import MINUTES, ScreenLock
from ui.widgets.parts import button

COLS = (
    Col(key="name", title="Họ và tên", width=30),
    Col(key="pin", title="Mã PIN", width=12, kind="read"),
    Col(key="active", title="Trong danh sách", width=16, kind="read"),
)
_ROWS = 5


class UsersPanel(QWidget):
    """Names are edited in the cell; buttons act on the row in hand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._users: list[User] = []
        self.model = RowTable(COLS, self._store, self)
        self.view = RowView(self.model, "Người dùng máy này", "users", _no_names)
        self.view.setMinimumHeight((_ROWS + 1) * (self.fontMetrics().lineSpacing() + 14))
        self.pin_button = button("Đặt mã PIN…", self.set_pin, tip="Đặt, đổi hoặc bỏ mã PIN của người đang chọn")
        self.active_button = button("Ngừng dùng", self.change_active)
        self.delete_button = button("Xóa", self.delete, tip="Xóa hẳn khỏi danh sách; việc đã ký tên vẫn giữ tên")
        row = QHBoxLayout()
        row.addWidget(button("Thêm người dùng…", self.add, icon_name="action-add"))
        for made in (self.pin_button, self.active_button, self.delete_button):
            row.addWidget(made)
        row.addStretch(1)
        note = QLabel(f"{users.pin_note()} Có từ hai người trở lên thì lúc mở chương trình sẽ hỏi ai đang làm việc.")
        note.setProperty("muted", True)
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addLayout(row)
        column.addWidget(note)
        column.addLayout(self._build_lock())
        self.view.selectionModel().currentRowChanged.connect(self._show_buttons)

    def _build_lock(self) -> QHBoxLayout:
        self.lock_after = QComboBox()
        for minutes in MINUTES:
            words = f"sau {minutes} phút không ai dùng" if minutes else "chỉ khi chọn Tệp – Khóa chương trình"
            self.lock_after.addItem(words, minutes)
        self.lock_after.setAccessibleName("Khóa chương trình")
        self.lock_after.activated.connect(self._store_lock)
        row = QHBoxLayout()
        row.addWidget(QLabel("Khóa chương trình"))
        row.addWidget(self.lock_after)
        row.addStretch(1)
        return row

    def _store_lock(self, place: int) -> None:
        lock = getattr(self.window(), "lock", None)
        if isinstance(lock, ScreenLock):
            lock.choose_minutes(int(self.lock_after.itemData(place)))

    def refresh(self) -> None:
        lock = getattr(self.window(), "lock", None)
        if isinstance(lock, ScreenLock):
            self.lock_after.setCurrentIndex(max(0, self.lock_after.findData(lock.minutes)))
        self._users = users.users(self._desk.db)
        self.view.load([_row(user) for user in self._users])
        self._show_buttons()

    def flush(self) -> None:
        self.view.editors.finish()

    def current(self) -> User | None:
        row = self.view.current()
        return next((user for user in self._users if row is not None and user.id == row.id), None)

    def _show_buttons(self) -> None:
        user = self.current()
        for made in (self.pin_button, self.active_button, self.delete_button):
            made.setEnabled(user is not None)
        self.active_button.setText("Ngừng dùng" if user is None or user.active else "Dùng lại")

    def _store(self, row: Row, _key: str, typed: str) -> None:
        self._desk.run(f"Sửa tên người dùng {row.texts['name']}", users.change_user, row.id, name=typed)

    def add(self) -> None:
        """By the name only; the PIN is given afterwards."""
        made = ask_and_run(self._desk, self, "Thêm người dùng", "Họ và tên:", users.add_user)
        if made is not None:
            self.view.choose(made)

    def set_pin(self) -> None:
        """Typed twice behind dots; empty takes it away."""
        user = self.current()
        if user is None:
            return
        from ui import ask
        from ui.dialogs.set_pin import SetPinDialog

        dialog = SetPinDialog(user.name, partial(self._keep_pin, user), self)
        if ask.show_dialog(dialog):
            words = f"Đã đặt mã PIN của {user.name}." if dialog.pin.text() else f"{user.name} không còn mã PIN."
            self._desk.told.emit(words, True)

    def _keep_pin(self, user: User, pin: str) -> None:
        self._desk.run(f"Đặt mã PIN của {user.name}", users.set_pin, user.id, pin)

    def change_active(self) -> None:
        user = self.current()
        if user is None:
            return
        label = f"Ngừng dùng {user.name}" if user.active else f"Dùng lại {user.name}"
        self._desk.attempt(label, users.set_active, user.id, not user.active)

    def delete(self) -> None:
        user = self.current()
        if user is not None and self._desk.attempt(f"Xóa người dùng {user.name}", users.delete_user, user.id):
            self._desk.told.emit(f"Đã xóa người dùng {user.name}.", True)


def _row(user: User) -> Row:
    texts = {
        "name": user.name,
        "pin": "● có" if user.has_pin else "không",
        "active": "✓ đang dùng" if user.active else "ngừng dùng",
    }
    return Row(id=user.id, texts=texts)


def _no_names(_key: str) -> list[str]:
    return []
