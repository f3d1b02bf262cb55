"""The framework page on the small office: with the points of Quảng Ngãi unknown, and on the illustrative framework."""

from __future__ import annotations

import pytest

from dvcq_desktop import framework_versions
from tests.ui.framework.showing import QN, shown
from ui.desk import Desk
from ui.pages.framework import FrameworkPage


@pytest.fixture
def unknown(qtbot, desk: Desk) -> FrameworkPage:
    """2025 on the framework of Quảng Ngãi, whose points nobody has typed yet."""
    desk.run("Chọn", framework_versions.use_file, QN, 2025)
    return shown(qtbot, desk)


@pytest.fixture
def page(qtbot, desk: Desk) -> FrameworkPage:
    """2024 and 2025 on the illustrative framework of 100 points."""
    return shown(qtbot, desk)
