"""Looks into files of evidence on a thread of its own and asks the looking process; the newest wish is the one that counts."""

from __future__ import annotations

import threading
import weakref
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from dvcq_desktop import troubles
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_content import ContentTrouble, checked_path, kind_of_file
from dvcq_desktop.evidence_files import EvidenceFile, file_path
from dvcq_desktop.looking.answers import CannotLook, Picture
from dvcq_desktop.looking.looker import Looker

A4 = (595.0, 842.0)  # points; the looking process tells pixels, and nearly every paper of an office is A4
PATIENCE = 400  # ms a file that nobody waits for any more may hold up the next one
_NOT_LOOKED_AT = (
    "Chương trình không xem trước loại tệp này. Tệp đã lưu vẫn còn nguyên. Hãy hỏi lại nơi gửi và xin bản PDF hoặc ảnh."
)
_REMEMBERED = 500  # files found whole in this session


@dataclass(frozen=True, kw_only=True)
class Look:
    """A version of a document's file to be shown: from which page on, how many pixels wide its first picture will be."""

    data_folder: Path
    file: EvidenceFile
    page: int = 1
    width: int = 600


@dataclass(frozen=True, kw_only=True)
class _Draw:
    number: int
    page: int
    scale: float


@dataclass(kw_only=True)
class _Opened:
    """The file in hand: where it lies, its pages' widths in points, the picture drawn when it was opened."""

    number: int
    path: Path
    first: tuple[int, int, Picture]  # page from 0, width asked for, picture
    across: dict[int, float] = field(default_factory=dict)  # width in points of the pages drawn so far


class _Post(QObject):
    """Carries results to the window; the first three are what Sheets listens to."""

    opened = Signal(int, list)  # number, (width, height) of each page in points, as far as known
    drawn = Signal(int, int, float, QImage)
    failed = Signal(int, str)
    begins = Signal(int, int)  # number, page (from 0) to begin at
    lined = Signal(int, object)  # number, Lines
    refused = Signal(int, str, bool)  # number, the sentence in place of the picture, whether it may go better next time
    known = Signal(int, object)  # number, FileKind


class _Stale(Exception):
    """Somebody wishes to see another file by now."""


class LookThread(QObject):
    """Draws for Sheets what lies in the store; one looking process, ended with the thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.post = _Post()
        self.newest = 0
        self._work = _Work(self.post)
        self._thread: threading.Thread | None = None
        self._impatient = QTimer(self)
        self._impatient.setSingleShot(True)
        self._impatient.setInterval(PATIENCE)
        self._impatient.timeout.connect(self._work.hurry)
        weakref.finalize(self, self._work.end)

    def open(self, number: int, source: Look) -> None:
        self.newest = number
        self._start()
        self._work.ask(number, source)
        self._impatient.start()

    def draw(self, number: int, page: int, scale: float) -> None:
        self._start()
        self._work.ask_page(_Draw(number=number, page=page, scale=scale))

    def forget(self) -> None:
        """Nothing is to be shown: what is under way is thrown away."""
        self.newest = -1
        self._work.ask(-1, None)
        self._impatient.start()

    def rest(self) -> None:
        """Nobody looks for now: end the looking process; the next wish starts another."""
        self._work.rest()

    def stop(self) -> None:
        """End thread and process for good."""
        self._work.end()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None

    def _start(self) -> None:
        if self._thread is None and not self._work.ended:
            self._thread = threading.Thread(target=self._work.run, name="look", daemon=True)
            self._thread.start()


class _Work:
    """What the thread does; knows nothing of the window but where to post."""

    def __init__(self, post: _Post) -> None:
        self._post = post
        self._wake = threading.Condition()
        self._wish: tuple[int, Look] | None = None
        self._draws: deque[_Draw] = deque()
        self._newest = 0
        self._resting = False
        self._at: int | None = None  # the number being worked on
        self._looker: Looker | None = None
        self._opened: _Opened | None = None
        self._whole: dict[str, tuple[int, int]] = {}  # SHA-256 of files found whole: when they changed, their size
        self.ended = False

    # From the window

    def ask(self, number: int, look: Look | None) -> None:
        with self._wake:
            self._newest = number
            self._draws.clear()
            self._wish = (number, look) if look is not None else None
            self._wake.notify()

    def rest(self) -> None:
        """End the looking process once nothing is wished for."""
        with self._wake:
            self._resting = True
            self._wake.notify()

    def ask_page(self, draw: _Draw) -> None:
        with self._wake:
            self._draws.append(draw)
            self._wake.notify()

    def hurry(self) -> None:
        """End what is still being looked at for a wish that is out of date."""
        with self._wake:
            late = self._at is not None and self._at != self._newest
        if late and self._looker is not None:
            self._looker.stop()

    def end(self) -> None:
        with self._wake:
            self.ended = True
            self._newest = -2
            self._wake.notify()
        if self._looker is not None:
            self._looker.close()

    # On the thread

    def run(self) -> None:
        try:
            while (job := self._next()) is not None:
                try:
                    self._show(*job) if isinstance(job, tuple) else self._draw(job)
                except _Stale:
                    pass
                finally:
                    self._at = None
        except RuntimeError:
            pass  # the receiver is gone: nobody looks any more
        finally:
            if self._looker is not None:
                self._looker.close()

    def _next(self) -> tuple[int, Look] | _Draw | None:
        """The newest wish, else the page asked for last; waits. None ends the work."""
        with self._wake:
            while not self.ended and self._wish is None and not self._draws:
                if self._resting and self._looker is not None:
                    self._looker.stop()
                self._resting = False
                self._wake.wait()
            if self.ended:
                return None
            if self._wish is not None:
                job, self._wish = self._wish, None
                self._at = job[0]
                return job
            self._at = self._draws[-1].number
            return self._draws.pop()

    def _show(self, number: int, look: Look) -> None:
        self._opened = None
        try:
            try:
                self._open(number, look)
            except CannotLook as cannot:
                if cannot.why != "stopped" or number != self._newest:
                    raise
                self._open(number, look)  # it was the file before it that was to be stopped
        except RuleBroken as broken:
            self._post.refused.emit(number, str(broken), _may_go_better(broken))
        except OSError as trouble:
            self._post.refused.emit(number, troubles.sentence(trouble) or str(CannotLook("missing")), True)

    def _open(self, number: int, look: Look) -> None:
        path = self._checked(number, look)
        kind = kind_of_file(look.data_folder, look.file)
        self._post.known.emit(number, kind)
        looker = self._asked()
        if kind.shown == "lines":
            self._post.lined.emit(number, looker.lines(path))
        elif kind.shown == "pages" or kind.key == "lying":
            page, picture = _first(looker, path, look)
            shape = _points(picture)
            self._opened = _Opened(number=number, path=path, first=(page - 1, look.width, picture))
            self._post.begins.emit(number, page - 1)
            self._post.opened.emit(number, [shape] * max(1, picture.page_count))
        elif kind.risk == "danger":
            raise RuleBroken(f"{kind.reason} {_NOT_LOOKED_AT}")
        else:
            raise CannotLook("not-shown" if kind.key != "password" else "password")

    def _checked(self, number: int, look: Look) -> Path:
        """The file's place, read once in a session to see that it is what it was; stops where nobody waits any more."""

        def told(_bytes: int) -> None:
            if number != self._newest:
                raise _Stale

        path = file_path(look.data_folder, look.file)
        known = self._whole.get(look.file.sha256)
        if known is not None and path.is_file() and known == _state(path):
            return path
        found = checked_path(look.data_folder, look.file, told)
        if len(self._whole) >= _REMEMBERED:
            self._whole.clear()
        self._whole[look.file.sha256] = _state(found)
        return found

    def _draw(self, draw: _Draw) -> None:
        opened = self._opened
        if opened is None or draw.number != opened.number:
            return
        page, width, picture = opened.first
        across = round(opened.across.get(draw.page, _points(picture)[0]) * draw.scale)
        if draw.page != page or abs(across - width) > 2:
            try:
                picture = self._asked().page(opened.path, draw.page + 1, max(16, across))
            except CannotLook as cannot:
                if cannot.why != "stopped":
                    self._post.failed.emit(draw.number, f"Trang {draw.page + 1}: {cannot}")
                return
        opened.across[draw.page] = _points(picture)[0]
        self._post.drawn.emit(draw.number, draw.page, draw.scale, _image(picture))

    def _asked(self) -> Looker:
        if self._looker is None:
            self._looker = Looker()
        return self._looker


def _first(looker: Looker, path: Path, look: Look) -> tuple[int, Picture]:
    """The page to begin at; the first one where the file ends before it."""
    try:
        return look.page, looker.page(path, look.page, look.width)
    except CannotLook as cannot:
        if cannot.why != "no-page" or look.page == 1:
            raise
    return 1, looker.page(path, 1, look.width)


def _may_go_better(broken: RuleBroken) -> bool:
    """Whether the same file may be shown later: put back, or while the PC has less to do."""
    if isinstance(broken, CannotLook):
        return broken.why in ("missing", "stopped", "too-slow", "too-greedy", "crashed")
    return isinstance(broken, ContentTrouble)


def _points(picture: Picture) -> tuple[float, float]:
    across = A4[0] if picture.height >= picture.width else A4[1]
    return across, across * picture.height / picture.width


def _image(picture: Picture) -> QImage:
    """Qt's own copy of a picture: the bytes may be freed afterwards."""
    seen = QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
    return seen.convertToFormat(QImage.Format.Format_RGB32)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
