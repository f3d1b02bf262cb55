"""Asks which unit leads or supports the chosen tasks, in which periods, beside or instead of those that do."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from dvcq_desktop.assignments import Role
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import parse_periods
from ui.widgets.units_edit import UnitsEdit


class AssignManyDialog(QDialog):
    """What was chosen stands in unit, periods, role and instead once it was accepted."""

    def __init__(self, names: list[str], count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Giao bộ phận")
        self.setMinimumWidth(460)
        form = QFormLayout(self)
        form.addRow(QLabel(f"Giao cho {count} nhiệm vụ đang chọn:"))
        self.unit_edit = UnitsEdit(names, several=False)
        self.unit_edit.setPlaceholderText("Gõ vài chữ của tên, hoặc ↓ để chọn")
        form.addRow("Bộ phận", self.unit_edit)
        self.lead = QRadioButton("Chủ trì (tham mưu)")
        self.lead.setChecked(True)
        self.support = QRadioButton("Phối hợp")
        form.addRow("Vai trò", self.lead)
        form.addRow("", self.support)
        self.periods_edit = QLineEdit()
        self.periods_edit.setPlaceholderText("có thể để trống; ví dụ: quý I, 6 tháng, năm")
        form.addRow("Kỳ", self.periods_edit)
        self.instead_box = QCheckBox("Thay cho những nơi đang giữ vai trò này")
        form.addRow("", self.instead_box)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        form.addRow(self.complaint)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Giao", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.unit_edit.setFocus()

    @property
    def unit(self) -> str:
        return self.unit_edit.text().strip()

    @property
    def periods(self) -> str:
        return self.periods_edit.text()

    @property
    def role(self) -> Role:
        return "lead" if self.lead.isChecked() else "support"

    @property
    def instead(self) -> bool:
        return self.instead_box.isChecked()

    def accept(self) -> None:
        """Only with a unit and periods that can be read; else the reason stands below, what was typed stays."""
        try:
            if not self.unit:
                raise RuleBroken("Chưa chọn bộ phận.")
            parse_periods(self.periods)
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            return
        super().accept()
