"""Beside the cards: the countdown to the evidence, when was saved, what others did since one sat here last."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.today import News


class NewsPanel(QFrame):
    """Nothing in it is to be pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.count = _line("emptySentence")
        self.saved = _line()
        self.saved.setProperty("muted", True)
        self.backup = _line()
        self.backup.setProperty("muted", True)
        self.head = _line("cardTitle")
        self.news = _line()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for label in (self.count, self.saved, self.backup, self.head, self.news):
            column.addWidget(label)
        column.addStretch(1)

    def say(self, *, countdown: str, saved: str, backup: str, since: str, news: list[News]) -> None:
        """Fill the panel; what there is nothing to say about is left out."""
        self.count.setText(countdown)
        self.count.setVisible(bool(countdown))
        self.saved.setText(saved)
        self.backup.setText(backup)
        self.head.setText(f"Từ lần bạn mở trước ({since})" if since else "")
        self.head.setVisible(bool(since))
        lines = [f"• {one.sentence}\n   {one.who}, {one.at}" for one in news]
        self.news.setText("\n".join(lines) if lines else "Không có gì thay đổi.")
        self.news.setVisible(bool(since))


def _line(name: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setObjectName(name)
    return label
