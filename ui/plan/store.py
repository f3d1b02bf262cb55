"""Stores what is typed in the plan, each text as one undoable step, and answers a broken rule as a sentence."""

from __future__ import annotations

from collections.abc import Callable

from dvcq_desktop import plans, sections
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.plan_texts import HEAD_TITLES, TAIL_TITLES
from ui.desk import Desk

_TITLES = {
    **HEAD_TITLES,
    **TAIL_TITLES,
    "opening": "Lời mở đầu",
    "number": "Số",
    "issued_on": "Ngày ban hành",
}


class PlanStore:
    """The plan in hand; a place is "plan:3:opening", "bases:3:", "section:12:body" or "section:12:heading"."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.plan_id = 0
        self.name_of: Callable[[int], str] = str  # how a section is called in the list of what can be undone

    def keep(self, place: str, text: str, alone: bool = False) -> str:
        """Store a text; empty where that was done, else the sentence of the rule that was broken.

        What is typed in one place in a row is one step of undo, unless this step is to stand alone.
        """
        merge = "" if alone else place
        kind, number, name = place.split(":")
        row_id = int(number)
        if kind == "bases":
            return self._run(merge, "Sửa căn cứ", plans.set_legal_bases, row_id, text.split("\n"))
        if kind == "plan":
            label = f"Sửa {_TITLES[name][0].lower()}{_TITLES[name][1:]}"
            return self._run(merge, label, plans.change_plan, row_id, **{name: text})
        if name == "heading":
            return self._run(merge, f"Sửa tiêu đề mục {self.name_of(row_id)}", sections.change_heading, row_id, text)
        return self._run(merge, f"Sửa nội dung mục {self.name_of(row_id)}", sections.change_body, row_id, text)

    def keep_fields(self, label: str, **values: str) -> str:
        """Store several fields of the plan as one step."""
        return self._run("", label, plans.change_plan, self.plan_id, **values)

    def _run(self, merge: str, label: str, use_case: Callable[..., object], *args: object, **kwargs: object) -> str:
        try:
            self._desk.office.run_joined(merge, label, use_case, *args, **kwargs)
        except RuleBroken as broken:
            return str(broken)
        return ""
