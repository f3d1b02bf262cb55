"""What one has filled in so far in the wizard of a reorganisation; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping

from dvcq_desktop import officials, organisation, reorganisation_files, units
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import day_before
from dvcq_desktop.office import Connection
from dvcq_desktop.officials import Official
from dvcq_desktop.reorganisation import NewUnit, OfficeChange, OfficialChange, Reorganisation, UnitChange
from dvcq_desktop.reorganisation_words import new_units_words, parse_new_units
from dvcq_desktop.units import Unit
from dvcq_desktop.vietnamese import clean_line
from ui.people.row_table import Row


class Draft:
    """Begins empty or with a mapping of the shelf; change() is what would be carried out."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.day = ""
        self.title = "Sắp xếp lại"
        self.office = OfficeChange()
        self._units: dict[int, tuple[NewUnit, ...]] = {}
        self._people: dict[int, OfficialChange] = {}
        self._chosen: dict[int, str] = {}
        self._begun: tuple[str, str, bool] | None = None
        known = organisation.current(db)
        self.place = known.place_name if known else ""

    def begin(self, typed_day: str, mapping: str, *, rename: bool) -> None:
        """Take day and mapping; what was changed by hand stays while they are the same."""
        day = parse_date(typed_day)
        if len(day) != 10:
            raise RuleBroken("Hãy nhập đủ ngày, tháng, năm sắp xếp lại, ví dụ 01/07/2025.")
        if self._begun == (day, mapping, rename):
            return
        self._begun = (day, mapping, rename)
        self.day = day
        self._units, self._people, self._chosen, self.office = {}, {}, {}, OfficeChange()
        if mapping:
            found = reorganisation_files.ready(self.db, mapping, rename_commune=rename)
            self.title, self.office = found.title, found.office
            self._units = {change.old_id: change.new for change in found.units}
            self._people = {change.official_id: change for change in found.officials}

    def change(self) -> Reorganisation:
        """What would be carried out."""
        return Reorganisation(
            day=self.day,
            title=self.title,
            office=self.office,
            units=tuple(UnitChange(old_id=unit_id, new=new) for unit_id, new in self._units.items() if new),
            officials=tuple(self._people.values()),
            chosen=dict(self._chosen),
        )

    # What the tables show

    def unit_rows(self) -> list[Row]:
        rows = []
        for unit in self._current_units():
            texts = {"old": unit.name, "new": new_units_words(self._units.get(unit.id, ()))}
            rows.append(Row(id=unit.id, texts=texts))
        return rows

    def people_rows(self) -> list[Row]:
        names = {unit.id: unit.name for unit in units.all_units(self.db)}
        rows = []
        for person in officials.officials_on(self.db, day_before(self.day)):
            change = self._people.get(person.id)
            old = " – ".join(part for part in (person.title, names.get(person.unit_id or 0, "")) if part)
            texts = {
                "name": person.name,
                "old": old,
                "title": change.title if change else "",
                "unit": change.unit if change else "",
            }
            rows.append(Row(id=person.id, texts=texts))
        return rows

    def current_office(self, key: str) -> str:
        known = organisation.current(self.db, day_before(self.day))
        return str(getattr(known, key)) if known else ""

    def names(self, _key: str) -> list[str]:
        """Units to choose from: those named as new, then those there are."""
        new = [unit.name for changed in self._units.values() for unit in changed]
        return list(dict.fromkeys([*new, *(unit.name for unit in self._current_units())]))

    def _current_units(self) -> list[Unit]:
        return units.units_on(self.db, day_before(self.day)) if self.day else []

    # What is typed

    def set_unit(self, unit_id: int, typed: str) -> None:
        """The units that take over; empty: it stays, and so do the people in it."""
        new = parse_new_units(typed, self._units.get(unit_id, ()))
        own = next((unit for unit in self._current_units() if unit.id == unit_id), None)
        if len(new) == 1 and own is not None and clean_line(new[0].name) == own.name:
            new = ()
        if new:
            self._units[unit_id] = new
        else:
            self._units.pop(unit_id, None)
        for person in officials.officials_on(self.db, day_before(self.day), unit_id=unit_id):
            self._follow(person, new)

    def _follow(self, person: Official, new: tuple[NewUnit, ...]) -> None:
        """People go with their unit, unless they were put elsewhere by hand."""
        known = self._people.get(person.id)
        title = known.title if known else person.title
        if new:
            self._people[person.id] = OfficialChange(official_id=person.id, title=title, unit=new[0].name)
        else:
            self._people.pop(person.id, None)

    def set_person(self, official_id: int, key: str, typed: str) -> None:
        """Title or unit from the day on; both empty: the person stays as they are."""
        known = self._people.get(official_id)
        person = next(p for p in officials.all_officials(self.db) if p.id == official_id)
        values = {"title": known.title if known else person.title, "unit": known.unit if known else ""}
        values[key] = clean_line(typed)
        if not values["title"] and not values["unit"]:
            self._people.pop(official_id, None)
            return
        self._people[official_id] = OfficialChange(
            official_id=official_id, title=values["title"] or person.title, unit=values["unit"]
        )

    def set_office(self, values: Mapping[str, str]) -> None:
        self.office = OfficeChange(**values)

    def choose(self, assignment_id: int, typed: str) -> None:
        """Who takes one task over, whatever the mapping says."""
        name = clean_line(typed)
        if name:
            self._chosen[assignment_id] = name
        else:
            self._chosen.pop(assignment_id, None)
