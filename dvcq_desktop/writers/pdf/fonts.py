"""The four faces of Liberation Serif for PDF: registered once, widths of words remembered, missing letters replaced."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dvcq_desktop.writers.words import NBSP, clean, composed, glue

rl_config.useA85 = 0  # binary streams: smaller files, one pass less

ASCENT, DESCENT, LINE = 0.891, 0.216, 1.149  # of the size, as in Times New Roman: one "single" line is 1,149 em
SPACE = 0.25
BOX = "□"  # stands where the font has no such letter, so that a loss is seen
_FONTS = Path(__file__).resolve().parents[3] / "resources" / "fonts"
_FILES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
_REMEMBERED = 100_000


class _Widths(dict[str, float]):
    """Width of each distinct word at 1 point, asked of the font once."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, word: str) -> float:
        if len(self) > _REMEMBERED:
            self.clear()
        measured = word if word.isprintable() else composed(word)
        self[word] = width = float(self._font.stringWidth(measured, 1.0))
        return width


@dataclass(frozen=True, eq=False)
class Face:
    """One face, ready to measure and draw."""

    name: str
    font: Any
    widths: _Widths

    def width(self, text: str, size: float) -> float:
        return self.widths[text] * size


def face(bold: bool = False, italic: bool = False) -> Face:
    """The face of a style; its file is loaded and registered at the first call."""
    return _load(bold, italic)


@lru_cache(maxsize=4)
def _load(bold: bool, italic: bool) -> Face:
    style = _FILES[bold, italic]
    name = f"DVCQ-{style}"
    font = TTFont(name, str(_FONTS / f"LiberationSerif-{style}.ttf"), shapable=False)
    pdfmetrics.registerFont(font)
    return Face(name, font, _Widths(font))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The letters the upright face can draw; the other three have them all (a test holds this)."""
    return frozenset(map(chr, face().font.face.charToGlyph)) | {"\n"}


def drawable(text: str) -> str:
    """User text made safe to draw: cleaned, and a box for each letter the font lacks."""
    text, known = clean(text), _known()
    if known.issuperset(text):
        return text
    return "".join([char if char in known else BOX for char in text])


def printable(text: str) -> str:
    """Drawable text with the words that belong together glued by non-breaking spaces."""
    return glue(drawable(text))


def blank_kept(text: str) -> str:
    """Drawable text on one line that must not be broken at all: every space becomes a non-breaking one."""
    return drawable(text).replace("\n", " ").replace(" ", NBSP)
