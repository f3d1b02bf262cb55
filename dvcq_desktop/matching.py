"""Which content of one year is which of the year before, where the framework changed in between or stayed the same."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.cycles import find_cycle

_STEPS = 50  # versions between two years at the very most


def same_items(db: Connection, year: int, before: int) -> dict[int, int]:
    """The item of an earlier year by the item of this year, for all that are the same content.

    One framework: the item itself. Two versions: as their mapping says; without any mapping the same criterion and item
    number of the same framework. Two frameworks of different decisions have nothing in common.
    """
    now, then = find_cycle(db, year), find_cycle(db, before)
    if now is None or then is None or now.framework_id is None or then.framework_id is None:
        return {}
    if now.framework_id == then.framework_id:
        return {number: number for number in _numbers(db, now.framework_id).values()}
    old = set(_numbers(db, then.framework_id).values())
    mapped = _mapped(db, set(_numbers(db, now.framework_id).values()), old)
    if mapped or _code(db, now.framework_id) != _code(db, then.framework_id):
        return mapped
    known = _numbers(db, then.framework_id)
    return {item: known[place] for place, item in _numbers(db, now.framework_id).items() if place in known}


def _mapped(db: Connection, new: set[int], old: set[int]) -> dict[int, int]:
    came_from: dict[int, int] = {
        row["new_item_id"]: row["old_item_id"]
        for row in db.execute("SELECT old_item_id, new_item_id FROM item_mapping")
    }
    found = {}
    for item in new:
        at: int | None = item
        for _step in range(_STEPS):
            at = came_from.get(at) if at is not None else None
            if at is None or at in old:
                break
        if at is not None and at in old:
            found[item] = at
    return found


def _numbers(db: Connection, framework_id: int) -> dict[tuple[int, int], int]:
    rows = db.execute(
        "SELECT c.number AS criterion, i.number AS item, i.id FROM item i JOIN criterion c ON c.id = i.criterion_id"
        " WHERE c.framework_id = ?",
        (framework_id,),
    )
    return {(row["criterion"], row["item"]): row["id"] for row in rows}


def _code(db: Connection, framework_id: int) -> str:
    return str(db.execute("SELECT code FROM framework WHERE id = ?", (framework_id,)).fetchone()["code"])
