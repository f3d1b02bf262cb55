"""First step of the import: choose a file or drop it here; a file that cannot be read is told in place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import ask
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

FILTERS = "Kế hoạch (*.docx *.txt);;Word (*.docx);;Văn bản thuần (*.txt)"


class ImportStart(QWidget):
    """chosen carries the path; trouble holds why the last file was not taken."""

    chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setSpacing(12)
        words = QLabel("Kéo tệp kế hoạch (.docx hoặc .txt) vào đây, hoặc chọn tệp.")
        words.setObjectName("emptySentence")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        more = QLabel(
            "Chương trình đọc tệp, cho thấy từng dòng được hiểu là gì và để bạn sửa.\n"
            "Chưa có gì được ghi vào dữ liệu cho đến khi bạn bấm nút nạp ở bước sau."
        )
        more.setProperty("muted", True)
        more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        more.setWordWrap(True)
        self.choose_button = button("Chọn tệp…", self.choose, icon_name="action-open-folder", primary=True)
        inside.addStretch(1)
        inside.addWidget(words)
        inside.addWidget(more)
        inside.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("complaint", True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble.hide()
        self.waiting = WaitingLine()
        column.addWidget(frame, 1)
        column.addWidget(self.trouble)
        column.addWidget(self.waiting)

    def choose(self) -> None:
        path = ask.open_file(self, "Chọn tệp kế hoạch", FILTERS)
        if path is not None:
            self.chosen.emit(path)

    def tell(self, sentence: str) -> None:
        """Why the file was not taken; the next one can be chosen at once."""
        self.trouble.setText(f"▲ {sentence}" if sentence else "")
        self.trouble.setVisible(bool(sentence))

    def set_busy(self, busy: bool) -> None:
        self.choose_button.setEnabled(not busy)
        self.setAcceptDrops(not busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.chosen.emit(paths[0])
