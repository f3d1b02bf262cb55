"""What can be done to the sections of a plan, as actions with keys: add, delete, move, indent, kind, numbering."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from dvcq_desktop import sections
from dvcq_desktop.errors import RuleBroken
from ui.desk import Desk
from ui.plan.outline import Node
from ui.plan.store import PlanStore
from ui.widgets.parts import set_icon


class SectionSteps(QObject):
    """Actions on the section in hand; each is one step of undo, so nothing is asked."""

    added = Signal(int)  # a new section that is to be named now

    def __init__(self, desk: Desk, store: PlanStore, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._store = store
        self._page = page
        self.node: Callable[[], Node | None] = _nothing
        self.add = self._action("Thêm mục", self.add_after, "Ctrl+N", "action-add")
        self.add_inner = self._action("Thêm mục con", self.add_inside, "", "")
        self.delete = self._action("Xóa mục", self.delete_section, "", "action-delete", shown="Del")
        self.up = self._action("Chuyển lên", self.move_up, "Alt+Shift+Up", "action-up")
        self.down = self._action("Chuyển xuống", self.move_down, "Alt+Shift+Down", "action-down")
        self.indent = self._action("Lùi vào một cấp", self.indent_section, "Alt+Right", "action-indent")
        self.outdent = self._action("Ra một cấp", self.outdent_section, "Alt+Left", "action-outdent")

    def all(self) -> list[QAction]:
        return [self.add, self.add_inner, self.delete, self.up, self.down, self.indent, self.outdent]

    def _action(self, title: str, slot: Callable[[], None], keys: str, icon: str, shown: str = "") -> QAction:
        action = QAction(title, self._page)
        if icon:
            set_icon(action, icon)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{title} ({_words(keys or shown)})" if keys or shown else title)
        action.triggered.connect(slot)
        self._page.addAction(action)
        return action

    def refresh(self) -> None:
        """Only what makes sense for the place in hand can be pressed."""
        node = self.node()
        is_section = node is not None and node.row is not None
        for action in (self.add_inner, self.delete, self.up, self.down, self.indent, self.outdent):
            action.setEnabled(is_section)
        if node is not None and node.row is not None and node.parent is not None:
            own = [child for child in node.parent.children if child.row is not None]
            self.up.setEnabled(node is not own[0])
            self.down.setEnabled(node is not own[-1])
            self.indent.setEnabled(node is not own[0])
            self.outdent.setEnabled(node.row.depth > 1)

    def add_after(self) -> None:
        """A new section after the one in hand, else at the end."""
        section = self._section()
        self._add(after_id=section.id if section else None)

    def add_inside(self) -> None:
        """A new section as the last inside the one in hand."""
        section = self._section()
        if section is not None:
            self._add(inside_id=section.id)

    def delete_section(self) -> None:
        section, node = self._section(), self.node()
        if section is None or node is None:
            return
        if self._run(f"Xóa mục {node.title}", sections.delete_section, section.id):
            inner = " và các mục bên trong" if node.children else ""
            self._desk.told.emit(f"Đã xóa mục “{node.title}”{inner}.", True)

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def indent_section(self) -> None:
        section = self._section()
        if section is not None:
            self._run("Lùi mục vào một cấp", sections.indent_section, section.id)

    def outdent_section(self) -> None:
        section = self._section()
        if section is not None:
            self._run("Đưa mục ra một cấp", sections.outdent_section, section.id)

    def place(self, section_id: int, inside_id: int | None, position: int | None) -> None:
        """Put a section elsewhere (drag and drop)."""
        self._run("Chuyển mục", sections.place_section, section_id, inside_id, position)

    def rename(self, section_id: int, heading: str) -> None:
        self._run(f"Sửa tiêu đề mục {self._store.name_of(section_id)}", sections.change_heading, section_id, heading)

    def change_kind(self, section_id: int, kind: str) -> None:
        self._run("Đổi loại mục", sections.change_kind, section_id, kind)

    def change_numbered(self, section_id: int, numbered: bool) -> None:
        self._run("Đánh số mục" if numbered else "Bỏ đánh số mục", sections.change_numbered, section_id, numbered)

    def _section(self) -> sections.Section | None:
        node = self.node()
        return node.row.section if node is not None and node.row is not None else None

    def _add(self, *, after_id: int | None = None, inside_id: int | None = None) -> None:
        self._desk.flush.emit()
        try:
            made = self._desk.run(
                "Thêm mục", sections.add_section, self._store.plan_id, after_id=after_id, inside_id=inside_id
            )
        except RuleBroken as broken:
            self._desk.refused.emit(str(broken))
            return
        self.added.emit(made)

    def _move(self, step: int) -> None:
        section = self._section()
        if section is not None:
            self._run("Chuyển mục lên" if step < 0 else "Chuyển mục xuống", sections.move_section, section.id, step)

    def _run(self, label: str, use_case: Callable[..., object], *args: object) -> bool:
        self._desk.flush.emit()
        return self._desk.attempt(label, use_case, *args)


def _words(keys: str) -> str:
    """How keys are said: arrows as arrows."""
    for name, sign in (("Up", "↑"), ("Down", "↓"), ("Left", "←"), ("Right", "→")):
        keys = keys.replace(name, sign)
    return keys


def _nothing() -> None:
    """No place is in hand yet."""
