"""Below the preview: which file this is, open it in the program of the PC behind a guard, save a copy of it."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dvcq_desktop import evidence_content, troubles
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.looking.kinds import FileKind
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Connection
from ui import ask, places
from ui.desk import Desk
from ui.jobs import Progress, Stopped, run_in_background
from ui.widgets.elided import ElidedLabel
from ui.widgets.fold_row import FoldRow
from ui.widgets.parts import button

_SAFE = "Bản được mở là bản sao chỉ để đọc; tệp trong kho không bị ảnh hưởng. Nếu không chắc, hãy hỏi lại nơi gửi."


class FileBar(QWidget):
    """Nothing opens by itself; what is opened is a checked, read-only copy under a safe name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._file: EvidenceFile | None = None
        self.words = ElidedLabel()
        self.words.setProperty("muted", True)
        self.open_button = button(
            "Mở tệp…", self.open, tip="Mở bằng chương trình của máy: một bản sao chỉ để đọc, tệp gốc không đổi"
        )
        self.open_button.setAccessibleName("Mở bằng chương trình của máy")
        self.save_button = button("Lưu bản sao ra…", self.save, tip="Chép tệp gốc ra nơi khác, ví dụ USB")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FoldRow(self.words, [self.open_button, self.save_button]))
        self.show_file(None)

    def show_file(self, found: EvidenceFile | None, *, newest: bool = True) -> None:
        self._file = found
        self.setVisible(found is not None)
        if found is not None:
            old = "" if newest else " (bản cũ)"
            self.words.setText(f"Bản {found.version}{old} · {size_words(found.size)}")
            self._tell(shown_name(found.original_name, 300))

    def show_kind(self, kind: FileKind) -> None:
        """What looking into it found: said where it is not harmless."""
        if self._file is not None and kind.risk != "open":
            self.words.setText(f"▲ {kind.name} · {size_words(self._file.size)}")
            self._tell(f"{shown_name(self._file.original_name, 300)}\n{kind.reason}")

    def _tell(self, tip: str) -> None:
        self.words.setToolTip(
            f"<p style='white-space: pre-wrap'>{html.escape(tip)}</p>"
        )  # a name is never read as HTML

    # Open

    def open(self) -> None:
        """Ask where it is not harmless, then open a copy."""
        found = self._file
        if found is None:
            return

        def look(_db: Connection, _progress: Progress) -> FileKind:
            return evidence_content.kind_of_file(self._desk.office.folder, found)

        self._run(look, partial(self._looked, found), "Đang xem loại tệp…")

    def _looked(self, found: EvidenceFile, kind: FileKind) -> None:
        QTimer.singleShot(
            0, self, partial(self._ask_and_open, found, kind)
        )  # once the work is over in the status bar too

    def _ask_and_open(self, found: EvidenceFile, kind: FileKind) -> None:
        if kind.risk != "open":
            name = shown_name(found.original_name)
            grave = kind.risk == "danger"
            sentence = f"{'▲ Tệp có thể gây hại' if grave else 'Hãy chắc chắn về nguồn gốc của tệp'}: “{name}”.\n\n{kind.reason}"
            if ask.choose(self, "Mở tệp này?", sentence, ["Vẫn mở tệp"], detail=_SAFE, stay="Không mở") is None:
                return

        def copy(_db: Connection, progress: Progress) -> Path:
            return evidence_content.view_copy(
                self._desk.office.folder, found, places.view_folder(), counting(progress, found.size)
            )

        self._run(copy, self._open_copy, "Đang chép tệp để mở…")

    def _open_copy(self, copy: Path) -> None:
        if not ask.open_copy(copy):
            self._desk.refused.emit(
                "Máy này chưa có chương trình mở được loại tệp đó. Tệp vẫn còn nguyên. Hãy dùng “Lưu bản sao ra…” rồi mở ở máy khác."
            )

    # Save

    def save(self) -> None:
        found = self._file
        if found is None:
            return
        name = evidence_content.proposed_name(found)
        target = ask.save_file(self, "Lưu bản sao", name, "Mọi tệp (*)")
        if target is None:
            return

        def copy(_db: Connection, progress: Progress) -> Path:
            return evidence_content.save_copy(self._desk.office.folder, found, target, counting(progress, found.size))

        self._run(copy, self._saved, "Đang lưu bản sao…")

    def _saved(self, target: Path) -> None:
        self._desk.told.emit(f"Đã lưu bản sao: {target}", False)

    def _run(self, work: Callable[..., object], on_done: Callable[..., object], sentence: str) -> None:
        job = run_in_background(self._desk, work, on_done, self._failed)
        self._desk.working.emit(job, sentence)

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            return
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        self._desk.refused.emit(sentence)


def counting(progress: Progress, size: int) -> Callable[[int], None]:
    """Hears of bytes in a copying thread; raises Stopped where the person asked to stop."""
    done = [0]

    def told(count: int) -> None:
        done[0] += count
        progress.report(done[0], size)

    return told


def size_words(size: int) -> str:
    """ "1,2 MB"."""
    if size < 1024:
        return f"{size} byte"
    value, unit = (size / 1024, "KB") if size < 1 << 20 else (size / (1 << 20), "MB")
    return f"{value:.1f}".replace(".", ",").removesuffix(",0") + f" {unit}"
