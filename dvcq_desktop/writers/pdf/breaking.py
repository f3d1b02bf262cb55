"""Breaks paragraphs into lines: justified over the whole paragraph, ragged line by line, centred evenly.

All widths are in em (at 1 point). A paragraph is a list of atoms, unbreakable groups of words, with one space between.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from dvcq_desktop.writers.pdf.fonts import SPACE

_FAR = float("inf")
_EPSILON = 1e-6
_LOOSE, _TIGHT = 40.0, 60.0  # badness of a space grown, or shrunk, by all it may
_SHORT_END = 900.0  # a last line of one short word is a blemish


def prefix_sums(widths: list[float]) -> list[float]:
    """sums[j] - sums[i] - SPACE is the natural width of the atoms i to j (j not included)."""
    return list(accumulate([width + SPACE for width in widths], initial=0.0))


def optimal(
    sums: list[float], spaces: Sequence[int], first: float, rest: float, stretch: float, shrink: float
) -> list[int]:
    """Where the lines end so that the spaces of the whole paragraph are as even as can be.

    spaces[j] counts the stretchable spaces before atom j, those inside atoms included. Every atom fits every line.
    Forward dynamic programming (Knuth and Plass, 1981): from each line start that can be reached only the two or
    three ends that make an acceptable line are tried.
    """
    count = len(sums) - 1
    cost = [_FAR] * (count + 1)
    came = [0] * (count + 1)
    cost[0] = 0.0
    room = first
    for start in range(count):
        so_far = cost[start]
        if so_far == _FAR:
            continue
        origin = sums[start] + SPACE
        fits = bisect_right(sums, origin + room + _EPSILON, start + 1) - 1
        for end in range(min(fits + 1, count), start, -1):
            slack = room - sums[end] + origin
            gaps = (spaces[end] - spaces[start] - 1) * SPACE
            if slack < -_EPSILON:  # one word more than fits, if the spaces can give that much
                if -slack > gaps * shrink:
                    continue
                total = so_far + (1.0 + _TIGHT * (-slack / (gaps * shrink)) ** 3) ** 2
            elif end == count:
                total = so_far + (_SHORT_END if end - start == 1 and slack > room * 0.85 else 0.0)
            else:
                ratio = slack / (gaps * stretch) if gaps else slack * 100.0
                if ratio > 1.0 and end < fits:
                    break
                total = so_far + (1.0 + _LOOSE * ratio * ratio * ratio) ** 2
            if total < cost[end]:
                cost[end], came[end] = total, start
        room = rest
    return _walk_back(came, count)


def _walk_back(came: list[int], count: int) -> list[int]:
    ends = []
    while count > 0:
        ends.append(count)
        count = came[count]
    return ends[::-1]


def ragged(sums: list[float], first: float, rest: float) -> list[int]:
    """Line ends for text that is not justified: each line takes what it can."""
    count = len(sums) - 1
    room, start, ends = first, 0, []
    while start < count:
        start = max(start + 1, bisect_right(sums, sums[start] + SPACE + room + _EPSILON, start + 1) - 1)
        ends.append(start)
        room = rest
    return ends


def even(sums: list[float], room: float) -> list[int]:
    """Line ends for centred text: as few lines as fit, all about as long."""
    ends = ragged(sums, room, room)
    lines, low, high = len(ends), room / 3, room
    while lines > 1 and high - low > 0.2:
        middle = (low + high) / 2
        tried = ragged(sums, middle, middle)
        if len(tried) <= lines:
            high, ends = middle, tried
        else:
            low = middle
    return ends


def cut(text: str, widths: dict[str, float], room: float) -> list[str]:
    """Pieces of an over-long word that each fit the room, cut after "/", "-", "." or "_" where that costs little."""
    sums = list(accumulate((widths[char] for char in text), initial=0.0))
    pieces, start, count = [], 0, len(text)
    while start < count:
        end = max(start + 1, bisect_right(sums, sums[start] + room + _EPSILON) - 1)
        if end < count:
            floor = bisect_left(sums, sums[start] + room * 0.4)
            best = max((text.rfind(mark, floor, end) for mark in "/-._,;@"), default=-1)
            if best > start:
                end = best + 1
        pieces.append(text[start:end])
        start = end
    return pieces
