"""Both scores of a year side by side, what was deducted and why, and THE line that shows every unexplained point."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import cycles, reconciliation, scores, units
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.deduction_rows import DeductionRow, deduction_rows
from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import ItemLine, Reconciliation
from ui.desk import Desk
from ui.page import Page
from ui.reconciliation import commands
from ui.reconciliation.compare_table import FILTERS, NOTE, CompareTable
from ui.reconciliation.compare_view import CompareView
from ui.reconciliation.deduction_table import DeductionTable
from ui.reconciliation.deduction_view import DeductionView
from ui.reconciliation.head import Head
from ui.reconciliation.predecessors_panel import PredecessorsPanel
from ui.user_settings import UserSettings
from ui.widgets.banner import Banner
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button, empty_state, page_head
from ui.widgets.tables import copy_selection

_WAIT = 200  # ms between the last letter and the filter: UniKey corrects letters by backspaces


class ReconciliationPage(Page):
    """The line on top, both scores below it, the deductions below them."""

    KEY = "reconciliation"
    TITLE = "Đối chiếu & trừ điểm"
    SUMMARY = "Điểm tự chấm trừ điểm thẩm định phải bằng tổng các khoản trừ; phần còn lại hiện đỏ đến khi hết."
    GROUP = "Đánh giá"
    ICON = "page-reconciliation"
    READS = frozenset(
        {"score", "deduction", "deduction_unit", "predecessor", "cycle", "task", "unit", "framework", "criterion"}
        | {"item", "classification", "item_mapping"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = UserSettings()
        self._names: list[str] = []
        self._begun: set[int] = set()  # years whose empty page was left by a card
        self._empty: QWidget | None = None
        self.model = CompareTable(self._store_score, self)
        self.deductions = DeductionTable(self._store_deduction, self)
        self.view = CompareView(self.model, self._settings)
        self.deduction_view = DeductionView(self.deductions, self._settings, self._unit_names)
        self.deduction_view.task_wanted.connect(self.pick_task)
        self.head = Head(desk)
        self.head.chosen.connect(self._go_to)
        self.head.deduct_all.connect(self.deduct_all)
        self.predecessors = PredecessorsPanel(desk)
        self._build_actions()
        self._build_layout()
        desk.flush.connect(self._flush)

    # Building

    def _build_actions(self) -> None:
        self.actions_by_key: dict[str, QAction] = {}
        for key, text, keys, slot in (
            ("deduct", "Tạo khoản trừ từ chênh lệch", "Ctrl+D", self.deduct),
            ("deduct_all", "Tạo khoản trừ cho mọi chênh lệch", "", self.deduct_all),
            ("add", "Thêm khoản trừ", "Ctrl+N", self.add),
            ("task", "Chọn nhiệm vụ gánh khoản trừ…", "", self.pick_task),
            ("delete", "Xóa khoản trừ đang chọn", "", self.delete),
            ("paste", "Dán điểm cấp trên từ Excel…", "", self.paste),
            ("predecessor", "Thêm xã cũ (nhập xã)", "", self.add_predecessor),
            ("print", "In bảng nội dung bị trừ điểm", "", self.to_print),
        ):
            action = QAction(text, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            self.actions_by_key[key] = action
        for view, standard, slot in (
            (self.deduction_view, QKeySequence.StandardKey.Delete, self.delete),
            (self.deduction_view, QKeySequence.StandardKey.Copy, self._copy_deductions),
            (self.view, QKeySequence.StandardKey.Copy, self._copy_scores),
        ):
            own = QAction(view)
            own.setShortcut(QKeySequence(standard))
            own.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            own.triggered.connect(slot)
            view.addAction(own)

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        pasted = button("Dán điểm cấp trên…", self.paste, icon_name="action-import")
        self.deduct_button = button("Tạo khoản trừ từ chênh lệch", self.deduct, icon_name="action-add", primary=True)
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [pasted, self.deduct_button]))
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addWidget(self.head)
        column.addWidget(self.predecessors)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._scores = self._scores_part()
        self.splitter.addWidget(self._scores)
        self.splitter.addWidget(self._deductions_part())
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([300, 240])
        if (state := self._settings.state("reconciliation-splitter")) is not None:
            self.splitter.restoreState(state)
        self.splitter.splitterMoved.connect(self._keep_splitter)
        column.addWidget(self.splitter, 1)
        self._stack.addWidget(full)

    def _scores_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Lọc theo mã, nội dung…  (Ctrl+F)")
        self.words.setAccessibleName("Lọc nội dung")
        self.words.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self._narrow)
        self.words.textChanged.connect(self._wait)
        self.which = QComboBox()
        self.which.setAccessibleName("Lọc theo tình trạng")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, title in FILTERS.items():
            self.which.addItem(title, key)
        self.which.activated.connect(self._narrow)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.which)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        return part

    def _deductions_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        title = QLabel("Các khoản bị trừ")
        title.setProperty("strong", True)
        self.sum = ElidedLabel()
        self.sum.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(title)
        row.addWidget(self.sum, 1)
        self.task_button: QPushButton = button("Chọn nhiệm vụ…", self.pick_task)
        self.delete_button: QPushButton = button("Xóa", self.delete, tip="Del")
        for widget in (button("Thêm khoản trừ", self.add, tip="Ctrl+N"), self.task_button, self.delete_button):
            row.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.deduction_view, 1)
        return part

    # Filling

    def refresh(self) -> None:
        year = self.desk.year
        cycle = cycles.find_cycle(self.desk.db, year) if year is not None else None
        if year is None or cycle is None:
            self.model.load(None, closed=True)
            self.deductions.load([], closed=True)
            self._show_empty(None)
            return
        self._names = [unit.name for unit in units.all_units(self.desk.db)]
        found = reconciliation.reconcile(self.desk.db, year)
        rows = deduction_rows(self.desk.db, year)
        item, row = self.view.current_item(), self.deduction_view.current()
        self.model.load(found, closed=bool(cycle.closed))
        self.deductions.load(rows, closed=bool(cycle.closed))
        if _blank(cycle, found, rows) and year not in self._begun:
            self._show_empty(found)
            return
        self._stack.setCurrentIndex(0)
        self._show_year(cycle, found, rows)
        if item is not None and self.view.current_item() is None:
            self.view.show_item(item.row.item.id)
        if row is not None and self.deduction_view.current() is None:
            place = self.deductions.place_of(row.id)
            if place is not None:
                self.deduction_view.setCurrentIndex(self.deductions.index(place, 0))

    def _show_year(self, cycle: Cycle, found: Reconciliation, rows: list[DeductionRow]) -> None:
        classes = [level.label for level in scores.class_levels(self.desk.db, cycle.framework_id or 0)]
        sides = [scores.totals(self.desk.db, cycle.year, which).itemised for which in ("self", "appraised")]
        self.head.show_year(cycle, found, classes, by_items=all(sides))
        inherited = reconciliation.predecessors(self.desk.db, cycle.year)
        self.predecessors.show_year(inherited, found.predecessors, closed=bool(cycle.closed))
        self.predecessors.setVisible(bool(inherited))
        self._scores.setVisible(bool(found.items))
        self.banner.say([f"Năm {cycle.year} đã khóa: chỉ xem."] if cycle.closed else self._notes(cycle))
        self.sum.say(_sum_words(rows))
        for place in range(self.which.count()):
            key = self.which.itemData(place)
            words = FILTERS[key] if key == "all" else f"{FILTERS[key]} ({self.model.count(key)})"
            self.which.setItemText(place, words)
        self.deduct_button.setEnabled(not cycle.closed)
        for widget in (self.task_button, self.delete_button):
            widget.setEnabled(bool(rows))

    def _notes(self, cycle: Cycle) -> list[str]:
        if scores.framework_of(self.desk.db, cycle).illustrative:
            return ["▲ Điểm tối đa và mức xếp loại là số liệu minh họa, không dùng để đối chiếu chính thức."]
        return []

    def _show_empty(self, found: Reconciliation | None) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        if found is None:
            to_plan = ("Mở năm công tác", "Mở năm ở trang Kế hoạch\nhoặc trình đơn Năm công tác", self._to_plan)
            self._empty = empty_state("Chưa có năm nào để đối chiếu.", [to_plan])
        else:
            cards = [
                ("Nhập tay", "Gõ điểm thẩm định từng nội dung,\nhoặc chỉ tổng điểm của năm", self._begin),
                ("Dán từ Excel", "Chép hai cột mã và điểm\ntrong quyết định của cấp trên", self.paste),
            ]
            self._empty = empty_state("Chưa có điểm cấp trên — nhập tay hoặc dán từ Excel", cards)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _begin(self) -> None:
        if self.desk.year is not None:
            self._begun.add(self.desk.year)
            self.refresh()
            self.view.go_on(-1)

    # Finding and going

    def focus_find(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def show_anchor(self, anchor: str) -> None:
        """ "item:12", "deduction:3"."""
        kind, _colon, number = anchor.partition(":")
        if number.isdigit():
            if kind == "item":
                self._go_to(int(number))
            elif kind == "deduction":
                self.deduction_view.show_row(int(number))

    def _go_to(self, item_id: int) -> None:
        if not self.view.show_item(item_id):
            self.words.clear()
            self.which.setCurrentIndex(0)
            self._narrow()
            self.view.show_item(item_id)

    def _wait(self) -> None:
        self._timer.start()

    def _narrow(self) -> None:
        self._timer.stop()
        self.view.editors.finish()
        item = self.view.current_item()
        self.model.narrow(self.words.text(), str(self.which.currentData()))
        place = self.model.place_of(item.row.item.id) if item else None
        if place is not None:
            self.view.setCurrentIndex(self.model.index(place, 3))

    # What can be done

    def menu_actions(self) -> list[QAction]:
        """What the page offers in the window's menu."""
        return list(self.actions_by_key.values())

    def deduct(self) -> None:
        self._flush()
        item = self.view.current_item()
        if item is None:
            self.desk.refused.emit("Hãy chọn một nội dung có chênh lệch trong bảng điểm trước.")
            return
        made = commands.deduct(self.desk, item)
        if made is not None:
            self.deduction_view.show_row(made, "reason")

    def deduct_all(self) -> None:
        self._flush()
        commands.deduct_all(self.desk)

    def add(self) -> None:
        self._flush()
        if self.desk.year is None:
            return
        self._begun.add(self.desk.year)
        made = commands.add(self.desk)
        if made is not None:
            self.deduction_view.show_row(made, "place", edit=True)

    def pick_task(self) -> None:
        row = self.deduction_view.current()
        if row is not None:
            commands.pick_task(self.desk, row, self)

    def delete(self) -> None:
        self.deduction_view.editors.finish()
        if rows := self.deduction_view.chosen():
            commands.delete(self.desk, rows)

    def paste(self) -> None:
        self._flush()
        commands.paste(self.desk, self)

    def add_predecessor(self) -> None:
        self._flush()
        if self.desk.year is not None:
            self._begun.add(self.desk.year)
            self.predecessors.add()

    def to_print(self) -> None:
        self._flush()
        self.desk.go.emit("forms", "bi-tru-diem")

    def _to_plan(self) -> None:
        self.desk.go.emit("plan", "")

    def _copy_scores(self) -> None:
        copy_selection(self.view)

    def _copy_deductions(self) -> None:
        if count := copy_selection(self.deduction_view):
            self.desk.told.emit(f"Đã chép {count} dòng; dán được vào Excel hoặc Word.", False)

    def _store_score(self, item: ItemLine, column: int, typed: str) -> None:
        if column == NOTE:
            commands.type_note(self.desk, item, typed)
        else:
            commands.type_appraised(self.desk, item, typed)

    def _store_deduction(self, row: DeductionRow, field: str, typed: str) -> None:
        commands.store(self.desk, row, field, typed)

    def _unit_names(self) -> list[str]:
        return self._names

    def _flush(self) -> None:
        done = [self.view.editors.finish(), self.deduction_view.editors.finish()]
        if not all(done):
            self.desk.refused.emit("Ô đang gõ chưa lưu được, xem lý do ngay dưới ô. Gõ lại hoặc bấm Esc để bỏ.")
        self.head.totals.keep()
        self.predecessors.flush()

    def _keep_splitter(self) -> None:
        self._settings.keep_state("reconciliation-splitter", self.splitter.saveState())


def _blank(cycle: Cycle, found: Reconciliation, rows: list[DeductionRow]) -> bool:
    """Whether nothing of the superior is known."""
    given = any(item.row.score.appraised_points is not None for item in found.items)
    return not (given or rows or found.predecessors or cycle.appraised_total is not None)


def _sum_words(rows: list[DeductionRow]) -> str:
    again = sum(bool(row.again) for row in rows)
    words = f"{len(rows)} khoản · Σ {format_points(sum(row.deduction.points or 0 for row in rows))}"
    return words + (f" · ↻ {again} lặp lại 2 năm" if again else "")
