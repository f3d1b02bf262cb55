"""The frameworks that come with the program: what each is, how far its points are known."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.framework_files import FRAMEWORK_FILES, FrameworkFile, read_framework_file
from dvcq_desktop.points import format_short


class FrameworkChooseDialog(QDialog):
    """The name of the chosen one stands in chosen()."""

    def __init__(self, year: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chọn bộ tiêu chí có sẵn")
        self.resize(620, 460)
        column = QVBoxLayout(self)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setSpacing(4)
        self.group = QButtonGroup(self)
        for place, name in enumerate(FRAMEWORK_FILES):
            file = read_framework_file(name)
            choice = QRadioButton(file.short)
            choice.setChecked(place == 0)
            self.group.addButton(choice, place)
            more = QLabel(_told(file))
            more.setWordWrap(True)
            more.setIndent(24)
            more.setProperty("muted", True)
            rows.addWidget(choice)
            rows.addWidget(more)
            rows.addSpacing(8)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        column.addWidget(area, 1)
        buttons = QDialogButtonBox()
        words = f"Dùng cho năm {year}" if year is not None else "Chọn bộ này"
        self.do = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def chosen(self) -> str:
        return FRAMEWORK_FILES[self.group.checkedId()]


def _told(file: FrameworkFile) -> str:
    items = [item for criterion in file.criteria for item in criterion.items]
    unknown = sum(item.max is None for item in items)
    parts = [f"{len(file.criteria)} tiêu chí, {len(items)} nội dung"]
    parts.append(f"{format_short(file.total)} điểm" if file.total is not None else "chưa có điểm, cần gõ hoặc dán bảng")
    if unknown and file.total is not None:
        parts.append(f"{unknown} nội dung chưa có điểm")
    told = ", ".join(parts) + "."
    return f"▲ Số liệu minh họa: {told} {file.note}" if file.illustrative else f"{told} {file.note}"
