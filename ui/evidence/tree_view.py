"""The tree of items as a widget: one line in hand, drops land on lines, a switch leaves only what still lacks proof."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Signal
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from ui.evidence.mime import promised
from ui.evidence.tree_model import ALL, EvidenceTree, Node

Index = QModelIndex | QPersistentModelIndex


class _Roomy(QStyledItemDelegate):
    """Lines a little apart, and never wider than their column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = super().sizeHint(option, index).width() + 8 if index.column() else 40
        return QSize(width, option.fontMetrics.lineSpacing() + 8)


class EvidenceTreeView(QTreeView):
    """Shows an EvidenceTree, every criterion open; chosen: another line is in hand."""

    chosen = Signal()

    def __init__(self, tree: EvidenceTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self._key = ALL
        self.setModel(tree)
        self.setAccessibleName("Nội dung của bộ tiêu chí và minh chứng đã có")
        self.setItemDelegate(_Roomy(self))
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setHeaderHidden(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(True)
        self.setAutoExpandDelay(400)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.modelReset.connect(self._anew)
        self.selectionModel().currentRowChanged.connect(self._current)

    @property
    def node(self) -> Node | None:
        """The line in hand."""
        return self.tree.node(self.currentIndex())

    def choose(self, key: str) -> bool:
        """Bring a line into hand; whether it is shown."""
        index = self.tree.index_of(key)
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if promised(event.mimeData()):
            event.ignore()  # the page around says what to do
        else:
            super().dragEnterEvent(event)

    def _anew(self) -> None:
        self.expandAll()
        if not self.choose(self._key):
            self.choose(ALL)

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        node = self.tree.node(now)
        if node is not None:
            self._key = node.key
            self.chosen.emit()
