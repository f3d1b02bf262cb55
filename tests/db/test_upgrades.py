"""Every schema that was released is brought to today's with all it holds; what cannot be undone any more says so."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

import db.migrations
from db import journal
from db.check import whole_check
from db.connection import table_names, transaction
from db.errors import NoRoom, StepsDiffer, UndoBlocked
from db.migrations.released import RELEASED, hash_of
from db.opening import COPIES, FILE, SCHEMA, open_data
from db.row_check import row_check
from tests.db.sample_dump import SAMPLES, load
from tests.support import WHO, content, operator

VERSIONS = sorted(int(path.stem.removeprefix("schema-")) for path in SAMPLES.glob("schema-*.sql"))
# The operation behind which nothing is undone after the upgrade: step 4 gave records of evidence their codes.
BLOCKED = {1: None, 2: "Sửa minh chứng", 3: "Sửa minh chứng"}
STEP_FILES = Path(db.migrations.__file__).parent


def rows_of(path: Path) -> dict[str, dict[int, dict[str, object]]]:
    """Every row of the office by table and number, read without the program."""
    raw = sqlite3.connect(path)
    raw.row_factory = sqlite3.Row
    tables = table_names(raw)
    found = {t: {row["id"]: dict(row) for row in raw.execute(f"SELECT * FROM {t}")} for t in tables}
    raw.close()
    return found


def test_there_is_a_sample_of_every_schema_before_todays() -> None:
    assert VERSIONS[: SCHEMA - 1] == list(range(1, SCHEMA))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_keeps_every_row_and_says_what_can_be_undone(version: int, tmp_path: Path) -> None:
    folder = load(version, tmp_path / "Dữ liệu")
    before = rows_of(folder / FILE)
    assert sum(map(len, before.values())) > 15
    data = open_data(folder, WHO, create=False)
    after = content(data.connection)
    assert set(before) <= set(after)
    data.close()
    now = rows_of(folder / FILE)
    for table, rows in before.items():
        assert set(rows) == set(now[table]), table
        for number, row in rows.items():
            assert row.items() <= now[table][number].items(), (table, number)
    (copy,) = (folder / COPIES).glob(f"dvcq-v{version}-001-*.sqlite3")
    assert rows_of(copy) == before


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgraded_office_is_whole_and_goes_back_as_far_as_it_can(version: int, tmp_path: Path) -> None:
    data = open_data(load(version, tmp_path / "Dữ liệu"), WHO, create=False)
    db = data.connection
    report = whole_check(db)
    assert report.whole, report
    assert report.search == ()
    assert journal.redo_label(db) == "Ghi chú lần hai"
    journal.redo(db, WHO)
    newest = content(db)
    steps, blocked = 0, None
    try:
        while journal.undo(db, WHO):
            steps += 1
            assert row_check(db) == []
    except UndoBlocked as refusal:
        blocked = refusal.detail
    assert blocked == BLOCKED.get(version)
    assert steps > 3
    while journal.redo(db, WHO):
        pass
    assert content(db) == newest
    operator(db)(lambda db: db.execute("UPDATE setting SET value = 'mới' WHERE id = 1"))
    assert row_check(db) == []
    assert whole_check(db).whole
    data.close()


def test_what_was_damaged_before_an_upgrade_is_still_told_after_it(tmp_path: Path) -> None:
    folder = load(3, tmp_path / "Dữ liệu")
    raw = sqlite3.connect(folder / FILE)
    raw.execute("UPDATE task SET text = 'khác' WHERE id = 2")
    raw.commit()
    raw.close()
    data = open_data(folder, WHO, create=False)
    (difference,) = row_check(data.connection)
    assert (difference.table, difference.row_id, difference.column) == ("task", 2, "text")
    data.close()


def test_two_upgrades_of_one_schema_keep_two_copies_whatever_the_clock_says(tmp_path: Path) -> None:
    folder = load(3, tmp_path / "Dữ liệu")
    old = (folder / FILE).read_bytes()
    open_data(folder, WHO, create=False).close()
    for leftover in folder.glob(f"{FILE}*"):
        leftover.unlink()
    (folder / FILE).write_bytes(old)
    open_data(folder, WHO, create=False).close()
    assert [path.name[:11] for path in sorted((folder / COPIES).iterdir())] == ["dvcq-v3-001", "dvcq-v3-002"]


def test_no_room_for_an_upgrade_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = load(3, tmp_path / "Dữ liệu")
    before = (folder / FILE).read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1 << 20))
    with pytest.raises(NoRoom):
        open_data(folder, WHO, create=False)
    assert (folder / FILE).read_bytes() == before
    assert not (folder / COPIES).exists()


# --- the steps themselves


@pytest.mark.parametrize("name", RELEASED)
def test_a_released_step_is_never_edited(name: str) -> None:
    source = (STEP_FILES / f"{name}.py").read_text(encoding="utf-8")
    assert hash_of(source) == RELEASED[name], "A step that ran somewhere stays as it is; write a new one."
    assert hash_of(source.replace("\n", "\r\n") + "\n\n# a remark\n") == RELEASED[name]
    assert hash_of(source.replace("TEXT", "INTEGER", 1)) != RELEASED[name]


@pytest.mark.parametrize(
    "tampered",
    [
        "UPDATE _sqlite_migrations SET name = 'm0002_points' WHERE name = 'm0002_scores'",
        "DELETE FROM _sqlite_migrations WHERE name = 'm0002_scores'",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('dvcq', 'm0004_of_others', '')",
        "CREATE TABLE journal_step (name TEXT PRIMARY KEY, hash TEXT); INSERT INTO journal_step VALUES ('m0001_plan', 'abc')",
        (
            "UPDATE _sqlite_migrations SET name = CASE name WHEN 'm0001_plan' THEN 'm0002_scores' ELSE 'm0001_plan' END"
            " WHERE name <> 'm0003_people'"
        ),
    ],
)
def test_a_file_made_by_other_steps_is_refused_untouched(tmp_path: Path, tampered: str) -> None:
    folder = load(3, tmp_path / "Dữ liệu")
    raw = sqlite3.connect(folder / FILE)
    raw.execute("DROP INDEX IF EXISTS idx__sqlite_migrations_migration_set_name")
    raw.executescript(tampered)
    raw.close()
    before = (folder / FILE).read_bytes()
    with pytest.raises(StepsDiffer):
        open_data(folder, WHO, create=False)
    assert (folder / FILE).read_bytes() == before


def test_the_hash_of_each_step_is_kept_with_it(tmp_path: Path) -> None:
    data = open_data(tmp_path / "mới", WHO, create=True)
    kept = dict(data.connection.execute("SELECT name, hash FROM journal_step").fetchall())
    assert RELEASED.items() <= kept.items()
    assert len(kept) == SCHEMA
    with transaction(data.connection):
        data.connection.execute("UPDATE journal_step SET hash = 'abc' WHERE name = 'm0001_plan'")
    report = whole_check(data.connection)
    assert report.marks == ("m0001_plan",)
    assert not report.whole
    data.close()
