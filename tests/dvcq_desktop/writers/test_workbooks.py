"""A workbook read back: paper, heading, numbers, dates, heights of rows, and tables that do not share a heading."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from paper import closing, document, opening, read, table, text

from dvcq_desktop.printed.blocks import Block, Grid, GridColumn, GridRow, Label, Labels
from dvcq_desktop.writers import write

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Ngày tháng năm", share=24, kind="date"),
    GridColumn(title="Trích yếu", share=100),
    GridColumn(title="Số trang", share=20, kind="number"),
)
LONG = "Báo cáo kết quả thực hiện quy chế dân chủ ở cơ sở gắn với công tác dân vận chính quyền "


def _rows(count: int) -> tuple[GridRow, ...]:
    return tuple(GridRow(cells=(str(i), "05/02/2025", LONG * 3, "12")) for i in range(1, count + 1))


def _book(*blocks: Block, landscape: bool = False) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write(document(*blocks, landscape=landscape), ".xlsx"))) as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}


def _sheet(book: dict[str, str], number: int = 1) -> str:
    return book[f"xl/worksheets/sheet{number}.xml"]


def _heights(sheet: str) -> dict[int, float]:
    return {int(row): float(high) for row, high in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)}


def _name(book: dict[str, str], name: str) -> list[str]:
    return re.findall(rf'name="_xlnm\.{name}"[^>]*>([^<]*)<', book["xl/workbook.xml"])


def test_a_sheet_has_the_paper_of_its_part() -> None:
    upright, across = _sheet(_book(*opening())), _sheet(_book(*opening(), landscape=True))
    assert 'orientation="portrait"' in upright
    assert 'orientation="landscape"' in across
    for sheet in (upright, across):
        assert 'paperSize="9"' in sheet
        widths = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
        digits = sum((int(last) - int(first) + 1) * float(width) for first, last, width in widths)
        millimetres = digits * 7 / 96 * 25.4
        assert millimetres == pytest.approx(165 if sheet is upright else 252, rel=0.05)


def test_page_numbers_begin_on_the_second_page() -> None:
    sheet = _sheet(_book(*opening()))
    assert 'differentFirst="1"' in sheet
    assert "&amp;P</oddHeader>" in sheet
    assert "firstHeader" not in sheet


def test_a_long_table_repeats_its_heading_and_keeps_it_in_sight() -> None:
    book = _book(*opening(), Grid(columns=COLUMNS, rows=_rows(40)), landscape=True)
    (titles,) = _name(book, "Print_Titles")
    head = int(re.search(r"\$(\d+)$", titles).group(1))  # type: ignore[union-attr]  # the sheet has one
    assert f'<pane ySplit="{head}"' in _sheet(book)
    assert re.search(rf'<c r="A{head}"', _sheet(book))
    (area,) = _name(book, "Print_Area")
    assert int(area.rpartition("$")[2]) == head + 40


def test_counters_dates_and_numbers_are_real_and_text_is_no_formula() -> None:
    row = GridRow(cells=("1", "05/02/2025", "=HYPERLINK(1)", "1.234"))
    broken = GridRow(cells=("2", "31/02/2025", "24/10/2025", "tr. 3"))
    sheet = _sheet(book := _book(Grid(columns=COLUMNS, rows=(row, broken))))
    assert re.findall(r'<c r="\w+" s="\d+"><v>([\d.]+)</v></c>', sheet) == ["1", "45693", "1234", "2"]
    assert "dd/mm/yyyy" in book["xl/styles.xml"]
    for typed in ("=HYPERLINK(1)", "31/02/2025", "24/10/2025", "tr. 3"):
        assert f">{typed}<" in book["xl/sharedStrings.xml"]
    assert "<f>" not in sheet


def test_every_row_is_high_enough_for_its_words() -> None:
    grid = Grid(columns=COLUMNS, rows=(GridRow(cells=(LONG,), kind="group"), *_rows(3)))
    sheet = _sheet(_book(text(LONG * 4), grid))
    heights = _heights(sheet)
    assert set(heights) == set(range(1, 7)), "a row without a height is one line high in other programs"
    assert heights[1] > 3 * 14  # four times the sentence over 165 mm
    assert heights[4] == heights[5] == heights[6] > 4 * 14


def test_a_table_of_other_columns_has_a_sheet_of_its_own_beside_a_long_one() -> None:
    small = table((GridRow(cells=("1", "hai", "ba", "4")),))
    above = text("NỘI DUNG CÒN THIẾU", keep_with_next=True)
    book = _book(*opening(), Grid(columns=COLUMNS, rows=_rows(30)), above, small, closing())
    names = re.findall(r'<sheet name="([^"]*)"', book["xl/workbook.xml"])
    assert names == ["KẾ HOẠCH", "Nội dung còn thiếu"]
    assert len(_name(book, "Print_Titles")) == 2
    short = _book(*opening(), Grid(columns=COLUMNS, rows=_rows(3)), above, small, closing())
    assert short["xl/workbook.xml"].count("<sheet ") == 1
    assert not _name(short, "Print_Titles"), "the heading of one table would stand above the rows of the other"


@pytest.mark.parametrize("columns", [COLUMNS, COLUMNS[:2], COLUMNS[1:3]])
def test_the_name_of_the_nation_has_room_on_one_line(columns: tuple[GridColumn, ...]) -> None:
    """Whatever table is below: the halves of the head end where its columns do, or the sheet gets a column more."""
    sheet = _sheet(_book(*opening(), Grid(columns=columns, rows=_rows(1)), closing()))
    assert _heights(sheet)[1] < 2 * 14
    assert re.search(r'<c r="[B-D]1" [^>]*t="s"', sheet)


def test_what_is_hardly_more_than_a_page_is_printed_on_one() -> None:
    def endless(count: int) -> bool:
        sheet = _sheet(_book(*opening(), Grid(columns=COLUMNS, rows=_rows(count)), closing()))
        assert "<pageSetUpPr fitToPage" in sheet
        return 'fitToHeight="0"' in sheet

    assert [endless(count) for count in (2, 30)] == [True, True]
    assert not all(endless(count) for count in range(4, 12))


def test_labels_of_a_workbook_are_as_high_as_on_paper() -> None:
    label = Label(organ="UBND xã Ba Thành", title="Minh chứng\nnăm 2025", number="HỘP SỐ 01", lines=("Số văn bản: 43",))
    sheet = _sheet(book := _book(Labels(labels=(label, label, label))))
    heights = _heights(sheet)
    assert sum(heights.values()) * 25.4 / 72 == pytest.approx(2 * 124, abs=1)
    assert '<sz val="32' in book["xl/styles.xml"]


@pytest.mark.parametrize("count", range(5, 60))
def test_nobody_signs_a_page_without_a_row_of_the_table(count: int) -> None:
    rows = tuple(GridRow(cells=(str(i), f"dòng {i}", "Văn phòng", "1")) for i in range(count))
    words = (text("Mục lục này gồm: 09 hồ sơ."), text("Viết bằng chữ: chín hồ sơ."))
    pages = read(write(document(*opening(), table(rows), *words, closing()), ".pdf"))
    last = pages[-1].text
    assert "PHÓ CHỦ TỊCH" in last
    assert f"dòng {count - 1}" in last
    assert "Viết bằng chữ" in last
