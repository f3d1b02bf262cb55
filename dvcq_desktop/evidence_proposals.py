"""Fills the records of documents that have just come in with what their first and last page say, as far as nobody typed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from db.connection import Connection
from dvcq_desktop.document_texts import DocumentText
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_files import set_pages
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.looking.proposals import Proposal, propose
from dvcq_desktop.records import fetch, update
from dvcq_desktop.vietnamese import clean_line

FIELDS = ("kind", "reference", "issued_on", "issuer", "signer")
# Documents whose newest file has a content, in years that are open, and which nobody has described yet.
_UNTOUCHED = (
    "JOIN evidence_file f ON f.evidence_id = evidence.id WHERE f.sha256 = ?"
    " AND f.version = (SELECT max(version) FROM evidence_file WHERE evidence_id = evidence.id)"
    " AND evidence.kind || evidence.reference || evidence.issued_on || evidence.issuer || evidence.signer = ''"
    " AND cycle_id IN (SELECT id FROM cycle WHERE closed = 0)"
)


def untouched(db: Connection, texts: Iterable[DocumentText]) -> list[tuple[Evidence, DocumentText]]:
    """The documents that propose_into() would fill, with what their file says."""
    found = []
    for text in texts:
        if text.state != "read" and not text.pages:
            continue
        ids = [row["id"] for row in db.execute(f"SELECT evidence.id FROM evidence {_UNTOUCHED}", (text.sha256,))]
        for evidence_id in ids:
            found += [(one, text) for one in fetch(db, Evidence, "WHERE id = ?", (evidence_id,))]
    return found


def propose_into(db: Connection, texts: Iterable[DocumentText]) -> list[int]:
    """Fill empty fields, and a title that is still the file's name; answers the ids of the documents that were filled.

    Also notes how many pages the contents have. Nothing a person typed is ever changed.
    """
    filled = []
    for found, text in untouched(db, texts):
        set_pages(db, text.sha256, text.pages)
        values = _values(db, found, text)
        if values:
            update(db, Evidence, found.id, **values)
            filled.append(found.id)
    return filled


def _values(db: Connection, found: Evidence, text: DocumentText) -> dict[str, object]:
    said = propose(text.first_page, text.last_page, page_count=text.pages) if text.state == "read" else Proposal()
    values: dict[str, object] = {name: getattr(said, name) for name in FIELDS if getattr(said, name)}
    if said.title and _named_by_file(db, found):
        values["title"] = said.title
    if text.pages and not found.page_count:
        values["page_count"] = text.pages
    return values


def _named_by_file(db: Connection, found: Evidence) -> bool:
    row = db.execute(
        "SELECT original_name FROM evidence_file WHERE evidence_id = ? ORDER BY version LIMIT 1", (found.id,)
    ).fetchone()
    return row is not None and found.title == clean_line(PurePath(shown_name(row["original_name"])).stem)
