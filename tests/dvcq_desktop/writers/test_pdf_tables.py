"""Tables in the PDF: the header repeats, rows are whole, borders are thin, narrow columns keep their dates."""

from __future__ import annotations

import random

import pytest
from paper import MM, closing, document, joined, prose, read, table, text

from dvcq_desktop.printed.blocks import Grid, GridColumn, GridRow
from dvcq_desktop.writers.pdf import write_pdf, write_pdf_with_places
from dvcq_desktop.writers.profile import profile


def _rows(count: int, seed: int = 1) -> tuple[GridRow, ...]:
    dice = random.Random(seed)
    return tuple(
        GridRow(cells=(str(i), f"bắt{i} {prose(dice, 5, 40)} hết{i}", prose(dice, 2, 6), "78,50"), anchor=f"task:{i}")
        for i in range(1, count + 1)
    )


def test_the_header_stands_on_every_page_and_no_row_is_torn() -> None:
    data, places = write_pdf_with_places(document(table(_rows(200), numbered_columns=True), landscape=True))
    pages = read(data)
    assert len(pages) > 10
    for page in pages:
        assert page.one("Nội dung công việc").top < 30 * MM
        assert "Bold" in page.one("Nội dung công việc").font
        assert page.text.count("(2)") == 1
        assert max(line.bottom for line in page.body) <= 190 * MM + 1
        assert max(rule[3] for rule in page.rules) <= 190 * MM + 0.5
        words = page.text.split()
        opened = [word[3:] for word in words if word.startswith("bắt")]
        closed = [word[3:] for word in words if word.startswith("hết")]
        assert opened == closed  # a row begins and ends on one page
    assert len(places) == 200
    assert [f"bắt{i}" in pages[places[f"task:{i}"][0]].text for i in range(1, 201)] == [True] * 200


def test_borders_are_half_a_point_and_close_the_table() -> None:
    page = read(write_pdf(document(table(_rows(3)))))[0]
    assert {round(rule[4], 2) for rule in page.rules} == {0.5}
    across = [rule for rule in page.rules if rule[3] - rule[1] < 0.1]
    down = [rule for rule in page.rules if rule[2] - rule[0] < 0.1]
    assert len(across) == 5  # header, three rows, the end
    assert len({round(rule[0], 1) for rule in down}) == 5
    assert min(rule[0] for rule in page.rules) == pytest.approx(30 * MM, abs=0.5)
    assert max(rule[2] for rule in page.rules) == pytest.approx(195 * MM, abs=0.5)


def test_a_row_taller_than_a_page_is_torn_between_lines_under_a_header() -> None:
    tall = GridRow(cells=("2", " ".join(f"dòng{i}" for i in range(900)), "một đơn vị", "1"))
    before, after = _rows(1)[0], GridRow(cells=("3", "dòng cuối", "", "2"))
    pages = read(write_pdf(document(table((before, tall, after)))))
    assert len(pages) > 2
    assert all(page.one("Nội dung công việc") for page in pages)
    assert all(max(line.bottom for line in page.body) <= 277 * MM + 1 for page in pages)
    found = joined(pages)
    assert all(f"dòng{i}" in found for i in range(900))
    assert found.count("một đơn vị") == 1


def test_a_group_row_is_bold_over_the_whole_width_and_never_last() -> None:
    rows: list[GridRow] = []
    for i in range(60):
        rows.append(
            GridRow(kind="group", cells=(f"Nhóm{i} Tiêu chí về tuyên truyền, vận động Nhân dân trên địa bàn toàn xã",))
        )
        rows.extend(_rows(2, seed=i))
    pages = read(write_pdf(document(table(tuple(rows)), landscape=True)))
    for page in pages:
        last = max(page.body, key=lambda line: line.bottom)
        assert "Nhóm" not in last.text
    group = pages[0].one("Nhóm0")
    assert "Bold" in group.font
    down = [rule for rule in pages[0].rules if rule[2] - rule[0] < 0.1]
    crossing = [rule for rule in down if rule[1] < group.top + 1 and rule[3] > group.bottom - 1]
    assert len({round(rule[0]) for rule in crossing}) == 2  # the outer borders only


def test_a_total_row_is_bold_and_numbers_stand_at_the_right() -> None:
    rows = (*_rows(2), GridRow(kind="total", cells=("", "Tổng cộng", "", "157,00")))
    page = read(write_pdf(document(table(rows))))[0]
    assert "Bold" in page.one("Tổng cộng").font
    assert page.one("157,00").right == pytest.approx(page.one("78,50").right, abs=0.6)
    assert page.one("157,00").size == pytest.approx(profile().sizes.table)


def test_dates_and_headings_of_narrow_columns_are_not_cut() -> None:
    columns = (
        GridColumn(title="STT", share=10),
        GridColumn(title="Nội dung", share=92),
        GridColumn(title="Hạn", share=12),
    )
    rows = tuple(GridRow(cells=(str(i), "Báo cáo kết quả", "24/10/2025")) for i in range(3))
    page = read(write_pdf(document(Grid(columns=columns, rows=rows))))[0]
    assert page.one("STT").text == "STT"
    assert page.one("24/10/2025")
    number = page.one("STT")
    assert page.body[3].left == pytest.approx((number.left + number.right) / 2 - 3, abs=1)  # centred under STT


def test_odd_tables_do_not_stop_a_document() -> None:
    columns = (GridColumn(title="", share=0), GridColumn(title="B" * 200, share=-1))
    rows = (GridRow(cells=()), GridRow(cells=("", "x" * 500, "thừa", "ra")), GridRow(kind="group", cells=()))
    pages = read(
        write_pdf(document(Grid(columns=columns, rows=rows), Grid(columns=(), rows=()), Grid(columns=columns, rows=())))
    )
    assert "thừa ra" in joined(pages)
    assert all(line.right <= 195 * MM + 1.5 for page in pages for line in page.body)


def test_a_header_too_tall_to_repeat_stands_once() -> None:
    columns = (GridColumn(title="cao " * 300, share=1), GridColumn(title="B", share=9))
    rows = tuple(GridRow(cells=("a", prose(random.Random(i), 9, 30))) for i in range(80))
    pages = read(write_pdf(document(Grid(columns=columns, rows=rows))))
    assert all(line.bottom <= 277 * MM + 2 for page in pages for line in page.body)
    assert len(pages) < 12


@pytest.mark.parametrize("count", range(10, 60, 3))
def test_the_signature_keeps_two_rows_of_the_table_before_it(count: int) -> None:
    rows = tuple(GridRow(cells=(str(i), f"việc{i}", "", "1")) for i in range(count))
    last = read(write_pdf(document(table(rows), closing())))[-1]
    assert f"việc{count - 1}" in last.text
    assert f"việc{count - 2}" in last.text
    assert last.one("PHÓ CHỦ TỊCH")


def test_a_page_filled_to_the_last_line_has_no_empty_page_after_it() -> None:
    counts = set()
    for count in range(30, 46):
        pages = read(write_pdf(document(*(text(f"Dòng {i}", indent=False) for i in range(count)))))
        assert all(page.body for page in pages)
        counts.add(len(pages))
    assert counts == {1, 2}
