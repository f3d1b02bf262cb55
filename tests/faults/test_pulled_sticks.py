"""A stick pulled at any moment of a backup and of a handing in, as most sticks behave and as Linux drives FAT.

On FAT a file that was flushed before it was renamed may hold 0 bytes after the pull: `flush_names` flushes it again. That these
tests see it is shown by a program that does not know the stick to be FAT.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.opening import FILE
from db.store import digest
from dvcq_desktop.hand_in import sums
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.profiles import profile_named
from dvcq_desktop.hand_in.writing import hand_in
from tests.dvcq_desktop.hand_in.conftest import HandingIn
from tests.dvcq_desktop.score_samples import YEAR
from tests.faults.backups import make_backed_up, save, whole
from tests.faults.inject import LONG, Report, injected
from tests.faults.power_cuts import Acknowledge, Cut, record, replay

pytestmark = injected

CUTS = 5000 if LONG else 100
SET = "Minh chung 2025"
STICKS = pytest.mark.parametrize("fat", [False, True], ids=["stick", "fat"])


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backed_up(tmp_path_factory.mktemp("mẫu"))


def back_up(folder: Path, acknowledge: Acknowledge) -> None:
    serial, good = save(folder)
    if good:
        acknowledge(str(serial))


def backup_holds(folder: Path, cut: Cut) -> None:
    assert whole(folder, 1), "the backup before"
    if cut.done:
        assert whole(folder, int(cut.last)), "said to be saved, and is not"
    assert save(folder)[1], "the second try"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pc: an office with a document more and a new version since it handed in; usb: that set. Its list lies beside them."""
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / "nguồn").mkdir()
    made = HandingIn(folder / "pc", folder / "nguồn")
    with closing(made.office):
        (folder / "usb").mkdir()
        made.export(target=folder / "usb" / SET)
        shutil.copyfile(folder / "usb" / SET / sums.NAME, folder / "before")
        made.add("Thêm sau", made.items[2], b"%PDF moi " * 500)
        made.put_file(made.documents[0], b"%PDF ban hai " * 700)
    shutil.rmtree(folder / "nguồn")
    return folder


def export(folder: Path, acknowledge: Acknowledge) -> None:
    hand_in_again(folder)
    shutil.copyfile(folder / "usb" / SET / sums.NAME, folder / "after")
    acknowledge("đã nộp")


def hand_in_again(folder: Path) -> None:
    with closing(connect(folder / "pc" / FILE, read_only=True)) as db:
        prepared = prepare(db, YEAR, profile_named(db, ""), folder / "usb" / SET)
        outcome = hand_in(prepared, folder / "pc", _silent)
    assert (outcome.files, outcome.lost) == (6, ())


def _silent(_done: int, _whole: int, _sentence: str) -> None:
    """Nobody wants to hear how far the work is."""


def set_holds(folder: Path, cut: Cut) -> None:
    """What was said to be handed in is there and nothing else; before that, what both sets have is untouched."""
    if cut.done:
        complete(folder)
        return
    before, after = (sums.parsed((folder / name).read_text("utf-8")) for name in ("before", "after"))
    for name in [name for name, sha256 in before.items() if after.get(name) == sha256]:
        assert digest(folder / "usb" / SET / name) == before[name], f"{name} was whole and stays in the set"
    if cut.number % 7 == 0:  # what the next run makes of it: half a second each
        hand_in_again(folder)
        complete(folder)


def complete(folder: Path) -> None:
    """Every file that is listed is whole, and no other is there."""
    target = folder / "usb" / SET
    listed = sums.read(target)
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert there == {*listed, sums.NAME}
    assert [name for name, sha256 in listed.items() if digest(target / name) != sha256] == [], "not what is listed"


ACTS = pytest.mark.parametrize(
    ("given", "act", "holds"), [("backed_up", back_up, backup_holds), ("handed_in", export, set_holds)]
)


def pulled(
    start: Path,
    place: Path,
    act: Callable[[Path, Acknowledge], None],
    holds: Callable[[Path, Cut], None],
    *,
    told: bool,
    fat: bool,
) -> Report:
    """told: the program knows that the stick is FAT."""
    recording = record(act, place, start=start, under="usb", fat=told)
    assert recording.acknowledged
    return replay(recording, holds, under="usb", cuts=CUTS, fat=fat)


@STICKS
@ACTS
def test_a_stick_pulled_at_any_moment(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    given: str,
    act: Callable[[Path, Acknowledge], None],
    holds: Callable[[Path, Cut], None],
    fat: bool,
) -> None:
    pulled(request.getfixturevalue(given), tmp_path, act, holds, told=fat, fat=fat).hold()


@ACTS
def test_files_not_flushed_after_their_renaming_are_seen_to_be_lost(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    given: str,
    act: Callable[[Path, Acknowledge], None],
    holds: Callable[[Path, Cut], None],
) -> None:
    report = pulled(request.getfixturevalue(given), tmp_path, act, holds, told=False, fat=True)
    print(report)  # noqa: T201
    assert any("is not" in violation or "not what is listed" in violation for violation in report.violations)
