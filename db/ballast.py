"""A reserve of room beside the data: on a full disk it is given free, so that one can still delete, save and close."""

from __future__ import annotations

import os
from pathlib import Path

from db.files import write_file

FILE = "dvcq.du-phong"
SIZE = 20 << 20  # bytes
LOW = 200 << 20  # bytes; with less the person is told, and no reserve is taken from it


def free_room(folder: Path) -> int:
    """Free bytes on the disk of a folder; raises OSError."""
    import shutil

    return shutil.disk_usage(folder).free


def make(folder: Path) -> bool:
    """Take the reserve where the disk has room for it, without hurry; whether it is there now. Raises OSError."""
    path = folder / FILE
    if path.is_file() and path.stat().st_size >= SIZE:
        return True
    if free_room(folder) < LOW + SIZE:
        return False
    write_file(path, os.urandom(SIZE))  # zeros would take no room on a disk that compresses
    return True


def release(folder: Path) -> int:
    """Give the reserve free; answers how many bytes that brought, 0 where there was none."""
    path = folder / FILE
    try:
        size = path.stat().st_size
        path.unlink()
    except OSError:
        return 0
    return size
