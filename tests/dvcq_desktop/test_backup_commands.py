"""The way to the stick and back on the command line: exit codes, JSON, what is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from db import store
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.commands import run
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.office import open_office
from tests.dvcq_desktop.backup_samples import flip, make_office, rows
from tests.support import remove_tree


@pytest.fixture
def data(data_folder: Path) -> Path:
    make_office(data_folder).close()
    return data_folder


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_there_and_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick, new = tmp_path / "usb", tmp_path / "mới"
    assert run(["backup", str(stick), "--data", str(data), "--json"]) == 0
    out = capsys.readouterr()
    said = json.loads(out.out)
    assert (said["generation"], said["whole"], said["sentence"]) == (
        1,
        True,
        "Đã sao lưu, đã thử khôi phục: 3 minh chứng, khớp",
    )
    assert "cùng ổ đĩa" in out.err
    assert run(["verify", str(stick), "--data", str(data), "--all"]) == 0
    assert run(["restore", str(stick), "--data", str(new), "--dry-run"]) == 0
    assert "Nhiệm vụ: thêm" in told(capsys)
    assert not (new / "dvcq.sqlite3").exists()
    assert run(["restore", str(stick), "--data", str(new)]) == 0
    assert "Đã khôi phục Bản số 1" in told(capsys)
    assert rows(new) == rows(data)


def test_verify_on_a_pc_without_data(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick = tmp_path / "usb"
    run(["backup", str(stick), "--data", str(data)])
    nowhere = tmp_path / "không có"
    assert run(["verify", str(stick), "--data", str(nowhere)]) == 0
    assert not nowhere.exists()
    flip(next(path for path in (root_of(stick) / "kho").rglob("*") if path.is_file() and path.stat().st_size > 500))
    capsys.readouterr()
    assert run(["verify", str(stick), "--data", str(nowhere), "--json"]) == 3
    assert not json.loads(capsys.readouterr().out)["whole"]
    assert run(["verify", str(tmp_path), "--data", str(nowhere)]) == 2
    assert "chưa được nhận làm nơi sao lưu" in told(capsys)


def test_a_year_and_a_document(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick = tmp_path / "usb"
    run(["backup", str(stick), "--data", str(data)])
    before = rows(data)
    office = open_office(data, "x")
    office.run("Xóa", _spoil)
    lost = sorted(known_contents(office.db))
    store.discard(store_folder(data), lost)
    office.close()
    assert run(["restore", str(stick), "--data", str(data), "--year", "2025"]) == 0
    assert rows(data) == before
    office = open_office(data, "x")
    office.run("Xóa", _forget_one)
    office.close()
    assert run(["restore", str(stick), "--data", str(data), "--file", "Báo cáo 1.pdf"]) == 0
    assert rows(data) == before
    assert "có thể hoàn tác" in told(capsys)
    assert run(["restore", str(stick), "--data", str(data), "--year", "2019"]) == 3


def _spoil(db: object) -> None:
    db.execute("UPDATE score SET self_points = 0 WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2025)")  # type: ignore[attr-defined]


def _forget_one(db: object) -> None:
    db.execute(  # type: ignore[attr-defined]
        "DELETE FROM evidence WHERE id = (SELECT evidence_id FROM evidence_file WHERE original_name = 'Báo cáo 1.pdf')"
    )


def test_little_over_much_needs_the_word(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "trống"
    open_office(empty, "x", create=True).close()
    remove_tree(empty / "sao-luu")
    before = rows(data)
    assert run(["restore", str(empty), "--data", str(data)]) == 2
    assert "hãy gõ KHÔI PHỤC" in told(capsys)
    assert rows(data) == before
    assert run(["restore", str(empty), "--data", str(data), "--yes", "khôi phục"]) == 0


def test_evidence_alone_makes_an_office_again(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone, new = tmp_path / "chỉ minh chứng", tmp_path / "mới"
    shutil.copytree(data / "minh-chung", alone)
    run(["restore", str(alone), "--data", str(new)])
    office = open_office(new, "x")
    assert len(known_contents(office.db)) == 3
    office.close()
    assert "Đã lấy lại" in told(capsys)


def test_encrypted_there_and_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick, secret = tmp_path / "usb", tmp_path / "mk.txt"
    secret.write_text("mật khẩu sao lưu\n", encoding="utf-8-sig")  # Notepad marks its files so
    assert run(["recovery-sheet", "--data", str(data), "--out", str(tmp_path / "p.pdf")]) == 2
    assert run(["backup", str(stick), "--data", str(data), "--encrypt", "--passphrase-file", str(secret)]) == 0
    assert run(["backup", str(stick), "--data", str(data)]) == 0, "the PC's own key opens it"
    assert run(["recovery-sheet", "--data", str(data), "--out", str(tmp_path / "p.pdf")]) == 0
    assert (tmp_path / "p.pdf").stat().st_size > 5000
    new = tmp_path / "mới"
    secret.write_text("sai rồi, sai rồi", encoding="utf-8")
    assert run(["restore", str(stick), "--data", str(new), "--passphrase-file", str(secret)]) == 2
    assert "không mở được bản sao lưu mã hóa" in told(capsys)
    secret.write_text("mật khẩu sao lưu", encoding="utf-8")
    assert run(["restore", str(stick), "--data", str(new), "--passphrase-file", str(secret)]) == 0
    assert rows(new) == rows(data)
    assert run(["verify", str(stick), "--data", str(new)]) == 0, "the new PC keeps the key"
    clear = tmp_path / "không mã hóa"
    assert run(["backup", str(clear), "--data", str(data)]) == 0
    assert run(["backup", str(clear), "--data", str(data), "--encrypt"]) == 2


def test_a_backup_with_a_lost_file_is_a_finding(data: Path, tmp_path: Path) -> None:
    office = open_office(data, "x")
    store.discard(store_folder(data), sorted(known_contents(office.db))[:1])
    office.close()
    assert run(["backup", str(tmp_path / "usb"), "--data", str(data)]) == 1


def test_open_elsewhere_and_gone_media(data: Path, tmp_path: Path) -> None:
    office = open_office(data, "x")
    assert run(["backup", str(tmp_path / "usb"), "--data", str(data)]) == 4
    office.close()
    assert run(["restore", str(tmp_path / "rút rồi"), "--data", str(data)]) == 5


def test_self_check_goes_the_whole_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["self-check", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert len(steps) == 7
    assert all(step["good"] for step in steps)
