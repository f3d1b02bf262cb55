"""Takes a form along: writes it as PDF, Word or Excel or prints it, beside the window, and says where it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from dvcq_desktop import troubles
from dvcq_desktop.exporting import SUFFIXES, build_form, export_form, proposed_name
from dvcq_desktop.office import Connection
from dvcq_desktop.printed.blocks import FormOptions, PrintedForm
from dvcq_desktop.writers import write
from ui import ask, jobs
from ui.desk import Desk
from ui.jobs import Progress, Stopped
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

_FILTERS = {".pdf": "PDF (*.pdf)", ".docx": "Word (*.docx)", ".xlsx": "Excel (*.xlsx)"}


class FormOutput(QWidget):
    """A line that is empty until something was written or printed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.written: Path | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.done = QLabel()
        self.folder_button = button("Mở thư mục", self.open_folder, icon_name="action-open-folder")
        self.folder_button.hide()
        self.waiting = WaitingLine()
        row.addWidget(self.done)
        row.addWidget(self.folder_button)
        row.addWidget(self.waiting, 1)

    def export(self, form: PrintedForm, options: FormOptions, suffix: str) -> None:
        """Write the form where the person says."""
        self._desk.flush.emit()
        proposal = proposed_name(form.key, options.year, suffix)
        path = ask.save_file(self, f"Xuất {form.title}", proposal, _FILTERS[suffix])
        if path is None:
            return
        where = path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

        def work(db: Connection, _progress: Progress) -> Path:
            export_form(db, form.key, options, where)
            return where

        job = jobs.run_in_background(self._desk, work, self._exported, self._failed)
        self.waiting.watch(job, f"Đang ghi {where.name}…")

    def print_form(self, form: PrintedForm, options: FormOptions, pages: int) -> None:
        """Ask for a printer and print the pages as they are seen."""
        self._desk.flush.emit()
        printer = ask.printer(self, f"In {form.title}", pages=max(1, pages))
        if printer is None:
            return
        from ui.printing import print_pdf

        def work(db: Connection, progress: Progress) -> int:
            return print_pdf(write(build_form(db, form.key, options), ".pdf"), printer, progress)

        job = jobs.run_in_background(self._desk, work, self._printed, self._failed)
        self.waiting.watch(job, f"Đang in {form.title}…")

    def open_folder(self) -> None:
        if self.written is not None:
            ask.open_folder(self.written.parent)

    def _exported(self, path: Path) -> None:
        self.written = path
        self.done.setText(f"✓ Đã ghi {path.name} ({SUFFIXES[path.suffix.lower()]})")
        self.folder_button.show()

    def _printed(self, count: int) -> None:
        self.done.setText(f"✓ Đã gửi {count} trang đến máy in.")
        self.folder_button.hide()

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            self.done.setText("Đã dừng theo yêu cầu.")
            return
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self._desk.refused.emit(sentence)
