"""The words inside the files of evidence, read once a content, so that search finds a document by what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db import search, store
from db.connection import Connection
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.looking.answers import CannotLook
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.vietnamese import clean

LETTERS = 100_000  # of one document, some forty pages: beyond it a document is found by its record
TABLE = "_document_text"
_AGAIN = ("too-slow", "too-greedy", "missing", "stopped")  # troubles of the moment: asked again at the next start


@dataclass(frozen=True, kw_only=True)
class DocumentText:
    """What one content says. state: read, none (a scan, a picture), refused (why is the sentence)."""

    sha256: str
    state: str
    why: str = ""
    pages: int = 0
    first_page: str = ""
    last_page: str = ""
    body: str = ""


def unread(db: Connection) -> list[str]:
    """Contents that nobody has looked into yet, those of the newest documents first."""
    rows = db.execute(
        "SELECT sha256 FROM evidence_file WHERE sha256 NOT IN (SELECT sha256 FROM _document_text)"
        " GROUP BY sha256 ORDER BY max(id) DESC"
    )
    return [row["sha256"] for row in rows]


def read_text(looker: Looker, data_folder: Path, sha256: str) -> DocumentText | None:
    """Look into a content; None where that failed for a reason of the moment. Blocks: for threads beside the window."""
    path = store.path_of(store_folder(data_folder), sha256)
    try:
        text = looker.text(path, LETTERS)
    except CannotLook as refused:
        if refused.why in _AGAIN:
            return None
        state = "none" if refused.why == "not-shown" else "refused"
        return DocumentText(sha256=sha256, state=state, why=str(refused) if state == "refused" else "")
    return DocumentText(
        sha256=sha256,
        state="none" if text.state == "none" else "read",
        pages=text.pages,
        first_page=clean(text.first_page),
        last_page=clean(text.last_page),
        body=clean(text.body),
    )


def keep_texts(db: Connection, texts: Iterable[DocumentText]) -> None:
    """Store what was read and make it searchable; not journalled, for it can be read again at any time."""
    for text in texts:
        row = db.execute(
            "INSERT INTO _document_text (sha256, state, why, pages, first_page, last_page, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET state = excluded.state, why = excluded.why, pages = excluded.pages,"
            " first_page = excluded.first_page, last_page = excluded.last_page, body = excluded.body RETURNING id",
            (text.sha256, text.state, text.why, text.pages, text.first_page, text.last_page, text.body),
        ).fetchone()
        search.refresh(db, [(TABLE, row["id"])])


def forget_texts(db: Connection, sha256s: Iterable[str]) -> None:
    """Drop what contents said that are no longer kept."""
    for sha256 in sha256s:
        row = db.execute("DELETE FROM _document_text WHERE sha256 = ? RETURNING id", (sha256,)).fetchone()
        if row is not None:
            search.refresh(db, [(TABLE, row["id"])])


def text_of(db: Connection, sha256: str) -> DocumentText | None:
    """What a content says; None where nobody has looked into it yet."""
    row = db.execute(
        "SELECT sha256, state, why, pages, first_page, last_page, body FROM _document_text WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return None if row is None else DocumentText(**dict(row))
