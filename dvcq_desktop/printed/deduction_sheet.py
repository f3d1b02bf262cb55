"""F10: what was deducted, why, who answers for it and how it is remedied, with the reconciliation line below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from db.connection import Connection
from dvcq_desktop import deductions, reconciliation, tasks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points
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
from dvcq_desktop.printed.score_sheet import framework_note, head_of_office, signatures
from dvcq_desktop.texts import _

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Tiêu chí, nội dung", share=62),
    GridColumn(title="Tối đa", share=14, align="center", kind="number"),
    GridColumn(title="Tự chấm", share=15, align="center", kind="number"),
    GridColumn(title="Cấp trên chấm", share=15, align="center", kind="number"),
    GridColumn(title="Bị trừ", share=15, align="center", kind="number"),
    GridColumn(title="Lý do", share=48),
    GridColumn(title="Trách nhiệm", share=30),
    GridColumn(title="Hướng khắc phục, thời hạn", share=50),
)
_MAY_BE_EMPTY = range(2, 5)  # a year known only by its totals has no points of its items: such a column is left out


def build(db: Connection, options: FormOptions) -> Document:
    """The deductions of options.year. RuleBroken where there are none."""
    found = deductions.deductions(db, options.year)
    if not found:
        raise RuleBroken(_("Năm {year} không có nội dung bị trừ điểm để in.", year=options.year))
    whole = reconciliation.reconcile(db, options.year)
    rows = (*_rows(db, options.year, found, whole), _sum(whole))
    shown = [i for i in range(len(COLUMNS)) if i not in _MAY_BE_EMPTY or any(row.cells[i] for row in rows[:-1])]
    grid = Grid(
        columns=tuple(COLUMNS[i] for i in shown),
        rows=tuple(replace(row, cells=tuple(row.cells[i] for i in shown)) for row in rows),
        numbered_columns=options.numbered_columns,
    )
    kind = _("BẢNG NỘI DUNG BỊ TRỪ ĐIỂM VÀ HƯỚNG KHẮC PHỤC")
    abstract = _("Công tác dân vận chính quyền năm {year}", year=options.year)
    blocks = (
        *head_of_office(db, options.year, dated=options.year + 1),  # the superior's decision comes with the new year
        Title(kind=kind, abstract=abstract),
        *framework_note(db, options.year),
        grid,
        Text(runs=plain(_("Đối chiếu: {line}", line=whole.total.sentence()))),
        *_inherited(whole),
        signatures(db, options.year, _("NGƯỜI LẬP")),
    )
    return Document(title=f"{kind.capitalize()} {options.year}", parts=(Part(blocks=blocks, landscape=True),))


def _rows(
    db: Connection, year: int, found: list[deductions.Deduction], whole: reconciliation.Reconciliation
) -> Iterator[GridRow]:
    lines = {item.row.item.id: item for item in whole.items}
    due = {task.id: tasks.due_words(task) for task in [*tasks.tasks(db, year), *tasks.tasks(db, year + 1)]}
    twice = deductions.repeated(db, year)
    for number, deduction in enumerate(found, start=1):
        item = lines.get(deduction.item_id or 0)
        text = f"{deduction.place}: {deduction.text}" if deduction.place else deduction.text
        if deduction.id in twice:
            text += " " + _("(bị trừ hai năm liền)")
        until = due.get(deduction.task_id or 0, "")
        cells = (
            str(number),
            text,
            format_points(item.row.item.max_points) if item else "",
            format_points(item.line.self_points) if item else "",
            format_points(item.line.appraised_points) if item else "",
            format_points(deduction.points, unknown=_("chưa rõ")),
            deduction.reason,
            deduction.responsible,
            f"{deduction.remedy} ({until})" if until else deduction.remedy,
        )
        yield GridRow(cells=cells, anchor=f"deduction:{deduction.id}")


def _sum(whole: reconciliation.Reconciliation) -> GridRow:
    """What was deducted in all; both totals of the year stand in the line below, they are no sums of these rows."""
    cells = ("", _("Cộng"), "", "", "", format_points(whole.total.explained), "", "", "")
    return GridRow(cells=cells, kind="total")


def _inherited(whole: reconciliation.Reconciliation) -> tuple[Text, ...]:
    """A line for each commune whose history was inherited."""
    return tuple(Text(runs=plain(f"{line.title}: {line.sentence()}")) for line in whole.predecessors)


FORM = PrintedForm(
    key="bi-tru-diem",
    title="Bảng nội dung bị trừ điểm và khắc phục",
    code="F10",
    build=build,
    landscape=True,
    options=("year", "numbered_columns"),
)
