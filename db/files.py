"""Writes files whole or not at all: a temporary name beside the target, flushed, renamed, the folder flushed."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
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
        flush_names([target])


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
    flush_names([target])


def make_folder(folder: Path, within: Path | None = None) -> None:
    """Make a folder and those above it where they are missing; durable when this returns.

    within: a folder above it that must be there and is never made: where a stick was pulled nothing may take its place on the
    disk it was mounted on. Raises OSError, FileNotFoundError where within is gone.
    """
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    for one in reversed(missing):
        if within is not None and within.is_relative_to(one):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(within))
        one.mkdir(exist_ok=True)
        flush_folder(one.parent)


def empty_file(path: Path) -> None:
    """Leave nothing of a file's content, durable when this returns; needs no room. Raises OSError."""
    with path.open("r+b") as handle:
        handle.truncate(0)
        os.fsync(handle.fileno())


def flush_names(files: Iterable[Path]) -> None:
    """Make the names that files of one medium were just given durable. Raises OSError.

    Linux' driver of FAT puts an empty entry in the place of a renamed one, and says only when the file itself is flushed where it
    begins and how long it is: a stick pulled after its folder was flushed held files of 0 bytes.
    """
    paths = list(files)
    if paths and _is_fat(paths[0].parent):
        for path in paths:
            _flush(path)
    for folder in sorted({path.parent for path in paths}):
        flush_folder(folder)


def _is_fat(folder: Path) -> bool:
    """Whether Linux drives a folder as FAT; elsewhere False."""
    if not sys.platform.startswith("linux"):
        return False
    device = folder.stat().st_dev
    number = f" {os.major(device)}:{os.minor(device)} "
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(number in line and line.partition(" - ")[2].startswith(("vfat ", "msdos ")) for line in mounts)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call, and some file systems of sticks and shares refuse it."""
    if os.name == "nt":
        return
    try:
        _flush(folder)
    except OSError as trouble:
        if trouble.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def same_file(path: Path, device: int, number: int) -> bool:
    """Whether a path still leads to the file of this device and number; raises OSError other than that it is gone."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a third of the time of Path.stat(), at every edit
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (found.st_dev, found.st_ino) == (device, number)
