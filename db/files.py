"""Writes files whole or not at all: a temporary name beside the target, flushed, renamed, the folder flushed."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

T = TypeVar("T")

_RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # an antivirus holds a fresh file for moments: 2.5 s in all


def write_file(path: Path, data: bytes) -> None:
    """Put data at path; on any error the file that was there is untouched. Raises OSError, ValueError for no data."""
    if not data:
        raise ValueError(
            f"nothing to write to {path.name}: an empty paper is a fault, and it must not replace a good one"
        )
    write_through(path, lambda handle: handle.write(data))


def write_through(path: Path, fill: Callable[[BinaryIO], T], *, flush: bool = True) -> T:
    """As write_file for what does not fit into memory: fill writes to a file beside path, which then takes its place.

    Answers what fill answers; what it raises leaves the file that was there. flush False: the caller makes the name durable.
    """
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.tmp")  # a name has 255 bytes, a letter up to 4
    try:
        with temporary.open("xb") as handle:
            answer = fill(handle)
            handle.flush()
            os.fsync(handle.fileno())
        replace_file(temporary, path, flush=flush)
    except BaseException:
        with contextlib.suppress(OSError):  # the first trouble is the one to tell
            temporary.unlink(missing_ok=True)
        raise
    return answer


def replace_file(source: Path, target: Path, *, flush: bool = True) -> None:
    """Rename source over target, patient with antivirus programs, and make the name durable (flush False: the caller does)."""
    for pause in (*_RETRIES, None):
        try:
            source.replace(target)
            break
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
    if flush:
        flush_folder(target.parent)


def name_new_file(source: Path, target: Path) -> None:
    """Give a finished file a second name that must be free, and make it durable; the first is the caller's to take away.

    Raises FileExistsError where something has that name, whatever a look at it said before: a disk that fails for a moment to
    see a file must not cost it. Only where a file system has no second names (FAT) is such a look all there is.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError as trouble:
        if trouble.errno not in (errno.EPERM, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS, errno.EMLINK):
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        replace_file(source, target, flush=False)
    flush_folder(target.parent)


def empty_file(path: Path) -> None:
    """Leave nothing of a file's content, durable when this returns; needs no room. Raises OSError."""
    with path.open("r+b") as handle:
        handle.truncate(0)
        os.fsync(handle.fileno())


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call, and some file systems of sticks and shares refuse it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as trouble:
        if trouble.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def same_file(path: Path, device: int, number: int) -> bool:
    """Whether a path still leads to the file of this device and number; raises OSError other than that it is gone."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a third of the time of Path.stat(), at every edit
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (found.st_dev, found.st_ino) == (device, number)
