"""The head of a framework as typed: title, decision, dates, total, rounding; its classes and its gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.connection import Connection
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import ROUNDINGS
from dvcq_desktop.framework_versions import for_editing
from dvcq_desktop.frameworks import Classification, Framework, Gate, get_framework
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import delete, fetch, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line, fold

ROUNDING_WORDS = {"half_up": "Từ nửa trở lên thì lên", "down": "Bỏ phần lẻ", "up": "Luôn làm tròn lên"}


def change_head(db: Connection, framework_id: int, typed: Mapping[str, str]) -> int:
    """Change fields of the head as typed; answers the framework they stand in now. Nothing changes where all is the same."""
    values = {name: _read(name, text) for name, text in typed.items()}
    old = get_framework(db, framework_id)
    years = {name: values.get(name, getattr(old, name)) for name in ("effective_from", "effective_to")}
    if years["effective_from"] and years["effective_to"] and years["effective_to"] < years["effective_from"]:
        raise RuleBroken(_("Năm hết hiệu lực đứng trước năm bắt đầu."))
    changed = {name: value for name, value in values.items() if getattr(old, name) != value}
    if not changed:
        return framework_id
    framework_id = for_editing(db, framework_id)
    update(db, Framework, framework_id, **changed)
    return framework_id


def set_classes(db: Connection, framework_id: int, rows: Sequence[tuple[str, str]]) -> int:
    """The classes best first, each with the total it begins at as typed; all thresholds or none."""
    read = [(clean_line(label), parse_points(typed) if typed.strip() else None) for label, typed in rows]
    read = [row for row in read if row[0]]
    _check_classes(read)
    old = fetch(db, Classification, "WHERE framework_id = ? ORDER BY position", (framework_id,))
    if [(level.label, level.threshold) for level in old] == read:
        return framework_id
    framework_id = for_editing(db, framework_id)
    old = fetch(db, Classification, "WHERE framework_id = ?", (framework_id,))
    delete(db, Classification, [level.id for level in old])
    for position, (label, threshold) in enumerate(read, start=1):
        insert(db, Classification(framework_id=framework_id, label=label, threshold=threshold, position=position))
    return framework_id


def _check_classes(rows: Sequence[tuple[str, int | None]]) -> None:
    labels = [fold(label) for label, _threshold in rows]
    if len(set(labels)) < len(labels):
        raise RuleBroken(_("Có hai mức xếp loại trùng tên."))
    known = [threshold for _label, threshold in rows if threshold is not None]
    if known and len(known) < len(rows):
        raise RuleBroken(_("Có mức xếp loại ghi điểm, có mức không ghi. Hãy ghi đủ hoặc để trống tất cả."))
    if known != sorted(set(known), reverse=True):
        raise RuleBroken(_("Các mức xếp loại phải xếp từ cao xuống thấp."))


def set_gates(db: Connection, framework_id: int, rows: Sequence[tuple[str, str]]) -> int:
    """The gates as (question, class it forces; "" is not classifiable); answers stay with a gate whose question stays."""
    read = [(clean_line(text), clean_line(label)) for text, label in rows if text.strip()]
    labels = {c.label for c in fetch(db, Classification, "WHERE framework_id = ?", (framework_id,))}
    for text, label in read:
        if label and label not in labels:
            raise RuleBroken(_("Điều kiện “{key}” nêu mức “{label}” không có.", key=text, label=label))
    if [(gate.text, gate.class_label) for gate in _gates(db, framework_id)] == read:
        return framework_id
    framework_id = for_editing(db, framework_id)
    known = {gate.text: gate for gate in _gates(db, framework_id)}
    for position, (text, label) in enumerate(read, start=1):
        gate = known.pop(text, None)
        if gate is not None:
            update(db, Gate, gate.id, class_label=label, position=position)
        else:
            name = fold(text)[:40].strip().replace(" ", "-")
            insert(db, Gate(framework_id=framework_id, name=name, text=text, class_label=label, position=position))
    delete(db, Gate, [gate.id for gate in known.values()])
    return framework_id


def _gates(db: Connection, framework_id: int) -> list[Gate]:
    return fetch(db, Gate, "WHERE framework_id = ? ORDER BY position", (framework_id,))


def _read(name: str, typed: str) -> Any:
    text = clean_line(typed)
    if name == "title" and not text:
        raise RuleBroken(_("Bộ tiêu chí phải có tên."))
    if name in ("total", "step", "bonus_cap"):
        return _points(text)
    if name in ("effective_from", "effective_to", "decimals"):
        return _whole(name, text)
    if name in ("bonus_lifts", "illustrative"):
        return int(text not in ("", "0"))
    if name == "issued_on":
        return parse_date(text)
    if name == "rounding" and text not in ROUNDINGS:
        raise RuleBroken(_("Không có lựa chọn “{state}”.", state=text))
    return clean(typed).strip() if name == "note" else text


def _points(text: str) -> int | None:
    points = parse_points(text) if text else None
    if points is not None and points <= 0:
        raise RuleBroken(_("Điểm phải lớn hơn 0. Nếu chưa biết thì để trống."))
    return points


def _whole(name: str, text: str) -> int | None:
    if not text and name != "decimals":
        return None
    number = int(text) if text.isdigit() else -1
    if not (0 <= number <= 2 if name == "decimals" else 1990 <= number <= 2100):
        raise RuleBroken(_("“{text}” không dùng được ở ô này.", text=text))
    return number


def change_all(
    db: Connection,
    framework_id: int,
    head: Mapping[str, str],
    classes: Sequence[tuple[str, str]],
    gates: Sequence[tuple[str, str]],
) -> int:
    """Head, classes and gates in one change; answers the framework they stand in now."""
    framework_id = change_head(db, framework_id, head)
    framework_id = set_classes(db, framework_id, classes)
    return set_gates(db, framework_id, gates)
