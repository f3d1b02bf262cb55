"""Looks at a .docx or .xlsx before anything parses it: what is damaged, hostile or neither is refused with a sentence.

The limits are those of a paper of an office, many times over; the forms of attack are the fifteen hostile files kept in
the tests (bombs by ratio, by entities, by parts, by nesting; two parts of one name; sizes that lie).
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers.docx_looks import without_looks
from dvcq_desktop.texts import _

MAX_FILE = 32 << 20
MAX_PART = 64 << 20
MAX_PARTS = 2_000
MAX_DIRECTORY = 1 << 20  # bytes of the zip's table of contents: 2,000 parts with long names
MAX_RATIO = 200
MAX_NODES = 400_000
MAX_DEPTH = 256
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, IndexError, OverflowError,
          RuntimeError, struct.error, ET.ParseError)  # what zipfile and expat raise on damaged bytes

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_DRIVE = re.compile(r"^[A-Za-z]:")


class Hostile(InputRefused):
    """The file is made to do harm, or as only such files are."""


class Damaged(InputRefused):
    """The file cannot be read to its end."""


class Locked(InputRefused):
    """The file has a password."""


def _made_by(name: str) -> dict[str, str]:
    """The program and the suffix that the sentences about a file name."""
    return {"program": "Excel", "suffix": ".xlsx"} if name.lower().endswith(".xlsx") else {"program": "Word", "suffix": ".docx"}


def damaged(name: str) -> Damaged:
    """The one answer to a file that cannot be read to its end."""
    return Damaged(_(
        "Tệp “{name}” bị hỏng nên không đọc được hết. Dữ liệu trong máy chưa thay đổi. "
        "Hãy mở tệp bằng {program} hoặc LibreOffice, lưu lại thành {suffix} mới rồi nhập lại; không mở được thì xin lại tệp gốc.",
        name=name, **_made_by(name)))


def check_file(path: Path) -> int:
    """The size of a file that may be read; refuses what is no file, empty or too big."""
    try:
        size = path.stat().st_size
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        raise InputRefused(_(
            "Không mở được tệp “{name}”. Dữ liệu trong máy chưa thay đổi. "
            "Hãy kiểm tra tệp còn ở đó, ổ USB còn cắm, rồi chọn lại tệp.", name=path.name)) from None
    if not regular:
        raise InputRefused(_("“{name}” không phải là tệp. Dữ liệu trong máy chưa thay đổi. Hãy chọn một tệp.",
                             name=path.name))
    if not size:
        raise InputRefused(_("Tệp “{name}” rỗng (0 byte). Dữ liệu trong máy chưa thay đổi. Hãy xin lại tệp gốc.",
                             name=path.name))
    if size > MAX_FILE:
        raise InputRefused(_(
            "Tệp “{name}” lớn hơn 32 MB, không nhập được. Dữ liệu trong máy chưa thay đổi. "
            "Hãy xóa bớt hình ảnh trong tệp rồi lưu lại.", name=path.name))
    return size


def check_start(name: str, start: bytes) -> None:
    """Refuse what says by its first bytes that it is no .docx, naming what it is."""
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputRefused(_(
            "Tệp “{name}” được đặt mật khẩu hoặc là tệp kiểu cũ (.doc, .xls). Dữ liệu trong máy chưa thay đổi. "
            "Hãy mở bằng {program}, bỏ mật khẩu, chọn Lưu thành (Save As) kiểu {suffix} rồi nhập lại.",
            name=name, **_made_by(name)))
    if start.startswith(b"PK"):
        return
    kinds = ((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"{\\rtf", "RTF"), (b"GIF8", "GIF"),
             (b"<html", "HTML"), (b"<!DOC", "HTML"), (b"<?xml", "XML"))
    found = next((kind for magic, kind in kinds if start.startswith(magic)), "")
    if found:
        raise InputRefused(_(
            "Tệp “{name}” thật ra là tệp {kind} được đổi tên thành {suffix}. Dữ liệu trong máy chưa thay đổi. "
            "Hãy xin tệp {program} gốc ({suffix}) rồi nhập lại.", name=name, kind=found, **_made_by(name)))
    raise damaged(name)


def _check_end(name: str, data: bytes) -> None:
    """Refuse a table of contents too long to be an office paper's, before it is read entry by entry."""
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at < 0 or at + 22 > len(data):
        raise damaged(name)
    entries, size = struct.unpack_from("<HI", data, at + 10)
    # 64-bit records are for archives over 4 GB; in a file of 32 MB they only serve to hide a second table.
    if data[max(0, at - 20):at].startswith(_END_64) or entries > MAX_PARTS or size > MAX_DIRECTORY:
        raise _hostile(name, _("có quá nhiều phần"))


def _hostile(name: str, why: str) -> Hostile:
    return Hostile(_(
        "Tệp “{name}” không an toàn để mở: {why}. Dữ liệu trong máy chưa thay đổi. "
        "Đừng mở tệp này; hãy báo nơi gửi và xin lại tệp gốc.", name=name, why=why))


def check_parts(name: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by name, after names, number, sizes and places have been looked at."""
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise _hostile(name, _("có quá nhiều phần"))
    parts: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for info in infos:
        same = info.filename.lower() if info.filename.isascii() else unicodedata.normalize("NFC", info.filename).casefold()
        if same in folded:
            raise _hostile(name, _("có hai phần trùng tên"))
        folded.add(same)
        _check_part(name, info)
        parts[info.filename] = info
    spans = sorted((i.header_offset, i.header_offset + 30 + i.compress_size) for i in infos)
    if any(this[1] > following[0] for this, following in pairwise(spans)):
        raise _hostile(name, _("các phần chồng lên nhau"))
    return parts


def _check_part(name: str, info: zipfile.ZipInfo) -> None:
    inner = info.filename
    if (not inner or inner[0] in "/\\" or "\\" in inner or ".." in inner.split("/") or "\0" in inner
            or _DRIVE.match(inner)):
        raise _hostile(name, _("có phần mang tên dẫn ra ngoài tệp"))
    if info.flag_bits & 1:
        raise Locked(_(
            "Tệp “{name}” được đặt mật khẩu. Dữ liệu trong máy chưa thay đổi. "
            "Hãy mở bằng {program}, bỏ mật khẩu, lưu lại rồi nhập lại.", name=name, program=_made_by(name)["program"]))
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _hostile(name, _("có lối tắt dẫn ra ngoài tệp"))
    if info.file_size > MAX_PART:
        raise _hostile(name, _("có phần quá lớn"))
    if info.file_size > 1 << 20 and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise _hostile(name, _("bung ra lớn hơn mức bình thường hàng trăm lần"))


def open_package(path: Path) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """The open archive of a .docx or .xlsx and its checked parts; the whole file is in memory, so no path is left open."""
    check_file(path)
    try:
        data = path.read_bytes()
    except OSError:
        raise damaged(path.name) from None
    check_start(path.name, data[:8])
    _check_end(path.name, data)
    archive = zipfile.ZipFile(io.BytesIO(data))
    return archive, check_parts(path.name, archive)


def read_xml(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, looks: bool = True) -> ET.Element:
    """The tree of one part, refused before parsing when it has a DTD, strange encoding or too many elements.

    looks=False leaves out what only says how the text looks.
    """
    data = archive.read(info)
    if len(data) > MAX_PART:
        raise _hostile(name, _("có phần quá lớn"))
    encoding = _ENCODING.match(data[:300].removeprefix(b"\xef\xbb\xbf"))
    # Another encoding would hide a DTD from the search below; Word writes UTF-8 only.
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64] or (
            encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise _hostile(name, _("phần chữ dùng bảng mã lạ"))
    if _FORBIDDEN.search(data):
        raise _hostile(name, _("có khai báo DTD hoặc ENTITY"))
    # The shortest element has four letters, so most files need no counting.
    if len(data) > 4 * MAX_NODES and data.count(b"<") - data.count(b"</") > MAX_NODES:
        raise InputRefused(_(
            "Tệp “{name}” có quá nhiều đoạn so với một văn bản. Dữ liệu trong máy chưa thay đổi. "
            "Hãy chỉ giữ phần kế hoạch trong tệp, lưu lại rồi nhập lại.", name=name))
    if not looks:
        data = without_looks(data)
    root = ET.fromstring(data)  # noqa: S314 (DTD and entities are refused above, nodes are counted)
    _check_depth(name, root)
    return root


def _check_depth(name: str, root: ET.Element) -> None:
    """Level by level, which costs a tenth of counting in parser events."""
    level, depth = [root], 1
    while level := [child for element in level for child in element]:
        depth += 1
        if depth > MAX_DEPTH:
            raise _hostile(name, _("các phần lồng nhau quá sâu"))
