"""The way back when nothing but files of evidence is left: tried first, then brought into the office, or into a new one.

Only the catalogue comes back: plans, assignments and points stand in no file of evidence.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.connection import Connection, connect
from db.journal import install, operation
from db.lock import FolderLock
from db.opening import FILE, has_data, open_data, open_in_memory
from dvcq_desktop import evidence_folder
from dvcq_desktop.backup.local import copy_here
from dvcq_desktop.backup.restore import WORD, NeedsWord, Restored, keep_present, put_in_place
from dvcq_desktop.backup.scratch import clear_scratch, need_room, scratch
from dvcq_desktop.backup.vault import Meter, Told, silent
from dvcq_desktop.evidence_folder import Found
from dvcq_desktop.evidence_rebuild import Rebuilt, bring_in, loose_year, tried
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a folder holds and what would come of it; every file in it was read."""

    found: Found
    rebuilt: Rebuilt
    files: int
    size: int  # bytes of the files

    @property
    def nothing(self) -> bool:
        """Whether the office has all of it already."""
        return not self.rebuilt.documents and not self.rebuilt.loose


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """The files lie in the store, the state before is kept: bring_in() is all that is left to do."""

    label: str
    found: Found
    missing: Collection[str]
    year: int


def try_rebuild(db: Connection | None, source: Path, told: Told = silent) -> Trial:
    """Read a folder of evidence and try it on a copy of the data in memory (None: there are none); nothing changes.

    Raises RuleBroken where the folder holds no evidence, OSError, and what told raises to stop.
    """
    found = evidence_folder.look(source)
    size = _size(found)
    missing = evidence_folder.verify(found, Meter(told, size, _("Đang đọc minh chứng")).add)
    with closing(_copy_of(db) if db is not None else open_in_memory()) as copy:
        rebuilt = tried(copy, found, missing, loose_year(copy, found))
    return Trial(found=found, rebuilt=rebuilt, files=len(found.contents), size=size)


def fetch_evidence(db: Connection, data_folder: Path, source: Path, told: Told = silent) -> Fetched:
    """Keep the present state, then copy the files of a folder into the store of an open office, each proved; beside the window.

    Raises as try_rebuild, MediumTrouble, DataTrouble; what was copied until then does no harm.
    """
    copy_here(db, data_folder, "before-restore")
    found, missing = _copied(data_folder, source, told)
    label = _("Dựng lại danh mục minh chứng từ {folder}", folder=source.name)
    return Fetched(label=label, found=found, missing=missing, year=loose_year(db, found))


def bring_fetched(db: Connection, fetched: Fetched) -> Rebuilt:
    """A use case for desk.run(fetched.label, bring_fetched, fetched): can be undone."""
    return bring_in(db, fetched.found, fetched.missing, fetched.year)


def rebuild_whole(data_folder: Path, source: Path, told: Told = silent, *, word: str = "", who: str = "") -> Restored:
    """Make an office anew from files of evidence, where there is none or its data file cannot be used; nobody has it open.

    A data file that is there is kept as a copy, or in "hong-…", and replaced in one step.

    Raises NeedsWord where a data file is there, and as restore_whole.
    """
    data_folder = data_folder.absolute()
    data_folder.mkdir(parents=True, exist_ok=True)
    if has_data(data_folder) and fold(word).strip() != fold(WORD):
        raise NeedsWord(
            _(
                "Thư mục này đang có tệp dữ liệu. Dựng lại từ tệp minh chứng chỉ có danh mục minh chứng: kế hoạch, phân công, điểm "
                "không lấy lại được. Tệp dữ liệu đang có được giữ lại bên cạnh. Chưa có gì thay đổi. Nếu vẫn muốn thay, hãy gõ {word}.",
                word=WORD,
            ),
            WORD,
        )
    lock = FolderLock(data_folder, who or _("khôi phục"))
    try:
        clear_scratch(data_folder)
        found, missing = _copied(data_folder, source, told)
        with scratch(data_folder) as folder:
            told(0, 0, _("Đang dựng lại danh mục"))
            done = _made(folder, found, missing, who)
            kept_as, _rows = keep_present(data_folder)
            put_in_place(folder / FILE, data_folder / FILE, kept_as)
    finally:
        lock.release()
    said = " ".join(line.strip() for line in done.sentences()[:2])
    if kept_as:
        said += " " + _("Dữ liệu trước đó còn giữ: {kept}.", kept=kept_as)
    return Restored(sentence=said, evidence=len(found.contents) - len(missing), missing=tuple(missing), kept_as=kept_as)


def _made(folder: Path, found: Found, missing: Collection[str], who: str) -> Rebuilt:
    data = open_data(folder, who, create=True)
    try:
        with operation(data.connection, _("Dựng lại danh mục minh chứng"), who):
            return bring_in(data.connection, found, missing, loose_year(data.connection, found))
    finally:
        data.close()


def _copied(data_folder: Path, source: Path, told: Told) -> tuple[Found, set[str]]:
    found = evidence_folder.look(source)
    size = _size(found)
    need_room(data_folder, size)
    return found, evidence_folder.copy(found, data_folder, Meter(told, size, _("Đang chép minh chứng")).add)


def _copy_of(db: Connection) -> Connection:
    copy = connect(":memory:")
    db.backup(copy)
    install(copy)
    return copy


def _size(found: Found) -> int:
    return sum(path.stat().st_size for path in found.contents.values() if path.is_file())
