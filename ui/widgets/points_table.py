"""The model of a table with points: a line a criterion, a line an item; what it says of them comes from a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from dvcq_desktop.scores import ScoreRow
from dvcq_desktop.vietnamese import fold
from ui.widgets.tables import FIRST, TINTED, Index

_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_AT_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()


class Scored(Protocol):
    """An item with its score, whatever else a page knows of it."""

    @property
    def row(self) -> ScoreRow: ...


T = TypeVar("T", bound=Scored)
T_co = TypeVar("T_co", bound=Scored, covariant=True)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a table with points, and which of them are typed into."""

    titles: tuple[str, ...]
    widths: tuple[int, ...]  # in average letters
    right: frozenset[int]  # numbers, which end at the right
    text: int  # takes what the others leave
    points: int
    note: int | None = None  # words of several lines beside the points

    def kind(self, column: int) -> str:
        """With what a cell is edited."""
        return {self.points: "points", self.note: "lines"}.get(column, "line")


class Sheet(Protocol[T_co]):
    """What one reading of a year says; n is the place of an item, for a criterion that of its first item."""

    @property
    def items(self) -> Sequence[T_co]: ...
    def cell(self, n: int, column: int) -> tuple[str, str]:
        """Text and mark of an item's cell."""

    def sum_cell(self, n: int, column: int) -> tuple[str, str]:
        """Text and mark of a criterion's cell."""

    def typed(self, n: int) -> str:
        """The points as they are typed."""

    def tip(self, n: int, column: int) -> str | None: ...
    def words(self, n: int) -> str:
        """What is searched for the words of the filter."""

    def fits(self, n: int, which: str) -> bool:
        """Whether a filter shows an item."""

    def count(self, which: str) -> int:
        """How many items a filter shows."""

    def is_open(self, n: int) -> bool:
        """Whether an item waits for its points."""

    def may_type(self, n: int) -> bool: ...
    def differs(self, before: Any, n: int) -> bool:
        """Whether an item is to be drawn anew after another sheet of the same items."""

    def sum_differs(self, before: Any, n: int) -> bool: ...


class PointsTable(QAbstractTableModel, Generic[T]):
    """store is asked to keep what was typed in a column; it raises RuleBroken with the sentence why not."""

    def __init__(
        self,
        columns: Columns,
        sheet: Sheet[T],
        store: Callable[[T, int, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self._sheet = sheet
        self._store = store
        self._keys: list[tuple[int, int]] = []  # item and criterion of each row as it came
        self._shown: list[int] = []  # an item's place, or −1 − a criterion's first item for its line
        self._words, self._which = "", "all"

    # What the page asks

    def load(self, sheet: Sheet[T]) -> None:
        """Take a reading of a year; where it has the same items nothing jumps and only what changed is drawn anew."""
        keys = [(item.row.item.id, item.row.criterion.id) for item in sheet.items]
        if keys != self._keys:
            self.beginResetModel()
            self._sheet, self._keys = sheet, keys
            self._arrange()
            self.endResetModel()
            return
        before, self._sheet = self._sheet, sheet
        for place, n in enumerate(self._shown):
            if sheet.sum_differs(before, -1 - n) if n < 0 else sheet.differs(before, n):
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns.titles) - 1))

    def narrow(self, words: str, which: str) -> None:
        """Show only items that hold every word and fit the filter; an item that is put right stays until the next call."""
        self.beginResetModel()
        self._words, self._which = fold(words), which
        self._arrange()
        self.endResetModel()

    def item(self, place: int) -> T | None:
        """The item of a row; None on a criterion's row."""
        if not 0 <= place < len(self._shown) or self._shown[place] < 0:
            return None
        return self._sheet.items[self._shown[place]]

    def place_of(self, item_id: int) -> int | None:
        """Where an item is shown; None where the filter hides it."""
        return next((p for p, n in enumerate(self._shown) if n >= 0 and self._keys[n][0] == item_id), None)

    def next_open(self, after: int) -> int | None:
        """The next row (round the end) whose item waits for its points; None where none that is shown does."""
        count = len(self._shown)
        places = (place % count for place in range(after + 1, after + 1 + count)) if count else ()
        return next((p for p in places if self._shown[p] >= 0 and self._sheet.is_open(self._shown[p])), None)

    def beside(self, place: int, step: int) -> int | None:
        """The next (or previous) item's row."""
        place += step
        while 0 <= place < len(self._shown):
            if self._shown[place] >= 0:
                return place
            place += step
        return None

    def count(self, which: str) -> int:
        return self._sheet.count(which)

    def is_sum(self, row: int) -> bool:
        return self._shown[row] < 0

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        n = self._shown[row]
        if n < 0:
            return (*self._sheet.sum_cell(-1 - n, column), FIRST | TINTED)
        return (*self._sheet.cell(n, column), 0)

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns.titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        n = self._shown[row]
        if role == _DISPLAY:
            return self.cell(row, column)[0]
        if role == _EDIT:
            return self._sheet.typed(n) if n >= 0 and column == self.columns.points else self.cell(row, column)[0]
        if role == _TOOL_TIP:
            return self._sheet.tip(n, column) if n >= 0 else None
        if role == _ACCESSIBLE:
            return f"{self.columns.titles[column]}: {self.cell(row, column)[0]}"
        return _AT_RIGHT if role == _ALIGN and column in self.columns.right else None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        item = self.item(index.row()) if index.isValid() else None
        if role != _EDIT or item is None or not self._is_typed(index.column()):
            return False
        if index.column() != self.columns.points and value == self.cell(index.row(), index.column())[0]:
            return True  # looked at, not changed: a note of several lines keeps its lines
        self._store(item, index.column(), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        item = self.item(index.row()) if index.isValid() else None
        if item is not None and self._is_typed(index.column()) and self._sheet.may_type(self._shown[index.row()]):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns.titles):
            return None
        if role == _ALIGN and section in self.columns.right:
            return _AT_RIGHT
        return self.columns.titles[section] if role == _DISPLAY else None

    def _is_typed(self, column: int) -> bool:
        return column in {self.columns.points, self.columns.note}

    def _arrange(self) -> None:
        words = self._words.split()
        shown: list[int] = []
        last = None
        for n, (_item, criterion) in enumerate(self._keys):
            if not self._sheet.fits(n, self._which):
                continue
            if words:
                text = fold(self._sheet.words(n))
                if not all(word in text for word in words):
                    continue
            if criterion != last:
                last = criterion
                shown.append(-1 - n)
            shown.append(n)
        self._shown = shown
