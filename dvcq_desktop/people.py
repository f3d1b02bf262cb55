"""Units and officials as their page shows and edits them: names instead of ids, what is typed becomes a record's field."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import officials, units
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import Official
from dvcq_desktop.records import get
from dvcq_desktop.texts import _
from dvcq_desktop.units import Unit
from dvcq_desktop.vietnamese import clean_line, fold


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit with the names of those it stands beside."""

    unit: Unit
    parent: str
    replaced_by: str
    aliases: str  # other spellings, "; " between them
    tasks: int  # of open years that it leads or supports now
    people: int


@dataclass(frozen=True, kw_only=True)
class OfficialRow:
    """A person with the names of unit and successor."""

    official: Official
    unit: str
    replaced_by: str
    tasks: int


def unit_rows(db: Connection) -> list[UnitRow]:
    """Every unit in Vietnamese order."""
    found = units.all_units(db)
    names = {unit.id: unit.name for unit in found}
    spelled: dict[int, list[str]] = {}
    for row in db.execute("SELECT unit_id, alias, folded FROM unit_alias ORDER BY id"):
        if row["folded"] != units.alias_key(names.get(row["unit_id"], "")):
            spelled.setdefault(row["unit_id"], []).append(row["alias"])
    held = _held(db, "unit_id")
    people = {
        row["unit_id"]: row["n"]
        for row in db.execute("SELECT unit_id, count(*) AS n FROM official WHERE valid_to = '' GROUP BY unit_id")
    }
    return [
        UnitRow(
            unit=unit,
            parent=names.get(unit.parent_id or 0, ""),
            replaced_by=names.get(unit.replaced_by_id or 0, ""),
            aliases="; ".join(spelled.get(unit.id, ())),
            tasks=held.get(unit.id, 0),
            people=people.get(unit.id, 0),
        )
        for unit in found
    ]


def official_rows(db: Connection) -> list[OfficialRow]:
    """Everyone by given name."""
    found = officials.all_officials(db)
    names = {official.id: official.name for official in found}
    named = {unit.id: unit.name for unit in units.all_units(db)}
    held = _held(db, "official_id")
    return [
        OfficialRow(
            official=official,
            unit=named.get(official.unit_id or 0, ""),
            replaced_by=names.get(official.replaced_by_id or 0, ""),
            tasks=held.get(official.id, 0),
        )
        for official in found
    ]


def _held(db: Connection, column: str) -> dict[int, int]:
    rows = db.execute(
        f"SELECT a.{column} AS id, count(DISTINCT a.task_id) AS n FROM assignment a JOIN task t ON t.id = a.task_id"
        " JOIN cycle c ON c.id = t.cycle_id WHERE a.valid_to = '' AND c.closed = 0 GROUP BY 1"
    )
    return {row["id"]: row["n"] for row in rows if row["id"] is not None}


def set_unit_field(db: Connection, unit_id: int, field: str, typed: str) -> None:
    """Store one field of a unit as typed. RuleBroken where it cannot be."""
    if field == "name":
        units.rename_unit(db, unit_id, typed)
    elif field == "aliases":
        set_aliases(db, unit_id, typed)
    elif field == "parent":
        units.set_parent(db, unit_id, _unit_id(db, typed))
    elif field == "replaced_by":
        units.set_replaced_by(db, unit_id, _unit_id(db, typed))
    else:
        units.change_unit(db, unit_id, **{field: typed})


def set_official_field(db: Connection, official_id: int, field: str, typed: str) -> None:
    """Store one field of a person as typed; a unit that is not there yet is added. RuleBroken where it cannot be."""
    if field == "unit":
        name = clean_line(typed)
        officials.move_official(db, official_id, units.unit_named(db, name) if name else None)
    elif field == "replaced_by":
        officials.set_replaced_by(db, official_id, _official_id(db, typed))
    else:
        officials.change_official(db, official_id, **{field: typed})


def _unit_id(db: Connection, typed: str) -> int | None:
    name = clean_line(typed)
    known = units.find_unit(db, name) if name else None
    if name and known is None:
        raise RuleBroken(
            _("Chưa có bộ phận “{name}”. Hãy thêm bộ phận này trước, hoặc chọn trong danh sách.", name=name)
        )
    return known.id if known else None


def _official_id(db: Connection, typed: str) -> int | None:
    name = clean_line(typed)
    if not name:
        return None
    for official in officials.all_officials(db):
        if fold(official.name) == fold(name) and not official.valid_to:
            return official.id
    raise RuleBroken(_("Chưa có người tên “{name}”. Hãy thêm người này trước, hoặc chọn trong danh sách.", name=name))


def set_aliases(db: Connection, unit_id: int, typed: str) -> None:
    """The other spellings of a unit, ";" between them. RuleBroken for one that is another unit's."""
    own = units.alias_key(get(db, Unit, unit_id).name)
    wanted = {units.alias_key(name): clean_line(name) for name in typed.split(";") if units.alias_key(name)}
    for alias in units.aliases(db, unit_id):
        if alias.folded not in wanted and alias.folded != own:
            units.remove_alias(db, alias.id)
    for name in wanted.values():
        known = units.find_unit(db, name)
        if known is not None and known.id != unit_id:
            raise RuleBroken(
                _(
                    "“{name}” đang là tên của “{unit}”. Nếu hai bộ phận là một, hãy dùng “Gộp vào bộ phận khác…”.",
                    name=name,
                    unit=known.name,
                )
            )
        units.add_alias(db, unit_id, name)


def delete_units(db: Connection, ids: list[int]) -> None:
    """Delete units nothing refers to, all of them or none."""
    for unit_id in ids:
        units.delete_unit(db, unit_id)


def delete_officials(db: Connection, ids: list[int]) -> None:
    """Delete people nothing refers to, all of them or none."""
    for official_id in ids:
        officials.delete_official(db, official_id)
