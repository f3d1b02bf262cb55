"""The framework of the year: criteria and items with maximum, step, rule, evidence, legal base; versions, tables in and out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from dvcq_desktop import cycles, frameworks
from dvcq_desktop.framework_sums import findings, sentence_of, sum_of
from dvcq_desktop.framework_versions import Version, versions
from ui.desk import Desk
from ui.framework.bars import SumBar, VersionBar, action_bar
from ui.framework.detail import DetailPane
from ui.framework.steps import FrameworkSteps
from ui.framework.tree_model import MAX, TEXT, FrameworkTree
from ui.framework.tree_view import FrameworkView
from ui.page import Page
from ui.user_settings import UserSettings
from ui.widgets.banner import Banner
from ui.widgets.parts import button, empty_state, page_head, set_icon

_ACTIONS = (  # key, words, icon, shortcut
    ("add_item", "Thêm nội dung", "action-add", "Ctrl+N"),
    ("add_criterion", "Thêm tiêu chí", "action-add", ""),
    ("up", "Lên", "action-up", "Alt+Shift+Up"),
    ("down", "Xuống", "action-down", "Alt+Shift+Down"),
    ("delete", "Xóa", "action-delete", ""),
    ("head", "Quyết định, xếp loại…", "action-edit", ""),
    ("compare", "So sánh…", "action-history", ""),
    ("export", "Xuất Excel…", "action-export", ""),
)
_OF_ROWS = ("add_item", "add_criterion", "up", "down", "delete")


class FrameworkPage(Page):
    """The tree at the left, what is in hand at the right, the sum below."""

    KEY = "framework"
    TITLE = "Bộ tiêu chí"
    SUMMARY = "Tiêu chí, nội dung, điểm tối đa và cách chấm. Gõ ngay trong ô; Enter sang dòng dưới."
    GROUP = "Đánh giá"
    ICON = "page-framework"
    READS = frozenset({"framework", "criterion", "item", "gate", "classification", "cycle", "score", "item_mapping"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = UserSettings()
        self._chosen: int | None = None  # a version picked by hand; None: the one of the year in hand
        self._version: Version | None = None
        self._versions: list[Version] = []
        self._empty: QWidget | None = None
        self.model = FrameworkTree(self)
        self.steps = FrameworkSteps(desk, self.model, self)
        self.model.store = self.steps.store
        self.view = self.steps.view = FrameworkView(self.model)
        self.detail = DetailPane(self.steps.store, self.steps.store_rule)
        self.steps.flush = self._flush
        self._build_actions()
        self._build_layout()
        self._listen()

    # Building

    def _build_actions(self) -> None:
        self.actions_by_key: dict[str, QAction] = {}
        slots = {
            "add_item": self.steps.add_item,
            "add_criterion": self.steps.add_criterion,
            "up": self.steps.move_up,
            "down": self.steps.move_down,
            "delete": self.steps.delete_chosen,
            "head": self.steps.edit_head,
            "compare": self.steps.compare,
            "export": self.steps.export,
        }
        for key, words, icon, keys in _ACTIONS:
            action = QAction(words, self)
            set_icon(action, icon)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slots[key])
            self.addAction(action)
            self.actions_by_key[key] = action
        remove = QAction("Xóa", self.view)
        remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        remove.triggered.connect(self.steps.delete_chosen)
        self.view.addAction(remove)

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        self.ready_button = button("Bộ có sẵn…", self.steps.choose_ready, icon_name="action-open-folder")
        self.table_button = button("Nhập bảng…", self.steps.import_table, icon_name="action-import", primary=True)
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [self.ready_button, self.table_button]))
        self.bar = VersionBar(self.steps.use_for_year)
        column.addWidget(self.bar)
        self.banner = Banner("Gõ điểm", self._banner_do)
        column.addWidget(self.banner)
        found = list(self.actions_by_key.values())
        column.addWidget(action_bar([*found[: len(_OF_ROWS)], None, *found[len(_OF_ROWS) :]]))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([700, 300])
        if (state := self._settings.state("framework-splitter")) is not None:
            self.splitter.restoreState(state)
        column.addWidget(self.splitter, 1)
        self.sums = SumBar()
        foot = QHBoxLayout()
        foot.addWidget(self.sums, 1)
        column.addLayout(foot)
        self._stack.addWidget(full)

    def _listen(self) -> None:
        self.bar.picked.connect(self.pick)
        self.steps.shown.connect(self._follow)
        self.view.chosen.connect(self._show_detail)
        self.view.pasted.connect(self.steps.paste)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._context_menu)
        self.sums.wanted.connect(self._go_to_finding)
        self.splitter.splitterMoved.connect(self._keep_splitter)
        self.desk.flush.connect(self._flush)

    # Filling

    def refresh(self) -> None:
        db = self.desk.db
        self._versions = versions(db)
        by_id = {version.framework.id: version for version in self._versions}
        cycle = cycles.find_cycle(db, self.desk.year) if self.desk.year is not None else None
        of_year = by_id.get(cycle.framework_id or 0) if cycle else None
        self._version = by_id.get(self._chosen or 0) or of_year or (self._versions[0] if self._versions else None)
        self.steps.version = self._version
        self._show_empty(self._version is None)
        if self._version is None:
            return
        framework = self._version.framework
        items = frameworks.items(db, framework.id)
        found = findings(db, framework.id)
        self.model.editable = not self._version.kept
        current = self.view.currentIndex()
        place = (current.parent().row(), current.row(), current.column()) if current.isValid() else None
        if self.model.load(framework, frameworks.criteria(db, framework.id), items, found):
            self._restore(place)
        self.bar.load(self._versions, framework.id, self.desk.year)
        self.sums.load(*sentence_of(sum_of(items), framework.total), found)
        self._tell(bool(items), all(item.max_points is None for item in items))
        for key in (*_OF_ROWS, "head"):
            self.actions_by_key[key].setEnabled(not self._version.kept)
        self.actions_by_key["compare"].setEnabled(len(self._versions) > 1)
        self.table_button.setEnabled(not self._version.kept)
        self._show_detail()

    def _restore(self, place: tuple[int, int, int] | None) -> None:
        """After rows came or went: the cursor stays as near as can be to where it was."""
        self.view.expandAll()
        if place is None:
            first = self.model.next_item(self.model.index(0, MAX))
            self.view.go_to(first if first.isValid() else self.model.index(0, TEXT))
            return
        above = self.model.index(place[0], 0) if place[0] >= 0 else QModelIndex()
        last = self.model.rowCount(above) - 1
        index = self.model.index(min(place[1], last), place[2], above) if last >= 0 else above
        self.view.go_to(index)

    def _tell(self, has_items: bool, unknown: bool) -> None:
        """What holds for the whole framework, with the one thing to do about it."""
        version, year = self._version, self.desk.year
        words: list[str] = []
        todo = ""
        if version is not None and version.kept:
            years = ", ".join(str(y) for y in version.settled_years)
            words.append(
                f"Bản này năm {years} đã chấm và khóa, chỉ để xem." if years else "Bản lưu trước khi sửa, chỉ để xem."
            )
            todo = "Tạo bản mới để sửa"
        elif has_items and unknown:
            words.append("Bộ tiêu chí này chưa có điểm: gõ hoặc dán bảng từ Word/Excel.")
            todo = "Gõ điểm"
        elif version is not None and year is not None and not (version.open_years or version.settled_years):
            words.append(f"Bộ tiêu chí này chưa dùng cho năm nào. Bấm “Dùng cho năm {year}” nếu đây là bộ của năm.")
        if version is not None and version.framework.illustrative:
            words.append("▲ Số liệu minh họa, không dùng để chấm điểm chính thức.")
        self.banner.say(words, todo=bool(todo))
        if todo and self.banner.button is not None:
            self.banner.button.setText(todo)

    def _banner_do(self) -> None:
        if self._version is not None and self._version.kept:
            self.steps.new_version()
        else:
            self.view.setFocus()
            self.view.go_to(self.model.first_without_points(), edit=True)

    def _show_empty(self, empty: bool) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if empty:
            cards = [
                (
                    "Chọn bộ có sẵn",
                    "Bộ tiêu chí đi cùng chương trình,\nđiểm tự gõ hoặc dán vào",
                    self.steps.choose_ready,
                ),
                ("Nhập từ Excel, Word", "Đọc bảng điểm có sẵn,\nxem lại trước khi ghi", self.steps.import_table),
                ("Tải mẫu Excel", "Điền vào mẫu rồi nhập lại", self.steps.export),
                ("Tự lập", "Thêm từng tiêu chí, nội dung", self.steps.begin_own),
            ]
            self._empty = empty_state("Chưa có bộ tiêu chí nào.", cards)
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentIndex(0)

    def _show_detail(self) -> None:
        node = self.model.node(self.view.currentIndex())
        self.detail.show_node(node, self.model.code(node) if node else "", editable=self.model.editable)

    # Finding

    def focus_find(self) -> None:
        self.view.setFocus()

    def show_anchor(self, anchor: str) -> None:
        """ "item:12" and "criterion:3" put the cursor there."""
        kind, _colon, number = anchor.partition(":")
        if kind in ("item", "criterion") and number.isdigit():
            self.view.go_to(self.model.index_of(int(number), criterion=kind == "criterion", column=TEXT))

    def pick(self, framework_id: int) -> None:
        """Show a version."""
        self._flush()
        self._chosen = framework_id
        self.refresh()

    def menu_actions(self) -> list[QAction]:
        """What the page offers in the window's menu."""
        return list(self.actions_by_key.values())

    def _follow(self, framework_id: int) -> None:
        """A change was made to this version: it is shown from now on, unless the year shows it anyway."""
        if self._version is None or self._version.framework.id != framework_id:
            self._chosen = framework_id
            self.refresh()

    def _go_to_finding(self, finding: object) -> None:
        item_id, criterion_id = getattr(finding, "item_id", 0), getattr(finding, "criterion_id", 0)
        index = self.model.index_of(item_id, column=MAX) if item_id else QModelIndex()
        self.view.go_to(index if index.isValid() else self.model.index_of(criterion_id, criterion=True))
        self.view.setFocus()

    def _flush(self) -> None:
        self.view.cells.finish()
        self.detail.flush()

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions())
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _keep_splitter(self) -> None:
        self._settings.keep_state("framework-splitter", self.splitter.saveState())

    def _on_year_changed(self, year: int) -> None:
        self._chosen = None  # each year shows its own
        super()._on_year_changed(year)
