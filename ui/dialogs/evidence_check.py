"""Checks every evidence file beside the window and shows what is missing, damaged or left over, with the ways to put it right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop import evidence_check, evidence_unused, troubles
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.healing import Healed, heal_evidence
from dvcq_desktop.evidence_check import KINDS, Checked, Finding, name_of
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Connection
from dvcq_desktop.pace import size_words
from dvcq_desktop.sidecars_due import SidecarsDue
from ui import ask
from ui.backup.watch import stick_watch
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped, run_in_background
from ui.screens import room_for
from ui.widgets.actions import add_key
from ui.widgets.tables import copy_selection
from ui.widgets.text_table import TextRow, TextTable, TextView
from ui.widgets.waiting import WaitingLine

_HEADS = (("Tình trạng", 16), ("Hồ sơ", 34), ("Chi tiết", 44), ("Nơi để tệp", 24))
_MARKS = {"missing": "bad", "damaged": "bad", "unlisted": "warn"}
_SIGNS = {
    "missing": "✗",
    "damaged": "✗",
    "unlisted": "▲",
    "unused": "○",
    "sidecar": "○",
    "unfinished": "○",
    "stranger": "○",
}
_WORD = "XÓA"


def check_evidence(desk: Desk, parent: QWidget) -> EvidenceCheck:
    """Begin a check and show it beside the window, which stays alive."""
    desk.flush.emit()
    dialog = EvidenceCheck(desk, parent)
    dialog.show()
    dialog.begin()
    return dialog


class EvidenceCheck(QDialog):
    """Not modal: a check of many gigabytes must not keep anybody from working; closing it stops the check."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self.found: Checked | None = None
        self.setWindowTitle("Kiểm tra tệp minh chứng")
        column = QVBoxLayout(self)
        self.words = QLabel("Đang đọc lại toàn bộ tệp minh chứng. Bạn có thể tiếp tục làm việc.")
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        self.waiting = WaitingLine()
        column.addWidget(self.waiting)
        self.table = TextTable([name for name, _width in _HEADS], self)
        self.view = TextView("Kết quả kiểm tra", self.table, [width for _name, width in _HEADS], lines=3)
        self.view.selectionModel().selectionChanged.connect(self._chosen)
        add_key(self.view, QKeySequence.StandardKey.Copy, self._copy)
        column.addWidget(self.view, 1)
        self.fetch = self._button(
            "Lấy lại từ &bản sao lưu", self._fetch, "Lấy lại mọi tệp mất, hỏng từ các nơi sao lưu đang cắm"
        )
        self.heal = self._button("Tìm lại từ &tệp…", self._heal, "Chọn một bản khác của đúng tệp ấy để thay vào")
        self.go = self._button("Tới &hồ sơ", self._go, "Mở hồ sơ của dòng đang chọn trên trang Minh chứng")
        self.clear = self._button("&Xóa hẳn tệp không dùng…", self._clear, "Xóa những tệp không hồ sơ nào dùng")
        self.keep = self._button("&Lưu danh sách…", self._keep_list, "Ghi kết quả ra tệp chữ")
        self.again = self._button("&Kiểm tra lại", self.begin, "")
        self.leave = self._button("Đó&ng", self.close, "")
        line = QHBoxLayout()
        for button in (self.fetch, self.heal, self.go, self.clear):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.keep, self.again, self.leave):
            line.addWidget(button)
        column.addLayout(line)
        self.leave.setDefault(True)
        self._chosen()

    def _button(self, title: str, slot: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(title)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(slot)
        return button

    def begin(self) -> None:
        """Check everything, in a job of its own."""
        office = self._desk.office
        work = partial(_check, folder=office.folder, due=office.sidecars)
        self._start(work, self._checked, "Đang kiểm tra…")

    def _start(self, work: Callable[[Connection, Progress], object], done: Callable[..., object], said: str) -> None:
        self._job = run_in_background(self._desk, work, done, self._failed)
        self.waiting.watch(self._job, said, bare=True)
        self._chosen()

    def _checked(self, found: Checked) -> None:
        self._job = None
        self.found = found
        sign = "✗ " if found.lost else "✓ " if not found.findings else "○ "
        self.words.setText(sign + found.summary())
        self.table.load([_row(number, finding) for number, finding in enumerate(found.findings)])
        self._chosen()

    def _failed(self, trouble: BaseException) -> None:
        self._job = None
        self._chosen()
        if isinstance(trouble, Stopped):
            self.words.setText("Đã dừng. Chưa kiểm tra hết.")
            return
        said = troubles.sentence(trouble)
        if said is None:
            raise trouble
        self.words.setText(f"▲ {said}")

    def _finding(self) -> Finding | None:
        """The one line that is chosen."""
        chosen = self.view.chosen_ids()
        return self.found.findings[chosen[0]] if self.found is not None and len(chosen) == 1 else None

    def _chosen(self) -> None:
        finding, idle = self._finding(), self._job is None
        findings = self._findings()
        self.fetch.setEnabled(idle and any(one.lost for one in findings))
        self.heal.setEnabled(idle and finding is not None and finding.lost)
        self.go.setEnabled(finding is not None and bool(finding.documents))
        self.clear.setEnabled(idle and any(one.kind == "unused" for one in findings))
        self.keep.setEnabled(bool(findings))
        self.again.setEnabled(idle)

    def _go(self) -> None:
        finding = self._finding()
        if finding is not None and finding.documents:
            document = finding.documents[0]
            self._desk.set_year(document.year)
            self._desk.go.emit("evidence", f"evidence:{document.evidence_id}")

    def _fetch(self) -> None:
        """All that is lost at once, from every place of backups that is there."""
        folder = self._desk.office.folder
        lost = {one.sha256: (one.size, name_in(one)) for one in self._findings() if one.lost}
        paths = [place.path for place in stick_watch(self._desk).places if place.marker is not None]
        work = partial(_fetch_all, folder=folder, lost=lost, paths=(*paths, *memory.known_paths(folder)))
        self._start(work, self._fetched, "Đang lấy lại từ bản sao lưu…")

    def _fetched(self, done: Healed) -> None:
        self._without({one for one in self._findings() if one.lost and one.sha256 in done.back})
        if done.back:
            self._desk.told.emit(done.sentence, False)
        if done.missing or done.troubles:
            self.words.setText(f"▲ {done.sentence}")

    def _heal(self) -> None:
        finding = self._finding()
        if finding is None:
            return
        path = ask.open_file(self, f"Tìm lại “{name_in(finding)}”", "Mọi tệp (*)")
        if path is None:
            return
        work = partial(_put_back, folder=self._desk.office.folder, sha256=finding.sha256, path=path)
        self._start(work, self._healed, f"Đang so và chép “{shown_name(path.name, 40)}”…")

    def _healed(self, sha256: str) -> None:
        self._without({one for one in self._findings() if one.lost and one.sha256 == sha256})
        self._desk.told.emit("Đã tìm lại tệp; nội dung đúng như lúc nhận.", False)

    def _without(self, settled: Collection[Finding]) -> None:
        """Show what is left: nothing needs to be read again for it."""
        if self.found is not None:
            left = tuple(one for one in self.found.findings if one not in settled)
            self._checked(replace(self.found, findings=left))

    def _findings(self) -> tuple[Finding, ...]:
        return self.found.findings if self.found is not None else ()

    def _clear(self) -> None:
        office = self._desk.office
        findings = [one for one in self._findings() if one.kind == "unused"]
        if any(job.running for job in self._desk.findChildren(Job)):
            self.words.setText("▲ Đang có tệp được nhận hoặc kiểm tra. Hãy đợi xong rồi xóa.")
            return
        size = size_words(sum(one.size for one in findings))
        sentence = (
            f"Xóa hẳn {len(findings)} tệp ({size}) không hồ sơ nào dùng? Xóa rồi thì không lấy lại được, và việc xóa hẳn hồ sơ "
            "của những tệp này không hoàn tác được nữa. Tệp của hồ sơ trong thùng rác và tệp mà bản sao lưu trên máy còn cần vẫn giữ."
        )
        if not ask.typed(self, "Xóa hẳn tệp không dùng", sentence, _WORD, "Xóa hẳn"):
            return
        wanted = {one.sha256 for one in findings}
        released = self._desk.run("Xóa hẳn tệp không dùng", evidence_unused.release, office.folder, wanted)
        try:
            freed = evidence_unused.delete(office.folder, released)
        except OSError as trouble:
            self.words.setText(f"▲ {troubles.sentence(trouble)}")
            return
        self._desk.told.emit(f"Đã xóa hẳn {len(released)} tệp không dùng ({size_words(freed)}).", False)
        self._without(findings)

    def _keep_list(self) -> None:
        if self.found is None:
            return
        day = self._desk.today.isoformat()
        path = ask.save_file(self, "Lưu danh sách", f"kiem-tra-minh-chung-{day}.txt", "Tệp chữ (*.txt)")
        if path is None:
            return
        try:
            evidence_check.write_list(self.found, path.with_suffix(".txt"))
        except OSError as trouble:
            self.words.setText(f"▲ {troubles.sentence(trouble)}")
            return
        self._desk.told.emit(f"Đã ghi {path.with_suffix('.txt').name}.", False)

    def _copy(self) -> None:
        copy_selection(self.view)

    def done(self, result: int) -> None:
        """A check under way is stopped; the dialog goes when nobody works for it any more."""
        super().done(result)
        if self._job is not None:
            self._job.ended.connect(self.deleteLater)
            self._job.stop()
        else:
            self.deleteLater()

    def sizeHint(self) -> QSize:
        """Wide enough for names and paths, never larger than the screen."""
        room = room_for(self).size()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        return QSize(min(132 * letter, room.width() - 60), min(28 * line, room.height() - 100))


def _row(number: int, finding: Finding) -> TextRow:
    state = f"{_SIGNS[finding.kind]} {KINDS[finding.kind]}"
    documents = "\n".join(name_of(one) for one in finding.documents)
    mark = _MARKS.get(finding.kind, "")
    return TextRow(
        id=number,
        texts=(state, documents, finding.sentence, str(finding.path)),
        marks=((0, mark),) if mark else (),
    )


def _check(db: Connection, progress: Progress, *, folder: Path, due: SidecarsDue) -> Checked:
    return evidence_check.check(db, folder, progress.report, repair=True, alone=False, writing=due.writing)


def _fetch_all(
    _db: Connection, progress: Progress, *, folder: Path, lost: dict[str, tuple[int, str]], paths: Sequence[Path]
) -> Healed:
    return heal_evidence(folder, lost, paths, progress.report)


def name_in(finding: Finding) -> str:
    """What the office calls a file."""
    return finding.documents[0].original_name if finding.documents else finding.sha256[:12]


def _put_back(_db: Connection, progress: Progress, *, folder: Path, sha256: str, path: Path) -> str:
    evidence_check.heal(folder, sha256, path, partial(_count, progress, path.name))
    return sha256


def _count(progress: Progress, name: str, _count: int) -> None:
    progress.report(0, 0, f"Đang so và chép “{shown_name(name, 40)}”…")
