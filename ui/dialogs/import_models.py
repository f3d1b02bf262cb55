"""The two sides of the import review as Qt models: the document's lines, and the tree of what was understood."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from dvcq_desktop.readers.correcting import OTHER_ROLES, ROLES, line_roles
from dvcq_desktop.readers.understood import PlanRead
from ui.dialogs.import_nodes import Node, build

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
SIGNS = {  # a sign and a word for each role; colour (mark) only comes on top
    "item": "●",
    "lead": "▶",
    "support": "▷",
    "timing": "◔",
    "due": "◔",
    "expected": "◇",
    "deduction": "▼",
    "criterion": "★",
    "section": "§",
    "base": "¶",
    "results": "Σ",
    "clause": "◆",
    "head": "⌂",
}
_MARKS = {"deduction": "bad", "lead": "good", "support": "good", "item": "good", "criterion": "good"}


class DocumentLines(QAbstractTableModel):
    """Number, what it became, text of each line."""

    HEADS = ("Dòng", "Là", "Văn bản trong tệp")

    def __init__(self, plan: PlanRead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._numbers = [n for n, line in enumerate(plan.text.lines, start=1) if line]
        self._roles = line_roles(plan)
        self._doubted = {doubt.line for doubt in plan.doubts}

    def take(self, plan: PlanRead) -> None:
        """What became of the lines has changed."""
        self._plan = plan
        self._roles = line_roles(plan)
        if self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, 2))

    def number(self, row: int) -> int:
        return self._numbers[row]

    def row_of(self, number: int) -> int | None:
        return self._numbers.index(number) if number in self._numbers else None

    def role(self, row: int) -> str:
        return self._roles.get(self._numbers[row], "")

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        number = self._numbers[row]
        role = self._roles.get(number, "")
        if column == 0:
            return (f"▲ {number}", "warn", 0) if number in self._doubted else (str(number), "", 0)
        if column == 1:
            word = ROLES.get(role) or OTHER_ROLES.get(role, "")
            return f"{SIGNS.get(role, '')} {word if role != 'text' else 'văn bản'}".strip(), _MARKS.get(role, ""), 0
        return self._plan.text.lines[number - 1], "", 0

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.cell(index.row(), index.column())[0]
        if role == _TOOL_TIP and index.column() == 2:
            return f"<p>{_escaped(self._plan.text.lines[self._numbers[index.row()] - 1])}</p>"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < 3:
            return self.HEADS[section]
        return None


class UnderstoodTree(QAbstractItemModel):
    """Groups, entries, fields; the second column is edited in place."""

    HEADS = ("Đã hiểu là", "Giá trị", "Dòng")
    corrected = Signal()  # a value was edited; titles and counts may have changed

    def __init__(self, plan: PlanRead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = self._before = build(plan)

    def take(self, plan: PlanRead) -> None:
        """Show the plan anew after an entry went or a line changed its role."""
        self.beginResetModel()
        self._before = self._root  # indexes on their way still point into it
        self._root = build(plan)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        return index.internalPointer() if index.isValid() else self._root

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.place, column, node) if node.parent is not None else QModelIndex()

    def find_line(self, line: int) -> Node | None:
        """The most telling node of a line: the deepest with the fewest lines, doubts and cleaning aside."""
        found: list[tuple[int, int, Node]] = []

        def walk(node: Node, depth: int) -> None:
            if line in node.lines and depth:
                found.append((len(node.lines), depth, node))
            for child in node.children:
                walk(child, depth + 1)

        for group in self._root.children:
            if group.key not in ("doubts", "artefacts", "documents"):
                walk(group, 0)
        return min(found, key=lambda each: each[:2])[2] if found else None

    def find_key(self, key: str) -> Node | None:
        waiting = list(self._root.children)
        while waiting:
            node = waiting.pop()
            if node.key == key:
                return node
            waiting += node.children
        return None

    def groups(self) -> list[Node]:
        return self._root.children

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() and parent.column() else len(self.node(parent).children)

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return 3

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self.node(parent).children[row])

    def parent(self, index: Index = _NO_PARENT) -> Any:
        if not index.isValid():
            return QModelIndex()
        above = self.node(index).parent
        return QModelIndex() if above is None or above is self._root else self.createIndex(above.place, 0, above)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role in (_DISPLAY, _EDIT):
            if column == 1:
                value = node.show()
                return value if role == _EDIT else value.replace("\n", " ⏎ ")
            return node.title if column == 0 else _numbers(node.lines)
        if role == _TOOL_TIP and (column == 1 or node.sentence) and node.show():
            return f"<p>{_escaped(node.show())}</p>"
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Store a value as typed; raises RuleBroken, and then nothing has changed."""
        node = self.node(index)
        if role != _EDIT or index.column() != 1 or node.store is None:
            return False
        node.store(str(value))
        self.dataChanged.emit(index, index)
        above = self.index_of(node.parent, 1) if node.parent is not None else QModelIndex()
        if above.isValid():
            self.dataChanged.emit(above, above)
        self.corrected.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and index.column() == 1 and self.node(index).store is not None:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < 3:
            return self.HEADS[section]
        return None


def _numbers(lines: tuple[int, ...]) -> str:
    """ "12", "24–30" or "12 … 130"."""
    if not lines or not lines[0]:
        return ""
    first, last = min(lines), max(lines)
    if first == last:
        return str(first)
    return f"{first}–{last}" if last - first + 1 == len(set(lines)) else f"{first}…{last}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
