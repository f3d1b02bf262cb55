"""The model of both scores side by side: a line a criterion, a line an item; the superior's side is typed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.reconciliation import ItemLine, Line, Reconciliation
from dvcq_desktop.vietnamese import fold
from ui.widgets.tables import FIRST, TINTED

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Mã", "Nội dung", "Tự chấm", "Thẩm định", "Chênh lệch", "Đã giải thích", "Còn lại", "Lý do của cấp trên")
CODE, TEXT, SELF, APPRAISED, DIFFERENCE, EXPLAINED, REST, NOTE = range(len(TITLES))
RIGHT = frozenset({SELF, APPRAISED, DIFFERENCE, EXPLAINED, REST})
FILTERS = {"all": "Tất cả", "rest": "Chưa giải thích", "lost": "Có chênh lệch", "open": "Chưa có điểm cấp trên"}
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_NO_PARENT = QModelIndex()
Cells = tuple[str, ...]


def fits(item: ItemLine, which: str) -> bool:
    """Whether a filter shows an item."""
    if which == "rest":
        return bool(item.line.unexplained)
    if which == "lost":
        return bool(item.line.difference) or bool(item.deductions)
    return item.row.score.appraised_points is None if which == "open" else True


class CompareTable(QAbstractTableModel):
    """store is asked to keep what was typed in a column; it raises RuleBroken with the sentence why not."""

    def __init__(self, store: Callable[[ItemLine, int, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._items: tuple[ItemLine, ...] = ()
        self._criteria: dict[int, Line] = {}
        self._keys: list[int] = []
        self._shown: list[int] = []  # an item's place, or −1 − a criterion's first item for its line
        self._closed = True
        self._words, self._which = "", "all"

    # What the page asks

    def load(self, found: Reconciliation | None, *, closed: bool) -> None:
        """Take a year; where it has the same items nothing jumps."""
        items = found.items if found else ()
        keys = [item.row.item.id for item in items]
        before, lines, was_closed = self._items, self._criteria, self._closed
        self._closed = closed
        if keys != self._keys:
            self.beginResetModel()
            self._items, self._keys = items, keys
            self._criteria = found.criteria if found else {}
            self._arrange()
            self.endResetModel()
            return
        self._items, self._criteria = items, found.criteria if found else {}
        for place, n in enumerate(self._shown):
            here = -1 - n if n < 0 else n
            criterion = items[here].row.criterion.id
            same = lines.get(criterion) == self._criteria.get(criterion) if n < 0 else items[n] == before[n]
            if not same or closed != was_closed:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(TITLES) - 1))

    def narrow(self, words: str, which: str) -> None:
        self.beginResetModel()
        self._words, self._which = fold(words), which
        self._arrange()
        self.endResetModel()

    def item(self, place: int) -> ItemLine | None:
        """The item of a row; None on a criterion's row."""
        if not 0 <= place < len(self._shown) or self._shown[place] < 0:
            return None
        return self._items[self._shown[place]]

    def place_of(self, item_id: int) -> int | None:
        return next((p for p, n in enumerate(self._shown) if n >= 0 and self._keys[n] == item_id), None)

    def next_open(self, after: int) -> int | None:
        """The next row (round the end) without the superior's points."""
        count = len(self._shown)
        places = (place % count for place in range(after + 1, after + 1 + count)) if count else ()
        return next((p for p in places if self._shown[p] >= 0 and fits(self._items[self._shown[p]], "open")), None)

    def beside(self, place: int, step: int) -> int | None:
        place += step
        while 0 <= place < len(self._shown):
            if self._shown[place] >= 0:
                return place
            place += step
        return None

    def count(self, which: str) -> int:
        return sum(fits(item, which) for item in self._items)

    def is_sum(self, row: int) -> bool:
        return self._shown[row] < 0

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        n = self._shown[row]
        item = self._items[-1 - n if n < 0 else n]
        group = FIRST | TINTED if n < 0 else 0
        line = self._criteria[item.row.criterion.id] if n < 0 else item.line
        if column == REST:
            return (*rest_words(line), group)
        if n < 0:
            return self._sum_cell(item, line, column), "", group
        return _item_cell(item, column), "", group

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
            return (
                format_short(item.row.score.appraised_points)
                if item and column == APPRAISED
                else self.cell(row, column)[0]
            )
        if role == _TOOL_TIP and item is not None:
            return {TEXT: item.row.item.text, NOTE: item.row.score.appraiser_note}.get(column) or None
        if role == _ACCESSIBLE:
            return f"{TITLES[column]}: {self.cell(row, column)[0]}"
        if role == _ALIGN and column in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        item = self.item(index.row()) if index.isValid() else None
        if role != _EDIT or item is None or index.column() not in (APPRAISED, NOTE):
            return False
        self._store(item, index.column(), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and not self._closed and index.column() in (APPRAISED, NOTE) and self.item(index.row()):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == _ALIGN and section in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return TITLES[section] if role == _DISPLAY else None

    def _sum_cell(self, item: ItemLine, line: Line, column: int) -> str:
        criterion = item.row.criterion
        return (
            str(criterion.number),
            criterion.title,
            format_points(line.self_points),
            format_points(line.appraised_points),
            format_points(line.difference),
            format_points(line.explained or None),
            "",
            "",
        )[column]

    def _arrange(self) -> None:
        words = self._words.split()
        shown: list[int] = []
        last = None
        for n, item in enumerate(self._items):
            if not fits(item, self._which):
                continue
            if words:
                text = fold(
                    f"{item.row.code} {item.row.item.text} {item.row.criterion.title} {item.row.score.appraiser_note}"
                )
                if not all(word in text for word in words):
                    continue
            if item.row.criterion.id != last:
                last = item.row.criterion.id
                shown.append(-1 - n)
            shown.append(n)
        self._shown = shown


def rest_words(line: Line) -> tuple[str, str]:
    """What is left to explain with its sign, and the mark."""
    if line.unexplained is None:
        return "", ""
    if line.unexplained > 0:
        return f"▲ {format_points(line.unexplained)}", "bad"
    if line.unexplained < 0:
        return f"▲ thừa {format_points(-line.unexplained)}", "bad"
    return "✓ 0,00" if line.difference else "✓", "good"


def _item_cell(item: ItemLine, column: int) -> str:
    line = item.line
    own = "–" if item.row.closed_to_self else format_points(line.self_points)
    theirs = format_points(item.row.score.appraised_points)
    absent = "∅" if item.row.score.not_applicable != "no" else ""
    return (
        item.row.code,
        item.row.item.text,
        own or absent,
        theirs or absent,
        format_points(line.difference),
        format_points(line.explained or None),
        "",
        item.row.score.appraiser_note.replace("\n", " "),
    )[column]
