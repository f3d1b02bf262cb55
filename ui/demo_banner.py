"""Says that this is the demonstration office and how to begin with one's own data."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

WORDS = "Đây là văn phòng mẫu để xem và tập dùng: sửa gì cũng được, không ảnh hưởng đến dữ liệu thật."


class DemoBanner(QFrame):
    """A calm strip under the top of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("demoBanner")
        words = QLabel(WORDS)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton("Tạo dữ liệu của xã bạn")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        row.addWidget(words, 1)
        row.addWidget(self.button)
        self.hide()
