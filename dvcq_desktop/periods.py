"""Periods of reporting (kỳ): their codes, their words on paper, their order in the year (domain.md §2.5, §8.5)."""

from __future__ import annotations

import re

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

PERIODS: dict[str, str] = {
    "hang-thang": "hàng tháng",
    "quy-1": "quý I",
    "quy-2": "quý II",
    "6-thang": "6 tháng",
    "quy-3": "quý III",
    "9-thang": "9 tháng",
    "quy-4": "quý IV",
    "nam": "năm",
}
_QUARTERS = "quy-1,quy-2,quy-3,quy-4"
_SPELLINGS: dict[str, str] = {
    **{fold(word): code for code, word in PERIODS.items()},
    **{code: code for code in PERIODS},
    "hang thang": "hang-thang",
    "moi thang": "hang-thang",
    "thang": "hang-thang",
    "hang quy": _QUARTERS,
    "moi quy": _QUARTERS,
    "quy 1": "quy-1",
    "quy 2": "quy-2",
    "quy 3": "quy-3",
    "quy 4": "quy-4",
    "06 thang": "6-thang",
    "6 thang dau nam": "6-thang",
    "09 thang": "9-thang",
    "1 nam": "nam",
    "01 nam": "nam",
    "ca nam": "nam",
    "hang nam": "nam",
}
_SPLIT = re.compile(r"[,;]|\svà\s")


def parse_periods(typed: str) -> str:
    """Codes, comma-separated and in the order of the year, of what was typed: "quý I, 6 tháng, năm".

    Raises RuleBroken for a word that is no period.
    """
    codes = set()
    for part in _SPLIT.split(clean_line(typed)):
        word = fold(part)
        if not word:
            continue
        code = _SPELLINGS.get(word)
        if code is None:
            raise RuleBroken(
                _("“{word}” không phải là kỳ. Hãy gõ như: hàng tháng, quý I, 6 tháng, 9 tháng, năm.", word=part.strip())
            )
        codes.update(code.split(","))
    return join_periods(codes)


def join_periods(codes: set[str] | list[str]) -> str:
    return ",".join(code for code in PERIODS if code in codes)


def period_words(codes: str) -> str:
    """ "quý I, 6 tháng, 9 tháng, năm" from stored codes."""
    return ", ".join(PERIODS[code] for code in codes.split(",") if code in PERIODS)
