"""Parts of the main window that are seen only at times: each is loaded and made when it is first wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dvcq_desktop import settings as office_settings

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from ui.demo_banner import DemoBanner
    from ui.desk import Desk
    from ui.toast import Refusal, Toast


class LateParts:
    """For the main window: banner, refusal and toast stand in its column around the stack of pages."""

    desk: Desk
    column: QVBoxLayout
    stack: QStackedWidget
    first_run_wanted: SignalInstance

    @cached_property
    def demo(self) -> DemoBanner:
        """The strip over a demonstration office."""
        from ui.demo_banner import DemoBanner

        made = DemoBanner()
        made.button.clicked.connect(self.first_run_wanted)
        self.column.insertWidget(1, made)
        return made

    def show_demo(self) -> None:
        """Show the banner over a demonstration office, and only there."""
        demo = office_settings.setting(self.desk.db, office_settings.DEMO) == "1"
        if demo or "demo" in vars(self):
            self.demo.setVisible(demo)

    @cached_property
    def refusal(self) -> Refusal:
        """What was not done and why, above the page."""
        from ui.toast import Refusal

        made = Refusal()
        around = QWidget()
        line = QHBoxLayout(around)
        line.setContentsMargins(16, 8, 16, 0)
        line.addWidget(made)
        around.hide()
        self.column.insertWidget(self.column.indexOf(self.stack), around)
        made.visibility.connect(around.setVisible)
        return made

    @cached_property
    def toast(self) -> Toast:
        """What was done, at the bottom."""
        from ui.toast import Toast

        around = self.column.parentWidget()
        assert around is not None  # noqa: S101  # a layout in use has one, told to the type checker
        made = Toast(around)
        made.undo.connect(self.desk.undo)
        return made
