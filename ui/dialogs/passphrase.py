"""Asks for the passphrase of encrypted backups, twice."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dvcq_desktop.backup.encryption import SHORTEST


class PassphraseDialog(QDialog):
    """passphrase holds what was typed, once the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Mã hóa bản sao lưu")
        self.passphrase = ""
        column = QVBoxLayout(self)
        told = QLabel(
            f"Đặt mật khẩu sao lưu (ít nhất {SHORTEST} ký tự). Mất cả mật khẩu lẫn phiếu khôi phục thì không ai mở được "
            "bản sao lưu đã mã hóa: đặt xong hãy in phiếu và cất vào két."
        )
        told.setWordWrap(True)
        told.setMinimumWidth(60 * told.fontMetrics().averageCharWidth())
        column.addWidget(told)
        form = QFormLayout()
        self.first, self.again = QLineEdit(), QLineEdit()
        for title, field in (("Mật khẩu", self.first), ("Gõ lại", self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(title)
            form.addRow(title, field)
        column.addLayout(form)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        column.addWidget(self.complaint)
        buttons = QDialogButtonBox()
        buttons.addButton("Đặt mật khẩu", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Only with the same passphrase twice, long enough."""
        typed = self.first.text().strip()
        if len(typed) < SHORTEST:
            self.complaint.setText(f"▲ Mật khẩu cần ít nhất {SHORTEST} ký tự.")
        elif typed != self.again.text().strip():
            self.complaint.setText("▲ Hai lần gõ không giống nhau.")
        else:
            self.passphrase = typed
            super().accept()
