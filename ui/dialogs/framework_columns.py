"""Says which column of a table holds what; guessed from its heading, put right by the person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from dvcq_desktop.framework_tables import FIELDS, Matching, guess_columns
from dvcq_desktop.readers.table_cells import Table

_OF_TEMPLATE = ("params", "flags", "rule", "step")  # columns a usual table does not have
_PER_ROW = 4


class ColumnChoice(QWidget):
    """A choice for each field, and how many rows at the top are heading."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = QGridLayout(self)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setHorizontalSpacing(8)
        self._places.setVerticalSpacing(2)
        self.boxes: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        for name, title in FIELDS.items():
            choice = QComboBox()
            choice.setAccessibleName(f"Cột {title}")
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(12)
            choice.activated.connect(self.changed)
            label = QLabel(title)
            label.setBuddy(choice)
            self.boxes[name], self._labels[name] = choice, label
        self.heading = QSpinBox()
        self.heading.setAccessibleName("Số dòng tiêu đề của bảng")
        self.heading.valueChanged.connect(self.changed)
        self._heading_label = QLabel("Số dòng tiêu đề")
        self._heading_label.setBuddy(self.heading)

    def load(self, table: Table) -> None:
        """Guess anew for this table."""
        guess = guess_columns(table)
        heads = [_head(table, guess, x) for x in range(table.width)]
        for name, choice in self.boxes.items():
            choice.clear()
            choice.addItem("— không có —", None)
            for x, head in enumerate(heads):
                choice.addItem(head, x)
            choice.setCurrentIndex(choice.findData(guess.columns[name]) if name in guess.columns else 0)
        self.heading.blockSignals(True)
        self.heading.setRange(0, max(0, len(table.rows) - 1))
        self.heading.setValue(guess.heading)
        self.heading.blockSignals(False)
        self._place(guess)

    def matching(self) -> Matching:
        chosen = {name: choice.currentData() for name, choice in self.boxes.items()}
        columns = {name: int(x) for name, x in chosen.items() if x is not None}
        return Matching(columns=columns, heading=self.heading.value())

    def _place(self, guess: Matching) -> None:
        """Only the columns a usual table has; those of the template where this is one."""
        while self._places.count():
            self._places.takeAt(0)
        shown = [name for name in FIELDS if name in guess.columns or name not in _OF_TEMPLATE]
        for name in FIELDS:
            self._labels[name].setVisible(name in shown)
            self.boxes[name].setVisible(name in shown)
        pairs: list[tuple[QLabel, QWidget]] = [(self._labels[name], self.boxes[name]) for name in shown]
        for place, (label, field) in enumerate([*pairs, (self._heading_label, self.heading)]):
            row, x = divmod(place, _PER_ROW)
            self._places.addWidget(label, row * 2, x)
            self._places.addWidget(field, row * 2 + 1, x)


def _head(table: Table, guess: Matching, x: int) -> str:
    """The column by its number and the words nearest above its cells."""
    words = next((row[x].text for row in reversed(table.rows[: guess.heading]) if row[x].text), "")
    return f"Cột {x + 1}: {' '.join(words.split())[:28]}" if words else f"Cột {x + 1}"
