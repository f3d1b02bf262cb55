"""Ready reorganisations on the shelf resources/reorganisations, matched with the units and people this office has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import day_before
from dvcq_desktop.officials import Official, officials_on
from dvcq_desktop.reorganisation import NewUnit, OfficeChange, OfficialChange, Reorganisation, UnitChange, target_of
from dvcq_desktop.texts import _
from dvcq_desktop.units import all_units, find_unit, valid_on
from dvcq_desktop.vietnamese import fold

SHELF = Path(__file__).resolve().parent.parent / "resources" / "reorganisations"
READY = ("2025-07-01",)  # listed, not discovered: a frozen build finds no folders


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A mapping on the shelf, for the list to choose from."""

    name: str
    day: str
    title: str
    communes: tuple[tuple[str, str], ...]  # place before, name after


def ready_list() -> list[Ready]:
    """Every mapping on the shelf, the newest first."""
    found = []
    for name in reversed(READY):
        data = _read(name)
        communes = tuple((row["old"], row["name"]) for row in data.get("commune", []))
        found.append(Ready(name=name, day=data["day"], title=data["title"], communes=communes))
    return found


def _read(name: str) -> dict[str, Any]:
    if name not in READY:
        raise RuleBroken(_("Không có bảng sắp xếp lại “{name}”.", name=name))
    return tomllib.loads((SHELF / f"{name}.toml").read_text(encoding="utf-8"))


def ready(db: Connection, name: str, *, rename_commune: bool = False) -> Reorganisation:
    """A mapping of the shelf for this office: the units it has, the people in them, and its new name where asked for."""
    data = _read(name)
    before = day_before(data["day"])
    units = _units(db, data["unit"], before)
    return Reorganisation(
        day=data["day"],
        title=data["title"],
        office=_office(db, data, before, rename_commune),
        units=units,
        officials=_officials(db, data["post"], units, before),
    )


def _units(db: Connection, rows: list[dict[str, Any]], before: str) -> tuple[UnitChange, ...]:
    found: dict[int, UnitChange] = {}
    for row in rows:
        known = [unit for spelling in row["old"] if (unit := find_unit(db, spelling)) is not None]
        new = tuple(
            NewUnit(
                name=part["name"],
                short_name=part.get("short", ""),
                criteria=tuple(part.get("criteria", ())),
                collective=part.get("collective", False),
            )
            for part in row["new"]
        )
        for unit in known:
            if valid_on(unit.valid_from, unit.valid_to, before):
                found.setdefault(unit.id, UnitChange(old_id=unit.id, new=new))
    return tuple(found.values())


def _officials(
    db: Connection, rows: list[dict[str, str]], units: tuple[UnitChange, ...], before: str
) -> tuple[OfficialChange, ...]:
    """People whose title the mapping knows, or whose unit ends."""
    changes = {change.old_id: change for change in units}
    names = {unit.id: unit.name for unit in all_units(db)}
    found = []
    for official in officials_on(db, before):
        title = next((row["new"] for row in rows if _is(official, row["old"])), "")
        change = changes.get(official.unit_id or 0)
        if not title and change is None:
            continue
        unit = target_of(change, None).name if change else names.get(official.unit_id or 0, "")
        found.append(OfficialChange(official_id=official.id, title=title or official.title, unit=unit))
    return tuple(found)


def _is(official: Official, pattern: str) -> bool:
    title, wanted = fold(official.title), fold(pattern.rstrip("*"))
    return title.startswith(wanted) if pattern.endswith("*") else title == wanted


def _office(db: Connection, data: dict[str, Any], before: str, rename: bool) -> OfficeChange:
    office = data["office"]
    found = OfficeChange(superior=office["superior"], appraiser=office["appraiser"])
    known = organisation.current(db, before)
    if not rename or known is None:
        return found
    for row in data.get("commune", []):
        if fold(row["old"]) == fold(known.place_name):
            return OfficeChange(
                name=row["name"] if row["name"] != known.name else "",
                place_name=row["place"] if row["place"] != known.place_name else "",
                superior=found.superior,
                appraiser=found.appraiser,
            )
    return found
