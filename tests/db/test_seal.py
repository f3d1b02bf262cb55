"""The hash kept at a clean close: every flipped byte is noticed at the next start, and nothing that was written is called damage."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db import seal
from db.connection import transaction
from db.errors import ChangedOutside, Damaged, DataTrouble, MovedAway, NewerThanProgram
from db.journal import undo
from db.opening import FILE, SCHEMA, DataFile, open_data
from db.row_check import CHANGED, MISSING, UNKNOWN, row_check
from tests.support import WHO, content, operator

KILLED = """
import os, sys
from pathlib import Path
from db.connection import transaction
from db.opening import open_data
data = open_data(Path(sys.argv[1]), "a", create=False)
if len(sys.argv) > 2:
    with transaction(data.connection):
        os.kill(os.getpid(), 9)
os.kill(os.getpid(), 9)
"""


def add(db: sqlite3.Connection, *names: str) -> None:
    for name in names:
        db.execute("INSERT INTO setting (uid, name, value) VALUES (?1, ?1, 'có')", (name,))


@pytest.fixture
def filled(data_folder: Path) -> Path:
    """A closed data folder with a few rows."""
    made = open_data(data_folder, WHO, create=True)
    operator(made.connection)(add, "một", "hai", "ba")
    made.close()
    return data_folder


def names_in(data: DataFile) -> list[str]:
    return [row["name"] for row in data.connection.execute("SELECT name FROM setting ORDER BY id")]


def test_a_clean_close_leaves_the_hash_with_its_algorithm(filled: Path) -> None:
    words = seal.seal_of(filled / FILE).read_text().split()
    assert words == ["sha256", seal.digest(filled / FILE), str((filled / FILE).stat().st_size)]


def test_every_flipped_byte_at_rest_is_noticed_at_start(filled: Path) -> None:
    whole = (filled / FILE).read_bytes()
    kept = seal.seal_of(filled / FILE).read_bytes()
    dice = random.Random(9)
    for place in [*range(100), *dice.sample(range(100, len(whole)), 250)]:
        (filled / FILE).write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :]
        )
        with pytest.raises(DataTrouble):
            open_data(filled, WHO, create=False)
        assert seal.seal_of(filled / FILE).read_bytes() == kept
    (filled / FILE).write_bytes(whole)
    open_data(filled, WHO, create=False).close()


def test_who_only_looked_left_the_file_as_it_was_closed(filled: Path) -> None:
    before = (filled / FILE).read_bytes()
    child = subprocess.run([sys.executable, "-c", KILLED, str(filled)], check=False)
    assert child.returncode != 0
    assert (filled / FILE).read_bytes() == before
    found = open_data(filled, WHO, create=False)
    assert (found.sealed, found.known_whole) == (True, True)
    found.close()


def test_nothing_is_written_before_all_is_ready_for_it(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = open_data(filled, WHO, create=False)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        add(found.connection, "bốn")

    def refuse(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(seal, "break_seal", refuse)
        with pytest.raises(OSError, match="No space"):
            operator(found.connection)(add, "bốn")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        add(found.connection, "bốn")
    operator(found.connection)(add, "bốn")
    assert seal.seal_of(filled / FILE).read_bytes() == b""
    with pytest.raises(sqlite3.IntegrityError):  # outside an operation
        add(found.connection, "năm")
    assert names_in(found) == ["một", "hai", "ba", "bốn"]
    found.close()


def test_once_the_file_is_written_nothing_vouches_for_it(filled: Path) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED, str(filled), "writing"], check=False)
    assert child.returncode != 0
    assert seal.seal_of(filled / FILE).read_bytes() == b""
    found = open_data(filled, WHO, create=False)  # checked by integrity_check instead, and then vouched for again
    assert names_in(found) == ["một", "hai", "ba"]
    assert (found.sealed, found.known_whole) == (False, True)
    found.close()
    assert seal.holds(filled / FILE)


def test_a_torn_hash_or_one_of_another_algorithm_is_no_damage(filled: Path) -> None:
    for text in (b"sha256 abc", b"sha256 abc x\n", b"blake9 00 12\n", b"\xff\xfe", b""):
        seal.seal_of(filled / FILE).write_bytes(text)
        open_data(filled, WHO, create=False).close()
        assert seal.holds(filled / FILE)


def test_a_newer_file_is_told_as_newer_and_not_as_changed(filled: Path) -> None:
    raw = sqlite3.connect(filled / FILE)
    raw.execute(f"PRAGMA user_version={SCHEMA + 1}")
    raw.close()
    with pytest.raises(NewerThanProgram):
        open_data(filled, WHO, create=False)


def test_a_journal_of_another_file_is_not_played_into_one_that_was_closed_cleanly(filled: Path) -> None:
    (filled / f"{FILE}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"x" * 4096)
    found = open_data(filled, WHO, create=False)
    assert names_in(found) == ["một", "hai", "ba"]
    found.close()
    assert (filled / f"{FILE}-journal.la-1").exists()


def test_a_large_file_is_left_to_the_check_beside_the_window(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "LARGEST", 4096)
    monkeypatch.setattr("db.opening._CHECKED_AT_START", 4096)
    seal.seal_of(filled / FILE).write_bytes(b"")
    found = open_data(filled, WHO, create=False)
    assert not found.known_whole
    found.close()
    assert seal.seal_of(filled / FILE).read_bytes() == b"", "a file nobody proved is not vouched for"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move a file that is open")
@pytest.mark.parametrize("how", ["moved", "deleted", "replaced", "folder gone", "folder a file"])
def test_a_file_that_is_no_longer_there_is_not_written(filled: Path, tmp_path: Path, how: str) -> None:
    found = open_data(filled, WHO, create=False)
    path, aside = filled / FILE, tmp_path / "nơi khác"
    if how.startswith("folder"):
        filled.rename(aside)
        if how == "folder a file":
            filled.write_bytes(b"x")
    elif how == "deleted":
        path.unlink()
    else:
        path.rename(aside)
    if how == "replaced":
        path.write_bytes(b"of somebody else")
    with pytest.raises(MovedAway):
        operator(found.connection)(add, "bốn")
    with pytest.raises(MovedAway):
        undo(found.connection, WHO)
    with pytest.raises(MovedAway):
        found.reader()
    if how == "moved":  # brought back: work goes on
        aside.rename(path)
        operator(found.connection)(add, "bốn")
        assert names_in(found)[-1] == "bốn"
    found.close()
    if how == "replaced":
        assert path.read_bytes() == b"of somebody else"
        with pytest.raises(DataTrouble):  # nothing vouches for it
            open_data(filled, WHO, create=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move a file that is open")
def test_a_file_replaced_during_an_operation_is_not_acknowledged(filled: Path, tmp_path: Path) -> None:
    found = open_data(filled, WHO, create=False)

    def lose(db: sqlite3.Connection) -> None:
        add(db, "bốn")
        (filled / FILE).rename(tmp_path / "đi")

    with pytest.raises(MovedAway):
        operator(found.connection)(lose)
    (tmp_path / "đi").rename(filled / FILE)
    assert names_in(found) == ["một", "hai", "ba"]
    found.close()


# --- rows against the journal


@pytest.mark.parametrize(
    ("damage", "kind", "column"),
    [
        ("UPDATE setting SET value = 'cọ' WHERE id = 2", CHANGED, "value"),
        ("DELETE FROM setting WHERE id = 2", MISSING, ""),
        ("INSERT INTO setting (id, uid, name, value) VALUES (99, 'x', 'x', 'x')", UNKNOWN, ""),
    ],
)
def test_a_row_that_is_not_as_it_was_entered_is_named(filled: Path, damage: str, kind: str, column: str) -> None:
    found = open_data(filled, WHO, create=False)
    db = found.connection
    with transaction(db):
        db.execute("UPDATE temp.journal_state SET recording = 0")  # as a disk would that lies: nobody recorded it
        db.execute(damage)
    (difference,) = row_check(db)
    assert (difference.table, difference.kind, difference.column) == ("setting", kind, column)
    assert difference.row_id in (2, 99)
    found.close()


def test_undone_redone_dropped_and_joined_operations_are_no_difference(filled: Path) -> None:
    from db.journal import operation, redo

    found = open_data(filled, WHO, create=False)
    db = found.connection
    operate = operator(db)

    def say(db: sqlite3.Connection, word: str, number: int = 1) -> None:
        db.execute("UPDATE setting SET value = ? WHERE id = ?", (word, number))

    dice = random.Random(4)
    for step in range(300):
        what = dice.randrange(6)
        if what == 0:
            undo(db, WHO)
        elif what == 1:
            redo(db, WHO)
        elif what == 2:
            with operation(db, "Gõ", WHO, merge="k"):
                say(db, f"{step}", dice.randrange(1, 9))
        elif what == 3:
            operate(add, f"thêm {step}")
        elif what == 4:
            operate(lambda db: db.execute("DELETE FROM setting WHERE id = ?", (dice.randrange(1, 40),)))
        else:
            operate(say, f"{step}", dice.randrange(1, 40))
        if step % 50 == 0:
            assert row_check(db) == [], step
    assert row_check(db) == []
    found.close()


def test_a_changed_entry_of_the_past_is_noticed(filled: Path) -> None:
    found = open_data(filled, WHO, create=False)
    db = found.connection
    operator(db)(lambda db: db.execute("UPDATE setting SET value = 'khác' WHERE id = 1"))
    db.execute("UPDATE journal_change SET after = replace(after, 'có', 'cọ') WHERE row_id = 1 AND before IS NULL")
    (difference,) = row_check(db)
    assert (difference.table, difference.row_id, difference.kind) == ("setting", 1, "history")
    found.close()


def test_a_flip_in_a_file_nobody_vouched_for_never_passes_as_the_offices_data(filled: Path) -> None:
    """What the disk did while the program was at work: no hash helps, so form and rows must notice every changed value."""
    from db.check import whole_check
    from db.connection import connect

    path = filled / FILE
    whole = path.read_bytes()
    db = connect(path)
    before = content(db)
    db.close()
    dice, noticed = random.Random(3), 0
    marks = [at for word in ("có".encode(), b"ba") for at in range(len(whole)) if whole.startswith(word, at)]
    for place in [*marks, *dice.sample(range(100, len(whole)), 60)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :])
        try:
            db = connect(path)
        except Damaged:
            noticed += 1
            continue
        if not whole_check(db).whole:
            noticed += 1
        else:
            assert content(db) == before, place
        db.close()
    assert noticed > 10


def test_changed_outside_is_told_as_its_own_trouble(filled: Path) -> None:
    with (filled / FILE).open("ab") as handle:
        handle.write(b"x")
    with pytest.raises(ChangedOutside):
        open_data(filled, WHO, create=False)
