"""The first-run wizard: a working office in five minutes; each step but the office's name can wait."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.office import has_data
from dvcq_desktop.setting_up import FirstDay, set_up_office
from ui import ask
from ui.desk import Desk
from ui.dialogs.first_run_steps import FolderStep, FrameworkStep, OfficeStep, Step, Welcome, YearStep
from ui.places import demo_folder, usual_folder
from ui.screens import room_for
from ui.toast import Refusal
from ui.widgets.parts import button

if TYPE_CHECKING:
    from ui.backup.restoring import Wish


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the person decided: the demonstration office, one's own and whether a plan is imported at once, or a backup."""

    folder: Path
    demo: bool = False
    then_import: bool = False
    wish: Wish | None = None  # the copy the office is brought back from


class FirstRun(QDialog):
    """Own pages instead of QWizard: they scroll, and the buttons say what they do."""

    def __init__(self, folder: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Thiết lập lần đầu")
        self.answer: Answer | None = None
        self._given = folder
        self.welcome = Welcome()
        self.office = OfficeStep()
        self.year = YearStep()
        self.framework = FrameworkStep()
        self.folder = FolderStep(folder or free_folder())
        self.steps: tuple[Step, ...] = (self.welcome, self.office, self.year, self.framework, self.folder)
        self._build()
        self.welcome.demo_chosen.connect(self._on_demo)
        self.welcome.own_chosen.connect(self.go_on)
        self.welcome.back_chosen.connect(self._on_back)
        self.show_step(0)
        room, letter = room_for(self), self.fontMetrics()
        self.resize(
            min(letter.averageCharWidth() * 84, room.width() - 40), min(letter.height() * 34, room.height() - 80)
        )

    def _build(self) -> None:
        self.title = QLabel()
        self.title.setObjectName("pageTitle")
        self.title.setWordWrap(True)
        self.summary = QLabel()
        self.summary.setObjectName("pageSummary")
        self.summary.setWordWrap(True)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.refusal = Refusal()
        self.stack = QStackedWidget()
        for step in self.steps:
            area = QScrollArea()
            area.setObjectName("pageScroll")
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(step)
            step.setAutoFillBackground(False)
            area.viewport().setAutoFillBackground(False)
            self.stack.addWidget(area)
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 4)
        head.setSpacing(4)
        for widget in (self.title, self.summary, self.refusal):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        self.back = button("&Quay lại", self.go_back)
        self.later = button("Để &sau", self.put_off)
        self.import_plan = button("Tạo rồi nạp kế hoạch &Word…", self._finish_with_import)
        self.next = button("Tiếp tụ&c", self.go_on, primary=True)
        self.finish = button("&Bắt đầu", self._finish, primary=True)
        for one in (self.back, self.later, self.import_plan):
            one.setAutoDefault(False)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addStretch(1)
        for one in (self.back, self.later, self.import_plan, self.next, self.finish):
            row.addWidget(one)
        return row

    @property
    def place(self) -> int:
        return self.stack.currentIndex()

    def show_step(self, place: int) -> None:
        step = self.steps[place]
        last = place == len(self.steps) - 1
        self.stack.setCurrentIndex(place)
        self.title.setText(step.TITLE)
        self.summary.setText(step.SUMMARY)
        self.count.setText(f"Bước {place} trên {len(self.steps) - 1}" if place else "")
        self.refusal.hide()
        self.back.setVisible(place > 0)
        self.later.setVisible(step.CAN_WAIT)
        self.next.setVisible(place > 0 and not last)
        self.import_plan.setVisible(last)
        self.finish.setVisible(last)
        (self.finish if last else self.next).setDefault(True)
        step.start()

    def go_on(self) -> None:
        if self._may_leave():
            self.show_step(self.place + 1)

    def go_back(self) -> None:
        self.show_step(self.place - 1)

    def put_off(self) -> None:
        self.steps[self.place].put_off()
        self.show_step(self.place + 1)

    def first_day(self) -> FirstDay:
        """What was typed, for the use case."""
        return FirstDay(
            name=self.office.name.text(),
            place=self.office.place.text(),
            superior=self.office.superior.text(),
            appraiser=self.office.appraiser.text(),
            year=self.year.year.value(),
            due=self.year.due.text(),
            due_inclusive=self.year.words.currentIndex() == 1,
            framework=self.framework.framework,
        )

    def fill(self, desk: Desk) -> None:
        """Store it in the office that was opened for it, as one operation, and take its year in hand."""
        first = self.first_day()
        if desk.attempt("Thiết lập văn phòng", set_up_office, first) and first.year is not None:
            desk.set_year(first.year)

    def _may_leave(self) -> bool:
        trouble = self.steps[self.place].trouble()
        if trouble:
            self.refusal.say(trouble)
        else:
            self.refusal.hide()
        return not trouble

    def _on_demo(self) -> None:
        self.answer = Answer(folder=self._given or demo_folder(), demo=True)
        self.accept()

    def _on_back(self) -> None:
        """Choose the copy; the office is brought back from it behind the wizard."""
        from ui.dialogs.bring_back import BringBack

        dialog = BringBack(self._given or free_folder(), may_move=True, parent=self)
        if ask.show_dialog(dialog) and dialog.wish is not None:
            self.answer = Answer(folder=dialog.folder, wish=dialog.wish)
            self.accept()

    def _finish(self) -> None:
        self._end(then_import=False)

    def _finish_with_import(self) -> None:
        self._end(then_import=True)

    def _end(self, *, then_import: bool) -> None:
        if self._may_leave():
            self.answer = Answer(folder=self.folder.folder, then_import=then_import)
            self.accept()


def free_folder() -> Path:
    """The usual folder, or the next of its name that holds no office yet."""
    usual = usual_folder()
    number, folder = 2, usual
    while has_data(folder):
        folder = usual.with_name(f"{usual.name} {number}")
        number += 1
    return folder
