"""What a copy would change, compared beside the window, and the choice: the whole office, one year, some documents, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import organisation, troubles
from dvcq_desktop.backup.compare import Changes, TableChange, compare
from dvcq_desktop.backup.compare_parts import DocumentThere, state_words
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.places import office_of
from dvcq_desktop.dates import short_date
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Connection
from dvcq_desktop.pace import size_words
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped
from ui.people.row_table import Col, Row, RowTable, RowView, never, no_names
from ui.screens import room_for
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

COLS = (
    Col(key="title", title="Dữ liệu", width=36, kind="read"),
    Col(key="added", title="Thêm lại", width=12, kind="read", right=True),
    Col(key="changed", title="Trở về như cũ", width=14, kind="read", right=True),
    Col(key="removed", title="Bỏ đi", width=12, kind="read", right=True),
)
DOCUMENT_COLS = (
    Col(key="code", title="Mã", width=12, kind="read"),
    Col(key="title", title="Tài liệu", width=40, kind="read"),
    Col(key="state", title="Trên máy này", width=20, kind="read"),
    Col(key="reference", title="Số, ký hiệu", width=14, kind="read"),
    Col(key="date", title="Ngày", width=13, kind="read"),
    Col(key="year", title="Năm", width=6, kind="read"),
    Col(key="file", title="Tên tệp", width=30, kind="read"),
)
_SIGNS = {"absent": "✗", "trashed": "✗", "lost": "✗", "changed": "▲", "same": "✓"}
_WORST_FIRST = tuple(_SIGNS)


class RestoreDialog(QDialog):
    """year and documents hold the part that was chosen; both empty: the whole."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Khôi phục từ bản sao lưu")
        self._desk, self._copy = desk, copy
        self.changes: Changes | None = None
        self.words = QLabel(f"{copy.label}: đang so với dữ liệu trên máy. Chưa có gì thay đổi.")
        self.words.setWordWrap(True)
        self.waiting = WaitingLine()
        self.table = RowView(RowTable(COLS, never, self), "Những gì sẽ đổi", "restore", no_names)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.whole = QRadioButton("&Toàn bộ dữ liệu")
        self.one_year = QRadioButton("Chỉ một &năm")
        self.some = QRadioButton("Chỉ một số tài liệu &minh chứng")
        self.years = QComboBox()
        self.years.setAccessibleName("Năm")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc theo mã, tên tài liệu, số ký hiệu, tên tệp…")
        self.filter.setAccessibleName("Lọc tài liệu")
        self.filter.setClearButtonEnabled(True)
        self.list = RowView(
            RowTable(DOCUMENT_COLS, never, self), "Tài liệu trong bản sao", "restore-documents", no_names
        )
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("muted", True)
        self._build()
        self._connect()
        room, letter = room_for(self).size(), self.fontMetrics()
        self.resize(
            min(letter.averageCharWidth() * 136, room.width() - 60), min(letter.height() * 36, room.height() - 100)
        )
        self._job: Job[Changes] = self._compare()
        self._show_part()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.words)
        group = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for choice in (self.whole, self.one_year, self.some):
            group.addButton(choice)
            choices.addWidget(choice)
            if choice is self.one_year:
                choices.addWidget(self.years)
            choices.addSpacing(16)
        choices.addStretch(1)
        self.whole.setChecked(True)
        column.addLayout(choices)
        documents = QWidget()
        below = QVBoxLayout(documents)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.filter)
        below.addWidget(self.list, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(documents)
        column.addWidget(self.stack, 1)
        column.addWidget(self.note)
        self.do = button("Khôi phục", self.accept)
        self.leave = button("Thôi, giữ nguyên", self.reject)
        self.leave.setDefault(True)
        last = QHBoxLayout()
        last.addWidget(self.waiting, 1)
        last.addWidget(self.do)
        last.addWidget(self.leave)
        column.addLayout(last)

    def _connect(self) -> None:
        for choice in (self.whole, self.one_year, self.some):
            choice.toggled.connect(self._show_part)
        self.years.currentIndexChanged.connect(self._choose_year)
        self.filter.textChanged.connect(self._narrow)
        self.list.selectionModel().selectionChanged.connect(self._show_button)
        self.list.table.modelReset.connect(self._show_button)

    @property
    def year(self) -> int:
        return int(self.years.currentData() or 0) if self.one_year.isChecked() else 0

    @property
    def documents(self) -> tuple[str, ...]:
        """The uids of what was chosen."""
        if self.changes is None or not self.some.isChecked():
            return ()
        return tuple(self.changes.documents[row.id].uid for row in self.list.chosen())

    def _compare(self) -> Job[Changes]:
        folder, copy = self._desk.office.folder, self._copy

        def work(db: Connection, progress: Progress) -> Changes:
            return compare(db, folder, copy, progress.report)

        job = jobs.run_in_background(self._desk, work, self._show, self._failed)
        self.waiting.watch(job, "Đang so với dữ liệu trên máy…", bare=True)
        return job

    def _show(self, changes: Changes) -> None:
        self.changes = changes
        self.words.setText("\n".join([*_whose(self._desk.db, self._copy), _summary(changes)]))
        for year in sorted(changes.years_there, reverse=True):
            self.years.addItem(str(year), year)
        place = self.years.findData(self._desk.year)
        self.years.setCurrentIndex(max(0, place))
        worst = sorted(range(len(changes.documents)), key=self._worst_first)
        self.list.load([_document_row(n, changes.documents[n]) for n in worst])
        self.list.clearSelection()
        self._show_part()

    def _worst_first(self, place: int) -> int:
        """What is lost here is what somebody looks for."""
        assert self.changes is not None  # noqa: S101  # there are documents
        return _WORST_FIRST.index(self.changes.documents[place].state)

    def _choose_year(self) -> None:
        if self.changes is not None and self.years.hasFocus():
            self.one_year.setChecked(True)
        self._show_part()

    def _show_part(self) -> None:
        """What the part in hand would change, and what becomes of the present state."""
        changes = self.changes
        some = self.some.isChecked()
        self.stack.setCurrentIndex(1 if some else 0)
        self.years.setEnabled(changes is not None and bool(changes.years_there))
        for choice, there in (
            (self.one_year, changes and changes.years_there),
            (self.some, changes and changes.documents),
        ):
            choice.setEnabled(bool(there))
        if changes is not None and not some:
            shown = changes.by_year.get(self.year, ()) if self.year else changes.tables
            self.table.load([_row(number, change) for number, change in enumerate(shown)])
        self._show_button()

    def _show_button(self) -> None:
        changes, some = self.changes, self.some.isChecked()
        if changes is None:
            self.do.setEnabled(False)
            self.note.setText("")
            return
        count = len(self.list.chosen()) if some else 0
        if some:
            self.note.setText(
                "Chọn một hoặc nhiều dòng (giữ Ctrl hoặc Shift). Tài liệu trở lại như trong bản sao, kể cả tệp; các dữ liệu khác "
                "giữ nguyên; có thể hoàn tác bằng Ctrl+Z."
            )
        elif self.year:
            same = "" if changes.by_year.get(self.year) else f"Năm {self.year} trên máy giống hệt trong bản sao. "
            self.note.setText(f"{same}Các năm khác giữ nguyên; có thể hoàn tác bằng Ctrl+Z.")
        else:
            same = "" if changes.tables else "Dữ liệu giống hệt nhau, không có gì để đổi. "
            self.note.setText(f"{same}Dữ liệu đang có được giữ lại một bản trên máy trước khi thay.")
        verb = (
            f"Lấy lại {count} tài liệu" if some else f"Khôi phục năm {self.year}" if self.year else "Khôi phục toàn bộ"
        )
        self.do.setText(verb if count or not some else "Lấy lại tài liệu")
        self.do.setEnabled(count > 0 if some else True)

    def _narrow(self, words: str) -> None:
        self.list.table.narrow(words)

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            self.words.setText("Đã dừng so. Chưa có gì thay đổi.")
            return
        said = troubles.sentence(trouble)
        if said is None:
            raise trouble
        self.words.setText(f"▲ {said}")

    def accept(self) -> None:
        if self.do.isEnabled():
            super().accept()

    def done(self, answer: int) -> None:
        if self._job.running:
            self._job.stop()
        super().done(answer)


def _whose(db: Connection, copy: Copy) -> list[str]:
    """A warning where the copy is another office's: a restore would put that office in the place of this one."""
    generation = copy.generation
    if generation is None or not generation.office or organisation.current(db) is None:
        return []
    if office_of(db)[0] == generation.office:
        return []
    whose = generation.office_name or "cơ quan khác"
    way = "Muốn mở dữ liệu ấy riêng, hãy chọn Tệp – Tạo dữ liệu mới… rồi “Tôi đã có bản sao lưu”."
    return [f"▲ Đây là bản sao của {whose}, không phải của cơ quan đang mở. {way}"]


def _summary(changes: Changes) -> str:
    told = [
        f"{changes.label}: {changes.rows_there} dòng dữ liệu, {len(changes.documents)} tài liệu, {size_words(changes.size_there)}.",
        f"Trên máy: {changes.rows_here} dòng, {size_words(changes.size_here)}.",
    ]
    lost = len(changes.missing_here)
    if lost:
        told.append(f"▲ Trên máy đang mất {lost} tệp minh chứng.")
    if changes.evidence_added:
        told.append(f"Lấy lại {changes.evidence_added} tệp minh chứng chỉ có trong bản này.")
    if changes.missing_there:
        told.append(f"▲ Bản này thiếu {len(changes.missing_there)} tệp minh chứng.")
    if changes.needs_word:
        told.append("▲ Bản này ít dữ liệu hơn hẳn: khôi phục toàn bộ sẽ phải gõ xác nhận.")
    return "  ".join(told)


def _row(number: int, change: TableChange) -> Row:
    counts = {name: getattr(change, name) for name in ("added", "changed", "removed")}
    return Row(
        id=number,
        texts={"title": change.title, **{name: str(count or "") for name, count in counts.items()}},
        sorts={name: (count,) for name, count in counts.items()},
    )


def _document_row(number: int, document: DocumentThere) -> Row:
    return Row(
        id=number,
        texts={
            "code": document.code,
            "title": document.title,
            "state": f"{_SIGNS[document.state]} {state_words()[document.state]}",
            "reference": document.reference,
            "date": short_date(document.issued_on),
            "year": str(document.year),
            "file": _names(document.files),
        },
        sorts={"state": (_WORST_FIRST.index(document.state),), "date": (document.issued_on,)},
        tip="\n".join([document.title, *(shown_name(name) for name in document.files)]),
    )


def _names(files: Iterable[str]) -> str:
    return ", ".join(shown_name(name) for name in files)
