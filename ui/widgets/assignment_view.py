"""The table of assignments as a widget: editors, columns and keys of its own, and the rows that are chosen in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from dvcq_desktop.assignments import AssignmentRow
from ui.user_settings import UserSettings
from ui.widgets.assignment_editors import CellEditors
from ui.widgets.assignment_table import COLUMNS, FIELDS, AssignmentTable
from ui.widgets.tables import ColumnMemory

# Narrower than on paper, so that the due day and how the task stands are seen without scrolling.
_NARROW = {"text": 40, "leads": 21, "supports": 18, "timing": 10, "due": 12}
_LINES = 3  # of text in a row; all of it stands in the frame below


class AssignmentView(QTableView):
    """Shows an AssignmentTable; rows are chosen whole, cells are edited by F2, a double click or typing."""

    def __init__(
        self,
        table: AssignmentTable,
        settings: UserSettings,
        names: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._carried: bool | None = None
        self.setModel(table)
        self.setAccessibleName("Bảng phân công")
        self.editors = CellEditors(self, table, _LINES, names)
        self.setItemDelegate(self.editors)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self._size_columns()
        self.columns = ColumnMemory(self, "assignments-progress", settings)
        self.setSortingEnabled(True)
        table.modelReset.connect(self._show_carried)
        self._show_carried()

    def add_key(self, keys: QKeySequence.StandardKey, action: QAction) -> None:
        """A key that acts on rows while the table has the focus; in a field it stays what it is there."""
        own = QAction(action.text(), self)
        own.setShortcut(QKeySequence(keys))
        own.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        own.triggered.connect(action.trigger)
        self.addAction(own)

    def chosen(self) -> list[AssignmentRow]:
        """The selected rows from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.table.row(place) for place in places]

    def current(self) -> AssignmentRow | None:
        index = self.currentIndex()
        return self.table.row(index.row()) if index.isValid() else None

    def choose(self, ids: set[int], current: int) -> None:
        """Select these tasks, as far as they are shown, and put the cursor on one of them."""
        selection = self.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        places = [place for place in range(self.table.rowCount()) if self.table.row(place).id in ids]
        column = self.currentIndex().column() if self.currentIndex().isValid() else 1
        here = self.table.place_of(current)
        here = places[0] if here is None and places else here
        if here is not None:
            index = self.table.index(here, column)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        for place in places:
            selection.select(self.table.index(place, 0), flags)

    def _show_carried(self) -> None:
        """The column that compares with last year's tasks has nothing to say in a year that took none over."""
        there = self.table.carried()
        if there != self._carried:
            self._carried = there
            self.setColumnHidden(FIELDS.index("carried"), not there)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size_rows()

    def _size_columns(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        for column, (name, told) in enumerate(COLUMNS):
            head = (
                self.horizontalHeader().fontMetrics().horizontalAdvance(told.title) + 4 * letter
            )  # and the sort arrow
            self.setColumnWidth(column, max(head, round(_NARROW.get(name, told.width) * letter * 0.86) + 16))
        self._size_rows()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.editors.row_height(self.fontMetrics()))
