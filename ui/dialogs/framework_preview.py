"""The rows of a table as understood: what each became, what it matches, what is doubtful; a row without tick is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from dvcq_desktop.framework_tables import Match
from dvcq_desktop.points import format_points
from ui.widgets.number_cells import plain_table
from ui.widgets.tables import mark_colour

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Mã", "Trong bảng", "Điểm tối đa", "Khớp với", "Cần xem")
_CODE, _TEXT, _MAX, _MATCH, _DOUBT = range(5)
_NO_PARENT = QModelIndex()
_DISPLAY, _CHECK = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.CheckStateRole)
_FONT, _COLOUR = int(Qt.ItemDataRole.FontRole), int(Qt.ItemDataRole.ForegroundRole)
_ALIGNED, _TOOL_TIP = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.ToolTipRole)
_SURE = 0.85


class Preview(QAbstractTableModel):
    """One row a criterion or item of the table."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matches: list[Match] = []
        self._left_out: set[int] = set()
        self._new = False

    def load(self, matches: Sequence[Match], *, new: bool) -> None:
        self.beginResetModel()
        self._matches, self._new = list(matches), new
        self._left_out = set()
        self.endResetModel()

    def ticked(self) -> list[Match]:
        return [match for n, match in enumerate(self._matches) if n not in self._left_out]

    def doubted(self) -> int:
        return sum(bool(self._doubt(match)) for match in self.ticked())

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._matches)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        match, column = self._matches[index.row()], index.column()
        if role == _DISPLAY:
            return self._shown(match, column)
        if role == _CHECK and column == _CODE:
            return Qt.CheckState.Unchecked if index.row() in self._left_out else Qt.CheckState.Checked
        if role == _FONT and match.row.kind == "criterion" and column != _DOUBT:
            font = QFont(QApplication.font())
            font.setBold(True)
            return font
        if role == _COLOUR:
            return self._colour(index.row(), column)
        if role == _ALIGNED and column == _MAX:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _TOOL_TIP and column in (_TEXT, _DOUBT):
            return self._shown(match, column)
        return None

    def _colour(self, row: int, column: int) -> QColor | None:
        palette = QApplication.palette()
        if row in self._left_out:
            return palette.color(QPalette.ColorRole.PlaceholderText)
        return mark_colour("warn", palette) if column == _DOUBT else None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != _CHECK or index.column() != _CODE:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(index.row())
        else:
            self._left_out.add(index.row())
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(_HEADS) - 1))
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == _CODE else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(_HEADS):
            return _HEADS[section]
        return None

    def _shown(self, match: Match, column: int) -> str:
        row = match.row
        if column == _CODE:
            return row.code
        if column == _TEXT:
            return row.text or "(không có lời văn)"
        if column == _MAX:
            return format_points(row.max)
        return self._matched(match) if column == _MATCH else self._doubt(match)

    def _matched(self, match: Match) -> str:
        if self._new:
            return ""
        if match.new:
            return "＋ thêm mới"
        if match.row.kind == "criterion" or match.item is None or match.criterion is None:
            return f"✓ tiêu chí {match.criterion.number}" if match.criterion else "✓"
        sign = "✓" if match.alike >= _SURE else "≈"
        same_place = match.item.criterion_id == match.criterion.id and match.item.number == match.row.number
        words = f"giống {round(100 * match.alike)} %" if match.alike < _SURE else ""
        where = "" if same_place else f"“{match.item.text[:24].rstrip()}…”"
        return " ".join(part for part in (sign, where or match.row.code, words) if part)

    def _doubt(self, match: Match) -> str:
        words = list(match.row.doubts)
        if match.row.kind == "item" and not self._new and match.new and match.criterion is not None:
            words.append("Không thấy nội dung này trong bộ tiêu chí; sẽ thêm mới.")
        return "\n".join(f"▲ {word}" for word in words)


def prepare_view(view: QTableView, model: Preview) -> None:
    """Columns and manners of the preview."""
    view.setModel(model)
    plain_table(view, "Bảng được hiểu thế nào")
    view.setWordWrap(True)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    header = view.horizontalHeader()
    letter = view.fontMetrics().averageCharWidth()
    for column, letters in ((_CODE, 15), (_MAX, 14), (_MATCH, 15), (_DOUBT, 28)):
        view.setColumnWidth(column, letters * letter)
    header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().setMaximumSectionSize(4 * view.fontMetrics().lineSpacing())
