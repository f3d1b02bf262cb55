"""Two versions of a framework, or two frameworks, side by side: what was added, taken out, changed, moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.framework_compare import KIND_WORDS, Difference, compare
from dvcq_desktop.framework_versions import Version
from ui.desk import Desk
from ui.framework.names import version_name
from ui.widgets.number_cells import plain_table
from ui.widgets.tables import LinesDelegate, copy_selection

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Khác", "Mã", "Nội dung", "Mục", "Trước", "Sau")
_NO_PARENT = QModelIndex()
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_MARKS = {"added": "good", "removed": "bad", "moved": "warn", "changed": ""}


class Differences(QAbstractTableModel):
    """One row a difference."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Difference] = []

    def load(self, rows: Sequence[Difference]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        found = self._rows[row]
        text = (KIND_WORDS[found.kind], found.code, found.text, found.field, found.before, found.after)[column]
        return text, _MARKS[found.kind] if column == 0 else "", 0

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if index.isValid() and role in (_DISPLAY, _TOOL_TIP):
            return self.cell(index.row(), index.column())[0]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(_HEADS):
            return _HEADS[section]
        return None


class FrameworkCompareDialog(QDialog):
    """Chosen from all the versions of the office."""

    def __init__(
        self, desk: Desk, found: Sequence[Version], old_id: int, new_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("So sánh bộ tiêu chí")
        self.resize(980, 560)
        column = QVBoxLayout(self)
        grid = QGridLayout()
        self.old, self.new = QComboBox(), QComboBox()
        for row, (box, title, chosen) in enumerate(((self.old, "Trước", old_id), (self.new, "Sau", new_id))):
            for version in found:
                box.addItem(version_name(version), version.framework.id)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(30)
            box.activated.connect(self._compare)
            label = QLabel(title)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.model = Differences(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        plain_table(self.view, "Các chỗ khác nhau")
        delegate = LinesDelegate(self.view, self.model, 3)
        self.view.setItemDelegate(delegate)
        letter = self.view.fontMetrics().averageCharWidth()
        for place, letters in ((0, 14), (1, 12), (3, 18), (4, 24), (5, 24)):
            self.view.setColumnWidth(place, letters * letter)
        self.view.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.view.verticalHeader().setDefaultSectionSize(delegate.painter.row_height(self.view.fontMetrics()))
        copy = QAction("Chép", self.view)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.view.addAction(copy)
        column.addWidget(self.view, 1)
        self.foot = QLabel()
        column.addWidget(self.foot)
        buttons = QDialogButtonBox()
        buttons.addButton("Đóng", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._compare()

    def _compare(self) -> None:
        found = compare(self._desk.db, int(self.old.currentData()), int(self.new.currentData()))
        self.model.load(found)
        counts = {kind: sum(d.kind == kind for d in found) for kind in KIND_WORDS}
        words = " · ".join(f"{KIND_WORDS[kind]} {count}" for kind, count in counts.items() if count)
        self.foot.setText(words or "✓ Hai bên giống nhau.")

    def _copy(self) -> None:
        copy_selection(self.view)
