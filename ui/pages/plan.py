"""The page Kế hoạch: outline at the left, text in the middle, the paper itself at the right."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from dvcq_desktop import plans
from dvcq_desktop.plans import Plan
from dvcq_desktop.sections import OutlineRow, outline
from ui import ask
from ui.desk import Desk
from ui.page import Page
from ui.plan.begin import Beginnings
from ui.plan.beside import Beside
from ui.plan.middle import Middle
from ui.plan.outline_view import OutlinePane
from ui.plan.steps import SectionSteps
from ui.plan.store import PlanStore
from ui.plan.top import PlanTop
from ui.user_settings import UserSettings
from ui.widgets import parts

_HIDDEN = QByteArray(b"hidden")


class PlanPage(Page):
    """Write the yearly plan while its paper is seen."""

    KEY = "plan"
    TITLE = "Kế hoạch"
    SUMMARY = "Soạn kế hoạch năm; bản in ở bên phải thay đổi theo chữ đang gõ."
    GROUP = "Công việc"
    ICON = "page-plan"
    READS = frozenset(
        {
            "plan",
            "plan_version",
            "section",
            "legal_base",
            "cycle",
            "organisation",
            "official",
            "unit",
            "task",
            "task_item",
            "assignment",
            "deduction",
            "framework",
            "criterion",
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.plan: Plan | None = None
        self._rows: dict[str, OutlineRow] = {}
        self._settings = UserSettings()
        self.store = PlanStore(desk)
        self.store.name_of = self._section_name
        self.steps = SectionSteps(desk, self.store, self)
        self.outline = OutlinePane(self.steps)
        self.steps.node = self.outline.current_node
        self.middle = Middle(desk, self.store)
        self.beside = Beside(desk, self.middle.being_typed, self)
        self.beginnings = Beginnings(desk)
        self._actions = self._build_actions()
        self._build()
        self._listen()

    def _build_actions(self) -> list[QAction]:
        made = []
        for title, slot, keys, icon in (
            ("Mục trước", self.previous_place, "Alt+Up", ""),
            ("Mục sau", self.next_place, "Alt+Down", ""),
            ("Chèn viện dẫn văn bản…", self.middle.cite, "Ctrl+L", "action-link"),
            ("Tìm và thay…", self.open_replace, "Ctrl+H", "action-replace"),
            ("Tìm chỗ kế tiếp", self.middle.find_bar.next_hit, "F3", ""),
            ("Tìm chỗ trước", self.middle.find_bar.previous_hit, "Shift+F3", ""),
            ("Phiên bản…", self.show_versions, "", "action-history"),
        ):
            action = QAction(title, self)
            if icon:
                parts.set_icon(action, icon)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            made.append(action)
        return made

    def _build(self) -> None:
        self.top = PlanTop(self.TITLE, self.SUMMARY)
        self.see = self.top.see
        self.see.setChecked(self._settings.state("plan-paper") != _HIDDEN)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(9)
        self.outline.set_foot([action for action in self._actions if action.text() in ("Tìm và thay…", "Phiên bản…")])
        for widget in (self.outline, self.middle, self.beside.paper):
            self.split.addWidget(widget)
        self.split.setStretchFactor(1, 2)
        self.split.setStretchFactor(2, 3)
        self.split.setSizes([250, 320, 570])
        state = self._settings.state("plan-split")
        if state is not None:
            self.split.restoreState(state)
        self.beside.paper.setVisible(self.see.isChecked())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.beginnings)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 12)
        page.setSpacing(12)
        page.addWidget(self.top)
        page.addWidget(self.stack, 1)

    def _listen(self) -> None:
        self.see.toggled.connect(self._on_see)
        self.top.bring.connect(self.beginnings.import_word)
        self.top.keep.connect(self.make_version)
        self.top.out.connect(self.to_forms)
        self.outline.chosen.connect(self._on_chosen)
        self.outline.tree.opened.connect(self.middle.focus_text)
        for pane in (self.outline, self.middle):
            pane.kind_wanted.connect(self.steps.change_kind)
            pane.numbered_wanted.connect(self.steps.change_numbered)
        self.steps.added.connect(self._on_added)
        self.middle.wanted.connect(self.outline.select)
        self.middle.typed.connect(self.beside.changed)
        self.beginnings.begun.connect(self._on_begun)
        self.split.splitterMoved.connect(self._on_split)

    def refresh(self) -> None:
        year = self.desk.year
        plan = plans.find_plan(self.desk.db, year) if year is not None else None
        if plan is None:
            self._show_empty()
            return
        self.plan = plan
        self.store.plan_id = plan.id
        rows = outline(self.desk.db, plan.id)
        self._rows = {f"section:{row.section.id}": row for row in rows}
        self.stack.setCurrentWidget(self.split)
        self.top.set_plan(True)
        self.outline.fill(rows)
        self._show_place()
        self.middle.find_bar.refresh()
        self._look()
        self.beside.changed()

    def _show_empty(self) -> None:
        """No plan in this year: the ways to begin one."""
        self.plan = None
        self.store.plan_id = 0
        self.beside.clear()
        self.top.set_plan(False)
        self.beginnings.refresh()
        self.stack.setCurrentWidget(self.beginnings)

    def _on_begun(self, _year: int) -> None:
        self.refresh()
        self.outline.select("head")

    # the place in hand
    def show_anchor(self, anchor: str) -> None:
        if self._stale:
            self._refresh_now()
        self.outline.select(anchor)

    def focus_find(self) -> None:
        if self.plan is not None:
            self.middle.find_bar.open_panel(replacing=False, words=self.middle.selected_words())

    def open_replace(self) -> None:
        if self.plan is not None:
            self.middle.find_bar.open_panel(replacing=True, words=self.middle.selected_words())

    def previous_place(self) -> None:
        self.outline.step_by(-1)

    def next_place(self) -> None:
        self.outline.step_by(1)

    def menu_actions(self) -> list[QAction]:
        """What stands in the menu "Trang này"."""
        return [*self.steps.all(), *self._actions]

    def keys(self) -> list[tuple[str, str]]:
        """Keys that are no actions of the page, for the list of Shift+F1."""
        return [
            ("Insert", "Thêm mục (ở danh sách mục)"),
            ("Del", "Xóa mục (ở danh sách mục)"),
            ("F2", "Sửa tiêu đề (ở danh sách mục)"),
            ("Tab, Shift+Tab", "Lùi vào, ra một cấp (ở danh sách mục)"),
            ("Enter", "Sang phần nội dung (ở danh sách mục)"),
        ]

    def _section_name(self, section_id: int) -> str:
        row = self._rows.get(f"section:{section_id}")
        return row.label.rstrip(".") or row.section.heading if row else ""

    def _show_place(self) -> None:
        key = self.outline.current_key()
        if self.plan is not None and key:
            self.middle.show_place(key, self.plan, self._rows.get(key))
        self.steps.refresh()

    def _on_chosen(self, key: str) -> None:
        self._show_place()
        self.beside.follow(key)

    def _on_added(self, section_id: int) -> None:
        self.outline.select(f"section:{section_id}")
        self.middle.section.heading.setFocus()

    # the paper
    def _look(self) -> None:
        self.beside.look(self.isVisible() and self.plan is not None and self.see.isChecked())

    def _on_see(self, seen: bool) -> None:
        self.beside.paper.setVisible(seen)
        self._settings.keep_state("plan-paper", QByteArray(b"shown") if seen else _HIDDEN)
        self._look()

    def _on_split(self, _position: int, _index: int) -> None:
        self._settings.keep_state("plan-split", self.split.saveState())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.beside.look(False)

    # versions and paper out
    def make_version(self) -> None:
        """Ctrl+S: keep the plan as it stands."""
        self.desk.flush.emit()
        if self.plan is None:
            self.desk.refused.emit("Chưa có kế hoạch để tạo phiên bản.")
            return
        if self.desk.attempt("Tạo phiên bản kế hoạch", plans.make_version, self.plan.id, self.desk.office.who):
            label = plans.versions(self.desk.db, self.plan.id)[0].label
            self.desk.told.emit(f"Đã tạo {label} của kế hoạch.", True)

    def show_versions(self) -> None:
        from ui.plan.versions import VersionsDialog

        self.desk.flush.emit()
        if self.plan is not None:
            dialog = VersionsDialog(self.desk, self.plan.id, self)
            ask.show_dialog(dialog)
            dialog.deleteLater()

    def to_forms(self) -> None:
        self.desk.flush.emit()
        self.desk.go.emit("forms", "ke-hoach")
