"""The template of file names: typed with a preview of what each document will be called in the evidence folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import evidence_codes
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_rows import EvidenceRow
from dvcq_desktop.looking.names import shown_name
from ui.desk import Desk
from ui.screens import room_for
from ui.widgets.text_table import TextRow, TextTable, TextView

_SHOWN = 500  # names in the preview: what stands further down looks alike


class NameDialog(QDialog):
    """Nothing is renamed here: originals keep their names, the copies of the evidence folder get these."""

    def __init__(self, desk: Desk, rows: Sequence[EvidenceRow], year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._rows = desk, rows
        self._places = evidence_codes.places(desk.db, year)
        self.setWindowTitle("Đặt tên tệp")
        column = QVBoxLayout(self)
        about = QLabel(
            "Tên tệp trong thư mục minh chứng khi nộp, không dấu, không trùng nhau. Tệp gốc giữ nguyên tên cũ. Các phần "
            "dùng được: " + "; ".join(f"{{{name}}} {words}" for name, words in evidence_codes.PARTS.items()) + "."
        )
        about.setWordWrap(True)
        column.addWidget(about)
        line = QHBoxLayout()
        self.template = QLineEdit(evidence_codes.template(desk.db))
        self.template.setAccessibleName("Mẫu tên tệp")
        self.template.textChanged.connect(self._preview)
        usual = QPushButton("Mẫu ban đầu")
        usual.setAutoDefault(False)
        usual.clicked.connect(self._usual)
        line.addWidget(QLabel("Mẫu tên"))
        line.addWidget(self.template, 1)
        line.addWidget(usual)
        column.addLayout(line)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        column.addWidget(self.complaint)
        self.names = TextTable(("Tên tệp gốc", "Tên khi nộp"), self)
        self.view = TextView("Tên tệp trước và sau", self.names, (40, 48))
        column.addWidget(self.view, 1)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Dùng mẫu này", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._preview()

    def _usual(self) -> None:
        self.template.setText(evidence_codes.TEMPLATE)

    def _preview(self) -> None:
        typed = self.template.text()
        try:
            evidence_codes.check_template(typed)
        except RuleBroken as broken:
            self._complain(str(broken))
            return
        self._complain("")
        rows = [row for row in self._rows if row.file is not None][:_SHOWN]
        endings = [PurePath(row.file.original_name).suffix if row.file else "" for row in rows]
        names = [
            evidence_codes.file_name(row.evidence, self._places.get(row.id), ending, typed)
            for row, ending in zip(rows, endings, strict=True)
        ]
        told = evidence_codes.apart(names)
        self.names.load(
            [
                TextRow(id=row.id, texts=(shown_name(row.file.original_name) if row.file else "", name))
                for row, name in zip(rows, told, strict=True)
            ]
        )

    def _complain(self, why: str) -> None:
        self.complaint.setText(f"▲ {why}" if why else "")
        self.complaint.setVisible(bool(why))
        self.do.setEnabled(not why)

    def accept(self) -> None:
        """Store the template; a broken rule is told here and nothing is lost."""
        typed = self.template.text().strip()
        if typed != evidence_codes.template(self._desk.db):
            try:
                self._desk.run("Đổi mẫu tên tệp minh chứng", evidence_codes.keep_template, typed)
            except RuleBroken as broken:
                self._complain(str(broken))
                return
        super().accept()

    def sizeHint(self) -> QSize:
        """Wide enough for two names, never larger than the screen."""
        room = room_for(self).size()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        return QSize(min(120 * letter, room.width() - 60), min(32 * line, room.height() - 100))
