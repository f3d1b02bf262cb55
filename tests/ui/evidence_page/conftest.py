"""The page of evidence, shown on the small office and on an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ui.desk import Desk
from ui.jobs import stop_all
from ui.pages.evidence import EvidencePage


def _shown(qtbot, desk: Desk) -> Iterator[EvidencePage]:
    desk.clock = lambda: date(2025, 9, 22)
    made = EvidencePage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    desk.closing.emit()
    stop_all(desk)


@pytest.fixture
def page(qtbot, desk: Desk) -> Iterator[EvidencePage]:
    yield from _shown(qtbot, desk)


@pytest.fixture
def empty_page(qtbot, empty_desk: Desk) -> Iterator[EvidencePage]:
    yield from _shown(qtbot, empty_desk)
