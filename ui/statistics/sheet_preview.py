"""The statistics sheet as it will be printed, for the years chosen, with the ways to take it along."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dvcq_desktop.printed.blocks import FormOptions
from dvcq_desktop.printed.statistics_sheet import FORM
from ui.desk import Desk
from ui.widgets.form_output import FormOutput
from ui.widgets.paper import PaperView
from ui.widgets.parts import button


class SheetPreview(QDialog):
    """Built once from what is stored now; nothing of it can be edited."""

    def __init__(self, desk: Desk, options: FormOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self.setWindowTitle(FORM.title)
        self.resize(760, 640)
        column = QVBoxLayout(self)
        self.paper = PaperView()
        self.output = FormOutput(desk)
        row = QHBoxLayout()
        row.addWidget(self.output, 1)
        row.addWidget(button("Xuất PDF…", self._export_pdf))
        row.addWidget(button("Xuất Word…", self._export_word))
        row.addWidget(button("In…", self._print, icon_name="action-print", primary=True))
        row.addWidget(button("Đóng", self.reject))
        column.addWidget(self.paper, 1)
        column.addLayout(row)
        from dvcq_desktop.writers import write

        self.paper.show_pdf(write(FORM.build(desk.db, options), ".pdf"))

    def _export_pdf(self) -> None:
        self.output.export(FORM, self._options, ".pdf")

    def _export_word(self) -> None:
        self.output.export(FORM, self._options, ".docx")

    def _print(self) -> None:
        self.output.print_form(FORM, self._options, self.paper.page_count())
