"""Lays out text: the head of cells 1 to 4, titles, legal bases, headings and paragraphs (Decree 30, annex I, II)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dvcq_desktop.printed.blocks import Addressees, AppendixTitle, Head, Heading, LegalBase, Text, Title
from dvcq_desktop.writers.pdf.fonts import blank_kept, face
from dvcq_desktop.writers.pdf.paragraph import Item, Line, Style, line_style, set_runs, set_text
from dvcq_desktop.writers.pdf.strips import Rule, Strip
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile
from dvcq_desktop.writers.wording import (
    ADDRESSED,
    ADDRESSED_FROM,
    CENTRED_HEADINGS,
    MOTTO,
    NATION,
    addressee_lines,
    appendix_name,
    heading_text,
    number_line,
)


class Column:
    """Lines set one below the other in a column of the page, with the rules below them."""

    def __init__(self, left: float, width: float) -> None:
        self.left = left
        self.width = width
        self.height = 0.0
        self.items: list[Item] = []
        self.rules: list[Rule] = []
        self.widest = 0.0  # of the lines added last

    def add(self, lines: Iterable[Line], leading: float, gap: float = 0.0) -> None:
        lines = tuple(lines)
        if not lines:
            return
        self.height += gap if self.items else 0.0
        for items, _left, _natural in lines:
            self.items += [(f, s, x + self.left, dy + self.height, w, t) for f, s, x, dy, w, t in items]
            self.height += leading
        self.widest = max(line[2] for line in lines)

    def text(self, text: str, style: Style, gap: float = 0.0) -> None:
        self.add(set_text(text, style, self.width), style.leading, gap)

    def one_line(self, text: str, style: Style) -> None:
        """A line that must not be broken: the nation's name, the motto (annex I, II.1)."""
        used = face(style.bold, style.italic)
        ready = blank_kept(text)
        width = used.width(ready, style.size)
        x = (self.width - width) / 2
        self.add([(((used.name, style.size, x, style.baseline, 0.0, ready),), x, width)], style.leading)

    def rule(self, share: float, gap: float) -> None:
        """A solid line below what was added last, centred, as long as this share of it."""
        half = self.widest * share / 2
        middle = self.left + self.width / 2
        self.rules.append((middle - half, middle + half, self.height + gap))
        self.height += gap


def centred(size: float, *, bold: bool = False, italic: bool = False) -> Style:
    return line_style(size, align="center", bold=bold, italic=italic, balanced=True)


def lay_head(head: Head, profile: Profile, width: float) -> list[Strip]:
    """Cells 1 to 4 side by side; cell 3 and cell 4 on one level (annex I, IV)."""
    sizes, rules = profile.sizes, profile.rules
    left_width = width * profile.head.left / (profile.head.left + profile.head.right)
    nation_style = centred(sizes.nation, bold=True)
    needed = face(bold=True).width(blank_kept(NATION), sizes.nation)
    left_width = min(left_width, width - needed)  # the nation's name never breaks, whatever the margins
    left, right = Column(0.0, left_width), Column(left_width, width - left_width)
    left.text(head.parent, centred(sizes.parent))
    for line in head.organ:
        left.text(line, centred(sizes.organ, bold=True))
    left.rule(rules.share, rules.gap)
    right.one_line(NATION, nation_style)
    right.one_line(MOTTO, centred(sizes.motto, bold=True))
    right.rule(1.0, rules.gap)
    level = max(left.height, right.height) + profile.body.gap_before
    number, place = centred(sizes.number), centred(sizes.place_and_date, italic=True)
    for column, text, style in ((left, number_line(head), number), (right, head.place_and_date, place)):
        column.height = level + max(number.baseline, place.baseline) - style.baseline
        column.text(text, style)
    left.text(head.subject, centred(sizes.subject), profile.body.gap_before)
    height = max(left.height, right.height) + (profile.body.gap_before if head.subject.strip() else 0.0)
    return [Strip(height, (*left.items, *right.items), rules=(*left.rules, *right.rules))]


def lay_title(title: Title, profile: Profile, width: float) -> list[Strip]:
    """Cell 5a: kind and abstract, bold and centred, the line below 1/3 to 1/2 of the text (annex I, II.5)."""
    column = Column(0.0, width)
    column.text(title.kind.upper(), centred(profile.sizes.kind, bold=True))
    if title.abstract.strip():
        column.text(title.abstract, centred(profile.sizes.abstract, bold=True))
    return _ruled(column, profile, profile.head.after)


def lay_appendix_title(title: AppendixTitle, profile: Profile, width: float) -> list[Strip]:
    """ "Phụ lục I", its name in capitals, "(Kèm theo …)" in italics with a line below (annex I, III.1)."""
    sizes = profile.sizes
    column = Column(0.0, width)
    column.text(title.label, centred(sizes.appendix_label, bold=True))
    column.text(appendix_name(title), centred(sizes.appendix_name, bold=True))
    column.text(title.reference, centred(sizes.appendix_reference, italic=True))
    return _ruled(column, profile, 0.0)


def _ruled(column: Column, profile: Profile, gap: float) -> list[Strip]:
    if not column.items:
        return []
    column.rule(profile.rules.share, profile.rules.gap)
    column.height += profile.body.gap_before
    return [Strip(column.height, tuple(column.items), gap=gap, rules=tuple(column.rules), keep=True)]


@lru_cache(maxsize=8)
def body_style(profile: Profile) -> Style:
    """A paragraph of the body (annex I, II.6): indented, justified, 6 pt from the one before."""
    body = profile.body
    return line_style(
        profile.sizes.body,
        body.line_spacing,
        indent=body.first_line_indent * POINTS_PER_MM,
        stretch=body.word_stretch,
        shrink=body.word_shrink,
    )


@lru_cache(maxsize=64)
def _variant(profile: Profile, align: str, indent: bool, bold: bool, italic: bool) -> Style:
    style = body_style(profile)
    return line_style(
        style.size,
        profile.body.line_spacing,
        align=align,
        indent=style.indent if indent else 0.0,
        bold=bold,
        italic=italic,
        balanced=align == "center",
        stretch=style.stretch,
        shrink=style.shrink,
    )


def lay_legal_base(base: LegalBase, profile: Profile, width: float) -> list[Strip]:
    """Cell 6, căn cứ: italic, one a line (annex I, II.6.a)."""
    style = _variant(profile, "justify", True, False, True)
    return strips_of(set_text(base.text, style, width), style, profile.body.gap_before)


def lay_addressees(block: Addressees, profile: Profile, width: float) -> list[Strip]:
    """Cell 9a: one addressee beside "Kính gửi:", several below it, their dashes under the colon (annex I, II.9.a)."""
    lines = addressee_lines(block.names)
    if len(lines) < 2:
        style = _variant(profile, "center", False, False, False)
        return strips_of(set_text(" ".join([ADDRESSED, *lines]), style, width), style, profile.head.after)
    style = _variant(profile, "left", False, False, False)
    column = Column(width * ADDRESSED_FROM, width * (1 - ADDRESSED_FROM))
    column.text(ADDRESSED, style)
    under = face().width(blank_kept(ADDRESSED), style.size)
    column.left, column.width = column.left + under, column.width - under
    for line in lines:
        column.text(line, style)
    return [Strip(column.height, tuple(column.items), gap=profile.head.after, keep=True)]


def lay_heading(heading: Heading, profile: Profile, width: float) -> list[Strip]:
    """A numbered heading, kept with what follows; from level 4 on it is a line of the text."""
    text = heading_text(heading)
    bold = heading.level <= 3
    if heading.level == 1 and heading.number.startswith(CENTRED_HEADINGS):
        style = _variant(profile, "center", False, True, False)
        lines = set_text(heading.number, style, width) + set_text(heading.text.upper(), style, width)
    else:
        style = _variant(profile, "justify", True, bold, False)
        lines = set_text(text, style, width)
    strips = strips_of(lines, style, profile.body.gap_before, anchor=heading.anchor)
    if bold:
        for strip in strips:
            strip.keep = True
    return strips


def lay_paragraph(text: Text, profile: Profile, width: float) -> list[Strip]:
    """A paragraph of the body."""
    style = _variant(profile, text.align, text.indent and text.align in ("justify", "left"), False, False)
    runs = text.runs
    if len(runs) == 1 and not runs[0].bold and not runs[0].italic:
        lines = set_text(runs[0].text, style, width)
    else:
        lines = set_runs(runs, style, width)
    strips = strips_of(lines, style, profile.body.gap_before, anchor=text.anchor)
    if text.keep_with_next and strips:
        strips[-1].keep = True
    return strips


def strips_of(lines: tuple[Line, ...], style: Style, gap: float, anchor: str = "") -> list[Strip]:
    """A strip a line; the first two and the last two lines stay together (no widow, no orphan)."""
    leading, last = style.leading, len(lines) - 1
    strips = [Strip(leading, line[0]) for line in lines]
    if strips:
        strips[0].gap = gap
        strips[0].anchor = anchor
        if last:
            strips[0].keep = True
            strips[last - 1].keep = True
    return strips
