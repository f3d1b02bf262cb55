"""What a document proves: items and tasks, with the pages and section where it stands; one document, many links, no copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class EvidenceLink(Record):
    """That a document proves an item or belongs to a task, and where in it."""

    TABLE: ClassVar[str] = "evidence_link"
    evidence_id: int
    item_id: int | None = None
    task_id: int | None = None
    pages: str = column("Trang", width=10, default="")
    section: str = column("Mục, điều, khoản", width=18, default="")
    expected: str = column("Ứng với minh chứng cần có", width=30, default="")
    note: str = column("Ghi chú", width=20, default="")


def links_of(db: Connection, evidence_id: int) -> list[EvidenceLink]:
    """Everything a document proves, in the order it was linked."""
    return fetch(db, EvidenceLink, "WHERE evidence_id = ? ORDER BY id", (evidence_id,))


def link_evidence(db: Connection, evidence_id: int, item_id: int) -> None:
    """Let a document prove one more item; its first item gives it its code."""
    _must_be_open(db, evidence_id)
    if _link_to(db, evidence_id, "item_id", item_id) is None:
        insert(db, EvidenceLink(evidence_id=evidence_id, item_id=item_id))
    _give_code(db, evidence_id, item_id)


def link_task(db: Connection, evidence_id: int, task_id: int) -> None:
    """Let a document show that a task was done."""
    _must_be_open(db, evidence_id)
    if _link_to(db, evidence_id, "task_id", task_id) is None:
        insert(db, EvidenceLink(evidence_id=evidence_id, task_id=task_id))


def link_many(db: Connection, evidence_ids: Sequence[int], item_id: int) -> None:
    """Let documents prove one more item."""
    for evidence_id in evidence_ids:
        link_evidence(db, evidence_id, item_id)


def link_all(
    db: Connection, evidence_ids: Sequence[int], *, item_ids: Sequence[int] = (), task_ids: Sequence[int] = ()
) -> None:
    """Let each document prove each item and belong to each task."""
    for evidence_id in evidence_ids:
        for item_id in item_ids:
            link_evidence(db, evidence_id, item_id)
        for task_id in task_ids:
            link_task(db, evidence_id, task_id)


def link_to_items(db: Connection, evidence_id: int, item_ids: Sequence[int]) -> None:
    """Let a document prove several more items."""
    for item_id in item_ids:
        link_evidence(db, evidence_id, item_id)


def link_to_tasks(db: Connection, evidence_id: int, task_ids: Sequence[int]) -> None:
    """Let a document show that several tasks were done."""
    for task_id in task_ids:
        link_task(db, evidence_id, task_id)


def unlink(db: Connection, link_ids: Sequence[int]) -> None:
    """Take a document from whatever these links lead to."""
    for link_id in link_ids:
        _must_be_open(db, get(db, EvidenceLink, link_id).evidence_id)
        db.execute("DELETE FROM evidence_link WHERE id = ?", (link_id,))


def unlink_evidence(db: Connection, evidence_id: int, item_id: int) -> None:
    """Take a document from an item; one that proves nothing any more waits in "Chờ xếp"."""
    _must_be_open(db, evidence_id)
    db.execute("DELETE FROM evidence_link WHERE evidence_id = ? AND item_id = ?", (evidence_id, item_id))


def unlink_many(db: Connection, evidence_ids: Sequence[int], item_id: int) -> None:
    """Take documents from an item."""
    for evidence_id in evidence_ids:
        unlink_evidence(db, evidence_id, item_id)


def unlink_task(db: Connection, evidence_id: int, task_id: int) -> None:
    """Take a document from a task."""
    _must_be_open(db, evidence_id)
    db.execute("DELETE FROM evidence_link WHERE evidence_id = ? AND task_id = ?", (evidence_id, task_id))


def move_many(db: Connection, evidence_ids: Sequence[int], from_item_id: int, to_item_id: int) -> None:
    """Let documents prove another item instead of one; pages, section and note go along."""
    for evidence_id in evidence_ids:
        _must_be_open(db, evidence_id)
        if _link_to(db, evidence_id, "item_id", to_item_id) is None:
            db.execute(
                "UPDATE evidence_link SET item_id = ?, expected = '' WHERE evidence_id = ? AND item_id = ?",
                (to_item_id, evidence_id, from_item_id),
            )
        else:
            unlink_evidence(db, evidence_id, from_item_id)
        _give_code(db, evidence_id, to_item_id)


def change_link(db: Connection, link_id: int, /, **values: str) -> None:
    """Change pages, section, expected or note as typed. Raises RuleBroken for pages that are none or beyond the last."""
    link = get(db, EvidenceLink, link_id)
    _must_be_open(db, link.evidence_id)
    stored = {name: clean_line(typed) for name, typed in values.items()}
    if "pages" in stored:
        _check_pages(stored["pages"], last_page(db, link.evidence_id))
    update(db, EvidenceLink, link_id, **stored)


def last_page(db: Connection, evidence_id: int) -> int:
    """The number of pages of a document: of its newest file where somebody looked into it, else as recorded; 0: not known."""
    row = db.execute(
        "SELECT coalesce((SELECT nullif(max(f.pages, coalesce(t.pages, 0)), 0) FROM evidence_file f"
        " LEFT JOIN _document_text t ON t.sha256 = f.sha256 WHERE f.evidence_id = e.id ORDER BY f.version DESC LIMIT 1),"
        " page_count) FROM evidence e WHERE id = ?",
        (evidence_id,),
    ).fetchone()
    return int(row[0]) if row else 0


def page_ranges(pages: str) -> list[tuple[int, int]]:
    """ "3, 5-7" as [(3, 3), (5, 7)]. Raises RuleBroken for what are no pages."""
    ranges = []
    for part in pages.replace(";", ",").replace("–", "-").split(","):
        if not part.strip():
            continue
        first, dash, last = (one.strip() for one in part.partition("-"))
        end = last if dash else first
        if not (first.isdecimal() and end.isdecimal() and 1 <= int(first) <= int(end)):
            raise RuleBroken(_("“{pages}” không phải số trang. Hãy ghi như 3, 5-7.", pages=pages))
        ranges.append((int(first), int(end)))
    return ranges


def _check_pages(pages: str, last: int) -> None:
    furthest = max((end for _first, end in page_ranges(pages)), default=0)
    if last and furthest > last:
        raise RuleBroken(_("Trang {page} vượt quá trang cuối: văn bản này có {last} trang.", page=furthest, last=last))


def _link_to(db: Connection, evidence_id: int, column_name: str, target: int) -> int | None:
    row = db.execute(
        f"SELECT id FROM evidence_link WHERE evidence_id = ? AND {column_name} = ?", (evidence_id, target)
    ).fetchone()
    return None if row is None else int(row["id"])


def _give_code(db: Connection, evidence_id: int, item_id: int) -> None:
    """The running number inside the item; kept for good, numbers of trashed documents are not given again."""
    db.execute(
        "UPDATE evidence SET code_item_id = :item, code_number = 1 + (SELECT coalesce(max(e.code_number), 0) FROM evidence e"
        " WHERE e.cycle_id = evidence.cycle_id AND e.code_item_id = :item) WHERE id = :id AND code_item_id IS NULL",
        {"item": item_id, "id": evidence_id},
    )


def _must_be_open(db: Connection, evidence_id: int) -> None:
    row = db.execute(
        "SELECT year, closed FROM cycle WHERE id = (SELECT cycle_id FROM evidence WHERE id = ?)", (evidence_id,)
    ).fetchone()
    if row and row["closed"]:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=row["year"]))
