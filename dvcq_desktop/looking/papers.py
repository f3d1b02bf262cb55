"""Pages and words of a PDF; only the looking process imports this."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from dvcq_desktop.looking.answers import CannotLook, Picture, Text
from dvcq_desktop.looking.sizes import fitting
from dvcq_desktop.vietnamese import clean

_SIGNED = "nơi nhận"  # stands beside the signature; what follows that page are appendices
_PASSWORD, _SECURITY = 4, 5  # of FPDF_GetLastError


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The paper, closed again in any case: on Windows an open file can be neither moved nor deleted."""
    try:
        paper = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as trouble:
        code = getattr(trouble, "err_code", 0)
        raise CannotLook("password" if code in (_PASSWORD, _SECURITY) else "damaged") from None
    try:
        with contextlib.suppress(pypdfium2.PdfiumError):
            paper.init_forms()  # without it neither signature stamps nor what was filled in are drawn
        if not len(paper):
            raise CannotLook("damaged")
        yield paper
    except pypdfium2.PdfiumError:
        raise CannotLook("damaged") from None
    finally:
        paper.close()


def count_pages(path: Path) -> int:
    with opened(path) as paper:
        return len(paper)


def page(path: Path, number: int, width: int) -> Picture:
    """One page as it would be printed, with stamps and signatures, never more than 16 megapixels."""
    with opened(path) as paper:
        if not 1 <= number <= len(paper):
            raise CannotLook("no-page")
        sheet = paper[number - 1]
        wide, high = sheet.get_size()
        if wide <= 0 or high <= 0:
            raise CannotLook("damaged")
        pixels_wide, _high = fitting(wide, high, width)
        bitmap = sheet.render(scale=(pixels_wide - 0.001) / wide, rev_byteorder=True, optimize_mode=None)
        pixels = _tight(bytes(bitmap.buffer), bitmap.width * 3, bitmap.stride, bitmap.height)
        return Picture(pixels=pixels, width=bitmap.width, height=bitmap.height, page_count=len(paper))


def _tight(data: bytes, row: int, stride: int, rows: int) -> bytes:
    if row == stride:
        return data
    return b"".join(data[at : at + row] for at in range(0, rows * stride, stride))


def text(path: Path, limit: int, seconds: float) -> Text:
    """The words page by page, a form feed between two pages, until the limit of letters or of time."""
    until = time.monotonic() + seconds
    with opened(path) as paper:
        count = len(paper)
        pages: list[str] = []
        letters = 0
        for number in range(count):
            pages.append(_words(paper, number, limit - letters))
            letters += len(pages[-1]) + 1
            if letters >= limit or time.monotonic() > until:
                break
        cut = len(pages) < count or letters > limit
        last = next((words for words in pages if _SIGNED in words.lower()), "")
        last = last or (_words(paper, count - 1, 100_000) if cut else pages[-1])
    body = "\f".join(pages)[:limit]
    state = "cut" if cut and letters > len(pages) else "whole" if body.strip("\f \n") else "none"
    return Text(pages=count, body=body, first_page=pages[0], last_page=last, state=state)  # type: ignore[arg-type]


def _words(paper: Any, number: int, limit: int) -> str:
    try:
        sheet = paper[number]
        if (
            raw.FPDFPage_GetAnnotCount(sheet)
            and raw.FPDFPage_Flatten(sheet, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        ):
            sheet.close()
            sheet = paper[number]  # stamps are part of the page now: number, day and signature are often stamped on
        words = sheet.get_textpage()
        letters = min(words.count_chars(), max(limit, 0))
        found = clean(words.get_text_range(0, letters)) if letters else ""
        words.close()
        sheet.close()
    except pypdfium2.PdfiumError:
        return ""  # one page is damaged: the others still have their words
    return found
