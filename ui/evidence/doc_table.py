"""The documents of a line of the tree as a table: sorted, filtered, dragged out of and dropped upon."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from dvcq_desktop.dates import short_date
from dvcq_desktop.evidence import STATES
from dvcq_desktop.evidence_rows import EvidenceRow
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.pace import size_words
from dvcq_desktop.vietnamese import Folded, fold, sort_key
from ui.evidence.mime import brings_files, files_in, of_documents

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
# Title and width in letters.
COLUMNS = (
    ("Mã", 11),
    ("Tên, trích yếu", 34),
    ("Lưu ý", 8),
    ("Tình trạng", 14),
    ("Số, ký hiệu", 14),
    ("Ngày", 12),
    ("Tệp", 13),
    ("Gắn với", 12),
    ("Loại", 11),
    ("Cơ quan ban hành", 16),
)
CODE, TITLE, DOUBTS, STATE, REFERENCE, DAY, FILE, LINKS, KIND, ISSUER = range(len(COLUMNS))
_SIGNS = {"new": "○", "approved": "✓", "returned": "▲"}
_MARKS = {"new": "", "approved": "good", "returned": "bad"}
_RISKY = {"danger", "lying", "office-danger", "other"}
FILTERS = {
    "all": "Mọi tình trạng",
    "new": STATES["new"],
    "approved": STATES["approved"],
    "returned": STATES["returned"],
    "doubtful": "Có lưu ý",
    "bare": "Chưa có tệp",
    "risky": "Tệp có thể gây hại",
}


class EvidenceTable(QAbstractTableModel):
    """dropped tells the id of the document files were dropped on (0: beside all of them)."""

    dropped = Signal(int, list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.locked = False
        self._rows: list[EvidenceRow] = []
        self._line: list[int] = []  # places in _rows of those in the line of the tree in hand, in order
        self._shown: list[int] = []  # of these those that the filter lets through
        self._places: dict[int, int] = {}  # where a document is shown, by its id
        self._under: Callable[[EvidenceRow], bool] = _every
        self._words = ""
        self._state = "all"
        self._sort = (-1, Qt.SortOrder.AscendingOrder)
        self._texts: dict[int, tuple[EvidenceRow, str]] = {}
        self._folded = Folded()
        self._doubts: Mapping[int, tuple[str, ...]] = {}

    # What the page asks

    def load(self, rows: Sequence[EvidenceRow], under: Callable[[EvidenceRow], bool]) -> None:
        """Take rows from the data, those of a line of the tree; where the same are shown, nothing jumps."""
        before = [self._rows[i] for i in self._shown]
        self._under, self._rows = under, list(rows)
        self._line = self._arranged()
        shown = self._let_through()
        if [self._rows[i].id for i in shown] == [row.id for row in before]:
            self._show(shown)
            for place, row in enumerate(before):
                if row is not self.row(place):  # a row that is as it was is the very same (EvidenceRows)
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._show(shown)
        self.endResetModel()

    def narrow(self, words: str, state: str) -> None:
        """Show only rows that hold every word and have the state."""
        words = fold(words)
        if (words, state) == (self._words, self._state):
            return
        self._words, self._state = words, state
        shown = self._let_through()
        if shown != self._shown:
            self.beginResetModel()
            self._show(shown)
            self.endResetModel()

    def tell_doubts(self, doubts: Mapping[int, tuple[str, ...]]) -> bool:
        """What looks doubtful about each document; whether other rows are shown now, or in another order."""
        if doubts == self._doubts:
            return False
        self._doubts = doubts
        if self._sort[0] == DOUBTS:
            self._line = self._arranged()
        shown = self._let_through()
        if shown != self._shown:
            self.beginResetModel()
            self._show(shown)
            self.endResetModel()
            return True
        if shown:
            self.dataChanged.emit(self.index(0, DOUBTS), self.index(len(shown) - 1, DOUBTS))
        return False

    def row(self, place: int) -> EvidenceRow:
        return self._rows[self._shown[place]]

    def place_of(self, evidence_id: int) -> int | None:
        """Where a document is shown; None where it is filtered out or gone."""
        return self._places.get(evidence_id)

    def row_of(self, evidence_id: int) -> EvidenceRow | None:
        """A document of the year, shown or not."""
        return next((row for row in self._rows if row.id == evidence_id), None)

    def counts(self) -> dict[str, int]:
        """How many of the line in hand have each state of FILTERS."""
        found = dict.fromkeys(FILTERS, 0)
        for i in self._line:
            row = self._rows[i]
            found[row.evidence.state] += 1
            if row.file is None:
                found["bare"] += 1
            elif row.file.kind in _RISKY:
                found["risky"] += 1
            if row.id in self._doubts:
                found["doubtful"] += 1
        return found | {"all": len(self._line)}

    def cell(self, row: int, column: int) -> tuple[str, str, int]:
        """Text, mark and group of a cell in one call, for the delegate."""
        if column == DOUBTS:
            doubts = self._doubts.get(self.row(row).id, ())
            return f"▲ {len(doubts)}" if doubts else "", "warn", 0
        return *_cell(self.row(row), column), 0

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.cell(index.row(), index.column())[0]
        if role == _ACCESSIBLE:
            said = "; ".join(self._doubts.get(self.row(index.row()).id, ())) if index.column() == DOUBTS else ""
            return f"{COLUMNS[index.column()][0]}: {said or self.cell(index.row(), index.column())[0]}"
        if role == _TOOL_TIP:
            return _plain(self._tip(self.row(index.row()), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            return COLUMNS[section][0]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(index.column(), self._shown[index.row()]) for index in before]
        self._sort = (column, order)
        self._line = self._arranged()
        self._show(self._let_through())
        places = {i: place for place, i in enumerate(self._shown)}
        self.changePersistentIndexList(before, [self.index(places[i], column) for column, i in kept])
        self.layoutChanged.emit()

    # What is dragged and dropped

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags if self.locked else Qt.ItemFlag.ItemIsDropEnabled
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return found if self.locked else found | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return of_documents([self.row(row).id for row in sorted({index.row() for index in indexes})])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.LinkAction | Qt.DropAction.CopyAction

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.LinkAction | Qt.DropAction.MoveAction

    def canDropMimeData(self, mime: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index) -> bool:
        return not self.locked and brings_files(mime)

    def dropMimeData(self, mime: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        files = [] if self.locked else files_in(mime)
        if files:
            self.dropped.emit(self.row(parent.row()).id if parent.isValid() else 0, files)
        return bool(files)

    # How rows are chosen and ordered

    def _arranged(self) -> list[int]:
        """The line of the tree in order."""
        found = [i for i, row in enumerate(self._rows) if self._under(row)]
        column, order = self._sort
        if column >= 0:
            found.sort(key=lambda i: self._order(self._rows[i], column), reverse=order == Qt.SortOrder.DescendingOrder)
        return found

    def _let_through(self) -> list[int]:
        rows, found = self._rows, self._line
        if self._state != "all":
            found = [i for i in found if self._has(rows[i], self._state)]
        for word in self._words.split():
            found = [i for i in found if word in self._text(rows[i])]
        return list(found)

    def _show(self, shown: list[int]) -> None:
        self._shown = shown
        self._places = {self._rows[i].id: place for place, i in enumerate(shown)}

    def _has(self, row: EvidenceRow, state: str) -> bool:
        return row.id in self._doubts if state == "doubtful" else has_state(row, state)

    def _order(self, row: EvidenceRow, column: int) -> tuple[object, ...]:
        return (-len(self._doubts.get(row.id, ())),) if column == DOUBTS else _order(row, column)

    def _tip(self, row: EvidenceRow, column: int) -> str:
        return "\n".join(f"▲ {one}" for one in self._doubts.get(row.id, ())) if column == DOUBTS else _tip(row, column)

    def _text(self, row: EvidenceRow) -> str:
        known = self._texts.get(row.id)
        if known is None or known[0] is not row:
            known = self._texts[row.id] = (row, self._folded.words(_search_text(row)))
        return known[1]


def has_state(row: EvidenceRow, state: str) -> bool:
    """Whether a document belongs to one of FILTERS that its row alone decides."""
    if state == "bare":
        return row.file is None
    if state == "risky":
        return row.file is not None and row.file.kind in _RISKY
    return state in ("all", row.evidence.state)


def _every(_row: EvidenceRow) -> bool:
    return True


def _cell(row: EvidenceRow, column: int) -> tuple[str, str]:
    found = row.evidence
    if column == STATE:
        return f"{_SIGNS[found.state]} {STATES[found.state]}", _MARKS[found.state]
    if column == FILE:
        return file_words(row), "warn" if row.file is None else "bad" if row.file.kind in _RISKY else ""
    if column == LINKS:
        return (links_words(row), "") if row.links else ("● chưa gắn", "warn")
    texts = {
        CODE: row.code,
        KIND: found.kind,
        REFERENCE: found.reference,
        DAY: short_date(found.issued_on) if found.issued_on else "",
        TITLE: found.title,
        ISSUER: found.issuer,
    }
    return texts[column], ""


def file_words(row: EvidenceRow) -> str:
    """ "PDF 1,2 MB"; with a sign where the file can do harm or is not there."""
    if row.file is None:
        return "● chưa có tệp"
    name, dot, ending = row.file.original_name.rpartition(".")
    kind = ending.upper() if name and dot and len(ending) <= 5 and ending.isalnum() else "Tệp"
    return f"{'▲ ' if row.file.kind in _RISKY else ''}{kind} {size_words(row.file.size)}"


def links_words(row: EvidenceRow) -> str:
    """ "2 nội dung, 1 nhiệm vụ"."""
    parts = [f"{len(row.item_ids)} nội dung" if row.item_ids else "", f"{row.tasks} nhiệm vụ" if row.tasks else ""]
    return ", ".join(part for part in parts if part)


def _plain(tip: str) -> str | None:
    """What others wrote is never read as HTML."""
    return f"<p>{html.escape(tip).replace(chr(10), '<br>')}</p>" if tip else None


def _tip(row: EvidenceRow, column: int) -> str:
    if column == FILE and row.file is not None:
        return shown_name(row.file.original_name)
    if column == STATE and row.evidence.review_note:
        return f"Lý do: {row.evidence.review_note}"
    return row.evidence.title if column == TITLE else ""


def _order(row: EvidenceRow, column: int) -> tuple[object, ...]:
    found = row.evidence
    if column == CODE:
        return (not row.code, [(len(part), part) for part in row.code.split(".")])
    if column == DAY:
        return (not found.issued_on, found.issued_on)
    if column == FILE:
        return (row.file is None, row.file.size if row.file else 0)
    if column == LINKS:
        return (row.links,)
    text = _cell(row, column)[0]
    return (not text, sort_key(text))


def _search_text(row: EvidenceRow) -> str:
    found = row.evidence
    name = row.file.original_name if row.file else ""
    texts = [row.code, found.kind, found.reference, found.title, found.issuer, found.signer, found.note, name]
    return " ".join(texts)
