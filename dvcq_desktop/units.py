"""Units (bộ phận, đơn vị) that lead and support, with every spelling they are known by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, fetch, insert, one, update
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
