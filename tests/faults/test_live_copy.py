"""Copies made while somebody types without a pause: each is whole, and each is the office at one moment."""

from __future__ import annotations

import random
import threading
from contextlib import closing
from pathlib import Path

from db.connection import connect
from db.snapshot import snapshot, verify
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Office, open_office
from tests.faults import at_work
from tests.faults.inject import LONG
from tests.faults.offices import WHO, make_office

COPIES = 1000 if LONG else 40


def copy_often(office: Office, folder: Path, troubles: list[Exception]) -> None:
    """In a thread of its own, as a backup beside the window."""
    reader = office.reader()
    try:
        for number in range(COPIES):
            snapshot(reader, folder / f"{number}.sqlite3")
    except Exception as trouble:  # noqa: BLE001 - told to the test
        troubles.append(trouble)
    finally:
        reader.close()


def test_copies_under_constant_writing_are_each_one_moment(tmp_path: Path) -> None:
    office = open_office(make_office(tmp_path / "du-lieu"), WHO)
    (tmp_path / "ban-sao").mkdir()
    troubles: list[Exception] = []
    copying = threading.Thread(target=copy_often, args=(office, tmp_path / "ban-sao", troubles))
    states = {at_work.digest(office.db)}
    dice = random.Random(4)
    edits = 0
    copying.start()
    while copying.is_alive():
        try:
            at_work.one_edit(office, dice)
        except RuleBroken:
            continue
        edits += 1
        states.add(at_work.digest(office.db))
    copying.join()
    office.close()
    assert not troubles
    seen = set()
    for path in (tmp_path / "ban-sao").iterdir():
        with closing(connect(path, read_only=True)) as copy:
            verify(copy, path)
            seen.add(at_work.digest(copy))
    assert len(list((tmp_path / "ban-sao").iterdir())) == COPIES
    assert seen <= states, "a copy is of no moment there was"
    print(f"{COPIES} copies during {edits} edits, of {len(seen)} different moments")  # noqa: T201
    assert len(seen) > 3
