"""Trouble with the data file, each kind its own class; dvcq_desktop.troubles says it to the person in Vietnamese."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path


class DataTrouble(Exception):
    """Base of all trouble with a data folder; nothing was changed when it is raised."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {path} {detail}".strip())
        self.path = path
        self.detail = detail


class OpenElsewhere(DataTrouble):
    """Another program holds the folder; detail says who, on which PC, since when."""


class NotWritable(DataTrouble):
    """The folder lets nobody write: its rights, or a disk that is only read."""


class NoDataFile(DataTrouble):
    """A data file was expected and is not there; it is never replaced by a new one silently."""


class NewerThanProgram(DataTrouble):
    """Written by a newer version of the program; detail is its schema number."""


class NotOurs(DataTrouble):
    """An SQLite file of another program."""


class Damaged(DataTrouble):
    """Not a database any more, or its checks failed; detail is what SQLite said."""


class ChangedOutside(Damaged):
    """Closed cleanly, and now another content: damaged at rest, or written by another program; detail says what differs."""


class MovedAway(DataTrouble):
    """The path no longer leads to the file that is open: moved, deleted, replaced, or its folder is gone."""


class StepsDiffer(DataTrouble):
    """The steps that made the file are not those of this program; detail names the first that differs."""


class NoRoom(DataTrouble):
    """Not enough free space for an upgrade and its copy; detail is how many MB are needed."""


class DiskFull(DataTrouble):
    """The disk filled up while writing; the reserve beside the data was given free."""


class UndoBlocked(DataTrouble):
    """The operation was made before an upgrade that changed its rows or columns; detail is its label."""


class UpgradeFailed(DataTrouble):
    """The upgrade was rolled back; the file is as the older program left it."""


class PragmaRefused(DataTrouble):
    """SQLite did not take a setting that safety depends on."""


_DAMAGE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
_MEDIUM = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


def primary_code(trouble: BaseException) -> int:
    """SQLite's primary result code of an error it raised; 0 where it did not raise it."""
    return int(getattr(trouble, "sqlite_errorcode", 0)) & 0xFF


def means_damage(trouble: BaseException) -> bool:
    """Whether SQLite, asked only to open and read a file, said that the file is bad (and not: busy, full, no right)."""
    return primary_code(trouble) in _DAMAGE


def means_full(trouble: BaseException) -> bool:
    """Whether there was no room left on the disk."""
    full = isinstance(trouble, OSError) and trouble.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or primary_code(trouble) == sqlite3.SQLITE_FULL


def means_medium(trouble: BaseException) -> bool:
    """Whether the disk, the rights or another program stood in the way, so that the same step may do later."""
    return isinstance(trouble, OSError) or primary_code(trouble) in _MEDIUM
