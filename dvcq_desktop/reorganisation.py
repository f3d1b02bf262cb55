"""Reorganisation from a day on: old units, titles, superiors and the commune itself give way to new ones, in one operation.

Nothing of the past is rewritten: old units, posts and assignments end the day before, new ones begin, so a paper dated
earlier prints as it did. The reform of 1 July 2025 is ready in resources/reorganisations (reorganisation_files.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.assignments import Assignment
from dvcq_desktop.dates import day_of_paper, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import day_before, move_assignment
from dvcq_desktop.officials import Official
from dvcq_desktop.plans import Plan
from dvcq_desktop.records import fetch, get, insert, update
from dvcq_desktop.tasks import Task
from dvcq_desktop.texts import _
from dvcq_desktop.units import Unit, UnitAlias, add_alias, alias_key, find_unit, valid_on
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A unit that takes over; of the tasks only those of these criteria, where any are named."""

    name: str
    short_name: str = ""
    criteria: tuple[int, ...] = ()  # numbers of criteria; empty: everything the others do not take
    collective: bool = False


@dataclass(frozen=True, kw_only=True)
class UnitChange:
    """One unit that ends and what takes over: one for one, one for many; many for one is the same name twice."""

    old_id: int
    new: tuple[NewUnit, ...]


@dataclass(frozen=True, kw_only=True)
class OfficialChange:
    """A person whose title or unit changes; unit: its name after the reorganisation."""

    official_id: int
    title: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeChange:
    """What of the office itself changes; empty: stays."""

    name: str = ""
    place_name: str = ""
    superior: str = ""
    appraiser: str = ""
    parent_head: str = ""


@dataclass(frozen=True, kw_only=True)
class Reorganisation:
    """Everything that changes from one day on, as the person agreed to it."""

    day: str  # ISO
    title: str
    office: OfficeChange = OfficeChange()
    units: tuple[UnitChange, ...] = ()
    officials: tuple[OfficialChange, ...] = ()
    chosen: Mapping[int, str] = field(default_factory=dict)  # assignment id → name of the unit that takes it over


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One thing that would change, for the preview."""

    kind: str  # organisation, plan, unit, official, assignment
    what: str
    old: str
    new: str
    year: int | None = None
    row_id: int = 0  # of the assignment, the unit, the official, the plan


@dataclass(frozen=True, kw_only=True)
class Applied:
    """How much was changed."""

    units: int
    officials: int
    assignments: int
    plans: int


def check(db: Connection, change: Reorganisation) -> None:
    """Refuse a reorganisation that cannot be carried out, in a sentence."""
    if len(change.day) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm sắp xếp lại, ví dụ 01/07/2025."))
    seen: set[int] = set()
    for unit_change in change.units:
        unit = get(db, Unit, unit_change.old_id)
        if unit.id in seen:
            raise RuleBroken(_("“{name}” có hai dòng trong bảng thay đổi.", name=unit.name))
        seen.add(unit.id)
        if not [new for new in unit_change.new if alias_key(new.name)]:
            raise RuleBroken(_("Chưa ghi bộ phận thay cho “{name}”.", name=unit.name))
        if not valid_on(unit.valid_from, unit.valid_to, day_before(change.day)):
            day = short_date(change.day)
            raise RuleBroken(_("“{name}” không còn hoạt động ngay trước ngày {day}.", name=unit.name, day=day))
    if _office_values(change):
        begun = [entry for entry in organisation.entries(db) if entry.valid_from >= change.day]
        if begun:
            raise RuleBroken(_("Đã có tên cơ quan có hiệu lực từ ngày {day}.", day=short_date(begun[0].valid_from)))


def preview(db: Connection, change: Reorganisation) -> list[Effect]:
    """Everything that would change: the office, heads of unissued plans, units, people, every open task's assignment."""
    check(db, change)
    found = list(_office_effects(db, change))
    found += _plan_effects(db, change)
    for unit_change in change.units:
        names = "; ".join(new.name for new in unit_change.new)
        unit = get(db, Unit, unit_change.old_id)
        found.append(Effect(kind="unit", what=unit.name, old=unit.name, new=names, row_id=unit.id))
    for person in change.officials:
        official = get(db, Official, person.official_id)
        old, new = _post(db, official), " – ".join(part for part in (person.title, person.unit) if part)
        if old != new:
            found.append(Effect(kind="official", what=official.name, old=old, new=new, row_id=official.id))
    now = {unit.id: unit.name for unit in fetch(db, Unit)}
    for assignment, target, year, task in _moving(db, change):
        found.append(
            Effect(
                kind="assignment",
                what=task.text.split("\n", maxsplit=1)[0],
                old=now[assignment.unit_id or 0],
                new=target.name,
                year=year,
                row_id=assignment.id,
            )
        )
    return found


def apply(db: Connection, change: Reorganisation) -> Applied:
    """Carry a reorganisation out; one use case, so one undo takes all of it back. RuleBroken as check() says."""
    check(db, change)
    moving = list(_moving(db, change))
    plans = _open_plans(db, change)
    values = _office_values(change)
    if values:
        organisation.add_entry(db, change.day, **values)
    new_ids = _make_units(db, change)
    for unit_change in change.units:
        _end_unit(db, change, unit_change, new_ids)
    people = {}
    for person in change.officials:
        people[person.official_id] = _move_official(db, person, change.day, new_ids)
    for assignment, target, _year, _task in moving:
        official_id = people.get(assignment.official_id or 0, assignment.official_id)
        current = get(db, Assignment, assignment.id)
        if current.valid_to == "":  # a merge before may have ended it already
            unit_id = new_ids[alias_key(target.name)]
            move_assignment(db, current, change.day, unit_id=unit_id, official_id=official_id)
    for plan in plans:
        _change_plan(db, plan)
    return Applied(units=len(change.units), officials=len(people), assignments=len(moving), plans=len(plans))


def target_of(unit_change: UnitChange, criterion: int | None) -> NewUnit:
    """Which of the new units takes a task of a criterion: the one that names it, else the first that names none."""
    for new in unit_change.new:
        if criterion is not None and criterion in new.criteria:
            return new
    rest = [new for new in unit_change.new if not new.criteria]
    return (rest or list(unit_change.new))[0]


def without_valid_lead(db: Connection, day: str) -> list[Task]:
    """Tasks of years that are not closed whose leads are none, or none that is there on a day (ISO)."""
    return fetch(
        db,
        Task,
        "WHERE cycle_id IN (SELECT id FROM cycle WHERE closed = 0 AND year >= ?) AND NOT EXISTS (SELECT 1 FROM assignment a"
        " LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN official o ON o.id = a.official_id WHERE a.task_id = task.id"
        " AND a.role = 'lead' AND a.valid_to = '' AND (u.id IS NULL OR u.valid_to = '' OR u.valid_to >= ?)"
        " AND (o.id IS NULL OR o.valid_to = '' OR o.valid_to >= ?)) ORDER BY cycle_id, position, id",
        (int(day[:4]), day, day),
    )


def _office_values(change: Reorganisation) -> dict[str, str]:
    office = change.office
    named = {
        "name": office.name,
        "place_name": office.place_name,
        "superior": office.superior,
        "appraiser": office.appraiser,
        "parent_head": office.parent_head,
    }
    return {key: clean_line(value) for key, value in named.items() if clean_line(value)}


def _office_effects(db: Connection, change: Reorganisation) -> Iterator[Effect]:
    known = organisation.current(db, day_before(change.day))
    titles = {
        "name": _("Tên cơ quan"),
        "place_name": _("Địa danh"),
        "superior": _("Cấp trên"),
        "appraiser": _("Cơ quan thẩm định"),
        "parent_head": _("Cơ quan chủ quản trên đầu văn bản"),
    }
    for key, new in _office_values(change).items():
        old = getattr(known, key) if known else ""
        if old != new:
            yield Effect(kind="organisation", what=titles[key], old=old, new=new)


def _open_plans(db: Connection, change: Reorganisation) -> list[Plan]:
    """Plans of open years that were not issued before the day: their head and signature will be the new ones."""
    if not _office_values(change):
        return []
    where = "WHERE cycle_id IN (SELECT id FROM cycle WHERE closed = 0 AND year >= ?) ORDER BY id"
    found = fetch(db, Plan, where, (int(change.day[:4]),))
    return [plan for plan in found if (day_of_paper(plan.issued_on) or "9999") >= change.day]


def _plan_effects(db: Connection, change: Reorganisation) -> list[Effect]:
    known = organisation.current(db, day_before(change.day))
    if known is None:
        return []
    values = _office_values(change)
    head = organisation.head_lines_of(values["name"]) if "name" in values else known.head_lines
    found = []
    for plan in _open_plans(db, change):
        year = db.execute("SELECT year FROM cycle WHERE id = ?", (plan.cycle_id,)).fetchone()["year"]
        old = f"{plan.organ.replace(chr(10), ' ')}, {plan.place}"
        new = f"{head.replace(chr(10), ' ')}, {values.get('place_name', plan.place)}"
        if old != new:
            what = _("Đầu văn bản kế hoạch năm {year}", year=year)
            found.append(Effect(kind="plan", what=what, old=old, new=new, year=year, row_id=plan.id))
    return found


def _change_plan(db: Connection, plan: Plan) -> None:
    """Give an unissued plan the head and the recipients of the office as it is now."""
    entries = organisation.entries(db)
    old, new = entries[-2], entries[-1]
    recipients = plan.recipients
    for before, after in ((old.superior, new.superior), (old.appraiser, new.appraiser), (old.name, new.name)):
        if before and after and before != after:
            recipients = "\n".join(after if line.strip() == before else line for line in recipients.split("\n"))
    values = {"organ": new.head_lines, "parent_organ": new.parent_head, "place": new.place_name}
    update(db, Plan, plan.id, recipients=recipients, **values)


def _moving(db: Connection, change: Reorganisation) -> Iterator[tuple[Assignment, NewUnit, int, Task]]:
    """Each assignment of an open task that goes over, to whom, of which year."""
    changes = {unit_change.old_id: unit_change for unit_change in change.units}
    years = {
        row["id"]: row["year"]
        for row in db.execute("SELECT id, year FROM cycle WHERE closed = 0 AND year >= ?", (int(change.day[:4]),))
    }
    criteria = {row["id"]: row["number"] for row in db.execute("SELECT id, number FROM criterion")}
    finished = {
        row["task_id"]
        for row in db.execute("SELECT task_id FROM progress WHERE period = 'nam' AND state IN ('done', 'late_done')")
    }
    tasks = {task.id: task for task in fetch(db, Task) if task.cycle_id in years and task.id not in finished}
    for assignment in fetch(
        db, Assignment, "WHERE valid_to = '' AND unit_id IS NOT NULL ORDER BY task_id, position, id"
    ):
        task = tasks.get(assignment.task_id)
        unit_change = changes.get(assignment.unit_id or 0)
        if task is None or unit_change is None:
            continue
        target = target_of(unit_change, criteria.get(task.criterion_id or 0))
        if assignment.id in change.chosen:
            target = NewUnit(name=change.chosen[assignment.id])
        yield assignment, target, years[task.cycle_id], task


def _make_units(db: Connection, change: Reorganisation) -> dict[str, int]:
    """The id of every unit that takes over, by alias_key of its name; new ones begin on the day."""
    ending = {unit_change.old_id for unit_change in change.units}
    wanted = [new for unit_change in change.units for new in unit_change.new]
    wanted += [NewUnit(name=name) for name in change.chosen.values()]
    wanted += [NewUnit(name=person.unit) for person in change.officials if person.unit]
    ids: dict[str, int] = {}
    for new in wanted:
        key = alias_key(new.name)
        if not key or key in ids:
            continue
        known = find_unit(db, new.name)
        ids[key] = (
            known.id if known and known.id not in ending and not known.valid_to else _new_unit(db, new, change.day)
        )
    return ids


def _new_unit(db: Connection, new: NewUnit, day: str) -> int:
    """A unit that begins on a day; a spelling that was the old unit's now means it."""
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM unit").fetchone()[0]
    name = clean_line(new.name)
    made = Unit(
        name=name,
        short_name=clean_line(new.short_name),
        collective=int(new.collective),
        valid_from=day,
        position=position,
    )
    unit_id = insert(db, made)
    taken = fetch(db, UnitAlias, "WHERE folded = ?", (alias_key(name),))
    for alias in taken:
        update(db, UnitAlias, alias.id, unit_id=unit_id, alias=name)
    add_alias(db, unit_id, name)
    return unit_id


def _end_unit(db: Connection, change: Reorganisation, unit_change: UnitChange, new_ids: Mapping[str, int]) -> None:
    main = new_ids[alias_key(target_of(unit_change, None).name)]
    update(db, Unit, unit_change.old_id, valid_to=day_before(change.day), replaced_by_id=main)
    ending = {other.old_id for other in change.units}
    for child in fetch(db, Unit, "WHERE parent_id = ? AND valid_to = ''", (unit_change.old_id,)):
        if child.id not in ending and child.id != main:
            update(db, Unit, child.id, parent_id=main)


def _move_official(db: Connection, person: OfficialChange, day: str, new_ids: Mapping[str, int]) -> int:
    """End a person's post and begin the new one; answers the record from the day on. Users follow."""
    old = get(db, Official, person.official_id)
    unit_id = new_ids[alias_key(person.unit)] if person.unit else old.unit_id
    title = clean_line(person.title) or old.title
    if (title, unit_id) == (old.title, old.unit_id):
        return old.id
    begun = replace(old, id=0, uid="", title=title, unit_id=unit_id, valid_from=day, valid_to="", replaced_by_id=None)
    new_id = insert(db, begun)
    update(db, Official, old.id, valid_to=day_before(day), replaced_by_id=new_id)
    db.execute("UPDATE user SET official_id = ? WHERE official_id = ?", (new_id, old.id))
    return new_id


def _post(db: Connection, official: Official) -> str:
    unit = get(db, Unit, official.unit_id).name if official.unit_id else ""
    return " – ".join(part for part in (official.title, unit) if part)
