"""The rule of an item in a sentence, and where its points came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.scores import ScoreRow

Params = Mapping[str, Any]


def rule_words(row: ScoreRow) -> str:
    """What gives how many points."""
    if row.closed_to_self:
        return "Điểm do cấp trên chấm, xã không tự chấm."
    most = format_short(row.item.max_points, unknown="?")
    words = _WORDS.get(row.item.rule)
    if words is not None:
        return words(json.loads(row.item.rule_params), most)
    step = f", theo bước {format_short(row.step)}" if row.step else ""
    return f"Gõ điểm từ 0 đến {most}{step} vào cột Tự chấm."


def result_words(row: ScoreRow) -> str:
    """ "✓ 3,50 tính từ số liệu trên", or that points were typed by hand where a rule would reckon them."""
    if row.score.self_points is None or row.closed_to_self:
        return ""
    points = format_points(row.score.self_points)
    if row.item.rule not in _WORDS:
        return f"✓ Đã chấm {points}."
    if row.score.entered == "{}":
        return f"● {points} gõ tay, không tính từ số liệu của quy tắc."
    return f"✓ {points} tính từ số liệu trên."


def _points(params: Params, name: str) -> str:
    return format_short(params.get(name))


def _choice(_params: Params, most: str) -> str:
    return f"Chọn một mức, cao nhất {most} điểm."


def _all_or_nothing(_params: Params, most: str) -> str:
    return f"Đạt được {most} điểm; không đạt 0 điểm."


def _ratio(params: Params, most: str) -> str:
    target = params.get("target_percent", 100)
    full = f"; đạt {target} % trở lên được đủ điểm." if target != 100 else "."
    return f"{most} điểm × {params['done']} / {params['of']}{full}"


def _bands(params: Params, _most: str) -> str:
    bands = "; ".join(f"từ {band['from_percent']} %: {format_short(band['points'])}" for band in params["bands"])
    return f"Theo tỷ lệ {params['done']} / {params['of']} — {bands}; thấp hơn: 0."


def _step(params: Params, most: str) -> str:
    return (
        f"Từ {params['base_percent']} % được {_points(params, 'base_points')} điểm, cứ thêm {params['every_percent']} %"
        f" được thêm {_points(params, 'add')}, tối đa {most}."
    )


def _deduct(params: Params, most: str) -> str:
    all_from = f"; từ {params['all_from']} trở lên trừ hết" if "all_from" in params else ""
    return f"{most} điểm; mỗi {params['event']} trừ {_points(params, 'each')}{all_from}."


def _count(params: Params, most: str) -> str:
    return f"Mỗi {params['event']} được {_points(params, 'each')} điểm, tối đa {most}."


def _bonus(params: Params, most: str) -> str:
    return (
        f"Mỗi lần cộng {_points(params, 'bonus_each')}, mỗi lần trừ {_points(params, 'penalty_each')};"
        f" từ {_points(params, 'lowest')} đến {most} điểm."
    )


def _checklist(params: Params, most: str) -> str:
    return f"Mỗi việc đã làm được {_points(params, 'each')} điểm, tối đa {most}."


_WORDS: dict[str, Callable[[Params, str], str]] = {
    "all_or_nothing": _all_or_nothing,
    "choice": _choice,
    "ratio": _ratio,
    "bands": _bands,
    "step": _step,
    "deduct_per_event": _deduct,
    "count_times": _count,
    "bonus_penalty": _bonus,
    "checklist": _checklist,
}
