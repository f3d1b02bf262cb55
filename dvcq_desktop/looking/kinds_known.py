"""The kinds of file an office meets: how they are called, which endings and first bytes they have, how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Risk = Literal["open", "ask", "danger"]
Shown = Literal["pages", "lines", ""]


@dataclass(frozen=True, kw_only=True)
class Known:
    """One row of the table below. first: what the file may begin with, as keys of CONTENTS (none: anything)."""

    key: str
    name: str
    icon: str
    endings: tuple[str, ...]
    first: tuple[str, ...] = ()
    shown: Shown = ""
    has_text: bool = False
    risk: Risk = "ask"


# What the first bytes say, and the name a sentence gives it. The order counts: the first that fits is taken.
CONTENTS: tuple[tuple[str, str, tuple[bytes, ...]], ...] = (
    ("pdf", "tài liệu PDF", (b"%PDF-",)),
    ("jpeg", "ảnh JPEG", (b"\xff\xd8\xff",)),
    ("png", "ảnh PNG", (b"\x89PNG\r\n\x1a\n",)),
    ("gif", "ảnh GIF", (b"GIF87a", b"GIF89a")),
    ("tiff", "ảnh TIFF", (b"II*\0", b"MM\0*")),
    ("zip", "tệp nén hoặc tệp Office", (b"PK\x03\x04", b"PK\x05\x06")),
    ("ole", "tệp Office kiểu cũ", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0")),
    ("rtf", "văn bản RTF", (b"{\\rtf",)),
    ("rar", "tệp nén RAR", (b"Rar!\x1a\x07",)),
    ("7z", "tệp nén 7z", (b"7z\xbc\xaf\x27\x1c",)),
    ("gzip", "tệp nén", (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")),
    ("program", "chương trình chạy được", (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")),
    ("script", "tập lệnh", (b"#!",)),
    ("shortcut", "lối tắt của Windows", (b"L\0\0\0\x01\x14\x02\0", b"[InternetShortcut]")),
    ("mp3", "tệp âm thanh", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ("matroska", "tệp phim", (b"\x1aE\xdf\xa3",)),
    ("bmp", "ảnh BMP", (b"BM",)),
)
# Files of Apple and of films begin with a length; what they are stands behind "ftyp".
BRANDS_OF_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1")
MORE_CONTENTS = {"heic": "ảnh HEIC", "mp4": "tệp phim", "webp": "ảnh WEBP", "riff": "tệp âm thanh hoặc phim",
                 "html": "trang web", "xml": "tệp XML", "binary": "dữ liệu không phải chữ", "text": "chữ", "": "không rõ"}  # fmt: skip

KNOWN: tuple[Known, ...] = (
    Known(key="pdf", name="Tài liệu PDF", icon="file-pdf", endings=(".pdf",), first=("pdf",), shown="pages", has_text=True, risk="open"),
    Known(key="jpeg", name="Ảnh JPEG", icon="file-picture", endings=(".jpg", ".jpeg", ".jfif"), first=("jpeg",), shown="pages", risk="open"),
    Known(key="png", name="Ảnh PNG", icon="file-picture", endings=(".png",), first=("png",), shown="pages", risk="open"),
    Known(key="heic", name="Ảnh điện thoại (HEIC)", icon="file-picture", endings=(".heic", ".heif"), first=("heic", "jpeg"), shown="pages", risk="open"),
    Known(key="gif", name="Ảnh GIF", icon="file-picture", endings=(".gif",), first=("gif",), shown="pages", risk="open"),
    Known(key="bmp", name="Ảnh BMP", icon="file-picture", endings=(".bmp",), first=("bmp",), shown="pages", risk="open"),
    Known(key="tiff", name="Ảnh quét TIFF", icon="file-picture", endings=(".tif", ".tiff"), first=("tiff",), shown="pages", risk="open"),
    Known(key="webp", name="Ảnh WEBP", icon="file-picture", endings=(".webp",), first=("webp",), shown="pages", risk="open"),
    Known(key="docx", name="Văn bản Word", icon="file-word", endings=(".docx",), first=("zip",), shown="lines", has_text=True, risk="open"),
    Known(key="xlsx", name="Bảng tính Excel", icon="file-sheet", endings=(".xlsx",), first=("zip",), shown="lines", has_text=True, risk="open"),
    Known(key="pptx", name="Trình chiếu PowerPoint", icon="file-slides", endings=(".pptx",), first=("zip",), shown="lines", has_text=True, risk="open"),
    Known(key="txt", name="Tệp chữ", icon="file-text", endings=(".txt",), first=("text", "html", "xml", "script", "rtf"), shown="lines", has_text=True, risk="open"),
    Known(key="csv", name="Bảng dạng chữ (CSV)", icon="file-sheet", endings=(".csv", ".tsv"), first=("text",), shown="lines", has_text=True),
    Known(key="doc", name="Văn bản Word kiểu cũ", icon="file-word", endings=(".doc", ".dot"), first=("ole", "rtf")),
    Known(key="xls", name="Bảng tính Excel kiểu cũ", icon="file-sheet", endings=(".xls", ".xlt"), first=("ole",)),
    Known(key="ppt", name="Trình chiếu PowerPoint kiểu cũ", icon="file-slides", endings=(".ppt", ".pps"), first=("ole",)),
    Known(key="rtf", name="Văn bản RTF", icon="file-word", endings=(".rtf",), first=("rtf",)),
    Known(key="odf", name="Tệp LibreOffice", icon="file-word", endings=(".odt", ".ods", ".odp", ".odg"), first=("zip",)),
    Known(key="mail", name="Thư điện tử", icon="file-mail", endings=(".eml", ".msg"), first=("text", "ole")),
    Known(key="data", name="Tệp dữ liệu", icon="file-text", endings=(".xml", ".json", ".md", ".log", ".gpx", ".kml", ".geojson"), first=("text", "xml")),
    Known(key="film", name="Phim", icon="file-media", endings=(".mp4", ".mov", ".m4v", ".3gp", ".avi", ".mkv", ".webm", ".wmv", ".mpg", ".mpeg"), first=("mp4", "matroska", "riff", "binary")),
    Known(key="sound", name="Âm thanh", icon="file-media", endings=(".mp3", ".m4a", ".wav", ".aac", ".wma", ".amr", ".ogg", ".opus"), first=("mp3", "mp4", "riff", "binary", "text")),
    Known(key="archive", name="Tệp nén", icon="file-archive", endings=(".zip",), first=("zip",)),
    Known(key="rar", name="Tệp nén RAR", icon="file-archive", endings=(".rar",), first=("rar",)),
    Known(key="7z", name="Tệp nén", icon="file-archive", endings=(".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"), first=("7z", "gzip", "binary", "text")),
    Known(key="drawing", name="Bản vẽ, bản đồ", icon="file-other", endings=(".dwg", ".dgn", ".dxf", ".shp", ".dbf", ".shx", ".prj", ".tab", ".gst"), first=("binary", "text", "ole")),
)  # fmt: skip
BY_ENDING = {ending: known for known in KNOWN for ending in known.endings}

# Endings that run something, or load it from elsewhere, when they are opened: why, for the person.
_PROGRAMS = "exe com scr pif msi msix appx cpl gadget jar application appref-ms appimage deb rpm apk run bin dll sys ocx diagcab"
_SCRIPTS = "bat cmd ps1 psm1 ps1xml vbs vbe js jse wsf wsh hta sh py pyw php pl rb lua reg inf sct msc ws"
_SHORTCUTS = "lnk url website desktop webloc library-ms search-ms settingcontent-ms contact theme themepack scf"
_MACROS = "docm dotm xlsm xltm xlsb xlam xla xll pptm potm ppsm ppam dotx xltx potx slk iqy dqy oqy odc mdb accdb accde"
_WEB = "html htm xhtml shtml mht mhtml svg svgz chm xsl xslt swf"
_DISKS = "iso img vhd vhdx dmg udf wim cab"
_NOTES = "one onepkg"
DANGEROUS: dict[str, tuple[str, str]] = {
    f".{ending}": (name, why)
    for endings, name, why in (
        (_PROGRAMS, "Chương trình", "Đây là chương trình: mở tệp là chạy chương trình ấy trên máy này."),
        (_SCRIPTS, "Tập lệnh", "Đây là tập lệnh: mở tệp là máy làm theo các lệnh trong đó."),
        (_SHORTCUTS, "Lối tắt", "Đây là lối tắt: mở tệp là mở một nơi khác hoặc chạy một lệnh không nhìn thấy trước."),
        (_MACROS, "Tệp Office có thể chạy lệnh", "Loại tệp này có thể chứa lệnh (macro) hoặc tự lấy dữ liệu từ nơi khác khi mở."),
        (_WEB, "Trang web", "Đây là trang web: mở tệp có thể chạy lệnh và nối tới máy khác."),
        (_DISKS, "Ảnh đĩa", "Đây là ảnh đĩa: bên trong có thể có chương trình mà phần mềm diệt vi-rút không thấy."),
        (_NOTES, "Sổ ghi OneNote", "Loại tệp này có thể giấu chương trình phía sau hình ảnh."),
    )
    for ending in endings.split()
}  # fmt: skip
