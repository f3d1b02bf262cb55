"""The shelf of printed forms; the listing is the print menu."""

from __future__ import annotations

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import (
    assignment_appendix,
    box_labels,
    chairman_page,
    deduction_sheet,
    evidence_list,
    file_handover,
    file_index,
    handover_sheet,
    plan,
    progress_report,
    reminder_letter,
    result_notice,
    score_sheet,
    statistics_sheet,
    task_register,
    task_slip,
)
from dvcq_desktop.printed.blocks import PrintedForm
from dvcq_desktop.texts import _

FORMS: tuple[PrintedForm, ...] = (
    plan.FORM,
    assignment_appendix.FORM,
    task_slip.FORM,
    task_register.FORM,
    progress_report.FORM,
    reminder_letter.FORM,
    result_notice.FORM,
    chairman_page.FORM,
    handover_sheet.FORM,
    score_sheet.FORM,
    evidence_list.FORM,
    deduction_sheet.FORM,
    statistics_sheet.FORM,
    file_index.FORM,
    file_handover.FORM,
    box_labels.FORM,
)


def form(key: str) -> PrintedForm:
    """The form of a key. RuleBroken where there is none, with the keys there are."""
    for found in FORMS:
        if found.key == key:
            return found
    raise RuleBroken(_("Không có biểu mẫu “{key}”. Có: {keys}.", key=key, keys=", ".join(f.key for f in FORMS)))
