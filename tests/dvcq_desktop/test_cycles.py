"""Years of evaluation: opened once, known perhaps by totals only, closed for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles, frameworks, plans
from dvcq_desktop.cycles import all_cycles, change, cycle_of_year, find_cycle, open_year, working_year
from dvcq_desktop.errors import RuleBroken

Operate = Callable[..., Any]


def test_a_year_is_opened_once(db: Connection, operate: Operate) -> None:
    first = operate(open_year, 2025)
    assert operate(open_year, 2025) == first
    operate(open_year, 2024)
    assert [cycle.year for cycle in all_cycles(db)] == [2025, 2024]


def test_a_framework_is_set_only_where_none_was(db: Connection, operate: Operate) -> None:
    one = operate(frameworks.load_framework, "quang-ngai-1211-2022")
    two = operate(frameworks.load_framework, "minh-hoa-100-diem")
    operate(open_year, 2025)
    operate(open_year, 2025, framework_id=one)
    operate(open_year, 2025, framework_id=two)
    assert cycle_of_year(db, 2025).framework_id == one


@pytest.mark.parametrize("year", [25, 1999, 2101, -1])
def test_years_that_are_none(operate: Operate, year: int) -> None:
    with pytest.raises(RuleBroken, match=str(year)):
        operate(open_year, year)


def test_a_year_that_was_never_opened(db: Connection) -> None:
    assert find_cycle(db, 2025) is None
    with pytest.raises(RuleBroken, match="2025"):
        cycle_of_year(db, 2025)


def test_a_year_known_by_totals_only_is_valid(db: Connection, operate: Operate) -> None:
    number = operate(open_year, 2024)
    operate(change, number, self_total=9400, appraised_total=7850)
    assert cycle_of_year(db, 2024).appraised_total == 7850


def test_a_closed_year_is_not_changed(db: Connection, operate: Operate) -> None:
    number = operate(open_year, 2024)
    operate(change, number, closed=1)
    with pytest.raises(RuleBroken, match="2024"):
        operate(change, number, self_total=1)
    assert cycles.cycle_of_year(db, 2024).self_total is None


def test_the_year_to_show_at_first_is_the_newest_with_a_plan(db: Connection, operate: Operate) -> None:
    assert working_year(db) is None
    operate(open_year, 2026)
    planned = operate(open_year, 2025)
    assert working_year(db) == 2026
    operate(plans.start_plan, planned)
    assert working_year(db) == 2025
