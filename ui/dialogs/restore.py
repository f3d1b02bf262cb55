"""What a copy would change, compared beside the window, and the choice: the whole office, one year, one document, or nothing."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import troubles
from dvcq_desktop.backup.compare import Changes, compare
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.office import Connection
from dvcq_desktop.pace import size_words
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped
from ui.people.row_table import Col, Row, RowTable, RowView

COLS = (
    Col(key="title", title="Dữ liệu", width=30, kind="read"),
    Col(key="added", title="Thêm lại", width=10, kind="read"),
    Col(key="changed", title="Trở về như cũ", width=12, kind="read"),
    Col(key="removed", title="Bỏ đi", width=10, kind="read"),
)


class RestoreDialog(QDialog):
    """year and document hold the part that was chosen; both empty: the whole."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Khôi phục từ bản sao lưu")
        self.resize(760, 520)
        self._desk, self._copy = desk, copy
        self.changes: Changes | None = None
        self.words = QLabel(f"{copy.label}: đang so với dữ liệu trên máy…")
        self.words.setWordWrap(True)
        self.table = RowView(RowTable(COLS, _never, self), "Những gì sẽ đổi", "restore", _no_names)
        self.whole = QRadioButton("Khôi phục toàn bộ dữ liệu (dữ liệu đang có được giữ lại một bản trên máy)")
        self.one_year = QRadioButton("Chỉ khôi phục năm")
        self.one_document = QRadioButton("Chỉ lấy lại minh chứng (mã H1.2.3.04 hoặc tên tệp)")
        self.years, self.code = QComboBox(), QLineEdit()
        self.years.setAccessibleName("Năm")
        self.code.setAccessibleName("Mã hoặc tên tệp minh chứng")
        self._build()
        self._job: Job[Changes] = self._compare()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        group = QButtonGroup(self)
        for choice, field in ((self.whole, None), (self.one_year, self.years), (self.one_document, self.code)):
            group.addButton(choice)
            row = QHBoxLayout()
            row.addWidget(choice)
            if field is not None:
                row.addWidget(field, 1)
            column.addLayout(row)
        self.whole.setChecked(True)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Khôi phục", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setEnabled(False)
        buttons.addButton("Thôi, giữ nguyên", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @property
    def year(self) -> int:
        return int(self.years.currentData() or 0) if self.one_year.isChecked() else 0

    @property
    def document(self) -> str:
        return self.code.text().strip() if self.one_document.isChecked() else ""

    def _compare(self) -> Job[Changes]:
        folder, copy = self._desk.office.folder, self._copy

        def work(db: Connection, progress: Progress) -> Changes:
            return compare(db, folder, copy, progress.report)

        return jobs.run_in_background(self._desk, work, self._show, self._failed, self._tell)

    def _tell(self, _done: int, _total: int, sentence: str) -> None:
        if " " in sentence:
            self.words.setText(f"{sentence}…")

    def _show(self, changes: Changes) -> None:
        self.changes = changes
        told = [f"{changes.label}: {changes.rows_there} dòng dữ liệu, {size_words(changes.size_there)}."]
        told.append(f"Trên máy: {changes.rows_here} dòng, {size_words(changes.size_here)}.")
        if not changes.tables:
            told.append("Dữ liệu giống hệt nhau.")
        if changes.evidence_added:
            told.append(f"Lấy lại {changes.evidence_added} tệp minh chứng.")
        if changes.missing_there:
            told.append(f"▲ Bản này thiếu {len(changes.missing_there)} tệp minh chứng.")
        if changes.needs_word:
            told.append("▲ Bản này ít dữ liệu hơn hẳn: sẽ phải gõ xác nhận.")
        self.words.setText("  ".join(told))
        self.table.load([_row(n, change) for n, change in enumerate(changes.tables)])
        for year in sorted(changes.years_there, reverse=True):
            self.years.addItem(str(year), year)
        self.one_year.setEnabled(bool(changes.years_there))
        self.do.setEnabled(True)

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            return
        said = troubles.sentence(trouble)
        if said is None:
            raise trouble
        self.words.setText(f"▲ {said}")

    def accept(self) -> None:
        if self.one_document.isChecked() and not self.document:
            self.code.setFocus()
            return
        super().accept()

    def done(self, answer: int) -> None:
        if self._job.running:
            self._job.stop()
        super().done(answer)


def _row(number: int, change: object) -> Row:
    texts = {name: str(getattr(change, name) or "") for name in ("title", "added", "changed", "removed")}
    return Row(id=number, texts=texts)


def _never(_row: Row, _key: str, _typed: str) -> None:
    """Nothing is typed into this table."""


def _no_names(_key: str) -> list[str]:
    return []
