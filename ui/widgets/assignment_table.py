"""The model of the assignment table: rows kept as they came from the data, a list of which are shown and in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.assignments import AssignmentRow, marks, search_text
from dvcq_desktop.records import Column, columns
from dvcq_desktop.standing import STATE_FILTERS, Told
from dvcq_desktop.vietnamese import fold, sort_key
from ui.widgets.tables import FIRST, TINTED

Index = QModelIndex | QPersistentModelIndex
_TOLD = {"evidence": Column(title="Minh chứng", width=9), "state": Column(title="Tiến độ", width=18)}
_STORED = tuple(columns(AssignmentRow).items())
_AFTER_DUE = 1 + next(place for place, (name, _column) in enumerate(_STORED) if name == "due")
COLUMNS = (*_STORED[:_AFTER_DUE], *_TOLD.items(), *_STORED[_AFTER_DUE:])
FIELDS = tuple(name for name, _column in COLUMNS)
EDITABLE = frozenset(FIELDS) - {"criterion", "carried", *_TOLD}
_EVIDENCE, _STATE = FIELDS.index("evidence"), FIELDS.index("state")
_NOTHING = Told()
_NO_PARENT = QModelIndex()
# Qt hands roles over as ints; comparing enums in data() costs a fifth of a scroll step (performance.md, tables).
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _ACCESSIBLE = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _READ | Qt.ItemFlag.ItemIsEditable
_SORTED_LETTERS = 60  # of a text: the rest decides no order a person would look for


def _nothing_told(_task_id: int) -> Told:
    return _NOTHING


class AssignmentTable(QAbstractTableModel):
    """One row a task; store is asked to carry out an edit and answers whether it was done."""

    def __init__(self, store: Callable[[AssignmentRow, str, str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: list[AssignmentRow] = []
        self._shown: list[int] = []
        self._marks: list[dict[str, str]] = []
        self._folded: list[str] = []  # of each row, as it was when it was the row of _folded_of
        self._folded_of: list[AssignmentRow | None] = []
        self._keys: dict[str, tuple[object, ...]] = {}
        self._groups: list[int] = []
        self._told: list[Told] = []
        self._words = ""
        self._unit: int | None = None
        self._state = ""
        self._sort = (0, Qt.SortOrder.AscendingOrder)

    # What the page asks

    def load(
        self,
        rows: list[AssignmentRow],
        told: Callable[[int], Told] = _nothing_told,
        marked: Callable[[AssignmentRow], dict[str, str]] = marks,
    ) -> None:
        """Take rows from the data; where they are the same tasks, nothing jumps: only what changed is drawn anew."""
        found, tasks_told = [marked(row) for row in rows], [told(row.id) for row in rows]
        if [row.id for row in rows] == [row.id for row in self._rows]:
            now, before = (
                zip(rows, found, tasks_told, strict=True),
                zip(self._rows, self._marks, self._told, strict=True),
            )
            changed = {i for i, (new, old) in enumerate(zip(now, before, strict=True)) if new != old}
            self._rows, self._marks, self._told = rows, found, tasks_told
            for place, i in enumerate(self._shown):
                if i in changed:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(FIELDS) - 1))
            return
        self.beginResetModel()
        self._rows, self._marks, self._told = rows, found, tasks_told
        self._folded, self._folded_of = [""] * len(rows), [None] * len(rows)
        self._arrange()
        self.endResetModel()

    def narrow(self, words: str, unit_id: int | None, state: str = "", *, anew: bool = False) -> None:
        """Show only rows that hold every word and, where asked, the unit and one of the states; anew: states changed."""
        words = fold(words)
        if (words, unit_id, state) == (self._words, self._unit, self._state) and not anew:
            return
        self.beginResetModel()
        self._words, self._unit, self._state = words, unit_id, state
        self._arrange()
        self.endResetModel()

    def row(self, place: int) -> AssignmentRow:
        return self._rows[self._shown[place]]

    def place_of(self, task_id: int) -> int | None:
        """Where a task is shown; None where it is filtered out or gone."""
        return next((place for place, i in enumerate(self._shown) if self._rows[i].id == task_id), None)

    def ids(self, places: Iterable[int]) -> list[int]:
        return [self.row(place).id for place in places]

    def shown_ids(self) -> list[int]:
        return [self._rows[i].id for i in self._shown]

    def row_of(self, task_id: int) -> AssignmentRow | None:
        """A task's row, shown or not."""
        return next((row for row in self._rows if row.id == task_id), None)

    def told(self, place: int) -> Told:
        return self._told[self._shown[place]]

    def total(self) -> int:
        return len(self._rows)

    def carried(self) -> bool:
        """Whether any task says how it stands against last year's."""
        return any(row.carried for row in self._rows)

    def without_lead(self) -> int:
        return sum(not row.leads for row in self._rows)

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        i = self._shown[row]
        if column == _EVIDENCE:
            return self._told[i].evidence, self._told[i].evidence_mark, self._groups[row]
        if column == _STATE:
            return self._told[i].state, self._told[i].state_mark, self._groups[row]
        mark = self._marks[i].get(FIELDS[column], "") if self._marks[i] else ""
        text = getattr(self._rows[i], FIELDS[column])
        if mark:
            return f"{mark}\n{text}" if text else mark, "bad" if mark[0] == "▲" else "warn", self._groups[row]
        return text, "", self._groups[row]

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.cell(index.row(), index.column())[0]
        row = self._rows[self._shown[index.row()]]
        field = FIELDS[index.column()]
        if role == _EDIT:
            return self.cell(index.row(), index.column())[0] if field in _TOLD else getattr(row, field)
        if role == _TOOL_TIP:
            return f"{row.criterion}: {row.criterion_title}" if field == "criterion" and row.criterion else None
        if role == _ACCESSIBLE:
            return f"{COLUMNS[index.column()][1].title}: {self.cell(index.row(), index.column())[0]}"
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not index.isValid() or FIELDS[index.column()] not in EDITABLE:
            return False
        return self._store(self.row(index.row()), FIELDS[index.column()], str(value))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITED if FIELDS[index.column()] in EDITABLE else _READ

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            return COLUMNS[section][1].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(index.column(), self._shown[index.row()]) for index in before]
        self._sort = (column, order)
        self._arrange()
        places = {i: place for place, i in enumerate(self._shown)}
        self.changePersistentIndexList(before, [self.index(places[i], column) for column, i in kept])
        self.layoutChanged.emit()

    # How rows are chosen and ordered

    def _arrange(self) -> None:
        words, unit = self._words.split(), self._unit
        found: Iterable[int] = range(len(self._rows))
        if unit is not None:
            found = [i for i in found if unit in self._rows[i].unit_ids]
        if self._state:
            wanted = STATE_FILTERS[self._state][1]
            found = [i for i in found if wanted & self._told[i].keys]
        if words:
            texts = self._search_texts()
            for word in words:
                found = [i for i in found if word in texts[i]]
        column, order = self._sort
        shown = list(found)
        if 0 < column < len(FIELDS):  # rows come from the data by criterion and place
            shown.sort(key=lambda i: self._key(i, FIELDS[column]))
        if order == Qt.SortOrder.DescendingOrder:
            shown.reverse()
        self._shown = shown
        self._groups = self._grouped()

    def _search_texts(self) -> list[str]:
        """The folded text of each row, made when first asked for; an edited row's anew."""
        for i, row in enumerate(self._rows):
            if self._folded_of[i] is not row:
                self._folded[i], self._folded_of[i] = search_text(row), row
        return self._folded

    def _key(self, i: int, field: str) -> tuple[object, ...]:
        row = self._rows[i]
        if field in _TOLD:
            return self._told[i].evidence_order if field == "evidence" else self._told[i].state_order
        if field == "due":
            return (not row.due_on, row.due_on, row.task.due_inclusive)
        text = getattr(row, field)[:_SORTED_LETTERS]
        key = self._keys.get(text)
        if key is None:
            key = self._keys[text] = (not text, sort_key(text))
        return key

    def _grouped(self) -> list[int]:
        """Group bits of each shown row: where a criterion begins, every second one tinted; none in another order."""
        if self._sort[0] > 0:
            return [0] * len(self._shown)
        found, last, tinted = [], None, False
        for i in self._shown:
            number = self._rows[i].criterion_number
            if number != last:
                tinted = not tinted if last is not None else False
            found.append((FIRST if number != last else 0) | (TINTED if tinted else 0))
            last = number
        return found
