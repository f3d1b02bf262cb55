"""What the document in hand proves: items and tasks, with pages, section and the expected paper it answers, typed in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop import evidence_links
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_gaps import likely_line
from dvcq_desktop.evidence_targets import LinkRow, Target, items_to_link, link_rows, take_proposals, tasks_to_link
from ui import ask
from ui.desk import Desk
from ui.dialogs.pick import PickDialog
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.widgets.actions import add_key
from ui.widgets.parts import button

COLS = (
    Col(key="what", title="Chứng minh cho", width=22, kind="read"),
    Col(key="pages", title="Trang", width=6, hint="3, 5-7"),
    Col(key="section", title="Mục, điều, khoản", width=14, hint="Mục II.3"),
    Col(key="expected", title="Ứng với minh chứng cần có", width=26, kind="pick", hint="↓ để chọn"),
    Col(key="note", title="Ghi chú", width=16),
)
_TITLES = {col.key: col.title.lower() for col in COLS}


class LinksPart(QWidget):
    """A link is a row; a cell is typed in place, a double click on the first column goes there."""

    page_wanted = Signal(int)  # the row in hand names this page: show it

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Evidence | None = None
        self._rows: dict[int, LinkRow] = {}
        self.table = RowTable(COLS, self._store, self)
        self.view = RowView(self.table, "Nội dung và nhiệm vụ được chứng minh", "evidence-links", self._names)
        self.view.doubleClicked.connect(self._on_double_click)
        self.view.clicked.connect(self._on_clicked)
        add_key(self.view, QKeySequence.StandardKey.Delete, self.remove)
        self.item_button = button("Gắn nội dung…", self.add_items, tip="Một văn bản chứng minh được nhiều nội dung")
        self.task_button = button("Gắn nhiệm vụ…", self.add_tasks, tip="Văn bản là kết quả của nhiệm vụ nào")
        self.remove_button = button("Bỏ", self.remove, tip="Bỏ dòng đang chọn (Del)")
        self.proposal = QLabel()
        self.proposal.setWordWrap(True)
        self.proposal.setProperty("muted", True)
        self.take_button = button("Nhận đề xuất", self.take)
        row = QHBoxLayout()
        row.setSpacing(6)
        for made in (self.item_button, self.task_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        told = QHBoxLayout()
        told.addWidget(self.proposal, 1)
        told.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view, 1)
        column.addLayout(told)
        column.addLayout(row)

    def show_record(self, found: Evidence | None, *, editable: bool) -> int:
        """Show what a document proves; answers how many things that are."""
        self._found = found
        rows = link_rows(self._desk.db, found.id) if found else []
        self._rows = {row.link.id: row for row in rows}
        self.view.load([_row(row) for row in rows])
        triggers = RowView.EditTrigger
        self.view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if editable
            else triggers.NoEditTriggers
        )
        for made in (self.item_button, self.task_button):
            made.setEnabled(editable)
        self.remove_button.setEnabled(editable and bool(rows))
        proposed = self._proposed() if editable else {}
        self.proposal.setText(
            "; ".join(f"Đề xuất: {self._rows[link].short} ứng với “{line}”" for link, line in proposed.items())
        )
        self.proposal.setVisible(bool(proposed))
        self.take_button.setVisible(bool(proposed))
        return len(rows)

    def choose(self, link_id: int) -> None:
        self.view.choose(link_id)
        self.view.setFocus()

    def choose_beyond(self, last: int) -> None:
        """Put the cursor on the pages of the first link that names one beyond the last."""
        for row in self._rows.values():
            if row.last_page > last:
                self.choose(row.link.id)
                self.view.setCurrentIndex(self.table.index(self.table.place_of(row.link.id) or 0, 1))
                return

    def finish(self) -> None:
        """Store the cell that is being typed."""
        self.view.editors.finish()

    # What can be done

    def add_items(self) -> None:
        found = self._found
        if found is not None and self._desk.year is not None:
            there = {row.link.item_id for row in self._rows.values()}
            targets = [one for one in items_to_link(self._desk.db, self._desk.year) if one.id not in there]
            chosen = self._pick("Gắn nội dung", targets, "Năm này chưa có nội dung nào khác để gắn.")
            if chosen:
                self._desk.attempt(
                    f"Gắn minh chứng vào {len(chosen)} nội dung", evidence_links.link_to_items, found.id, chosen
                )

    def add_tasks(self) -> None:
        found = self._found
        if found is not None and self._desk.year is not None:
            there = {row.link.task_id for row in self._rows.values()}
            targets = [one for one in tasks_to_link(self._desk.db, self._desk.year) if one.id not in there]
            chosen = self._pick("Gắn nhiệm vụ", targets, "Năm này chưa có nhiệm vụ nào khác để gắn.")
            if chosen:
                self._desk.attempt(
                    f"Gắn minh chứng vào {len(chosen)} nhiệm vụ", evidence_links.link_to_tasks, found.id, chosen
                )

    def _pick(self, title: str, targets: list[Target], none: str) -> list[int]:
        if not targets:
            self._desk.told.emit(none, False)
            return []
        dialog = PickDialog(title, [one.name for one in targets], do="Gắn", several=True, parent=self)
        return [targets[place].id for place in dialog.places] if ask.show_dialog(dialog) else []

    def remove(self) -> None:
        chosen = [self._rows[row.id] for row in self.view.chosen()]
        if not chosen or not self.remove_button.isEnabled():
            return
        label = f"Bỏ minh chứng khỏi {', '.join(row.short for row in chosen)}"
        if self._desk.attempt(label, evidence_links.unlink, [row.link.id for row in chosen]):
            self._desk.told.emit(f"Đã bỏ khỏi {', '.join(row.short for row in chosen)}.", True)

    def take(self) -> None:
        """Write every proposed expected paper."""
        self._desk.attempt("Nhận đề xuất minh chứng cần có", take_proposals, self._proposed())

    def go(self, row: LinkRow) -> None:
        """Show the item's scores or the task."""
        if row.link.item_id:
            self._desk.go.emit("scores", f"item:{row.link.item_id}")
        elif row.link.task_id:
            self._desk.go.emit("assignments", f"task:{row.link.task_id}")

    # In the table

    def _store(self, row: Row, key: str, typed: str) -> None:
        known = self._rows[row.id]
        label = f"Sửa {_TITLES[key]} của minh chứng ở {known.short}"
        self._desk.run(label, evidence_links.change_link, row.id, **{key: typed})

    def _names(self, _key: str) -> list[str]:
        row = self.view.current()
        return list(self._rows[row.id].lines) if row is not None else []

    def _proposed(self) -> dict[int, str]:
        """The expected paper each link most likely answers, where nobody has said."""
        found = self._found
        if found is None:
            return {}
        taken = {(row.link.item_id, row.link.expected) for row in self._rows.values()}
        words = f"{found.kind} {found.title}"
        lines = {link_id: likely_line(words, row.lines) for link_id, row in self._rows.items() if not row.link.expected}
        return {
            link_id: line
            for link_id, line in lines.items()
            if line and (self._rows[link_id].link.item_id, line) not in taken
        }

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.isValid() and self.table.cols[index.column()].kind == "read":
            self.go(self._rows[self.table.row(index.row()).id])

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid() and (page := self._rows[self.table.row(index.row()).id].first_page):
            self.page_wanted.emit(page)


def _row(row: LinkRow) -> Row:
    link = row.link
    return Row(
        id=link.id,
        texts={
            "what": row.name,
            "pages": link.pages,
            "section": link.section,
            "expected": link.expected,
            "note": link.note,
        },
    )
