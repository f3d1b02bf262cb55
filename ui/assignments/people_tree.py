"""The model of the tree by person: units and officials on top, their tasks below, with counts of how they stand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.due_calendar import Load
from dvcq_desktop.points import format_points
from dvcq_desktop.progress import TaskProgress

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Bộ phận, người; nhiệm vụ", "Vai trò", "Còn phải làm", "Quá hạn", "Sắp hạn", "Đã xong", "Điểm")
_NO_PARENT = QModelIndex()
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PeopleTree(QAbstractItemModel):
    """The internal id of a task's row is its unit's place + 1; a unit's is 0."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loads: list[Load] = []

    def load(self, loads: list[Load]) -> None:
        if loads == self._loads:
            return
        self.beginResetModel()
        self._loads = loads
        self.endResetModel()

    def task(self, index: Index) -> TaskProgress | None:
        """The task of a row; None for a unit's row."""
        if not index.isValid() or not index.internalId():
            return None
        return self._loads[index.internalId() - 1].tasks[index.row()][0]

    def task_ids(self, index: Index) -> list[int]:
        """The task of a row, or all that a unit leads."""
        task = self.task(index)
        if task is not None:
            return [task.row.id]
        return [led.row.id for led in self._loads[index.row()].leads] if index.isValid() else []

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() as well
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        if not parent.isValid():
            return len(self._loads)
        return 0 if parent.internalId() or parent.column() else len(self._loads[parent.row()].tasks)

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(TITLES)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(index)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            task = self.task(index)
            return task.row.text if task and index.column() == 0 else None
        return _NUMBERS if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1 else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and section < len(TITLES):
            return TITLES[section]
        return None

    def _texts(self, index: Index) -> tuple[str, ...]:
        if index.internalId():
            task, led = self._loads[index.internalId() - 1].tasks[index.row()]
            words = f"{task.state.text} · {task.row.text}".replace("\n", " ")
            return (words, "chủ trì" if led else "phối hợp", "", "", "", "", "")
        load = self._loads[index.row()]
        late, soon = load.count("overdue"), load.count("soon")
        return (
            load.name,
            f"{len(load.leads)} chủ trì, {len(load.supports)} phối hợp",
            str(load.still_open),
            f"▲ {late}" if late else "0",
            f"● {soon}" if soon else "0",
            str(load.count("done", "late_done")),
            format_points(load.points),
        )
