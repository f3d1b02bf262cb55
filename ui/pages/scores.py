"""Self score of the year: every item in one sitting by keyboard, its rule and proof below, total and class at the foot."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from dvcq_desktop import cycles
from dvcq_desktop.risk import ItemRisk
from dvcq_desktop.self_scores import SelfScores, read_self_scores, reread_self_scores
from ui.desk import Desk
from ui.page import Page
from ui.scores import commands
from ui.scores.filter_bar import FilterBar
from ui.scores.foot import Foot
from ui.scores.gates_panel import GatesPanel
from ui.scores.item_panel import ItemPanel
from ui.scores.score_table import COLUMNS, EVIDENCE, ScoreSheet
from ui.scores.urgent import show_urgent
from ui.user_settings import UserSettings
from ui.widgets.actions import add_actions, add_key
from ui.widgets.banner import Banner
from ui.widgets.halves import Halves
from ui.widgets.parts import button, empty_state, page_head
from ui.widgets.points_table import PointsTable
from ui.widgets.points_view import PointsView
from ui.widgets.tables import copy_selection


class ScoresPage(Page):
    """The grid with its filter, the item in hand below, the totals at the foot."""

    KEY = "scores"
    TITLE = "Tự chấm điểm"
    SUMMARY = "Gõ điểm, Enter sang nội dung chưa chấm kế tiếp. Quy tắc, minh chứng và giải trình ở khung dưới."
    GROUP = "Đánh giá"
    ICON = "page-scores"
    READS = frozenset(
        {"score", "evidence", "evidence_link", "gate_answer", "gate", "cycle", "framework", "criterion", "item"}
        | {"classification", "deduction", "item_mapping"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = UserSettings()
        self._found: SelfScores | None = None
        self._touched: frozenset[str] | None = None  # None: read everything anew
        self._empty: QWidget | None = None
        self._sheet = ScoreSheet()
        self.model = PointsTable(COLUMNS, self._sheet, self._type, self)
        self.bar = FilterBar()
        self.bar.narrowed.connect(self._narrow)
        self.view = PointsView(self.model, "Bảng tự chấm điểm", "scores", self._settings, least_rows=5, follows=True)
        self.view.in_hand.connect(self._show_item)
        self.view.none_open.connect(self._all_scored)
        self.panel = ItemPanel(desk)
        self.gates = GatesPanel(desk)
        self.foot = Foot()
        self.foot.chosen.connect(self._go_to)
        self._build_actions()
        self._build_layout()
        desk.flush.connect(self._flush)

    # Building

    def _build_actions(self) -> None:
        self.actions_by_key = add_actions(
            self,
            [
                ("next", "Lưu và sang nội dung chưa chấm", "Ctrl+Return Ctrl+Enter", self.go_on),
                ("after", "Nội dung sau", "Alt+Down", self.go_after),
                ("before", "Nội dung trước", "Alt+Up", self.go_before),
                ("evidence", "Thêm minh chứng…", "Ctrl+N", self.panel.evidence.add),
                ("copy", "Chép dòng đang chọn", "", self.copy_selected),
                ("lock", "Khóa điểm tự chấm", "", self.lock),
                ("unlock", "Mở khóa điểm tự chấm…", "", self.unlock),
                ("urgent", "Việc nên làm trước…", "", self.show_urgent),
                ("print", "In bảng tự chấm", "", self.to_print),
            ],
        )
        add_key(self.view, QKeySequence.StandardKey.Copy, self.copy_selected)

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        self.lock_button = button("Khóa điểm tự chấm", self.lock, icon_name="state-locked", primary=True)
        printed = button("In bảng tự chấm", self.to_print, icon_name="action-print")
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [printed, self.lock_button]))
        self.banner = Banner("Mở khóa…", self.unlock)
        self.note = Banner("Đến bộ tiêu chí", self.to_framework)
        column.addWidget(self.banner)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.gates)
        self.splitter = Halves("scores", self._settings, self.view, self.panel, (300, 245), self.bar.detail)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.foot)
        self._stack.addWidget(full)
        self.gates.hide()
        self.bar.gates.toggled.connect(self.gates.setVisible)
        self.view.doubleClicked.connect(self._to_evidence)

    def _to_evidence(self, index: QModelIndex) -> None:
        """The cell of proof leads to the page of evidence."""
        if index.column() == EVIDENCE and self.model.item(index.row()):
            self.panel.evidence.open_page()

    # Filling

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self._touched is not None:
            self._touched |= tables
        super()._on_changed(tables)

    def _on_year_changed(self, year: int) -> None:
        self._touched = None
        super()._on_year_changed(year)

    def refresh(self) -> None:
        year = self.desk.year
        there = year is not None and cycles.find_cycle(self.desk.db, year) is not None
        touched, self._touched = self._touched, frozenset()
        if year is None or not there:
            self._found = None
        elif self._found is None or touched is None or not touched:
            self._found = read_self_scores(self.desk.db, year)
        else:
            self._found = reread_self_scores(self.desk.db, year, self._found, touched)
        found = self._found
        item = self.view.current_item()
        self._sheet = ScoreSheet(found, self._sheet)
        self.model.load(self._sheet)
        if found is None or not found.items:
            self._show_empty()
            return
        self._stack.setCurrentIndex(0)
        if self.view.current_item() is None and not (item and self.view.show_item(item.row.item.id)):
            self._first()
        self._show_state(found)
        self._show_item()

    def _show_state(self, found: SelfScores) -> None:
        self.bar.count(self.model)
        self.gates.show_gates(found.gates, locked=found.locked)
        holding = sum(answer.holds for _gate, answer in found.gates)
        self.bar.gates.setText(f"▲ Điều kiện xếp loại ({holding})" if holding else "Điều kiện xếp loại")
        self.bar.gates.setVisible(bool(found.gates))
        self.foot.show_scores(found)
        self.lock_button.setVisible(not found.locked)
        self.actions_by_key["lock"].setEnabled(not found.locked)
        self.actions_by_key["unlock"].setEnabled(found.locked and not found.cycle.closed)
        locked, notes = _sentences(found)
        self.banner.say(locked, todo=not found.cycle.closed)
        self.note.say(notes)

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        year = f"năm {self.desk.year}" if self.desk.year is not None else "năm công tác"
        cards = [
            ("Chọn bộ tiêu chí", f"Lấy bộ tiêu chí cho {year},\nhoặc nhập bảng điểm từ Word, Excel", self.to_framework),
            ("Nhập tổng điểm", "Năm cũ chỉ biết tổng điểm\nvà các khoản bị trừ", self.to_reconciliation),
        ]
        self._empty = empty_state("Chưa mở chấm điểm: còn thiếu bộ tiêu chí", cards)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _first(self) -> None:
        """Begin at the first item that is not scored, else at the first."""
        place = self.model.next_open(-1)
        place = self.model.beside(-1, 1) if place is None else place
        item = self.model.item(place) if place is not None else None
        if item is not None:
            self.view.show_item(item.row.item.id)

    def _show_item(self) -> None:
        found = self._found
        self.panel.show_item(self.view.current_item(), locked=found is None or found.locked)

    # Finding and going

    def focus_find(self) -> None:
        self.bar.filter.focus()

    def show_anchor(self, anchor: str) -> None:
        """ "item:12" brings that item into view, whatever the filter hides."""
        kind, _colon, number = anchor.partition(":")
        if kind == "item" and number.isdigit():
            self._go_to(int(number))

    def _go_to(self, item_id: int) -> None:
        if not self.view.show_item(item_id):
            self.bar.clear()
            self.view.show_item(item_id)

    def _narrow(self) -> None:
        self.view.editors.finish()
        item = self.view.current_item()
        self.model.narrow(self.bar.words.text(), self.bar.state)
        if not (item and self.view.show_item(item.row.item.id)):
            self._first()
        self._show_item()

    def go_on(self) -> None:
        """Store what is typed and go to the next item that is not scored."""
        focus = self.focusWidget()
        below = focus is not None and self.panel.isAncestorOf(focus)
        self._flush()
        self.view.go_on()
        if below and self.panel.inputs.has_fields() and self.view.editors.finish():
            self.panel.focus_inputs()

    def go_after(self) -> None:
        self._flush()
        self.view.go_beside(1)

    def go_before(self) -> None:
        self._flush()
        self.view.go_beside(-1)

    # What can be done

    def menu_actions(self) -> list[QAction]:
        """What the page offers in the window's menu."""
        return list(self.actions_by_key.values())

    def show_urgent(self) -> None:
        """The tasks with most points at stake for each working day left."""
        self._flush()
        self.urgent = show_urgent(self.desk, self.foot.risk_button)

    def lock(self) -> None:
        self._flush()
        if self._found is not None and self._found.items and (item_id := commands.lock(self.desk, self)) is not None:
            self._go_to(item_id)

    def unlock(self) -> None:
        if self._found is not None and self._found.cycle.scores_locked:
            commands.unlock(self.desk, self)

    def to_print(self) -> None:
        self._flush()
        self.desk.go.emit("forms", "bang-tu-cham")

    def to_framework(self) -> None:
        self.desk.go.emit("framework", "")

    def to_reconciliation(self) -> None:
        self.desk.go.emit("reconciliation", "")

    def copy_selected(self) -> None:
        if copy_selection(self.view):
            self.desk.told.emit("Đã chép dòng; dán được vào Excel hoặc Word.", False)

    def _type(self, item: ItemRisk, _column: int, typed: str) -> None:
        commands.type_points(self.desk, item.row, typed)

    def _flush(self) -> None:
        if not self.view.editors.finish():
            self.desk.refused.emit("Điểm đang gõ chưa lưu được, xem lý do ngay dưới ô. Gõ lại hoặc bấm Esc để bỏ.")
        self.panel.flush()
        self.gates.flush()

    def _all_scored(self) -> None:
        if self._found is not None and not self.model.count("unscored"):
            self.desk.told.emit("Đã chấm hết các nội dung của năm.", False)


def _sentences(found: SelfScores) -> tuple[list[str], list[str]]:
    """What the two strips above the grid say: that it is locked, and what to know about its points."""
    locked = []
    if found.cycle.closed:
        locked = [f"Năm {found.cycle.year} đã khóa: chỉ xem."]
    elif found.cycle.scores_locked:
        locked = ["Điểm tự chấm đã khóa: chỉ xem. Muốn sửa, hãy mở khóa và ghi lý do."]
    notes = []
    if found.framework.illustrative:
        notes.append("▲ Điểm tối đa và mức xếp loại là số liệu minh họa, không dùng để chấm chính thức.")
    if found.without_maximum:
        notes.append(
            f"▲ {found.without_maximum} nội dung chưa có điểm tối đa: vẫn gõ điểm được, nhưng chưa kiểm tra được mức trần"
            " và chưa xếp loại được."
        )
    return locked, notes
