"""The addresses SQLite is given: any letters, drives of Windows, shares."""

from __future__ import annotations

import sqlite3
from pathlib import Path, PureWindowsPath

import pytest

from db.address import address, of_path


def test_any_name_is_found(tmp_path: Path) -> None:
    path = tmp_path / "dữ liệu 100% #1?.sqlite3" if tmp_path.drive == "" else tmp_path / "dữ liệu 100% #1.sqlite3"
    sqlite3.connect(path).close()
    path.write_bytes(b"")
    db = sqlite3.connect(address(path, "rw"), uri=True)
    try:
        db.execute("CREATE TABLE a (b)")
        assert Path(db.execute("PRAGMA database_list").fetchone()[2]).samefile(path)
    finally:
        db.close()


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(address(tmp_path / "không có.sqlite3", "rw"), uri=True)
    assert not list(tmp_path.iterdir())


def test_drives_and_shares_of_windows() -> None:
    assert of_path(PureWindowsPath("C:/Văn phòng/a.sqlite3")) == "file:///C:/V%C4%83n%20ph%C3%B2ng/a.sqlite3"
    share = of_path(PureWindowsPath("//may-chu/chung/a.sqlite3"))
    assert share == "file:////may-chu/chung/a.sqlite3"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):  # not "invalid uri authority"
        sqlite3.connect(f"{share}?mode=ro", uri=True)
