"""Takes a table of points from the clipboard or a file, shows how it is understood, and lets that be put right before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import troubles
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.framework_tables import Reading, guess_columns, matched, understand_table
from dvcq_desktop.frameworks import Criterion, Item
from dvcq_desktop.office import Connection
from dvcq_desktop.points import format_points
from dvcq_desktop.readers.clipboard import pasted_tables
from dvcq_desktop.readers.table_cells import Table
from dvcq_desktop.readers.tables import read_tables
from ui import ask, jobs
from ui.desk import Desk
from ui.dialogs.framework_columns import ColumnChoice
from ui.dialogs.framework_preview import Preview, prepare_view
from ui.framework.tree_view import clipboard_text
from ui.jobs import Progress
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

FILTERS = "Bảng điểm (*.xlsx *.docx);;Excel (*.xlsx);;Word (*.docx)"


class FrameworkTableDialog(QDialog):
    """What was understood stands in reading() once it was accepted; current: criteria and items it is matched to."""

    def __init__(
        self,
        desk: Desk,
        current: tuple[Sequence[Criterion], Sequence[Item]] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._current = current
        self._tables: list[Table] = []
        self._reading = Reading(rows=())
        self.setWindowTitle("Nhập bảng điểm")
        self.setAcceptDrops(True)
        room = self.screen().availableSize()
        letter = self.fontMetrics().averageCharWidth()
        self.resize(min(room.width() - 60, 132 * letter), min(room.height() - 60, 600))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._build_sources())
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("complaint", True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_invitation())
        self.stack.addWidget(self._build_review())
        column.addWidget(self.stack, 1)
        column.addLayout(self._build_foot())
        self._show()

    # Building

    def _build_sources(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.paste_button = button("Dán từ Word/Excel", self.paste, icon_name="action-copy", tip="Ctrl+V")
        self.file_button = button("Chọn tệp…", self.choose_file, icon_name="action-open-folder")
        self.which = QComboBox()
        self.which.setAccessibleName("Bảng nào trong tệp")
        self.which.activated.connect(self._table_chosen)
        self.waiting = WaitingLine()
        for widget in (self.paste_button, self.file_button, self.which):
            row.addWidget(widget)
        row.addWidget(self.waiting, 1)
        return row

    def _build_invitation(self) -> QWidget:
        words = QLabel(
            "Chép bảng điểm trong Word hoặc Excel rồi bấm Ctrl+V ở đây,\n"
            "hoặc kéo tệp .xlsx, .docx vào cửa sổ này.\n\n"
            "Chương trình cho xem từng dòng được hiểu là gì trước khi ghi."
        )
        words.setObjectName("emptySentence")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        return words

    def _build_review(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self.columns = ColumnChoice()
        self.columns.changed.connect(self._understand)
        column.addWidget(self.columns)
        self.preview = Preview(self)
        self.preview.changed.connect(self._count)
        self.view = QTableView()
        prepare_view(self.view, self.preview)
        column.addWidget(self.view, 1)
        return box

    def _build_foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.title_label = QLabel("Tên bộ tiêu chí")
        self.title = QLineEdit()
        self.title.setPlaceholderText("ví dụ: Thang điểm dân vận chính quyền theo Quyết định số …")
        self.title_label.setBuddy(self.title)
        self.title.textChanged.connect(self._count)
        named = QHBoxLayout()
        named.addWidget(self.title_label)
        named.addWidget(self.title, 1)
        column.addLayout(named)
        self.words_box = QCheckBox("Thay cả lời văn của tiêu chí, nội dung theo bảng")
        column.addWidget(self.words_box)
        for widget in (self.title_label, self.title):
            widget.setVisible(self._current is None)
        self.words_box.setVisible(self._current is not None)
        row = QHBoxLayout()
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Đưa vào bộ tiêu chí", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setProperty("primary", True)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row.addWidget(self.summary, 1)
        row.addWidget(buttons)
        column.addLayout(row)
        return column

    # Sources

    def paste(self) -> None:
        """The table on the clipboard."""
        try:
            found = pasted_tables(*clipboard_text())
        except InputRefused as refused:
            self._complain(str(refused))
            return
        if not found:
            self._complain(
                "Chưa có bảng nào được chép. Hãy chọn bảng trong Word hoặc Excel, bấm Ctrl+C rồi dán lại ở đây."
            )
            return
        self.take(found)

    def choose_file(self) -> None:
        path = ask.open_file(self, "Chọn tệp có bảng điểm", FILTERS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file beside the window."""

        def work(_db: Connection, _progress: Progress) -> list[Table]:
            return read_tables(path)

        job = jobs.run_in_background(self._desk, work, self.take, self._failed)
        self.waiting.watch(job, f"Đang đọc {path.name}…")

    def take(self, tables: list[Table]) -> None:
        """Show tables; the one with the most points in it comes first."""
        self._complain("")
        self._tables = tables
        self.which.clear()
        for table in tables:
            self.which.addItem(f"{table.name} ({len(table.rows)} dòng)")
        readings = [understand_table(table, guess_columns(table)) for table in tables]
        best = max(range(len(tables)), key=lambda n: sum(row.max is not None for row in readings[n].items))
        self.which.setCurrentIndex(best)
        self._table_chosen()

    def _failed(self, trouble: BaseException) -> None:
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self._complain(sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read(Path(event.mimeData().urls()[0].toLocalFile()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    # Columns and rows

    def _table_chosen(self) -> None:
        """Guess anew what the columns of the chosen table are."""
        self.columns.load(self._tables[self.which.currentIndex()])
        self._understand()
        self._show()

    def _understand(self) -> None:
        table = self._tables[self.which.currentIndex()]
        self._reading = understand_table(table, self.columns.matching())
        criteria, items = self._current or ((), ())
        self.preview.load(matched(self._reading, criteria, items), new=self._current is None)
        self.view.resizeRowsToContents()
        self._count()

    def reading(self) -> Reading:
        """The rows that are ticked."""
        return replace(self._reading, rows=tuple(match.row for match in self.preview.ticked()))

    def _count(self) -> None:
        matches = [m for m in self.preview.ticked() if m.row.kind == "item"]
        pointed = [m for m in matches if m.row.max is not None]
        parts = [f"{len(matches)} nội dung"]
        if self._current is not None:
            parts = [f"{sum(not m.new for m in matches)} nội dung khớp", f"{sum(m.new for m in matches)} thêm mới"]
        parts.append(f"{len(pointed)} có điểm, tổng {format_points(sum(m.row.max or 0 for m in pointed))}")
        doubted = self.preview.doubted()
        parts.append(f"▲ {doubted} dòng cần xem" if doubted else "✓ không có dòng nào đáng ngờ")
        parts += self._reading.doubts
        self.summary.setText(" · ".join(parts) if self._tables else "")
        named = self._current is not None or bool(self.title.text().strip())
        self.do.setEnabled(bool(matches) and named)

    def _show(self) -> None:
        self.stack.setCurrentIndex(1 if self._tables else 0)
        self.which.setVisible(len(self._tables) > 1)
        self._count()

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(f"▲ {sentence}" if sentence else "")
        self.trouble.setVisible(bool(sentence))
