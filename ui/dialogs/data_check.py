"""Công cụ → Kiểm tra dữ liệu: checks the whole data file beside the window and says what it found, place by place."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from dvcq_desktop import data_care, troubles
from dvcq_desktop.office import Connection
from ui import ask, jobs
from ui.desk import Desk
from ui.jobs import Progress, Stopped
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

SUMMARY = (
    "Đọc lại toàn bộ tệp dữ liệu: cấu trúc, các liên kết, từng dòng so với nhật ký, chỉ mục tìm kiếm. "
    "Không thay đổi gì; bạn vẫn làm việc tiếp được."
)


class DataCheck(QDialog):
    """Begins to check when it is shown; closing it stops the check."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kiểm tra dữ liệu")
        self._desk = desk
        self._job: jobs.Job | None = None
        self.words = QLabel(SUMMARY)
        self.words.setWordWrap(True)
        self.waiting = WaitingLine()
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName("Những chỗ cần xem")
        self.found.hide()
        self.again = button("&Kiểm tra lại", self.start)
        self.search = button("&Dựng lại chỉ mục tìm kiếm", self._make_search_anew)
        self.copy = button("&Chép kết quả", self._copy)
        self.folder = button("Mở &thư mục dữ liệu", self._open_folder)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for one in (self.again, self.search, self.copy, self.folder):
            buttons.addButton(one, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (self.words, self.waiting, self.found):
            column.addWidget(widget, 1 if widget is self.found else 0)
        column.addStretch(0)
        column.addWidget(buttons)
        letter = self.fontMetrics()
        self.resize(letter.averageCharWidth() * 96, letter.height() * 16)
        self._offer(search=False, copy=False)
        desk.flush.emit()

    def start(self) -> None:
        """Check from the beginning."""
        if self._job is not None:
            return
        self.words.setText(SUMMARY)
        self.found.hide()
        self._offer(search=False, copy=False)
        self.again.setEnabled(False)
        self._job = jobs.run_in_background(self._desk, _check, self._on_done, self._on_failed)
        self.waiting.watch(self._job, "Đang kiểm tra tệp dữ liệu…", bare=True)

    def show_report(self) -> None:
        """Show what the last check found, without checking again."""
        report = self._desk.office.report
        if report is None:
            return
        told = data_care.findings(report)
        self.words.setText(data_care.summary(report))
        self.found.setPlainText("\n".join(told))
        self.found.setVisible(bool(told))
        self._offer(search=bool(report.search), copy=bool(told))

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.stop()
        super().done(result)

    def _on_done(self, report: object) -> None:
        self._ended()
        self._desk.office.take_report(report)  # type: ignore[arg-type]
        self.show_report()
        self._desk.changed.emit(frozenset({data_care.CHECK}))

    def _on_failed(self, trouble: BaseException) -> None:
        self._ended()
        if isinstance(trouble, Stopped):
            self.words.setText("Đã dừng, chưa kiểm tra xong.")
            return
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self.words.setText(sentence)

    def _ended(self) -> None:
        self._job = None
        self.again.setEnabled(True)

    def _offer(self, *, search: bool, copy: bool) -> None:
        self.search.setVisible(search)
        self.copy.setVisible(copy)

    def _make_search_anew(self) -> None:
        if self._desk.attempt("Dựng lại chỉ mục tìm kiếm", data_care.make_search_anew):
            self.start()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words.text()}\n{self.found.toPlainText()}")

    def _open_folder(self) -> None:
        ask.open_folder(self._desk.office.folder)


def check_data(desk: Desk, parent: QWidget | None) -> DataCheck:
    """Show the check: what the last one found where it found damage, else a new one."""
    dialog = DataCheck(desk, parent)
    if desk.office.report is not None and not desk.office.report.whole:
        dialog.show_report()
    else:
        dialog.start()
    dialog.open()
    return dialog


def _check(db: Connection, progress: Progress) -> object:
    return data_care.check_data(db, progress.report)
