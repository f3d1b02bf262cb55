"""A table of plain rows whose cells are edited in place: what is typed goes to the page, which may refuse it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QWidget

from dvcq_desktop.vietnamese import fold, sort_key
from ui.user_settings import UserSettings
from ui.widgets.actions import add_key
from ui.widgets.number_cells import plain_table
from ui.widgets.staying import Index, StayingDelegate
from ui.widgets.tables import ColumnMemory, copy_selection
from ui.widgets.units_edit import UnitsEdit

_NO_PARENT = QModelIndex()
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, kw_only=True)
class Col:
    """One column: its title, width in letters, and whether and by what it is edited."""

    key: str
    title: str
    width: int
    kind: str = "line"  # "line", "date", "pick" (a name of a list), "picks" (several), "read"
    hint: str = ""  # in the empty editor
    right: bool = False  # figures stand at the right, their title above them


@dataclass(frozen=True, kw_only=True)
class Row:
    """Texts by key of column; sorts: what a column is sorted by where its text does not do."""

    id: int
    texts: Mapping[str, str]
    sorts: Mapping[str, Any] = field(default_factory=dict)
    tip: str = ""


class RowTable(QAbstractTableModel):
    """store(row, key, typed) carries an edit out and may raise RuleBroken, which the editor tells."""

    def __init__(
        self, cols: Sequence[Col], store: Callable[[Row, str, str], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.cols = tuple(cols)
        self._store = store
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._words = ""
        self._sort: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def load(self, rows: Sequence[Row]) -> None:
        """Take rows in their natural order; where they are the same records nothing jumps."""
        same = [row.id for row in rows] == [row.id for row in self._all]
        self._all = list(rows)
        if same:
            known = {row.id: row for row in rows}
            self._shown = [known[row.id] for row in self._shown]
            if self._shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.cols) - 1))
            return
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def narrow(self, words: str) -> None:
        if fold(words) != self._words:
            self.beginResetModel()
            self._words = fold(words)
            self._arrange()
            self.endResetModel()

    def row(self, place: int) -> Row:
        return self._shown[place]

    def place_of(self, row_id: int) -> int | None:
        return next((place for place, row in enumerate(self._shown) if row.id == row_id), None)

    def total(self) -> int:
        return len(self._all)

    def _arrange(self) -> None:
        words = self._words.split()
        shown = [row for row in self._all if all(word in fold(" ".join(row.texts.values())) for word in words)]
        column, order = self._sort
        if 0 <= column < len(self.cols):
            key = self.cols[column].key
            shown.sort(
                key=lambda row: row.sorts.get(key) or sort_key(row.texts.get(key, "")),
                reverse=order == Qt.SortOrder.DescendingOrder,
            )
        self._shown = shown

    # What Qt asks

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sort = (column, order)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.cols)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _ALIGN:
            return _RIGHT if self.cols[index.column()].right else None
        row = self._shown[index.row()]
        text = row.texts.get(self.cols[index.column()].key, "")
        if role in (_DISPLAY, _EDIT):
            return text
        return (row.tip or text or None) if role == _TOOL_TIP else None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not index.isValid():
            return False
        self._store(self._shown[index.row()], self.cols[index.column()].key, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _READ if self.cols[index.column()].kind == "read" else _READ | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.cols):
            return self.cols[section].title
        if role == _ALIGN and orientation == Qt.Orientation.Horizontal and self.cols[section].right:
            return _RIGHT
        return None


class RowEditors(StayingDelegate):
    """A line for each cell; names are picked from a list below it."""

    def __init__(self, view: QTableView, table: RowTable, names: Callable[[str], list[str]]) -> None:
        super().__init__(view)
        self._table = table
        self._names = names

    def make_editor(self, parent: QWidget, index: QModelIndex | QPersistentModelIndex) -> QWidget:
        col = self._table.cols[index.column()]
        editor: QLineEdit
        if col.kind in ("pick", "picks"):
            editor = UnitsEdit(self._names(col.key), parent, several=col.kind == "picks")
        else:
            editor = QLineEdit(parent)
        if col.hint or col.kind != "picks":
            editor.setPlaceholderText(col.hint or ("ví dụ 01/07/2025" if col.kind == "date" else ""))
        editor.setAccessibleName(col.title)
        return editor


class RowView(QTableView):
    """Shows a RowTable: F2 or typing edits, Ctrl+C copies, columns are remembered."""

    def __init__(
        self, table: RowTable, title: str, memory: str, names: Callable[[str], list[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        self._kept: tuple[int | None, set[int]] = (None, set())
        table.modelAboutToBeReset.connect(self._keep_cursor)
        table.modelReset.connect(self._put_cursor_back)
        plain_table(self, title)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.editors = RowEditors(self, table, names)
        self.setItemDelegate(self.editors)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._size_columns()
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.columns = ColumnMemory(self, memory, UserSettings())
        self.setSortingEnabled(True)
        add_key(self, QKeySequence.StandardKey.Copy, self._copy)

    def chosen(self) -> list[Row]:
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.table.row(place) for place in places]

    def current(self) -> Row | None:
        index = self.currentIndex()
        return self.table.row(index.row()) if index.isValid() else None

    def choose(self, row_id: int) -> None:
        """Put the cursor on a row, where it is shown."""
        place = self.table.place_of(row_id)
        if place is None:
            return
        column = max(0, self.currentIndex().column())
        index = self.table.index(place, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def load(self, rows: Sequence[Row]) -> None:
        """Take rows; the cursor stays on its record."""
        scroll = self.verticalScrollBar().value()
        self.table.load(rows)
        self.verticalScrollBar().setValue(scroll)
        self._choose_first()

    def _keep_cursor(self) -> None:
        current = self.current()
        self._kept = (current.id if current is not None else None, {row.id for row in self.chosen()})

    def _put_cursor_back(self) -> None:
        """Loaded, sorted or narrowed: the cursor and the selection stay on their records as long as these are shown."""
        current, chosen = self._kept
        flags = QItemSelectionModel.SelectionFlag
        for place in (self.table.place_of(row_id) for row_id in chosen):
            if place is not None:
                self.selectionModel().select(self.table.index(place, 0), flags.Select | flags.Rows)
        place = None if current is None else self.table.place_of(current)
        if place is not None:
            index = self.table.index(place, 0)
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.scrollTo(index)
        elif chosen:
            self._choose_first()

    def _choose_first(self) -> None:
        if not self.currentIndex().isValid() and self.table.rowCount():
            self.choose(self.table.row(0).id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size_rows()

    def _copy(self) -> None:
        copy_selection(self)

    def _size_columns(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        for column, col in enumerate(self.table.cols):
            head = self.horizontalHeader().fontMetrics().horizontalAdvance(col.title) + 6 * letter
            self.setColumnWidth(column, max(head, col.width * letter + 16))
        self._size_rows()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 14)


def never(_row: Row, _key: str, _typed: str) -> None:
    """Nothing is typed into a table that is only read."""


def no_names(_key: str) -> list[str]:
    """Nothing is picked in a table that is only read."""
    return []
