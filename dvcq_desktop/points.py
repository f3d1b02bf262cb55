"""Points of the index: whole hundredths inside, "78,50" on screen and paper (domain.md §8.5)."""

from __future__ import annotations

import re

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _

_TYPED = re.compile(r"^([+-]?)(\d{1,6})(?:[.,](\d{1,2}))?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d{1,2}$")  # "1.234,50", as format_points writes it
_AMBIGUOUS = re.compile(r"^[+-]?\d{1,3}[.,]\d{3}$")


def parse_points(typed: str) -> int:
    """Hundredths from what was typed: 78,5 and 78.5 are both 7850. RuleBroken where it could mean two numbers."""
    text = typed.strip().replace("\u00a0", "").replace("−", "-").replace("–", "-")
    if _GROUPED.match(text):
        text = text.replace(".", "")
    if _AMBIGUOUS.match(text):
        raise RuleBroken(_("“{typed}” có thể hiểu là hai số khác nhau. Hãy gõ lại, ví dụ 1234 hoặc 1,23.", typed=typed))
    match = _TYPED.match(text)
    if not match:
        raise RuleBroken(_("“{typed}” không phải là điểm. Hãy gõ như 78,5 hoặc 78,50.", typed=typed))
    sign, whole, part = match.groups()
    value = int(whole) * 100 + int((part or "0").ljust(2, "0"))
    return -value if sign == "-" else value


def format_points(hundredths: int | None, *, unknown: str = "") -> str:
    """ "78,50" from 7850; the text unknown where there is no value."""
    if hundredths is None:
        return unknown
    sign = "−" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{part:02d}"


def format_short(hundredths: int | None, *, unknown: str = "") -> str:
    """As format_points without useless zeros: "1", "0,5", "78,25"."""
    return unknown if hundredths is None else format_points(hundredths).rstrip("0").rstrip(",")
