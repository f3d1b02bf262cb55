"""The import wizard: a file is read, its lines stand beside what was understood, corrected, and written in one operation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from dvcq_desktop import importing, plans, tasks, troubles, units
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.importing import ImportResult
from dvcq_desktop.office import Connection
from dvcq_desktop.readers import read_plan
from dvcq_desktop.readers.understood import PlanRead
from ui import ask, jobs
from ui.desk import Desk
from ui.dialogs.import_review import ImportReview
from ui.dialogs.import_start import ImportStart
from ui.jobs import Job, Progress, Stopped
from ui.screens import room_for
from ui.widgets.parts import button

_RESULT_WORDS = {
    "sections": "mục",
    "criteria": "tiêu chí",
    "items": "nội dung",
    "tasks": "nhiệm vụ với phân công",
    "deductions": "khoản trừ điểm của năm trước",
    "documents": "văn bản viện dẫn",
}


def import_plan(desk: Desk, parent: QWidget | None, path: Path | None = None) -> bool:
    """Run the wizard, at once on a file where one is given; whether a plan was written and kept."""
    dialog = ImportPlanDialog(desk, parent)
    if path is not None:
        dialog.read(path)
    ask.show_dialog(dialog)
    written = dialog.written is not None
    dialog.deleteLater()
    return written


class ImportPlanDialog(QDialog):
    """Three steps: file, review, result. Nothing is written before the button of the second."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.written: ImportResult | None = None
        self.review: ImportReview | None = None
        self._job: Job[PlanRead] | None = None
        self._source = ""
        self.setWindowTitle("Nạp kế hoạch từ tệp")
        self.setSizeGripEnabled(True)
        self.start = ImportStart()
        self.start.chosen.connect(self.read)
        self.start.waiting.cancel.clicked.connect(self._stop_reading)
        self.steps = QStackedWidget()
        self.steps.addWidget(self.start)
        column = QVBoxLayout(self)
        self.title = QLabel("1. Chọn tệp")
        self.title.setObjectName("cardTitle")
        column.addWidget(self.title)
        column.addWidget(self.steps, 1)
        self._build_foot(column)
        room = room_for(self).size()
        self.resize(QSize(1240, 760).boundedTo(QSize(room.width() - 40, room.height() - 60)))

    def _build_foot(self, column: QVBoxLayout) -> None:
        foot = QHBoxLayout()
        self.year_label = QLabel("Nạp vào năm")
        self.year_box = QSpinBox()
        self.year_box.setRange(2000, 2100)
        self.year_box.setAccessibleName("Năm của kế hoạch")
        self.year_box.valueChanged.connect(self._say_what_happens)
        self.year_label.setBuddy(self.year_box)
        self.consequence = QLabel()
        self.consequence.setWordWrap(True)
        self.other_button = button("Chọn tệp khác", self.again)
        self.write_button = button("Nạp kế hoạch", self.write, primary=True)
        self.write_button.setDefault(True)
        self.undo_button = button("Hoàn tác", self.take_back)
        self.open_button = button("Mở kế hoạch", self.open_plan, primary=True)
        self.close_button = button("Hủy", self.reject)
        foot.addWidget(self.year_label)
        foot.addWidget(self.year_box)
        foot.addWidget(self.consequence, 1)
        for widget in (self.close_button, self.other_button, self.write_button, self.undo_button, self.open_button):
            foot.addWidget(widget)
        column.addLayout(foot)
        self._show_step(0)

    def _show_step(self, step: int) -> None:
        for widget in (self.year_label, self.year_box, self.other_button, self.write_button):
            widget.setVisible(step == 1)
        for widget in (self.undo_button, self.open_button):
            widget.setVisible(step == 2)
        self.close_button.setText("Đóng" if step == 2 else "Hủy")
        self.consequence.setText("")
        self.title.setText(("1. Chọn tệp", f"2. Xem và sửa: {self._source}", "3. Đã nạp")[step])

    # Reading

    def read(self, path: Path) -> None:
        """Read a file beside the window; what cannot be read is told on the first step."""
        self.start.tell("")
        self.start.set_busy(True)
        self._source = path.name

        def work(_db: Connection, _progress: Progress) -> PlanRead:
            return read_plan(path)

        self._job = jobs.run_in_background(self.desk, work, self._read_done, self._read_failed)
        self.start.waiting.watch(self._job, f"Đang đọc {path.name}…")

    def _stop_reading(self) -> None:
        """The reader cannot be broken off in a line; what it answers is no longer wanted, and the person goes on."""
        self._job = None
        self.start.set_busy(False)

    def _read_done(self, plan: PlanRead) -> None:
        if self._job is None:
            return  # closed, or another file is wanted
        self._job = None
        self.start.set_busy(False)
        self.review = ImportReview(plan, [unit.name for unit in units.all_units(self.desk.db)])
        self.steps.addWidget(self.review)
        self.steps.setCurrentWidget(self.review)
        self._show_step(1)
        self.year_box.setValue(plan.head.year or self.desk.year or 2025)
        self._say_what_happens()

    def _read_failed(self, trouble: BaseException) -> None:
        if self._job is None or isinstance(trouble, Stopped):
            return
        self._job = None
        self.start.set_busy(False)
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self.start.tell(sentence)

    def again(self) -> None:
        """Back to the first step; what was corrected is given up, nothing was written."""
        if self.review is not None:
            self.steps.removeWidget(self.review)
            self.review.deleteLater()
            self.review = None
        self.steps.setCurrentWidget(self.start)
        self._show_step(0)

    # Writing

    def _say_what_happens(self) -> None:
        year = self.year_box.value()
        self.write_button.setText(f"Nạp vào năm {year}")
        count = len(tasks.tasks(self.desk.db, year))
        if plans.find_plan(self.desk.db, year) is not None or count:
            self.consequence.setText(
                f"▲ Năm {year} đã có kế hoạch ({count} nhiệm vụ): toàn bộ sẽ được thay bằng bản này. Hoàn tác được."
            )
        else:
            self.consequence.setText(f"Năm {year} chưa có kế hoạch; bản này sẽ là kế hoạch của năm.")

    def write(self) -> None:
        """Write everything as one operation; a broken rule is told here and nothing was written."""
        if self.review is None or not self.review.finish():
            return
        self.desk.flush.emit()
        year = self.year_box.value()
        try:
            self.written = self.desk.run(f"Nạp kế hoạch {self._source}", importing.import_plan, self.review.plan, year)
        except RuleBroken as broken:
            self.consequence.setText(f"▲ {broken}")
            return
        self.desk.set_year(year)
        self._show_result(self.written)

    def _show_result(self, result: ImportResult) -> None:
        done = QWidget()
        column = QVBoxLayout(done)
        column.addStretch(1)
        parts = [f"{result.counts[key]} {words}" for key, words in _RESULT_WORDS.items() if result.counts.get(key)]
        lines = [f"✓ Đã nạp kế hoạch năm {result.year}.", "\n".join(f"   {part}" for part in parts)]
        if result.framework:
            lines.append(f"Bộ tiêu chí của năm: {result.framework}.")
        lines.append("Nếu chưa vừa ý, bấm Hoàn tác: dữ liệu trở lại đúng như trước khi nạp.")
        words = QLabel("\n\n".join(lines))
        words.setObjectName("emptySentence")
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(words)
        column.addStretch(2)
        self.steps.addWidget(done)
        self.steps.setCurrentWidget(done)
        self._show_step(2)
        self.open_button.setDefault(True)

    def take_back(self) -> None:
        """Undo what was just written and go back to the review."""
        self.desk.undo()
        self.written = None
        if self.review is not None:
            self.steps.setCurrentWidget(self.review)
            self._show_step(1)
            self._say_what_happens()

    def open_plan(self) -> None:
        self.accept()
        self.desk.go.emit("plan", "")

    def reject(self) -> None:
        self._job = None
        super().reject()
