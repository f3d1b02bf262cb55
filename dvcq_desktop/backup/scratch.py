"""A folder on the PC for copies that are only looked at; gone afterwards, and what a crash left goes with the next one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import Connection, connect
from db.opening import FILE
from db.snapshot import verify
from dvcq_desktop.backup.memory import HERE

_SCRATCH = "_tam"


@contextmanager
def scratch(data_folder: Path) -> Iterator[Path]:
    """An empty folder beside the data, on the same disk. Raises OSError."""
    above = data_folder / HERE / _SCRATCH
    folder = above / os.urandom(6).hex()
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # another one is at work
            above.rmdir()


def clear_scratch(data_folder: Path) -> None:
    """Remove what a killed program left; called where none of this office's is at work."""
    shutil.rmtree(data_folder / HERE / _SCRATCH, ignore_errors=True)


def need_room(folder: Path, size: int) -> None:
    """Raise OSError (no room, naming the folder) where the PC's disk cannot take so many bytes and a little more."""
    if shutil.disk_usage(folder).free < size + (1 << 20):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A copy of a data file, open to be read, with its two checks passed. Raises Damaged, OSError."""
    db = connect(path, read_only=True)
    try:
        verify(db, path)
        yield db
    finally:
        db.close()


__all__ = ["FILE", "clear_scratch", "need_room", "opened", "scratch"]
