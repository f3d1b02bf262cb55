"""Small things an office remembers about itself by name, in its own data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.records import Record, insert, one, update

DEMO = "van-phong-mau"  # "1": this is the demonstration office


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """One thing remembered."""

    TABLE: ClassVar[str] = "setting"
    name: str
    value: str


def setting(db: Connection, name: str, default: str = "") -> str:
    found = one(db, Setting, "WHERE name = ?", (name,))
    return found.value if found else default


def keep_setting(db: Connection, name: str, value: str) -> None:
    found = one(db, Setting, "WHERE name = ?", (name,))
    if found is None:
        insert(db, Setting(name=name, value=value))
    else:
        update(db, Setting, found.id, value=value)
