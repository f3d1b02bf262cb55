"""Whatever a person types or pastes goes through the fields to PDF, docx, xlsx, search and file names: as text, nothing else.

DVCQ_LONG=1 sends 50,000 texts, else 3,000; the same ones each time.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from db.connection import Connection
from dvcq_desktop import cycles, evidence, organisation, plans, sections, tasks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.exporting import build_form
from dvcq_desktop.finding import find
from dvcq_desktop.looking.names import safe_name
from dvcq_desktop.printed.blocks import FormOptions
from dvcq_desktop.writers import write
from dvcq_desktop.writers.words import clean
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year
from tests.faults.inject import LONG
from tests.support import operator

TEXTS = 50_000 if LONG else 3000
BATCH = 300
DRAWN = {
    *map(chr, range(32, 127)),
    *"\n\u00a0àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    *"ĐƯÂÔƠĂÊ“”",
}
PIECES = (
    "<b>x", "</para>", '<img src="/etc/x.png"/>', '<a href="file:///x">y</a>', "&amp;", "&#0;", "=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)",
    '=HYPERLINK("http://x")', "-2+3", "' OR 1=1 --", "\"; DROP TABLE task; --", "NEAR(", "a AND", "*", "title:x", "%", "_", "{0}", "%s", "\\", "$HOME",
    "\0", "\x1b[31m", "\ud800", "\uffff", "\u202e", "\u200b", "\r\n", "\t", "\u2028", "ế", unicodedata.normalize("NFD", "Ưỡng"), "Đường", "đ", "👨‍👩‍👧",
    "مرحبا", "e" + "\u0301" * 30, "x" * 400, "CON", "a/b", "..", "_x0041_", "]]>", "http://x.vn", "2025-01-01", "1e9", " ", "\u00a0",
)  # fmt: skip


def typed(dice: random.Random, count: int) -> Iterator[str]:
    """Pieces put together, with words between and letters of any script."""
    for _text in range(count):
        parts = [dice.choice(PIECES) for _piece in range(dice.randint(1, 5))]
        parts += [chr(dice.randrange(1, 0x3000)) for _letter in range(dice.choice((0, 0, 3, 6)))]
        dice.shuffle(parts)
        yield dice.choice(("", " ", " kế hoạch ")).join(parts)


def letters(text: str) -> str:
    """Letters alone: lines, pages and their numbers do not matter."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


def drawable(text: str) -> bool:
    """Whether the fonts of the papers have every letter of it, and in the order it is read."""
    return set(clean(text)) <= DRAWN


def in_pdf(data: bytes) -> str:
    """The text of a PDF that has neither links nor pictures."""
    assert not any(word in data for word in (b"/URI", b"/Annots", b"/Subtype /Image", b"/JavaScript", b"/Launch"))
    paper = pypdfium2.PdfDocument(data)
    try:
        return "".join(letters(page.get_textpage().get_text_range()) for page in paper)
    finally:
        paper.close()


def in_docx(data: bytes) -> str:
    """The text of a Word file that leads nowhere."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = parts.read("word/document.xml").decode()
        links = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    assert "hyperlink" not in links
    assert 'TargetMode="External"' not in links
    assert "<w:drawing" not in xml
    return letters("".join(unescape(found) for found in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)))


def in_xlsx(data: bytes) -> str:
    """The text of a workbook without formulas and links."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "/worksheets/" in name)
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheets
    assert "<hyperlink" not in sheets
    return letters(
        re.sub(r"_x[0-9A-Fa-f]{4}_", "", "".join(map(unescape, re.findall(r"<t[^>]*>([^<]*)</t>", strings))))
    )


def taken(db: Connection, texts: Iterator[str]) -> list[str]:
    """The texts put into fields by turns: a section, a task, a document; answers those that were not refused."""
    run = operator(db)
    run(organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    (item, *_more) = item_ids(db, run(score_year, [Sample(own=400)]))
    cycle = cycles.cycle_of_year(db, YEAR).id
    plan = run(plans.start_plan, cycle)
    kept = []
    for number, text in enumerate(texts):
        try:
            match number % 3:
                case 0:
                    run(sections.add_section, plan, heading="Mục", body=text)
                case 1:
                    run(tasks.add_task, cycle, text)
                case _:
                    run(evidence.add_evidence, YEAR, item, text)
        except RuleBroken:
            continue
        kept.append(text)
    return kept


@pytest.mark.parametrize("batch", range(TEXTS // BATCH))
def test_what_is_typed_stays_text(db, batch: int) -> None:
    kept = taken(db, typed(random.Random(batch), BATCH))
    assert len(kept) > BATCH * 0.8
    for text in kept:
        find(db, text)
        name = safe_name(text, ".pdf")
        assert name.endswith(".pdf")
        assert len(name.encode()) < 200
        assert Path(name).name == name
    for key in ("ke-hoach", "so-theo-doi", "danh-muc-minh-chung"):
        document = build_form(db, key, FormOptions(year=YEAR))
        word, paper = in_docx(write(document, ".docx")), in_pdf(write(document, ".pdf"))
        in_xlsx(write(document, ".xlsx"))
        if key == "ke-hoach":
            bodies = [row.section.body for row in sections.outline(db, plans.plan_of_year(db, YEAR).id)]
            assert all(letters(clean(body)) in word for body in bodies)
            assert all(letters(clean(body)) in paper for body in bodies if drawable(body))
