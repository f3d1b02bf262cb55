"""The proof of the item in hand: what the decision expects, what is there, and the ways to add, link and take away."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from dvcq_desktop import evidence, evidence_links
from dvcq_desktop.evidence import Evidence, evidence_name
from dvcq_desktop.scores import ScoreRow
from ui import ask
from ui.desk import Desk
from ui.dialogs.pick import PickDialog
from ui.scores.commands import year_of
from ui.scores.evidence_dialog import EvidenceDialog
from ui.widgets.lines_label import LinesLabel
from ui.widgets.parts import button


class EvidenceBox(QWidget):
    """Every change is one undoable operation; nothing is asked before taking a document away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: ScoreRow | None = None
        self._found: list[Evidence] = []
        self.expected = LinesLabel()
        self.expected.setProperty("muted", True)
        self.list = QListView()
        self.list.setModel(QStringListModel(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(36)
        self.list.setAccessibleName("Minh chứng của nội dung")
        self.list.doubleClicked.connect(self.edit)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        self.add_button = button("Thêm…", self.add, tip="Thêm một văn bản làm minh chứng của nội dung này")
        self.link_button = button(
            "Gắn có sẵn…", self.link, tip="Gắn một văn bản đã có: một văn bản minh chứng được nhiều nội dung"
        )
        self.remove_button = button("Bỏ", self.remove, tip="Bỏ văn bản đang chọn khỏi nội dung này (Del)")
        self.page_button = button(
            "Mở trang Minh chứng", self.open_page, tip="Thêm tệp, xem văn bản, duyệt minh chứng của nội dung này"
        )
        row = QHBoxLayout()
        row.setSpacing(4)
        for made in (self.add_button, self.link_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.page_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.expected)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def show_row(self, row: ScoreRow | None, *, locked: bool) -> None:
        self._row = row
        here = row is not None and self._desk.year is not None
        self._found = evidence.evidence_of_item(self._desk.db, year_of(self._desk), row.item.id) if row and here else []
        model = self.list.model()
        names = [evidence_name(found) for found in self._found]
        if isinstance(model, QStringListModel) and model.stringList() != names:
            model.setStringList(names)
        expected = [line.strip() for line in row.item.expected_evidence.split("\n") if line.strip()] if row else []
        self.expected.setText("Cần có: " + "; ".join(expected) if expected else "Quyết định không nêu văn bản cần có.")
        for made in (self.add_button, self.link_button):
            made.setEnabled(row is not None and not locked)
        self.remove_button.setEnabled(bool(self._found) and not locked)

    def open_page(self) -> None:
        """To this item on the page of evidence."""
        if self._row is not None:
            self._desk.go.emit("evidence", f"item:{self._row.item.id}")

    def add(self) -> None:
        if self._row is not None:
            ask.show_dialog(EvidenceDialog(self._add, parent=self))

    def edit(self) -> None:
        found = self._chosen()
        if found and self.add_button.isEnabled():
            known = found[0]

            def keep(typed: dict[str, str]) -> None:
                self._desk.run(f"Sửa minh chứng: {known.title}", evidence.change_evidence, known.id, **typed)

            ask.show_dialog(EvidenceDialog(keep, known, self))

    def link(self) -> None:
        if self._row is None:
            return
        there = {found.id for found in self._found}
        others = [e for e in evidence.evidence_of_year(self._desk.db, year_of(self._desk)) if e.id not in there]
        if not others:
            self._desk.told.emit("Năm này chưa có văn bản nào khác. Hãy thêm văn bản mới.", False)
            return
        names = [evidence_name(e) for e in others]
        dialog = PickDialog("Gắn văn bản đã có", names, do="Gắn vào nội dung", several=True, parent=self)
        if ask.show_dialog(dialog) and dialog.places:
            label = f"Gắn {len(dialog.places)} minh chứng vào nội dung {self._row.code}"
            chosen = [others[place].id for place in dialog.places]
            self._desk.attempt(label, evidence_links.link_many, chosen, self._row.item.id)

    def remove(self) -> None:
        chosen = self._chosen()
        if self._row is None or not chosen or not self.remove_button.isEnabled():
            return
        label = f"Bỏ {len(chosen)} minh chứng khỏi nội dung {self._row.code}"
        if self._desk.attempt(label, evidence_links.unlink_many, [e.id for e in chosen], self._row.item.id):
            self._desk.told.emit(f"Đã bỏ {len(chosen)} minh chứng khỏi nội dung này.", True)

    def _add(self, typed: dict[str, str]) -> None:
        if self._row is not None:
            label = f"Thêm minh chứng cho nội dung {self._row.code}"
            self._desk.run(label, evidence.add_evidence, year_of(self._desk), self._row.item.id, **typed)

    def _chosen(self) -> list[Evidence]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        if not rows and self.list.currentIndex().isValid():
            rows = [self.list.currentIndex().row()]
        return [self._found[row] for row in rows if row < len(self._found)]
