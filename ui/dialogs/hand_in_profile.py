"""How one superior wants the evidence handed in, typed or changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_codes import parts_named
from dvcq_desktop.hand_in.profiles import CATALOGUES, FOLDERS, HandInProfile, add_profile, change_profile
from ui import ask
from ui.desk import Desk
from ui.screens import room_for
from ui.widgets.lines_label import LinesLabel


class HandInProfileDialog(QDialog):
    """Stays open with the reason while what was typed breaks a rule; name holds the name it was stored under."""

    def __init__(self, desk: Desk, profile: HandInProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._profile = desk, profile
        self.name = ""
        self.setWindowTitle("Mẫu nộp minh chứng")
        self.name_edit = self._line("Tên mẫu", profile.name, "ví dụ: Sở Nội vụ")
        self.superior_edit = self._line("Nơi nhận", profile.superior, "cơ quan nhận bộ minh chứng")
        self.template_edit = self._line("Mẫu tên tệp", profile.name_template, "để trống: như mẫu chung của cơ quan")
        self.folders_box = QComboBox()
        self.folders_box.setAccessibleName("Chia thư mục")
        for key, words in FOLDERS.items():
            self.folders_box.addItem(words, key)
        self.folders_box.setCurrentIndex(max(0, self.folders_box.findData(profile.folders)))
        self.kinds: dict[str, QCheckBox] = {}
        for key, words in CATALOGUES.items():
            box = self.kinds[key] = QCheckBox(words)
            box.setChecked(key in profile.kinds)
        self.approved = QCheckBox("Chỉ đưa vào minh chứng đã duyệt")
        self.approved.setChecked(bool(profile.only_approved))
        self.labels = QCheckBox("Kèm nhãn hộp")
        self.labels.setChecked(bool(profile.with_labels))
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        self._build()

    @staticmethod
    def _line(name: str, text: str, hint: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        return made

    def _build(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Tên mẫu", self.name_edit)
        form.addRow("Nơi nhận", self.superior_edit)
        form.addRow("Chia thư mục", self.folders_box)
        form.addRow("Mẫu tên tệp", self.template_edit)
        parts = LinesLabel(least=6)
        parts.setText(f"Các phần dùng được: {parts_named()}.")
        parts.setProperty("muted", True)
        form.addRow("", parts)
        for place, box in enumerate(self.kinds.values()):
            form.addRow("" if place else "Danh mục", box)
        form.addRow("", self.approved)
        form.addRow("", self.labels)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Lưu mẫu nộp", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setObjectName("pageScroll")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # or it would take the cursor from the first field
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(self.complaint)
        column.addWidget(buttons)
        self.name_edit.setFocus()
        letter, room = self.fontMetrics().averageCharWidth(), room_for(self.parentWidget() or self)
        self.setMinimumWidth(min(64 * letter, room.width() - 60))
        self.resize(min(80 * letter, room.width() - 60), min(inside.sizeHint().height() + 110, room.height() - 80))

    def accept(self) -> None:
        """Store in one operation; a broken rule is told here."""
        values: dict[str, object] = {
            "superior": self.superior_edit.text(),
            "folders": self.folders_box.currentData(),
            "name_template": self.template_edit.text(),
            "catalogues": " ".join(key for key, box in self.kinds.items() if box.isChecked()),
            "only_approved": int(self.approved.isChecked()),
            "with_labels": int(self.labels.isChecked()),
        }
        name = self.name_edit.text().strip()
        try:
            if self._profile.id:
                self._desk.run(f"Sửa mẫu nộp {name}", change_profile, self._profile.id, name=name, **values)
            else:
                self._desk.run(f"Thêm mẫu nộp {name}", add_profile, name, **values)
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            return
        self.name = name
        super().accept()


def edit_profile(desk: Desk, profile: HandInProfile, parent: QWidget) -> str:
    """Ask for a profile and store it; answers its name, empty where the person changed their mind."""
    dialog = HandInProfileDialog(desk, profile, parent)
    return dialog.name if ask.show_dialog(dialog) else ""
