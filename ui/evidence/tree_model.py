"""The tree beside the documents: what waits, what was sent back, every item with x of y papers, the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QApplication

from dvcq_desktop.evidence_gaps import ItemProof
from dvcq_desktop.evidence_rows import EvidenceRow
from ui.evidence.mime import DOCUMENTS, brings_files, documents_in, files_in
from ui.widgets.tables import mark_colour

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_FOREGROUND, _ACCESSIBLE = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNED = int(Qt.ItemDataRole.TextAlignmentRole)
ALL, WAITING, RETURNED, TRASH = "all", "waiting", "returned", "trash"
HEADS = ("Nội dung", "Đã có")


@dataclass(kw_only=True, eq=False)
class Node:
    """One line of the tree; key is "all", "waiting", "returned", "trash", "criterion:3" or "item:12"."""

    key: str
    title: str
    told: str = ""
    mark: str = ""  # "bad", "warn", "good", "": the colour beside the sign and the word
    tip: str = ""
    parent: Node | None = None
    proof: ItemProof | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def item_id(self) -> int:
        return self.proof.item.id if self.proof else 0

    def look(self) -> tuple[str, ...]:
        return (self.key, self.title, self.told, self.mark, self.tip)


class EvidenceTree(QAbstractItemModel):
    """files_dropped and documents_dropped tell the key of the line that things were dropped on."""

    files_dropped = Signal(str, list)
    documents_dropped = Signal(str, list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.locked = False  # a closed year takes nothing
        self._roots: list[Node] = []
        self._by_key: dict[str, Node] = {}
        self.counts = _counts(())  # documents by the key of the lines that are no item

    def load(self, proofs: Sequence[ItemProof], rows: Sequence[EvidenceRow], *, only_gaps: bool = False) -> None:
        """Show these; where the lines are the same, nothing jumps: only what changed is drawn anew."""
        counts = self.counts = _counts(rows)
        roots = [*_roots(counts), *_criteria([one for one in proofs if one.gap or not only_gaps]), _trash(counts)]
        before = {node.key: node for node in _walk(self._roots)}
        now = {node.key: node for node in _walk(roots)}
        if list(before) != list(now):
            self.beginResetModel()
            self._roots, self._by_key = roots, now
            self.endResetModel()
            return
        for key, old in before.items():
            new = now[key]
            changed = old.look() != new.look()
            old.title, old.told, old.mark, old.tip, old.proof = new.title, new.told, new.mark, new.tip, new.proof
            if changed:
                index = self.index_of(key)
                self.dataChanged.emit(index, index.siblingAtColumn(1))

    def node(self, index: Index) -> Node | None:
        """The line at an index; None where there is none (any more)."""
        if not index.isValid():
            return None
        inside = index.internalId()  # 0, or the place of the criterion it stands in and one
        around = self._roots if not inside else self._roots[inside - 1].children if inside <= len(self._roots) else []
        return around[index.row()] if index.row() < len(around) else None

    def named(self, key: str) -> Node | None:
        return self._by_key.get(key)

    def index_of(self, key: str) -> QModelIndex:
        """Where a line stands; an invalid index where it is not shown."""
        node = self._by_key.get(key)
        return self._index_of_node(node) if node else QModelIndex()

    def _index_of_node(self, node: Node) -> QModelIndex:
        around = node.parent.children if node.parent else self._roots
        inside = self._roots.index(node.parent) + 1 if node.parent else 0
        return self.createIndex(around.index(node), 0, inside)

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]  # Qt has another parent() without arguments
        inside = index.internalId() if index.isValid() else 0
        return self.createIndex(inside - 1, 0, 0) if inside else QModelIndex()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        if not parent.isValid():
            return len(self._roots)
        node = self.node(parent) if parent.column() == 0 and not parent.internalId() else None
        return len(node.children) if node else 0

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(HEADS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == _DISPLAY:
            return node.told if index.column() else node.title
        if role == _FOREGROUND and index.column() and node.mark:
            return mark_colour(node.mark, QApplication.palette())
        if role == _ALIGNED and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _TOOL_TIP:
            return node.tip or node.title
        if role == _ACCESSIBLE:
            return f"{HEADS[index.column()]}: {node.told if index.column() else node.title}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADS):
            return HEADS[section]
        return None

    # What is dropped

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsDropEnabled if not self.locked and not node.key.startswith("cri") else found

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", DOCUMENTS]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.LinkAction | Qt.DropAction.MoveAction

    def canDropMimeData(self, mime: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        node = self.node(parent)
        if node is None or self.locked:
            return False
        if mime.hasFormat(DOCUMENTS):
            return bool(node.item_id) or node.key == TRASH
        return brings_files(mime) and (bool(node.item_id) or node.key in (ALL, WAITING))

    def dropMimeData(self, mime: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        node = self.node(parent)
        if node is None or not self.canDropMimeData(mime, action, row, column, parent):
            return False
        if documents := documents_in(mime):
            self.documents_dropped.emit(node.key, documents)
        elif files := files_in(mime):
            self.files_dropped.emit(node.key, files)
        return True


def belongs(key: str, row: EvidenceRow) -> bool:
    """Whether a document is shown under a line of the tree (not a criterion: see chooser)."""
    if key == TRASH:
        return bool(row.evidence.trashed_at)
    if row.evidence.trashed_at:
        return False
    if key == WAITING:
        return row.waiting
    if key == RETURNED:
        return row.evidence.state == "returned"
    return key == ALL


def chooser(node: Node | None) -> Callable[[EvidenceRow], bool]:
    """Which documents stand under a line."""
    if node is None:
        return _under(ALL, frozenset())
    items = [node] if node.proof else node.children
    return _under(node.key, frozenset(one.item_id for one in items))


def _under(key: str, items: frozenset[int]) -> Callable[[EvidenceRow], bool]:
    def shown(row: EvidenceRow) -> bool:
        if items or key.startswith("criterion"):
            return not row.evidence.trashed_at and not items.isdisjoint(row.item_ids)
        return belongs(key, row)

    return shown


def _walk(nodes: Sequence[Node]) -> list[Node]:
    found = []
    for node in nodes:
        found += [node, *_walk(node.children)]
    return found


def _counts(rows: Sequence[EvidenceRow]) -> dict[str, int]:
    """How many documents stand under each line that is no item, in one pass."""
    found = dict.fromkeys((ALL, WAITING, RETURNED, TRASH), 0)
    for row in rows:
        if row.evidence.trashed_at:
            found[TRASH] += 1
            continue
        found[ALL] += 1
        found[WAITING] += not (row.item_ids or row.tasks)
        found[RETURNED] += row.evidence.state == RETURNED
    return found


def _roots(counts: dict[str, int]) -> list[Node]:
    used, waiting, returned = counts[ALL], counts[WAITING], counts[RETURNED]
    return [
        Node(key=ALL, title="Tất cả", told=str(used), tip="Mọi văn bản của năm, trừ thùng rác"),
        Node(
            key=WAITING,
            title=f"Chờ xếp ({waiting})",
            told="● chưa gắn" if waiting else "",
            mark="warn",
            tip="Đã nhận vào nhưng chưa gắn với nội dung hay nhiệm vụ nào",
        ),
        Node(
            key=RETURNED,
            title=f"Trả lại ({returned})",
            told="▲ phải sửa" if returned else "",
            mark="bad",
            tip="Đã trả lại để sửa; không được tính là minh chứng",
        ),
    ]


def _trash(counts: dict[str, int]) -> Node:
    return Node(key=TRASH, title=f"Thùng rác ({counts[TRASH]})", tip="Đã bỏ; lấy lại được bất cứ lúc nào")


def _criteria(proofs: Sequence[ItemProof]) -> list[Node]:
    found: dict[int, Node] = {}
    for proof in proofs:
        number = proof.criterion.id
        if number not in found:
            title = f"{proof.criterion.number}. {proof.criterion.title}"
            found[number] = Node(key=f"criterion:{number}", title=title, tip=title)
        above = found[number]
        above.children.append(_item(proof, above))
    for above in found.values():
        inside = [node.proof for node in above.children if node.proof]
        wanted = sum(one.wanted for one in inside)
        gap = any(one.gap for one in inside)
        above.told = _told(f"{sum(one.have for one in inside if one.wanted)}/{wanted}" if wanted else "", gap=gap)
        above.mark = "bad" if gap else "good"
    return list(found.values())


def _item(proof: ItemProof, above: Node) -> Node:
    code = f"{proof.criterion.number}.{proof.item.number}"
    tip = [f"{code}  {proof.item.text}", *(f"▲ Còn thiếu: {line}" for line in proof.missing)]
    if proof.not_applicable:
        tip.append("Không phát sinh trong năm")
    if proof.explanation and proof.gap:
        tip.append(f"Giải trình: {proof.explanation}")
    told = _told(proof.told, gap=proof.gap) if proof.wanted else proof.told
    mark = "bad" if proof.gap else "good" if proof.wanted else ""
    title = f"{code}  {proof.item.text}".replace("\n", " ")
    return Node(
        key=f"item:{proof.item.id}", title=title, told=told, mark=mark, tip="\n".join(tip), parent=above, proof=proof
    )


def _told(words: str, *, gap: bool) -> str:
    if not words:
        return ""
    return f"▲ {words} thiếu" if gap else f"✓ {words}"
