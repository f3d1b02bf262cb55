"""An upgrade from every older schema with each fault at each of its file calls: the old file or the new one, never between."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlite_utils  # noqa: F401 - not once more in each child: importing it takes ten times as long as an upgrade

from db.check import whole_check
from db.errors import DataTrouble, NewerThanProgram
from db.migrations import SCHEMA
from db.opening import FILE
from dvcq_desktop.office import open_office
from tests.faults.inject import HONEST, LONG, LYING, Outcome, each_fault, injected
from tests.faults.offices import (
    WHO,
    Rows,
    make_office,
    make_older_office,
    program_of,
    program_to_come,
    rows_of,
    sound,
    version_of,
)

pytestmark = injected

MOST = 0 if LONG else 50  # of some 10,000 in each upgrade
OLDER = range(1, SCHEMA) if LONG else (1, SCHEMA - 1)


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("mẫu") / "mới")


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, newest: Path, tmp_path: Path) -> tuple[Path, int]:
    """The demonstration office in a file of the first steps of the schema, and how many they are."""
    return make_older_office(tmp_path / "cũ", request.param, newest), request.param


def upgrade(folder: Path) -> None:
    open_office(folder, WHO).close()


def kept(before: Rows, now: Rows) -> None:
    """Every row an older program had written is there, in the columns it knew."""
    for table, rows in before.items():
        found = {row["id"]: row for row in now[table]}
        assert len(found) == len(rows), table
        for row in rows:
            same = {name: value for name, value in found[row["id"]].items() if name in row}
            assert same == {name: value for name, value in row.items() if name in same}, table


def test_an_upgrade_under_faults_is_whole_or_not_begun(older: tuple[Path, int]) -> None:
    start, steps = older
    before = rows_of(start / FILE)

    def check(folder: Path, outcome: Outcome) -> None:
        version = version_of(folder / FILE)
        assert version in ((SCHEMA,) if outcome.ended == "done" else (steps, SCHEMA))
        kept(before, rows_of(folder / FILE))
        for copy in (folder / "truoc-nang-cap").glob("dvcq-v*.sqlite3"):
            assert version_of(copy) == steps
            assert rows_of(copy) == before, "the copy made before the upgrade"
        if version == steps and outcome.call % 4 == 0:
            with program_of(steps):
                upgrade(folder)  # the older program still opens it
        office = open_office(folder, WHO)  # the second try
        try:
            sound(office)
        finally:
            office.close()
        assert version_of(folder / FILE) == SCHEMA
        kept(before, rows_of(folder / FILE))

    report = each_fault(upgrade, check, start=start, most=MOST, faults=HONEST)
    assert min(report.ended[how] for how in ("done", "told", "killed")) > 1


def test_a_newer_program_killed_in_its_upgrade_leaves_the_older_one_its_data(newest: Path) -> None:
    """Until the commit the file's own header may tell the newer schema already; the journal beside it takes that back."""
    before = rows_of(newest / FILE)

    def newer(folder: Path) -> None:
        with program_to_come():
            upgrade(folder)

    def check(folder: Path, outcome: Outcome) -> None:
        try:
            upgrade(folder)
        except NewerThanProgram:
            assert version_of(folder / FILE) == SCHEMA + 1, "refused, and it is of this program"
        else:
            assert outcome.ended == "killed"
            assert rows_of(folder / FILE) == before

    report = each_fault(
        newer, check, start=newest, most=2 * MOST, faults=[fault for fault in HONEST if fault.name == "kill -9"]
    )
    assert report.ended["killed"] > MOST / 2


def test_a_disk_that_lies_during_an_upgrade_is_found_out(older: tuple[Path, int], tmp_path: Path) -> None:
    """At the next start by the form of the file; what only changed a value, by the whole check, row against journal."""
    start, _steps = older
    before = rows_of(start / FILE)
    met = tmp_path / "met"

    def check(folder: Path, _outcome: Outcome) -> None:
        try:
            office = open_office(folder, WHO)
        except (DataTrouble, sqlite3.DatabaseError) as trouble:
            note(f"start: {type(trouble).__name__}")
            return
        try:
            whole = whole_check(office.db).whole
        finally:
            office.close()
        try:
            kept(before, rows_of(folder / FILE))
            note("harmless" if whole else "whole check, of no row before")
        except (AssertionError, KeyError, sqlite3.DatabaseError):
            note("whole check")
            assert not whole, "rows are not what they were, and nobody notices"

    def note(what: str) -> None:
        with met.open("a", encoding="utf-8") as lines:
            lines.write(f"{what}\n")

    each_fault(upgrade, check, start=start, most=MOST // 2, faults=LYING)
    lines = met.read_text(encoding="utf-8").splitlines()
    print({what: lines.count(what) for what in sorted(set(lines))})  # noqa: T201
