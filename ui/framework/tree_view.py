"""The tree of a framework as a widget: rows drawn in two lines, cells typed one below the other with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from dvcq_desktop.frameworks import Criterion
from ui.framework.tree_model import CODE, EVIDENCE, HEADS, MAX, RULE, STEP, TEXT, FrameworkTree, Index
from ui.widgets.number_cells import NumberPainter, starts_points
from ui.widgets.points_edit import PointsEdit
from ui.widgets.staying import StayingDelegate

_LINES = 2
_LETTERS = {CODE: 6, MAX: 11, STEP: 7, RULE: 19, EVIDENCE: 11}  # widths; the text takes what is left


class _Here:
    """Says to the painter what stands at the index being drawn: a row number alone is not enough in a tree."""

    def __init__(self, tree: FrameworkTree) -> None:
        self.tree = tree
        self.index: Index = QModelIndex()

    def cell(self, _row: int, _column: int) -> tuple[str, str, int]:
        return self.tree.shown(self.index)

    def strong(self, _row: int) -> bool:
        return isinstance(self.tree.node(self.index), Criterion)


class FrameworkCells(StayingDelegate):
    """Draws and edits the cells; Enter stores and goes to the next item in the same column."""

    stepped = Signal(QPersistentModelIndex)  # the cell that Enter left

    def __init__(self, view: QAbstractItemView, tree: FrameworkTree) -> None:
        super().__init__(view)
        self._here = _Here(tree)
        self.painter = NumberPainter(self._here, _LINES, frozenset({MAX, STEP}), self._here.strong)

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        editor: QWidget
        if index.column() in (MAX, STEP):
            editor = PointsEdit(parent)
        elif index.column() in (TEXT, EVIDENCE) and index.internalId():
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
        else:
            editor = QLineEdit(parent)
        editor.setAccessibleName(HEADS[index.column()])
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, PointsEdit):
            editor.setGeometry(option.rect)
        else:
            super().updateEditorGeometry(editor, option, index)

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # Qt hands over the editor
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                left = QPersistentModelIndex(self._index)
                if self.finish():
                    self.stepped.emit(left)
                return True
        return bool(super().eventFilter(editor, event))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._here.index = index
        self.painter.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.row_height(option.fontMetrics))

    def row_height(self, metrics: QFontMetrics) -> int:
        return self.painter.row_height(metrics)


class FrameworkView(QTreeView):
    """Shows a FrameworkTree, all criteria open; F2, a double click or typing a number edits."""

    chosen = Signal()
    pasted = Signal()  # Ctrl+V: the page knows what to do with a table

    def __init__(self, tree: FrameworkTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self.setModel(tree)
        self.setAccessibleName("Cây bộ tiêu chí")
        self.cells = FrameworkCells(self, tree)
        self.setItemDelegate(self.cells)
        self.cells.stepped.connect(self._go_on)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(False)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        tree.modelReset.connect(self.expandAll)
        self.selectionModel().currentRowChanged.connect(self._told)
        paste = QAction("Dán bảng", self)
        paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        paste.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        paste.triggered.connect(self.pasted)
        self.addAction(paste)
        self._next = QTimer(self)  # Qt closes the old editor in its own time: the next is opened after that
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._edit_current)
        self._size()

    def nodes(self) -> list[QModelIndex]:
        """The first cells of the selected rows from top to bottom."""
        rows = self.selectionModel().selectedRows()
        return sorted(
            rows, key=lambda index: (index.parent().row() if index.parent().isValid() else index.row(), index.row())
        )

    def go_to(self, index: QModelIndex, *, edit: bool = False) -> None:
        """Put the cursor on a cell and show it."""
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
            if edit:
                self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit on a cell of points starts typing there, as in Excel; Enter opens the cell."""
        index = self.currentIndex()
        typed = index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable
        if typed and index.column() in (MAX, STEP) and starts_points(event):
            self._next.stop()  # typed faster than the cell opened
            self.edit(index)
            editor = self.cells.editing()
            if isinstance(editor, QLineEdit):
                editor.setText(event.text())
            return
        if typed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit(index)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "cells"):
            self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room the columns that can be read beside the tree give way to the words.
        letter = self.fontMetrics().averageCharWidth()
        room = self.viewport().width() - sum(_LETTERS[c] for c in (CODE, MAX)) * letter
        self.setColumnHidden(EVIDENCE, room < 62 * letter)
        self.setColumnHidden(RULE, room < 52 * letter)
        self.setColumnHidden(STEP, room < 34 * letter)

    def _size(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        bold = QFont(self.font())
        bold.setBold(True)  # as the style sheet sets the heads
        heads = QFontMetrics(bold)
        for column, letters in _LETTERS.items():
            title = heads.horizontalAdvance(HEADS[column]) + 24
            indent = 2 * self.indentation() if column == CODE else 0
            self.setColumnWidth(column, max(title, letters * letter + 12 + indent))

    def _go_on(self, left: QPersistentModelIndex) -> None:
        """After Enter: the next item, in the same column, ready to be typed over."""
        following = self.tree.next_item(left)
        if following.isValid():
            self.go_to(following)
            self._next.start()
        else:
            self._next.stop()
            self.setFocus()

    def _edit_current(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self.cells.editing() is None:
            self.edit(index)
            editor = self.cells.editing()
            if isinstance(editor, QLineEdit):
                editor.selectAll()

    def _told(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit()


def column_of_points(text: str) -> list[str]:
    """The cells of one pasted column; none where what was copied is wider or is no column of numbers."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    if any("\t" in line for line in lines) or not any(lines):
        return []
    return lines if all(len(line) <= 12 and not line[:1].isalpha() for line in lines) else []


def clipboard_text() -> tuple[str, str]:
    """HTML and text of the clipboard."""
    mime = QGuiApplication.clipboard().mimeData()
    return (mime.html() if mime.hasHtml() else "", mime.text() if mime.hasText() else "")
