"""Legal documents (văn bản) that plans cite: one record each, however often and however it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.dates import short_date
from dvcq_desktop.records import Record, column, fetch, insert, one
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class LegalDocument(Record):
    """A decision, directive, plan …; a law has no reference (Decree 30, annex I, II.6.a)."""

    TABLE: ClassVar[str] = "legal_document"
    kind: str = column("Loại", width=14)
    reference: str = column("Số, ký hiệu", width=18, default="")
    issued_on: str = column("Ngày", kind="date", width=10, default="")
    issuer: str = column("Cơ quan ban hành", width=26, default="")
    subject: str = column("Trích yếu", kind="lines", width=60, default="")


@dataclass(frozen=True, kw_only=True)
class Citation(Record):
    """A place of a plan that cites a document, with the date as written there."""

    TABLE: ClassVar[str] = "citation"
    plan_id: int
    legal_document_id: int
    written_date: str = ""
    line: int = 0


def all_documents(db: Connection) -> list[LegalDocument]:
    return fetch(db, LegalDocument, "ORDER BY issued_on, id")


def document_known(
    db: Connection, kind: str, reference: str, *, issued_on: str = "", issuer: str = "", subject: str = ""
) -> int:
    """The id of the document of this kind and reference, stored where it is new; a law is known by its subject."""
    kind, reference, subject = clean_line(kind), clean_line(reference), clean_line(subject)
    where, params = (
        ("WHERE reference = ?", (reference,)) if reference else ("WHERE kind = ? AND subject = ?", (kind, subject))
    )
    found = one(db, LegalDocument, where, params)
    if found:
        return found.id
    return insert(
        db,
        LegalDocument(kind=kind, reference=reference, issued_on=issued_on, issuer=clean_line(issuer), subject=subject),
    )


def full_citation(document: LegalDocument) -> str:
    """The first citation: kind, number and symbol, date, issuer, subject (annex I, II.6.b)."""
    parts = [f"{document.kind} số {document.reference}" if document.reference else document.kind]
    if document.issued_on:
        parts.append(f"ngày {short_date(document.issued_on)}")
    if document.issuer:
        parts.append(f"của {document.issuer}")
    if document.subject:
        parts.append(
            document.subject
            if document.subject.lower().startswith(("về ", "ban hành", "phê duyệt"))
            else f"về {document.subject}"
        )
    return " ".join(parts)
