"""An office with a backup on a stick, and what the tests of backups under faults ask of it."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from db import store
from db.connection import connect
from db.opening import FILE
from dvcq_desktop import cycles, demo, organisation
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.drill import prove
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.evidence_files import attach, store_folder
from dvcq_desktop.office import Office, open_office
from tests.faults.offices import WHO


def make_backed_up(folder: Path) -> Path:
    """In the folder: pc, an office that changed since its backup; usb, that backup."""
    office = open_office(folder / "pc", WHO, create=True)
    office.run("Tên", organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    office.run("Năm", cycles.open_year, 2025)
    for number in range(4):
        add(office, f"{number}.txt", f"minh chứng {number} ".encode() * 900)
    (folder / "usb").mkdir()
    with closing(office.reader()) as reader:
        adopt(reader, folder / "usb", office.folder)
    save(folder)
    add(office, "mới.txt", b"moi " * 3000)
    office.close()
    shutil.rmtree(folder / "pc" / "sao-luu")
    return folder


def make_demo_backed_up(folder: Path) -> Path:
    """In the folder: pc, the demonstration office with its files, closed; usb, a backup of it."""
    (folder / "usb").mkdir()
    with closing(open_office(folder / "pc", WHO, create=True)) as office:
        office.run("Nạp", demo.fill_demo, office.folder)
        with closing(office.reader()) as reader:
            adopt(reader, folder / "usb", office.folder)
            assert back_up(reader, office.folder, folder / "usb").proof.whole
    return folder


def add(office: Office, name: str, content: bytes) -> None:
    kept = store.keep_bytes(store_folder(office.folder), content)
    office.run("Nhập", _attached, kept, name)


def _attached(db: object, kept: store.Kept, name: str) -> None:
    attach(db, 2025, kept, name)  # type: ignore[arg-type]


def save(folder: Path) -> list[object]:
    """Back the pc up to the usb: the number of the generation, and whether it was proved whole."""
    with closing(connect(folder / "pc" / FILE, read_only=True)) as db:
        done = back_up(db, folder / "pc", folder / "usb")
    return [done.generation.serial, done.proof.whole]


def evidence(folder: Path) -> dict[str, str]:
    """What each content of the office's store really holds."""
    root = store_folder(folder)
    return {sha256: store.digest(store.path_of(root, sha256)) for sha256, _size in store.listing(root)}


def whole(folder: Path, serial: int) -> bool:
    """Whether all of a generation comes off the usb as it was put there."""
    vault = Vault(root_of(folder / "usb"))
    return prove(vault, vault.read(serial), folder / "pc", everything=True).whole
