"""The middle column: one pane for each kind of place in the outline, and the find bar over it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dvcq_desktop import legal_documents, plans
from dvcq_desktop.plan_texts import HEAD_TITLES, citation_for
from dvcq_desktop.plans import Plan
from dvcq_desktop.replacing import Hit
from dvcq_desktop.sections import OutlineRow
from dvcq_desktop.unsaved import Place
from dvcq_desktop.vietnamese import clean
from ui import ask
from ui.desk import Desk
from ui.plan.bases import BasesPane
from ui.plan.editor import SectionPane, TextPane
from ui.plan.fields import StoredLine
from ui.plan.head import Form, HeadForm
from ui.plan.replace import FindPanel
from ui.plan.signing import SigningForm
from ui.plan.store import PlanStore
from ui.plan.text_edit import StoredText

_P = TypeVar("_P", bound=QWidget)
_OPENING = "Đoạn dẫn trước mục I, ví dụ: “Ủy ban nhân dân xã ban hành Kế hoạch … như sau:”."
_CLOSING = "Đoạn kết sau mục cuối; dấu “./.” được thêm khi in."


class Middle(QWidget):
    """Shows the place in hand; typed() when the paper should follow what is being typed."""

    typed = Signal()
    wanted = Signal(str)  # put this place of the outline in hand
    kind_wanted = Signal(int, str)
    numbered_wanted = Signal(int, bool)

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__()
        self._desk = desk
        self._store = store
        self.find_bar = FindPanel(desk, store)
        self.find_bar.hide()
        self.find_bar.wanted.connect(self.show_hit)
        self.find_bar.closed.connect(self.focus_text)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.find_bar)
        column.addWidget(self.stack, 1)

    # each pane is made when it is first needed: the first paint waits for one of them only
    @cached_property
    def head(self) -> HeadForm:
        return self._added(HeadForm(self._desk, self._store))

    @cached_property
    def bases(self) -> BasesPane:
        return self._added(BasesPane(self._desk, self._store, self.cite))

    @cached_property
    def plain(self) -> TextPane:
        pane = self._added(TextPane(self._desk, self._store))
        self._watch(pane.text)
        return pane

    @cached_property
    def section(self) -> SectionPane:
        pane = self._added(SectionPane(self._desk, self._store))
        self._watch(pane.text)
        pane.heading.textEdited.connect(self._on_typed)
        pane.kind_wanted.connect(self.kind_wanted)
        pane.numbered_wanted.connect(self.numbered_wanted)
        return pane

    @cached_property
    def signing(self) -> SigningForm:
        return self._added(SigningForm(self._desk, self._store))

    def _added(self, pane: _P) -> _P:
        self.stack.addWidget(pane)
        return pane

    def _watch(self, text: StoredText) -> None:
        text.typed.connect(self._on_typed)
        text.told.connect(self._on_refused)

    def show_place(self, key: str, plan: Plan, row: OutlineRow | None) -> None:
        """Show what stands at a place of the outline; what is being typed there stays."""
        if key == "head":
            self._front(self.head)
            self.head.show_plan(plan)
        elif key == "bases":
            self._front(self.bases)
            self.bases.show_bases(plan.id, plans.legal_bases(self._desk.db, plan.id))
        elif key == "signing":
            self._front(self.signing)
            self.signing.show_plan(plan)
        elif key in ("opening", "closing"):
            self._front(self.plain)
            if key == "opening":
                self.plain.show_plan_text(plan, "opening", "Lời mở đầu", _OPENING)
            else:
                self.plain.show_plan_text(plan, "closing", "Lời kết", _CLOSING)
        elif row is not None:
            self._front(self.section)
            self.section.show_section(row, self._desk.year or 0)

    def _front(self, pane: QWidget) -> None:
        if self.stack.currentWidget() is not pane:
            self.stack.setCurrentWidget(pane)

    def being_typed(self) -> Mapping[Place, str]:
        """Texts typed but not stored yet, for the paper."""
        found: dict[Place, str] = {}
        panes = self.__dict__  # only those that were made
        typed: list[StoredText | StoredLine] = [panes[name].text for name in ("section", "plain") if name in panes]
        if "section" in panes:
            typed.append(self.section.heading)
        for widget in typed:
            if widget.pending:
                kind, number, name = widget.place.split(":")
                words = widget.text() if isinstance(widget, StoredLine) else widget.toPlainText()
                found[kind, int(number), name] = clean(words)
        return found

    def text_in_hand(self) -> StoredText | None:
        """The text that citations go into; None where the place in hand has none."""
        pane = self.stack.currentWidget()
        return pane.text if isinstance(pane, TextPane) else None

    def selected_words(self) -> str:
        text = self.text_in_hand()
        return text.textCursor().selectedText() if text is not None else ""

    def focus_text(self) -> None:
        """Put the cursor into what one types at the place in hand."""
        text = self.text_in_hand()
        if text is not None:
            text.setFocus()
        else:
            form = self.stack.currentWidget()
            if isinstance(form, Form):
                form.focus_first()

    def cite(self) -> None:
        """Insert a known document: in full the first time, else short (Decree 30, annex I, II.6.b)."""
        from ui.plan.cite import CiteDialog

        text = self.text_in_hand()
        if text is None:
            self._desk.refused.emit("Hãy chọn “Căn cứ” hoặc một mục nội dung trước khi chèn viện dẫn.")
            return
        documents = legal_documents.all_documents(self._desk.db)
        if not documents:
            self._desk.refused.emit(
                "Chưa biết văn bản nào. Nạp kế hoạch cũ từ Word để có danh sách văn bản đã viện dẫn."
            )
            return
        self._desk.flush.emit()
        dialog = CiteDialog(documents, self)
        if ask.show_dialog(dialog) and dialog.chosen is not None:
            if text is self.bases.text:
                self.bases.add_base(legal_documents.full_citation(dialog.chosen))
            else:
                self._insert(text, citation_for(self._desk.db, self._store.plan_id, dialog.chosen))
        dialog.deleteLater()

    def _insert(self, text: StoredText, words: str) -> None:
        at = text.cursor_letter()
        before = text.toPlainText()[:at]
        blank = " " if before and not before[-1].isspace() and before[-1] not in "(“" else ""
        text.put(at, at, blank + words)
        text.setFocus()

    def show_hit(self, hit: Hit) -> None:
        """Bring a place that was found into view, without taking the keys from the find bar."""
        kind, number, name = hit.place.split(":")
        if kind == "section":
            self.wanted.emit(f"section:{number}")
            _select(self.section.heading if name == "heading" else self.section.text, hit)
        elif kind == "legal_base":
            self.wanted.emit("bases")
            self._select_base(int(number), hit)
        elif name in ("opening", "closing"):
            self.wanted.emit(name)
            _select(self.plain.text, hit)
        else:
            form: Form = self.head if name in HEAD_TITLES else self.signing
            self.wanted.emit("head" if name in HEAD_TITLES else "signing")
            if name in form.fields:
                _select(form.fields[name].typed, hit)
                form.ensureWidgetVisible(form.fields[name])

    def _select_base(self, base_id: int, hit: Hit) -> None:
        start = 0
        for base in plans.legal_bases(self._desk.db, self._store.plan_id):
            if base.id == base_id:
                self.bases.text.select(start + hit.start, start + hit.end)
            start += len(base.text) + 1

    def _on_typed(self) -> None:
        self.typed.emit()

    def _on_refused(self, sentence: str) -> None:
        if sentence:
            self._desk.refused.emit(sentence)


def _select(widget: QWidget, hit: Hit) -> None:
    if isinstance(widget, StoredText):
        widget.select(hit.start, hit.end)
    elif isinstance(widget, StoredLine):
        widget.setSelection(hit.start, hit.end - hit.start)
