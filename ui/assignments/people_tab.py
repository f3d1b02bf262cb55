"""Tasks by unit and official, with what each still has to do."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from dvcq_desktop.due_calendar import loads
from dvcq_desktop.progress import TaskProgress
from ui.assignments.people_tree import PeopleTree
from ui.desk import Desk


class PeopleTab(QWidget):
    """A unit chosen stands for all tasks it leads."""

    picked = Signal(int)
    selected = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = PeopleTree(self)
        view = self.view = QTreeView()
        view.setModel(self.model)
        view.setAccessibleName("Nhiệm vụ theo bộ phận và người")
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setUniformRowHeights(True)
        view.setExpandsOnDoubleClick(True)
        head = view.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(8 * self.fontMetrics().averageCharWidth())
        view.doubleClicked.connect(self._pick)
        view.selectionModel().selectionChanged.connect(self._select)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)

    def show_tasks(self, year: int, found: list[TaskProgress]) -> None:
        view = self.view
        opened = {view.model().index(row, 0).data() for row in range(self.model.rowCount()) if self._is_open(row)}
        self.model.load(loads(self._desk.db, year, found))
        for row in range(self.model.rowCount()):
            view.setExpanded(self.model.index(row, 0), self.model.index(row, 0).data() in opened)

    def chosen_ids(self) -> list[int]:
        """Each task once, in the order shown."""
        found: dict[int, None] = {}
        for index in self.view.selectionModel().selectedRows():
            found.update(dict.fromkeys(self.model.task_ids(index)))
        return list(found)

    def _is_open(self, row: int) -> bool:
        return self.view.isExpanded(self.model.index(row, 0))

    def _select(self) -> None:
        self.selected.emit()

    def _pick(self, index: QModelIndex) -> None:
        task = self.model.task(index)
        if task is not None:
            self.picked.emit(task.row.id)
