"""Assignments of the year: who leads, who supports, in which periods and by when; edited in the table or below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from dvcq_desktop import cycles, frameworks, units
from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.standing import YearStanding, default_period, year_standing
from ui.assignments.tabs import TABLE, TaskTabs
from ui.assignments.views_menu import ViewsButton
from ui.assignments.work import TaskWork, row_buttons
from ui.desk import Desk
from ui.page import Page
from ui.user_settings import UserSettings
from ui.widgets import assignment_commands as commands
from ui.widgets.actions import add_actions
from ui.widgets.assignment_detail import AssignmentDetail
from ui.widgets.assignment_filter import AssignmentFilter
from ui.widgets.assignment_table import AssignmentTable
from ui.widgets.assignment_view import AssignmentView
from ui.widgets.fold_row import FoldRow
from ui.widgets.halves import Halves
from ui.widgets.parts import button, empty_state, page_head
from ui.widgets.tables import copy_selection

Card = tuple[str, str, Callable[[], object]]


class AssignmentsPage(Page):
    """The assignment table with its filter, the task in hand below, and what can be done with many rows at once."""

    KEY = "assignments"
    TITLE = "Phân công & tiến độ"
    SUMMARY = "Ai chủ trì, ai phối hợp, kỳ nào, hạn nào. Sửa ngay trong ô hoặc trong khung bên dưới."
    GROUP = "Công việc"
    ICON = "page-assignments"
    # fmt: off
    READS = frozenset({
        "task", "task_item", "assignment", "unit", "official", "cycle", "criterion", "item", "framework", "progress",
        "extension", "evidence", "evidence_link", "holiday", "setting",
    })
    # fmt: on

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = UserSettings()
        self._names: list[str] = []
        self._empty: QWidget | None = None
        self._judged = (0, "")  # the year and period the states are of
        self.standing = YearStanding()
        self.model = AssignmentTable(self._store, self)
        self.detail = AssignmentDetail(self._store)
        self._build_actions()
        self._build_table()
        self._build_bar()
        self.foot = QLabel()
        self.foot.setProperty("muted", True)
        self._build_layout()
        desk.flush.connect(self._flush)

    # Building

    def _build_actions(self) -> None:
        rows: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("add", "Thêm nhiệm vụ", "Ctrl+N", self.add_task),
            ("duplicate", "Nhân bản nhiệm vụ", "Ctrl+D", self.duplicate_selected),
            ("delete", "Xóa nhiệm vụ", "", self.delete_selected),
            ("due", "Đặt hạn minh chứng…", "", self.set_due_of_selected),
            ("assign", "Giao bộ phận…", "", self.assign_selected),
            ("copy", "Chép các dòng", "", self.copy_selected),
            ("framework", "Thêm nội dung còn thiếu từ bộ tiêu chí", "", self.add_from_framework),
        )
        self.actions_by_key = add_actions(self, rows)
        self.filter = AssignmentFilter(self._settings)
        self.work = TaskWork(self.desk, self, self.filter)
        self.actions_by_key.update(self.work.actions_by_key)

    def _build_bar(self) -> None:
        self.filter.narrowed.connect(self._narrow)
        self.filter.period_chosen.connect(self.refresh)
        self.views = ViewsButton(self.desk, self.filter, self.view)
        self.filter.add(self.views)
        self.row_buttons = row_buttons(self.actions_by_key)
        self.detail_button = QPushButton("Chi tiết")
        self.detail_button.setCheckable(True)
        self.detail_button.setToolTip("Hiện hoặc ẩn khung sửa nhiệm vụ bên dưới bảng")

    def _build_table(self) -> None:
        self.view = AssignmentView(self.model, self._settings, self._unit_names)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._context_menu)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(self._count)
        self.view.doubleClicked.connect(self.work.double_clicked)
        self.view.add_key(QKeySequence.StandardKey.Delete, self.actions_by_key["delete"])
        self.view.add_key(QKeySequence.StandardKey.Copy, self.actions_by_key["copy"])

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        column.addWidget(
            page_head(
                self.TITLE,
                self.SUMMARY,
                [
                    self.work.papers_button(),
                    button("Thêm nhiệm vụ", self.add_task, icon_name="action-add", primary=True, tip="Ctrl+N"),
                ],
            )
        )
        lower = 14 * self.fontMetrics().lineSpacing()
        self.splitter = Halves(
            "assignments", self._settings, self.view, self.detail, (600, lower), self.detail_button, low=44
        )
        self.tabs = TaskTabs(self.desk, self.splitter)
        self.tabs.wanted.connect(self._switched)
        self.tabs.chosen.connect(self._count)
        self.tabs.picked.connect(self._show_task)
        column.addWidget(FoldRow(self.tabs.bar, [*self.row_buttons, self.detail_button]))
        column.addWidget(self.filter)
        column.addWidget(self.tabs.stack, 1)
        column.addWidget(self.foot)
        self._stack.addWidget(full)

    # Filling

    def refresh(self) -> None:
        self._refresh_units()
        changed = self._judge()
        rows = self.standing.rows
        chosen, current = {row.id for row in self.view.chosen()}, self.view.current()
        scroll = self.view.verticalScrollBar().value()
        self.model.load(rows, self.standing.told, self.standing.marks)
        if changed:
            self._narrow(anew=True)
        if chosen and not self.view.selectionModel().hasSelection():
            self.view.choose(chosen, current.id if current else 0)
            self.view.verticalScrollBar().setValue(scroll)
        elif rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 1))
        self.detail.show_row(self.view.current())
        self._switched()
        self._show_empty(not rows)

    def _judge(self) -> bool:
        """Read the year and how its tasks stand in the period in hand; whether that is another one than before."""
        year, today, db = self.desk.year, self.desk.today, self.desk.db
        if year is None or cycles.find_cycle(db, year) is None:
            self.standing, self._judged = YearStanding(), (0, "")
            return False
        if self._judged[0] != year:
            self.filter.set_period(default_period(db, year, today))
        before, self._judged = self._judged, (year, self.filter.period)
        self.standing = year_standing(db, year, today, self.filter.period)
        return before != self._judged

    def _refresh_units(self) -> None:
        found = units.all_units(self.desk.db)
        self._names = [unit.name for unit in found]
        self.detail.set_names(self._names)
        self.filter.set_units(found)

    def _show_empty(self, empty: bool) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if empty:
            self._empty = empty_state(*_invitation(self))
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentIndex(0)

    def _count(self) -> None:
        chosen = len(self.view.chosen() if self.tabs.now == TABLE else self.tabs.chosen_ids())
        self.foot.setText(_foot_words(self.model, chosen))
        for widget in self.row_buttons:
            widget.setEnabled(chosen > 0)

    # Finding

    def focus_find(self) -> None:
        self.filter.focus()

    def show_anchor(self, anchor: str) -> None:
        """ "task:12" selects that task, whatever the filter hides."""
        kind, _colon, number = anchor.partition(":")
        if kind != "task" or not number.isdigit():
            return
        if self.model.place_of(int(number)) is None:
            self.filter.clear()
        self.tabs.bar.setCurrentIndex(TABLE)
        self.view.choose({int(number)}, int(number))

    def _narrow(self, *, anew: bool = False) -> None:
        chosen, current = {row.id for row in self.view.chosen()}, self.view.current()
        self.model.narrow(self.filter.words.text(), self.filter.unit, self.filter.state, anew=anew)
        if chosen and not self.view.selectionModel().hasSelection():
            self.view.choose(chosen, current.id if current else 0)
        self._switched()

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.detail.show_row(self.view.current())

    def chosen(self) -> list[AssignmentRow]:
        """The tasks that what is done next is done with."""
        if self.tabs.now == TABLE:
            return self.view.chosen()
        return [row for task_id in self.tabs.chosen_ids() if (row := self.model.row_of(task_id))]

    def _switched(self) -> None:
        self.tabs.show_tasks(self.desk.year, self.standing, self.model)
        self.detail_button.setEnabled(self.tabs.now == TABLE)
        self._count()

    def _show_task(self, task_id: int) -> None:
        self.show_anchor(f"task:{task_id}")

    def _unit_names(self) -> list[str]:
        return self._names

    # What can be done

    def menu_actions(self) -> list[QAction]:
        """What the page offers in the window's menu."""
        return list(self.actions_by_key.values())

    def add_task(self) -> None:
        self._flush()
        made = commands.add(self.desk, self.view.current())
        if made is not None:
            self.show_anchor(f"task:{made}")
            self.view.setFocus()
            self.view.edit(self.view.currentIndex().siblingAtColumn(1))

    def duplicate_selected(self) -> None:
        if rows := self.chosen():
            copies = commands.duplicate(self.desk, rows)
            self.view.choose(set(copies), copies[0])

    def delete_selected(self) -> None:
        if rows := self.chosen():
            commands.delete(self.desk, rows)

    def set_due_of_selected(self) -> None:
        if rows := self.chosen():
            commands.set_due(self.desk, rows, self)

    def assign_selected(self) -> None:
        if rows := self.chosen():
            commands.assign(self.desk, rows, self._names, self)

    def copy_selected(self) -> None:
        if count := copy_selection(self.view):
            self.desk.told.emit(f"Đã chép {count} dòng; dán được vào Excel hoặc Word.", False)

    def add_from_framework(self) -> None:
        commands.add_from_framework(self.desk)

    def _store(self, row: AssignmentRow, field: str, typed: str) -> bool:
        commands.store(self.desk, row, field, typed)
        return True

    def _flush(self) -> None:
        self.view.editors.finish()
        self.detail.flush()

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions())
        menu.popup(self.view.viewport().mapToGlobal(at))


def _foot_words(model: AssignmentTable, chosen: int) -> str:
    total, shown, bare = model.total(), model.rowCount(), model.without_lead()
    parts = [f"{total} nhiệm vụ" if shown == total else f"{shown} trong {total} nhiệm vụ"]
    parts.append(f"▲ {bare} chưa có chủ trì" if bare else "✓ đều có chủ trì")
    return " · ".join([*parts, f"{chosen} dòng đang chọn"] if chosen > 1 else parts)


def _invitation(page: AssignmentsPage) -> tuple[str, list[Card]]:
    """What an empty page says and offers."""
    read_file: Card = (
        "Nạp tệp Word",
        "Đọc kế hoạch .docx hoặc .txt đã có,\nlấy cả phân công trong đó",
        page.work.import_file,
    )
    if page.desk.year is None:
        return "Chưa có năm nào. Hãy nạp kế hoạch đã có, hoặc mở năm ở trang Kế hoạch.", [read_file]
    cycle = cycles.find_cycle(page.desk.db, page.desk.year)
    count = len(frameworks.items(page.desk.db, cycle.framework_id)) if cycle and cycle.framework_id else 0
    cards: list[Card] = [read_file, ("Tự nhập", "Thêm từng nhiệm vụ một", page.add_task)]
    if count:
        made: Card = (
            f"Tạo từ bộ tiêu chí ({count})",
            "Mỗi nội dung thành một nhiệm vụ,\nrồi giao bộ phận cho từng dòng",
            page.add_from_framework,
        )
        return f"Chưa có nhiệm vụ — tạo từ bộ tiêu chí ({count})", [made, *cards]
    return f"Năm {page.desk.year} chưa có nhiệm vụ.", cards
