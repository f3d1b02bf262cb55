"""The left side bar: pages by group with words, made from the shelf of pages; narrow it shows icons only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.page import OnShelf, Page
from ui.shortcuts import page_keys
from ui.widgets.parts import set_icon

WIDTH = 200  # at text 100 %


class SideBar(QFrame):
    """One button a page; picked tells the key of the page."""

    picked = Signal(str)

    def __init__(self, pages: Sequence[OnShelf | type[Page]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self.setAccessibleName("Các trang")
        self.buttons: dict[str, QPushButton] = {}
        self._labels: list[QLabel] = []
        self._narrow = False
        self._percent = 100
        self._choice = QButtonGroup(self)
        self._choice.setExclusive(True)
        self._choice.buttonClicked.connect(self._on_clicked)
        self._build(pages)

    def _build(self, pages: Sequence[OnShelf | type[Page]]) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(2)
        groups = dict.fromkeys(page.GROUP for page in pages if page.GROUP)
        for group in groups:
            label = QLabel(group)
            label.setObjectName("groupName")
            self._labels.append(label)
            column.addWidget(label)
            for page in pages:
                if group == page.GROUP:
                    column.addWidget(self._button(page, list(pages).index(page) + 1))
        column.addStretch(1)
        for page in pages:
            if not page.GROUP:
                column.addWidget(self._button(page, list(pages).index(page) + 1))
        self._area = QScrollArea()
        self._area.setObjectName("pageScroll")
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setProperty("horizontalScrollBarPolicy", 1)  # AlwaysOff; its name would delay the first paint
        inside.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _button(self, page: OnShelf | type[Page], number: int) -> QPushButton:
        made = QPushButton()
        made.setProperty("nav", True)
        made.setProperty("key", page.KEY)
        made.setCheckable(True)
        made.setFlat(True)
        set_icon(made, page.ICON)
        keys = page_keys(number)
        made.setToolTip(f"{page.TITLE} ({keys})" if keys else page.TITLE)
        made.setAccessibleName(page.TITLE)
        made.setProperty("words", page.TITLE)
        self._choice.addButton(made)
        self.buttons[page.KEY] = made
        return made

    @property
    def narrow(self) -> bool:
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or words beside them; a page without an icon keeps its first letters."""
        self._narrow = narrow
        for label in self._labels:
            label.setVisible(not narrow)
        for made in self.buttons.values():
            words = str(made.property("words"))
            initials = "" if not made.icon().isNull() else "".join(word[0] for word in words.split()[:2]).upper()
            made.setText(initials if narrow else words.replace("&", "&&"))
        self.measure(self._percent)

    def measure(self, percent: int) -> None:
        """Take the width that fits the text size."""
        self._percent = percent
        side = round(20 * percent / 100)
        for made in self.buttons.values():
            made.setIconSize(QSize(side, side))
        if self._narrow:
            self.setFixedWidth(side + 44)
            return
        strong = QFont(QApplication.font())
        strong.setWeight(QFont.Weight.DemiBold)  # the page in front
        measure = QFontMetrics(strong)
        widest = max((measure.horizontalAdvance(str(b.property("words"))) for b in self.buttons.values()), default=0)
        words = widest + side + 48
        self.setFixedWidth(min(max(round(WIDTH * min(percent, 125) / 100), words), 360))

    def show_page(self, key: str) -> None:
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            self._area.ensureWidgetVisible(self.buttons[key])

    def _on_clicked(self, button: QWidget) -> None:
        self.picked.emit(str(button.property("key")))
