"""Versions of a framework: when a change makes a new one, what moves to it, what a year uses; closed years keep theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import cycles, scores
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_compare import pairs
from dvcq_desktop.frameworks import Classification, Framework, Gate, criteria, get_framework, items, load_framework
from dvcq_desktop.records import Record, fetch, insert, update
from dvcq_desktop.settings import keep_setting, setting
from dvcq_desktop.texts import _

_MARK = "framework-scores:{}"  # the scores as they were when the version was made


@dataclass(frozen=True, kw_only=True)
class ItemMapping(Record):
    """That an item of a newer version came from one of an older."""

    TABLE: ClassVar[str] = "item_mapping"
    old_item_id: int
    new_item_id: int


@dataclass(frozen=True, kw_only=True)
class Version:
    """A framework as a list of versions shows it."""

    framework: Framework
    open_years: tuple[int, ...]
    settled_years: tuple[int, ...]  # closed, or their scores locked
    superseded: bool  # a newer version was made of it

    @property
    def kept(self) -> bool:
        """Only to be read: what it says is the record of a settled year, or of how things stood before a change."""
        return not self.open_years and (bool(self.settled_years) or self.superseded)


def versions(db: Connection) -> list[Version]:
    """Every framework of the office, those in use by the newest years first."""
    used: dict[int, list[Cycle]] = {}
    for cycle in cycles.all_cycles(db):
        used.setdefault(cycle.framework_id or 0, []).append(cycle)
    old = {
        row[0]
        for row in db.execute(
            "SELECT DISTINCT framework_id FROM criterion WHERE id IN (SELECT criterion_id FROM item"
            " WHERE id IN (SELECT old_item_id FROM item_mapping))"
        )
    }
    found = [
        Version(
            framework=framework,
            open_years=tuple(c.year for c in used.get(framework.id, []) if not _settled(c)),
            settled_years=tuple(c.year for c in used.get(framework.id, []) if _settled(c)),
            superseded=framework.id in old,
        )
        for framework in fetch(db, Framework, "ORDER BY id DESC")
    ]
    return sorted(found, key=lambda v: -max((*v.open_years, *v.settled_years), default=0))


def for_editing(db: Connection, framework_id: int) -> int:
    """The version to change instead of this one: itself, or a new version made of it now.

    A version is changed in place while nothing rests on how it stands: nobody has scored on it, no closed year nor one
    with locked scores uses it, and it is not kept as what a newer version was made of. Otherwise a copy becomes the next version, each item mapped to the one it came from,
    and the years still open (neither closed nor locked) move to it with all that hangs on their items: task links,
    scores, evidence links, deductions, answers to gates. Closed and locked years keep the version they were scored on.
    A version made so is changed in place until somebody scores on it anew, else each of 32 typed maxima would make one.
    """
    years = _years(db, framework_id)
    rested_on = any(_settled(c) for c in years) or (not years and _superseded(db, framework_id))
    if not rested_on and (not scores.scoring_began(db, framework_id) or _unscored_since(db, framework_id)):
        return framework_id
    return new_version(db, framework_id)


def new_version(db: Connection, framework_id: int) -> int:
    """A copy as the next version; the open years that used the old one move to it."""
    old = get_framework(db, framework_id)
    new_id, copied = _copy(db, old)
    for cycle in _years(db, framework_id):
        if not _settled(cycle):
            _move(db, cycle, new_id, copied)
    mark_scores(db, new_id)
    return new_id


def use_for_year(db: Connection, framework_id: int, year: int) -> int:
    """Let an open year use a framework; answers how many task links had no place in it.

    Items are followed from one to the other by mapping, number and words. RuleBroken for a settled year, and where points
    are already given to items that the framework does not have.
    """
    cycle = cycles.cycle_of_year(db, year)
    if _settled(cycle):
        raise RuleBroken(_("Năm {year} đã khóa nên giữ nguyên bộ tiêu chí của năm đó.", year=year))
    if cycle.framework_id == framework_id:
        return 0
    lost = 0
    if cycle.framework_id is not None:
        links = _links(db, cycle.framework_id, framework_id)
        scored = db.execute(
            "SELECT item_id FROM score WHERE cycle_id = ? AND (self_points IS NOT NULL OR appraised_points IS NOT NULL)",
            (cycle.id,),
        ).fetchall()
        homeless = [row[0] for row in scored if row[0] not in links.items]
        if homeless:
            raise RuleBroken(
                _(
                    "Năm {year} đã có điểm ở {n} nội dung không có trong bộ tiêu chí này. Hãy xóa các điểm đó trước.",
                    year=year,
                    n=len(homeless),
                )
            )
        lost = _drop_homeless(db, cycle.id, links)
        _move(db, cycle, framework_id, links)
    update(db, Cycle, cycle.id, framework_id=framework_id)
    mark_scores(db, framework_id)
    return lost


def use_file(db: Connection, name: str, year: int | None) -> int:
    """A framework of the shelf into the office, and into use for a year; answers its newest version here."""
    framework_id = load_framework(db, name)
    if year is not None:
        cycles.open_year(db, year)
        use_for_year(db, framework_id, year)
    return framework_id


def mark_scores(db: Connection, framework_id: int) -> None:
    """Remember the scores on a version as they are now: while they stay so, it is changed in place."""
    if scores.scoring_began(db, framework_id):
        keep_setting(db, _MARK.format(framework_id), _digest(db, framework_id))


def _unscored_since(db: Connection, framework_id: int) -> bool:
    return setting(db, _MARK.format(framework_id)) == _digest(db, framework_id)


def _digest(db: Connection, framework_id: int) -> str:
    rows = db.execute(
        "SELECT cycle_id, item_id, self_points, appraised_points, not_applicable FROM score WHERE item_id IN (SELECT id"
        " FROM item WHERE criterion_id IN (SELECT id FROM criterion WHERE framework_id = ?)) ORDER BY cycle_id, item_id",
        (framework_id,),
    )
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:32]


def _superseded(db: Connection, framework_id: int) -> bool:
    return bool(
        db.execute(
            "SELECT 1 FROM item_mapping m JOIN item i ON i.id = m.old_item_id JOIN criterion c ON c.id = i.criterion_id"
            " WHERE c.framework_id = ? LIMIT 1",
            (framework_id,),
        ).fetchone()
    )


def _settled(cycle: Cycle) -> bool:
    return bool(cycle.closed or cycle.scores_locked)


def _years(db: Connection, framework_id: int) -> list[Cycle]:
    return fetch(db, Cycle, "WHERE framework_id = ? ORDER BY year", (framework_id,))


@dataclass(frozen=True, kw_only=True)
class _Links:
    """Old ids to new ones."""

    criteria: Mapping[int, int]
    items: Mapping[int, int]
    gates: Mapping[int, int]


def _copy(db: Connection, old: Framework) -> tuple[int, _Links]:
    number = db.execute("SELECT max(version) + 1 FROM framework WHERE code = ?", (old.code,)).fetchone()[0]
    new_id = insert(db, replace(old, id=0, uid="", version=number))
    of_criterion = {c.id: insert(db, replace(c, id=0, uid="", framework_id=new_id)) for c in criteria(db, old.id)}
    of_item: dict[int, int] = {}
    for item in items(db, old.id):
        of_item[item.id] = insert(db, replace(item, id=0, uid="", criterion_id=of_criterion[item.criterion_id]))
        insert(db, ItemMapping(old_item_id=item.id, new_item_id=of_item[item.id]))
    for level in fetch(db, Classification, "WHERE framework_id = ? ORDER BY position", (old.id,)):
        insert(db, replace(level, id=0, uid="", framework_id=new_id))
    of_gate = {
        gate.id: insert(db, replace(gate, id=0, uid="", framework_id=new_id))
        for gate in fetch(db, Gate, "WHERE framework_id = ? ORDER BY position", (old.id,))
    }
    return new_id, _Links(criteria=of_criterion, items=of_item, gates=of_gate)


def _links(db: Connection, old_id: int, new_id: int) -> _Links:
    """Which items, criteria and gates of one framework stand for which of the other."""
    numbers = {c.number: c.id for c in criteria(db, new_id)}
    names = {gate.name: gate.id for gate in fetch(db, Gate, "WHERE framework_id = ?", (new_id,))}
    return _Links(
        criteria={c.id: numbers[c.number] for c in criteria(db, old_id) if c.number in numbers},
        items={old.id: new.id for old, new in pairs(db, old_id, new_id) if old is not None and new is not None},
        gates={
            gate.id: names[gate.name]
            for gate in fetch(db, Gate, "WHERE framework_id = ?", (old_id,))
            if gate.name in names
        },
    )


def _move(db: Connection, cycle: Cycle, framework_id: int, links: _Links) -> None:
    """Let a year use another version and point everything of this year at its items."""
    update(db, Cycle, cycle.id, framework_id=framework_id)
    tasks = "task_id IN (SELECT id FROM task WHERE cycle_id = ?)"
    proofs = "evidence_id IN (SELECT id FROM evidence WHERE cycle_id = ?)"
    for old, new in links.items.items():
        for table, where in (
            ("task_item", tasks),
            ("evidence_link", proofs),
            ("score", "cycle_id = ?"),
            ("deduction", "cycle_id = ?"),
        ):
            db.execute(f"UPDATE {table} SET item_id = ? WHERE item_id = ? AND {where}", (new, old, cycle.id))
        db.execute("UPDATE evidence SET code_item_id = ? WHERE code_item_id = ? AND cycle_id = ?", (new, old, cycle.id))
    for old, new in links.criteria.items():
        db.execute("UPDATE task SET criterion_id = ? WHERE criterion_id = ? AND cycle_id = ?", (new, old, cycle.id))
    for old, new in links.gates.items():
        db.execute("UPDATE gate_answer SET gate_id = ? WHERE gate_id = ? AND cycle_id = ?", (new, old, cycle.id))


def _drop_homeless(db: Connection, cycle_id: int, links: _Links) -> int:
    """Take away what a year hangs on items and gates that the other framework does not have; answers the task links."""
    lost = 0
    for table, where in (
        ("task_item", "task_id IN (SELECT id FROM task WHERE cycle_id = ?)"),
        ("evidence_link", "item_id IS NOT NULL AND evidence_id IN (SELECT id FROM evidence WHERE cycle_id = ?)"),
        ("score", "cycle_id = ?"),
    ):
        for row in db.execute(f"SELECT id, item_id FROM {table} WHERE {where}", (cycle_id,)).fetchall():
            if row["item_id"] not in links.items:
                db.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))
                lost += table == "task_item"
    for row in db.execute("SELECT id, criterion_id FROM task WHERE cycle_id = ?", (cycle_id,)).fetchall():
        if row["criterion_id"] is not None and row["criterion_id"] not in links.criteria:
            db.execute("UPDATE task SET criterion_id = NULL WHERE id = ?", (row["id"],))
    for row in db.execute("SELECT id, gate_id FROM gate_answer WHERE cycle_id = ?", (cycle_id,)).fetchall():
        if row["gate_id"] not in links.gates:
            db.execute("DELETE FROM gate_answer WHERE id = ?", (row["id"],))
    return lost
