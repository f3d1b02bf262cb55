"""kill -9 while papers are taken in, a plan is imported, a backup is made, one is brought back: nothing told as done is lost.

DVCQ_LONG=1 kills 250 times in each, else 6 times. Editing, the first opening and the upgrade are in test_kill.py.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from db import store
from db.opening import FILE
from dvcq_desktop import demo, evidence_check
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import prove
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.evidence_files import attach, known_contents, store_folder
from dvcq_desktop.office import Office, open_office
from tests.dvcq_desktop.readers import plan_samples
from tests.faults.acts import PLAN, YEAR
from tests.faults.at_work import WHO, digest
from tests.faults.children import LONG, killed_at_work
from tests.faults.offices import rows_of, sound
from tests.faults.test_kill import states_one_step_away

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of Linux")

KILLS = 250 if LONG else 6


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pc: the demonstration office, with files; usb: two generations of it; a plan to import."""
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / PLAN).write_bytes(plan_samples.plan_docx())
    (folder / "usb").mkdir()
    with closing(open_office(folder / "pc", WHO, create=True)) as office:
        office.run("Nạp", demo.fill_demo, office.folder)
        with closing(office.reader()) as reader:
            adopt(reader, folder / "usb", office.folder)
        save(office, folder)
        (folder / "mới.txt").write_bytes(b"moi " * 9000)
        taken = keep_file(office.folder, folder / "mới.txt")
        office.run("Đính kèm", attach, YEAR, taken.kept, taken.name)
        save(office, folder)
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "xã"))


def save(office: Office, folder: Path) -> None:
    with closing(office.reader()) as reader:
        assert back_up(reader, office.folder, folder / "usb").proof.whole


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """The office after a kill: whole, and so is every file its documents name."""
    with closing(open_office(folder / "pc", WHO)) as office:
        sound(office)
        for sha256 in known_contents(office.db):
            assert store.digest(store.path_of(store_folder(office.folder), sha256)) == sha256
        yield office


def backups_open(folder: Path) -> list[int]:
    """The numbers of the generations on the stick, newest first; each of them is proved to the last byte."""
    vault = Vault(root_of(folder / "usb"))
    serials = vault.serials()
    assert all(prove(vault, vault.read(serial), folder / "pc", everything=True).whole for serial in serials)
    return serials


@pytest.mark.parametrize("task", ["take-in", "import"])
def test_what_was_taken_in_is_there(folder: Path, task: str) -> None:
    dice = random.Random(3)
    for _kill in range(KILLS):
        last = killed_at_work(task, folder, dice, acts=dice.randint(1, 3))[-1].split()[1]
        with opened(folder) as office:
            assert digest(office.db) == last or last in states_one_step_away(office), "what was saved is not there"
            left = evidence_check.check(office.db, office.folder, repair=True).findings
            assert {one.kind for one in left} <= {"unused"}, left
    assert backups_open(folder) == [2, 1]


def test_a_backup_that_was_told_is_there_and_the_one_before_opens(folder: Path) -> None:
    dice = random.Random(4)
    for _kill in range(KILLS):
        last = int(killed_at_work("back-up", folder, dice, acts=dice.randint(1, 2))[-1].split()[1])
        serials = backups_open(folder)
        assert last in serials, "told as saved, and is not there"
        assert len(serials) > 1
        with opened(folder) as office:
            save(office, folder)
    restore_whole(folder / "khác", look(folder / "usb").copy())
    assert rows_of(folder / "khác" / FILE) == rows_of(folder / "pc" / FILE)


def test_a_restore_leaves_one_state_or_the_other(folder: Path) -> None:
    dice = random.Random(5)
    rows = {}
    for serial in (1, 2):
        restore_whole(folder / f"{serial}", look(folder / "usb").copy(serial))
        rows[serial] = rows_of(folder / f"{serial}" / FILE)
    assert rows[1] != rows[2]
    left_behind = set()
    for _kill in range(KILLS):
        told = [int(line.split()[1]) for line in killed_at_work("restore", folder, dice, acts=dice.randint(1, 2))]
        with opened(folder):
            now = rows_of(folder / "pc" / FILE)
        state = next(serial for serial in rows if rows[serial] == now)
        left_behind.add((told[-1] == state, state))
        assert state in (told[-1], 3 - told[-1])
        assert backups_open(folder) == [2, 1]
    print(f"{KILLS} kills: {sorted(left_behind)}")  # noqa: T201
