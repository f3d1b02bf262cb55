"""A damaged file: all that can be read comes into a new, sound one; the damaged one is not touched."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from db import journal
from db.check import whole_check
from db.connection import column_names, connect, table_names
from db.errors import Damaged, UndoBlocked
from db.opening import FILE, SCHEMA, open_data
from db.salvage import salvage
from db.shape import kept_shape, shape_file, shape_of
from dvcq_desktop import demo
from dvcq_desktop.rescue import salvage_sentences
from tests.db.sample_dump import load
from tests.support import WHO, content, operator


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office, closed."""
    folder = tmp_path_factory.mktemp("mẫu") / "du-lieu"
    data = open_data(folder, WHO, create=True)
    operator(data.connection)(demo.fill_demo)
    data.close()
    return folder


def in_file(path: Path) -> dict[str, list[tuple[object, ...]]]:
    db = connect(path)
    found = content(db)
    db.close()
    return found


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, 1 is the first of the file."""
    raw = sqlite3.connect(path)
    root = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    raw.close()
    whole = path.read_bytes()
    waiting, leaves = [root], []
    while waiting:
        number = waiting.pop()
        page = whole[(number - 1) * 4096 : number * 4096]
        if page[0] == 13:
            leaves.append(number)
        elif page[0] == 5:
            count = int.from_bytes(page[3:5], "big")
            cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(count)]
            waiting += [int.from_bytes(page[cell : cell + 4], "big") for cell in cells]
            waiting.append(int.from_bytes(page[8:12], "big"))
    return sorted(leaves)


def damaged_copy(source: Path, target: Path, pages: list[int], dice: random.Random) -> bytes:
    whole = bytearray((source / FILE).read_bytes())
    for number in pages:
        whole[(number - 1) * 4096 : number * 4096] = dice.choice([bytes(4096), dice.randbytes(4096)])
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(whole)
    return bytes(whole)


def sound(path: Path) -> None:
    """The salvaged file opens as any other, is whole, takes new work and says that nothing older is undone."""
    data = open_data(path.parent, WHO, create=False)
    report = whole_check(data.connection)
    assert report.whole, report
    assert report.search == ()
    with contextlib.suppress(UndoBlocked):
        assert journal.undo(data.connection, WHO) is None
    operator(data.connection)(
        lambda db: db.execute("INSERT INTO setting (uid, name, value) VALUES ('neu', 'neu', 'neu')")
    )
    journal.undo(data.connection, WHO)
    data.close()


def test_a_sound_file_comes_through_whole(office: Path, tmp_path: Path) -> None:
    target = tmp_path / FILE
    report = salvage(office / FILE, target)
    assert all(table.sound for table in report.tables.values()), report
    assert report.cut == []
    assert report.doubtful == []
    assert in_file(target) == in_file(office / FILE)
    sound(target)


def test_a_letter_that_became_another_is_named(office: Path, tmp_path: Path) -> None:
    hurt = tmp_path / "hỏng.sqlite3"
    whole = bytearray((office / FILE).read_bytes())
    page = next(
        n for n in pages_of(office / FILE, "section") if "Kinh phí".encode() in whole[(n - 1) * 4096 : n * 4096]
    )
    whole[whole.index("Kinh phí".encode(), (page - 1) * 4096)] ^= 1
    hurt.write_bytes(whole)
    report = salvage(hurt, tmp_path / FILE)
    (named,) = report.doubtful
    assert (named.table, named.column) == ("section", "heading")
    assert any("khác với nhật ký" in line and f"dòng {named.row_id}" in line for line in salvage_sentences(report))
    sound(tmp_path / FILE)


@pytest.mark.parametrize("table", ["task", "item", "assignment", "section", "journal_change"])
def test_a_table_that_lost_pages_gets_its_rows_from_the_journal_or_reads_around(
    office: Path, tmp_path: Path, table: str
) -> None:
    dice = random.Random(table)
    leaves = pages_of(office / FILE, table)
    hurt = dice.sample(leaves, max(1, len(leaves) // 2))
    before = damaged_copy(office, tmp_path / "hỏng.sqlite3", hurt, dice)
    (tmp_path / "cứu").mkdir()
    report = salvage(tmp_path / "hỏng.sqlite3", tmp_path / "cứu" / FILE)
    assert (tmp_path / "hỏng.sqlite3").read_bytes() == before
    assert not report.tables[table].sound
    assert report.tables[table].damaged_places > 0
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE), "every row was in the table or in the journal"
    sound(tmp_path / "cứu" / FILE)


def test_both_copies_of_a_row_gone_is_lost_and_what_referred_to_it_is_cut(office: Path, tmp_path: Path) -> None:
    dice = random.Random(1)
    hurt = [*pages_of(office / FILE, "task"), *pages_of(office / FILE, "journal_change")]
    damaged_copy(office, tmp_path / "hỏng.sqlite3", hurt, dice)
    (tmp_path / "cứu").mkdir()
    report = salvage(tmp_path / "hỏng.sqlite3", tmp_path / "cứu" / FILE)
    before, after = in_file(office / FILE), in_file(tmp_path / "cứu" / FILE)
    assert after["task"] == []
    assert after["unit"] == before["unit"]
    assert {table for table, _row, parent in report.cut if parent == "task"} >= {"assignment", "task_item"}
    sound(tmp_path / "cứu" / FILE)


def test_a_header_of_zeros_is_mended(office: Path, tmp_path: Path) -> None:
    whole = (office / FILE).read_bytes()
    (tmp_path / "hỏng.sqlite3").write_bytes(bytes(100) + whole[100:])
    (tmp_path / "cứu").mkdir()
    salvage(tmp_path / "hỏng.sqlite3", tmp_path / "cứu" / FILE)
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE)


def test_an_older_file_is_salvaged_and_upgraded(tmp_path: Path) -> None:
    old = load(2, tmp_path / "cũ")
    (tmp_path / "cứu").mkdir()
    report = salvage(old / FILE, tmp_path / "cứu" / FILE)
    assert report.lost == 0
    raw = sqlite3.connect(old / FILE)
    raw.row_factory = sqlite3.Row
    db = connect(tmp_path / "cứu" / FILE)
    assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    for table in table_names(raw):
        names = ", ".join(column_names(raw, table))
        query = f"SELECT {names} FROM {table} ORDER BY id"
        assert [tuple(r) for r in db.execute(query)] == [tuple(r) for r in raw.execute(query)], table
    raw.close()
    db.close()
    sound(tmp_path / "cứu" / FILE)


@pytest.mark.parametrize("pages", [3, 10, 40, 150])
def test_whatever_is_hurt_ends_in_a_sound_file_or_a_refusal(office: Path, tmp_path: Path, pages: int) -> None:
    dice = random.Random(pages)
    most = (office / FILE).stat().st_size // 4096
    outcomes = set()
    for number in range(6):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        before = damaged_copy(office, folder / "hỏng.sqlite3", dice.sample(range(1, most + 1), pages), dice)
        try:
            salvage(folder / "hỏng.sqlite3", folder / FILE)
        except Damaged:
            outcomes.add("refused")
            assert not (folder / FILE).exists()
        else:
            outcomes.add("salvaged")
            sound(folder / FILE)
        assert (folder / "hỏng.sqlite3").read_bytes() == before
        assert {path.name for path in folder.iterdir()} <= {
            "hỏng.sqlite3",
            FILE,
            "dvcq.lock",
            f"{FILE}-journal",
            f"{FILE}.sha256",
            f"{FILE}.khung",
        }
    assert outcomes


@pytest.mark.parametrize("content_of", [b"", b"x" * 5000, bytes(20000)])
def test_what_is_no_data_file_is_refused(tmp_path: Path, content_of: bytes) -> None:
    (tmp_path / "tệp").write_bytes(content_of)
    with pytest.raises(Damaged):
        salvage(tmp_path / "tệp", tmp_path / FILE)
    assert [path.name for path in tmp_path.iterdir()] == ["tệp"]


def test_a_file_that_is_there_is_never_written_over(office: Path, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    with pytest.raises(FileExistsError):
        salvage(office / FILE, tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == b"x"


def hurt_head(office: Path, folder: Path, length: int, *, card: bool) -> Path:
    """The office with its first bytes gone, and the list of tables that was kept beside it."""
    damaged = folder / "hỏng.sqlite3"
    damaged.write_bytes(bytes(length) + (office / FILE).read_bytes()[length:])
    if card:
        shutil.copy(shape_file(office / FILE), shape_file(damaged))
    return damaged


@pytest.mark.parametrize("length", [100, 4096, 65536, 131072])
def test_a_file_without_its_list_of_tables_is_read_by_the_card_beside_it(
    office: Path, tmp_path: Path, length: int
) -> None:
    damaged = hurt_head(office, tmp_path, length, card=True)
    (tmp_path / "cứu").mkdir()
    report = salvage(damaged, tmp_path / "cứu" / FILE)
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE)
    assert report.cut == []
    sound(tmp_path / "cứu" / FILE)


def test_without_a_card_the_steps_that_made_the_file_say_where_its_tables_are(office: Path, tmp_path: Path) -> None:
    damaged = hurt_head(office, tmp_path, 4096, card=False)
    (tmp_path / "cứu").mkdir()
    salvage(damaged, tmp_path / "cứu" / FILE)
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE)


def test_a_damaged_card_is_no_card(office: Path, tmp_path: Path) -> None:
    damaged = hurt_head(office, tmp_path, 4096, card=True)
    card = bytearray(shape_file(damaged).read_bytes())
    card[-200] ^= 1
    shape_file(damaged).write_bytes(card)
    assert kept_shape(damaged) is None
    assert kept_shape(office / FILE) is not None
    (tmp_path / "cứu").mkdir()
    salvage(damaged, tmp_path / "cứu" / FILE)
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE)


def test_the_card_is_brought_up_to_date_by_an_upgrade(tmp_path: Path) -> None:
    old = load(2, tmp_path / "cũ")
    data = open_data(old, WHO, create=False)
    operator(data.connection)(
        lambda db: db.execute("INSERT INTO setting (uid, name, value) VALUES ('neu', 'neu', 'neu')")
    )
    kept = kept_shape(data.path)
    assert kept == shape_of(data.connection)
    assert kept is not None
    assert kept.version == SCHEMA
    rows = content(data.connection)
    data.close()
    whole = (old / FILE).read_bytes()
    (old / FILE).write_bytes(bytes(4096) + whole[4096:])
    (tmp_path / "cứu").mkdir()
    salvage(old / FILE, tmp_path / "cứu" / FILE)
    assert in_file(tmp_path / "cứu" / FILE) == rows, "an upgraded file has its tables elsewhere than a new one"


def test_entries_on_pages_that_nothing_leads_to_are_found(office: Path, tmp_path: Path) -> None:
    """The pages that lead to the journal's entries and the office's operations are gone, and half of all tasks."""
    raw = sqlite3.connect(office / FILE)
    roots = dict(raw.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").fetchall())
    raw.close()
    hurt = [roots["journal_change"], roots["journal_operation"], *pages_of(office / FILE, "task")]
    damaged_copy(office, tmp_path / "hỏng.sqlite3", hurt, random.Random(3))
    (tmp_path / "cứu").mkdir()
    report = salvage(tmp_path / "hỏng.sqlite3", tmp_path / "cứu" / FILE)
    assert report.tables["task"].from_journal == len(in_file(office / FILE)["task"])
    assert in_file(tmp_path / "cứu" / FILE) == in_file(office / FILE)
    sound(tmp_path / "cứu" / FILE)
