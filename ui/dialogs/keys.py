"""Lists the shortcuts: of the whole program, or of the page in front."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.page import OnShelf, Page
from ui.shortcuts import COMMON_KEYS, SHORTCUTS, page_keys, shown

Lines = list[tuple[str, str]]


def program_keys(pages: tuple[OnShelf | type[Page], ...]) -> list[tuple[str, Lines]]:
    """Every shortcut of the frame by group."""
    groups: dict[str, Lines] = {"Trang": []}
    for number, page in enumerate(pages, start=1):
        if page_keys(number):
            groups["Trang"].append((page_keys(number), page.TITLE))
    for one in SHORTCUTS.values():
        groups.setdefault(one.group, []).append(("  hoặc  ".join(shown(keys) for keys in one.keys), one.title))
    groups["Trong mọi ô và bảng"] = list(COMMON_KEYS)
    return list(groups.items())


def keys_of_page(page: Page | None) -> list[tuple[str, Lines]]:
    """What the page in front says of its keys: its actions that have one, its keys() where it has them."""
    if page is None:
        return []
    lines: Lines = list(page.keys()) if hasattr(page, "keys") else []
    known = {keys for keys, _title in lines}
    for action in page.findChildren(QAction):
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and keys not in known:
            known.add(keys)
            lines.append((shown(keys), action.text().replace("&", "").rstrip("…")))
    return [(page.TITLE, lines)] if lines else []


class KeysDialog(QDialog):
    """Two columns: the keys, what they do."""

    def __init__(self, window: QWidget, *, page: Page | None = None) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Phím của trang {page.TITLE}" if page else "Phím tắt")
        groups = keys_of_page(page) if page else program_keys(getattr(window, "shelf", ()))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for title, lines in groups:
            head = QLabel(title)
            head.setObjectName("cardTitle")
            head.setContentsMargins(0, 12 if row else 0, 0, 4)
            grid.addWidget(head, row, 0, 1, 2)
            for keys, words in lines:
                row += 1
                grid.addWidget(QLabel(keys), row, 0)
                what = QLabel(words)
                what.setWordWrap(True)
                grid.addWidget(what, row, 1)
            row += 1
        if not groups:
            line = QLabel("Trang này không có phím riêng. Các phím chung ở Trợ giúp – Phím tắt.")
            line.setWordWrap(True)
            grid.addWidget(line, 0, 0, 1, 2)
        grid.setRowStretch(row + 1, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 16, 12)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        width = min(letter * 78, window.width() - 40)
        high = max(inside.heightForWidth(width), inside.sizeHint().height()) + self.fontMetrics().height() * 4
        self.resize(width, min(high, max(window.height() - 60, 320)))
