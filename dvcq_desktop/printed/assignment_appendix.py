"""F4: the appendix that assigns every task of the plan, landscape, with page numbers of its own."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop import plans
from dvcq_desktop.assignments import AssignmentRow, assignment_rows
from dvcq_desktop.dates import day_of_paper, decree_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import (
    AppendixTitle,
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Part,
    PrintedForm,
    Text,
    plain,
)
from dvcq_desktop.texts import _
from dvcq_desktop.units import find_unit

COLUMNS = (  # shares in millimetres of a text width of 252 (domain.md §4, F4)
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Tiêu chí, nội dung, nhiệm vụ", share=88),
    GridColumn(title="Đơn vị chủ trì (tham mưu)", share=36),
    GridColumn(title="Đơn vị phối hợp", share=38),
    GridColumn(title="Thời gian thực hiện", share=23),
    GridColumn(title="Sản phẩm, minh chứng", share=34),
    GridColumn(title="Hạn minh chứng", share=23),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The appendix alone. RuleBroken where the year has no plan or no task."""
    plans.plan_of_year(db, options.year)
    return Document(
        title=_("Phụ lục phân công nhiệm vụ năm {year}", year=options.year), parts=(appendix_part(db, options),)
    )


def appendix_part(db: Connection, options: FormOptions) -> Part:
    """The appendix as the pages that follow a plan."""
    rows = chosen_rows(db, options)
    if not rows:
        raise RuleBroken(_("Năm {year} chưa có nhiệm vụ nào để in phụ lục phân công.", year=options.year))
    name = _("PHÂN CÔNG NHIỆM VỤ THỰC HIỆN CÔNG TÁC DÂN VẬN CHÍNH QUYỀN NĂM {year}", year=options.year)
    title = AppendixTitle(label=_("Phụ lục"), name=name, reference=reference(db, options.year))
    grid = Grid(columns=COLUMNS, rows=tuple(grid_rows(rows)), numbered_columns=options.numbered_columns)
    end = Text(runs=plain("./."), align="right", indent=False)  # an appendix ends with it too (annex III, form 2.1)
    return Part(blocks=(title, grid, end), landscape=True)


def chosen_rows(db: Connection, options: FormOptions) -> list[AssignmentRow]:
    """All tasks of the year, or those of one unit."""
    plan = plans.find_plan(db, options.year)  # its appendix is as old as the plan itself
    rows = assignment_rows(db, options.year, day=day_of_paper(plan.issued_on) if plan else "")
    if not options.unit:
        return rows
    unit = find_unit(db, options.unit)
    if unit is None:
        raise RuleBroken(_("Không có bộ phận “{name}”.", name=options.unit))
    return [row for row in rows if unit.id in row.unit_ids]


def reference(db: Connection, year: int) -> str:
    """ "(Kèm theo Kế hoạch số …/KH-UBND ngày … của …)", blanks where the registry has not yet filled in."""
    plan = plans.plan_of_year(db, year)
    number = plan.number.zfill(2) if plan.number else "     "
    organ = " ".join(plan.organ.split("\n"))
    whose = organ[:1].upper() + organ[1:].lower() if organ.isupper() else organ
    return _(
        "(Kèm theo {kind} số {number}/{symbol} {day} của {organ})",
        kind=plan.kind.capitalize(),
        number=number,
        symbol=plan.symbol,
        day=decree_date(plan.issued_on, blank="     "),
        organ=_named(whose, plan.place),
    )


def _named(organ: str, place: str) -> str:
    """ "Ủy ban nhân dân xã Ba Thành" from lower case, the place name with its capitals."""
    return organ.replace(place.lower(), place) if place else organ


def grid_rows(rows: list[AssignmentRow]) -> list[GridRow]:
    """A bold row for each criterion, below it its tasks, numbered through."""
    out: list[GridRow] = []
    last = None
    for number, row in enumerate(rows, start=1):
        if row.criterion_number and row.criterion_number != last:
            last = row.criterion_number
            title = _("Tiêu chí {number}: {title}", number=row.criterion_number, title=row.criterion_title)
            out.append(GridRow(cells=(title,), kind="group"))
        text = row.text if "\n" not in row.text else "\n".join(f"- {line}" for line in row.text.split("\n"))
        due = row.due[:1].upper() + row.due[1:]
        cells = (str(number), text, row.leads, row.supports, row.timing, row.product, due)
        out.append(GridRow(cells=cells, anchor=f"task:{row.id}"))
    return out


FORM = PrintedForm(
    key="phan-cong",
    title="Phụ lục phân công nhiệm vụ",
    code="F4",
    build=build,
    landscape=True,
    options=("year", "unit", "numbered_columns"),
)
