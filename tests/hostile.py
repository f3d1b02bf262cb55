"""Makes a folder of files that are damaged, hostile or oddly named: whatever takes foreign files is thrown into it.

    for path in make_hostile_folder(folder): drop path on the window, attach it, import it
Every entry must end as taken or as a sentence: no crash, no hang, nothing lost. The same folder comes out each time.
"""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

SEED = 20251123
PHOTO = Path(__file__).parent / "dvcq_desktop" / "looking" / "photo.heic"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>%s</Relationships>'
)


def make_hostile_folder(folder: Path, *, mutated: int = 40) -> list[Path]:
    """Fill an empty folder: 60 hostile files, `mutated` damaged PDFs and as many damaged docx and xlsx, 20 odd names;
    on POSIX also a pipe, links to nowhere and to a device without end. Answers every entry, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, data in (*hostile_pdfs(), *hostile_office(), *hostile_pictures()):
        made.append(folder / name)
        made[-1].write_bytes(data)
    for number, data in enumerate(mutated_pdfs(mutated)):
        made.append(folder / f"hong {number:04}.pdf")
        made[-1].write_bytes(data)
    for number, (suffix, data) in enumerate(mutated_office(mutated)):
        made.append(folder / f"hong {number:04}{suffix}")
        made[-1].write_bytes(data)
    return [*made, *odd_names(folder), *odd_entries(folder)]


def odd_names(folder: Path) -> list[Path]:
    """Good PDFs and a few bad ones under names that some file system allows and some program stumbles over."""
    names = [
        unicodedata.normalize("NFD", "Báo cáo kết quả đợt 1.pdf"), "bao cao\u202efdp.exe", "bao cao.pdf.exe", "x.pdf     .js",
        "a" * 240 + ".pdf", "Quyết định " * 12 + ".pdf", " dau cach.pdf", "-rf.pdf", ".an.pdf", "100%s %n {0} $HOME.pdf", "a'b;c&d`e.pdf",
        "Biên bản\u200bhọp.pdf", "مرحبا.pdf", "ảnh 👨‍👩‍👧 gia đình.pdf", "e" + "\u0301" * 60 + ".pdf", "khong duoi", "KHÔNG DẤU.PDF",
    ]  # fmt: skip
    if sys.platform != "win32":
        names += ["CON.pdf", "a:b.pdf", "hai\ndong.pdf", "tab\tva chuong\a.pdf", 'a"b<c>|*?.pdf', "cuoi cau. ", "a\\b.pdf",
                  os.fsdecode(b"b\xe1o c\xe1o.pdf")]  # fmt: skip
    good = a_pdf("Báo cáo", compressed=True)
    made = []
    for name in names:
        path = folder / name
        try:
            path.write_bytes(b"MZ" + bytes(200) if name.endswith((".exe", ".js")) else good)
        except (OSError, UnicodeError):
            continue  # this file system does not know such names, so nobody can drop one from it
        made.append(path)
    return made


def odd_entries(folder: Path) -> list[Path]:
    """What stands in a folder like a file and is none."""
    inside = folder / "thu muc.pdf"
    inside.mkdir()
    if sys.platform == "win32":
        return [inside]
    links = {"vo tan.pdf": "/dev/zero", "khong con.pdf": "/khong/co/tep", "vong.pdf": str(folder / "vong.pdf")}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "ong.pdf")
    return [inside, *(folder / name for name in links), folder / "ong.pdf"]


def a_pdf(title: str, *, pages: int = 2, compressed: bool = False, password: str = "") -> bytes:
    """A good paper: words and a picture on each page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    paper = Canvas(made, pageCompression=int(compressed), invariant=1, encrypt=password or None)
    noise = Image.frombytes("RGB", (40, 30), random.Random(SEED).randbytes(3_600))
    for number in range(pages):
        paper.drawString(72, 760, f"{title} {number + 1}")
        paper.drawImage(ImageReader(noise), 72, 500, 200, 150)
        paper.showPage()
    paper.save()
    return made.getvalue()


def _pdf_of(*objects: bytes) -> bytes:
    """A PDF of objects numbered from 1, the first being its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(data))  # fmt: skip


def _zeros(megabytes: int, times: int = 1) -> bytes:
    data = bytes(megabytes << 20)
    for _time in range(times):
        data = zlib.compress(data, 3)
    return data


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    catalogue, tree = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]"

    def stream(words: bytes, data: bytes) -> bytes:
        return b"<<%s/Length %d>>stream\n%s\nendstream" % (words, len(data), data)

    def page(rest: bytes, *more: bytes) -> bytes:
        return _pdf_of(catalogue, tree, head + rest + b">>", *more)

    sized = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>"
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"
    yield "trang 1e9.pdf", _pdf_of(catalogue, tree, sized % (10**9, 10**9))
    yield "trang 14400.pdf", _pdf_of(catalogue, tree, sized % (14_400, 14_400))
    yield "trang dai.pdf", _pdf_of(catalogue, tree, sized % (1, 14_400))
    yield "trang khong.pdf", _pdf_of(catalogue, tree, sized % (0, 0))
    yield "vong trang.pdf", _pdf_of(catalogue, b"<</Type/Pages/Kids[2 0 R]/Count 999999>>")
    yield "10 trieu trang.pdf", _pdf_of(catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 10000000>>", head + b">>")
    yield "bom noi dung.pdf", page(b"/Contents 4 0 R", stream(b"/Filter/FlateDecode", _zeros(200)))
    yield "bom hai lop.pdf", page(b"/Contents 4 0 R", stream(b"/Filter[/FlateDecode/FlateDecode]", _zeros(200, 2)))
    yield "anh 60000.pdf", page(
        b"/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>", stream(b"", b"q 99 0 0 99 0 0 cm /I Do Q"), stream(image, b"xxxxx"))  # fmt: skip
    yield "tu goi.pdf", page(b"/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>>>", stream(form, b"/F Do /F Do /F Do"))
    yield "mang long.pdf", page(b"/X" + b"[" * 100_000 + b"]" * 100_000)
    yield "trieu q.pdf", page(b"/Contents 4 0 R", stream(b"", b"q " * 1_000_000))
    yield "tu chay.pdf", _pdf_of(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
                                 b"/AA<</WC<</S/Launch/F(calc.exe)>>>>>>", tree, head + b">>")  # fmt: skip
    good = a_pdf("Kế hoạch", pages=3)
    yield "cut.pdf", good[: len(good) // 2]
    yield "khong muc luc.pdf", good.replace(b"startxref", b"startxxxx").replace(b"xref\n", b"xxxx\n")
    yield "rac truoc.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + good
    yield "mat khau.pdf", a_pdf("Mật", password="mat khau")  # noqa: S106 (to be refused, not to protect)
    yield "rong.pdf", b""
    yield "chi dau.pdf", b"%PDF-1.7\n"
    yield "gia pdf.pdf", b"MZ" + bytes(500)


def _zip(*parts: tuple[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        warnings.simplefilter("ignore")  # two parts of one name are the point
        for name, data in parts:
            archive.writestr(name, data)
    return made.getvalue()


def _docx(body: str, *more: tuple[str, bytes | str], before: str = "", relations: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return _zip(
        ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS % relations), ("word/document.xml", text), *more
    )


def _said(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def hostile_office() -> Iterator[tuple[str, bytes]]:
    laughs = (
        "<!DOCTYPE x [<!ENTITY a0 'lol'>"
        + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
        + "]>"
    )
    outside = f'<Relationship Id="rId9" Type="{_OFFICE}/attachedTemplate" Target="file://///10.0.0.1/s/t.dotm" TargetMode="External"/>'
    good = _docx(_said("Xin chào"))
    yield "thuong.docx", good
    yield "ty tieng cuoi.docx", _docx(_said("&a9;"), before=laughs)
    yield "phinh binh phuong.docx", _docx(_said("&a;" * 30_000), before=f"<!DOCTYPE x [<!ENTITY a '{'A' * 30_000}'>]>")
    yield "thuc the ngoai.docx", _docx(_said("&e;"), before="<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>")
    yield "dtd ngoai.docx", _docx(_said("x"), before="<!DOCTYPE x SYSTEM 'file:///etc/hostname'>")
    yield "long 100000.docx", _docx("<w:p>" * 100_000 + "</w:p>" * 100_000)
    yield "mot doan 70 MB.docx", _docx(_said("A" * (70 << 20)))
    yield "mot trieu doan.docx", _docx(_said("x") * 1_000_000)
    yield "bom nen.docx", _docx(_said("x"), ("word/media/a.png", bytes(40 << 20)))
    yield "21000 phan.docx", _docx(_said("x"), *((f"word/p{n}.xml", "<a/>") for n in range(21_000)))
    yield "mau o noi khac.docx", _docx(_said("x"), relations=outside)
    yield "ra ngoai.docx", _docx(_said("x"), ("../../ra-ngoai.txt", "x"))
    yield "cut.docx", good[:300]
    yield "rong.docx", b""
    yield "ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)
    yield (
        "ole mat khau.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
    )
    yield "ky tu dieu khien.docx", _docx(_said("a&#1;b"))
    yield (
        "hai van ban.docx",
        _zip(("[Content_Types].xml", _TYPES), ("word/document.xml", "<a/>"), ("word/document.xml", "<b/>")),
    )
    yield "macro.docx", _docx(_said("x"), ("word/vbaProject.bin", b"x"))
    yield "phan mat khau.docx", _locked(good)
    yield "noi khong dung co.docx", _wrong_size(good)
    sheet = a_sheet()
    yield "thuong.xlsx", sheet
    yield "ty tieng cuoi.xlsx", _changed(sheet, lambda xml: laughs + xml.partition("?>")[2])
    yield (
        "thuc the ngoai.xlsx",
        _changed(
            sheet, lambda xml: "<!DOCTYPE w [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + xml.partition("?>")[2]
        ),
    )
    yield (
        "o cuoi.xlsx",
        _changed(
            sheet,
            lambda xml: xml.replace(
                "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            ),
        ),
    )
    yield "so rat lon.xlsx", _changed(sheet, lambda xml: xml.replace("<v>", "<v>9e999", 1))


def _locked(good: bytes) -> bytes:
    data = bytearray(good)
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _wrong_size(good: bytes) -> bytes:
    """The table of contents says ten bytes, the part holds more."""
    data = bytearray(good)
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def a_sheet() -> bytes:
    """A good workbook of numbers, words and a date."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Tiêu chí")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row in range(8):
        sheet.write_number(row, 0, row)
        sheet.write_string(row, 1, f"Tiêu chí {row}")
        sheet.write_number(row, 2, row / 3)
        sheet.write_number(row, 3, 45_721 + row, day)
    book.close()
    return made.getvalue()


def _changed(sheet: bytes, change: object) -> bytes:
    """The workbook with the text of its first sheet changed."""
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    place = "xl/worksheets/sheet1.xml"
    return _zip(*((name, change(data.decode()) if name == place else data) for name, data in parts))  # type: ignore[operator]


def _png(wide: int, high: int) -> bytes:
    """A picture of one bit a point, all black: 17 kB for 12,000 x 12,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(3)
    rows = b"".join(packer.compress(bytes(1 + (wide + 7) // 8)) for _row in range(high)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_photo(kind: str, *, turned: bool = False) -> bytes:
    """A photograph 60 x 40: red above on the left, blue below on the right; turned: as a telephone held upright stores it."""
    from PIL import Image

    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 30, 20))
    picture.paste("blue", (30, 20, 60, 40))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    made = io.BytesIO()
    picture.save(made, kind, **({"exif": exif.tobytes()} if turned else {}))
    return made.getvalue()


def hostile_pictures() -> Iterator[tuple[str, bytes]]:
    photo = PHOTO.read_bytes()
    yield "12000.png", _png(12_000, 12_000)
    yield "30000.png", _png(30_000, 30_000)
    for kind in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"):
        good = a_photo(kind)
        yield f"cut {kind}.{kind.lower()}", good[: len(good) * 2 // 3]
        damaged = bytearray(good)
        for at in range(30, len(damaged), 37):
            damaged[at] ^= 0x5A
        yield f"sai {kind}.{kind.lower()}", bytes(damaged)
    yield "cut.heic", photo[: len(photo) * 2 // 3]
    yield "sai.heic", photo[:300] + bytes(len(photo) - 300)
    yield "to.heic", photo.replace(struct.pack(">II", 96, 64), struct.pack(">II", 60_000, 60_000))
    yield "html.jpg", b"<html><script>alert(1)</script></html>"
    yield "rong.jpg", b""
    big = bytearray(a_photo("BMP"))
    struct.pack_into("<ii", big, 18, 60_000, 60_000)
    yield "60000.bmp", bytes(big)
    loop = bytearray(a_photo("TIFF"))
    place = struct.unpack_from("<I", loop, 4)[0]
    entries = struct.unpack_from("<H", loop, place)[0]
    struct.pack_into("<I", loop, place + 2 + 12 * entries, place)  # the next sheet is this one again
    yield "vong.tiff", bytes(loop)


def mutated_pdfs(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Good PDFs with bytes changed, cut out, doubled, or replaced by words of the format."""
    chance = random.Random(seed)
    seeds = [a_pdf("Kế hoạch", compressed=False), a_pdf("Kế hoạch", compressed=True)]
    for _number in range(count):
        data = bytearray(chance.choice(seeds))
        for _change in range(chance.choice((1, 3, 10, 40))):
            at, how = chance.randrange(len(data)), chance.randrange(5)
            if how == 0:
                data[at] = chance.randrange(256)
            elif how == 1:
                del data[at : at + chance.randint(1, 200)]
            elif how == 2:
                data[at:at] = chance.randbytes(chance.randint(1, 40))
            elif how == 3:
                data[at : at + 4] = chance.choice((b"9999", b"-1  ", b"<<>>", b"[[[[", b"0 R ", b"null"))
            else:
                other = chance.randrange(len(data))
                data[at:at] = data[other : other + 300]
        yield bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


def mutated_office(count: int, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """Good docx and xlsx by turns, damaged as zip or, more often, in one of their parts."""
    chance = random.Random(seed)
    table = "<w:tbl>" + ("<w:tr>" + f"<w:tc>{_said('Tiêu chí')}</w:tc>" * 3 + "</w:tr>") * 4 + "</w:tbl>"
    seeds = ((".docx", _docx(_said("Kế hoạch năm") + table + _said("Đơn vị thực hiện"))), (".xlsx", a_sheet()))
    for number in range(count):
        suffix, good = seeds[number % 2]
        yield suffix, _damaged_zip(chance, good) if chance.random() < 0.3 else _damaged_part(chance, good)


def _damaged_zip(chance: random.Random, good: bytes) -> bytes:
    data = bytearray(good)
    for _change in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data if chance.random() < 0.8 else data[: chance.randrange(len(data))])


def _damaged_part(chance: random.Random, good: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    picked = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    data = bytearray(parts[picked])
    for _change in range(chance.choice((1, 2, 6))):
        data = _damaged_xml(chance, data)
    parts[picked] = bytes(data)
    return _zip(*((name, part) for name, part in parts.items() if chance.random() > 0.01))


def _damaged_xml(chance: random.Random, data: bytearray) -> bytearray:
    how, at = chance.randrange(7), chance.randrange(len(data) or 1)
    if how == 0 and data:
        data[at] = chance.randrange(256)
    elif how == 1:
        del data[at : at + chance.randint(1, 80)]
    elif how == 2:
        other = chance.randrange(len(data) or 1)
        data[at:at] = data[other : other + chance.randint(1, 400)]
    elif how == 3 and (tags := [i for i in range(len(data)) if data[i : i + 1] == b"<"]):
        begin = chance.choice(tags)
        strange = (b"", b"<w:p/>", b"<w:tbl/>", b"<x>", b"<w:gridSpan w:val='999999999'/>", b"<c r='ZZZ9999999'/>")
        data[begin : data.find(b">", begin) + 1] = chance.choice(strange)
    elif how == 4:
        return bytearray(bytes(data).replace(b'"1"', chance.choice((b'"-1"', b'"99999999999"', b'"x"', b'""')), 1))
    elif how == 5:
        return bytearray(bytes(data).replace(b"document", chance.choice((b"doc", b"../document", b"")), 1))
    else:
        data[at:at] = chance.choice((b"\x00", b"&amp;", b"&x;", "ế".encode(), b"]]>", b"<!--"))
    return data
