"""What one person at one PC chose: window, text size, theme, name, last data folder. Never data of the office."""

from __future__ import annotations

import getpass
import json
import os
import zlib
from collections.abc import Iterable, Sequence
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
    def high_contrast(self) -> bool:
        """Whether the system asked for high contrast when it was asked last."""
        return str(self._store.value("look/contrast", "")) == "high"

    @high_contrast.setter
    def high_contrast(self, high: bool) -> None:
        self._store.setValue("look/contrast", "high" if high else "")

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
    def hand_in_folder(self) -> Path | None:
        """Where a set of evidence was handed in last from this PC."""
        value = str(self._store.value("hand_in/folder", ""))
        return Path(value) if value else None

    @hand_in_folder.setter
    def hand_in_folder(self, folder: Path) -> None:
        self._store.setValue("hand_in/folder", str(folder))

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

    def scan(self, office: Path) -> tuple[Path | None, list[list[object]]]:
        """The folder a scanner writes to, watched for this office on this PC, and name, size, time of files taken from it."""
        try:
            folder, taken = json.loads(str(self._store.value(_scan_key(office), "")))
        except ValueError:
            return None, []
        return Path(folder) if folder else None, [one for one in taken if isinstance(one, list)]

    def keep_scan(self, office: Path, folder: Path | None, taken: Iterable[Sequence[object]]) -> None:
        """Watch this folder from now on (None: no longer)."""
        self._store.setValue(_scan_key(office), json.dumps([str(folder) if folder else "", list(taken)]))

    @property
    def lock_minutes(self) -> int:
        """Idle minutes after which the program asks for a PIN; 0: never by itself."""
        try:
            return max(0, int(str(self._store.value("lock/minutes", 0))))
        except ValueError:
            return 0

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._store.setValue("lock/minutes", minutes)

    def state(self, name: str) -> QByteArray | None:
        """A remembered geometry or splitter position; None where there is none."""
        value = self._store.value(f"state/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_state(self, name: str, value: QByteArray) -> None:
        self._store.setValue(f"state/{name}", value)

    def flush(self) -> None:
        """Write to the disk now; a medium that refuses is no reason to disturb anyone."""
        self._store.sync()


def _scan_key(office: Path) -> str:
    return f"scan/{zlib.crc32(str(office).encode('utf-8', 'surrogateescape')):08x}"


def login_name() -> str:
    """The name this person signed in to the PC with."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "Người dùng"
