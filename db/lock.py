"""Holds a data folder for one program: a lock of the operating system, with the holder's name beside it for others."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from db.errors import NotWritable, OpenElsewhere

_FAR = 1 << 20  # the locked byte lies beyond the text, so that Windows lets others read who holds it


class FolderLock:
    """Taken by making it, given back by release() or by the death of the program (never stale after a crash)."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.path = folder / "dvcq.lock"
        self._handle: int | None = _open(self.path)
        if not _try_lock(self._handle):
            text = os.read(self._handle, 4096)
            os.close(self._handle)
            self._handle = None
            raise OpenElsewhere(folder, _describe(text))
        held = {
            "who": holder,
            "pc": _pc(),
            "pid": os.getpid(),
            "since": datetime.now().astimezone().isoformat(timespec="minutes"),
        }
        with contextlib.suppress(OSError):  # on a full disk the lock holds without its text
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, json.dumps(held, ensure_ascii=False).encode())

    def release(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
            _unlock(self._handle)
            os.close(self._handle)
            self._handle = None


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | _PLAIN, 0o644)
    except OSError as trouble:
        if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NotWritable(path.parent) from trouble
        raise


def _describe(text: bytes) -> str:
    try:
        held = json.loads(text)
        since = datetime.fromisoformat(held["since"])
        return f"{held['who']}, máy {held['pc']}, từ {since:%H:%M ngày %d/%m/%Y}"
    except (ValueError, KeyError, TypeError):
        return "một cửa sổ khác của chương trình"


if sys.platform == "win32":
    import msvcrt

    _PLAIN = os.O_BINARY | os.O_NOINHERIT

    def _pc() -> str:
        return os.environ.get("COMPUTERNAME", "")

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    _PLAIN = os.O_CLOEXEC

    def _pc() -> str:
        return os.uname().nodename  # platform.node() would import a tenth of a second of things for it

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # other trouble (a share without locks) is told as what it is
            return False
        except OSError:
            os.close(handle)
            raise
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
