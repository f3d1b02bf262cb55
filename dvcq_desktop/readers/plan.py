"""Puts a plan together from its cleaned lines: head, sections, criteria, assignments, deductions, documents, doubts."""

from __future__ import annotations

from dvcq_desktop.readers import assignments
from dvcq_desktop.readers.actors import unify
from dvcq_desktop.readers.assignment_tables import read_tables
from dvcq_desktop.readers.citations import cited_documents
from dvcq_desktop.readers.closing import read_clauses, read_tail, take_closing
from dvcq_desktop.readers.deductions import read_deductions, read_results
from dvcq_desktop.readers.doubts import find_doubts
from dvcq_desktop.readers.head import read_head, read_preamble
from dvcq_desktop.readers.outline import outline
from dvcq_desktop.readers.understood import PlanRead, PlanText


def understand(source: str, text: PlanText) -> PlanRead:
    """What the text says, as far as it can be told; the rest stays in the bodies of the sections."""
    plan = PlanRead(source=source, text=text)
    plan.head, start = read_head(text)
    plan.bases, plan.opening, unplaced, body = read_preamble(text, start)
    found = outline(text, body, unplaced)
    plan.sections = found.sections
    take_closing(plan, found)
    read_tail(plan, text, found.tail)
    assigned = assignments.Assigned()
    for section in found.flat:
        if section.kind == "tasks":
            assignments.read_section(section, found.criteria, text.cells, assigned)
    read_tables(text, found.flat, assigned)
    plan.criteria, plan.tasks = assigned.criteria, assigned.tasks
    unify(actor for task in plan.tasks for actor in (*task.leads, *task.supports))
    plan.deductions = read_deductions(found.flat)
    plan.results = read_results(found.flat, plan.head.year)
    plan.documents = cited_documents(text.lines, start, plan.bases)
    plan.clauses = read_clauses(found.flat)
    plan.doubts = sorted([*assigned.doubts, *find_doubts(plan, found.flat)], key=lambda doubt: doubt.line)
    return plan
