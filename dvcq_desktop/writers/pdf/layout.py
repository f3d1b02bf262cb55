"""Lays a whole document out: every block to strips, the strips to pages, the signature kept with the text before it."""

from __future__ import annotations

from dataclasses import dataclass

from dvcq_desktop.printed.blocks import (
    Addressees,
    AppendixTitle,
    Block,
    Chart,
    Document,
    Grid,
    Head,
    Heading,
    Labels,
    LegalBase,
    Part,
    Text,
    Title,
    kept_with_signature,
)
from dvcq_desktop.writers.pdf.layout_chart import lay_chart
from dvcq_desktop.writers.pdf.layout_grid import lay_grid
from dvcq_desktop.writers.pdf.layout_labels import lay_labels
from dvcq_desktop.writers.pdf.layout_signatures import lay_signatures
from dvcq_desktop.writers.pdf.layout_text import (
    lay_addressees,
    lay_appendix_title,
    lay_head,
    lay_heading,
    lay_legal_base,
    lay_paragraph,
    lay_title,
)
from dvcq_desktop.writers.pdf.strips import Page, Sheet, Strip, paginate, sheet_of
from dvcq_desktop.writers.profile import Profile


@dataclass(frozen=True)
class LaidPart:
    """The pages of a part, numbered from 1."""

    sheet: Sheet
    pages: list[Page]


def lay_document(document: Document, profile: Profile) -> list[LaidPart]:
    """Every part on its own pages."""
    return [_lay_part(part, profile) for part in document.parts]


def _lay_part(part: Part, profile: Profile) -> LaidPart:
    sheet = sheet_of(profile, part.landscape)
    strips: list[Strip] = []
    kept = kept_with_signature(part.blocks)
    for i, block in enumerate(part.blocks):
        strips += lay_block(block, profile, sheet)
        if i in kept:
            _keep_end(strips)
    return LaidPart(sheet, paginate(strips, sheet.height))


def _keep_end(strips: list[Strip]) -> None:
    """The last two lines of the text, or the last two rows of the table, stay with the signature."""
    for strip in strips[-2:]:
        strip.keep = True


def lay_block(block: Block, profile: Profile, sheet: Sheet) -> list[Strip]:
    """The strips of one block."""
    width = sheet.width
    if isinstance(block, Text):
        return lay_paragraph(block, profile, width)
    if isinstance(block, Heading):
        return lay_heading(block, profile, width)
    if isinstance(block, Grid):
        return lay_grid(block, profile, width, sheet.height)
    if isinstance(block, (Chart, Labels)):
        return _lay_picture(block, profile, sheet)
    if isinstance(block, Addressees):
        return lay_addressees(block, profile, width)
    if isinstance(block, (LegalBase, Head)):
        return _lay_cells(block, profile, width)
    if isinstance(block, (Title, AppendixTitle)):
        return _lay_title(block, profile, width)
    return lay_signatures(block, profile, width, sheet.height)


def _lay_picture(block: Chart | Labels, profile: Profile, sheet: Sheet) -> list[Strip]:
    if isinstance(block, Labels):
        return lay_labels(block, profile, sheet.width)
    return lay_chart(block, profile, sheet.width, sheet.height)


def _lay_cells(block: Head | LegalBase, profile: Profile, width: float) -> list[Strip]:
    if isinstance(block, Head):
        return lay_head(block, profile, width)
    return lay_legal_base(block, profile, width)


def _lay_title(block: Title | AppendixTitle, profile: Profile, width: float) -> list[Strip]:
    if isinstance(block, AppendixTitle):
        return lay_appendix_title(block, profile, width)
    return lay_title(block, profile, width)
