"""What of a set lies in the target already, whole and unchanged, so that only what is new is copied."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import store
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.hand_in.plan import Plan, PlannedFile
from dvcq_desktop.hand_in.target import There
from dvcq_desktop.pace import Pace
from dvcq_desktop.texts import _

CHEAP = 64 << 20  # bytes: a set of up to this size is read back whole at every run
_COARSE = 2  # seconds: how exactly FAT keeps times


@dataclass(frozen=True, kw_only=True)
class Difference:
    """same: whole in the target; to_copy: all others; altered: paths of the last set that hold something else now."""

    same: tuple[PlannedFile, ...]
    to_copy: tuple[PlannedFile, ...]
    altered: tuple[str, ...]


def compare(planned: Plan, there: There, pace: Pace, *, read_back: bool = False) -> Difference:
    """Look at what is there. A file is taken as unchanged where size and time are those it was given; others are read.

    read_back: read every file. Small sets always are. Raises RuleBroken where a file of somebody else's has a name that is needed.
    """
    sizes = {one.path: _stat(planned.target / one.path) for one in planned.files}
    every = read_back or sum(found.st_size for found in sizes.values() if found) <= CHEAP
    trusted, doubted = set[str](), []
    for one in planned.files:
        found = sizes[one.path]
        if found is None:
            continue
        if found.st_size != one.size:
            _must_be_ours(one, there, planned.target)
        elif every or there.listed.get(one.path) != one.sha256 or not _untouched(one, found):
            doubted.append(one)
        else:
            trusted.add(one.path)
    for one, digest in zip(
        doubted, store.digests([planned.target / one.path for one in doubted], pace.count), strict=True
    ):
        if digest == one.sha256:
            trusted.add(one.path)
        else:
            _must_be_ours(one, there, planned.target)
    return Difference(
        same=tuple(one for one in planned.files if one.path in trusted),
        to_copy=tuple(one for one in planned.files if one.path not in trusted),
        altered=tuple(
            one.path
            for one in planned.files
            if one.path not in trusted and sizes[one.path] and there.listed.get(one.path) == one.sha256
        ),
    )


def time_of(one: PlannedFile) -> float | None:
    """The time a file of the set is given: when it was taken in, to the even second; a change by anybody gives it another."""
    try:
        added = datetime.fromisoformat(one.line.file.added_at if one.line.file else "").timestamp()
    except ValueError:
        return None
    return float(int(added) // _COARSE * _COARSE)


def _untouched(one: PlannedFile, found: os.stat_result) -> bool:
    wanted = time_of(one)
    return wanted is not None and abs(found.st_mtime - wanted) < _COARSE


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat(follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _must_be_ours(one: PlannedFile, there: There, target: Path) -> None:
    if one.path not in there.ours:
        raise RuleBroken(
            _(
                "Trong {target} đã có tệp “{path}” không phải do chương trình ghi. Chưa ghi gì. Hãy chuyển tệp ấy đi hoặc chọn thư mục khác.",
                target=target,
                path=one.path,
            )
        )
