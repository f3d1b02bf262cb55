"""Units (bộ phận, đơn vị) that lead and support, with every spelling they are known by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold, sort_key

_DASH = re.compile(r" ?- ?")
_POST = re.compile(r"^(?:cong chuc|can bo) ")
_COMMUNE = ("xa", "cua xa")  # "công chức xã" is nobody's name in short
# "xã" behind a name is left out, but not where it belongs to the word: hợp tác xã, thị xã, trạm xá, ký túc xá
_OF_THE_COMMUNE = re.compile(r"(?<!\bhop tac)(?<!\bthi)(?<!\btram)(?<!\bbenh)(?<!\bky tuc)(?: cua)? xa$")


@dataclass(frozen=True, kw_only=True)
class Unit(Record):
    """A unit of the office or an organ that works with it; collective: "các ban, ngành có liên quan"."""

    TABLE: ClassVar[str] = "unit"
    name: str = column("Bộ phận, đơn vị", width=36)
    short_name: str = column("Tên ngắn", width=14, default="")
    collective: int = column("Tên chung nhiều ngành", kind="yes_no", width=8, default=0)
    parent_id: int | None = None
    replaced_by_id: int | None = None
    valid_from: str = column("Từ ngày", kind="date", width=10, default="")
    valid_to: str = column("Đến hết ngày", kind="date", width=10, default="")
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class UnitAlias(Record):
    """A spelling a unit is known by, and its folded form, unique in the office."""

    TABLE: ClassVar[str] = "unit_alias"
    unit_id: int
    alias: str
    folded: str


def all_units(db: Connection) -> list[Unit]:
    """Every unit in Vietnamese order, those named in common ("các ngành …") last."""
    return sorted(fetch(db, Unit), key=lambda unit: (unit.collective, sort_key(unit.name)))


def alias_key(name: str) -> str:
    """The form two spellings of one unit share: folded, without "công chức" before and "(của) xã" after."""
    folded = _DASH.sub("-", fold(name)).strip(" .,;:-")
    bare = _POST.sub("", folded)
    return _OF_THE_COMMUNE.sub("", bare) if bare not in _COMMUNE else folded


def find_unit(db: Connection, name: str) -> Unit | None:
    """The unit known by this spelling; None where none is."""
    row = db.execute("SELECT unit_id FROM unit_alias WHERE folded = ?", (alias_key(name),)).fetchone()
    return one(db, Unit, "WHERE id = ?", (row["unit_id"],)) if row else None


def add_unit(
    db: Connection, name: str, *, short_name: str = "", collective: bool = False, parent_id: int | None = None
) -> int:
    """A new unit. Raises RuleBroken without a name or where the name is one's already."""
    name = clean_line(name)
    if not alias_key(name):  # nothing typed, or dots and dashes only
        raise RuleBroken(_("Chưa có tên bộ phận."))
    if (known := find_unit(db, name)) is not None:
        raise RuleBroken(_("Đã có bộ phận “{name}”.", name=known.name))
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM unit").fetchone()[0]
    unit_id = insert(
        db,
        Unit(
            name=name,
            short_name=clean_line(short_name),
            collective=int(collective),
            parent_id=parent_id,
            position=position,
        ),
    )
    add_alias(db, unit_id, name)
    return unit_id


def unit_named(db: Connection, name: str, *, parent_id: int | None = None) -> int:
    """The id of the unit known by this spelling; a new unit where none is."""
    known = find_unit(db, name)
    if known is not None:
        return known.id
    collective = fold(name).startswith(("cac ban", "cac nganh", "cac to chuc", "cac doan the", "cac bo phan"))
    return add_unit(db, name, collective=collective, parent_id=parent_id)


def add_alias(db: Connection, unit_id: int, alias: str) -> None:
    """Let a unit be known by one more spelling; a spelling another unit has is left to it."""
    folded = alias_key(alias)
    if folded and not db.execute("SELECT 1 FROM unit_alias WHERE folded = ?", (folded,)).fetchone():
        insert(db, UnitAlias(unit_id=unit_id, alias=clean_line(alias), folded=folded))


def rename_unit(db: Connection, unit_id: int, name: str, short_name: str | None = None) -> None:
    """Change a unit's name; its old spelling still finds it."""
    name = clean_line(name)
    if not alias_key(name):
        raise RuleBroken(_("Chưa có tên bộ phận."))
    known = find_unit(db, name)
    if known is not None and known.id != unit_id:
        raise RuleBroken(_("Đã có bộ phận “{name}”.", name=known.name))
    values = {"name": name} if short_name is None else {"name": name, "short_name": clean_line(short_name)}
    update(db, Unit, unit_id, **values)
    add_alias(db, unit_id, name)


def valid_on(valid_from: str, valid_to: str, day: str) -> bool:
    """Whether something with these days of validity (ISO, empty: open) is there on a day."""
    return valid_from <= day and (not valid_to or valid_to >= day)


def units_on(db: Connection, day: str) -> list[Unit]:
    """The units there are on a day (ISO), in Vietnamese order."""
    return [unit for unit in all_units(db) if valid_on(unit.valid_from, unit.valid_to, day)]


def successor(db: Connection, unit_id: int, day: str) -> int:
    """The unit that does the work of this one on a day: itself, or what replaced it."""
    seen = {unit_id}
    while True:
        unit = get(db, Unit, unit_id)
        if valid_on(unit.valid_from, unit.valid_to, day) or unit.replaced_by_id is None or unit.replaced_by_id in seen:
            return unit_id
        unit_id = unit.replaced_by_id
        seen.add(unit_id)


def change_unit(db: Connection, unit_id: int, **values: str) -> None:
    """Change short name and days of validity as typed (the name: rename_unit). RuleBroken where they end before they begin."""
    unknown = set(values) - {"short_name", "valid_from", "valid_to"}
    if unknown:
        raise TypeError(f"no field of a unit to type: {sorted(unknown)}")
    stored = {k: parse_date(v) if k.startswith("valid") else clean_line(v) for k, v in values.items()}
    check_validity(get(db, Unit, unit_id).valid_from, get(db, Unit, unit_id).valid_to, stored)
    update(db, Unit, unit_id, **stored)


def check_validity(valid_from: str, valid_to: str, changed: dict[str, str]) -> None:
    """Refuse validity that ends before it begins."""
    begin, end = changed.get("valid_from", valid_from), changed.get("valid_to", valid_to)
    if begin and end and end < begin:
        raise RuleBroken(_("Ngày hết hiệu lực không thể trước ngày bắt đầu."))


def set_parent(db: Connection, unit_id: int, parent_id: int | None) -> None:
    """Put a unit under another. RuleBroken where that would go in a circle."""
    above, seen = parent_id, set()
    while above is not None and above not in seen:
        if above == unit_id:
            raise RuleBroken(_("Một bộ phận không thể thuộc chính nó hay thuộc bộ phận cấp dưới của nó."))
        seen.add(above)
        above = get(db, Unit, above).parent_id
    update(db, Unit, unit_id, parent_id=parent_id)


def set_replaced_by(db: Connection, unit_id: int, replaced_by_id: int | None, last_day: str = "") -> None:
    """Say which unit took over and, as typed, until when this one was. RuleBroken where that would go in a circle."""
    after, seen = replaced_by_id, set()
    while after is not None and after not in seen:
        if after == unit_id:
            raise RuleBroken(_("Một bộ phận không thể được thay bởi chính nó."))
        seen.add(after)
        after = get(db, Unit, after).replaced_by_id
    values = {"valid_to": parse_date(last_day)} if last_day.strip() else {}
    update(db, Unit, unit_id, replaced_by_id=replaced_by_id, **values)


def merge_units(db: Connection, from_id: int, into_id: int) -> None:
    """Make two records of one unit one: assignments, people, deductions and spellings go over, the first record goes.

    For spellings that were taken for two units; a unit that really ended is replaced (set_replaced_by) and stays.
    """
    if from_id == into_id:
        raise RuleBroken(_("Hãy chọn hai bộ phận khác nhau để gộp."))
    for table, whole in (("assignment", "task_id"), ("deduction_unit", "deduction_id")):
        same_role = " AND b.role = a.role AND b.valid_to = a.valid_to" if table == "assignment" else ""
        db.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT a.id FROM {table} a JOIN {table} b ON b.{whole} = a.{whole}"
            f" AND b.unit_id = ?{same_role} WHERE a.unit_id = ?)",
            (into_id, from_id),
        )
        db.execute(f"UPDATE {table} SET unit_id = ? WHERE unit_id = ?", (into_id, from_id))
    db.execute("UPDATE official SET unit_id = ? WHERE unit_id = ?", (into_id, from_id))
    db.execute("UPDATE unit SET parent_id = ? WHERE parent_id = ? AND id <> ?", (into_id, from_id, into_id))
    db.execute("UPDATE unit SET parent_id = NULL WHERE id = ? AND parent_id IN (?, ?)", (into_id, from_id, into_id))
    db.execute("UPDATE unit SET replaced_by_id = ? WHERE replaced_by_id = ? AND id <> ?", (into_id, from_id, into_id))
    db.execute("UPDATE unit_alias SET unit_id = ? WHERE unit_id = ?", (into_id, from_id))
    add_alias(db, into_id, get(db, Unit, from_id).name)
    delete(db, Unit, [from_id])


def aliases(db: Connection, unit_id: int) -> list[UnitAlias]:
    """Every spelling a unit is known by, the first entered first."""
    return fetch(db, UnitAlias, "WHERE unit_id = ? ORDER BY id", (unit_id,))


def remove_alias(db: Connection, alias_id: int) -> None:
    """Forget a spelling. RuleBroken for the unit's own name."""
    alias = get(db, UnitAlias, alias_id)
    if alias.folded == alias_key(get(db, Unit, alias.unit_id).name):
        raise RuleBroken(_("Không bỏ được tên chính của bộ phận."))
    delete(db, UnitAlias, [alias_id])


def delete_unit(db: Connection, unit_id: int) -> None:
    """Delete a unit nothing refers to. RuleBroken where a task, a person or a deduction does."""
    for table, what in (("assignment", _("nhiệm vụ")), ("official", _("cán bộ")), ("deduction_unit", _("điểm trừ"))):
        count = db.execute(f"SELECT count(*) FROM {table} WHERE unit_id = ?", (unit_id,)).fetchone()[0]
        if count:
            raise RuleBroken(
                _(
                    "“{name}” còn gắn với {n} {what} nên không xóa được. Hãy ghi ngày hết hiệu lực, hoặc gộp vào bộ phận khác.",
                    name=get(db, Unit, unit_id).name,
                    n=count,
                    what=what,
                )
            )
    delete(db, Unit, [unit_id])
