"""Sets a paragraph: text and style become lines ready to draw, remembered so that only changed text is set anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from dvcq_desktop.printed.blocks import Align, Run
from dvcq_desktop.writers.pdf import breaking
from dvcq_desktop.writers.pdf.fonts import ASCENT, DESCENT, LINE, SPACE, Face, drawable, face, printable
from dvcq_desktop.writers.words import NBSP, glue, shared_out

# What is drawn: face, size, x, baseline below the top of the strip, extra word space, text.
Item = tuple[str, float, float, float, float, str]
# The items of one line, its left edge and its natural width.
Line = tuple[tuple[Item, ...], float, float]
_WIDEST_GAP = 0.9  # em: a justified line with wider holes than this is left ragged


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a paragraph is set; lengths in points. Made by line_style, the same one for the same wishes."""

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


@lru_cache(maxsize=1_024)
def line_style(size: float, spacing: float = 1.0, **more: object) -> Style:
    """A style whose lines stand "spacing" lines apart."""
    return replace(Style(size, size * LINE * spacing), **more)  # type: ignore[arg-type]  # names checked by replace()


def set_lines(text: str, style: Style, width: float) -> list[Line]:
    """The lines of a text in one style; none for an empty text."""
    ready = printable(text)
    lines: list[Line] = []
    if not ready:
        return lines
    used = face(style.bold, style.italic)
    known = used.widths
    narrowest = (width - max(style.indent, style.hanging)) / style.size
    for section in ready.split("\n") if "\n" in ready else (ready,):
        atoms = section.split(" ")
        widths = [known[atom] for atom in atoms]
        if max(widths) <= narrowest:
            lines += _set_atoms(atoms, widths, used.name, style, width, not lines)
            continue
        for stretch in _fitting(atoms, used, narrowest):
            lines += _set_atoms(stretch, [known[atom] for atom in stretch], used.name, style, width, not lines)
    return lines


@lru_cache(maxsize=16_384)
def set_text(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """The lines of a text, remembered: a changed document sets only its changed paragraphs anew."""
    return tuple(set_lines(text, style, width))


def forget() -> None:
    """Empties what is remembered, to measure a first time."""
    set_text.cache_clear()
    set_runs.cache_clear()


def _fitting(atoms: list[str], used: Face, room: float) -> Iterator[list[str]]:
    """The atoms in stretches between forced line ends; atoms too wide for a line are unglued, then cut."""
    widths = used.widths
    stretch: list[str] = []
    for word in atoms:
        for part in word.split(NBSP) if widths[word] > room else (word,):
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


def _ends(sums: list[float], spaces: Sequence[int], style: Style, width: float, first: bool) -> list[int]:
    """Where the lines end, the way the style wants it."""
    rest = (width - style.hanging) / style.size
    begin = (width - style.indent) / style.size if first else rest
    if style.align == "justify":
        return breaking.optimal(sums, spaces, begin, rest, style.stretch, style.shrink)
    return breaking.even(sums, rest) if style.balanced else breaking.ragged(sums, begin, rest)


def _spaces(atoms: list[str]) -> Sequence[int]:
    """How many spaces that can stretch stand before each atom."""
    return list(accumulate([1 + atom.count(NBSP) if NBSP in atom else 1 for atom in atoms], initial=0))


def _set_atoms(atoms: list[str], widths: list[float], name: str, style: Style, width: float, first: bool) -> list[Line]:
    """The lines of a stretch of atoms, each of which fits a line."""
    size, baseline = style.size, style.baseline
    natural = (sum(widths) + SPACE * (len(atoms) - 1)) * size
    indent = style.indent if first else style.hanging
    if natural <= width - indent:
        x = _place(style, width, indent, natural, 0, True)[0]
        return [(((name, size, x, baseline, 0.0, " ".join(atoms)),), x, natural)]
    sums, spaces = breaking.prefix_sums(widths), _spaces(atoms)
    lines: list[Line] = []
    start, count = 0, len(atoms)
    for end in _ends(sums, spaces, style, width, first):
        natural = (sums[end] - sums[start] - SPACE) * size
        x, gap = _place(style, width, indent, natural, spaces[end] - spaces[start] - 1, end == count)
        lines.append((((name, size, x, baseline, gap, " ".join(atoms[start:end])),), x, natural))
        start, indent = end, style.hanging
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
        if runs and (runs[0].bold or runs[0].italic):
            style = replace(style, bold=style.bold or runs[0].bold, italic=style.italic or runs[0].italic)
        return tuple(set_lines("".join(run.text for run in runs), style, width))
    text = glue(drawable("".join(run.text for run in runs)))
    spans = _spans(runs, text, style)
    widest, narrowest = face(bold=True), (width - max(style.indent, style.hanging)) / style.size
    lines: list[Line] = []
    offset = 0
    for section in text.split("\n"):
        for atoms in _fitting(section.split(" "), widest, narrowest):
            offset = text.index(atoms[0], offset)
            lines.extend(_set_mixed(text, offset, atoms, spans, style, width, first=not lines))
            offset += len(" ".join(atoms))
    return tuple(lines)


def _spans(runs: tuple[Run, ...], text: str, style: Style) -> list[tuple[int, Face]]:
    """Where each run ends in the cleaned text, and its face."""
    ends = accumulate(map(len, shared_out(text, [run.text for run in runs])))
    faces = [face(style.bold or run.bold, style.italic or run.italic) for run in runs]
    return list(zip(ends, faces, strict=True))


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
    sums, spaces = breaking.prefix_sums(widths), _spaces(atoms)
    lines: list[Line] = []
    done = 0
    for end in _ends(sums, spaces, style, width, first):
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
