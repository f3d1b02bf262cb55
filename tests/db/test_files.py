"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from db import files
from db.files import flush_folder, name_new_file, write_file


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "Kế hoạch số 05.pdf"
    write_file(path, b"cu")
    write_file(path, b"moi")
    assert path.read_bytes() == b"moi"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["ế" * 85, "a" * 255, "\N{PERSON WITH BALL}" * 63])
def test_the_longest_names_can_be_written(tmp_path: Path, name: str) -> None:
    write_file(tmp_path / name, b"x")
    assert (tmp_path / name).read_bytes() == b"x"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"tot")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="space"):
        write_file(path, b"hong")
    assert path.read_bytes() == b"tot"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_does_not_replace_something(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"tot")
    with pytest.raises(ValueError, match=r"a\.pdf"):
        write_file(path, b"")
    assert path.read_bytes() == b"tot"


@pytest.mark.parametrize("times", [1, 6])
def test_a_file_an_antivirus_holds_for_moments_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    left = [times]
    really = Path.replace

    def held(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "held")
        return really(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_file(tmp_path / "a.pdf", b"x")
    assert (tmp_path / "a.pdf").read_bytes() == b"x"


def test_a_file_held_for_ever_is_an_error_with_the_old_file_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"tot")
    tried = []

    def held(self: Path, target: Path) -> Path:
        tried.append(target)
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        write_file(path, b"x")
    assert len(tried) == len(files._RETRIES) + 1
    assert sum(files._RETRIES) == pytest.approx(2.55)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"tot"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such call")
def test_a_file_system_that_cannot_flush_folders_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_handle: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuses)
    flush_folder(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such call")
def test_a_folder_that_could_not_be_flushed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input"):
        flush_folder(tmp_path)


def test_a_name_that_is_taken_is_never_taken_over(tmp_path: Path) -> None:
    (tmp_path / "moi").write_bytes(b"moi")
    (tmp_path / "cu").write_bytes(b"cu")
    with pytest.raises(FileExistsError):
        name_new_file(tmp_path / "moi", tmp_path / "cu")
    assert (tmp_path / "cu").read_bytes() == b"cu"
    name_new_file(tmp_path / "moi", tmp_path / "khac")
    assert (tmp_path / "khac").read_bytes() == b"moi"


def test_a_new_file_is_named_where_there_are_no_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)  # as on FAT
    (tmp_path / "moi").write_bytes(b"moi")
    (tmp_path / "cu").write_bytes(b"cu")
    with pytest.raises(FileExistsError):
        name_new_file(tmp_path / "moi", tmp_path / "cu")
    name_new_file(tmp_path / "moi", tmp_path / "khac")
    assert (tmp_path / "khac").read_bytes() == b"moi"
