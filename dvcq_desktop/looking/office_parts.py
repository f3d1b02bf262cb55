"""Looks at the parts of a Word, Excel or PowerPoint file for what runs or loads something when it is opened."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from typing import BinaryIO

from dvcq_desktop.texts import _

WANTED = {"docx": b"wordprocessingml", "xlsx": b"spreadsheetml", "pptx": b"presentationml"}
_MOST_PARTS, _MOST_DIRECTORY, _MOST_XML, _MOST_READ = 20_000, 4 << 20, 4 << 20, 32 << 20
_LOADS = (b"attachedTemplate", b"oleObject", b"externalLink", b"/frame")
_FOREIGN = re.compile(rb"""Target\s*=\s*["'](?:file:|\\\\|//|smb:)""", re.IGNORECASE)
_RELATION = re.compile(rb"<Relationship\b[^>]{0,4000}>")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, IndexError, OverflowError,
           RuntimeError, struct.error, OSError)  # fmt: skip


class _Unreadable(Exception):
    """A part is longer than it says or than any office's."""


def office_trouble(key: str, handle: BinaryIO) -> str:
    """Why a file that says it is docx, xlsx or pptx should not be opened: a sentence, "" where nothing was found."""
    try:
        if _directory_too_long(handle):
            return _("Tệp có quá nhiều phần, không giống tệp Office bình thường.")
        with zipfile.ZipFile(handle) as archive:
            return _trouble(key, archive)
    except (*_DAMAGE, _Unreadable):
        return _("Tệp bị hỏng hoặc không phải là tệp Office.")


def _directory_too_long(handle: BinaryIO) -> bool:
    """Before the table of contents is read entry by entry: says the end record that it is an office's?"""
    size = handle.seek(0, 2)
    handle.seek(max(0, size - 65_557))
    tail = handle.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise _Unreadable
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    return entries > _MOST_PARTS or length > _MOST_DIRECTORY or b"PK\x06\x07" in tail[max(0, at - 20) : at]


def _trouble(key: str, archive: zipfile.ZipFile) -> str:
    infos = archive.infolist()
    names = [info.filename.lower() for info in infos]
    if "[content_types].xml" not in names:
        return _("Tệp bị hỏng hoặc không phải là tệp Office.")
    if len(set(names)) != len(names) or any(stat.S_ISLNK(info.external_attr >> 16) for info in infos):
        return _("Tệp có cấu tạo bất thường (hai phần trùng tên hoặc lối tắt bên trong).")
    if any("vbaproject" in name or "/activex" in name or "/macrosheets" in name for name in names):
        return _("Tệp có chứa lệnh (macro) sẽ chạy khi mở.")
    read = _Reader(archive)
    types = read.part(infos[names.index("[content_types].xml")]).lower()
    if b"macroenabled" in types:
        return _("Tệp có chứa lệnh (macro) sẽ chạy khi mở.")
    if WANTED[key] not in types:
        return _("Phần đuôi của tên tệp không đúng với loại tệp Office bên trong.")
    if any(
        name.startswith(("word/embeddings/", "xl/embeddings/", "ppt/embeddings/")) and name.endswith(".bin")
        for name in names
    ):
        return _("Tệp có gói khác nhúng bên trong (có thể là chương trình).")
    for info in infos:
        if info.filename.lower().endswith(".rels") and _loads_from_outside(read.part(info)):
            return _("Tệp tự lấy mẫu hoặc dữ liệu từ nơi khác khi mở.")
    return ""


def _loads_from_outside(relations: bytes) -> bool:
    for relation in _RELATION.findall(relations):
        if b"External" in relation and (any(word in relation for word in _LOADS) or _FOREIGN.search(relation)):
            return True
    return False


class _Reader:
    """Reads small parts, never more in all than an office's file has, whatever the headers say."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = _MOST_READ

    def part(self, info: zipfile.ZipInfo) -> bytes:
        most = min(_MOST_XML, self._left)
        with self._archive.open(info) as handle:
            data = handle.read(most + 1)
        self._left -= len(data)
        if len(data) > most:
            raise _Unreadable
        return data
