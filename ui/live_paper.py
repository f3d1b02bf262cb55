"""Keeps the paper up to date while one types: the form is built and written on a thread of its own, typing never waits."""

from __future__ import annotations

import logging
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from dvcq_desktop import troubles
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection
from dvcq_desktop.printed.blocks import Document, FormOptions
from dvcq_desktop.unsaved import Place, lay_over, overlay
from ui.desk import Desk

QUIET, LONGEST = 250, 1000  # ms after the last change, and at most, until a build begins
# While a build computes, the thread of the window gets its turn after so many seconds instead of Python's usual 5 ms.
_TURN = 0.0005
_FAILED = "Chưa dựng được bản in mới; chữ đã gõ vẫn được lưu. Bản dưới đây là bản trước."

Build = Callable[[Connection, FormOptions], Document]
_ONE = threading.Lock()  # one paper at a time, also where one thread ends while the next begins
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What is to be built: the form of a year with the texts that are still being typed."""

    number: int
    options: FormOptions
    typed: Mapping[Place, str]


_Wishes = queue.SimpleQueue[_Wish | None]


class _Post(QObject):
    """Carries results from the thread to the window."""

    built = Signal(int, bytes, dict)
    failed = Signal(int, str)


class LivePaper(QObject):
    """Asks for a new paper after each change, soon but not at each key; the newest wish replaces those that wait."""

    ready = Signal(bytes, dict)  # the PDF, and the place of each anchor
    failed = Signal(str)  # a sentence; the old paper stays

    def __init__(self, desk: Desk, build: Build | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._build = build or _build_plan
        self._typed: Callable[[], Mapping[Place, str]] = dict
        self._wishes: _Wishes = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._resting: threading.Thread | None = None  # told to end, perhaps still at its last paper
        self._post = _Post()
        self._post.built.connect(self._on_built)
        self._post.failed.connect(self._on_failed)
        self._number = 0
        self._shown = 0
        self._waiting_since: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.request_now)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def watch_typing(self, typed: Callable[[], Mapping[Place, str]]) -> None:
        """Where to ask for texts that are typed but not yet stored."""
        self._typed = typed

    def request(self) -> None:
        """Something changed: build when it has been quiet for a moment."""
        now = monotonic()
        if self._waiting_since is None:
            self._waiting_since = now
        left = LONGEST - int((now - self._waiting_since) * 1000)
        self._timer.start(max(0, min(QUIET, left)))

    def request_now(self) -> None:
        """Build at once; nothing where no year is in hand."""
        self._timer.stop()
        self._waiting_since = None
        if self._desk.year is None:
            return
        self._number += 1
        if self._thread is None:
            self._wishes = queue.SimpleQueue()
            weakref.finalize(self, self._wishes.put, None)
            work = (self._desk.office.reader, self._build, self._wishes, self._post)
            self._thread = threading.Thread(target=_work, args=work, name="live paper", daemon=True)
            self._thread.start()
        self._wishes.put(
            _Wish(number=self._number, options=FormOptions(year=self._desk.year), typed=dict(self._typed()))
        )

    def forget(self) -> None:
        """Nothing is to be shown any more (another year, no plan): what is still being built is thrown away."""
        self._timer.stop()
        self._waiting_since = None
        self._number += 1
        self._shown = self._number

    def rest(self) -> None:
        """Nobody looks: end the thread when it is done, give its connection back; the next request starts another."""
        self.forget()
        if self._thread is not None:
            self._wishes.put(None)
            self._thread, self._resting = None, self._thread

    def stop(self) -> None:
        """As rest(), and wait for it: the program or the office is about to be closed."""
        self.rest()
        if self._resting is not None:
            self._resting.join(timeout=5)

    @property
    def up_to_date(self) -> bool:
        """Whether nothing waits or is being built."""
        return not self._timer.isActive() and self._shown == self._number

    def _on_built(self, number: int, data: bytes, places: dict[str, tuple[int, float]]) -> None:
        if number > self._shown:
            self._shown = number
            self.ready.emit(data, places)

    def _on_failed(self, number: int, sentence: str) -> None:
        if number > self._shown:
            self._shown = number
            self.failed.emit(sentence)


def _build_plan(db: Connection, options: FormOptions) -> Document:
    from dvcq_desktop.exporting import build_form

    return build_form(db, "ke-hoach", options)


def _work(connect: Callable[[], Connection], build: Build, wishes: _Wishes, post: _Post) -> None:
    reader: Connection | None = None
    while (wish := _newest(wishes)) is not None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            if reader is None:
                reader = connect()
                overlay(reader)
            lay_over(reader, wish.typed)
            with _ONE:
                data, places = _written(build(reader, wish.options))
            post.built.emit(wish.number, data, places)
        except RuleBroken as broken:
            post.failed.emit(wish.number, str(broken))
        except Exception as trouble:  # noqa: BLE001 - the edge of the thread: said to the person and logged, typing goes on
            _log.exception("preview")
            post.failed.emit(wish.number, troubles.sentence(trouble) or _FAILED)
        finally:
            sys.setswitchinterval(usual)
    if reader is not None:
        reader.close()


def _newest(wishes: _Wishes) -> _Wish | None:
    """The last wish in the queue; those before it are out of date. None ends the work."""
    wish = wishes.get()
    while wish is not None and not wishes.empty():
        wish = wishes.get()
    return wish


def _written(document: Document) -> tuple[bytes, dict[str, tuple[int, float]]]:
    from dvcq_desktop.writers.pdf import write_pdf_with_places

    return write_pdf_with_places(document)
