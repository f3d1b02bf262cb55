"""Both scores with the words and the state to narrow them by."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dvcq_desktop.reconciliation import ItemLine
from ui.reconciliation.compare_table import APPRAISED, FILTERS, CompareTable
from ui.reconciliation.compare_view import CompareView
from ui.user_settings import UserSettings
from ui.widgets.parts import button

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces


class ComparePart(QWidget):
    """The upper half of the page."""

    paste_wanted = Signal()

    def __init__(self, model: CompareTable, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.view = CompareView(model, settings)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo mã, nội dung…  (Ctrl+F)")
        self.words.setAccessibleName("Lọc nội dung")
        self.words.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.narrow)
        self.words.textChanged.connect(self._wait)
        self.which = QComboBox()
        self.which.setAccessibleName("Lọc theo tình trạng")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, title in FILTERS.items():
            self.which.addItem(title, key)
        self.which.activated.connect(self.narrow)
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
        for place in range(self.which.count()):
            key = self.which.itemData(place)
            words = FILTERS[key] if key == "all" else f"{FILTERS[key]} ({self.model.count(key)})"
            self.which.setItemText(place, words)

    def go_to(self, item_id: int) -> None:
        """Bring an item into view, whatever the filter hides."""
        if not self.view.show_item(item_id):
            self.words.clear()
            self.which.setCurrentIndex(0)
            self.narrow()
            self.view.show_item(item_id)

    def focus_find(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def narrow(self) -> None:
        """Show what the words and the state ask for; the item in hand stays in hand."""
        self._timer.stop()
        self.view.editors.finish()
        item = self.current()
        self.model.narrow(self.words.text(), str(self.which.currentData()))
        place = self.model.place_of(item.row.item.id) if item else None
        if place is not None:
            self.view.setCurrentIndex(self.model.index(place, APPRAISED))

    def _wait(self) -> None:
        self._timer.start()
