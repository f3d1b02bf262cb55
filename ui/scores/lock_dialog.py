"""What is still missing before the self scores can be locked, each with the way to put it right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.self_scores import Missing
from ui.widgets.lines_list import LinesList


class LockDialog(QDialog):
    """item_id is the item the person wants to go to, once it was accepted."""

    def __init__(self, year: int, missing: Sequence[Missing], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chưa khóa được điểm tự chấm")
        self.resize(640, 360)
        self.missing = missing
        self.item_id = missing[0].item_id
        column = QVBoxLayout(self)
        words = QLabel(f"Năm {year} còn {len(missing)} chỗ cần sửa trước khi khóa. Điểm đã chấm vẫn được giữ nguyên.")
        words.setWordWrap(True)
        column.addWidget(words)
        self.list = LinesList("Các chỗ cần sửa", [f"{m.code}   {m.why}" for m in missing])
        self.list.doubleClicked.connect(self.accept)
        column.addWidget(self.list, 1)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("Đến chỗ sửa", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.list.setFocus()

    def accept(self) -> None:
        self.item_id = self.missing[max(0, self.list.currentIndex().row())].item_id
        super().accept()
