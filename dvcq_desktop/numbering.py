"""Numbers of the sections of a plan: I. / 1. / 1.1. / a) / - / + by depth (Decree 30, annex I, table V.6.b)."""

from __future__ import annotations

LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of the decree's own points
DEEPEST = 6
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(value: int) -> str:
    """ "IV" from 4; value is 1 or more."""
    out = []
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        out.append(letters * count)
    return "".join(out)


def letter(value: int) -> str:
    """ "đ" from 5; after "y" it goes on with "aa", "ab"."""
    out = ""
    while value > 0:
        value, rest = divmod(value - 1, len(LETTERS))
        out = LETTERS[rest] + out
    return out


def number_label(path: tuple[int, ...]) -> str:
    """The label of a section by its place: (2,) "II.", (2, 1) "1.", (2, 1, 3) "1.3.", (…, 4) "d)", then "-" and "+".

    path holds the 1-based numbers from the top, 0 for a section above that takes no number: below it "1.3." is "3.".
    Deeper than six repeats "+".
    """
    depth = len(path)
    if depth == 1:
        return roman(path[0]) + "."
    if depth == 2:
        return f"{path[1]}."
    if depth == 3:
        return f"{path[1]}.{path[2]}." if path[1] else f"{path[2]}."
    if depth == 4:
        return letter(path[3]) + ")"
    return "-" if depth == 5 else "+"
