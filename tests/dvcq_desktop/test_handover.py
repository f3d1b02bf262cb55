"""Handing over: what somebody holds, moving all or part of it, and papers of before that still name the giver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from dvcq_desktop import handover, officials, reorganisation, units
from dvcq_desktop.assignments import Assignment, assignment_rows
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import Holder, hand_over, held_by, holder_name
from dvcq_desktop.officials import Official
from dvcq_desktop.printed.handover_sheet import holder_named
from dvcq_desktop.records import fetch, get
from tests.support import WHO, content

Operate = Callable[..., Any]


@pytest.fixture
def accountant(db: Connection, operate: Operate) -> Holder:
    operate(fill_demo)
    return holder_named(db, "Trần Minh Tâm")


def test_a_person_alone_in_a_unit_holds_what_the_unit_holds(
    db: Connection, operate: Operate, accountant: Holder
) -> None:
    found = held_by(db, accountant, year=2025)
    assert [held.leads for held in found] == [True, True, True, False]
    assert holder_name(db, accountant) == "Công chức Tài chính – Kế toán Trần Minh Tâm"
    operate(officials.add_official, "Lê Thị Mai", unit_id=accountant.unit_id)
    assert held_by(db, accountant) == [], "with a colleague only what names the person counts"
    assert len(held_by(db, Holder(unit_id=accountant.unit_id))) == 4


def test_everything_moves_from_a_day_on_and_comes_back_with_undo(
    db: Connection, operate: Operate, accountant: Holder
) -> None:
    before = content(db)
    taker = holder_named(db, "Huỳnh Ngọc Sơn")
    assert operate(hand_over, accountant, taker, "01/09/2025", leaves=True) == 4
    rows = {row.id: row for row in assignment_rows(db, 2025)}
    assert rows[3].leads == "Địa chính"
    assert assignment_rows(db, 2025, day="2025-08-31")[2].leads == "Tài chính – Kế toán"
    gone = get(db, Official, accountant.official_id or 0)
    assert (gone.valid_to, gone.replaced_by_id) == ("2025-08-31", taker.official_id)
    assert held_by(db, accountant) == []
    assert {held.assignment.official_id for held in held_by(db, taker) if held.assignment.valid_from} == {
        taker.official_id
    }
    assert reorganisation.without_valid_lead(db, "2025-09-01") == []
    journal.undo(db, WHO)
    assert content(db) == before


def test_only_some_tasks(db: Connection, operate: Operate, accountant: Holder) -> None:
    first = held_by(db, accountant)[0]
    taker = holder_named(db, "Tư pháp – Hộ tịch")
    assert operate(hand_over, accountant, taker, "01/09/2025", task_ids=[first.task.id]) == 1
    assert len(held_by(db, accountant)) == 3


def test_who_leads_no_longer_supports_and_nobody_is_named_twice(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    lead = Holder(unit_id=units.unit_named(db, "Khối vận Đảng ủy"))
    taker = Holder(unit_id=units.unit_named(db, "Văn hóa – Xã hội"))  # supports the task the other one leads
    operate(hand_over, lead, taker, "01/09/2025")
    for row in assignment_rows(db, 2025):
        assert not row.both_ids
    current = fetch(db, Assignment, "WHERE valid_to = ''")
    named = [(a.task_id, a.unit_id) for a in current]
    assert len(named) == len(set(named))
    assert assignment_rows(db, 2025)[9].leads == "Văn hóa – Xã hội"


def test_what_began_later_than_it_would_end_was_never_there(
    db: Connection, operate: Operate, accountant: Holder
) -> None:
    taker = holder_named(db, "Huỳnh Ngọc Sơn")
    operate(hand_over, accountant, taker, "01/09/2025")
    operate(hand_over, taker, accountant, "01/08/2025")
    assert not fetch(db, Assignment, "WHERE valid_to <> '' AND valid_to < valid_from")


def test_what_is_refused(db: Connection, operate: Operate, accountant: Holder) -> None:
    with pytest.raises(RuleBroken, match="khác với người giao"):
        operate(hand_over, accountant, Holder(official_id=accountant.official_id), "01/09/2025")
    with pytest.raises(RuleBroken, match="đủ ngày"):
        operate(hand_over, accountant, holder_named(db, "Địa chính"), "9/2025")
    with pytest.raises(RuleBroken, match="nhận bàn giao"):
        operate(hand_over, accountant, Holder(), "01/09/2025")
    with pytest.raises(RuleBroken, match="không có nhiệm vụ"):
        operate(hand_over, accountant, holder_named(db, "Địa chính"), "01/09/2025", task_ids=[])
    with pytest.raises(RuleBroken, match="Không có người"):
        holder_named(db, "Không Ai Cả")
    assert handover.day_before("2025-03-01") == date(2025, 2, 28).isoformat()
