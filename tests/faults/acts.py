"""What processes do that are killed while they take in, import, back up or restore: one act after the other, each told once done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count, cycle
from pathlib import Path

from db.connection import connect
from db.opening import FILE
from dvcq_desktop import importing
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.evidence_files import attach, known_contents
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.readers import read_plan
from tests.faults.at_work import WHO, digest, tell

YEAR = 2025
PLAN = "kế hoạch.docx"  # beside the office


def take_in(folder: Path, seed: int) -> None:
    """Take papers in as evidence: the file, its record, its card beside it."""
    office = open_office(folder / "pc", WHO)
    _tell_state(office)
    for number in count():
        paper = folder / f"quét {seed} {number}.txt"
        paper.write_bytes(f"{seed} {number} ".encode() * 20_000)
        taken = keep_file(office.folder, paper)
        office.run("Đính kèm", attach, YEAR, taken.kept, taken.name)
        _tell_state(office)
        office.sidecars.finish(office.db)
        paper.unlink()


def bring_in_plan(folder: Path, _seed: int) -> None:
    """Import the same plan again and again, each time in place of the last."""
    office = open_office(folder / "pc", WHO)
    read = read_plan(folder / PLAN)
    _tell_state(office)
    while True:
        office.run("Nạp kế hoạch", importing.import_plan, read)
        _tell_state(office)


def back_up_often(folder: Path, seed: int) -> None:
    """Take a paper in and back up, in turn; told is the number of each generation that was proved."""
    office = open_office(folder / "pc", WHO)
    tell("saved", 0)
    for number in count():
        paper = folder / f"mới {seed} {number}.txt"
        paper.write_bytes(f"{seed} {number} ".encode() * 9_000)
        taken = keep_file(office.folder, paper)
        office.run("Đính kèm", attach, YEAR, taken.kept, taken.name)
        paper.unlink()
        tell("saved", _saved(office, folder / "usb"))


def restore_by_turns(folder: Path, _seed: int) -> None:
    """Bring one generation back, then the other; told is the number of each that was brought back."""
    tell("restored", 0)
    for serial in _in_turn(folder):
        restore_whole(folder / "pc", look(folder / "usb").copy(serial))
        tell("restored", serial)


def _in_turn(folder: Path) -> Iterator[int]:
    """Both numbers for ever, the one first that the data are not of; by the count of what the documents name."""
    serials = sorted(copy.serial for copy in look(folder / "usb").copies)
    with closing(connect(folder / "pc" / FILE, read_only=True)) as db:
        now = len(known_contents(db))
    held = {serial: len(look(folder / "usb").copy(serial).generation.evidence) for serial in serials}  # type: ignore[union-attr]
    return cycle(sorted(serials, key=lambda serial: held[serial] == now))


def _saved(office: Office, usb: Path) -> int:
    with closing(office.reader()) as reader:
        done = back_up(reader, office.folder, usb)
    assert done.proof.whole, done.sentence
    return done.generation.serial


def _tell_state(office: Office) -> None:
    tell("saved", digest(office.db))


TASKS = {
    "take-in": take_in,
    "import": bring_in_plan,
    "back-up": back_up_often,
    "restore": restore_by_turns,
}
