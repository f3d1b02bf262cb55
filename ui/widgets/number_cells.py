"""Tables with points: numbers stand at the right, sums are bold, points are typed into the cell and refused there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QTableView, QWidget

from ui.widgets.points_edit import PointsEdit
from ui.widgets.staying import Index, StayingDelegate
from ui.widgets.tables import Cells, LinesPainter
from ui.widgets.units_edit import UnitsEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NumberPainter(LinesPainter):
    """A LinesPainter whose columns in right end at the right, and whose rows named by strong are bold."""

    def __init__(self, cells: Cells, lines: int, right: frozenset[int], strong: Callable[[int], bool]) -> None:
        super().__init__(cells, lines)
        self._right, self._strong = right, strong
        self._now = (False, False)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._now = (index.column() in self._right, self._strong(index.row()))
        super().paint(painter, option, index)

    def _draw(self, painter: QPainter, rect, text: str, font: QFont, bold: bool) -> None:  # type: ignore[no-untyped-def]  # as the base
        right, strong = self._now
        if not right:
            super()._draw(painter, rect, text, font, bold or strong)
            return
        font.setBold(strong)
        painter.setFont(font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), text)


class NumberCells(StayingDelegate):
    """Edits points by PointsEdit, texts by a box, units by a line with a pick list; tells where the keys want to go on."""

    on = Signal(int)  # the row that Enter (Ctrl+Enter) left: to the next that needs something
    beside = Signal(int)  # −1 or 1: Alt+↑, Alt+↓

    def __init__(
        self,
        view: QTableView,
        painter: NumberPainter,
        kind_of: Callable[[int], str],
        names: Callable[[], list[str]] | None = None,
    ) -> None:
        super().__init__(view)
        self.painter = painter
        self._kind_of = kind_of
        self._names = names

    def row_height(self, metrics: QFontMetrics) -> int:
        return self.painter.row_height(metrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painter.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.painter.row_height(option.fontMetrics))

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        kind = self._kind_of(index.column())
        editor: QWidget
        if kind == "points":
            editor = PointsEdit(parent)
        elif kind == "units" and self._names is not None:
            editor = UnitsEdit(self._names(), parent)
        elif kind == "lines":
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
        else:
            editor = QLineEdit(parent)
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(title or ""))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, PointsEdit):
            rect = option.rect
            rect.setLeft(min(rect.left(), rect.right() - 64))
            editor.setGeometry(rect)
            return
        super().updateEditorGeometry(editor, option, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            step = alt_step(event)
            ctrl_enter = event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            plain_enter = event.key() in _ENTER and isinstance(editor, PointsEdit)
            if step or ctrl_enter or plain_enter:
                if kind == QEvent.Type.ShortcutOverride:
                    event.accept()  # ours before any menu's
                elif self.finish():
                    self.beside.emit(step) if step else self.on.emit(self._row)
                return True
        return bool(super().eventFilter(editor, event))

    def finish(self, hint: StayingDelegate.EndEditHint | None = None) -> bool:
        self._row = self._index.row()
        return super().finish(hint)

    _row = -1


def alt_step(event: QKeyEvent) -> int:
    """1 for Alt+↓, −1 for Alt+↑, else 0."""
    if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)


def starts_points(event: QKeyEvent) -> bool:
    """Whether a key begins a number."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return bool(event.text()) and event.text()[0] in "0123456789,.-+" and not held


def plain_table(view: QTableView, title: str) -> None:
    """What all our tables with points have in common."""
    view.setAccessibleName(title)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setWordWrap(False)
    view.setShowGrid(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def fit_columns(view: QTableView, letters: Sequence[float], fill: int, *, least: int = 24) -> None:
    """Widths in average letters, no column narrower than its head, and one that takes what is left."""
    letter = view.fontMetrics().averageCharWidth()
    header = view.horizontalHeader()
    for column, width in enumerate(letters):
        if column != fill:
            view.setColumnWidth(column, max(round(width * letter) + 16, header.sectionSizeHint(column)))
    fill_column(view, fill, least=least)


def fill_column(view: QTableView, fill: int, *, least: int = 24) -> None:
    """Give one column the room the others leave."""
    count = view.model().columnCount()
    others = sum(view.columnWidth(column) for column in range(count) if column != fill)
    view.setColumnWidth(fill, max(least * view.fontMetrics().averageCharWidth(), view.viewport().width() - others))


def share_columns(view: QTableView, weights: Sequence[int]) -> None:
    """Share the room of a table out, no column narrower than its head."""
    header = view.horizontalHeader()
    least = [header.sectionSizeHint(column) for column in range(len(weights))]
    room, left = view.viewport().width(), list(range(len(weights)))
    while True:
        whole = sum(weights[column] for column in left)
        narrow = [column for column in left if room * weights[column] // max(1, whole) < least[column]]
        if not narrow or len(narrow) == len(left):
            break
        for column in narrow:
            view.setColumnWidth(column, least[column])
            room -= least[column]
            left.remove(column)
    for column in left:
        view.setColumnWidth(column, max(least[column], room * weights[column] // max(1, whole)))
