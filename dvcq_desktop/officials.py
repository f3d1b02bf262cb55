"""Officials (cán bộ, công chức): who works where, under which title, sorted by given name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.units import check_validity, valid_on
from dvcq_desktop.vietnamese import clean_line, fold, name_key


@dataclass(frozen=True, kw_only=True)
class Official(Record):
    """One person in one post."""

    TABLE: ClassVar[str] = "official"
    name: str = column("Họ và tên", width=24)
    title: str = column("Chức vụ", width=30, default="")
    unit_id: int | None = None
    replaced_by_id: int | None = None
    valid_from: str = column("Từ ngày", kind="date", width=10, default="")
    valid_to: str = column("Đến hết ngày", kind="date", width=10, default="")
    position: int = 0


def all_officials(db: Connection) -> list[Official]:
    """Everyone, by given name."""
    return sorted(fetch(db, Official), key=lambda official: name_key(official.name))


def add_official(db: Connection, name: str, *, title: str = "", unit_id: int | None = None) -> int:
    """A new person. Raises RuleBroken without a name."""
    name = clean_line(name)
    if not name:
        raise RuleBroken(_("Chưa có họ và tên."))
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM official").fetchone()[0]
    return insert(db, Official(name=name, title=clean_line(title), unit_id=unit_id, position=position))


def officials_on(db: Connection, day: str, *, unit_id: int | None = None) -> list[Official]:
    """Those in office on a day (ISO), of one unit where asked, by given name."""
    return [
        official
        for official in all_officials(db)
        if valid_on(official.valid_from, official.valid_to, day) and unit_id in (None, official.unit_id)
    ]


def official_named(db: Connection, name: str, *, unit_id: int | None = None) -> int:
    """The id of the person of this name still in office; a new person where none is (quick add while assigning)."""
    wanted = fold(clean_line(name))
    same = [official for official in all_officials(db) if fold(official.name) == wanted and not official.valid_to]
    here = [official for official in same if official.unit_id == unit_id] or same
    return here[0].id if here else add_official(db, name, unit_id=unit_id)


def change_official(db: Connection, official_id: int, **values: str) -> None:
    """Change name, title or days of validity as typed. RuleBroken without a name, or where they end before they begin."""
    unknown = set(values) - {"name", "title", "valid_from", "valid_to"}
    if unknown:
        raise TypeError(f"no field of an official to type: {sorted(unknown)}")
    stored = {k: parse_date(v) if k.startswith("valid") else clean_line(v) for k, v in values.items()}
    if stored.get("name") == "":
        raise RuleBroken(_("Chưa có họ và tên."))
    old = get(db, Official, official_id)
    check_validity(old.valid_from, old.valid_to, stored)
    update(db, Official, official_id, **stored)


def move_official(db: Connection, official_id: int, unit_id: int | None) -> None:
    """Put a person into another unit (a correction: a real move from a day on is a reorganisation or a hand-over)."""
    update(db, Official, official_id, unit_id=unit_id)


def set_replaced_by(db: Connection, official_id: int, replaced_by_id: int | None, last_day: str = "") -> None:
    """Say who took over the post and, as typed, until when this person held it."""
    if official_id == replaced_by_id:
        raise RuleBroken(_("Một người không thể được thay bởi chính mình."))
    values = {"valid_to": parse_date(last_day)} if last_day.strip() else {}
    update(db, Official, official_id, replaced_by_id=replaced_by_id, **values)


def titled_name(official: Official) -> str:
    """ "Công chức Tài chính – Kế toán Trần Minh Tâm": the title stands before the name."""
    return f"{official.title} {official.name}".strip()


def delete_official(db: Connection, official_id: int) -> None:
    """Delete a person nothing refers to. RuleBroken where an assignment does."""
    held = db.execute("SELECT count(*) FROM assignment WHERE official_id = ?", (official_id,)).fetchone()[0]
    if held:
        name = get(db, Official, official_id).name
        raise RuleBroken(_("{name} còn giữ {n} nhiệm vụ nên không xóa được. Hãy bàn giao trước.", name=name, n=held))
    delete(db, Official, [official_id])
