"""Files that are damaged, hostile or not what they claim: a sentence, soon, and nothing else."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import plan_samples
import pytest
from plan_samples import TYPES, W

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import guard, read_plan
from dvcq_desktop.readers.understood import PlanRead

SECONDS = 8.0


def packed(*parts: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def document(body: str, before: str = "") -> bytes:
    return packed(("word/document.xml", f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'))


def bomb_of_entities() -> bytes:
    entities = '<!ENTITY a "xxxxxxxxxx">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return document("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", f"<!DOCTYPE x [{entities}]>")


def outside_entity() -> bytes:
    return document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def hidden_entity() -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY x "y">]><w:document xmlns:w="{W}">&x;</w:document>'
    return packed(("word/document.xml", xml.encode("utf-16")))


def bomb_by_ratio() -> bytes:
    return document("<w:p><w:r><w:t>" + "a" * (20 << 20) + "</w:t></w:r></w:p>")


def bomb_beside() -> bytes:
    return packed(("word/document.xml", f'<w:document xmlns:w="{W}"><w:body/></w:document>'), ("word/media/a.bin", b"\0" * (50 << 20)))


def many_parts() -> bytes:
    return packed(("word/document.xml", "<a/>"), *((f"p/{n}", "") for n in range(50_000)))


def many_paragraphs() -> bytes:
    return document("".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(1_000_000)))


def two_documents() -> bytes:
    good = ("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{plan_samples.paragraph("một")}</w:body></w:document>')
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed(good, good)


def two_spellings() -> bytes:
    return packed(("word/document.xml", "<a/>"), ("WORD/document.xml", "<a/>"))


def way_out() -> bytes:
    return packed(("word/document.xml", "<a/>"), ("../../evil.txt", "x"))


def deep() -> bytes:
    return document("<w:sdt><w:sdtContent>" * 15_000 + "</w:sdtContent></w:sdt>" * 15_000)


def ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_000


def wrong_size() -> bytes:
    """The table of contents says 10 bytes, the part holds a hundred thousand."""
    good = bytearray(document("<w:p/>" * 20_000))
    at = good.rfind(b"PK\x01\x02")
    struct.pack_into("<I", good, at + 24, 10)
    return bytes(good)


def encrypted_part() -> bytes:
    good = bytearray(document("<w:p/>"))
    at = good.rfind(b"PK\x01\x02")
    good[at + 8] |= 1
    return bytes(good)


def cut() -> bytes:
    good = plan_samples.plan_docx()
    return good[:len(good) * 2 // 3]


def spreadsheet() -> bytes:
    return packed(("xl/workbook.xml", "<workbook/>"))


HOSTILE: list[tuple[Callable[[], bytes], str]] = [
    (bomb_of_entities, "DTD"), (outside_entity, "DTD"), (hidden_entity, "bảng mã lạ"), (bomb_by_ratio, "hàng trăm lần"),
    (bomb_beside, "hàng trăm lần"), (many_parts, "quá nhiều phần"), (many_paragraphs, "quá nhiều đoạn"),
    (two_documents, "trùng tên"), (two_spellings, "trùng tên"), (way_out, "dẫn ra ngoài"), (deep, "quá sâu"),
    (ole, "mật khẩu"), (wrong_size, "hỏng"), (encrypted_part, "mật khẩu"), (cut, "hỏng"), (spreadsheet, "không phải là văn bản Word"),
    (lambda: b"", "rỗng"), (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "PNG"), (lambda: b"%PDF-1.7\n" + b"x" * 99, "PDF"),
    (lambda: b"{\\rtf1\\ansi}", "RTF"), (lambda: b"xin chao", "hỏng"), (lambda: b"PK\x03\x04", "hỏng"),
    (lambda: document("<w:p>"), "hỏng"),
]


def refusal(path: Path) -> str:
    began = time.monotonic()
    with pytest.raises(InputRefused) as refused:
        read_plan(path)
    assert time.monotonic() - began < SECONDS
    return str(refused.value)


@pytest.mark.parametrize(("build", "piece"), HOSTILE, ids=lambda value: getattr(value, "__name__", None))
def test_refused_with_a_sentence(tmp_path: Path, build: Callable[[], bytes], piece: str) -> None:
    path = tmp_path / "kế hoạch.docx"
    path.write_bytes(build())
    message = refusal(path)
    assert piece in message
    assert "Dữ liệu trong máy chưa thay đổi." in message  # what is safe
    assert "Hãy" in message or "hãy" in message  # what to do


def test_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "to.docx"
    path.write_bytes(plan_samples.plan_docx())
    monkeypatch.setattr(guard, "MAX_FILE", 1_000)
    assert "32 MB" in refusal(path)


def test_missing_folder_and_other_kinds(tmp_path: Path) -> None:
    assert "Không mở được" in refusal(tmp_path / "không có.docx")
    folder = tmp_path / "thư mục.docx"
    folder.mkdir()
    assert "không phải là tệp" in refusal(folder)
    assert ".pdf" in refusal(tmp_path / "a.pdf")
    assert "?" in refusal(tmp_path / "a")


def test_very_long_text_is_refused_and_long_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "dai.txt"
    path.write_text("chữ " * 1_200_000, encoding="utf-8")
    assert "quá nhiều chữ" in refusal(path)
    path.write_text("Tiêu chí 1: " + "Quyết định số 1/QĐ-UBND ngày 1/1/2020 của UBND về " * 4_000, encoding="utf-8")
    began = time.monotonic()
    assert read_plan(path).documents
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("line", ["1" * 300 + " tiêu chí", "- " * 5_000, "(" * 5_000, "Tiêu chí 1" * 2_000, "a, " * 20_000,
                                  "+ Chủ trì: " + "Văn phòng và " * 5_000, "Số: " + "." * 9_000 + "/KH", "IVX" * 5_000,
                                  "+ Chủ trì: " + "(quý I, " * 3_000, "1.1." * 3_000, "Căn cứ Luật " + "a " * 20_000])
def test_no_line_takes_long(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lặp.txt"
    path.write_text("\n".join(["KẾ HOẠCH", "Về dân vận", "I. CHUNG", "Tiêu chí 1: Một", "- Hai", *[line] * 3]), encoding="utf-8")
    began = time.monotonic()
    assert read_plan(path).criteria
    assert time.monotonic() - began < SECONDS


def mutated(good: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed: in the zip itself, or inside a part of a zip that stays whole."""
    if chance.random() < 0.35:
        damaged = bytearray(good)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        return bytes(damaged if chance.random() < 0.8 else damaged[:chance.randrange(len(damaged))])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            part = archive.read(name)
            if name != "[Content_Types].xml" and chance.random() < 0.7:
                part = mutated_part(bytearray(part), chance)
            if chance.random() < 0.98:
                copy.writestr(name, part)
    return out.getvalue()


def mutated_part(part: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 2, 6))):
        way, at = chance.randrange(6), chance.randrange(len(part) or 1)
        if way == 0 and part:
            part[at] = chance.randrange(256)
        elif way == 1:
            del part[at:at + chance.randint(1, 80)]
        elif way == 2:
            start = chance.randrange(len(part) or 1)
            part[at:at] = part[start:start + chance.randint(1, 400)]
        elif way == 3:
            opening = part.find(b"<", at)
            closing = part.find(b">", opening)
            if 0 <= opening < closing:
                part[opening:closing + 1] = chance.choice((b"", b"<w:p/>", b"<w:tbl/>", b"<w:tc/>", b"<x>", b"<w:tab/>", b"<w:br/>",
                                                            b'<w:numId w:val="99999999999"/>', b'<w:fldChar w:fldCharType="begin"/>'))
        elif way == 4:
            part = bytearray(bytes(part).replace(b'"1"', chance.choice((b'"-1"', b'"99999999999"', b'"x"', b'""')), 3))
        else:
            part[at:at] = chance.choice((b"\0", b"&amp;", b"&x;", "ế".encode(), b"]]>", b"<!--", b"\n"))
    return bytes(part)


def test_four_hundred_mutations_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(20251024)
    numbered = "".join(plan_samples.paragraph(f"mục {n}", before=f'<w:pPr><w:pStyle w:val="L"/><w:numPr><w:ilvl w:val="{n % 2}"/>'
                                              '<w:numId w:val="1"/></w:numPr></w:pPr>') for n in range(6))
    good = (plan_samples.plan_docx(), plan_samples.docx(
        numbered + plan_samples.table([["STT", "Nội dung", "Chủ trì"], ["1", "Tiêu chí 1: Một", ""], ["2", "Hai", "Văn phòng"]]),
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        styles='<w:style w:styleId="L"><w:basedOn w:val="L"/><w:rPr><w:b/></w:rPr></w:style>'))
    path = tmp_path / "biến.docx"
    outcomes = {"read": 0, "refused": 0}
    for number in range(400):
        path.write_bytes(mutated(good[number % 2], chance))
        began = time.monotonic()
        try:
            assert isinstance(read_plan(path), PlanRead)
            outcomes["read"] += 1
        except InputRefused:
            outcomes["refused"] += 1
        assert time.monotonic() - began < SECONDS
    assert min(outcomes.values()) > 40, outcomes
