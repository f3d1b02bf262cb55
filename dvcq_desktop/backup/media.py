"""Says what is wrong with a stick or a folder of backups: what happened, what is still safe, what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dvcq_desktop.backup.drives import PULLED, plugged_in
from dvcq_desktop.errors import MediumTrouble
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _

FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENOTDIR, *PULLED}


@contextmanager
def medium(path: Path) -> Iterator[None]:
    """What the system says about the medium of path inside comes out as MediumTrouble with a sentence.

    Trouble that names a file elsewhere (the PC's own disk) comes out as it is.
    """
    try:
        yield
    except OSError as trouble:
        if isinstance(trouble.filename, str) and not Path(trouble.filename).is_relative_to(path):
            raise
        raise said(path, trouble) from trouble


def said(path: Path, trouble: OSError) -> MediumTrouble:
    """The sentence for trouble on the medium of path."""
    if trouble.errno in FULL:
        return MediumTrouble(
            _(
                "Nơi sao lưu {path} đã đầy. Dữ liệu trên máy và các bản sao lưu cũ vẫn còn nguyên; lần này chưa được tính. "
                "Hãy xóa bớt tệp khác trên đó hoặc dùng USB khác.",
                path=path,
            )
        )
    if trouble.errno == errno.EFBIG:
        return MediumTrouble(
            _(
                "Nơi sao lưu {path} không nhận tệp lớn quá 4 GB. Dữ liệu trên máy và các bản sao lưu cũ vẫn còn nguyên. "
                "Hãy dùng USB định dạng exFAT hoặc NTFS.",
                path=path,
            )
        )
    pulled = trouble.errno in _GONE or not is_there(path)
    if trouble.errno in _READ_ONLY and not pulled:  # Windows tells of a pulled stick as of a locked one
        return MediumTrouble(
            _(
                "Nơi sao lưu {path} không cho ghi (khóa chống ghi hoặc chỉ đọc). Dữ liệu trên máy và các bản sao lưu cũ vẫn "
                "còn nguyên. Hãy gạt khóa trên USB, hoặc dùng USB khác.",
                path=path,
            )
        )
    if pulled:
        return MediumTrouble(
            _(
                "Không còn thấy nơi sao lưu {path}: USB đã bị rút hoặc thư mục đã mất. Dữ liệu trên máy còn nguyên, các bản "
                "sao lưu đã xong trước đó vẫn dùng được; lần này chưa được tính. Hãy cắm lại USB rồi sao lưu lại.",
                path=path,
            )
        )
    return MediumTrouble(
        _(
            "Không đọc hoặc ghi được trên {path} ({why}). Dữ liệu trên máy còn nguyên; lần sao lưu này chưa được tính. "
            "Hãy rút ra cắm lại, kiểm tra USB, rồi làm lại.",
            path=path,
            why=cause(trouble),
        )
    )


def no_room(path: Path, needed: int, free: int) -> MediumTrouble:
    """The sentence for a place that cannot take so many bytes, found before anything was written."""
    return MediumTrouble(
        _(
            "Nơi sao lưu {path} còn {free} MB, cần {needed} MB. Chưa ghi gì; dữ liệu trên máy và các bản sao lưu cũ vẫn còn "
            "nguyên. Hãy xóa bớt tệp khác trên đó hoặc dùng USB khác.",
            path=path,
            free=free >> 20,
            needed=(needed >> 20) + 1,
        )
    )


def too_large(path: Path, name: str) -> MediumTrouble:
    """The sentence for a stick of FAT32 and a file it cannot hold, found before anything was written."""
    return MediumTrouble(
        _(
            "Nơi sao lưu {path} định dạng FAT32, không nhận tệp từ 4 GB trở lên: {name}. Chưa ghi gì; dữ liệu trên máy và các "
            "bản sao lưu cũ vẫn còn nguyên. Hãy dùng USB định dạng exFAT hoặc NTFS.",
            path=path,
            name=name,
        )
    )


def is_there(path: Path) -> bool:
    """Whether a folder can still be seen and its disk was not pulled; a disk that only answers errors is gone."""
    try:
        return path.is_dir() and plugged_in(path)
    except OSError:
        return False
