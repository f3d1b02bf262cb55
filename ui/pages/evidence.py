"""Evidence of the year: collected, named, checked and found; what every item has and lacks, and the document in hand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from dvcq_desktop import cycles
from dvcq_desktop.evidence_gaps import ItemProof, item_proofs
from dvcq_desktop.evidence_rows import EvidenceRow, EvidenceRows
from ui.desk import Desk
from ui.evidence.bringing import Bringing
from ui.evidence.doc_table import EvidenceTable
from ui.evidence.doc_view import EvidenceView
from ui.evidence.doubts import Doubts, Sentences
from ui.evidence.mime import PROMISED, brings_files, files_in, promised
from ui.evidence.panes import EvidencePanes
from ui.evidence.taking import Wanted
from ui.evidence.tree_model import ALL, TRASH, WAITING, EvidenceTree, Node, chooser
from ui.evidence.tree_view import EvidenceTreeView
from ui.evidence.untaken import Untaken
from ui.evidence.work import EvidenceWork
from ui.page import Page
from ui.user_settings import UserSettings
from ui.widgets.actions import add_key
from ui.widgets.banner import Banner
from ui.widgets.parts import button, empty_state, page_head


class EvidencePage(Page):
    """The tree of items, the documents of the line in hand, the document in hand; files may be dropped anywhere."""

    KEY = "evidence"
    TITLE = "Minh chứng"
    SUMMARY = "Thu nhận, sắp xếp, duyệt và tìm văn bản chứng minh cho từng nội dung. Kéo tệp vào bất cứ đâu trên trang."
    GROUP = "Công việc"
    ICON = "page-evidence"
    READS = frozenset(
        {"evidence", "evidence_file", "evidence_link", "cycle", "framework", "criterion", "item", "score", "task"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = UserSettings()
        self._rows: list[EvidenceRow] = []
        self._of_year = EvidenceRows()
        self._touched = self.READS  # what changed since the last filling
        self._empty: QWidget | None = None
        self._wanted_id = 0  # to be shown as soon as it is there
        self.proofs: list[ItemProof] = []
        self.locked = False
        self.tree = EvidenceTree(self)
        self.tree_view = EvidenceTreeView(self.tree)
        self.model = EvidenceTable(self)
        self.view = EvidenceView(self.model, self._settings, self.open_current)
        self.bringing = Bringing(desk, self, self._settings)
        self.work = EvidenceWork(desk, self, self.bringing)
        self.doubts = Doubts(desk, self)
        self.actions_by_key = {**self.bringing.actions_by_key, **self.work.actions_by_key}
        self._build_layout()
        self._listen()
        self.setAcceptDrops(True)

    def _build_layout(self) -> None:
        self._stack = QStackedLayout(self)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        bring = self.bringing
        add = button("Thêm tệp…", bring.choose_files, icon_name="action-add", primary=True, tip="Ctrl+N")
        head = [bring.folders_button(), add]
        column.addWidget(page_head(self.TITLE, self.SUMMARY, head))
        self.banner = Banner()
        self.untaken = Untaken(bring.taking)
        column.addWidget(self.banner)
        column.addWidget(self.untaken)
        self.panes = EvidencePanes(self.desk, self, self._settings)
        column.addWidget(self.panes, 1)
        self.foot = QLabel()
        self.foot.setProperty("muted", True)
        column.addWidget(self.foot)
        self._stack.addWidget(full)

    def _listen(self) -> None:
        self.tree_view.chosen.connect(self._show_line)
        self.tree_view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree_view.customContextMenuRequested.connect(self._tree_menu)
        self.tree.files_dropped.connect(self.bringing.drop_on_line)
        self.tree.documents_dropped.connect(self.work.link_dropped)
        self.model.dropped.connect(self.bringing.drop_on_document)
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        self.view.selectionModel().selectionChanged.connect(self.count)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._table_menu)
        add_key(self.view, QKeySequence.StandardKey.Delete, self.work.trash)
        add_key(self.view, QKeySequence.StandardKey.Copy, self.work.copy)
        self.panes.narrowed.connect(self._narrow)
        self.panes.only_gaps.toggled.connect(self._show_tree)
        self.bringing.taking.recorded.connect(self._recorded)
        self.bringing.watch.changed.connect(self.count)
        self.doubts.found.connect(self._tell_doubts)

    def _on_changed(self, tables: frozenset[str]) -> None:
        self._touched |= tables
        super()._on_changed(tables)

    @property
    def node(self) -> Node | None:
        """The line of the tree in hand."""
        return self.tree_view.node

    def refresh(self) -> None:
        year, db = self.desk.year, self.desk.db
        cycle = cycles.find_cycle(db, year) if year is not None else None
        there = year is not None and cycle is not None
        self.locked = cycle is not None and bool(cycle.closed)
        self.tree.locked = self.model.locked = self.locked
        self._rows = self._of_year.read(db, year, self._touched) if year is not None and there else []
        self._touched = frozenset() if there else self.READS
        self.proofs = item_proofs(db, year) if year is not None and there else []
        self.banner.say([f"Năm {year} đã khóa: chỉ xem."] if self.locked else [])
        self._show_tree()
        self._show_empty(not there)
        if year is not None and there:
            self.doubts.look(year)

    def _show_tree(self) -> None:
        self.tree.load(self.proofs, self._rows, only_gaps=self.panes.only_gaps.isChecked())
        if not self.tree_view.currentIndex().isValid():
            self.tree_view.choose(ALL)
        self._show_documents()

    def _show_line(self) -> None:
        self._show_documents(anew=True)

    def _show_documents(self, *, anew: bool = False) -> None:
        """The documents of the line in hand (anew: from the first one on); what was chosen stays chosen."""
        chosen, current, scroll, place = self._kept()
        self.model.load(self._rows, chooser(self.node))
        self._choose_again(chosen, current, 0 if anew else scroll, 0 if anew else place)

    def _tell_doubts(self, found: Sentences) -> None:
        kept = self._kept()
        if self.model.tell_doubts(found):
            self._choose_again(*kept)
        else:
            self.panes.say_counts()

    def _kept(self) -> tuple[set[int], EvidenceRow | None, int, int]:
        """What is chosen, what is in hand, how far the list is scrolled and where in it the cursor stands."""
        scroll, place = self.view.verticalScrollBar().value(), self.view.currentIndex().row()
        return {row.id for row in self.view.chosen()}, self.view.current(), scroll, place

    def _choose_again(self, chosen: set[int], current: EvidenceRow | None, scroll: int = 0, place: int = 0) -> None:
        """What was chosen stays so; where it is shown no more, what stands in its place now is next."""
        if not self.view.selectionModel().hasSelection():
            if chosen:
                self.view.choose(chosen, current.id if current else 0)
            if not self.view.currentIndex().isValid() and self.model.rowCount():
                self.view.choose({self.model.row(min(max(0, place), self.model.rowCount() - 1)).id})
            self.view.verticalScrollBar().setValue(scroll)
        if self._wanted_id and self.model.place_of(self._wanted_id) is not None:
            self.view.choose({self._wanted_id}, self._wanted_id)
            self._wanted_id = 0
        self.panes.show_line(self.node)
        self._show_current()
        self.count()

    def _show_empty(self, empty: bool) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        self._stack.setCurrentIndex(0)
        if empty:
            card = ("Mở năm công tác", "Lập hoặc nạp kế hoạch của năm,\nrồi thêm minh chứng vào đây", self.to_plan)
            self._empty = empty_state("Chưa có năm nào nên chưa có chỗ cho minh chứng.", [card])
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)

    def _show_current(self, *_moved: QModelIndex) -> None:
        row = self.view.current()
        self.panes.show_document(row.id if row else None)

    def count(self) -> None:
        """Say at the foot what is shown, and offer what can be done with it."""
        self.work.show_state()
        self.bringing.show_state(locked=self.locked)
        line = self.node.title if self.node is not None and not self.panes.tree_button.isChecked() else ""
        words = foot_words(self.model.rowCount(), self.tree.counts, len(self.view.chosen()))
        self.foot.setText(" · ".join(part for part in (line, words, self.bringing.scan_words()) if part))

    def focus_find(self) -> None:
        self.panes.focus_find()

    def show_anchor(self, anchor: str) -> None:
        """ "item:12" shows what proves that item, "evidence:7" that document, "scan" asks for the scan folder."""
        if self._stale:
            self._refresh_now()
        kind, _colon, number = anchor.partition(":")
        if anchor == "scan":
            self.bringing.choose_scan_folder()
        elif kind == "item" and number.isdigit():
            self._choose_line(anchor)
        elif kind == "evidence" and number.isdigit():
            self._show_one(int(number))

    def _show_one(self, evidence_id: int) -> None:
        row = self.model.row_of(evidence_id)
        if row is None:
            return
        if self.model.place_of(evidence_id) is None:
            self.panes.clear_filter()
        if self.model.place_of(evidence_id) is None:
            self._choose_line(TRASH if row.evidence.trashed_at else ALL)
        self.view.choose({evidence_id}, evidence_id)

    def _choose_line(self, key: str) -> None:
        """Bring a line of the tree into hand, whatever the filters hide."""
        if not self.tree_view.choose(key):
            self.panes.only_gaps.setChecked(False)
            self.tree_view.choose(key)

    def _narrow(self) -> None:
        kept = self._kept()
        self.model.narrow(self.panes.words, self.panes.state)
        self._choose_again(*kept[:2])

    def open_current(self) -> None:
        """Enter, F2, a double click: work on the document beside the list."""
        self.panes.focus_document()

    # What can be done

    def menu_actions(self) -> list[QAction]:
        """What the page offers in the window's menu."""
        return list(self.actions_by_key.values())

    def to_plan(self) -> None:
        self.desk.go.emit("plan", "")

    def to_scores(self) -> None:
        if self.node is not None and self.node.item_id:
            self.desk.go.emit("scores", f"item:{self.node.item_id}")

    def _table_menu(self, at: QPoint) -> None:
        _popup(self.work.menu(), self.view.viewport().mapToGlobal(at))

    def _tree_menu(self, at: QPoint) -> None:
        _popup(self.bringing.menu(), self.tree_view.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.locked and (brings_files(event.mimeData()) or promised(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.bringing.take(files, self.node)
        elif promised(event.mimeData()):
            self.desk.refused.emit(PROMISED)

    def _recorded(self, ids: list[int], wanted: Wanted) -> None:
        """Show what has just come in, unless somebody is at work elsewhere."""
        if wanted.quiet or wanted.year != self.desk.year or not ids:
            return
        if self._stale:
            self._refresh_now()
        if self.model.place_of(ids[0]) is None:
            self.panes.clear_filter()
        if self.model.place_of(ids[0]) is None:
            self._choose_line(f"item:{wanted.item_ids[0]}" if wanted.item_ids else WAITING)
        self.view.choose(set(ids), ids[-1])  # the last stands on top


def foot_words(shown: int, counts: Mapping[str, int], chosen: int) -> str:
    """ "44 văn bản · ● 3 chờ xếp · 2 dòng đang chọn"."""
    total, waiting = counts[ALL], counts[WAITING]
    parts = [f"{total} văn bản" if shown == total else f"{shown} trong {total} văn bản"]
    if waiting:
        parts.append(f"● {waiting} chờ xếp")
    return " · ".join([*parts, f"{chosen} dòng đang chọn"] if chosen > 1 else parts)


def _popup(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
