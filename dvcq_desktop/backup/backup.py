"""Backs the office up to a place: snapshot, what is new by hash, read back, manifest last, restore drill, then rotation."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db import store
from db.connection import Connection, one_look
from db.files import same_file, write_file
from db.snapshot import same_pages, snapshot
from dvcq_desktop import VERSION
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.bringing import Brought, Wanted, bring
from dvcq_desktop.backup.drill import Proof, keep_proof, prove
from dvcq_desktop.backup.facts import Facts, doubts_of, facts_of, far_fewer, rows_of
from dvcq_desktop.backup.generations import prune
from dvcq_desktop.backup.layout import Generation, Marker, Reason, Unreadable, root_of
from dvcq_desktop.backup.media import medium
from dvcq_desktop.backup.places import look_at, office_of, read_marker, refuse_foreign, renew_passphrase, vault_of
from dvcq_desktop.backup.scratch import FILE, need_room, opened, scratch
from dvcq_desktop.backup.vault import Told, Vault, falsified, silent
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys

SETTINGS = "cai-dat.ini"


@dataclass(frozen=True, kw_only=True)
class BackedUp:
    """What a backup came to. "Có thể rút USB" may be said: everything was flushed and read back."""

    generation: Generation
    proof: Proof
    new_bytes: int  # copied this time
    removed: tuple[int, ...]  # numbers of the old generations that rotation let go
    warning: str = ""  # far fewer rows than the last one: nothing old was deleted, a person should look

    @property
    def new_evidence(self) -> int:
        """How many files of evidence it brought to the place."""
        return sum(1 for content in self.generation.evidence if content.since == self.generation.serial)

    @property
    def sentence(self) -> str:
        """For the person: what was proved; success is only spoken of where it is true."""
        return self.proof.sentence


def back_up(
    db: Connection,
    data_folder: Path,
    path: Path,
    told: Told = silent,
    *,
    keys: Keys | None = None,
    settings: Path | None = None,
    everything: bool = False,
    accept_fewer: bool = False,
) -> BackedUp:
    """Make a generation in an adopted place and prove it by a restore drill; db: a reader of its own in this thread.

    settings: the file of what this person chose on this PC. everything: read all evidence back, not only the new and a part
    of the old. accept_fewer: a person said that far fewer rows than last time are right; until then nothing old is deleted.
    Evidence that is missing or damaged on this PC and not on the medium either is named in the generation and the sentence.

    Raises MediumTrouble (full, pulled, read-only, lying), RuleBroken (no place of ours, no key), FromNewerProgram,
    Unreadable, DataTrouble (the data file itself is damaged), OSError of the PC's own disk, and whatever told raises to
    stop: the generations that were there are then as before and the new one does not exist.
    """
    path = path.absolute()
    office, name = office_of(db)
    with medium(path):
        marker = _ours(path, office)
        medium_of = root_of(path).stat()
        vault = vault_of(path, marker, keys)
        marker = renew_passphrase(path, marker, keys)
        last = memory.of_place(data_folder, marker.place)
        serial = max([*vault.serials(), last.serial if last else 0], default=0) + 1
        vault.tidy()
        with scratch(data_folder) as folder:
            told(0, 0, _("Đang chụp dữ liệu"))
            facts = take_snapshot(db, data_folder, folder / FILE)
            wanted = _wanted(folder, facts, data_folder, settings)
            brought = bring(vault, wanted, vault.newest(), serial, told, everything=everything)
        fewer = "" if accept_fewer else fewer_words(vault, facts)
        generation = describe(facts, brought, serial, "stick", office, name, shrunk=bool(fewer))
        if not same_file(root_of(path), medium_of.st_dev, medium_of.st_ino):
            raise OSError(
                errno.ENODEV, os.strerror(errno.ENODEV), str(path)
            )  # pulled, and a folder of the PC is in its place
        vault.write(generation)
        proof = prove(vault, generation, data_folder, told, everything=everything, proved=brought.proved)
        keep_proof(data_folder, marker.place, path, generation, proof, encrypted=marker.encrypted)
        removed = prune(vault, generation) if proof.sound else ()
    return BackedUp(generation=generation, proof=proof, new_bytes=brought.new_bytes, removed=removed, warning=fewer)


def _ours(path: Path, office: str) -> Marker:
    """The marker of a place that takes backups of this office. Raises RuleBroken, OSError where it cannot be written."""
    marker = read_marker(path)
    if marker is None:
        raise RuleBroken(_("{path} chưa được nhận làm nơi sao lưu. Hãy nhận nó trước rồi sao lưu.", path=path))
    refuse_foreign(marker, office, path)
    if look_at(path).read_only:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
    return marker


def take_snapshot(db: Connection, data_folder: Path, target: Path) -> Facts:
    """A verified copy of the data file as of one moment, and its figures.

    Raises DataTrouble, OSError (no room), MediumTrouble where the PC's disk gives back another content than was written.
    """
    need_room(target.parent, _size_of(db))
    with one_look(db):
        snapshot(db, target)
        if not same_pages(db, target):  # a flipped byte passes both checks of SQLite more often than not
            raise falsified(target)
    with opened(target) as copy:
        return replace(facts_of(copy), doubted=doubts_of(copy))


def describe(
    facts: Facts, brought: Brought, serial: int, reason: Reason, office: str, office_name: str, *, shrunk: bool
) -> Generation:
    """The manifest of what was brought."""
    return Generation(
        serial=serial,
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        reason=reason,
        program=VERSION,
        schema=facts.schema,
        office=office,
        office_name=office_name,
        counts=facts.counts,
        totals=facts.totals,
        state=facts.state,
        contents=tuple(brought.contents),
        missing=tuple(brought.missing),
        papers=facts.papers,
        doubted=facts.doubted,
        shrunk=shrunk,
    )


def fewer_words(vault: Vault, facts: Facts) -> str:
    """The sentence for far fewer rows than in the last generation that was not so itself; empty where all is as usual."""
    for serial in vault.serials():
        try:
            before = vault.read(serial)
        except Unreadable:
            continue
        if before.shrunk:
            continue
        if not far_fewer(facts.counts, before.counts):
            return ""
        return _(
            "Lần này chỉ có {now} dòng dữ liệu, {evidence} minh chứng; bản trước có {before} dòng, {evidence_before} minh chứng. "
            "Đã giữ cả hai và không xóa bản cũ nào. Nếu không cố ý xóa, hãy khôi phục từ bản trước.",
            now=rows_of(facts.counts),
            evidence=facts.counts.get("evidence", 0),
            before=rows_of(before.counts),
            evidence_before=before.counts.get("evidence", 0),
        )
    return ""


def _wanted(folder: Path, facts: Facts, data_folder: Path, settings: Path | None) -> list[Wanted]:
    data = folder / FILE
    wanted = [
        Wanted(kind="data", sha256=store.digest(data), size=data.stat().st_size, source=data, name=FILE),
    ]
    if settings is not None and settings.is_file() and (raw := settings.read_bytes()):
        copy = folder / SETTINGS  # the window may write the file again while we copy
        write_file(copy, raw)
        wanted.append(
            Wanted(kind="settings", sha256=store.digest(copy), size=len(raw), source=copy, name=settings.name)
        )
    evidence = store_folder(data_folder)
    wanted += [
        Wanted(kind="evidence", sha256=sha256, size=size, source=store.path_of(evidence, sha256), name=name)
        for sha256, (size, name) in facts.evidence.items()
    ]
    return wanted


def _size_of(db: Connection) -> int:
    pages, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size
