"""An office with evidence, a stick beside it, and what tests of backups ask again and again."""

from __future__ import annotations

from pathlib import Path

from db import store
from db.connection import connect
from db.opening import FILE
from dvcq_desktop import demo, evidence_files
from dvcq_desktop.backup.backup import BackedUp, back_up
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.office import Office, open_office
from tests.support import WHO

YEAR = 2025


def make_office(folder: Path, documents: int = 3) -> Office:
    """The demonstration office, open, with some documents of evidence."""
    office = open_office(folder, WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    for number in range(documents):
        add_document(office, f"Báo cáo {number}.pdf", f"Báo cáo số {number}. ".encode() * 500)
    return office


def add_document(office: Office, name: str, content: bytes) -> str:
    """Attach a file; answers its SHA-256."""
    kept = store.keep_bytes(store_folder(office.folder), content)
    office.run("Nhập minh chứng", evidence_files.attach, YEAR, kept, name)
    return kept.sha256


def save(office: Office, stick: Path, **options: object) -> BackedUp:
    """Adopt the stick and back up to it, as a worker thread does: through a reader of its own."""
    reader = office.reader()
    try:
        stick.mkdir(exist_ok=True)
        adopt(reader, stick, office.folder)
        return back_up(reader, office.folder, stick, **options)  # type: ignore[arg-type]
    finally:
        reader.close()


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the data file of a folder."""
    from tests.support import content

    db = connect(folder / FILE, read_only=True)
    try:
        return content(db)
    finally:
        db.close()


def flip(path: Path, at: int = -7) -> None:
    """Change one byte of a file as a dying disk does."""
    path.chmod(0o644)
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 1
    path.write_bytes(raw)


def manifest(stick: Path, serial: int) -> Path:
    return root_of(stick) / "ban" / f"{serial:06}.json"


def content_path(stick: Path, sha256: str) -> Path:
    return store.path_of(root_of(stick) / "kho", sha256)
