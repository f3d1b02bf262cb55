"""Working days: Tết and swapped days of real years, the office's own corrections, and counting that adds up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.working_days import (
    WEEKDAYS,
    WorkingCalendar,
    calendar_of,
    delete_holidays,
    fill_year,
    holidays_of,
    known_holidays,
    set_holiday,
)

ROOT = Path(__file__).parents[2]
Operate = Callable[..., Any]
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))


def days(iso: str) -> date:
    return date.fromisoformat(iso)


def test_tet_and_the_swapped_days_of_2025_and_2026(db: Connection) -> None:
    found = calendar_of(db, (2025, 2026))
    assert not any(found.is_working(days("2025-01-27") + timedelta(days=n)) for n in range(7))  # Tết Ất Tỵ
    assert found.is_working(days("2025-02-03"))
    assert not found.is_working(days("2025-05-02"))  # swapped with Saturday 26/4
    assert found.is_working(days("2025-04-26"))
    assert not found.is_working(days("2025-04-07"))  # Giỗ Tổ Hùng Vương
    assert not found.is_working(days("2026-08-31"))
    assert found.is_working(days("2026-08-22"))
    assert not found.is_working(days("2026-11-24"))  # Ngày Văn hóa Việt Nam
    assert found.between(days("2025-01-20"), days("2025-02-07")) == 10
    assert found.plus(days("2025-01-24"), 1) == days("2025-02-03")
    assert found.preceding(days("2025-02-03")) == days("2025-01-24")


def test_days_left_count_today_and_become_negative() -> None:
    assert WEEKDAYS.left(days("2025-10-20"), days("2025-10-23")) == 4
    assert WEEKDAYS.left(days("2025-10-23"), days("2025-10-23")) == 1
    assert WEEKDAYS.left(days("2025-10-24"), days("2025-10-23")) == -1
    assert WEEKDAYS.left(days("2025-10-26"), days("2025-10-24")) == 0  # Sunday after a Friday: no working day was lost
    assert WEEKDAYS.on_or_before(days("2025-10-25")) == days("2025-10-24")
    assert WEEKDAYS.on_or_after(days("2025-10-25")) == days("2025-10-27")


@given(DAYS, DAYS, st.sets(DAYS, max_size=8), st.sets(DAYS, max_size=4))
def test_between_is_the_sum_of_single_days(a: date, b: date, off: set[date], swapped: set[date]) -> None:
    start, end = min(a, b), max(a, b)
    end = min(end, start + timedelta(days=120))
    found = WorkingCalendar(off=frozenset(off), swapped=frozenset(day for day in swapped if day.weekday() >= 5))
    single = sum(found.is_working(start + timedelta(days=n)) for n in range((end - start).days + 1))
    assert found.between(start, end) == single
    assert found.is_working(found.following(start))
    assert found.plus(found.plus(found.on_or_after(start), 3), -3) == found.on_or_after(start)


def test_of_the_library_only_vietnam_is_loaded() -> None:
    """250 countries took up to 30 s before the first page on a slow PC."""
    program = (
        "import sys\n"
        "from dvcq_desktop.working_days import known_holidays\n"
        "assert len(known_holidays(2025)) > 10\n"
        "print(sorted(name for name in sys.modules if name.startswith('holidays.countries')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loaded_alone_it_says_what_the_whole_library_says() -> None:
    from holidays.countries.vietnam import Vietnam

    for year in range(2010, 2041):
        whole = Vietnam(years=year, language="vi")
        days_off = {day.isoformat(): name for day, name in whole.items()}
        assert {h.day: h.name for h in known_holidays(year) if h.kind == "holiday"} == days_off
        swapped = {day.isoformat() for day in whole.weekend_workdays if day.year == year}
        assert {h.day for h in known_holidays(year) if h.kind == "working_swap"} == swapped


def test_the_office_corrects_the_table(db: Connection, operate: Operate) -> None:
    operate(set_holiday, "15/08/2025", "Nghỉ theo thông báo của tỉnh")
    assert len(holidays_of(db, 2025)) > 10, "the rest of the year is filled from the library first"
    assert not calendar_of(db, (2025,)).is_working(days("2025-08-15"))
    wrong = next(h for h in holidays_of(db, 2025) if h.day == "2025-05-02")
    operate(delete_holidays, [wrong.id])
    assert calendar_of(db, (2025,)).is_working(days("2025-05-02"))
    operate(set_holiday, "16.8.2025", "Làm bù", "working_swap")
    assert calendar_of(db, (2025,)).is_working(days("2025-08-16"))
    assert operate(fill_year, 2025) == 1  # the day taken out comes back, nothing else
    assert next(h for h in holidays_of(db, 2025) if h.day == "2025-08-15").source == "own"


@pytest.mark.parametrize(
    ("typed", "name", "kind", "said"),
    [
        ("08/2025", "Nghỉ", "holiday", "đủ ngày"),
        ("15/08/2025", " ", "holiday", "tên của ngày"),
        ("15/08/2025", "Làm bù", "working_swap", "thứ Bảy"),
        ("15/08/2025", "Nghỉ", "other", "loại ngày"),
        ("32/08/2025", "Nghỉ", "holiday", "lịch"),
    ],
)
def test_a_day_that_cannot_be_one(operate: Operate, typed: str, name: str, kind: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        operate(set_holiday, typed, name, kind)


def test_a_year_keeps_at_least_one_day(db: Connection, operate: Operate) -> None:
    operate(fill_year, 2025)
    with pytest.raises(RuleBroken, match="2025"):
        operate(delete_holidays, [holiday.id for holiday in holidays_of(db, 2025)])
