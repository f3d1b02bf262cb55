"""Vietnamese text: one clean form to keep, one folded form to search by, one key to sort by (domain.md §8)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *(c for c in range(32) if c not in (9, 10)),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),  # halves of a pair cannot be stored
        *range(0xFDD0, 0xFDF0),  # no letters, and no XML file may hold the next two
        0xFFFE,
        0xFFFF,
    ]
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212-]+")
_ORDER = {letter: i for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_DIGITS = re.compile(r"(\d+)")


def clean(text: str) -> str:
    """NFC, without control, zero-width and direction marks; line breaks are kept, runs of blanks become one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))  # last: a mark may stand behind what was taken out
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))


def clean_line(text: str) -> str:
    """As clean, on one line."""
    return _SPACES.sub(" ", clean(text).replace("\n", " ")).strip()


class _Bare(dict[int, str]):
    """Each letter without its marks, worked out when it is first met: one look-up a letter afterwards."""

    def __missing__(self, code: int) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if unicodedata.category(c) != "Mn")
        self[code] = bare
        return bare


_BARE = _Bare({ord("đ"): "d", ord("\n"): " "})


def fold(text: str) -> str:
    """The form to compare by: lower case, no marks, đ as d, every dash "-", one blank (so hòa = hoà = HOA)."""
    bare = unicodedata.normalize("NFC", text).lower().translate(_BARE)
    return _SPACES.sub(" ", _DASHES.sub("-", bare)).strip()


class Folded(dict[str, str]):
    """Short texts folded when they are first met: thousands of titles are made of a few hundred syllables."""

    def __missing__(self, text: str) -> str:
        self[text] = folded = fold(text)
        return folded

    def words(self, text: str) -> str:
        """A text folded word by word."""
        return " ".join(map(self.__getitem__, text.split()))


def sort_key(text: str) -> tuple[object, ...]:
    """Order of CLDR vi: letters first, tones only break ties, numbers by value; the same on every system."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in _DIGITS.split(unicodedata.normalize("NFC", text).casefold()):
        if part.isdecimal():
            letters.append((1, int(part[:4000])))  # Python refuses to read longer numbers
            tones.append(0)
            continue
        for char in part:
            base, tone = _without_tone(char)
            if base in _ORDER:
                letters.append((2, _ORDER[base]))
                tones.append(tone)
            elif char.isspace():
                letters.append((0, 0))
                tones.append(0)
            elif char.isalnum():
                letters.append((3, ord(char)))
                tones.append(0)
    return (tuple(letters), tuple(tones), text)


def name_key(full_name: str) -> tuple[object, ...]:
    """Order of people: by given name (the last word), then family and middle names."""
    words = full_name.split()
    return (sort_key(words[-1]), sort_key(" ".join(words[:-1]))) if words else (sort_key(""), sort_key(""))


@lru_cache(maxsize=2048)
def _without_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for mark in unicodedata.normalize("NFD", char):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            kept.append(mark)
    return unicodedata.normalize("NFC", "".join(kept)), tone
