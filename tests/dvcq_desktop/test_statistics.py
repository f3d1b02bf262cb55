"""Years side by side: what is known, what may be joined, what was lost and what was lost again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import cycles, deductions, frameworks, reconciliation, scores, statistics
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.statistics_charts import (
    class_words,
    gap_chart,
    heat_chart,
    lost_words,
    notes,
    totals_chart,
    year_words,
)

Run = Callable[..., Any]


def totals_of(run: Run, year: int, own: str, given: str, label: str = "", framework: str = "minh-hoa-100-diem") -> None:
    def store(db: Connection) -> None:
        cycles.open_year(db, year, framework_id=frameworks.load_framework(db, framework))
        reconciliation.set_totals(db, year, self_total=own, appraised_total=given, class_label=label)

    run(store)


def item_id(db: Connection, year: int, criterion: int, number: int) -> int:
    item = frameworks.find_item(db, cycles.cycle_of_year(db, year).framework_id or 0, criterion, number)
    assert item is not None
    return item.id


def deduct(run: Run, db: Connection, year: int, criterion: int, number: int, points: int) -> None:
    cycle_id = cycles.cycle_of_year(db, year).id
    run(deductions.add_deduction, cycle_id, item_id=item_id(db, year, criterion, number), points=points)


def test_figures_of_years_known_by_totals(db: Connection, operate: Run) -> None:
    totals_of(operate, 2023, "88", "80,25", "Hoàn thành tốt nhiệm vụ")
    totals_of(operate, 2022, "90", "")
    old, new = statistics.year_figures(db)
    assert (old.year, old.self_total, old.appraised_total, old.gap) == (2022, 9000, None, None)
    assert (new.gap, new.explained, new.unexplained) == (775, 0, 775)
    assert (new.class_label, new.own_class) == ("Hoàn thành tốt nhiệm vụ", False)
    assert new.illustrative


def test_a_class_that_only_follows_from_our_own_points_says_so(db: Connection, operate: Run) -> None:
    totals_of(operate, 2022, "90", "")
    figures = statistics.year_figures(db)[0]
    assert figures.own_class
    assert class_words(figures) == "tự xếp: Hoàn thành xuất sắc nhiệm vụ"


def test_a_year_without_any_points_is_not_known(db: Connection, operate: Run) -> None:
    totals_of(operate, 2022, "90", "")
    operate(cycles.open_year, 2023)
    assert statistics.known_years(db) == [2022]
    operate(scores.set_self, 2022, item_id(db, 2022, 1, 2), "2")
    assert statistics.known_years(db) == [2022]


def test_only_the_years_asked_for(db: Connection, operate: Run) -> None:
    for year in (2021, 2022, 2023):
        totals_of(operate, year, "90", "80")
    assert [f.year for f in statistics.year_figures(db, [2023, 2021])] == [2021, 2023]


def test_totals_are_entered_for_a_year_not_yet_opened(db: Connection, operate: Run) -> None:
    operate(statistics.enter_totals, 2020, self_total="94.0", appraised_total="", class_label=" Tốt ")
    cycle = cycles.cycle_of_year(db, 2020)
    assert (cycle.self_total, cycle.appraised_total, cycle.class_label) == (9400, None, "Tốt")


def test_totals_are_refused_where_nothing_is_said_or_items_are_scored(db: Connection, operate: Run) -> None:
    with pytest.raises(RuleBroken, match="ít nhất một"):
        operate(statistics.enter_totals, 2020, self_total=" ", appraised_total="", class_label="Tốt")
    assert cycles.find_cycle(db, 2020) is None
    framework = operate(frameworks.load_framework, "minh-hoa-100-diem")
    operate(cycles.open_year, 2025, framework_id=framework)
    operate(scores.set_self, 2025, item_id(db, 2025, 1, 2), "2,5")
    with pytest.raises(RuleBroken, match="Tự chấm điểm"):
        operate(statistics.enter_totals, 2025, self_total="90", appraised_total="", class_label="")


def test_the_heat_map_takes_what_is_known_best(db: Connection, operate: Run) -> None:
    totals_of(operate, 2024, "90", "85")
    first, second, third = (item_id(db, 2024, 1, n) for n in (1, 2, 3))
    deduct(operate, db, 2024, 1, 1, 100)
    operate(scores.set_self, 2024, first, "4")
    operate(scores.set_self, 2024, second, "2,5")
    operate(scores.set_appraised, 2024, second, "1,5")
    operate(scores.set_self, 2024, third, "2")
    rows = {row.code: row.cells[0] for row in statistics.heat_map(db, [2024])}
    assert (rows["1.1"].lost, rows["1.1"].source) == (100, "deductions")
    assert (rows["1.2"].lost, rows["1.2"].source) == (150, "appraised")
    assert (rows["1.3"].lost, rows["1.3"].source) == (100, "self")
    assert (rows["2.1"].lost, rows["2.1"].source) == (None, "")


def test_an_item_that_did_not_arise_lost_nothing_and_gained_nothing(db: Connection, operate: Run) -> None:
    totals_of(operate, 2024, "90", "85")
    operate(scores.set_not_applicable, 2024, item_id(db, 2024, 5, 2), "full", "Không có vụ việc.")
    cell = next(row for row in statistics.heat_map(db, [2024]) if row.code == "5.2").cells[0]
    assert (cell.lost, cell.source) == (None, "absent")


def test_frameworks_that_share_no_criterion_stand_in_rows_of_their_own(db: Connection, operate: Run) -> None:
    totals_of(operate, 2023, "90", "85", framework="minh-hoa-8-tieu-chi")
    totals_of(operate, 2024, "90", "85")
    rows = statistics.heat_map(db, [2023, 2024])
    joined = [row for row in rows if row.cells[0].maximum and row.cells[1].maximum]
    codes = [row.code for row in rows]
    assert len(codes) > len(set(codes))
    assert len(joined) < 32
    assert rows == sorted(rows, key=lambda row: tuple(map(int, row.code.split("."))))


def test_years_of_other_frameworks_are_parted_and_it_is_said(db: Connection, operate: Run) -> None:
    totals_of(operate, 2022, "90", "85")
    totals_of(operate, 2023, "91", "86")
    totals_of(operate, 2024, "92", "87", framework="quang-ngai-1211-2022")
    figures = statistics.year_figures(db)
    assert statistics.breaks(figures) == (2,)
    said = " ".join(notes(figures))
    assert "2022, 2023: Thang điểm minh họa 100 điểm; 2024: Quảng Ngãi" in said
    assert "không nối và không cộng" in said
    assert "minh họa, không phải số liệu chính thức" in said
    assert notes(figures[2:]) == ()
    assert totals_chart(figures).breaks == (2,)


def test_what_was_deducted_again_is_listed_year_by_year_never_added_up(db: Connection, operate: Run) -> None:
    for year in (2022, 2023, 2024):
        totals_of(operate, year, "90", "85")
    for year, points in ((2022, 150), (2024, 100)):
        deduct(operate, db, year, 1, 1, points)
    for year in (2022, 2023, 2024):
        deduct(operate, db, year, 4, 3, 50)
    deduct(operate, db, 2024, 5, 1, 300)
    deduct(operate, db, 2024, 1, 1, 25)
    most, less = statistics.repeated_deductions(db)
    assert (most.code, most.years, most.points) == ("4.3", (2022, 2023, 2024), (50, 50, 50))
    assert (less.code, less.years, less.points) == ("1.1", (2022, 2024), (150, 125))
    assert lost_words(less) == "2022: 1,50; 2024: 1,25"
    assert [again.code for again in statistics.repeated_deductions(db, [2023, 2024])] == ["4.3"]


@pytest.mark.parametrize(
    ("years", "words"),
    [([2024], "2024"), ([2023, 2024], "2023, 2024"), ([2016, 2017, 2018, 2020], "2016-2018, 2020"), ([], "")],
)
def test_years_in_a_row_are_told_shortly(years: list[int], words: str) -> None:
    assert year_words(years) == words


def test_one_year_deducted_twice_is_no_repetition(db: Connection, operate: Run) -> None:
    totals_of(operate, 2024, "90", "85")
    deduct(operate, db, 2024, 1, 1, 50)
    deduct(operate, db, 2024, 1, 1, 50)
    assert statistics.repeated_deductions(db) == []


def test_the_gap_chart_tells_both_parts(db: Connection, operate: Run) -> None:
    totals_of(operate, 2023, "94", "78,5")
    totals_of(operate, 2024, "90", "")
    deduct(operate, db, 2023, 1, 1, 600)
    chart = gap_chart(statistics.year_figures(db))
    assert [series.values for series in chart.series] == [(600, None), (950, None)]
    assert chart.under == ("còn 9,50 chưa giải thích", "chưa đủ hai bên điểm")


def test_many_years_are_drawn_as_lines(db: Connection, operate: Run) -> None:
    for year in range(2015, 2025):
        totals_of(operate, year, "90", "85")
    figures = statistics.year_figures(db)
    assert totals_chart(figures).kind == "lines"
    assert totals_chart(figures[:6]).kind == "bars"


def test_tips_of_the_heat_map_tell_text_points_and_maximum(db: Connection, operate: Run) -> None:
    totals_of(operate, 2024, "90", "85")
    deduct(operate, db, 2024, 4, 3, 100)
    figures = statistics.year_figures(db)
    chart = heat_chart(statistics.heat_map(db, [2024]), figures)
    row = next(series for series in chart.series if series.name.startswith("4.3"))
    head, text = row.tips[0].split("\n")
    assert head == "Nội dung 4.3, năm 2024: mất 1,00 điểm (theo điểm trừ); tối đa 4,00."
    assert text.startswith("Thường xuyên giới thiệu")
