"""Copies on the PC itself, at each close and before a restore: the data file; evidence stays in its store beside it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from db import store
from db.connection import Connection, check_in_place, connect
from db.errors import DataTrouble, means_damage
from dvcq_desktop import troubles
from dvcq_desktop.backup.backup import describe, fewer_words, take_snapshot
from dvcq_desktop.backup.bringing import Wanted, bring
from dvcq_desktop.backup.copies import Copy, copies_here
from dvcq_desktop.backup.facts import facts_of, state_of
from dvcq_desktop.backup.generations import prune, to_keep_here
from dvcq_desktop.backup.layout import Generation, Reason, Unreadable
from dvcq_desktop.backup.memory import HERE
from dvcq_desktop.backup.places import office_of
from dvcq_desktop.backup.scratch import FILE, clear_scratch, scratch
from dvcq_desktop.backup.vault import Told, Vault, silent
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _


def copy_at_close(db: Connection, data_folder: Path, told: Told = silent) -> str:
    """Keep a copy as the office is closed; trouble stops nobody from closing and is answered as a sentence.

    Raises only what told raises to stop: there is no copy then, and nothing half written.
    """
    try:
        check_in_place(db)
        clear_scratch(data_folder)  # nobody works beside a window that is being closed
        copy_here(db, data_folder, "close", told)
    except Exception as trouble:
        said = troubles.sentence(trouble)
        if said is None:
            raise
        return said
    return ""


def is_kept(db: Connection, data_folder: Path) -> bool:
    """Whether the copy of the last close holds what the data hold now (a few reads). Raises OSError."""
    before = _newest(Vault(data_folder / HERE), "close")
    return before is not None and before.state == state_of(db)


def copy_here(db: Connection, data_folder: Path, reason: Reason, told: Told = silent) -> Generation | None:
    """Keep a verified copy of the data as they are; None where the newest copy of this reason holds the same (a few reads).

    14 of each reason stay. Raises DataTrouble, MediumTrouble (no room), OSError; nothing is half written.
    """
    vault = Vault(data_folder / HERE)
    before = _newest(vault, reason)
    if before is not None and before.state == state_of(db):
        return None
    with scratch(data_folder) as folder:
        told(0, 0, _("Đang giữ một bản trên máy"))
        facts = take_snapshot(db, data_folder, folder / FILE)
        data = folder / FILE
        wanted = Wanted(kind="data", sha256=store.digest(data), size=data.stat().st_size, source=data, name=FILE)
        serial = max(vault.serials(), default=0) + 1
        vault.tidy()
        brought = bring(vault, [wanted], before, serial, told, everything=True)
    office, name = "", ""
    with contextlib.suppress(RuleBroken):  # an office without a name yet has data all the same
        office, name = office_of(db)
    generation = describe(facts, brought, serial, reason, office, name, shrunk=bool(fewer_words(vault, facts)))
    vault.write(generation)
    prune(vault, generation, to_keep_here)
    return generation


def needed_here(data_folder: Path) -> set[str]:
    """SHA-256 of all evidence that the copies on the PC name: it lies only in the store beside them. Raises OSError.

    A copy that cannot be read cannot be restored either and needs nothing.
    """
    found: set[str] = set()
    for copy in copies_here(data_folder):
        file = copy.file
        if copy.generation is not None and copy.vault is not None:
            file = store.path_of(copy.vault.contents, copy.generation.data.sha256)
        try:
            with contextlib.suppress(DataTrouble, FileNotFoundError), contextlib.closing(_only_read(file)) as db:
                found |= facts_of(db).evidence.keys()
        except Exception as trouble:
            if not means_damage(trouble):
                raise
    return found


def _only_read(file: Path | None) -> Connection:
    if file is None or not file.is_file():
        raise FileNotFoundError(file)
    return connect(file, read_only=True)


def _newest(vault: Vault, reason: Reason) -> Generation | None:
    for serial in vault.serials():
        try:
            found = vault.read(serial)
        except Unreadable:
            continue
        if found.reason == reason:
            return found
    return None


__all__ = ["Copy", "copies_here", "copy_at_close", "copy_here", "is_kept", "needed_here"]
