"""What a power cut may leave of the writes to a disk: of one as most are, and of a stick as Linux drives FAT."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

SECTOR = 512
Operation = tuple[Any, ...]  # a kind of the log of inject.c and its arguments
State = dict[str, bytes | None]  # a file's bytes by its name; None for a folder


class Disk:
    """What is sure on a disk and what is still on its way to it."""

    def __init__(self, before: Mapping[str, tuple[int, bytes]], folders: frozenset[str]) -> None:
        """before: inode and bytes of each file by its relative name."""
        self._bytes: dict[int, bytearray] = {}  # sure, by number of a file
        self._known: dict[int, bytes] = {}
        self._waiting: dict[int, list[Operation]] = {}
        self._names: dict[str, int] = {}
        self._folders = set(folders)
        self._names_waiting: list[Operation] = []
        self._numbers: dict[int, int] = {}  # inodes are used again once a file is gone; these numbers are not
        for name, (inode, data) in before.items():
            self._names[name] = self._new(inode)
            self._bytes[self._names[name]] += data

    def _new(self, inode: int) -> int:
        number = len(self._bytes)
        self._numbers[inode] = number
        self._bytes[number] = bytearray()
        self._waiting[number] = []
        return number

    def step(self, operation: Operation) -> None:
        kind, *rest = operation
        match kind:
            case "C":
                self._names_waiting.append(("C", rest[1], self._new(rest[0])))
            case "L":
                number = self._numbers[rest[0]] if rest[0] in self._numbers else self._new(rest[0])
                self._names_waiting.append(("C", rest[1], number))
            case "W" | "T":
                number = self._numbers[rest[0]] if rest[0] in self._numbers else self._new(rest[0])
                self._waiting[number].append((kind, *rest[1:]))
            case "S":
                if rest[0] in self._numbers:
                    self._sync(self._numbers[rest[0]])
            case "D":
                self._settle(lambda change: any(_parent(name) == rest[0] for name in _named(change)), rest[0])
            case "R" | "U" | "M":
                self._names_waiting.append(operation)

    def _sync(self, number: int) -> None:
        for change in self._waiting[number]:
            _apply(self._bytes[number], change)
            self._known.pop(number, None)
        self._waiting[number].clear()
        made = [change for change in self._names_waiting if change[0] == "C" and change[2] == number]
        if made:  # syncing a new file makes its name sure, and what happened to that name before
            last = self._names_waiting.index(made[0])
            before = self._names_waiting[: last + 1]
            self._settle(lambda change: change in before and made[0][1] in _named(change), _parent(made[0][1]))

    def _settle(self, sure: Callable[[Operation], bool], folder: str) -> None:
        """Make changes of names sure, and the folders above them."""
        above = self._made_sure_with(folder)
        left = []
        for change in self._names_waiting:
            if sure(change) or (change[0] == "M" and change[1] in above):
                _rename(self._names, self._folders, change)
            else:
                left.append(change)
        self._names_waiting = left

    def _made_sure_with(self, folder: str) -> set[str]:
        """The folders whose own names become sure with those of this folder."""
        return {folder, *(parent.as_posix() for parent in Path(folder).parents)}

    def cut(self, dice: random.Random) -> State:
        """The files and folders one cut may leave."""
        names, folders = dict(self._names), set(self._folders)
        waiting = len(self._names_waiting)
        for change in self._names_waiting[: dice.choice((0, waiting, dice.randint(0, waiting)))]:
            _rename(names, folders, change)
        return dict.fromkeys(folders) | {name: self._torn(number, dice) for name, number in names.items()}

    def _sure(self, number: int) -> bytes:
        """The same object as long as nothing of the file changed: comparing it costs nothing."""
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = bytes(self._bytes[number])
        return known

    def _torn(self, number: int, dice: random.Random) -> bytes:
        how = dice.choice(("lost", "kept", "some", "sectors"))
        if not self._waiting[number] or how == "lost":
            return self._sure(number)
        data = bytearray(self._bytes[number])
        for change in self._waiting[number]:
            if how == "kept" or (how != "lost" and (how == "some" or change[0] == "T") and dice.random() < 0.5):
                _apply(data, change)
            elif how == "sectors" and change[0] == "W":
                _kind, offset, written = change
                for start in range(0, len(written), SECTOR):
                    if dice.random() < 0.5:
                        _apply(data, ("W", offset + start, written[start : start + SECTOR]))
        return bytes(data)


class FatDisk(Disk):
    """A stick as Linux drives FAT, seen on a real kernel with the stick pulled from an emulated PC.

    A rename puts an entry of its own in the new place; where the file begins and how long it is stands in it only when the file
    itself is flushed after the rename. Until then it is empty, or still what it was of the file it took the place of. A folder is
    there when the folder above it was flushed; flushing what is in it does not do that.
    """

    def step(self, operation: Operation) -> None:
        names = self._as_said()
        if operation[0] != "R" or operation[1] not in names:
            super().step(operation)
            return
        _kind, old, new = operation
        moved = bytearray(self._bytes[names[old]])
        for change in self._waiting[names[old]]:
            _apply(moved, change)
        entry = self._new(next(inode for inode, number in self._numbers.items() if number == names[old]))
        if new in names:
            self._bytes[entry] += self._bytes[names[new]]
            self._waiting[entry].append(("T", 0))  # the old file's room is free again
        self._waiting[entry].append(("E", bytes(moved)))
        self._names_waiting.append(("R", old, new, entry))

    def cut(self, dice: random.Random) -> State:
        state = super().cut(dice)
        there = {name for name, data in state.items() if data is None} | {""}
        return {name: data for name, data in state.items() if there.issuperset(_above(name))}

    def _made_sure_with(self, folder: str) -> set[str]:
        return set()

    def _as_said(self) -> dict[str, int]:
        """Each name as the program sees it."""
        names, folders = dict(self._names), set(self._folders)
        for change in self._names_waiting:
            _rename(names, folders, change)
        return names


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _apply(data: bytearray, change: Operation) -> None:
    if change[0] == "E":
        data[:] = change[1]
    elif change[0] == "T":
        length = change[1]
        del data[length:]
        data.extend(bytes(length - len(data)))
    else:
        _kind, offset, written = change
        data.extend(bytes(max(0, offset - len(data))))
        data[offset : offset + len(written)] = written


def _named(change: Operation) -> tuple[str, ...]:
    return change[1:3] if change[0] == "R" else change[1:2]


def _parent(name: str) -> str:
    return name.rpartition("/")[0]


def _rename(names: dict[str, int], folders: set[str], change: Operation) -> None:
    match change:
        case ("C", name, number):
            names[name] = number
        case ("U", name):
            names.pop(name, None)
            for inside in _inside(names, name) if name in folders else ():  # it was empty: they are gone with it
                del names[inside]
            folders.discard(name)
        case ("M", name):
            folders.add(name)
        case ("R", old, new, entry):
            names.pop(old, None)
            names[new] = entry
        case ("R", old, new):
            if old in names:
                names[new] = names.pop(old)
            for name in _inside(names, old):
                names[new + name[len(old) :]] = names.pop(name)
            for name in [old, *_inside(folders, old)] if old in folders else ():
                folders.discard(name)
                folders.add(new + name[len(old) :])


def _inside(names: Iterable[str], folder: str) -> list[str]:
    return [name for name in names if name.startswith(f"{folder}/")]
