"""Cleaning text for paper, gluing words that belong together, and the profile of the page."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import combinations

import pytest

from dvcq_desktop.printed.blocks import Head
from dvcq_desktop.writers.pdf import breaking
from dvcq_desktop.writers.pdf.fonts import SPACE, face
from dvcq_desktop.writers.profile import outside_law, profile
from dvcq_desktop.writers.wording import number_line, recipient_lines
from dvcq_desktop.writers.words import NBSP, clean, glue


@pytest.mark.parametrize(
    ("typed", "glued"),
    [
        ("Kế hoạch số 40/KH-UBND ngày 25/02/2025", "Kế hoạch số_40/KH-UBND ngày_25/02/2025"),
        ("ngày 05 tháng 02 năm 2025 của xã", "ngày_05 tháng_02 năm_2025 của xã"),
        ("tại điểm a khoản 2 Điều 5 Chương XII", "tại điểm_a khoản_2 Điều_5 Chương_XII"),
        ("ít nhất 01 mô hình, 95,5 phần trăm", "ít nhất 01_mô hình, 95,5_phần trăm"),
        ("- Xây dựng kế hoạch", "-_Xây dựng kế hoạch"),
        ("a) Công chức xã", "a)_Công chức xã"),
        ("giải quyết ./.", "giải quyết_./."),
        ("Văn phòng – Thống kê", "Văn phòng_– Thống kê"),
        ("một hai ba", "một hai ba"),
        ("", ""),
    ],
)
def test_words_that_belong_together_are_glued(typed: str, glued: str) -> None:
    assert glue(typed) == glued.replace("_", NBSP)
    assert len(glue(typed)) == len(typed)


def test_text_is_composed_and_freed_of_what_cannot_be_seen() -> None:
    assert clean(unicodedata.normalize("NFD", "Ủy ban nhân dân")) == "Ủy ban nhân dân"
    assert clean("a\x00b\x1bc\u200bd\u202ee\ufefff") == "abcdef"
    assert clean("một\t hai  ba\r\nbốn\n\n năm ") == "một hai ba\nbốn\nnăm"
    assert clean("\ud800x\uffff") == "\ufffdx\ufffd"


def test_a_blank_for_the_registry_stays_wide() -> None:
    assert clean("ngày     tháng 02") == f"ngày{NBSP * 5}tháng 02"
    head = Head(organ=("UBND",), symbol="KH-UBND")
    assert number_line(head) == f"Số:{NBSP}{NBSP * 8}/KH-UBND"
    assert number_line(replace(head, number="5")) == f"Số:{NBSP}05/KH-UBND"
    assert number_line(replace(head, number="15")) == f"Số:{NBSP}15/KH-UBND"


def test_recipients_take_dash_and_marks_once() -> None:
    lines = recipient_lines(("- UBND huyện;", "Lưu: VT, VP."))
    assert lines == [f"-{NBSP}UBND huyện;", f"-{NBSP}Lưu: VT, VP."]
    assert recipient_lines(("", " ")) == []


def test_the_shipped_profile_keeps_the_decree_and_a_wrong_one_is_told() -> None:
    page = profile()
    assert page.key == "ND30-2020"
    assert page.effective_from == "2020-03-05"
    assert outside_law(page) == []
    assert page.text_width(landscape=False) == 165
    assert page.text_width(landscape=True) == 252
    narrow = replace(page, portrait=replace(page.portrait, left=25.0))
    assert len(outside_law(narrow)) == 1
    assert "portrait.left" in outside_law(narrow)[0]


def _worst(widths: list[float], ends: list[int], room: float) -> float:
    sums, start, worst = breaking.prefix_sums(widths), 0, 0.0
    for end in ends[:-1]:
        slack = room - (sums[end] - sums[start] - SPACE)
        worst = max(worst, slack / max(end - start - 1, 0.5))
        start = end
    return worst


def test_breaking_is_as_good_as_trying_every_way() -> None:
    widths = [1.4, 2.1, 0.9, 1.7, 2.6, 1.1, 1.9, 0.7, 2.2, 1.3, 1.6, 0.8]
    room = 6.0
    sums, spaces = breaking.prefix_sums(widths), list(range(len(widths) + 1))
    ends = breaking.optimal(sums, spaces, room, room, 1.0, 0.0)
    fitting = []
    for count in range(1, len(widths)):
        for inner in combinations(range(1, len(widths)), count):
            tried = [*inner, len(widths)]
            if all(sums[b] - sums[a] - SPACE <= room for a, b in zip([0, *inner], tried, strict=True)):
                fitting.append(tried)
    least = min(len(tried) for tried in fitting)
    assert len(ends) == least
    assert (
        _worst(widths, ends, room) <= min(_worst(widths, tried, room) for tried in fitting if len(tried) == least) * 1.2
    )
    assert _worst(widths, ends, room) <= _worst(widths, breaking.ragged(sums, room, room), room)


def test_every_face_has_the_letters_of_the_upright_one() -> None:
    upright = set(face().font.face.charToGlyph)
    for bold, italic in ((True, False), (False, True), (True, True)):
        assert upright <= set(face(bold, italic).font.face.charToGlyph)


def test_a_long_word_is_cut_where_it_costs_little() -> None:
    widths = dict.fromkeys("abcdefghij/-.:", 1.0)
    assert breaking.cut("abcdefgh/abcdefghij", widths, 10.0) == ["abcdefgh/", "abcdefghij"]
    assert all(len(piece) <= 4 for piece in breaking.cut("abcdefghij" * 5, widths, 4.0))
