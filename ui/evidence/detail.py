"""One document of evidence at the right of the page: preview above; record, what it proves, its versions and doubts below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from dvcq_desktop import evidence, evidence_links, evidence_words
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import code, place_of
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.evidence_targets import link_rows
from dvcq_desktop.evidence_warnings import EvidenceWarning, warnings
from dvcq_desktop.record_history import evidence_history
from dvcq_desktop.records import columns, get, one
from ui import ask
from ui.desk import Desk
from ui.evidence.detail_head import DetailHead
from ui.evidence.file_bar import FileBar
from ui.evidence.links_part import LinksPart
from ui.evidence.preview import Preview
from ui.evidence.proposing import Proposing
from ui.evidence.record_form import RecordForm
from ui.evidence.versions_part import VersionsPart
from ui.evidence.warnings_part import WarningsPart
from ui.user_settings import UserSettings

_BESIDE = 74  # letters of width from which the record stands beside the page, where the panel is wider than high
RECORD, LINKS, FILES, DOUBTS = range(4)
# Where a doubt is put right: a field of the record.
_FIELD_OF = {"no-date": "issued_on", "other-year": "issued_on", "entered-before": "issued_on", "unsigned": "signer", "file-name-title": "title"}  # fmt: skip


class EvidenceDetail(QWidget):
    """show_evidence() is all the page calls; the panel follows every change of the office by itself."""

    READS = frozenset({"evidence", "evidence_file", "evidence_link", "item", "criterion", "task", "cycle", "score"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Evidence | None = None
        self._files: list[EvidenceFile] = []
        self._shown_file = 0  # id of the version looked at; 0: the newest
        self._page = 1
        self._stale = True
        self._offered = False  # whether the words of other documents are offered as they are now
        self.head = DetailHead()
        self.preview = Preview()
        self.bar = FileBar(desk)
        self.form = RecordForm(self._store)
        self.links = LinksPart(desk)
        self.versions = VersionsPart(desk)
        self.doubts = WarningsPart()
        self.proposing = Proposing(desk, self.form)
        self._lay()
        self._connect()
        self.show_evidence(None)

    def _lay(self) -> None:
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(4)
        upper.addWidget(self.preview, 1)
        upper.addWidget(self.bar)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        for part, title in ((self.form, "Phiếu"), (self.links, "Liên kết"), (self.versions, "Tệp"), (self.doubts, "Cần xem")):  # fmt: skip
            self.tabs.addTab(part, title)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(above)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setChildrenCollapsible(False)
        self._settings = UserSettings()
        self._turn(Qt.Orientation.Vertical)
        self.split.splitterMoved.connect(self._keep_sizes)
        self.setFocusProxy(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)

    def _turn(self, way: Qt.Orientation) -> None:
        """Page and record below or beside each other, each with the border where the person left it."""
        self.split.setOrientation(way)
        if (kept := self._settings.state(self._sizes_key())) is not None:
            self.split.restoreState(kept)
        else:
            self.split.setSizes([560, 440] if way == Qt.Orientation.Vertical else [1000, 1000])

    def _keep_sizes(self) -> None:
        self._settings.keep_state(self._sizes_key(), self.split.saveState())

    def _sizes_key(self) -> str:
        beside = self.split.orientation() == Qt.Orientation.Horizontal
        return "evidence-detail-beside" if beside else "evidence-detail-split"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > max(self.height(), _BESIDE * self.fontMetrics().averageCharWidth())
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way != self.split.orientation():
            self._turn(way)

    def _connect(self) -> None:
        self.head.approve.connect(self.approve)
        self.head.send_back.connect(self.send_back)
        self.head.submit.connect(self.submit_again)
        self.form.history.connect(self.show_history)
        self.preview.kind_known.connect(self.bar.show_kind)
        self.links.page_wanted.connect(self.show_page)
        self.versions.wanted.connect(self.show_version)
        self.doubts.wanted.connect(self.go_to)
        self._desk.changed.connect(self._on_changed)
        self._desk.flush.connect(self.flush)

    # What is shown

    def show_evidence(self, evidence_id: int | None, *, item_id: int | None = None) -> None:
        """Show a document, None: none. item_id: the item it was chosen under; the preview begins at the page of that link."""
        if evidence_id == (self._found.id if self._found else None) and not self._stale:
            return  # it is shown, and follows every change by itself
        if evidence_id != (self._found.id if self._found else None):
            self.flush()
            self._shown_file = 0
            self._page = self._first_page(evidence_id, item_id)
        self._found = self._record(evidence_id) if evidence_id else None
        self.refresh()

    def refresh(self) -> None:
        """Bring every part up to date with the data."""
        self._stale = False
        found = self._found = self._record(self._found.id) if self._found else None
        editable = self._editable()
        place = place_of(self._desk.db, found) if found else None
        self.head.show_record(found, code(found, place) if found else "", editable=editable)
        self._files = self.versions.show_record(found, editable=editable)
        self._show_file()
        if not self._offered:
            self._offer()
        self.form.show_record(found, editable=editable)
        self.form.read_button.setEnabled(editable and bool(self._files))
        count = self.links.show_record(found, editable=editable)
        doubts = warnings(self._desk.db, found.id) if found else []
        self.doubts.show_warnings(doubts)
        self.tabs.setEnabled(found is not None)
        for tab, title in (
            (LINKS, f"Liên kết ({count})" if found else "Liên kết"),
            (FILES, f"Tệp ({len(self._files)})" if found else "Tệp"),
            (DOUBTS, f"▲ {len(doubts)}" if doubts else "Cần xem"),
        ):
            self.tabs.setTabText(tab, title)
        words = f"{len(doubts)} điều cần xem lại" if doubts else "Không có điều gì cần xem lại"
        self.tabs.setTabToolTip(DOUBTS, words)
        self.tabs.tabBar().setAccessibleTabName(DOUBTS, words)

    def show_page(self, page: int) -> None:
        """Bring a page of the file into view."""
        self._page = page
        self._show_file()

    def show_version(self, found: EvidenceFile) -> None:
        """Look at a version, an older one too."""
        self._shown_file = found.id
        self._page = 1
        self._show_file()

    def flush(self) -> None:
        """Store what is still being typed."""
        self.form.flush()
        self.links.finish()
        self.versions.finish()

    def file(self) -> EvidenceFile | None:
        """The version that is looked at."""
        chosen = [version for version in self._files if version.id == self._shown_file]
        return next(iter(chosen or self._files), None)

    def _show_file(self) -> None:
        found = self.file()
        self.proposing.show_file(found)
        self.bar.show_file(found, newest=found is None or found is self._files[0])
        if found is None:
            self.preview.show_nothing(chosen=self._found is not None)
        else:
            self.preview.show_file(self._desk.office.folder, found, self._page)

    def _first_page(self, evidence_id: int | None, item_id: int | None) -> int:
        """The page that the link in hand names, else the first that any link names, else 1."""
        rows = link_rows(self._desk.db, evidence_id) if evidence_id else []
        here = [row for row in rows if row.link.item_id == item_id]
        return next((row.first_page for row in (*here, *rows) if row.first_page), 1)

    def _record(self, evidence_id: int) -> Evidence | None:
        """The record as it is now; None where it is gone (undone, purged)."""
        return one(self._desk.db, Evidence, "WHERE id = ?", (evidence_id,))

    def _offer(self) -> None:
        self._offered = True
        db = self._desk.db
        used = evidence_words.words_used
        self.form.offer(used(db, "issuer"), used(db, "signer"), used(db, "kind"))

    def _editable(self) -> bool:
        found = self._found
        return found is not None and not found.trashed_at and not get(self._desk.db, Cycle, found.cycle_id).closed

    def _on_changed(self, tables: frozenset[str]) -> None:
        self._offered = self._offered and "evidence" not in tables
        if self.READS & tables and self._found is not None:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or self._found is not None:
            self.refresh()

    # What can be done

    def approve(self) -> None:
        if self._found is not None:
            name = self._found.title
            self.flush()
            self._desk.attempt(f"Duyệt minh chứng: {name}", evidence.approve, [self._found.id], self._desk.office.who)

    def send_back(self) -> None:
        """Ask for the reason; without one nothing is returned."""
        found = self._found
        if found is None:
            return
        self.flush()
        reason = ask.line(self, "Trả lại minh chứng", "Lý do trả lại (người nộp sẽ đọc):")
        if reason is not None:
            label = f"Trả lại minh chứng: {found.title}"
            self._desk.attempt(label, evidence.send_back, [found.id], reason, self._desk.office.who)

    def submit_again(self) -> None:
        if self._found is not None:
            self.flush()
            self._desk.attempt(f"Trình lại minh chứng: {self._found.title}", evidence.submit_again, [self._found.id])

    def show_history(self) -> None:
        """Who changed what of this document, its files and links."""
        from ui.dialogs.history import HistoryDialog

        found = self._found
        if found is not None:
            self.flush()
            lines = evidence_history(self._desk.db, found.id)
            ask.show_dialog(HistoryDialog(evidence.evidence_name(found), lines, self))

    def go_to(self, doubt: EvidenceWarning) -> None:
        """Show where a doubt is seen and put right."""
        if doubt.evidence_ids:
            self._desk.go.emit("evidence", f"evidence:{doubt.evidence_ids[0]}")
        elif doubt.key == "item-gap":
            self._desk.go.emit("evidence", f"item:{doubt.item_id}")
        elif doubt.key == "beyond-last-page":
            self.tabs.setCurrentIndex(LINKS)
            self.links.choose_beyond(evidence_links.last_page(self._desk.db, self._found.id if self._found else 0))
        elif doubt.key == "returned":
            self.head.submit_button.setFocus()
        elif doubt.key in _FIELD_OF:
            self.tabs.setCurrentIndex(RECORD)
            self.form.focus(_FIELD_OF[doubt.key])

    def _store(self, found: Evidence, name: str, typed: str) -> None:
        """One field, as a step of undo that joins what is typed there in a row."""
        label = f"Sửa {columns(Evidence)[name].title.lower()} của minh chứng"
        merge = f"evidence:{found.id}:{name}"
        self._desk.office.run_joined(merge, label, evidence.change_evidence, found.id, **{name: typed})
