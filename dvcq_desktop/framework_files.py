"""Reads a scoring framework (thang điểm) from its file on the shelf resources/frameworks/ and says what is wrong in it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, parse_points
from dvcq_desktop.texts import _

FRAMEWORK_FILES: tuple[str, ...] = (
    "quang-ngai-1211-2022",
    "minh-hoa-100-diem",
)

# The rules an item may be scored by (domain.md §2.3) and the parameters each takes; "?" marks one that may be left out.
RULES: dict[str, dict[str, str]] = {
    "manual": {},  # R14: any value between 0 and max, in steps
    "all_or_nothing": {},  # R1
    "choice": {"levels": "levels"},  # R2: [{label, points}]
    "ratio": {
        "done": "text",
        "of": "text",
        "target_percent?": "count",
    },  # R3: max × done / of, full marks at the target
    "bands": {"done": "text", "of": "text", "bands": "bands"},  # R4: [{from_percent, points}], highest first
    "step": {
        "done": "text",
        "of": "text",
        "base_percent": "count",
        "base_points": "points",
        "every_percent": "count",
        "add": "points",
    },  # R5: from a base, every further x % adds y, up to max
    "deduct_per_event": {
        "event": "text",
        "each": "points",
        "all_from?": "count",
    },  # R6: all is lost from so many events
    "count_times": {"event": "text", "each": "points"},  # R7: points a time, up to max
    "bonus_penalty": {"bonus": "points", "penalty": "points", "lowest": "points"},  # R8: may fall to lowest, up to max
    "checklist": {"boxes": "texts", "each": "points"},  # R13
    "superior_only": {},  # R10: the self-score cell is closed
    "survey": {},  # R11
    "relative_to_best": {},  # R12: cannot be told by the office itself
}
NOT_APPLICABLE = ("no", "full", "rescale")  # R9: what an item without a task this year counts
POLARITIES = ("achievement", "violation")  # whether the text tells what is good or what is bad

_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "frameworks"


@dataclass(frozen=True, kw_only=True)
class FileItem:
    """A content (nội dung) of a criterion. Points are hundredths; max None where the decision does not tell it."""

    number: int
    text: str
    max: int | None = None
    step: int | None = None  # None: the framework's
    rule: str = "manual"
    params: Mapping[str, Any]  # points in hundredths, percents and counts whole
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
    decision: str = ""
    number: str = ""
    date: str = ""  # ISO
    issuer: str = ""
    effective_from: int
    effective_to: int | None = None
    illustrative: bool = False
    total: int | None = None
    step: int | None = None
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
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise RuleBroken(
            _("Tệp bộ tiêu chí “{name}” viết sai cú pháp: {trouble}.", name=name, trouble=trouble)
        ) from None
    where = _("bộ tiêu chí “{name}”", name=name)
    fields = _Fields(data, where)
    framework = FrameworkFile(
        name=name,
        title=fields.text("title", needed=True),
        short=fields.text("short") or fields.text("title"),
        decision=fields.text("decision"),
        number=fields.text("number"),
        date=_day(fields.text("date"), where),
        issuer=fields.text("issuer"),
        effective_from=fields.whole("effective_from"),
        effective_to=fields.whole("effective_to") if "effective_to" in data else None,
        illustrative=fields.flag("illustrative"),
        total=fields.points("total"),
        step=fields.points("step"),
        note=fields.text("note"),
        classes=tuple(_class(row, where) for row in fields.rows("class")),
        gates=tuple(_gate(row, where) for row in fields.rows("gate")),
        criteria=tuple(_criterion(row, where) for row in fields.rows("criterion", needed=True)),
    )
    check_framework(framework)
    return framework


def check_framework(framework: FrameworkFile) -> None:
    """The rules a framework keeps as a whole: no number twice, sums that agree, classes in order."""
    _check_head(framework)
    _once([c.number for c in framework.criteria], _("Tiêu chí {number} có hai lần."))
    for criterion in framework.criteria:
        _once(
            [i.number for i in criterion.items],
            _("Tiêu chí {criterion}: nội dung {number} có hai lần.", criterion=criterion.number, number="{number}"),
        )
        _check_sum(_("tiêu chí {number}", number=criterion.number), criterion.max, criterion.items)
        for item in criterion.items:
            _check_item(
                item,
                item.step or framework.step,
                _("Nội dung {number}, tiêu chí {criterion}", number=item.number, criterion=criterion.number),
            )
    _check_sum(_("cả bộ tiêu chí"), framework.total, [i for c in framework.criteria for i in c.items])
    _check_classes(framework)


def _check_head(framework: FrameworkFile) -> None:
    if framework.effective_to is not None and framework.effective_to < framework.effective_from:
        raise RuleBroken(
            _(
                "Năm hết hiệu lực {end} đứng trước năm bắt đầu {start}.",
                end=framework.effective_to,
                start=framework.effective_from,
            )
        )
    if not framework.illustrative and not (framework.number and framework.date and framework.issuer):
        raise RuleBroken(
            _("Bộ tiêu chí “{title}” thiếu số, ngày hoặc cơ quan ban hành quyết định.", title=framework.title)
        )


def _check_sum(what: str, whole: int | None, items: list[FileItem] | tuple[FileItem, ...]) -> None:
    """The maxima of the items make the whole exactly; bonus items stand outside, unknown maxima leave it open."""
    maxima = [item.max for item in items if not item.bonus]
    known = [points for points in maxima if points is not None]
    if whole is None or len(known) < len(maxima):
        return
    if sum(known) != whole:
        raise RuleBroken(
            _(
                "Tổng điểm tối đa các nội dung của {what} là {found}, không bằng {whole} đã ghi.",
                what=what,
                found=format_points(sum(known)),
                whole=format_points(whole),
            )
        )


def _check_item(item: FileItem, step: int | None, where: str) -> None:
    if item.max is None:
        return
    if item.max <= 0:
        raise RuleBroken(_("{where}: điểm tối đa phải lớn hơn 0.", where=where))
    if step is not None and (step <= 0 or item.max % step):
        raise RuleBroken(
            _(
                "{where}: điểm tối đa {points} không chia hết cho bước điểm {step}.",
                where=where,
                points=format_points(item.max),
                step=format_points(step),
            )
        )
    best = _best(item)
    if best is not None and best != item.max:
        raise RuleBroken(
            _(
                "{where}: quy tắc cho nhiều nhất {best} điểm, nhưng điểm tối đa là {points}.",
                where=where,
                best=format_points(best),
                points=format_points(item.max),
            )
        )


def _best(item: FileItem) -> int | None:
    """The most that the levels, bands or boxes of the rule give; None where the rule itself stops at max."""
    if item.rule in ("choice", "bands"):
        return max(row["points"] for row in item.params["levels" if item.rule == "choice" else "bands"])
    if item.rule == "checklist":
        return len(item.params["boxes"]) * int(item.params["each"])
    return None


def _check_classes(framework: FrameworkFile) -> None:
    labels = [c.label for c in framework.classes]
    if len(set(labels)) < len(labels):
        raise RuleBroken(_("Có hai mức xếp loại trùng tên."))
    lowest = [c.lowest for c in framework.classes if c.lowest is not None]
    if lowest and len(lowest) < len(labels):
        raise RuleBroken(_("Có mức xếp loại ghi điểm, có mức không ghi. Hãy ghi đủ hoặc để trống tất cả."))
    if any(upper <= lower for upper, lower in zip(lowest, lowest[1:], strict=False)):
        raise RuleBroken(_("Các mức xếp loại phải xếp từ cao xuống thấp."))
    for gate in framework.gates:
        if gate.class_label and gate.class_label not in labels:
            raise RuleBroken(
                _(
                    "Điều kiện “{key}” nêu mức xếp loại “{label}” không có trong bộ tiêu chí.",
                    key=gate.key,
                    label=gate.class_label,
                )
            )


def _once(numbers: list[int], sentence: str) -> None:
    for number in numbers:
        if numbers.count(number) > 1:
            raise RuleBroken(sentence.format(number=number))


def _class(row: dict[str, Any], where: str) -> FileClass:
    fields = _Fields(row, where)
    return FileClass(label=fields.text("label", needed=True), lowest=fields.points("from"))


def _gate(row: dict[str, Any], where: str) -> FileGate:
    fields = _Fields(row, where)
    return FileGate(
        key=fields.text("key", needed=True), text=fields.text("text", needed=True), class_label=fields.text("class")
    )


def _criterion(row: dict[str, Any], where: str) -> FileCriterion:
    fields = _Fields(row, where)
    number = fields.whole("number")
    here = _("tiêu chí {number}", number=number)
    fields = _Fields(row, here)
    return FileCriterion(
        number=number,
        title=fields.text("title", needed=True),
        max=fields.points("max"),
        items=tuple(_item(item, here) for item in fields.rows("item", needed=True)),
    )


def _item(row: dict[str, Any], where: str) -> FileItem:
    number = _Fields(row, where).whole("number")
    fields = _Fields(row, _("nội dung {number}, {where}", number=number, where=where))
    rule = fields.text("rule") or "manual"
    return FileItem(
        number=number,
        text=fields.text("text", needed=True),
        max=fields.points("max"),
        step=fields.points("step"),
        rule=rule,
        params=_params(rule, row.get("params", {}), fields.where),
        expected_evidence=fields.texts("expected_evidence"),
        legal_base=fields.texts("legal_base"),
        bonus=fields.flag("bonus"),
        self_scored=fields.flag("self_scored", usual=True),
        needs_evidence=fields.flag("needs_evidence", usual=True),
        not_applicable=fields.one_of("not_applicable", NOT_APPLICABLE),
        polarity=fields.one_of("polarity", POLARITIES),
    )


def _params(rule: str, given: dict[str, Any], where: str) -> dict[str, Any]:
    """The parameters of a rule, points as hundredths; RuleBroken where one is missing, unknown or of the wrong kind."""
    if rule not in RULES:
        raise RuleBroken(_("Không có quy tắc chấm “{rule}” ({where}).", rule=rule, where=where))
    wanted = {name.rstrip("?"): kind for name, kind in RULES[rule].items()}
    needed = {name for name in RULES[rule] if not name.endswith("?")}
    for name in sorted(set(given) - set(wanted)):
        raise RuleBroken(_("Quy tắc “{rule}” không có tham số “{name}” ({where}).", rule=rule, name=name, where=where))
    for name in sorted(needed - set(given)):
        raise RuleBroken(_("Quy tắc “{rule}” thiếu tham số “{name}” ({where}).", rule=rule, name=name, where=where))
    fields = _Fields(given, where)
    read: dict[str, Callable[[str], Any]] = {
        "text": lambda name: fields.text(name, needed=True),
        "texts": fields.texts,
        "count": fields.whole,
        "points": fields.points,
        "levels": lambda name: fields.levels(name, "label"),
        "bands": lambda name: fields.levels(name, "from_percent"),
    }
    return {name: read[kind](name) for name, kind in wanted.items() if name in given}


def _day(typed: str, where: str) -> str:
    iso = parse_date(typed)
    if iso and len(iso) < 10:
        raise RuleBroken(_("Ngày “{typed}” thiếu ngày hoặc tháng ({where}).", typed=typed, where=where))
    return iso


class _Fields:
    """The fields of one table of the file, each read as what it must be; `where` goes into the sentence."""

    def __init__(self, row: object, where: str) -> None:
        if not isinstance(row, dict):
            raise RuleBroken(_("Chỗ này của tệp phải là một bảng ({where}).", where=where))
        self.row: dict[str, Any] = row
        self.where = where

    def wrong(self, name: str, wanted: str) -> RuleBroken:
        return RuleBroken(_("Mục “{name}” phải là {wanted} ({where}).", name=name, wanted=wanted, where=self.where))

    def text(self, name: str, *, needed: bool = False) -> str:
        value = self.row.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(name, _("một đoạn chữ"))
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(name, _("một danh sách các đoạn chữ"))
        return tuple(v.strip() for v in value)

    def whole(self, name: str) -> int:
        value = self.row.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(name, _("một số nguyên"))
        return value

    def flag(self, name: str, *, usual: bool = False) -> bool:
        value = self.row.get(name, usual)
        if not isinstance(value, bool):
            raise self.wrong(name, "true / false")
        return value

    def points(self, name: str) -> int | None:
        """Hundredths; None where the key is left out. A number of the file itself is refused: it would be a fraction."""
        value = self.row.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.wrong(name, _('điểm viết trong ngoặc kép, ví dụ "2,00"'))
        try:
            return parse_points(value)
        except RuleBroken as trouble:
            raise RuleBroken(f"{trouble} ({self.where})") from None

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name) or allowed[0]
        if value not in allowed:
            raise self.wrong(name, _("một trong: {allowed}", allowed=", ".join(allowed)))
        return value

    def rows(self, name: str, *, needed: bool = False) -> list[dict[str, Any]]:
        value = self.row.get(name, [])
        if not isinstance(value, list) or (needed and not value):
            raise self.wrong(name, _("một danh sách các bảng"))
        return value

    def levels(self, name: str, first: str) -> tuple[dict[str, Any], ...]:
        """Rows of a label or a percentage and the points for it."""
        found = []
        for row in self.rows(name, needed=True):
            fields = _Fields(row, self.where)
            points = fields.points("points")
            if points is None:
                raise self.wrong(name, _("các dòng đều có điểm"))
            found.append(
                {first: fields.text(first, needed=True) if first == "label" else fields.whole(first), "points": points}
            )
        return tuple(found)
