"""The year's evidence in the order it is handed in: criterion by criterion, item by item, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.connection import Connection
from dvcq_desktop.cycles import cycle_of_year, find_cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import Place, code, places
from dvcq_desktop.evidence_files import EvidenceFile, newest_files
from dvcq_desktop.evidence_gaps import ItemProof, item_proofs
from dvcq_desktop.evidence_links import EvidenceLink
from dvcq_desktop.frameworks import Item, criteria, items
from dvcq_desktop.records import fetch
from dvcq_desktop.texts import _

RETENTION = "evidence.retention"  # setting: how long the year's file is kept (thời hạn bảo quản), as the office says it


@dataclass(frozen=True, kw_only=True)
class Line:
    """A document under one item. home: the item ("1.2") that keeps its file; under any other it is only named."""

    found: Evidence
    link: EvidenceLink
    place: Place | None  # where its code is from
    home: str
    at: str
    file: EvidenceFile | None

    @property
    def code(self) -> str:
        """ "H1.2.3.04"; "" where it has none."""
        return code(self.found, self.place)

    @property
    def guest(self) -> bool:
        return self.home != self.at

    @property
    def pages(self) -> int:
        """How many pages it has; 0 where nobody knows."""
        return (self.file.pages if self.file else 0) or self.found.page_count


@dataclass(frozen=True, kw_only=True)
class ItemLines:
    """An item with its documents, those it keeps first."""

    proof: ItemProof
    lines: tuple[Line, ...]

    @property
    def number(self) -> str:
        """ "2.3"."""
        return f"{self.proof.criterion.number}.{self.proof.item.number}"


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What is handed in of a year (or of one criterion or item of it)."""

    year: int
    items: tuple[ItemLines, ...]
    unplaced: tuple[Evidence, ...] = ()  # proof that no item of the year's framework names: it is not handed in
    unapproved: int = 0  # documents left out because nobody has approved them

    @property
    def lines(self) -> list[Line]:
        return [line for item in self.items for line in item.lines]

    @property
    def documents(self) -> list[Line]:
        """Every document once, under the item that keeps it."""
        return [line for line in self.lines if not line.guest]

    @property
    def gaps(self) -> list[ItemLines]:
        """Items that lack proof they need."""
        return [item for item in self.items if item.proof.gap]


def catalogue(db: Connection, year: int, place: str = "", *, only_approved: bool = False) -> Catalogue:
    """The year's proof in order; place: "2" a criterion, "2.3" an item. Raises RuleBroken for a place that does not exist."""
    proofs = item_proofs(db, year)
    documents, waiting = _documents(db, year, only_approved)
    links: dict[int, list[EvidenceLink]] = {}
    homes: dict[int, int] = {}
    order = {proof.item.id: number for number, proof in enumerate(proofs)}
    for link in _links(db, year):
        if link.evidence_id in documents and link.item_id in order:
            links.setdefault(link.item_id or 0, []).append(link)
            homes[link.evidence_id] = _home(documents[link.evidence_id], link, homes, order)
    named = {proof.item.id: f"{proof.criterion.number}.{proof.item.number}" for proof in proofs}
    files, coded = newest_files(db, year), places(db, year)
    listed = []
    for proof in proofs:
        if _inside(named[proof.item.id], place):
            lines = (
                _line(
                    documents[link.evidence_id],
                    link,
                    coded,
                    files,
                    (named[homes[link.evidence_id]], named[proof.item.id]),
                )
                for link in links.get(proof.item.id, ())
            )
            ordered = sorted(lines, key=_order)
            shown = _only(proof, documents) if only_approved else proof
            listed.append(ItemLines(proof=shown, lines=tuple(ordered)))
    if place and not listed:
        raise RuleBroken(_("Năm {year} không có tiêu chí hay nội dung số “{place}”.", year=year, place=place))
    unplaced = () if place else tuple(one for key, one in documents.items() if key not in homes)
    return Catalogue(year=year, items=tuple(listed), unplaced=unplaced, unapproved=waiting)


def place_choices(db: Connection, year: int) -> list[tuple[str, str]]:
    """Criteria and items of a year for a list to choose from: ("2", "Tiêu chí 2: …"), ("2.3", "2.3. …")."""
    choices: list[tuple[str, str]] = []
    cycle = find_cycle(db, year)
    if cycle is None or cycle.framework_id is None:
        return choices
    inside: dict[int, list[Item]] = {}
    for item in items(db, cycle.framework_id):
        inside.setdefault(item.criterion_id, []).append(item)
    for one in criteria(db, cycle.framework_id):
        choices.append((str(one.number), _("Tiêu chí {number}: {title}", number=one.number, title=one.title)))
        choices += [
            (f"{one.number}.{item.number}", f"{one.number}.{item.number}. {item.text}")
            for item in inside.get(one.id, ())
        ]
    return choices


def dates_of(lines: Iterable[Line]) -> tuple[str, str]:
    """The first and the last date of documents, ISO; "" where none is known."""
    known = sorted(line.found.issued_on for line in lines if line.found.issued_on)
    return (known[0], known[-1]) if known else ("", "")


def pages_of(lines: Iterable[Line]) -> int:
    """Pages of all documents together; 0 as soon as one of them is not known: half a sum would pass for the whole."""
    counted = [line.pages for line in lines]
    return sum(counted) if all(counted) else 0


def _documents(db: Connection, year: int, only_approved: bool) -> tuple[dict[int, Evidence], int]:
    """The proof of a year by id, and how many documents were left out as nobody has approved them."""
    cycle = cycle_of_year(db, year)
    found = fetch(
        db, Evidence, "WHERE cycle_id = ? AND id IN (SELECT id FROM proof) ORDER BY issued_on, id", (cycle.id,)
    )
    kept = {one.id: one for one in found if one.state == "approved" or not only_approved}
    return kept, len(found) - len(kept)


def _links(db: Connection, year: int) -> list[EvidenceLink]:
    return fetch(
        db,
        EvidenceLink,
        "WHERE item_id IS NOT NULL AND evidence_id IN"
        " (SELECT id FROM evidence WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)) ORDER BY id",
        (year,),
    )


def _home(found: Evidence, link: EvidenceLink, homes: dict[int, int], order: dict[int, int]) -> int:
    """The item that keeps a document: the one of its code while it proves that, else the first it proves."""
    item_id = link.item_id or 0
    before = homes.get(found.id)
    if before is None or item_id == found.code_item_id:
        return item_id
    return before if before == found.code_item_id or order[before] <= order[item_id] else item_id


def _line(
    found: Evidence,
    link: EvidenceLink,
    coded: dict[int, Place],
    files: dict[int, EvidenceFile],
    where: tuple[str, str],
) -> Line:
    home, at = where
    return Line(found=found, link=link, place=coded.get(found.id), home=home, at=at, file=files.get(found.id))


def _order(line: Line) -> tuple[bool, bool, int, str, int]:
    """Those kept here by their running number, then those kept here whose code is of another item, then the named ones."""
    own = line.place is not None and f"{line.place.criterion}.{line.place.item}" == line.at
    return (line.guest, not own, line.found.code_number, line.found.issued_on, line.found.id)


def _inside(number: str, place: str) -> bool:
    return not place or number == place or number.startswith(f"{place}.")


def _only(proof: ItemProof, documents: dict[int, Evidence]) -> ItemProof:
    """What an item has of the documents that count."""
    return replace(
        proof,
        evidence_ids=tuple(one for one in proof.evidence_ids if one in documents),
        expected=tuple(
            replace(line, evidence_ids=tuple(one for one in line.evidence_ids if one in documents))
            for line in proof.expected
        ),
    )
