"""The empty list as an invitation: where to drop files, the ways to begin, and the papers this item wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop.evidence_gaps import ItemProof
from ui.evidence.tree_model import RETURNED, TRASH, Node
from ui.widgets.lines_label import LinesLabel
from ui.widgets.parts import button, set_icon

_DROP = "Kéo tệp vào đây, hoặc chọn thư mục quét"
_QUIET = {RETURNED: "Không có văn bản nào bị trả lại.", TRASH: "Thùng rác trống."}


class DropArea(QFrame):
    """Drops fall through to the page, which takes files anywhere."""

    def __init__(
        self,
        ways: Sequence[tuple[str, str, Callable[[], object]]],
        show_all: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dropArea")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addStretch(1)
        self.sign = QPushButton()
        self.sign.setFlat(True)
        self.sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_icon(self.sign, "action-download")
        column.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignCenter)
        self.sentence = QLabel()
        self.sentence.setObjectName("emptySentence")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.sentence)
        self.ways: list[QPushButton] = []
        for words, icon_name, slot in ways:
            made = button(words, slot, icon_name=icon_name)
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)  # one below the other: the pane may be narrow
            self.ways.append(made)
        self.all = button("Bỏ lọc", show_all)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignHCenter)
        self.papers = LinesLabel(least=3)
        column.addWidget(self.papers)
        column.addStretch(2)

    def show_empty(self, node: Node | None, *, filtered: bool, locked: bool) -> None:
        """Say why there is nothing under a line of the tree and what to do about it."""
        key = node.key if node else ""
        takes = not filtered and not locked and key not in _QUIET
        if filtered:
            self.sentence.setText("Không có văn bản nào khớp với bộ lọc.")
        elif locked and key not in _QUIET:
            self.sentence.setText("Năm đã khóa, ở đây không có văn bản nào.")
        else:
            self.sentence.setText(_QUIET.get(key, _DROP))
        self.sign.setVisible(takes)
        for way in self.ways:
            way.setVisible(takes)
        self.all.setVisible(filtered)
        words = papers_words(node.proof) if node and node.proof and not filtered else ""
        self.papers.setText(words)
        self.papers.setVisible(bool(words))


def papers_words(proof: ItemProof) -> str:
    """The papers an item wants, a line each with what is there."""
    if not proof.expected:
        return "Quyết định không nêu văn bản cần có của nội dung này." if proof.needed else ""
    return "\n".join(["Nội dung này cần có:", *paper_lines(proof)])


def paper_lines(proof: ItemProof) -> list[str]:
    """ "✓ Kế hoạch": named as answered; "▲ Báo cáo": missing; "○ Biên bản": there are papers enough, none named for it."""
    open_sign = "▲" if proof.gap else "○"
    return [f"{'✓' if one.evidence_ids else open_sign} {one.line}" for one in proof.expected]
