"""Holds a data folder for one program: a lock of the operating system, with the holder's name beside it for others."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from db.errors import OpenElsewhere

_FAR = 1 << 20  # the locked byte lies beyond the text, so that Windows lets others read who holds it


class FolderLock:
    """Taken by making it, given back by release() or by the death of the program (never stale after a crash)."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.path = folder / "dvcq.lock"
        self._handle: IO[str] | None = self.path.open("a+", encoding="utf-8")
        if not _try_lock(self._handle):
            self._handle.seek(0)
            text = self._handle.read()
            self._handle.close()
            self._handle = None
            raise OpenElsewhere(folder, _describe(text))
        self._handle.seek(0)
        self._handle.truncate()
        json.dump(
            {
                "who": holder,
                "pc": platform.node(),
                "pid": os.getpid(),
                "since": datetime.now().astimezone().isoformat(timespec="minutes"),
            },
            self._handle,
            ensure_ascii=False,
        )
        self._handle.flush()

    def release(self) -> None:
        if self._handle is not None:
            self._handle.seek(0)
            self._handle.truncate()
            self._handle.close()
            self._handle = None


def _describe(text: str) -> str:
    try:
        held = json.loads(text)
        since = datetime.fromisoformat(held["since"])
        return f"{held['who']}, máy {held['pc']}, từ {since:%H:%M ngày %d/%m/%Y}"
    except (ValueError, KeyError, TypeError):
        return "một cửa sổ khác của chương trình"


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: IO[str]) -> bool:
        handle.seek(_FAR)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
