"""Questions about evidence: a new document with its number and date, or one of those the year already has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence, evidence_name
from dvcq_desktop.vietnamese import fold

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


class PickEvidenceDialog(QDialog):
    """Which documents of the year prove this item too; they stand in chosen once it was accepted."""

    def __init__(self, documents: Sequence[Evidence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Gắn văn bản đã có")
        self.resize(600, 380)
        self._documents = list(documents)
        self._shown = list(documents)
        self.chosen: list[Evidence] = []
        column = QVBoxLayout(self)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo số, tên văn bản…")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        column.addWidget(self.words)
        self.list = QListView()
        self.list.setModel(QStringListModel(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName("Văn bản của năm")
        self.list.doubleClicked.connect(self.accept)
        column.addWidget(self.list, 1)
        buttons = QDialogButtonBox()
        buttons.addButton("Gắn vào nội dung", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._narrow("")

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        self._shown = [d for d in self._documents if all(w in fold(evidence_name(d)) for w in words)]
        model = self.list.model()
        if isinstance(model, QStringListModel):
            model.setStringList([evidence_name(d) for d in self._shown])
        if self._shown:
            self.list.setCurrentIndex(model.index(0, 0))

    def accept(self) -> None:
        self.chosen = [self._shown[index.row()] for index in self.list.selectedIndexes()]
        super().accept()
