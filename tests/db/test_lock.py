"""One program at a time holds a data folder; the others learn who does, and a death sets it free."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from db.errors import OpenElsewhere
from db.lock import FolderLock

HOLDER = """
import sys
from pathlib import Path
from db.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]), "Trần Thị Dung")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that holds tmp_path."""
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", HOLDER, str(tmp_path)], stdin=-1, stdout=-1, encoding="utf-8"
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child  # type: ignore[misc]
    child.kill()
    child.communicate()


def test_another_process_is_named(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(OpenElsewhere) as refusal:
        FolderLock(tmp_path, "Hoa")
    assert "Trần Thị Dung" in refusal.value.detail
    assert platform.node().casefold() in refusal.value.detail.casefold()  # Windows has the name in capitals


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert "Dung" in (tmp_path / "dvcq.lock").read_text(encoding="utf-8")
    FolderLock(tmp_path, "Hoa").release()


def test_the_same_process_does_not_get_it_twice(tmp_path: Path) -> None:
    first = FolderLock(tmp_path, "Hoa")
    with pytest.raises(OpenElsewhere, match="Hoa"):
        FolderLock(tmp_path, "Dung")
    first.release()
    FolderLock(tmp_path, "Dung").release()


def test_release_twice_is_release_once(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path, "Hoa")
    lock.release()
    lock.release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"who": 1}', '{"who": "a", "pc": "b", "since": "hôm qua"}'])
def test_a_holder_without_a_readable_name_is_still_a_holder(tmp_path: Path, text: str) -> None:
    first = FolderLock(tmp_path, "Hoa")
    (tmp_path / "dvcq.lock").write_text(text, encoding="utf-8")
    with pytest.raises(OpenElsewhere) as refusal:
        FolderLock(tmp_path, "Dung")
    assert refusal.value.detail == "một cửa sổ khác của chương trình"
    first.release()


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FolderLock(tmp_path / "không có", "Hoa")
