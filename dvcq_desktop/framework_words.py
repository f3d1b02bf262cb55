"""Rules, parameters and flags of an item in the words of an office, both ways: for the page, the template and the comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import RULES, read_params
from dvcq_desktop.frameworks import Item
from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

RULE_NAMES = {
    "manual": "Chấm trực tiếp",
    "all_or_nothing": "Đạt hoặc không đạt",
    "choice": "Chọn một mức",
    "ratio": "Theo tỷ lệ",
    "bands": "Theo khoảng tỷ lệ",
    "step": "Theo bậc tỷ lệ",
    "deduct_per_event": "Trừ theo số lần",
    "count_times": "Cộng theo số lần",
    "bonus_penalty": "Thưởng và phạt",
    "checklist": "Đánh dấu các việc",
    "superior_only": "Cấp trên chấm",
    "survey": "Theo điều tra xã hội học",
    "relative_to_best": "So với đơn vị tốt nhất",
}
PARAM_NAMES = {
    "levels": "Các mức",
    "done": "Tên của số đã làm",
    "of": "Tên của tổng số",
    "target_percent": "Đủ điểm từ (%)",
    "bands": "Các khoảng",
    "base_percent": "Bắt đầu từ (%)",
    "base_points": "Điểm lúc bắt đầu",
    "every_percent": "Cứ thêm (%)",
    "add": "được thêm (điểm)",
    "event": "Tên của việc được đếm",
    "each": "Điểm mỗi lần",
    "all_from": "Mất hết điểm từ số lần",
    "bonus_each": "Điểm thưởng mỗi lần",
    "penalty_each": "Điểm phạt mỗi lần",
    "lowest": "Thấp nhất được xuống",
    "boxes": "Các việc",
}
PARAM_HINTS = {
    "levels": "Mỗi dòng một mức, ví dụ:  Đủ và đúng hạn = 2,00",
    "bands": "Mỗi dòng một khoảng, từ cao xuống thấp, ví dụ:  95 % = 2,00",
    "texts": "Mỗi dòng một việc",
}
LISTS = ("levels", "bands", "texts")  # kinds of parameters that take a line each
_FLAGS: dict[str, tuple[str, int | str]] = {  # words: field and the value they stand for
    "Điểm thưởng": ("bonus", 1),
    "Xã không tự chấm": ("self_scored", 0),
    "Không cần minh chứng": ("needs_evidence", 0),
    "Không phát sinh: tính đủ điểm": ("not_applicable", "full"),
    "Không phát sinh: quy đổi phần còn lại": ("not_applicable", "rescale"),
    "Nêu việc vi phạm": ("polarity", "violation"),
}
USUAL_FLAGS: dict[str, int | str] = {
    "bonus": 0,
    "self_scored": 1,
    "needs_evidence": 1,
    "not_applicable": "no",
    "polarity": "achievement",
}
_GIVEN = re.compile(r"^(.*\S)\s*[=:]\s*(\S+)\s*(?:điểm|đ)?$")
_PERCENT = re.compile(r"^(?:từ\s*)?(\d{1,3})\s*%?\s*(?:trở lên)?\s*[=:]\s*(\S+)\s*(?:điểm|đ)?$", re.IGNORECASE)


def rule_name(rule: str) -> str:
    return _(RULE_NAMES[rule])


def rule_named(words: str) -> str | None:
    """The rule of these words; None where there is none of that name."""
    wanted = fold(words)
    return next((rule for rule, name in RULE_NAMES.items() if wanted in (fold(name), rule)), None)


def describe(rule: str, params: Mapping[str, Any]) -> str:
    """The rule in a few words with its figures: "Trừ 0,5 mỗi lần", "Theo tỷ lệ"."""
    if rule == "deduct_per_event":
        return _("Trừ {n} mỗi lần", n=format_short(params["each"]))
    if rule == "count_times":
        return _("Cộng {n} mỗi lần", n=format_short(params["each"]))
    if rule == "choice":
        return _("Chọn 1 trong {n} mức", n=len(params["levels"]))
    if rule == "checklist":
        return _("{n} việc, mỗi việc {points}", n=len(params["boxes"]), points=format_short(params["each"]))
    if rule == "bands":
        return _("{n} khoảng tỷ lệ", n=len(params["bands"]))
    return rule_name(rule)


def param_kinds(rule: str) -> dict[str, str]:
    """The parameters of a rule with their kinds, the optional ones too."""
    return {name.rstrip("?"): kind for name, kind in RULES[rule].items()}


def param_text(kind: str, value: Any) -> str:
    """One parameter as a person types it."""
    if value is None:
        return ""
    if kind == "levels":
        return "\n".join(f"{row['label']} = {format_points(row['points'])}" for row in value)
    if kind == "bands":
        return "\n".join(f"{row['from_percent']} % = {format_points(row['points'])}" for row in value)
    if kind == "texts":
        return "\n".join(value)
    return format_points(value) if kind == "points" else str(value)


def typed_params(rule: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a rule as typed, checked; RuleBroken with a sentence that says which one and why."""
    raw: dict[str, Any] = {}
    for name, kind in param_kinds(rule).items():
        text = typed.get(name, "").strip()
        if text:
            raw[name] = _raw(name, kind, text)
        elif name in RULES[rule]:
            raise RuleBroken(_("Quy tắc “{rule}” còn thiếu: {name}.", rule=rule_name(rule), name=_(PARAM_NAMES[name])))
    return read_params(rule, raw, rule_name(rule))


def _raw(name: str, kind: str, text: str) -> Any:
    """A typed parameter in the shape it has in a framework file."""
    lines = [clean_line(line) for line in text.split("\n") if line.strip()]
    if kind == "texts":
        return lines
    if kind == "levels":
        return [_level(line) for line in lines]
    if kind == "bands":
        return [_band(line) for line in lines]
    if kind == "whole":
        digits = text.removesuffix("%").strip()
        if not digits.isdigit():
            raise RuleBroken(_("“{text}” không phải là số nguyên ({name}).", text=text, name=_(PARAM_NAMES[name])))
        return int(digits)
    return text.replace("−", "-") if kind == "points" else clean_line(text)


def _level(line: str) -> dict[str, str]:
    match = _GIVEN.match(line)
    if not match:
        raise RuleBroken(_("Dòng “{line}” thiếu điểm. {hint}.", line=line, hint=_(PARAM_HINTS["levels"])))
    return {"label": match[1], "points": match[2]}


def _band(line: str) -> dict[str, Any]:
    match = _PERCENT.match(line)
    if not match:
        raise RuleBroken(_("Không đọc được dòng “{line}”. {hint}.", line=line, hint=_(PARAM_HINTS["bands"])))
    return {"from_percent": int(match[1]), "points": match[2]}


def params_text(rule: str, params: Mapping[str, Any]) -> str:
    """All parameters as lines "tên: giá trị", lists as lines "- …" below their name."""
    lines = []
    for name, kind in param_kinds(rule).items():
        if name not in params:
            continue
        text = param_text(kind, params[name])
        if kind in LISTS:
            lines += [f"{_(PARAM_NAMES[name])}:", *(f"- {line}" for line in text.split("\n"))]
        else:
            lines.append(f"{_(PARAM_NAMES[name])}: {text}")
    return "\n".join(lines)


def read_params_text(rule: str, text: str) -> dict[str, Any]:
    """The parameters out of such lines, checked."""
    names = {fold(_(PARAM_NAMES[name])): name for name in param_kinds(rule)}
    typed: dict[str, list[str]] = {}
    current = ""
    for line in filter(None, (clean_line(line) for line in text.split("\n"))):
        head, colon, rest = line.partition(":")
        if line.startswith("-") and current:
            typed[current].append(line.removeprefix("-").strip())
        elif colon and fold(head) in names:
            current = names[fold(head)]
            typed[current] = [rest.strip()] if rest.strip() else []
        else:
            raise RuleBroken(_("Không hiểu dòng “{line}” của quy tắc “{rule}”.", line=line, rule=rule_name(rule)))
    return typed_params(rule, {name: "\n".join(lines) for name, lines in typed.items()})


def flag_words(item: Item) -> list[str]:
    """What is unusual about an item."""
    return [_(words) for words, (field, value) in _FLAGS.items() if getattr(item, field) == value]


def read_flags(text: str) -> tuple[dict[str, int | str], list[str]]:
    """Every flag out of such words (parted by ";" or lines), and the words that are none."""
    names = {fold(_(words)): pair for words, pair in _FLAGS.items()}
    found, strange = dict(USUAL_FLAGS), []
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        pair = names.get(fold(part))
        if pair is None:
            strange.append(clean_line(part))
        else:
            found[pair[0]] = pair[1]
    return found, strange
