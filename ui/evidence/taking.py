"""Takes files in beside the window: copies them in one job after another, asks once for each batch, records them as one step."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from dvcq_desktop import cycles, evidence_files, intake, troubles
from dvcq_desktop.evidence import evidence_name
from dvcq_desktop.intake import Intake, Refused, Same, Source, Taken
from dvcq_desktop.looking.kinds import FileKind
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Connection
from ui import ask
from ui.desk import Desk
from ui.evidence.list_dialog import ListDialog
from ui.jobs import Job, Progress, Stopped, run_in_background

_AT_ONCE = 60  # documents recorded before the window gets its turn again
USE_KNOWN, APART, SKIP = range(3)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be taken in, and where to."""

    year: int
    paths: tuple[Path, ...] = ()
    pasted: tuple[Source, ...] = ()
    item_ids: tuple[int, ...] = ()
    place: str = ""  # how the sentence at the end names it: "nội dung 1.2"
    replaces: int = 0  # a new version of this document, not a new one
    quiet: bool = False  # from the scan folder: nobody is asked


@dataclass(kw_only=True)
class _Recording:
    """One batch on its way into the data, a part at a time."""

    wanted: Wanted
    taken: list[Taken]
    known: list[int]
    ids: list[int] = field(default_factory=list)
    merge: str = ""
    label: str = ""


class _Work:
    """The copying as a job's function; knows no widget."""

    def __init__(self, folder: Path, wanted: Wanted, found: Intake, insisted: list[Source]) -> None:
        self._folder, self._wanted, self._found, self._insisted = folder, wanted, found, insisted

    def __call__(self, _db: Connection, progress: Progress) -> None:
        self._progress = progress
        sources = self._insisted
        if not sources:
            sources = intake.gather(self._wanted.paths, self._folder, self._found, self._count)
            sources += self._wanted.pasted
        if sources:
            intake.take_in(self._folder, self._found, sources, progress.report, insist=bool(self._insisted))

    def _count(self, count: int) -> None:
        if count % 50 == 0:
            self._progress.report(0, 0, f"Đang xem thư mục, {count} tệp…")


class Taking(QObject):
    """One for a desk (see taking_of); what is asked for while another batch is copied waits its turn."""

    recorded = Signal(list, object)  # ids of the documents, the Wanted: now in the data
    ended = Signal(object, object)  # the Wanted and its Intake: nothing more comes of it

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: list[Wanted] = []
        self._wanted: Wanted | None = None
        self._found = Intake()
        self._noticed = False
        self._recording: _Recording | None = None
        self.job: Job[None] | None = None
        self._trouble: BaseException | None = None
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(0)
        self._step.timeout.connect(self._record_some)
        desk.flush.connect(self.finish_recording)
        desk.closing.connect(self._close)

    @property
    def busy(self) -> bool:
        return self._wanted is not None

    def notice(self) -> None:
        """Called while `ended` is told: the person sees what was not taken, once is enough."""
        self._noticed = True

    def start(self, wanted: Wanted) -> None:
        """Take files in, now or after what is under way."""
        cycle = cycles.find_cycle(self._desk.db, wanted.year)
        if cycle is not None and cycle.closed:
            self._desk.refused.emit(f"Năm {wanted.year} đã khóa nên không thêm minh chứng được.")
            return
        self._waiting.append(wanted)
        if not self.busy:
            self._next()

    def _close(self) -> None:
        """The office is given back: what is copied by now is recorded, the rest is as if nobody had asked."""
        self._waiting.clear()
        self.finish_recording()
        if self.job is not None:
            self.job.stop()
            self.job.wait()
            self.job.ended.disconnect(self._job_ended)
            self._after_copy(stopped=True, asking=False)
            self.finish_recording()

    def _next(self) -> None:
        if self._waiting:
            self._wanted, self._found = self._waiting.pop(0), Intake()
            self._copy([])

    def _copy(self, insisted: list[Source]) -> None:
        wanted = self._of()
        work = _Work(self._desk.office.folder, wanted, self._found, insisted)
        self.job = run_in_background(self._desk, work, self._copied, self._failed)
        self._desk.working.emit(self.job, "Đang nhận tệp…")
        self.job.ended.connect(self._job_ended)

    def _of(self) -> Wanted:
        assert self._wanted is not None  # noqa: S101  # told to the type checker: only called while a batch is under way
        return self._wanted

    def _copied(self, _nothing: object) -> None:
        self._trouble = None

    def _failed(self, trouble: BaseException) -> None:
        self._trouble = trouble

    def _job_ended(self) -> None:
        """The line that followed the job is put away by now; what was taken before a stop or trouble is recorded."""
        trouble = self._trouble
        sentence = None if trouble is None or isinstance(trouble, Stopped) else troubles.sentence(trouble)
        if sentence is not None:
            self._desk.refused.emit(sentence)
        self._after_copy(stopped=trouble is not None)
        if trouble is not None and sentence is None and not isinstance(trouble, Stopped):
            raise trouble

    def _after_copy(self, *, stopped: bool, asking: bool = True) -> None:
        self.job = None
        wanted, found = self._of(), self._found
        risky, found.risky = found.risky, []
        if risky and not stopped and self._insists(wanted, risky):
            self._copy([source for source, _kind in risky])
            return
        if wanted.replaces:
            self._replace(wanted, found)
            self._end()
            return
        new, same = intake.sort_same(self._desk.db, wanted.year, found.taken)
        known: list[int] = []
        if same:
            way = ask_about_same(same, wanted, self._asker()) if asking and not wanted.quiet else SKIP
            self._tell_skipped(wanted, same if wanted.quiet else [])
            if way == APART:
                new += [one.taken for one in same]
            elif way == USE_KNOWN:
                known = list(dict.fromkeys(one.evidence.id for one in same if one.evidence))
        count = len(new) + len(known)
        label = f"Thêm {count} minh chứng" if count != 1 else "Thêm minh chứng " + (_named(new) or "đã có")
        self._recording = _Recording(
            wanted=wanted, taken=new, known=known, merge=f"intake-{os.urandom(6).hex()}", label=label
        )
        self._record_some()

    def _tell_skipped(self, wanted: Wanted, same: list[Same]) -> None:
        """A scan that is there already is not added twice; that is said once."""
        if same:
            self._desk.told.emit(
                f"{len(same)} tệp của thư mục quét đã có trong năm {wanted.year}, không thêm nữa.", False
            )

    def _insists(self, wanted: Wanted, risky: list[tuple[Source, FileKind]]) -> bool:
        """Whether files that can do harm are to be taken; from the scan folder they never are, and are named."""
        if wanted.quiet:
            self._found.refused += [
                Refused(name=shown_name(source.name), why=f"{kind.reason} Nếu vẫn cần, hãy thêm tệp này bằng tay.")
                for source, kind in risky
            ]
            return False
        return ask_about_risk(risky, self._asker())

    def _replace(self, wanted: Wanted, found: Intake) -> None:
        if not found.taken:
            return
        one = found.taken[0]
        label = f"Thay tệp bằng {one.shown}"
        if self._desk.attempt(
            label,
            evidence_files.replace,
            wanted.replaces,
            one.kept,
            one.name,
            kind=one.kind.key,
            who=self._desk.office.who,
        ):
            self.recorded.emit([wanted.replaces], wanted)
            self._desk.told.emit(f"Đã thêm bản mới {one.shown}; bản cũ vẫn được giữ.", True)

    # Recording

    def finish_recording(self) -> None:
        """Record at once what is left: something else is about to happen with the data."""
        while self._recording is not None:
            self._record_some()

    def _record_some(self) -> None:
        """A part of the batch; all parts are one step of undo."""
        self._step.stop()
        batch = self._recording
        if batch is None:
            return
        part, batch.taken = batch.taken[:_AT_ONCE], batch.taken[_AT_ONCE:]
        known, batch.known = batch.known, []
        if part or known:
            try:
                batch.ids += self._desk.office.run_joined(
                    batch.merge,
                    batch.label,
                    intake.record,
                    batch.wanted.year,
                    part,
                    item_ids=batch.wanted.item_ids,
                    known=known,
                    who=self._desk.office.who,
                )
            except Exception as trouble:
                self._recording = None
                self._end()
                sentence = troubles.sentence(trouble)
                if sentence is None:
                    raise
                self._desk.refused.emit(sentence)
                return
        if batch.taken:
            self._step.start()
            return
        self._recording = None
        self._tell(batch)
        self._end()

    def _tell(self, batch: _Recording) -> None:
        if not batch.ids:
            return
        where = batch.wanted.place or "Chờ xếp"
        source = " từ thư mục quét" if batch.wanted.quiet else ""
        self.recorded.emit(batch.ids, batch.wanted)
        self._desk.told.emit(f"Đã nhận {len(batch.ids)} văn bản{source} vào {where}.", True)

    def _end(self) -> None:
        wanted, found = self._of(), self._found
        self._wanted, self._found, self._noticed = None, Intake(), False
        self.ended.emit(wanted, found)
        if wanted.quiet and found.refused and not self._noticed:  # asked for by nobody, and no strip in sight tells it
            first = found.refused[0]
            self._desk.refused.emit(f"{len(found.refused)} tệp quét không nhận được, như {first.name}: {first.why}")
        self._next()

    def _asker(self) -> QObject | None:
        return QApplication.activeWindow()


def taking_of(desk: Desk) -> Taking:
    """The one that takes files in for a desk."""
    found = desk.findChild(Taking)
    return found if isinstance(found, Taking) else Taking(desk)


def ask_about_same(same: list[Same], wanted: Wanted, parent: QObject | None) -> int:
    """One question for all files whose content is there already; both are shown."""
    rows = []
    for one in same:
        there = evidence_name(one.evidence) if one.evidence else f"{one.earlier} (cùng lần thêm này)"
        trashed = " (đang ở thùng rác, sẽ được lấy lại)" if one.evidence and one.evidence.trashed_at else ""
        rows.append((one.taken.shown, there + trashed))
    use = "Liên kết bản đã có" if wanted.item_ids else "Dùng bản đã có"
    dialog = ListDialog(
        "Tệp đã có",
        f"{len(same)} tệp có nội dung giống hệt văn bản đã có trong năm {wanted.year}. Làm gì với các tệp này?",
        (("Tệp vừa thêm", 30), ("Văn bản đã có", 44)),
        rows,
        (use, "Vẫn thêm thành văn bản riêng", "Bỏ qua"),
        usual=USE_KNOWN,
        leave=SKIP,
        parent=parent,  # type: ignore[arg-type]  # the active window is a widget
    )
    return dialog.way if ask.show_dialog(dialog) else SKIP


def ask_about_risk(risky: list[tuple[Source, FileKind]], parent: QObject | None) -> bool:
    """One plain warning for all files that can do harm when they are opened."""
    dialog = ListDialog(
        "Tệp có thể gây hại",
        f"{len(risky)} tệp là chương trình, tập lệnh, tệp có macro hoặc loại không rõ. Cất giữ thì không sao, nhưng MỞ các "
        "tệp này có thể làm hại máy. Chỉ nhận khi chắc chắn cần làm minh chứng.",
        (("Tệp", 30), ("Vì sao", 44)),
        [(shown_name(source.name), kind.reason) for source, kind in risky],
        ("Vẫn nhận các tệp này", "Không nhận"),
        usual=1,
        parent=parent,  # type: ignore[arg-type]  # the active window is a widget
    )
    return ask.show_dialog(dialog) and dialog.way == 0


def show_refused(found: Intake, parent: QObject | None) -> None:
    """Everything that was not taken, each with its sentence."""
    rows = [(one.name, one.why) for one in (*found.refused, *found.left_out)]
    dialog = ListDialog(
        "Tệp không nhận",
        "Các tệp dưới đây chưa được nhận. Tệp gốc vẫn ở chỗ cũ, không bị thay đổi.",
        (("Tệp", 30), ("Vì sao, cần làm gì", 50)),
        rows,
        ("Đóng",),
        parent=parent,  # type: ignore[arg-type]  # the page is a widget
    )
    ask.show_dialog(dialog)


def _named(taken: list[Taken]) -> str:
    return f"“{taken[0].shown[:40]}”" if taken else ""
