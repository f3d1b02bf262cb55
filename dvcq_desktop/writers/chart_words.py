"""A chart told as a table of its figures, for the formats that do not draw it: a row for each year, or each row of a heat map."""

from __future__ import annotations

from textwrap import shorten

from dvcq_desktop.printed.blocks import Chart, Grid, GridColumn, GridRow
from dvcq_desktop.texts import _

_LONGEST = 110  # letters of the name of a row


def chart_grid(chart: Chart) -> Grid:
    """The same figures in the same words as in the picture."""
    return _heat_grid(chart) if chart.kind == "heat" else _category_grid(chart)


def _heat_grid(chart: Chart) -> Grid:
    share = min(60 / max(len(chart.categories), 1), 14)
    heads = [
        f"{name} ({chart.under[i]})" if i < len(chart.under) and chart.under[i] else name
        for i, name in enumerate(chart.categories)
    ]
    columns = [GridColumn(title=head, share=share, align="center", kind="number") for head in heads]
    rows = [
        GridRow(
            cells=(shorten(series.name, _LONGEST, placeholder=" …"), *(chart.value(k, i) for i in range(len(heads))))
        )
        for k, series in enumerate(chart.series)
    ]
    first = GridColumn(title=_("Nội dung"), share=100 - share * len(heads))
    return Grid(columns=(first, *columns), rows=tuple(rows))


def _category_grid(chart: Chart) -> Grid:
    unit = f" ({chart.unit})" if chart.unit else ""
    figures = [GridColumn(title=series.name + unit, share=22, align="center", kind="number") for series in chart.series]
    below = (GridColumn(title=_("Ghi chú"), share=36),) if any(chart.under) else ()
    rows = [
        GridRow(
            cells=(
                name,
                *(chart.value(k, i) for k in range(len(chart.series))),
                *((chart.under[i] if i < len(chart.under) else "",) if below else ()),
            )
        )
        for i, name in enumerate(chart.categories)
    ]
    return Grid(columns=(GridColumn(title=_("Năm"), share=12, align="center"), *figures, *below), rows=tuple(rows))
