"""The decision a framework stands on, how its totals are told, its classes and its gates, in one dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_heads import ROUNDING_WORDS, change_all
from dvcq_desktop.frameworks import Classification, Framework, Gate
from dvcq_desktop.points import format_points
from dvcq_desktop.records import fetch
from ui.desk import Desk

_LINES = {
    "title": "Tên đầy đủ",
    "short_title": "Tên ngắn",
    "decision": "Quyết định, số",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "effective_from": "Áp dụng từ năm",
    "effective_to": "Đến năm",
    "total": "Tổng điểm theo quyết định",
    "step": "Bước điểm",
    "bonus_cap": "Điểm thưởng nhiều nhất",
}
_NOT_CLASSED = "không xếp loại"


class FrameworkHeadDialog(QDialog):
    """Stores everything in one step when accepted; a broken rule is told below and nothing is lost."""

    def __init__(self, desk: Desk, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._framework = framework
        self.framework_id = framework.id
        self.setWindowTitle("Quyết định, xếp loại")
        self.resize(640, 560)
        column = QVBoxLayout(self)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        form = QFormLayout(inside)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.fields: dict[str, QLineEdit] = {}
        for name, title in _LINES.items():
            self.fields[name] = field = QLineEdit(self._shown(name))
            field.setCursorPosition(0)
            field.setAccessibleName(title)
            form.addRow(title, field)
        self.fields["issued_on"].setPlaceholderText("02/11/2022")
        self.decimals = self._choice({"0": "không có số lẻ", "1": "1 số lẻ", "2": "2 số lẻ"}, str(framework.decimals))
        self.rounding = self._choice(ROUNDING_WORDS, framework.rounding)
        form.addRow("Tổng điểm ghi", self.decimals)
        form.addRow("Làm tròn tổng", self.rounding)
        self.lifts = QCheckBox("Điểm thưởng được đưa tổng vượt điểm tối đa")
        self.lifts.setChecked(bool(framework.bonus_lifts))
        self.illustrative = QCheckBox("Số liệu minh họa, không phải số liệu chính thức")
        self.illustrative.setChecked(bool(framework.illustrative))
        form.addRow("", self.lifts)
        form.addRow("", self.illustrative)
        self._add_lists(form)
        area.setWidget(inside)
        column.addWidget(area, 1)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        column.addWidget(self.complaint)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Lưu", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _add_lists(self, form: QFormLayout) -> None:
        where = "WHERE framework_id = ? ORDER BY position"
        classes = fetch(self._desk.db, Classification, where, (self._framework.id,))
        gates = fetch(self._desk.db, Gate, where, (self._framework.id,))
        self.classes = self._lines(
            form,
            "Các mức xếp loại, từ cao xuống thấp",
            "\n".join(f"{c.label} = {format_points(c.threshold)}".removesuffix(" = ") for c in classes),
            "Mỗi dòng một mức, ví dụ:  Hoàn thành tốt nhiệm vụ = 80",
        )
        self.gates = self._lines(
            form,
            "Điều kiện buộc xếp loại, dù đủ điểm",
            "\n".join(f"{g.text} → {g.class_label or _NOT_CLASSED}" for g in gates),
            "Mỗi dòng một câu hỏi, ví dụ:  Có người bị kỷ luật? → Không hoàn thành nhiệm vụ",
        )
        self.note = self._lines(form, "Ghi chú", self._framework.note, "")

    def _lines(self, form: QFormLayout, title: str, text: str, hint: str) -> QPlainTextEdit:
        field = QPlainTextEdit(text)
        field.setPlaceholderText(hint)
        field.setToolTip(hint)
        field.setAccessibleName(title)
        field.setTabChangesFocus(True)
        field.setFixedHeight(5 * field.fontMetrics().lineSpacing() + 12)
        label = QLabel(title)
        label.setWordWrap(True)
        label.setBuddy(field)
        form.addRow(label)
        form.addRow(field)
        return field

    def _choice(self, words: dict[str, str], chosen: str) -> QComboBox:
        box = QComboBox()
        for value, text in words.items():
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(chosen, Qt.ItemDataRole.UserRole))
        return box

    def _shown(self, name: str) -> str:
        value = getattr(self._framework, name)
        if name in ("total", "step", "bonus_cap"):
            return format_points(value)
        if name == "issued_on":
            return short_date(str(value)) if value else ""
        return "" if value is None else str(value)

    def accept(self) -> None:
        head = {name: field.text() for name, field in self.fields.items()}
        head |= {"decimals": str(self.decimals.currentData()), "rounding": str(self.rounding.currentData())}
        head |= {
            "bonus_lifts": str(int(self.lifts.isChecked())),
            "illustrative": str(int(self.illustrative.isChecked())),
        }
        head["note"] = self.note.toPlainText()
        classes = [_parted(line, "=") for line in self.classes.toPlainText().split("\n") if line.strip()]
        gates = [_parted(line, "→") for line in self.gates.toPlainText().replace("->", "→").split("\n") if line.strip()]
        gates = [(text, "" if label.strip().lower() == _NOT_CLASSED else label) for text, label in gates]
        try:
            self.framework_id = self._desk.run(
                "Sửa quyết định, xếp loại", change_all, self._framework.id, head, classes, gates
            )
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            return
        super().accept()


def _parted(line: str, sign: str) -> tuple[str, str]:
    """What stands before and after the last sign."""
    before, found, after = line.rpartition(sign)
    return (before.strip(), after.strip()) if found else (line.strip(), "")
