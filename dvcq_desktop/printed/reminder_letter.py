"""F7: công văn đôn đốc, the tasks that are overdue or due soon, addressed to those who lead them."""

from __future__ import annotations

from datetime import date

from db.connection import Connection
from dvcq_desktop.dates import decree_date
from dvcq_desktop.deadlines import last_day
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import (
    Addressees,
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Part,
    PrintedForm,
    Text,
    end_mark,
    plain,
)
from dvcq_desktop.printed.letter_parts import day_of, head, office_of, plan_reference, shortened, signed, two_digits
from dvcq_desktop.progress import SETTLED, TaskProgress, task_progress
from dvcq_desktop.texts import _
from dvcq_desktop.units import find_unit

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Nội dung nhiệm vụ", share=62),
    GridColumn(title="Chủ trì", share=32),
    GridColumn(title="Hạn", share=22),
    GridColumn(title="Tình trạng", share=22),
    GridColumn(title="Minh chứng còn thiếu", share=17, align="center"),
)


def urged(db: Connection, year: int, day: date, unit_id: int | None = None) -> list[TaskProgress]:
    """Tasks that are overdue or due soon, of one unit where asked, those longest overdue first.

    A task counts as open while its contents lack proof, even where it was reported as done.
    """
    found = []
    for task in task_progress(db, year, day):
        lacking = task.proven < task.contents and task.state.key != "not_applicable"
        if task.state.key not in {"overdue", "soon"} and not (task.state.key in SETTLED and lacking):
            continue
        if unit_id is None or unit_id in {lead.unit_id for lead in task.leads}:
            found.append(task)
    return sorted(found, key=lambda task: (_last(task), task.row.criterion_number, task.row.id))


def _last(task: TaskProgress) -> date:
    return last_day(task.task.due_on, bool(task.task.due_inclusive)) or date.max


def build(db: Connection, options: FormOptions) -> Document:
    """The letter as of a day. RuleBroken where nothing is overdue or due soon."""
    day = day_of(options)
    unit = find_unit(db, options.unit) if options.unit else None
    if options.unit and unit is None:
        raise RuleBroken(_("Không có bộ phận “{name}”.", name=options.unit))
    found = urged(db, options.year, day, unit.id if unit else None)
    if not found:
        raise RuleBroken(_("Không có nhiệm vụ quá hạn hay sắp đến hạn để đôn đốc."))
    names = [unit.name] if unit else list(dict.fromkeys(lead.name for task in found for lead in task.leads))
    office = office_of(db, day)
    subject = _("V/v đôn đốc thực hiện nhiệm vụ công tác dân vận chính quyền năm {year}", year=options.year)
    overdue = sum(1 for task in found if task.state.key == "overdue")
    late = _(", trong đó {n} nhiệm vụ đã quá hạn", n=two_digits(overdue)) if overdue else ""
    opening = _(
        "Đến {day}, còn {n} nhiệm vụ quá hạn, sắp đến hạn hoặc thiếu minh chứng{late}, cụ thể như sau:",
        day=decree_date(day.isoformat()),
        n=two_digits(len(found)),
        late=late,
    )
    request = _(
        "{office} yêu cầu các đơn vị chủ trì tập trung thực hiện, nộp đủ tài liệu minh chứng đúng hạn; nhiệm vụ đã quá hạn "
        "phải báo cáo nguyên nhân bằng văn bản và nêu rõ ngày hoàn thành.",
        office=office.short_name or office.name,
    )
    reference = plan_reference(db, options.year)
    under = (Text(runs=plain(_("Thực hiện {reference};", reference=reference))),) if reference else ()
    blocks = (
        head(office, day, subject=subject),
        Addressees(names=tuple(names) or (_("Các bộ phận, công chức thuộc xã"),)),
        *under,
        Text(runs=plain(opening), keep_with_next=True),
        Grid(columns=COLUMNS, rows=tuple(_rows(found)), numbered_columns=options.numbered_columns),
        *end_mark((Text(runs=plain(request)),)),
        signed(db, options.year, (_("Như trên"), _("Lưu: VT"))),
    )
    return Document(title=_("Công văn {subject}", subject=subject.removeprefix("V/v ")), parts=(Part(blocks=blocks),))


def _rows(found: list[TaskProgress]) -> list[GridRow]:
    rows = []
    for number, task in enumerate(found, start=1):
        missing = task.contents - task.proven
        lacking = _("{n}/{all} nội dung", n=missing, all=task.contents) if missing else _("đã đủ")
        due = task.row.due[:1].upper() + task.row.due[1:]
        cells = (str(number), shortened(task.row.text, 110), task.row.leads, due, task.state.words, lacking)
        rows.append(GridRow(cells=cells, anchor=f"task:{task.row.id}"))
    return rows


FORM = PrintedForm(
    key="don-doc",
    title="Công văn đôn đốc",
    code="F7",
    build=build,
    options=("year", "unit", "numbered_columns"),
)
