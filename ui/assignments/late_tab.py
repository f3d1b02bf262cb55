"""What is overdue or due soon, the latest first; the buttons above the tabs act on the rows chosen here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dvcq_desktop.due_calendar import LateTask, late_tasks
from dvcq_desktop.progress import TaskProgress, status_words
from ui.desk import Desk
from ui.widgets.text_table import TextRow, TextTable, TextView

TITLES = ("Trễ, còn", "Nhiệm vụ", "Chủ trì", "Hạn", "Tiến độ", "Minh chứng")


class LateTab(QWidget):
    """Judged by today, or by the end of the period in hand where that is over."""

    picked = Signal(int)
    selected = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = TextTable(TITLES, self)
        self.view = TextView("Nhiệm vụ quá hạn và sắp đến hạn", self.model, (18, 40, 20, 16, 18, 9), lines=3)
        self.view.doubleClicked.connect(self._pick)
        self.view.activated.connect(self._pick)
        self.view.selectionModel().selectionChanged.connect(self._select)
        self.told = QLabel()
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.view, 1)

    def show_tasks(self, year: int, found: list[TaskProgress]) -> None:
        late = late_tasks(self._desk.db, year, self._desk.today, found)
        self.model.load([_row(one) for one in late])
        over = sum(one.left < 0 for one in late)
        words = f"▲ {over} nhiệm vụ quá hạn · ● {len(late) - over} sắp đến hạn"
        self.told.setText(words if late else "✓ Không có nhiệm vụ nào quá hạn hay sắp đến hạn.")
        if late and not self.view.selectionModel().hasSelection():
            self.view.selectRow(0)

    def chosen_ids(self) -> list[int]:
        return self.view.chosen_ids()

    def _select(self) -> None:
        self.selected.emit()

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.id_of(index.row()))


def _row(late: LateTask) -> TextRow:
    row = late.found.row
    words = f"▲ trễ {-late.left} ngày làm việc" if late.left < 0 else f"● {late.found.state.words}"
    told = status_words(late.found).split(";")[0]
    return TextRow(
        id=row.id,
        texts=(words, row.text, row.leads or "▲ chưa có chủ trì", row.due, told, late.found.evidence),
        marks=((0, late.found.state.level),) if row.leads else ((0, late.found.state.level), (2, "bad")),
    )
