"""The month calendar as a widget: drawn day by day, walked through with the arrow keys across the ends of months."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.assignments.month_model import MonthModel
from ui.widgets.tables import break_lines, mark_colour

Index = QModelIndex | QPersistentModelIndex
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class DayPainter(QStyledItemDelegate):
    """Number and day off in the first line, then tasks and reports as far as there is room."""

    def __init__(self, view: QTableView, model: MonthModel) -> None:
        super().__init__(view)
        self._model = model
        self.today = date.min

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.day(index.row(), index.column())
        palette, rect = option.palette, option.rect
        role = QPalette.ColorRole
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, palette.highlight())
        elif cell.off:
            painter.fillRect(rect, palette.alternateBase())
        painter.setPen(palette.color(role.Midlight))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        usual = palette.color(role.HighlightedText if chosen else role.Text)
        pale = usual if chosen else palette.color(role.PlaceholderText)
        inner = rect.adjusted(6, 4, -4, -2)
        font, metrics = option.font, option.fontMetrics
        step = metrics.lineSpacing()
        font.setBold(cell.day == self.today)
        painter.setFont(font)
        number = f"{cell.day.day}" if cell.inside else f"{cell.day.day}/{cell.day.month}"
        painter.setPen(usual if cell.inside and not cell.off else pale)
        here = f"{number} hôm nay" if cell.day == self.today else number
        self._line(
            painter, inner, 0, here if painter.fontMetrics().horizontalAdvance(here) <= inner.width() else number
        )
        font.setBold(False)
        painter.setFont(font)
        left = inner.adjusted(metrics.horizontalAdvance(number) + 12, 0, 0, 0)
        if cell.off and cell.day != self.today and cell.off not in ("thứ Bảy", "Chủ nhật"):
            self._line(painter, left, 0, cell.off)
        place, most = 1, inner.height() // step
        for number_of_line, words in enumerate(cell.lines):
            if place >= most:
                break
            mark = cell.mark if cell.tasks and number_of_line == 0 else ""
            painter.setPen(usual if chosen or not mark else mark_colour(mark, palette))
            for line in break_lines(words, inner.width(), most - place, font):
                self._line(painter, inner, place * step, line)
                place += 1

    def _line(self, painter: QPainter, room: QRect, down: int, words: str) -> None:
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.left(), room.top() + down + metrics.ascent(), shown)


class MonthView(QTableView):
    """day_chosen: the cursor stands on another day; entered: Enter or a double click on it."""

    day_chosen = Signal(date)
    entered = Signal()

    def __init__(self, model: MonthModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month_model = model
        self.setModel(model)
        self.drawn = DayPainter(self, model)
        self.setItemDelegate(self.drawn)
        self.setAccessibleName("Lịch tháng")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(2 * self.fontMetrics().lineSpacing() + 8)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def day(self) -> date:
        index = self.currentIndex()
        return self.month_model.day_at(index.row(), index.column()) if index.isValid() else self.month_model.month

    def show_day(self, day: date) -> None:
        """Bring a day into view with the cursor on it."""
        self.month_model.show_month(day)
        before = self.currentIndex()
        self.setCurrentIndex(self.month_model.place_of(day))
        if before == self.currentIndex():
            self.day_chosen.emit(day)
        self.viewport().update()

    def turn(self, months: int) -> None:
        """The same day some months on, or the last one that month has."""
        first = self.month_model.month
        count = first.year * 12 + first.month - 1 + months
        start = date(count // 12, count % 12 + 1, 1)
        after = date((count + 1) // 12, (count + 1) % 12 + 1, 1)
        self.show_day(min(start + timedelta(days=self.day.day - 1), after - timedelta(days=1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.show_day(self.day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_day(self.day + timedelta(days=(0 if key == Qt.Key.Key_Home else 6) - self.day.weekday()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.day_chosen.emit(self.month_model.day_at(now.row(), now.column()))
