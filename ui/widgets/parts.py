"""Small parts that give every page the same look: heads, buttons, cards for empty pages, icons in palette colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

ICONS = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


def icon(name: str, *, size: int = 20) -> QIcon:
    """An icon of the shelf in the colour of the text of the palette in use."""
    return _icon(name, QApplication.palette().windowText().color().name(), size)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, size: int) -> QIcon:
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        return QIcon()
    from PySide6.QtSvg import QSvgRenderer

    svg = path.read_bytes().replace(b"currentColor", QColor(colour).name().encode())
    renderer = QSvgRenderer(QByteArray(svg))
    result = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(QSize(size * scale, size * scale))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        result.addPixmap(pixmap)
    return result


def button(
    text: str, slot: Callable[[], object], *, icon_name: str = "", primary: bool = False, tip: str = ""
) -> QPushButton:
    """A push button with words; the one primary button of a page is filled with the accent (property "primary")."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    if icon_name:
        made.setIcon(icon(icon_name))
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: slot())
    return made


def page_head(title: str, summary: str, buttons: Sequence[QWidget] = ()) -> QWidget:
    """Title of a page, one line saying what it is for, its buttons at the right (the primary one last)."""
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    words = QVBoxLayout()
    words.setSpacing(2)
    name = QLabel(title)
    name.setObjectName("pageTitle")
    line = QLabel(summary)
    line.setObjectName("pageSummary")
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    words.addWidget(name)
    words.addWidget(line)
    row.addLayout(words, 1)
    for widget in buttons:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
    return head


def empty_state(sentence: str, cards: Sequence[tuple[str, str, Callable[[], object]]]) -> QWidget:
    """An empty page as an invitation: one sentence and two or three cards (title, what it does, what to call)."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.addStretch(1)
    words = QLabel(sentence)
    words.setObjectName("emptySentence")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setWordWrap(True)
    column.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addStretch(1)
    for title, text, slot in cards:
        card = QPushButton(f"{title}\n\n{text}")
        card.setObjectName("card")
        card.setMinimumSize(220, 110)
        card.clicked.connect(lambda _checked=False, slot=slot: slot())
        row.addWidget(card)
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)
    return box
