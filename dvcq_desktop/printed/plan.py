"""F12: the yearly plan with its head, legal bases, numbered sections and the blocks that print from the data."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Connection
from dvcq_desktop import cycles, deductions, frameworks, plans, tasks
from dvcq_desktop.assignments import actor_words, actors_of_year
from dvcq_desktop.dates import day_of_paper, decree_date
from dvcq_desktop.numbering import letter
from dvcq_desktop.plans import Plan
from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.printed.assignment_appendix import appendix_part
from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    FormOptions,
    Head,
    Heading,
    LegalBase,
    Part,
    PrintedForm,
    Run,
    SignatureCell,
    Signatures,
    Text,
    Title,
    end_mark,
    paragraphs,
    plain,
)
from dvcq_desktop.sections import OutlineRow, outline
from dvcq_desktop.texts import _


def build(db: Connection, options: FormOptions) -> Document:
    """The plan of a year, its assignment appendix behind it where asked. RuleBroken where the year has no plan."""
    plan = plans.plan_of_year(db, options.year)
    body: list[Block] = [head_of(plan), Title(kind=plan.kind, abstract=plan.abstract)]
    body += [LegalBase(text=text) for text in legal_base_lines(db, plan.id)]
    body += paragraphs(plan.opening, anchor="plan:opening")
    for row in outline(db, plan.id):
        body += _section(db, row, options.year)
    body += paragraphs(plan.closing, anchor="plan:closing")
    parts = [Part(blocks=(*end_mark(tuple(body)), signatures_of(plan)))]
    if options.with_appendix and tasks.tasks(db, options.year):
        parts.append(appendix_part(db, options))
    return Document(title=f"{plan.kind.capitalize()} {plan.abstract}".strip(), parts=tuple(parts))


def head_of(plan: Plan) -> Head:
    """Cells 1-4; a number below 10 takes a leading zero (Decree 30, annex I, II.3.c)."""
    place = plan.place or "……"
    return Head(
        organ=tuple(line for line in plan.organ.split("\n") if line.strip()),
        parent=plan.parent_organ,
        number=plan.number.zfill(2) if plan.number else "",
        symbol=plan.symbol,
        place_and_date=f"{place}, {decree_date(plan.issued_on, blank='     ')}",
    )


def legal_base_lines(db: Connection, plan_id: int) -> list[str]:
    """Each căn cứ ends with ";", the last with "." (annex I, II.6.a)."""
    texts = [base.text.rstrip(" ;.,") for base in plans.legal_bases(db, plan_id)]
    return [text + (";" if i < len(texts) - 1 else ".") for i, text in enumerate(texts)]


def signatures_of(plan: Plan) -> Signatures:
    lines = tuple(line for line in plan.signer_lines.split("\n") if line.strip())
    return Signatures(
        right=SignatureCell(lines=lines, name=plan.signer_name),
        recipients=tuple(line for line in plan.recipients.split("\n") if line.strip()),
    )


def _section(db: Connection, row: OutlineRow, year: int) -> Iterator[Block]:
    section, anchor = row.section, f"section:{row.section.id}"
    if section.heading:
        yield Heading(text=section.heading, number=row.label, level=min(row.depth, 6), anchor=anchor)
    yield from paragraphs(section.body, anchor=anchor)
    if section.kind == "results":
        yield from results(db, year - 1, anchor)
    elif section.kind == "deductions":
        yield from deduction_blocks(db, year - 1, anchor)
    elif section.kind == "tasks":
        yield from task_blocks(db, year, row, anchor)


def results(db: Connection, year: int, anchor: str = "") -> Iterator[Block]:
    """Last year's totals in a sentence; nothing where none are known."""
    cycle = cycles.find_cycle(db, year)
    if cycle is None or (cycle.self_total is None and cycle.appraised_total is None):
        return
    parts = [_("Năm {year}", year=year)]
    if cycle.self_total is not None:
        parts.append(_("xã tự chấm đạt {points} điểm", points=format_points(cycle.self_total)))
    if cycle.appraised_total is not None:
        parts.append(_("cấp trên thẩm định đạt {points} điểm", points=format_points(cycle.appraised_total)))
    if cycle.class_label:
        parts.append(_("xếp loại: {label}", label=cycle.class_label))
    yield Text(runs=plain(", ".join(parts) + "."), anchor=anchor)
    if cycle.self_total is None or cycle.appraised_total is None or cycle.self_total == cycle.appraised_total:
        return
    found = deductions.deductions(db, year)
    named, open_ones = deductions.explained(db, year), sum(1 for d in found if d.points is None)
    difference = cycle.self_total - cycle.appraised_total
    sentence = _("Chênh lệch giữa hai mức điểm là {points} điểm", points=format_points(difference))
    if found:
        sentence += _(", trong đó {points} điểm có lý do cụ thể nêu dưới đây", points=format_points(named))
    if open_ones:
        sentence += _("; {n} nội dung bị trừ chưa được thông báo số điểm", n=f"{open_ones:02d}")
    yield Text(runs=plain(sentence + "."), anchor=anchor)


def deduction_blocks(db: Connection, year: int, anchor: str = "") -> Iterator[Block]:
    """Every deduction of a year: where, how much, why, who answers, what is done about it."""
    found = deductions.deductions(db, year)
    if not found:
        yield Text(runs=plain(_("Năm {year} không có nội dung bị trừ điểm.", year=year)), anchor=anchor)
    for number, deduction in enumerate(found, start=1):
        mine = f"deduction:{deduction.id}"
        lead = Run(text=f"({number}) {deduction.place}: " if deduction.place else f"({number}) ", bold=True)
        yield Text(runs=(lead, Run(text=_sentence(deduction.text))), anchor=mine, keep_with_next=True)
        lost = (
            _("- Số điểm bị trừ: {points} điểm.", points=format_short(deduction.points))
            if deduction.points is not None
            else _("- Số điểm bị trừ: cấp trên chưa thông báo.")
        )
        yield Text(runs=plain(lost), anchor=mine)
        for label, text in (
            (_("- Lý do: "), deduction.reason),
            (_("- Trách nhiệm: "), deduction.responsible),
            (_("- Hướng khắc phục: "), deduction.remedy),
        ):
            if text:
                yield Text(runs=plain(label + _sentence(text)), anchor=mine)


def task_blocks(db: Connection, year: int, row: OutlineRow, anchor: str = "") -> Iterator[Block]:
    """The tasks by criterion, each with who leads, who supports, when, what it yields."""
    plan = plans.find_plan(db, year)
    day = day_of_paper(plan.issued_on) if plan else ""
    found = tasks.tasks(db, year, day=day)
    titles = tasks.criterion_titles(db, year)
    actors = actors_of_year(db, year, day=day)
    yield from illustrative_note(db, year, anchor)
    prefix = row.label.rstrip(".")
    place, last = 0, object()
    for task in found:
        mine = f"task:{task.id}"
        if task.criterion_id != last and task.criterion_id in titles:
            last = task.criterion_id
            place += 1
            number, title = titles[task.criterion_id]
            label = f"{prefix}.{place}." if 2 <= row.depth <= 3 else f"{letter(place)})"
            text = _("Tiêu chí {number}: {title}", number=number, title=title)
            yield Heading(text=text, number=label, level=3, anchor=mine)
        for line in task.text.split("\n"):
            yield Text(runs=plain(f"- {_sentence(line)}"), anchor=mine)
        leads, supports = actors.get((task.id, "lead"), []), actors.get((task.id, "support"), [])
        when = ", ".join(p for p in (task.timing, _due(task)) if p)
        for label, words in (
            (_("+ Chủ trì tham mưu: "), actor_words(leads)),
            (_("+ Phối hợp thực hiện: "), actor_words(supports)),
            (_("+ Thời gian thực hiện: "), when),
            (_("+ Sản phẩm: "), task.product.replace("\n", "; ")),
        ):
            if words:
                yield Text(runs=plain(label + _sentence(words)), anchor=mine)


def illustrative_note(db: Connection, year: int, anchor: str = "") -> Iterator[Block]:
    """A paper built on illustrative points says so."""
    cycle = cycles.find_cycle(db, year)
    if cycle is None or cycle.framework_id is None:
        return
    framework = frameworks.get_framework(db, cycle.framework_id)
    if framework.illustrative:
        note = _("(Bộ tiêu chí dùng để minh họa: {title}.)", title=framework.short_title or framework.title)
        yield Text(runs=(Run(text=note, italic=True),), anchor=anchor)


def _due(task: tasks.Task) -> str:
    words = tasks.due_words(task)
    return _("cung cấp tài liệu minh chứng {due}", due=words) if words else ""


def _sentence(text: str) -> str:
    """The text with a full stop where it has no mark at its end."""
    text = text.strip().replace("\n", " ")
    return text if not text or text[-1] in ".…;:!?" else text + "."


FORM = PrintedForm(
    key="ke-hoach", title="Kế hoạch năm", code="F12", build=build, options=("year", "with_appendix", "numbered_columns")
)
