"""The legal bases (căn cứ) of the plan: one a line, in the order of the paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from dvcq_desktop.plans import LegalBaseLine
from ui.desk import Desk
from ui.plan.editor import TextPane
from ui.plan.store import PlanStore
from ui.widgets import parts

NOTE = (
    "Mỗi dòng một căn cứ: trước là văn bản quy định thẩm quyền, sau là văn bản quy định nội dung. "
    "Khi in, dấu “;” được đặt cuối mỗi dòng và dấu “.” ở dòng cuối, không cần gõ."
)


class BasesPane(TextPane):
    """Text of all bases with buttons that move a line and insert a known document."""

    def __init__(self, desk: Desk, store: PlanStore, cite: Callable[[], None]) -> None:
        super().__init__(desk, store)
        self._name.setText("Căn cứ")
        self._note.setText(NOTE)
        self.text.setPlaceholderText("Căn cứ Luật Tổ chức chính quyền địa phương ngày …")
        bar = QHBoxLayout()
        self.insert = parts.button("Chèn văn bản…", cite, icon_name="action-link", tip="Chọn văn bản đã biết (Ctrl+L)")
        self.up = self._arrow("action-up", "Chuyển dòng này lên", self.move_up)
        self.down = self._arrow("action-down", "Chuyển dòng này xuống", self.move_down)
        bar.addWidget(self.insert)
        bar.addStretch(1)
        bar.addWidget(self.up)
        bar.addWidget(self.down)
        self.column.insertLayout(2, bar)

    def _arrow(self, icon: str, tip: str, slot: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setAutoRaise(True)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        parts.set_icon(made, icon)
        made.clicked.connect(slot)
        return made

    def show_bases(self, plan_id: int, bases: list[LegalBaseLine]) -> None:
        """Fill; what is being typed stays."""
        self.text.show_text(f"bases:{plan_id}:", "\n".join(base.text for base in bases))

    def add_base(self, citation: str) -> None:
        """A new line after the one in hand."""
        text = self.text.toPlainText()
        lines = [line for line in text.split("\n") if line.strip()]
        at = text[: self.text.cursor_letter()].count("\n") + 1 if lines else 0
        lines.insert(at, f"Căn cứ {citation}")
        self.text.put(0, len(text), "\n".join(lines))

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        text = self.text.toPlainText()
        lines = text.split("\n")
        here = text[: self.text.cursor_letter()].count("\n")
        there = here + step
        if not 0 <= there < len(lines):
            return
        lines.insert(there, lines.pop(here))
        self.text.put(0, len(text), "\n".join(lines))
        cursor = self.text.textCursor()
        cursor.setPosition(self.text.document().findBlockByNumber(there).position())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.text.setTextCursor(cursor)
        self.text.setFocus()
