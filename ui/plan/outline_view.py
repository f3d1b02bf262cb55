"""The outline at the left of the page: the tree with its keys, its buttons and its menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QToolButton, QTreeView, QVBoxLayout, QWidget

from dvcq_desktop.sections import KINDS, OutlineRow
from ui.plan.outline import KeyRole, Node, OutlineModel, section_id
from ui.plan.steps import SectionSteps


class OutlineTree(QTreeView):
    """Keys of the tree: Insert, Del, F2, Tab and Shift+Tab, Enter to go to the text."""

    opened = Signal()  # Enter

    def __init__(self, steps: SectionSteps) -> None:
        super().__init__()
        self._steps = steps
        self.setHeaderHidden(True)
        self.setAccessibleName("Các mục của kế hoạch")
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(14)
        self.setTabKeyNavigation(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        wanted = {
            Qt.Key.Key_Insert: self._steps.add,
            Qt.Key.Key_Delete: self._steps.delete,
            Qt.Key.Key_Tab: self._steps.indent,
            Qt.Key.Key_Backtab: self._steps.outdent,
        }.get(Qt.Key(event.key()))
        if self.state() != QAbstractItemView.State.EditingState and plain:
            if wanted is not None and section_id(self.currentIndex().data(KeyRole) or "") is not None:
                wanted.trigger()
                return
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                event.ignore()  # on a fixed place Tab goes on to the next field
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit()
                return
        super().keyPressEvent(event)


class OutlinePane(QWidget):
    """Tree and buttons; chosen(key) when another place is in hand."""

    chosen = Signal(str)
    kind_wanted = Signal(int, str)
    numbered_wanted = Signal(int, bool)

    def __init__(self, steps: SectionSteps) -> None:
        super().__init__()
        self._steps = steps
        self.model = OutlineModel()
        self.tree = OutlineTree(steps)
        self.tree.setModel(self.model)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self._closed: set[str] = set()
        self._filling = False
        self.tree.collapsed.connect(self._on_collapsed)
        self.tree.expanded.connect(self._on_expanded)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._build_bar())
        column.addWidget(self.tree, 1)
        self.model.renamed.connect(steps.rename)
        self.model.moved.connect(steps.place)

    def set_foot(self, actions: Sequence[QAction]) -> None:
        """Buttons with words below the tree."""
        row = QHBoxLayout()
        row.setSpacing(0)
        for action in actions:
            made = QToolButton()
            made.setDefaultAction(action)
            made.setAutoRaise(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(made)
        row.addStretch(1)
        self._column.addLayout(row)

    def _build_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for action, words in (
            (self._steps.add, True),
            (self._steps.up, False),
            (self._steps.down, False),
            (self._steps.outdent, False),
            (self._steps.indent, False),
            (self._steps.delete, False),
        ):
            made = QToolButton()
            made.setDefaultAction(action)
            made.setAutoRaise(True)
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
            made.setToolButtonStyle(style)
            made.setAccessibleName(action.text())
            bar.addWidget(made)
            if words:
                bar.addStretch(1)
        return bar

    def current_key(self) -> str:
        return str(self.tree.currentIndex().data(KeyRole) or "")

    def current_node(self) -> Node | None:
        return self.model.node_of(self.current_key())

    def select(self, key: str) -> bool:
        """Put a place in hand; whether there is one of that key."""
        index = self.model.index_of(key)
        if not index.isValid():
            return False
        if index != self.tree.currentIndex():
            self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.tree.scrollTo(index)
        return True

    def fill(self, rows: Sequence[OutlineRow]) -> None:
        """Show the sections; what was in hand and what was closed stays so. A place that is gone gives to its next."""
        before, key = self.model.keys(), self.current_key()
        top = self.tree.verticalScrollBar().value()
        self._filling = True
        anew = self.model.fill(rows)
        if anew:
            self.tree.expandAll()
            for closed in self._closed:
                self.tree.collapse(self.model.index_of(closed))
            self.tree.verticalScrollBar().setValue(top)
            self.select(key) or self.select(_near(before, self.model.keys(), key))
        self._filling = False
        if anew and (self.current_key() != key or not key):
            self.chosen.emit(self.current_key())

    def step_by(self, count: int) -> None:
        """Put the next (or, with -1, the previous) place in hand."""
        keys, key = self.model.keys(), self.current_key()
        at = (keys.index(key) if key in keys else 0) + count
        if 0 <= at < len(keys):
            self.select(keys[at])

    def rename(self, key: str) -> None:
        """Edit the heading in place."""
        self.tree.setFocus()
        if self.select(key):
            self.tree.edit(self.tree.currentIndex())

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._filling and current.isValid():
            self.chosen.emit(current.data(KeyRole))

    def _on_collapsed(self, index: QModelIndex) -> None:
        if not self._filling:
            self._closed.add(index.data(KeyRole))

    def _on_expanded(self, index: QModelIndex) -> None:
        if not self._filling:
            self._closed.discard(index.data(KeyRole))

    def _show_menu(self, at: QPoint) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def build_menu(self) -> QMenu:
        """The menu of the section in hand."""
        menu = QMenu(self)
        steps = self._steps
        menu.addActions([steps.add, steps.add_inner, steps.delete])
        menu.addSeparator()
        menu.addActions([steps.up, steps.down, steps.indent, steps.outdent])
        node = self.current_node()
        if node is not None and node.row is not None:
            section = node.row.section
            menu.addSeparator()
            kinds = menu.addMenu("Loại mục")
            for kind, title in KINDS.items():
                action = kinds.addAction(title)
                action.setCheckable(True)
                action.setChecked(kind == section.kind)
                action.triggered.connect(partial(self.kind_wanted.emit, section.id, kind))
            plain = menu.addAction("Không đánh số")
            plain.setCheckable(True)
            plain.setChecked(not section.numbered)
            plain.triggered.connect(partial(self.numbered_wanted.emit, section.id, not section.numbered))
        return menu


def _near(before: list[str], now: list[str], key: str) -> str:
    """The place that stands where a vanished one stood."""
    at = before.index(key) if key in before else 0
    for candidate in [*before[at:], *reversed(before[:at])]:
        if candidate in now:
            return candidate
    return now[0] if now else ""
