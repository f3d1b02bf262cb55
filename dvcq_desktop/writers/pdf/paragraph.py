"""Sets a paragraph: from text and a style to lines of items ready to draw, remembered so that only changed text is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from dvcq_desktop.printed.blocks import Align, Run
from dvcq_desktop.writers.pdf import breaking
from dvcq_desktop.writers.pdf.fonts import ASCENT, DESCENT, LINE, SPACE, Face, drawable, face, printable
from dvcq_desktop.writers.words import NBSP, glue

# What is drawn: face, size, x, baseline below the top of the strip, extra word space, text.
Item = tuple[str, float, float, float, float, str]
# The items of one line, its left edge and its natural width.
Line = tuple[tuple[Item, ...], float, float]
_WIDEST_GAP = 0.9  # em: a justified line with wider holes than this is left ragged


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set; lengths in points."""

    size: float
    leading: float
    align: Align = "justify"
    bold: bool = False
    italic: bool = False
    indent: float = 0.0  # of the first line
    hanging: float = 0.0  # of the other lines
    balanced: bool = False  # centred lines of about the same length
    stretch: float = 1.0
    shrink: float = 0.14

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline: what a line has above "single" goes above the letters."""
        return self.leading - (LINE - ASCENT) * self.size

    @property
    def depth(self) -> float:
        return DESCENT * self.size


def line_style(size: float, spacing: float = 1.0, **more: object) -> Style:
    """A style whose lines stand "spacing" lines apart."""
    return replace(Style(size, size * LINE * spacing), **more)  # type: ignore[arg-type]  # names checked by replace()


@lru_cache(maxsize=16_384)
def set_text(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """The lines of a text in one style; none for an empty text."""
    ready = printable(text)
    if not ready:
        return ()
    used = face(style.bold, style.italic)
    lines: list[Line] = []
    for section in ready.split("\n"):
        for atoms in _fitting(section.split(" "), used, style, width):
            lines.extend(_set_atoms(atoms, used, style, width, first=not lines))
    return tuple(lines)


def _rooms(style: Style, width: float, first: bool) -> tuple[float, float]:
    """Room of the first and of the other lines, in em."""
    rest = (width - style.hanging) / style.size
    return ((width - style.indent) / style.size if first else rest), rest


def _fitting(atoms: list[str], used: Face, style: Style, width: float) -> Iterator[list[str]]:
    """The atoms in stretches between forced line ends; atoms too wide for a line are unglued, then cut."""
    room = (width - max(style.indent, style.hanging)) / style.size
    widths = used.widths
    if max([widths[atom] for atom in atoms]) <= room:
        yield atoms
        return
    stretch: list[str] = []
    for word in " ".join(atoms).split(" "):
        parts = word.split(NBSP) if widths[word] > room else [word]
        for part in parts:
            if widths[part] <= room:
                stretch.append(part)
                continue
            if stretch:
                yield stretch
            *full, last = breaking.cut(part, widths, room)
            for piece in full:
                yield [piece]
            stretch = [last]
    if stretch:
        yield stretch


def _ends(widths: list[float], spaces: list[int], style: Style, first: float, rest: float) -> list[int]:
    if style.align == "justify":
        return breaking.optimal(widths, spaces, first, rest, style.stretch, style.shrink)
    if style.balanced:
        return breaking.even(widths, rest)
    return breaking.ragged(widths, first, rest)


def _set_atoms(atoms: list[str], used: Face, style: Style, width: float, *, first: bool) -> list[Line]:
    known = used.widths
    widths = [known[atom] for atom in atoms]
    spaces = list(accumulate([1 + atom.count(NBSP) for atom in atoms], initial=0))
    ends = _ends(widths, spaces, style, *_rooms(style, width, first))
    sums = breaking.prefix_sums(widths)
    lines: list[Line] = []
    size, baseline, name, start = style.size, style.baseline, used.name, 0
    for end in ends:
        indent = style.indent if first and not start else style.hanging
        natural = (sums[end] - sums[start] - SPACE) * size
        gaps = spaces[end] - spaces[start] - 1
        x, gap = _place(style, width, indent, natural, gaps, end == len(atoms))
        lines.append((((name, size, x, baseline, gap, " ".join(atoms[start:end])),), x, natural))
        start = end
    return lines


def _place(style: Style, width: float, indent: float, natural: float, gaps: int, last: bool) -> tuple[float, float]:
    """The left edge of a line and what is added to each space."""
    slack = width - indent - natural
    if style.align == "justify":
        if gaps and (slack < 0 or not last) and slack < gaps * _WIDEST_GAP * style.size:
            return indent, slack / gaps
        return indent, 0.0
    if style.align == "center":
        return indent + slack / 2, 0.0
    return (indent + slack if style.align == "right" else indent), 0.0


@lru_cache(maxsize=4_096)
def set_runs(runs: tuple[Run, ...], style: Style, width: float) -> tuple[Line, ...]:
    """The lines of a paragraph whose parts are bold or italic."""
    runs = tuple(run for run in runs if run.text)
    if len({(run.bold, run.italic) for run in runs}) <= 1:
        styled = replace(style, bold=style.bold or runs[0].bold, italic=style.italic or runs[0].italic) if runs else style
        return set_text("".join(run.text for run in runs), styled, width)
    text = glue(drawable("".join(run.text for run in runs)))
    spans = _spans(runs, text, style)
    widest = face(bold=True)
    lines: list[Line] = []
    offset = 0
    for section in text.split("\n"):
        for atoms in _fitting(section.split(" "), widest, style, width):
            offset = text.index(atoms[0], offset)
            lines.extend(_set_mixed(text, offset, atoms, spans, style, width, first=not lines))
            offset += len(" ".join(atoms))
    return tuple(lines)


def _spans(runs: tuple[Run, ...], text: str, style: Style) -> list[tuple[int, Face]]:
    """Where each run ends in the cleaned text: found by counting letters, since cleaning only touches spaces."""
    spans: list[tuple[int, Face]] = []
    at = 0
    for run in runs:
        letters = sum(1 for char in drawable(run.text) if char not in " \n\u00a0")
        while at < len(text) and letters:
            letters -= text[at] not in " \n\u00a0"
            at += 1
        spans.append((at, face(style.bold or run.bold, style.italic or run.italic)))
    spans[-1] = (len(text), spans[-1][1])
    return spans


def _pieces(start: int, end: int, spans: list[tuple[int, Face]]) -> Iterator[tuple[int, int, Face]]:
    for stop, used in spans:
        if stop > start:
            yield start, min(stop, end), used
            start = stop
        if start >= end:
            return


def _set_mixed(
    text: str, offset: int, atoms: list[str], spans: list[tuple[int, Face]], style: Style, width: float, *, first: bool
) -> list[Line]:
    starts = list(accumulate((len(atom) + 1 for atom in atoms), initial=offset))
    widths = [
        sum(used.widths[text[a:b]] for a, b, used in _pieces(start, start + len(atom), spans))
        for start, atom in zip(starts, atoms, strict=False)
    ]
    spaces = list(accumulate([1 + atom.count(NBSP) for atom in atoms], initial=0))
    ends = _ends(widths, spaces, style, *_rooms(style, width, first))
    sums = breaking.prefix_sums(widths)
    lines: list[Line] = []
    done = 0
    for end in ends:
        indent = style.indent if first and not done else style.hanging
        natural = (sums[end] - sums[done] - SPACE) * style.size
        left, gap = _place(style, width, indent, natural, spaces[end] - spaces[done] - 1, end == len(atoms))
        x, items = left, []
        for a, b, used in _pieces(starts[done], starts[end] - 1, spans):
            part = text[a:b]
            items.append((used.name, style.size, x, style.baseline, gap, part))
            x += used.width(part, style.size) + gap * (part.count(" ") + part.count(NBSP))
        lines.append((tuple(items), left, natural))
        done = end
    return lines
