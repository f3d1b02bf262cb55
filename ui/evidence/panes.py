"""The three panes of the page of evidence beside each other: tree, documents with their filter, the document in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.evidence.detail import EvidenceDetail
from ui.evidence.doc_table import FILTERS
from ui.evidence.drop_area import DropArea, paper_lines
from ui.evidence.tree_model import Node
from ui.user_settings import UserSettings
from ui.widgets.fold_row import FoldRow
from ui.widgets.lines_label import LinesLabel
from ui.widgets.narrowing import Narrowing

if TYPE_CHECKING:
    from ui.pages.evidence import EvidencePage

_BESIDE = 150  # letters of width from which the document in hand is shown beside the list at first
_SHARES = {  # of the width, by whether the tree and the document in hand are shown
    (True, True): (0.24, 0.42, 0.34),
    (True, False): (0.34, 0.66, 0.0),
    (False, True): (0.0, 0.45, 0.55),
    (False, False): (0.0, 1.0, 0.0),
}


class EvidencePanes(QSplitter):
    """narrowed: the words or the state of the filter are others now. Widths are remembered."""

    narrowed = Signal()

    def __init__(self, desk: Desk, page: EvidencePage, settings: UserSettings) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._page, self._settings = page, settings
        self._shown_id: int | None = None
        letter = self.fontMetrics().averageCharWidth()
        self.filter = Narrowing(FILTERS, self)
        self.filter.words.setPlaceholderText("Lọc theo mã, số, tên, tên tệp…  (Ctrl+F)")
        self.filter.words.setAccessibleName("Lọc văn bản")
        self.filter.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.filter.which.setMinimumContentsLength(13)
        self.filter.narrowed.connect(self.narrowed)
        self.only_gaps = QPushButton("Còn thiếu")
        self.only_gaps.setCheckable(True)
        self.only_gaps.setToolTip("Chỉ hiện nội dung còn thiếu minh chứng")
        self.detail_button = QPushButton("Chi tiết")
        self.detail_button.setCheckable(True)
        self.detail_button.setToolTip("Hiện hoặc ẩn khung của văn bản bên phải")
        self.tree_button = QPushButton("Cây")
        self.tree_button.setCheckable(True)
        self.tree_button.setToolTip("Hiện hoặc ẩn cây nội dung bên trái; chỗ trống dành cho văn bản đang chọn")
        self.tree_button.setAccessibleName("Cây nội dung")
        self.detail = EvidenceDetail(desk)
        self.detail.head.restore.connect(page.work.restore)
        self.left = self._left()
        self.addWidget(self.left)
        self.addWidget(self._middle())
        self.addWidget(self.detail)
        self.setChildrenCollapsible(False)
        for place, least in ((0, 20), (2, 32)):
            self.widget(place).setMinimumWidth(least * letter)  # type: ignore[union-attr]  # all three were just added
        self.setStretchFactor(1, 1)
        state = settings.state("evidence-splitter")
        self._placed = state is not None
        if state is not None:
            self.restoreState(state)
        self.splitterMoved.connect(self._keep)
        kept = settings.state("evidence-detail")
        self._undecided = kept is None
        self.detail_button.setChecked(kept is None or bytes(kept.data()) == b"yes")
        self.detail.setVisible(self.detail_button.isChecked())
        tree = settings.state("evidence-tree")
        self.tree_button.setChecked(tree is None or bytes(tree.data()) == b"yes")
        self.left.setVisible(self.tree_button.isChecked())
        self.tree_button.toggled.connect(self._show_tree)
        self.detail_button.toggled.connect(self._show_detail)
        self.detail_button.clicked.connect(self._decide)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.only_gaps)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._page.tree_view, 1)
        return left

    def _middle(self) -> QWidget:
        page, bring = self._page, self._page.bringing
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(
            FoldRow(self.filter.words, [self.filter.which, *page.work.buttons, self.tree_button, self.detail_button])
        )
        self.papers = LinesLabel()
        self.papers.setProperty("muted", True)
        column.addWidget(self.papers)
        self.drop_area = DropArea(
            (
                ("Thêm tệp…", "action-add", bring.choose_files),
                ("Thư mục quét…", "action-search", bring.choose_scan_folder),
            ),
            self.clear_filter,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(page.view)
        self.stack.addWidget(self.drop_area)
        self.stack.setMinimumHeight(8 * self.fontMetrics().lineSpacing())
        column.addWidget(self.stack, 1)
        return middle

    @property
    def words(self) -> str:
        return self.filter.words.text()

    @property
    def state(self) -> str:
        return self.filter.state

    @property
    def filtered(self) -> bool:
        return bool(self.words.strip()) or self.state != "all"

    def clear_filter(self) -> None:
        if self.filtered:
            self.filter.clear()

    def focus_find(self) -> None:
        self.filter.focus()

    def say_counts(self) -> dict[str, int]:
        """How many documents of the line in hand each state has."""
        counts = self._page.model.counts()
        self.filter.say_counts(counts.__getitem__)
        return counts

    def show_line(self, node: Node | None) -> None:
        """The papers the item in hand wants; where it has no documents, the invitation to bring some."""
        model = self._page.model
        counts = self.say_counts()
        empty = not model.rowCount()
        filtered = empty and self.filtered and counts["all"] > 0
        self.stack.setCurrentIndex(int(empty))
        self.drop_area.show_empty(node, filtered=filtered, locked=self._page.locked)
        lines = paper_lines(node.proof) if node and node.proof else []
        self.papers.setText("Cần có: " + " · ".join(lines))
        self.papers.setVisible(bool(lines) and not empty)

    def show_document(self, evidence_id: int | None) -> None:
        """Show a document in the right pane; nothing is read while that is put away."""
        self._shown_id = evidence_id
        if not self.detail.isHidden():
            node = self._page.node
            self.detail.show_evidence(evidence_id, item_id=node.item_id or None if node else None)

    def focus_document(self) -> None:
        if not self.detail_button.isChecked():
            self.detail_button.click()
        self.detail.setFocus()

    def _show_detail(self, shown: bool) -> None:
        self.detail.setVisible(shown)
        self._share()
        if shown:
            self.detail.show_evidence(self._shown_id)

    def _show_tree(self, shown: bool) -> None:
        """What the tree takes or gives, the document in hand loses or gets, where it is shown."""
        left, middle, right = self.sizes()
        self.left.setVisible(shown)
        self._settings.keep_state("evidence-tree", QByteArray(b"yes" if shown else b"no"))
        self._page.count()
        if self._placed and self.detail_button.isChecked():
            wanted = round(self.width() * _SHARES[True, True][0]) if shown else 0
            self.setSizes([wanted, middle, right + left - wanted])
            self._keep()
        self._share()

    def _decide(self, shown: bool) -> None:
        self._undecided = False
        self._settings.keep_state("evidence-detail", QByteArray(b"yes" if shown else b"no"))

    def _keep(self) -> None:
        self._placed = True
        self._settings.keep_state("evidence-splitter", self.saveState())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._undecided:
            self._undecided = False
            self.detail_button.setChecked(self.window().width() > _BESIDE * self.fontMetrics().averageCharWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Until somebody moves a border, each pane has its share of the window."""
        if not self._placed:
            shares = _SHARES[self.tree_button.isChecked(), self.detail_button.isChecked()]
            self.setSizes([round(self.width() * share) for share in shares])
