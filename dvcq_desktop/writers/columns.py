"""Shares the width of a table among its columns so that no date, number or heading word of a narrow one is cut."""

from __future__ import annotations

from collections.abc import Callable

from dvcq_desktop.printed.blocks import Grid

Measure = Callable[[str, bool], float]
_NARROW = 0.2  # of the width: only these columns are looked at, the others have room
_MOST = 1.6  # a narrow column grows to this much of its share, longer words are cut


def column_widths(grid: Grid, width: float, padding: float, measure: Measure) -> list[float]:
    """Widths in the unit of width: the shares of the form, narrow columns widened at the cost of the wide ones."""
    total = sum(max(column.share, 0.0) for column in grid.columns)
    count = len(grid.columns)
    widths = [width * max(column.share, 0.0) / total if total else width / count for column in grid.columns]
    wanted = list(widths)
    for i, share in enumerate(widths):
        if share < width * _NARROW:
            needed = _longest_word(grid, i, measure) + 2 * padding + 0.1
            wanted[i] = min(max(share, needed), max(share, width / count) * _MOST)
    missing = sum(wanted) - width
    if missing <= 0:
        return widths
    spare = [share / 2 if share >= width * _NARROW else 0.0 for share in widths]
    given = min(missing / sum(spare), 1.0) if sum(spare) else 0.0
    widths = [want - give * given for want, give in zip(wanted, spare, strict=True)]
    scale = width / sum(widths)
    return [share * scale for share in widths]


def _longest_word(grid: Grid, column: int, measure: Measure) -> float:
    kinds = ("row", "total")
    texts = {(row.cells[column], row.kind) for row in grid.rows if row.kind in kinds and column < len(row.cells)}
    words = {(word, kind == "total") for text, kind in texts for word in text.split()}
    words |= {(word, True) for word in grid.columns[column].title.split()}
    return max((measure(word, bold) for word, bold in words), default=0.0)
