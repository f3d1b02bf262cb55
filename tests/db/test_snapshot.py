"""Copies of the live data file are proved before anyone relies on them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.connection import one_look
from db.errors import Damaged
from db.opening import FILE, DataFile, open_data
from db.snapshot import same_pages, snapshot, verify
from tests.support import content, operator


def add(db: sqlite3.Connection, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        db.execute("INSERT INTO setting (uid, name, value) VALUES (?1, ?1, ?2)", (f"{number:06}", "đủ " * 300))


@pytest.fixture
def data(data_folder: Path) -> DataFile:
    made = open_data(data_folder, "Hoa", create=True)
    operator(made.connection)(add, 300)
    yield made  # type: ignore[misc]
    made.close()


def test_a_copy_holds_everything(data: DataFile, tmp_path: Path) -> None:
    target = tmp_path / "bản sao.sqlite3"
    snapshot(data.connection, target)
    copy = sqlite3.connect(target)
    assert content(copy_rows(copy)) == content(data.connection)
    copy.close()
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [target.name]


def copy_rows(copy: sqlite3.Connection) -> sqlite3.Connection:
    copy.row_factory = sqlite3.Row
    return copy


def test_a_copy_replaces_an_older_one(data: DataFile, tmp_path: Path) -> None:
    target = tmp_path / "a.sqlite3"
    target.write_bytes(b"old")
    snapshot(data.connection, target)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_a_copy_under_a_running_operation_holds_only_what_was_saved(data: DataFile, tmp_path: Path) -> None:
    reader = data.reader()
    data.connection.execute("BEGIN IMMEDIATE")
    data.connection.execute("DELETE FROM journal_change")
    snapshot(reader, tmp_path / "a.sqlite3")
    data.connection.execute("ROLLBACK")
    reader.close()
    copy = sqlite3.connect(tmp_path / "a.sqlite3")
    assert copy.execute("SELECT count(*) FROM journal_change").fetchone()[0] == 300
    copy.close()


def test_a_damaged_source_is_named_and_the_last_copy_stays(data_folder: Path, data: DataFile, tmp_path: Path) -> None:
    target = tmp_path / "a.sqlite3"
    target.write_bytes(b"the last good one")
    data.close()
    path = data_folder / FILE
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
    hurt = sqlite3.connect(path)
    with pytest.raises(Damaged) as refusal:
        snapshot(hurt, target)
    hurt.close()
    assert refusal.value.path == path
    assert target.read_bytes() == b"the last good one"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.sqlite3"]


def test_a_copy_without_room_leaves_the_last_one(data: DataFile, tmp_path: Path) -> None:
    target = tmp_path / "không có thư mục" / "a.sqlite3"
    with pytest.raises(sqlite3.OperationalError):
        snapshot(data.connection, target)


def test_verify_names_orphans(data: DataFile) -> None:
    data.connection.execute("PRAGMA foreign_keys=OFF")
    operator(data.connection)(
        lambda db: db.execute(
            "INSERT INTO criterion (uid, framework_id, number, title, position) VALUES ('c', 99, 1, 'Mồ côi', 1)"
        )
    )
    with pytest.raises(Damaged, match="criterion"):
        verify(data.connection, data.path)


def test_every_flipped_byte_of_a_copy_is_seen(data_folder: Path) -> None:
    data = open_data(data_folder, "x", create=True)
    copy = data_folder / "copy.sqlite3"
    with one_look(data.connection):
        snapshot(data.connection, copy)
        assert same_pages(data.connection, copy)
        whole = copy.read_bytes()
        counters = {*range(24, 28), *range(40, 44), *range(92, 100)}
        for at in {*range(100), *range(100, len(whole), len(whole) // 200)} - counters:
            copy.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            assert not same_pages(data.connection, copy), at
        copy.write_bytes(whole[:-4096])
        assert not same_pages(data.connection, copy)
    data.close()
