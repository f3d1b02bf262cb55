"""Lays out a heat map: a row for each series, a cell for each category with its figure on a shade that tells its share."""

from __future__ import annotations

from dvcq_desktop.printed.blocks import Chart
from dvcq_desktop.writers.chart_marks import (
    BODY,
    LINE,
    SMALL,
    Area,
    Box,
    Ink,
    Sketch,
    Stroke,
    Words,
    broken,
    shortened,
    width_of,
)

ROW = 15.0
_NARROWEST, _WIDEST = 34.0, 74.0  # of a column
_LABELS = 0.5  # of the width at least for the names of rows
_GAP = 6.0  # where a break stands between two columns


def lay_heat(chart: Chart, sketch: Sketch, ink: Ink, rows: range) -> None:
    """The head with the categories, then these rows."""
    columns = _Columns(chart, sketch.width)
    top = sketch.height
    sketch.height += BODY * LINE + 2
    lowest = 0
    for i, name in enumerate(chart.categories):
        middle = columns.left(i) + columns.width / 2
        sketch.marks.append(Words(middle, sketch.height - 3, name, BODY, ink.text, bold=True, align="center"))
        text = chart.under[i] if i < len(chart.under) else ""
        lines = broken(text, SMALL, columns.width - 2, centred=True) if text else []
        for k, line in enumerate(lines, start=1):
            y = sketch.height + k * SMALL * LINE - 3
            sketch.marks.append(Words(middle, y, line, SMALL, ink.muted, align="center"))
        lowest = max(lowest, len(lines))
    sketch.height += lowest * SMALL * LINE + 2
    for number in rows:
        _row(chart, number, columns, sketch, ink)
    for place in chart.breaks:
        x = columns.left(place) - _GAP / 2
        sketch.marks.append(Stroke(x, top, x, sketch.height, ink.muted, 0.7, dashed=True))
    sketch.height += 4


class _Columns:
    """Where the columns stand: at the right, the names of rows have what they leave."""

    def __init__(self, chart: Chart, width: float) -> None:
        count = max(len(chart.categories), 1)
        self._breaks = chart.breaks
        self.width = min(max(width * (1 - _LABELS) / count, _NARROWEST), _WIDEST)
        self.labels = width - 1 - count * self.width - len(chart.breaks) * _GAP

    def left(self, column: int) -> float:
        return self.labels + column * self.width + sum(_GAP for place in self._breaks if place <= column)


def _row(chart: Chart, number: int, columns: _Columns, sketch: Sketch, ink: Ink) -> None:
    top, series = sketch.height, chart.series[number]
    sketch.height += ROW
    name = shortened(series.name, BODY, columns.labels - 6)
    sketch.marks.append(Words(0, sketch.height - 4.2, name, BODY, ink.text))
    for i, value in enumerate(series.values):
        left = columns.left(i)
        limit = series.limits[i] if i < len(series.limits) else None
        shade = shade_of(value, limit)
        known = value is not None or bool(i < len(series.words) and series.words[i])
        unsure = bool(value) and not limit
        sketch.marks.append(Box(left, top, columns.width, ROW, ink.shades[shade], ink.line, ink.line if unsure else ""))
        colour = ink.on_dark if shade == len(ink.shades) - 1 else ink.text if known else ink.muted
        text = chart.value(number, i)
        if unsure:  # the figure stands on a plate, so that the hatching does not cross it
            plate = width_of(text, BODY, bold=True) + 4
            sketch.marks.append(Box(left + (columns.width - plate) / 2, top + 1.5, plate, ROW - 3, ink.ground))
        bold = bool(value)
        middle = left + columns.width / 2
        sketch.marks.append(Words(middle, top + ROW - 4.2, text, BODY, colour, bold=bold, align="center"))
        sketch.areas.append(Area(left, top, columns.width, ROW, number, i))


def shade_of(value: int | None, limit: int | None) -> int:
    """0 where nothing is lost or known, 1 to 4 by quarters of what could be lost; unknown limits give no shade."""
    if not value or value < 0 or not limit:
        return 0
    return min(4, 1 + (4 * value - 1) // limit)


def heat_legend(chart: Chart, sketch: Sketch, ink: Ink) -> None:
    """What the shades, the hatching and the signs mean."""
    if not chart.series:
        return
    x, y = 0.0, sketch.height + SMALL * LINE + 2
    unsure = any(
        v and not (s.limits[i] if i < len(s.limits) else None) for s in chart.series for i, v in enumerate(s.values)
    )
    names = ["mất đến 25 %", "đến 50 %", "đến 75 %", "trên 75 % điểm tối đa"]
    entries = [(ink.shades[k], "", name) for k, name in enumerate(names, start=1)]
    if unsure:
        entries.append((ink.ground, ink.line, "chưa biết điểm tối đa"))
    for fill, hatch, name in entries:
        width = 17 + width_of(name, SMALL) + 12
        if x and x + width > sketch.width:
            x, y = 0.0, y + SMALL * LINE + 2
        sketch.marks.append(Box(x, y - 7, 12, 8, fill, ink.line, hatch))
        sketch.marks.append(Words(x + 16, y, name, SMALL, ink.text))
        x += width
    sketch.height = y + 4
