"""Saved views of a page: filters, order and columns under a name, for everyone who uses this data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line


@dataclass(frozen=True, kw_only=True)
class SavedView(Record):
    """One view; what it holds is the page's own business."""

    TABLE: ClassVar[str] = "saved_view"
    page: str
    name: str = column("Tên khung nhìn", width=30)
    view: str = "{}"
    position: int = 0

    @property
    def values(self) -> dict[str, Any]:
        return dict(json.loads(self.view))


def saved_views(db: Connection, page: str) -> list[SavedView]:
    """The views of a page (its KEY) in their order."""
    return fetch(db, SavedView, "WHERE page = ? ORDER BY position, id", (page,))


def save_view(db: Connection, page: str, name: str, values: dict[str, Any]) -> int:
    """Keep a view; one of that name is replaced. RuleBroken without a name."""
    name = clean_line(name)
    if not name:
        raise RuleBroken(_("Chưa có tên của khung nhìn."))
    stored = json.dumps(values, ensure_ascii=False, sort_keys=True)
    known = one(db, SavedView, "WHERE page = ? AND name = ?", (page, name))
    if known is not None:
        update(db, SavedView, known.id, view=stored)
        return known.id
    position = max((view.position for view in saved_views(db, page)), default=0) + 1
    return insert(db, SavedView(page=page, name=name, view=stored, position=position))


def rename_view(db: Connection, view_id: int, name: str) -> None:
    """Give a view another name. RuleBroken without one, or where another view has it."""
    name, view = clean_line(name), get(db, SavedView, view_id)
    if not name:
        raise RuleBroken(_("Chưa có tên của khung nhìn."))
    known = one(db, SavedView, "WHERE page = ? AND name = ?", (view.page, name))
    if known is not None and known.id != view_id:
        raise RuleBroken(_("Đã có khung nhìn “{name}”.", name=name))
    update(db, SavedView, view_id, name=name)


def delete_view(db: Connection, view_id: int) -> None:
    delete(db, SavedView, [view_id])
