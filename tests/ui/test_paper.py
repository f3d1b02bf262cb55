"""Sheets of paper: only pages in sight are drawn, a new version keeps the place and the old sheets until it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dvcq_desktop.printed.blocks import Document, Grid, GridColumn, GridRow, Heading, Part, paragraphs
from dvcq_desktop.writers.pdf import write_pdf_with_places
from ui.widgets.paper import PaperView
from ui.widgets.paper_sheets import FIT_PAGE, FIT_WIDTH


def written(count: int = 40, *, landscape: bool = False) -> tuple[bytes, dict[str, tuple[int, float]]]:
    blocks = []
    for number in range(count):
        blocks.append(Heading(text=f"Mục {number}", number=f"{number}.", level=2, anchor=f"section:{number}"))
        blocks += paragraphs("Cộng hòa xã hội chủ nghĩa Việt Nam. " * 20)
    parts = [Part(blocks=tuple(blocks))]
    if landscape:
        grid = Grid(columns=(GridColumn(title="Cột", share=1),), rows=(GridRow(cells=("Ô",)),))
        parts.append(Part(blocks=(grid,), landscape=True))
    return write_pdf_with_places(Document(title="Thử", parts=tuple(parts)))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PaperView]:
    made = PaperView()
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.sheets.close_papers()


def show(qtbot: QtBot, view: PaperView, count: int = 40, **kind: bool) -> None:
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.show_pdf(*written(count, **kind))


def test_only_pages_in_sight_are_drawn(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    assert view.page_count() > 4
    assert view.sheets.picture_of(0) is not None
    assert view.sheets.picture_of(view.page_count() - 1) is None
    view.sheets.verticalScrollBar().setValue(view.sheets.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: view.sheets.picture_of(view.page_count() - 1) is not None, timeout=3000)


def test_a_new_version_keeps_the_place_and_the_old_sheets_until_it_is_drawn(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    view.scroll_to("section:20")
    place = view.sheets.verticalScrollBar().value()
    before = view.page_count()
    assert place > 0
    view.show_pdf(*written(60))
    assert view.page_count() == before, "the old sheets stay"
    qtbot.waitSignal(view.shown, timeout=5000).wait()
    assert view.page_count() > before
    assert view.sheets.verticalScrollBar().value() == place
    assert view.sheets.picture_of(view.sheets.page_in_sight()) is not None, "nothing blank is ever shown"


def test_the_newest_of_several_versions_is_shown(qtbot: QtBot, view: PaperView) -> None:
    for count in (10, 30, 50):
        view.show_pdf(*written(count))
    qtbot.waitUntil(lambda: view.scroll_to("section:49"), timeout=5000)


def test_a_shorter_version_shows_its_end(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    view.sheets.verticalScrollBar().setValue(view.sheets.verticalScrollBar().maximum())
    show(qtbot, view, 6)
    assert view.sheets.verticalScrollBar().value() == view.sheets.verticalScrollBar().maximum()
    assert view.sheets.picture_of(view.page_count() - 1) is not None


def test_an_anchor_is_brought_into_view_and_one_in_view_moves_nothing(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    bar = view.sheets.verticalScrollBar()
    assert view.scroll_to("section:0")
    assert bar.value() == 0
    assert view.scroll_to("section:30")
    assert bar.value() > 0
    assert not view.scroll_to("section:999")


def test_zoom_keeps_the_place_in_sight(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    view.scroll_to("section:20")
    page = view.sheets.page_in_sight()
    view.zoom_in()
    view.zoom_in()
    assert view.sheets.page_in_sight() == page
    assert view._zoom.currentText() != "Vừa chiều rộng"
    view.set_zoom(FIT_PAGE)
    assert view.sheets.page_in_sight() in (page, page + 1)
    view.set_zoom(FIT_WIDTH)
    assert view._zoom.currentText() == "Vừa chiều rộng"
    assert view.sheets.horizontalScrollBar().maximum() == 0


def test_ctrl_wheel_zooms_and_plus_and_minus_too(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    before = view.sheets.zoom_factor()
    middle = QPointF(200, 200)
    QApplication.sendEvent(
        view.sheets.viewport(),
        QWheelEvent(
            middle,
            view.sheets.viewport().mapToGlobal(middle),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert view.sheets.zoom_factor() > before
    QTest.keyClick(view.sheets, Qt.Key.Key_Minus)
    assert view.sheets.zoom_factor() == pytest.approx(before, rel=0.02)


def test_pages_of_both_directions_fit_the_width(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view, 6, landscape=True)
    widths = {rect.width() for rect in view.sheets._rects(view.sheets._paper)}
    assert len(widths) == 1
    assert view.sheets.horizontalScrollBar().maximum() == 0


def test_the_bar_says_the_page(qtbot: QtBot, view: PaperView) -> None:
    assert view._page.text() == "Chưa có bản in"
    show(qtbot, view)
    assert view._page.text() == f"Trang 1/{view.page_count()}"
    QTest.keyClick(view.sheets, Qt.Key.Key_End)
    assert view._page.text() == f"Trang {view.page_count()}/{view.page_count()}"


def test_paper_stays_white_in_the_dark(qtbot: QtBot, view: PaperView) -> None:
    palette = QPalette(Qt.GlobalColor.black)
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.black)
    view.setPalette(palette)
    show(qtbot, view)
    shot = view.sheets.viewport().grab().toImage()
    assert shot.pixelColor(shot.width() // 2, 16).lightness() > 240
    assert shot.pixelColor(2, 2).lightness() < 60


def test_a_damaged_file_is_said_and_the_old_paper_stays(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view)
    count = view.page_count()
    with qtbot.waitSignal(view.failed, timeout=3000):
        view.show_pdf(b"khong phai pdf", {})
    assert view.page_count() == count
    assert view._trouble.text().startswith("Không hiện được bản in")
    show(qtbot, view, 6)
    assert not view._trouble.isVisible()


def test_a_page_is_copied_as_a_picture(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view, 4)
    view.sheets.copy_page()
    assert QGuiApplication.clipboard().image().width() > 100


def test_cleared_there_is_no_paper(qtbot: QtBot, view: PaperView) -> None:
    show(qtbot, view, 4)
    view.clear()
    assert view.page_count() == 0
