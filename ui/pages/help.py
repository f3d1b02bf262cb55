"""Trợ giúp: the guide docs/huong-dan.md, a chapter a page; F1 opens the chapter of the page in front."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.page import Page
from ui.widgets.parts import page_head

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "huong-dan.md"


class HelpPage(Page):
    """Chapters at the left, the text beside them, a box to find words in it."""

    KEY = "help"
    TITLE = "Trợ giúp"
    SUMMARY = "Hướng dẫn theo từng trang. Phím F1 ở trang nào mở ngay phần của trang đó."
    ICON = "page-help"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._filled = False
        self.find_box = QLineEdit()
        self.find_box.setPlaceholderText("Tìm trong hướng dẫn, Enter để đến chỗ kế tiếp")
        self.find_box.setAccessibleName("Tìm trong hướng dẫn")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.returnPressed.connect(self.find_next)
        self.chapters = QListWidget()
        self.chapters.setObjectName("chapters")
        self.chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chapters.setAccessibleName("Các phần của hướng dẫn")
        self.chapters.currentRowChanged.connect(self._on_chapter)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName("Nội dung hướng dẫn")
        self.text.document().setDocumentMargin(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(page_head(self.TITLE, self.SUMMARY))
        column.addWidget(self.find_box)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.chapters, 2)
        row.addWidget(self.text, 5)
        column.addLayout(row, 1)

    def refresh(self) -> None:
        if self._filled:
            return
        self._filled = True
        self.text.setMarkdown(guide_text())
        for block in self._headings():
            item = QListWidgetItem(block.text())
            item.setToolTip(block.text())
            item.setData(Qt.ItemDataRole.UserRole, block.position())
            self.chapters.addItem(item)

    def show_anchor(self, anchor: str) -> None:
        """The chapter of a page's key; a page without one leaves the guide where it is."""
        title = chapter_of(anchor)
        for row in range(self.chapters.count()):
            if self.chapters.item(row).text() == title:
                self.chapters.setCurrentRow(row)
                self._to_position(int(self.chapters.item(row).data(Qt.ItemDataRole.UserRole)))

    def focus_find(self) -> None:
        self.find_box.setFocus()
        self.find_box.selectAll()

    def find_next(self) -> None:
        """Go to the next place that holds the words; from the end on from the start."""
        words = self.find_box.text().strip()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.text.find(words):
                self.desk.refused.emit(f"Không thấy “{words}” trong hướng dẫn. Hãy thử từ khác.")

    def _headings(self) -> list[QTextBlock]:
        found = []
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2:
                found.append(block)
            block = block.next()
        return found

    def _on_chapter(self, row: int) -> None:
        if row >= 0:
            self._to_position(int(self.chapters.item(row).data(Qt.ItemDataRole.UserRole)))

    def _to_position(self, position: int) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(position)
        self.text.setTextCursor(cursor)
        top = self.text.cursorRect(cursor).top() + self.text.verticalScrollBar().value()
        self.text.verticalScrollBar().setValue(max(0, top - 8))


def guide_text() -> str:
    """The guide as written; a sentence where the file is not there."""
    try:
        return GUIDE.read_text(encoding="utf-8")
    except OSError:
        return "## Trợ giúp\n\nKhông thấy tệp hướng dẫn đi kèm chương trình. Hãy cài lại chương trình."


def chapter_of(key: str) -> str:
    """The heading of the guide that speaks of a page: its title in the side bar."""
    from ui.pages import PAGES

    return next((page.TITLE for page in PAGES if key == page.KEY), "")
