"""Cuts the power at any moment of some work: its writes are recorded, and the disk is rebuilt as a cut may leave it.

The model is harsher than most disks: bytes are sure only after fsync of their file, a name only after fsync of its folder or
of the new file. Everything younger may be kept, lost, or torn between sectors of 512 bytes, each file by itself. fat=True
is a stick as Linux drives FAT (tests/faults/disks.py): the program is told so by the list of what is mounted, and the stick
behaves so.

    def work(folder: Path, acknowledge: Callable[[str], None]) -> None:
        …
        acknowledge("one line")                 # what the person has been told is saved

    def check(folder: Path, cut: Cut) -> None:  # the disk after the cut; cut.last was acknowledged, cut.next was not yet
        …

    power_cuts(work, check, start=start, under="usb", cuts=200)   # for tests marked `injected`, as in tests/faults/inject.py

A stick pulled early is the same as a power cut of the folder `under`; what lies beside it in `start` stays as the work left it.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import inject
from tests.faults.disks import Disk, FatDisk, Operation, State
from tests.faults.inject import Report

_UNTOUCHED = 1  # the time of a file as it was rebuilt
Acknowledge = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A moment of the work: what had been acknowledged, and what was to come."""

    number: int
    done: tuple[str, ...]
    coming: tuple[str, ...]

    @property
    def last(self) -> str:
        """What was acknowledged last; empty where nothing was."""
        return self.done[-1] if self.done else ""

    @property
    def next(self) -> str:
        """What was being done; empty where all was over."""
        return self.coming[0] if self.coming else ""


@dataclass(frozen=True)
class Recording:
    """What a work did to a folder: how the folder was before (files by relative name), and each write-type call after it."""

    before: dict[str, tuple[int, bytes]]  # inode and bytes
    folders: frozenset[str]
    operations: tuple[Operation, ...]
    after: Path | None = field(default=None)

    @property
    def acknowledged(self) -> tuple[str, ...]:
        return tuple(operation[1] for operation in self.operations if operation[0] == "A")

    @property
    def syncs(self) -> tuple[int, ...]:
        """Where in the operations a file was flushed."""
        return tuple(place for place, operation in enumerate(self.operations) if operation[0] == "S")

    def without(self, place: int) -> Recording:
        """The same work had it left one operation out, a sync above all."""
        return Recording(
            self.before, self.folders, (*self.operations[:place], *self.operations[place + 1 :]), self.after
        )

    def flushed(self, place: int) -> str:
        """The name of the file that the sync at this place flushed."""
        inode = self.operations[place][1]
        names = {one: name for name, (one, _data) in self.before.items()}
        for kind, *rest in self.operations[:place]:
            if kind == "C":
                names[rest[0]] = rest[1]
        return names.get(inode, "")


def power_cuts(
    work: Callable[[Path, Acknowledge], None],
    check: Callable[[Path, Cut], None],
    *,
    start: Path | None = None,
    under: str = ".",
    cuts: int = 200,
    fat: bool = False,
) -> Report:
    """Record work on a copy of start, cut the power of the folder `under` so many times spread over it, and check each state.

    check gets the folder `start` would be: under it the state after the cut, beside it what the work left. Fails with the
    first violations; answers the figures, which it prints.
    """
    with inject.room() as place:
        recording = record(work, Path(place), start=start, under=under, fat=fat)
        return replay(recording, check, under=under, cuts=cuts, fat=fat).hold()


def record(
    work: Callable[[Path, Acknowledge], None],
    place: Path,
    *,
    start: Path | None = None,
    under: str = ".",
    fat: bool = False,
) -> Recording:
    """Run work in a child on a copy of start in the folder place, writing down what it does under a folder in it.

    fat: the list of what is mounted says that FAT lies there.
    """
    folder = inject.copy(start, place)
    watched = Path(os.path.normpath(folder / under))
    files = {_within(path, watched): (path.stat().st_ino, path.read_bytes()) for path in _files(watched)}
    folders = frozenset(_within(path, watched) for path in watched.rglob("*") if path.is_dir())
    log = place / "log"

    def run() -> dict[str, object]:
        if fat:
            inject.mounted_as("vfat", watched, place / "mountinfo")
        handle = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        inject.library().inject_log(os.fsencode(watched), handle)
        work(folder, _acknowledge)
        inject.library().inject_log(b"", -1)
        return {"ended": "done"}

    said = inject.in_child(run, what="the recorded work")
    assert said["ended"] == "done", f"the recorded work failed\n{said.get('where')}"
    return Recording(files, folders, tuple(_operations(log, watched)), folder)


def _acknowledge(text: str) -> None:
    assert "\n" not in text
    inject.library().inject_acknowledge(text.encode())


def replay(
    recording: Recording,
    check: Callable[[Path, Cut], None],
    *,
    under: str = ".",
    cuts: int,
    between: tuple[int, int] | None = None,
    fat: bool = False,
) -> Report:
    """Cut the power so many times, spread evenly over a recording or a part of it, numbered by its operations.

    A tenth of the cuts come when all is over. A state seen before at the same moment is not checked twice.
    """
    steps = len(recording.operations)
    begin, end = between or (0, steps)
    moments = [min(begin + number * (end - begin) // (cuts - cuts // 10), end - 1) for number in range(cuts)]

    def some(place: Path, numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
        seen, last = set(), State()
        for state, cut in _states(
            recording, [(number, moments[number]) for number in numbers], FatDisk if fat else Disk
        ):
            known = hash((tuple(sorted(state.items())), len(cut.done)))
            if known in seen:
                yield "seen before", ""
                continue
            seen.add(known)
            folder = _rebuilt(state, place, recording, under, last)
            violation = inject.verdict(lambda: check(folder, cut))  # noqa: B023 - called at once
            yield ("failed", f"cut {cut.number}, after {cut.last!r}\n{violation}") if violation else ("held", "")

    return inject.share(f"power cuts in {steps} writes", range(cuts), some)


def _states(recording: Recording, moments: Sequence[tuple[int, int]], kind: type[Disk]) -> Iterator[tuple[State, Cut]]:
    """The disk after each cut; moments are (number of the cut, the operation that was the last)."""
    disk, done, at = kind(recording.before, recording.folders), 0, 0
    acknowledged = recording.acknowledged
    for number, moment in moments:
        for operation in recording.operations[at : moment + 1]:
            if operation[0] == "A":
                done += 1
            else:
                disk.step(operation)
        at = max(at, moment + 1)
        cut = Cut(number=number, done=acknowledged[:done], coming=acknowledged[done:])
        yield disk.cut(random.Random(number)), cut


def _rebuilt(state: State, place: Path, recording: Recording, under: str, last: State) -> Path:
    """The folder as it is after the cut; what lies beside the watched one as the work left it.

    last: the state rebuilt there before, made this one; a file of it that the check did not touch is not written again.
    """
    folder = place / inject.FOLDER
    watched = Path(os.path.normpath(folder / under))
    if not last or under != ".":
        inject.copy(None if under == "." else recording.after, place)
        shutil.rmtree(watched)
        watched.mkdir()
        last.clear()
    top = len(str(watched)) + 1
    for folder_path, folders, names in os.walk(watched):  # text, not Path: this is done for every file of every cut
        for name in [name for name in folders if f"{folder_path}/{name}"[top:] not in state]:
            shutil.rmtree(f"{folder_path}/{name}")
            folders.remove(name)
        for path in (f"{folder_path}/{name}" for name in names):
            if (
                path[top:] not in state
                or state[path[top:]] is not last.get(path[top:])
                or os.stat(path).st_mtime_ns != _UNTOUCHED  # noqa: PTH116
            ):
                os.unlink(path)  # noqa: PTH108
    for name, data in state.items():
        path = f"{watched}/{name}"
        if os.path.exists(path):  # noqa: PTH110
            continue
        os.makedirs(path if data is None else os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        if data is not None:
            Path(path).write_bytes(data)
            os.utime(path, ns=(_UNTOUCHED, _UNTOUCHED))
    last.clear()
    last.update(state)
    return folder


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _within(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _operations(log: Path, folder: Path) -> Iterator[Operation]:
    """The log of inject.c with names relative to the folder."""
    cut = len(os.fsencode(folder)) + 1

    def name(path: bytes) -> str:
        return os.fsdecode(path[cut:])

    with log.open("rb") as lines:
        while line := lines.readline():
            kind, rest = line[:1].decode(), line[2:-1]
            match kind:
                case "W":
                    inode, offset, length = map(int, rest.split())
                    yield kind, inode, offset, lines.read(length)
                case "T":
                    yield kind, *map(int, rest.split())
                case "S":
                    yield kind, int(rest)
                case "C" | "L":
                    inode_text, path = rest.split(b" ", 1)
                    yield kind, int(inode_text), name(path)
                case "R":
                    old, new = rest.split(b"\t")
                    yield kind, name(old), name(new)
                case "A":
                    yield kind, rest.decode()
                case _:
                    yield kind, name(rest)
