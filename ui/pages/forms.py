"""Every paper of the year: the list of forms, the chosen one as it will be printed, and the ways to take it along."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import troubles, units
from dvcq_desktop.catalogue import place_choices
from dvcq_desktop.exporting import build_form
from dvcq_desktop.office import Connection
from dvcq_desktop.printed import FORMS
from dvcq_desktop.printed.blocks import Document, FormOptions, PrintedForm
from ui import jobs
from ui.desk import Desk
from ui.jobs import Stopped
from ui.live_paper import LivePaper
from ui.page import Page
from ui.widgets.form_options import FormOptionsBar
from ui.widgets.form_output import FormOutput
from ui.widgets.forms_list import FormsList, states
from ui.widgets.frozen_figures import FrozenFigures
from ui.widgets.paper import PaperView
from ui.widgets.parts import button, page_head
from ui.widgets.tables import LinesDelegate


class _Wanted:
    """What the thread of the preview is to build; it must not hold the page."""

    def __init__(self) -> None:
        self.now: tuple[str, FormOptions] | None = None

    def __call__(self, db: Connection, options: FormOptions) -> Document:
        key, chosen = self.now or (FORMS[0].key, options)
        return build_form(db, key, chosen)


class FormsPage(Page):
    """List at the left, paper at the right, options above the paper, what was written below it."""

    KEY = "forms"
    TITLE = "Báo cáo & biểu mẫu"
    SUMMARY = "Mọi văn bản của năm: xem đúng như khi in, rồi in hoặc xuất ra PDF, Word, Excel."
    GROUP = "Văn bản"
    ICON = "page-forms"
    # fmt: off
    READS = frozenset({
        "organisation", "unit", "official", "framework", "criterion", "item", "classification", "cycle", "plan", "section",
        "legal_base", "legal_document", "citation", "task", "task_item", "assignment", "deduction", "deduction_unit",
        "score", "setting", "progress", "extension", "progress_snapshot", "evidence", "evidence_link", "evidence_file",
        "holiday",
    })
    # fmt: on

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._wanted = _Wanted()
        self._states_late = False
        self._looking: jobs.Job[dict[str, str]] | None = None
        self._top = False  # another form was chosen: its paper begins at its first page
        self.live = LivePaper(desk, self._wanted, self)
        self.live.ready.connect(self._show_paper)
        self.live.failed.connect(self._show_trouble)
        self.paper = PaperView()
        self.paper.shown.connect(self._paper_shown)
        self._build_list()
        self.options = FormOptionsBar()
        self.options.ask_for(FORMS[0])
        self.options.changed.connect(self._option_changed)
        self.frozen = FrozenFigures(desk)
        self.output = FormOutput(desk)
        self._build_layout()

    def _build_list(self) -> None:
        self.model = FormsList(FORMS, self)
        view = self.view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName("Các biểu mẫu")
        drawn = LinesDelegate(view, self.model, 3)
        view.setItemDelegate(drawn)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(drawn.painter.row_height(view.fontMetrics()))
        view.setShowGrid(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.selectionModel().currentRowChanged.connect(self._form_chosen)

    def _build_layout(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        self.buttons = [
            button("In…", self.print_form, icon_name="action-print", tip="In văn bản đang xem (Ctrl+P)"),
            button("Bộ minh chứng…", self.hand_in, tip="Xuất tệp minh chứng, danh mục và nhãn hộp của năm để nộp cấp trên"),
            button("Xuất Word", partial(self.export, ".docx")),
            button("Xuất Excel", partial(self.export, ".xlsx")),
            button("Xuất PDF", partial(self.export, ".pdf"), icon_name="action-export", primary=True),
        ]
        column.addWidget(page_head(self.TITLE, self.SUMMARY, self.buttons))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.view)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.options)
        side.addWidget(self.frozen)
        side.addWidget(self.paper, 1)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([260, 800])
        column.addWidget(splitter, 1)
        column.addWidget(self.output)
        self.actions_here: list[QAction] = []
        for words, slot in (
            ("In…", self.print_form),
            ("Xuất PDF…", partial(self.export, ".pdf")),
            ("Xuất Word…", partial(self.export, ".docx")),
            ("Xuất Excel…", partial(self.export, ".xlsx")),
            ("Xuất bộ minh chứng…", self.hand_in),
        ):
            action = QAction(words, self)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.actions_here.append(action)
        self.actions_here[0].setIconVisibleInMenu(False)

    # What is chosen

    def form(self) -> PrintedForm:
        row = self.view.currentIndex().row()
        return FORMS[max(0, row)]

    def chosen_options(self) -> FormOptions:
        """What the boxes say, as far as the form asks for it."""
        return self.options.options(self.form(), self.desk.year or 0)

    def show_anchor(self, anchor: str) -> None:
        """Choose the form of this key, with a period and a unit where they are told: "bao-cao-ky:quy-1", "don-doc::Tư pháp",
        "danh-muc-minh-chung::2.3"."""
        key, *told = anchor.split(":", 2)
        row = self.model.row_of(key)
        if row is None:
            return
        self.options.choose(period=told[0] if told else None, whose=told[1] if len(told) > 1 else None)
        if row == self.view.currentIndex().row():
            self._rebuild(at_once=True)
        self.view.selectRow(row)

    def focus_find(self) -> None:
        self.view.setFocus()

    def menu_actions(self) -> list[QAction]:
        return self.actions_here

    def _form_chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.options.ask_for(self.form())
        self._top = True
        self._rebuild(at_once=True)

    def _option_changed(self) -> None:
        self._rebuild(at_once=True)

    # Preview

    def refresh(self) -> None:
        self.options.set_units([unit.name for unit in units.all_units(self.desk.db)])
        self.options.set_places(place_choices(self.desk.db, self.desk.year) if self.desk.year is not None else [])
        if not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        for widget in self.buttons:
            widget.setEnabled(self.desk.year is not None)
        if self.desk.year is None:
            self._show_trouble("Chưa có năm nào nên chưa có gì để in. Hãy nạp hoặc lập kế hoạch ở trang Kế hoạch.")
            return
        self._rebuild()
        self._look_at_states()

    def _rebuild(self, *, at_once: bool = False) -> None:
        if self.desk.year is None or not self.isVisible():
            return
        self._wanted.now = (self.form().key, self.chosen_options())
        self.frozen.show_for(self.form().key, self.desk.year, self.chosen_options().period)
        if at_once:
            self.live.request_now()
        else:
            self.live.request()

    def _show_paper(self, data: bytes, places: dict[str, tuple[int, float]]) -> None:
        self.paper.show_pdf(data, places)

    def _paper_shown(self) -> None:
        if self._top:
            self._top = False
            self.paper.sheets.verticalScrollBar().setValue(0)

    def _show_trouble(self, sentence: str) -> None:
        self.paper.clear()
        self.paper.tell(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rebuild(at_once=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.live.rest()

    def _look_at_states(self) -> None:
        """Whether each form can be printed, asked beside the window; a change meanwhile asks once more."""
        if self._looking is not None:
            self._states_late = True
            return
        self._states_late = False
        work = partial(states, forms=FORMS, year=self.desk.year or 0)
        self._looking = jobs.run_in_background(self.desk, work, self._states_found, self._states_failed)

    def _states_found(self, found: dict[str, str]) -> None:
        self._looking = None
        self.model.set_states(found)
        if self._states_late:
            self._look_at_states()

    def _states_failed(self, trouble: BaseException) -> None:
        self._looking = None
        if troubles.sentence(trouble) is None and not isinstance(trouble, Stopped):
            raise trouble

    # Taking it along

    def export(self, suffix: str) -> None:
        if self.desk.year is not None:
            self.output.export(self.form(), self.chosen_options(), suffix)

    def hand_in(self) -> None:
        from ui.dialogs.hand_in import hand_in

        hand_in(self.desk, self)

    def print_form(self) -> None:
        if self.desk.year is not None:
            self.output.print_form(self.form(), self.chosen_options(), self.paper.page_count())
