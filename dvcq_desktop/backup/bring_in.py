"""Brings one year, or one document of evidence, from a copy into the office as one undoable operation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.connection import Connection
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.vault import Told, silent


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """Rows taken from a copy, their files already in the store: bring_in() is all that is left to do."""

    label: str  # of the operation: "Khôi phục năm 2025 từ bản số 12"
    rows: dict[str, list[dict[str, object]]]  # by table
    year: int = 0
    missing: tuple[str, ...] = ()  # names of files the copy does not hold


@dataclass(frozen=True, kw_only=True)
class BroughtIn:
    """What bring_in() did."""

    added: int
    changed: int
    removed: int
    sentence: str


def fetch_year(data_folder: Path, copy: Copy, year: int, told: Told = silent) -> Fetched:
    """Take a year out of a copy and put its files into the store (harmless); beside the window. Raises as Copy.take_data,
    RuleBroken where the copy does not hold the year."""
    raise NotImplementedError


def fetch_document(data_folder: Path, copy: Copy, code: str, told: Told = silent) -> Fetched:
    """As fetch_year for one document, by its code ("H1.02.03.04") or the name of its file."""
    raise NotImplementedError


def bring_in(db: Connection, fetched: Fetched) -> BroughtIn:
    """Make a year (a document) as it is in the copy: a use case for desk.run(fetched.label, bring_in, fetched).

    Raises RuleBroken where the year's framework here is another one; a closed year refuses as it always does.
    """
    raise NotImplementedError
