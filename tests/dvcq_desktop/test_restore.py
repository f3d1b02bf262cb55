"""The way back: whole, one year, one document, from a stick, a folder, a file and the PC's own copies."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import store
from db.errors import NotOurs, OpenElsewhere
from db.opening import FILE, SCHEMA
from dvcq_desktop import troubles
from dvcq_desktop.backup.bring_in import bring_in, fetch_document, fetch_year
from dvcq_desktop.backup.compare import compare
from dvcq_desktop.backup.copies import copies_here, look
from dvcq_desktop.backup.healing import heal_evidence
from dvcq_desktop.backup.layout import FromNewerProgram, root_of
from dvcq_desktop.backup.local import copy_here
from dvcq_desktop.backup.restore import NeedsWord, keep_present, restore_whole
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.office import Office, open_office
from tests.dvcq_desktop.backup_samples import YEAR, add_document, content_path, flip, make_office, rows, save
from tests.support import WHO, content, remove_tree


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "USB"


@pytest.fixture
def office(data_folder: Path) -> Iterator[Office]:
    made = make_office(data_folder)
    yield made
    made.close()


def contents(folder: Path) -> dict[str, int]:
    return dict(store.listing(store_folder(folder)))


def scribble(office: Office) -> None:
    """Change some, remove some, add some."""
    office.run("Sửa", _scribble)


def _scribble(db: sqlite3.Connection) -> None:
    db.execute("UPDATE task SET text = text || ' (sửa)' WHERE id % 2")
    db.execute("DELETE FROM evidence WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2025) AND id % 2")
    db.execute(
        "DELETE FROM task_item WHERE task_id IN (SELECT id FROM task WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2025))"
    )
    db.execute("UPDATE score SET self_points = 0 WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2025)")


def test_a_damaged_file_that_can_be_counted_is_not_replaced_by_little_unasked(office: Office) -> None:
    office.close()
    with sqlite3.connect(office.folder / FILE) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("UPDATE task SET cycle_id = 999999 WHERE id = (SELECT min(id) FROM task)")
    db.close()
    where, counts = keep_present(office.folder)
    assert where.startswith("hong-"), "no sound copy can be made of it"
    assert counts["task"] > 0, "what it held is still known, so that the word is asked for"


def test_everything_comes_back_on_a_new_pc(office: Office, stick: Path, tmp_path: Path) -> None:
    save(office, stick)
    before, files = content(office.db), contents(office.folder)
    new = tmp_path / "máy mới" / "dữ liệu"
    done = restore_whole(new, look(stick).copy())
    assert rows(new) == before
    assert contents(new) == files
    assert (done.evidence, done.missing, done.kept_as) == (len(files), (), "")
    assert done.sentence.startswith("Đã khôi phục Bản số 1, ")
    opened = open_office(new, WHO)
    assert opened.known_whole
    assert save(opened, stick).generation.serial == 2, "the stick is the new PC's as well"
    opened.close()


def test_the_state_before_is_kept_and_can_be_had_back(data_folder: Path, stick: Path) -> None:
    office = make_office(data_folder)
    save(office, stick)
    saved = content(office.db)
    scribble(office)
    changed = content(office.db)
    office.close()
    done = restore_whole(data_folder, look(stick).copy())
    assert rows(data_folder) == saved
    assert done.kept_as.endswith("trên máy")
    kept = next(
        copy for copy in copies_here(data_folder) if copy.generation and copy.generation.reason == "before-restore"
    )
    assert "trước khi khôi phục" in kept.label
    restore_whole(data_folder, kept)
    assert rows(data_folder) == changed


def test_twenty_restores_push_out_no_copy_of_a_close(data_folder: Path, stick: Path) -> None:
    office = make_office(data_folder)
    save(office, stick)
    scribble(office)
    office.close()
    for _number in range(16):
        restore_whole(data_folder, look(stick).copy())
        opened = open_office(data_folder, WHO)
        scribble(opened)
        opened.close()
    reasons = [copy.generation.reason for copy in copies_here(data_folder) if copy.generation]
    assert reasons.count("close") == 14
    assert reasons.count("before-restore") == 14


def test_a_data_file_that_is_only_rubbish_is_kept_aside(data_folder: Path, stick: Path) -> None:
    office = make_office(data_folder)
    save(office, stick)
    saved = content(office.db)
    office.close()
    rubbish = os.urandom(70_000)
    (data_folder / FILE).write_bytes(rubbish)
    (data_folder / f"{FILE}-journal").write_bytes(b"journal of the damaged file")
    done = restore_whole(data_folder, look(stick).copy())
    assert done.kept_as == "hong-001"
    assert (data_folder / "hong-001" / FILE).read_bytes() == rubbish
    assert (data_folder / "hong-001" / f"{FILE}-journal").read_bytes() == b"journal of the damaged file"
    assert rows(data_folder) == saved
    open_office(data_folder, WHO).close()


def test_much_is_replaced_by_little_only_for_a_typed_word(data_folder: Path, stick: Path, tmp_path: Path) -> None:
    small = open_office(tmp_path / "nhỏ", WHO, create=True)
    from dvcq_desktop import organisation

    small.run("Tên", organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    save(small, stick)
    small.close()
    office = make_office(data_folder)
    before = content(office.db)
    office.close()
    with pytest.raises(NeedsWord, match="Chưa có gì thay đổi") as asked:
        restore_whole(data_folder, look(stick).copy())
    assert rows(data_folder) == before
    with pytest.raises(NeedsWord):
        restore_whole(data_folder, look(stick).copy(), word="dong y")
    assert asked.value.word == "KHÔI PHỤC"
    restore_whole(data_folder, look(stick).copy(), word="khoi phuc")
    assert len(rows(data_folder)["task"]) == 0


def test_an_open_office_is_not_replaced(office: Office, stick: Path) -> None:
    save(office, stick)
    before = content(office.db)
    with pytest.raises(OpenElsewhere):
        restore_whole(office.folder, look(stick).copy())
    assert content(office.db) == before


def test_a_copy_from_a_newer_program_is_refused(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "mới" / FILE
    copy.parent.mkdir()
    other = sqlite3.connect(copy)
    office.db.backup(other)
    other.execute(f"PRAGMA user_version={SCHEMA + 1}")
    other.close()
    with pytest.raises(FromNewerProgram, match="cập nhật chương trình"):
        restore_whole(tmp_path / "đích", look(copy.parent).copy())
    assert not (tmp_path / "đích" / FILE).exists()


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a.sqlite3")
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(NotOurs):
        restore_whole(tmp_path / "đích", look(tmp_path / "a.sqlite3").copy())
    (tmp_path / "b.sqlite3").write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    with pytest.raises(InputRefused, match="Hãy chọn bản khác"):
        restore_whole(tmp_path / "đích", look(tmp_path / "b.sqlite3").copy())


def test_from_a_plain_folder_with_its_evidence(data_folder: Path, tmp_path: Path) -> None:
    office = make_office(data_folder)
    before, files = content(office.db), contents(office.folder)
    office.close()
    plain = tmp_path / "chép tay"
    shutil.copytree(data_folder, plain)
    remove_tree(plain / "sao-luu")
    found = look(plain)
    assert (found.kind, len(found.copies)) == ("folder", 1)
    restore_whole(tmp_path / "đích", found.copy())
    assert rows(tmp_path / "đích") == before
    assert contents(tmp_path / "đích") == files
    with pytest.raises(RuleBroken, match="chính là dữ liệu đang dùng"):
        restore_whole(plain, found.copy())


def test_from_a_folder_whose_data_file_was_cut_off_by_a_crash(data_folder: Path, tmp_path: Path) -> None:
    """A copy of a folder made while a transaction was under way has a journal, which belongs to it."""
    office = make_office(data_folder)
    before = content(office.db)
    torn = tmp_path / "chép khi đang chạy"
    torn.mkdir()
    office.db.execute("PRAGMA cache_size=1")
    office.db.execute("BEGIN IMMEDIATE")
    office.db.execute("UPDATE temp.journal_state SET recording = 0")
    office.db.execute("UPDATE task SET text = 'dở dang' || hex(randomblob(3000))")
    for name in (FILE, f"{FILE}-journal"):
        shutil.copyfile(data_folder / name, torn / name)
    office.db.execute("ROLLBACK")
    assert (torn / f"{FILE}-journal").stat().st_size > 0
    restore_whole(tmp_path / "đích", look(torn).copy())
    assert rows(tmp_path / "đích") == before
    office.close()


def test_nothing_to_restore_from(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="không có bản sao lưu"):
        look(tmp_path)
    with pytest.raises(Exception, match="Không còn thấy") as told:
        look(tmp_path / "không có")
    assert troubles.exit_code(told.value) == troubles.NO_ROOM


def test_the_newest_whole_generation_is_offered(office: Office, stick: Path, tmp_path: Path) -> None:
    save(office, stick)
    scribble(office)
    second = save(office, stick)
    flip(root_of(stick) / "ban" / "000002.json")
    found = look(stick)
    assert [copy.serial for copy in found.copies] == [1]
    assert "000002.json" in found.damaged[0]
    flip(root_of(stick) / "ban" / "000002.json")
    flip(content_path(stick, second.generation.data.sha256))
    with pytest.raises(InputRefused, match=r"Bản số 2.*bị hỏng.*Hãy chọn bản khác"):
        restore_whole(tmp_path / "đích", look(stick).copy())
    assert not (tmp_path / "đích" / FILE).exists()
    restore_whole(tmp_path / "đích", look(stick).copy(1))
    with pytest.raises(InputRefused, match="số 9"):
        look(stick).copy(9)


def test_evidence_that_no_one_holds_whole_is_named_and_the_rest_comes_back(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    done = save(office, stick)
    flip(content_path(stick, done.generation.evidence[0].sha256))
    back = restore_whole(tmp_path / "đích", look(stick).copy())
    assert (back.evidence, len(back.missing)) == (2, 1)
    assert "không có bản tốt cả trong bản sao lưu lẫn trên máy" in back.sentence


def test_lost_and_damaged_files_come_back_one_by_one(office: Office, stick: Path) -> None:
    save(office, stick)
    lost, damaged, _whole = sorted(known_contents(office.db))
    before = contents(office.folder)
    store.discard(store_folder(office.folder), [lost])
    flip(store.path_of(store_folder(office.folder), damaged))
    wanted = {sha256: (size, "a.pdf") for sha256, size in known_contents(office.db).items()}
    empty = stick.with_name("chưa có gì")
    empty.mkdir()
    done = heal_evidence(office.folder, wanted, [stick.with_name("đã rút"), empty, stick])
    assert (done.back, done.missing) == (known_contents(office.db).keys(), ())
    assert done.sentence.startswith("Đã lấy lại")
    assert contents(office.folder) == before
    assert store.digest(store.path_of(store_folder(office.folder), damaged)) == damaged


def test_what_would_change_is_told_first(office: Office, stick: Path) -> None:
    save(office, stick)
    reader = office.reader()
    same = compare(reader, office.folder, look(stick).copy())
    assert same.nothing
    assert same.years_here == same.years_there
    assert same.size_here >= sum(size for size in known_contents(reader).values())
    scribble(office)
    add_document(office, "sau.pdf", b"sau" * 99)
    store.discard(store_folder(office.folder), [next(iter(known_contents(office.db)))])
    found = compare(reader, office.folder, look(stick).copy())
    reader.close()
    tables = {change.table: change for change in found.tables}
    assert tables["task"].title == "Nhiệm vụ"
    assert (tables["task"].added, tables["task"].removed) == (0, 0)
    assert tables["task"].changed == office.db.execute("SELECT count(*) FROM task WHERE id % 2").fetchone()[0]
    assert tables["evidence"].removed == 1
    assert tables["task_item"].added > 0
    assert len(found.missing_here) == 1
    assert not found.needs_word
    assert found.evidence_removed == 1
    empty = compare(None, office.folder, look(stick).copy())
    assert empty.rows_here == 0
    assert {change.table for change in empty.tables} >= {"task", "score"}


def test_a_year_comes_back_as_one_step_that_can_be_undone(office: Office, stick: Path) -> None:
    save(office, stick)
    before = content(office.db)
    scribble(office)
    sha256 = add_document(office, "sau.pdf", b"sau" * 99)
    changed = content(office.db)
    fetched = fetch_year(office.folder, look(stick).copy(), YEAR)
    done = office.run(fetched.label, bring_in, fetched)
    assert content(office.db) == before
    assert done.removed >= 2
    assert "có thể hoàn tác" in done.sentence
    assert fetched.label.startswith("Khôi phục năm 2025 từ Bản số 1")
    assert office.undo() == fetched.label
    assert content(office.db) == changed
    assert sha256 in contents(office.folder), "files are never taken away"


def test_a_year_that_is_gone_wholly_comes_back(office: Office, stick: Path) -> None:
    save(office, stick)
    before = content(office.db)
    office.run("Xóa năm", _remove_year)
    assert content(office.db) != before
    fetched = fetch_year(office.folder, look(stick).copy(), YEAR)
    office.run(fetched.label, bring_in, fetched)
    assert content(office.db) == before


def _remove_year(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA defer_foreign_keys = ON")
    from dvcq_desktop.backup.year_rows import belonging, parents_first

    cycle = db.execute("SELECT id FROM cycle WHERE year = 2025").fetchone()["id"]
    found = belonging(db, "cycle", [cycle])
    for table in reversed(parents_first(db, set(found))):
        for row_id in found[table]:
            db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))


def test_a_year_brings_the_people_that_are_gone(office: Office, stick: Path) -> None:
    save(office, stick)
    name = office.db.execute(
        "SELECT u.id, u.name FROM unit u JOIN assignment a ON a.unit_id = u.id JOIN task t ON t.id = a.task_id"
        " JOIN cycle c ON c.id = t.cycle_id WHERE c.year = 2025 LIMIT 1"
    ).fetchone()
    office.run("Xóa bộ phận", _remove_unit, name["id"])
    fetched = fetch_year(office.folder, look(stick).copy(), YEAR)
    office.run(fetched.label, bring_in, fetched)
    assert office.db.execute("SELECT 1 FROM unit WHERE name = ?", (name["name"],)).fetchone()
    assert not office.db.execute("PRAGMA foreign_key_check").fetchall()


def _remove_unit(db: sqlite3.Connection, unit_id: int) -> None:
    db.execute("UPDATE cycle SET closed = 0")
    db.execute("DELETE FROM assignment WHERE unit_id = ?", (unit_id,))
    db.execute("DELETE FROM unit WHERE id = ?", (unit_id,))


def test_a_year_of_another_framework_is_refused(office: Office, stick: Path) -> None:
    save(office, stick)
    office.run("Đổi", _another_framework)
    before = content(office.db)
    fetched = fetch_year(office.folder, look(stick).copy(), YEAR)
    with pytest.raises(RuleBroken, match="thang điểm khác"):
        office.run(fetched.label, bring_in, fetched)
    assert content(office.db) == before
    with pytest.raises(InputRefused, match="không có năm 2019"):
        fetch_year(office.folder, look(stick).copy(), 2019)


def _another_framework(db: sqlite3.Connection) -> None:
    db.execute("UPDATE framework SET uid = 'khac' || id")


def test_a_closed_year_stays_closed(office: Office, stick: Path) -> None:
    save(office, stick)
    scribble(office)
    office.run("Khóa", _close)
    save(office, stick)
    fetched = fetch_year(office.folder, look(stick).copy(2), YEAR)
    office.run("Mở", _open)
    office.run("Khóa", _close)
    fetched_old = fetch_year(office.folder, look(stick).copy(2), YEAR)
    assert fetched.rows == fetched_old.rows
    assert office.run(fetched.label, bring_in, fetched).changed == 0


def _close(db: sqlite3.Connection) -> None:
    db.execute("UPDATE cycle SET closed = 1 WHERE year = 2025")


def _open(db: sqlite3.Connection) -> None:
    db.execute("UPDATE cycle SET closed = 0 WHERE year = 2025")


def test_a_document_that_was_deleted_for_good_comes_back_with_its_file(office: Office, stick: Path) -> None:
    save(office, stick)
    before = content(office.db)
    sha256 = office.db.execute("SELECT sha256 FROM evidence_file WHERE original_name = 'Báo cáo 1.pdf'").fetchone()[0]
    office.run("Xóa hẳn", _purge, "Báo cáo 1.pdf")
    store.discard(store_folder(office.folder), [sha256])
    fetched = fetch_document(office.folder, look(stick).copy(), "báo cáo 1.pdf")
    assert fetched.missing == ()
    office.run(fetched.label, bring_in, fetched)
    assert content(office.db) == before
    assert sha256 in contents(office.folder)
    with pytest.raises(InputRefused, match="không có minh chứng"):
        fetch_document(office.folder, look(stick).copy(), "H9.9.9.99")


def _purge(db: sqlite3.Connection, name: str) -> None:
    db.execute(
        "DELETE FROM evidence WHERE id = (SELECT evidence_id FROM evidence_file WHERE original_name = ?)", (name,)
    )


def test_closing_keeps_a_copy_once(data_folder: Path) -> None:
    office = make_office(data_folder)
    office.close()
    vault = Vault(data_folder / "sao-luu")
    assert vault.serials() == [1]
    for _number in range(2):
        opened = open_office(data_folder, WHO)
        assert opened.close() == ""
    assert vault.serials() == [1], "nothing changed, nothing written"
    opened = open_office(data_folder, WHO)
    scribble(opened)
    opened.undo()
    saved = content(opened.db)
    opened.close()
    assert vault.serials() == [2, 1]
    restore_whole(data_folder, copies_here(data_folder)[0])
    assert rows(data_folder) == saved


def test_a_close_without_room_still_closes_and_says_why(data_folder: Path) -> None:
    office = make_office(data_folder)
    (data_folder / "sao-luu").write_bytes(b"in the way")
    assert "sao-luu" in office.close()
    open_office(data_folder, WHO).close()


def test_the_same_numbers_after_a_restore_are_not_taken_for_the_same_data(data_folder: Path, stick: Path) -> None:
    office = make_office(data_folder)
    save(office, stick)
    scribble(office)
    office.close()
    restore_whole(data_folder, look(stick).copy())
    opened = open_office(data_folder, WHO)
    opened.run("Khác", _other)
    made = copy_here(opened.db, data_folder, "close")
    assert made is not None
    assert made.counts["task"] == opened.db.execute("SELECT count(*) FROM task").fetchone()[0]
    opened.close()


def _other(db: sqlite3.Connection) -> None:
    db.execute("UPDATE task SET product = 'khác'")
