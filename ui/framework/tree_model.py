"""The tree of a framework as a Qt model: criteria with their items; an edit is carried out by the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.framework_sums import Finding, sum_of
from dvcq_desktop.framework_words import describe, flag_words
from dvcq_desktop.frameworks import Criterion, Framework, Item
from dvcq_desktop.points import format_points, format_short
from ui.widgets.tables import FIRST

Index = QModelIndex | QPersistentModelIndex
Node = Criterion | Item
CODE, TEXT, MAX, STEP, RULE, EVIDENCE = range(6)
HEADS = ("Mã", "Tiêu chí, nội dung", "Điểm tối đa", "Bước", "Quy tắc", "Minh chứng")
_ITEM_FIELDS = {CODE: "number", TEXT: "text", MAX: "max_points", STEP: "step", EVIDENCE: "expected_evidence"}
_CRITERION_FIELDS = {CODE: "number", TEXT: "title"}
_NO_PARENT = QModelIndex()
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNED = int(Qt.ItemDataRole.TextAlignmentRole)


class FrameworkTree(QAbstractItemModel):
    """store(node, field, typed), set by the page, carries an edit out; it may raise RuleBroken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store: Callable[[Node, str, str], object] = _nobody
        self._framework: Framework | None = None
        self._criteria: list[Criterion] = []
        self._items: list[list[Item]] = []
        self._wrong: dict[tuple[str, int], str] = {}
        self.editable = True

    # What the page asks

    def load(
        self, framework: Framework, criteria: Sequence[Criterion], items: Sequence[Item], findings: Sequence[Finding]
    ) -> bool:
        """Take a framework; where it has the same shape nothing jumps and an open editor stays. Answers whether it was reset."""
        groups = [[item for item in items if item.criterion_id == criterion.id] for criterion in criteria]
        wrong = {
            ("item", f.item_id) if f.item_id else ("criterion", f.criterion_id): f.sentence
            for f in findings
            if f.level == "wrong"
        }
        same = [len(g) for g in groups] == [len(g) for g in self._items] and len(criteria) == len(self._criteria)
        if not same:
            self.beginResetModel()
        self._framework, self._criteria, self._items, self._wrong = framework, list(criteria), groups, wrong
        if not same:
            self.endResetModel()
            return True
        for row, group in enumerate(groups):
            above = self.index(row, 0)
            self.dataChanged.emit(above, self.index(row, len(HEADS) - 1))
            if group:
                last = self.index(len(group) - 1, len(HEADS) - 1, above)
                self.dataChanged.emit(self.index(0, 0, above), last)
        return False

    def node(self, index: Index) -> Node | None:
        """The criterion or item of a row."""
        if not index.isValid():
            return None
        inside = index.internalId()
        return self._items[inside - 1][index.row()] if inside else self._criteria[index.row()]

    def index_of(self, node_id: int, *, criterion: bool = False, column: int = 0) -> QModelIndex:
        """Where an item or criterion is; invalid where it is gone."""
        for row, group in enumerate(self._items):
            if criterion and self._criteria[row].id == node_id:
                return self.index(row, column)
            for place, item in enumerate(group):
                if not criterion and item.id == node_id:
                    return self.index(place, column, self.index(row, 0))
        return QModelIndex()

    def next_item(self, index: Index, by: int = 1) -> QModelIndex:
        """The item below (1) or above (-1), over the edge of a criterion too, in the same column; invalid at the end."""
        flat = [(row, place) for row, group in enumerate(self._items) for place in range(len(group))]
        if not index.isValid() or not flat:
            return QModelIndex()
        inside = index.internalId()
        here = (inside - 1, index.row()) if inside else (index.row(), -1 if by > 0 else 0)
        beyond = [place for place in flat if (place > here if by > 0 else place < here)]
        if not beyond:
            return QModelIndex()
        row, place = beyond[0] if by > 0 else beyond[-1]
        return self.index(place, index.column(), self.index(row, 0))

    def first_without_points(self) -> QModelIndex:
        for row, group in enumerate(self._items):
            for place, item in enumerate(group):
                if item.max_points is None:
                    return self.index(place, MAX, self.index(row, 0))
        return QModelIndex()

    def code(self, node: Node) -> str:
        if isinstance(node, Criterion):
            return str(node.number)
        number = next((c.number for c in self._criteria if c.id == node.criterion_id), 0)
        return f"{number}.{node.number}"

    def shown(self, index: Index) -> tuple[str, str, int]:
        """Text, mark and group bits of a cell, for the painter."""
        node = self.node(index)
        if node is None:
            return "", "", 0
        if isinstance(node, Criterion):
            return self._of_criterion(node, self._items[index.row()], index.column())
        text = self._of_item(node, index.column())
        if index.column() == MAX and node.max_points is None:
            return "● chưa có", "warn", 0
        if index.column() == MAX and ("item", node.id) in self._wrong:
            return f"▲ {text}", "bad", 0
        return text, "", 0

    def _of_criterion(self, criterion: Criterion, group: list[Item], column: int) -> tuple[str, str, int]:
        whole = sum_of(group)
        told = "" if whole.missing == whole.count else format_points(whole.points + whole.bonus)
        texts = {CODE: str(criterion.number), TEXT: criterion.title, MAX: told}
        wrong = column == CODE and ("criterion", criterion.id) in self._wrong
        return ("▲ " if wrong else "") + texts.get(column, ""), "bad" if wrong else "", FIRST

    def _of_item(self, item: Item, column: int) -> str:
        if column == CODE:
            return self.code(item)
        if column == TEXT:
            flags = flag_words(item)
            return f"{item.text}  [{'; '.join(flags).lower()}]" if flags else item.text
        if column == MAX:
            return format_points(item.max_points)
        if column == STEP:
            usual = self._framework.step if self._framework else None
            return format_short(item.step if item.step is not None else usual)
        if column == RULE:
            return describe(item.rule, json.loads(item.rule_params))
        count = len([line for line in item.expected_evidence.split("\n") if line])
        return f"{count} loại" if count else "–"

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
            return len(self._criteria)
        if parent.internalId() or parent.column() > 0:
            return 0
        return len(self._items[parent.row()])

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(HEADS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == _DISPLAY:
            return self.shown(index)[0]
        if role == _EDIT:
            return self._edited(node, index.column())
        if role == _ALIGNED and index.column() in (MAX, STEP):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _TOOL_TIP:
            return self._tip(node, index.column())
        if role == _ACCESSIBLE:
            return f"{HEADS[index.column()]}: {self.shown(index)[0]}"
        return None

    def _edited(self, node: Node, column: int) -> str:
        field = (_CRITERION_FIELDS if isinstance(node, Criterion) else _ITEM_FIELDS).get(column, "")
        value = getattr(node, field, "")
        if field in ("max_points", "step"):
            return format_points(value if isinstance(value, int) else None)
        return "" if value is None else str(value)

    def _tip(self, node: Node, column: int) -> str:
        kind = "criterion" if isinstance(node, Criterion) else "item"
        if (kind, node.id) in self._wrong and column in (CODE, MAX):
            return self._wrong[kind, node.id]
        if isinstance(node, Criterion):
            return node.title
        return node.expected_evidence if column == EVIDENCE else node.text

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        node = self.node(index)
        if node is None or role != _EDIT or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        field = (_CRITERION_FIELDS if isinstance(node, Criterion) else _ITEM_FIELDS)[index.column()]
        self.store(node, field, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        fields = _ITEM_FIELDS if index.internalId() else _CRITERION_FIELDS
        if self.editable and index.column() in fields:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADS):
            return None
        if role == _ALIGNED and section in (MAX, STEP):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return HEADS[section] if role == _DISPLAY else None


def _nobody(_node: Node, _field: str, _typed: str) -> None:
    """Nobody stores edits yet."""
