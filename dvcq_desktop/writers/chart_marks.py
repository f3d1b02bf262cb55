"""What a chart is drawn of: boxes, lines and words placed from the top left corner, in points; and the colours of both grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from dvcq_desktop.writers.pdf.fonts import face, printable
from dvcq_desktop.writers.pdf.paragraph import Style, line_style, set_text

TITLE, BODY, SMALL = 11.0, 9.0, 8.0  # sizes of letters
LINE = 1.2  # of the size, from line to line


@dataclass(frozen=True, kw_only=True)
class Ink:
    """Colours as "#rrggbb"; fills of series differ in lightness and the second is hatched, so that grey print tells them."""

    text: str
    muted: str
    line: str
    ground: str
    fills: tuple[str, ...]
    hatch: str
    shades: tuple[str, ...]  # of a heat map, from nothing lost to all
    on_dark: str  # letters on the last shades


PAPER = Ink(
    text="#000000",
    muted="#3c3c3c",
    line="#b4b4b4",
    ground="#ffffff",
    fills=("#2f5d8a", "#f3dcae", "#b8c9b0"),
    hatch="#8a5a00",
    shades=("#ffffff", "#fdeed9", "#f7cd98", "#e89a4f", "#b3520f"),
    on_dark="#ffffff",
)
DARK = Ink(
    text="#ece7e2",
    muted="#bab2ab",
    line="#5a534d",
    ground="#1b1917",
    fills=("#7fb0dc", "#5b4a22", "#5f7357"),
    hatch="#f2c261",
    shades=("#1b1917", "#3a2c1a", "#6a4517", "#a8641a", "#f0a85a"),
    on_dark="#1b1917",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; hatched with slanting lines of a colour of its own."""

    left: float
    top: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.5
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A marker of a line; one filled with the ground is open."""

    x: float
    y: float
    colour: str
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text at its baseline; upright words read from below."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    align: Literal["left", "center", "right"] = "left"
    upright: bool = False


Mark = Box | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Area:
    """Where a figure stands, for the pointer to ask: from the top left corner."""

    left: float
    top: float
    width: float
    height: float
    series: int
    category: int


@dataclass(slots=True)
class Sketch:
    """A chart laid out, not yet drawn."""

    width: float
    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def lines(
        self,
        texts: Sequence[str],
        x: float,
        size: float,
        colour: str,
        *,
        align: Literal["left", "center"],
        **look: bool,
    ) -> None:
        """Lines of words one below the other, from the height reached so far."""
        for text in texts:
            self.height += size * LINE
            self.marks.append(Words(x, self.height - size * 0.25, text, size, colour, align=align, **look))

    def wrapped(self, text: str, size: float, colour: str, **look: bool) -> None:
        """A text over the whole width."""
        lines = broken(text, size, self.width, bold=look.get("bold", False), italic=look.get("italic", False))
        self.lines(lines, 0.0, size, colour, align="left", **look)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    return face(bold).width(text, size)


@lru_cache(maxsize=64)
def _style(size: float, bold: bool, italic: bool, centred: bool) -> Style:
    style = line_style(size, 1.0, align="left", bold=bold, italic=italic)
    return replace(style, align="center", balanced=True) if centred else style


def broken(
    text: str, size: float, width: float, *, bold: bool = False, italic: bool = False, centred: bool = False
) -> list[str]:
    """The text in lines of at most this width."""
    laid = set_text(text, _style(size, bold, italic, centred), max(width, size))
    return [" ".join(item[5] for item in line[0]) for line in laid]


def shortened(text: str, size: float, width: float) -> str:
    """The text on one line, cut at a word with "…" where it is too long."""
    ready = " ".join(printable(text).split())
    if width_of(ready, size) <= width:
        return ready
    room = width - width_of("…", size)
    kept = ""
    for word in ready.split(" "):
        longer = f"{kept} {word}".strip()
        if width_of(longer, size) > room:
            break
        kept = longer
    return kept.rstrip(",;.:") + "…"
