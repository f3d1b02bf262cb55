"""An office on disk with evidence files, for the tests of sidecars, integrity and rebuilding."""

from __future__ import annotations

from pathlib import Path

from db import store
from db.connection import Connection
from dvcq_desktop import cycles, evidence, evidence_files, evidence_links, frameworks, organisation, tasks
from dvcq_desktop.office import Office, open_office

YEAR = 2025
WHO = "Lê Thị Hoa"
FRAMEWORK = "minh-hoa-100-diem"
OFFICE = "Ủy ban nhân dân xã Ba Thành"


def set_up(db: Connection) -> None:
    """The office, its year with the framework of the shelf, one task."""
    organisation.set_up(db, OFFICE, "Ba Thành")
    cycle = cycles.open_year(db, YEAR, framework_id=frameworks.load_framework(db, FRAMEWORK))
    tasks.add_task(db, cycle, "Tổ chức đối thoại với Nhân dân")


def office_with_evidence(folder: Path) -> Office:
    """An open office: a report in two versions for two items and a task, a picture in the trash, a paper without a file."""
    office = open_office(folder, WHO, create=True)
    office.run("Thiết lập", set_up)
    first = attach(office, "Báo cáo.pdf", b"%PDF-1.4 ban dau", items=("1.2", "2.1"), kind="Báo cáo", reference="15/BC-UBND",
                   issued_on="5/3/2025", signer="Nguyễn Văn An")  # fmt: skip
    task = tasks.tasks(office.db, YEAR)[0].id
    office.run("Gắn", evidence_links.link_task, first, task)
    link = evidence_links.links_of(office.db, first)[0]
    office.run("Ghi trang", evidence_links.change_link, link.id, pages="3, 5-7", section="Mục II", note="xem kỹ")
    kept = store.keep_bytes(evidence_files.store_folder(folder), b"%PDF-1.4 ban sua")
    office.run("Bản mới", evidence_files.replace, first, kept, "Báo cáo (sửa).pdf", who=WHO)
    office.run("Duyệt", evidence.approve, [first], "Trần Thị B")
    picture = attach(office, "IMG_001.jpg", b"\xff\xd8\xff anh", items=("1.2",))
    office.run("Bỏ", evidence.trash, [picture], WHO)
    office.run("Giấy", evidence.add_evidence, YEAR, item(office.db, "1.1"), "Sổ họp thôn", kind="Sổ")
    return office


def attach(office: Office, name: str, data: bytes, items: tuple[str, ...] = (), **fields: str) -> int:
    """One more document with a file."""
    kept = store.keep_bytes(evidence_files.store_folder(office.folder), data)
    ids = [item(office.db, number) for number in items]
    return office.run("Thêm minh chứng", evidence_files.attach, YEAR, kept, name, item_ids=ids, who=WHO, **fields)


def item(db: Connection, number: str) -> int:
    """The id of the item with a number like "1.2"."""
    criterion, _dot, place = number.partition(".")
    found = frameworks.find_item(db, cycles.cycle_of_year(db, YEAR).framework_id or 0, int(criterion), int(place))
    assert found is not None
    return found.id


def damage(path: Path) -> None:
    """Flip a bit in the middle; the size stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def lose(path: Path) -> None:
    path.chmod(0o600)
    path.unlink()
