"""Looks over a framework: sums of criteria and of the whole against the decision, codes twice, rules that give another maximum."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from db.connection import Connection
from dvcq_desktop.framework_rules import best_of
from dvcq_desktop.frameworks import Classification, Criterion, Framework, Item, criteria, get_framework, items
from dvcq_desktop.points import format_points
from dvcq_desktop.records import fetch
from dvcq_desktop.texts import _

Level = Literal["wrong", "open"]


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What the maxima of some items make; bonus items stand beside; missing: items whose maximum is not known."""

    points: int
    bonus: int
    missing: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to look at, and the item or criterion it is about (0: the framework itself)."""

    level: Level
    sentence: str
    item_id: int = 0
    criterion_id: int = 0


def sum_of(found: Sequence[Item]) -> Sum:
    return Sum(
        points=sum(i.max_points or 0 for i in found if not i.bonus),
        bonus=sum(i.max_points or 0 for i in found if i.bonus),
        missing=sum(1 for i in found if i.max_points is None),
        count=len(found),
    )


def sentence_of(whole: Sum, total: int | None) -> tuple[str, str]:
    """The foot of the page: a sign with words, and the mark that colours it ("", "good", "warn", "bad")."""
    points = format_points(whole.points)
    bonus = _(" · điểm thưởng {points}", points=format_points(whole.bonus)) if whole.bonus else ""
    if whole.missing:
        told = {"n": whole.missing, "count": whole.count, "points": points}
        return _("● Còn {n} trong {count} nội dung chưa có điểm tối đa · đã nhập {points}", **told) + bonus, "warn"
    if total is None:
        return _("● Tổng {points} · chưa nhập tổng điểm của quyết định để so", points=points) + bonus, "warn"
    if whole.points == total:
        return _("✓ Tổng {points}, khớp với quyết định", points=points) + bonus, "good"
    words = _("thiếu") if whole.points < total else _("thừa")
    told_sums = {"points": points, "words": words, "by": format_points(abs(total - whole.points))}
    return _(
        "▲ Tổng {points}, {words} {by} so với {total} của quyết định", total=format_points(total), **told_sums
    ) + bonus, "bad"


def findings(db: Connection, framework_id: int) -> list[Finding]:
    """What is to look at in a stored framework."""
    levels = fetch(db, Classification, "WHERE framework_id = ? ORDER BY position", (framework_id,))
    found = look_over(get_framework(db, framework_id), criteria(db, framework_id), items(db, framework_id), levels)
    return [*found, *_over_the_maximum(db, framework_id)]


def look_over(
    framework: Framework,
    all_criteria: Sequence[Criterion],
    all_items: Sequence[Item],
    levels: Sequence[Classification] = (),
) -> list[Finding]:
    """What is to look at in a framework given as values; nothing is read or written."""
    by_criterion: dict[int, list[Item]] = {c.id: [] for c in all_criteria}
    for item in all_items:
        by_criterion[item.criterion_id].append(item)
    sentence, mark = sentence_of(sum_of(all_items), framework.total)
    found = [Finding(level="wrong" if mark == "bad" else "open", sentence=sentence)] if mark != "good" else []
    found += _twice(all_criteria, by_criterion)
    for criterion in all_criteria:
        if not by_criterion[criterion.id]:
            told = _("Tiêu chí {n} chưa có nội dung nào.", n=criterion.number)
            found.append(Finding(level="open", sentence=told, criterion_id=criterion.id))
        for item in by_criterion[criterion.id]:
            if told := _item(item, item.step or framework.step, f"{criterion.number}.{item.number}"):
                found.append(Finding(level="wrong", sentence=told, item_id=item.id, criterion_id=criterion.id))
    known = [level.threshold for level in levels if level.threshold is not None]
    if known and (len(known) < len(levels) or any(upper <= lower for upper, lower in pairwise(known))):
        told = _("Các mức xếp loại phải có đủ điểm và xếp từ cao xuống thấp.")
        found.append(Finding(level="wrong", sentence=told))
    return found


def _twice(all_criteria: Sequence[Criterion], by_criterion: Mapping[int, Sequence[Item]]) -> list[Finding]:
    found = []
    numbers = [c.number for c in all_criteria]
    for criterion in all_criteria:
        if numbers.count(criterion.number) > 1:
            told = _("Số tiêu chí {n} có hai lần.", n=criterion.number)
            found.append(Finding(level="wrong", sentence=told, criterion_id=criterion.id))
        own = [item.number for item in by_criterion[criterion.id]]
        for item in by_criterion[criterion.id]:
            if own.count(item.number) > 1:
                told = _("Mã {code} có hai lần.", code=f"{criterion.number}.{item.number}")
                found.append(Finding(level="wrong", sentence=told, item_id=item.id, criterion_id=criterion.id))
    return found


def _item(item: Item, step: int | None, code: str) -> str:
    """The sentence about one item; empty where nothing is to say."""
    if item.max_points is None:
        return ""
    points = format_points(item.max_points)
    if step and item.max_points % step:
        given = {"code": code, "points": points, "step": format_points(step)}
        return _("Nội dung {code}: {points} không chia hết cho bước điểm {step}.", **given)
    best = best_of(item.rule, json.loads(item.rule_params))
    if best is not None and best != item.max_points:
        given = {"code": code, "best": format_points(best), "points": points}
        return _("Nội dung {code}: quy tắc cho nhiều nhất {best}, nhưng điểm tối đa là {points}.", **given)
    return ""


def _over_the_maximum(db: Connection, framework_id: int) -> list[Finding]:
    """Points already given that a maximum entered later no longer allows."""
    rows = db.execute(
        "SELECT i.id, i.max_points, c.number AS criterion, i.number, y.year, max(coalesce(s.self_points, 0),"
        " coalesce(s.appraised_points, 0)) AS points FROM score s JOIN item i ON i.id = s.item_id"
        " JOIN criterion c ON c.id = i.criterion_id JOIN cycle y ON y.id = s.cycle_id"
        " WHERE c.framework_id = ? AND max(coalesce(s.self_points, 0), coalesce(s.appraised_points, 0)) > i.max_points"
        " ORDER BY c.position, i.position",
        (framework_id,),
    ).fetchall()
    return [
        Finding(
            level="wrong",
            sentence=_(
                "Nội dung {code}: năm {year} đã chấm {points}, vượt điểm tối đa {maximum}. Hãy chấm lại.",
                code=f"{row['criterion']}.{row['number']}",
                year=row["year"],
                points=format_points(row["points"]),
                maximum=format_points(row["max_points"]),
            ),
            item_id=row["id"],
        )
        for row in rows
    ]
