"""The head of the page Kế hoạch: its title and what can be done with the whole plan."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets import parts


class PlanTop(QWidget):
    """Title and buttons; where large letters leave no room for all words, two buttons say theirs in the tool tip."""

    bring = Signal()
    keep = Signal()
    out = Signal()

    def __init__(self, title: str, summary: str) -> None:
        super().__init__()
        self.see = QPushButton("Xem bản in")
        self.see.setCheckable(True)
        self.see.setToolTip("Hiện hoặc ẩn bản in ở bên phải")
        parts.set_icon(self.see, "action-show")
        self._bring = parts.button("Nạp tệp Word…", self.bring.emit, icon_name="action-import")
        self._keep = parts.button(
            "Tạo phiên bản", self.keep.emit, icon_name="action-history", tip="Giữ lại kế hoạch như lúc này (Ctrl+S)"
        )
        self._out = parts.button("Xuất / In", self.out.emit, icon_name="action-print", primary=True)
        self._words = ((self.see, "Xem bản in"), (self._keep, "Tạo phiên bản"))
        for made, words in self._words:
            made.setAccessibleName(words)
        self._head = parts.page_head(title, summary, [self._bring, self.see, self._keep, self._out])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)

    def set_plan(self, there: bool) -> None:
        """Without a plan there is nothing to see, keep or print."""
        for made in (self.see, self._keep, self._out):
            made.setEnabled(there)

    def fit(self, room: int) -> None:
        """Show all words where they have room."""
        for made, words in self._words:
            made.setText(words)
        if self._head.minimumSizeHint().width() > room:
            for made, _words in self._words:
                made.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.parentWidget()
        frame = page.parentWidget() if page is not None else None
        if page is not None:
            self.fit((frame or page).width() - 48)
