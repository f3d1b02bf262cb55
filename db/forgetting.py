"""Asks the system to drop a file from memory, so that the next reading reads the disk or stick and not what was just written."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _READ, _SHARE_ALL, _OPEN_EXISTING, _NO_BUFFERING = 0x80000000, 7, 3, 0x20000000

    def forget(path: Path) -> None:
        """Drop a file from memory; to be called while nobody has it open. Best effort: a file that cannot be opened is left.

        Windows has no call for it. NTFS, FAT and exFAT flush and purge what they cached of a file when somebody opens it
        without buffering and nobody else has it open.
        """
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = [
            wintypes.LPCWSTR,
            wintypes.DWORD,
            wintypes.DWORD,
            wintypes.LPVOID,
            wintypes.DWORD,
            wintypes.DWORD,
            wintypes.HANDLE,
        ]
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        handle = kernel.CreateFileW(str(path), _READ, _SHARE_ALL, None, _OPEN_EXISTING, _NO_BUFFERING, None)
        if handle != wintypes.HANDLE(-1).value:
            kernel.CloseHandle(handle)

elif hasattr(os, "posix_fadvise"):

    def forget(path: Path) -> None:
        """Drop a file from memory. Best effort: a file that cannot be opened is left."""
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)

else:

    def forget(path: Path) -> None:
        """Nothing: this system offers no way."""
