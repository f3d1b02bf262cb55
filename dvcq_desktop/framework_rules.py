"""The rules an item may be scored by, the parameters each takes, and the careful reading of what a file or a person gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import parse_points
from dvcq_desktop.texts import _

# The rules an item may be scored by (domain.md §2.3) and the parameters each takes; "?" marks one that may be left out.
RULES: dict[str, dict[str, str]] = {
    "manual": {},  # R14: any value between 0 and max, in steps
    "all_or_nothing": {},  # R1
    "choice": {"levels": "levels"},  # R2: [{label, points}]
    "ratio": {"done": "text", "of": "text", "target_percent?": "whole"},  # R3: max × done / of; full from the target
    "bands": {"done": "text", "of": "text", "bands": "bands"},  # R4: [{from_percent, points}], highest first
    "step": {  # R5: base_points at base_percent, every further every_percent adds `add`, up to max
        "done": "text",
        "of": "text",
        "base_percent": "whole",
        "base_points": "points",
        "every_percent": "whole",
        "add": "points",
    },
    "deduct_per_event": {"event": "text", "each": "points", "all_from?": "whole"},  # R6: all_from events take all
    "count_times": {"event": "text", "each": "points"},  # R7: points a time, up to max
    "bonus_penalty": {"bonus_each": "points", "penalty_each": "points", "lowest": "points"},  # R8: from lowest to max
    "checklist": {"boxes": "texts", "each": "points"},  # R13
    "superior_only": {},  # R10: the self-score cell is closed
    "survey": {},  # R11
    "relative_to_best": {},  # R12: the office cannot tell it by itself
}
NOT_APPLICABLE = ("no", "full", "rescale")  # R9: what an item without a task this year counts
ROUNDINGS = ("half_up", "down", "up")
POLARITIES = ("achievement", "violation")  # whether the text tells what is good or what is bad


def read_params(rule: str, given: object, where: str) -> dict[str, Any]:
    """The parameters of a rule, points as hundredths; RuleBroken where one is missing, unknown or of the wrong kind."""
    if rule not in RULES:
        raise RuleBroken(_("Không có quy tắc chấm “{rule}” ({where}).", rule=rule, where=where))
    kinds = {name.rstrip("?"): kind for name, kind in RULES[rule].items()}
    fields = Fields(given, where)
    unknown = sorted(set(fields.row) - set(kinds))
    missing = sorted(set(RULES[rule]) & set(kinds) - set(fields.row))
    if unknown:
        raise RuleBroken(
            _("Quy tắc “{rule}” không có tham số “{name}” ({where}).", rule=rule, name=unknown[0], where=where)
        )
    if missing:
        raise RuleBroken(
            _("Quy tắc “{rule}” thiếu tham số “{name}” ({where}).", rule=rule, name=missing[0], where=where)
        )
    read: dict[str, Callable[[str], Any]] = {
        "text": fields.text,
        "texts": fields.texts,
        "whole": fields.whole,
        "points": fields.points,
        "levels": fields.levels,
        "bands": fields.bands,
    }
    params = {name: read[kind](name) for name, kind in kinds.items() if name in fields.row}
    for name, kind in kinds.items():
        if kind == "points" and name != "lowest" and name in params and params[name] <= 0:
            raise fields.wrong(name, _("điểm lớn hơn 0"))
    return params


def best_of(rule: str, params: Mapping[str, Any]) -> int | None:
    """The most that the levels, bands or boxes of a rule give; None where the rule itself stops at the maximum."""
    if rule in ("choice", "bands"):
        return max(int(row["points"]) for row in params["levels" if rule == "choice" else "bands"])
    if rule == "checklist":
        return len(params["boxes"]) * int(params["each"])
    return None


class Fields:
    """The fields of one table of the file, each read as what it must be; `where` goes into the sentence.

    A key that no table of this kind has is refused: a misspelt "max" would otherwise read as "not known".
    """

    def __init__(self, row: object, where: str, keys: str = "") -> None:
        if not isinstance(row, dict):
            raise RuleBroken(_("Chỗ này của tệp phải là một bảng ({where}).", where=where))
        for name in sorted(set(row) - set(keys.split())) if keys else ():
            raise RuleBroken(_("Tệp bộ tiêu chí có mục lạ “{name}” ({where}).", name=name, where=where))
        self.row: dict[str, Any] = row
        self.where = where

    def wrong(self, name: str, wanted: str) -> RuleBroken:
        return RuleBroken(_("Mục “{name}” phải là {wanted} ({where}).", name=name, wanted=wanted, where=self.where))

    def text(self, name: str, usual: str | None = None) -> str:
        """The text of a key; one without a usual value must be there."""
        value = self.row.get(name, usual)
        if not isinstance(value, str) or (usual is None and not value.strip()):
            raise self.wrong(name, _("một đoạn chữ"))
        return value.strip()

    def texts(self, name: str) -> list[str]:
        value = self.row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(name, _("một danh sách các đoạn chữ"))
        return [v.strip() for v in value]

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

    def day(self, name: str) -> str:
        iso = parse_date(self.text(name, ""))
        if iso and len(iso) < 10:
            raise self.wrong(name, _("một ngày đủ ngày, tháng, năm"))
        return iso

    def decimals(self, name: str) -> int:
        """How many decimals totals are told with; two where the key is left out."""
        value = self.whole(name) if name in self.row else 2
        if value > 2:
            raise self.wrong(name, "0, 1, 2")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words; the first where the key is left out."""
        value = self.text(name, allowed[0])
        if value not in allowed:
            raise self.wrong(name, _("một trong: {allowed}", allowed=", ".join(allowed)))
        return value

    def rows(self, name: str, *, needed: bool = False) -> list[object]:
        value = self.row.get(name, [])
        if not isinstance(value, list) or (needed and not value):
            raise self.wrong(name, _("một danh sách các bảng"))
        return value

    def levels(self, name: str) -> list[dict[str, Any]]:
        """Rows of a label and the points for it."""
        rows = [Fields(row, self.where) for row in self.rows(name, needed=True)]
        return [{"label": row.text("label"), "points": self._given(name, row)} for row in rows]

    def bands(self, name: str) -> list[dict[str, Any]]:
        """Rows of a percentage and the points from it on, highest first."""
        rows = [Fields(row, self.where) for row in self.rows(name, needed=True)]
        found = [{"from_percent": row.whole("from_percent"), "points": self._given(name, row)} for row in rows]
        if any(upper["from_percent"] <= lower["from_percent"] for upper, lower in pairwise(found)):
            raise self.wrong(name, _("các mức xếp từ cao xuống thấp"))
        return found

    def _given(self, name: str, row: Fields) -> int:
        points = row.points("points")
        if points is None or points < 0:
            raise self.wrong(name, _("các dòng đều có điểm, từ 0 trở lên"))
        return points
