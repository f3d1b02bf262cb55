"""The power cut at any moment of real edits: what was acknowledged is there, nothing is half done, nothing is damaged."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.connection import connect
from db.opening import FILE
from db.snapshot import verify
from db.store import digest, path_of
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.evidence_files import attach, known_contents, store_folder
from dvcq_desktop.office import Office, open_office
from tests.faults import at_work
from tests.faults.inject import LONG, injected
from tests.faults.offices import WHO, make_office, sound
from tests.faults.power_cuts import Acknowledge, Cut, record, replay

pytestmark = injected

EDITS = 60
Work = Callable[[Path, Acknowledge], None]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office, and papers to take into it as evidence."""
    folder = make_office(tmp_path_factory.mktemp("mẫu") / "du-lieu")
    for number in range(EDITS // 10):
        (folder / f"biên bản {number}.pdf").write_bytes(b"%PDF-1.4\n" + bytes([number]) * 9000)
    return folder


def edits(folder: Path, acknowledge: Acknowledge, *, prepare: Callable[[Office], None] = lambda _office: None) -> None:
    """Sections, tasks, actors, versions, undo and redo, and every tenth time a document of evidence with its file."""
    office = open_office(folder, WHO)
    prepare(office)
    dice = random.Random(7)
    acknowledge(at_work.digest(office.db))
    done = 0
    while done < EDITS:
        try:
            if done % 10 == 5:
                _attach(office, folder, done // 10)
            else:
                at_work.one_edit(office, dice)
        except RuleBroken:
            continue
        done += 1
        acknowledge(at_work.digest(office.db))
    office.close()


def _attach(office: Office, folder: Path, number: int) -> None:
    taken = keep_file(folder, folder / f"biên bản {number}.pdf")
    office.run("Đính kèm", attach, 2025, taken.kept, taken.name, title=f"Biên bản số {number}")


Image = tuple[str, dict[str, int]]  # what the office holds, and the contents its documents name


class Looker:
    """Opens the data after a cut; the same bytes are proved once: what a cut leaves is rolled back to one of few states."""

    def __init__(self) -> None:
        self._known: dict[int, Image] = {}

    def look(self, path: Path) -> Image:
        with closing(connect(path)) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # a journal left by the cut is rolled back here
        image = hash(path.read_bytes())
        if image not in self._known:
            with closing(connect(path)) as db:
                verify(db, path)
                self._known[image] = at_work.digest(db), known_contents(db)
        return self._known[image]


def whole(folder: Path, cut: Cut, looker: Looker) -> None:
    """The state last acknowledged, or the one that was being made; every file a document names is there, byte for byte."""
    found, contents = looker.look(folder / FILE)
    assert found in (cut.last, cut.next), "an acknowledged edit is gone" if found in cut.done else "half an edit"
    for sha256 in contents:
        assert digest(path_of(store_folder(folder), sha256)) == sha256
    if cut.number % 100 == 0:
        office = open_office(folder, WHO)
        sound(office)
        at_work.one_edit(office, random.Random(cut.number))
        office.close()
        open_office(folder, WHO).close()


def test_no_power_cut_costs_an_acknowledged_edit(start: Path, tmp_path: Path) -> None:
    recording = record(edits, tmp_path, start=start)
    assert len(recording.acknowledged) == EDITS + 1
    assert len(set(recording.acknowledged)) > EDITS / 2
    replay(recording, partial(whole, looker=Looker()), cuts=100_000 if LONG else 3000).hold()


def fast(office: Office) -> None:
    office.db.execute("PRAGMA synchronous=OFF")


def test_without_flushing_the_same_edits_are_lost(start: Path, tmp_path: Path) -> None:
    recording = record(partial(edits, prepare=fast), tmp_path, start=start)
    report = replay(recording, partial(whole, looker=Looker()), cuts=500)
    print(report)  # noqa: T201
    assert report.ended["failed"] > 50
    assert any("Damaged" in violation or "malformed" in violation for violation in report.violations)
    assert any("acknowledged edit is gone" in violation for violation in report.violations)


def test_one_missing_flush_is_seen(start: Path, tmp_path: Path) -> None:
    """SQLite flushes the journal, the data file and the emptied journal: each left out in one edit costs data in some cut."""
    recording = record(edits, tmp_path, start=start)
    told = [place for place, operation in enumerate(recording.operations) if operation[0] == "A"]
    edit = (told[20], told[22])
    lost: dict[str, list[int]] = {}
    for place in recording.syncs:
        if edit[0] < place < edit[1]:
            report = replay(recording.without(place), partial(whole, looker=Looker()), cuts=150, between=edit)
            lost.setdefault(recording.flushed(place), []).append(report.ended["failed"])
    print(lost)  # noqa: T201
    assert all(any(counts) for name, counts in lost.items() if name.startswith(FILE))
