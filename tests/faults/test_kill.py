"""kill -9 at random moments: what was reported as saved is there, nothing is half done, nothing is damaged.

DVCQ_LONG=1 runs 1,000 kills instead of some dozens. A kill alone does not prove durability on power cuts (the kernel keeps
the writes); it proves that edits are whole, that a crash is rolled back at the next opening, and that the lock is free.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from db.errors import NewerThanProgram
from db.opening import FILE, SCHEMA
from dvcq_desktop import demo
from dvcq_desktop.office import Office, has_data, open_office
from tests.faults import offices
from tests.faults.at_work import WHO, counted, digest
from tests.faults.children import LONG, Span, killed_at_work, start, told_by
from tests.faults.offices import sound

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL, limits and mounts are of Linux")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office, closed."""
    folder = tmp_path_factory.mktemp("mẫu") / "du-lieu"
    office = open_office(folder, WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    office.close()
    return folder


@pytest.fixture
def office_folder(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "du-lieu"))


def states_one_step_away(office: Office) -> Iterator[str]:
    """What the data were before the last edit, had it been a change or an undo, a redo."""
    office.undo()
    yield digest(office.db)
    office.redo()
    office.redo()
    yield digest(office.db)


def test_an_editor_killed_at_any_moment_loses_nothing(office_folder: Path) -> None:
    dice = random.Random(20)
    acknowledged = in_between = 0
    for cycle in range(1000 if LONG else 24):
        told = killed_at_work("edit", office_folder, dice, acts=dice.randint(3, 12))
        acknowledged += len(told) - 1
        _saved, last, number = told[-1].split()
        office = open_office(office_folder, WHO)
        try:
            sound(office)
            assert int(number) <= counted(office.db) <= int(number) + 1, "a joined edit that was saved is gone"
            if digest(office.db) != last:  # one edit more was committed, and the kill came before it was told
                in_between += 1
                assert last in states_one_step_away(office), f"cycle {cycle}: what was saved is not there"
        finally:
            office.close()
    print(f"{acknowledged} edits acknowledged, {in_between} kills between commit and report")  # noqa: T201


def test_a_first_opening_killed_at_any_moment_can_be_repeated(tmp_path: Path) -> None:
    dice = random.Random(1)
    span = Span(0.12)
    while span.wanted(300 if LONG else 12):
        folder = tmp_path / f"{span.kills}"
        made = span.kill("begin", folder, dice, partial(has_data, folder))
        office = open_office(folder, WHO, create=not made)
        sound(office)
        office.run("Nạp", demo.fill_demo)
        office.close()
        assert not list(folder.glob("*.moi*"))
    assert 0 < span.made < span.kills


def test_an_upgrade_killed_at_any_moment_is_whole_or_not_begun(office_folder: Path, tmp_path: Path) -> None:
    dice = random.Random(2)
    before = picture(office_folder)
    span = Span(0.2)
    while span.wanted(200 if LONG else 12):
        folder = Path(shutil.copytree(office_folder, tmp_path / f"{span.kills}"))
        if span.kill("upgrade", folder, dice, partial(upgraded, folder)):
            with offices.program_to_come():
                picture(folder)
            with pytest.raises(NewerThanProgram):
                open_office(folder, WHO)
        else:
            assert picture(folder) == before  # the older program opens it and finds everything
    assert 0 < span.made < span.kills


def upgraded(folder: Path) -> bool:
    """Whether a copy of the data says that it has the later step, and has it whole; else it must have nothing of it."""
    copy = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-looked-at")))
    raw = sqlite3.connect(copy / FILE)  # rolls back what was in hand, as any next opening does
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    columns = [row[1] for row in raw.execute("PRAGMA table_info(setting)")]
    added = raw.execute("SELECT count(*) FROM setting").fetchone()[0]
    raw.close()
    done = bool(version == SCHEMA + 1)
    assert (version, "note" in columns, added) == (SCHEMA + done, done, offices.LATER_ROWS * done)
    return done


def picture(folder: Path) -> str:
    office = open_office(folder, WHO)
    try:
        sound(office)
        return digest(office.db)
    finally:
        office.close()


def survived(told: dict[str, str]) -> None:
    """A sentence, nothing lost, nothing left open, the old paper kept, and work that goes on."""
    code, _, sentence = told["refused"].partition(" ")
    assert code == "5"
    assert "còn nguyên" in sentence
    assert "Hãy" in sentence
    number, same, transaction = told["edits"].split()
    assert int(number) > 0
    assert (same, transaction) == ("same", "closed")
    assert told["paper"].startswith("5 Ổ đĩa đã đầy")
    assert told["kept"] == "True []"
    assert told["again"] == "Thêm Thêm ok"


def test_files_that_may_not_grow(office_folder: Path) -> None:
    survived(told_by(start("starve", office_folder)))


@pytest.fixture
def small_disk(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """small_disk(size): what to put before a command so that tmp_path is a disk of that size for it alone."""
    mine = ("unshare", "-m") if os.geteuid() == 0 else ("unshare", "-rm")

    def before(size: str) -> tuple[str, ...]:
        return (*mine, "sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "{tmp_path}" && exec "$@"', "sh")

    tried = shutil.which("unshare") and subprocess.run([*before("1m"), "true"], capture_output=True, check=False)
    if not tried or tried.returncode:
        pytest.skip("no right to mount a small disk here")
    return before


def test_a_full_disk(tmp_path: Path, small_disk: Callable[[str], tuple[str, ...]]) -> None:
    told = told_by(start("fill", tmp_path / "du-lieu", before=small_disk("3m")))
    survived(told)
    assert "Ổ đĩa đã đầy" in told["refused"]
    assert told["opened"]


def test_an_upgrade_a_copy_and_a_first_opening_on_a_full_disk(
    tmp_path: Path, small_disk: Callable[[str], tuple[str, ...]]
) -> None:
    told = told_by(start("cramped", tmp_path, before=small_disk("12m")))
    for act in ("upgrade", "copy", "first"):
        code, _, sentence = told[act].partition(" ")
        assert code == "5", told
        assert "chỗ" in sentence or "đầy" in sentence
        assert "Hãy" in sentence
    assert told["old"] == "same 1"
    assert told["litter"] == "[]"
    assert told["again"] == f"{SCHEMA} True"


def test_evidence_a_paper_and_a_backup_on_a_full_disk(
    tmp_path: Path, small_disk: Callable[[str], tuple[str, ...]]
) -> None:
    told = told_by(start("no-room", tmp_path, before=small_disk("12m")))
    for act in ("evidence", "paper", "backup"):
        code, _, sentence = told[act].partition(" ")
        assert code == "5", told
        assert "chỗ" in sentence or "đầy" in sentence
        assert "Hãy" in sentence
    assert told["kept"] == "True True 0 1"
    assert told["again"] == "b'%PDF-' 1 2"
    assert told["proved"] == "True"
