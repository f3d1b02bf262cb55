"""Writes a printed form to a file: built from the data, made in memory, checked, put in place whole."""

from __future__ import annotations

from pathlib import Path

from db.connection import Connection, one_look
from db.files import write_file
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import form
from dvcq_desktop.printed.blocks import Document, FormOptions
from dvcq_desktop.texts import _

SUFFIXES = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}


def build_form(db: Connection, key: str, options: FormOptions) -> Document:
    """The blocks of a form, from the data as of one moment."""
    with one_look(db):
        return form(key).build(db, options)


def export_form(db: Connection, key: str, options: FormOptions, path: Path) -> None:
    """Write a form as PDF, DOCX or XLSX by the file's ending. Raises RuleBroken, or OSError with the old file intact."""
    write_document(build_form(db, key, options), path)


def write_document(document: Document, path: Path) -> None:
    """Write a document as PDF, DOCX or XLSX by the file's ending. Raises RuleBroken, or OSError with the old file intact."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken(_("Tệp phải có đuôi .pdf, .docx hoặc .xlsx; “{name}” thì không.", name=path.name))
    if not path.parent.is_dir():
        raise RuleBroken(_("Không có thư mục {folder}. Hãy chọn nơi khác để ghi tệp.", folder=path.parent))
    from dvcq_desktop.writers import write

    write_file(path, write(document, suffix))


def proposed_name(key: str, year: int, suffix: str = ".pdf") -> str:
    """ "ke-hoach-2025.pdf": without accents, fit for every system."""
    return f"{key}-{year}{suffix}"
