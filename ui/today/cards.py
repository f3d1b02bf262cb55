"""The cards of the page Hôm nay: what, why, by when, points at stake, one button; later or not at all with a reason."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from dvcq_desktop.dates import short_date
from dvcq_desktop.today import Action
from ui.widgets.tables import mark_colour

SOON = 5  # working days
_NARROW = 90  # letters of the page's width


class ActionCard(QFrame):
    """One thing to do."""

    go = Signal(object)  # the action: show where it is done
    later = Signal(object)
    never = Signal(object)
    step = Signal(int)  # the arrow keys: to the next card or the one before

    def __init__(self, action: Action, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = action
        self.setObjectName("card")
        self.setAccessibleName(f"Việc {number}: {action.sentence}")
        self.what = _words(f"{number}. {action.sentence}")
        self.what.setProperty("strong", True)
        self.when = _words(when_words(action))
        self.why = _words(f"Vì: {action.why}")
        self.why.setProperty("muted", True)
        self.why.hide()
        self.button = QPushButton("Làm ngay" if number == 1 else "Mở")
        self.button.setProperty("primary", number == 1)
        self.button.setAutoDefault(True)  # Enter goes there
        self.button.setToolTip("Mở nơi làm việc này (Enter)")
        self.button.setAccessibleName(f"Mở: {action.sentence}")
        self.button.clicked.connect(self._on_go)
        self.button.installEventFilter(self)
        self._build()
        self._tint()

    def _build(self) -> None:
        self.ask_why = _link("Vì sao?", "Hiện lý do có việc này")
        self.ask_why.setCheckable(True)
        self.ask_why.toggled.connect(self.why.setVisible)
        self.put_off = _link("Để sau…", "Chọn ngày nhắc lại")
        self.put_off.clicked.connect(self._on_later)
        self.drop = _link("Không phải làm…", "Bỏ việc này, có ghi lý do")
        self.drop.clicked.connect(self._on_never)
        self._links = QWidget()
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(4)
        for link in (self.ask_why, self.put_off, self.drop):
            link.setAccessibleDescription(self.action.sentence)
            links.addWidget(link)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.what, 1)
        top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(4)
        self._foot.addWidget(self.when, 1)
        self._foot.addWidget(self._links, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        column.addLayout(top)
        column.addLayout(self._foot)
        column.addWidget(self.why)

    def narrow(self, width: int) -> None:
        """Put "Vì sao?" and its neighbours under the words where they would leave these too little room."""
        small = width < _NARROW * self.fontMetrics().averageCharWidth()
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if small else QBoxLayout.Direction.LeftToRight)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑ ↓ on a button go from card to card; Qt would take them for Tab."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.step.emit(step)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "when"):
            self._tint()

    def _tint(self) -> None:
        mark = urgency(self.action)
        palette = self.palette()
        if mark:
            palette.setColor(palette.ColorRole.WindowText, mark_colour(mark, palette))
        self.when.setPalette(palette)

    def _on_go(self) -> None:
        self.go.emit(self.action)

    def _on_later(self) -> None:
        self.later.emit(self.action)

    def _on_never(self) -> None:
        self.never.emit(self.action)


def urgency(action: Action) -> str:
    """ "bad" for what is overdue, "warn" for what is due within a week, else nothing."""
    if action.days_left < 0:
        return "bad"
    return "warn" if action.days_left <= SOON else ""


def when_words(action: Action) -> str:
    """ "▲ Hạn 24/10/2025, quá hạn 3 ngày làm việc · 15 điểm"; the sign says what the colour says."""
    sign = {"bad": "▲ ", "warn": "● "}.get(urgency(action), "")
    due = f"{sign}Hạn {short_date(action.due)}, {action.left_words}" if action.due else "Chưa định ngày"
    return f"{due} · {action.points_words}" if action.points else due


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _link(text: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setAutoRaise(True)
    return made
