"""Brings a whole state of the office back: what is there now is kept first, the data file is replaced in one step, then verified."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db import seal, store
from db.connection import connect
from db.errors import Damaged, means_medium, primary_code
from db.files import empty_file, flush_folder, replace_file, write_through
from db.lock import FolderLock
from db.opening import FILE, has_data
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.drill import some
from dvcq_desktop.backup.encryption import keep_keys, keys_of
from dvcq_desktop.backup.facts import Facts, facts_of, far_fewer, rows_of
from dvcq_desktop.backup.layout import Generation
from dvcq_desktop.backup.local import copy_here
from dvcq_desktop.backup.media import FULL, is_there
from dvcq_desktop.backup.places import read_marker
from dvcq_desktop.backup.scratch import clear_scratch, need_room, opened, scratch
from dvcq_desktop.backup.vault import Kept, Meter, Told, falsified, silent
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys

WORD = "KHÔI PHỤC"  # typed before much is replaced by little; marks and capitals do not matter


class NeedsWord(RuleBroken):
    """The copy is empty or holds less than half of what is here: nothing is done before the word was typed."""

    def __init__(self, sentence: str, word: str) -> None:
        super().__init__(sentence)
        self.word = word


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore came to."""

    sentence: str
    evidence: int  # contents of evidence brought back
    missing: tuple[str, ...] = ()  # names of evidence that neither the copy nor this PC holds whole
    kept_as: str = (
        ""  # where the state before lies: "bản số 31 trên máy" or the folder "hong-001"; empty: there was none
    )


def restore_whole(
    data_folder: Path,
    copy: Copy,
    told: Told = silent,
    *,
    word: str = "",
    who: str = "",
    settings_to: Path | None = None,
    keys: Keys | None = None,
) -> Restored:
    """Put a copy in the place of the data. The office must be closed; it is opened again afterwards by open_office().

    The state before is kept as a copy of its own on the PC (local.py); a data file too damaged for that, and its journal, are
    kept in "hong-…". Evidence is only added. settings_to: where the settings of the person go, where the copy holds them and
    nothing is there. keys: what opened the copy; this PC keeps them where it has none. An older copy is upgraded when it is opened.

    Raises NeedsWord, FromNewerProgram, OpenElsewhere, MediumTrouble, Unreadable, DataTrouble, OSError; the data are then as
    they were, except behind a failed read-back at the very end, which its sentence says.
    """
    data_folder = data_folder.absolute()
    path = data_folder / FILE
    _refuse_itself(copy, path)
    data_folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(data_folder, who or _("khôi phục"))
    try:
        clear_scratch(data_folder)
        with scratch(data_folder) as folder:
            need_room(folder, copy.size if copy.file else copy.generation.data.size if copy.generation else 0)
            taken = copy.take_data(folder, told)
            with opened(taken) as db:
                facts = facts_of(db)
            kept_as, now = keep_present(data_folder)
            _ask_word(now, facts, word)
            brought, missing = bring_contents(data_folder, copy, facts.evidence, told)
            told(0, 0, _("Đang thay dữ liệu"))
            put_in_place(taken, path, kept_as)
        if settings_to is not None:
            _bring_settings(copy, settings_to)
        _know_again(data_folder, copy, keys)
    finally:
        lock.release()
    return Restored(
        sentence=_sentence(copy, facts, missing, kept_as), evidence=brought, missing=missing, kept_as=kept_as
    )


def bring_contents(
    data_folder: Path, copy: Copy, evidence: Mapping[str, tuple[int, str]], told: Told
) -> tuple[int, tuple[str, ...]]:
    """Put contents that are missing or damaged here into the store; how many, and the names of those nobody holds whole."""
    brought, lacking = bring_each(data_folder, copy, evidence, told)
    return len(brought), tuple(shown_name(evidence[sha256][1]) for sha256 in lacking)


def bring_each(
    data_folder: Path, copy: Copy, evidence: Mapping[str, tuple[int, str]], told: Told
) -> tuple[list[str], list[str]]:
    """As bring_contents, by SHA-256: what was brought, and what nobody holds whole.

    Harmless to what is there: a content is only ever added, or put in the place of a damaged one.
    """
    folder = store_folder(data_folder)
    wanted = _not_whole_here(folder, evidence, told)
    if not wanted:
        return [], []
    there = copy.has({sha256: evidence[sha256][0] for sha256 in wanted})
    asked = [sha256 for sha256 in wanted if sha256 in there]
    size = sum(evidence[sha256][0] for sha256 in asked)
    folder.mkdir(parents=True, exist_ok=True)
    need_room(folder, size)
    brought: list[str] = []
    lacking = [sha256 for sha256 in wanted if sha256 not in there]
    meter = Meter(told, size, _("Đang lấy lại minh chứng"))
    for sha256, answer in zip(asked, copy.give(folder, asked, meter), strict=True):
        if isinstance(answer, Kept):
            brought.append(sha256)
        elif isinstance(answer, OSError) and (answer.errno in FULL or not is_there(copy.folder)):
            raise answer  # this PC is full or the stick was pulled; one bad sector only costs its own file
        else:
            lacking.append(sha256)
    return brought, lacking


def _not_whole_here(folder: Path, evidence: Mapping[str, tuple[int, str]], told: Told) -> list[str]:
    here = dict(store.listing(folder))
    seems = [sha256 for sha256, (size, _name) in evidence.items() if here.get(sha256) == size]
    meter = Meter(told, sum(evidence[sha256][0] for sha256 in seems), _("Đang kiểm tra minh chứng trên máy"))
    digests = store.digests([store.path_of(folder, sha256) for sha256 in seems], meter.add)
    whole = {sha256 for sha256, found in zip(seems, digests, strict=True) if found == sha256}
    return [sha256 for sha256 in evidence if sha256 not in whole]


def _refuse_itself(copy: Copy, path: Path) -> None:
    if copy.file is not None and path.exists() and copy.file.exists() and copy.file.samefile(path):
        raise RuleBroken(
            _("Bản được chọn chính là dữ liệu đang dùng, không có gì để khôi phục. Hãy chọn USB hoặc bản khác.")
        )


def _ask_word(now: dict[str, int], facts: Facts, word: str) -> None:
    """Raise NeedsWord where little would take the place of much, unless the word was typed."""
    if fold(word).strip() == fold(WORD) or not rows_of(now):
        return
    if rows_of(facts.counts) and not far_fewer(facts.counts, now):
        return
    raise NeedsWord(
        _(
            "Bản này chỉ có {there} dòng dữ liệu, {evidence_there} minh chứng; trên máy đang có {here} dòng, {evidence_here} minh "
            "chứng. Chưa có gì thay đổi. Nếu vẫn muốn thay, hãy gõ {word}.",
            there=rows_of(facts.counts),
            evidence_there=facts.counts.get("evidence", 0),
            here=rows_of(now),
            evidence_here=now.get("evidence", 0),
            word=WORD,
        ),
        WORD,
    )


def keep_present(data_folder: Path) -> tuple[str, dict[str, int]]:
    """Keep what is there now as a copy of its own, a file too damaged for that aside with its journal; where, and its rows."""
    path = data_folder / FILE
    if not has_data(data_folder):
        return "", {}
    # SQLite deletes a journal it cannot use; it may still tell somebody what a damaged file held.
    aside = _put_aside(data_folder) if _journal_of(path) else ""
    counts: dict[str, int] = {}  # of a file that can be counted but not copied too: little must not replace it unasked
    try:
        db = connect(path)
        try:
            counts = facts_of(db).counts
            kept = copy_here(db, data_folder, "before-restore")
        finally:
            db.close()
    except Exception as trouble:
        broken = primary_code(trouble) and not means_medium(trouble)
        if not broken and not isinstance(trouble, Damaged):
            raise
        return aside or _put_aside(data_folder), counts
    if aside:
        shutil.rmtree(data_folder / aside, ignore_errors=True)
    return _kept_words(kept), counts


def _journal_of(path: Path) -> Path | None:
    """The journal beside a data file, where there is something in it."""
    journal = path.with_name(f"{path.name}-journal")
    return journal if journal.exists() and journal.stat().st_size else None


def _kept_words(kept: Generation | None) -> str:
    return _("bản số {n} trên máy", n=kept.serial) if kept else _("bản trước khi khôi phục gần nhất trên máy")


def _put_aside(data_folder: Path) -> str:
    """Copy a damaged data file and its journal into a folder of their own, for whoever may save something from them."""
    number = 1
    while (folder := data_folder / f"hong-{number:03}").exists():
        number += 1
    folder.mkdir()
    for name in (FILE, f"{FILE}-journal"):
        if (source := data_folder / name).is_file():
            with source.open("rb") as reading:
                write_through(folder / name, partial(shutil.copyfileobj, reading))
    flush_folder(data_folder)
    return folder.name


def put_in_place(new: Path, path: Path, kept_as: str) -> None:
    """Replace the data file in one step: before it the old state is whole, behind it the new one, at no moment there is none."""
    wanted = store.digest(new)
    seal.break_seal(path)
    journal = path.with_name(f"{path.name}-journal")
    if (
        journal.exists() and journal.stat().st_size
    ):  # of the damaged file, kept aside: SQLite would play it into the new one
        empty_file(journal)
    replace_file(new, path)
    if store.digest(path, from_medium=True) != wanted:
        raise falsified(path, kept_as)
    with contextlib.suppress(OSError):  # without it the next start checks the file
        seal.make_seal(path)


def _bring_settings(copy: Copy, target: Path) -> None:
    if copy.generation is None or copy.vault is None or target.exists():
        return
    for content in copy.generation.contents:
        if content.kind == "settings":
            target.parent.mkdir(parents=True, exist_ok=True)
            copy.vault.take(content.sha256, target, Meter(silent, content.size, ""))


def _know_again(data_folder: Path, copy: Copy, keys: Keys | None) -> None:
    """Let a PC that never saw the place of a copy go on backing up to it; a full disk is no reason to tell of a failure."""
    if copy.generation is None or copy.generation.reason != "stick":
        return
    with contextlib.suppress(OSError, InputRefused):
        if keys is not None and keys_of(data_folder) is None:
            keep_keys(data_folder, keys)
        marker = read_marker(copy.path)
        if marker is None or memory.of_place(data_folder, marker.place) is not None:
            return
        memory.remember(
            data_folder,
            memory.Remembered(
                place=marker.place,
                path=str(copy.path),
                serial=copy.serial,
                at=copy.at,
                evidence=len(copy.generation.evidence),
                encrypted=marker.encrypted,
            ),
        )


def _sentence(copy: Copy, facts: Facts, missing: Sequence[str], kept_as: str) -> str:
    said = _(
        "Đã khôi phục {copy}: {rows} dòng dữ liệu, {evidence} tệp minh chứng.",
        copy=copy.label,
        rows=rows_of(facts.counts),
        evidence=len(facts.evidence),
    )
    if kept_as:
        said += " " + _("Dữ liệu trước đó còn giữ: {kept}.", kept=kept_as)
    return f"{said} {_missing_words(missing)}" if missing else said


def _missing_words(missing: Sequence[str]) -> str:
    return _(
        "{n} tệp minh chứng không có bản tốt cả trong bản sao lưu lẫn trên máy: {names}. Hãy nhập lại các tệp ấy.",
        n=len(missing),
        names=some(missing),
    )
