"""Words, a unit and a state to narrow the assignment table by, and the period it is judged for; the unit is remembered."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from dvcq_desktop.deadlines import period_words_of
from dvcq_desktop.standing import STATE_FILTERS, periods_to_choose
from dvcq_desktop.units import Unit
from ui.user_settings import UserSettings
from ui.widgets.fold_row import FoldRow

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces
_KEPT = "assignments-unit"


class AssignmentFilter(QWidget):
    """narrowed: words, unit or state are others now; period_chosen: the tasks are to be judged for another period."""

    narrowed = Signal()
    period_chosen = Signal()

    def __init__(self, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo nội dung, bộ phận, hạn…  (Ctrl+F)")
        self.words.setAccessibleName("Lọc nhiệm vụ")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._wait)
        self.words.setMinimumWidth(24 * self.fontMetrics().averageCharWidth())
        self.unit_box = _box("Lọc theo bộ phận", 14)
        self.unit_box.addItem("Tất cả bộ phận", None)
        self.unit_box.activated.connect(self._chosen)
        self.period_box = _box("Kỳ đang xem", 9)
        self.period_box.setToolTip("Tiến độ được tính đến hết kỳ này")
        for place, code in enumerate(periods_to_choose()):
            if code == "thang-1":
                self.period_box.insertSeparator(place)
            self.period_box.addItem(_capital(period_words_of(code)), code)
        self.period_box.activated.connect(self._period)
        self.state_box = _box("Lọc theo tiến độ", 12)
        for key, (title, _states) in STATE_FILTERS.items():
            self.state_box.addItem(title, key)
        self.state_box.activated.connect(self.tell)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._row = FoldRow(self.words, [self.unit_box, self.state_box, self.period_box])
        row.addWidget(self._row)

    def add(self, widget: QWidget) -> None:
        """One more thing at the end of the row."""
        self._row.add(widget)

    @property
    def unit(self) -> int | None:
        unit: int | None = self.unit_box.currentData()
        return unit

    @property
    def state(self) -> str:
        return str(self.state_box.currentData())

    @property
    def period(self) -> str:
        return str(self.period_box.currentData())

    def set_period(self, code: str) -> None:
        """Judge for this period; the page fills itself afterwards."""
        self.period_box.setCurrentIndex(max(0, self.period_box.findData(code)))

    def set_to(self, words: str, unit: str, state: str) -> None:
        """Narrow by these; a unit that is gone counts as all."""
        self.words.setText(words)
        self.unit_box.setCurrentIndex(max(0, self.unit_box.findText(unit) if unit else 0))
        self.state_box.setCurrentIndex(max(0, self.state_box.findData(state)))
        self.tell()

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
        self.state_box.setCurrentIndex(0)
        self.tell()

    def tell(self) -> None:
        self._timer.stop()
        self.narrowed.emit()

    def _period(self) -> None:
        self.period_chosen.emit()

    def _wait(self) -> None:
        self._timer.start()

    def _chosen(self) -> None:
        self._settings.keep_state(_KEPT, QByteArray(self.unit_box.currentText().encode()))
        self.tell()


def _box(name: str, letters: int) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(letters)
    return made


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
