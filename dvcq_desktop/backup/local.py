"""Copies on the PC itself: at each close, before a restore. They hold the data file; evidence stays in its store beside it."""

from __future__ import annotations

from pathlib import Path

from db.connection import Connection
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.layout import Generation, Reason


def copy_here(db: Connection, data_folder: Path, reason: Reason) -> Generation | None:
    """Keep a verified copy of the data as they are; None where the newest copy of this reason holds the same (in milliseconds).

    14 of each reason stay. Raises DataTrouble, OSError; nothing is half written.
    """
    raise NotImplementedError


def copies_here(data_folder: Path) -> list[Copy]:
    """The copies on the PC, newest first, those made before an upgrade included; damaged ones are left out."""
    raise NotImplementedError
