"""Puts a table of points into a framework: rows find their criterion and item by number and words, the rest is added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.connection import Connection
from dvcq_desktop.cycles import open_year
from dvcq_desktop.framework_editing import new_framework
from dvcq_desktop.framework_tables.understanding import Reading, TableRow
from dvcq_desktop.framework_versions import for_editing, use_for_year
from dvcq_desktop.framework_words import read_flags, read_params_text, typed_params
from dvcq_desktop.frameworks import Criterion, Framework, Item, criteria, get_framework, items
from dvcq_desktop.likeness import ALIKE, likeness
from dvcq_desktop.records import get, insert, update
from dvcq_desktop.vietnamese import clean, clean_line

_FAINT = 0.35  # likeness that is enough where the number says the same


@dataclass(frozen=True, kw_only=True)
class Match:
    """A row and what it stands for in the framework; None: it is new."""

    row: TableRow
    criterion: Criterion | None
    item: Item | None = None
    alike: float = 1.0  # of the words, 1.0 where they are the same or the row has none

    @property
    def new(self) -> bool:
        return (self.criterion if self.row.kind == "criterion" else self.item) is None


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What putting a table in did."""

    framework_id: int
    changed: int  # items that got other values
    added: int  # items and criteria
    same: int


def matched(reading: Reading, all_criteria: Sequence[Criterion], all_items: Sequence[Item]) -> list[Match]:
    """Each row with the criterion or item it stands for: same number first, then like words, each taken once."""
    found: list[Match] = []
    by_number = {c.number: c for c in all_criteria}
    taken_criteria: set[int] = set()
    of_row: dict[int, Criterion | None] = {}
    for row in reading.criteria:
        criterion = _criterion(row, by_number, [c for c in all_criteria if c.id not in taken_criteria])
        if criterion is not None and criterion.id not in taken_criteria:
            taken_criteria.add(criterion.id)
        of_row[row.criterion] = criterion
    taken = _items(reading, of_row, all_items)
    for row in reading.rows:
        criterion = of_row.get(row.criterion)
        if row.kind == "criterion":
            alike = likeness(row.text, criterion.title) if criterion and row.text else 1.0
            found.append(Match(row=row, criterion=criterion, alike=alike))
        else:
            item = taken.get(row.line)
            alike = likeness(row.text, item.text) if item and row.text else 1.0
            found.append(Match(row=row, criterion=criterion, item=item, alike=alike))
    return found


def _criterion(row: TableRow, by_number: dict[int, Criterion], free: Sequence[Criterion]) -> Criterion | None:
    same = by_number.get(row.criterion)
    if same is not None and (not row.text or likeness(row.text, same.title) >= ALIKE):
        return same
    if row.text:
        best = max(free, key=lambda c: likeness(row.text, c.title), default=None)
        if best is not None and likeness(row.text, best.title) >= ALIKE:
            return best
    return None if row.text else same


def _items(reading: Reading, of_row: dict[int, Criterion | None], all_items: Sequence[Item]) -> dict[int, Item]:
    """The item of each row by the row's line: sure matches before likely ones."""
    taken: dict[int, Item] = {}
    used: set[int] = set()

    def take(row: TableRow, item: Item) -> None:
        taken[row.line] = item
        used.add(item.id)

    def in_place(row: TableRow) -> Item | None:
        criterion = of_row.get(row.criterion)
        return next(
            (i for i in all_items if criterion and i.criterion_id == criterion.id and i.number == row.number), None
        )

    for row in reading.items:  # the same place and like words, or no words to judge by
        item = in_place(row)
        if item is not None and item.id not in used and (not row.text or likeness(row.text, item.text) >= ALIKE):
            take(row, item)
    for row in reading.items:  # like words elsewhere
        if row.line in taken or not row.text:
            continue
        free = [i for i in all_items if i.id not in used]
        best = max(free, key=lambda i: likeness(row.text, i.text), default=None)
        if best is not None and likeness(row.text, best.text) >= ALIKE:
            take(row, best)
    for row in reading.items:  # the same place, worded otherwise: shown as "≈", for the person to judge
        item = in_place(row)
        free_place = row.numbered and row.line not in taken and item is not None and item.id not in used
        if free_place and item is not None and likeness(row.text, item.text) >= _FAINT:
            take(row, item)
    return taken


def apply_table(db: Connection, framework_id: int, reading: Reading, *, replace_text: bool = False) -> Applied:
    """Fill maxima and whatever else the table tells; rows that match nothing become new criteria and items.

    An empty cell leaves what stands; replace_text takes the wording of the table where it differs. The total is taken
    from the table where the framework has none.
    """
    framework_id = for_editing(db, framework_id)
    framework = get_framework(db, framework_id)
    changed = added = same = 0
    made: dict[int, int] = {}  # number of the row's criterion: id
    for match in matched(reading, criteria(db, framework_id), items(db, framework_id)):
        row = match.row
        if row.kind == "criterion":
            added += match.criterion is None
            made[row.criterion] = _put_criterion(db, framework_id, match, replace_text=replace_text)
            continue
        if match.item is None:
            criterion_id = made.get(row.criterion) or _put_criterion(db, framework_id, match, replace_text=False)
            made[row.criterion] = criterion_id
            added += 1
            _put_item(db, Match(row=row, criterion=None, item=_new_item(db, criterion_id, row)), replace_text=True)
        elif _put_item(db, match, replace_text=replace_text):
            changed += 1
        else:
            same += 1
    if framework.total is None and reading.total is not None:
        update(db, Framework, framework_id, total=reading.total)
    return Applied(framework_id=framework_id, changed=changed, added=added, same=same)


def make_framework(db: Connection, title: str, reading: Reading, year: int | None) -> int:
    """A framework of the office's own out of a table, and into use for a year."""
    done = apply_table(db, new_framework(db, title), reading)
    if year is not None:
        open_year(db, year)
        use_for_year(db, done.framework_id, year)
    return done.framework_id


def _put_criterion(db: Connection, framework_id: int, match: Match, *, replace_text: bool) -> int:
    """The id of a row's criterion, made where it is new."""
    title = clean_line(match.row.text) if match.row.kind == "criterion" else ""
    if match.criterion is not None:
        if replace_text and title and title != match.criterion.title:
            update(db, Criterion, match.criterion.id, title=title)
        return match.criterion.id
    known = criteria(db, framework_id)
    numbers = {c.number for c in known}
    number = match.row.criterion if match.row.criterion not in numbers else max(numbers) + 1
    position = max((c.position for c in known), default=0) + 1
    return insert(
        db, Criterion(framework_id=framework_id, number=number, title=title or match.row.code, position=position)
    )


def _new_item(db: Connection, criterion_id: int, row: TableRow) -> Item:
    known = db.execute(
        "SELECT coalesce(max(position), 0) AS last, coalesce(max(number), 0) AS highest FROM item WHERE criterion_id = ?",
        (criterion_id,),
    ).fetchone()
    taken = db.execute(
        "SELECT 1 FROM item WHERE criterion_id = ? AND number = ?", (criterion_id, row.number)
    ).fetchone()
    number = known["highest"] + 1 if taken else row.number
    text = clean(row.text).strip() or row.code
    item_id = insert(db, Item(criterion_id=criterion_id, number=number, text=text, position=known["last"] + 1))
    return get(db, Item, item_id)


def _put_item(db: Connection, match: Match, *, replace_text: bool) -> bool:
    """Give an item the values of its row; whether one of them was another."""
    row, item = match.row, match.item
    if item is None:
        return False
    values: dict[str, Any] = {"max_points": row.max, "step": row.step}
    values |= {"expected_evidence": _lines(row.evidence), "legal_base": _lines(row.legal)}
    if replace_text:
        values["text"] = clean(row.text).strip()
    values = {name: value for name, value in values.items() if value not in (None, "")}
    if row.rule:
        params = _params(row)
        values |= {"rule": row.rule, "rule_params": json.dumps(params, ensure_ascii=False, sort_keys=True)}
    if row.flags is not None:
        values |= read_flags(row.flags)[0]
    different = {name: value for name, value in values.items() if getattr(item, name) != value}
    if different:
        update(db, Item, item.id, **different)
    return bool(different)


def _params(row: TableRow) -> dict[str, Any]:
    """Out of the template's lines, or of levels found below the row."""
    if row.rule == "choice" and not row.params.lstrip().startswith("Các mức"):
        return typed_params("choice", {"levels": row.params})
    return read_params_text(row.rule, row.params)


def _lines(text: str) -> str:
    return "\n".join(line for line in clean(text).split("\n") if line.strip())
