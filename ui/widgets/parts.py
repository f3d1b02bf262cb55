"""Small parts that give every page the same look: heads, buttons, cards for empty pages, icons in palette colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.widgets import ready_icons
from ui.widgets.elided import ElidedLabel

ICONS = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


def icon(name: str, *, size: int = 20, colour: str = "") -> QIcon:
    """An icon of the shelf in the colour of the text of the palette in use, or in the colour given."""
    return _icon(name, colour or QApplication.palette().windowText().color().name(), size)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, size: int) -> QIcon:
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        return QIcon()
    cover = ready_icons.covers().get(name) if size * 2 == ready_icons.SIDE else None
    if cover is not None:
        double = ready_icons.tinted(cover, QColor(colour))
    else:
        svg = path.read_bytes().replace(b"currentColor", QColor(colour).name().encode())
        double = drawn(svg, size * 2)  # once: smaller ones are scaled from it
    result = QIcon()
    result.addPixmap(double)
    sharp = QPixmap(double)
    sharp.setDevicePixelRatio(2)  # for screens of high density
    result.addPixmap(sharp)
    return result


def drawn(svg: bytes, side: int) -> QPixmap:
    """An SVG through Qt's own image plugin: no import of QtSvg, which would delay the first paint."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageReader

    buffer = QBuffer()
    buffer.setData(svg)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(side, side))
    return QPixmap.fromImage(reader.read())


def set_icon(target: QAbstractButton | QAction, name: str, *, on_accent: bool = False) -> None:
    """Give a button or action an icon that keeps its colour right when light turns to dark (see retint)."""
    target.setProperty("iconName", name)
    target.setProperty("onAccent", on_accent)
    palette = QApplication.palette()
    colour = palette.color(QPalette.ColorRole.BrightText).name() if on_accent else ""
    target.setIcon(icon(name, colour=colour))


def retint(root: QWidget) -> None:
    """Draw the icons of set_icon anew after the palette changed."""
    targets: list[QAbstractButton | QAction] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction)]
    for target in targets:
        name = target.property("iconName")
        if name:
            set_icon(target, name, on_accent=bool(target.property("onAccent")))


def button(
    text: str, slot: Callable[[], object], *, icon_name: str = "", primary: bool = False, tip: str = ""
) -> QPushButton:
    """A push button with words; the one primary button of a page is filled with the accent (property "primary")."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    if icon_name:
        set_icon(made, icon_name, on_accent=primary)
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
    line = ElidedLabel()
    line.say(summary)
    line.setObjectName("pageSummary")
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    words.addWidget(name)
    words.addWidget(line)
    row.addLayout(words, 1)
    for widget in buttons:
        row.addWidget(widget, 0, QtCore.Qt.AlignmentFlag.AlignBottom)
    return head


def empty_state(sentence: str, cards: Sequence[tuple[str, str, Callable[[], object]]]) -> QWidget:
    """An empty page as an invitation: one sentence and two or three cards (title, what it does, what to call)."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.addStretch(1)
    words = QLabel(sentence)
    words.setObjectName("emptySentence")
    words.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
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
