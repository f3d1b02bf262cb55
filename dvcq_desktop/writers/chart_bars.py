"""Lays out bars and lines over categories: an axis with its figures, the value at each bar, a legend in words."""

from __future__ import annotations

from collections.abc import Iterator

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.printed.blocks import Chart
from dvcq_desktop.writers.chart_marks import (
    BODY,
    LINE,
    SMALL,
    Area,
    Box,
    Dot,
    Ink,
    Sketch,
    Stroke,
    Words,
    broken,
    width_of,
)

PLOT = 132.0  # height of the field of bars
_HEAD = 14.0  # room above the highest bar for its figure
_WIDEST = 46.0  # of a bar
_STEPS = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)  # hundredths from one line of the axis to the next


def lay_bars(chart: Chart, sketch: Sketch, ink: Ink) -> None:
    """The legend, the field and what stands below each category."""
    _legend(chart, sketch, ink)
    low, high, step = _axis(chart)
    left = max(width_of(format_short(v), SMALL) for v in range(low, high + 1, step)) + 6
    top = sketch.height + _HEAD + (SMALL if chart.unit else 0)
    field = _Field(left, top, sketch.width - left, low, high, len(chart.categories))
    for value in range(low, high + 1, step):
        y = field.y(value)
        base = value == max(low, 0)
        sketch.marks.append(Stroke(left, y, sketch.width, y, ink.muted if base else ink.line, 0.8 if base else 0.4))
        sketch.marks.append(Words(left - 4, y + SMALL * 0.33, format_short(value), SMALL, ink.muted, align="right"))
    if chart.unit:
        sketch.marks.append(Words(0, top - _HEAD + 1, chart.unit, SMALL, ink.muted, italic=True))
    for place in chart.breaks:
        x = left + field.step * place
        sketch.marks.append(Stroke(x, top - _HEAD + 2, x, top + PLOT + 14, ink.muted, 0.7, dashed=True))
    if chart.kind == "lines":
        _lines(chart, field, sketch, ink)
    elif chart.kind == "stacked":
        _stacked(chart, field, sketch, ink)
    else:
        _side_by_side(chart, field, sketch, ink)
    _categories(chart, field, sketch, ink)


class _Field:
    """Where a value and a category stand."""

    def __init__(self, left: float, top: float, width: float, low: int, high: int, count: int) -> None:
        self.left, self.top, self.low, self.high = left, top, low, high
        self.step = width / max(count, 1)

    def y(self, value: int) -> float:
        return self.top + PLOT * (self.high - value) / (self.high - self.low)

    def middle(self, category: int) -> float:
        return self.left + self.step * (category + 0.5)


def _axis(chart: Chart) -> tuple[int, int, int]:
    """Lowest and highest value of the axis and the step of its lines; bars begin at zero, lines where they are."""
    known = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind == "stacked":
        piles = zip(*(series.values for series in chart.series), strict=True)
        known += [sum(max(value or 0, 0) for value in pile) for pile in piles]
    high, low = max([*known, 0]), min([*known, 0])
    if chart.kind == "lines" and known and min(known) > high // 2:
        low = min(known)
    span = max(high - low, 100)
    step = next((s for s in _STEPS if span / s <= 5), span // 500 * 100 or _STEPS[-1])
    return low // step * step, max(-(-high // step), low // step + 1) * step, step


def _legend(chart: Chart, sketch: Sketch, ink: Ink) -> None:
    """A swatch and a name for each series, on as many lines as needed."""
    if len(chart.series) < 2:
        return
    x, y = 0.0, sketch.height + BODY * LINE + 1
    for i, series in enumerate(chart.series):
        width = 18 + width_of(series.name, BODY) + 16
        if x and x + width > sketch.width:
            x, y = 0.0, y + BODY * LINE + 2
        if chart.kind == "lines":
            sketch.marks.append(Stroke(x, y - 3, x + 13, y - 3, ink.text, 1.2, dashed=bool(i)))
            sketch.marks.append(Dot(x + 6.5, y - 3, ink.text, ink.ground if i else ink.text))
        else:
            sketch.marks.append(_bar(x, y - 7.5, 13, 8.5, i, ink))
        sketch.marks.append(Words(x + 18, y, series.name, BODY, ink.text))
        x += width
    sketch.height = y + 4


def _bar(left: float, top: float, width: float, height: float, series: int, ink: Ink) -> Box:
    """The second series is hatched: told apart without colour too."""
    fill = ink.fills[series % len(ink.fills)]
    return Box(left, top, width, height, fill, ink.text, ink.hatch if series % 2 else "")


def _side_by_side(chart: Chart, field: _Field, sketch: Sketch, ink: Ink) -> None:
    count = len(chart.series)
    width = min(_WIDEST, field.step * 0.8 / count)
    upright = any(width_of(chart.value(i, category), BODY) > width - 1 for category, i, _value in _figures(chart))
    for category, i, value in _figures(chart):
        left = field.middle(category) - width * count / 2 + width * i
        y, zero = field.y(value), field.y(max(field.low, 0))
        sketch.marks.append(_bar(left + 1, min(y, zero), width - 2, max(abs(zero - y), 0.6), i, ink))
        sketch.areas.append(Area(left, field.top - _HEAD, width, PLOT + _HEAD, i, category))
        text, middle, above = chart.value(i, category), left + width / 2, min(y, zero) - 3
        if upright:  # the bars stand too close for their figures side by side
            sketch.marks.append(Words(middle + SMALL * 0.33, above, text, SMALL, ink.text, upright=True))
        else:
            plate = width_of(text, BODY) + 2  # no line of the axis runs through a figure
            sketch.marks.append(Box(middle - plate / 2, above - BODY * 0.75, plate, BODY * 0.85, ink.ground))
            sketch.marks.append(Words(middle, above, text, BODY, ink.text, align="center"))


def _stacked(chart: Chart, field: _Field, sketch: Sketch, ink: Ink) -> None:
    width = min(_WIDEST * 1.4, field.step * 0.6)
    reached: dict[int, int] = {}
    for category, i, value in _figures(chart):
        left = field.middle(category) - width / 2
        base = reached.get(category, 0)
        top, bottom = field.y(base + value), field.y(base)
        if value > 0:
            reached[category] = base + value
        if value:
            sketch.marks.append(_bar(left, min(top, bottom), width, max(abs(bottom - top), 0.6), i, ink))
        sketch.areas.append(Area(left, min(top, bottom), width, max(abs(bottom - top), 4.0), i, category))
        room = abs(bottom - top)
        if value and room >= BODY + 3:
            middle = (top + bottom) / 2
            text = chart.value(i, category)
            plate = width_of(text, BODY, bold=True) + 6
            sketch.marks.append(Box(left + (width - plate) / 2, middle - BODY * 0.6, plate, BODY * 1.2, ink.ground))
            sketch.marks.append(
                Words(left + width / 2, middle + BODY * 0.32, text, BODY, ink.text, bold=True, align="center")
            )
    for category, whole in reached.items():
        middle, y = field.middle(category), field.y(whole) - 3
        sketch.marks.append(Words(middle, y, f"= {format_points(whole)}", BODY, ink.text, bold=True, align="center"))


def _lines(chart: Chart, field: _Field, sketch: Sketch, ink: Ink) -> None:
    """Points joined from year to year, never over a break nor over a year that is not known."""
    last: dict[int, tuple[int, int]] = {}
    for category, i, value in _figures(chart):
        x, y = field.middle(category), field.y(value)
        before = last.get(i)
        if before and before[0] == category - 1 and category not in chart.breaks:
            x0, y0 = field.middle(before[0]), field.y(before[1])
            sketch.marks.append(Stroke(x0, y0, x, y, ink.text, 1.2, dashed=bool(i)))
        last[i] = (category, value)
    for category, i, value in _figures(chart):
        x, y = field.middle(category), field.y(value)
        sketch.marks.append(Dot(x, y, ink.text, ink.ground if i else ink.text))
        sketch.areas.append(Area(x - 8, y - 8, 16, 16, i, category))
        others = [s.values[category] for k, s in enumerate(chart.series) if k != i]
        below = any(o is not None and (o > value or (o == value and i)) for o in others)
        baseline = y + BODY + 4 if below else y - 6
        text = chart.value(i, category)
        plate = width_of(text, BODY) + 2  # no line runs through a figure
        sketch.marks.append(Box(x - plate / 2, baseline - BODY * 0.75, plate, BODY * 0.85, ink.ground))
        sketch.marks.append(Words(x, baseline, text, BODY, ink.text, align="center"))


def _figures(chart: Chart) -> Iterator[tuple[int, int, int]]:
    """Category, series, value of every known figure."""
    for category in range(len(chart.categories)):
        for i, series in enumerate(chart.series):
            value = series.values[category]
            if value is not None:
                yield category, i, value


def _categories(chart: Chart, field: _Field, sketch: Sketch, ink: Ink) -> None:
    """The name of each category and the few words below it."""
    sketch.height = field.top + PLOT + 4 + BODY * LINE
    lowest = 0
    for i, name in enumerate(chart.categories):
        middle = field.middle(i)
        sketch.marks.append(Words(middle, sketch.height - 2, name, BODY, ink.text, bold=True, align="center"))
        text = chart.under[i] if i < len(chart.under) else ""
        lines = broken(text, SMALL, field.step - 6, centred=True) if text else []
        for k, line in enumerate(lines, start=1):
            y = sketch.height + k * SMALL * LINE - 1
            sketch.marks.append(Words(middle, y, line, SMALL, ink.muted, align="center"))
        lowest = max(lowest, len(lines))
    sketch.height += lowest * SMALL * LINE + 4
