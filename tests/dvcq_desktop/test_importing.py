"""An import replaces what the file brings, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles, deductions, demo, plans, sections, tasks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.importing import import_plan
from dvcq_desktop.readers.understood import DeductionRead, HeadRead, PlanRead, PlanText, SectionRead
from tests.support import WHO, content

Operate = Callable[..., Any]


@pytest.fixture
def office(db: Connection, operate: Operate) -> Connection:
    """The demonstration office: 2024 with deductions, 2025 with plan and tasks."""
    operate(demo.fill_demo)
    return db


def read(**parts: Any) -> PlanRead:
    return PlanRead(source="kh.docx", text=PlanText(lines=(), head_lines=()), head=HeadRead(year=2025), **parts)


def test_a_plan_without_tasks_and_deductions_leaves_those_of_the_office(office: Connection, operate: Operate) -> None:
    before = tasks.tasks(office, 2025), deductions.deductions(office, 2024)
    operate(import_plan, read(sections=[SectionRead(heading="Mục mới", number="I", line=1)]))
    assert (tasks.tasks(office, 2025), deductions.deductions(office, 2024)) == before
    plan = plans.plan_of_year(office, 2025)
    assert [row.section.heading for row in sections.outline(office, plan.id)] == ["Mục mới"]


def test_deductions_of_the_file_replace_those_of_its_year_only(office: Connection, operate: Operate) -> None:
    jobs = tasks.tasks(office, 2025)
    operate(import_plan, read(deductions=[DeductionRead(text="Trừ mới", points=50, lines=[1])]))
    assert [d.text for d in deductions.deductions(office, 2024)] == ["Trừ mới"]
    assert tasks.tasks(office, 2025) == jobs


def test_an_import_is_one_step_back(office: Connection, operate: Operate) -> None:
    before = content(office)
    operate(import_plan, read(deductions=[DeductionRead(text="Trừ mới", points=50, lines=[1])]))
    journal.undo(office, WHO)
    assert content(office) == before


def test_a_closed_year_and_an_unknown_one_are_refused(office: Connection, operate: Operate) -> None:
    with pytest.raises(RuleBroken, match="năm nào"):
        operate(import_plan, PlanRead(source="kh.docx", text=PlanText(lines=(), head_lines=())))
    operate(cycles.change, cycles.cycle_of_year(office, 2025).id, closed=1)
    before = content(office)
    with pytest.raises(RuleBroken, match="2025"):
        operate(import_plan, read())
    assert content(office) == before
