"""The charts of years side by side, the same on the statistics page and on its sheet: totals, gaps, lost points."""

from __future__ import annotations

from collections.abc import Sequence

from dvcq_desktop.points import format_points
from dvcq_desktop.printed.blocks import Chart, ChartSeries
from dvcq_desktop.statistics import HeatCell, HeatRow, Repeated, YearFigures, breaks
from dvcq_desktop.texts import _

_MOST_BARS = 6  # years; more are drawn as lines
SOURCES = {"appraised": "thẩm định", "deductions": "điểm trừ", "self": "tự chấm", "absent": "", "": ""}


def year_name(figures: YearFigures) -> str:
    """ "2025*": the star stands for illustrative points."""
    return f"{figures.year}*" if figures.illustrative else str(figures.year)


def class_words(figures: YearFigures) -> str:
    """The class of a year; one that only follows from our own points says so."""
    if not figures.class_label:
        return ""
    return _("tự xếp: {label}", label=figures.class_label) if figures.own_class else figures.class_label


def totals_chart(figures: Sequence[YearFigures], *, alone: bool = True) -> Chart:
    """Both totals of each year, below it its class.

    alone: nothing beside the chart says what must be said of several years.
    """
    return Chart(
        kind="bars" if len(figures) <= _MOST_BARS else "lines",
        title=_("Tổng điểm và xếp loại qua các năm"),
        categories=tuple(year_name(f) for f in figures),
        series=(
            ChartSeries(
                name=_("Tự chấm"),
                values=tuple(f.self_total for f in figures),
                tips=_tips(figures, _("tự chấm"), "self"),
            ),
            ChartSeries(
                name=_("Cấp trên thẩm định"),
                values=tuple(f.appraised_total for f in figures),
                tips=_tips(figures, _("cấp trên thẩm định"), "appraised"),
            ),
        ),
        unit=_("điểm"),
        under=tuple(class_words(f) for f in figures),
        breaks=breaks(figures),
        notes=notes(figures) if alone else (),
    )


def gap_chart(figures: Sequence[YearFigures], *, alone: bool = True) -> Chart:
    """What the superior gave less than the office, in what deductions explain and what nothing explains."""
    explained = tuple(None if f.gap is None else f.explained for f in figures)
    rest = tuple(f.unexplained for f in figures)
    return Chart(
        kind="stacked",
        title=_("Chênh lệch giữa tự chấm và thẩm định"),
        categories=tuple(year_name(f) for f in figures),
        series=(
            ChartSeries(name=_("Đã giải thích bằng điểm trừ"), values=explained),
            ChartSeries(name=_("Chưa giải thích"), values=rest),
        ),
        unit=_("điểm"),
        under=tuple(_gap_words(f) for f in figures),
        breaks=breaks(figures),
        notes=notes(figures) if alone else (),
    )


def heat_chart(rows: Sequence[HeatRow], figures: Sequence[YearFigures], *, alone: bool = True) -> Chart:
    """Points lost by item and year."""
    absent, lost = _("không phát sinh"), _("KPS")
    found = [cell.source for row in rows for cell in row.cells]
    legend = [_("– là chưa có số liệu của riêng nội dung đó")]
    if "absent" in found:
        legend.append(_("{short} là {long}", short=lost, long=absent))
    return Chart(
        kind="heat",
        title=_("Điểm bị mất theo từng nội dung"),
        categories=tuple(year_name(f) for f in figures),
        series=tuple(
            ChartSeries(
                name=f"{row.code}  {row.text}",
                values=tuple(cell.lost for cell in row.cells),
                limits=tuple(cell.maximum for cell in row.cells),
                words=tuple(lost if cell.source == "absent" else "" for cell in row.cells),
                tips=tuple(_cell_tip(row, cell, f) for cell, f in zip(row.cells, figures, strict=True)),
            )
            for row in rows
        ),
        under=tuple(_sources([row.cells[i] for row in rows]) for i in range(len(figures))),
        breaks=breaks(figures),
        notes=(_("Dấu {signs}.", signs="; ".join(legend)), *(notes(figures) if alone else ())),
    )


def lost_words(again: Repeated) -> str:
    """ "2023: 1,75; 2024: 1,00"; years are never added up, they may go by different frameworks."""
    return "; ".join(f"{year}: {format_points(points)}" for year, points in zip(again.years, again.points, strict=True))


def notes(figures: Sequence[YearFigures]) -> tuple[str, ...]:
    """What must be said with figures of several years: frameworks that differ, totals not yet whole, illustrative points."""
    found = list(_unfinished(figures))
    by_framework: dict[str, list[int]] = {}
    for f in figures:
        by_framework.setdefault(f.framework or _("chưa chọn bộ tiêu chí"), []).append(f.year)
    if len(by_framework) > 1:
        each = "; ".join(f"{year_words(years)}: {name}" for name, years in by_framework.items())
        found.append(
            _(
                "Các năm theo bộ tiêu chí khác nhau ({each}) nên chỉ đặt cạnh nhau để xem, không nối và không cộng.",
                each=each,
            )
        )
    if any(f.illustrative for f in figures):
        found.append(_("* Năm dùng thang điểm minh họa, không phải số liệu chính thức."))
    return tuple(found)


def year_words(years: Sequence[int]) -> str:
    """ "2016-2023, 2025": three years or more in a row are told by the first and the last."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _unfinished(figures: Sequence[YearFigures]) -> tuple[str, ...]:
    """Years whose own total is not yet whole."""
    return tuple(
        _("Năm {year} còn {n} nội dung chưa chấm nên tổng tự chấm chưa đủ.", year=f.year, n=f.missing)
        for f in figures
        if f.missing
    )


def _tips(figures: Sequence[YearFigures], who: str, which: str) -> tuple[str, ...]:
    out = []
    for f in figures:
        points = f.self_total if which == "self" else f.appraised_total
        text = _("Năm {year}, {who}: {points} điểm", year=f.year, who=who, points=format_points(points))
        if f.maximum:
            text += _(" trên {maximum}", maximum=format_points(f.maximum))
        if f.framework:
            text += f"\n{f.framework}"
        out.append(text)
    return tuple(out)


def _gap_words(figures: YearFigures) -> str:
    rest = figures.unexplained
    if rest is None:
        return _("chưa đủ hai bên điểm")
    if rest == 0:
        return _("đã giải thích hết")
    if rest < 0:
        return _("giải thích thừa {points}", points=format_points(-rest))
    return _("còn {points} chưa giải thích", points=format_points(rest))


def _sources(cells: Sequence[HeatCell]) -> str:
    """From whom the points of a column are known, where it is one and the same."""
    found = list(dict.fromkeys(_(SOURCES[cell.source]) for cell in cells if SOURCES[cell.source]))
    return found[0] if len(found) == 1 else _("nhiều nguồn") if found else ""


def _cell_tip(row: HeatRow, cell: HeatCell, figures: YearFigures) -> str:
    """ "Nội dung 1.1, năm 2024: mất 1,00 điểm (theo điểm trừ); tối đa 4,00" with the text of the item below."""
    if cell.source == "absent":
        told = _("không phát sinh")
    elif cell.lost is None:
        told = _("chưa có số liệu")
    else:
        told = _("mất {points} điểm", points=format_points(cell.lost))
        if SOURCES[cell.source]:
            told += _(" (theo {source})", source=_(SOURCES[cell.source]))
    most = _("tối đa {points}", points=format_points(cell.maximum)) if cell.maximum else _("chưa biết điểm tối đa")
    head = _("Nội dung {code}, năm {year}: {told}; {most}.", code=row.code, year=figures.year, told=told, most=most)
    return f"{head}\n{row.text}"
