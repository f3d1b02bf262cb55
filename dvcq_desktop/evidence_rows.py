"""The documents of a year as the page of evidence lists them: each with its file, its code and what it proves."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import code, places
from dvcq_desktop.evidence_files import EvidenceFile, newest_files
from dvcq_desktop.records import fetch


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """One document, trashed ones too."""

    evidence: Evidence
    file: EvidenceFile | None = None
    code: str = ""
    item_ids: tuple[int, ...] = ()
    tasks: int = 0

    @property
    def id(self) -> int:
        return self.evidence.id

    @property
    def links(self) -> int:
        """How many items and tasks it proves."""
        return len(self.item_ids) + self.tasks

    @property
    def waiting(self) -> bool:
        """Whether it waits to be sorted ("Chờ xếp"): in use, and proof of nothing yet."""
        return not self.evidence.trashed_at and not self.links


def evidence_rows(db: Connection, year: int) -> list[EvidenceRow]:
    """Every document of a year, the one entered last first."""
    found = fetch(db, Evidence, "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY id DESC", (year,))
    files, codes = newest_files(db, year), places(db, year)
    item_ids: dict[int, list[int]] = {}
    tasks: dict[int, int] = {}
    for evidence_id, item_id in db.execute(
        "SELECT l.evidence_id, l.item_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id"
        " WHERE e.cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY l.id",
        (year,),
    ):
        if item_id is None:
            tasks[evidence_id] = tasks.get(evidence_id, 0) + 1
        else:
            item_ids.setdefault(evidence_id, []).append(item_id)
    return [
        EvidenceRow(
            evidence=one,
            file=files.get(one.id),
            code=code(one, codes.get(one.id)),
            item_ids=tuple(item_ids.get(one.id, ())),
            tasks=tasks.get(one.id, 0),
        )
        for one in found
    ]
