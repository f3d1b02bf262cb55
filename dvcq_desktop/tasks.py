"""Tasks (nhiệm vụ) of a year: contents of the framework that one assignment covers, its timing, due date and product."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.dates import due_phrase, parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.frameworks import criteria, items
from dvcq_desktop.records import Record, column, delete, fetch, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line, fold

CARRIED = {"": "", "new": "Mới", "kept": "Giữ", "changed": "Sửa"}  # against last year's plan


@dataclass(frozen=True, kw_only=True)
class Task(Record):
    """What is to be done, a content a line; due_inclusive 0 is "trước ngày" (the day itself is too late)."""

    TABLE: ClassVar[str] = "task"
    cycle_id: int
    criterion_id: int | None = None
    text: str = column("Nội dung nhiệm vụ", kind="lines", width=60)
    timing: str = column("Thời gian thực hiện", width=16, default="")
    due_on: str = column("Hạn minh chứng", kind="date", width=14, default="")
    due_inclusive: int = column("Tính cả ngày đó", kind="yes_no", width=6, default=0)
    product: str = column("Sản phẩm, minh chứng", kind="lines", width=36, default="")
    position: int = 0
    carried: str = ""  # against last year's plan: new, kept, changed; empty where no year was carried over
    origin_task_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskItem(Record):
    """That a task carries an item of the framework."""

    TABLE: ClassVar[str] = "task_item"
    task_id: int
    item_id: int
    position: int = 0


def tasks(db: Connection, year: int, *, day: str = "") -> list[Task]:
    """The tasks of a year in order of criterion and place; with a day (ISO), due as they were before later extensions."""
    found = fetch(
        db,
        Task,
        "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY"
        " coalesce((SELECT position FROM criterion WHERE id = criterion_id), 1000000), position, id",
        (year,),
    )
    if not day:
        return found
    granted = db.execute(
        "SELECT task_id, old_due, old_inclusive FROM extension WHERE granted_on > ? ORDER BY id DESC", (day,)
    )
    before = {
        row["task_id"]: (row["old_due"], row["old_inclusive"]) for row in granted
    }  # the first after the day stays
    return [
        replace(task, due_on=before[task.id][0], due_inclusive=before[task.id][1]) if task.id in before else task
        for task in found
    ]


def add_task(
    db: Connection,
    cycle_id: int,
    text: str,
    *,
    criterion_id: int | None = None,
    item_ids: tuple[int, ...] = (),
    timing: str = "",
    due_on: str = "",
    due_inclusive: bool = False,
    product: str = "",
) -> int:
    """A new task at the end of its year. Raises RuleBroken without a text."""
    text = clean(text).strip()
    if not text:
        raise RuleBroken(_("Chưa có nội dung nhiệm vụ."))
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM task WHERE cycle_id = ?", (cycle_id,)).fetchone()[
        0
    ]
    task_id = insert(
        db,
        Task(
            cycle_id=cycle_id,
            criterion_id=criterion_id,
            text=text,
            timing=clean_line(timing),
            due_on=due_on,
            due_inclusive=int(due_inclusive),
            product=clean(product).strip(),
            position=position,
            carried="new" if _carried_over(db, cycle_id) else "",
        ),
    )
    for place, item_id in enumerate(item_ids, start=1):
        insert(db, TaskItem(task_id=task_id, item_id=item_id, position=place))
    return task_id


def add_tasks_from_framework(db: Connection, year: int) -> int:
    """One task for each item of the year's framework that no task carries yet; answers how many were added."""
    cycle = cycle_of_year(db, year)
    if cycle.framework_id is None:
        raise RuleBroken(_("Năm {year} chưa chọn bộ tiêu chí.", year=year))
    carried = {
        row["item_id"]
        for row in db.execute(
            "SELECT item_id FROM task_item WHERE task_id IN (SELECT id FROM task WHERE cycle_id = ?)", (cycle.id,)
        )
    }
    missing = [item for item in items(db, cycle.framework_id) if item.id not in carried]
    for item in missing:
        add_task(
            db,
            cycle.id,
            item.text,
            criterion_id=item.criterion_id,
            item_ids=(item.id,),
            timing="Thường xuyên",
            due_on=cycle.evidence_due_on,
            due_inclusive=bool(cycle.evidence_due_inclusive),
            product=item.expected_evidence,
        )
    return len(missing)


def change_task(db: Connection, task_id: int, /, **values: str) -> None:
    """Change fields as typed; a due date may say "trước ngày 24/10/2025" or "chậm nhất ngày …"."""
    stored: dict[str, object] = {}
    for name, typed in values.items():
        if name == "due_on":
            stored.update(parse_due(typed))
        else:
            stored[name] = clean(typed).strip() if name in {"text", "product"} else clean_line(typed)
    if stored.get("text") == "":
        raise RuleBroken(_("Chưa có nội dung nhiệm vụ."))
    update(db, Task, task_id, **stored)
    mark_changed(db, task_id)


def _carried_over(db: Connection, cycle_id: int) -> bool:
    """Whether the year took tasks over from the one before: only then is a task new, kept or changed."""
    return bool(db.execute("SELECT 1 FROM task WHERE cycle_id = ? AND carried != '' LIMIT 1", (cycle_id,)).fetchone())


def mark_changed(db: Connection, task_id: int) -> None:
    """A task kept from last year that is edited counts as changed."""
    db.execute("UPDATE task SET carried = 'changed' WHERE id = ? AND carried = 'kept'", (task_id,))


def parse_due(typed: str) -> dict[str, object]:
    """due_on and, where words say so, due_inclusive of a typed due date."""
    text = clean_line(typed)
    folded = fold(text)
    for words, inclusive in (
        ("truoc ngay", 0),
        ("truoc", 0),
        ("cham nhat ngay", 1),
        ("den het ngay", 1),
        ("cham nhat", 1),
    ):
        if folded.startswith(words + " "):
            return {"due_on": parse_date(text[len(words) :].strip()), "due_inclusive": inclusive}
    return {"due_on": parse_date(text)}


def due_words(task: Task) -> str:
    return due_phrase(task.due_on, bool(task.due_inclusive))


def delete_tasks(db: Connection, ids: list[int]) -> None:
    delete(db, Task, ids)


def criterion_titles(db: Connection, year: int) -> dict[int, tuple[int, str]]:
    """Number and title of each criterion of the year's framework by id."""
    cycle = cycle_of_year(db, year)
    return {c.id: (c.number, c.title) for c in criteria(db, cycle.framework_id)} if cycle.framework_id else {}
