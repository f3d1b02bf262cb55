"""Two quiet voices of the window, neither of them modal: a refusal above the page, a toast for what was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

TOAST_SECONDS = 7
REFUSAL_SECONDS = 15


class Refusal(QFrame):
    """Amber strip above the page: what was not done and why; goes by itself, by Esc or by its button."""

    visibility = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        sign = QLabel("⚠")
        sign.setAccessibleName("Chưa làm được")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName("Đóng thông báo")
        close.setToolTip("Đóng thông báo (Esc)")
        close.clicked.connect(self.hide)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self.visibility.emit(True)
        self._timer.start(REFUSAL_SECONDS * 1000)
        _announce(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.visibility.emit(False)


class Toast(QFrame):
    """At the bottom of its parent: what was done, with "Hoàn tác" where that helps."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.button = QPushButton("Hoàn tác")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_undo)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, sentence: str, *, with_undo: bool) -> None:
        self.words.setText(sentence)
        self.button.setVisible(with_undo)
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_SECONDS * 1000)
        _announce(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent, layout = self.parentWidget(), self.layout()
        if parent is None or layout is None:
            return
        around = parent.rect()
        limit = round(around.width() * 0.7)
        button = self.button.sizeHint().width() + 16 if not self.button.isHidden() else 0
        words = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 8
        width = min(words + button + 32, limit)
        height = max(layout.heightForWidth(width), layout.sizeHint().height())
        self.setGeometry((around.width() - width) // 2, around.height() - height - 16, width, height)

    def _on_undo(self) -> None:
        self.hide()
        self.undo.emit()


def _announce(widget: QWidget) -> None:
    """Let a screen reader say it."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # its enums would delay the first paint by 2 ms

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
