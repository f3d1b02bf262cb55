"""Takes out of a document.xml, before it is parsed, what only says how the text looks: most of what there is to parse."""

from __future__ import annotations

import re

_LOOKS = re.compile(
    rb"<w:(?:rFonts|szCs|sz|lang|spacing|color|jc|ind|iCs|i|bCs|u|kern|widowControl|shd|highlight|keepNext|keepLines"
    rb"|snapToGrid|noProof|w|contextualSpacing|position|textAlignment|outlineLvl|autoSpaceDE|autoSpaceDN|adjustRightInd)"
    rb"(?: [^<>]*)?/>")
_REVISIONS = re.compile(rb"<w:([rp]) (?:w:rsid[A-Za-z]*=\"[0-9A-F]*\" ?|w14:(?:paraId|textId)=\"[0-9A-F]*\" ?)+>")
_PREFIX = re.compile(rb"xmlns:w=[\"']http://(?:schemas\.openxmlformats\.org/wordprocessingml/2006|purl\.oclc\.org/ooxml/wordprocessingml)"
                     rb"/main[\"']")
_PLAIN_RUNS = re.compile(rb"<w:r><w:t(?: [^<>]*)?>[^<]*</w:t></w:r>(?:<w:r><w:t(?: [^<>]*)?>[^<]*</w:t></w:r>)+")
_WORDS = re.compile(rb"<w:t[^>]*>([^<]*)")


def without_looks(data: bytes) -> bytes:
    """The same text, bold, numbers and marks in about a third of the elements.

    Only where "w" is Word's prefix, and not where CDATA or a comment might hold text that looks like an element.
    """
    if b"<!" in data or not _PREFIX.search(data, 0, 8_000):
        return data
    if b"w:rsid" in data:
        data = _REVISIONS.sub(rb"<w:\1>", data)
    # Word cuts a paragraph into many runs; those without any format left are one.
    data = _formats(_formats(data, b"rPr"), b"pPr")
    return _PLAIN_RUNS.sub(_join, data)


def _formats(data: bytes, name: bytes) -> bytes:
    """Every format without its looks. A document repeats a few formats a thousand times, so each is looked at once."""
    opening, closing = b"<w:" + name + b">", b"</w:" + name + b">"
    first, *pieces = data.split(opening)
    known: dict[bytes, bytes] = {}
    out = [first]
    for piece in pieces:
        form, end, rest = piece.partition(closing)
        if not end:  # one format inside another (a tracked change): its end comes with a later piece
            out += (opening, piece)
            continue
        kept = known.get(form)
        if kept is None:
            left = _LOOKS.sub(b"", form)
            kept = known[form] = opening + left + closing if left else b""
        out += (kept, rest)
    return b"".join(out)


def _join(runs: re.Match[bytes]) -> bytes:
    return b"<w:r><w:t>" + b"".join(_WORDS.findall(runs[0])) + b"</w:t></w:r>"
