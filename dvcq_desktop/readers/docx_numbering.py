"""Rebuilds the numbers and dashes Word prints before paragraphs, which the text of a .docx does not contain."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from dvcq_desktop.readers.docx_tags import OFF, child, value

_PLACE = re.compile(r"%([1-9])")
_BULLETS = "-–+*•"
_MAX_COUNT = 3_999  # the last Roman numeral; a longer list is no office paper
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """"IV" from 4."""
    out = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        out += letters * count
    return out


def _letters(number: int) -> str:
    """Word's a, b, … z, aa, bb, …"""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda n: roman(min(n, _MAX_COUNT)), "lowerRoman": lambda n: roman(min(n, _MAX_COUNT)).lower(),
    "upperLetter": lambda n: _letters(n).upper(), "lowerLetter": _letters, "decimalZero": lambda n: f"{n:02d}",
    "none": lambda n: "",
}


def _whole(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default


class Styles:
    """What paragraph styles say about bold type and numbering, each looked up with those it is based on."""

    def __init__(self, tree: ET.Element | None) -> None:
        self._styles = {value(s, "styleId"): s for s in tree if s.tag.endswith("}style")} if tree is not None else {}

    def _chain(self, name: str) -> list[ET.Element]:
        chain: list[ET.Element] = []
        while name in self._styles and len(chain) < 12:  # damaged files have styles based on each other
            style = self._styles[name]
            chain.append(style)
            base = child(style, "basedOn")
            name = value(base) if base is not None else ""
        return chain

    def bold(self, name: str) -> bool:
        """Whether the style sets its text in bold."""
        for style in self._chain(name):
            form = child(style, "rPr")
            mark = child(form, "b") if form is not None else None
            if mark is not None:
                return value(mark) not in OFF
        return False

    def numbering(self, name: str) -> tuple[str, str]:
        """Number list and level of the style, empty where it has none."""
        for style in self._chain(name):
            form = child(style, "pPr")
            numbered = child(form, "numPr") if form is not None else None
            if numbered is not None:
                number, level = child(numbered, "numId"), child(numbered, "ilvl")
                return value(number) if number is not None else "", value(level) if level is not None else ""
        return "", ""


class Numbering:
    """The lists of numbering.xml and how far each has counted."""

    def __init__(self, tree: ET.Element | None) -> None:
        self._levels: dict[str, dict[int, ET.Element]] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in tree if tree is not None else ():
            if element.tag.endswith("}abstractNum"):
                levels = {_whole(value(lvl, "ilvl")): lvl for lvl in element if lvl.tag.endswith("}lvl")}
                self._levels[value(element, "abstractNumId")] = levels
            elif element.tag.endswith("}num"):
                self._read_list(element)

    def _read_list(self, element: ET.Element) -> None:
        number, link = value(element, "numId"), child(element, "abstractNumId")
        self._list_of[number] = value(link) if link is not None else ""
        for override in element:
            start = child(override, "startOverride") if override.tag.endswith("}lvlOverride") else None
            if start is not None:
                self._starts[number, _whole(value(override, "ilvl"))] = _whole(value(start), 1)

    def label(self, number: str, level: str, style: str) -> str:
        """The next label of that list, "1.", "II.", "a)" or "-"; empty where the list is not known."""
        name = self._list_of.get(number)
        levels = self._levels.get(name or "", {})
        at = _whole(level) if level else self._level_of_style(levels, style)
        if name is None or at not in levels:
            return ""
        counts = self._counts.setdefault(name, {})
        start = self._starts.get((number, at))
        if start is not None and (number, at) not in self._begun:
            self._begun.add((number, at))
            counts[at] = start
        else:
            counts[at] = counts[at] + 1 if at in counts else self._first(levels[at])
        for deeper in [other for other in counts if other > at]:
            del counts[deeper]
        return self._print(levels, counts, at)

    def _level_of_style(self, levels: dict[int, ET.Element], style: str) -> int:
        for at, level in levels.items():
            link = child(level, "pStyle")
            if link is not None and style and value(link) == style:
                return at
        return 0

    def _first(self, level: ET.Element) -> int:
        start = child(level, "start")
        return _whole(value(start), 1) if start is not None else 1

    def _print(self, levels: dict[int, ET.Element], counts: dict[int, int], at: int) -> str:
        pattern = child(levels[at], "lvlText")
        text = value(pattern) if pattern is not None else ""
        if _format(levels[at]) == "bullet":
            return text if text and text in _BULLETS else "-"  # the rest are pictures of symbol fonts
        legal = child(levels[at], "isLgl") is not None

        def fill(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            if depth not in levels:
                return ""
            count = counts.get(depth, self._first(levels[depth]))
            form = _FORMATS.get("" if legal and depth < at else _format(levels[depth]), str)
            return form(count)

        return _PLACE.sub(fill, text).strip()


def _format(level: ET.Element) -> str:
    form = child(level, "numFmt")
    return value(form) if form is not None else "decimal"
