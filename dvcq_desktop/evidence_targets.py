"""What a document may prove: items and tasks of its year by name, and the links there are, told as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_links import EvidenceLink, change_link, links_of, page_ranges


@dataclass(frozen=True, kw_only=True)
class Target:
    """An item or task a document can be linked to."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link with what it leads to: "1.2. Thực hiện quy chế dân chủ"; lines: the papers that item wants."""

    link: EvidenceLink
    short: str  # "nội dung 1.2", "nhiệm vụ"
    name: str
    lines: tuple[str, ...] = ()

    @property
    def first_page(self) -> int:
        """The first page it names; 0 where it names none."""
        return self._ranges()[0][0] if self._ranges() else 0

    @property
    def last_page(self) -> int:
        """The last page it names; 0 where it names none."""
        return max((end for _first, end in self._ranges()), default=0)

    def _ranges(self) -> list[tuple[int, int]]:
        try:
            return page_ranges(self.link.pages)
        except RuleBroken:
            return []


def link_rows(db: Connection, evidence_id: int) -> list[LinkRow]:
    """Everything a document proves, in the order it was linked."""
    found = {
        row["id"]: row
        for row in db.execute(
            "SELECT l.id, k.number AS criterion, i.number AS item, i.text AS item_text, i.expected_evidence, t.text AS task"
            " FROM evidence_link l LEFT JOIN item i ON i.id = l.item_id LEFT JOIN criterion k ON k.id = i.criterion_id"
            " LEFT JOIN task t ON t.id = l.task_id WHERE l.evidence_id = ?",
            (evidence_id,),
        )
    }
    rows = []
    for link in links_of(db, evidence_id):
        row = found[link.id]
        if link.item_id:
            code = f"{row['criterion']}.{row['item']}"
            lines = tuple(line.strip() for line in row["expected_evidence"].split("\n") if line.strip())
            rows.append(
                LinkRow(link=link, short=f"nội dung {code}", name=f"{code}. {_line(row['item_text'])}", lines=lines)
            )
        else:
            rows.append(LinkRow(link=link, short="nhiệm vụ", name=f"Nhiệm vụ: {_line(row['task'])}"))
    return rows


def items_to_link(db: Connection, year: int) -> list[Target]:
    """Every item of a year's framework: "1.2. Thực hiện quy chế dân chủ"."""
    rows = db.execute(
        "SELECT i.id, k.number AS criterion, i.number, i.text FROM item i JOIN criterion k ON k.id = i.criterion_id"
        " WHERE k.framework_id = ? ORDER BY k.number, i.number",
        (cycle_of_year(db, year).framework_id,),
    )
    return [Target(id=row["id"], name=f"{row['criterion']}.{row['number']}. {_line(row['text'])}") for row in rows]


def tasks_to_link(db: Connection, year: int) -> list[Target]:
    """Every task of a year, with the number of its criterion before it."""
    rows = db.execute(
        "SELECT t.id, k.number, t.text FROM task t LEFT JOIN criterion k ON k.id = t.criterion_id"
        " WHERE t.cycle_id = ? ORDER BY k.number IS NULL, k.number, t.id",
        (cycle_of_year(db, year).id,),
    )
    return [
        Target(id=row["id"], name=(f"TC {row['number']}. " if row["number"] else "") + _line(row["text"]))
        for row in rows
    ]


def take_proposals(db: Connection, lines: Mapping[int, str]) -> None:
    """Write which expected paper each link answers, by link id."""
    for link_id, line in lines.items():
        change_link(db, link_id, expected=line)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
