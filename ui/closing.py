"""Closes an office from the window: the copy on the PC is kept in a thread, and what could not be kept is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dvcq_desktop import troubles
from dvcq_desktop.office import Office
from ui.desk import Desk
from ui.jobs import Stopped
from ui.widgets.waiting import WaitingLine

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_AFTER = 1_000  # milliseconds: a close that is quick shows nothing


def may_close(parent: QWidget, waiting: WaitingLine) -> bool:
    """Whether a window may go in which work runs that somebody began: a backup cut off by the close is none."""
    if not waiting.running:
        return True
    from ui import ask

    sentence = "Đang có việc chạy dở (sao lưu, xuất tệp…). Đóng bây giờ thì việc ấy bị dừng."
    detail = "Dữ liệu đã lưu và các bản sao lưu có từ trước còn nguyên; bản đang làm dở không được tính."
    return (
        ask.choose(parent, "Đóng chương trình", sentence, ("&Dừng và đóng",), detail=detail, stay="&Chờ làm xong") == 0
    )


def may_lose(desk: Desk, parent: QWidget) -> bool:
    """Store what is still being typed; where that was refused the person says whether it may go with the window."""
    refused: list[str] = []
    desk.refused.connect(refused.append)
    desk.flush.emit()
    desk.refused.disconnect(refused.append)
    if not refused:
        return True
    from ui import ask

    sentence = "Có chữ vừa gõ chưa lưu được. Đóng bây giờ thì phần đó mất."
    detail = f"{refused[0]}\n\nNhững gì đã báo “Đã lưu” vẫn còn nguyên. Ở lại thì có thể chép phần chưa lưu ra chỗ khác trước."
    return ask.choose(parent, "Đóng chương trình", sentence, ("Đóng, &bỏ phần chưa lưu",), detail=detail, stay="Ở &lại") == 0


def leave(window: MainWindow) -> None:
    """Close by the menu, as the cross of the window does."""
    if may_close(window, window.status.waiting):
        window.close()


def close_office(office: Office) -> None:
    """Keep a copy where something changed since the last one, give the folder back, say why there is no copy."""
    if office.closed:
        return
    try:
        said = _keep_copy(office)
    except Stopped:
        said = ""  # the copy of the close before is still there
    except Exception as trouble:
        told = troubles.sentence(trouble)
        if told is None:
            raise
        said = told
    finally:
        office.close(keep_copy=False)
    if said:
        from ui import ask

        detail = "Những gì báo “Đã lưu” vẫn nằm trong thư mục dữ liệu. Hãy sao lưu ra USB (Ctrl+B) ở lần mở sau."
        ask.tell(None, "Chưa giữ được bản sao lưu trên máy", said, detail=detail)


def _keep_copy(office: Office) -> str:
    from dvcq_desktop.backup.local import is_kept

    if is_kept(office.db, office.folder):
        return ""
    from ui.without_office import carry_out

    sentence = "Đang giữ một bản sao lưu trên máy…"
    stop = "Đóng, không giữ bản này"
    return carry_out(None, "Đang đóng chương trình", sentence, partial(_copy, office), stop=stop, after=_AFTER)


def _copy(office: Office, told: Callable[[int, int, str], None]) -> str:
    from dvcq_desktop.backup.local import copy_at_close

    db = office.reader()
    try:
        return copy_at_close(db, office.folder, told)
    finally:
        db.close()
