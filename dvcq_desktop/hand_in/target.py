"""The folder or stick that evidence is handed in on: what it is, what it cannot take, what goes wrong there, as sentences."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dvcq_desktop.backup.drives import LARGEST_ON_FAT, PULLED, drive_of, free_bytes, plugged_in
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.folders import drive_kind, synced_by
from dvcq_desktop.hand_in import sums
from dvcq_desktop.hand_in.plan import Plan, PlannedFile, crowded, too_large
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _

INVENTORY = "muc-luc.json"  # what makes a folder a set of ours
STAGING = "_dang-ghi"  # in the target: what is not yet whole, gone when the set is
BEGUN = "danh-sach.txt"  # in STAGING: what the set under way will hold, so that the next run knows what is ours
SPARE = 8 << 20  # bytes kept free for catalogues and what the file system needs itself
_CLUSTER = 32 << 10  # bytes: what a file on a stick takes is rounded up to this
_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_SYSTEM = {"system volume information", "desktop.ini", "thumbs.db", "autorun.inf"}


@dataclass(frozen=True, kw_only=True)
class There:
    """What lies in the target already: paths and SHA-256 of the last set, and of one whose naming was interrupted."""

    listed: dict[str, str]
    begun: dict[str, str]

    @property
    def ours(self) -> dict[str, str]:
        return {**self.begun, **self.listed}


def look(target: Path, data_folder: Path) -> There:
    """What is there. RuleBroken for a place that must not be written to: the data's own, a file, a folder of other things."""
    place, data = target.resolve(), data_folder.resolve()
    if place.is_relative_to(data) or data.is_relative_to(place):
        raise RuleBroken(
            _("{target} là nơi để dữ liệu của chương trình. Hãy chọn thư mục khác hoặc USB.", target=target)
        )
    if target.exists() and not target.is_dir():
        raise RuleBroken(_("{target} là một tệp, không phải thư mục. Hãy chọn thư mục khác.", target=target))
    nearest = _nearest(target)
    if drive_of(nearest).read_only or not os.access(nearest, os.W_OK):
        raise RuleBroken(
            _("Không được phép ghi vào {target} (khóa chống ghi hoặc chỉ đọc). Hãy chọn nơi khác.", target=target)
        )
    begun = target / STAGING / BEGUN
    there = There(
        listed=sums.read(target),
        begun=sums.parsed(begun.read_text("utf-8", "replace")) if begun.is_file() else {},
    )
    if not there.ours and (strange := _things(target)):
        raise RuleBroken(
            _(
                "Thư mục {target} đã có thứ khác ({name}). Hãy chọn thư mục trống, thư mục mới, hoặc thư mục của lần xuất trước.",
                target=target,
                name=strange[0],
            )
        )
    return there


def proposed(chosen: Path, year: int) -> Path:
    """Where a set goes when a person chose this folder or stick: into a folder of its own, the last one where it is there."""
    name = f"Minh chung {year}"
    if (
        chosen.name.casefold() == name.casefold()
        or (chosen / INVENTORY).is_file()
        or (chosen / STAGING / BEGUN).is_file()
    ):
        return chosen
    return chosen / name


def place_notes(target: Path) -> list[str]:
    """What to tell about the place, though one may hand in there."""
    service = synced_by(target)
    if service:
        return [_("Thư mục này do {service} đồng bộ: người khác có thể xem được bộ minh chứng.", service=service)]
    if drive_kind(target) == "network":
        return [_("Thư mục này nằm trên ổ mạng: việc ghi có thể chậm hoặc bị ngắt giữa chừng.")]
    return []


def check_room(planned: Plan, to_copy: list[PlannedFile]) -> None:
    """Raise MediumTrouble before anything is written, where the medium cannot take the set."""
    target = planned.target
    nearest = _nearest(target)
    drive = drive_of(nearest)
    if drive.is_fat:
        if large := too_large(to_copy, LARGEST_ON_FAT):
            raise MediumTrouble(
                _(
                    "{target} định dạng FAT32, không nhận tệp từ 4 GB trở lên: {name}. Chưa ghi gì. Hãy dùng USB định dạng "
                    "exFAT hoặc NTFS.",
                    target=target,
                    name=large[0].path,
                )
            )
        if folder := crowded(planned):
            raise MediumTrouble(
                _(
                    "{target} định dạng FAT32, không nhận nhiều tên tệp như vậy trong thư mục “{folder}”. Chưa ghi gì. Hãy chọn mẫu "
                    "nộp chia thư mục theo nội dung.",
                    target=target,
                    folder=folder,
                )
            )
    needed = SPARE + sum(-(-one.size // _CLUSTER) * _CLUSTER for one in to_copy)
    free = free_bytes(nearest)
    if free is not None and needed > free:  # where nothing is told, the medium says itself when it is full
        raise MediumTrouble(
            _(
                "{target} còn {free} MB, cần {needed} MB. Chưa ghi gì. Hãy xóa bớt tệp khác trên đó hoặc chọn nơi khác.",
                target=target,
                free=free >> 20,
                needed=(needed >> 20) + 1,
            )
        )


@contextmanager
def medium(target: Path) -> Iterator[None]:
    """Trouble of the system inside comes out as MediumTrouble with a sentence."""
    try:
        yield
    except OSError as trouble:
        raise said(target, trouble) from trouble


def said(target: Path, trouble: OSError) -> MediumTrouble:
    """What happened to the target, what is safe, what to do."""
    if isinstance(trouble, FileNotFoundError) or trouble.errno in PULLED or _is_pulled(target):
        return gone(target)
    if trouble.errno in _FULL:
        what = _("Nơi ghi {target} đã đầy.", target=target)
    elif trouble.errno in _READ_ONLY:
        what = _(
            "Nơi ghi {target} không cho ghi (khóa chống ghi, hoặc tệp đang mở trong chương trình khác).", target=target
        )
    elif trouble.errno == errno.EFBIG:
        what = _("Nơi ghi {target} không nhận tệp lớn như vậy. Hãy dùng USB định dạng exFAT hoặc NTFS.", target=target)
    else:
        what = _(
            "Không ghi hoặc đọc được trên {target} ({why}).",
            target=target,
            why=cause(trouble),
        )
    return MediumTrouble(
        _(
            "{what} Bộ minh chứng chưa xuất xong; dữ liệu trên máy còn nguyên, không có tệp dở dang nào. Hãy sửa chỗ đó rồi xuất lại.",
            what=what,
        )
    )


def gone(target: Path) -> MediumTrouble:
    """The target is not there any more, or another folder stands in its place."""
    return MediumTrouble(
        _(
            "Không còn thấy {target}: USB đã bị rút hoặc thư mục đã bị xóa. Bộ minh chứng chưa xuất xong; dữ liệu trên máy còn "
            "nguyên. Hãy cắm lại rồi xuất lại.",
            target=target,
        )
    )


def _things(target: Path) -> list[str]:
    """Names in a folder that a person put there."""
    if not target.is_dir():
        return []
    names = sorted(path.name for path in target.iterdir())
    return [name for name in names if not name.startswith((".", "$")) and name.lower() not in {*_SYSTEM, STAGING}]


def _is_pulled(target: Path) -> bool:
    try:
        return not plugged_in(_nearest(target))
    except OSError:
        return True


def _nearest(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path
