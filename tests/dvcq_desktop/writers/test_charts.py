"""Charts: every figure is a text of the paper, letters are ours only, pictures parse, nothing is told by colour alone."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from dvcq_desktop.printed.blocks import Chart, ChartSeries, Document, Part
from dvcq_desktop.writers import write
from dvcq_desktop.writers.chart_heat import shade_of
from dvcq_desktop.writers.chart_marks import DARK, PAPER
from dvcq_desktop.writers.chart_words import chart_grid
from dvcq_desktop.writers.charts import chart_slices, draw_chart, hatching, svg_of
from tests.dvcq_desktop.writers.paper import read

OWN = ChartSeries(name="Tự chấm", values=(8800, 9400, 8317))
GIVEN = ChartSeries(name="Cấp trên thẩm định", values=(8025, 7850, None))
BARS = Chart(
    kind="bars",
    title="Tổng điểm và xếp loại qua các năm",
    categories=("2023*", "2024", "2025*"),
    series=(OWN, GIVEN),
    unit="điểm",
    under=("Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ", ""),
    breaks=(1, 2),
    notes=("* Năm dùng thang điểm minh họa.",),
)
HEAT = Chart(
    kind="heat",
    title="Điểm bị mất",
    categories=("2023", "2024"),
    series=tuple(
        ChartSeries(
            name=f"{n}.1  Tổ chức triển khai, quán triệt và ứng xử với người dân ở thôn số {n}",
            values=(n * 25 % 400, None),
            limits=(400, 400),
            words=("", "KPS" if n == 3 else ""),
        )
        for n in range(1, 33)
    ),
)
ALL = [BARS, replace(BARS, kind="stacked"), replace(BARS, kind="lines"), HEAT]
WIDTH = 467.0


def words_of(chart: Chart) -> list[str]:
    return [
        chart.value(k, i)
        for k, series in enumerate(chart.series)
        for i in range(len(chart.categories))
        if series.values[i] or (i < len(series.words) and series.words[i])
    ]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_every_figure_and_name_is_a_text_of_the_pdf(chart: Chart) -> None:
    pages = read(write(Document(title="Hình", parts=(Part(blocks=(chart,)),)), ".pdf"))
    text = " ".join(page.text for page in pages)
    for word in [*words_of(chart), *chart.categories, chart.title]:
        assert word in text, word
    assert all(
        line.embedded and line.font.endswith(("Serif", "Serif-Bold", "Serif-Italic")) for p in pages for line in p.lines
    )


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_only_our_letters_are_named_in_the_file(chart: Chart) -> None:
    data = write(Document(title="Hình", parts=(Part(blocks=(chart,)),)), ".pdf")
    assert b"Helvetica" not in data
    assert b"Times-Roman" not in data


@pytest.mark.parametrize("ink", [PAPER, DARK], ids=["paper", "dark"])
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_the_svg_parses_and_holds_the_figures_as_text(chart: Chart, ink: object) -> None:
    drawn = draw_chart(chart, WIDTH, ink)  # type: ignore[arg-type]  # one of the two above
    root = ET.fromstring(svg_of(drawn))  # noqa: S314 - our own file
    texts = [node.text or "" for node in root.iter() if node.tag.endswith("text")]
    for word in words_of(chart):
        assert word in texts
    assert (float(root.get("width", 0)), float(root.get("height", 0))) == (drawn.width, drawn.height)
    assert not any(node.tag.endswith("clipPath") for node in root.iter())


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
@pytest.mark.parametrize("width", [240.0, 467.0, 900.0])
def test_nothing_stands_outside_the_picture(chart: Chart, width: float) -> None:
    drawn = draw_chart(chart, width)
    left, bottom, right, top = drawn.drawing.getBounds()
    assert left >= -2
    assert bottom >= -2
    assert right <= width + 4
    assert top <= drawn.height + 2
    for area in drawn.areas:
        assert 0 <= area.left <= area.left + area.width <= width + 0.01
        assert 0 <= area.top <= area.top + area.height <= drawn.height


def test_every_known_figure_can_be_pointed_at() -> None:
    for chart in ALL[:3]:
        found = {(a.series, a.category) for a in draw_chart(chart, WIDTH).areas}
        assert found == {(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)}
    assert len(draw_chart(HEAT, WIDTH).areas) == 64


def test_the_second_series_is_hatched_and_the_shades_differ_in_lightness() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    svg = svg_of(draw_chart(BARS, WIDTH)).decode()
    assert svg.count("rgb(54%,35%,0%)") > 20  # the lines of the hatching
    assert abs(lightness(PAPER.fills[0]) - lightness(PAPER.fills[1])) > 80
    shades = [lightness(shade) for shade in PAPER.shades]
    assert shades == sorted(shades, reverse=True)
    assert all(a - b > 12 for a, b in pairwise(shades))


@pytest.mark.parametrize(
    ("lost", "limit", "shade"),
    [
        (0, 400, 0),
        (1, 400, 1),
        (100, 400, 1),
        (101, 400, 2),
        (300, 400, 3),
        (301, 400, 4),
        (400, 400, 4),
        (900, 400, 4),
        (100, None, 0),
        (None, 400, 0),
        (-50, 400, 0),
    ],
)
def test_shades_go_by_quarters_of_what_could_be_lost(lost: int | None, limit: int | None, shade: int) -> None:
    assert shade_of(lost, limit) == shade


def test_lines_are_never_joined_over_a_break_nor_over_a_gap() -> None:
    def strokes(chart: Chart) -> int:
        # dashed for breaks and the second series aside: joints of the first series are 1.2 points wide
        return svg_of(draw_chart(chart, WIDTH)).count(b"stroke-width: 1.2")

    legend = 2
    free = Chart(kind="lines", title="T", categories=("1", "2", "3"), series=(OWN, OWN))
    assert strokes(free) == legend + 4
    assert strokes(replace(free, breaks=(1,))) == legend + 2
    gap = ChartSeries(name="Thiếu", values=(8800, None, 9000))
    assert strokes(replace(free, series=(gap, gap))) == legend


def test_a_long_heat_map_is_cut_between_rows_and_repeats_its_head() -> None:
    long = replace(HEAT, series=HEAT.series * 10)
    slices = chart_slices(long, WIDTH, 700)
    assert len(slices) > 5
    assert all(drawn.height <= 700 for drawn in slices)
    assert sum(len(drawn.areas) for drawn in slices) == 640
    pages = read(write(Document(title="Hình", parts=(Part(blocks=(long,)),)), ".pdf"))
    assert all("2023" in page.text for page in pages)
    assert "(tiếp theo)" in pages[1].text


def test_a_chart_without_any_figure_is_drawn_all_the_same() -> None:
    nothing = ChartSeries(name="Tự chấm", values=(None, None))
    for kind in ("bars", "stacked", "lines", "heat"):
        chart = Chart(kind=kind, title="Trống", categories=("2023", "2024"), series=(nothing,))  # type: ignore[arg-type]
        assert draw_chart(chart, WIDTH).height > 20


def test_negative_figures_stand_below_the_line() -> None:
    chart = Chart(kind="bars", title="Âm", categories=("1", "2"), series=(ChartSeries(name="A", values=(-150, 300)),))
    drawn = draw_chart(chart, WIDTH)
    assert "−1,50" in svg_of(drawn).decode()


def test_user_text_is_never_markup() -> None:
    nasty = ChartSeries(name="<b>& 'x' </svg>", values=(100, 200, 300))
    ET.fromstring(svg_of(draw_chart(replace(BARS, title="<script> & </text>", series=(nasty,)), WIDTH)))  # noqa: S314 - our own file


def test_a_chart_is_told_in_words() -> None:
    assert BARS.words().startswith(
        "Tổng điểm và xếp loại qua các năm. 2023*: Tự chấm: 88,00; Cấp trên thẩm định: 80,25; Hoàn thành tốt nhiệm vụ."
    )
    assert "2025*: Tự chấm: 83,17. " in BARS.words()


def test_a_heat_map_is_told_by_what_was_lost() -> None:
    told = replace(HEAT, series=HEAT.series[:4]).words()
    assert told == "Điểm bị mất. 2023: 1.1: −0,25; 2.1: −0,50; 3.1: −0,75; 4.1: −1,00."


def test_the_table_of_a_chart_has_the_same_figures() -> None:
    grid = chart_grid(BARS)
    assert [row.cells[:3] for row in grid.rows][1:] == [("2024", "94,00", "78,50"), ("2025*", "83,17", "")]
    heat = chart_grid(HEAT)
    assert heat.rows[2].cells[1:] == ("−0,75", "KPS")


def test_excel_gets_a_native_chart_on_figures_that_are_numbers() -> None:
    with ZipFile(BytesIO(write(Document(title="Hình", parts=(Part(blocks=(BARS, HEAT)),)), ".xlsx"))) as book:
        names = book.namelist()
        assert "xl/charts/chart1.xml" in names
        assert "xl/charts/chart2.xml" not in names
        chart = book.read("xl/charts/chart1.xml").decode()
        figures = book.read("xl/worksheets/sheet2.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        drawing = book.read("xl/drawings/drawing1.xml").decode()
    assert chart.count("<c:ser>") == 2
    assert "wdUpDiag" in chart
    assert "<v>78.5</v>" in figures
    assert "<v>-0.75</v>" in sheet
    assert "conditionalFormatting" in sheet
    assert "Tự chấm: 88,00" in drawing


def test_hatching_stays_inside_its_box() -> None:
    for width, height in ((40.0, 120.0), (70.0, 8.0), (3.0, 3.0)):
        lines = list(hatching(width, height))
        assert lines
        assert all(0 <= x <= width + 1e-6 for line in lines for x in (line[0], line[2]))
        assert all(0 <= y <= height + 1e-6 for line in lines for y in (line[1], line[3]))
