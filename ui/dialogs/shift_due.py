"""Moves the due days of many tasks by some days; what comes of it is seen before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QWidget

from dvcq_desktop import deadlines
from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.dates import due_phrase
from dvcq_desktop.errors import RuleBroken
from ui.desk import Desk
from ui.dialogs.task_dialog import TaskDialog
from ui.widgets.text_table import TextRow, TextTable, TextView

_MOST = 366


class ShiftDueDialog(TaskDialog):
    """A day that falls on a day off moves back to the working day before; tasks without a day stay out."""

    def __init__(self, desk: Desk, rows: list[AssignmentRow], parent: QWidget | None = None) -> None:
        super().__init__("Dời hạn nhiều nhiệm vụ", rows, "Dời hạn", parent)
        self._desk = desk
        self.days = QSpinBox()
        self.days.setRange(-_MOST, _MOST)
        self.days.setSuffix(" ngày")
        self.days.setValue(7)
        self.days.setAccessibleName("Dời đi bao nhiêu ngày")
        self.form.addRow("Dời đi (số âm: sớm hơn)", self.days)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("ghi lý do thì lần dời này được lưu thành gia hạn")
        self.reason.setAccessibleName("Lý do")
        self.form.addRow("Lý do", self.reason)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.column.addWidget(self.told)
        self.preview = TextTable(("Nhiệm vụ", "Hạn hiện nay", "Hạn sau khi dời"), self)
        view = TextView("Hạn trước và sau", self.preview, (40, 20, 20), lines=1)
        view.setMinimumHeight(8 * self.fontMetrics().lineSpacing())
        self.column.addWidget(view, 1)
        self.finish_layout()
        self.days.valueChanged.connect(self.show_preview)
        self.show_preview()

    def show_preview(self) -> None:
        """Each task with its due day before and after."""
        found, moved = [], 0
        for row in self.rows:
            new = deadlines.shifted(self._desk.db, row.task, self.days.value())
            moved += bool(new)
            words = due_phrase(new, bool(row.task.due_inclusive)) if new else "giữ nguyên"
            found.append(TextRow(id=row.id, texts=(row.text.split("\n")[0], row.due or "chưa có hạn", words)))
        self.preview.load(found)
        self.told.setText(f"{moved} nhiệm vụ đổi hạn. Ngày rơi vào ngày nghỉ được lùi về ngày làm việc liền trước.")
        self.do.setEnabled(moved > 0)

    def accept(self) -> None:
        """Store in one operation; a broken rule is told here."""
        try:
            self._desk.run(
                f"Dời hạn {len(self.rows)} nhiệm vụ",
                deadlines.shift_many,
                [row.id for row in self.rows],
                self.days.value(),
                self.reason.text(),
            )
        except RuleBroken as broken:
            self.complain(str(broken))
            return
        super().accept()
