"""The statistics page through its real widgets: what it shows, the years one chooses, pictures, tables, quick totals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from db.connection import Connection
from dvcq_desktop import cycles, demo, reconciliation
from dvcq_desktop.office import Office, open_office
from ui import ask
from ui.desk import Desk
from ui.look import Look
from ui.pages.statistics import StatisticsPage
from ui.statistics.chart_view import ChartView, load_letters, picture
from ui.statistics.quick_totals import QuickTotals
from ui.statistics.sheet_preview import SheetPreview
from ui.statistics.tables import FiguresTable
from ui.user_settings import UserSettings


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mau") / "van-phong"
    office = open_office(folder, "Lê Thị Hoa", create=True)
    office.run("Nạp văn phòng mẫu", demo.fill_demo)
    office.close()
    return folder


@pytest.fixture
def data_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """The demonstration office instead of the small one: three years."""
    import shutil

    return Path(shutil.copytree(demo_folder, tmp_path / "mau", ignore=shutil.ignore_patterns("*.lock")))


@pytest.fixture
def page(qtbot, desk: Desk) -> StatisticsPage:
    return shown(qtbot, StatisticsPage(desk))


def shown(qtbot, made: StatisticsPage) -> StatisticsPage:
    qtbot.addWidget(made)
    made.resize(1100, 1600)
    made.show()
    qtbot.waitExposed(made)
    return made


def drawn(qtbot, view: ChartView) -> ChartView:
    qtbot.waitUntil(lambda: view._drawn is not None)
    return view


def test_charts_and_tables_show_the_three_years(qtbot, page: StatisticsPage) -> None:
    for view in (page.totals, page.gaps, page.heat):
        assert drawn(qtbot, view)._image is not None
    assert page.totals.chart.categories == ("2023*", "2024", "2025*")
    years = page.years.rows
    cells = [[years.index(r, c).data() for c in range(7)] for r in range(years.rowCount())]
    assert cells[1] == ["2024", "94,00", "78,50", "15,50", "6,00", "▲ 9,50", "Hoàn thành xuất sắc nhiệm vụ"]
    assert cells[2][6] == "tự xếp: Hoàn thành tốt nhiệm vụ"
    assert [page.repeated.rows.index(r, 0).data() for r in range(2)] == ["4.3", "1.1"]


def test_frameworks_that_differ_and_illustrative_points_are_said(page: StatisticsPage) -> None:
    assert "không nối và không cộng" in page.told.text()
    assert "minh họa" in page.told.text()
    assert "2 nội dung chưa chấm" in page.told.text()
    assert page.heat.chart.breaks == (1, 2)


def test_unticking_a_year_leaves_it_out_everywhere(qtbot, page: StatisticsPage) -> None:
    QTest.mouseClick(page._boxes[2025], Qt.MouseButton.LeftButton, pos=QPoint(8, page._boxes[2025].height() // 2))
    assert page.chosen_years() == (2023, 2024)
    assert page.totals.chart.categories == ("2023*", "2024")
    assert page.years.rows.rowCount() == 2
    assert page.options().years == (2023, 2024)


def test_two_years_at_least_stay(qtbot, page: StatisticsPage) -> None:
    page._boxes[2025].setChecked(False)
    with qtbot.waitSignal(page.desk.refused) as refused:
        page._boxes[2024].setChecked(False)
    assert "ít nhất 2 năm" in refused.args[0]
    assert page._boxes[2024].isChecked()
    assert page.chosen_years() == (2023, 2024)


def test_the_pointer_is_told_text_points_and_maximum(qtbot, page: StatisticsPage) -> None:
    view = drawn(qtbot, page.heat)
    row = next(k for k, series in enumerate(view.chart.series) if series.name.startswith("3.3"))
    area = next(a for a in view._drawn.areas if (a.series, a.category) == (row, 0))
    found = view.area_at((area.left + area.width / 2) * view.scale, (area.top + area.height / 2) * view.scale)
    assert found == area
    assert view.tip(found).startswith("Nội dung 3.3, năm 2023: mất 2,00 điểm (theo điểm trừ); tối đa 4,00.\nHàng năm")
    assert view.area_at(1, 1) is None


def test_arrow_keys_go_from_figure_to_figure(qtbot, page: StatisticsPage) -> None:
    said: list[str] = []
    for view in (page.totals, page.heat):
        drawn(qtbot, view).looked.connect(said.append)
        view.setFocus()
        said.clear()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
            QTest.keyClick(view, key)
        assert len(said) == 3
        assert len(set(said)) == 3
        assert view.accessibleDescription() == said[-1]
    QTest.keyClick(page.heat, Qt.Key.Key_Left)
    QTest.keyClick(page.heat, Qt.Key.Key_Left)
    assert said[-1].startswith("Nội dung 1.2, năm 2023")


def test_screen_readers_hear_the_figures(page: StatisticsPage) -> None:
    assert page.totals.accessibleName() == "Tổng điểm và xếp loại qua các năm"
    assert "2024: Tự chấm: 94,00; Cấp trên thẩm định: 78,50" in page.totals.accessibleDescription()
    assert page.years.accessibleName()
    assert page.repeated.accessibleName()


def test_a_copied_picture_is_sharp_white_and_says_everything(qtbot, page: StatisticsPage) -> None:
    page.copy_picture("gaps")
    mime = QGuiApplication.clipboard().mimeData()
    image = QImage(mime.imageData())
    assert image.width() == 1280
    assert image.pixelColor(image.width() - 1, image.height() - 1).name() == "#ffffff"
    assert b"Liberation Serif" in bytes(mime.data("image/svg+xml"))
    assert "9,50" in mime.text()
    assert "không nối và không cộng" in mime.text()
    QGuiApplication.clipboard().clear()


def test_rows_are_copied_with_their_heads(page: StatisticsPage) -> None:
    page.years.copy_rows()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Năm\tTự chấm\tThẩm định")
    assert "2024\t94,00\t78,50\t15,50" in text


def test_the_page_follows_what_changes(qtbot, page: StatisticsPage) -> None:
    page.desk.run(
        "Sửa tổng", reconciliation.set_totals, 2024, self_total="95", appraised_total="78,5", class_label="Tốt"
    )
    assert page.years.rows.index(1, 1).data() == "95,00"
    page.desk.undo()
    assert page.years.rows.index(1, 1).data() == "94,00"


def test_dark_and_large_draw_anew(qtbot, page: StatisticsPage) -> None:
    before = drawn(qtbot, page.totals)._image.copy()
    settings = UserSettings()
    look = Look(settings)
    look.set_theme("dark")
    qtbot.waitUntil(lambda: page.totals._image != before)
    scale = page.totals.scale
    look.set_percent(175)
    assert page.totals.scale > scale * 1.5
    look.set_percent(100)
    look.set_theme("system")


def test_totals_of_an_old_year_are_entered_quickly(
    qtbot, page: StatisticsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: QuickTotals) -> bool:
        assert dialog.year.value() == 2022
        dialog.own.setText("94.5")
        dialog.given.setText("90")
        dialog.label.setCurrentText("Hoàn thành xuất sắc nhiệm vụ")
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(ask, "show_dialog", fill)
    page.enter_totals()
    cycle = cycles.cycle_of_year(page.desk.db, 2022)
    assert (cycle.self_total, cycle.appraised_total) == (9450, 9000)
    assert page.chosen_years() == (2022, 2023, 2024, 2025)
    page.desk.undo()
    assert cycles.find_cycle(page.desk.db, 2022) is None


def test_what_cannot_be_stored_is_said_in_the_dialog(qtbot, page: StatisticsPage) -> None:
    dialog = QuickTotals(page.desk, 2022, [])
    qtbot.addWidget(dialog)
    dialog.accept()
    assert "ít nhất một" in dialog.complaint.text()
    dialog.own.setText("1.234")
    dialog.accept()
    assert "hai số khác nhau" in dialog.complaint.text()
    dialog.year.setValue(2025)
    dialog.own.setText("90")
    dialog.accept()
    assert "đã chấm từng nội dung" in dialog.complaint.text()
    dialog.year.setValue(2024)
    assert dialog.own.text() == "94,00"
    assert not dialog.result()


def test_the_sheet_is_previewed_for_the_years_chosen(
    qtbot, page: StatisticsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[SheetPreview] = []

    def look(dialog: SheetPreview) -> bool:
        seen.append(dialog)
        return False

    monkeypatch.setattr(ask, "show_dialog", look)
    page.preview_sheet()
    qtbot.waitUntil(lambda: seen[0].paper.page_count() == 3)


def test_excel_is_written_where_one_says(
    qtbot, page: StatisticsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "thống kê.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args, **_more: where)
    page.export_excel()
    qtbot.waitUntil(where.exists)
    qtbot.waitUntil(lambda: "Đã ghi" in page.output.done.text())


def test_an_empty_office_is_invited(qtbot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shown(qtbot, StatisticsPage(empty_desk))
    assert made._stack.currentIndex() == 1
    assert len(made.menu_actions()) == 1

    def fill(dialog: QuickTotals) -> bool:
        dialog.own.setText("90")
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", fill)
    made.enter_totals()
    assert made._stack.currentIndex() == 1
    made.enter_totals()
    assert made._stack.currentIndex() == 0
    assert len(made.chosen_years()) == 2


def test_ten_years_stand_side_by_side_and_no_more(qtbot, desk: Desk) -> None:
    def many(db: Connection) -> None:
        for year in range(2008, 2023):
            cycles.open_year(db, year)
            reconciliation.set_totals(db, year, self_total="90", appraised_total="80", class_label="")

    desk.run("Nhập", many)
    made = shown(qtbot, StatisticsPage(desk))
    assert len(made._boxes) == 18
    assert made.chosen_years() == tuple(range(2016, 2026))
    assert made.totals.chart.kind == "lines"
    with qtbot.waitSignal(desk.refused) as refused:
        made._boxes[2010].setChecked(True)
    assert "10 năm" in refused.args[0]
    made._boxes[2025].setChecked(False)
    made._boxes[2010].setChecked(True)
    assert made.chosen_years() == (2010, *range(2016, 2025))


def test_the_table_model_keeps_qts_rules(qtmodeltester, page: StatisticsPage) -> None:
    qtmodeltester.check(page.years.rows)
    empty = FiguresTable(("Năm",))
    qtmodeltester.check(empty)


def test_our_letters_are_known_to_qt_and_pictures_are_clear(qapp: object) -> None:
    assert load_letters() == 4
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="10" fill="#ff0000"/></svg>'
    from PySide6.QtCore import QSize

    image = picture(svg, QSize(20, 20))
    assert (image.pixelColor(2, 2).name(), image.pixelColor(15, 2).alpha()) == ("#ff0000", 0)


def test_the_page_opens_on_a_full_and_an_empty_office(qtbot, office: Office, empty_office: Office) -> None:
    builders: list[Callable[[], Desk]] = [lambda: Desk(office), lambda: Desk(empty_office)]
    for build in builders:
        shown(qtbot, StatisticsPage(build()))
