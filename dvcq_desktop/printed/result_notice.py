"""F6: thông báo kết quả, what the tasks of each unit came to in a period, for all units to know."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.deadlines import cut_off, period_title, window
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_short
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
    end_mark,
    plain,
)
from dvcq_desktop.printed.letter_parts import day_of, head, office_of, plan_reference, signed, two_digits
from dvcq_desktop.progress import UnitSummary
from dvcq_desktop.progress_report import Figures, figures
from dvcq_desktop.texts import _

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Đơn vị, cá nhân", share=47),
    GridColumn(title="Số nhiệm vụ", share=15, align="center", kind="number"),
    GridColumn(title="Đúng hạn", share=13, align="center", kind="number"),
    GridColumn(title="Trễ hạn", share=13, align="center", kind="number"),
    GridColumn(title="Đang làm", share=13, align="center", kind="number"),
    GridColumn(title="Chưa làm", share=13, align="center", kind="number"),
    GridColumn(title="Quá hạn", share=13, align="center", kind="number"),
    GridColumn(title="Điểm liên quan", share=14, align="center", kind="number"),
    GridColumn(title="Đề nghị xếp loại", share=24),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The notice of options.period. RuleBroken where the year has no task."""
    day = day_of(options)
    found = figures(db, options.year, options.period, day)
    if not found.tasks:
        raise RuleBroken(_("Năm {year} chưa có nhiệm vụ nào để thông báo kết quả.", year=options.year))
    made = min(day, window(options.period, options.year, cut_off(db)).end) if found.frozen_at else day
    office = office_of(db, made)
    period = period_title(options.period, options.year)
    abstract = _("Kết quả thực hiện nhiệm vụ công tác dân vận chính quyền {period}", period=period)
    units = found.units[:-1]
    grid = Grid(
        columns=COLUMNS,
        rows=(*(_row(str(i), unit) for i, unit in enumerate(units, start=1)), _row("", found.total, total=True)),
        numbered_columns=options.numbered_columns,
    )
    request = _(
        "Các đơn vị, cá nhân còn nhiệm vụ chưa hoàn thành khẩn trương thực hiện, nộp đủ tài liệu minh chứng đúng hạn."
    )
    blocks = (
        head(office, day, "TB"),
        Title(kind=_("THÔNG BÁO"), abstract=abstract),
        Text(runs=plain(_opening(db, options, office.short_name or office.name, found))),
        grid,
        *end_mark((Text(runs=plain(request)),)),
        signed(db, options.year, (_("Các đơn vị, cá nhân có tên trong bảng"), _("Lưu: VT"))),
    )
    return Document(title=f"{_('Thông báo')} {abstract[:1].lower()}{abstract[1:]}", parts=(Part(blocks=blocks),))


def _opening(db: Connection, options: FormOptions, office: str, found: Figures) -> str:
    total = found.total
    reference = plan_reference(db, options.year)
    under = _("Thực hiện {reference}, ", reference=reference) if reference else ""
    sentence = _(
        "{office} thông báo kết quả {period}: có {all} nhiệm vụ, đã xong {done} ({late} trễ hạn), đang làm {doing}, "
        "chưa làm {open}, quá hạn {overdue}.",
        office=office,
        period=period_title(found.period, found.year),
        all=two_digits(total.total),
        done=two_digits(total.on_time + total.late),
        late=two_digits(total.late),
        doing=two_digits(total.doing),
        open=two_digits(total.not_done),
        overdue=two_digits(total.overdue),
    )
    return under + sentence


def _row(number: str, unit: UnitSummary, *, total: bool = False) -> GridRow:
    counts = (unit.total, unit.on_time, unit.late, unit.doing, unit.not_done, unit.overdue)
    cells = (number, unit.name, *(str(count) for count in counts), format_short(unit.points), "")
    return GridRow(cells=cells, kind="total" if total else "row", anchor="" if total else f"unit:{unit.unit_id}")


FORM = PrintedForm(
    key="thong-bao-ket-qua",
    title="Thông báo kết quả thực hiện nhiệm vụ",
    code="F6",
    build=build,
    options=("year", "period", "numbered_columns"),
)
