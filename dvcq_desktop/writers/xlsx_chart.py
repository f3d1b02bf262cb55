"""Charts of a workbook: native ones that Excel redraws when a figure is corrected, their figures on a sheet of their own."""

from __future__ import annotations

from typing import Any

from dvcq_desktop.printed.blocks import Chart
from dvcq_desktop.texts import _
from dvcq_desktop.writers.chart_marks import PAPER
from dvcq_desktop.writers.words import clean

HEIGHT_ROWS = 16  # usual rows of a sheet that a chart covers
_PIXELS_OF_ROW = 20
_KINDS = {
    "bars": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "lines": {"type": "line"},
}
_FONT = {"name": "Times New Roman", "size": 10}
_MARKERS = ("square", "circle", "diamond")


class ChartFigures:
    """The sheet of figures behind the charts of a workbook, made with the first of them."""

    def __init__(self, book: Any, formats: dict[str, Any]) -> None:
        self._book, self._formats = book, formats
        self._sheet: Any = None
        self._row = 0

    def chart(self, chart: Chart, width: int) -> Any:
        """A native chart on figures written to the sheet."""
        first = self._write(chart)
        made = self._book.add_chart(_KINDS[chart.kind])
        name, last = self._sheet.get_name(), first + len(chart.categories) - 1
        for k, series in enumerate(chart.series):
            made.add_series(
                {
                    "name": clean(series.name),
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, k + 1, last, k + 1],
                    "data_labels": {"value": True, "num_format": "0.00", "font": _FONT},
                    **_look(chart.kind, k),
                }
            )
        made.set_title({"name": clean(chart.title), "name_font": {**_FONT, "size": 12}})
        made.set_legend({"position": "top", "font": _FONT})
        made.set_x_axis({"num_font": _FONT})
        made.set_y_axis(
            {"num_font": _FONT, "name": chart.unit, "name_font": _FONT, "major_gridlines": {"visible": True}}
        )
        made.show_blanks_as("gap")
        made.set_size({"width": width, "height": (HEIGHT_ROWS - 1) * _PIXELS_OF_ROW})
        return made

    def _write(self, chart: Chart) -> int:
        """Write title, names and figures below what is there; answers the row of the first figures."""
        if self._sheet is None:
            self._sheet = self._book.add_worksheet(_("Số liệu biểu đồ"))
            self._sheet.set_column(0, 0, 14)
            self._sheet.set_column(1, 6, 26)
        sheet, bold, plain = self._sheet, self._formats["bold"], self._formats["plain"]
        sheet.write_string(self._row, 0, clean(chart.title), bold)
        for k, series in enumerate(chart.series, start=1):
            sheet.write_string(self._row + 1, k, clean(series.name), bold)
        first = self._row + 2
        for i, category in enumerate(chart.categories):
            sheet.write_string(first + i, 0, clean(category), plain)
            for k, series in enumerate(chart.series, start=1):
                value = series.values[i]
                if value is not None:
                    sheet.write_number(first + i, k, value / 100, self._formats["number"])
        self._row = first + len(chart.categories) + 1
        return first


def _look(kind: str, series: int) -> dict[str, Any]:
    """The second series is hatched, or dashed, as in the drawn picture."""
    if kind == "lines":
        marker = {"type": _MARKERS[series % len(_MARKERS)], "size": 6}
        return {"line": {"color": "#000000", "dash_type": "dash" if series % 2 else "solid"}, "marker": marker}
    fill = PAPER.fills[series % len(PAPER.fills)]
    border = {"border": {"color": "#000000", "width": 0.5}}
    if series % 2:
        return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": PAPER.hatch, "bg_color": fill}, **border}
    return {"fill": {"color": fill}, **border}
