"""Tasks of a year and their due dates as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles, frameworks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import get
from dvcq_desktop.tasks import (
    Task,
    add_task,
    add_tasks_from_framework,
    change_task,
    criterion_titles,
    delete_tasks,
    due_words,
    parse_due,
    tasks,
)

Operate = Callable[..., Any]


@pytest.fixture
def year(operate: Operate) -> int:
    """The cycle of 2025 with the framework of decision 1211."""
    framework = operate(frameworks.load_framework, "quang-ngai-1211-2022")
    return int(operate(cycles.open_year, 2025, framework_id=framework))


def test_one_task_for_each_item_that_has_none(db: Connection, operate: Operate, year: int) -> None:
    operate(cycles.change, year, evidence_due_on="2025-10-24")
    framework = cycles.cycle_of_year(db, 2025).framework_id
    carried = frameworks.items(db, framework or 0)[:2]
    operate(
        add_task,
        year,
        "Hai nội dung",
        criterion_id=carried[0].criterion_id,
        item_ids=tuple(item.id for item in carried),
    )
    assert operate(add_tasks_from_framework, 2025) == 30
    assert operate(add_tasks_from_framework, 2025) == 0
    found = tasks(db, 2025)
    assert [t.criterion_id for t in found] == sorted(t.criterion_id or 0 for t in found)
    assert {t.due_on for t in found} == {"", "2025-10-24"}
    assert next(iter(criterion_titles(db, 2025).values()))[0] == 1


def test_a_year_without_a_framework(db: Connection, operate: Operate) -> None:
    operate(cycles.open_year, 2024)
    with pytest.raises(RuleBroken, match="2024"):
        operate(add_tasks_from_framework, 2024)
    assert criterion_titles(db, 2024) == {}


def test_a_task_needs_a_text(operate: Operate, year: int) -> None:
    with pytest.raises(RuleBroken, match="nội dung"):
        operate(add_task, year, " \n ")
    number = operate(add_task, year, "Việc")
    with pytest.raises(RuleBroken, match="nội dung"):
        operate(change_task, number, text="\u200b")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("trước ngày 24/10/2025", ("2025-10-24", 0)),
        ("Trước 24/10/2025", ("2025-10-24", 0)),
        ("chậm nhất ngày 24 tháng 10 năm 2025", ("2025-10-24", 1)),
        ("Chậm nhất 24.10.2025", ("2025-10-24", 1)),
        ("đến hết ngày 24/10/2025", ("2025-10-24", 1)),
        ("tru\u031bo\u031b\u0301c ngày 24/10/2025", ("2025-10-24", 0)),
        ("24/10/2025", ("2025-10-24", None)),  # without the words, as it was
        ("trước ngày tháng 10/2025", ("2025-10", 0)),
        ("", ("", None)),
    ],
)
def test_due_dates_as_typed(typed: str, stored: tuple[str, int | None]) -> None:
    due = parse_due(typed)
    assert (due["due_on"], due.get("due_inclusive")) == stored


def test_a_due_date_keeps_its_meaning_when_only_the_day_changes(db: Connection, operate: Operate, year: int) -> None:
    number = operate(add_task, year, "Việc")
    operate(change_task, number, due_on="chậm nhất ngày 24/10/2025")
    operate(change_task, number, due_on="25/10/2025")
    task = get(db, Task, number)
    assert due_words(task) == "chậm nhất ngày 25/10/2025"
    operate(change_task, number, due_on=due_words(task))
    assert get(db, Task, number) == task
    with pytest.raises(RuleBroken):
        operate(change_task, number, due_on="trước ngày mai")


def test_lines_stay_lines_and_the_rest_is_one(db: Connection, operate: Operate, year: int) -> None:
    number = operate(add_task, year, " một\nhai ", product="a\r\nb")
    operate(change_task, number, timing=" Thường\nxuyên ")
    task = get(db, Task, number)
    assert (task.text, task.product, task.timing) == ("một\nhai", "a\nb", "Thường xuyên")


def test_deleting_tasks_takes_what_hangs_on_them(db: Connection, operate: Operate, year: int) -> None:
    operate(add_tasks_from_framework, 2025)
    operate(delete_tasks, [t.id for t in tasks(db, 2025)[:31]])
    assert len(tasks(db, 2025)) == 1
    assert db.execute("SELECT count(*) FROM task_item").fetchone()[0] == 1
