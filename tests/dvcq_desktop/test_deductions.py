"""Deductions: what was lost, in exact points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles
from dvcq_desktop.deductions import Deduction, add_deduction, change_deduction, deductions, delete_deductions, explained
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import get

Operate = Callable[..., Any]


@pytest.fixture
def year(operate: Operate) -> int:
    return int(operate(cycles.open_year, 2024))


def test_deductions_stand_in_order_and_add_up(db: Connection, operate: Operate, year: int) -> None:
    for text, points in (("một", 1550), ("hai", None), ("ba", 25)):
        operate(add_deduction, year, text=text, points=points)
    assert [d.text for d in deductions(db, 2024)] == ["một", "hai", "ba"]
    assert explained(db, 2024) == 1575
    assert explained(db, 2023) == 0
    operate(delete_deductions, [deductions(db, 2024)[0].id])
    assert explained(db, 2024) == 25


@pytest.mark.parametrize(
    ("typed", "points"), [("0,5", 50), ("0.5", 50), ("-0,5", 50), ("", None), (" ", None), ("0", 0)]
)
def test_points_as_typed(db: Connection, operate: Operate, year: int, typed: str, points: int | None) -> None:
    number = operate(add_deduction, year, points=1)
    operate(change_deduction, number, points=typed)
    assert get(db, Deduction, number).points == points


def test_points_that_are_none_are_refused(db: Connection, operate: Operate, year: int) -> None:
    number = operate(add_deduction, year, points=100)
    with pytest.raises(RuleBroken):
        operate(change_deduction, number, points="nhiều", reason="x")
    assert (get(db, Deduction, number).points, get(db, Deduction, number).reason) == (100, "")


def test_reasons_keep_their_lines_and_places_are_one_line(db: Connection, operate: Operate, year: int) -> None:
    number = operate(add_deduction, year)
    operate(change_deduction, number, reason=" một \r\nhai ", remedy="a\nb", place="Nội dung 1,\ntiêu chí 1")
    found = get(db, Deduction, number)
    assert (found.reason, found.remedy, found.place) == ("một\nhai", "a\nb", "Nội dung 1, tiêu chí 1")
