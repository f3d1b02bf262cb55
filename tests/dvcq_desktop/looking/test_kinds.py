"""What a foreign file is and whether it may be opened: the 72 cases of the open guard, and what offices really send."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dvcq_desktop.looking.kinds import kind_by_name, kind_of
from dvcq_desktop.looking.kinds_known import KNOWN


def office(*, macro: bool = False, main: str = "wordprocessingml", relations: bytes = b"", **parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.{main}.document.main+xml'/></Types>",
        )
        if macro:
            archive.writestr("word/vbaProject.bin", b"x")
        if relations:
            archive.writestr("word/_rels/settings.xml.rels", relations)
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


OUTSIDE = b'<Relationship Type="x/attachedTemplate" Target="http://h/t.dotm" TargetMode="External"/>'
LINK = b'<Relationship Type="x/hyperlink" Target="http://chinhphu.vn" TargetMode="External"/>'
REFUSED = [
    ".lnk",
    ".url",
    ".scr",
    ".com",
    ".bat",
    ".cmd",
    ".ps1",
    ".vbs",
    ".js",
    ".jse",
    ".wsf",
    ".hta",
    ".msi",
    ".reg",
    ".jar",
    ".desktop",
    ".sh",
    ".appimage",
    ".iso",
    ".img",
    ".vhd",
    ".html",
    ".htm",
    ".svg",
    ".mht",
    ".chm",
    ".xlsm",
    ".pptm",
    ".dotm",
    ".xll",
    ".slk",
    ".iqy",
    ".rtf",
    ".one",
    ".rar",
    ".7z",
    ".py",
    ".pyw",
    ".cpl",
    ".inf",
    ".library-ms",
    ".search-ms",
    ".settingcontent-ms",
    ".application",
    ".appref-ms",
    ".website",
    ".pif",
    ".gadget",
    ".diagcab",
    ".theme",
    ".contact",
]
CASES = [
    ("bao cao.pdf", b"%PDF-1.7", "open"),
    ("Ảnh 1.JPG", b"\xff\xd8\xff\xe0", "open"),
    ("kh.docx", office(), "open"),
    ("bc.xlsx", office(main="spreadsheetml"), "open"),
    ("bao cao.pdf.exe", b"MZ", "danger"),
    ("bao cao\u202efdp.exe", b"MZ", "danger"),
    ("x.pdf", b"MZ\x90", "danger"),
    ("x.jpg", b"<html><script>", "danger"),
    ("kh.docx", office(macro=True), "danger"),
    ("kh.docm", office(macro=True), "danger"),
    ("kh.docx", office().replace(b"wordprocessingml", b"ms-word.macroEnabled"), "danger"),
    ("kh.docx", office(relations=OUTSIDE), "danger"),
    ("x.pdf ", b"%PDF", "danger"),
    ("x.pdf.", b"%PDF", "danger"),
    ("x.pdf:evil.exe", b"%PDF", "danger"),
    ("x.doc", b"{\\rtf1", "ask"),
    ("x.doc", b"\xd0\xcf\x11\xe0", "ask"),
    ("x.pdf\x00.exe", b"%PDF", "danger"),
    ("CON.pdf", b"%PDF-", "danger"),
    ("noext", b"\x7fELF", "danger"),
    *[("a" + ending, b"PK\x03\x04", "danger") for ending in REFUSED],
    ("a.zip", b"PK\x03\x04", "ask"),  # an archive shows what is in it before anything runs
]


@pytest.mark.parametrize(("name", "data", "risk"), CASES, ids=lambda value: ascii(value)[:30])
def test_the_open_guard(tmp_path: Path, name: str, data: bytes, risk: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)
    kind = kind_of(name, path)
    assert kind.risk == risk, kind
    assert (kind.reason == "") == (risk == "open"), "what is not simply opened says why"


def test_the_cases_are_all_there() -> None:
    assert len(CASES) == 72


HEIC, MP4 = b"\0\0\0\x18ftypheic", b"\0\0\0\x20ftypisom"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
MACRO, LOCKED = "_VBA_PROJECT".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
OBJECT = office(**{"word/embeddings/oleObject1.bin": b"MZ"})


@pytest.mark.parametrize(
    ("name", "data", "key", "risk"),
    [
        ("IMG_0042.HEIC", HEIC, "heic", "open"),
        ("anh.jpg", HEIC, "lying", "danger"),
        ("quét.tif", b"II*\0", "tiff", "open"),
        ("ghi chú.txt", "Họp ngày 5".encode(), "txt", "open"),
        ("ghi chú.txt", b"MZ\x90\0", "other", "danger"),
        ("hóa đơn.xml", b"<?xml version='1.0'?><hdon/>", "data", "ask"),
        ("họp.mp4", MP4, "film", "ask"),
        ("ghi âm.m4a", MP4, "sound", "ask"),
        ("bảng.csv", b"a;b", "csv", "ask"),
        ("scan.pdf", b"\r\n\r\n%PDF-1.4", "pdf", "open"),
        ("tự chạy.pdf", b"%PDF-1.7 /OpenAction<</S/JavaScript", "pdf", "ask"),
        ("kh.docx", OLE + LOCKED, "password", "ask"),
        ("kh.docx", OLE, "lying", "danger"),
        ("kh.doc", OLE, "doc", "ask"),
        ("kh.doc", OLE + bytes(3 << 20) + MACRO, "doc", "danger"),
        ("kh.doc", b"<html><body>", "lying", "danger"),
        ("kh.docx", office(relations=LINK), "docx", "open"),
        ("kh.docx", OBJECT, "office-danger", "danger"),
        ("kh.docx", office(main="spreadsheetml"), "office-danger", "danger"),
        ("kh.pptx", office(main="presentationml"), "pptx", "open"),
        ("lạ.xyz", b"abc", "other", "danger"),
        ("rỗng.pdf", b"", "pdf", "ask"),
        ("Báo cáo\u200b.pdf", b"%PDF-1.4", "pdf", "ask"),
        ("bao cao          .pdf", b"%PDF-1.4", "pdf", "ask"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_what_offices_send(tmp_path: Path, name: str, data: bytes, key: str, risk: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)
    kind = kind_of(name, path)
    assert (kind.key, kind.risk) == (key, risk), kind.reason


def test_the_reason_names_the_trick(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(b"MZ")
    assert "giả làm “.pdf”" in kind_of("bao cao.pdf.exe", path).reason
    assert "đảo chiều" in kind_of("bao cao\u202efdp.exe", path).reason
    path.write_bytes(b"%PDF-1.4")
    assert kind_of("ảnh.jpg", path).reason == "Tên tệp kết thúc bằng “.jpg” nhưng nội dung là tài liệu PDF."


def test_a_macro_on_the_border_of_two_blocks_is_found(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(OLE + bytes((1 << 20) - len(OLE) - 7) + MACRO)
    assert kind_of("x.xls", path).risk == "danger"


def test_every_kind_has_its_icon() -> None:
    icons = Path(__file__).resolve().parents[3] / "resources" / "icons"
    for icon in {known.icon for known in KNOWN} | {kind_by_name("a.exe").icon, kind_by_name("a").icon}:
        assert (icons / f"{icon}.svg").is_file(), icon


def test_a_name_alone_promises_a_kind() -> None:
    assert kind_by_name("Báo cáo.PDF").name == "Tài liệu PDF"
    assert kind_by_name("cài đặt.exe").risk == "danger"
    assert kind_by_name("không đuôi").key == "other"
