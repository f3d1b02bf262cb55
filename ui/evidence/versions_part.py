"""The versions of the document's file: look at an older one, note why it changed, put a new one in its place."""

from __future__ import annotations

import html
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dvcq_desktop import evidence_content, evidence_files, troubles
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_content import Taken
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Connection
from ui import ask
from ui.desk import Desk
from ui.evidence.file_bar import counting, size_words
from ui.jobs import Progress, Stopped, run_in_background
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.widgets.parts import button

COLS = (
    Col(key="version", title="Bản", width=4, kind="read"),
    Col(key="added", title="Ngày nhập", width=16, kind="read"),
    Col(key="name", title="Tên tệp gốc", width=28, kind="read"),
    Col(key="size", title="Dung lượng", width=8, kind="read"),
    Col(key="who", title="Người nhập", width=14, kind="read"),
    Col(key="note", title="Ghi chú", width=20, hint="vì sao thay"),
)


class VersionsPart(QWidget):
    """A file is never changed: a new one is a new version, the old ones stay."""

    wanted = Signal(object)  # EvidenceFile to be shown

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Evidence | None = None
        self._files: dict[int, EvidenceFile] = {}
        self.table = RowTable(COLS, self._store, self)
        self.view = RowView(self.table, "Các bản của tệp", "evidence-versions", _nothing)
        self.view.doubleClicked.connect(self._on_double_click)
        self.replace_button = button(
            "Thay bằng bản mới…", self.replace, tip="Chọn tệp mới; bản cũ vẫn được giữ và xem lại được"
        )
        self.look_button = button("Xem bản này", self.look, tip="Xem bản đang chọn ở khung bên trên")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.replace_button)
        row.addWidget(self.look_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view, 1)
        column.addLayout(row)

    def show_record(self, found: Evidence | None, *, editable: bool) -> list[EvidenceFile]:
        """Show the versions of a document; answers them, the newest first."""
        self._found = found
        files = evidence_files.versions_of(self._desk.db, found.id) if found else []
        self._files = {one.id: one for one in files}
        self.view.load([_row(one) for one in files])
        triggers = RowView.EditTrigger
        self.view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if editable
            else triggers.NoEditTriggers
        )
        self.replace_button.setEnabled(editable)
        self.replace_button.setText("Thay bằng bản mới…" if files else "Thêm tệp…")
        self.look_button.setEnabled(bool(files))
        return files

    def finish(self) -> None:
        """Store the cell that is being typed."""
        self.view.editors.finish()

    def look(self) -> None:
        row = self.view.current()
        if row is not None:
            self.wanted.emit(self._files[row.id])

    def replace(self) -> None:
        """Ask for a file and put it in place of the one in force, the copying beside the window."""
        found = self._found
        path = ask.open_file(self, "Thay bằng bản mới", "Mọi tệp (*)") if found is not None else None
        if found is not None and path is not None:
            self.replace_by(found, path)

    def replace_by(self, found: Evidence, path: Path) -> None:
        """Take a file into the store, then record it as the new version of a document."""

        folder = self._desk.office.folder

        def keep(_db: Connection, progress: Progress) -> Taken:
            return evidence_content.keep_file(folder, path, counting(progress, path.stat().st_size))

        job = run_in_background(self._desk, keep, partial(self._kept, found.id), self._failed)
        self._desk.working.emit(job, f"Đang chép {shown_name(path.name, 40)}…")

    def _kept(self, evidence_id: int, taken: Taken) -> None:
        before = evidence_files.newest_file(self._desk.db, evidence_id)
        done = self._desk.attempt(
            f"Thay tệp minh chứng bằng {shown_name(taken.name, 40)}",
            evidence_files.replace,
            evidence_id,
            taken.kept,
            taken.name,
            kind=taken.kind.key,
            who=self._desk.office.who,
        )
        if not done:
            return
        after = evidence_files.newest_file(self._desk.db, evidence_id)
        if before is not None and after is not None and before.version == after.version:
            self._desk.told.emit("Tệp vừa chọn giống hệt bản đang dùng nên không tạo bản mới.", False)
        elif after is not None:
            self._desk.told.emit(f"Đã lưu bản {after.version}. Bản cũ vẫn xem lại được ở thẻ Tệp.", True)

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            self._desk.told.emit("Đã dừng, tệp cũ vẫn như trước.", False)
            return
        sentence = evidence_content.trouble_words(trouble) or troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self._desk.refused.emit(sentence)

    def _store(self, row: Row, key: str, typed: str) -> None:
        if key != "note":
            raise RuleBroken("Cột này chỉ để xem.")
        label = f"Ghi chú bản {self._files[row.id].version} của tệp minh chứng"
        self._desk.run(label, evidence_files.note_version, row.id, typed)

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.isValid() and self.table.cols[index.column()].kind == "read":
            self.look()


def _row(one: EvidenceFile) -> Row:
    day, _t, clock = one.added_at.partition("T")
    name = shown_name(one.original_name)
    return Row(
        id=one.id,
        texts={
            "version": str(one.version),
            "added": f"{short_date(day)} {clock[:5]}".strip(),
            "name": name,
            "size": size_words(one.size),
            "who": one.added_by,
            "note": one.note,
        },
        sorts={"version": (one.version,), "added": (one.added_at,), "size": (one.size,)},
        tip=f"<p>{html.escape(shown_name(one.original_name, 300))}</p>",  # a name is never read as HTML
    )


def _nothing(_key: str) -> list[str]:
    return []
