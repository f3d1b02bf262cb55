"""Assignments (phân công): who leads and who supports each task, in which periods, and the rows of the assignment table."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import join_periods, parse_periods, period_words
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, update
from dvcq_desktop.tasks import CARRIED, Task, TaskItem, criterion_titles, due_words, mark_changed, parse_due, tasks
from dvcq_desktop.texts import _
from dvcq_desktop.units import alias_key, find_unit, unit_named
from dvcq_desktop.vietnamese import clean_line, fold

Role = Literal["lead", "support"]
ROLE_WORDS: dict[Role, str] = {"lead": "Chủ trì", "support": "Phối hợp"}
_INNER = re.compile(r"\(([^()]*)\)")
_LAST_BRACKET = re.compile(r"(.*)\(([^()]*)\)$")
_BETWEEN = re.compile(r"[;\n](?![^()]*\))")  # not inside brackets


@dataclass(frozen=True, kw_only=True)
class Assignment(Record):
    """A unit (or an official) that leads or supports a task; periods as codes of periods.PERIODS.

    valid_to: handed over or reorganised away; papers dated up to that day still print it, everything else leaves it out.
    """

    TABLE: ClassVar[str] = "assignment"
    task_id: int
    unit_id: int | None = None
    official_id: int | None = None
    role: str = "lead"
    periods: str = ""
    position: int = 0
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An assignment with the names that print."""

    assignment_id: int
    unit_id: int | None
    name: str
    parent_id: int | None
    periods: str
    official: str = ""
    official_id: int | None = None
    collective: bool = False


@dataclass(frozen=True, kw_only=True)
class AssignmentRow:
    """One row of the assignment table: a task with everything said about it, ready to show, filter and print."""

    id: int  # of the task
    criterion: str = column("Tiêu chí", width=10)
    text: str = column("Nội dung nhiệm vụ", kind="lines", width=56)
    leads: str = column("Chủ trì", width=30)
    supports: str = column("Phối hợp", width=30)
    timing: str = column("Thời gian", width=14)
    due: str = column("Hạn minh chứng", kind="date", width=18)
    product: str = column("Sản phẩm, minh chứng", kind="lines", width=34)
    carried: str = column("So với năm trước", width=10, default="")
    due_on: str = ""
    criterion_number: int = 0
    criterion_title: str = ""
    unit_ids: frozenset[int] = frozenset()
    both_ids: frozenset[int] = frozenset()  # units that lead and support at once
    lead_actors: tuple[Actor, ...] = ()
    task: Task


def assign(
    db: Connection, task_id: int, unit_id: int, role: Role, *, periods: str = "", official_id: int | None = None
) -> int:
    """Let a unit lead or support a task. Raises RuleBroken where it already does."""
    if db.execute(
        "SELECT 1 FROM assignment WHERE task_id = ? AND unit_id = ? AND role = ? AND valid_to = ''",
        (task_id, unit_id, role),
    ).fetchone():
        name = db.execute("SELECT name FROM unit WHERE id = ?", (unit_id,)).fetchone()["name"]
        raise RuleBroken(_("“{name}” đã được giao {role} nhiệm vụ này.", name=name, role=ROLE_WORDS[role].lower()))
    position = db.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM assignment WHERE task_id = ?", (task_id,)
    ).fetchone()[0]
    return insert(
        db,
        Assignment(
            task_id=task_id, unit_id=unit_id, official_id=official_id, role=role, periods=periods, position=position
        ),
    )


def set_actors(db: Connection, task_id: int, role: Role, typed: str) -> None:
    """Make the leads (or supports) of a task what was typed: "Văn phòng – Thống kê (hàng tháng); Khối vận Đảng ủy".

    Units part at ";" or a new line; brackets hold periods or a unit inside the one before. New names become units; an
    actor who stays keeps the record, and the official in it.
    """
    wanted = parse_actors(db, typed)
    there = {
        a.unit_id: a for a in fetch(db, Assignment, "WHERE task_id = ? AND role = ? AND valid_to = ''", (task_id, role))
    }
    delete(db, Assignment, [a.id for unit_id, a in there.items() if unit_id not in dict(wanted)])
    for position, (unit_id, periods) in enumerate(wanted, start=1):
        known = there.get(unit_id)
        assignment_id = known.id if known else assign(db, task_id, unit_id, role)
        update(db, Assignment, assignment_id, periods=periods, position=position)
    mark_changed(db, task_id)


def parse_actors(db: Connection, typed: str) -> list[tuple[int, str]]:
    """Unit id and period codes of each actor typed, a unit once; unknown names are stored as new units."""
    found: dict[int, set[str]] = {}
    for part in _BETWEEN.split(typed):
        name, brackets = _name_and_brackets(db, part)
        if not alias_key(name):
            continue
        unit_id = unit_named(db, name)
        codes = found.setdefault(unit_id, set())
        for bracket in brackets:
            child, periods = _child_and_periods(bracket)
            if child:
                child_id = unit_named(db, child, parent_id=unit_id)
                found.setdefault(child_id, set()).update(periods.split(","))
            else:
                codes.update(periods.split(","))
    return [(unit_id, join_periods(codes)) for unit_id, codes in found.items()]


def _name_and_brackets(db: Connection, part: str) -> tuple[str, list[str]]:
    """An actor's name and what stands in brackets behind it; brackets in the name of a unit we know stay in it."""
    brackets: list[str] = []
    name = clean_line(part).strip(" .,")
    while find_unit(db, name) is None and (match := _LAST_BRACKET.match(name)):
        name, brackets = match[1].strip(" .,"), [match[2], *brackets]
    if find_unit(db, name) is None:
        brackets = [*_INNER.findall(name), *brackets]
        name = clean_line(_INNER.sub(" ", name)).strip(" .,")
    return name, brackets


def _child_and_periods(bracket: str) -> tuple[str, str]:
    """("", periods), (unit inside, "") or (unit inside, its periods) of "quý I, năm", "Một cửa", "Một cửa, quý I"."""
    words = bracket.split(",")
    for start in range(len(words)):
        with contextlib.suppress(RuleBroken):
            return clean_line(",".join(words[:start])), parse_periods(",".join(words[start:]))
    return clean_line(bracket), ""


def actors_of_year(db: Connection, year: int, *, day: str = "") -> dict[tuple[int, str], list[Actor]]:
    """Every actor of a year by (task id, role), in order: those of now, or of a day (ISO) for a paper dated that day."""
    valid = "(a.valid_from <= ? AND (a.valid_to = '' OR a.valid_to >= ?))" if day else "a.valid_to = ''"
    found: dict[tuple[int, str], list[Actor]] = {}
    rows = db.execute(
        "SELECT a.id, a.task_id, a.role, a.periods, a.unit_id, a.official_id, u.name, u.parent_id, u.collective,"
        " o.name AS official FROM assignment a"
        " LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN official o ON o.id = a.official_id JOIN task t ON t.id = a.task_id"
        f" WHERE t.cycle_id = (SELECT id FROM cycle WHERE year = ?) AND {valid} ORDER BY a.task_id, a.position, a.id",
        (year, day, day) if day else (year,),
    )
    for row in rows:
        found.setdefault((row["task_id"], row["role"]), []).append(
            Actor(
                assignment_id=row["id"],
                unit_id=row["unit_id"],
                name=row["name"] or row["official"],
                parent_id=row["parent_id"],
                periods=row["periods"],
                official=row["official"] or "",
                official_id=row["official_id"],
                collective=bool(row["collective"]),
            )
        )
    return found


def actor_words(actors: list[Actor], *, separator: str = "; ") -> str:
    """ "Văn phòng – Thống kê (hàng tháng); Tài chính – Kế toán (quý I, năm)"; a child unit in its parent's brackets."""
    parts: list[str] = []
    before: Actor | None = None
    for actor in actors:
        inside = before is not None and actor.parent_id is not None and actor.parent_id == before.unit_id
        if inside and "(" not in actor.name:  # brackets within brackets would not be read back
            parts[-1] += f" ({', '.join(filter(None, (actor.name, period_words(actor.periods))))})"
            continue
        words = period_words(actor.periods)
        name = actor.name[:1].lower() + actor.name[1:] if parts and actor.collective else actor.name
        parts.append(f"{name} ({words})" if words else name)
        before = actor
    return separator.join(parts)


def assignment_rows(db: Connection, year: int, *, day: str = "") -> list[AssignmentRow]:
    """The assignment table of a year, one row a task; with a day (ISO), as it was assigned on that day."""
    actors = actors_of_year(db, year, day=day)
    titles = criterion_titles(db, year)
    rows = []
    for task in tasks(db, year, day=day):
        leads, supports = actors.get((task.id, "lead"), []), actors.get((task.id, "support"), [])
        number, title = titles.get(task.criterion_id or 0, (0, ""))
        rows.append(
            AssignmentRow(
                id=task.id,
                criterion=f"TC {number}" if number else "",
                text=task.text,
                leads=actor_words(leads),
                supports=actor_words(supports),
                timing=task.timing,
                due=due_words(task),
                product=task.product,
                carried=CARRIED.get(task.carried, ""),
                due_on=task.due_on,
                criterion_number=number,
                criterion_title=title,
                task=task,
                lead_actors=tuple(leads),
                unit_ids=frozenset(actor.unit_id for actor in leads + supports if actor.unit_id),
                both_ids=frozenset(a.unit_id for a in leads if a.unit_id)
                & frozenset(a.unit_id for a in supports if a.unit_id),
            )
        )
    return rows


def search_text(row: AssignmentRow) -> str:
    """What a filter looks in: everything the row shows, folded."""
    return fold(f"{row.criterion} {row.text} {row.leads} {row.supports} {row.timing} {row.due} {row.product}")


def matches(row: AssignmentRow, words: str, unit_id: int | None = None) -> bool:
    """Whether a row holds every word (marks or not) and, where asked, the unit."""
    if unit_id is not None and unit_id not in row.unit_ids:
        return False
    folded = search_text(row)
    return all(word in folded for word in fold(words).split())


def marks(row: AssignmentRow) -> dict[str, str]:
    """What a person should look at, by field: a sign and a few words. ▲ must be put right, ● is worth a look."""
    found = {}
    if not row.leads:
        found["leads"] = _("▲ chưa có chủ trì")
    if row.both_ids:
        found["supports"] = _("▲ trùng với chủ trì")
    if not row.due_on:
        found["due"] = _("▲ chưa có hạn")
    elif len(row.due_on) == 10 and (weekday := date.fromisoformat(row.due_on).weekday()) >= 5:
        found["due"] = _("● thứ Bảy") if weekday == 5 else _("● Chủ nhật")
    return found


def assign_many(
    db: Connection, task_ids: list[int], name: str, role: Role, *, periods: str = "", instead: bool = False
) -> int:
    """Let one unit lead (or support) many tasks, beside or instead of those that do; answers how many tasks changed."""
    name = clean_line(name)
    if not name:
        raise RuleBroken(_("Chưa chọn bộ phận."))
    codes = parse_periods(periods)
    unit_id = unit_named(db, name)
    changed = 0
    for task_id in task_ids:
        there = fetch(db, Assignment, "WHERE task_id = ? AND role = ? AND valid_to = ''", (task_id, role))
        mine = [a for a in there if a.unit_id == unit_id]
        others = [a for a in there if a.unit_id != unit_id] if instead else []
        for other in others:
            db.execute("DELETE FROM assignment WHERE id = ?", (other.id,))
        if mine and codes:
            update(db, Assignment, mine[0].id, periods=codes)
        elif not mine:
            assign(db, task_id, unit_id, role, periods=codes)
        if others or not mine or codes:
            changed += 1
            mark_changed(db, task_id)
    return changed


def set_due_of_many(db: Connection, task_ids: list[int], typed: str) -> None:
    """One due date for many tasks, as typed."""
    stored = parse_due(typed)
    for task_id in task_ids:
        update(db, Task, task_id, **stored)
        mark_changed(db, task_id)


def duplicate_tasks(db: Connection, task_ids: list[int]) -> list[int]:
    """A copy of each task right below it, with its contents and assignments; answers the new ids."""
    copies = []
    for task_id in task_ids:
        task = get(db, Task, task_id)
        db.execute(
            "UPDATE task SET position = position + 1 WHERE cycle_id = ? AND position > ?",
            (task.cycle_id, task.position),
        )
        carried = "new" if task.carried else ""
        copy = insert(db, replace(task, id=0, uid="", position=task.position + 1, carried=carried, origin_task_id=None))
        for item in fetch(db, TaskItem, "WHERE task_id = ? ORDER BY position", (task_id,)):
            insert(db, replace(item, id=0, uid="", task_id=copy))
        for assignment in fetch(
            db, Assignment, "WHERE task_id = ? AND valid_to = '' ORDER BY position, id", (task_id,)
        ):
            insert(db, replace(assignment, id=0, uid="", task_id=copy))
        copies.append(copy)
    return copies
