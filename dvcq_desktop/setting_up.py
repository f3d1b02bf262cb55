"""Setting an office up on its first day, as one operation: its name, its first year, the framework of that year."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import cycles, frameworks, organisation
from dvcq_desktop.dates import parse_date
from dvcq_desktop.vietnamese import clean_line, fold

_KINDS = ("xa", "phuong", "thi tran", "dac khu", "huyen", "thi xa", "thanh pho", "tinh")


@dataclass(frozen=True, kw_only=True)
class FirstDay:
    """What the first-run wizard asked; everything but the name and the place may wait."""

    name: str
    place: str
    superior: str = ""
    appraiser: str = ""
    year: int | None = None
    due: str = ""  # as typed
    due_inclusive: bool = False  # "chậm nhất ngày": the day itself still counts
    framework: str = ""  # a file on the shelf


def set_up_office(db: Connection, first: FirstDay) -> None:
    """Store the office, its first year and framework. Raises RuleBroken where a field cannot be understood."""
    organisation.set_up(db, first.name, first.place, superior=first.superior, appraiser=first.appraiser)
    if first.year is None:
        return
    framework = frameworks.load_framework(db, first.framework) if first.framework else None
    cycle_id = cycles.open_year(db, first.year, framework_id=framework)
    if first.due.strip():
        set_due(db, cycle_id, first.due, inclusive=first.due_inclusive)


def set_due(db: Connection, cycle_id: int, typed: str, *, inclusive: bool) -> None:
    """The day the evidence of a year is due, as typed; "trước ngày" leaves that day out, "chậm nhất ngày" counts it."""
    cycles.change(db, cycle_id, evidence_due_on=parse_date(typed), evidence_due_inclusive=int(inclusive))


def choose_framework(db: Connection, year: int, name: str) -> None:
    """Give a year that has none the framework of a file on the shelf."""
    cycles.open_year(db, year, framework_id=frameworks.load_framework(db, name))


def place_of(name: str) -> str:
    """The địa danh an office's name suggests: "Ba Thành" of "Ủy ban nhân dân xã Ba Thành"; empty where it tells none."""
    words = clean_line(name).split()
    folded = [fold(word) for word in words]
    for start in range(len(words) - 1, -1, -1):
        for kind in _KINDS:
            parts = kind.split()
            if folded[start : start + len(parts)] == parts:
                return " ".join(words[start + len(parts) :])
    return ""
