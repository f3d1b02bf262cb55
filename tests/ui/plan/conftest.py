"""The page Kế hoạch on a small office, alone, with its threads ended before the office is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.desk import Desk
from ui.pages.plan import PlanPage


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Desk], PlanPage]]:
    """Shows the page on a desk."""
    opened: list[PlanPage] = []

    def show(desk: Desk) -> PlanPage:
        page = PlanPage(desk)
        opened.append(page)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        qtbot.waitExposed(page)
        return page

    yield show
    for page in opened:
        page.beside.live.stop()
        page.beside.paper.sheets.close_papers()


@pytest.fixture
def page(open_page: Callable[[Desk], PlanPage], desk: Desk) -> PlanPage:
    return open_page(desk)
