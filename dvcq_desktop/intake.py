"""Takes files in as evidence: walks folders, judges each file, copies it into the store, names what cannot be taken and why.

Originals are only read. A file counts once it is kept; recording what was kept is one operation (record), so that it can be
undone as a whole while the content stays.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import store
from db.connection import Connection
from db.store import Kept
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence, restore
from dvcq_desktop.evidence_files import attach, store_folder, with_content
from dvcq_desktop.evidence_links import link_evidence
from dvcq_desktop.looking.kinds import FileKind, kind_of, kind_of_start
from dvcq_desktop.looking.names import shown_name, stored_name
from dvcq_desktop.pace import Pace, Report, size_words
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _

_SPARE = 64 << 20  # bytes that stay free on the disk of the data: the data file must still be able to grow
_ALONE = 16 << 20  # bytes: a larger file is copied alone and can be stopped in its middle
_TOGETHER, _WAVE = 64, 128 << 20  # small files and their bytes that are copied at a time, and finished before a stop
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"}
_LONGEST = 260  # letters of a path that Windows takes where nobody changed its registry
_HIDDEN = 0x2 | 0x4  # FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM of Windows


@dataclass(frozen=True, kw_only=True)
class Source:
    """Something to take in: a file, or bytes that are made when their turn comes (a pasted picture)."""

    name: str  # as the system says it
    path: Path = Path()
    size: int = 0  # bytes
    made: Callable[[], bytes] | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """What was not taken, and the sentence why."""

    name: str  # fit to be shown
    why: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A content that the store holds now and nobody has recorded yet."""

    name: str  # as stored_name gives it
    kept: Kept
    kind: FileKind
    path: Path = Path()

    @property
    def shown(self) -> str:
        return shown_name(self.name)


@dataclass(kw_only=True)
class Intake:
    """What one drop came to; filled by the work as it goes on, so that what was taken before a stop counts."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left_out: list[Refused] = field(default_factory=list)  # hidden and system files inside folders
    risky: list[tuple[Source, FileKind]] = field(default_factory=list)  # taken only if the person insists


@dataclass(frozen=True, kw_only=True)
class Same:
    """A file whose content is there already: in a document of the year, or earlier in the same drop."""

    taken: Taken
    evidence: Evidence | None = None
    earlier: str = ""  # name of the file in the same drop


def gather(paths: Sequence[Path], data_folder: Path, intake: Intake, told: Callable[[int], None]) -> list[Source]:
    """The files at these paths, those inside folders too, in the order given and by name; the rest is named in intake.

    told hears how many were found, and may raise to stop. Nothing inside the data folder is ever opened: closing a copy of
    the data file would free its locks.
    """
    found: list[Source] = []
    seen: set[str] = set()
    own = os.path.realpath(data_folder)
    for path in paths:
        for one, real in _files(path, own, intake):
            if real in seen:
                continue
            seen.add(real)
            source = _source(one, intake)
            if source is not None:
                found.append(source)
                told(len(found))
    return found


def take_in(
    data_folder: Path, intake: Intake, sources: Sequence[Source], report: Report, *, insist: bool = False
) -> None:
    """Copy sources into the store, into intake.taken as each is safe. insist: those that can do harm too.

    Raises RuleBroken where the disk has no room for all of it (nothing was copied then), and what report raises: what is in
    intake.taken by then is whole.
    """
    folder = store_folder(data_folder)
    size = sum(one.size for one in sources)
    _check_room(data_folder, size)
    pace = Pace(report, _("Đang nhận"), len(sources), size)
    pace.tell()
    begun = 0
    for chunk in _chunks(sources):
        begun += len(chunk)
        judged = [
            (source, kind) for source in chunk if (kind := _kind(source, intake, pace, insist=insist)) is not None
        ]
        full = _keep(folder, judged, intake, pace)
        if full is not None:
            intake.refused += [Refused(name=shown_name(one.name), why=why_not(full)) for one in sources[begun:]]
            return
    pace.tell()


def sort_same(db: Connection, year: int, taken: Sequence[Taken]) -> tuple[list[Taken], list[Same]]:
    """What is new to the year, and what is there already (in the trash too)."""
    cycle = cycle_of_year(db, year)
    new, same = [], []
    names: dict[str, str] = {}
    for one in taken:
        sha256 = one.kept.sha256
        known = [found for found in with_content(db, sha256) if found.cycle_id == cycle.id]
        if known:
            known.sort(key=lambda found: bool(found.trashed_at))
            same.append(Same(taken=one, evidence=known[0]))
        elif sha256 in names:
            same.append(Same(taken=one, earlier=names[sha256]))
        else:
            names[sha256] = one.shown
            new.append(one)
    return new, same


def record(
    db: Connection,
    year: int,
    taken: Sequence[Taken],
    *,
    item_ids: Sequence[int] = (),
    known: Sequence[int] = (),
    who: str = "",
) -> list[int]:
    """Record what was taken as new documents, and use documents that are there (known): both prove the items.

    Answers the ids of all of them. Raises RuleBroken in a closed year.
    """
    if taken and cycle_of_year(db, year).closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=year))
    made = [attach(db, year, one.kept, one.name, kind=one.kind.key, item_ids=item_ids, who=who) for one in taken]
    if known:
        restore(db, known)
        for evidence_id in known:
            for item_id in item_ids:
                link_evidence(db, evidence_id, item_id)
    return [*made, *known]


def _files(path: Path, own: str, intake: Intake) -> Iterator[tuple[Path, str]]:
    """The file itself, or every file inside the folder that a person would see there, and where each really lies."""
    inside: list[os.DirEntry[str]] | None = None
    why = ""
    try:
        real = os.path.realpath(path)  # Windows may fail to tell it: of a damaged medium, of a share that is gone
        if _inside(real, own):
            why = _("Nằm trong thư mục dữ liệu của chương trình nên không nhận lại.")
        elif path.is_dir():
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: _by_number(entry.name))
    except OSError as trouble:
        why = why_not(trouble)
    if why:
        intake.refused.append(Refused(name=shown_name(path.name or str(path)), why=why))
    elif inside is None:
        yield path, real
    for entry in inside or ():
        if why := _left_out(entry):
            intake.left_out.append(Refused(name=shown_name(entry.name), why=why))
        else:
            yield from _files(Path(entry.path), own, intake)


def _by_number(name: str) -> list[tuple[int, str]]:
    """Orders "Trang 2" before "Trang 10", as the pages were scanned; numbers are never compared with words."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]


def _inside(path: str, folder: str) -> bool:
    return os.path.normcase(path).startswith(os.path.normcase(folder.rstrip(os.sep) + os.sep)) or path == folder


def _left_out(entry: os.DirEntry[str]) -> str:
    """Why an entry of a folder is no document; "" where it is one."""
    name = entry.name.lower()
    try:
        attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
        if entry.is_symlink():
            return _("Lối tắt đến nơi khác, không phải tệp.")
    except OSError:
        return ""  # what is wrong with it is told when it is read
    if name.startswith("~$"):
        return _("Tệp tạm của Word, Excel đang mở.")
    if name in _SYSTEM_FILES or attributes & _HIDDEN or name.startswith("."):
        return _("Tệp ẩn hoặc tệp của hệ thống.")
    return ""


def _source(path: Path, intake: Intake) -> Source | None:
    """The file as something to take in; None, and why in intake, where it is none."""
    name, why, size = path.name, "", 0
    try:
        looked = path.stat()
        size = looked.st_size
        if not stat.S_ISREG(looked.st_mode):
            why = _("Không phải là tệp.")
        elif not size:
            why = _("Tệp rỗng (0 byte) nên không chứng minh được gì.")
        elif size > store.LARGEST:
            why = _("Tệp lớn hơn 4 GB, USB không chứa được. Hãy chia nhỏ hoặc nén bớt rồi thêm lại.")
    except (OSError, ValueError) as trouble:
        why = why_not(trouble)
    if why:
        intake.refused.append(Refused(name=shown_name(name), why=why))
        return None
    return Source(name=name, path=path, size=size)


def _check_room(data_folder: Path, size: int) -> None:
    free = shutil.disk_usage(data_folder).free
    if size + _SPARE > free:
        raise RuleBroken(
            _(
                "Cần thêm {need} nhưng ổ đĩa chứa dữ liệu chỉ còn {free}. Chưa nhận tệp nào, dữ liệu còn nguyên. "
                "Hãy xóa bớt tệp trên ổ đĩa, hoặc thêm từng phần.",
                need=size_words(size),
                free=size_words(free),
            )
        )


def _chunks(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Large files alone, small ones together."""
    chunk: list[Source] = []
    size = 0
    for source in sources:
        large = max(source.size, chunk[-1].size if chunk else 0) > _ALONE
        if chunk and (large or len(chunk) >= _TOGETHER or size + source.size > _WAVE):
            yield chunk
            chunk, size = [], 0
        chunk.append(source)
        size += source.size
    if chunk:
        yield chunk


def _kind(source: Source, intake: Intake, pace: Pace, *, insist: bool) -> FileKind | None:
    """What a source is; None where it is not copied now, and why stands in intake."""
    try:
        kind = kind_of_start(source.name, b"\x89PNG\r\n\x1a\n") if source.made else kind_of(source.name, source.path)
    except (OSError, ValueError) as trouble:
        intake.refused.append(Refused(name=shown_name(source.name), why=why_not(trouble)))
    else:
        if kind.risk != "danger" or insist:
            return kind
        intake.risky.append((source, kind))
    pace.file_done()
    return None


class _Patient:
    """Lets the small files under way be finished before the work stops: none is kept without being answered for."""

    def __init__(self, count: Callable[[int], None]) -> None:
        self._count = count
        self.stop: Exception | None = None

    def __call__(self, count: int) -> None:
        if self.stop is None:
            try:
                self._count(count)
            except Exception as stop:  # noqa: BLE001 (raised again when they are finished)
                self.stop = stop


def _keep(folder: Path, judged: Sequence[tuple[Source, FileKind]], intake: Intake, pace: Pace) -> Exception | None:
    """Copy one chunk; the trouble of a full disk, after which nothing more can be taken."""
    files = [(source, kind) for source, kind in judged if source.made is None]
    patient = _Patient(pace.count)
    told = pace.count if len(files) == 1 else patient
    answers: list[Kept | Exception] = list(store.keep_many(folder, [source.path for source, _kind in files], told))
    for source, kind in judged:
        if source.made is not None:
            files.append((source, kind))
            answers.append(_kept_bytes(folder, source))
    full = None
    for (source, kind), answer in zip(files, answers, strict=True):
        pace.file_done()
        if isinstance(answer, Kept):
            intake.taken.append(Taken(name=stored_name(source.name), kept=answer, kind=kind, path=source.path))
            continue
        intake.refused.append(Refused(name=shown_name(source.name), why=why_not(answer)))
        if isinstance(answer, OSError) and answer.errno in (errno.ENOSPC, errno.EDQUOT):
            full = answer
    if patient.stop is not None:
        raise patient.stop
    return full


def _kept_bytes(folder: Path, source: Source) -> Kept | Exception:
    try:
        return store.keep_bytes(folder, source.made() if source.made else b"")
    except OSError as trouble:
        return trouble


def why_not(trouble: Exception) -> str:
    """Why a file was not taken: what happened and what to do; the original is as it was in any case."""
    if isinstance(trouble, store.Changed):
        return _("Tệp đang được ghi thêm trong lúc đọc. Hãy đợi ghi xong rồi thêm lại.")
    too_long = _("Đường dẫn của tệp quá dài. Hãy chép tệp ra thư mục ngắn hơn rồi thêm lại.")
    if isinstance(trouble, FileNotFoundError):
        if (
            sys.platform == "win32" and len(str(trouble.filename)) >= _LONGEST
        ):  # of such a path Windows says that it is not there
            return too_long
        return _("Không còn thấy tệp ở chỗ cũ. Hãy kiểm tra USB còn cắm, tệp có bị chuyển đi không.")
    if isinstance(trouble, PermissionError):
        return _(
            "Không được phép đọc tệp, hoặc tệp đang mở ở chương trình khác. Hãy đóng chương trình ấy rồi thêm lại."
        )
    code = trouble.errno if isinstance(trouble, OSError) else None
    if code in (errno.ENOSPC, errno.EDQUOT):
        return _("Ổ đĩa chứa dữ liệu đã đầy. Hãy xóa bớt tệp trên ổ đĩa rồi thêm lại.")
    if code == errno.ENAMETOOLONG:
        return too_long
    return _("Không đọc được tệp ({why}). Hãy kiểm tra USB hoặc ổ đĩa rồi thêm lại.", why=cause(trouble))
