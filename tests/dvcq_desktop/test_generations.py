"""Which generations stay: by number and recorded day, with clocks that jump, stand still or go back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.backup.generations import DAYS, LOCAL, MONTHS, NEWEST, WEEKS, to_keep, to_keep_here
from dvcq_desktop.backup.layout import Generation, Reason

START = date(2024, 1, 1)


def generation(
    serial: int, day: str, *, papers: tuple[str, ...] = (), reason: Reason = "stick", doubted: bool = False
) -> Generation:
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
        doubted=doubted,
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


def three_years() -> list[Generation]:
    """A backup each working day; each year a plan, corrected under another number, a report a quarter, the year closed; one
    report is deleted again.
    """
    made: list[Generation] = []
    for n in range(3 * 365):
        day = START + timedelta(days=n)
        if day.weekday() > 4:
            continue
        papers = []
        for year in range(2024, day.year + 1):
            if day >= date(year, 1, 18):
                papers.append(f"plan:{year}:{'05' if day < date(year, 2, 20) else '15'}/KH-UBND:{year}-01-18")
            papers += [f"report:{year}:{month}" for month in (3, 6, 9, 12) if day >= date(year, month, 25)]
            if day >= date(year + 1, 1, 10):
                papers.append(f"year:{year}")
        held = tuple(paper for paper in papers if paper != "report:2025:6" or day <= date(2025, 6, 27))
        made.append(generation(len(made) + 1, day.isoformat(), papers=held))
    return made


def test_over_three_years_every_issued_paper_can_be_had_back_as_it_was_issued_and_as_it_ended() -> None:
    made = three_years()
    assert len(made) > 750
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    there: list[Generation] = []
    for one in made:
        for paper in one.papers:
            first.setdefault(paper, one.serial)
            last[paper] = one.serial
        kept = to_keep([*there, one])
        there = [other for other in [*there, one] if other.serial in kept]
        assert {first[paper] for paper in first} <= kept, "at no time is one lost that was issued"
        assert {last[paper] for paper in last} <= kept
    assert "report:2025:6" in first
    assert "plan:2024:05/KH-UBND:2024-01-18" in first
    days = [date.fromisoformat(one.day) for one in there]
    for start, end in ((date(2024, 1, 15), date(2024, 2, 21)), (date(2025, 6, 25), date(2025, 6, 27))):
        assert any(start <= day <= end for day in days)
    assert len(there) <= NEWEST + DAYS + WEEKS + MONTHS + 2 * len(first), "and no more than that"
    assert len({one.day[:7] for one in there if one.day >= "2026"}) == MONTHS


def test_doubtful_generations_never_push_out_the_newest_that_was_whole() -> None:
    sound = [generation(n, "2024-01-01", reason="close") for n in range(1, 20)]
    doubtful = [generation(n, "2025-01-01", reason="close", doubted=True) for n in range(20, 60)]
    assert 19 in to_keep_here([*sound, *doubtful])
    assert 18 not in to_keep_here([*sound, *doubtful])
    there = rotated([*daily(30), *(generation(30 + n, "1970-01-01", doubted=True) for n in range(1, 900))])
    assert 30 in {one.serial for one in there}


def test_a_doubtful_generation_is_no_proof_of_a_paper_where_a_whole_one_holds_it() -> None:
    paper = ("plan:a:05/KH-UBND:2024-01-10",)
    made = daily(400)
    made[9:12] = [generation(n, "2024-01-10", papers=paper, doubted=n == 10) for n in (10, 11, 12)]
    kept = to_keep(made)
    assert {11, 12} <= kept
    assert 10 not in kept
