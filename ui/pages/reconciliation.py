"""Both scores of a year side by side, what was deducted and why, and THE line that shows every unexplained point."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from dvcq_desktop import cycles, reconciliation, scores, units
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.deduction_rows import DeductionRow
from dvcq_desktop.reconciliation import ItemLine, Reconciliation
from ui.desk import Desk
from ui.page import Page
from ui.reconciliation import commands
from ui.reconciliation.compare_part import ComparePart
from ui.reconciliation.compare_table import COLUMNS, NOTE, CompareSheet
from ui.reconciliation.deductions_part import DeductionsPart
from ui.reconciliation.head import Head
from ui.reconciliation.predecessors_panel import PredecessorsPanel
from ui.user_settings import UserSettings
from ui.widgets.actions import add_actions, add_key
from ui.widgets.banner import Banner
from ui.widgets.halves import Halves
from ui.widgets.parts import button, empty_state, page_head
from ui.widgets.points_table import PointsTable
from ui.widgets.tables import copy_selection


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
        self.model = PointsTable(COLUMNS, CompareSheet(), self._store_score, self)
        self.compare = ComparePart(self.model, self._settings)
        self.compare.paste_wanted.connect(self.paste)
        self.view = self.compare.view
        add_key(self.view, QKeySequence.StandardKey.Copy, self._copy_scores)
        self.deductions = DeductionsPart(desk, self._settings, self._unit_names)
        self.deduction_view = self.deductions.view
        self.head = Head(desk)
        self.head.chosen.connect(self.compare.go_to)
        self.head.deduct_all.connect(self.deduct_all)
        self.predecessors = PredecessorsPanel(desk)
        self.actions_by_key = add_actions(
            self,
            [
                ("deduct", "Tạo khoản trừ từ chênh lệch", "Ctrl+D", self.deduct),
                ("deduct_all", "Tạo khoản trừ cho mọi chênh lệch", "", self.deduct_all),
                ("add", "Thêm khoản trừ", "Ctrl+N", self.add),
                ("task", "Chọn nhiệm vụ gánh khoản trừ…", "", self.deductions.pick_task),
                ("delete", "Xóa khoản trừ đang chọn", "", self.deductions.delete),
                ("paste", "Dán điểm cấp trên từ Excel…", "", self.paste),
                ("predecessor", "Thêm xã cũ (nhập xã)", "", self.add_predecessor),
                ("print", "In bảng nội dung bị trừ điểm", "", self.to_print),
            ],
        )
        self._build_layout()
        desk.flush.connect(self._flush)

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        self.deduct_button = button("Tạo khoản trừ", self.deduct, icon_name="action-add", primary=True)
        self.deduct_button.setToolTip("Từ phần chênh lệch chưa giải thích của nội dung đang chọn (Ctrl+D)")
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [self.deduct_button]))
        self.banner = Banner()
        self.splitter = Halves("reconciliation", self._settings, self.compare, self.deductions, (300, 240))
        for widget in (self.banner, self.head, self.predecessors):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)
        self._stack.addWidget(full)

    # Filling

    def refresh(self) -> None:
        year = self.desk.year
        cycle = cycles.find_cycle(self.desk.db, year) if year is not None else None
        if year is None or cycle is None:
            self.model.load(CompareSheet())
            self.deductions.show_year(None, closed=True)
            self._show_empty(known=False)
            return
        self._names = [unit.name for unit in units.all_units(self.desk.db)]
        found = reconciliation.reconcile(self.desk.db, year)
        item = self.view.current_item()
        self.model.load(CompareSheet(found, closed=bool(cycle.closed)))
        rows = self.deductions.show_year(year, closed=bool(cycle.closed))
        if _blank(cycle, found, rows) and year not in self._begun:
            self._show_empty(known=True)
            return
        self._stack.setCurrentIndex(0)
        self._show_year(cycle, found)
        if item is not None and self.view.current_item() is None:
            self.view.show_item(item.row.item.id)

    def _show_year(self, cycle: Cycle, found: Reconciliation) -> None:
        classes = [level.label for level in scores.class_levels(self.desk.db, cycle.framework_id or 0)]
        rows = [item.row for item in found.items]
        framework = scores.framework_of(self.desk.db, cycle)
        sides = (scores.totals_of(cycle, framework, rows, which, (), ()).itemised for which in ("self", "appraised"))
        self.head.show_year(cycle, found, classes, by_items=all(sides))
        inherited = reconciliation.predecessors(self.desk.db, cycle.year)
        self.predecessors.show_year(inherited, found.predecessors, closed=bool(cycle.closed))
        self.predecessors.setVisible(bool(inherited))
        self.compare.setVisible(bool(found.items))
        self.compare.count()
        notes = [f"Năm {cycle.year} đã khóa: chỉ xem."] if cycle.closed else []
        if framework.illustrative:
            notes.append("▲ Điểm tối đa và mức xếp loại là số liệu minh họa, không dùng để đối chiếu chính thức.")
        self.banner.say(notes)
        self.deduct_button.setEnabled(not cycle.closed and bool(found.items))

    def _show_empty(self, *, known: bool) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        if known:
            cards = [
                ("Nhập tay", "Gõ điểm thẩm định từng nội dung,\nhoặc chỉ tổng điểm của năm", self._begin),
                ("Dán từ Excel", "Chép hai cột mã và điểm\ntrong quyết định của cấp trên", self.paste),
            ]
            self._empty = empty_state("Chưa có điểm cấp trên — nhập tay hoặc dán từ Excel", cards)
        else:
            to_plan = ("Mở năm công tác", "Mở năm ở trang Kế hoạch\nhoặc trình đơn Năm công tác", self._to_plan)
            self._empty = empty_state("Chưa có năm nào để đối chiếu.", [to_plan])
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _begin(self) -> None:
        self._leave_empty()
        if self.model.rowCount():
            self.view.go_on(-1)
        else:
            self.head.totals.lines["self_total"].setFocus()

    def _leave_empty(self) -> None:
        if self.desk.year is not None and self.desk.year not in self._begun:
            self._begun.add(self.desk.year)
            self.refresh()

    # Finding and going

    def focus_find(self) -> None:
        self.compare.focus_find()

    def show_anchor(self, anchor: str) -> None:
        """ "item:12", "deduction:3"."""
        kind, _colon, number = anchor.partition(":")
        if number.isdigit() and kind == "item":
            self.compare.go_to(int(number))
        elif number.isdigit() and kind == "deduction":
            self.deduction_view.show_row(int(number))

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
        self._leave_empty()
        self.deductions.add()

    def paste(self) -> None:
        self._flush()
        if self.desk.year is not None:
            commands.paste(self.desk, self)

    def add_predecessor(self) -> None:
        self._flush()
        self._leave_empty()
        if self.desk.year is not None:
            self.predecessors.add()

    def to_print(self) -> None:
        self._flush()
        self.desk.go.emit("forms", "bi-tru-diem")

    def _to_plan(self) -> None:
        self.desk.go.emit("plan", "")

    def _copy_scores(self) -> None:
        copy_selection(self.view)

    def _store_score(self, item: ItemLine, column: int, typed: str) -> None:
        if column == NOTE:
            commands.type_note(self.desk, item, typed)
        else:
            commands.type_appraised(self.desk, item, typed)

    def _unit_names(self) -> list[str]:
        return self._names

    def _flush(self) -> None:
        done = [self.view.editors.finish(), self.deduction_view.editors.finish()]
        if not all(done):
            self.desk.refused.emit("Ô đang gõ chưa lưu được, xem lý do ngay dưới ô. Gõ lại hoặc bấm Esc để bỏ.")
        self.head.totals.keep()
        self.predecessors.flush()


def _blank(cycle: Cycle, found: Reconciliation, rows: list[DeductionRow]) -> bool:
    """Whether nothing of the superior is known."""
    given = any(item.row.score.appraised_points is not None for item in found.items)
    return not (given or rows or found.predecessors or cycle.appraised_total is not None)
