"""Knows a state of a folder again: most faults leave what another left before, and that need not be checked twice."""

from __future__ import annotations

import os
import re
from pathlib import Path

_BY_CHANCE = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{8}|[0-9a-f]{16})(?![0-9a-f])")  # names of what is not finished


class Seen:
    """The states of a folder there were."""

    def __init__(self, start: Path) -> None:
        self._start = self._now = _state(start)
        self._known: set[int] = set()

    def before(self, folder: Path, ended: str) -> bool:
        """Whether the folder was left like this before by a work that ended so; work that was done is always looked at."""
        self._now = _state(folder)
        key = hash((self._now, ended))
        if ended == "done" or key not in self._known:
            self._known.add(key)
            return False
        return True

    @property
    def untouched(self) -> bool:
        """Whether the folder last asked about was as at the start."""
        return self._now == self._start


def _state(folder: Path) -> int:
    """One number for names, rights and bytes of all that lies there."""
    found = []
    top = len(str(folder))
    for place, folders, names in os.walk(folder):
        inside = _BY_CHANCE.sub("*", place[top:])
        found += [(inside, _BY_CHANCE.sub("*", name), 0, 0) for name in folders]
        for name in names:
            path = f"{place}/{name}"
            with open(path, "rb") as handle:  # noqa: PTH123 - done for every file of every fault
                found.append(
                    (inside, _BY_CHANCE.sub("*", name), os.fstat(handle.fileno()).st_mode, hash(handle.read()))
                )
    return hash(tuple(sorted(found)))
