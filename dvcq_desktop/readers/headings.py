"""Recognises a heading by its number and its looks, and how deep it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dvcq_desktop.readers.words import roman_value

# Ranks: the lower, the higher it stands. Practice mixes these levels freely, so only their order is fixed.
PART, LETTER, ROMAN, ARTICLE = 0, 5, 10, 20
BRACKET, POINT = 60, 70

_DIGITS = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*([.)])?\s*(?=[^\W\d_]|[“\"‘(])(.*)$")
_ROMAN = re.compile(r"([IVX]{1,6}|[ivx]{1,5})\s*[.):–-]\s*(.*)$")
_LETTER = re.compile(r"([A-HĐK])\s*[.)]\s*(.*)$")
_BRACKET = re.compile(r"\((\d{1,2})\)\s*(.*)$")
_POINT = re.compile(r"([a-zđ])\s*[).]\s*(.*)$")
_WORD = re.compile(r"((?i:phần|chương|mục|điều|phụ lục))(?:\s+((?i:thứ)\s+\w+|[IVX]+|\d{1,3}|[A-H]))?\b\s*[.:–-]*\s*(.*)$")
_WORD_RANKS = {"phần": PART, "phụ lục": PART, "chương": 3, "mục": 7, "điều": ARTICLE}
_LONG, _LONGEST = 180, 400


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a section: how deep, its number as written, the words after it."""

    rank: int
    number: str
    words: str
    appendix: bool = False

    @property
    def starts_body(self) -> bool:
        """Whether a text may begin with it: "(1)" and "a)" only ever stand inside one."""
        return self.rank < BRACKET


def heading(line: str, bold: bool = False) -> Heading | None:
    """The heading a line is, or None for a paragraph."""
    first = line[:1]
    if first.isdigit():
        return _of_digits(line, bold)
    if first in "IVXivx" and (match := _ROMAN.match(line)):
        return _of_roman(match, bold)
    if first == "(" and bold and (match := _BRACKET.match(line)) and match[2] and len(match[2]) < _LONG:
        return Heading(BRACKET, f"({match[1]})", match[2])
    if first in "PCMĐpcmđ" and (match := _WORD.match(line)) and (found := _of_word(match)):
        return found
    if first in "ABCDEFGHĐK" and (match := _LETTER.match(line)) and match[2][:1].isupper() and len(match[2]) < _LONG:
        return Heading(LETTER, match[1], match[2])
    if bold and (match := _POINT.match(line)) and match[2] and len(match[2]) < _LONG:
        return Heading(POINT, match[1], match[2])
    return _of_capitals(line)


def _of_digits(line: str, bold: bool) -> Heading | None:
    match = _DIGITS.match(line)
    if not match:
        return None
    number, mark, words = match[1], match[2], match[3]
    depth = number.count(".")
    if (not mark and not depth) or not (words[0].isupper() or words[0] in "“\"‘("):
        return None
    if len(words) > _LONGEST or (not bold and (len(words) > _LONG or words[-1] in ".;,…")):
        return None
    return Heading(ARTICLE + 10 * depth, number, words)


def _of_roman(match: re.Match[str], bold: bool) -> Heading | None:
    number, words = match[1], match[2]
    if not roman_value(number) or not words or not (words[0].isupper() or words[0] in "“\"‘("):
        return None
    # Small numerals are letters as often as numerals ("i." after "h."): only a title in capitals or bold settles it.
    if number.islower() and not bold and not words.isupper():
        return None
    if len(words) > _LONGEST or (len(words) > 150 and words[-1] == "." and not words.isupper()):
        return None
    return Heading(ROMAN, number, words)


def _of_word(match: re.Match[str]) -> Heading | None:
    word, number, words = match[1].lower(), match[2] or "", match[3]
    if word == "phụ lục":
        if match[1].isupper() or (number and len(words) < _LONG) or not words:
            return Heading(PART, f"{match[1]} {number}".strip(), words, appendix=True)
        return None
    if not number or len(words) > _LONG or (words and not (words[0].isupper() or words[0] in "“\"")):
        return None
    if words.endswith((".", ";")) and word != "điều":
        return None
    return Heading(_WORD_RANKS[word], f"{match[1]} {number}", words)


def _of_capitals(line: str) -> Heading | None:
    """A title in capitals without a number, as "TỔ CHỨC THỰC HIỆN"."""
    if 8 < len(line) < 160 and line[0].isalpha() and line.isupper() and line.count(" ") >= 2 and line[-1] not in ".;,:":
        return Heading(ROMAN, "", line)
    return None
