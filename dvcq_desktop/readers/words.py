"""Folds the beginning of a line fast enough to compare every line of a plan, and reads Roman numerals."""

from __future__ import annotations

import re

from dvcq_desktop.vietnamese import fold

_LETTERS = [*range(0x41, 0x5B), *range(0xC0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)]
_DASHES = [*range(0x2010, 0x2016), 0x2212]
# One look-up a letter instead of two normalisations: the lines are NFC already, so the table says all (a test compares).
_TABLE = {code: fold(chr(code)) for code in _LETTERS} | dict.fromkeys(_DASHES, "-") | {0xA0: " "}
_ROMAN = re.compile(r"^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def key(text: str, length: int = 60) -> str:
    """The folded beginning of a cleaned (NFC) text."""
    return text[:length].translate(_TABLE)


def roman_value(text: str) -> int:
    """4 from "IV"; 0 where it is no Roman numeral."""
    upper = text.upper()
    if not upper or not _ROMAN.match(upper):
        return 0
    total = 0
    for letter, following in zip(upper, upper[1:] + " ", strict=True):
        value = _VALUES[letter]
        total += -value if _VALUES.get(following, 0) > value else value
    return total


def number_value(text: str) -> int:
    """7 from "07" or "VII"; 0 where it is neither."""
    return int(text) if text.isdecimal() else roman_value(text)
