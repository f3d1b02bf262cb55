"""The review of an import: the document's lines beside what was understood of them, corrected line by line."""

from __future__ import annotations

import copy

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers.correcting import ROLES, change_role, remove
from dvcq_desktop.readers.understood import PlanRead
from ui.dialogs.import_models import DocumentLines, UnderstoodTree
from ui.dialogs.import_nodes import FIELD_OF_ROLE, Node, counts
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button
from ui.widgets.staying import Index, StayingDelegate
from ui.widgets.tables import LinesDelegate
from ui.widgets.units_edit import UnitsEdit

_LINES = 2


class _Editors(StayingDelegate):
    """Units by a line with a pick list, texts by a box, the rest by a line."""

    def __init__(self, view: QTreeView, tree: UnderstoodTree, names: list[str]) -> None:
        super().__init__(view)
        self._tree, self._names = tree, names

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        node = self._tree.node(index)
        if node.kind == "units":
            return UnitsEdit(self._names, parent)
        if node.kind == "lines":
            box = QPlainTextEdit(parent)
            box.setTabChangesFocus(True)
            return box
        return QLineEdit(parent)


class _LinesView(QTableView):
    """The document's lines, numbered, with what each became."""

    def __init__(self, lines: DocumentLines) -> None:
        super().__init__()
        self.setModel(lines)
        self.setAccessibleName("Các dòng của tệp")
        drawn = LinesDelegate(self, lines, _LINES)
        self.setItemDelegate(drawn)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(drawn.painter.row_height(metrics))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.setColumnWidth(0, metrics.horizontalAdvance("▲ 0000") + 20)
        self.setColumnWidth(1, metrics.horizontalAdvance("● tổ chức thực hiện") + 16)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


class _TreeView(QTreeView):
    """What was understood; the value is edited in place."""

    def __init__(self, tree: UnderstoodTree) -> None:
        super().__init__()
        self.setModel(tree)
        self.setAccessibleName("Những gì đã hiểu")
        self.setUniformRowHeights(True)
        self.setStyleSheet(f"QTreeView::item {{ height: {round(self.fontMetrics().lineSpacing() * 1.6)}px; }}")
        self.setAlternatingRowColors(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        self.setColumnWidth(0, 30 * letter)
        self.setColumnWidth(2, 11 * letter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


class ImportReview(QWidget):
    """Shows a PlanRead and corrects it; plan is what is to be written."""

    corrected = Signal()

    def __init__(self, plan: PlanRead, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self._steps: list[PlanRead] = []  # as it stood before each correction
        self._last = copy.deepcopy(plan)
        self.lines = DocumentLines(plan, self)
        self.tree = UnderstoodTree(plan, self)
        self.tree.corrected.connect(self._value_corrected)
        self.counts = ElidedLabel(counts(plan))
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("complaint", True)
        self.trouble.hide()
        self._following = False
        self._build_lines()
        self._build_tree(names)
        self._build_layout()
        self.tree_view.expand(self.tree.index_of(self.tree.groups()[0]))
        self._span()

    def _build_lines(self) -> None:
        self.lines_view = _LinesView(self.lines)
        self.lines_view.customContextMenuRequested.connect(self._lines_menu)
        self.lines_view.selectionModel().currentRowChanged.connect(self._line_chosen)

    def _build_tree(self, names: list[str]) -> None:
        view = self.tree_view = _TreeView(self.tree)
        self.editors = _Editors(view, self.tree, names)
        view.setItemDelegate(self.editors)
        view.customContextMenuRequested.connect(self._tree_menu)
        view.selectionModel().currentRowChanged.connect(self._node_chosen)
        delete = QAction("Bỏ mục này", view)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self.remove_entry)
        view.addAction(delete)

    def _build_layout(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.counts)
        bar = QHBoxLayout()
        self.role_button = QPushButton("Dòng này là…")
        self.role_button.setToolTip("Đổi vai trò của các dòng đang chọn bên trái")
        self.role_button.setMenu(self._role_menu())
        self.remove_button = button("Bỏ mục này", self.remove_entry, tip="Chữ của mục vẫn ở lại trong văn bản (Del)")
        self.doubt_button = button("Điều cần xem kế tiếp", self.next_doubt, tip="Đến dòng cần xem kế tiếp")
        self.back_button = button("Lùi một bước", self.step_back, tip="Bỏ chỉnh sửa vừa làm ở bước này")
        self.back_button.setEnabled(False)
        self.remove_button.setEnabled(False)
        self.doubt_button.setEnabled(bool(self.plan.doubts))
        bar.addWidget(self.role_button)
        bar.addWidget(self.doubt_button)
        bar.addStretch(1)
        bar.addWidget(self.remove_button)
        bar.addWidget(self.back_button)
        column.addLayout(bar)
        column.addWidget(self.trouble)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.lines_view)
        splitter.addWidget(self.tree_view)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([520, 520])
        column.addWidget(splitter, 1)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName("Toàn văn của dòng hoặc giá trị đang chọn")
        self.whole.setFixedHeight(4 * self.fontMetrics().lineSpacing() + 12)
        column.addWidget(self.whole)

    # Either side selects the other

    def _line_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._following or not now.isValid():
            return
        role = self.lines.role(now.row())
        node = self.tree.find_line(self.lines.number(now.row()))
        if node is not None:
            node = next((field for field in node.children if field.title == FIELD_OF_ROLE.get(role)), node)
            self._following = True
            self._show_node(node)
            self._following = False
        self.whole.setPlainText(self.lines.index(now.row(), 2).data())

    def _show_node(self, node: Node) -> None:
        index = self.tree.index_of(node)
        self.tree_view.setCurrentIndex(index)
        self.tree_view.scrollTo(index)
        self.remove_button.setEnabled(self._removable(node) is not None)

    def _node_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        node = self.tree.node(now)
        self.whole.setPlainText(node.show() or node.title)
        self.remove_button.setEnabled(self._removable(node) is not None)
        if self._following or not now.isValid():
            return
        rows = [row for row in (self.lines.row_of(line) for line in node.lines) if row is not None]
        if rows:
            self._following = True
            self._show_lines(rows)
            self._following = False

    def _show_lines(self, rows: list[int]) -> None:
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.lines.index(row, 0), self.lines.index(row, 2))
        model = self.lines_view.selectionModel()
        model.setCurrentIndex(self.lines.index(rows[0], 2), QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.lines_view.scrollTo(self.lines.index(rows[0], 2), QAbstractItemView.ScrollHint.PositionAtCenter)

    def next_doubt(self) -> None:
        """The doubt after the one in hand; after the last the first again."""
        group = self.tree.groups()[0]
        here = self.tree.node(self.tree_view.currentIndex())
        place = here.place + 1 if here.parent is group else 0
        if group.children:
            self._show_node(group.children[place % len(group.children)])

    # Correcting

    def _role_menu(self) -> QMenu:
        menu = QMenu(self)
        for role, word in ROLES.items():
            action = menu.addAction(f"Dòng này là: {word}")
            action.setData(role)
            action.triggered.connect(self._role_chosen)
        return menu

    def _role_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.set_role(str(action.data()))

    def chosen_lines(self) -> list[int]:
        return [self.lines.number(index.row()) for index in self.lines_view.selectionModel().selectedRows()]

    def set_role(self, role: str) -> None:
        """Let the chosen lines be something else; a line that cannot is named and all stay as they were."""
        chosen = sorted(self.chosen_lines())
        if not chosen:
            self._tell("Hãy chọn một dòng ở bên trái trước.")
            return
        before = copy.deepcopy(self.plan)
        try:
            for line in chosen:
                change_role(self.plan, line, role)
        except RuleBroken as broken:
            self._take(before)
            self._tell(str(broken))
            return
        self._steps.append(before)
        self._take(self.plan, line=chosen[0])

    def _removable(self, node: Node) -> Node | None:
        while node.entry is None:
            if node.parent is None:
                return None
            node = node.parent
        return node

    def remove_entry(self) -> None:
        """Take the entry in hand out; its text stays in the document."""
        node = self._removable(self.tree.node(self.tree_view.currentIndex()))
        if node is None or node.entry is None:
            return
        self._steps.append(copy.deepcopy(self.plan))  # the plan in hand keeps its identity: the tree points into it
        remove(self.plan, node.entry)
        self._take(self.plan, line=min((line for line in node.lines if line), default=0))

    def _value_corrected(self) -> None:
        self._steps.append(self._last)
        self._last = copy.deepcopy(self.plan)
        self.lines.take(self.plan)
        self._say()

    def step_back(self) -> None:
        """Undo the last correction made in this review."""
        if self._steps:
            self._take(self._steps.pop())

    def finish(self) -> bool:
        """Take what is still being typed; False where a rule is broken and the field waits."""
        return self.editors.finish()

    def _take(self, plan: PlanRead, line: int = 0) -> None:
        """Show a plan anew: what was open stays open."""
        view = self.tree_view
        opened = {node.key for node in self._open_nodes()}
        self.plan = plan
        self.tree.take(plan)
        self.lines.take(plan)
        self._span()
        for key in sorted(opened, key=len):
            node = self.tree.find_key(key)
            if node is not None:
                view.expand(self.tree.index_of(node))
        if line and (node := self.tree.find_line(line)) is not None:
            self._following = True
            self._show_node(node)
            self._following = False
        self._last = copy.deepcopy(plan)
        self._say()

    def _span(self) -> None:
        """Sentences without a value use the whole width."""
        for group in self.tree.groups():
            self.tree_view.setFirstColumnSpanned(group.place, QModelIndex(), True)
            for child in group.children:
                if child.sentence:
                    self.tree_view.setFirstColumnSpanned(child.place, self.tree.index_of(group), True)

    def _open_nodes(self) -> list[Node]:
        found, waiting = [], list(self.tree.groups())
        while waiting:
            node = waiting.pop()
            if node.children and self.tree_view.isExpanded(self.tree.index_of(node)):
                found.append(node)
                waiting += node.children
        return found

    def _say(self) -> None:
        self.trouble.hide()
        self.counts.say(counts(self.plan))
        self.back_button.setEnabled(bool(self._steps))
        self.corrected.emit()

    def _tell(self, sentence: str) -> None:
        self.trouble.setText(f"▲ {sentence}")
        self.trouble.show()

    def _lines_menu(self, at: QPoint) -> None:
        self._role_menu().popup(self.lines_view.viewport().mapToGlobal(at))

    def _tree_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        action = menu.addAction("Bỏ mục này (chữ vẫn ở lại trong văn bản)", self.remove_entry)
        action.setEnabled(self._removable(self.tree.node(self.tree_view.currentIndex())) is not None)
        menu.popup(self.tree_view.viewport().mapToGlobal(at))
