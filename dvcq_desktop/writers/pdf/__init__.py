"""Writes a document as PDF with its own layout on the canvas of reportlab; the only package that imports reportlab."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dvcq_desktop.printed.blocks import Document
from dvcq_desktop.writers.pdf.draw import draw
from dvcq_desktop.writers.pdf.layout import LaidPart, lay_document
from dvcq_desktop.writers.profile import Profile, profile

Places = dict[str, tuple[int, float]]


def write_pdf(document: Document, page: Profile | None = None) -> bytes:
    """The document as a PDF file, by the decree's profile in force or the one given."""
    return write_pdf_with_places(document, page)[0]


def write_pdf_with_places(document: Document, page: Profile | None = None) -> tuple[bytes, Places]:
    """The file, and for each anchor of a block its page (from 0) and the points from the top of that page."""
    page = page or profile()
    with _ONE_AT_A_TIME, _collector_paused():
        parts = lay_document(document, page)
        return draw(parts, page, document.title, document.language), _places(parts)


_ONE_AT_A_TIME = threading.Lock()  # reportlab's fonts keep the place they read at: two papers at once would mix them


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles while a million plain tuples are made: it would cost a third of a long table."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _places(parts: list[LaidPart]) -> Places:
    places: Places = {}
    index = 0
    for part in parts:
        for laid in part.pages:
            for down, strip in laid.placed:
                if strip.anchor:
                    places.setdefault(strip.anchor, (index, part.sheet.top + down))
            index += 1
    return places
