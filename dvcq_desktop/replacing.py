"""Finds and replaces words in Vietnamese text: whole words, with or without marks, "hòa" as "hoà", capitals kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CONTEXT = 40  # letters shown on each side of a hit
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIRS = (("o", "a"), ("o", "e"), ("u", "y"))  # where two houses set the tone on different letters: hòa/hoà, ủy/uỷ


@dataclass(frozen=True, kw_only=True)
class Matching:
    """What counts as the same: whole words only, marks as typed, capitals as typed."""

    whole_words: bool = False
    marks: bool = True
    capitals: bool = False


@dataclass(frozen=True, kw_only=True)
class PlacedText:
    """A text to search in: where it is stored ("section:12:body") and what that place is called."""

    place: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One place found: from start to end of its text, with what stands around it."""

    place: str
    title: str
    start: int
    end: int
    found: str
    before: str
    after: str


def find_all(texts: Iterable[PlacedText], needle: str, matching: Matching) -> list[Hit]:
    """Every place where the needle stands, in order, none overlapping another."""
    wanted, _starts = _compared(needle, matching)
    if not wanted:
        return []
    hits: list[Hit] = []
    for placed in texts:
        hits += [_hit(placed, start, end) for start, end in _spans(placed.text, wanted, matching)]
    return hits


def replaced(text: str, spans: Sequence[tuple[int, int]], replacement: str, *, keep_capitals: bool = False) -> str:
    """The text with these spans replaced; keep_capitals writes the replacement as the words found were written."""
    out: list[str] = []
    done = 0
    for start, end in sorted(spans):
        out += [text[done:start], as_found(text[start:end], replacement) if keep_capitals else replacement]
        done = end
    return "".join(out) + text[done:]


def as_found(found: str, replacement: str) -> str:
    """ "KẾ HOẠCH" replaced by "chương trình" gives "CHƯƠNG TRÌNH", "Kế hoạch" gives "Chương trình"."""
    letters = [c for c in found if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return replacement.upper()
    if letters and letters[0].isupper():
        return replacement[:1].upper() + replacement[1:]
    return replacement


def _spans(text: str, wanted: str, matching: Matching) -> list[tuple[int, int]]:
    compared, starts = _compared(text, matching)
    spans: list[tuple[int, int]] = []
    at = compared.find(wanted)
    while at >= 0:
        start, end = starts[at], starts[at + len(wanted)]
        if not matching.whole_words or _alone(text, start, end):
            spans.append((start, end))
            at = compared.find(wanted, at + len(wanted))
        else:
            at = compared.find(wanted, at + 1)
    return spans


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit (a Vietnamese one with all its marks) touches the span."""
    return not (start > 0 and _in_word(text[start - 1])) and not (end < len(text) and _in_word(text[end]))


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "Mn"


def _compared(text: str, matching: Matching) -> tuple[str, list[int]]:
    """One letter to compare by for each letter with its marks, and where each begins in the text (and the end)."""
    letters: list[str] = []
    starts: list[int] = []
    for index, char in enumerate(text):
        if letters and unicodedata.category(char) == "Mn":
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
            starts.append(index)
    compared = "".join(_letter(letter, matching) for letter in letters)
    for old, new in _SAME if matching.marks else ():
        compared = compared.replace(old, new)
    return compared, [*starts, len(text)]


def _letter(letter: str, matching: Matching) -> str:
    if letter.isspace():
        return " "
    if not matching.capitals:
        letter = letter.lower()
    if not matching.marks:
        letter = unicodedata.normalize("NFD", letter)[0].replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", letter)[0]


def _same_tones() -> tuple[tuple[str, str], ...]:
    pairs = [
        (a.upper() if up else a, b.upper() if up2 else b) for a, b in _PAIRS for up, up2 in ((0, 0), (1, 0), (1, 1))
    ]
    return tuple(
        (unicodedata.normalize("NFC", a + tone) + b, a + unicodedata.normalize("NFC", b + tone))
        for a, b in pairs
        for tone in _TONES
    )


_SAME = _same_tones()


def _hit(placed: PlacedText, start: int, end: int) -> Hit:
    text = placed.text
    return Hit(
        place=placed.place,
        title=placed.title,
        start=start,
        end=end,
        found=text[start:end],
        before=_flat(("…" if start > _CONTEXT else "") + text[max(0, start - _CONTEXT) : start]),
        after=_flat(text[end : end + _CONTEXT] + ("…" if end + _CONTEXT < len(text) else "")),
    )


def _flat(text: str) -> str:
    return text.replace("\n", " ¶ ")
