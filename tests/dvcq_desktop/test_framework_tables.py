"""Tables of points into a framework, from the clipboard, Word and Excel; the template there and back."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordFile

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles, frameworks, scores
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.framework_compare import compare
from dvcq_desktop.framework_editing import change_item, new_framework
from dvcq_desktop.framework_tables import (
    Reading,
    apply_table,
    guess_columns,
    matched,
    template,
    understand_table,
)
from dvcq_desktop.framework_tables.template import blank_template
from dvcq_desktop.frameworks import criteria, items
from dvcq_desktop.readers.clipboard import pasted_tables
from dvcq_desktop.readers.tables import read_tables
from dvcq_desktop.writers import write
from tests.support import WHO, content, operator

Run = Callable[..., Any]


@pytest.fixture
def run(db: Connection) -> Run:
    return operator(db)


def shelf(run: Run, name: str) -> int:
    return int(run(frameworks.load_framework, name))


def reading(text: str = "", markup: str = "") -> Reading:
    table = pasted_tables(markup, text)[0]
    return understand_table(table, guess_columns(table))


def brief(found: Reading) -> list[tuple[str, str, int | None]]:
    return [(row.code, row.text, row.max) for row in found.rows]


# Into a framework


def points_table(db: Connection, framework: int, *, texts: bool = True, maximum: str = "3") -> str:
    """The 32 items of a framework as one would paste them, with a maximum."""
    rows = ["STT\tNội dung\tĐiểm tối đa"]
    for criterion in criteria(db, framework):
        rows.append(f"{criterion.number}\t{criterion.title if texts else ''}\t")
        for item in items(db, framework):
            if item.criterion_id == criterion.id:
                text = item.text.replace("oà", "òa")[:200] if texts else "x"
                rows.append(f"{criterion.number}.{item.number}\t{text}\t{maximum}")
    return "\n".join(rows)


def test_a_pasted_table_fills_all_32_maxima_in_one_operation(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    before = content(db)
    found = reading(points_table(db, framework) + "\n\tTổng cộng\t96")
    done = run(apply_table, framework, found)
    assert (done.framework_id, done.changed, done.added, done.same) == (framework, 32, 0, 0)
    assert {item.max_points for item in items(db, framework)} == {300}
    assert frameworks.get_framework(db, framework).total == 96_00
    journal.undo(db, WHO)
    assert content(db) == before


def test_rows_are_found_by_their_words_where_numbers_differ(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    last = items(db, framework)[-1]
    found = reading(f"Nội dung\tĐiểm\n{last.text}\t1,5\nMột việc hoàn toàn mới của tỉnh\t2")
    matches = matched(found, criteria(db, framework), items(db, framework))
    assert [m.item.id if m.item else None for m in matches if m.row.kind == "item"] == [last.id, None]
    done = run(apply_table, framework, found)
    assert (done.changed, done.added) == (1, 1)
    assert frameworks.get(db, frameworks.Item, last.id).max_points == 150  # type: ignore[attr-defined]


def test_the_same_place_worded_otherwise_still_matches(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    found = reading(
        "STT\tNội dung\tĐiểm\n10.3\tKhông bị cấp trên phê bình; có báo cáo giải trình đầy đủ khi được yêu cầu\t2\n"
        "10.4\tMột việc hoàn toàn khác\t1"
    )
    matches = [m for m in matched(found, criteria(db, framework), items(db, framework)) if m.row.kind == "item"]
    assert matches[0].item is not None
    assert matches[0].alike < 0.85  # told as "≈" in the preview
    assert matches[1].new


def test_an_empty_cell_takes_nothing_away_and_words_stay_unless_asked(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem")
    first = items(db, framework)[1]
    table = f"STT\tNội dung\tĐiểm\tMinh chứng\n1.2\t{first.text} (bổ sung)\t\t"
    assert run(apply_table, framework, reading(table)).same == 1
    assert run(apply_table, framework, reading(table), replace_text=True).changed == 1
    after = items(db, framework)[1]
    assert after.text.endswith("(bổ sung)")
    assert (after.max_points, after.expected_evidence) == (first.max_points, first.expected_evidence)


def test_a_table_makes_a_new_framework(db: Connection, run: Run) -> None:
    def make(base: Connection) -> int:
        text = "STT\tNội dung\tĐiểm\nI\tTriển khai\t3\n1\tCó kế hoạch\t1\n2\tCó tổng kết\t2\nII\tCải cách\t4\n1\tNiêm yết\t4"
        return apply_table(base, new_framework(base, "Khung của tỉnh"), reading(text)).framework_id

    made = int(run(make))
    assert [(c.number, c.title) for c in criteria(db, made)] == [(1, "Triển khai"), (2, "Cải cách")]
    assert [(i.number, i.text, i.max_points) for i in items(db, made)] == [
        (1, "Có kế hoạch", 100), (2, "Có tổng kết", 200), (1, "Niêm yết", 400),
    ]  # fmt: skip


def test_after_scoring_began_a_table_makes_a_new_version(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem")
    run(lambda base: cycles.open_year(base, 2025, framework_id=framework))
    run(scores.set_self, 2025, items(db, framework)[1].id, "2")
    done = run(apply_table, framework, reading(points_table(db, framework)))
    assert done.framework_id != framework
    assert cycles.cycle_of_year(db, 2025).framework_id == done.framework_id


# Files


@pytest.mark.parametrize(
    "name", ["minh-hoa-100-diem", "minh-hoa-8-tieu-chi", "minh-hoa-90-70-50", "quang-ngai-1211-2022"]
)
@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_template_comes_back_unchanged(db: Connection, run: Run, tmp_path: Path, name: str, suffix: str) -> None:
    framework = shelf(run, name)
    path = tmp_path / f"mẫu{suffix}"
    path.write_bytes(write(template(db, framework), suffix))
    table = next(t for t in read_tables(path) if t.width >= 9)
    found = understand_table(table, guess_columns(table))
    assert not [row.doubts for row in found.rows if row.doubts]
    before = content(db)
    done = run(apply_table, framework, found, replace_text=True)
    assert (done.changed, done.added, done.same) == (0, 0, len(items(db, framework)))
    assert content(db) == before


def test_a_template_filled_into_nothing_makes_the_same_framework(db: Connection, run: Run, tmp_path: Path) -> None:
    framework = shelf(run, "minh-hoa-100-diem")
    path = tmp_path / "mau.xlsx"
    path.write_bytes(write(template(db, framework), ".xlsx"))
    table = read_tables(path)[0]
    found = understand_table(table, guess_columns(table))
    made = int(run(lambda base: apply_table(base, new_framework(base, "Bản mới"), found).framework_id))
    differing = [d for d in compare(db, framework, made) if d.code]
    assert differing == []


def test_points_typed_into_the_template(db: Connection, run: Run, tmp_path: Path) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    other = shelf(run, "minh-hoa-100-diem")
    path = tmp_path / "mau.xlsx"
    path.write_bytes(write(template(db, other), ".xlsx"))
    table = read_tables(path)[0]
    run(apply_table, framework, understand_table(table, guess_columns(table)))
    assert [i.max_points for i in items(db, framework)] == [i.max_points for i in items(db, other)]


def test_the_blank_template_reads(tmp_path: Path) -> None:
    path = tmp_path / "trắng.xlsx"
    path.write_bytes(write(blank_template(), ".xlsx"))
    table = read_tables(path)[0]
    assert [row.code for row in understand_table(table, guess_columns(table)).rows] == [
        "Tiêu chí 1", "1.1", "1.2", "Tiêu chí 2", "2.1", "2.2",
    ]  # fmt: skip


def test_merged_cells_of_word(tmp_path: Path) -> None:
    word = WordFile()
    table = word.add_table(rows=0, cols=3)
    for cells in (
        ("TT", "Nội dung", "Điểm tối đa"),
        ("Tiêu chí 1. Triển khai", "", "5"),
        ("1", "Có kế hoạch", "2"),
        ("2", "Có tổng kết", "3"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    merged = table.cell(1, 0).merge(table.cell(1, 1))
    merged.text = "Tiêu chí 1. Triển khai"
    path = tmp_path / "bảng.docx"
    word.save(str(path))
    read = read_tables(path)[0]
    assert brief(understand_table(read, guess_columns(read))) == [
        ("Tiêu chí 1", "Triển khai", 500), ("1.1", "Có kế hoạch", 200), ("1.2", "Có tổng kết", 300),
    ]  # fmt: skip


def workbook(path: Path, sheet: str, *, strings: str = "", styles: str = "", state: str = "") -> Path:
    """A small .xlsx by hand, as other programs write them."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{relation}"><sheets><sheet name="Bảng" sheetId="1" r:id="rId1"{state}/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_cells_as_other_programs_write_them(tmp_path: Path) -> None:
    styles = '<fonts><font/><font><b/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="0" numFmtId="14"/></cellXfs>'
    strings = "<si><t>Nội dung</t></si><si><r><t>Có </t></r><r><t>kế hoạch</t></r><rPh><t>x</t></rPh></si>"
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="str"><v>Điểm tối đa</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>1</v></c><c r="B3" s="1" t="inlineStr"><is><t>Triển khai</t></is></c><c r="C3"><v>2.5</v></c></row>'
        '<row r="4"><c r="A4" s="2"><v>46023</v></c><c r="B4" t="s"><v>1</v></c><c r="C4"><f>1+1.5</f><v>2.4999999999999996</v></c><c r="D4" t="e"><v>#N/A</v></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A3:B3"/></mergeCells>'
    )
    table = read_tables(workbook(tmp_path / "tay.xlsx", sheet, strings=strings, styles=styles))[0]
    assert [cell.text for cell in table.rows[2]] == ["01/01/2026", "Có kế hoạch", "2.5"]
    assert table.rows[1][0].bold
    assert table.rows[1][0].across == 2
    assert brief(understand_table(table, guess_columns(table))) == [
        ("Tiêu chí 1", "Triển khai", 250),
        ("1.1", "Có kế hoạch", 250),
    ]


def test_hidden_sheets_and_empty_books_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ẩn.xlsx", "<sheetData/>", state=' state="hidden"')
    with pytest.raises(InputRefused, match="không có bảng nào"):
        read_tables(path)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.pdf", b"%PDF-1.4", "Không nhập được bảng từ tệp kiểu “.pdf”"),
        ("x.xlsx", b"%PDF-1.4 ......", "thật ra là tệp PDF được đổi tên thành .xlsx"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0 old", "Hãy mở bằng Excel, bỏ mật khẩu"),
        ("x.xlsx", b"PK\x03\x04 torn", "bị hỏng nên không đọc được hết"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputRefused, match=sentence):
        read_tables(path)


def test_hostile_workbooks_meet_the_same_guard(tmp_path: Path) -> None:
    bomb = workbook(tmp_path / "dtd.xlsx", "<sheetData/>")
    with zipfile.ZipFile(bomb, "a") as archive:
        archive.writestr("XL/workbook.xml", "twice")
    with pytest.raises(InputRefused, match="hai phần trùng tên"):
        read_tables(bomb)
    entity = tmp_path / "entity.xlsx"
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(InputRefused, match="DTD"):
        read_tables(entity)
    word = tmp_path / "word.xlsx"
    word.write_bytes(write(blank_template(), ".docx"))
    with pytest.raises(InputRefused, match="không phải là bảng tính"):
        read_tables(word)


def test_html_words_are_never_markup(db: Connection) -> None:
    text = html.escape("<b>Có</b> kế hoạch & báo cáo")
    found = reading(
        markup=f"<style>td{{}}</style><table><tr><td>TT<td>Nội dung<td>Điểm</tr><tr><td>1<td>{text}<td>2</table>"
    )
    assert found.items[0].text == "<b>Có</b> kế hoạch & báo cáo"


def test_the_same_maxima_twice_change_nothing(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    run(change_item, items(db, framework)[0].id, "max_points", "3")
    done = run(apply_table, framework, reading(points_table(db, framework)))
    assert (done.changed, done.same) == (31, 1)
    assert run(apply_table, framework, reading(points_table(db, framework))).same == 32
