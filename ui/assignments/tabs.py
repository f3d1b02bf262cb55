"""The four ways to look at the tasks of a year: table, calendar, people, what is late; each is built when first opened."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from dvcq_desktop.progress import TaskProgress
from dvcq_desktop.standing import YearStanding
from ui.desk import Desk
from ui.widgets.assignment_table import AssignmentTable

TITLES = ("Bảng", "Lịch", "Theo người", "Quá hạn")
TABLE, CALENDAR, PEOPLE, LATE = range(4)


class Tab(Protocol):
    """What a tab beside the table can do."""

    def show_tasks(self, year: int, found: list[TaskProgress]) -> None:
        """Show these tasks of a year."""

    def chosen_ids(self) -> list[int]:
        """The tasks chosen here."""


class TaskTabs(QObject):
    """bar and stack stand where the page puts them; wanted asks the page for the tasks of a tab now in front."""

    wanted = Signal()
    picked = Signal(int)  # show this task in the table
    chosen = Signal()  # other tasks are chosen in the tab in front

    def __init__(self, desk: Desk, table: QWidget) -> None:
        super().__init__(table)
        self._desk = desk
        self.bar = QTabBar()
        self.bar.setAccessibleName("Cách xem nhiệm vụ")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.stack = QStackedWidget()
        self.made: dict[int, Tab] = {}
        for place, title in enumerate(TITLES):
            self.bar.addTab(title)
            self.stack.addWidget(table if place == TABLE else QWidget())
        self.bar.currentChanged.connect(self._switch)

    @property
    def now(self) -> int:
        return self.bar.currentIndex()

    def show_tasks(self, year: int | None, standing: YearStanding, table: AssignmentTable) -> None:
        """Fill the tab in front with what the filter leaves in the table; the table fills itself."""
        tab = self.made.get(self.now)
        if tab is not None:
            found = [standing.found[task_id] for task_id in table.shown_ids() if task_id in standing.found]
            tab.show_tasks(year or self._desk.today.year, found)

    def chosen_ids(self) -> list[int]:
        tab = self.made.get(self.now)
        return tab.chosen_ids() if tab else []

    def _switch(self, place: int) -> None:
        if place != TABLE and place not in self.made:
            widget = self._make(place)
            self.stack.insertWidget(place, widget)
            if (before := self.stack.widget(place + 1)) is not None:
                self.stack.removeWidget(before)
                before.deleteLater()
        self.stack.setCurrentIndex(place)
        self.wanted.emit()

    def _make(self, place: int) -> QWidget:
        from ui.assignments.late_tab import LateTab
        from ui.assignments.month_tab import MonthTab
        from ui.assignments.people_tab import PeopleTab

        made = MonthTab(self._desk) if place == CALENDAR else None
        tab: MonthTab | PeopleTab | LateTab = made or (
            PeopleTab(self._desk) if place == PEOPLE else LateTab(self._desk)
        )
        tab.picked.connect(self.picked)
        tab.selected.connect(self.chosen)
        self.made[place] = tab
        return tab
