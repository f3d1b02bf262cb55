"""Makes text fit for paper: composed letters, no control characters, and words that must stay on one line glued."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NBSP = "\u00a0"
UNKNOWN = "\ufffd"
_SPACES = f" \n{NBSP}"

_LABEL, _NUMBER, _COUNT, _CLOSER, _MARK, _OPENER = 1, 2, 4, 8, 16, 32
# Words a number or a letter belongs to: "số 40/KH-UBND", "ngày 25/02/2025", "khoản 2 Điều 5", "tiêu chí 06".
_LABELS = frozenset(
    (
        "số",
        "ngày",
        "tháng",
        "năm",
        "quý",
        "khoản",
        "điều",
        "điểm",
        "mục",
        "chương",
        "phần",
        "lục",
        "chí",
        "dung",
        "kỳ",
        "khóa",
        "khoá",
        "thứ",
        "lần",
        "mẫu",
        "tờ",
        "trang",
        "bảng",
        "biểu",
        "tổ",
        "thôn",
        "đợt",
        "cấp",
        "hạng",
        "loại",
    )
)
_NUMBERED = re.compile(r"\(?\d")
_COUNTED = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?$")
_LETTERED = re.compile(r"(?:[a-zđ]|[IVXLC]{1,6})[).,;:]?$")  # "điểm a", "Chương XII"
_FIRST_MARK = re.compile(r"(?:[-+*–—•]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]{1,2}|[IVXLC]{1,6})[.)])$")
_BLANK = re.compile(" {3,}")
_DOUBLE = re.compile("  +")


class _Letters(dict[int, "int | str | None"]):
    """What each character becomes on paper, learnt once: itself, a space, a new line, nothing, or the unknown sign."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = found = _on_paper(code)
        return found


def _on_paper(code: int) -> int | str | None:
    char = chr(code)
    category = unicodedata.category(char)
    if char in "\n\u0085\u2028\u2029":
        return "\n"
    if char in "\u00a0\u202f\u2007":
        return NBSP
    if char in "\t\v\f" or category == "Zs":
        return " "
    if category in ("Cc", "Cf"):
        return None
    if category == "Cs" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return UNKNOWN
    return code


_LETTERS = _Letters()


def composed(text: str) -> str:
    """Composed (NFC) text without control or invisible characters, its spaces untouched."""
    text = unicodedata.normalize("NFC", text)
    return text if text.isprintable() else text.translate(_LETTERS)


def clean(text: str) -> str:
    """Composed (NFC) text without control or invisible characters; new lines stay, three spaces or more are a blank.

    A blank ("Số:        /KH-UBND", left for the registry to fill in, Điều 15) is kept wide by non-breaking spaces;
    other doubled spaces are typing slips.
    """
    text = composed(text)
    if "  " in text:
        text = _DOUBLE.sub(" ", _BLANK.sub(lambda match: NBSP * len(match[0]), text))
    if "\n" in text:
        return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))
    return text.strip(" ") if text[:1] == " " or text[-1:] == " " else text


class _Kinds(dict[str, int]):
    """What a word does to its neighbours, learnt once for each distinct word; most words do nothing (0)."""

    def __missing__(self, word: str) -> int:
        if len(self) > 100_000:
            self.clear()
        self[word] = kind = _kind(word)
        return kind


def _kind(word: str) -> int:
    if not word:
        return 0
    kind = 0
    if word.rstrip(":").lower() in _LABELS:
        kind |= _LABEL
    if _NUMBERED.match(word):
        kind |= _NUMBER
        if _COUNTED.match(word):
            kind |= _COUNT
    if word[0] in "/;,:.%)!?…”" or word in ("-", "–", "—"):
        kind |= _CLOSER
    if _FIRST_MARK.match(word):
        kind |= _MARK
    if word in ("(", "“", '"'):
        kind |= _OPENER
    return kind


_KINDS = _Kinds()


def _stays(kind: int, after: str, next_kind: int, counted: bool) -> bool:
    """Whether a word of this kind holds the one after it on its line."""
    if kind & _LABEL and (next_kind & _NUMBER or _LETTERED.match(after)):
        return True
    return bool(kind & _OPENER or (counted and kind & _COUNT and after[:1].islower()))


def glue(text: str) -> str:
    """The cleaned text with non-breaking spaces where a line must not end; the length does not change.

    >>> glue("Kế hoạch số 40/KH-UBND ngày 25/02/2025").replace("\\xa0", "_")
    'Kế hoạch số_40/KH-UBND ngày_25/02/2025'
    """
    if "\n" in text:
        return "\n".join(map(glue, text.split("\n")))
    words = text.split(" ")
    kinds = [_KINDS[word] for word in words]
    if not any(kinds) or len(words) < 2:
        return text
    parts = [" "] * (2 * len(words) - 1)
    parts[::2] = words
    last, labelled = len(words) - 1, -1  # labelled: "2" in "khoản 2 Điều 5" belongs to khoản and counts nothing
    for i, kind in enumerate(kinds):
        if not kind:
            continue
        if kind & _CLOSER and i:
            parts[2 * i - 1] = NBSP
        if i < last and ((not i and kind & _MARK) or _stays(kind, words[i + 1], kinds[i + 1], labelled != i)):
            parts[2 * i + 1] = NBSP
            if kind & _LABEL:
                labelled = i + 1
    return "".join(parts)


def shared_out(whole: str, texts: Iterable[str]) -> list[str]:
    """The joined and cleaned text cut into a piece for each of the texts it was joined from.

    Cleaning only touches spaces and what cannot be seen, so the pieces are found by counting letters.
    """
    pieces, start = [], 0
    for text in texts:
        letters, end = sum(char not in _SPACES for char in clean(text)), start
        while end < len(whole) and letters:
            letters -= whole[end] not in _SPACES
            end += 1
        while end < len(whole) and text[-1:].isspace() and whole[end] in _SPACES:
            end += 1
        pieces.append(whole[start:end])
        start = end
    if pieces:
        pieces[-1] += whole[start:]
    return pieces
