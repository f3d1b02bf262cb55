"""Evidence without its data file: shows what can be made of it, tried without writing, before the catalogue is made again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from dvcq_desktop import troubles
from dvcq_desktop.backup.from_evidence import Trial, try_rebuild
from dvcq_desktop.evidence_rebuild import Rebuilt
from dvcq_desktop.office import Connection
from dvcq_desktop.pace import size_words
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped
from ui.screens import room_for
from ui.widgets.parts import button
from ui.widgets.waiting import WaitingLine

_ONLY = (
    "Tệp minh chứng chỉ cho lại danh mục minh chứng: hồ sơ, mã, chỗ gắn, phiên bản. Kế hoạch, phân công, điểm, khoản trừ không nằm "
    "trong đó; muốn có lại phải khôi phục từ một bản sao lưu."
)
_SAFE = "Dữ liệu đang có được giữ lại một bản trên máy trước. Không hồ sơ nào đang có bị thay đổi. Có thể hoàn tác bằng Ctrl+Z."


class RebuildDialog(QDialog):
    """Tries it when it is made; closing it stops the trial. trial holds what came of it."""

    def __init__(self, desk: Desk, source: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Dựng lại từ tệp minh chứng")
        self.trial: Trial | None = None
        self.words = QLabel(f"Đang đọc thử {source}. Chưa ghi gì.")
        self.words.setWordWrap(True)
        self.waiting = WaitingLine()
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName("Những gì sẽ lấy lại")
        only, safe = QLabel(f"▲ {_ONLY}"), QLabel(_SAFE)
        safe.setProperty("muted", True)
        for label in (only, safe):
            label.setWordWrap(True)
        self.do = button("Dựng lại", self.accept)
        self.do.setEnabled(False)
        leave = button("Thôi, giữ nguyên", self.reject)
        leave.setDefault(True)
        last = QHBoxLayout()
        last.addWidget(self.waiting, 1)
        last.addWidget(self.do)
        last.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for widget in (self.words, self.lines, only, safe):
            column.addWidget(widget, 1 if widget is self.lines else 0)
        column.addLayout(last)
        room, letter = room_for(self).size(), self.fontMetrics()
        self.resize(
            min(letter.averageCharWidth() * 104, room.width() - 60), min(letter.height() * 28, room.height() - 100)
        )

        def work(db: Connection, progress: Progress) -> Trial:
            return try_rebuild(db, source, progress.report)

        self._job: Job[Trial] = jobs.run_in_background(desk, work, self._show, self._failed)
        self.waiting.watch(self._job, "Đang đọc minh chứng…", bare=True)

    def _show(self, trial: Trial) -> None:
        self.trial = trial
        office = f" của {trial.found.office}" if trial.found.office else ""
        held = f"{len(trial.found.documents)} hồ sơ{office}, {trial.files} tệp ({size_words(trial.size)})."
        self.words.setText(
            f"{held} Trên máy đã có đủ, không có gì để lấy lại." if trial.nothing else f"{held} Nếu dựng lại:"
        )
        self.lines.setPlainText("\n".join(_lines(trial.rebuilt)))
        done = trial.rebuilt
        self.do.setText(f"Dựng lại {done.documents + done.loose} hồ sơ")
        self.do.setEnabled(not trial.nothing)

    def _failed(self, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            self.words.setText("Đã dừng đọc thử. Chưa ghi gì.")
            return
        said = troubles.sentence(trouble)
        if said is None:
            raise trouble
        self.words.setText(f"▲ {said}")

    def done(self, answer: int) -> None:
        if self._job.running:
            self._job.stop()
        super().done(answer)


def _lines(would: Rebuilt) -> list[str]:
    """What would be done, each on its line."""
    told = [f"Lấy lại {would.documents} hồ sơ."]
    if would.loose:
        told.append(f"Nhận {would.loose} tệp không rõ tên vào Chờ xếp.")
    if would.existing:
        told.append(f"Giữ nguyên {would.existing} hồ sơ đã có trên máy.")
    if would.years:
        told.append(f"Mở năm {', '.join(map(str, would.years))}.")
    if would.unplaced:
        told.append(f"{len(would.unplaced)} hồ sơ không xếp lại được đúng chỗ cũ (chỗ cũ ghi ở Ghi chú):")
    return [*told, *(f"  {line}" for line in would.unplaced), *would.left_out]
