"""F11: sổ theo dõi nhiệm vụ, a row a task, by the seven columns of the decree's own register (annex IV, VIII)."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.deadlines import cut_off, period_title, window
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import (
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Part,
    PrintedForm,
    Text,
    Title,
    plain,
)
from dvcq_desktop.printed.letter_parts import day_of, head, office_of, plan_reference, shortened
from dvcq_desktop.progress import TaskProgress, status_words, task_progress
from dvcq_desktop.texts import _
from dvcq_desktop.units import find_unit

COLUMNS = (
    GridColumn(title="Số TT", share=11, align="center"),
    GridColumn(title="Nhiệm vụ được giao", share=82),
    GridColumn(title="Đơn vị, người nhận", share=40),
    GridColumn(title="Thời hạn", share=24),
    GridColumn(title="Tiến độ", share=46),
    GridColumn(title="Số, ký hiệu văn bản kết quả", share=29),
    GridColumn(title="Ghi chú", share=20),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The register as it stands, of all tasks or those of one unit. RuleBroken where there are none."""
    day = day_of(options)
    found = task_progress(db, options.year, day)
    if options.unit:
        unit = find_unit(db, options.unit)
        if unit is None:
            raise RuleBroken(_("Không có bộ phận “{name}”.", name=options.unit))
        found = [task for task in found if unit.id in task.row.unit_ids]
    if not found:
        raise RuleBroken(_("Không có nhiệm vụ nào để in sổ theo dõi."))
    end = window("nam", options.year, cut_off(db)).end
    period = period_title("nam", options.year)
    office = office_of(db, min(day, end))
    reference = plan_reference(db, options.year)
    given = _("Văn bản giao: {reference}.", reference=reference) if reference else ""
    blocks = (
        head(office, day),
        Title(kind=_("SỔ THEO DÕI NHIỆM VỤ"), abstract=_("Công tác dân vận chính quyền {period}", period=period)),
        *((Text(runs=plain(given), align="center", indent=False),) if given else ()),
        Grid(columns=COLUMNS, rows=tuple(_rows(found)), numbered_columns=options.numbered_columns),
    )
    title = _("Sổ theo dõi nhiệm vụ năm {year}", year=options.year)
    return Document(title=title, parts=(Part(blocks=blocks, landscape=True),))


def _rows(found: list[TaskProgress]) -> list[GridRow]:
    rows: list[GridRow] = []
    last = None
    for number, task in enumerate(found, start=1):
        row = task.row
        if row.criterion_number and row.criterion_number != last:
            last = row.criterion_number
            title = _("Tiêu chí {number}: {title}", number=row.criterion_number, title=row.criterion_title)
            rows.append(GridRow(cells=(title,), kind="group"))
        rows.append(GridRow(cells=_cells(number, task, row), anchor=f"task:{row.id}"))
    return rows


def _cells(number: int, task: TaskProgress, row: AssignmentRow) -> tuple[str, ...]:
    progress = task.progress
    done = status_words(task)
    told = "\n".join(part for part in (done, progress.result if progress else "") if part)
    evidence = _("Minh chứng {evidence}", evidence=task.evidence) if task.evidence else ""
    due = row.due[:1].upper() + row.due[1:]
    documents = progress.result_documents if progress else ""
    return (str(number), shortened(row.text), row.leads, due, told, documents, evidence)


FORM = PrintedForm(
    key="so-theo-doi",
    title="Sổ theo dõi nhiệm vụ",
    code="F11",
    build=build,
    landscape=True,
    options=("year", "unit", "numbered_columns"),
)
