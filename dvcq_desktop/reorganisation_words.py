"""A reorganisation as one types it: "Văn phòng HĐND và UBND; Phòng Văn hóa – Xã hội (tiêu chí 3, 4)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.reorganisation import Effect, NewUnit
from dvcq_desktop.texts import _
from dvcq_desktop.units import alias_key
from dvcq_desktop.vietnamese import clean_line, fold

_CRITERIA = re.compile(r"^(?:tieu chi|tc)\s*(\d+(?:\s*(?:,|va)\s*\d+)*)$")
_NUMBERS = re.compile(r"\d+")
KINDS = {
    "organisation": "Cơ quan",
    "plan": "Đầu văn bản",
    "unit": "Bộ phận",
    "official": "Cán bộ",
    "assignment": "Nhiệm vụ",
}


def new_units_words(new: Iterable[NewUnit]) -> str:
    """The units that take over, as parse_new_units reads them."""
    found = []
    for unit in new:
        numbers = ", ".join(str(number) for number in unit.criteria)
        found.append(f"{unit.name} (tiêu chí {numbers})" if numbers else unit.name)
    return "; ".join(found)


def parse_new_units(typed: str, known: Iterable[NewUnit] = ()) -> tuple[NewUnit, ...]:
    """The units typed; short name and kind of those that were known already stay. RuleBroken for a bracket that is none."""
    by_name = {alias_key(unit.name): unit for unit in known}
    found = []
    for part in typed.split(";"):
        name, criteria = _criteria(clean_line(part))
        if not alias_key(name):
            continue
        before = by_name.get(alias_key(name))
        found.append(
            NewUnit(
                name=name,
                short_name=before.short_name if before else "",
                criteria=criteria,
                collective=before.collective if before else False,
            )
        )
    return tuple(found)


def _criteria(part: str) -> tuple[str, tuple[int, ...]]:
    """ "Phòng A (tiêu chí 3, 4)" → its name and the numbers; brackets of a name stay with it."""
    head, bracket, inside = part.rpartition("(")
    if not bracket or not part.endswith(")"):
        return part, ()
    words = fold(inside[:-1]).strip()
    if _CRITERIA.match(words):
        return head.strip(), tuple(int(number) for number in _NUMBERS.findall(words))
    if words.startswith(("tieu chi", "tc")):
        raise RuleBroken(_("Hãy ghi số tiêu chí như “(tiêu chí 3, 4)”; “{text}” thì không đọc được.", text=part))
    return part, ()


def summary(effects: Iterable[Effect]) -> str:
    """ "Đổi 4 mục của cơ quan, 6 bộ phận, 5 cán bộ; giao lại 18 nhiệm vụ.": what a preview comes to."""
    count = Counter(effect.kind for effect in effects)
    told = [
        _("{n} mục của cơ quan", n=count["organisation"]) if count["organisation"] else "",
        _("{n} đầu văn bản", n=count["plan"]) if count["plan"] else "",
        _("{n} bộ phận", n=count["unit"]) if count["unit"] else "",
        _("{n} cán bộ", n=count["official"]) if count["official"] else "",
        _("{n} lượt phân công", n=count["assignment"]) if count["assignment"] else "",
    ]
    words = ", ".join(part for part in told if part)
    return _("Sẽ đổi: {words}.", words=words) if words else _("Chưa có gì thay đổi.")
