"""Words and a unit to narrow the assignment table by; the unit is remembered."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from dvcq_desktop.units import Unit
from ui.user_settings import UserSettings

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces
_KEPT = "assignments-unit"


class AssignmentFilter(QWidget):
    """A line for words, a box for a unit; narrowed says both."""

    narrowed = Signal(str, object)

    def __init__(self, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo nội dung, bộ phận, hạn…  (Ctrl+F)")
        self.words.setAccessibleName("Lọc nhiệm vụ")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._wait)
        self.unit_box = QComboBox()
        self.unit_box.setAccessibleName("Lọc theo bộ phận")
        self.unit_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit_box.setMinimumContentsLength(20)
        self.unit_box.addItem("Tất cả bộ phận", None)
        self.unit_box.activated.connect(self._chosen)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.unit_box)

    def set_units(self, units: list[Unit]) -> None:
        """Offer these units; the one chosen (or remembered from last time) stays chosen."""
        wanted = [(unit.id, unit.name) for unit in units]
        if wanted == [(self.unit_box.itemData(i), self.unit_box.itemText(i)) for i in range(1, self.unit_box.count())]:
            return
        kept = self.unit_box.currentData()
        state = self._settings.state(_KEPT)
        if self.unit_box.count() == 1 and state is not None:
            name = bytes(state.data()).decode()
            kept = next((unit_id for unit_id, unit in wanted if unit == name), None)
        self.unit_box.clear()
        self.unit_box.addItem("Tất cả bộ phận", None)
        for unit_id, name in wanted:
            self.unit_box.addItem(name, unit_id)
        self.unit_box.setCurrentIndex(max(0, self.unit_box.findData(kept)))
        self.tell()

    def focus(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def clear(self) -> None:
        """Show everything again."""
        self.words.clear()
        self.unit_box.setCurrentIndex(0)
        self.tell()

    def tell(self) -> None:
        self._timer.stop()
        self.narrowed.emit(self.words.text(), self.unit_box.currentData())

    def _wait(self) -> None:
        self._timer.start()

    def _chosen(self) -> None:
        self._settings.keep_state(_KEPT, QByteArray(self.unit_box.currentText().encode()))
        self.tell()
