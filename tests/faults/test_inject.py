"""The injector and the replayer see what they are there to see: careless writing fails under them, ours does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.files import write_file
from tests.faults.inject import Outcome, each_fault, injected
from tests.faults.power_cuts import Cut, power_cuts

pytestmark = injected

OLD, NEW = b"A" * 15_000, b"B" * 20_000


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A folder with a paper in it."""
    folder = tmp_path / "mẫu"
    folder.mkdir()
    (folder / "giấy.pdf").write_bytes(OLD)
    return folder


def write_over(folder: Path) -> None:
    (folder / "giấy.pdf").write_bytes(NEW)


def write_beside(folder: Path) -> None:
    (folder / "giấy.tmp").write_bytes(NEW)
    (folder / "giấy.tmp").replace(folder / "giấy.pdf")


def write_whole(folder: Path) -> None:
    write_file(folder / "giấy.pdf", NEW)


def old_or_new(folder: Path, outcome: Outcome) -> None:
    if outcome.fault.lies:  # write_file does not read back; what must be proved is proved by its caller
        return
    now = (folder / "giấy.pdf").read_bytes()
    assert now in (OLD, NEW)
    assert now == NEW or outcome.ended != "done", "said to be written, and is not"
    litter = [path.name for path in folder.iterdir() if path.name != "giấy.pdf"]
    assert outcome.ended == "killed" or outcome.fault.lasting or len(litter) == 0, litter


def test_files_written_whole_stand_every_fault(start: Path) -> None:
    report = each_fault(write_whole, old_or_new, start=start)
    assert {"done", "told", "killed"} <= set(report.ended)


def test_a_file_written_over_is_lost_under_faults(start: Path) -> None:
    with pytest.raises(AssertionError, match="the disk is full at call"):
        each_fault(write_over, old_or_new, start=start)


def test_an_error_without_a_sentence_is_a_violation(start: Path) -> None:
    def work(folder: Path) -> None:
        try:
            write_whole(folder)
        except OSError as trouble:
            raise KeyError("trouble") from trouble

    with pytest.raises(AssertionError, match="no sentence for the person"):
        each_fault(work, lambda _folder, _outcome: None, start=start)


def told_is_there(folder: Path, cut: Cut) -> None:
    path = folder / "giấy.pdf"
    now = path.read_bytes() if path.exists() else b""
    assert now in (OLD, NEW)
    assert now == NEW or not cut.done, "acknowledged, and gone"


@pytest.mark.parametrize("write", [write_over, write_beside])
def test_careless_files_are_lost_in_power_cuts(start: Path, write: Callable[[Path], None]) -> None:
    def work(folder: Path, acknowledge: Callable[[str], None]) -> None:
        write(folder)
        acknowledge("saved")

    with pytest.raises(AssertionError, match="violations"):
        power_cuts(work, told_is_there, start=start, cuts=200)


def test_files_written_whole_outlive_power_cuts(start: Path) -> None:
    def work(folder: Path, acknowledge: Callable[[str], None]) -> None:
        write_whole(folder)
        acknowledge("saved")

    power_cuts(work, told_is_there, start=start, cuts=2000)


def test_what_lies_beside_the_stick_stays(tmp_path: Path) -> None:
    for name in ("máy", "usb"):
        (tmp_path / "mẫu" / name).mkdir(parents=True)

    def work(folder: Path, acknowledge: Callable[[str], None]) -> None:
        write_file(folder / "máy" / "a", OLD)
        (folder / "usb" / "tệp").mkdir()
        write_file(folder / "usb" / "tệp" / "a", NEW)
        acknowledge("saved")

    def check(folder: Path, cut: Cut) -> None:
        assert (folder / "máy" / "a").read_bytes() == OLD
        if cut.done:
            assert (folder / "usb" / "tệp" / "a").read_bytes() == NEW

    power_cuts(work, check, start=tmp_path / "mẫu", under="usb", cuts=100)
