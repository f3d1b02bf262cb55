"""The tables of the statistics page: figures of each year, what was deducted again; as high as their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from dvcq_desktop.points import format_points
from dvcq_desktop.printed.statistics_charts import class_words, lost_words, year_name
from dvcq_desktop.statistics import Repeated, YearFigures
from ui.widgets.tables import copy_selection

Index = QModelIndex | QPersistentModelIndex
YEARS = ("Năm", "Tự chấm", "Thẩm định", "Chênh lệch", "Đã giải thích", "Chưa giải thích", "Xếp loại", "Bộ tiêu chí")
REPEATED = ("Nội dung", "Năm và số điểm bị trừ", "Tên nội dung")
_LEFT = {"Xếp loại", "Bộ tiêu chí", *REPEATED}


class FiguresTable(QAbstractTableModel):
    """Rows of words under fixed heads; figures stand at the right."""

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self._rows: list[tuple[str, ...]] = []

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if self._heads[index.column()] in _LEFT else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        head = self._heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if head in _LEFT else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class FiguresView(QTableView):
    """A table without a scroll bar of its own: the page scrolls."""

    def __init__(
        self, heads: Sequence[str], name: str, copied: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = FiguresTable(heads, self)
        self._copied = copied
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        action = QAction("Chép các dòng", self)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.copy_rows)
        self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.rows.set_rows(rows)
        self._fit()

    def copy_rows(self) -> None:
        if not self.selectionModel().selectedRows():
            self.selectAll()
        if copy_selection(self):
            self._copied()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as the head and the rows, with room for a scroll bar at the foot where the columns need one."""
        height = max(32, self.fontMetrics().lineSpacing() + 12)
        self.verticalHeader().setDefaultSectionSize(height)
        header = self.horizontalHeader()
        wider = sum(header.sectionSizeHint(i) for i in range(header.count())) > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if wider else 0
        self.setFixedHeight(header.sizeHint().height() + height * self.rows.rowCount() + bar + 4)


def year_rows(figures: Sequence[YearFigures]) -> list[tuple[str, ...]]:
    """The figures of each year in words."""
    return [
        (
            year_name(f),
            format_points(f.self_total, unknown="–"),
            format_points(f.appraised_total, unknown="–"),
            format_points(f.gap, unknown="–"),
            format_points(f.explained if f.gap is not None else None, unknown="–"),
            ("▲ " if f.unexplained else "") + format_points(f.unexplained, unknown="–"),
            class_words(f) or "–",
            f.framework or "–",
        )
        for f in figures
    ]


def repeated_rows(found: Sequence[Repeated]) -> list[tuple[str, ...]]:
    return [(again.code, lost_words(again), again.text) for again in found]
