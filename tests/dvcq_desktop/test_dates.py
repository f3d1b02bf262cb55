"""Dates as officials type them and as Decree 30 prints them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.dates import decree_date, due_phrase, parse_date, short_date
from dvcq_desktop.errors import RuleBroken


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("24/10/2025", "2025-10-24"),
        ("24-10-2025", "2025-10-24"),
        ("24.10.2025", "2025-10-24"),
        ("5/2/2025", "2025-02-05"),
        ("ngày 24 tháng 10 năm 2025", "2025-10-24"),
        ("Ngày  05  tháng 02 năm 2025 ", "2025-02-05"),
        ("nga\u0300y 24 tha\u0301ng 10 na\u0306m 2025", "2025-10-24"),  # as a Mac types it
        ("ngày 24/10/2025", "2025-10-24"),
        ("tháng 02/2025", "2025-02"),
        ("ngày     tháng 02 năm 2025", "2025-02"),  # the day is left blank for the registry
        ("2/2025", "2025-02"),
        ("2025-10-24", "2025-10-24"),
        ("2025-02", "2025-02"),
        ("2025", "2025"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_dates_as_typed(typed: str, iso: str) -> None:
    assert parse_date(typed) == iso


@pytest.mark.parametrize(
    "typed", ["29/02/2025", "31/4/2025", "0/1/2025", "1/13/2025", "2025-13", "13/2025", "1/1/0000"]
)
def test_days_that_are_not_in_the_calendar(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Không có ngày"):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["mai", "24/10", "24/10/25", "2025/10/24 10:00", "thứ hai", "24//2025"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(RuleBroken, match="không phải là ngày"):
        parse_date(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_printed_dates_read_back(day: date) -> None:
    iso = day.isoformat()
    assert parse_date(short_date(iso)) == iso
    assert parse_date(decree_date(iso)) == iso
    assert parse_date(short_date(iso[:7])) == iso[:7]


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2025-02-05", "ngày 05 tháng 02 năm 2025"),  # below 10, and months 1 and 2
        ("2025-03-10", "ngày 10 tháng 3 năm 2025"),  # month 3 takes no zero
        ("2025-01-09", "ngày 09 tháng 01 năm 2025"),
        ("2025-12-31", "ngày 31 tháng 12 năm 2025"),
        ("2025-02", "ngày      tháng 02 năm 2025"),
        ("2025", "ngày      tháng      năm 2025"),
        ("", "ngày      tháng      năm     "),
        (None, "ngày      tháng      năm     "),
    ],
)
def test_the_zero_rule_and_the_blanks_of_decree_30(iso: str | None, printed: str) -> None:
    assert decree_date(iso) == printed


def test_before_a_day_is_not_until_that_day() -> None:
    assert due_phrase("2025-10-24", inclusive=False) == "trước ngày 24/10/2025"
    assert due_phrase("2025-10-24", inclusive=True) == "chậm nhất ngày 24/10/2025"
    assert due_phrase("", inclusive=True) == ""


def test_a_date_begins_a_sentence() -> None:
    assert decree_date("2025-02-05", capital=True).startswith("Ngày 05")
