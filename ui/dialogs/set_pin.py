"""Gives a user a PIN: typed twice behind dots, empty takes it away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from dvcq_desktop import users
from dvcq_desktop.errors import RuleBroken
from ui.dialogs.sign_in import PinEdit


class SetPinDialog(QDialog):
    """keep(pin) stores it and may raise RuleBroken, told below the fields."""

    def __init__(self, name: str, keep: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle(f"Mã PIN của {name}")
        self.setMinimumWidth(50 * self.fontMetrics().averageCharWidth())
        self.pin, self.again = PinEdit(), PinEdit()
        self.again.setAccessibleName("Gõ lại mã PIN")
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        note = QLabel(f"{users.pin_note()} Để trống cả hai ô là bỏ mã PIN.")
        note.setProperty("muted", True)
        note.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Đặt mã PIN", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("Mã PIN", self.pin)
        form.addRow("Gõ lại", self.again)
        for widget in (self.complaint, note, buttons):
            form.addRow(widget)

    def accept(self) -> None:
        try:
            if self.pin.text() != self.again.text():
                raise RuleBroken("Hai lần gõ không giống nhau. Hãy gõ lại.")
            self._keep(self.pin.text())
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.again.clear()
            return
        super().accept()
