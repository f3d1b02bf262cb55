"""What the killed and starved processes of these tests do: open an office and work, telling each edit once it is saved."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import db.opening
from db import store
from db.connection import Connection
from db.errors import DataTrouble
from db.files import write_file
from db.snapshot import snapshot
from dvcq_desktop import assignments, demo, organisation, plans, sections, tasks, troubles, units
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.exporting import export_form
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.printed.blocks import FormOptions
from tests.faults import offices
from tests.support import content

WHO = "Lê Thị Hoa"


def tell(*words: object) -> None:
    """One whole line into the pipe; what is in the pipe outlives a kill."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def digest(connection: Connection) -> str:
    """One word for everything the office holds but the organisation, whose edits are joined and counted apart."""
    rows = {table: found for table, found in content(connection).items() if table != "organisation"}
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def counted(connection: Connection) -> int:
    """The number of the last joined edit."""
    office = organisation.current(connection)
    last = (office.superior if office else "").rpartition(" ")[2]
    return int(last) if last.isdecimal() else 0


def _count(connection: Connection, number: int) -> None:
    office = organisation.current(connection)
    assert office is not None
    organisation.change(connection, office.id, superior=f"lần {number}")


def _begin_again(connection: Connection, plan: int) -> None:
    sections.add_section(connection, plan, heading="Mục")
    tasks.add_task(connection, plans.plan_of_year(connection, 2025).cycle_id, "Việc")


def _back_or_forth(office: Office, dice: random.Random) -> None:
    if dice.random() < 0.5 and office.undo_label() not in ("Nạp", "Sửa cấp trên"):
        office.undo()
    else:
        office.redo()


def one_edit(office: Office, dice: random.Random) -> None:
    """Something a person does: a section, a task, actors, a version, undo, redo."""
    connection = office.db
    plan = plans.plan_of_year(connection, 2025).id
    ids = [row.section.id for row in sections.outline(connection, plan)]
    jobs = [row.id for row in tasks.tasks(connection, 2025)]
    words = "đánh giá " * dice.randint(1, 300)
    if not ids or not jobs:  # all deleted in this walk
        office.run("Bắt đầu lại", _begin_again, plan)
        return
    match dice.randint(0, 9):
        case 0:
            office.run(
                "Thêm mục", sections.add_section, plan, after_id=dice.choice(ids), heading=words[:40], body=words
            )
        case 1:
            office.run("Sửa mục", sections.change_body, dice.choice(ids), words)
        case 2:
            office.run("Chuyển mục", sections.place_section, dice.choice(ids), None, 1)
        case 3:
            office.run("Xóa mục", sections.delete_section, dice.choice(ids[3:] or ids))
        case 4:
            office.run("Thêm việc", tasks.add_task, plans.plan_of_year(connection, 2025).cycle_id, words)
        case 5:
            office.run("Phân công", assignments.set_actors, dice.choice(jobs), "lead", f"Tổ {dice.randint(1, 9)} (năm)")
        case 6:
            office.run("Xóa việc", tasks.delete_tasks, [dice.choice(jobs[3:] or jobs)])
        case 7:
            office.run("Giữ phiên bản", plans.make_version, plan, WHO)
        case _:
            _back_or_forth(office, dice)


def edit(folder: Path, seed: int) -> None:
    """Edit for ever; after each edit that was saved, tell what the data are."""
    office = open_office(folder, WHO)
    dice = random.Random(seed)
    number = counted(office.db)
    tell("saved", digest(office.db), number)
    while True:
        if dice.random() < 0.3:
            office.run_joined("superior", "Sửa cấp trên", _count, number := number + 1)
        else:
            try:
                one_edit(office, dice)
            except RuleBroken:
                continue
        tell("saved", digest(office.db), number)


def begin(folder: Path, _seed: int) -> None:
    """Make a new office."""
    import sqlite_utils  # what the first opening imports, so that the kill falls into its work

    tell("ready", bool(sqlite_utils))
    open_office(folder, WHO, create=True)
    tell("made")
    signal.pause()


def upgrade(folder: Path, _seed: int) -> None:
    """Open with one step of the schema more than the program has."""
    import sqlite_utils

    tell("ready", bool(sqlite_utils))
    with offices.program_to_come():
        open_office(folder, WHO)
    tell("made")
    signal.pause()


def hold(folder: Path, number: int) -> None:
    """Open the office and keep it, or tell what the person would be told."""
    who = f"Người số {number}"
    try:
        office = open_office(folder, who)
    except Exception as trouble:  # noqa: BLE001 - told as the window tells it
        tell(troubles.exit_code(trouble), troubles.sentence(trouble))
        return
    tell("held", office.who)
    signal.pause()


def starve(folder: Path, _seed: int) -> None:
    """Edit until files may not grow any more (as on a full disk), then until they may again."""
    import resource  # not on Windows

    office = open_office(folder, WHO)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = office.folder.joinpath(db.opening.FILE).stat().st_size
    _until_refused(office, folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + (1 << 20), -1)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
    _goes_on(office)


def fill(folder: Path, _seed: int) -> None:
    """The same on a small disk that is really full, with a ballast file to throw out."""
    office = open_office(folder, WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    ballast = folder / "ballast"
    ballast.write_bytes(b"\1" * 400_000)
    _until_refused(office, folder, lambda: None)
    office.close()
    office = open_office(folder, WHO)  # even on a full disk
    tell("opened", digest(office.db))
    ballast.unlink()
    _goes_on(office)


def cramped(folder: Path, _seed: int) -> None:
    """An upgrade, a copy and a first opening on a disk that has 200 kB left, then with room."""
    newest = offices.make_office(folder / "nay")
    old = offices.make_older_office(folder / "cu", 1, newest)
    before = offices.rows_of(old / db.opening.FILE)
    office = open_office(newest, WHO)
    acts: dict[str, Callable[[], object]] = {
        "upgrade": lambda: open_office(old, WHO).close(),
        "copy": lambda: snapshot(office.db, folder / "ban-sao.sqlite3"),
        "first": lambda: open_office(folder / "moi", WHO, create=True).close(),
    }
    ballast = folder / "ballast"
    ballast.write_bytes(b"\1" * (shutil.disk_usage(folder).free - 200_000))
    for name, act in acts.items():
        try:
            act()
            tell(name, "done")
        except (sqlite3.Error, OSError, DataTrouble) as trouble:
            tell(name, troubles.exit_code(trouble), troubles.sentence(trouble))
    found = offices.rows_of(old / db.opening.FILE)
    tell("old", "same" if found == before else "LOST", offices.version_of(old / db.opening.FILE))
    tell("litter", [path.name for path in folder.rglob("*") if path.suffix in (".tmp", ".moi")])
    ballast.unlink()
    for act in acts.values():
        act()
    tell("again", offices.version_of(old / db.opening.FILE), (folder / "moi" / db.opening.FILE).is_file())
    office.close()


def no_room(folder: Path, _seed: int) -> None:
    """Evidence, a paper and a backup on a disk that has 60 kB left, then with room."""
    office = open_office(folder / "xã", WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    (folder / "usb").mkdir()
    reader = office.reader()
    adopt(reader, folder / "usb", office.folder)
    back_up(reader, office.folder, folder / "usb")
    paper, scan = folder / "giấy.pdf", folder / "quét.pdf"
    paper.write_bytes(b"old")
    scan.write_bytes(random.Random(16).randbytes(400_000))
    acts: dict[str, Callable[[], object]] = {
        "evidence": lambda: keep_file(office.folder, scan),
        "paper": lambda: export_form(office.db, "ke-hoach", FormOptions(year=2025), paper),
        "backup": lambda: tell("proved", back_up(reader, office.folder, folder / "usb").proof.whole),
    }
    ballast = folder / "ballast"
    ballast.write_bytes(b"\1" * (shutil.disk_usage(folder).free - 60_000))
    saved = digest(office.db)
    for name, act in acts.items():
        try:
            act()
            tell(name, "done")
        except (sqlite3.Error, OSError, DataTrouble, MediumTrouble) as trouble:
            tell(name, troubles.exit_code(trouble), troubles.sentence(trouble))
    kept = office.folder / "minh-chung"
    tell(
        "kept",
        paper.read_bytes() == b"old",
        digest(office.db) == saved,
        len(list(store.listing(kept))),
        len(look(folder / "usb").copies),
    )
    ballast.unlink()
    for act in acts.values():
        act()
    tell("again", paper.read_bytes()[:5], len(list(store.listing(kept))), len(look(folder / "usb").copies))
    reader.close()
    office.close()


def _until_refused(office: Office, folder: Path, limit: Callable[[], None]) -> None:
    paper = folder / "ke-hoach.pdf"
    write_file(paper, b"%PDF good")
    limit()
    saved, number = digest(office.db), 0
    try:
        while number < 10_000:
            office.run("Thêm", units.add_unit, f"Tổ {number} " + "x" * 3000)
            saved, number = digest(office.db), number + 1
    except (sqlite3.Error, OSError) as trouble:
        tell("refused", troubles.exit_code(trouble), troubles.sentence(trouble))
    tell(
        "edits",
        number,
        "same" if digest(office.db) == saved else "LOST",
        "open" if office.db.in_transaction else "closed",
    )
    try:
        write_file(paper, b"%PDF " + b"x" * 8_000_000)
    except OSError as trouble:
        tell("paper", troubles.exit_code(trouble), troubles.sentence(trouble))
    tell("kept", paper.read_bytes() == b"%PDF good", sorted(path.name for path in folder.glob(".*.tmp")))


def _goes_on(office: Office) -> None:
    office.run("Thêm", units.add_unit, "Sau khi có chỗ")
    tell("again", office.undo(), office.redo(), office.db.execute("PRAGMA integrity_check").fetchone()[0])
    office.close()


TASKS: dict[str, Callable[[Path, int], None]] = {
    "edit": edit,
    "begin": begin,
    "upgrade": upgrade,
    "hold": hold,
    "starve": starve,
    "fill": fill,
    "cramped": cramped,
    "no-room": no_room,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
