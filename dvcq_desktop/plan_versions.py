"""Versions of a plan as paragraphs, and what was added and taken away between two of them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from db.connection import Connection
from dvcq_desktop.numbering import number_label
from dvcq_desktop.plan_texts import HEAD_TITLES, TAIL_TITLES
from dvcq_desktop.plans import Plan, PlanVersion, legal_bases
from dvcq_desktop.records import fetch, get
from dvcq_desktop.sections import Section

Sign = Literal["=", "+", "-"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A paragraph that stayed, was added or was taken away."""

    sign: Sign
    text: str


def paragraphs_now(db: Connection, plan_id: int) -> list[str]:
    """The plan as it stands, a paragraph each."""
    sections = [asdict(s) for s in fetch(db, Section, "WHERE plan_id = ? ORDER BY position, id", (plan_id,))]
    return _paragraphs(asdict(get(db, Plan, plan_id)), sections, [base.text for base in legal_bases(db, plan_id)])


def paragraphs_then(version: PlanVersion) -> list[str]:
    """The plan as it stood in a version."""
    content = json.loads(version.content)
    return _paragraphs(content["plan"], content["sections"], content["bases"])


def difference(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """What happened from old to new, in reading order; a changed paragraph is taken away and added."""
    found: list[Difference] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Difference(sign="=", text=text) for text in old[i1:i2]]
        else:
            found += [Difference(sign="-", text=text) for text in old[i1:i2]]
            found += [Difference(sign="+", text=text) for text in new[j1:j2]]
    return found


def _paragraphs(plan: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], bases: Sequence[str]) -> list[str]:
    lines = [f"{title}: {_flat(plan.get(name))}" for name, title in HEAD_TITLES.items() if plan.get(name)]
    lines += [f"Số: {plan.get('number') or '…'}", f"Ngày: {plan.get('issued_on') or '…'}"]
    lines += [f"Căn cứ: {text}" for text in bases]
    lines += str(plan.get("opening") or "").split("\n")
    lines += _section_lines(sections, None, ())
    for name, title in TAIL_TITLES.items():
        if plan.get(name):
            lines.append(f"{title}: {_flat(plan.get(name))}" if name != "closing" else str(plan[name]))
    return [line for line in lines if line.strip()]


def _section_lines(sections: Sequence[Mapping[str, Any]], parent: int | None, path: tuple[int, ...]) -> list[str]:
    lines: list[str] = []
    count = 0
    for section in sorted((s for s in sections if s["parent_id"] == parent), key=_place):
        count += section["numbered"]
        here = (*path, count if section["numbered"] else 0)
        label = number_label(here) + " " if section["numbered"] else ""
        lines.append(label + section["heading"])
        lines += str(section["body"]).split("\n")
        lines += _section_lines(sections, section["id"], here)
    return lines


def _place(section: Mapping[str, Any]) -> tuple[int, int]:
    return section["position"], section["id"]


def _flat(value: object) -> str:
    return str(value or "").replace("\n", " / ")
