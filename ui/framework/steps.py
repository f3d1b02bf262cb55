"""What can be done on the page Bộ tiêu chí, with its questions and dialogs; says which version is to be shown after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QWidget

from dvcq_desktop import frameworks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_editing import Edited, add_criterion, add_item, new_framework
from dvcq_desktop.framework_versions import Version, new_version, use_file, use_for_year, versions
from dvcq_desktop.frameworks import Criterion, Item
from ui import ask
from ui.desk import Desk
from ui.framework import commands
from ui.framework.tree_model import TEXT, FrameworkTree, Node
from ui.framework.tree_view import FrameworkView, clipboard_text, column_of_points


class FrameworkSteps(QObject):
    """Works on the version that the page shows and on the rows chosen in its tree."""

    shown = Signal(int)  # show this version

    def __init__(self, desk: Desk, tree: FrameworkTree, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._tree, self._page = desk, tree, page
        self.view: FrameworkView | None = None
        self.version: Version | None = None
        self.flush: Callable[[], None] = _nothing

    # Cells and fields

    def store(self, node: Node, field: str, typed: str) -> None:
        """A field as typed; RuleBroken is told where it was typed."""
        before = self._shown_id()
        self._done(commands.change(self._desk, node, self._tree.code(node), field, typed), before)

    def store_rule(self, item: Item, rule: str, typed: Mapping[str, str]) -> None:
        before = self._shown_id()
        self._done(commands.change_rule(self._desk, item, self._tree.code(item), rule, typed), before)

    def _done(self, edited: Edited, before: int) -> None:
        """After a change: where it made another version, say so; show the one it was made in."""
        if edited.framework_id and edited.framework_id != before:
            self._desk.told.emit("Đã có điểm chấm nên việc sửa được ghi thành phiên bản mới.", True)
            self.shown.emit(edited.framework_id)

    def _shown_id(self) -> int:
        """Asked before a change: during it the page may already show another version."""
        return self.version.framework.id if self.version else 0

    # Rows

    def _chosen(self) -> list[Node]:
        found = [self._tree.node(index) for index in self.view.nodes()] if self.view else []
        return [node for node in found if node is not None]

    def _current(self) -> Node | None:
        return self._tree.node(self.view.currentIndex()) if self.view else None

    def add_item(self) -> None:
        """A new item after the one in hand, ready to be worded."""
        self.flush()
        node = self._current() or self._tree.node(self._tree.index(self._tree.rowCount() - 1, 0))
        if node is None:
            self.add_criterion()
            return
        criterion_id, after = (node.id, None) if isinstance(node, Criterion) else (node.criterion_id, node.id)
        before = self._shown_id()
        self._made(self._desk.run("Thêm nội dung", add_item, criterion_id, "Nội dung mới", after_id=after), before)

    def add_criterion(self) -> None:
        self.flush()
        before = self._shown_id()
        if before:
            self._made(self._desk.run("Thêm tiêu chí", add_criterion, before, "Tiêu chí mới"), before)

    def _made(self, edited: Edited, before: int) -> None:
        self._done(edited, before)
        node_id = edited.item_id or edited.criterion_id
        index = self._tree.index_of(node_id, criterion=not edited.item_id, column=TEXT)
        if self.view is not None:
            self.view.setFocus()
            self.view.go_to(index, edit=True)

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        self.flush()
        node = self._current()
        if node is None or self.view is None:
            return
        column, before = self.view.currentIndex().column(), self._shown_id()
        try:
            done = commands.move(self._desk, node, self._tree.code(node), by)
        except RuleBroken as broken:
            self._desk.refused.emit(str(broken))
            return
        self._done(done, before)
        criterion = isinstance(node, Criterion)
        place = self._tree.index_of(
            done.criterion_id if criterion else done.item_id, criterion=criterion, column=column
        )
        self.view.go_to(place)

    def delete_chosen(self) -> None:
        self.flush()
        nodes = self._chosen()
        before = self._shown_id()
        if nodes and self._tree.editable:
            self._done(commands.delete(self._desk, nodes), before)

    def paste(self) -> None:
        """One column of numbers goes down from the cell in hand; anything wider is a table to look at first."""
        if not self._tree.editable or self.view is None:
            return
        html, text = clipboard_text()
        numbers = column_of_points(text)
        items, before = self._from_here(), self._shown_id()
        if numbers and items:
            try:
                self._done(commands.fill(self._desk, items, numbers), before)
            except RuleBroken as broken:
                self._desk.refused.emit(str(broken))
        elif html or text.strip():
            self.import_table(pasted=True)

    def _from_here(self) -> list[Item]:
        """The items from the row in hand on."""
        found: list[Item] = []
        index = self.view.currentIndex() if self.view else QModelIndex()
        node = self._tree.node(index)
        if isinstance(node, Criterion):
            index = self._tree.next_item(index)
        while isinstance(node := self._tree.node(index), Item):
            found.append(node)
            index = self._tree.next_item(index)
        return found

    # The whole framework

    def import_table(self, *, pasted: bool = False) -> None:
        """A table from the clipboard or a file into the framework shown, or into a new one where there is none."""
        from ui.dialogs.framework_table import FrameworkTableDialog

        self.flush()
        version, db = self.version, self._desk.db
        current = None
        if version is not None:
            current = (frameworks.criteria(db, version.framework.id), frameworks.items(db, version.framework.id))
        dialog = FrameworkTableDialog(self._desk, current, self._page)
        if pasted:
            dialog.paste()
        if not ask.show_dialog(dialog):
            return
        try:
            if version is None:
                made = commands.new_from_table(self._desk, dialog.title.text(), dialog.reading())
                self.shown.emit(made)
            else:
                replace = dialog.words_box.isChecked()
                done = commands.put_table(self._desk, version.framework.id, dialog.reading(), replace_text=replace)
                self.shown.emit(done.framework_id)
        except RuleBroken as broken:
            self._desk.refused.emit(str(broken))

    def choose_ready(self) -> None:
        """A framework of the shelf, for the year in hand."""
        from ui.dialogs.framework_choose import FrameworkChooseDialog

        dialog = FrameworkChooseDialog(self._desk.year, self._page)
        if ask.show_dialog(dialog):
            try:
                made = self._desk.run("Chọn bộ tiêu chí có sẵn", use_file, dialog.chosen(), self._desk.year)
            except RuleBroken as broken:
                self._desk.refused.emit(str(broken))
                return
            self.shown.emit(made)

    def begin_own(self) -> None:
        title = ask.line(self._page, "Tự lập bộ tiêu chí", "Tên bộ tiêu chí:")
        if not title or not title.strip():
            return
        made = self._desk.run("Tự lập bộ tiêu chí", new_framework, title)
        if self._desk.year is not None:
            self._desk.attempt(f"Dùng bộ tiêu chí cho năm {self._desk.year}", use_for_year, made, self._desk.year)
        self.shown.emit(made)

    def new_version(self) -> None:
        if self.version is not None:
            made = self._desk.run("Tạo phiên bản mới của bộ tiêu chí", new_version, self.version.framework.id)
            self.shown.emit(made)
            self._desk.told.emit("Đã tạo phiên bản mới để sửa.", True)

    def use_for_year(self) -> None:
        if self.version is not None:
            commands.use(self._desk, self.version.framework.id)

    def export(self) -> None:
        self.flush()
        commands.export(self._desk, self.version.framework.id if self.version else None, self._page)

    def compare(self) -> None:
        """The version shown against the one before it, or against any other."""
        from ui.dialogs.framework_compare import FrameworkCompareDialog

        self.flush()
        if self.version is None:
            return
        found, own = versions(self._desk.db), self.version.framework
        before = [v.framework for v in found if v.framework.code == own.code and v.framework.version < own.version]
        others = [v.framework for v in found if v.framework.id != own.id]
        old = max(before, key=lambda f: f.version) if before else (others or [own])[0]
        ask.show_dialog(FrameworkCompareDialog(self._desk, found, old.id, own.id, self._page))

    def edit_head(self) -> None:
        from ui.dialogs.framework_head import FrameworkHeadDialog

        self.flush()
        if self.version is not None:
            dialog = FrameworkHeadDialog(self._desk, self.version.framework, self._page)
            if ask.show_dialog(dialog):
                self.shown.emit(dialog.framework_id)


def _nothing() -> None:
    """Nothing is being typed yet."""
