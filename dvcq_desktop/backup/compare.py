"""What a restore would change, told before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.connection import Connection
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.vault import Told, silent


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """Rows of one kind: what a whole restore would add, take away, change."""

    table: str
    title: str  # "Nhiệm vụ"
    added: int  # in the copy, not here
    removed: int  # here, not in the copy
    changed: int


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What bringing a copy back would do."""

    label: str
    at: str  # ISO
    tables: tuple[TableChange, ...]  # only those that differ
    years_here: tuple[int, ...]
    years_there: tuple[int, ...]
    rows_here: int
    rows_there: int
    evidence_added: int  # documents' contents named there and not here
    evidence_removed: int
    missing_there: tuple[str, ...]  # names of files the copy names and does not hold
    missing_here: tuple[str, ...]  # names of files named here whose content is not in the store
    needs_word: bool  # restoring it whole asks for restore.WORD

    @property
    def nothing(self) -> bool:
        return not self.tables and not self.missing_here


def compare(db: Connection | None, data_folder: Path, copy: Copy, told: Told = silent) -> Changes:
    """Compare the data of now (None: there are none) with a copy; both are only read. Raises as Copy.take_data, FromNewerProgram."""
    raise NotImplementedError
