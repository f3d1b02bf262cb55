"""Periods with the office's cut-off days, due days, extensions, shifting, and how a task stands."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import cycles, tasks
from dvcq_desktop.deadlines import (
    LAST_MONTH,
    MONTHS,
    CutOff,
    cut_off,
    due_of,
    extend,
    extensions,
    last_day,
    occurrences,
    period_title,
    report_due,
    set_cut_off,
    shift_many,
    state_of,
    window,
)
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.progress import Progress
from dvcq_desktop.records import get, update
from dvcq_desktop.tasks import Task
from dvcq_desktop.working_days import calendar_of

Operate = Callable[..., Any]


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [  # Khánh Hòa QĐ 01/2023, under NĐ 09/2019 (domain.md §2.5)
        ("thang-1", "2024-12-15", "2025-01-14"),
        ("thang-3", "2025-02-15", "2025-03-14"),
        ("quy-1", "2024-12-15", "2025-03-14"),
        ("6-thang", "2024-12-15", "2025-06-14"),
        ("9-thang", "2024-12-15", "2025-09-14"),
        ("nam", "2024-12-15", "2025-12-14"),
    ],
)
def test_windows_of_the_provincial_rule(code: str, start: str, end: str) -> None:
    found = window(code, 2025, CutOff())
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_by_the_calendar_and_with_an_own_day() -> None:
    by_calendar = window("quy-1", 2024, CutOff(day=0))
    assert (by_calendar.start, by_calendar.end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert window("thang-2", 2024, CutOff(day=0)).end == date(2024, 2, 29)
    own = CutOff(ends={"nam": "10-24"})
    assert window("nam", 2025, own).start == date(2024, 10, 25)
    assert window("nam", 2025, own).end == date(2025, 10, 24)


@given(st.integers(2001, 2099), st.integers(0, 28))
def test_months_tile_the_year_and_quarters_are_their_months(year: int, day: int) -> None:
    cut = CutOff(day=day)
    months = [window(code, year, cut) for code in MONTHS]
    assert all(b.start == a.end + timedelta(days=1) for a, b in itertools.pairwise(months))
    whole = window("nam", year, cut)
    assert (whole.start, whole.end) == (months[0].start, months[-1].end)
    assert window("nam", year + 1, cut).start == whole.end + timedelta(days=1)
    for number in range(1, 5):
        quarter = window(f"quy-{number}", year, cut)
        assert (quarter.start, quarter.end) == (months[3 * number - 3].start, months[3 * number - 1].end)


@given(st.sets(st.sampled_from(["hang-thang", *LAST_MONTH])), st.integers(2001, 2099))
def test_occurrences_come_in_order_and_once(codes: set[str], year: int) -> None:
    found = occurrences(",".join(codes), year, CutOff())
    assert [w.end for w in found] == sorted(w.end for w in found)
    assert len({w.code for w in found}) == len(found)
    assert ("thang-5" in {w.code for w in found}) == ("hang-thang" in codes)


def test_a_task_without_periods_is_reported_as_the_office_does(db: Connection, operate: Operate) -> None:
    assert [w.code for w in occurrences("", 2025, CutOff())] == ["quy-1", "6-thang", "9-thang", "nam"]
    operate(set_cut_off, reported="nam,6-thang", day=20, ends={"nam": "24/10"}, report_days=5)
    found = cut_off(db)
    assert (found.reported, found.day, found.ends, found.report_days) == ("6-thang,nam", 20, {"nam": "10-24"}, 5)
    operate(set_cut_off, ends={"nam": ""})
    assert cut_off(db).ends == {}
    assert cut_off(db).day == 20
    for wrong in ({"day": 29}, {"report_days": 31}, {"ends": {"hang-thang": "1/1"}}, {"ends": {"nam": "10/2025"}}):
        with pytest.raises(RuleBroken):
            operate(set_cut_off, **wrong)


def test_reports_follow_within_two_working_days(db: Connection) -> None:
    days = calendar_of(db, (2025,))
    assert report_due(window("quy-1", 2025, CutOff()), CutOff(), days) == date(2025, 3, 18)  # 14/3 is a Friday
    assert report_due(window("9-thang", 2025, CutOff()), CutOff(), days) == date(2025, 9, 16)


def test_before_excludes_the_day_at_the_latest_includes_it() -> None:
    assert last_day("2025-10-24", inclusive=False) == date(2025, 10, 23)
    assert last_day("2025-10-24", inclusive=True) == date(2025, 10, 24)
    assert last_day("2025-10", inclusive=True) is None


def test_what_a_task_owes_is_never_due_after_its_own_day() -> None:
    task = Task(cycle_id=1, text="Báo cáo", due_on="2025-10-24")
    assert due_of(task, window("quy-1", 2025, CutOff()), CutOff()) == date(2025, 3, 18)
    assert due_of(task, window("nam", 2025, CutOff()), CutOff()) == date(2025, 10, 23)


@pytest.mark.parametrize(
    ("today", "state", "key", "words"),
    [
        ("2025-03-03", None, "not_started", "○ chưa làm"),
        ("2025-03-03", ("doing", 40), "doing", "◐ đang làm, 40 %"),
        ("2025-10-10", ("doing", 40), "soon", "● còn 10 ngày làm việc"),
        ("2025-10-23", ("doing", 40), "soon", "● còn 1 ngày làm việc"),
        ("2025-10-24", ("doing", 90), "overdue", "▲ quá hạn 1 ngày làm việc"),
        ("2025-12-24", ("done", 100), "done", "✓ đã xong"),
        ("2025-12-24", ("late_done", 100), "late_done", "✓ xong, trễ hạn"),
        ("2025-12-24", ("not_applicable", None), "not_applicable", "∅ không phát sinh"),
    ],
)
def test_how_a_task_stands(today: str, state: tuple[str, int | None] | None, key: str, words: str) -> None:
    task = Task(cycle_id=1, text="Báo cáo", due_on="2025-10-24")
    progress = Progress(task_id=1, period="nam", state=state[0], percent=state[1]) if state else None
    found = state_of(task, progress, date.fromisoformat(today))
    assert (found.key, found.text) == (key, words)
    assert state_of(Task(cycle_id=1, text="x"), None, date(2025, 1, 1)).key == "no_due"


@pytest.fixture
def task_id(db: Connection, operate: Operate) -> int:
    cycle_id = operate(cycles.open_year, 2025)
    return int(operate(tasks.add_task, cycle_id, "Họp sơ kết", due_on="2025-10-24"))


def test_an_extension_keeps_its_history(db: Connection, operate: Operate, task_id: int) -> None:
    assert (
        operate(extend, [task_id], "31/10/2025", "Chờ biên bản", granted_by="Phạm Văn Khánh", granted_on="20/10/2025")
        == 1
    )
    operate(extend, [task_id], "chậm nhất ngày 31/10/2025", "Thêm một ngày")
    task = get(db, Task, task_id)
    assert (task.due_on, task.due_inclusive) == ("2025-10-31", 1)
    first, second = extensions(db, task_id)
    assert (first.old_due, first.new_due, first.granted_on) == ("2025-10-24", "2025-10-31", "2025-10-20")
    assert (second.old_inclusive, second.new_inclusive) == (0, 1)
    assert tasks.tasks(db, 2025, day="2025-02-01")[0].due_on == "2025-10-24", "an older paper keeps its due day"


@pytest.mark.parametrize(
    ("due", "reason", "said"),
    [
        ("31/10/2025", " ", "lý do"),
        ("10/2025", "Bận", "đủ ngày"),
        ("24/10/2025", "Bận", "không muộn hơn"),
        ("hôm sau", "Bận", "không phải là ngày"),
    ],
)
def test_an_extension_that_is_none(operate: Operate, task_id: int, due: str, reason: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        operate(extend, [task_id], due, reason)


def test_nothing_moves_in_a_closed_year(db: Connection, operate: Operate, task_id: int) -> None:
    operate(update, cycles.Cycle, get(db, Task, task_id).cycle_id, closed=1)
    with pytest.raises(RuleBroken, match="đã khóa"):
        operate(extend, [task_id], "31/10/2025", "Bận")
    with pytest.raises(RuleBroken, match="đã khóa"):
        operate(shift_many, [task_id], 7)


def test_shifting_many_lands_on_working_days(db: Connection, operate: Operate, task_id: int) -> None:
    assert operate(shift_many, [task_id], 2) == 1  # last day 23/10 (Thursday) + 2 is a Saturday: back to Friday
    assert get(db, Task, task_id).due_on == "2025-10-25"
    assert extensions(db, task_id) == []
    operate(shift_many, [task_id], 7, "Mưa lũ")
    assert get(db, Task, task_id).due_on == "2025-11-01"
    assert len(extensions(db, task_id)) == 1
    operate(shift_many, [task_id], -30, "sớm hơn")
    assert len(extensions(db, task_id)) == 1, "an earlier day is no extension"


def test_titles_of_periods() -> None:
    assert period_title("quy-1", 2025) == "quý I năm 2025"
    assert period_title("6-thang", 2025) == "6 tháng đầu năm 2025"
    assert period_title("thang-10", 2025) == "tháng 10 năm 2025"
    assert period_title("nam", 2025) == "năm 2025"
    with pytest.raises(RuleBroken):
        window("hang-thang", 2025, CutOff())
