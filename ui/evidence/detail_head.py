"""The head of a document in hand: its code large, its state, what the reviewer said, and the buttons of the review."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.dates import short_date
from dvcq_desktop.evidence import STATES, Evidence
from ui.widgets.elided import ElidedLabel
from ui.widgets.fold_row import FoldRow
from ui.widgets.parts import button

_SIGNS = {"new": "○", "approved": "●", "returned": "▲"}  # never by colour alone


class DetailHead(QWidget):
    """Tells what was pressed; the panel does it."""

    approve = Signal()
    send_back = Signal()
    submit = Signal()
    restore = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = QLabel()
        self.code.setObjectName("cardTitle")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAccessibleName("Mã minh chứng")
        self.state = ElidedLabel()
        self.state.setAccessibleName("Trạng thái duyệt")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("complaint", True)
        self.approve_button = button("Duyệt", self.approve.emit, tip="Chấp nhận làm minh chứng")
        self.back_button = button("Trả lại…", self.send_back.emit, tip="Trả lại cho người nộp, kèm lý do")
        self.submit_button = button("Trình lại", self.submit.emit, tip="Đưa vào danh sách chờ duyệt lần nữa")
        self.restore_button = button("Lấy lại", self.restore.emit, tip="Lấy lại từ thùng rác, cùng mọi liên kết")
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.code)
        row.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(
            FoldRow(left, [self.approve_button, self.back_button, self.submit_button, self.restore_button])
        )
        column.addWidget(self.said)

    def show_record(self, found: Evidence | None, code: str, *, editable: bool) -> None:
        self.setVisible(found is not None)
        if found is None:
            return
        self.code.setText(code or "Chờ xếp")
        self.code.setToolTip("" if code else "Chưa gắn với nội dung nào nên chưa có mã")
        self.state.say(_state_words(found))
        self.said.setText(f"▲ {found.review_note}" if found.review_note else "")
        self.said.setVisible(bool(found.review_note))
        self.approve_button.setVisible(editable and found.state == "new")
        self.back_button.setVisible(editable and found.state != "returned")
        self.submit_button.setVisible(editable and found.state != "new")
        self.restore_button.setVisible(bool(found.trashed_at))


def _state_words(found: Evidence) -> str:
    if found.trashed_at:
        return f"▲ Đã bỏ ngày {short_date(found.trashed_at[:10])}"
    words = f"{_SIGNS[found.state]} {STATES[found.state]}"
    if found.reviewed_at:
        words += f" ngày {short_date(found.reviewed_at[:10])}"
    return f"{words}, {found.reviewed_by}" if found.reviewed_by else words
