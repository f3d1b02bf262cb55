"""Evidence (minh chứng) as records: which document proves which items; files come with their own store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.dates import parse_date, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, fetch, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A document that proves something."""

    TABLE: ClassVar[str] = "evidence"
    cycle_id: int
    kind: str = column("Loại", width=12, default="")
    reference: str = column("Số, ký hiệu", width=16, default="")
    issued_on: str = column("Ngày", kind="date", width=10, default="")
    issuer: str = column("Cơ quan ban hành", width=22, default="")
    title: str = column("Tên, trích yếu", width=50)
    note: str = column("Ghi chú", width=20, default="")


@dataclass(frozen=True, kw_only=True)
class EvidenceLink(Record):
    """That a document proves an item, and where in it."""

    TABLE: ClassVar[str] = "evidence_link"
    evidence_id: int
    item_id: int
    pages: str = ""
    note: str = ""


def evidence_of_item(db: Connection, year: int, item_id: int) -> list[Evidence]:
    return fetch(
        db,
        Evidence,
        "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)"
        " AND id IN (SELECT evidence_id FROM evidence_link WHERE item_id = ?) ORDER BY issued_on, id",
        (year, item_id),
    )


def evidence_of_year(db: Connection, year: int) -> list[Evidence]:
    """Every document of a year, the newest first."""
    return fetch(
        db, Evidence, "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY issued_on DESC, id DESC", (year,)
    )


def add_evidence(
    db: Connection,
    year: int,
    item_id: int,
    title: str,
    *,
    kind: str = "",
    reference: str = "",
    issued_on: str = "",
    issuer: str = "",
) -> int:
    """Record a document as proof of an item. Raises RuleBroken without a title or with a date that is none."""
    title = clean_line(title)
    if not title:
        raise RuleBroken(_("Chưa có tên hoặc trích yếu của minh chứng."))
    cycle = cycle_of_year(db, year)
    if cycle.closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=year))
    evidence_id = insert(
        db,
        Evidence(
            cycle_id=cycle.id,
            title=title,
            kind=clean_line(kind),
            reference=clean_line(reference),
            issued_on=parse_date(issued_on),
            issuer=clean_line(issuer),
        ),
    )
    link_evidence(db, evidence_id, item_id)
    return evidence_id


def change_evidence(db: Connection, evidence_id: int, /, **values: str) -> None:
    """Change fields as typed. Raises RuleBroken without a title or with a date that is none."""
    _must_be_open(db, evidence_id)
    stored = {name: parse_date(typed) if name == "issued_on" else clean_line(typed) for name, typed in values.items()}
    if stored.get("title") == "":
        raise RuleBroken(_("Chưa có tên hoặc trích yếu của minh chứng."))
    update(db, Evidence, evidence_id, **stored)


def link_evidence(db: Connection, evidence_id: int, item_id: int) -> None:
    """Let a document prove one more item."""
    _must_be_open(db, evidence_id)
    if not db.execute(
        "SELECT 1 FROM evidence_link WHERE evidence_id = ? AND item_id = ?", (evidence_id, item_id)
    ).fetchone():
        insert(db, EvidenceLink(evidence_id=evidence_id, item_id=item_id))


def unlink_evidence(db: Connection, evidence_id: int, item_id: int) -> None:
    """Take a document from an item; one that proves nothing any more is deleted."""
    _must_be_open(db, evidence_id)
    db.execute("DELETE FROM evidence_link WHERE evidence_id = ? AND item_id = ?", (evidence_id, item_id))
    if not db.execute("SELECT 1 FROM evidence_link WHERE evidence_id = ?", (evidence_id,)).fetchone():
        db.execute("DELETE FROM evidence WHERE id = ?", (evidence_id,))


def link_many(db: Connection, evidence_ids: Sequence[int], item_id: int) -> None:
    """Let documents prove one more item."""
    for evidence_id in evidence_ids:
        link_evidence(db, evidence_id, item_id)


def unlink_many(db: Connection, evidence_ids: Sequence[int], item_id: int) -> None:
    """Take documents from an item."""
    for evidence_id in evidence_ids:
        unlink_evidence(db, evidence_id, item_id)


def _must_be_open(db: Connection, evidence_id: int) -> None:
    row = db.execute(
        "SELECT year, closed FROM cycle WHERE id = (SELECT cycle_id FROM evidence WHERE id = ?)", (evidence_id,)
    ).fetchone()
    if row and row["closed"]:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=row["year"]))


def evidence_name(found: Evidence) -> str:
    """ "Báo cáo 15/BC-UBND ngày 05/03/2025 – Kết quả thực hiện quy chế dân chủ": one document in a list."""
    words = " ".join(part for part in (found.kind, found.reference) if part)
    dated = f"{words} ngày {short_date(found.issued_on)}" if found.issued_on else words
    return f"{dated.strip()} – {found.title}" if words or found.issued_on else found.title


def evidence_words(found: list[Evidence]) -> str:
    """ "Báo cáo 15/BC-UBND ngày 05/03/2025; …" for tables and papers."""
    parts = []
    for evidence in found:
        words = " ".join(p for p in (evidence.kind, evidence.reference) if p) or evidence.title
        parts.append(f"{words} ngày {short_date(evidence.issued_on)}" if evidence.issued_on else words)
    return "; ".join(parts)
