"""What is done with the documents chosen on the page: link, review, trash, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from dvcq_desktop.evidence_gaps import ItemProof
from dvcq_desktop.evidence_rows import EvidenceRow
from ui import ask
from ui.desk import Desk
from ui.evidence import commands
from ui.evidence.bringing import Bringing
from ui.evidence.tree_model import TRASH
from ui.widgets.actions import add_actions
from ui.widgets.tables import copy_selection

if TYPE_CHECKING:
    from ui.pages.evidence import EvidencePage

_BUTTONS = {  # of the row above the table: an action's key, its short words, what it does
    "link": ("Liên kết…", "Liên kết các dòng đang chọn với nội dung (Ctrl+L)"),
    "approve": ("Duyệt", "Duyệt các dòng đang chọn (F8)"),
}
_IN_TRASH = {"restore", "purge", "copy"}  # what can be done with what lies in the trash
_CHANGES_NOTHING = {"copy", "names", "hand_in"}


class EvidenceWork(QObject):
    """Its actions stand in the page's menu and in the context menu of the table."""

    def __init__(self, desk: Desk, page: EvidencePage, bringing: Bringing) -> None:
        super().__init__(page)
        self._desk, self._page, self._bringing = desk, page, bringing
        self.actions_by_key: dict[str, QAction] = add_actions(
            page,
            (
                ("link", "Liên kết với nội dung…", "Ctrl+L", self.link),
                ("tasks", "Liên kết với nhiệm vụ…", "", self.link_tasks),
                ("unlink", "Bỏ khỏi nội dung này", "", self.unlink),
                ("move", "Chuyển sang nội dung khác…", "", self.move),
                ("approve", "Duyệt", "F8", self.approve),
                ("return", "Trả lại…", "", self.send_back),
                ("again", "Trình duyệt lại", "", self.submit_again),
                ("replace", "Thay tệp (bản mới)…", "", self.replace),
                ("box", "Số hộp…", "", self.set_box),
                ("names", "Đặt tên tệp…", "", self.name_files),
                ("hand_in", "Xuất bộ minh chứng…", "", self.hand_in),
                ("copy", "Chép các dòng", "", self.copy),
                ("trash", "Bỏ vào thùng rác", "", self.trash),
                ("restore", "Lấy lại từ thùng rác", "", self.restore),
                ("purge", "Xóa hẳn…", "", self.purge),
            ),
        )
        self.buttons: list[QWidget] = []
        for key, (words, tip) in _BUTTONS.items():
            made = QPushButton(words)
            made.setToolTip(tip)
            made.clicked.connect(self.actions_by_key[key].trigger)
            self.buttons.append(made)

    def menu(self) -> QMenu:
        """For the rows chosen in the table."""
        menu = QMenu(self._page)
        for key, action in self.actions_by_key.items():
            if key in ("approve", "replace", "trash"):
                menu.addSeparator()
            if action.isEnabled() and key != "hand_in":  # that is about the year, not about these rows
                menu.addAction(action)
        return menu

    def show_state(self) -> None:
        """Offer what can be done with the rows that are chosen now."""
        rows = self._page.view.chosen()
        node = self._page.node
        in_trash = bool(rows) and all(row.evidence.trashed_at for row in rows)
        of_item = node is not None and node.proof is not None
        for key, action in self.actions_by_key.items():
            wanted = bool(rows) and (key in _IN_TRASH if in_trash else key not in ("restore", "purge"))
            if key in ("unlink", "move"):
                wanted = wanted and of_item
            elif key == "again":
                wanted = wanted and any(row.evidence.state != "new" for row in rows)
            elif key == "names":
                wanted = node is None or node.key != TRASH
            elif key == "hand_in":
                wanted = True
            elif key == "replace":
                wanted = wanted and len(rows) == 1
            action.setEnabled(wanted and (not self._page.locked or key in _CHANGES_NOTHING))
        for button, key in zip(self.buttons, _BUTTONS, strict=True):
            button.setEnabled(self.actions_by_key[key].isEnabled())

    # Links

    def link(self) -> None:
        if rows := self._rows("link"):
            if not self._page.proofs:
                self._desk.refused.emit("Năm này chưa có bộ tiêu chí. Hãy chọn bộ tiêu chí trước.")
                return
            chosen = commands.pick_items(
                self._page.proofs, "Liên kết với nội dung", "Liên kết", self._page, several=True
            )
            if chosen:
                commands.link(self._desk, rows, chosen)

    def link_dropped(self, key: str, ids: list[int]) -> None:
        """Rows dropped on a line of the tree: an item takes them as proof, the trash takes them away."""
        rows = [row for row in map(self._page.model.row_of, ids) if row is not None]
        proof = self._proof(key)
        if key == TRASH and (used := [row for row in rows if not row.evidence.trashed_at]):
            commands.trash(self._desk, used)
        elif proof is not None and (new := [row for row in rows if proof.item.id not in row.item_ids]):
            commands.link(self._desk, new, [proof])
        elif proof is not None:
            self._desk.told.emit(f"Đã gắn với nội dung {commands.item_code(proof)} từ trước.", False)

    def link_tasks(self) -> None:
        if rows := self._rows("tasks"):
            commands.link_tasks(self._desk, rows, self._page)

    def unlink(self) -> None:
        node = self._page.node
        if (rows := self._rows("unlink")) and node is not None and node.proof is not None:
            commands.unlink(self._desk, rows, node.proof)

    def move(self) -> None:
        node = self._page.node
        if (rows := self._rows("move")) and node is not None and (here := node.proof) is not None:
            others = [proof for proof in self._page.proofs if proof.item.id != here.item.id]
            chosen = commands.pick_items(others, "Chuyển sang nội dung khác", "Chuyển", self._page, several=False)
            if chosen:
                commands.move(self._desk, rows, here, chosen[0])

    # Review

    def approve(self) -> None:
        if rows := self._rows("approve"):
            commands.approve(self._desk, rows)

    def send_back(self) -> None:
        if rows := self._rows("return"):
            commands.send_back(self._desk, rows, self._page)

    def submit_again(self) -> None:
        if rows := self._rows("again"):
            commands.submit_again(self._desk, rows)

    # The document itself

    def replace(self) -> None:
        if rows := self._rows("replace"):
            path = ask.open_file(self._page, "Tệp của bản mới", "Mọi tệp (*)")
            if path is not None:
                self._bringing.replace(rows[0].id, path)

    def set_box(self) -> None:
        if rows := self._rows("box"):
            commands.set_box(self._desk, rows, self._page)

    def name_files(self) -> None:
        """The template of file names, tried on the chosen rows, or on all that are shown."""
        from ui.evidence.name_dialog import NameDialog

        year = self._desk.year
        if year is None:
            return
        rows = self._page.view.chosen()
        if len(rows) < 2:
            rows = [self._page.model.row(place) for place in range(self._page.model.rowCount())]
        if ask.show_dialog(NameDialog(self._desk, rows, year, self._page)):
            self._desk.told.emit("Thư mục minh chứng xuất lần sau sẽ dùng mẫu tên này.", False)

    def hand_in(self) -> None:
        from ui.dialogs.hand_in import hand_in

        hand_in(self._desk, self._page)

    def copy(self) -> None:
        if count := copy_selection(self._page.view):
            self._desk.told.emit(f"Đã chép {count} dòng; dán được vào Excel hoặc Word.", False)

    def trash(self) -> None:
        """Del: what is in the trash already is deleted for good, after a question."""
        if rows := self._rows("trash"):
            commands.trash(self._desk, rows)
        elif self.actions_by_key["purge"].isEnabled():
            self.purge()

    def restore(self) -> None:
        if rows := self._rows("restore"):
            commands.restore(self._desk, rows)

    def purge(self) -> None:
        if rows := self._rows("purge"):
            commands.purge(self._desk, rows, self._page)

    def _rows(self, key: str) -> list[EvidenceRow]:
        """The chosen rows, where this can be done with them."""
        self._desk.flush.emit()
        self.show_state()
        return self._page.view.chosen() if self.actions_by_key[key].isEnabled() else []

    def _proof(self, key: str) -> ItemProof | None:
        node = self._page.tree.named(key)
        return node.proof if node else None
