"""Trouble with the data file, each kind its own class; dvcq_desktop.troubles says it to the person in Vietnamese."""

from __future__ import annotations

from pathlib import Path


class DataTrouble(Exception):
    """Base of all trouble with a data folder; nothing was changed when it is raised."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {path} {detail}".strip())
        self.path = path
        self.detail = detail


class OpenElsewhere(DataTrouble):
    """Another program holds the folder; detail says who, on which PC, since when."""


class NoDataFile(DataTrouble):
    """A data file was expected and is not there; it is never replaced by a new one silently."""


class NewerThanProgram(DataTrouble):
    """Written by a newer version of the program; detail is its schema number."""


class NotOurs(DataTrouble):
    """An SQLite file of another program."""


class Damaged(DataTrouble):
    """Not a database any more, or its checks failed; detail is what SQLite said."""


class UpgradeFailed(DataTrouble):
    """The upgrade was rolled back; the file is as the older program left it."""


class PragmaRefused(DataTrouble):
    """SQLite did not take a setting that safety depends on."""
