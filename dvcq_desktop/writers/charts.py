"""Draws a chart once, with reportlab.graphics: vectors on paper, SVG for the screen and the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Rect, String
from reportlab.lib.colors import HexColor

from dvcq_desktop.printed.blocks import Chart
from dvcq_desktop.writers.chart_bars import lay_bars
from dvcq_desktop.writers.chart_heat import ROW, heat_legend, lay_heat
from dvcq_desktop.writers.chart_marks import (
    PAPER,
    SMALL,
    TITLE,
    Area,
    Box,
    Dot,
    Ink,
    Mark,
    Sketch,
    Stroke,
    Words,
)
from dvcq_desktop.writers.pdf.fonts import drawable, face

_HATCH = 4.0  # points from one slanting line to the next
_FAMILY = "Liberation Serif"
_FACES: dict[str, dict[str, str]] = {
    "DVCQ-Regular": {},
    "DVCQ-Bold": {"weight": "bold"},
    "DVCQ-Italic": {"style": "italic"},
    "DVCQ-BoldItalic": {"weight": "bold", "style": "italic"},
}


@dataclass(frozen=True)
class Drawn:
    """A drawing in points and where its figures stand, from its top left corner."""

    drawing: Any
    areas: tuple[Area, ...]

    @property
    def width(self) -> float:
        return float(self.drawing.width)

    @property
    def height(self) -> float:
        return float(self.drawing.height)


def draw_chart(chart: Chart, width: float, ink: Ink = PAPER) -> Drawn:
    """The whole chart in one picture of this width in points."""
    return _drawn(_sketch(chart, width, ink, range(len(chart.series)), first=True, last=True), ink)


def chart_slices(chart: Chart, width: float, height: float) -> list[Drawn]:
    """The chart for paper: one picture, or of a long heat map several, none taller than this, each with its head."""
    whole = draw_chart(chart, width)
    count = len(chart.series)
    if chart.kind != "heat" or whole.height <= height:
        return [whole]
    room = max(1, int((height - (whole.height - count * ROW)) // ROW))
    starts = range(0, count, room)
    return [
        _drawn(
            _sketch(chart, width, PAPER, range(at, min(at + room, count)), first=at == 0, last=at == starts[-1]),
            PAPER,
        )
        for at in starts
    ]


def svg_of(drawn: Drawn, family: str = _FAMILY) -> bytes:
    """The picture as an SVG file; letters stay letters, of this family."""
    fonts = {name: {"family": family, **look} for name, look in _FACES.items()}
    svg: str = renderSVG.drawToString(drawn.drawing, fontHacks=fonts, useClip=True)  # Qt would draw a clipPath as a box
    return svg.encode()


def put_on_canvas(canvas: Any, drawn: Drawn, x: float, top: float) -> None:
    """The picture as vectors on a PDF page, its top left corner here (y upwards)."""
    renderPDF.draw(drawn.drawing, canvas, x, top - drawn.height)


def _sketch(chart: Chart, width: float, ink: Ink, rows: range, *, first: bool, last: bool) -> Sketch:
    sketch = Sketch(float(int(width)))  # whole points: renderSVG rounds the size of the picture
    title = chart.title if first else f"{chart.title} (tiếp theo)"
    sketch.wrapped(title, TITLE, ink.text, bold=True)
    sketch.height += 4
    if chart.kind == "heat":
        lay_heat(chart, sketch, ink, rows)
        if last:
            heat_legend(chart, sketch, ink)
    else:
        lay_bars(chart, sketch, ink)
    if last:
        for note in chart.notes:
            sketch.wrapped(note, SMALL + 0.5, ink.muted, italic=True)
    sketch.height += 2
    return sketch


def _drawn(sketch: Sketch, ink: Ink) -> Drawn:
    height = float(int(sketch.height) + 1)
    drawing = Drawing(sketch.width, height)
    drawing.initialFontName = face().name  # else renderPDF begins with Helvetica, which is not embedded
    for mark in sketch.marks:
        for shape in _shapes(mark, height):
            drawing.add(shape)
    return Drawn(drawing, tuple(sketch.areas))


def _shapes(mark: Mark, height: float) -> Iterator[Any]:
    if isinstance(mark, Box):
        yield from _box(mark, height)
    elif isinstance(mark, Stroke):
        dash = [3, 2] if mark.dashed else None
        yield Line(
            mark.x1,
            height - mark.y1,
            mark.x2,
            height - mark.y2,
            strokeColor=HexColor(mark.colour),
            strokeWidth=mark.width,
            strokeDashArray=dash,
        )
    elif isinstance(mark, Dot):
        colour, fill = HexColor(mark.colour), HexColor(mark.fill)
        yield Circle(mark.x, height - mark.y, 2.6, fillColor=fill, strokeColor=colour, strokeWidth=1)
    else:
        yield _text(mark, height)


def _box(box: Box, height: float) -> Iterator[Any]:
    bottom = height - box.top - box.height
    edge = HexColor(box.edge) if box.edge else None
    fill = HexColor(box.fill) if box.fill else None
    yield Rect(box.left, bottom, box.width, box.height, fillColor=fill, strokeColor=None)
    if box.hatch:
        for x1, y1, x2, y2 in hatching(box.width, box.height):
            yield Line(
                box.left + x1,
                bottom + y1,
                box.left + x2,
                bottom + y2,
                strokeColor=HexColor(box.hatch),
                strokeWidth=0.6,
            )
    if edge is not None:
        yield Rect(box.left, bottom, box.width, box.height, fillColor=None, strokeColor=edge, strokeWidth=0.4)


def hatching(width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Lines rising at 45° inside a rectangle, clipped to it: no viewer needs patterns."""
    start = _HATCH / 2 - height
    while start < width:
        x1, y1 = (start, 0.0) if start >= 0 else (0.0, -start)
        x2 = min(start + height, width)
        y2 = x2 - start
        if x2 > x1:
            yield x1, y1, x2, y2
        start += _HATCH


def _text(words: Words, height: float) -> Any:
    """A line of words. Placed by its own width, so that every viewer puts it where the PDF does."""
    used, text = face(words.bold, words.italic), drawable(words.text)
    width = used.width(text, words.size)
    colour = HexColor(words.colour)
    if words.upright:
        upright = (0, 1, -1, 0, words.x, height - words.y)
        return Group(String(0, 0, text, fontName=used.name, fontSize=words.size, fillColor=colour), transform=upright)
    x = words.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
    y = round((height - words.y) * 2) / 2  # half points: renderSVG rounds twice the height to a whole number
    return String(x, y, text, fontName=used.name, fontSize=words.size, fillColor=colour)
