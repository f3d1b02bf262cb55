"""Changes to a framework as typed on its page: criteria, items, rules, order; each asks first which version to change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import NOT_APPLICABLE, POLARITIES
from dvcq_desktop.framework_versions import for_editing, mark_scores
from dvcq_desktop.framework_words import typed_params
from dvcq_desktop.frameworks import Criterion, Framework, Item, criteria
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line


@dataclass(frozen=True, kw_only=True)
class Edited:
    """Where a change was made: another version than asked where scoring had begun, and the item or criterion there."""

    framework_id: int
    item_id: int = 0
    criterion_id: int = 0


# Items


def change_item(db: Connection, item_id: int, field: str, typed: str) -> Edited:
    """Change one field of an item as typed. RuleBroken with the sentence why not; the same value changes nothing."""
    value = _ITEM_FIELDS[field](typed)
    item = get(db, Item, item_id)
    if getattr(item, field) == value:
        return _where(db, item)
    item = _editable_item(db, item)
    if field == "number":
        _must_be_free(db, Item, "criterion_id", item.criterion_id, item.id, int(value))
    update(db, Item, item.id, **{field: value})
    return _where(db, item)


def fill_maxima(db: Connection, item_ids: Sequence[int], typed: Sequence[str]) -> Edited:
    """A column of points into items one below the other, all or none; an empty cell leaves what stands."""
    pairs = [(item_id, text) for item_id, text in zip(item_ids, typed, strict=False) if text.strip()]
    if not pairs:
        raise RuleBroken(_("Không có điểm nào để dán."))
    done = change_item(db, pairs[0][0], "max_points", pairs[0][1])
    for item_id, text in pairs[1:]:
        done = change_item(db, in_version(db, item_id, done.framework_id), "max_points", text)
    return done


def change_rule(db: Connection, item_id: int, rule: str, typed: Mapping[str, str]) -> Edited:
    """Let an item be scored by a rule with these parameters as typed; what was entered for the old rule stays as points."""
    params = json.dumps(typed_params(rule, typed), ensure_ascii=False, sort_keys=True)
    item = get(db, Item, item_id)
    if (item.rule, item.rule_params) == (rule, params):
        return _where(db, item)
    item = _editable_item(db, item)
    own = {"self_scored": int(rule != "superior_only")} if "superior_only" in (rule, item.rule) else {}
    update(db, Item, item.id, rule=rule, rule_params=params, **own)
    return _where(db, item)


def add_item(db: Connection, criterion_id: int, text: str, *, after_id: int | None = None) -> Edited:
    """A new item at the end of a criterion, or right after another; the items are numbered anew."""
    text = _text(text)
    criterion = _editable_criterion(db, get(db, Criterion, criterion_id))
    found = _items(db, criterion.id)
    after = in_version(db, after_id, criterion.framework_id) if after_id else None
    place = next((i + 1 for i, item in enumerate(found) if item.id == after), len(found))
    number = max((item.number for item in found), default=0) + 1
    new_id = insert(
        db, Item(criterion_id=criterion.id, number=number, text=text, position=_last(i.position for i in found))
    )
    if place < len(found):
        order = [item.id for item in found]
        _number_items(db, [*order[:place], new_id, *order[place:]])
    return Edited(framework_id=criterion.framework_id, item_id=new_id, criterion_id=criterion.id)


def delete_items(db: Connection, item_ids: Iterable[int]) -> Edited:
    """Take items out, with the scores and links of open years on them; those that remain keep their numbers."""
    wanted = [get(db, Item, item_id) for item_id in item_ids]
    if not wanted:
        raise RuleBroken(_("Chưa chọn nội dung nào."))
    where = _where(db, _editable_item(db, wanted[0]))
    delete(db, Item, [in_version(db, item.id, where.framework_id) for item in wanted])
    mark_scores(db, where.framework_id)
    return Edited(framework_id=where.framework_id, criterion_id=where.criterion_id)


def move_item(db: Connection, item_id: int, by: int) -> Edited:
    """One place up (-1) or down (1); from the edge of a criterion into the one beside it. Both are numbered anew."""
    item = get(db, Item, item_id)
    around = criteria(db, get(db, Criterion, item.criterion_id).framework_id)
    place = next(i for i, c in enumerate(around) if c.id == item.criterion_id)
    own = [i.id for i in _items(db, item.criterion_id)]
    inside = 0 <= own.index(item.id) + by < len(own)
    if not inside and not 0 <= place + by < len(around):
        raise RuleBroken(_("Nội dung này đã ở đầu hoặc cuối bộ tiêu chí."))
    item = _editable_item(db, item)
    order = [i.id for i in _items(db, item.criterion_id)]
    at = order.index(item.id)
    order.remove(item.id)
    if inside:
        order.insert(at + by, item.id)
        _number_items(db, order)
        return _where(db, item)
    target = criteria(db, get(db, Criterion, item.criterion_id).framework_id)[place + by]
    beside = [i.id for i in _items(db, target.id)]
    update(db, Item, item.id, criterion_id=target.id)
    _number_items(db, order)
    _number_items(db, [*beside, item.id] if by < 0 else [item.id, *beside])
    return Edited(framework_id=target.framework_id, item_id=item.id, criterion_id=target.id)


# Criteria


def change_criterion(db: Connection, criterion_id: int, field: str, typed: str) -> Edited:
    """Change number or title of a criterion as typed."""
    value = _CRITERION_FIELDS[field](typed)
    criterion = get(db, Criterion, criterion_id)
    if getattr(criterion, field) != value:
        criterion = _editable_criterion(db, criterion)
        if field == "number":
            _must_be_free(db, Criterion, "framework_id", criterion.framework_id, criterion.id, int(value))
        update(db, Criterion, criterion.id, **{field: value})
    return Edited(framework_id=criterion.framework_id, criterion_id=criterion.id)


def add_criterion(db: Connection, framework_id: int, title: str) -> Edited:
    """A new criterion at the end."""
    title = _text(clean_line(title))
    framework_id = for_editing(db, framework_id)
    found = criteria(db, framework_id)
    number = max((c.number for c in found), default=0) + 1
    new_id = insert(
        db, Criterion(framework_id=framework_id, number=number, title=title, position=_last(c.position for c in found))
    )
    return Edited(framework_id=framework_id, criterion_id=new_id)


def delete_criterion(db: Connection, criterion_id: int) -> Edited:
    """Take a criterion out with its items."""
    criterion = _editable_criterion(db, get(db, Criterion, criterion_id))
    delete(db, Criterion, [criterion.id])
    mark_scores(db, criterion.framework_id)
    return Edited(framework_id=criterion.framework_id)


def move_criterion(db: Connection, criterion_id: int, by: int) -> Edited:
    """One place up (-1) or down (1); all are numbered anew."""
    criterion = get(db, Criterion, criterion_id)
    place = [c.id for c in criteria(db, criterion.framework_id)].index(criterion.id) + by
    if not 0 <= place < len(criteria(db, criterion.framework_id)):
        raise RuleBroken(_("Tiêu chí này đã ở đầu hoặc cuối bộ tiêu chí."))
    criterion = _editable_criterion(db, criterion)
    order = [c.id for c in criteria(db, criterion.framework_id)]
    order.remove(criterion.id)
    order.insert(place, criterion.id)
    for position, each in enumerate(order, start=1):
        update(db, Criterion, each, number=position, position=position)
    return Edited(framework_id=criterion.framework_id, criterion_id=criterion.id)


def new_framework(db: Connection, title: str) -> int:
    """An empty framework of the office's own."""
    title = _text(clean_line(title))
    number = db.execute("SELECT count(*) + 1 FROM framework WHERE code LIKE 'rieng-%'").fetchone()[0]
    return insert(db, Framework(code=f"rieng-{number}", title=title, short_title=title[:60]))


# Which version, and what was typed


def _editable_item(db: Connection, item: Item) -> Item:
    """The item in the version that may be changed."""
    framework_id = get(db, Criterion, item.criterion_id).framework_id
    return get(db, Item, in_version(db, item.id, for_editing(db, framework_id)))


def in_version(db: Connection, item_id: int, framework_id: int) -> int:
    """The item that stands for this one in a framework: itself, or the one made of it."""
    row = db.execute(
        "SELECT i.id FROM item i JOIN criterion c ON c.id = i.criterion_id WHERE c.framework_id = ?1 AND (i.id = ?2 OR"
        " i.id IN (SELECT new_item_id FROM item_mapping WHERE old_item_id = ?2))",
        (framework_id, item_id),
    ).fetchone()
    if row is None:
        raise KeyError(f"item {item_id} in framework {framework_id}")
    return int(row[0])


def _editable_criterion(db: Connection, criterion: Criterion) -> Criterion:
    """The criterion in the version that may be changed; a copy keeps places."""
    framework_id = for_editing(db, criterion.framework_id)
    if framework_id == criterion.framework_id:
        return criterion
    place = [c.id for c in criteria(db, criterion.framework_id)].index(criterion.id)
    return criteria(db, framework_id)[place]


def _where(db: Connection, item: Item) -> Edited:
    criterion = get(db, Criterion, item.criterion_id)
    return Edited(framework_id=criterion.framework_id, item_id=item.id, criterion_id=criterion.id)


def _items(db: Connection, criterion_id: int) -> list[Item]:
    return fetch(db, Item, "WHERE criterion_id = ? ORDER BY position, id", (criterion_id,))


def _number_items(db: Connection, order: Iterable[int]) -> None:
    for position, item_id in enumerate(order, start=1):
        update(db, Item, item_id, number=position, position=position)


def _must_be_free(
    db: Connection, record: type[Item | Criterion], parent: str, parent_id: int, own_id: int, number: int
) -> None:
    if one(db, record, f"WHERE {parent} = ? AND number = ? AND id <> ?", (parent_id, number, own_id)):
        raise RuleBroken(_("Số {n} đã có. Hãy chọn số khác, hoặc dùng nút Lên, Xuống để đổi thứ tự.", n=number))


def _last(positions: Iterable[int]) -> int:
    return max(positions, default=0) + 1


def _text(typed: str) -> str:
    text = clean(typed).strip()
    if not text:
        raise RuleBroken(_("Nội dung không được để trống."))
    return text


def _lines(typed: str) -> str:
    return "\n".join(line for line in clean(typed).split("\n") if line.strip())


def _points(typed: str) -> int | None:
    """Points above nothing; empty where they are not known. "2,5", "2.5" and "2,5 điểm" are the same."""
    text = typed.strip().lower().removesuffix("điểm").removesuffix("đ").strip()
    if not text:
        return None
    points = parse_points(text)
    if points <= 0:
        raise RuleBroken(_("Điểm phải lớn hơn 0. Nếu chưa biết thì để trống."))
    return points


def _number(typed: str) -> int:
    if not typed.strip().isdigit() or not 0 < int(typed) < 1000:
        raise RuleBroken(_("“{typed}” không phải là số thứ tự.", typed=typed.strip()))
    return int(typed)


def _flag(typed: str) -> int:
    return int(typed.strip() not in ("", "0"))


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed not in allowed:
            raise RuleBroken(_("Không có lựa chọn “{state}”.", state=typed))
        return typed

    return read


_ITEM_FIELDS: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "text": _text,
    "max_points": _points,
    "step": _points,
    "expected_evidence": _lines,
    "legal_base": _lines,
    "bonus": _flag,
    "self_scored": _flag,
    "needs_evidence": _flag,
    "not_applicable": _one_of(NOT_APPLICABLE),
    "polarity": _one_of(POLARITIES),
}
_CRITERION_FIELDS: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "title": lambda typed: _text(clean_line(typed)),
}
