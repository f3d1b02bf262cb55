"""Shows a PDF as sheets of paper on a desk, with a slim bar: page x/y, smaller, larger, fit; a new version comes without flicker."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.widgets.paper_render import Draws
from ui.widgets.paper_sheets import FIT_PAGE, FIT_WIDTH, ZOOMS, Places, Sheets


class PaperView(QWidget):
    """Sheets with a slim bar: page x/y, smaller, larger, fit; a sentence over the paper where something went wrong."""

    failed = Signal(str)
    shown = Signal()  # a new paper is in sight

    def __init__(self, parent: QWidget | None = None, renderer: Draws | None = None) -> None:
        super().__init__(parent)
        self.sheets = Sheets(self, renderer)
        self.sheets.failed.connect(self._on_failed)
        self.sheets.looked.connect(self._on_looked)
        self.sheets.shown.connect(self._on_shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_bar())
        self._trouble = QLabel(self)
        self._trouble.setObjectName("paperTrouble")
        self._trouble.setWordWrap(True)
        self._trouble.setMargin(8)
        self._trouble.hide()
        column.addWidget(self._trouble)
        column.addWidget(self.sheets, 1)
        self.setFocusProxy(self.sheets)
        self._on_looked()

    def _build_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(4)
        self._page = QLabel()
        self._page.setObjectName("paperPage")
        self._page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(self._page, 1)
        self._zoom = QComboBox()
        self._zoom.setAccessibleName("Cỡ trang giấy")
        self._zoom.setMinimumWidth(72)  # in a narrow view its words are cut before the page number is
        self._zoom.addItem("Vừa chiều rộng", FIT_WIDTH)
        self._zoom.addItem("Vừa trang", FIT_PAGE)
        for percent in ZOOMS:
            self._zoom.addItem(f"{percent} %", percent / 100)
        self._zoom.activated.connect(self._on_zoom_chosen)
        bar.addWidget(self._tool("−", "Thu nhỏ (Ctrl + lăn chuột)", self.zoom_out))
        bar.addWidget(self._zoom)
        bar.addWidget(self._tool("+", "Phóng to (Ctrl + lăn chuột)", self.zoom_in))
        return bar

    def _tool(self, sign: str, tip: str, slot: object) -> QToolButton:
        made = QToolButton()
        made.setText(sign)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setAutoRaise(True)
        made.clicked.connect(slot)
        return made

    def show_pdf(self, data: bytes, places: Places | None = None) -> None:
        """Show this PDF where the old one stood, at the same place; the old sheets stay until the new ones are drawn."""
        self.sheets.show_paper(data, places or {})

    def clear(self) -> None:
        """No paper."""
        self.tell("")
        self.sheets.clear()

    def scroll_to(self, anchor: str) -> bool:
        """Bring the place of an anchor ("section:12") into view; whether the paper knows it."""
        return self.sheets.scroll_to(anchor)

    def tell(self, sentence: str) -> None:
        """A sentence over the old paper; empty takes it away."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def zoom_in(self) -> None:
        self.sheets.zoom_by(1)

    def zoom_out(self) -> None:
        self.sheets.zoom_by(-1)

    def set_zoom(self, zoom: float | str) -> None:
        self.sheets.set_zoom(zoom)

    def page_count(self) -> int:
        return self.sheets.page_count()

    def _on_zoom_chosen(self, index: int) -> None:
        self.sheets.set_zoom(self._zoom.itemData(index))

    def _on_looked(self) -> None:
        count = self.sheets.page_count()
        place = f"{self.sheets.page_in_sight() + 1}/{count}"
        narrow = self.width() < 26 * self.fontMetrics().averageCharWidth()
        self._page.setText(place if narrow and count else f"Trang {place}" if count else "Chưa có bản in")
        index = self._zoom.findData(self.sheets.zoom)
        if index >= 0:
            self._zoom.setCurrentIndex(index)
        else:
            self._zoom.setPlaceholderText(f"{round(self.sheets.zoom_factor() * 100)} %")
            self._zoom.setCurrentIndex(-1)

    def _on_shown(self) -> None:
        self.tell("")
        self.shown.emit()

    def _on_failed(self, sentence: str) -> None:
        self.tell(sentence)
        self.failed.emit(sentence)
