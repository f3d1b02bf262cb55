"""Writes a set of evidence: staged, read back from the medium, then named; the checksums come last.

Until every file is whole in the staging folder, nothing in the target changes: a full or pulled stick, a cancelled run, leave
the last set as it was. What the last set had and this one has not goes only after the new checksums stand.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from db import store
from db.files import flush_folder, flush_names, make_folder, replace_file, same_file, write_file
from dvcq_desktop.errors import InputRefused, MediumTrouble
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.evidence_json import unsealed
from dvcq_desktop.hand_in import sums
from dvcq_desktop.hand_in.compare import Difference, compare, time_of
from dvcq_desktop.hand_in.contents import Prepared, paper_keys, texts
from dvcq_desktop.hand_in.plan import PlannedFile, notes
from dvcq_desktop.hand_in.target import (
    BEGUN,
    INVENTORY,
    STAGING,
    There,
    check_room,
    gone,
    look,
    medium,
    place_notes,
    said,
)
from dvcq_desktop.pace import Pace, Report
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _
from dvcq_desktop.writers import write


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A document whose file could not be handed in: it is missing or damaged in the store."""

    code: str
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run did, in files and bytes of evidence; papers counts the catalogues and texts that were written anew."""

    folder: Path
    files: int
    size: int
    copied: int = 0
    copied_size: int = 0
    unchanged: int = 0
    papers: int = 0
    altered: tuple[str, ...] = ()  # of the last set, found changed by somebody, written anew
    removed: tuple[str, ...] = ()  # of the last set, no longer part of it
    left: tuple[str, ...] = ()  # the same, but changed by somebody since: never deleted
    lost: tuple[Lost, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True)
class _Run:
    """One run under way."""

    prepared: Prepared
    data_folder: Path
    there: There
    difference: Difference
    told: Report
    sums: dict[str, str] = field(default_factory=dict)
    moves: list[tuple[Path, str, float | None]] = field(default_factory=list)  # staged file, path in the set, its time
    lost: dict[int, str] = field(default_factory=dict)
    device: int = 0
    number: int = 0

    @property
    def target(self) -> Path:
        return self.prepared.plan.target

    @property
    def staging(self) -> Path:
        return self.target / STAGING

    def pace(self, doing: str, files: int, size: int) -> Pace:
        """Tells how far a part of the work is."""
        return Pace(self._report, doing, files, size)

    def _report(self, done: int, whole: int, sentence: str) -> None:
        self.check_there()
        self.told(done, whole, sentence)

    def check_there(self) -> None:
        """Raise MediumTrouble as soon as the target is gone, or another folder stands in its place."""
        if not same_file(self.target, self.device, self.number):
            raise gone(self.target)


def hand_in(prepared: Prepared, data_folder: Path, told: Report, *, read_back: bool = False) -> Outcome:
    """Write the set, or bring the one that is there up to date.

    read_back: read every file that is already there, whatever its size and time say. Raises RuleBroken, MediumTrouble, and
    whatever told raises. Contents missing or damaged in the store are answered as lost, the rest goes on.
    """
    planned = prepared.plan
    with medium(planned.target):
        there = look(planned.target, data_folder)
        seen = Pace(told, _("Đang xem những gì đã có,"), len(planned.files), planned.size)
        difference = compare(planned, there, seen, read_back=read_back)
        check_room(planned, list(difference.to_copy))
        made = not planned.target.exists()
        make_folder(planned.target)
        run = _Run(
            prepared=prepared,
            data_folder=data_folder,
            there=there,
            difference=difference,
            told=told,
        )
        with _held(run):
            try:
                return _carry_out(run)
            except BaseException:
                _take_back(run, made)
                raise


@contextlib.contextmanager
def _held(run: _Run) -> Iterator[None]:
    """Know the target again: held open, so that its number is not given to a folder made in its place."""
    found = run.target.stat()
    run.device, run.number = found.st_dev, found.st_ino
    handle = None if os.name == "nt" else os.open(run.target, os.O_RDONLY)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _carry_out(run: _Run) -> Outcome:
    for one in run.difference.same:
        run.sums[one.path] = one.sha256
    _stage_evidence(run)
    papers = _stage_papers(run)
    _read_back(run)
    run.check_there()
    stale = {path: digest for path, digest in run.there.ours.items() if path not in run.sums}
    if run.moves or stale or run.sums != run.there.listed:
        _name(run)
    removed, left = _remove(run, stale)
    _clear(run.staging)
    _flush_removals(run.target, removed)
    copied = [one for one in run.difference.to_copy if one.path in run.sums]
    planned = run.prepared.plan
    return Outcome(
        folder=run.target,
        files=len(planned.files) - len(run.lost),
        size=sum(one.size for one in planned.files if one.path in run.sums),
        copied=len(copied),
        copied_size=sum(one.size for one in copied),
        unchanged=len(run.difference.same),
        papers=papers,
        altered=run.difference.altered,
        removed=removed,
        left=left,
        lost=tuple(
            Lost(code=line.code, title=line.found.title, why=run.lost[line.found.id])
            for line in planned.catalogue.documents
            if line.found.id in run.lost
        ),
        notes=(*notes(planned), *place_notes(run.target)),
    )


def _stage_evidence(run: _Run) -> None:
    """Copy what is new into the staging folder, checked against its SHA-256 on the way and flushed."""
    source, wanted = store_folder(run.data_folder), run.difference.to_copy
    pace = run.pace(_("Đang chép"), len(wanted), sum(one.size for one in wanted))
    for number, files in enumerate(_rounds(wanted)):
        run.staging.mkdir(exist_ok=True)
        folder = run.staging / str(number)
        paths = [store.path_of(source, one.sha256) for one in files]
        kept = store.keep_many(folder, paths, pace.count, expected=[one.sha256 for one in files])
        for one, path, answer in zip(files, paths, kept, strict=True):
            pace.file_done()
            if isinstance(answer, Exception):
                run.check_there()
                run.lost[one.line.found.id] = _why(run.target, path, one, answer)
            else:
                run.moves.append((store.path_of(folder, one.sha256), one.path, time_of(one)))
                run.sums[one.path] = one.sha256


def _rounds(files: tuple[PlannedFile, ...]) -> list[list[PlannedFile]]:
    """The files in runs in which no content comes twice: two documents may have one content, each gets a file of its own."""
    seen: Counter[str] = Counter()
    rounds: list[list[PlannedFile]] = []
    for one in files:
        if seen[one.sha256] == len(rounds):
            rounds.append([])
        rounds[seen[one.sha256]].append(one)
        seen[one.sha256] += 1
    return rounds


def _why(target: Path, source: Path, one: PlannedFile, trouble: Exception) -> str:
    """Why a content of the store is not to be had; trouble of the target is raised instead."""
    damaged = _("tệp trong kho bị hỏng (nội dung không còn như khi nhập)")
    if isinstance(trouble, (store.WrongContent, store.Changed)):
        return damaged
    if isinstance(trouble, FileNotFoundError) and not source.exists():
        return _("không còn tệp trong kho")
    try:
        if source.stat().st_size != one.size:
            return damaged
        store.digest(source)
    except OSError as unread:
        return _("không đọc được tệp trong kho ({why})", why=cause(unread))
    raise said(target, trouble) if isinstance(trouble, OSError) else trouble


def _stage_papers(run: _Run) -> int:
    """Catalogues, index and inventory: made and staged where they differ from what is there; answers how many."""
    before = _last_inventory(run)
    written = 0
    keys = paper_keys(run.prepared)
    made: dict[int, dict[str, bytes]] = {}
    for name, document in run.prepared.papers.items():
        run.check_there()
        digest = _whole(run, name)
        if digest and before.get(name) == keys[name]:
            run.sums[name] = digest
            continue
        run.told(0, 0, _("Đang lập {name}…", name=name))
        suffix = Path(name).suffix
        data = made.setdefault(id(document), {}).setdefault(suffix, b"") or write(document, suffix)
        _stage(run, name, data)
        written += 1
    for name, data in texts(run.prepared, run.lost).items():
        digest = sha256(data).hexdigest()
        if _whole(run, name) == digest:
            run.sums[name] = digest
        else:
            _stage(run, name, data)
            written += 1
    return written


def _stage(run: _Run, name: str, data: bytes) -> None:
    run.staging.mkdir(exist_ok=True)
    kept = store.keep_bytes(run.staging / "van-ban", data)
    run.moves.append((store.path_of(run.staging / "van-ban", kept.sha256), name, None))
    run.sums[name] = kept.sha256


def _last_inventory(run: _Run) -> Mapping[str, str]:
    """What the papers of the last set were made from, by name; nothing where its inventory is not whole."""
    try:
        papers = unsealed((run.target / INVENTORY).read_bytes()).get("papers", {})
    except (FileNotFoundError, InputRefused):
        return {}
    return papers if isinstance(papers, dict) else {}


def _whole(run: _Run, name: str) -> str:
    """The SHA-256 of a paper of the last set that still is what was written; "" where it is not."""
    listed = run.there.listed.get(name, "")
    try:
        return listed if listed and store.digest(run.target / name) == listed else ""
    except FileNotFoundError:
        return ""


def _read_back(run: _Run) -> None:
    """Every staged file as the medium has it. Raises MediumTrouble naming the first that is not what was written."""
    paths = [path for path, _name_, _time in run.moves]
    pace = run.pace(_("Đang đọc lại"), len(paths), sum(path.stat().st_size for path in paths))
    answers = store.digests(paths, pace.count, from_medium=True)
    for (path, name, _time), answer in zip(run.moves, answers, strict=True):
        pace.file_done()
        if isinstance(answer, OSError):
            run.check_there()
            raise said(run.target, answer)
        if answer != path.name:
            raise MediumTrouble(
                _(
                    "Đọc lại thấy {target} ghi sai tệp “{name}”: USB hoặc ổ đĩa có thể đã hỏng. Chưa đổi gì trong bộ cũ; dữ liệu "
                    "trên máy còn nguyên. Hãy dùng USB khác.",
                    target=run.target,
                    name=name,
                )
            )


def _name(run: _Run) -> None:
    """Move what was staged to where it belongs, the checksums last."""
    if run.moves:
        run.staging.mkdir(exist_ok=True)
        write_file(run.staging / BEGUN, sums.written(run.sums))
    finals = [run.target / name for _path, name, _time in run.moves]
    for folder in sorted({path.parent for path in finals}):
        make_folder(folder, within=run.target)
    for path, name, time in run.moves:
        final = run.target / name
        with contextlib.suppress(OSError):  # FAT has no rights and refuses some times: neither is needed
            path.chmod(0o644)
            if time is not None:
                os.utime(path, (time, time))
        replace_file(path, final, flush=False)
    flush_names(finals)
    write_file(run.target / sums.NAME, sums.written(run.sums))


def _remove(run: _Run, stale: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete what the last set had and this one has not, where it still is what we wrote; what was changed stays."""
    kept = {path.casefold() for path in run.sums}
    removed, left = [], []
    for path, digest in sorted(stale.items()):
        final = run.target / path
        if path.casefold() in kept or final.is_symlink() or not final.is_file():
            continue
        if store.digest(final) != digest:
            left.append(path)
            continue
        final.unlink()
        removed.append(path)
        for folder in final.relative_to(run.target).parents[:-1]:
            with contextlib.suppress(OSError):  # something else is in it
                (run.target / folder).rmdir()
    return tuple(removed), tuple(left)


def _flush_removals(target: Path, removed: tuple[str, ...]) -> None:
    """Make durable that what is gone is gone: a stick pulled now must not show a file again that the set does not list."""
    for folder in sorted({target, *((target / path).parent for path in removed)}):
        if folder.is_dir():
            flush_folder(folder)


def _take_back(run: _Run, made: bool) -> None:
    """Leave nothing half: the staging folder goes, but for the list of what is ours once naming has begun."""
    named = (run.staging / BEGUN).is_file() and same_file(run.target, run.device, run.number)
    with contextlib.suppress(OSError):
        for part in run.staging.iterdir():
            if not named or part.is_dir():
                _clear(part)
        if not named:
            run.staging.rmdir()
            if made or not same_file(run.target, run.device, run.number):
                run.target.rmdir()


def _clear(path: Path) -> None:
    """Delete a file or folder of the staging folder; on Windows what is read-only must first be made writable."""
    if path.is_dir():
        for inside in path.rglob("*"):
            with contextlib.suppress(OSError):  # FAT has no rights
                if inside.is_file():
                    inside.chmod(0o600)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
