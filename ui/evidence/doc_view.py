"""The table of documents as a widget: rows chosen whole, dragged to the tree, files dropped upon it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from dvcq_desktop.evidence_rows import EvidenceRow
from ui.evidence.doc_table import COLUMNS, EvidenceTable
from ui.evidence.mime import promised
from ui.user_settings import UserSettings
from ui.widgets.tables import ColumnMemory, LinesDelegate

_LINES = 2


class EvidenceView(QTableView):
    """Shows an EvidenceTable; opened is called for the row in hand by Enter, F2 or a double click."""

    def __init__(
        self,
        table: EvidenceTable,
        settings: UserSettings,
        opened: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._opened = opened
        self.setModel(table)
        self.setAccessibleName("Danh sách văn bản minh chứng")
        self.drawn = LinesDelegate(self, table, _LINES)
        self.setItemDelegate(self.drawn)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._size()
        self.columns = ColumnMemory(self, "evidence", settings)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._opened)

    def chosen(self) -> list[EvidenceRow]:
        """The selected rows from top to bottom."""
        places: set[int] = set()
        for part in self.selectionModel().selection().toList():
            places.update(range(part.top(), part.bottom() + 1))
        return [self.table.row(place) for place in sorted(places)]

    def current(self) -> EvidenceRow | None:
        index = self.currentIndex()
        return self.table.row(index.row()) if index.isValid() else None

    def choose(self, ids: set[int], current: int = 0) -> None:
        """Select these documents, as far as they are shown, and put the cursor on one of them."""
        selection = self.selectionModel()
        places = sorted(place for one in ids if (place := self.table.place_of(one)) is not None)
        here = self.table.place_of(current)
        here = places[0] if here is None and places else here
        flag = QItemSelectionModel.SelectionFlag
        if here is not None:
            index = self.table.index(here, max(0, self.currentIndex().column()))
            selection.setCurrentIndex(index, flag.NoUpdate)
            self.scrollTo(index)
        chosen = QItemSelection()  # all at once: who follows the selection counts what is chosen each time it changes
        last = len(COLUMNS) - 1
        for first, end in _runs(places):
            chosen.select(self.table.index(first, 0), self.table.index(end, last))
        selection.select(chosen, flag.ClearAndSelect)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if promised(event.mimeData()):
            event.ignore()  # the page around says what to do
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files come in through the data: Qt must neither move rows nor take the source's rows out."""
        index = self.indexAt(event.position().toPoint())
        if self.table.canDropMimeData(event.mimeData(), event.dropAction(), -1, -1, index):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.table.dropMimeData(event.mimeData(), event.dropAction(), -1, -1, index)
        else:
            event.ignore()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self._opened()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "columns"):
            self._size_rows()

    def _size(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        for column, (_title, width) in enumerate(COLUMNS):
            self.setColumnWidth(column, width * letter + 16)
        self.horizontalHeader().setMinimumSectionSize(4 * letter)
        self._size_rows()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.drawn.painter.row_height(self.fontMetrics()))


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """First and last of each row of places that follow each other."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
