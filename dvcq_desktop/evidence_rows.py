"""The documents of a year as the page of evidence lists them: each with its file, its code and what it proves."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import code, item_places
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.records import Kept, fetch_kept


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


_Parts = tuple[Evidence, EvidenceFile | None, str, tuple[int, ...], int]
_ALL = frozenset({"evidence", "evidence_file", "evidence_link"})
_OF_YEAR = "cycle_id = (SELECT id FROM cycle WHERE year = ?)"


class EvidenceRows:
    """The documents of a year, brought up to date again and again: a row that is as it was stays the very same row."""

    def __init__(self) -> None:
        self._year = 0
        self._evidence: Kept[Evidence] = {}
        self._versions: Kept[EvidenceFile] = {}
        self._files: dict[int, EvidenceFile] = {}
        self._items: dict[int, tuple[int, ...]] = {}
        self._tasks: dict[int, int] = {}
        self._rows: dict[int, tuple[_Parts, EvidenceRow]] = {}

    def read(self, db: Connection, year: int, touched: frozenset[str] = _ALL) -> list[EvidenceRow]:
        """Every document of a year, the one entered last first. touched: the tables that changed since the last time."""
        if year != self._year:
            touched, self._year = _ALL, year
        if "evidence_file" in touched:
            self._read_files(db, year)
        if "evidence_link" in touched:
            self._read_links(db, year)
        found = fetch_kept(db, Evidence, self._evidence, f"WHERE {_OF_YEAR} ORDER BY id DESC", (year,))
        places = item_places(db)
        before, self._rows = self._rows, {}
        for one in found:
            number = one.id
            parts = (
                one,
                self._files.get(number),
                code(one, places.get(one.code_item_id or 0)),
                self._items.get(number, ()),
                self._tasks.get(number, 0),
            )
            known = before.get(number)
            self._rows[number] = known if known is not None and known[0] == parts else (parts, _row(*parts))
        return [row for _parts, row in self._rows.values()]

    def _read_files(self, db: Connection, year: int) -> None:
        self._files = {
            one.evidence_id: one
            for one in fetch_kept(
                db,
                EvidenceFile,
                self._versions,
                f"WHERE evidence_id IN (SELECT id FROM evidence WHERE {_OF_YEAR}) ORDER BY version",
                (year,),
            )
        }

    def _read_links(self, db: Connection, year: int) -> None:
        items: dict[int, list[int]] = {}
        tasks: dict[int, int] = {}
        for evidence_id, item_id in db.execute(
            f"SELECT evidence_id, item_id FROM evidence_link WHERE evidence_id IN (SELECT id FROM evidence WHERE {_OF_YEAR})"
            " ORDER BY id",
            (year,),
        ):
            if item_id is None:
                tasks[evidence_id] = tasks.get(evidence_id, 0) + 1
            else:
                items.setdefault(evidence_id, []).append(item_id)
        self._items, self._tasks = {number: tuple(found) for number, found in items.items()}, tasks


def _row(
    evidence: Evidence, file: EvidenceFile | None, code_told: str, item_ids: tuple[int, ...], tasks: int
) -> EvidenceRow:
    return EvidenceRow(evidence=evidence, file=file, code=code_told, item_ids=item_ids, tasks=tasks)


def evidence_rows(db: Connection, year: int) -> list[EvidenceRow]:
    """Every document of a year, the one entered last first."""
    return EvidenceRows().read(db, year)
