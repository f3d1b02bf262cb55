"""The shelf of writers: each suffix and the function that turns neutral blocks into that kind of file."""

from __future__ import annotations

from collections.abc import Callable

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import Document
from dvcq_desktop.texts import _


# Each library is imported at its first use: the first paint of the window must not wait for it.
def _pdf(document: Document) -> bytes:
    from dvcq_desktop.writers.pdf import write_pdf

    return write_pdf(document)


def _docx(document: Document) -> bytes:
    from dvcq_desktop.writers.docx import write_docx

    return write_docx(document)


def _xlsx(document: Document) -> bytes:
    from dvcq_desktop.writers.xlsx import write_xlsx

    return write_xlsx(document)


WRITERS: dict[str, Callable[[Document], bytes]] = {".pdf": _pdf, ".docx": _docx, ".xlsx": _xlsx}


def write(document: Document, suffix: str) -> bytes:
    """The file of that suffix; RuleBroken where no writer stands on the shelf for it."""
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise RuleBroken(
            _("Không ghi được tệp loại “{suffix}”. Hãy chọn một trong: {known}.", suffix=suffix, known=known)
        )
    return writer(document)
