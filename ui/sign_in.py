"""Who works at this PC: chosen at the start where several share it, changed from the menu without closing anything."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop import settings, users
from dvcq_desktop.office import Office
from ui.desk import Desk


def sign_in(office: Office, usual: str) -> str | None:
    """The name to work under: the only user without a PIN, the one chosen, the PC's own name; None: nobody signed in.

    The demonstration office opens at once: nobody needs to be told apart there.
    """
    if settings.setting(office.db, settings.DEMO) == "1":
        return usual
    found = users.users(office.db, active_only=True)
    if not found:
        return usual
    if len(found) == 1 and not found[0].has_pin:
        return found[0].name
    from ui import ask
    from ui.dialogs.sign_in import SignInDialog

    dialog = SignInDialog(office.db, usual)
    return dialog.name if ask.show_dialog(dialog) else None


def change_user(desk: Desk, parent: QWidget) -> None:
    """Let somebody else sit down; Esc leaves who sat there."""
    if not users.users(desk.db, active_only=True):
        desk.refused.emit("Chưa có danh sách người dùng. Hãy thêm ở trang Cài đặt, mục “Người làm việc trên máy này”.")
        return
    from ui import ask
    from ui.dialogs.sign_in import SignInDialog

    desk.flush.emit()
    dialog = SignInDialog(desk.db, desk.office.who, leave="Giữ người cũ", parent=parent)
    if ask.show_dialog(dialog):
        desk.sign(dialog.name)
        desk.told.emit(f"Từ bây giờ mọi việc được ghi tên {dialog.name}.", False)
