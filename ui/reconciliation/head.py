"""The top of the page that compares both scores: THE line, the totals where only they are known, what is unexplained."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dvcq_desktop.cycles import Cycle
from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import ItemLine, Reconciliation
from ui.desk import Desk
from ui.reconciliation.line_label import LineLabel
from ui.reconciliation.totals_panel import TotalsPanel
from ui.widgets.list_popup import ListPopup
from ui.widgets.parts import button
from ui.widgets.tables import mark_colour

_NAMED = 6  # items named in the strip; the list has them all


class Head(QFrame):
    """Never hidden: one cannot lose sight of a single unexplained point."""

    chosen = Signal(int)  # go to this item
    deduct_all = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._items: list[ItemLine] = []
        self.popup: ListPopup | None = None
        self.line = LineLabel()
        self.line.setObjectName("cardTitle")
        self.class_label = QLabel()
        self.class_label.setProperty("muted", True)
        self.totals = TotalsPanel(desk)
        self.strip = QLabel()
        self.strip.setTextFormat(Qt.TextFormat.RichText)
        self.strip.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.strip.linkActivated.connect(self._link)
        self.list_button: QPushButton = button("Xem danh sách…", self.show_list)
        self.all_button: QPushButton = button("Tạo khoản trừ cho tất cả", self.deduct_all.emit)
        self._rest = QWidget()
        rest = QHBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.addWidget(self.strip, 1)
        rest.addWidget(self.list_button)
        rest.addWidget(self.all_button)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.class_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.totals)
        column.addWidget(self._rest)

    def show_year(self, cycle: Cycle, found: Reconciliation, classes: Sequence[str], *, by_items: bool) -> None:
        """by_items: both sides are known item by item, so that no total is typed."""
        self.line.show_line(found.total)
        self.class_label.setText(f"Xếp loại: {cycle.class_label}" if by_items and cycle.class_label else "")
        self.totals.setVisible(not by_items)
        self.totals.show_cycle(cycle, classes)
        self._items = sorted((i for i in found.items if i.line.unexplained), key=_by_rest)
        self._rest.setVisible(bool(self._items))
        self.all_button.setEnabled(not cycle.closed and any((i.line.unexplained or 0) > 0 for i in self._items))
        colour = mark_colour("bad", self.palette()).name()
        links = " · ".join(
            f'<a style="color: {colour}" href="{i.row.item.id}">{i.row.code}</a>&nbsp;({_rest(i)})'
            for i in self._items[:_NAMED]
        )
        more = f" và {len(self._items) - _NAMED} nội dung nữa" if len(self._items) > _NAMED else ""
        self.strip.setText(f'<span style="color: {colour}">▲ Chưa giải thích:</span> {links}{more}')
        self.strip.setAccessibleName("Chưa giải thích: " + ", ".join(f"{i.row.code} ({_rest(i)})" for i in self._items))

    def show_list(self) -> None:
        """Every item with unexplained points, the most first."""
        rows = [f"{i.row.code}   {_rest(i)}   {i.row.item.text}" for i in self._items]
        self.popup = ListPopup(
            self.list_button, "Nội dung còn điểm chưa giải thích, nhiều nhất trước:", rows, self._pick
        )
        self.popup.open()

    def _pick(self, row: int) -> None:
        self.chosen.emit(self._items[row].row.item.id)

    def _link(self, link: str) -> None:
        self.chosen.emit(int(link))


def _rest(item: ItemLine) -> str:
    rest = item.line.unexplained or 0
    return format_points(rest) if rest > 0 else f"thừa {format_points(-rest)}"


def _by_rest(item: ItemLine) -> int:
    return -abs(item.line.unexplained or 0)
