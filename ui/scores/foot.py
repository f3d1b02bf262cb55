"""The foot of the self-score page: the total with its class, what closes the gap, what is declared and what is likely."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from dvcq_desktop.points import format_points
from dvcq_desktop.self_scores import SelfScores, open_points, risk_words, still_open, total_words
from ui.widgets.elided import ElidedLabel
from ui.widgets.list_popup import ListPopup
from ui.widgets.parts import button

_FORMULA = (
    "Khai: tổng điểm tự chấm. Có minh chứng: chỉ tính điểm có văn bản hoặc giải trình. Dự kiến: điểm có minh chứng, trừ"
    " phần năm trước cấp trên đã chấm thấp hơn ở cùng nội dung; không bao giờ cao hơn điểm khai."
)


class Foot(QWidget):
    """Numbers that answer on a click."""

    chosen = Signal(int)  # go to this item

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: SelfScores | None = None
        self._listed: list[int] = []
        self.popup: ListPopup | None = None
        self.total = ElidedLabel()
        self.total.setProperty("strong", True)
        self.open_button = button("Còn điểm ở đâu?", self.show_open, tip="Những nội dung còn nhiều điểm nhất")
        self.risk_button = button("", self.show_risk, tip="Cách tính và những nội dung có nguy cơ bị trừ")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.risk_button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.total, 1)
        self._row.addLayout(buttons)

    def show_scores(self, found: SelfScores) -> None:
        self._found = found
        note = " (minh họa)" if found.framework.illustrative else ""
        self.total.say(total_words(found) + note)
        self.risk_button.setText(risk_words(found))
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """The buttons side by side; the total stands above them where there is no more room."""
        hint = super().minimumSizeHint()
        return QSize(self.open_button.sizeHint().width() + self.risk_button.sizeHint().width() + 8, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wanted = self.minimumSizeHint().width() + self.total.sizeHint().width() + 8
        way = QBoxLayout.Direction.LeftToRight if wanted <= self.width() else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)

    def show_open(self) -> None:
        """What closes the gap to the next class: the items that still hold most points."""
        if self._found is None:
            return
        items = still_open(self._found)
        self._listed = [i.row.item.id for i in items]
        rows = [f"{i.row.code}   còn {format_points(open_points(i))}   {i.row.item.text}" for i in items]
        better = self._found.totals.next_class
        title = f"Còn {format_points(better[1])} điểm đến {better[0]}. " if better else ""
        title += "Nội dung còn nhiều điểm nhất:" if items else "Không còn nội dung nào chưa đủ điểm tối đa."
        self._popup(self.open_button, title, rows)

    def show_risk(self) -> None:
        """How the likely points came about, the items most at risk first."""
        if self._found is None:
            return
        items = sorted((i for i in self._found.items if i.at_risk > 0), key=lambda i: -i.at_risk)
        self._listed = [i.row.item.id for i in items]
        rows = [f"{i.row.code}   −{format_points(i.at_risk)}   {i.formula()}" for i in items]
        self._popup(self.risk_button, _FORMULA + ("" if items else "\nHiện không có điểm nào có nguy cơ."), rows)

    def _popup(self, owner: QPushButton, title: str, rows: list[str]) -> None:
        self.popup = ListPopup(owner, title, rows, self._pick)
        self.popup.open()

    def _pick(self, row: int) -> None:
        self.chosen.emit(self._listed[row])
