"""What a foreign file is and whether it may be opened: the 72 cases of the open guard, and what offices really send."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dvcq_desktop.looking.kinds import kind_of


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
