"""What single cells of a table of points say: codes ("I", "Tiêu chí 1", "1.1", "a)"), points ("2", "2,0", "2.5 điểm")."""

from __future__ import annotations

import re
from typing import Literal

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import parse_points
from dvcq_desktop.texts import _

CodeKind = Literal["", "criterion", "item", "roman", "dotted", "int", "letter"]
_ROMAN = r"[IVX]{1,5}"
_WHOLE = (  # a cell that holds nothing but a code
    ("criterion", re.compile(rf"^(?:tiêu chí|tc)\s*(?:số\s*)?(\d{{1,3}}|{_ROMAN})\s*[.:)]?$", re.IGNORECASE)),
    ("item", re.compile(r"^(?:nội dung|nd)\s*(?:số\s*)?(\d{1,3})\s*[.:)]?$", re.IGNORECASE)),
    ("dotted", re.compile(r"^(\d{1,3}(?:[.,]\d{1,3}){1,3})[.)]?$")),
    ("int", re.compile(r"^(\d{1,3})[.)]?$")),
    ("roman", re.compile(rf"^({_ROMAN})[.)]?$")),
    ("letter", re.compile(r"^([a-zđ])[.)]?$")),
)
_BEFORE = (  # a code before words
    ("criterion", re.compile(rf"^(?:tiêu chí|tc)\s*(?:số\s*)?(\d{{1,3}}|{_ROMAN})\s*[.:)–-]\s*", re.IGNORECASE)),
    ("item", re.compile(r"^(?:nội dung|nd)\s*(?:số\s*)?(\d{1,3})\s*[.:)–-]\s*", re.IGNORECASE)),
    ("dotted", re.compile(r"^(\d{1,3}(?:\.\d{1,3}){1,3})[.):]?\s+")),
    ("int", re.compile(r"^(\d{1,3})[.)]\s+")),
    ("roman", re.compile(rf"^({_ROMAN})[.)]\s+")),
    ("letter", re.compile(r"^([a-zđ])[.)]\s+")),
)
_DATE = re.compile(r"^(\d{2})/(\d{2})/\d{4}$")
_ORDER = "abcdđeghiklmnopqrstuvxy"
_UNIT = re.compile(r"(?:\s*(?:điểm|đ))?\.?$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:tối đa|tổng|điểm)?\s*:?\s*", re.IGNORECASE)
_RANGE = re.compile(r"^(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:-|–|đến)\s*(\d{1,3}(?:[.,]\d{1,2})?)$")


def split_code(text: str) -> tuple[CodeKind, tuple[int, ...], str]:
    """The kind of code a cell is or begins with, its numbers, the words after it; ("", (), text) where there is none."""
    line = text.strip()
    if match := _DATE.match(line):  # Excel made a date of "1.2"
        return "dotted", (int(match[1]), int(match[2])), ""
    for patterns, whole in ((_WHOLE, True), (_BEFORE, False)):
        for kind, pattern in patterns:
            if match := pattern.match(line):
                rest = "" if whole else line[match.end() :].strip()
                if whole or rest:
                    return kind, _numbers(match[1]), rest  # type: ignore[return-value]  # the kinds of the tables above
    return "", (), line


def _numbers(code: str) -> tuple[int, ...]:
    if code[0].isdigit():
        return tuple(int(part) for part in re.split(r"[.,]", code))
    if len(code) == 1 and code in _ORDER:
        return (_ORDER.index(code) + 1,)
    values = {"I": 1, "V": 5, "X": 10}
    letters = [values.get(letter, 0) for letter in code.upper()]
    following = [*letters[1:], 0]
    return (sum(-one if one < after else one for one, after in zip(letters, following, strict=True)),)


def read_points(text: str) -> tuple[int | None, str]:
    """Hundredths of a cell of points and a doubt about it: "2", "2,0", "2.5 điểm", "(2 điểm)", "Tối đa 2 điểm", "0-2"."""
    bare = _UNIT.sub("", text.strip().strip("()[]").strip()).strip()
    bare = _LEAD.sub("", bare).strip()
    if not bare or bare in ("-", "–", "…", "..."):
        return None, ""
    if match := _RANGE.match(bare):
        return parse_points(match[2]), _("“{text}” được hiểu là tối đa {most}.", text=text.strip(), most=match[2])
    try:
        points = parse_points(bare)
    except RuleBroken as broken:
        return None, str(broken)
    if points < 0:
        return None, _("“{text}” nhỏ hơn 0 nên không phải là điểm tối đa.", text=text.strip())
    return (points, "") if points else (None, "")


def is_points(text: str) -> bool:
    return read_points(text)[0] is not None
