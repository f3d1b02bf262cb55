"""Cuts the strips of a part into pages: what is kept together stays so, headers of tables repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dvcq_desktop.writers.pdf.paragraph import Item
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile

Rule = tuple[float, float, float]  # left, right, below the top of the strip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in points: its size and where the text stands."""

    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float


@dataclass(slots=True, eq=False)
class Frame:
    """The borders of one table: the x of its vertical lines and the header its pages repeat."""

    edges: tuple[float, ...]
    header: tuple[Strip, ...] = ()

    @property
    def header_height(self) -> float:
        return sum(strip.height for strip in self.header)


@dataclass(slots=True, eq=False)
class Strip:
    """A piece of page that is never torn: its items are placed from its top, its x from the left margin."""

    height: float
    items: Sequence[Item]
    gap: float = 0.0  # above, dropped at the top of a page
    keep: bool = False  # with the next strip
    rules: tuple[Rule, ...] = ()
    anchor: str = ""
    frame: Frame | None = None  # of the table it belongs to
    open_cells: bool = True  # inner vertical lines (a group row has none)
    opens: bool = True  # a line above it (a later slice of a torn row has none)
    picture: Any = None  # a drawing of vectors instead of items, from the left margin


@dataclass(slots=True)
class Page:
    """Strips and where their tops stand, below the top margin."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    used: float = 0.0

    def put(self, strip: Strip) -> None:
        if self.placed:
            self.used += strip.gap
        self.placed.append((self.used, strip))
        self.used += strip.height


def sheet_of(profile: Profile, landscape: bool) -> Sheet:
    """The page of a part."""
    margins = profile.margins(landscape)
    width, height = (side * POINTS_PER_MM for side in profile.paper(landscape))
    left, top = margins.left * POINTS_PER_MM, margins.top * POINTS_PER_MM
    return Sheet(
        width,
        height,
        left,
        top,
        width - left - margins.right * POINTS_PER_MM,
        height - top - margins.bottom * POINTS_PER_MM,
    )


def paginate(strips: list[Strip], height: float) -> list[Page]:
    """Pages of at most this height; one page at least."""
    pages = [Page()]
    limit = height + 1e-6
    for chain in _chains(strips):
        page = pages[-1]
        total = sum([strip.height + strip.gap for strip in chain])
        if page.placed and page.used + total <= limit:
            for strip in chain:
                page.put(strip)
            continue
        on_new_page = total - chain[0].gap + _repeated(chain[0])
        if page.placed and on_new_page <= limit:
            page = Page()
            pages.append(page)
        for strip in chain:
            for slice_ in _sliced(strip, height):
                if page.placed and page.used + slice_.gap + slice_.height > limit:
                    page = Page()
                    pages.append(page)
                if not page.placed:
                    _repeat_header(page, slice_, height)
                page.put(slice_)
    return pages


def _chains(strips: list[Strip]) -> Iterator[list[Strip]]:
    chain: list[Strip] = []
    for strip in strips:
        chain.append(strip)
        if not strip.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def _repeated(strip: Strip) -> float:
    frame = strip.frame
    return frame.header_height if frame and all(strip is not part for part in frame.header) else 0.0


def _repeat_header(page: Page, strip: Strip, height: float) -> None:
    frame = strip.frame
    if (
        frame
        and not any(strip is part for part in frame.header)
        and frame.header_height + strip.height <= height + 1e-6
    ):
        for part in frame.header:
            page.put(part)


def _sliced(strip: Strip, height: float) -> Iterator[Strip]:
    """The strip itself, or slices of it between its lines where it is taller than a page."""
    if strip.height <= height + 1e-6 or strip.picture is not None:
        yield strip
        return
    pending = sorted(strip.items, key=lambda item: item[3])
    top, gap, opens = 0.0, strip.gap, strip.opens
    while pending:
        floor = top + height - pending[0][1] / 2
        inside = [item for item in pending if item[3] <= floor] or pending[:1]
        pending = pending[len(inside) :]
        bottom = pending[0][3] - pending[0][1] if pending else strip.height
        yield replace(
            strip,
            height=min(height, bottom - top),
            gap=gap,
            opens=opens,
            anchor=strip.anchor if opens else "",
            items=tuple((*item[:3], item[3] - top, *item[4:]) for item in inside),
            keep=False,
            rules=tuple((a, b, y - top) for a, b, y in strip.rules if top <= y < bottom),
        )
        top, gap, opens = bottom, 0.0, False
