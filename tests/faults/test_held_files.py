"""An antivirus program holds a file just written, for moments or for ever: patience, then a sentence and the old file whole."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.connection import connect
from db.files import write_file
from db.opening import FILE
from db.snapshot import snapshot, verify
from db.store import keep_bytes
from dvcq_desktop import troubles
from dvcq_desktop.office import open_office
from tests.faults.offices import WHO

PATIENCE = 6  # renames that may fail before it is told, over 2.5 seconds


def print_paper(folder: Path) -> None:
    write_file(folder / "giay.pdf", b"%PDF new")


def copy_data(folder: Path) -> None:
    office = open_office(folder / "du-lieu", WHO)
    try:
        snapshot(office.db, folder / "ban-sao.sqlite3")
    finally:
        office.close()


def keep_evidence(folder: Path) -> None:
    keep_bytes(folder / "kho", b"minh chung")


WAYS: tuple[Callable[[Path], None], ...] = (print_paper, copy_data, keep_evidence)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An office, and a paper and a copy from before."""
    open_office(tmp_path / "du-lieu", WHO, create=True).close()
    (tmp_path / "giay.pdf").write_bytes(b"%PDF old")
    (tmp_path / "ban-sao.sqlite3").write_bytes(b"old")
    return tmp_path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], list[float]]:
    """held(times): so many renames fail as Windows lets them fail; answers the pauses that are made meanwhile."""
    pauses: list[float] = []
    really = Path.replace

    def start(times: float) -> list[float]:
        left = [times]

        def replace(self: Path, target: Path) -> Path:
            if self.suffix != ".sha256" and left[0] > 0:
                left[0] -= 1
                raise PermissionError(errno.EACCES, "Permission denied", str(target))
            return really(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        return pauses

    monkeypatch.setattr(time, "sleep", pauses.append)
    return start


def new(folder: Path, way: Callable[[Path], None]) -> bool:
    """Whether what the way makes is there; where it is not, the old one must be, whole."""
    if way is print_paper:
        found = (folder / "giay.pdf").read_bytes()
        assert found in (b"%PDF old", b"%PDF new")
        return found == b"%PDF new"
    if way is keep_evidence:
        return any(path.is_file() for path in (folder / "kho").rglob("*"))
    if (folder / "ban-sao.sqlite3").read_bytes() == b"old":
        return False
    copy = connect(folder / "ban-sao.sqlite3", read_only=True)
    verify(copy, folder / "ban-sao.sqlite3")
    copy.close()
    return True


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("times", [*range(1, 9), float("inf")])
def test_a_held_file_is_waited_for(
    place: Path, held: Callable[[float], list[float]], way: Callable[[Path], None], times: float
) -> None:
    pauses = held(times)
    if times <= PATIENCE:
        way(place)
        assert new(place, way)
        assert len(pauses) == times
    else:
        with pytest.raises(PermissionError) as refusal:
            way(place)
        said = troubles.sentence(refusal.value)
        assert said
        assert "còn nguyên" in said
        assert 2 < sum(pauses[:PATIENCE]) < 3
        assert not new(place, way)
    litter = [path.name for path in place.rglob("*") if path.suffix == ".tmp" or "_moi/" in str(path)]
    assert not litter
    office = open_office(place / "du-lieu", WHO)
    verify(office.db, place / "du-lieu" / FILE)
    office.close()
