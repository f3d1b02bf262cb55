"""What one person at one PC chose: window, text size, theme, name, last data folder. Never data of the office."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

THEMES = {"system": "Theo hệ thống", "light": "Sáng", "dark": "Tối"}
SMALLEST_TEXT, LARGEST_TEXT = 90, 175


class UserSettings:
    """An INI file in the user's configuration folder; DVCQ_CONFIG names another folder."""

    def __init__(self) -> None:
        folder = os.environ.get("DVCQ_CONFIG")
        self._store = (
            QSettings(str(Path(folder) / "dvcq.ini"), QSettings.Format.IniFormat)
            if folder
            else QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "DVCQ Desktop", "dvcq")
        )

    @property
    def path(self) -> Path:
        return Path(self._store.fileName())

    @property
    def text_percent(self) -> int:
        try:
            value = int(str(self._store.value("look/text", 100)))
        except ValueError:
            value = 100
        return min(max(value, SMALLEST_TEXT), LARGEST_TEXT)

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._store.setValue("look/text", percent)

    @property
    def theme(self) -> str:
        value = str(self._store.value("look/theme", "system"))
        return value if value in THEMES else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("look/theme", theme)

    @property
    def who(self) -> str:
        """The name that stands in the journal beside what this person does."""
        return str(self._store.value("who", "")).strip() or login_name()

    @who.setter
    def who(self, name: str) -> None:
        self._store.setValue("who", name.strip())

    @property
    def last_folder(self) -> Path | None:
        value = str(self._store.value("folder", ""))
        return Path(value) if value else None

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    @property
    def side_bar_narrow(self) -> bool:
        return str(self._store.value("window/narrow", "no")) == "yes"

    @side_bar_narrow.setter
    def side_bar_narrow(self, narrow: bool) -> None:
        self._store.setValue("window/narrow", "yes" if narrow else "no")

    @property
    def reminded_on(self) -> str:
        """The day (ISO) on which the reminder was shown last."""
        return str(self._store.value("reminded", ""))

    @reminded_on.setter
    def reminded_on(self, day: str) -> None:
        self._store.setValue("reminded", day)

    def state(self, name: str) -> QByteArray | None:
        """A remembered geometry or splitter position; None where there is none."""
        value = self._store.value(f"state/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_state(self, name: str, value: QByteArray) -> None:
        self._store.setValue(f"state/{name}", value)

    def flush(self) -> None:
        """Write to the disk now; a medium that refuses is no reason to disturb anyone."""
        self._store.sync()


def login_name() -> str:
    """The name this person signed in to the PC with."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "Người dùng"
