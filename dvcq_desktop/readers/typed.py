"""Units, periods and numbers of contents as a person types them into what was understood, and the way back."""

from __future__ import annotations

import re

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import parse_periods, period_words
from dvcq_desktop.readers.actors import unit_name
from dvcq_desktop.readers.understood import ActorRead
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

_INNER = re.compile(r"\(([^()]*)\)")


def actors_typed(typed: str) -> list[ActorRead]:
    """Units as typed: "Văn phòng – Thống kê (hàng tháng); Tài chính – Kế toán (quý I)"; a unit in brackets stands within."""
    found: list[ActorRead] = []
    for part in re.split(r"[;\n]", typed):
        name = unit_name(clean_line(_INNER.sub(" ", part)))
        if not name:
            continue
        actor = ActorRead(name=name, written=clean_line(part))
        found.append(actor)
        for bracket in _INNER.findall(part):
            try:
                actor.periods += [code for code in parse_periods(bracket).split(",") if code]
            except RuleBroken:
                inner = unit_name(clean_line(bracket))
                found.append(ActorRead(name=inner, written=clean_line(bracket), within=name))
    return found


def actors_words(actors: list[ActorRead]) -> str:
    """The same units in one line, as actors_typed reads them."""
    parts: list[str] = []
    for actor in actors:
        if actor.within and parts and parts[-1].startswith(actor.within):
            parts[-1] += f" ({actor.name})"
            continue
        periods = period_words(",".join(actor.periods))
        parts.append(f"{actor.name} ({periods})" if periods else actor.name)
    return "; ".join(parts)


def numbers_typed(typed: str) -> list[int]:
    """ "1, 2" or "1-3" as numbers of contents."""
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", clean_line(typed).replace("–", "-")):
        if not part:
            continue
        match = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part)
        if not match:
            raise RuleBroken(_("“{typed}” không phải là số nội dung. Hãy gõ như 1, 2 hoặc 1-3.", typed=typed))
        found |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(found)
