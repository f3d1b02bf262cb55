"""The totals and the class of a year that is known only by them, stored field by field when one is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from dvcq_desktop import reconciliation
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points
from ui.desk import Desk
from ui.scores.commands import year_of
from ui.widgets.elided import ElidedLabel
from ui.widgets.points_edit import PointsEdit


class TotalsPanel(QWidget):
    """Two numbers and a class; a refusal stands beside them, what was typed stays."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cycle: Cycle | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.lines = {"self_total": PointsEdit(), "appraised_total": PointsEdit()}
        for name, words in (("self_total", "Tổng tự chấm"), ("appraised_total", "Tổng thẩm định")):
            line = self.lines[name]
            line.setMaximumWidth(110)
            line.setAccessibleName(words)
            line.installEventFilter(self)
            line.returnPressed.connect(self.keep)
            row.addWidget(QLabel(words))
            row.addWidget(line)
        self.label = QComboBox()
        self.label.setEditable(True)
        self.label.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.label.setCompleter(None)  # type: ignore[arg-type]  # nothing may complete while an input method types
        self.label.setMinimumContentsLength(22)
        self.label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label.setAccessibleName("Xếp loại")
        self.label.activated.connect(self.keep)
        typed = self.label.lineEdit()
        if typed is not None:
            typed.installEventFilter(self)
        row.addWidget(QLabel("Xếp loại"))
        row.addWidget(self.label)
        self.complaint = ElidedLabel()
        self.complaint.setProperty("complaint", True)
        row.addWidget(self.complaint, 1)

    def show_cycle(self, cycle: Cycle, classes: Sequence[str]) -> None:
        """Show what is known; a field that is being typed in stays."""
        same = self._cycle is not None and self._cycle.id == cycle.id
        self._cycle = cycle
        for name, line in self.lines.items():
            if not (same and (line.hasFocus() or self.complaint.text())):
                line.setText(format_points(getattr(cycle, name)))
                line.setModified(False)
            line.setEnabled(not cycle.closed)
        if not same:
            self.complaint.say("")
        if [self.label.itemText(n) for n in range(self.label.count())] != ["", *classes]:
            self.label.clear()
            self.label.addItems(["", *classes])
        if not (same and self.label.hasFocus()):
            self.label.setCurrentText(cycle.class_label)
        self.label.setEnabled(not cycle.closed)

    def keep(self) -> None:
        """Store what differs from what is known."""
        cycle = self._cycle
        if cycle is None or cycle.closed or cycle.year != self._desk.year:
            return
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        known = {name: format_points(getattr(cycle, name)) for name in typed}
        label = self.label.currentText().strip()
        if typed == known and label == cycle.class_label:
            self.complaint.say("")
            return
        try:
            self._desk.run(
                f"Nhập tổng điểm năm {cycle.year}",
                reconciliation.set_totals,
                year_of(self._desk),
                self_total=typed["self_total"],
                appraised_total=typed["appraised_total"],
                class_label=label,
            )
        except RuleBroken as broken:
            self.complaint.say(f"▲ {broken}")
            return
        self.complaint.say("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep()
        return False
