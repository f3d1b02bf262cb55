"""The model of the self-score grid: a row a criterion with its sum, a row an item; only what changed is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.risk import ItemRisk
from dvcq_desktop.self_scores import SelfScores, expected_documents, status
from dvcq_desktop.vietnamese import fold
from ui.widgets.tables import FIRST, TINTED

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Mã", "Nội dung", "Tối đa", "Tự chấm", "Minh chứng", "Giải trình", "Dự kiến", "Trạng thái")
CODE, TEXT, MAXIMUM, POINTS, EVIDENCE, EXPLANATION, LIKELY, STATUS = range(len(TITLES))
RIGHT = frozenset({MAXIMUM, POINTS, EVIDENCE, LIKELY})
FILTERS = {"all": "Tất cả", "unscored": "Chưa chấm", "unproven": "Thiếu minh chứng", "at_risk": "Điểm có nguy cơ"}
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_NO_PARENT = QModelIndex()
Cells = tuple[str, ...]


def fits(item: ItemRisk, which: str) -> bool:
    """Whether a filter shows an item."""
    if which == "unscored":
        return not item.row.scored
    if which == "unproven":
        return item.row.lacks_proof
    return item.at_risk > 0 if which == "at_risk" else True


class ScoreTable(QAbstractTableModel):
    """store is asked to carry out what was typed for an item; it raises RuleBroken with the sentence why not."""

    def __init__(self, store: Callable[[ItemRisk, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._items: tuple[ItemRisk, ...] = ()
        self._keys: list[tuple[int, int]] = []  # item and criterion of each row as it came
        self._cells: list[Cells] = []
        self._marks: list[str] = []
        self._counts: dict[str, int] = {}
        self._sums: dict[int, Cells] = {}
        self._shown: list[int] = []  # an item's place, or −1 − a criterion's first item for its sum
        self._locked = True
        self._words, self._which = "", "all"

    # What the page asks

    def load(self, found: SelfScores | None) -> None:
        """Take a year; where it has the same items nothing jumps."""
        items = found.items if found else ()
        keys = [(i.row.item.id, i.row.criterion.id) for i in items]
        before, sums, locked = self._items, self._sums, self._locked
        self._locked = found.locked if found else True
        if keys != self._keys:
            self.beginResetModel()
            self._items, self._keys = items, keys
            self._cells = [_cells(i) for i in items]
            self._marks = [status(i.row)[1] for i in items]
            self._sums = _sums(found)
            self._counts = {which: sum(fits(i, which) for i in items) for which in FILTERS}
            self._arrange()
            self.endResetModel()
            return
        changed = {n for n, item in enumerate(items) if item is not before[n] and item != before[n]}
        self._items, self._sums = items, _sums(found)
        for n in changed:
            for which in FILTERS:
                self._counts[which] += fits(items[n], which) - fits(before[n], which)
            self._cells[n], self._marks[n] = _cells(items[n]), status(items[n].row)[1]
        renewed = {c for c, cells in self._sums.items() if cells != sums.get(c)}
        for place, n in enumerate(self._shown):
            if n in changed or (n < 0 and self._keys[-1 - n][1] in renewed) or (n >= 0 and locked != self._locked):
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(TITLES) - 1))

    def narrow(self, words: str, which: str) -> None:
        """Show only items that hold every word and fit the filter; an item that is put right stays until the next call."""
        self.beginResetModel()
        self._words, self._which = fold(words), which
        self._arrange()
        self.endResetModel()

    def item(self, place: int) -> ItemRisk | None:
        """The item of a row; None on a criterion's row."""
        if not 0 <= place < len(self._shown) or self._shown[place] < 0:
            return None
        return self._items[self._shown[place]]

    def place_of(self, item_id: int) -> int | None:
        """Where an item is shown; None where the filter hides it."""
        return next((p for p, n in enumerate(self._shown) if n >= 0 and self._keys[n][0] == item_id), None)

    def next_unscored(self, after: int) -> int | None:
        """The next row (round the end) whose item is not scored; None where all that are shown are."""
        count = len(self._shown)
        places = (place % count for place in range(after + 1, after + 1 + count)) if count else ()
        return next((p for p in places if self._shown[p] >= 0 and not self._items[self._shown[p]].row.scored), None)

    def beside(self, place: int, step: int) -> int | None:
        """The next (or previous) item's row."""
        place += step
        while 0 <= place < len(self._shown):
            if self._shown[place] >= 0:
                return place
            place += step
        return None

    def count(self, which: str) -> int:
        """How many items a filter shows."""
        return self._counts.get(which, 0)

    def is_sum(self, row: int) -> bool:
        return self._shown[row] < 0

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        n = self._shown[row]
        if n < 0:
            return self._sums[self._keys[-1 - n][1]][column], "", FIRST | TINTED
        return self._cells[n][column], self._marks[n] if column == STATUS else "", 0

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.cell(row, column)[0]
        item = self.item(row)
        if role == _EDIT:
            return format_short(item.row.score.self_points) if item and column == POINTS else self.cell(row, column)[0]
        if role == _TOOL_TIP:
            return _tip(item, column) if item else None
        if role == _ACCESSIBLE:
            return f"{TITLES[column]}: {self.cell(row, column)[0]}"
        if role == _ALIGN and column in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        item = self.item(index.row()) if index.isValid() else None
        if role != _EDIT or item is None or index.column() != POINTS:
            return False
        self._store(item, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        item = self.item(index.row()) if index.isValid() else None
        if item and index.column() == POINTS and not self._locked and not item.row.closed_to_self:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == _ALIGN and section in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return TITLES[section] if role == _DISPLAY else None

    def _arrange(self) -> None:
        words = self._words.split()
        shown: list[int] = []
        last = None
        for n, item in enumerate(self._items):
            if not fits(item, self._which):
                continue
            if words:
                text = fold(f"{item.row.code} {item.row.item.text} {item.row.criterion.title} {item.row.score.basis}")
                if not all(word in text for word in words):
                    continue
            if item.row.criterion.id != last:
                last = item.row.criterion.id
                shown.append(-1 - n)
            shown.append(n)
        self._shown = shown


def _cells(item: ItemRisk) -> Cells:
    row = item.row
    score = row.score
    full = format_points(row.item.max_points, unknown="?")
    own = format_points(score.self_points)
    if score.not_applicable != "no":
        own = full if score.not_applicable == "full" else "–"
    expected = expected_documents(row)
    proof = f"{row.evidence} / {expected}" if expected else str(row.evidence or "")
    counts = row.scored and not row.closed_to_self
    return (
        row.code,
        row.item.text,
        full,
        "–" if row.closed_to_self else own,
        proof if row.item.needs_evidence or row.evidence else "không cần",
        (score.explanation or score.not_applicable_reason).replace("\n", " "),
        format_points(item.likely) if counts else "",
        status(row)[0],
    )


def _sums(found: SelfScores | None) -> dict[int, Cells]:
    if found is None:
        return {}
    sums: dict[int, Cells] = {}
    likely: dict[int, int] = {}
    open_: dict[int, int] = {}
    for item in found.items:
        criterion = item.row.criterion
        likely[criterion.id] = likely.get(criterion.id, 0) + item.likely
        open_[criterion.id] = open_.get(criterion.id, 0) + (not item.row.scored)
    for item in found.items:
        criterion = item.row.criterion
        if criterion.id in sums:
            continue
        total = found.totals.by_criterion[criterion.id]
        rest = f"còn {open_[criterion.id]} chưa chấm" if open_[criterion.id] else "đã chấm hết"
        sums[criterion.id] = (
            str(criterion.number),
            criterion.title,
            format_points(total.maximum, unknown="?"),
            format_points(total.all),
            "",
            "",
            format_points(likely[criterion.id]),
            rest,
        )
    return sums


def _tip(item: ItemRisk, column: int) -> str | None:
    if column == TEXT:
        return item.row.item.text
    if column == LIKELY:
        return item.formula()
    return item.row.score.explanation or None if column == EXPLANATION else None
