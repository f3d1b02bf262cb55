"""The shelf of printed forms; the listing is the print menu."""

from __future__ import annotations

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import assignment_appendix, deduction_sheet, plan, score_sheet, statistics_sheet
from dvcq_desktop.printed.blocks import PrintedForm
from dvcq_desktop.texts import _

FORMS: tuple[PrintedForm, ...] = (
    plan.FORM,
    assignment_appendix.FORM,
    score_sheet.FORM,
    deduction_sheet.FORM,
    statistics_sheet.FORM,
)


def form(key: str) -> PrintedForm:
    """The form of a key. RuleBroken where there is none, with the keys there are."""
    for found in FORMS:
        if found.key == key:
            return found
    raise RuleBroken(_("Không có biểu mẫu “{key}”. Có: {keys}.", key=key, keys=", ".join(f.key for f in FORMS)))
