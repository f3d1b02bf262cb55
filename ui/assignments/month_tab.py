"""The calendar of the year's due days: a month at the left, what belongs to the day in hand beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from dvcq_desktop.due_calendar import common_days, tasks_by_day
from dvcq_desktop.progress import TaskProgress, calendar_for
from dvcq_desktop.standing import day_names
from ui.assignments.month_model import HEADS, Days, MonthModel
from ui.assignments.month_view import MonthView
from ui.desk import Desk
from ui.widgets.parts import button
from ui.widgets.text_table import TextRow, TextTable, TextView


class MonthTab(QWidget):
    """Tasks stand on the last day that still counts."""

    picked = Signal(int)
    selected = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._year = 0
        self.model = MonthModel(desk.today, self)
        self.view = MonthView(self.model)
        self.title = QLabel()
        self.title.setProperty("strong", True)
        self.day_title, self.notes = QLabel(), QLabel()
        self.day_title.setProperty("strong", True)
        for label in (self.day_title, self.notes):
            label.setWordWrap(True)
        self.list_model = TextTable(("Nhiệm vụ", "Chủ trì", "Tiến độ"), self)
        self.list = TextView("Nhiệm vụ của ngày", self.list_model, (26, 14, 14), lines=3)
        self._build_layout()
        self.view.day_chosen.connect(self._show_day)
        self.view.entered.connect(self._into_list)
        self.view.doubleClicked.connect(self._into_list)
        self.list.doubleClicked.connect(self._pick)
        self.list.activated.connect(self._pick)
        self.list.selectionModel().selectionChanged.connect(self._select)

    def _build_layout(self) -> None:
        left, right = QWidget(), QWidget()
        head = QHBoxLayout()
        head.addWidget(button("◀", self._back, tip="Tháng trước (Page Up)"))
        head.addWidget(self.title, 1)
        head.addWidget(button("Hôm nay", self._to_today))
        head.addWidget(button("▶", self._on, tip="Tháng sau (Page Down)"))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(8, 0, 0, 0)
        for widget in (self.day_title, self.notes):
            beside.addWidget(widget)
        beside.addWidget(self.list, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def show_tasks(self, year: int, found: list[TaskProgress]) -> None:
        db, today = self._desk.db, self._desk.today
        self.model.load(
            Days(
                tasks=tasks_by_day(found),
                notes=common_days(db, year),
                names=day_names(db, year),
                calendar=calendar_for(db, year),
            )
        )
        self.view.drawn.today = today
        if year != self._year:
            self._year = year
            self.view.show_day(today if today.year == year else date(year, 1, 1))
        else:
            self._show_day(self.view.day)

    def chosen_ids(self) -> list[int]:
        return self.list.chosen_ids()

    def _show_day(self, day: date) -> None:
        self.title.setText(f"Tháng {self.model.month.month} năm {self.model.month.year}")
        place = self.model.place_of(day)
        cell = self.model.day(place.row(), place.column())
        self.day_title.setText(f"{HEADS[day.weekday()]}, ngày {day:%d/%m/%Y}")
        off = f"Ngày nghỉ: {cell.off}" if cell.off else ""
        told = [off, *(f"■ {note}" for note in cell.notes), "" if cell.tasks else "Không có nhiệm vụ nào đến hạn."]
        self.notes.setText("\n".join(line for line in told if line))
        rows = [
            TextRow(
                id=task.row.id,
                texts=(task.row.text, task.row.leads or "▲ chưa có chủ trì", task.state.text),
                marks=((2, task.state.level),),
            )
            for task in cell.tasks
        ]
        self.list_model.load(rows)
        self.selected.emit()

    def _back(self) -> None:
        self.view.turn(-1)

    def _on(self) -> None:
        self.view.turn(1)

    def _to_today(self) -> None:
        self.view.show_day(self._desk.today)

    def _into_list(self) -> None:
        self.list.setFocus()
        if not self.list.chosen_ids():
            self.list.selectRow(0)

    def _select(self) -> None:
        self.selected.emit()

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.list_model.id_of(index.row()))
