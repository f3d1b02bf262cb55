"""Opening a data folder: what is made, what is refused and left alone, and what an upgrade that fails leaves behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import db.migrations
from db import opening
from db.connection import connect, table_names
from db.errors import Damaged, NewerThanProgram, NoDataFile, NotOurs, PragmaRefused, UpgradeFailed
from db.opening import APPLICATION, FILE, SCHEMA, has_data, open_data, open_in_memory
from tests.support import operator

KILLED_IN_MID_COMMIT = """
import os, sys
from pathlib import Path
from db.connection import transaction
from db.opening import open_data
db = open_data(Path(sys.argv[1]), "a", create=False).connection
db.execute("PRAGMA cache_size=2")  # so that pages reach the file before COMMIT
with transaction(db):
    for number in range(2000):
        db.execute("INSERT INTO journal_operation (label, who, at) VALUES (?, 'w', 'a')", ("x" * 2000,))
    os.kill(os.getpid(), 9)
"""


def add_setting(db: opening.Connection, name: str) -> None:
    db.execute("INSERT INTO setting (uid, name, value) VALUES (?, ?, 'có')", (name, name))


@pytest.fixture
def filled(data_folder: Path) -> Path:
    """A closed data folder with one row in it."""
    made = open_data(data_folder, "Hoa", create=True)
    operator(made.connection)(add_setting, "thử")
    made.close()
    return data_folder


def bytes_of(folder: Path) -> bytes:
    return (folder / FILE).read_bytes()


def settings_in(folder: Path) -> list[str]:
    found = open_data(folder, "Hoa", create=False)
    try:
        return [row["name"] for row in found.connection.execute("SELECT name FROM setting ORDER BY id")]
    finally:
        found.close()


def test_the_schema_number_counts_the_steps() -> None:
    assert len(db.migrations.STEPS) == SCHEMA
    names = [step.__name__.rsplit(".", 1)[-1] for step in db.migrations.STEPS]
    assert [name[:5] for name in names] == [f"m{n:04d}" for n in range(1, SCHEMA + 1)]


def test_create_makes_a_folder_that_opens_again(filled: Path) -> None:
    assert has_data(filled)
    assert settings_in(filled) == ["thử"]
    assert sorted(path.name for path in filled.iterdir() if path.suffix == ".moi") == []


def test_create_on_data_that_is_there_opens_it(filled: Path) -> None:
    open_data(filled, "Hoa", create=True).close()
    assert settings_in(filled) == ["thử"]


def test_a_file_made_new_is_marked_as_ours(filled: Path) -> None:
    with sqlite3.connect(filled / FILE) as raw:
        assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
        assert raw.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    raw.close()


def test_every_table_is_strict_and_has_its_keys() -> None:
    made = open_in_memory()
    for table in table_names(made):
        row = made.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        assert row["sql"].rstrip().endswith("STRICT"), table
        columns = {c["name"]: c for c in made.execute(f"PRAGMA table_info({table})")}
        assert columns["id"]["pk"] == 1, table
        assert {c["type"] for c in columns.values()} <= {"INTEGER", "TEXT"}, f"{table}: no fractions, no BLOBs"
    made.close()


def test_the_settings_that_safety_depends_on_are_read_back(filled: Path) -> None:
    found = open_data(filled, "Hoa", create=False)
    expected = {
        "foreign_keys": 1,
        "journal_mode": "truncate",
        "synchronous": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 5000,
    }
    assert {name: found.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected
    found.close()


def test_a_setting_that_does_not_take_is_refused(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.connection._PRAGMAS", (("synchronous", "FULL", 3),))
    with pytest.raises(PragmaRefused):
        open_data(filled, "Hoa", create=False)


def test_a_missing_file_is_not_made_in_passing(data_folder: Path) -> None:
    with pytest.raises(NoDataFile):
        open_data(data_folder, "Hoa", create=False)
    assert not data_folder.exists()


def test_a_newer_file_is_refused_untouched(filled: Path) -> None:
    raw = sqlite3.connect(filled / FILE)
    raw.execute(f"PRAGMA user_version={SCHEMA + 1}")
    raw.close()
    before = bytes_of(filled)
    with pytest.raises(NewerThanProgram) as refusal:
        open_data(filled, "Hoa", create=False)
    assert refusal.value.detail == str(SCHEMA + 1)
    assert bytes_of(filled) == before


def test_the_file_of_another_program_is_refused_untouched(data_folder: Path) -> None:
    data_folder.mkdir()
    raw = sqlite3.connect(data_folder / FILE)
    raw.execute("CREATE TABLE photo (id INTEGER)")
    raw.close()
    before = bytes_of(data_folder)
    with pytest.raises(NotOurs):
        open_data(data_folder, "Hoa", create=True)
    assert bytes_of(data_folder) == before


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: b"Kho\xc3\xb4ng ph\xe1\xba\xa3i" * 999, id="garbage"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut in half"),
        pytest.param(lambda whole: whole[:50], id="cut in the header"),
        pytest.param(lambda whole: whole[:8192] + b"\0" * 8192 + whole[16384:], id="zeroed pages"),
        pytest.param(lambda whole: b"\0" * len(whole), id="nothing but zeros"),
    ],
)
@pytest.mark.parametrize("create", [False, True])
def test_a_damaged_file_is_refused_untouched(filled: Path, damage: object, create: bool) -> None:
    whole = bytes_of(filled)
    (filled / FILE).write_bytes(damage(whole))  # type: ignore[operator]
    before = bytes_of(filled)
    with pytest.raises(Damaged):
        open_data(filled, "Hoa", create=create)
    assert bytes_of(filled) == before


def test_a_crash_in_mid_commit_is_rolled_back_at_the_next_opening(filled: Path) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED_IN_MID_COMMIT, str(filled)], check=False)
    assert child.returncode in (-9, 9)  # killed, as Linux and as Windows tell it
    assert (filled / f"{FILE}-journal").stat().st_size > 0
    assert settings_in(filled) == ["thử"]


def test_a_file_another_program_holds_is_busy_and_not_damaged(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.connection._PRAGMAS", (("busy_timeout", "0", 0), ("journal_mode", "TRUNCATE", "truncate")))
    other = sqlite3.connect(filled / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connect(filled / FILE)
    other.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere, Windows has other rights")
def test_a_folder_without_the_right_to_write_is_no_damage(filled: Path) -> None:
    filled.chmod(0o500)
    try:
        with pytest.raises((PermissionError, sqlite3.OperationalError)):
            open_data(filled, "Hoa", create=False)
    finally:
        filled.chmod(0o700)


def test_a_reader_of_its_own_cannot_write(filled: Path) -> None:
    found = open_data(filled, "Hoa", create=False)
    reader = found.reader()
    assert reader.execute("SELECT name FROM setting").fetchone()["name"] == "thử"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM setting")
    reader.close()
    found.close()


# --- upgrades: one more step, as a later version of the program would bring


def a_step(migrate: object) -> SimpleNamespace:
    return SimpleNamespace(__name__="db.migrations.m9999_later", migrate=migrate)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> object:
    """later(migrate): the program has one step more."""

    def add(migrate: object) -> None:
        monkeypatch.setattr("db.migrations.STEPS", (*db.migrations.STEPS, a_step(migrate)))
        monkeypatch.setattr("db.opening.SCHEMA", SCHEMA + 1)

    return add


def test_an_upgrade_keeps_the_data_and_a_verified_copy_of_before(filled: Path, later: object) -> None:
    later(lambda utils: utils.execute("ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT 'mới'"))  # type: ignore[operator]
    found = open_data(filled, "Hoa", create=False)
    assert [tuple(row) for row in found.connection.execute("SELECT name, note FROM setting")] == [("thử", "mới")]
    operator(found.connection)(add_setting, "sau")  # the journal knows the new column
    assert found.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    found.close()
    (copy,) = (filled / "truoc-nang-cap").iterdir()
    raw = sqlite3.connect(copy)
    assert raw.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    assert raw.execute("SELECT name FROM setting").fetchall() == [("thử",)]
    raw.close()


def breaks_in_the_middle(utils: object) -> None:
    utils.execute("ALTER TABLE setting ADD COLUMN note TEXT")  # type: ignore[attr-defined]
    utils.execute("DELETE FROM setting")  # type: ignore[attr-defined]
    raise KeyError("a mistake in the step")


def leaves_an_orphan(utils: object) -> None:
    utils.execute(  # type: ignore[attr-defined]
        "INSERT INTO criterion (uid, framework_id, number, title, position) VALUES ('c', 99, 1, 'Mồ côi', 1)"
    )


def speaks_bad_sql(utils: object) -> None:
    utils.execute("ALTER TABLE no_such_table ADD COLUMN note TEXT")  # type: ignore[attr-defined]


@pytest.mark.parametrize("migrate", [breaks_in_the_middle, leaves_an_orphan, speaks_bad_sql])
def test_an_upgrade_that_fails_leaves_the_file_to_the_older_program(
    filled: Path, later: object, migrate: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(migrate)  # type: ignore[operator]
    with pytest.raises(UpgradeFailed):
        open_data(filled, "Hoa", create=False)
    monkeypatch.undo()  # the older program again
    assert settings_in(filled) == ["thử"]
    assert len(list((filled / "truoc-nang-cap").iterdir())) == 1


def test_a_full_disk_during_an_upgrade_is_told_as_such(filled: Path, later: object) -> None:
    def fills(utils: object) -> None:
        connection = utils.conn  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
        connection.executemany(
            "INSERT INTO setting (uid, name, value) VALUES (?1, ?1, ?2)", ((f"{n}", "x" * 9000) for n in range(99))
        )

    later(fills)  # type: ignore[operator]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        open_data(filled, "Hoa", create=False)


def test_a_new_file_whose_making_fails_is_not_there(
    data_folder: Path, later: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(breaks_in_the_middle)  # type: ignore[operator]
    with pytest.raises(KeyError):
        open_data(data_folder, "Hoa", create=True)
    assert [path.name for path in data_folder.iterdir()] == ["dvcq.lock"]
    monkeypatch.undo()
    open_data(data_folder, "Hoa", create=True).close()
