"""What proof every item of a year has and lacks: x of y papers, which expected ones are missing, and how that is explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from db.connection import Connection, Row
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.frameworks import Criterion, Item, criteria, items
from dvcq_desktop.vietnamese import fold


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A paper that an item wants, and the documents that were named as answering it."""

    line: str
    evidence_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemProof:
    """An item with what proves it: have of wanted papers."""

    criterion: Criterion
    item: Item
    evidence_ids: tuple[int, ...]  # usable proof: neither trashed nor sent back
    waiting: int  # of them not yet approved
    returned: int  # linked documents that were sent back
    expected: tuple[Expected, ...]
    explanation: str  # giải trình of the score
    not_applicable: bool

    @property
    def needed(self) -> bool:
        return bool(self.item.needs_evidence) and not self.not_applicable

    @property
    def wanted(self) -> int:
        """Papers the item wants: its expected ones, at least one where it needs proof at all."""
        return max(1, len(self.expected)) if self.needed else 0

    @property
    def have(self) -> int:
        """Expected papers that are there; documents that were not assigned to one count for those still open."""
        if not self.expected:
            return min(len(self.evidence_ids), max(self.wanted, 1))
        answered = [one for one in self.expected if one.evidence_ids]
        assigned = {one for line in answered for one in line.evidence_ids}
        return min(len(self.expected), len(answered) + len(set(self.evidence_ids) - assigned))

    @property
    def gap(self) -> bool:
        """Whether proof is missing that the item needs."""
        return self.needed and self.have < self.wanted

    @property
    def missing(self) -> tuple[str, ...]:
        """The expected papers nobody has assigned a document to; empty where there is no gap."""
        return tuple(one.line for one in self.expected if not one.evidence_ids) if self.gap else ()

    @property
    def told(self) -> str:
        """ "2/3"; "2" where nothing is wanted but there is some; "" else."""
        if self.wanted:
            return f"{self.have}/{self.wanted}"
        return str(len(self.evidence_ids)) if self.evidence_ids else ""


def item_proofs(db: Connection, year: int, item_ids: Collection[int] | None = None) -> list[ItemProof]:
    """Every item of a year's framework in its order, with its proof (item_ids: these items only).

    A year without a framework has none.
    """
    cycle = cycle_of_year(db, year)
    if cycle.framework_id is None:
        return []
    links = _links(db, cycle.id, item_ids)
    scores = {
        row["item_id"]: row
        for row in db.execute("SELECT item_id, explanation, not_applicable FROM score WHERE cycle_id = ?", (cycle.id,))
    }
    proofs = []
    by_criterion: dict[int, list[Item]] = {}
    for item in items(db, cycle.framework_id):
        if item_ids is not None and item.id not in item_ids:
            continue
        by_criterion.setdefault(item.criterion_id, []).append(item)
    for criterion in criteria(db, cycle.framework_id):
        for item in by_criterion.get(criterion.id, []):
            score = scores.get(item.id)
            proofs.append(_proof(criterion, item, links.get(item.id, []), score))
    return proofs


def lines_of(item: Item) -> list[str]:
    """The papers an item wants, a line each."""
    return [line.strip() for line in item.expected_evidence.split("\n") if line.strip()]


def likely_line(words: str, lines: Sequence[str]) -> str:
    """The expected paper that a document's kind and title speak of most; "" where none shares half of its words."""
    known = set(fold(words).split())
    best, most = "", 0.5
    for line in lines:
        wanted = set(fold(line).split())
        share = len(wanted & known) / len(wanted) if wanted else 0.0
        if share > most or (share == most and not best):
            best, most = line, share
    return best


def _links(db: Connection, cycle_id: int, item_ids: Collection[int] | None) -> dict[int, list[tuple[int, str, str]]]:
    """Documents of each item: evidence id, the line they answer, their state; trashed ones are left out."""
    which = "IS NOT NULL" if item_ids is None else f"IN ({', '.join('?' * len(item_ids))})"
    rows = db.execute(
        "SELECT l.item_id, l.evidence_id, l.expected, e.state FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id"
        f" WHERE l.item_id {which} AND e.cycle_id = ? AND e.trashed_at = '' ORDER BY e.issued_on, e.id",
        (*(item_ids or ()), cycle_id),
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    for item_id, evidence_id, expected, state in rows:
        found.setdefault(item_id, []).append((evidence_id, expected, state))
    return found


def _proof(criterion: Criterion, item: Item, links: list[tuple[int, str, str]], score: Row | None) -> ItemProof:
    usable = [link for link in links if link[2] != "returned"]
    answers: dict[str, list[int]] = {}
    for evidence_id, line, _state in usable:
        if line:
            answers.setdefault(line, []).append(evidence_id)
    expected = tuple(Expected(line=line, evidence_ids=tuple(answers.get(line, ()))) for line in lines_of(item))
    return ItemProof(
        criterion=criterion,
        item=item,
        evidence_ids=tuple(evidence_id for evidence_id, _line, _state in usable),
        waiting=sum(state == "new" for _id, _line, state in usable),
        returned=len(links) - len(usable),
        expected=expected,
        explanation=score["explanation"] if score is not None else "",
        not_applicable=score is not None and score["not_applicable"] != "no",
    )
