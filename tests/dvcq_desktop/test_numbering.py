"""Section numbers of Decree 30: I. / 1. / 1.1. / a) / - / +."""

from __future__ import annotations

import pytest

from dvcq_desktop.numbering import letter, number_label, roman


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 3, 4, 5, 9, 10, 14, 19, 40, 49, 90, 400, 1994)] == [
        "I", "III", "IV", "V", "IX", "X", "XIV", "XIX", "XL", "XLIX", "XC", "CD", "MCMXCIV",
    ]  # fmt: skip


def test_letters_are_those_of_the_alphabet_of_the_decree() -> None:
    assert [letter(n) for n in range(1, 9)] == list("abcdđegh")
    assert [letter(n) for n in (23, 24, 25, 46, 47)] == ["y", "aa", "ab", "ay", "ba"]
    assert len({letter(n) for n in range(1, 600)}) == 599


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ((2,), "II."),
        ((2, 1), "1."),
        ((2, 1, 3), "1.3."),
        ((2, 1, 3, 5), "đ)"),
        ((2, 1, 3, 5, 1), "-"),
        ((2, 1, 3, 5, 1, 2), "+"),
        ((2, 1, 3, 5, 1, 2, 9), "+"),
        ((2, 0, 3), "3."),  # below a section that takes no number
    ],
)
def test_labels_by_depth(path: tuple[int, ...], label: str) -> None:
    assert number_label(path) == label
