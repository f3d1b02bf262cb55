"""Ways back where a data file is refused: check it and open it all the same, salvage it, move the office to a sound place."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from db import seal
from db.connection import connect
from db.errors import ChangedOutside, Damaged, NoDataFile, NotWritable
from db.files import replace_file
from db.lock import FolderLock
from db.opening import FILE, has_data
from dvcq_desktop.data_care import difference_words, table_title
from dvcq_desktop.errors import PlaceRefused, RuleBroken
from dvcq_desktop.folders import trouble_with
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from db.check import Report
    from db.salvage import Salvaged

Told = Callable[[int, int, str], None]
SALVAGED = "dvcq-cuu.sqlite3"
_LEFT_BEHIND = {"dvcq.lock"}


PLACE, CHANGED, DAMAGED, LOST, CLOSED = "place", "changed", "damaged", "lost", "closed"


def kind_of(trouble: BaseException) -> str:
    """Which ways back fit a refusal: PLACE, CHANGED, DAMAGED, LOST (there is no data file), CLOSED (nothing can be written there).

    Empty where there is nothing to offer.
    """
    if isinstance(trouble, PlaceRefused):
        return PLACE
    if isinstance(trouble, ChangedOutside):
        return CHANGED
    if isinstance(trouble, NoDataFile):
        return LOST
    if isinstance(trouble, NotWritable):
        return CLOSED
    return DAMAGED if isinstance(trouble, Damaged) else ""


def check_closed(folder: Path, holder: str, told: Told | None = None) -> Report:
    """Check the file of a folder nobody has open, on a copy of it. Raises DataTrouble, OSError, sqlite3.OperationalError."""
    from db.check import whole_check

    path = folder / FILE
    lock = FolderLock(folder, holder)
    copy = path.with_name(".dvcq-kiem-tra.sqlite3")
    try:
        for end in ("", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{end}", f"{copy}{end}")
        with contextlib.closing(connect(copy)) as db:
            return whole_check(db, told)
    finally:
        for end in ("", "-journal"):
            Path(f"{copy}{end}").unlink(missing_ok=True)
        lock.release()


def accept_changed(folder: Path, holder: str, told: Told | None = None) -> None:
    """Let a file be opened that is not as it was closed: where a whole check finds nothing wrong with it.

    Raises Damaged with the first finding, and what check_closed() raises.
    """
    report = check_closed(folder, holder, told)
    wrong = (
        *report.form,
        *(f"{d.table} {d.row_id} {d.column}".strip() for d in report.rows),
        *map(str, report.orphans),
    )
    if wrong:
        raise Damaged(folder / FILE, wrong[0])
    seal.break_seal(folder / FILE)


def salvage_office(folder: Path, out: Path, holder: str, told: Told | None = None) -> Salvaged:
    """Bring what can be read of a folder's data into a new file in out. RuleBroken where out holds an office already."""
    from db.salvage import salvage

    if not (folder / FILE).is_file():
        raise RuleBroken(_("Thư mục {folder} không có tệp dữ liệu.", folder=folder))
    if has_data(out):
        raise RuleBroken(_("Thư mục {folder} đã có dữ liệu. Hãy chọn thư mục trống để chứa bản cứu được.", folder=out))
    out.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder, holder)
    try:
        return salvage(folder / FILE, out / FILE, told)
    finally:
        lock.release()


def salvage_in_place(folder: Path, holder: str, told: Told | None = None) -> Salvaged:
    """Salvage a folder's data beside the damaged file; nothing is put in its place yet."""
    from db.salvage import salvage

    lock = FolderLock(folder, holder)
    try:
        (folder / SALVAGED).unlink(missing_ok=True)
        return salvage(folder / FILE, folder / SALVAGED, told)
    finally:
        lock.release()


def use_salvaged(folder: Path, holder: str) -> Path:
    """Work on with the salvaged file; answers where the damaged one is kept from now on."""
    lock = FolderLock(folder, holder)
    try:
        number = 1
        while (aside := folder / f"dvcq-hong-{number}.sqlite3").exists():
            number += 1
        for end in ("", "-journal"):
            if (folder / f"{FILE}{end}").exists():
                replace_file(folder / f"{FILE}{end}", Path(f"{aside}{end}"))
        seal.seal_of(folder / FILE).unlink(missing_ok=True)
        replace_file(folder / SALVAGED, folder / FILE)
        return aside
    finally:
        lock.release()


def salvage_sentences(report: Salvaged) -> list[str]:
    """What came through, what was lost, what was cut off, by table."""
    told = []
    read = sum(table.read for table in report.tables.values())
    restored = sum(table.from_journal for table in report.tables.values())
    told.append(_("Đọc được {read} dòng, lấy lại từ nhật ký {restored} dòng.", read=read, restored=restored))
    for name, table in report.tables.items():
        if table.sound:
            continue
        told.append(
            _(
                "{table}: đọc được {read}, lấy lại {restored}, mất {lost}, {places} chỗ hỏng.",
                table=_title(name),
                read=table.read,
                restored=table.from_journal,
                lost=len(table.lost) + len(table.refused),
                places=table.damaged_places,
            )
        )
    told += [
        _(
            "{table}, dòng {row}: bỏ phần trỏ tới {parent} đã mất.",
            table=_title(table),
            row=row,
            parent=table_title(parent),
        )
        for table, row, parent in report.cut[:100]
    ]
    if report.doubtful:
        told.append(_("{n} chỗ đọc được nhưng khác với nhật ký, có thể đã sai. Hãy xem lại:", n=len(report.doubtful)))
        told += map(difference_words, report.doubtful[:20])
    told.append(_("Những việc làm trước khi cứu dữ liệu không hoàn tác được nữa; lịch sử vẫn xem được."))
    return told


def move_office(folder: Path, target: Path, holder: str, told: Told | None = None) -> None:
    """Copy a whole data folder to a place where it may be used; every file is compared. The old folder stays as it is.

    RuleBroken where the place will not do or is not empty; raises DataTrouble (open elsewhere), OSError.
    """
    refused = trouble_with(target)
    if refused:
        raise RuleBroken(refused)
    if target.exists() and any(target.iterdir()):
        raise RuleBroken(_("Thư mục {folder} không trống. Hãy chọn hoặc tạo một thư mục trống.", folder=target))
    if target.is_relative_to(folder):
        raise RuleBroken(_("Hãy chọn một thư mục nằm ngoài thư mục dữ liệu cũ."))
    lock = FolderLock(folder, holder)
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in _LEFT_BEHIND)
        files.sort(
            key=lambda path: path == folder / FILE
        )  # the data file last: a copy that was broken off is no office
        for number, path in enumerate(files):
            if told is not None:
                told(number, len(files), _("Đang chép {n} trên {all} tệp…", n=number + 1, all=len(files)))
            _copy(path, target / path.relative_to(folder))
    finally:
        lock.release()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.dang-chep")
    try:
        shutil.copy2(source, unfinished)
        if seal.digest(source) != seal.digest(unfinished):
            raise OSError(5, _("bản chép không giống bản gốc"), str(target))
        replace_file(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _title(table: str) -> str:
    title = table_title(table)
    return title[:1].upper() + title[1:]
