"""Rows of a table of points understood: cells, codes, columns guessed, criteria and items told apart, doubts."""

from __future__ import annotations

import pytest

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.framework_tables import (
    Reading,
    guess_columns,
    understand_table,
)
from dvcq_desktop.framework_tables.words import read_points, split_code
from dvcq_desktop.readers.clipboard import pasted_tables


def reading(text: str = "", markup: str = "") -> Reading:
    table = pasted_tables(markup, text)[0]
    return understand_table(table, guess_columns(table))


def brief(found: Reading) -> list[tuple[str, str, int | None]]:
    return [(row.code, row.text, row.max) for row in found.rows]


# Cells


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2", 200),
        ("2,0", 200),
        ("2.5 điểm", 250),
        ("2,25đ", 225),
        ("(2 điểm)", 200),
        ("Tối đa 2 điểm", 200),
        ("Tối đa: 10", 1000),
        ("0,5 Điểm.", 50),
        ("-", None),
        ("", None),
        ("0", None),
    ],
)
def test_points_of_a_cell(text: str, points: int | None) -> None:
    assert read_points(text) == (points, "")


def test_doubtful_points_say_why() -> None:
    assert read_points("0 - 2") == (200, "“0 - 2” được hiểu là tối đa 2.")
    assert "hai số khác nhau" in read_points("1.234")[1]
    assert "không phải là điểm" in read_points("theo quy định")[1]
    assert "nhỏ hơn 0" in read_points("-2")[1]


@pytest.mark.parametrize(
    ("text", "kind", "numbers", "rest"),
    [
        ("I", "roman", (1,), ""),
        ("IX.", "roman", (9,), ""),
        ("Tiêu chí 3", "criterion", (3,), ""),
        ("TIÊU CHÍ IV", "criterion", (4,), ""),
        ("Tiêu chí 2: Cải cách hành chính", "criterion", (2,), "Cải cách hành chính"),
        ("Nội dung 2", "item", (2,), ""),
        ("1.1", "dotted", (1, 1), ""),
        ("1,1", "dotted", (1, 1), ""),
        ("1.1. Có kế hoạch", "dotted", (1, 1), "Có kế hoạch"),
        ("02/01/2026", "dotted", (2, 1), ""),  # Excel made a date of "2.1"
        ("a)", "letter", (1,), ""),
        ("đ) Có báo cáo", "letter", (5,), "Có báo cáo"),
        ("10", "int", (10,), ""),
        ("01 mô hình trở lên", "", (), "01 mô hình trở lên"),
        ("Các ban, ngành", "", (), "Các ban, ngành"),
    ],
)
def test_codes(text: str, kind: str, numbers: tuple[int, ...], rest: str) -> None:
    assert split_code(text) == (kind, numbers, rest)


# Columns


def columns(*rows: str) -> dict[str, int]:
    return dict(guess_columns(pasted_tables("", "\n".join(rows))[0]).columns)


def test_columns_by_their_heading() -> None:
    head = "STT\tTiêu chí\tNội dung\tĐiểm tối đa\tĐiểm tự chấm\tMinh chứng\tCăn cứ"
    assert columns(head, "1\tA\tLàm tốt việc này\t2\t\tBáo cáo\tLuật") == {
        "code": 0, "criterion": 1, "text": 2, "max": 3, "evidence": 5, "legal": 6,
    }  # fmt: skip
    assert (
        columns("TT\tTiêu chí, nội dung đánh giá\tThang điểm\tTài liệu kiểm chứng", "1\tA b c\t2\tBáo cáo")["text"] == 1
    )
    assert columns("Số TT\tTiêu chí\tĐiểm", "1\tTriển khai văn bản\t2") == {"code": 0, "text": 1, "max": 2}


def test_a_heading_of_two_rows_below_a_title() -> None:
    rows = (
        "PHỤ LỤC THANG ĐIỂM\t\t\t\t",
        "STT\tNội dung\tĐiểm\t\tGhi chú",
        "\t\tTối đa\tTự chấm\t",
        "(1)\t(2)\t(3)\t(4)\t(5)",
        "1\tTriển khai văn bản\t10\t\t",
    )
    table = pasted_tables("", "\n".join(rows))[0]
    found = guess_columns(table)
    assert found.columns["max"] == 2
    assert found.heading == 3
    assert [row.text for row in understand_table(table, found).rows if row.text] == ["Triển khai văn bản"]


def test_columns_without_any_heading() -> None:
    assert columns("1.1\tTriển khai đầy đủ các văn bản\t2,5", "1.2\tQuán triệt đến cán bộ, công chức\t3") == {
        "code": 0, "text": 1, "max": 2,
    }  # fmt: skip


# Rows


def test_roman_criteria_and_arabic_items() -> None:
    found = reading(
        "STT\tNội dung\tĐiểm tối đa\n"
        "I\tTriển khai văn bản\t5\n1\tCó kế hoạch\t2,5\n2\tCó tổng kết\t2.5 điểm\n"
        "II\tCải cách hành chính\t4\n1\tNiêm yết\t4\n\tTổng cộng\t9"
    )
    assert brief(found) == [
        ("Tiêu chí 1", "Triển khai văn bản", 500),
        ("1.1", "Có kế hoạch", 250),
        ("1.2", "Có tổng kết", 250),
        ("Tiêu chí 2", "Cải cách hành chính", 400),
        ("2.1", "Niêm yết", 400),
    ]
    assert found.total == 900
    assert not any(row.doubts for row in found.rows)


def test_whole_numbers_over_dotted_ones() -> None:
    found = reading(
        "TT\tNội dung\tĐiểm\n1\tMột việc lớn\t3\n1.1\tViệc đầu\t1\n1.2\tViệc sau\t2\n2\tHai\t1\n2.1\tViệc ba\t1"
    )
    assert [code for code, _text, _max in brief(found)] == ["Tiêu chí 1", "1.1", "1.2", "Tiêu chí 2", "2.1"]


def test_whole_numbers_over_letters() -> None:
    found = reading("TT\tNội dung\tĐiểm\n1\tMột việc lớn\t3\na)\tViệc đầu\t1\nb)\tViệc sau\t2")
    assert [code for code, _text, _max in brief(found)] == ["Tiêu chí 1", "1.1", "1.2"]


def test_codes_written_before_the_words() -> None:
    found = reading("Nội dung\tĐiểm\nTiêu chí 1: Triển khai văn bản\t3\n1.1. Có kế hoạch\t1\n1.2. Có tổng kết\t2")
    assert brief(found)[1:] == [("1.1", "Có kế hoạch", 100), ("1.2", "Có tổng kết", 200)]


def test_a_column_of_criteria_merged_downwards() -> None:
    markup = (
        "<table><tr><th>STT<th>Tiêu chí<th>Nội dung<th>Điểm tối đa</tr>"
        "<tr><td rowspan=2>1<td rowspan=2>Triển khai<td>Có kế hoạch năm<td>2</tr><tr><td>Có tổng kết năm<td>3</tr>"
        "<tr><td>2<td>Cải cách<td>Niêm yết thủ tục<td>4</tr></table>"
    )
    assert brief(reading(markup=markup)) == [
        ("Tiêu chí 1", "Triển khai", None),
        ("1.1", "Có kế hoạch năm", 200),
        ("1.2", "Có tổng kết năm", 300),
        ("Tiêu chí 2", "Cải cách", None),
        ("2.1", "Niêm yết thủ tục", 400),
    ]


def test_bold_rows_are_criteria_where_all_codes_are_alike() -> None:
    markup = (
        "<table><tr><td>TT<td>Nội dung<td>Điểm</tr>"
        "<tr><td><b>1</b><td><p><b>Triển khai văn bản</b></p><td><b>5</b></tr><tr><td>1<td>Có kế\n hoạch<td>2</tr>"
        "<tr><td>2<td><p>Có tổng kết</p><p>cuối năm</p><td>3</tr></table>"
    )
    assert brief(reading(markup=markup)) == [
        ("Tiêu chí 1", "Triển khai văn bản", 500),
        ("1.1", "Có kế hoạch", 200),
        ("1.2", "Có tổng kết\ncuối năm", 300),
    ]


def test_levels_below_an_item_become_a_choice() -> None:
    found = reading(
        "STT\tNội dung\tĐiểm\nI\tTriển khai\t1\n1\tBan hành văn bản\t1\na)\tBan hành đầy đủ\t1\n"
        "b)\tKhông ban hành từ 01 văn bản trở lên\t0\n2\tViệc khác\t2"
    )
    first, second = found.items
    assert (first.rule, first.max) == ("choice", 100)
    assert first.params == "Ban hành đầy đủ = 1\nKhông ban hành từ 01 văn bản trở lên = 0"
    assert "được hiểu là các mức" in first.doubts[0]
    assert second.code == "1.2"


def test_excel_lost_the_nought_of_1_10() -> None:
    rows = [f"1.{n % 10 if n == 10 else n}\tViệc thứ {n} phải làm\t1" for n in range(1, 11)]
    rows[9] = "1.1\tViệc thứ 10 phải làm\t1"
    found = reading("TT\tNội dung\tĐiểm\n1\tLớn\t10\n" + "\n".join(rows))
    assert [row.number for row in found.items] == list(range(1, 11))
    assert not any(row.doubts for row in found.rows)


def test_doubts_stay_with_their_row() -> None:
    found = reading(
        "STT\tNội dung\tĐiểm tối đa\nI\tTriển khai\t10\n1\tCó kế hoạch\t1.234\n3\tCó tổng kết\t0-2\n3\tLặp lại số\t2\nII\tTrống\t2\n1\tMột\t1"
    )
    doubts = {row.code: row.doubts for row in found.rows if row.doubts}
    assert "hai số khác nhau" in doubts["1.1"][0]
    assert "tối đa 2" in doubts["1.3"][0]
    assert "không tăng" in doubts["1.4"][0]
    assert doubts["Tiêu chí 2"] == ("Tiêu chí ghi 2,00 nhưng các nội dung cộng lại 1,00.",)


def test_quoted_cells_of_excel_keep_their_lines() -> None:
    found = reading('STT\tNội dung\tĐiểm\tMinh chứng\n1\t"Có ""kế hoạch""\nvà báo cáo"\t2\t"Kế hoạch\nBáo cáo"')
    assert found.items[0].text == 'Có "kế hoạch"\nvà báo cáo'
    assert found.items[0].evidence == "Kế hoạch\nBáo cáo"


def test_what_is_no_table() -> None:
    assert pasted_tables("", "  ") == []
    with pytest.raises(InputRefused):
        pasted_tables("", "x" * (9 << 20))
