"""kill -9 at random moments: what was reported as saved is there, nothing is half done, nothing is damaged.

DVCQ_LONG=1 runs 1,000 kills instead of some dozens. A kill alone does not prove durability on power cuts (the kernel keeps
the writes); it proves that edits are whole, that a crash is rolled back at the next opening, and that the lock is free.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import db.opening
from db.opening import FILE, SCHEMA
from db.snapshot import verify
from dvcq_desktop import demo
from dvcq_desktop.office import Office, has_data, open_office
from tests.faults.at_work import WHO, counted, digest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL, limits and mounts are of Linux")

LONG = bool(os.environ.get("DVCQ_LONG"))
ROOT = Path(__file__).resolve().parents[2]


def start(task: str, folder: Path, seed: int = 0, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*before, sys.executable, "-X", "utf8", "-m", "tests.faults.at_work", task, str(folder), str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def lines_until_killed(child: subprocess.Popen[bytes], seconds: float) -> list[str]:
    """What the child told in the seconds after its first line; it is dead afterwards."""
    assert child.stdout is not None
    assert child.stderr is not None
    told = child.stdout.readline()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and select.select([child.stdout], [], [], left)[0]:
        more = os.read(child.stdout.fileno(), 65536)
        if not more:
            break
        told += more
    child.kill()
    rest, trouble = child.communicate()
    assert child.returncode == -signal.SIGKILL, trouble.decode()[-2000:]
    return (told + rest).decode().splitlines()


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


def sound(office: Office) -> None:
    verify(office.db, office.folder / FILE)
    office.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


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
        child = start("edit", office_folder, cycle)
        told = [line.split() for line in lines_until_killed(child, dice.uniform(0, 0.4)) if line.startswith("saved ")]
        whole = [words for words in told if len(words) == 3 and len(words[1]) == 16]
        acknowledged += len(whole) - 1
        _saved, last, number = whole[-1]
        office = open_office(office_folder, WHO)
        try:
            sound(office)
            assert int(number) <= counted(office.db) <= int(number) + 1, "a joined edit that was saved is gone"
            if digest(office.db) != last:  # one edit more was committed, and the kill came before it was told
                in_between += 1
                assert last in states_one_step_away(office), f"cycle {cycle}: what was saved is not there"
        finally:
            office.close()
    assert acknowledged > 100
    print(f"{acknowledged} edits acknowledged, {in_between} kills between commit and report")  # noqa: T201


def test_a_first_opening_killed_at_any_moment_can_be_repeated(tmp_path: Path) -> None:
    dice = random.Random(1)
    least = 300 if LONG else 10
    made = cycle = 0
    span = 0.12  # seconds; follows how long the making takes on this PC as busy as it is
    while cycle < least or (made in (0, cycle) and cycle < 4 * least):
        folder = tmp_path / f"{cycle}"
        lines_until_killed(start("begin", folder), dice.uniform(0, span))
        cycle += 1
        made += has_data(folder)
        span *= 0.8 if has_data(folder) else 1.25
        office = open_office(folder, WHO, create=not has_data(folder))
        sound(office)
        office.run("Nạp", demo.fill_demo)
        office.close()
        assert not list(folder.glob("*.moi*"))
    assert 0 < made < cycle, "the kills all fell before or all behind the making: change the times"


def test_an_upgrade_killed_at_any_moment_is_whole_or_not_begun(
    office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(2)
    versions = []
    before = picture(office_folder)
    for cycle in range(200 if LONG else 8):
        folder = Path(shutil.copytree(office_folder, tmp_path / f"{cycle}"))
        lines_until_killed(start("upgrade", folder), dice.uniform(0, 0.4))
        copy = Path(shutil.copytree(folder, tmp_path / f"{cycle}-looked-at"))
        raw = sqlite3.connect(copy / FILE)  # rolls back what was in hand, as any next opening does
        versions.append(raw.execute("PRAGMA user_version").fetchone()[0])
        columns = [row[1] for row in raw.execute("PRAGMA table_info(setting)")]
        added = raw.execute("SELECT count(*) FROM setting").fetchone()[0]
        raw.close()
        if versions[-1] == SCHEMA:
            assert ("note" in columns, added) == (False, 0)
            assert picture(folder) == before  # the older program opens it and finds everything
        else:
            assert ("note" in columns, added, versions[-1]) == (True, 3000, SCHEMA + 1)
            with monkeypatch.context() as later:
                later.setattr(db.opening, "SCHEMA", SCHEMA + 1)
                office = open_office(folder, WHO)
                sound(office)
                office.close()
    assert SCHEMA in versions


def picture(folder: Path) -> str:
    office = open_office(folder, WHO)
    try:
        sound(office)
        return digest(office.db)
    finally:
        office.close()


def told_by(child: subprocess.Popen[bytes]) -> dict[str, str]:
    """The last line of each kind that a child told before it ended by itself."""
    told, trouble = child.communicate(timeout=120)
    assert child.returncode == 0, trouble.decode()[-2000:]
    return dict(line.partition(" ")[::2] for line in told.decode().splitlines())


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
