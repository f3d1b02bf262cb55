"""Reads a scoring framework (thang điểm) from its file on the shelf resources/frameworks/ and says what is wrong in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import NOT_APPLICABLE, POLARITIES, ROUNDINGS, Fields, best_of, read_params
from dvcq_desktop.points import format_points
from dvcq_desktop.texts import _

FRAMEWORK_FILES: tuple[str, ...] = (
    "quang-ngai-1211-2022",
    "minh-hoa-100-diem",
    "minh-hoa-8-tieu-chi",
    "minh-hoa-90-70-50",
)

_KEYS = {
    "framework": "title short decision number date issuer effective_from effective_to illustrative total step note"
    " decimals rounding bonus_cap bonus_lifts class gate criterion",
    "class": "label from",
    "gate": "key text class",
    "criterion": "number title max item",
    "item": "number text max step rule params expected_evidence legal_base"
    " bonus self_scored needs_evidence not_applicable polarity",
}
_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "frameworks"


@dataclass(frozen=True, kw_only=True)
class FileItem:
    """A content (nội dung) of a criterion. Points are hundredths; max None where the decision does not tell."""

    number: int
    text: str
    max: int | None = None
    step: int | None = None  # None: the framework's
    rule: str = "manual"
    params: dict[str, Any]  # points in hundredths, percents and counts whole; fit for JSON
    expected_evidence: tuple[str, ...] = ()
    legal_base: tuple[str, ...] = ()
    bonus: bool = False  # comes on top of the total
    self_scored: bool = True
    needs_evidence: bool = True  # R15: without evidence it must be explained
    not_applicable: str = "no"
    polarity: str = "achievement"


@dataclass(frozen=True, kw_only=True)
class FileCriterion:
    """A criterion (tiêu chí) with its contents."""

    number: int
    title: str
    max: int | None = None
    items: tuple[FileItem, ...]


@dataclass(frozen=True, kw_only=True)
class FileClass:
    """A class (mức xếp loại) and the lowest total it begins at, None where not known."""

    label: str
    lowest: int | None = None


@dataclass(frozen=True, kw_only=True)
class FileGate:
    """A condition that, when it holds, forces a class whatever the points; class_label "" is "not classifiable"."""

    key: str
    text: str
    class_label: str = ""


@dataclass(frozen=True, kw_only=True)
class FrameworkFile:
    """A framework as its file tells it."""

    name: str
    title: str
    short: str
    decision: str = ""  # "Quyết định"
    number: str = ""  # "1211/QĐ-UBND"
    date: str = ""  # ISO
    issuer: str = ""
    effective_from: int
    effective_to: int | None = None
    illustrative: bool = False
    total: int | None = None
    step: int | None = None
    decimals: int = 2  # of totals
    rounding: str = "half_up"
    bonus_cap: int | None = None  # the most that all bonus items together may bring
    bonus_lifts: bool = True  # whether bonus may carry the total above the maximum
    note: str = ""
    classes: tuple[FileClass, ...] = ()
    gates: tuple[FileGate, ...] = ()
    criteria: tuple[FileCriterion, ...]


def read_framework_file(name: str) -> FrameworkFile:
    """The framework of that name on the shelf. RuleBroken where the file is not there or does not add up."""
    path = _FOLDER / f"{name}.toml"
    if name not in FRAMEWORK_FILES or not path.is_file():
        raise RuleBroken(_("Chương trình không có bộ tiêu chí “{name}”.", name=name))
    return parse_framework(path.read_text(encoding="utf-8"), name=name)


def parse_framework(text: str, *, name: str) -> FrameworkFile:
    """A framework from the text of its file, checked."""
    where = _("bộ tiêu chí “{name}”", name=name)
    try:
        fields = Fields(tomllib.loads(text), where, _KEYS["framework"])
    except tomllib.TOMLDecodeError as trouble:
        raise RuleBroken(_("Tệp {where} viết sai cú pháp: {trouble}.", where=where, trouble=trouble)) from None
    classes = [Fields(row, where, _KEYS["class"]) for row in fields.rows("class")]
    gates = [Fields(row, where, _KEYS["gate"]) for row in fields.rows("gate")]
    framework = FrameworkFile(
        name=name,
        title=fields.text("title"),
        short=fields.text("short", "") or fields.text("title"),
        decision=fields.text("decision", ""),
        number=fields.text("number", ""),
        date=fields.day("date"),
        issuer=fields.text("issuer", ""),
        effective_from=fields.whole("effective_from"),
        effective_to=fields.whole("effective_to") if "effective_to" in fields.row else None,
        illustrative=fields.flag("illustrative"),
        total=fields.points("total"),
        step=fields.points("step"),
        decimals=fields.decimals("decimals"),
        rounding=fields.one_of("rounding", ROUNDINGS),
        bonus_cap=fields.points("bonus_cap"),
        bonus_lifts=fields.flag("bonus_lifts", usual=True),
        note=fields.text("note", ""),
        classes=tuple(FileClass(label=f.text("label"), lowest=f.points("from")) for f in classes),
        gates=tuple(FileGate(key=f.text("key"), text=f.text("text"), class_label=f.text("class", "")) for f in gates),
        criteria=tuple(_criterion(row, where) for row in fields.rows("criterion", needed=True)),
    )
    check_framework(framework)
    return framework


def check_framework(framework: FrameworkFile) -> None:
    """The rules a framework keeps as a whole: no number twice, sums that agree, classes in order."""
    _check_head(framework)
    _check_once([c.number for c in framework.criteria], _("các tiêu chí"))
    for criterion in framework.criteria:
        _check_once([i.number for i in criterion.items], _("các nội dung của tiêu chí {n}", n=criterion.number))
        _check_sum(_("tiêu chí {n}", n=criterion.number), criterion.max, criterion.items)
        for item in criterion.items:
            _check_item(
                item,
                item.step or framework.step,
                _("Nội dung {n}, tiêu chí {criterion}", n=item.number, criterion=criterion.number),
            )
    _check_sum(_("cả bộ tiêu chí"), framework.total, tuple(i for c in framework.criteria for i in c.items))
    _check_classes(framework)


def _check_head(framework: FrameworkFile) -> None:
    if framework.effective_to is not None and framework.effective_to < framework.effective_from:
        years = {"end": framework.effective_to, "start": framework.effective_from}
        raise RuleBroken(_("Năm hết hiệu lực {end} đứng trước năm bắt đầu {start}.", **years))
    if not framework.illustrative and not (framework.number and framework.date and framework.issuer):
        raise RuleBroken(_("Bộ tiêu chí “{title}” thiếu số, ngày hoặc nơi ban hành.", title=framework.title))


def _check_once(numbers: list[int], where: str) -> None:
    for number in numbers:
        if numbers.count(number) > 1:
            raise RuleBroken(_("Số {number} có hai lần trong {where}.", number=number, where=where))


def _check_sum(what: str, whole: int | None, items: tuple[FileItem, ...]) -> None:
    """The maxima of the items make the whole exactly; bonus items stand outside, unknown maxima leave it open."""
    maxima = [item.max for item in items if not item.bonus]
    known = [points for points in maxima if points is not None]
    if whole is not None and len(known) == len(maxima) and sum(known) != whole:
        sums = {"found": format_points(sum(known)), "whole": format_points(whole)}
        raise RuleBroken(_("Tổng điểm tối đa của {what} là {found}, không bằng {whole} đã ghi.", what=what, **sums))


def _check_item(item: FileItem, step: int | None, where: str) -> None:
    if item.max is None:
        return
    points = format_points(item.max)
    if item.max <= 0:
        raise RuleBroken(_("{where}: điểm tối đa phải lớn hơn 0.", where=where))
    if step is not None and (step <= 0 or item.max % step):
        given = {"points": points, "step": format_points(step)}
        raise RuleBroken(_("{where}: {points} không chia hết cho bước điểm {step}.", where=where, **given))
    best = best_of(item.rule, item.params)
    if best is not None and best != item.max:
        given = {"best": format_points(best), "points": points}
        raise RuleBroken(
            _("{where}: quy tắc cho nhiều nhất {best}, nhưng điểm tối đa là {points}.", where=where, **given)
        )


def _check_classes(framework: FrameworkFile) -> None:
    labels = [c.label for c in framework.classes]
    if len(set(labels)) < len(labels):
        raise RuleBroken(_("Có hai mức xếp loại trùng tên."))
    lowest = [c.lowest for c in framework.classes if c.lowest is not None]
    if lowest and len(lowest) < len(labels):
        raise RuleBroken(_("Có mức xếp loại ghi điểm, có mức không ghi. Hãy ghi đủ hoặc để trống tất cả."))
    if any(upper <= lower for upper, lower in pairwise(lowest)):
        raise RuleBroken(_("Các mức xếp loại phải xếp từ cao xuống thấp."))
    for gate in framework.gates:
        if gate.class_label and gate.class_label not in labels:
            raise RuleBroken(_("Điều kiện “{key}” nêu mức “{label}” không có.", key=gate.key, label=gate.class_label))


def _criterion(row: object, where: str) -> FileCriterion:
    number = Fields(row, where).whole("number")
    fields = Fields(row, _("tiêu chí {n}", n=number), _KEYS["criterion"])
    items = tuple(_item(item, fields.where) for item in fields.rows("item", needed=True))
    return FileCriterion(number=number, title=fields.text("title"), max=fields.points("max"), items=items)


def _item(row: object, where: str) -> FileItem:
    number = Fields(row, where).whole("number")
    fields = Fields(row, _("nội dung {n}, {where}", n=number, where=where), _KEYS["item"])
    rule = fields.text("rule", "manual")
    return FileItem(
        number=number,
        text=fields.text("text"),
        max=fields.points("max"),
        step=fields.points("step"),
        rule=rule,
        params=read_params(rule, fields.row.get("params", {}), fields.where),
        expected_evidence=tuple(fields.texts("expected_evidence")),
        legal_base=tuple(fields.texts("legal_base")),
        bonus=fields.flag("bonus"),
        self_scored=fields.flag("self_scored", usual=True),
        needs_evidence=fields.flag("needs_evidence", usual=True),
        not_applicable=fields.one_of("not_applicable", NOT_APPLICABLE),
        polarity=fields.one_of("polarity", POLARITIES),
    )
