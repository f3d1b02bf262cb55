"""Officials (cán bộ, công chức): who works where, under which title, sorted by given name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, fetch, insert
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, name_key


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
