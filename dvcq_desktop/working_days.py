"""Working days of the office: weekends, public holidays with Tết, swapped days, from a table the office may correct.

The first filling of a year comes from the library holidays (Bộ luật Lao động 2019, Điều 112, and the yearly decisions on
Tết and swapped days it knows); later decisions are typed in by the office. A year nobody filled yet is read from the
library without being stored, so that counting is right from the first day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, ClassVar

from db.connection import Connection
from dvcq_desktop.dates import parse_date, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

KINDS = {"holiday": "Ngày nghỉ", "working_swap": "Ngày làm bù"}
_ONE = timedelta(days=1)
_MOST = 400  # days to look for a working day: no table is all holidays for longer


@dataclass(frozen=True, kw_only=True)
class Holiday(Record):
    """A day off, or a Saturday or Sunday that is worked instead of one."""

    TABLE: ClassVar[str] = "holiday"
    day: str = column("Ngày", kind="date", width=12)
    name: str = column("Tên ngày", width=36)
    kind: str = column("Loại", kind="choice", width=14, default="holiday")
    source: str = column("Nguồn", kind="choice", width=10, default="own")


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Which days are worked; without holidays it is Monday to Friday."""

    off: frozenset[date] = frozenset()
    swapped: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.swapped or (day.weekday() < 5 and day not in self.off)

    def between(self, start: date, end: date) -> int:
        """Working days from start to end, both counted; 0 where end is before start."""
        if end < start:
            return 0
        weeks, rest = divmod((end - start).days + 1, 7)
        plain = weeks * 5 + sum(1 for i in range(rest) if (start + timedelta(days=i)).weekday() < 5)
        lost = sum(1 for day in self.off if start <= day <= end and day.weekday() < 5 and day not in self.swapped)
        return plain - lost + sum(1 for day in self.swapped if start <= day <= end and day.weekday() >= 5)

    def left(self, today: date, last: date) -> int:
        """Working days still to use, today counted; below zero: working days since the last one."""
        return self.between(today, last) if last >= today else -self.between(last + _ONE, today)

    def following(self, day: date) -> date:
        """The first working day after a day."""
        return self._step(day + _ONE, _ONE)

    def preceding(self, day: date) -> date:
        """The last working day before a day."""
        return self._step(day - _ONE, -_ONE)

    def on_or_after(self, day: date) -> date:
        return self._step(day, _ONE)

    def on_or_before(self, day: date) -> date:
        return self._step(day, -_ONE)

    def plus(self, day: date, count: int) -> date:
        """The day that lies count working days after (before, where negative) a day."""
        for _n in range(abs(count)):
            day = self.following(day) if count > 0 else self.preceding(day)
        return day

    def _step(self, day: date, step: timedelta) -> date:
        start = day
        for _n in range(_MOST):
            if self.is_working(day):
                return day
            day += step
        return start


WEEKDAYS = WorkingCalendar()


def calendar_of(db: Connection, years: Iterable[int]) -> WorkingCalendar:
    """The working calendar of some years: the office's table, the library for a year not filled in yet."""
    wanted = sorted(set(years))
    found = stored = fetch(db, Holiday, "WHERE substr(day, 1, 4) BETWEEN ? AND ?", _ends(wanted))
    filled = {int(h.day[:4]) for h in stored}
    for year in wanted:
        if year not in filled:
            found = [*found, *known_holidays(year)]
    return WorkingCalendar(
        off=frozenset(date.fromisoformat(h.day) for h in found if h.kind == "holiday"),
        swapped=frozenset(date.fromisoformat(h.day) for h in found if h.kind == "working_swap"),
    )


def calendar_around(db: Connection, day: date) -> WorkingCalendar:
    """The calendar of the year of a day and of both its neighbours."""
    return calendar_of(db, (day.year - 1, day.year, day.year + 1))


def _ends(years: list[int]) -> tuple[str, str]:
    return (f"{years[0]:04d}", f"{years[-1]:04d}") if years else ("", "")


@lru_cache(maxsize=64)
def known_holidays(year: int) -> tuple[Holiday, ...]:
    """What the library knows of a year, in order; loaded here because it takes a tenth of a second."""
    known = _vietnam().Vietnam(years=year, language="vi")
    found = [Holiday(day=day.isoformat(), name=str(name), source="library") for day, name in known.items()]
    found += [
        Holiday(day=day.isoformat(), name=_("Làm bù cho ngày nghỉ hoán đổi"), kind="working_swap", source="library")
        for day in known.weekend_workdays
        if day.year == year
    ]
    return tuple(sorted(found, key=lambda holiday: holiday.day))


@cache
def _vietnam() -> Any:
    """The library's module of Vietnam alone: `holidays.countries` would import some 250 countries before it, 0.6 s and more."""
    from importlib import import_module
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    import holidays

    name = "holidays.countries.vietnam"
    spec = PathFinder.find_spec(name, [str(Path(folder, "countries")) for folder in holidays.__path__])
    if spec is None or spec.loader is None:
        return import_module(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def holidays_of(db: Connection, year: int) -> list[Holiday]:
    """The office's table of a year in order; empty where it was not filled in."""
    return fetch(db, Holiday, "WHERE substr(day, 1, 4) = ? ORDER BY day", (f"{year:04d}",))


def fill_year(db: Connection, year: int) -> int:
    """Put what the library knows of a year into the table; what the office typed stays. Answers how many were added."""
    there = {holiday.day for holiday in holidays_of(db, year)}
    missing = [holiday for holiday in known_holidays(year) if holiday.day not in there]
    for holiday in missing:
        insert(db, holiday)
    return len(missing)


def set_holiday(db: Connection, typed: str, name: str, kind: str = "holiday") -> int:
    """Enter or correct a day off or a swapped working day. Raises RuleBroken for a day that cannot be one.

    A year not filled in yet is filled from the library first, so that one typed day does not stand for all of it.
    """
    day, name = parse_date(typed), clean_line(name)
    if len(day) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm của ngày nghỉ, ví dụ 02/09/2025."))
    if kind not in KINDS:
        raise RuleBroken(_("Không có loại ngày “{kind}”.", kind=kind))
    if not name:
        raise RuleBroken(_("Chưa có tên của ngày {day}.", day=short_date(day)))
    if kind == "working_swap" and date.fromisoformat(day).weekday() < 5:
        raise RuleBroken(
            _("Ngày {day} không phải thứ Bảy hay Chủ nhật nên không phải ngày làm bù.", day=short_date(day))
        )
    if not holidays_of(db, int(day[:4])):
        fill_year(db, int(day[:4]))
    known = one(db, Holiday, "WHERE day = ?", (day,))
    if known is None:
        return insert(db, Holiday(day=day, name=name, kind=kind))
    update(db, Holiday, known.id, name=name, kind=kind, source="own")
    return known.id


def delete_holidays(db: Connection, ids: list[int]) -> None:
    """Take days out of the table. RuleBroken for the last day of a year: a year has holidays."""
    for year in {int(get(db, Holiday, holiday_id).day[:4]) for holiday_id in ids}:
        if not {holiday.id for holiday in holidays_of(db, year)} - set(ids):
            raise RuleBroken(_("Bảng ngày nghỉ năm {year} không thể để trống.", year=year))
    delete(db, Holiday, ids)


def correct_holiday(db: Connection, before: str, typed: str, name: str, kind: str) -> None:
    """Change a day of the table, its date as well; days as typed. RuleBroken for a day that cannot be one."""
    old = parse_date(before)
    made = set_holiday(db, typed, name, kind)
    if get(db, Holiday, made).day != old:
        gone = one(db, Holiday, "WHERE day = ?", (old,))
        delete(db, Holiday, [gone.id] if gone else [])


def add_typed_holiday(db: Connection, typed: str) -> int:
    """ "02/09/2025 Quốc khánh": a day off with its name; a Saturday or Sunday named "làm bù" is worked."""
    day, _blank, name = clean_line(typed).partition(" ")
    iso = parse_date(day)
    weekend = len(iso) == 10 and date.fromisoformat(iso).weekday() >= 5
    return set_holiday(db, day, name, "working_swap" if weekend and "làm bù" in name.lower() else "holiday")


def drop_holidays(db: Connection, days: Iterable[str]) -> None:
    """Take days, as typed, out of their years' tables; a year not filled in yet is filled first."""
    wanted = [parse_date(day) for day in days]
    for year in {int(day[:4]) for day in wanted}:
        if not holidays_of(db, year):
            fill_year(db, year)
    delete_holidays(db, [found.id for day in wanted if (found := one(db, Holiday, "WHERE day = ?", (day,)))])
