"""Evidence (minh chứng): the record of a document by Annex VI of Decree 30, what it is called, its review and its trash.

Files stand in evidence_files.py, what a document proves in evidence_links.py, its code in evidence_codes.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from db.connection import Connection
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.dates import parse_date, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_links import link_evidence
from dvcq_desktop.records import Record, column, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

State = Literal["new", "approved", "returned"]
STATES: dict[str, str] = {"new": "Chờ duyệt", "approved": "Đã duyệt", "returned": "Trả lại"}
MOST_PAGES = 100_000


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A document that proves something: the fields of Annex VI of Decree 30/2020/NĐ-CP, its code, its state."""

    TABLE: ClassVar[str] = "evidence"
    cycle_id: int
    kind: str = column("Loại", width=12, default="")
    reference: str = column("Số, ký hiệu", width=16, default="")
    issued_on: str = column("Ngày văn bản", kind="date", width=10, default="")
    issuer: str = column("Cơ quan ban hành", width=22, default="")
    title: str = column("Tên, trích yếu", width=50)
    signer: str = column("Người ký", width=18, default="")
    page_count: int = column("Số tờ, trang", kind="number", width=6, default=0)
    note: str = column("Ghi chú", width=20, default="")
    box: int = column("Hộp", kind="number", width=4, default=1)
    code_item_id: int | None = None
    code_number: int = 0
    state: State = "new"
    review_note: str = ""
    reviewed_at: str = ""
    reviewed_by: str = ""
    entered_at: str = column("Ngày nhập", kind="date", width=10, default="")
    entered_by: str = ""
    trashed_at: str = ""
    trashed_by: str = ""


def number_and_symbol(reference: str) -> tuple[str, str]:
    """ "15/BC-UBND" as number "15" and symbol "BC-UBND"; a reference without a slash is all number or all symbol."""
    number, slash, symbol = reference.partition("/")
    if slash:
        return number.strip(), symbol.strip()
    return (number.strip(), "") if number.strip()[:1].isdigit() else ("", number.strip())


def evidence_of_item(db: Connection, year: int, item_id: int) -> list[Evidence]:
    """What proves an item, by date: neither trashed nor sent back."""
    return fetch(
        db,
        Evidence,
        "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) AND trashed_at = '' AND state <> 'returned'"
        " AND id IN (SELECT evidence_id FROM evidence_link WHERE item_id = ?) ORDER BY issued_on, id",
        (year, item_id),
    )


def evidence_of_year(db: Connection, year: int) -> list[Evidence]:
    """Every document of a year that is not in the trash, the newest first."""
    return fetch(
        db,
        Evidence,
        "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) AND trashed_at = '' ORDER BY issued_on DESC, id DESC",
        (year,),
    )


def trash_of_year(db: Connection, year: int) -> list[Evidence]:
    """What was thrown away and can be taken back, the last first."""
    return fetch(
        db,
        Evidence,
        "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) AND trashed_at <> '' ORDER BY trashed_at DESC, id DESC",
        (year,),
    )


def add_record(
    db: Connection,
    year: int,
    title: str,
    *,
    kind: str = "",
    reference: str = "",
    issued_on: str = "",
    issuer: str = "",
    signer: str = "",
    page_count: int = 0,
    note: str = "",
    who: str = "",
) -> int:
    """Record a document that proves nothing yet ("Chờ xếp"). Raises RuleBroken without a title, with a date that is none, in a closed year."""
    title = clean_line(title)
    if not title:
        raise RuleBroken(_("Chưa có tên hoặc trích yếu của minh chứng."))
    cycle = cycle_of_year(db, year)
    if cycle.closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=year))
    return insert(
        db,
        Evidence(
            cycle_id=cycle.id,
            title=title,
            kind=clean_line(kind),
            reference=clean_line(reference),
            issued_on=parse_date(issued_on),
            issuer=clean_line(issuer),
            signer=clean_line(signer),
            page_count=page_count,
            note=clean_line(note),
            entered_at=now(),
            entered_by=who,
        ),
    )


def add_evidence(db: Connection, /, year: int, item_id: int, title: str, **fields: str) -> int:
    """Record a document as proof of an item; fields and errors as add_record."""
    evidence_id = add_record(db, year, title, **fields)  # type: ignore[arg-type]  # the window types text only
    link_evidence(db, evidence_id, item_id)
    return evidence_id


def change_evidence(db: Connection, evidence_id: int, /, **values: str) -> None:
    """Change fields as typed. Raises RuleBroken without a title, with a date that is none, with pages or a box that are no number."""
    _must_be_open(db, evidence_id)
    stored: dict[str, object] = {}
    for name, typed in values.items():
        if name == "issued_on":
            stored[name] = parse_date(typed)
        elif name in ("page_count", "box"):
            stored[name] = _whole(typed, least=1 if name == "box" else 0)
        else:
            stored[name] = clean_line(typed)
    if stored.get("title") == "":
        raise RuleBroken(_("Chưa có tên hoặc trích yếu của minh chứng."))
    update(db, Evidence, evidence_id, **stored)


def change_many(db: Connection, evidence_ids: Sequence[int], /, **values: str) -> None:
    """As change_evidence for several documents alike (the box, the issuer)."""
    for evidence_id in evidence_ids:
        change_evidence(db, evidence_id, **values)


def approve(db: Connection, evidence_ids: Sequence[int], who: str) -> None:
    """Accept documents as proof."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        update(db, Evidence, evidence_id, state="approved", review_note="", reviewed_at=now(), reviewed_by=who)


def send_back(db: Connection, evidence_ids: Sequence[int], reason: str, who: str) -> None:
    """Return documents to whoever brought them; they prove nothing until corrected. Raises RuleBroken without a reason."""
    reason = clean_line(reason)
    if not reason:
        raise RuleBroken(_("Chưa ghi lý do trả lại."))
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        update(db, Evidence, evidence_id, state="returned", review_note=reason, reviewed_at=now(), reviewed_by=who)


def submit_again(db: Connection, evidence_ids: Sequence[int]) -> None:
    """Put documents up for review again; what was said when they were returned stays readable in their history."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        update(db, Evidence, evidence_id, state="new", review_note="", reviewed_at="", reviewed_by="")


def trash(db: Connection, evidence_ids: Sequence[int], who: str) -> None:
    """Take documents out of use; restore() brings them back with all they prove."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        update(db, Evidence, evidence_id, trashed_at=now(), trashed_by=who)


def restore(db: Connection, evidence_ids: Sequence[int]) -> None:
    """Take documents back out of the trash."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        update(db, Evidence, evidence_id, trashed_at="", trashed_by="")


def purge(db: Connection, evidence_ids: Sequence[int]) -> None:
    """Delete records that are in the trash; their files stay in the store until it is cleared. Raises RuleBroken for others."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        if not get(db, Evidence, evidence_id).trashed_at:
            raise RuleBroken(_("Chỉ xóa hẳn được minh chứng đang ở trong thùng rác."))
        db.execute("DELETE FROM evidence WHERE id = ?", (evidence_id,))


def _must_be_open(db: Connection, evidence_id: int) -> None:
    row = db.execute(
        "SELECT year, closed FROM cycle WHERE id = (SELECT cycle_id FROM evidence WHERE id = ?)", (evidence_id,)
    ).fetchone()
    if row and row["closed"]:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=row["year"]))


def _whole(typed: str, *, least: int) -> int:
    text = clean_line(str(typed)) or str(least)
    if not text.isdecimal() or not least <= int(text) <= MOST_PAGES:
        raise RuleBroken(_("“{typed}” không phải số nguyên từ {least} trở lên.", typed=typed, least=least))
    return int(text)


def now() -> str:
    """The moment as the records keep it: ISO, local time with offset, whole seconds."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


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
