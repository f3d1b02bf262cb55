"""Which generations stay: by number and recorded day, with clocks that jump, stand still or go back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.backup.generations import DAYS, LOCAL, MONTHS, NEWEST, WEEKS, to_keep, to_keep_here
from dvcq_desktop.backup.layout import Generation, Reason

START = date(2024, 1, 1)


def generation(serial: int, day: str, *, papers: tuple[str, ...] = (), reason: Reason = "stick") -> Generation:
    return Generation(
        serial=serial,
        at=f"{day}T16:00:00+07:00",
        reason=reason,
        program="",
        schema=4,
        office="",
        office_name="",
        counts={},
        totals={},
        state="",
        contents=(),
        papers=papers,
    )


def daily(count: int) -> list[Generation]:
    return [generation(n + 1, (START + timedelta(days=n)).isoformat()) for n in range(count)]


def rotated(made: list[Generation]) -> list[Generation]:
    """As generations come one by one and the rule is applied after each."""
    there: list[Generation] = []
    for one in made:
        there = [*there, one]
        kept = to_keep(there)
        there = [other for other in there if other.serial in kept]
    return there


def test_a_year_of_daily_backups_keeps_days_weeks_and_months() -> None:
    kept = rotated(daily(730))
    assert [one.serial for one in kept[-7:]] == list(range(724, 731)), "the last seven days"
    months = {one.day[:7] for one in kept}
    assert len(months) == MONTHS
    assert len(kept) <= NEWEST + DAYS + WEEKS + MONTHS
    for one in kept[:-8]:
        following = date.fromisoformat(one.day) + timedelta(days=1)
        assert following.day == 1 or following.weekday() == 0, "the last of its month or week"


def test_many_backups_on_one_day_do_not_push_out_the_days_before() -> None:
    kept = rotated([*daily(30), *(generation(31 + n, "2024-01-30") for n in range(40))])
    assert {one.day for one in kept} >= {f"2024-01-{day}" for day in range(24, 31)}
    assert [one.serial for one in kept[-NEWEST:]] == list(range(64, 71))


def test_a_clock_that_stands_still_keeps_the_newest() -> None:
    kept = rotated([generation(n, "1970-01-01") for n in range(1, 40)])
    assert [one.serial for one in kept] == list(range(33, 40))


def test_a_jump_to_2036_and_back_deletes_no_more_than_the_rule() -> None:
    before = rotated(daily(100))
    after = rotated(
        [*daily(100), generation(101, "2036-02-07"), generation(102, "1970-01-01"), generation(103, "2024-04-10")]
    )
    lost = {one.serial for one in before} - {one.serial for one in after}
    assert {101, 102, 103} <= {one.serial for one in after}
    assert len(lost) <= 3 * 3
    assert {one.serial for one in before if one.serial > 96} <= {one.serial for one in after}


@given(st.lists(st.dates(date(1970, 1, 1), date(2036, 12, 31)), min_size=1, max_size=60))
def test_whatever_the_clock_says_the_newest_seven_stay_and_the_count_is_bounded(days: list[date]) -> None:
    made = [generation(n, day.isoformat()) for n, day in enumerate(days, start=1)]
    kept = [one.serial for one in rotated(made)]
    assert kept[-NEWEST:] == [one.serial for one in made][-NEWEST:]
    assert len(kept) <= NEWEST + DAYS + WEEKS + MONTHS
    assert len(kept) >= min(len(made), NEWEST)


def test_the_first_to_hold_an_issued_paper_stays_for_ever() -> None:
    made = daily(400)
    made[9:] = [generation(one.serial, one.day, papers=("plan:a:05/KH-UBND:2024-01-10",)) for one in made[9:]]
    assert 10 in {one.serial for one in rotated(made)}
    assert 9 not in {one.serial for one in rotated(made)}


def test_copies_before_restores_do_not_push_out_those_of_closes() -> None:
    closes = [generation(n, "2025-01-01", reason="close") for n in range(1, 30)]
    restores = [generation(n, "2025-01-02", reason="before-restore") for n in range(30, 60)]
    kept = to_keep_here([*closes, *restores])
    assert len(kept & {one.serial for one in closes}) == LOCAL
    assert len(kept & {one.serial for one in restores}) == LOCAL
