"""Asks for what opens an encrypted place: the passphrase, or the key on the recovery sheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from dvcq_desktop.backup.encryption import Keys, keys_from_typed
from dvcq_desktop.backup.layout import Marker
from dvcq_desktop.backup.places import Place
from ui import ask
from ui.jobs import Stopped
from ui.without_office import Told, carry_out

TITLE = "Mở bản sao lưu mã hóa"


def ask_typed(parent: QWidget, place: Place) -> str:
    """What the person typed; empty where they changed their mind."""
    return ask.secret(parent, TITLE, f"Mật khẩu sao lưu của {place.name}, hoặc khóa trên phiếu khôi phục:") or ""


def open_place(parent: QWidget, place: Place) -> Keys | None:
    """Ask, then open beside the window, where no office is open; None where the person changed their mind. Raises WrongKey."""
    typed = ask_typed(parent, place)
    if not typed or place.marker is None:
        return None
    try:
        return carry_out(parent, TITLE, "Đang mở bản sao lưu mã hóa…", partial(_open, place.marker, typed))
    except Stopped:
        return None


def _open(marker: Marker, typed: str, _told: Told) -> Keys:
    return keys_from_typed(marker, typed)
