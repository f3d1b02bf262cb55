"""Asks for the passphrase of encrypted backups, twice: the first one, or another in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dvcq_desktop.backup.encryption import SHORTEST

_FIRST = (
    f"Đặt mật khẩu sao lưu (ít nhất {SHORTEST} ký tự). Mất cả mật khẩu lẫn phiếu khôi phục thì không ai mở được bản sao lưu đã mã "
    "hóa: đặt xong hãy in phiếu và cất vào két."
)
_ANOTHER = (
    f"Đặt mật khẩu sao lưu mới (ít nhất {SHORTEST} ký tự). USB đang cắm nhận mật khẩu mới ngay, USB khác nhận ở lần sao lưu tới; "
    "đến lúc đó nó vẫn mở bằng mật khẩu cũ. Phiếu khôi phục đã in vẫn dùng được."
)


class PassphraseDialog(QDialog):
    """passphrase holds what was typed, once the dialog was accepted. another: there is one already."""

    def __init__(self, parent: QWidget | None = None, *, another: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle("Đổi mật khẩu sao lưu" if another else "Mã hóa bản sao lưu")
        self.passphrase = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        told = QLabel(_ANOTHER if another else _FIRST)
        told.setWordWrap(True)
        told.setMinimumWidth(64 * told.fontMetrics().averageCharWidth())
        column.addWidget(told)
        form = QFormLayout()
        self.first, self.again = QLineEdit(), QLineEdit()
        for title, field in (("Mật khẩu", self.first), ("Gõ lại", self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(title)
            field.textEdited.connect(self._forgive)
            form.addRow(title, field)
        column.addLayout(form)
        self.complaint = QLabel(" ")
        self.complaint.setWordWrap(True)
        column.addWidget(self.complaint)
        buttons = QDialogButtonBox()
        verb = "Đổi mật khẩu" if another else "Đặt mật khẩu"
        buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Only with the same passphrase twice, long enough."""
        typed = self.first.text().strip()
        if len(typed) < SHORTEST:
            self.complaint.setText(f"▲ Mật khẩu cần ít nhất {SHORTEST} ký tự.")
            self.first.setFocus()
        elif typed != self.again.text().strip():
            self.complaint.setText("▲ Hai lần gõ không giống nhau.")
            self.again.setFocus()
        else:
            self.passphrase = typed
            super().accept()

    def _forgive(self) -> None:
        self.complaint.setText(" ")
