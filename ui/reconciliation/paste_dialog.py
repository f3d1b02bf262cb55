"""Pasting the superior's points from Excel: the list at the left, what was understood at the right, before anything is kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.pasted_points import PastedLine, read_pasted
from dvcq_desktop.points import format_points
from ui.desk import Desk
from ui.scores.commands import year_of
from ui.widgets.number_cells import plain_table

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_TITLES = ("Mã", "Nội dung", "Đang có", "Sẽ ghi", "Nhận xét")
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class PastedTable(QAbstractTableModel):
    """What was understood of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[PastedLine] = []

    def load(self, lines: list[PastedLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or role not in (_DISPLAY, int(Qt.ItemDataRole.ToolTipRole)):
            return None
        line = self.lines[index.row()]
        before = line.row.score.appraised_points if line.row else None
        return (
            line.row.code if line.row else line.code,
            line.row.item.text if line.row else "",
            format_points(before),
            line.typed,
            f"▲ {line.fault}" if line.fault else f"✓ {line.reason}".strip(),
        )[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            return _TITLES[section]
        return None


class PasteDialog(QDialog):
    """lines holds what was understood, once it was accepted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Dán điểm thẩm định")
        self.resize(860, 460)
        self.table = PastedTable()
        column = QVBoxLayout(self)
        words = QLabel(
            "Trong Excel, chép hai cột: mã nội dung (1.1) và điểm; có thể thêm cột lý do. Dán vào khung bên trái."
        )
        words.setWordWrap(True)
        column.addWidget(words)
        row = QHBoxLayout()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("1.1\t3,50\n1.2\t2,00")
        self.text.setAccessibleName("Danh sách mã và điểm")
        self.text.setTabChangesFocus(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self.read)
        self.text.textChanged.connect(self._wait)
        self.view = QTableView()
        plain_table(self.view, "Đã hiểu như sau")
        self.view.setModel(self.table)
        for place, width in enumerate((52, 170, 82, 76, 150)):
            self.view.setColumnWidth(place, width)
        self.view.horizontalHeader().setStretchLastSection(True)
        row.addWidget(self.text, 2)
        row.addWidget(self.view, 5)
        column.addLayout(row, 1)
        self.count = QLabel()
        column.addWidget(self.count)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Ghi điểm", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        clipboard = QGuiApplication.clipboard().text()
        if "\t" in clipboard:
            self.text.setPlainText(clipboard)
        self.read()

    @property
    def lines(self) -> list[PastedLine]:
        return self.table.lines

    def read(self) -> None:
        """Show what the text means."""
        self._timer.stop()
        self.table.load(read_pasted(self._desk.db, year_of(self._desk), self.text.toPlainText()))
        bad = sum(bool(line.fault) for line in self.lines)
        good = len(self.lines) - bad
        self.do.setText(f"Ghi {good} điểm" if good else "Ghi điểm")
        self.do.setEnabled(good > 0)
        self.count.setText(f"✓ {good} dòng ghi được" + (f" · ▲ {bad} dòng bỏ qua" if bad else "") if self.lines else "")

    def accept(self) -> None:
        self.read()
        if self.do.isEnabled():
            super().accept()

    def _wait(self) -> None:
        self._timer.start()
