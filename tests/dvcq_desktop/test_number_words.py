"""Numbers in words as administrative papers repeat them."""

from __future__ import annotations

import pytest

from dvcq_desktop.number_words import number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (40, "bốn mươi"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1005, "một nghìn không trăm linh năm"),
        (12034, "mười hai nghìn không trăm ba mươi bốn"),
        (100000, "một trăm nghìn"),
        (2000150, "hai triệu một trăm năm mươi"),
    ],
)
def test_a_number_is_said(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_what_nobody_counts_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not counted"):
        number_words(number)
