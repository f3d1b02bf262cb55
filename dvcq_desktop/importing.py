"""Writes what was understood of a plan file into the office's records, as one use case that can be undone whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.connection import Connection
from dvcq_desktop import (
    assignments,
    cycles,
    deductions,
    frameworks,
    legal_documents,
    organisation,
    plans,
    sections,
    tasks,
    units,
)
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_files import FRAMEWORK_FILES, FrameworkFile, read_framework_file
from dvcq_desktop.periods import join_periods
from dvcq_desktop.readers.understood import ActorRead, CriterionRead, DeductionRead, PlanRead, SectionRead, TaskRead
from dvcq_desktop.records import insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold


@dataclass(kw_only=True)
class ImportResult:
    """What was written, for the sentence at the end."""

    year: int
    plan_id: int = 0
    framework: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def import_plan(db: Connection, read: PlanRead, year: int | None = None) -> ImportResult:
    """Store a plan that was read in place of the year's plan; its tasks and last year's deductions replace those there.

    year: of the plan, where the file does not say it or says it wrongly. Raises RuleBroken without a year or in a closed one.
    """
    year = year or read.head.year
    if year is None:
        raise RuleBroken(_("Không rõ kế hoạch này của năm nào. Hãy chọn năm rồi nạp lại."))
    _organisation(db, read)
    cycle_id = cycles.open_year(db, year)
    cycle = cycles.cycle_of_year(db, year)
    if cycle.closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không nạp kế hoạch vào được.", year=year))
    _clear(db, read, cycle_id, year)
    framework_id = cycle.framework_id or _framework(db, read, year)
    if framework_id is not None and cycle.framework_id is None:
        update(db, cycles.Cycle, cycle_id, framework_id=framework_id)
    result = ImportResult(year=year, plan_id=_plan(db, read, cycle_id))
    documents = _documents(db, read, result.plan_id)
    _bases(db, read, result.plan_id, documents)
    count = _sections(db, result.plan_id, read.sections)
    _tasks(db, read, cycle_id, framework_id)
    _last_year(db, read, year - 1, framework_id)
    if framework_id is not None:
        result.framework = frameworks.get_framework(db, framework_id).title
    result.counts = {
        "criteria": len(read.criteria),
        "items": sum(len(criterion.items) for criterion in read.criteria),
        "tasks": len(read.tasks),
        "deductions": len(read.deductions),
        "documents": len(documents),
        "sections": count,
    }
    return result


def _organisation(db: Connection, read: PlanRead) -> None:
    if organisation.current(db) is not None or not read.head.organ:
        return
    upper = " ".join(read.head.organ)
    lower = upper[:1].upper() + upper[1:].lower()
    place = read.head.place or " ".join(word.capitalize() for word in read.head.organ[-1].split()[1:])
    organisation.set_up(db, lower.replace(place.lower(), place), place or lower)


def _clear(db: Connection, read: PlanRead, cycle_id: int, year: int) -> None:
    """Make room for what the file brings; tasks and deductions it says nothing about stay."""
    db.execute("DELETE FROM plan WHERE cycle_id = ?", (cycle_id,))
    if read.tasks:
        db.execute("DELETE FROM task WHERE cycle_id = ?", (cycle_id,))
    if read.deductions:
        last = read.results.year or year - 1
        db.execute(
            "DELETE FROM deduction WHERE cycle_id = (SELECT id FROM cycle WHERE year = ? AND closed = 0)", (last,)
        )


def _framework(db: Connection, read: PlanRead, year: int) -> int | None:
    """The framework on the shelf whose criteria these are; else one of the plan's own words; None without criteria."""
    if not read.criteria:
        return None
    for name in FRAMEWORK_FILES:
        file = read_framework_file(name)
        if not file.illustrative and _same_criteria(file, read.criteria):
            return frameworks.load_framework(db, name)
    framework_id = insert(
        db,
        frameworks.Framework(
            code=f"ke-hoach-{year}",
            version=1
            + db.execute("SELECT count(*) FROM framework WHERE code = ?", (f"ke-hoach-{year}",)).fetchone()[0],
            title=_("Bộ tiêu chí theo kế hoạch năm {year}", year=year),
            effective_from=year,
        ),
    )
    for position, criterion in enumerate(read.criteria, start=1):
        criterion_id = insert(
            db,
            frameworks.Criterion(
                framework_id=framework_id, number=criterion.number, title=criterion.title, position=position
            ),
        )
        for place, item in enumerate(criterion.items, start=1):
            insert(db, frameworks.Item(criterion_id=criterion_id, number=item.number, text=item.text, position=place))
    return framework_id


def _same_criteria(file: FrameworkFile, criteria: list[CriterionRead]) -> bool:
    """Whether the plan's criteria are those of a file: the same numbers of items, and titles that share most words."""
    if [len(c.items) for c in file.criteria] != [len(c.items) for c in criteria]:
        return False
    for theirs, ours in zip(file.criteria, criteria, strict=True):
        one, two = set(fold(theirs.title).split()), set(fold(ours.title).split())
        if len(one & two) * 2 < len(one):
            return False
    return True


def _plan(db: Connection, read: PlanRead, cycle_id: int) -> int:
    head = read.head
    office = organisation.current(db)
    signer = "\n".join(read.signer_lines) or plans.AUTHORITIES["TM. … CHỦ TỊCH"]
    return insert(
        db,
        plans.Plan(
            cycle_id=cycle_id,
            organ="\n".join(head.organ) or (office.head_lines if office else ""),
            parent_organ=head.parent,
            number=head.number,
            symbol=head.symbol or "KH-UBND",
            place=head.place or (office.place_name if office else ""),
            issued_on=head.issued_on,
            kind=head.kind or "KẾ HOẠCH",
            abstract=head.abstract,
            opening=read.opening,
            closing=read.closing,
            recipients="\n".join(read.recipients) or "Lưu: VT",
            signer_lines=signer,
            signer_name=read.signer_name,
        ),
    )


def _documents(db: Connection, read: PlanRead, plan_id: int) -> dict[str, int]:
    ids: dict[str, int] = {}
    for document in read.documents:
        ids[document.reference] = document_id = legal_documents.document_known(
            db,
            document.kind,
            document.reference,
            issued_on=document.issued_on,
            issuer=document.issuer,
            subject=document.subject,
        )
        dates = {line: day for day, lines in document.date_lines.items() for line in lines}
        for line in document.lines:
            citation = legal_documents.Citation(
                plan_id=plan_id, legal_document_id=document_id, written_date=dates.get(line, ""), line=line
            )
            insert(db, citation)
    return ids


def _bases(db: Connection, read: PlanRead, plan_id: int, documents: dict[str, int]) -> None:
    for position, base in enumerate(read.bases, start=1):
        known = [documents[reference] for reference in base.references if reference in documents]
        line = plans.LegalBaseLine(
            plan_id=plan_id, text=base.text, position=position, legal_document_id=known[0] if known else None
        )
        insert(db, line)


def _sections(db: Connection, plan_id: int, read: list[SectionRead], inside_id: int | None = None) -> int:
    """Store the outline; text that became records is not stored twice, all other text stays in its section."""
    count = 0
    for section in read:
        taken = set(section.taken)
        places = section.body_lines if len(section.body_lines) == len(section.body) else [0] * len(section.body)
        kept = [(line, text) for text, line in zip(section.body, places, strict=True) if line not in taken]
        if section.kind == "text" and _all_taken(section):
            continue
        last = max(taken, default=0) if section.kind != "text" else 0
        after = [text for line, text in kept if last and line > last]
        section_id = sections.add_section(
            db,
            plan_id,
            inside_id=inside_id,
            heading=section.heading,
            body="\n".join(text for line, text in kept if not last or line <= last),
            kind=section.kind,
            numbered=bool(section.number),
        )
        if after:  # what stood behind the data still prints behind them
            sections.add_section(db, plan_id, inside_id=section_id, body="\n".join(after), numbered=False)
        count += 1 + _sections(db, plan_id, section.children, section_id)
    return count


def _all_taken(section: SectionRead) -> bool:
    """A heading such as "2.1. Tiêu chí 1: …" that became a criterion, with nothing of its own left to print."""
    return (
        section.line in section.taken
        and set(section.body_lines) <= set(section.taken)
        and all(_all_taken(child) for child in section.children)
    )


def _tasks(db: Connection, read: PlanRead, cycle_id: int, framework_id: int | None) -> None:
    texts = {(c.number, item.number): item.text for c in read.criteria for item in c.items}
    for task in read.tasks:
        found = [frameworks.find_item(db, framework_id, task.criterion, n) for n in task.items] if framework_id else []
        items = [item for item in found if item is not None]
        words = [texts[task.criterion, n] for n in task.items if (task.criterion, n) in texts]
        task_id = tasks.add_task(
            db,
            cycle_id,
            "\n".join(words) or _("Nhiệm vụ của tiêu chí {number}", number=task.criterion),
            criterion_id=items[0].criterion_id if items else None,
            item_ids=tuple(item.id for item in items),
            timing=task.timing,
            due_on=task.due_on,
            due_inclusive=task.due_inclusive,
            product=task.expected,
        )
        _actors(db, task, task_id)
    dues = {(task.due_on, task.due_inclusive) for task in read.tasks if task.due_on}
    if len(dues) == 1:
        day, inclusive = dues.pop()
        update(db, cycles.Cycle, cycle_id, evidence_due_on=day, evidence_due_inclusive=int(inclusive))


def _actors(db: Connection, task: TaskRead, task_id: int) -> None:
    seen: set[tuple[int, str]] = set()
    roles: tuple[tuple[assignments.Role, list[ActorRead]], ...] = (("lead", task.leads), ("support", task.supports))
    for role, actors in roles:
        for actor in actors:
            parent_id = units.unit_named(db, actor.within) if actor.within else None
            unit_id = units.unit_named(db, actor.name, parent_id=parent_id)
            if (unit_id, role) in seen:
                continue
            seen.add((unit_id, role))
            units.add_alias(db, unit_id, actor.written)
            assignments.assign(db, task_id, unit_id, role, periods=join_periods(actor.periods))


def _last_year(db: Connection, read: PlanRead, year: int, framework_id: int | None) -> None:
    """Last year's totals and deductions: a year known only by them is a valid year."""
    results = read.results
    known = results.self_total is not None or results.appraised_total is not None or results.class_label
    before = cycles.find_cycle(db, results.year or year)
    if (not known and not read.deductions) or (before is not None and before.closed):
        return  # a closed year keeps what it has; the plan's own words about it still print from there
    cycle_id = cycles.open_year(db, results.year or year, framework_id=framework_id)
    if known:
        totals = {"self_total": results.self_total, "appraised_total": results.appraised_total}
        stored: dict[str, object] = {name: value for name, value in totals.items() if value is not None}
        if results.class_label:
            stored["class_label"] = results.class_label
        cycles.change(db, cycle_id, **stored)
    ids: list[int] = []
    for deduction in read.deductions:
        ids.append(_deduction(db, deduction, cycle_id, framework_id, ids))


def _deduction(
    db: Connection, deduction: DeductionRead, cycle_id: int, framework_id: int | None, ids: list[int]
) -> int:
    place, item = "", None
    if deduction.criterion and deduction.item:
        place = _("Nội dung {item}, tiêu chí {criterion}", item=deduction.item, criterion=deduction.criterion)
        item = frameworks.find_item(db, framework_id, deduction.criterion, deduction.item) if framework_id else None
    hidden = deduction.hidden_in
    return deductions.add_deduction(
        db,
        cycle_id,
        item_id=item.id if item else None,
        place=place,
        text=deduction.text,
        points=deduction.points,
        reason=deduction.reason,
        responsible=deduction.responsible,
        remedy=deduction.remedy,
        hidden_in_id=ids[hidden] if hidden is not None and hidden < len(ids) else None,
    )
