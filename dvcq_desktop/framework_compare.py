"""Compares two frameworks, or two versions of one: what was added, taken out, changed, moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from db.connection import Connection
from dvcq_desktop.framework_words import flag_words, params_text, rule_name
from dvcq_desktop.frameworks import Classification, Criterion, Framework, Gate, Item, criteria, get_framework, items
from dvcq_desktop.likeness import ALIKE, likeness
from dvcq_desktop.points import format_points
from dvcq_desktop.records import columns, fetch
from dvcq_desktop.texts import _

Kind = Literal["added", "removed", "changed", "moved"]
KIND_WORDS: dict[Kind, str] = {"added": "＋ Thêm", "removed": "− Bỏ", "changed": "✎ Sửa", "moved": "↕ Chuyển chỗ"}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that differs; code and words of the side where it stands."""

    kind: Kind
    code: str  # "1.2", "Tiêu chí 3", "" for the framework itself
    text: str
    field: str = ""
    before: str = ""
    after: str = ""


def pairs(db: Connection, old_id: int, new_id: int) -> list[tuple[Item | None, Item | None]]:
    """Items that stand for each other: by mapping of versions, else by number and words, else by words; rest alone."""
    old, new = items(db, old_id), items(db, new_id)
    roots = _roots(db)
    by_root = {roots.get(item.id, item.id): item for item in new}
    found: dict[int, Item] = {}
    for item in old:
        same = by_root.get(roots.get(item.id, item.id))
        if same is not None:
            found[item.id] = same
    taken = {item.id for item in found.values()}
    codes, new_codes = _codes(db, old_id), _codes(db, new_id)
    for item in old:
        if item.id in found:
            continue
        free = [n for n in new if n.id not in taken and likeness(item.text, n.text) >= ALIKE]
        if free:
            best = max(free, key=lambda n: (new_codes[n.id] == codes[item.id], likeness(item.text, n.text)))
            found[item.id] = best
            taken.add(best.id)
    return [(item, found.get(item.id)) for item in old] + [(None, item) for item in new if item.id not in taken]


def _roots(db: Connection) -> dict[int, int]:
    """For each item that came from another, the first of the line."""
    above = {row["new_item_id"]: row["old_item_id"] for row in db.execute("SELECT * FROM item_mapping").fetchall()}

    def root(item_id: int) -> int:
        seen = {item_id}
        while item_id in above and above[item_id] not in seen:
            item_id = above[item_id]
            seen.add(item_id)
        return item_id

    return {item_id: root(item_id) for item_id in above}


def _codes(db: Connection, framework_id: int) -> dict[int, str]:
    numbers = {c.id: c.number for c in criteria(db, framework_id)}
    return {item.id: f"{numbers[item.criterion_id]}.{item.number}" for item in items(db, framework_id)}


def compare(db: Connection, old_id: int, new_id: int) -> list[Difference]:
    """Every difference: the head first, then criteria and items in the order of the new one, what was taken out last."""
    found = list(_head(db, get_framework(db, old_id), get_framework(db, new_id)))
    found += _criteria(criteria(db, old_id), criteria(db, new_id))
    codes, new_codes = _codes(db, old_id), _codes(db, new_id)
    both = pairs(db, old_id, new_id)
    order = {item.id: place for place, item in enumerate(items(db, new_id))}
    for old, new in sorted(both, key=lambda pair: order.get(pair[1].id, 0) if pair[1] else len(order)):
        if new is None and old is not None:
            found.append(Difference(kind="removed", code=codes[old.id], text=old.text))
        elif old is None and new is not None:
            found.append(Difference(kind="added", code=new_codes[new.id], text=new.text))
        elif old is not None and new is not None:
            found += _item(old, new, codes[old.id], new_codes[new.id])
    return found


def _head(db: Connection, old: Framework, new: Framework) -> Iterator[Difference]:
    for name, column in columns(Framework).items():
        before, after = _shown(getattr(old, name), column.kind), _shown(getattr(new, name), column.kind)
        if before != after:
            yield Difference(
                kind="changed", code="", text=_("Bộ tiêu chí"), field=column.title, before=before, after=after
            )
    for kind, title in ((Classification, _("Xếp loại")), (Gate, _("Điều kiện"))):
        before, after = (_list(db, kind, side.id) for side in (old, new))
        if before != after:
            yield Difference(kind="changed", code="", text=_("Bộ tiêu chí"), field=title, before=before, after=after)


def _list(db: Connection, kind: type[Classification | Gate], framework_id: int) -> str:
    found = fetch(db, kind, "WHERE framework_id = ? ORDER BY position", (framework_id,))
    return "\n".join(
        f"{row.label}: {format_points(row.threshold, unknown='?')}"
        if isinstance(row, Classification)
        else f"{row.text} → {row.class_label or _('không xếp loại')}"
        for row in found
    )


def _criteria(old: list[Criterion], new: list[Criterion]) -> Iterator[Difference]:
    before, after = {c.number: c for c in old}, {c.number: c for c in new}
    for number in sorted(before.keys() | after.keys()):
        one, other = before.get(number), after.get(number)
        code = _("Tiêu chí {n}", n=number)
        if one is None and other is not None:
            yield Difference(kind="added", code=code, text=other.title)
        elif one is not None and other is None:
            yield Difference(kind="removed", code=code, text=one.title)
        elif one is not None and other is not None and one.title != other.title:
            yield Difference(
                kind="changed", code=code, text=other.title, field=_("Tên"), before=one.title, after=other.title
            )


def _item(old: Item, new: Item, old_code: str, new_code: str) -> Iterator[Difference]:
    if old_code != new_code:
        yield Difference(kind="moved", code=new_code, text=new.text, field=_("Số"), before=old_code, after=new_code)
    for title, before, after in _fields(old, new):
        if before != after:
            yield Difference(kind="changed", code=new_code, text=new.text, field=title, before=before, after=after)


def _fields(old: Item, new: Item) -> Iterator[tuple[str, str, str]]:
    yield _("Nội dung"), old.text, new.text
    yield _("Điểm tối đa"), format_points(old.max_points), format_points(new.max_points)
    yield _("Bước"), format_points(old.step), format_points(new.step)
    yield _("Quy tắc"), _rule(old), _rule(new)
    yield _("Minh chứng cần có"), old.expected_evidence, new.expected_evidence
    yield _("Căn cứ"), old.legal_base, new.legal_base
    yield _("Đặc điểm"), "; ".join(flag_words(old)), "; ".join(flag_words(new))


def _rule(item: Item) -> str:
    return "\n".join(filter(None, (rule_name(item.rule), params_text(item.rule, json.loads(item.rule_params)))))


def _shown(value: object, kind: str) -> str:
    if kind == "points":
        return format_points(value if isinstance(value, int) else None)
    return "" if value is None else str(value)
