"""Progress by period: rules of state and percent, lateness, the newest report, sums by unit, frozen figures, history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import assignments, cycles, progress_report, tasks, units
from dvcq_desktop.deadlines import OCCURRENCES, CutOff, extend, window
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.progress import (
    STATES,
    Progress,
    delete_progress,
    newest,
    parse_percent,
    points_of_tasks,
    progress_of_task,
    record_many,
    record_progress,
    settle,
    status_words,
    summary,
    task_progress,
)
from dvcq_desktop.record_history import history_of, task_history
from dvcq_desktop.records import get, update
from dvcq_desktop.tasks import Task, change_task

Operate = Callable[..., Any]


@pytest.fixture
def task_id(db: Connection, operate: Operate) -> int:
    cycle_id = operate(cycles.open_year, 2025)
    made = int(operate(tasks.add_task, cycle_id, "Họp sơ kết", due_on="2025-10-24"))
    operate(assignments.assign, made, operate(units.add_unit, "Văn phòng"), "lead")
    return made


@given(
    st.sampled_from([None, *STATES]),
    st.one_of(st.none(), st.integers(0, 100)),
    st.sampled_from([None, *STATES]),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_state_and_percent_always_agree(
    old_state: str | None, old_percent: int | None, state: str | None, percent: int | None
) -> None:
    old = None
    if old_state:
        kept, told = settle(None, old_state, old_percent)
        old = Progress(task_id=1, period="nam", state=kept, percent=told)
    found, share = settle(old, state, percent)
    assert found in STATES
    assert (share == 100) == (found in {"done", "late_done"})
    assert (share == 0) == (found == "not_started")
    assert found != "not_applicable" or share is None
    assert state is None or found == state


def test_percent_as_typed() -> None:
    assert [parse_percent(text) for text in ("40", "40%", " 40 % ", "")] == [40, 40, 40, None]
    for wrong in ("101", "nhiều", "-1", "4,5"):
        with pytest.raises(RuleBroken):
            parse_percent(wrong)


def test_fields_not_given_stay(db: Connection, operate: Operate, task_id: int) -> None:
    operate(record_progress, task_id, "quy-1", percent="25", result="Đã họp", reported_on="14/03/2025")
    operate(record_progress, task_id, "quy-1", difficulties="Thiếu người")
    (found,) = progress_of_task(db, task_id)
    assert (found.state, found.percent, found.result, found.difficulties) == ("doing", 25, "Đã họp", "Thiếu người")
    assert found.reported_on == "2025-03-14"
    operate(delete_progress, task_id, "quy-1")
    assert progress_of_task(db, task_id) == []


def test_what_is_done_after_its_day_is_late(db: Connection, operate: Operate, task_id: int) -> None:
    operate(record_progress, task_id, "quy-1", state="done", reported_on="2025-03-18")
    operate(record_progress, task_id, "6-thang", state="done", reported_on="2025-06-18")
    operate(record_progress, task_id, "nam", percent="100", reported_on="2025-10-24")
    assert [p.state for p in progress_of_task(db, task_id)] == ["done", "late_done", "late_done"]
    operate(extend, [task_id], "31/10/2025", "Mưa lũ")
    operate(record_progress, task_id, "nam", state="done", reported_on="2025-10-24")
    assert progress_of_task(db, task_id)[-1].state == "done"


def test_what_cannot_be_recorded(db: Connection, operate: Operate, task_id: int) -> None:
    with pytest.raises(RuleBroken, match="kỳ"):
        operate(record_progress, task_id, "hang-thang", percent="1")
    with pytest.raises(RuleBroken, match="trạng thái"):
        operate(record_progress, task_id, "nam", state="finished")
    with pytest.raises(TypeError):
        operate(record_progress, task_id, "nam", period="quy-1")
    operate(update, cycles.Cycle, get(db, Task, task_id).cycle_id, closed=1)
    with pytest.raises(RuleBroken, match="đã khóa"):
        operate(record_many, [task_id], "nam", state="done")


def test_the_newest_report_is_that_of_the_period_asked_for() -> None:
    told = [
        Progress(task_id=1, period=code, reported_on=day)
        for code, day in (
            ("quy-1", "2025-03-17"),
            ("thang-6", "2025-06-16"),
            ("6-thang", "2025-06-16"),
            ("nam", "2025-12-15"),
        )
    ]

    def code(period: str, on: str) -> str | None:
        found = newest(told, 2025, CutOff(), period=period, on=date.fromisoformat(on))
        return found.period if found else None

    assert code("", "2025-12-31") == "nam"
    assert code("", "2025-07-01") == "6-thang", "the longer of two that end on one day"
    assert code("quy-2", "2025-12-31") == "6-thang"
    assert code("thang-6", "2025-12-31") == "thang-6"
    assert code("quy-1", "2025-12-31") == "quy-1"
    assert code("", "2025-03-01") is None


def test_sums_by_unit_and_in_all(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    found = task_progress(db, 2025, date(2025, 10, 20), period="9-thang")
    sums = summary(found, points_of_tasks(db, 2025))
    total = sums[-1]
    assert (total.unit_id, total.total, total.on_time, total.points) == (None, 18, 3, 10000)
    for unit in sums:
        parts = (unit.on_time, unit.late, unit.doing, unit.not_done, unit.overdue, unit.not_applicable)
        assert sum(parts) == unit.total
    leads = {unit.name: unit.total for unit in sums[:-1]}  # domain.md §7.4
    assert leads == {
        "Văn phòng – Thống kê": 10,
        "Bộ phận Tiếp nhận và Trả kết quả": 3,
        "Phòng Tiếp công dân": 1,
        "Tài chính – Kế toán": 3,
        "Tư pháp – Hộ tịch": 2,
        "Văn hóa – Xã hội": 2,
        "Khối vận Đảng ủy": 1,
        "Ủy ban MTTQ Việt Nam xã": 1,
    }
    first = found[0]
    assert (first.evidence, status_words(first)) == ("3/3", "Đang làm, 75 %")


def test_frozen_figures_do_not_follow_later_entries(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    today = date(2025, 6, 17)
    fresh = progress_report.figures(db, 2025, "6-thang", today)
    operate(progress_report.freeze, 2025, "6-thang", today, "Nguyễn Thị Thu Trang")
    task = fresh.tasks[0].task_id
    operate(record_progress, task, "6-thang", percent="90", result="Sửa sau khi gửi báo cáo")
    kept = progress_report.figures(db, 2025, "6-thang", today)
    assert kept.frozen_by == "Nguyễn Thị Thu Trang"
    assert (kept.tasks, kept.units) == (fresh.tasks, fresh.units)
    assert progress_report.figures(db, 2025, "6-thang", today, frozen=False).tasks != fresh.tasks
    operate(progress_report.freeze, 2025, "6-thang", today, "Trần Minh Tâm")
    assert len(progress_report.snapshots(db, 2025)) == 1
    operate(progress_report.thaw, 2025, "6-thang")
    assert progress_report.figures(db, 2025, "6-thang", today).frozen_at == ""


def test_history_in_sentences(db: Connection, operate: Operate, task_id: int) -> None:
    operate(change_task, task_id, due_on="chậm nhất ngày 24/10/2025", label="Sửa hạn")
    operate(extend, [task_id], "31/10/2025", "Mưa lũ", label="Gia hạn")
    operate(record_progress, task_id, "quy-1", percent="25", reported_on="2025-03-14", label="Ghi tiến độ")
    operate(record_progress, task_id, "quy-1", percent="30", label="Ghi tiến độ")
    told = [line.text for line in task_history(db, task_id)]
    assert "tiến độ kỳ quý I: Tỷ lệ (%): 25 → 30" in told[0]
    assert "Trạng thái: chưa làm → đang làm" in told[1]
    assert any("gia hạn 24/10/2025 → 31/10/2025, lý do: Mưa lũ" in line for line in told)
    assert any("Hạn minh chứng: 24/10/2025 → 31/10/2025" in line for line in told)
    assert any("Tính cả ngày đó: không → có" in line for line in told)
    assert any("giao Văn phòng chủ trì" in line for line in told)
    assert "thêm “Họp sơ kết”" in told[-1]
    assert all("Lê Thị Hoa" in line for line in told)
    assert len(history_of(db, Task, task_id)) == 3


def test_every_occurrence_has_a_window() -> None:
    assert all(window(code, 2025, CutOff()).start < window(code, 2025, CutOff()).end for code in OCCURRENCES)
