"""Backup and restore with each fault at each file call, the stick pulled at any moment, bytes flipped, clocks set wrong."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db import store
from db.opening import FILE
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.evidence_files import known_contents
from dvcq_desktop.office import open_office
from tests.faults.backups import add, evidence, make_backed_up, save, whole
from tests.faults.inject import LONG, Outcome, each_fault, injected
from tests.faults.offices import WHO, rows_of
from tests.faults.power_cuts import Acknowledge, Cut, power_cuts

ROOT = Path(__file__).resolve().parents[2]
MOST = 0 if LONG else 120


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backed_up(tmp_path_factory.mktemp("mẫu"))


@injected
def test_a_backup_under_faults_of_the_stick(start: Path) -> None:
    before, files = rows_of(start / "pc" / FILE), evidence(start / "pc")

    def check(folder: Path, outcome: Outcome) -> None:
        assert rows_of(folder / "pc" / FILE) == before
        assert evidence(folder / "pc") == files
        assert whole(folder, 1), "the backup before"
        if outcome.ended == "done" and outcome.answer[1]:
            assert whole(folder, outcome.answer[0]), "said to be saved, and is not"
        serial, good = save(folder)
        assert good, "the second try"
        assert whole(folder, int(str(serial)))
        assert whole(folder, 1)

    report = each_fault(save, check, start=start, under="usb", most=MOST, once=True)
    assert report.ended["told"] > 20


@injected
def test_a_backup_under_faults_of_the_pc(start: Path) -> None:
    before, files = rows_of(start / "pc" / FILE), evidence(start / "pc")

    def check(folder: Path, outcome: Outcome) -> None:
        assert rows_of(folder / "pc" / FILE) == before
        assert evidence(folder / "pc") == files
        assert whole(folder, 1)
        if outcome.ended == "done" and outcome.answer[1]:
            assert whole(folder, outcome.answer[0])
            kept = Vault(root_of(folder / "usb")).read(outcome.answer[0]).data.sha256
            saved = folder / "saved"
            shutil.copyfile(store.path_of(root_of(folder / "usb") / "kho", kept), saved)
            assert rows_of(saved) == before, "another content was saved"
        assert save(folder)[1], "the second try"

    each_fault(save, check, start=start, under="pc", most=MOST, once=True)


def bring_back(folder: Path) -> str:
    return restore_whole(folder / "pc", look(folder / "usb").copy()).sentence


def state(folder: Path, old: object, new: object) -> str:
    assert (folder / "pc" / FILE).exists(), "no data at all"
    now = rows_of(folder / "pc" / FILE)
    assert now in (old, new), "neither the old nor the new"
    return "old" if now == old else "new"


def states(start: Path, place: Path) -> tuple[object, object]:
    """The rows before and after a restore."""
    copy = place / "thử"
    shutil.copytree(start, copy)
    old = rows_of(copy / "pc" / FILE)
    bring_back(copy)
    return old, rows_of(copy / "pc" / FILE)


@injected
def test_a_restore_under_faults_is_whole_or_not_begun(start: Path, tmp_path: Path) -> None:
    old, new = states(start, tmp_path)

    def check(folder: Path, outcome: Outcome) -> None:
        found = state(folder, old, new)
        if outcome.ended == "done":
            assert found == "new"
            assert all(sha256 == held for sha256, held in evidence(folder / "pc").items())
        bring_back(folder)
        assert state(folder, old, new) == "new", "the second try"
        office = open_office(folder / "pc", WHO)
        try:
            here = evidence(folder / "pc")
            assert all(here[sha256] == sha256 for sha256 in known_contents(office.db))
        finally:
            office.close()

    report = each_fault(bring_back, check, start=start, under="pc", most=MOST, once=True)
    assert report.ended["told"] > 20


@injected
def test_the_power_fails_at_any_moment_of_a_restore(start: Path, tmp_path: Path) -> None:
    old, new = states(start, tmp_path)

    def work(folder: Path, acknowledge: Acknowledge) -> None:
        bring_back(folder)
        acknowledge("khôi phục")

    def check(folder: Path, cut: Cut) -> None:
        office = open_office(folder / "pc", WHO)  # rolls back what a journal tells
        office.close()
        found = state(folder, old, new)
        assert found == "new" or not cut.done, "said to be restored, and is not"

    power_cuts(work, check, start=start, under="pc", cuts=5000 if LONG else 100)


def test_one_flipped_byte_anywhere_on_the_stick_is_noticed(start: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(start, folder)
    save(folder)
    expected = {copy.serial: copy.generation for copy in look(folder / "usb").copies}
    chance = random.Random(19)
    paths = [path for path in root_of(folder / "usb").rglob("*") if path.is_file()]
    for path in paths:
        path.chmod(0o644)
        good = path.read_bytes()
        for at in chance.sample(range(len(good)), min(len(good), 300 // len(paths) + 1)):
            path.write_bytes(good[:at] + bytes([good[at] ^ (1 << chance.randrange(8))]) + good[at + 1 :])
            proof = check_place(folder / "usb", folder / "pc", everything=True)
            assert proof is not None
            # Of the older generation the drill of the newest says nothing; a marker has its second file.
            old_only = path.name == "000001.json" or path.name == expected[1].data.sha256  # type: ignore[union-attr]
            assert proof.whole == (old_only or path.name.startswith("nhan-dien")), (path, at)
            assert look(folder / "usb").copies, "something is always there to restore"
        path.write_bytes(good)


@pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")
def test_clocks_that_are_wrong_lose_nothing(start: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(start, folder)
    for number, moment in enumerate(
        ("1970-01-02 08:00", "2036-02-07 08:00", "2026-11-22 08:00", "2026-11-21 08:00", "1999-12-31 23:59"), start=2
    ):
        office = open_office(folder / "pc", WHO)
        add(office, f"đồng hồ {number}.txt", f"{number} ".encode() * 500)
        office.close()
        command = [sys.executable, "main.py", "backup", str(folder / "usb"), "--data", str(folder / "pc")]
        run = subprocess.run(["faketime", moment, *command], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert [copy.serial for copy in look(folder / "usb").copies] == list(range(number, 0, -1))
        assert whole(folder, number)
        assert whole(folder, 1)
    newest = look(folder / "usb").copy()
    assert newest.serial == 6
    restore_whole(tmp_path / "đích", newest)
    assert rows_of(tmp_path / "đích" / FILE) == rows_of(folder / "pc" / FILE)
