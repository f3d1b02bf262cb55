"""The dialog for an unexpected error: what is safe, what to do, and a report to copy behind "Chi tiết"."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

WORDS = "Có lỗi ngoài dự kiến. Việc vừa làm có thể chưa xong, nhưng dữ liệu đã lưu còn nguyên và chương trình vẫn dùng tiếp được."
AFTER_FALL = (
    "Lần trước chương trình đã dừng đột ngột. Dữ liệu đã lưu còn nguyên, đã được kiểm tra lúc mở, và chương trình vẫn dùng tiếp "
    "được. Việc đang làm dở lúc ấy có thể phải làm lại."
)
ADVICE = (
    "Nếu lỗi lặp lại, hãy bấm “Chép báo cáo” rồi dán vào thư gửi người hỗ trợ. Báo cáo chỉ ghi phiên bản và chỗ lỗi "
    "trong chương trình, không chứa nội dung văn bản hay tên người."
)


class CrashDialog(QDialog):
    """One for all errors that follow each other closely."""

    def __init__(self, report: str, parent: QWidget | None = None, *, words: str = WORDS) -> None:
        super().__init__(parent)
        self.setWindowTitle("Có lỗi ngoài dự kiến" if words == WORDS else "Lần trước dừng đột ngột")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        told = QLabel(words)
        told.setWordWrap(True)
        told.setObjectName("cardTitle")
        advice = QLabel(ADVICE)
        advice.setWordWrap(True)
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName("Báo cáo lỗi")
        self.details.setMinimumHeight(160)
        self.details.hide()
        column.addWidget(told)
        column.addWidget(advice)
        column.addWidget(self.details, 1)
        buttons = QDialogButtonBox()
        self.copy = buttons.addButton("&Chép báo cáo", QDialogButtonBox.ButtonRole.ActionRole)
        self.more = QPushButton("Chi &tiết")
        self.more.setCheckable(True)
        buttons.addButton(self.more, QDialogButtonBox.ButtonRole.ActionRole)
        go_on = buttons.addButton("&Dùng tiếp", QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        self.copy.clicked.connect(self._on_copy)
        self.more.toggled.connect(self._on_more)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.resize(560, self.sizeHint().height())

    @property
    def text(self) -> str:
        return self.details.toPlainText()

    def add(self, report: str) -> None:
        """One more error while the dialog is open."""
        if report not in self.text and len(self.text) < 20_000:
            self.details.appendPlainText("\n" + report)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self.copy.setText("Đã &chép")

    def _on_more(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.resize(max(self.width(), 560), self.sizeHint().height() + (120 if shown else 0))
