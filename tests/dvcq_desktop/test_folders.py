"""Live data are refused where they would be lost, in the wizard, at every start and on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dvcq_desktop import folders
from dvcq_desktop.commands import run
from dvcq_desktop.errors import PlaceRefused
from dvcq_desktop.folders import refused_place
from dvcq_desktop.office import open_office

WHO = "Lê Thị Hoa"


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".owncloudsync.log", "ownCloud"),
        (".sync/ID", "Resilio Sync"),
    ],
)
def test_a_folder_that_a_program_copies_is_known_by_what_it_leaves_there(
    tmp_path: Path, marker: str, service: str
) -> None:
    (tmp_path / marker).parent.mkdir(exist_ok=True)
    (tmp_path / marker).write_text("", encoding="utf-8")
    assert service in (refused_place(tmp_path / "sâu" / "du-lieu") or "")


def test_syncthings_mark_is_a_folder_and_dropboxs_settings_are_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert refused_place(tmp_path / "du-lieu") is None
    (tmp_path / ".stfolder").mkdir()
    assert "Syncthing" in (refused_place(tmp_path / "du-lieu") or "")


def test_onedrive_is_known_by_what_windows_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "UBND xã"))
    assert "OneDrive" in (refused_place(tmp_path / "UBND xã" / "Tài liệu") or "")
    assert refused_place(tmp_path / "UBND khác") is None


@pytest.mark.skipif(sys.platform == "win32", reason="a link may be made there only by an administrator")
def test_a_link_into_a_synced_folder_is_one(tmp_path: Path) -> None:
    (tmp_path / "Google Drive").mkdir()
    (tmp_path / "Tài liệu").symlink_to(tmp_path / "Google Drive")
    assert "Google Drive" in (refused_place(tmp_path / "Tài liệu" / "du-lieu") or "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells the kind of drive, not of file system")
@pytest.mark.parametrize(("kind", "words"), [("cifs", "ổ mạng"), ("exfat", "USB")])
def test_the_file_system_tells_shares_and_sticks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setattr(folders, "_mount_type", lambda _path: kind)
    assert words in (refused_place(tmp_path) or "")


def test_an_existing_office_in_such_a_place_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "du-lieu"
    open_office(folder, WHO, create=True).close()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(PlaceRefused):
        open_office(folder, WHO)
    assert run(["today", "--data", str(folder)]) == 3
    assert "Syncthing" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_temporary_folder_will_do_for_trying(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--data", str(tmp_path / "du-lieu")]) == 0
    assert run(["today", "--json", "--date", "2025-10-20", "--data", str(tmp_path / "du-lieu")]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2025


def test_the_folder_of_icloud_for_windows_is_known(tmp_path: Path) -> None:
    assert folders.synced_by(tmp_path / "iCloudDrive" / "dữ liệu") == "iCloud"
