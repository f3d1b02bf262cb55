"""Asks for a document that proves something: its kind, number, date and title."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence

KINDS = ("Báo cáo", "Kế hoạch", "Quyết định", "Công văn", "Biên bản", "Thông báo", "Danh sách", "Ảnh", "Tin, bài")


class EvidenceDialog(QDialog):
    """keep is called with what was typed; what it refuses is told here and nothing typed is lost."""

    def __init__(
        self, keep: Callable[[dict[str, str]], object], known: Evidence | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle("Sửa minh chứng" if known else "Thêm minh chứng")
        self.setMinimumWidth(480)
        form = QFormLayout(self)
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.addItems(["", *KINDS])
        self.kind.setCompleter(None)  # type: ignore[arg-type]  # nothing may complete while an input method types
        self.lines = {name: QLineEdit() for name in ("reference", "issued_on", "issuer", "title")}
        self.lines["reference"].setPlaceholderText("15/BC-UBND")
        self.lines["issued_on"].setPlaceholderText("05/03/2025")
        form.addRow("Loại văn bản", self.kind)
        for name, words in (
            ("reference", "Số, ký hiệu"),
            ("issued_on", "Ngày"),
            ("issuer", "Cơ quan ban hành"),
            ("title", "Tên, trích yếu"),
        ):
            form.addRow(words, self.lines[name])
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        form.addRow(self.complaint)
        buttons = QDialogButtonBox()
        buttons.addButton("Ghi minh chứng", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        if known is not None:
            self._fill(known)
        self.kind.setFocus()

    def _fill(self, known: Evidence) -> None:
        self.kind.setCurrentText(known.kind)
        day = known.issued_on
        shown = "/".join(reversed(day.split("-"))) if day else ""
        for name, text in (
            ("reference", known.reference),
            ("issued_on", shown),
            ("issuer", known.issuer),
            ("title", known.title),
        ):
            self.lines[name].setText(text)

    def typed(self) -> dict[str, str]:
        return {"kind": self.kind.currentText(), **{name: line.text() for name, line in self.lines.items()}}

    def accept(self) -> None:
        """Only where it could be kept; else the reason stands below the fields."""
        try:
            self._keep(self.typed())
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            return
        super().accept()
