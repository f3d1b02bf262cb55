"""Keeps files by their SHA-256: written once, whole or not at all, never changed; one copy however often it is used.

A store is a folder: `ab/ab12…` holds the content whose SHA-256 is ab12…, `_moi/` what is still being copied. Evidence lies in
one beside the data file, backups keep another of the same shape on a stick.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, BinaryIO

from db.files import flush_folder, flush_names, make_folder, replace_file
from db.forgetting import forget

if TYPE_CHECKING:
    from concurrent.futures import Future

LARGEST = (4 << 30) - 1  # bytes: FAT32, on which the sticks are, has no larger file
_BUFFER = 256 << 10  # beyond it the second-level cache is left and copying slows down
_FLUSH_EVERY = 32 << 20  # of a large file
_PIPELINED = 8 << 20  # from here on a second thread that hashes pays for being started
_AT_ONCE = 8  # files under way: what takes time is the flush, and a disk flushes many together
_TOGETHER = 64  # answered together: their names are made durable with a few flushes
_AHEAD = 3 * _TOGETHER  # under way or waiting: the disk never waits for an answer
_UNFINISHED = "_moi"
_NAME = re.compile(r"[0-9a-f]{64}")

Told = Callable[[int], None]  # hears of bytes done, in any of the copying threads; may raise to stop the work


class Changed(Exception):
    """A file grew or shrank while it was read: nothing of it was kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} changed while it was read")
        self.path = path


class WrongContent(Exception):
    """What was read is not what its name says: damaged on the disk it came from. Nothing of it was kept."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path} holds {found}")
        self.path = path
        self.found = found


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A content of the store: its SHA-256 in hexadecimal, its size in bytes, whether it was not there before."""

    sha256: str
    size: int
    new: bool


def path_of(folder: Path, sha256: str) -> Path:
    """Where a content lies, or would lie. Raises ValueError for what is no SHA-256: a name is never a way out of the folder."""
    if not _NAME.fullmatch(sha256):
        raise ValueError(f"no SHA-256: {sha256[:80]!r}")
    return folder / sha256[:2] / sha256


def listing(folder: Path) -> Iterator[tuple[str, int]]:
    """SHA-256 and size of every content, by name alone, in no order."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as parts:
        names = [(part.name, part.path) for part in parts if len(part.name) == 2 and part.is_dir(follow_symlinks=False)]
    for start, name in names:
        with os.scandir(name) as entries:
            for entry in entries:  # what lies in another's folder is never read from there: it is not had
                whole = entry.name.startswith(start) and _NAME.fullmatch(entry.name)
                if whole and entry.is_file(follow_symlinks=False):
                    yield entry.name, entry.stat(follow_symlinks=False).st_size


def keep(folder: Path, source: Path, told: Told = lambda _bytes: None, *, expected: str = "") -> Kept:
    """Copy a file into the store; durable when this returns.

    expected: the SHA-256 it must have (copying from another store). Raises OSError (no room, medium gone), Changed,
    WrongContent, and whatever told raises; nothing half is left under a final name.
    """
    kept = _keep(folder, source, told, expected)
    _flush_names(folder, [kept])
    return kept


def keep_many(
    folder: Path,
    sources: Sequence[Path],
    told: Told = lambda _bytes: None,
    *,
    expected: Sequence[str] = (),
) -> Iterator[Kept | Exception]:
    """As keep, several at once; answers in the order of the sources, each durable when it is answered.

    A file's own trouble (OSError, Changed, WrongContent) is answered in its place, the rest goes on. What told raises ends all.
    """
    from concurrent.futures import ThreadPoolExecutor

    wanted = expected or [""] * len(sources)
    _make(folder)
    with ThreadPoolExecutor(min(_AT_ONCE, max(1, len(sources)))) as pool:
        waiting: deque[Future[Kept]] = deque()
        ahead = zip(sources, wanted, strict=True)
        try:
            while True:
                for source, digest in islice(ahead, _AHEAD - len(waiting)):
                    waiting.append(pool.submit(_keep, folder, source, told, digest))
                if not waiting:
                    return
                answers = [_answer(waiting.popleft()) for _number in range(min(_TOGETHER, len(waiting)))]
                _flush_names(folder, [one for one in answers if isinstance(one, Kept)])
                yield from answers
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def keep_bytes(folder: Path, data: bytes) -> Kept:
    """Keep what comes from memory (a picture from the clipboard); durable when this returns. Raises OSError."""
    unfinished = _unfinished(folder)
    try:
        with unfinished.open("xb") as target:
            target.write(data)
            _flush(target)
        kept = _give_name(folder, unfinished, hashlib.sha256(data).hexdigest(), len(data))
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    _flush_names(folder, [kept])
    return kept


def copy_out(folder: Path, sha256: str, target: Path, told: Told = lambda _bytes: None) -> None:
    """Copy a content to a file of any name; the target is whole and durable when this returns, or as it was before.

    Raises OSError, WrongContent where the store's own file is damaged, and whatever told raises.
    """
    source = path_of(folder, sha256)
    unfinished = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        with source.open("rb", buffering=0) as reading, unfinished.open("xb", buffering=0) as writing:
            copy = _copy_pipelined if source.stat().st_size >= _PIPELINED else _copy
            found, _copied = copy(reading, writing, told)
            if found != sha256:
                raise WrongContent(source, found)
            _flush(writing)
        replace_file(unfinished, target)
    finally:
        with contextlib.suppress(OSError):  # renamed, or never made; the first trouble is the one to tell
            unfinished.unlink(missing_ok=True)


def digest(path: Path, told: Told = lambda _bytes: None, *, from_medium: bool = False) -> str:
    """SHA-256 of a file, in hexadecimal. from_medium: read the disk or stick, not what the system still has in memory.

    Raises OSError, and whatever told raises.
    """
    hashed = hashlib.sha256()
    buffer = bytearray(_BUFFER)
    view = memoryview(buffer)
    if from_medium:
        forget(path)
    with path.open("rb", buffering=0) as source:
        while count := source.readinto(buffer):
            hashed.update(view[:count])
            told(count)
    return hashed.hexdigest()


def digests(
    paths: Sequence[Path], told: Told = lambda _bytes: None, *, from_medium: bool = False
) -> Iterator[str | OSError]:
    """SHA-256 of many files in their order, two at a time; a file that cannot be read answers its OSError."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        try:
            for start in range(0, len(paths), 64):
                waiting = [
                    pool.submit(digest, path, told, from_medium=from_medium) for path in paths[start : start + 64]
                ]
                for one in waiting:
                    try:
                        yield one.result()
                    except OSError as trouble:
                        yield trouble
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def discard(folder: Path, sha256s: Iterable[str]) -> int:
    """Delete contents for good; answers the bytes freed. Raises OSError; what was not there is passed over."""
    freed = 0
    for sha256 in sha256s:
        path = path_of(folder, sha256)
        if path.is_file():
            size = path.stat().st_size
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows does not delete what is read-only
            path.unlink()
            freed += size
    return freed


def clear_unfinished(folder: Path) -> None:
    """Delete what a crash left half copied; called where nobody is copying. Raises OSError."""
    rest = folder / _UNFINISHED
    if rest.is_dir():
        shutil.rmtree(rest)


def half_copies(folder: Path) -> list[Path]:
    """Half copies of contents and of what stands beside them that a crash left, where nobody is copying."""
    return sorted([*folder.glob(f"{_UNFINISHED}/*"), *folder.glob("*/.*.tmp")])


def _answer(waiting: Future[Kept]) -> Kept | Exception:
    try:
        return waiting.result()
    except (OSError, Changed, WrongContent) as trouble:
        return trouble


def _keep(folder: Path, source: Path, told: Told, expected: str) -> Kept:
    """Copy, hash, flush, name; the names become durable in _flush_names."""
    size = source.stat().st_size
    if size > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(source))
    unfinished = _unfinished(folder)
    try:
        with source.open("rb", buffering=0) as reading, unfinished.open("xb", buffering=0) as writing:
            copy = _copy_pipelined if size >= _PIPELINED else _copy
            found, copied = copy(reading, writing, told)
            if copied != size or source.stat().st_size != size:
                raise Changed(source)
            if expected and found != expected:
                raise WrongContent(source, found)
            _flush(writing)
        return _give_name(folder, unfinished, found, copied)
    finally:
        with contextlib.suppress(OSError):  # renamed, or never made; the first trouble is the one to tell
            unfinished.unlink(missing_ok=True)


def _copy(reading: BinaryIO, writing: BinaryIO, told: Told) -> tuple[str, int]:
    """One pass: read, hash, write; SHA-256 and bytes."""
    hashed = hashlib.sha256()
    buffer = bytearray(_BUFFER)
    view = memoryview(buffer)
    copied = 0
    while count := reading.readinto(buffer):  # type: ignore[attr-defined]
        part = view[:count]
        hashed.update(part)
        _write(writing, part)
        copied += count
        told(count)
    return hashed.hexdigest(), copied


def _copy_pipelined(reading: BinaryIO, writing: BinaryIO, told: Told) -> tuple[str, int]:
    """As _copy with a second thread that hashes and a third that lets the disk begin, while this one reads and writes.

    A large file takes as long as its hash or the disk, whichever is slower, not both.
    """
    hashed = hashlib.sha256()
    free: Queue[bytearray] = Queue()
    filled: Queue[tuple[bytearray, int] | None] = Queue()
    for _number in range(4):
        free.put(bytearray(_BUFFER))

    def hash_all() -> None:
        while (given := filled.get()) is not None:
            hashed.update(memoryview(given[0])[: given[1]])
            free.put(given[0])

    hashing = threading.Thread(target=hash_all, name="hash")
    hashing.start()
    copied = 0
    try:
        with _flushing_early(writing) as flush:
            while count := reading.readinto(buffer := free.get()):  # type: ignore[attr-defined]
                _write(writing, memoryview(buffer)[:count])
                filled.put((buffer, count))
                copied += count
                if copied % _FLUSH_EVERY < count:
                    flush()
                told(count)
    finally:
        filled.put(None)
        hashing.join()
    return hashed.hexdigest(), copied


@contextlib.contextmanager
def _flushing_early(writing: BinaryIO) -> Iterator[Callable[[], None]]:
    """Gives a call that has what was written so far flushed by another thread; raises at the end what that met.

    The system tells a failed flush once: the flush that follows would know nothing of it.
    """
    fdatasync = getattr(os, "fdatasync", None)
    if fdatasync is None:  # Windows: there a flush waits for the whole disk
        yield _do_nothing
        return
    asked: Queue[bool] = Queue()
    troubles: list[OSError] = []

    def flush_all() -> None:
        while asked.get():
            try:
                fdatasync(writing.fileno())
            except OSError as trouble:
                troubles.append(trouble)

    flushing = threading.Thread(target=flush_all, name="flush")
    flushing.start()
    try:
        yield partial(asked.put, True)
    finally:
        asked.put(False)
        flushing.join()
    if troubles:
        raise troubles[0]


def _do_nothing() -> None:
    """Nothing is flushed early."""


def _write(writing: BinaryIO, part: memoryview) -> None:
    """All of it: an unbuffered write may take less than it was given."""
    while part:
        part = part[writing.write(part) :]


def _flush(target: BinaryIO) -> None:
    target.flush()
    os.fsync(target.fileno())


def _give_name(folder: Path, unfinished: Path, sha256: str, size: int) -> Kept:
    """Rename what was copied to its content's name; where a whole one is already there, that one stays."""
    path = path_of(folder, sha256)
    if _is_whole(path, sha256, size):
        return Kept(sha256=sha256, size=size, new=False)
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # damaged: Windows does not replace what is read-only
    try:
        replace_file(unfinished, path, flush=False)
    except PermissionError:  # Windows: another thread has just brought the same content, read-only since
        if not _is_whole(path, sha256, size):
            raise
        return Kept(sha256=sha256, size=size, new=False)
    with contextlib.suppress(OSError):  # FAT has no rights; the name alone says that it must not change
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    return Kept(sha256=sha256, size=size, new=True)


def _is_whole(path: Path, sha256: str, size: int) -> bool:
    try:
        return path.stat().st_size == size and digest(path) == sha256
    except OSError:
        return False


def _make(folder: Path) -> None:
    make_folder(folder, within=folder.parent)
    (folder / _UNFINISHED).mkdir(exist_ok=True)


def _unfinished(folder: Path) -> Path:
    _make(folder)
    return folder / _UNFINISHED / os.urandom(8).hex()


def _flush_names(folder: Path, kept: Sequence[Kept]) -> None:
    if new := [path_of(folder, one.sha256) for one in kept if one.new]:
        flush_names(new)
        flush_folder(folder)
