"""Who leads and who supports: read as typed, printed as read, without losing anything in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import cycles, officials, tasks, units
from dvcq_desktop.assignments import (
    Assignment,
    actor_words,
    actors_of_year,
    assign,
    assignment_rows,
    matches,
    parse_actors,
    set_actors,
)
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import PERIODS, join_periods, period_words
from dvcq_desktop.records import fetch, update
from tests.support import operator

Operate = Callable[..., Any]


def one_task(db: Connection) -> int:
    return tasks.add_task(db, cycles.open_year(db, 2025), "Đánh giá kết quả\nBáo cáo", product="Báo cáo")


@pytest.fixture
def task(operate: Operate) -> int:
    return int(operate(one_task))


def leads(db: Connection) -> str:
    return assignment_rows(db, 2025)[0].leads


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Văn phòng – Thống kê (hàng tháng); Khối vận Đảng ủy", "Văn phòng – Thống kê (hàng tháng); Khối vận Đảng ủy"),
        ("Tài chính – Kế toán (quý I; 6 tháng, năm)", "Tài chính – Kế toán (quý I, 6 tháng, năm)"),
        ("Văn phòng (Một cửa)", "Văn phòng (Một cửa)"),
        ("Văn phòng (Một cửa) (Tiếp dân)", "Văn phòng (Một cửa) (Tiếp dân)"),
        ("Văn phòng (năm) (Một cửa, quý I)", "Văn phòng (năm) (Một cửa, quý I)"),
        ("Văn phòng (Một cửa)(quý I)", "Văn phòng (quý I) (Một cửa)"),
        ("Văn phòng; văn phòng xã (năm)", "Văn phòng (năm)"),  # one unit once, with all its periods
        ("A\nB;;C ; ", "A; B; C"),
        ("Văn phòng.", "Văn phòng"),
        (" ; () ; (quý I); -", ""),
        ("Công an; Các ban, ngành có liên quan (năm)", "Công an; các ban, ngành có liên quan (năm)"),
        ("Văn phòng (một cửa) xã (năm)", "Văn phòng xã (năm) (một cửa)"),
    ],
)
def test_actors_as_typed_and_as_printed(db: Connection, operate: Operate, task: int, typed: str, printed: str) -> None:
    operate(set_actors, task, "lead", typed)
    assert leads(db) == printed
    operate(set_actors, task, "lead", printed)
    assert leads(db) == printed


def test_a_name_with_brackets_stays_one_unit(db: Connection, operate: Operate, task: int) -> None:
    operate(units.add_unit, "Tổ công tác (lưu động)")
    operate(set_actors, task, "lead", "Tổ công tác (lưu động) (quý I); Công an")
    assert leads(db) == "Tổ công tác (lưu động) (quý I); Công an"
    assert len(units.all_units(db)) == 2


def test_who_stays_keeps_the_record_and_the_official(db: Connection, operate: Operate, task: int) -> None:
    operate(set_actors, task, "lead", "A; B")
    first = fetch(db, Assignment, "ORDER BY position")[0]
    official = operate(officials.add_official, "Nguyễn Văn An")
    operate(update, Assignment, first.id, official_id=official)
    operate(set_actors, task, "lead", "C; A (năm)")
    now = fetch(db, Assignment, "WHERE unit_id = ?", (first.unit_id,))[0]
    assert (now.id, now.official_id, now.periods) == (first.id, official, "nam")
    assert leads(db) == "C; A (năm)"


def test_leads_and_supports_are_apart(db: Connection, operate: Operate, task: int) -> None:
    operate(set_actors, task, "lead", "A; B")
    operate(set_actors, task, "support", "B; C")
    operate(set_actors, task, "lead", "A")
    row = assignment_rows(db, 2025)[0]
    assert (row.leads, row.supports) == ("A", "B; C")


def test_a_unit_is_assigned_once_in_a_role(operate: Operate, task: int) -> None:
    unit = operate(units.add_unit, "Văn phòng")
    operate(assign, task, unit, "lead")
    operate(assign, task, unit, "support")
    with pytest.raises(RuleBroken, match=r"Văn phòng.*chủ trì"):
        operate(assign, task, unit, "lead")


NAMES = ["Văn phòng – Thống kê", "Một cửa", "Tiếp dân", "Công an", "Các ngành", "Tổ (lưu động)", "Đoàn Thanh niên"]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from([None, *NAMES[:2]]), st.sets(st.sampled_from(sorted(PERIODS)))
        ),
        max_size=6,
        unique_by=lambda actor: actor[0],
    )
)
def test_printed_actors_read_back(
    fresh: Callable[[], Connection], actors: list[tuple[str, str | None, set[str]]]
) -> None:
    db = fresh()
    run = operator(db)
    task = run(one_task)
    ids = {name: run(units.add_unit, name, collective=name.startswith("Các")) for name in NAMES}
    for name, parent, periods in actors:
        if parent not in (None, name):
            run(update, units.Unit, ids[name], parent_id=ids[parent or ""])
        run(assign, task, ids[name], "lead", periods=join_periods(periods))
    there = actors_of_year(db, 2025).get((task, "lead"), [])
    expected = sorted((actor.unit_id, actor.periods) for actor in there)
    assert sorted(run(parse_actors, actor_words(there))) == expected
    run(set_actors, task, "lead", actor_words(there))
    again = actors_of_year(db, 2025).get((task, "lead"), [])
    assert [(a.unit_id, a.periods) for a in again] == [(a.unit_id, a.periods) for a in there]
    db.close()


def test_rows_are_found_by_words_and_by_unit(db: Connection, operate: Operate, task: int) -> None:
    operate(set_actors, task, "lead", "Văn phòng – Thống kê (hàng tháng)")
    operate(tasks.change_task, task, due_on="trước ngày 24/10/2025")
    row = assignment_rows(db, 2025)[0]
    unit = units.find_unit(db, "Văn phòng - Thống kê")
    assert unit is not None
    assert row.unit_ids == {unit.id}
    for words in ("danh gia", "BÁO CÁO", "thong ke thang", "24/10", "van phong - thong ke", ""):
        assert matches(row, words), words
        assert matches(row, words, unit.id)
    assert not matches(row, "công an")
    assert not matches(row, "", unit.id + 1)
    assert row.due == "trước ngày 24/10/2025"
    assert period_words("hang-thang") in row.leads
