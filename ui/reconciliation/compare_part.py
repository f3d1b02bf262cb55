"""Both scores with the words and the state to narrow them by."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dvcq_desktop.reconciliation import ItemLine
from ui.reconciliation.compare_table import APPRAISED, FILTERS
from ui.user_settings import UserSettings
from ui.widgets.narrowing import Narrowing
from ui.widgets.parts import button
from ui.widgets.points_table import PointsTable
from ui.widgets.points_view import PointsView


class ComparePart(QWidget):
    """The upper half of the page."""

    paste_wanted = Signal()

    def __init__(self, model: PointsTable[ItemLine], settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.view = PointsView(model, "Điểm tự chấm và điểm thẩm định", "compare", settings, least_rows=3)
        self.filter = Narrowing(FILTERS, self)
        self.filter.narrowed.connect(self._narrow)
        self.words, self.which = self.filter.words, self.filter.which
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.which)
        row.addWidget(button("Dán điểm cấp trên…", self.paste_wanted.emit, icon_name="action-import"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def current(self) -> ItemLine | None:
        return self.view.current_item()

    def count(self) -> None:
        """Say how many items each state has now."""
        self.filter.say_counts(self.model.count)

    def go_to(self, item_id: int) -> None:
        """Bring an item into view, whatever the filter hides."""
        if not self.view.show_item(item_id):
            self.filter.clear()
            self.view.show_item(item_id)

    def focus_find(self) -> None:
        self.filter.focus()

    def narrow(self) -> None:
        """Show what the words and the state ask for, without waiting for more letters."""
        self.filter.tell()

    def _narrow(self) -> None:
        """The item in hand stays in hand."""
        self.view.editors.finish()
        item = self.current()
        self.model.narrow(self.words.text(), self.filter.state)
        place = self.model.place_of(item.row.item.id) if item else None
        if place is not None:
            self.view.setCurrentIndex(self.model.index(place, APPRAISED))
