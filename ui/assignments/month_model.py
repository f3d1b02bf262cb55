"""The model of the month calendar: six weeks from Monday, each day with its tasks, its reports and why it is a day off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.progress import SETTLED, TaskProgress
from dvcq_desktop.standing import WEEKDAYS_OFF
from dvcq_desktop.working_days import WorkingCalendar

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
WEEKS = 6
_NO_PARENT = QModelIndex()
_DISPLAY, _ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, kw_only=True)
class DayCell:
    """What stands in one day of the month."""

    day: date
    inside: bool  # of the month shown
    off: str = ""  # why nobody works
    notes: tuple[str, ...] = ()  # reports and other days of everyone
    tasks: tuple[TaskProgress, ...] = ()

    @property
    def mark(self) -> str:
        """The worst that its tasks tell: "bad", "warn", "good" or ""."""
        levels = {task.state.level for task in self.tasks}
        return next((level for level in ("bad", "warn", "") if level in levels), "good" if self.tasks else "")

    @property
    def lines(self) -> tuple[str, ...]:
        """The words below the number of the day."""
        left = sum(task.state.key not in SETTLED for task in self.tasks)
        sign = {"bad": "▲", "warn": "●", "good": "✓"}.get(self.mark, "○")
        count = f"{sign} {len(self.tasks)} nhiệm vụ" + (f", còn {left}" if left < len(self.tasks) else "")
        return (*([count] if self.tasks else []), *(f"■ {note}" for note in self.notes))


@dataclass(frozen=True, kw_only=True)
class Days:
    """Everything the calendar knows of a year."""

    tasks: Mapping[date, list[TaskProgress]] = field(default_factory=dict)
    notes: Mapping[date, list[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


class MonthModel(QAbstractTableModel):
    """A week a row, a weekday a column."""

    def __init__(self, day: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.month = day.replace(day=1)
        self._days = Days()

    def load(self, days: Days) -> None:
        self._days = days
        self.dataChanged.emit(self.index(0, 0), self.index(WEEKS - 1, 6))

    def show_month(self, day: date) -> None:
        """Show the month of a day."""
        if day.replace(day=1) != self.month:
            self.month = day.replace(day=1)
            self.dataChanged.emit(self.index(0, 0), self.index(WEEKS - 1, 6))

    def day_at(self, row: int, column: int) -> date:
        return self.month - timedelta(days=self.month.weekday()) + timedelta(days=7 * row + column)

    def place_of(self, day: date) -> QModelIndex:
        """Where a day stands; not valid where the month does not show it."""
        place = (day - self.day_at(0, 0)).days
        return self.index(place // 7, place % 7) if 0 <= place < 7 * WEEKS else QModelIndex()

    def day(self, row: int, column: int) -> DayCell:
        day = self.day_at(row, column)
        off = "" if self._days.calendar.is_working(day) else self._days.names.get(day.isoformat(), "")
        if not off and not self._days.calendar.is_working(day):
            off = WEEKDAYS_OFF.get(day.weekday(), "ngày nghỉ")
        return DayCell(
            day=day,
            inside=day.month == self.month.month,
            off=off.split("; ")[0],
            notes=tuple(self._days.notes.get(day, ())),
            tasks=tuple(self._days.tasks.get(day, ())),
        )

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else WEEKS

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        cell = self.day(index.row(), index.column())
        if role == _DISPLAY:
            return "\n".join((str(cell.day.day), *cell.lines))
        if role == _ACCESSIBLE:
            told = [f"{HEADS[cell.day.weekday()]} {cell.day:%d/%m/%Y}", cell.off, *cell.lines]
            return ", ".join(part for part in told if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < 7:
            return HEADS[section]
        return None
