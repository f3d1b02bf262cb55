"""Asks for the totals of a year known only by them: year, both totals, class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from dvcq_desktop import cycles, statistics
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, parse_points
from ui.desk import Desk


class QuickTotals(QDialog):
    """Stores on its one button, as one operation that can be undone; what cannot be stored is said in place."""

    def __init__(self, desk: Desk, year: int, labels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Nhập nhanh tổng điểm một năm")
        self.setMinimumWidth(440)
        form = self._form = QFormLayout(self)
        form.addRow(QLabel("Dùng cho năm chỉ còn biết tổng điểm."))
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(year)
        self.year.valueChanged.connect(self._fill)
        self.own = QLineEdit()
        self.own.setPlaceholderText("ví dụ: 94,00")
        self.given = QLineEdit()
        self.given.setPlaceholderText("ví dụ: 78,50; để trống nếu chưa có")
        self.label = QComboBox()
        self.label.setEditable(True)
        self.label.addItems(["", *labels])
        for title, field in (
            ("&Năm", self.year),
            ("Tổng điểm &tự chấm", self.own),
            ("Tổng điểm thẩm đị&nh", self.given),
            ("&Xếp loại", self.label),
        ):
            form.addRow(title, field)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        form.addRow(self.complaint)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Lưu tổng điểm", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self._fill(year)
        self.own.setFocus()

    def _fill(self, year: int) -> None:
        """What is known of the year already."""
        cycle = cycles.find_cycle(self._desk.db, year)
        self.own.setText(format_points(cycle.self_total) if cycle else "")
        self.given.setText(format_points(cycle.appraised_total) if cycle else "")
        self.label.setCurrentText(cycle.class_label if cycle else "")

    def accept(self) -> None:
        try:
            for field in (self.own, self.given):
                if field.text().strip():
                    parse_points(field.text())
            self._desk.run(
                f"Nhập tổng điểm năm {self.year.value()}",
                statistics.enter_totals,
                self.year.value(),
                self_total=self.own.text(),
                appraised_total=self.given.text(),
                class_label=self.label.currentText(),
            )
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            self.resize(self.width(), self._form.totalHeightForWidth(self.width()))
            return
        super().accept()
