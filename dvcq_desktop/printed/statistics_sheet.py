"""The statistics sheet: several years on one paper, as charts and as tables, for the meeting that looks back."""

from __future__ import annotations

from collections.abc import Sequence

from db.connection import Connection
from dvcq_desktop import statistics
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points
from dvcq_desktop.printed.blocks import (
    Block,
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
from dvcq_desktop.printed.score_sheet import head_of_office, signatures, subtitle
from dvcq_desktop.printed.statistics_charts import (
    class_words,
    gap_chart,
    heat_chart,
    lost_words,
    totals_chart,
    year_name,
)
from dvcq_desktop.texts import _

MOST_YEARS = 10  # on one sheet: more are not readable side by side
YEARS = (
    GridColumn(title="Năm", share=14, align="center"),
    GridColumn(title="Tự chấm", share=17, align="center", kind="number"),
    GridColumn(title="Thẩm định", share=19, align="center", kind="number"),
    GridColumn(title="Chênh lệch", share=18, align="center", kind="number"),
    GridColumn(title="Đã giải thích", share=18, align="center", kind="number"),
    GridColumn(title="Xếp loại", share=36),
    GridColumn(title="Bộ tiêu chí", share=43),
)
REPEATED = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Nội dung", share=112),
    GridColumn(title="Năm và số điểm bị trừ", share=43),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The years chosen, or those known up to options.year. RuleBroken where there are fewer than two."""
    known = [year for year in statistics.known_years(db) if year in options.years or not options.years]
    years = [year for year in known if year <= options.year or options.years][-MOST_YEARS:]
    if len(years) < 2:
        raise RuleBroken(_("Cần ít nhất 2 năm có tổng điểm để in thống kê. Hãy nhập nhanh tổng điểm năm trước."))
    figures = statistics.year_figures(db, years)
    kind = _("THỐNG KÊ KẾT QUẢ NHIỀU NĂM")
    span = _("Công tác dân vận chính quyền, {first} - {last}", first=years[0], last=years[-1])
    blocks: list[Block] = [
        *head_of_office(db, options.year),
        Title(kind=kind, abstract=span),
        totals_chart(figures),
        subtitle(_("Tổng điểm từng năm")),
        Grid(columns=YEARS, rows=tuple(_year_row(f) for f in figures)),
        gap_chart(figures, alone=False),
        *_repeated(db, years),
    ]
    rows = statistics.heat_map(db, years)
    if any(cell.source for row in rows for cell in row.cells):
        blocks.append(heat_chart(rows, figures, alone=False))
    blocks.append(signatures(db, options.year, _("NGƯỜI LẬP")))
    return Document(title=f"{kind.capitalize()} {years[0]}-{years[-1]}", parts=(Part(blocks=tuple(blocks)),))


def _year_row(figures: statistics.YearFigures) -> GridRow:
    return GridRow(
        cells=(
            year_name(figures),
            format_points(figures.self_total),
            format_points(figures.appraised_total),
            format_points(figures.gap),
            format_points(figures.explained) if figures.gap is not None else "",
            class_words(figures),
            figures.framework,
        )
    )


def _repeated(db: Connection, years: Sequence[int]) -> list[Block]:
    """What lost points in more than one year; a sentence where nothing did."""
    found = statistics.repeated_deductions(db, years)
    if not found:
        return [Text(runs=plain(_("Không có nội dung nào bị trừ điểm từ hai năm trở lên.")))]
    rows = tuple(
        GridRow(cells=(str(i), f"{again.code}  {again.text}", lost_words(again)))
        for i, again in enumerate(found, start=1)
    )
    return [subtitle(_("Nội dung bị trừ điểm từ hai năm trở lên")), Grid(columns=REPEATED, rows=rows)]


FORM = PrintedForm(key="thong-ke", title="Thống kê nhiều năm", code="", build=build)
