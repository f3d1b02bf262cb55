"""The open office: one operation, one refresh, and "saved" only after it is."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.errors import NoDataFile, OpenElsewhere
from dvcq_desktop import cycles, plans, sections, units
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection, Office, has_data, open_office
from tests.support import WHO


@pytest.fixture
def office(data_folder: Path) -> Iterator[Office]:
    opened = open_office(data_folder, WHO, create=True)
    yield opened
    opened.close()


@pytest.fixture
def told(office: Office) -> list[frozenset[str]]:
    """The tables of each refresh."""
    heard: list[frozenset[str]] = []
    office.on_changed = heard.append
    return heard


def test_a_use_case_answers_and_tells_once_what_it_touched(office: Office, told: list[frozenset[str]]) -> None:
    assert office.saved_at is None
    plan = office.run("Lập kế hoạch", lambda db: plans.start_plan(db, cycles.open_year(db, 2025)))
    assert plans.plan_of_year(office.db, 2025).id == plan
    assert told == [frozenset({"cycle", "plan", "section"})]
    assert office.saved_at is not None
    assert not office.db.in_transaction


def test_a_broken_rule_changes_and_tells_nothing(office: Office, told: list[frozenset[str]]) -> None:
    def half(db: Connection) -> None:
        units.add_unit(db, "Công an")
        units.add_unit(db, "Công an xã")

    with pytest.raises(RuleBroken):
        office.run("Thêm", half)
    assert (units.all_units(office.db), told, office.saved_at, office.undo_label()) == ([], [], None, None)


def test_what_changed_nothing_tells_nothing(office: Office, told: list[frozenset[str]]) -> None:
    office.run("Xem", lambda db: None)
    assert (told, office.undo_label(), office.saved_at) == ([], None, None)


def test_undo_and_redo_tell_the_same_tables(office: Office, told: list[frozenset[str]]) -> None:
    assert (office.undo(), office.redo()) == (None, None)
    office.run("Thêm bộ phận", units.add_unit, "Công an")
    assert (office.undo_label(), office.redo_label()) == ("Thêm bộ phận", None)
    assert office.undo() == "Thêm bộ phận"
    assert units.all_units(office.db) == []
    assert office.redo() == "Thêm bộ phận"
    assert told == [frozenset({"unit", "unit_alias"})] * 3
    assert [c.label for c in office.history("unit", units.all_units(office.db)[0].id)] == ["Thêm bộ phận"]


def test_typing_joins_into_one_step(office: Office) -> None:
    plan = office.run("Lập", lambda db: plans.start_plan(db, cycles.open_year(db, 2025)))
    section = office.run("Thêm mục", sections.add_section, plan)
    for typed in ("M", "Mục", "Mục tiêu"):
        office.run_joined(f"section:{section}", "Sửa tiêu đề", sections.change_heading, section, typed)
    assert office.undo() == "Sửa tiêu đề"
    assert office.undo() == "Thêm mục"


def test_a_use_case_may_have_a_parameter_called_label(office: Office) -> None:
    plan = office.run("Lập", lambda db: plans.start_plan(db, cycles.open_year(db, 2025)))
    office.run("Giữ phiên bản", plans.make_version, plan, WHO, label="Trước khi trình")
    assert plans.versions(office.db, plan)[0].label == "Trước khi trình"


def test_what_was_saved_is_there_after_reopening_with_its_undo(data_folder: Path) -> None:
    first = open_office(data_folder, WHO, create=True)
    first.run("Thêm bộ phận", units.add_unit, "Công an")
    with pytest.raises(OpenElsewhere, match=WHO):
        open_office(data_folder, "Dung")
    first.close()
    second = open_office(data_folder, "Dung")
    assert [unit.name for unit in units.all_units(second.db)] == ["Công an"]
    assert second.undo() == "Thêm bộ phận"
    second.close()
    assert has_data(data_folder)


def test_an_office_that_is_not_there_is_not_made(data_folder: Path) -> None:
    assert not has_data(data_folder)
    with pytest.raises(NoDataFile):
        open_office(data_folder, WHO)


def test_a_worker_reads_with_its_own_connection(office: Office) -> None:
    office.run("Thêm", units.add_unit, "Công an")
    found: list[object] = []

    def work() -> None:
        reader = office.reader()
        found.append([unit.name for unit in units.all_units(reader)])
        reader.close()
        try:
            units.all_units(office.db)
        except sqlite3.ProgrammingError as refusal:
            found.append(refusal)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert found[0] == ["Công an"]
    assert isinstance(found[1], sqlite3.ProgrammingError)  # the window's connection is the window's
    office.run("Thêm", units.add_unit, "Một cửa")
