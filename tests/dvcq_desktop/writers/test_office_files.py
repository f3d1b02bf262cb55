"""Word files and workbooks say the same as the PDF, in real styles, sections and cells."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import LETTERS, closing, document, opening, read, table, text

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import (
    AppendixTitle,
    Document,
    Grid,
    GridColumn,
    GridRow,
    Heading,
    LegalBase,
    Part,
    Run,
    Text,
)
from dvcq_desktop.writers import WRITERS, write
from dvcq_desktop.writers.pdf import write_pdf
from dvcq_desktop.writers.words import clean
from dvcq_desktop.writers.xlsx import number_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _plan() -> Document:
    rows = (
        GridRow(kind="group", cells=("Tiêu chí 1: Tuyên truyền, vận động",)),
        GridRow(cells=("1", "=1+1 triển khai", "Văn phòng", "78,50")),
        GridRow(kind="total", cells=("", "Cộng", "", "1.234,5")),
    )
    first = Part(
        blocks=(
            *opening(),
            LegalBase(text="Căn cứ Quyết định số 1211/QĐ-UBND ngày 02/11/2022."),
            Heading(level=1, number="I.", text="Mục tiêu, chỉ tiêu"),
            Heading(level=2, number="1.", text="Mục tiêu"),
            Text(runs=(Run(text="Đến năm 2025, "), Run(text="phấn đấu", bold=True), Run(text=" đạt 94,00 điểm./."))),
            closing(),
        )
    )
    title = AppendixTitle(label="Phụ lục I", name="Phân công nhiệm vụ", reference="(Kèm theo Kế hoạch số     /KH-UBND)")
    return Document(title="Kế hoạch năm 2025", parts=(first, Part(blocks=(title, table(rows)), landscape=True)))


def _paragraphs(data: bytes) -> list[str]:
    file = docx.Document(io.BytesIO(data))
    return [_plain("".join(t.text or "" for t in p.iter(qn("w:t")))) for p in file.element.body.iter(qn("w:p"))]


def _plain(words: str) -> str:
    return words.replace("\xa0", " ")


def test_a_word_file_has_the_page_of_the_decree() -> None:
    file = docx.Document(io.BytesIO(write(_plan(), ".docx")))
    upright, across = file.sections
    for section in (upright, across):
        assert (section.left_margin.mm, section.right_margin.mm) == pytest.approx((30, 15), abs=0.1)
        assert (section.top_margin.mm, section.bottom_margin.mm) == pytest.approx((20, 20), abs=0.1)
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert across.orientation == WD_ORIENT.LANDSCAPE
    assert across.page_width.mm == pytest.approx(297, abs=0.1)
    assert " PAGE " in upright.header._element.xml
    assert across.header.is_linked_to_previous


def test_a_word_file_is_times_new_roman_throughout() -> None:
    data = write(_plan(), ".docx")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = file.read("word/document.xml").decode()
        styles = file.read("word/styles.xml").decode()
    assert "rFonts" not in body
    for side in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{side}="Times New Roman"' in styles
    assert 'w:lang w:val="vi-VN"' in styles
    normal = docx.Document(io.BytesIO(data)).styles["Normal"]
    assert normal.font.size.pt == 14
    assert normal.paragraph_format.widow_control
    assert normal.paragraph_format.first_line_indent.mm == pytest.approx(10, abs=0.1)


def test_a_word_file_has_styles_an_official_can_name() -> None:
    file = docx.Document(io.BytesIO(write(_plan(), ".docx")))
    used = {paragraph.style.name: paragraph.text for paragraph in file.paragraphs}
    assert used["Mục 1"] == "I.\xa0MỤC TIÊU, CHỈ TIÊU"
    assert used["Tên loại"] == "KẾ HOẠCH"
    assert used["Mục 2"] == "1.\xa0Mục tiêu"
    assert not [p for p in file.paragraphs if not p.text.strip() and p.style.name not in ("Đường kẻ", "Khe")]


def test_tables_of_a_word_file_repeat_and_are_not_torn() -> None:
    file = docx.Document(io.BytesIO(write(_plan(), ".docx")))
    head, signatures, grid = file.tables
    assert [round(column.width.mm) for column in head.columns] == [65, 100]
    for row in (row for tables in (head, signatures, grid) for row in tables.rows):
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert grid.rows[1]._tr.tc_lst[0].tcPr.find(qn("w:gridSpan")).get(qn("w:val")) == "4"
    before = [p for p in file.paragraphs if p.text.endswith("./.")]
    assert before[0].paragraph_format.keep_with_next
    assert "PHÓ CHỦ TỊCH" in signatures.cell(0, 1).text


def test_rules_of_a_word_file_are_as_long_as_they_should_be() -> None:
    file = docx.Document(io.BytesIO(write(_plan(), ".docx")))
    motto = file.tables[0].cell(0, 1).paragraphs[-1]
    assert motto._p.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:sz")) == "6"
    length = 100 - motto.paragraph_format.left_indent.mm - motto.paragraph_format.right_indent.mm
    assert length == pytest.approx(56.1, abs=0.5)  # the motto in bold 13 pt
    organ = file.tables[0].cell(0, 0).paragraphs[-1]
    length = 65 - organ.paragraph_format.left_indent.mm - organ.paragraph_format.right_indent.mm
    assert 9 <= length <= 15


def test_a_word_file_tells_no_one_s_name() -> None:
    core = docx.Document(io.BytesIO(write(_plan(), ".docx"))).core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == ("Kế hoạch năm 2025", "", "", "")


def test_a_workbook_has_a_sheet_a_part_numbers_and_no_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(write(_plan(), ".xlsx"))) as file:
        book = file.read("xl/workbook.xml").decode()
        sheet = file.read("xl/worksheets/sheet2.xml").decode()
        strings = file.read("xl/sharedStrings.xml").decode()
    assert re.findall(r'<sheet name="([^"]*)"', book) == ["KẾ HOẠCH", "Phụ lục I"]
    assert "Print_Titles" in book
    assert "<f>" not in sheet
    assert "<v>78.5</v>" in sheet
    assert "<v>1234.5</v>" in sheet
    assert "=1+1 triển khai" in strings
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'paperSize="9"' in sheet


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("78,50", 78.5, "0.00"),
        ("94", 94, "0"),
        ("1.234,5", 1234.5, "#,##0.0"),
        ("-3", -3, "0"),
        ("78.5", 78.5, "0.0"),
        ("1.234", 1234, "#,##0"),
    ],
)
def test_vietnamese_numbers_become_numbers(typed: str, value: float, shown: str) -> None:
    assert number_of(typed) == (value, shown)


@pytest.mark.parametrize(
    "typed", ["", "95,5%", "=1", "1/2", "24/10/2025", "một", "1,2,3", "12345678901234567890", "٣", "1e5"]
)
def test_what_is_no_number_stays_text(typed: str) -> None:
    assert number_of(typed) is None


def test_names_of_sheets_are_taken_by_excel() -> None:
    title = AppendixTitle(label="Phụ lục [I]/*: ?" + "x" * 40, name="")
    parts = tuple(Part(blocks=(title,)) for _ in range(3))
    with zipfile.ZipFile(io.BytesIO(write(Document(title="", parts=parts), ".xlsx"))) as file:
        names = re.findall(r'<sheet name="([^"]*)"', file.read("xl/workbook.xml").decode())
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_tables_of_different_columns_share_a_sheet() -> None:
    small = table((GridRow(cells=("1", "hai", "ba", "4")),))
    narrow = small.__class__(columns=small.columns[:2], rows=(GridRow(cells=("a", "b")),))
    assert write(document(small, narrow), ".xlsx")[:2] == b"PK"


def test_an_empty_document_can_be_written_everywhere() -> None:
    for suffix in WRITERS:
        assert write(document(), suffix)
        assert write(Document(title="", parts=()), suffix)
    with pytest.raises(RuleBroken):
        write(document(), ".odt")


_TEXT = st.text(alphabet=st.one_of(st.sampled_from(LETTERS + "    \n-–./()0123456789"), st.characters()), max_size=120)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(_TEXT, min_size=10, max_size=10))
def test_whatever_is_typed_is_written(words: list[str]) -> None:
    """Three hundred odd texts, as paragraphs, headings, parts of paragraphs and cells."""
    columns = tuple(GridColumn(title=title, share=1, kind="number") for title in words[:4])
    rows = tuple(GridRow(cells=(typed, "giữa", typed, typed)) for typed in words)
    grid = Grid(columns=columns, rows=(*rows, GridRow(kind="group", cells=(words[0],))))
    blocks = [Heading(text=typed, number="1.", level=2) for typed in words]
    mixed = Text(runs=tuple(Run(text=typed, bold=i % 2 == 0, italic=i % 3 == 0) for i, typed in enumerate(words)))
    made = Document(title=words[0], parts=(Part(blocks=(*map(text, words), *blocks, mixed, grid, *opening())),))
    assert write(made, ".pdf")[:5] == b"%PDF-"
    assert write(made, ".xlsx")[:2] == b"PK"
    written = [words for words in _paragraphs(write(made, ".docx")) if words]
    expected = [shown for typed in words if (shown := _plain(clean(typed)).replace("\n", ""))]
    assert written[: len(expected)] == expected  # the paragraphs
    assert all(written.count(shown) >= 4 for shown in expected)  # and the cells
    assert _plain(clean("".join(words))).replace("\n", "") in (*written, "")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_another_program_opens_the_word_file_to_the_same_page(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(write(_plan(), ".docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "plan.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    theirs, ours = read((tmp_path / "plan.pdf").read_bytes()), read(write_pdf(_plan()))
    assert len(theirs) == len(ours)
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH", "Nơi nhận:"):
        assert part in theirs[0].text
    assert [page.width > page.height for page in theirs] == [False, True]
