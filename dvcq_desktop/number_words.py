"""Whole numbers in words, as administrative papers repeat them ("Viết bằng chữ: …")."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")


def number_words(number: int) -> str:
    """ "một trăm linh năm" of 105. Raises ValueError below zero and from a thousand billions on."""
    if not 0 <= number < 1000 ** len(_SCALES):
        raise ValueError(f"{number} is not counted in words")
    groups = [number // 1000**place % 1000 for place in range(len(_SCALES))]
    words: list[str] = []
    for place in range(len(_SCALES) - 1, -1, -1):
        if groups[place]:
            words += [*_group(groups[place], whole=bool(words)), *filter(None, (_SCALES[place],))]
    return " ".join(words) or _DIGITS[0]


def _group(number: int, *, whole: bool) -> list[str]:
    """Three digits; whole: behind a higher group, so that "không trăm" and "linh" keep the places."""
    hundreds, rest = divmod(number, 100)
    tens, digit = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif digit and words:
        words.append("linh")
    if digit:
        words.append("lăm" if digit == 5 and tens else "mốt" if digit == 1 and tens > 1 else _DIGITS[digit])
    return words
