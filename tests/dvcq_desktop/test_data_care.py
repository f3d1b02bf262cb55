"""The data folder looked after: full disks, clocks that run behind, checks in sentences, rescue, the technician's bundle."""

from __future__ import annotations

import errno
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from db import ballast, seal
from db.check import whole_check
from db.connection import Connection, column_names, connect, table_names, transaction
from db.errors import ChangedOutside, Damaged, DiskFull
from db.opening import FILE
from dvcq_desktop import cycles, data_care, demo, rescue
from dvcq_desktop.backup.copies import copies_here
from dvcq_desktop.backup.generations import LOCAL
from dvcq_desktop.commands import run
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.support import make_bundle
from tests.db.sample_dump import load
from tests.support import content

WHO = "Lê Thị Hoa"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office, closed."""
    folder = tmp_path_factory.mktemp("mẫu") / "du-lieu"
    office = open_office(folder, WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    office.close()
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "du-lieu"))


def flip(path: Path, at: int = 200_000) -> None:
    whole = bytearray(path.read_bytes())
    whole[at] ^= 4
    path.write_bytes(whole)


def writable(office: Office) -> None:
    """Ready for a write past the journal: a connection that only looked refuses it."""
    with transaction(office.db):
        pass


# --- room


def test_the_reserve_is_taken_only_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=ballast.LOW + ballast.SIZE - 1))
    assert not ballast.make(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert data_care.room_notice(tmp_path) == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=ballast.LOW - 1))
    assert "199 MB" in data_care.room_notice(tmp_path)
    monkeypatch.undo()
    assert ballast.make(tmp_path)
    assert (tmp_path / ballast.FILE).stat().st_size == 20 << 20
    assert ballast.release(tmp_path) == 20 << 20
    assert ballast.release(tmp_path) == 0


@pytest.mark.parametrize("how", ["sqlite", "file"])
def test_a_full_disk_gives_the_reserve_free_once_and_says_so(folder: Path, how: str) -> None:
    office = open_office(folder, WHO)
    ballast.make(folder)

    def fills(db: Connection) -> None:
        cycles.open_year(db, 2031)
        if how == "file":
            raise OSError(errno.ENOSPC, "No space left on device")
        db.execute(f"PRAGMA max_page_count={db.execute('PRAGMA page_count').fetchone()[0]}")
        db.execute("INSERT INTO setting (uid, name, value) VALUES ('x', 'x', ?)", ("x" * 90_000,))

    before = content(office.db)
    with pytest.raises(DiskFull) as refusal:
        office.run("Thử", fills)
    assert refusal.value.detail == "20"
    assert not (folder / ballast.FILE).exists()
    assert content(office.db) == before
    with pytest.raises((OSError, sqlite3.OperationalError)):  # the second time there is nothing to give
        office.run("Thử", fills)
    office.db.execute("PRAGMA max_page_count=1000000")
    office.run("Mở năm", cycles.open_year, 2031)
    office.close()


# --- clock


def test_a_clock_behind_the_last_entry_is_told_and_changes_nothing(folder: Path) -> None:
    office = open_office(folder, WHO)
    now = datetime.now().astimezone()
    assert data_care.clock_notice(office.db, now) == ""
    for back in (timedelta(days=1), now - datetime(1970, 1, 2).astimezone()):
        assert "chỉnh lại đồng hồ" in data_care.clock_notice(office.db, now - back)
    assert data_care.clock_notice(office.db, datetime(2036, 2, 8).astimezone()) == ""
    writable(office)
    office.db.execute("UPDATE journal_operation SET at = '2036-02-07T06:28:16.000+00:00' WHERE id = 1")
    assert "2036" in data_care.clock_notice(office.db, now)
    office.run("Mở năm", cycles.open_year, 2031)  # order and undo go by number
    assert office.undo() == "Mở năm"
    assert whole_check(office.db).whole
    office.close()


# --- checks in sentences


def test_a_whole_check_names_table_row_and_column(folder: Path) -> None:
    office = open_office(folder, WHO)
    told: list[str] = []
    report = data_care.check_data(office.db, lambda _done, _of, what: told.append(what))
    assert data_care.findings(report) == []
    assert "toàn vẹn" in data_care.summary(report)
    assert any("nhiệm vụ" in line for line in told)
    assert data_care.first_actions(office) == ()
    writable(office)
    office.db.execute("UPDATE temp.journal_state SET recording = 0")
    office.db.execute("UPDATE task SET text = 'khác' WHERE id = 3")
    report = data_care.check_data(office.db)
    assert "Nhiệm vụ, dòng 3: “Nội dung nhiệm vụ” khác với nhật ký" in data_care.findings(report)
    assert any("chỉ mục" in line.lower() for line in data_care.findings(report))
    office.take_report(report)
    (action,) = data_care.first_actions(office)
    assert action.page == data_care.CHECK
    assert not office.known_whole
    office.close()
    assert not seal.holds(folder / FILE), "a file found damaged is not vouched for"


def test_the_search_index_is_made_anew(folder: Path) -> None:
    office = open_office(folder, WHO)
    writable(office)
    office.db.execute("DELETE FROM search WHERE rowid % 3 = 0")
    assert data_care.check_data(office.db).search
    office.run("Dựng lại chỉ mục tìm kiếm", data_care.make_search_anew)
    assert data_care.check_data(office.db).search == ()
    office.close()


def test_every_table_has_the_offices_name(folder: Path) -> None:
    office = open_office(folder, WHO)
    assert [table for table in table_names(office.db) if table not in data_care.TITLES] == []
    office.close()


# --- ways back


def test_a_good_file_put_there_by_hand_is_opened_after_a_check(folder: Path, tmp_path: Path) -> None:
    office = open_office(folder, WHO)
    backup = sqlite3.connect(tmp_path / "bản sao")
    office.db.backup(backup)
    backup.close()
    office.run("Mở năm", cycles.open_year, 2031)
    office.close()
    shutil.copyfile(tmp_path / "bản sao", folder / FILE)
    with pytest.raises(ChangedOutside):
        open_office(folder, WHO)
    rescue.accept_changed(folder, WHO)
    office = open_office(folder, WHO)
    assert cycles.find_cycle(office.db, 2031) is None
    office.close()


def test_a_flipped_row_is_not_accepted(folder: Path) -> None:
    whole = (folder / FILE).read_bytes()
    at = whole.rindex("tuyên truyền".encode(), 0, len(whole))
    flip(folder / FILE, at)
    with pytest.raises(Damaged):
        rescue.accept_changed(folder, WHO)
    with pytest.raises(ChangedOutside):
        open_office(folder, WHO)
    assert not list(folder.glob(".dvcq-kiem-tra*"))


def test_salvaging_in_place_keeps_the_damaged_file_and_works_on(folder: Path) -> None:
    before = open_office(folder, WHO)
    rows = content(before.db)
    before.close()
    flip(folder / FILE)
    damaged = (folder / FILE).read_bytes()
    report = rescue.salvage_in_place(folder, WHO)
    assert rescue.salvage_sentences(report)[0].startswith("Đọc được")
    assert (folder / FILE).read_bytes() == damaged
    aside = rescue.use_salvaged(folder, WHO)
    assert aside.read_bytes() == damaged
    office = open_office(folder, WHO)
    assert content(office.db) == rows
    office.close()


def test_salvage_on_the_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flip(folder / FILE)
    assert run(["salvage", "--data", str(folder), "--out", str(tmp_path / "cứu"), "--json"]) in (0, 1)
    said = capsys.readouterr()
    assert json.loads(said.out)["tables"]["task"]["read"] == 18
    assert "Tệp hỏng còn nguyên" in said.err
    assert run(["today", "--data", str(tmp_path / "cứu")]) == 0
    assert run(["salvage", "--data", str(folder), "--out", str(tmp_path / "cứu")]) == 2
    assert run(["salvage", "--data", str(tmp_path / "không có"), "--out", str(tmp_path / "x")]) == 2


def test_an_office_on_a_stick_is_moved_whole(folder: Path, tmp_path: Path) -> None:
    (folder / "minh-chung" / "ab").mkdir(parents=True)
    (folder / "minh-chung" / "ab" / "tệp").write_bytes(b"x" * 70_000)
    before = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    target = tmp_path / "ổ máy"
    rescue.move_office(folder, target, WHO)
    after = {p.relative_to(target): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    del before[Path("dvcq.lock")]
    assert after == before
    open_office(target, WHO).close()
    with pytest.raises(RuleBroken, match="không trống"):
        rescue.move_office(folder, target, WHO)
    with pytest.raises(RuleBroken, match="nằm ngoài"):
        rescue.move_office(folder, folder / "bên trong", WHO)


def test_a_move_that_was_broken_off_is_no_office(folder: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def told(done: int, of: int, _sentence: str) -> None:
        if done == of - 1:
            raise Stop

    with pytest.raises(Stop):
        rescue.move_office(folder, tmp_path / "dở", WHO, told)
    assert not (tmp_path / "dở" / FILE).exists()


# --- the technician's bundle


def texts_of(db: Connection) -> set[str]:
    """Every text of the office that is more than a word of the program."""
    found: set[str] = set()
    for table in table_names(db):
        names = [name for name in column_names(db, table) if name not in ("id", "uid")]
        for row in db.execute(f"SELECT {', '.join(names)} FROM {table}"):
            found.update(line.strip() for value in row if isinstance(value, str) for line in value.splitlines())
    return {text for text in found if len(text) > 4 and (" " in text or not text.isascii())}


def test_no_text_of_the_office_is_in_the_bundle(folder: Path) -> None:
    office = open_office(folder, WHO)
    texts = texts_of(office.db)
    assert len(texts) > 200
    logs = folder / "nhat-ky"
    logs.mkdir()
    sample = sorted(texts, key=len)[:: len(texts) // 40]
    log = "\n".join(["KeyError: x", f"File {Path.home()}/a.py", *(f"{n}: {text}!" for n, text in enumerate(sample))])
    (logs / "loi.log").write_text(log, encoding="utf-8")
    writable(office)
    office.db.execute("UPDATE temp.journal_state SET recording = 0")
    office.db.execute("UPDATE task SET text = 'việc bí mật' WHERE id = 3")
    bundle = zipfile.ZipFile(BytesIO(make_bundle(folder, office.db)))
    parts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(parts) == {"thong-tin.json", "nhat-ky/loi.log"}
    inside = "\n".join([*parts, *parts.values()])
    for text in {*texts, "việc bí mật", str(folder), str(Path.home()), WHO}:
        assert text not in inside
        assert json.dumps(text)[1:-1] not in inside
    facts = json.loads(parts["thong-tin.json"])
    assert facts["data"]["pragmas"]["journal_mode"] == "truncate"
    assert facts["check"]["counts"]["task"] == 18
    assert facts["check"]["rows"] == [{"table": "task", "row_id": 3, "kind": "changed", "column": "text"}]
    assert "KeyError: x" in parts["nhat-ky/loi.log"]
    office.close()


def test_no_value_of_any_column_is_in_the_bundle_but_words_of_the_program(folder: Path) -> None:
    office = open_office(folder, WHO)
    logs = folder / "nhat-ky"
    logs.mkdir(exist_ok=True)
    fall = f'Fatal Python error: Aborted\n  File "{Path.home()}/dvcq/ui/desk.py", line 12 in run\n'
    (logs / "sap.txt").write_text(fall, encoding="utf-8")
    values: set[str] = set()
    names: set[str] = set()
    for table in table_names(office.db):
        names |= {table, *column_names(office.db, table)}
        for row in office.db.execute(f"SELECT * FROM {table}"):
            values |= {line.strip() for value in row if isinstance(value, str) for line in value.splitlines()}
    bundle = zipfile.ZipFile(BytesIO(make_bundle(folder, office.db)))
    inside = "\n".join([*bundle.namelist(), *(bundle.read(name).decode() for name in bundle.namelist())])
    assert "ui/desk.py" in inside
    assert str(Path.home()) not in inside
    texts = {value for value in values if len(value) > 4}
    assert len(texts) > 900
    found = {text for text in texts if re.search(rf"(?<![a-z]){re.escape(text)}(?![a-z])", inside)}
    assert found <= names, "a table is called as a kind of day off is"
    office.close()


def test_after_an_upgrade_the_disk_is_not_believed_before_a_whole_check(tmp_path: Path) -> None:
    for damaged in (False, True):
        old = load(2, tmp_path / f"cũ-{damaged}")
        office = open_office(old, WHO)
        assert office.wants_check
        assert office.doubted
        if damaged:  # as a disk that wrote another thing than it was told, seen by who reads it from there
            whole = (old / FILE).read_bytes()
            words = office.db.execute("SELECT text FROM item ORDER BY length(text) DESC LIMIT 1").fetchone()[0].encode()
            damage = (
                "import sys\nwith open(sys.argv[1], 'r+b') as file:\n file.seek(int(sys.argv[2]))\n file.write(b'#')"
            )
            subprocess.run([sys.executable, "-c", damage, str(old / FILE), str(whole.index(words) + 3)], check=True)
        reader = office.reader()
        office.take_report(data_care.check_data(reader))
        reader.close()
        assert office.doubted is damaged
        office.close()
        assert seal.holds(old / FILE) is not damaged, "only what was found whole is vouched for"


def test_a_copy_of_doubtful_data_says_so_and_the_last_whole_one_stays(folder: Path) -> None:
    office = open_office(folder, WHO)
    office.run("Mở năm", cycles.open_year, 2031)
    office.close()
    good = max(one.serial for one in copies_here(folder))
    for number in range(LOCAL + 3):
        db = connect(folder / FILE)
        db.execute("UPDATE task SET text = ? WHERE id = 3", (f"khác {number}",))
        db.close()
        seal.seal_of(folder / FILE).unlink(missing_ok=True)
        office = open_office(folder, WHO)
        office.run("Mở năm", cycles.open_year, 2032 + number)
        office.close()
    there = {one.serial: one.generation for one in copies_here(folder) if one.generation}
    assert not there[good].doubted
    assert [serial for serial, one in there.items() if not one.doubted] == [good]
    assert len(there) == LOCAL + 1


def test_a_bundle_is_made_of_a_folder_that_cannot_be_opened(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(folder / FILE)
    out = tmp_path / "gói.zip"
    assert run(["support-bundle", "--data", str(folder), "--out", str(out)]) == 0
    facts = json.loads(zipfile.ZipFile(out).read("thong-tin.json"))
    assert facts["trouble"] == "ChangedOutside"
    assert facts["files"][FILE] > 0
    assert "Đã ghi" in capsys.readouterr().err


def test_a_reader_of_its_own_sees_the_office_whole(folder: Path) -> None:
    office: Office = open_office(folder, WHO)
    reader = office.reader()
    assert data_care.check_data(reader).whole
    reader.close()
    office.close()
    db = connect(folder / FILE)
    assert whole_check(db).whole
    db.close()
