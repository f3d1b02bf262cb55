"""The office by date, and its name as it stands in the head of a paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.organisation import Organisation, current, head_lines_of
from dvcq_desktop.records import insert

Operate = Callable[..., Any]


def entry(db: Connection, place: str, valid_from: str = "", valid_to: str = "") -> int:
    return insert(
        db,
        Organisation(
            name=f"Ủy ban nhân dân xã {place}",
            head_lines="",
            place_name=place,
            valid_from=valid_from,
            valid_to=valid_to,
        ),
    )


def test_set_up_makes_the_head_and_the_short_name(db: Connection, operate: Operate) -> None:
    operate(organisation.set_up, " Uỷ ban nhân dân  xã Ba Thành ", "Ba Thành", superior="UBND huyện Ba Tơ")
    office = current(db)
    assert office is not None
    assert office.name == "Uỷ ban nhân dân xã Ba Thành"  # the office's own spelling stays
    assert office.short_name == "UBND xã Ba Thành"
    assert office.head_lines == "ỦY BAN NHÂN DÂN\nXÃ BA THÀNH"


@pytest.mark.parametrize(
    ("name", "place"), [("", "Ba Thành"), ("  ", "Ba Thành"), ("UBND xã", ""), ("UBND xã", "\u200b")]
)
def test_set_up_needs_a_name_and_a_place(operate: Operate, name: str, place: str) -> None:
    with pytest.raises(RuleBroken):
        operate(organisation.set_up, name, place)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân xã Ba Động", "ỦY BAN NHÂN DÂN\nXÃ BA ĐỘNG"),
        ("Uỷ ban nhân dân xã Thuỷ An", "ỦY BAN NHÂN DÂN\nXÃ THUỶ AN"),
        ("Hội đồng nhân dân xã Ba Động", "HỘI ĐỒNG NHÂN DÂN\nXÃ BA ĐỘNG"),
        ("Sở Nội vụ", "SỞ NỘI VỤ"),
    ],
)
def test_where_the_name_breaks_in_the_head(name: str, lines: str) -> None:
    assert head_lines_of(name) == lines


def test_the_office_of_a_day(db: Connection, operate: Operate) -> None:
    assert current(db) is None
    assert current(db, "2025-01-01") is None
    operate(entry, "Ba Động", "2025-07-01")
    operate(entry, "Ba Thành", "2020-01-01", "2025-06-30")
    of = {
        day: found.place_name
        for day in ("", "2025-06-30", "2025-07-01", "2030-01-01", "2010-01-01")
        if (found := current(db, day))
    }
    assert of == {
        "": "Ba Động",
        "2025-06-30": "Ba Thành",  # "đến hết ngày"
        "2025-07-01": "Ba Động",
        "2030-01-01": "Ba Động",
        "2010-01-01": "Ba Thành",  # before the first: the first
    }


def test_in_a_gap_the_office_before_still_holds(db: Connection, operate: Operate) -> None:
    operate(entry, "Ba Thành", "", "2025-06-30")
    operate(entry, "Ba Động", "2025-09-01")
    found = current(db, "2025-08-01")
    assert found is not None
    assert found.place_name == "Ba Thành"


def test_corrections_are_understood_as_typed(db: Connection, operate: Operate) -> None:
    number = operate(organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    operate(organisation.change, number, valid_to="30/06/2025", head_lines="UBND\nXÃ", superior=" UBND  huyện ")
    found = current(db)
    assert found is not None
    assert (found.valid_to, found.head_lines, found.superior) == ("2025-06-30", "UBND\nXÃ", "UBND huyện")
    for wrong in ({"name": " "}, {"place_name": ""}, {"valid_from": "31/6/2025"}):
        with pytest.raises(RuleBroken):
            operate(organisation.change, number, **wrong)
