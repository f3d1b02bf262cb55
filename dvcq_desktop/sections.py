"""The outline of a plan: a tree of sections that can be added, moved, indented and deleted, and numbers itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.numbering import DEEPEST, number_label
from dvcq_desktop.records import Record, column, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line

KINDS = {
    "text": "Văn bản",
    "results": "Kết quả năm trước (in từ dữ liệu)",
    "deductions": "Nội dung bị trừ điểm (in từ dữ liệu)",
    "tasks": "Nhiệm vụ theo tiêu chí (in từ dữ liệu)",
}


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A heading with the text below it; a live kind prints from the data after its own text."""

    TABLE: ClassVar[str] = "section"
    plan_id: int
    parent_id: int | None = None
    position: int = 0
    kind: str = "text"
    numbered: int = 1
    heading: str = column("Tiêu đề mục", width=50, default="")
    body: str = column("Nội dung", kind="lines", width=80, default="")


@dataclass(frozen=True, kw_only=True)
class OutlineRow:
    """A section where it stands: depth from 1, its printed number (empty where it takes none)."""

    section: Section
    depth: int
    label: str


def outline(db: Connection, plan_id: int) -> list[OutlineRow]:
    """Every section of a plan in reading order with its number."""
    children: dict[int | None, list[Section]] = {}
    for section in fetch(db, Section, "WHERE plan_id = ? ORDER BY position, id", (plan_id,)):
        children.setdefault(section.parent_id, []).append(section)
    rows: list[OutlineRow] = []

    def walk(parent: int | None, path: tuple[int, ...]) -> None:
        count = 0
        for section in children.get(parent, []):
            count += section.numbered
            here = (*path, count if section.numbered else 0)
            rows.append(
                OutlineRow(section=section, depth=len(here), label=number_label(here) if section.numbered else "")
            )
            walk(section.id, here)

    walk(None, ())
    return rows


def add_section(
    db: Connection,
    plan_id: int,
    *,
    after_id: int | None = None,
    inside_id: int | None = None,
    heading: str = "",
    body: str = "",
    kind: str = "text",
    numbered: bool = True,
) -> int:
    """A new section after another, as the last inside another, or at the end of the plan."""
    if after_id is not None:
        before = get(db, Section, after_id)
        parent_id, place = before.parent_id, before.position + 1
    else:
        parent_id, place = inside_id, _next_position(db, plan_id, inside_id)
    _must_fit(db, parent_id, 1)
    _shift(db, plan_id, parent_id, place, 1)
    return insert(
        db,
        Section(
            plan_id=plan_id,
            parent_id=parent_id,
            position=place,
            kind=kind,
            numbered=int(numbered),
            heading=clean_line(heading),
            body=clean(body),
        ),
    )


def change_heading(db: Connection, section_id: int, heading: str) -> None:
    update(db, Section, section_id, heading=clean_line(heading))


def change_body(db: Connection, section_id: int, body: str) -> None:
    update(db, Section, section_id, body=clean(body))


def change_kind(db: Connection, section_id: int, kind: str) -> None:
    """Let the section print text only, or data after its text."""
    if kind not in KINDS:
        raise RuleBroken(_("Không có loại mục “{kind}”.", kind=kind))
    update(db, Section, section_id, kind=kind)


def change_numbered(db: Connection, section_id: int, numbered: bool) -> None:
    update(db, Section, section_id, numbered=int(numbered))


def delete_section(db: Connection, section_id: int) -> None:
    """Delete a section with everything inside it."""
    section = get(db, Section, section_id)
    db.execute("DELETE FROM section WHERE id = ?", (section_id,))
    _shift(db, section.plan_id, section.parent_id, section.position + 1, -1)


def move_section(db: Connection, section_id: int, step: int) -> None:
    """Move a section among its neighbours: -1 up, 1 down; at the end nothing happens."""
    section = get(db, Section, section_id)
    row = _siblings(db, section)
    here = [s.id for s in row].index(section_id)
    there = here + step
    if 0 <= there < len(row):
        ids = [s.id for s in row]
        ids.insert(there, ids.pop(here))
        _renumber(db, ids)


def indent_section(db: Connection, section_id: int) -> None:
    """Put a section (with its own) as the last inside the one above it. Raises RuleBroken where there is none."""
    section = get(db, Section, section_id)
    above = [s for s in _siblings(db, section) if s.position < section.position]
    if not above:
        raise RuleBroken(_("Mục đầu tiên của một cấp không lùi vào được."))
    place_section(db, section_id, above[-1].id, None)


def outdent_section(db: Connection, section_id: int) -> None:
    """Put a section after the one it stands in. Raises RuleBroken at the top."""
    section = get(db, Section, section_id)
    if section.parent_id is None:
        raise RuleBroken(_("Mục này đã ở cấp cao nhất."))
    parent = get(db, Section, section.parent_id)
    place_section(db, section_id, parent.parent_id, parent.position + 1)


def place_section(db: Connection, section_id: int, parent_id: int | None, position: int | None) -> None:
    """Take a section out and put it before the one that stands at position there (drag and drop); None is the end."""
    section = get(db, Section, section_id)
    if parent_id is not None and section_id in _ancestors(db, parent_id):
        raise RuleBroken(_("Không đặt một mục vào bên trong chính nó được."))
    _must_fit(db, parent_id, _height(db, section_id))
    there = [s.id for s in _children(db, section.plan_id, parent_id)]
    place = len(there) if position is None else min(max(position - 1, 0), len(there))
    before = [row_id for row_id in there[:place] if row_id != section_id]
    behind = [row_id for row_id in there[place:] if row_id != section_id]
    if parent_id != section.parent_id:
        update(db, Section, section_id, parent_id=parent_id)
        _renumber(db, [s.id for s in _siblings(db, section) if s.id != section_id])
    _renumber(db, [*before, section_id, *behind])


def _siblings(db: Connection, section: Section) -> list[Section]:
    return _children(db, section.plan_id, section.parent_id)


def _children(db: Connection, plan_id: int, parent_id: int | None) -> list[Section]:
    return fetch(db, Section, "WHERE plan_id = ? AND parent_id IS ? ORDER BY position, id", (plan_id, parent_id))


def _must_fit(db: Connection, parent_id: int | None, height: int) -> None:
    """Raises RuleBroken where something of that height inside the parent would go deeper than numbers do."""
    if (_depth(db, parent_id) if parent_id is not None else 0) + height > DEEPEST:
        raise RuleBroken(_("Kế hoạch chỉ có {n} cấp mục; không thêm cấp sâu hơn được.", n=DEEPEST))


def _next_position(db: Connection, plan_id: int, parent_id: int | None) -> int:
    row = db.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM section WHERE plan_id = ? AND parent_id IS ?", (plan_id, parent_id)
    )
    return max(1, int(row.fetchone()[0]))


def _shift(db: Connection, plan_id: int, parent_id: int | None, start: int, step: int) -> None:
    db.execute(
        "UPDATE section SET position = position + ? WHERE plan_id = ? AND parent_id IS ? AND position >= ?",
        (step, plan_id, parent_id, start),
    )


def _renumber(db: Connection, ids: list[int]) -> None:
    for position, section_id in enumerate(ids, start=1):
        update(db, Section, section_id, position=position)


def _ancestors(db: Connection, section_id: int) -> list[int]:
    """The section itself and those it stands in, inmost first."""
    found: list[int] = []
    current: int | None = section_id
    while current is not None:
        found.append(current)
        row = db.execute("SELECT parent_id FROM section WHERE id = ?", (current,)).fetchone()
        current = row["parent_id"] if row else None
    return found


def _depth(db: Connection, section_id: int) -> int:
    return len(_ancestors(db, section_id))


def _height(db: Connection, section_id: int) -> int:
    below = [row["id"] for row in db.execute("SELECT id FROM section WHERE parent_id = ?", (section_id,))]
    return 1 + max((_height(db, child) for child in below), default=0)
