"""The choices before printing: only those the form asks for are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from dvcq_desktop.deadlines import LAST_MONTH, period_words_of
from dvcq_desktop.printed.blocks import FormOptions, PrintedForm

_BOXES = {  # an option of FormOptions that is yes or no: how it is asked
    "with_appendix": "Kèm phụ lục",
    "numbered_columns": "Đánh số cột",
    "appraised": "Có điểm thẩm định",
    "signatures": "Cột chữ ký",
}


class FormOptionsBar(QWidget):
    """Unit, period and yes/no options in one row."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.unit_label = QLabel("Bộ phận")
        self.unit_box = QComboBox()
        self.unit_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit_box.setMinimumContentsLength(22)
        self.unit_box.addItem("Tất cả", "")
        self.unit_box.activated.connect(self._tell)
        self.unit_label.setBuddy(self.unit_box)
        row.addWidget(self.unit_label)
        row.addWidget(self.unit_box)
        self.place_label = QLabel("Tiêu chí, nội dung")
        self.place_box = QComboBox()
        self.place_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.place_box.setMinimumContentsLength(22)
        self.place_box.addItem("Cả năm", "")
        self.place_box.activated.connect(self._tell)
        self.place_label.setBuddy(self.place_box)
        row.addWidget(self.place_label)
        row.addWidget(self.place_box)
        self.period_label = QLabel("Kỳ")
        self.period_box = QComboBox()
        for code in LAST_MONTH:
            words = period_words_of(code)
            self.period_box.addItem(words[:1].upper() + words[1:], code)
        self.period_box.setCurrentIndex(self.period_box.findData(FormOptions(year=2000).period))
        self.period_box.activated.connect(self._tell)
        self.period_label.setBuddy(self.period_box)
        row.addWidget(self.period_label)
        row.addWidget(self.period_box)
        self.boxes: dict[str, QCheckBox] = {}
        for name, words in _BOXES.items():
            box = self.boxes[name] = QCheckBox(words)
            box.setChecked(bool(getattr(FormOptions(year=2000), name)))
            box.toggled.connect(self._tell)
            row.addWidget(box)
        row.addStretch(1)

    def set_units(self, names: list[str]) -> None:
        """Offer these units; the one chosen stays chosen."""
        kept = self.unit_box.currentData()
        self.unit_box.clear()
        self.unit_box.addItem("Tất cả", "")
        for name in names:
            self.unit_box.addItem(name, name)
        self.unit_box.setCurrentIndex(max(0, self.unit_box.findData(kept)))

    def set_places(self, places: list[tuple[str, str]]) -> None:
        """Offer these criteria and items (number, words); the one chosen stays chosen."""
        kept = self.place_box.currentData()
        self.place_box.clear()
        self.place_box.addItem("Cả năm", "")
        for number, words in places:
            self.place_box.addItem(words, number)
        self.place_box.setCurrentIndex(max(0, self.place_box.findData(kept)))

    def ask_for(self, form: PrintedForm) -> None:
        """Show what this form asks."""
        for name, box in self.boxes.items():
            box.setVisible(name in form.options)
        self.unit_label.setVisible("unit" in form.options)
        self.unit_box.setVisible("unit" in form.options)
        self.place_label.setVisible("place" in form.options)
        self.place_box.setVisible("place" in form.options)
        self.period_label.setVisible("period" in form.options)
        self.period_box.setVisible("period" in form.options)

    def choose(self, *, whose: str | None = None, period: str | None = None) -> None:
        """Set what another page asks for: a unit or an item ("2.3"); None leaves it, one that is gone counts as all."""
        if whose is not None:
            self.unit_box.setCurrentIndex(max(0, self.unit_box.findData(whose)))
            self.place_box.setCurrentIndex(max(0, self.place_box.findData(whose)))
        if period is not None and (place := self.period_box.findData(period)) >= 0:
            self.period_box.setCurrentIndex(place)

    def options(self, form: PrintedForm, year: int) -> FormOptions:
        """What was chosen, as far as the form asks for it."""
        usual = FormOptions(year=year)

        def told(name: str) -> bool:
            return self.boxes[name].isChecked() if name in form.options else bool(getattr(usual, name))

        return FormOptions(
            year=year,
            unit=str(self.unit_box.currentData() or "") if "unit" in form.options else "",
            place=str(self.place_box.currentData() or "") if "place" in form.options else "",
            period=str(self.period_box.currentData()) if "period" in form.options else usual.period,
            with_appendix=told("with_appendix"),
            numbered_columns=told("numbered_columns"),
            appraised=told("appraised"),
            signatures=told("signatures"),
        )

    def _tell(self) -> None:
        self.changed.emit()
