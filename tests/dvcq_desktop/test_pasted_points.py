"""The superior's points as pasted from Excel: codes as people write them, what cannot be taken says why, one operation."""

from __future__ import annotations

import pytest

from dvcq_desktop import scores
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.pasted_points import read_pasted, store_pasted
from tests.dvcq_desktop.score_samples import YEAR, Sample, score_year
from tests.support import content, operator


@pytest.fixture
def run(db):
    made = operator(db)
    made(score_year, [Sample(own=400)] * 6)
    return made


@pytest.mark.parametrize(
    "code", ["1.2", "1,2", "1-2", "TC1.ND2", "Tiêu chí 1, nội dung 2", "Nội dung 2, tiêu chí 1", " 1.2. ", "tc 1 nd 2"]
)
def test_a_code_is_understood_as_people_write_it(db, run, code):
    lines = read_pasted(db, YEAR, f"{code}\t3,5")
    assert [(line.row.code if line.row else "", line.fault) for line in lines] == [("1.2", "")]


@pytest.mark.parametrize("text", ["1.1\t2,5", "1.1  2.5", "1.1;2,50", "1.1 2,5", '"1.1"\t2,5\t"hai\ndòng"'])
def test_cells_part_as_excel_or_a_person_parts_them(db, run, text):
    assert run(store_pasted, YEAR, read_pasted(db, YEAR, text)) == 1
    assert scores.score_rows(db, YEAR)[0].score.appraised_points == 250


def test_what_cannot_be_taken_says_why_and_is_left_out(db, run):
    text = "STT\tĐiểm\n\n7.7\t1\n1.1\t\n1.2\tnhiều\n2.1\t9\n2.2\t1\n2.2\t2\n"
    lines = read_pasted(db, YEAR, text)
    assert [line.fault for line in lines] == [
        "không có nội dung mang mã này",
        "chưa có điểm",
        "“nhiều” không phải là điểm. Hãy gõ như 78,5 hoặc 78,50.",
        "9,00 vượt điểm tối đa 4,00.",
        "",
        "mã này có hai lần trong danh sách",
    ]
    assert run(store_pasted, YEAR, lines) == 1
    assert [row.score.appraised_points for row in scores.score_rows(db, YEAR) if row.code == "2.2"] == [100]


def test_nothing_to_take_changes_nothing(db, run):
    before = content(db)
    with pytest.raises(RuleBroken, match="Không có dòng nào"):
        run(store_pasted, YEAR, read_pasted(db, YEAR, "9.9\t1"))
    assert content(db) == before
    assert read_pasted(db, YEAR, "") == []
    assert read_pasted(db, YEAR, "\x00\t\n\t\n") == []
