"""Lays out the foot of a text: Nơi nhận at the left, who signs at the right, in one piece (annex I, II.7, II.9.b)."""

from __future__ import annotations

from dvcq_desktop.printed.blocks import SignatureCell, Signatures
from dvcq_desktop.writers.pdf.fonts import face
from dvcq_desktop.writers.pdf.layout_text import Column, centred
from dvcq_desktop.writers.pdf.paragraph import Item, line_style
from dvcq_desktop.writers.pdf.strips import Strip
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile
from dvcq_desktop.writers.wording import RECIPIENTS, recipient_lines

_MARK_WIDTH = 0.583  # em: "- " before a recipient, the other lines hang below its first letter
_SHARE_OF_PAGE = 0.8  # a longer list of recipients flows on below the signature


def lay_signatures(block: Signatures, profile: Profile, width: float, height: float) -> list[Strip]:
    """One strip that is never torn; a very long list of recipients goes on in strips of a line each."""
    split = profile.signatures
    if block.left is not None:
        total = split.first + split.gap + split.second
        left = Column(0.0, width * split.first / total)
        right = Column(width * (split.first + split.gap) / total, width * split.second / total)
        if width > total * POINTS_PER_MM * 1.2:  # across a wide page two equal halves stand better
            left, right = Column(0.0, width / 2), Column(width / 2, width / 2)
        _sign(left, block.left, profile)
    else:
        start = width * split.recipients / (split.recipients + split.signer)
        right = Column(start, width - start)
        free = signer_edge(block.right, profile, start, width) - split.gap * POINTS_PER_MM
        left = Column(0.0, max(start, free))
        _recipients(left, block.recipients, profile)
    _sign(right, block.right, profile)
    if block.left is not None:
        _level_names(left, right, bool(block.left.name), bool(block.right.name))
    limit = max(right.height, height * _SHARE_OF_PAGE)
    kept = [item for item in left.items if item[3] <= limit]
    flowing = [] if block.left is not None else left.items[len(kept) :]
    if not flowing:
        kept = left.items
    body = max(right.height, left.height if not flowing else limit)
    strips = [Strip(body, (*kept, *right.items), gap=split.before)]
    return strips + [_flowing_line(item) for item in flowing]


def signer_edge(cell: SignatureCell, profile: Profile, start: float, width: float) -> float:
    """Where the widest line of who signs begins: as far as that the recipients may run without meeting it."""
    sizes, bold, italic = profile.sizes, face(bold=True), face(italic=True)
    widest = max(
        [bold.width(line, sizes.authority) for line in cell.lines]
        + [bold.width(cell.name, sizes.signer), italic.width(cell.note, sizes.signature_note)]
    )
    return (start + width - min(widest, width - start)) / 2


def _flowing_line(item: Item) -> Strip:
    style = line_style(item[1])
    return Strip(style.leading, ((*item[:3], style.baseline, *item[4:]),))


def _sign(column: Column, cell: SignatureCell, profile: Profile) -> None:
    """Authority and capacity in bold capitals, room for signature and seal, the name in bold (annex I, II.7)."""
    sizes = profile.sizes
    for line in cell.lines:
        column.text(line, centred(sizes.authority, bold=True))
    column.text(cell.note, centred(sizes.signature_note, italic=True))
    column.height += profile.signatures.room * POINTS_PER_MM
    column.text(cell.name, centred(sizes.signer, bold=True))


def _level_names(left: Column, right: Column, named: bool, other_named: bool) -> None:
    """Both names on one line, however many lines of capacity stand above each."""
    if not (named and other_named):
        return
    lower = max(left.height, right.height)
    for column in (left, right):
        *above, (face_name, size, x, baseline, gap, text) = column.items
        column.items = [*above, (face_name, size, x, baseline + lower - column.height, gap, text)]
        column.height = lower


def _recipients(column: Column, recipients: tuple[str, ...], profile: Profile) -> None:
    """ "Nơi nhận:" level with the authority, the list in 11 pt below (annex I, II.9.b)."""
    lines = recipient_lines(recipients)
    if not lines:
        return
    sizes = profile.sizes
    title = line_style(sizes.recipients_title, align="left", bold=True, italic=True)
    column.height = centred(sizes.authority, bold=True).baseline - title.baseline
    column.text(RECIPIENTS, title)
    style = line_style(sizes.recipients, align="left", hanging=_MARK_WIDTH * sizes.recipients)
    for line in lines:
        column.text(line, style)
