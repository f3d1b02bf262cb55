"""Vietnamese text is kept clean, compared without marks, and sorted as CLDR does."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.vietnamese import clean, clean_line, fold, name_key, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tiê\u0301ng Viê\u0323t", "Tiếng Việt"),
        ("số\u00a040/KH-UBND", "số 40/KH-UBND"),
        ("mềm\u00ad, không\u200b rộng\ufeff", "mềm, không rộng"),
        ("\u202emã\u202c độc", "mã độc"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("  đầu  và\tcuối  ", "đầu và cuối"),
        ("điều\x00 khiển\x0b\x85", "điều khiển"),
        ("nửa\ud800 cặp", "nửa cặp"),
        ("không là chữ\uffff", "không là chữ"),
        ("a\u200b\u0301", "á"),
    ],
)
def test_clean_keeps_what_can_be_read(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_clean_text_is_clean_and_can_be_stored_anywhere(typed: str) -> None:
    kept = clean(typed)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in kept if c != "\n")
    assert "\n" not in clean_line(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("hòa", "hoà"),
        ("ỦY BAN", "uỷ ban"),
        ("Đường", "duong"),
        ("Văn phòng – Thống kê", "van phong - thong ke"),
        ("văn phòng — thống kê", "VĂN PHÒNG - THỐNG KÊ"),
        ("Tiê\u0301ng", "tieng"),
        ("hai\ndòng", "hai dong"),
    ],
)
def test_fold_makes_spellings_equal(one: str, two: str) -> None:
    assert fold(one) == fold(two)


@given(st.text())
def test_fold_is_folded(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


def shuffled(rows: list[str]) -> list[str]:
    return random.Random(1).sample(rows, len(rows))


@pytest.mark.parametrize(
    "order",
    [
        list(LETTERS),
        list("aàảãáạ"),
        ["ca", "că", "câ", "co", "cô", "cơ"],
        ["Ba Động", "bà đông", "bá đông", "Ba Thành"],  # the whole string first, tones only break ties
        ["da", "đa", "e"],
        ["TC1.ND2", "TC1.ND10", "TC2.ND1", "TC10.ND1"],
        ["tiêu chí 2", "tiêu chí 10"],
        ["Ba", "Ba Thành", "Bắc"],
    ],
)
def test_order_of_cldr(order: list[str]) -> None:
    assert sorted(shuffled(order), key=sort_key) == order


def test_people_are_sorted_by_given_name() -> None:
    order = [
        "Phạm An",
        "Nguyễn Thị Ánh",
        "Lê Văn Ân",
        "Trần Thị Dung",
        "Nguyễn Văn Đức",
        "Bùi Hạnh",
        "Võ Hạnh",
    ]
    assert sorted(shuffled(order), key=name_key) == order
    name_key("")


@given(st.text(), st.text())
def test_every_pair_can_be_compared(one: str, two: str) -> None:
    assert (sort_key(one) < sort_key(two)) + (sort_key(two) < sort_key(one)) + (sort_key(one) == sort_key(two)) == 1


@pytest.mark.parametrize("odd", ["5²", "²", "١٢", "9" * 5000, "½ ngày", ""])
def test_odd_numbers_have_a_place(odd: str) -> None:
    sort_key(odd)
