"""What the dialogs about chosen tasks share: which tasks are meant, a complaint in place, buttons that carry the verb."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.assignments import AssignmentRow
from ui.screens import room_for
from ui.widgets.elided import ElidedLabel


class TaskDialog(QDialog):
    """Stays open with the reason while what was typed breaks a rule; carry_out() stores."""

    def __init__(self, title: str, rows: list[AssignmentRow], verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.about = ElidedLabel()
        self.about.say(rows[0].text.split("\n")[0] if len(rows) == 1 else f"{len(rows)} nhiệm vụ đang chọn")
        self.about.setProperty("strong", True)
        self.column.addWidget(self.about)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.column.addLayout(self.form)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        self.buttons = QDialogButtonBox()
        self.do = self.buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def finish_layout(self) -> None:
        """Complaint and buttons below everything else."""
        self.column.addWidget(self.complaint)
        self.column.addWidget(self.buttons)

    def complain(self, why: str) -> None:
        self.complaint.setText(f"▲ {why}" if why else "")
        self.complaint.setVisible(bool(why))

    def sizeHint(self) -> QSize:
        """Wide enough to read, never larger than the screen."""
        room = room_for(self).size()
        wide = max(super().sizeHint().width(), 72 * self.fontMetrics().averageCharWidth())
        return QSize(min(wide, room.width() - 40), min(super().sizeHint().height(), room.height() - 80))
