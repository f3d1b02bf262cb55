"""The strip that says what of the last batches was not taken, with the list a press away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop.intake import Intake
from ui.evidence.taking import Taking, Wanted, show_refused
from ui.widgets.banner import Banner


class Untaken(Banner):
    """Gathers until somebody looked; hidden while everything came in."""

    def __init__(self, taking: Taking, parent: QWidget | None = None) -> None:
        super().__init__("Xem…", self.show_list, parent)
        self._found, self._taking = Intake(), taking
        taking.ended.connect(self._add)

    def show_list(self) -> None:
        """Every file with its sentence; then it is known."""
        show_refused(self._found, self.window())  # not the strip itself: its colour is for the strip alone
        self._found = Intake()
        self.say([])

    def _add(self, _wanted: Wanted, found: Intake) -> None:
        self._found.refused += found.refused
        self._found.left_out += found.left_out
        refused, left_out = len(self._found.refused), len(self._found.left_out)
        words = [f"▲ {refused} tệp không nhận được."] if refused else []
        if left_out:
            words.append(f"{left_out} tệp ẩn, tệp hệ thống được để lại.")
        self.say(words)
        if self.isVisible():  # not while another page is open
            self._taking.notice()
