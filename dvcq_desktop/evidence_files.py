"""The files of a document: attached, replaced by a new version, never changed; the content lies in the store beside the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from db import store
from db.connection import Connection
from db.store import Kept
from dvcq_desktop.cycles import must_be_open
from dvcq_desktop.evidence import Evidence, add_record, now
from dvcq_desktop.evidence_links import link_evidence, link_task
from dvcq_desktop.folders import EVIDENCE
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.records import Record, column, fetch, get, insert, update
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class EvidenceFile(Record):
    """One version of the file of a document."""

    TABLE: ClassVar[str] = "evidence_file"
    evidence_id: int
    version: int = column("Bản", kind="number", width=4, default=1)
    sha256: str
    size: int = column("Dung lượng", kind="number", width=8)
    original_name: str = column("Tên tệp gốc", width=40)
    kind: str = ""
    pages: int = column("Số trang", kind="number", width=6, default=0)
    added_at: str = column("Ngày nhập", kind="date", width=10, default="")
    added_by: str = column("Người nhập", width=18, default="")
    note: str = column("Ghi chú", width=20, default="")


def store_folder(data_folder: Path) -> Path:
    """Where the files of an office lie."""
    return data_folder / EVIDENCE


def file_path(data_folder: Path, found: EvidenceFile) -> Path:
    """Where the content of a version lies; it may be missing or damaged (evidence_check.py)."""
    return store.path_of(store_folder(data_folder), found.sha256)


def attach(
    db: Connection,
    year: int,
    kept: Kept,
    original_name: str,
    *,
    kind: str = "",
    title: str = "",
    item_ids: Sequence[int] = (),
    task_ids: Sequence[int] = (),
    who: str = "",
    **fields: str,
) -> int:
    """Record a file that the store holds as a new document; without items and tasks it waits in "Chờ xếp".

    original_name: as stored_name gives it. The title is the file's name where none is given. Raises RuleBroken as add_record.
    """
    named = title or Path(shown_name(original_name)).stem
    evidence_id = add_record(db, year, named or "?", who=who, **fields)  # type: ignore[arg-type]  # the window types text only
    _add_version(db, evidence_id, kept, original_name, kind, who)
    for item_id in item_ids:
        link_evidence(db, evidence_id, item_id)
    for task_id in task_ids:
        link_task(db, evidence_id, task_id)
    return evidence_id


def replace(
    db: Connection, evidence_id: int, kept: Kept, original_name: str, *, kind: str = "", who: str = "", note: str = ""
) -> int:
    """A new version of a document's file (the first, where it had none); a returned document is up for review again.

    Answers the number of the version; the same content again is no new version.
    """
    newest = newest_file(db, evidence_id)
    if newest is not None and newest.sha256 == kept.sha256:
        return newest.version
    version = _add_version(db, evidence_id, kept, original_name, kind, who, note)
    if get(db, Evidence, evidence_id).state != "new":
        update(db, Evidence, evidence_id, state="new", reviewed_at="", reviewed_by="")
    return version


def newest_file(db: Connection, evidence_id: int) -> EvidenceFile | None:
    """The file in force of a document; None for a record without a file."""
    found = fetch(db, EvidenceFile, "WHERE evidence_id = ? ORDER BY version DESC LIMIT 1", (evidence_id,))
    return found[0] if found else None


def versions_of(db: Connection, evidence_id: int) -> list[EvidenceFile]:
    """Every version of a document's file, the newest first."""
    return fetch(db, EvidenceFile, "WHERE evidence_id = ? ORDER BY version DESC", (evidence_id,))


def newest_files(db: Connection, year: int) -> dict[int, EvidenceFile]:
    """The file in force of every document of a year, trashed ones too, by evidence id."""
    found = fetch(
        db,
        EvidenceFile,
        "WHERE evidence_id IN (SELECT id FROM evidence WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?))"
        " ORDER BY version",
        (year,),
    )
    return {one.evidence_id: one for one in found}


def with_content(db: Connection, sha256: str) -> list[Evidence]:
    """Documents of any year, trashed ones too, one of whose versions has this content."""
    return fetch(
        db, Evidence, "WHERE id IN (SELECT evidence_id FROM evidence_file WHERE sha256 = ?) ORDER BY id", (sha256,)
    )


def known_contents(db: Connection) -> dict[str, int]:
    """SHA-256 and size in bytes of every content that any version of any document names."""
    return {
        row["sha256"]: row["size"]
        for row in db.execute("SELECT sha256, max(size) AS size FROM evidence_file GROUP BY sha256")
    }


def set_pages(db: Connection, sha256: str, pages: int) -> None:
    """Note how many pages a content has, found when somebody looked into it."""
    db.execute("UPDATE evidence_file SET pages = ? WHERE sha256 = ? AND pages <> ?", (pages, sha256, pages))


def note_version(db: Connection, file_id: int, typed: str) -> None:
    """Say of a version why it came. Raises RuleBroken in a closed year."""
    cycle_id = get(db, Evidence, get(db, EvidenceFile, file_id).evidence_id).cycle_id
    must_be_open(db, cycle_id)
    update(db, EvidenceFile, file_id, note=clean_line(typed))


def _add_version(
    db: Connection, evidence_id: int, kept: Kept, original_name: str, kind: str, who: str, note: str = ""
) -> int:
    newest = newest_file(db, evidence_id)
    version = newest.version + 1 if newest else 1
    insert(
        db,
        EvidenceFile(
            evidence_id=evidence_id,
            version=version,
            sha256=kept.sha256,
            size=kept.size,
            original_name=original_name,
            kind=kind,
            added_at=now(),
            added_by=who,
            note=note,
        ),
    )
    return version
