"""Lays out labels of boxes: all of one size, side by side, to be cut along their borders."""

from __future__ import annotations

from dvcq_desktop.printed.blocks import Label, Labels
from dvcq_desktop.writers.pdf.paragraph import Item, line_style, set_lines
from dvcq_desktop.writers.pdf.strips import Frame, Strip
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile

_GAP = 6.0  # points between the parts of a label
_SIDE = 4.0  # mm kept free at its edges
_SMALLEST = 7.0  # points: smaller letters nobody reads on a shelf


def lay_labels(block: Labels, profile: Profile, width: float) -> list[Strip]:
    """A strip for each row of labels; the last row may have fewer."""
    look = profile.labels
    each, height = width / look.across, look.height * POINTS_PER_MM
    strips = []
    for start in range(0, len(block.labels), look.across):
        inside = block.labels[start : start + look.across]
        frame = Frame(tuple(each * place for place in range(len(inside) + 1)))
        items = [
            item for place, label in enumerate(inside) for item in _items(label, profile, each * place, each, height)
        ]
        strips.append(Strip(height, items, frame=frame, anchor=f"label:{start}"))
    return strips


def _items(label: Label, profile: Profile, x: float, width: float, height: float) -> list[Item]:
    """The lines of a label, from its top; its small lines shrink until all of them are inside."""
    size = profile.sizes.table
    while True:
        placed, used = _placed(label, profile, x, width, size)
        if used <= height - 2 * _GAP or size <= _SMALLEST:
            return placed
        size -= 0.5


def _placed(label: Label, profile: Profile, x: float, width: float, size: float) -> tuple[list[Item], float]:
    side = _SIDE * POINTS_PER_MM
    parts = [
        (label.organ.upper(), line_style(profile.sizes.organ, align="center", bold=True, balanced=True)),
        (label.title, line_style(profile.sizes.table, align="center", bold=True, balanced=True)),
        (label.number, line_style(profile.labels.number, align="center", bold=True)),
        *((line, line_style(size, align="left")) for line in label.lines),
    ]
    items: list[Item] = []
    down = 2 * _GAP
    for number, (text, style) in enumerate(parts):
        lines = set_lines(text, style, width - 2 * side)
        for line in lines:
            items += [(f, s, x + side + left, down + dy, gap, words) for f, s, left, dy, gap, words in line[0]]
            down += style.leading
        if lines:
            down += _GAP if number < 3 else _GAP / 2
    return items, down
