"""Hôm nay: the list on twelve dates of 2025 against golden files, its order, postponing, the path, news since a visit.

DVCQ_GOLDEN=1 writes the golden files anew; read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles, progress_report, today
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.progress import record_progress
from dvcq_desktop.records import update
from dvcq_desktop.today import FAR, MOST, Action, ordered
from dvcq_desktop.year_path import YearFacts, path_of, year_facts
from tests.support import WHO, operator

Operate = Callable[..., Any]
GOLDEN = Path(__file__).parent / "golden"
DATES = (
    "2025-01-10",
    "2025-02-27",
    "2025-03-12",
    "2025-04-15",
    "2025-06-13",
    "2025-07-02",
    "2025-09-10",
    "2025-09-16",
    "2025-10-20",
    "2025-10-24",
    "2025-11-28",
    "2025-12-31",
)


@pytest.fixture(scope="module")
def demo(fresh: Callable[[], Connection]) -> Connection:
    """The demonstration office, only read."""
    made = fresh()
    operator(made)(fill_demo)
    return made


@pytest.mark.parametrize("day", DATES)
def test_the_list_of_a_day(demo: Connection, day: str) -> None:
    found = json.dumps(today.as_json(today.today(demo, 2025, date.fromisoformat(day))), ensure_ascii=False, indent=2)
    golden = GOLDEN / f"today-{day}.json"
    if os.environ.get("DVCQ_GOLDEN"):
        golden.write_text(found + "\n", encoding="utf-8", newline="\n")
    assert found + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", DATES)
def test_never_more_than_seven_and_each_says_why_and_where(demo: Connection, day: str) -> None:
    found = today.today(demo, 2025, date.fromisoformat(day))
    assert len(found.actions) <= MOST
    assert len({action.key for action in found.actions}) == len(found.actions)
    for action in found.actions:
        assert action.sentence
        assert action.why
        assert action.page
        assert (action.days_left == FAR) == (not action.due)
    assert [step.number for step in found.path] == [1, 2, 3, 4, 5, 6, 7]


ACTIONS = st.builds(
    lambda key, days, points: Action(key=key, sentence="x", why="y", days_left=days, points=points),
    st.text("abc", max_size=3),
    st.integers(-5, 5) | st.just(FAR),
    st.integers(0, 3),
)


@given(st.lists(ACTIONS, max_size=12))
def test_order_is_by_days_left_then_points(actions: list[Action]) -> None:
    found = ordered(actions)
    assert [(a.days_left, -a.points, a.key) for a in found] == sorted((a.days_left, -a.points, a.key) for a in actions)
    assert ordered(reversed(actions)) == found


def test_postponed_comes_back_and_what_does_not_apply_stays_away(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    day = date(2025, 10, 20)
    first = today.today(db, 2025, day).actions[0]
    operate(today.postpone, first.key, "22/10/2025", day)
    later = today.today(db, 2025, day)
    assert first.key not in {action.key for action in later.actions}
    assert later.postponed == 1
    assert [p.until for p in today.put_off(db, day)] == ["2025-10-22"]
    assert first.key in {action.key for action in today.today(db, 2025, date(2025, 10, 22)).actions}
    operate(today.not_applicable, first.key, "Xã không sắp xếp lại")
    assert first.key not in {action.key for action in today.today(db, 2025, date(2025, 12, 31)).actions}
    operate(today.take_up_again, first.key)
    assert today.today(db, 2025, day).actions[0].key == first.key
    with pytest.raises(RuleBroken, match="sau hôm nay"):
        operate(today.postpone, first.key, "20/10/2025", day)
    with pytest.raises(RuleBroken, match="lý do"):
        operate(today.not_applicable, first.key, " ")


def test_recording_everything_asks_for_the_report_and_making_it_ends_the_matter(
    db: Connection, operate: Operate
) -> None:
    operate(fill_demo)
    day = date(2025, 9, 16)
    for (task_id,) in db.execute("SELECT id FROM task").fetchall():
        operate(record_progress, task_id, "9-thang", percent="80", reported_on="2025-09-15")
    keys = {action.key for action in today.today(db, 2025, day).actions}
    assert "2025:report:9-thang" in keys
    assert "2025:progress:9-thang" not in keys
    operate(progress_report.freeze, 2025, "9-thang", day, WHO)
    db.execute("UPDATE journal_state SET recording = 0")
    db.execute("UPDATE progress_snapshot SET made_at = '2025-09-16T08:00:00+07:00'")
    assert "2025:report:9-thang" not in {action.key for action in today.today(db, 2025, day).actions}


def test_an_empty_office_and_a_closed_year(db: Connection, operate: Operate) -> None:
    found = today.today(db, None, date(2025, 3, 3))
    assert [action.key for action in found.actions] == ["office:year"]
    operate(cycles.open_year, 2025)
    keys = [action.key for action in today.today(db, 2025, date(2025, 1, 6)).actions]
    assert keys == ["2025:framework", "2025:plan"]
    operate(update, cycles.Cycle, cycles.cycle_of_year(db, 2025).id, closed=1)
    quiet = today.today(db, 2025, date(2025, 6, 6))
    assert quiet.actions == ()
    assert quiet.next_words == "Hôm nay không còn việc gấp."
    assert next(a.key for a in today.today(db, 2025, date(2025, 12, 20)).actions) == "2025:next-year"


def test_the_path_of_a_year_from_nothing_to_the_end() -> None:
    nothing = path_of(YearFacts(year=2025))
    assert {step.state for step in nothing} == {"todo"}
    whole = YearFacts(
        year=2025,
        has_framework=True,
        items=32,
        has_plan=True,
        plan_issued=True,
        tasks=18,
        items_needing_proof=31,
        items_proven=31,
        items_to_score=32,
        items_scored=32,
        scores_locked=True,
        appraised=True,
        next_plan=True,
    )
    assert {step.state for step in path_of(whole)} == {"done"}
    unlocked = path_of(YearFacts(year=2025, items_to_score=32, items_scored=32))
    assert (unlocked[4].state, unlocked[4].detail) == ("doing", "32/32 nội dung đã chấm")


def test_the_facts_of_the_demonstration_office(demo: Connection) -> None:
    facts = year_facts(demo, 2025)
    assert (facts.items, facts.tasks, facts.tasks_without_lead, facts.deductions) == (32, 18, 0, 7)
    assert year_facts(demo, 1999) == YearFacts(year=1999)


def test_what_changed_since_the_last_visit(db: Connection, operate: Operate) -> None:
    assert today.begin_visit(db, WHO) == ""
    assert journal.undo_label(db) is None, "a visit is nothing to undo"
    operate(cycles.open_year, 2025, label="Mở năm 2025")
    operate(cycles.open_year, 2026, label="Mở năm")
    operate(cycles.open_year, 2027, label="Mở năm")
    assert today.changed_since_visit(db, WHO) == [], "nothing is new on a first visit"
    today.begin_visit(db, WHO)
    assert [(news.sentence, news.who) for news in today.changed_since_visit(db, WHO)] == [
        ("Mở năm (2 lần)", WHO),
        ("Mở năm 2025", WHO),
    ]
    journal.undo(db, WHO)
    assert next(news.sentence for news in today.changed_since_visit(db, WHO)) == "Mở năm"
    today.begin_visit(db, WHO)
    assert today.changed_since_visit(db, WHO) == []
    assert today.changed_since_visit(db, "Trần Văn Bình") == []


def test_a_clock_set_back_hides_no_news(db: Connection, operate: Operate) -> None:
    today.begin_visit(db, WHO)
    today.begin_visit(db, WHO)
    operate(cycles.open_year, 2025, label="Mở năm 2025")
    db.execute("UPDATE journal_operation SET at = '1970-01-01T07:00:00.000+07:00'")
    assert [news.sentence for news in today.changed_since_visit(db, WHO)] == ["Mở năm 2025"]


def test_the_countdown(demo: Connection) -> None:
    found = today.today(demo, 2025, date(2025, 10, 20))
    assert found.countdown == "Còn 4 ngày làm việc đến hạn minh chứng (trước ngày 24/10/2025)."
    assert "quá hạn" in today.today(demo, 2025, date(2025, 10, 24)).countdown
    assert today.today(demo, 2024, date(2025, 10, 24)).countdown == ""
