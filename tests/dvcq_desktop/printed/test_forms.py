"""Every form of the shelf on the demonstration office: its words stand in a reference file, every format can be written.

To renew the references after a change that was meant: DVCQ_RENEW=1 python -m pytest tests/dvcq_desktop/printed
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import FORMS, form
from dvcq_desktop.printed.blocks import (
    AppendixTitle,
    Chart,
    Document,
    FormOptions,
    Grid,
    GridRow,
    Head,
    Heading,
    LegalBase,
    Signatures,
    Text,
    Title,
    text_of,
)
from dvcq_desktop.writers import WRITERS, write
from tests.dvcq_desktop.writers.paper import read

WHOSE = {"ban-giao": "Văn phòng – Thống kê"}  # forms that are made for one unit only
REFERENCES = Path(__file__).parent / "reference"
MADE = "2025-10-20"  # papers with a date of their own are made on this day, when tasks fall due soon
CASES = {found.key: (found.key, FormOptions(year=2025, day=MADE, unit=WHOSE.get(found.key, ""))) for found in FORMS} | {
    "bang-tu-cham-tham-dinh": ("bang-tu-cham", FormOptions(year=2025, appraised=True)),
    "bang-tu-cham-chu-ky": ("bang-tu-cham", FormOptions(year=2025, signatures=True, numbered_columns=True)),
    "bi-tru-diem": ("bi-tru-diem", FormOptions(year=2024)),
    "danh-muc-minh-chung-2": ("danh-muc-minh-chung", FormOptions(year=2025, place="2")),
    "danh-muc-minh-chung-2.3": ("danh-muc-minh-chung", FormOptions(year=2025, place="2.3", numbered_columns=True)),
    "bi-tru-diem-2023": ("bi-tru-diem", FormOptions(year=2023)),
}


def words(document: Document) -> str:
    """The words of a document, a line for each paragraph, row or figure, in the order of the paper."""
    return "\n".join(line for part in document.parts for block in part.blocks for line in _lines(block)) + "\n"


def _lines(block: object) -> Iterator[str]:
    if isinstance(block, Text):
        yield text_of(block)
    elif isinstance(block, Heading):
        yield f"{block.number} {block.text}".strip()
    elif isinstance(block, Grid):
        yield "|" + "|".join(column.title for column in block.columns) + "|"
        yield from (
            f"{row.kind}|" + "|".join(cell.replace("\n", " / ") for cell in row.cells) + "|" for row in block.rows
        )
    elif isinstance(block, Chart):
        yield f"[{block.kind}] {block.words()}"
    elif isinstance(block, LegalBase):
        yield block.text
    elif isinstance(block, Head):
        yield " / ".join((*block.organ, block.number, block.symbol, block.place_and_date))
    elif isinstance(block, Title):
        yield f"{block.kind} / {block.abstract}"
    elif isinstance(block, AppendixTitle):
        yield f"{block.label} / {block.name} / {block.reference}"
    elif isinstance(block, Signatures):
        yield " / ".join(("ký:", *(block.left.lines if block.left else ()), *block.right.lines, block.right.name))
        yield from block.recipients
    else:
        yield repr(block)


def built(db: Connection, case: str) -> Document:
    key, options = CASES[case]
    return form(key).build(db, options)


def rows_of(document: Document) -> list[GridRow]:
    return [row for part in document.parts for block in part.blocks if isinstance(block, Grid) for row in block.rows]


@pytest.mark.parametrize("case", CASES)
def test_words_of_a_form_are_those_of_its_reference(demo_office: Connection, case: str) -> None:
    found, path = words(built(demo_office, case)), REFERENCES / f"{case}.txt"
    if os.environ.get("DVCQ_RENEW"):
        path.write_text(found, encoding="utf-8")
    assert path.exists(), "This form has no reference yet: see the first lines of this file."
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("case", CASES)
def test_every_form_is_written_in_every_format(demo_office: Connection, case: str, suffix: str) -> None:
    data = write(built(demo_office, case), suffix)
    assert data[:4] == (b"%PDF" if suffix == ".pdf" else b"PK\x03\x04")


@pytest.mark.parametrize("found", FORMS, ids=lambda found: found.key)
def test_every_form_refuses_an_empty_office_with_a_sentence(db: Connection, found: object) -> None:
    with pytest.raises(RuleBroken, match=r"\.$"):
        found.build(db, FormOptions(year=2025))  # type: ignore[attr-defined]


def test_the_self_scoring_table_adds_up(demo_office: Connection) -> None:
    rows = rows_of(built(demo_office, "bang-tu-cham"))

    def hundredths(text: str) -> int:
        return int(text.replace(",", "") or 0)

    items = sum(hundredths(row.cells[3]) for row in rows if row.kind == "row")
    criteria = sum(hundredths(row.cells[3]) for row in rows if row.kind == "subtotal")
    total = next(row for row in rows if row.cells[1] == "TỔNG CỘNG")
    assert items == criteria == hundredths(total.cells[3]) == 8317
    assert hundredths(total.cells[2]) == 10000
    assert sum(1 for row in rows if row.kind == "row") == 32


def test_nothing_is_said_for_the_superior_before_he_said_it(demo_office: Connection) -> None:
    rows = rows_of(built(demo_office, "bang-tu-cham-tham-dinh"))
    assert not any(row.cells[4] or row.cells[5] for row in rows)
    assert not any("Xếp loại" in row.cells[1] for row in rows)


def test_with_a_column_for_signatures_no_note_is_lost(demo_office: Connection) -> None:
    plain, signed = built(demo_office, "bang-tu-cham"), built(demo_office, "bang-tu-cham-chu-ky")
    for with_note, with_signature in zip(rows_of(plain), rows_of(signed), strict=True):
        if with_note.kind == "row":
            assert with_note.cells[6] in with_signature.cells[4]
            assert with_signature.cells[6] == ""


def test_a_year_known_by_totals_has_no_empty_columns(demo_office: Connection) -> None:
    grid = next(b for b in built(demo_office, "bi-tru-diem").parts[0].blocks if isinstance(b, Grid))
    assert [column.title for column in grid.columns][2:4] == ["Bị trừ", "Lý do"]
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)


@pytest.mark.parametrize("case", ["bang-tu-cham", "bang-tu-cham-chu-ky", "bi-tru-diem", "bi-tru-diem-2023"])
def test_a_sum_never_stands_alone_on_the_page_one_signs(demo_office: Connection, case: str) -> None:
    document = built(demo_office, case)
    last = read(write(document, ".pdf"))[-1]
    before = [row for row in rows_of(document) if row.kind == "row"][-1]
    assert before.cells[1].split("\n")[0].split()[0] in last.text
    assert "TM. ỦY BAN NHÂN DÂN" in last.text


def test_figures_of_charts_stand_in_word_too(demo_office: Connection) -> None:
    file = docx.Document(BytesIO(write(built(demo_office, "thong-ke"), ".docx")))
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert {"88,00", "78,50", "83,17", "9,50", "−1,75", "KPS"} <= cells


def test_the_sheet_keeps_to_the_years_chosen(demo_office: Connection) -> None:
    document = form("thong-ke").build(demo_office, FormOptions(year=2025, years=(2023, 2024)))
    assert "2025" not in words(document).replace("năm 2025", "")
    with pytest.raises(RuleBroken, match="2 năm"):
        form("thong-ke").build(demo_office, FormOptions(year=2025, years=(2024,)))
