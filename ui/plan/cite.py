"""Choose a known legal document to cite: a line to filter by, a list, Enter takes it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from dvcq_desktop.legal_documents import LegalDocument, full_citation
from dvcq_desktop.vietnamese import fold
from ui.widgets import parts

_TOP = QModelIndex()


class Documents(QAbstractListModel):
    """Known documents, newest first, filtered by words with or without marks."""

    def __init__(self, documents: list[LegalDocument]) -> None:
        super().__init__()
        self._all = [(d, fold(full_citation(d))) for d in reversed(documents)]
        self.rows = [d for d, _folded in self._all]

    def filter(self, typed: str) -> None:
        words = fold(typed).split()
        self.beginResetModel()
        self.rows = [d for d, folded in self._all if all(word in folded for word in words)]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return full_citation(self.rows[index.row()])
        return None


class CiteDialog(QDialog):
    """chosen is the document taken, None where the person changed their mind."""

    def __init__(self, documents: list[LegalDocument], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chèn viện dẫn văn bản")
        self.resize(640, 420)
        self.chosen: LegalDocument | None = None
        self.model = Documents(documents)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Tìm theo số, ký hiệu, cơ quan, trích yếu")
        self.filter.setAccessibleName("Tìm văn bản")
        self.filter.textChanged.connect(self._on_typed)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName("Văn bản đã biết")
        self.list.activated.connect(self.take)
        note = QLabel("Lần đầu viện dẫn ghi đầy đủ; các lần sau chỉ ghi tên loại và số, ký hiệu.")
        note.setProperty("muted", True)
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(note)
        button = parts.button("Chèn", self.take, primary=True)
        button.setDefault(True)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._on_typed("")

    def take(self) -> None:
        """Take the document in hand."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            self.chosen = self.model.rows[row]
            self.accept()

    def _on_typed(self, typed: str) -> None:
        self.model.filter(typed)
        self.list.setCurrentIndex(self.model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.filter.hasFocus():
            self.list.setFocus()
            self.list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
