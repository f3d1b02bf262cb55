"""The yearly path: seven steps with a sign and words, in as many rows as the width asks for; a click goes to the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dvcq_desktop.year_path import Step

STEPS = 7
_LETTERS = 17  # width of a step in letters
_WORDS = {"done": "đã xong", "doing": "đang làm", "todo": "chưa làm"}


class StepButton(QPushButton):
    """One step: "✓ 1 Bộ tiêu chí" with how far it is below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("step")
        self.setAutoDefault(True)  # Enter presses it as Space does
        self.page = ""
        self._name, self._detail = QLabel(), QLabel()
        self._name.setProperty("strong", True)
        self._detail.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(0)
        for label in (self._name, self._detail):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step) -> None:
        self.page = step.page
        self._name.setText(f"{step.sign} {step.number}. {step.title}")
        self._detail.setText(step.detail)
        self.setProperty("step", step.state)
        self.setAccessibleName(f"Bước {step.number}: {step.title}, {_WORDS[step.state]}, {step.detail}")
        self.setToolTip(f"{_WORDS[step.state].capitalize()}: {step.detail}. Bấm để mở trang.")
        self.style().polish(self)

    def fit(self, width: int) -> int:
        """How high the words are in a width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0


class PathBar(QWidget):
    """Always on the page, so that after three months away one sees where the year stands."""

    picked = Signal(str)  # key of the page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bảy bước của năm")
        self.steps = [StepButton() for _n in range(STEPS)]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for step in self.steps:
            step.clicked.connect(self._pressed)
        self._arrange(STEPS)

    def show_path(self, path: tuple[Step, ...]) -> None:
        for button, step in zip(self.steps, path, strict=True):
            button.show_step(step)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = _LETTERS * self.fontMetrics().averageCharWidth() + 20
        self._arrange(max(2, min(STEPS, (event.size().width() + 8) // (needed + 8))))
        self._fit()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, step in enumerate(self.steps):
            self._grid.addWidget(step, place // columns, place % columns)
        for column in range(STEPS):
            self._grid.setColumnStretch(column, int(column < columns))

    def _fit(self) -> None:
        """All steps as high as the one with the most lines."""
        width = (self.width() - 8 * (self._columns - 1)) // max(1, self._columns)
        height = max(step.fit(width) for step in self.steps)
        for step in self.steps:
            step.setFixedHeight(height)

    def _pressed(self) -> None:
        step = self.sender()
        if isinstance(step, StepButton) and step.page:
            self.picked.emit(step.page)
