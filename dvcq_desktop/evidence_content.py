"""The content of a document's file: taken into the store, checked against its SHA-256, copied out for a person."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db import store
from db.store import Kept
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_files import EvidenceFile, file_path, store_folder
from dvcq_desktop.looking.kinds import FileKind, ending_of, kind_of
from dvcq_desktop.looking.names import os_name, safe_name, stored_name
from dvcq_desktop.texts import _

Told = Callable[[int], None]  # hears of bytes done; may raise to stop the work


class ContentTrouble(RuleBroken):
    """A file of the store is not what it was when it was taken in; str() is the sentence for the person."""

    def __init__(self, why: Literal["missing", "changed"]) -> None:
        super().__init__(
            _(
                "Không thấy tệp này trong kho minh chứng. Phiếu ghi và các tệp khác vẫn còn nguyên. "
                "Hãy khôi phục từ bản sao lưu, hoặc thay bằng bản mới."
            )
            if why == "missing"
            else _(
                "Tệp trong kho đã khác với lúc nhận (ổ đĩa hỏng hoặc bị sửa từ bên ngoài) nên chương trình không mở. "
                "Phiếu ghi và các tệp khác vẫn còn nguyên. Hãy khôi phục từ bản sao lưu, hoặc thay bằng bản mới."
            )
        )
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A file that the store holds and no record names yet: what was kept, its name for the record, its kind."""

    kept: Kept
    name: str
    kind: FileKind


def keep_file(data_folder: Path, source: Path, told: Told = lambda _bytes: None) -> Taken:
    """Take a file into the store. Raises OSError, and store.Changed (trouble_words says it)."""
    kept = store.keep(store_folder(data_folder), source, told)
    stored = store.path_of(store_folder(data_folder), kept.sha256)
    return Taken(kept=kept, name=stored_name(source.name), kind=kind_of(source.name, stored))


def trouble_words(trouble: BaseException) -> str | None:
    """The sentence for what keep_file raises beside OSError; None for everything else."""
    if isinstance(trouble, store.Changed):
        return _(
            "Tệp {name} đang được ghi nên chưa lấy được. Chưa có gì thay đổi. Hãy chờ máy quét hoặc chương trình kia ghi "
            "xong rồi chọn lại.",
            name=trouble.path.name,
        )
    return None


def checked_path(data_folder: Path, found: EvidenceFile, told: Told = lambda _bytes: None) -> Path:
    """Where the content of a version lies, read whole and found to be what it was. Raises ContentTrouble, OSError."""
    path = file_path(data_folder, found)
    if not path.is_file():
        raise ContentTrouble("missing")
    if store.digest(path, told) != found.sha256:
        raise ContentTrouble("changed")
    return path


def kind_of_file(data_folder: Path, found: EvidenceFile) -> FileKind:
    """What a version is, by its name and content. Raises ContentTrouble, OSError."""
    path = file_path(data_folder, found)
    if not path.is_file():
        raise ContentTrouble("missing")
    return kind_of(os_name(found.original_name), path)


def proposed_name(found: EvidenceFile) -> str:
    """The original name made safe for every disk, its ending kept."""
    name = os_name(found.original_name)
    return safe_name(name, ending_of(name))


def save_copy(data_folder: Path, found: EvidenceFile, target: Path, told: Told = lambda _bytes: None) -> Path:
    """Copy a version to a place a person chose, whole or not at all. Raises ContentTrouble, OSError."""
    if not file_path(data_folder, found).is_file():
        raise ContentTrouble("missing")
    try:
        store.copy_out(store_folder(data_folder), found.sha256, target, told)
    except store.WrongContent:
        raise ContentTrouble("changed") from None
    return target


def view_copy(data_folder: Path, found: EvidenceFile, views: Path, told: Told = lambda _bytes: None) -> Path:
    """A read-only copy in a fresh folder below `views`, for another program to open. Raises ContentTrouble, OSError."""
    fresh = views / os.urandom(6).hex()
    fresh.mkdir(parents=True)
    try:
        copy = save_copy(data_folder, found, fresh / proposed_name(found), told)
        copy.chmod(stat.S_IRUSR)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return copy


def clear_views(views: Path) -> None:
    """Delete the copies of former times; one that a program still holds stays until the next time."""
    if not views.is_dir():
        return
    for path in views.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and not path.is_symlink():
                path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows does not delete what is read-only
    shutil.rmtree(views, ignore_errors=True)
