"""The outline of the plan as a tree: fixed places of the paper around the numbered sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from dvcq_desktop.numbering import DEEPEST
from dvcq_desktop.plan_texts import section_name
from dvcq_desktop.sections import KINDS, OutlineRow

MIME = "application/x-dvcq-section"
FIRST = (("head", "Phần đầu văn bản"), ("bases", "Căn cứ"), ("opening", "Lời mở đầu"))
LAST = (("closing", "Lời kết"), ("signing", "Nơi nhận, ký"))
KeyRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()  # no parent


@dataclass(kw_only=True, eq=False)
class Node:
    """A row of the tree; key is "head" … or "section:12"."""

    key: str
    title: str = ""
    row: OutlineRow | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def place(self) -> int:
        return self.parent.children.index(self) if self.parent else 0

    def height(self) -> int:
        return 1 + max((child.height() for child in self.children), default=0)


def section_id(key: str) -> int | None:
    """12 from "section:12"; None from a fixed place."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "section" else None


class OutlineModel(QAbstractItemModel):
    """Rows of sections.outline() between the fixed places; changes are asked for by signal, never made here."""

    renamed = Signal(int, str)  # section, heading typed
    moved = Signal(int, object, object)  # section, section to stand in (None: top), position among its own (None: last)

    def __init__(self) -> None:
        super().__init__()
        self._root = Node(key="")
        self._nodes: dict[int, Node] = {}
        self._by_key: dict[str, Node] = {}

    def fill(self, rows: Sequence[OutlineRow]) -> bool:
        """Show these sections; True where the tree was made anew (the view has to restore what was open)."""
        root = _tree(rows)
        if [(n.key, d) for n, d in _walk(root)] == [(n.key, d) for n, d in _walk(self._root)]:
            for old, new in zip(_walk(self._root), _walk(root), strict=True):
                if (old[0].title, old[0].row) != (new[0].title, new[0].row):
                    old[0].title, old[0].row = new[0].title, new[0].row
                    index = self.index_of(old[0].key)
                    self.dataChanged.emit(index, index)
            return False
        self.beginResetModel()
        self._root = root
        self._nodes = {id(node): node for node, _depth in _walk(root)}
        self._by_key = {node.key: node for node in self._nodes.values()}
        self.endResetModel()
        return True

    def keys(self) -> list[str]:
        """Every place in reading order."""
        return [node.key for node, _depth in _walk(self._root)]

    def node(self, index: _Index) -> Node:
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def node_of(self, key: str) -> Node | None:
        return self._by_key.get(key)

    def index_of(self, key: str) -> QModelIndex:
        node = self._by_key.get(key)
        return self.createIndex(node.place(), 0, id(node)) if node else QModelIndex()

    # what views ask
    def index(self, row: int, column: int, parent: _Index = _TOP) -> QModelIndex:
        children = self.node(parent).children
        if column == 0 and 0 <= row < len(children) and (not parent.isValid() or parent.column() == 0):
            return self.createIndex(row, 0, id(children[row]))
        return QModelIndex()

    def parent(self, index: _Index = _TOP) -> QModelIndex:  # type: ignore[override]  # QObject.parent() too
        above = self.node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place(), 0, id(above))

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() and parent.column() > 0 else len(self.node(parent).children)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == KeyRole:
            return node.key
        if role == Qt.ItemDataRole.EditRole:
            return node.row.section.heading if node.row else node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(node)
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setItalic(node.row is None)
            font.setBold(node.row is not None and node.row.depth == 1)
            return font
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, QFontMetrics(QApplication.font()).height() + 6)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        number = section_id(self.node(index).key) if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or number is None:
            return False
        self.renamed.emit(number, str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.node(index).row is not None:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags

    # drag and drop
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(MIME, self.node(indexes[0]).key.encode())
            data.setText(self.node(indexes[0]).title)
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        dragged = self._dragged(data)
        if dragged is None or action != Qt.DropAction.MoveAction:
            return False
        target: Node | None = self.node(parent)
        depth = 0
        while target is not None and target is not self._root:
            if target is dragged:
                return False
            depth += 1
            target = target.parent
        return depth + dragged.height() <= DEEPEST

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        dragged = self._dragged(data)
        if dragged is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self.node(parent)
        inside = target.row.section.id if target.row else None
        siblings = target.children
        if target is self._root:
            row = max(row, len(FIRST)) if row >= 0 else len(siblings)
        before = siblings[row] if 0 <= row < len(siblings) else None
        position = before.row.section.position if before is not None and before.row is not None else None
        self.moved.emit(section_id(dragged.key), inside, position)
        return False  # the rows come anew from the data; the view must not take any away

    def _dragged(self, data: QMimeData) -> Node | None:
        return self._by_key.get(bytes(data.data(MIME).data()).decode()) if data.hasFormat(MIME) else None


def _tree(rows: Sequence[OutlineRow]) -> Node:
    root = Node(key="")
    root.children = [Node(key=key, title=title, parent=root) for key, title in FIRST]
    above: list[Node] = [root]
    for row in rows:
        del above[row.depth :]
        node = Node(key=f"section:{row.section.id}", title=section_name(row), row=row, parent=above[-1])
        above[-1].children.append(node)
        above.append(node)
    root.children += [Node(key=key, title=title, parent=root) for key, title in LAST]
    return root


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[Node, int]]:
    for child in node.children:
        yield child, depth
        yield from _walk(child, depth + 1)


def _tip(node: Node) -> str:
    if node.row is None:
        return node.title
    kind = node.row.section.kind
    return node.title if kind == "text" else f"{node.title}\n{KINDS[kind]}"
