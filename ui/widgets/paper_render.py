"""Turns pages of a PDF into pictures on a thread of its own; with paper.py the only place that imports pypdfium2."""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

_PDFIUM = threading.Lock()  # PDFium may be used by one thread at a time, in whatever view


@dataclass(frozen=True, kw_only=True)
class _Open:
    number: int
    data: bytes


@dataclass(frozen=True, kw_only=True)
class _Draw:
    number: int
    page: int
    scale: float


class _Post(QObject):
    """Carries results from the thread to the widgets."""

    opened = Signal(int, list)  # number of the paper, (width, height) of each page in points
    drawn = Signal(int, int, float, QImage)  # number, page, scale, picture
    failed = Signal(int, str)


class Draws(Protocol):
    """What the sheets ask for pages. `post` has the signals opened, drawn and failed of _Post."""

    post: Any

    def open(self, number: int, source: Any) -> None: ...
    def draw(self, number: int, page: int, scale: float) -> None: ...
    def stop(self) -> None: ...


class Renderer:
    """One thread that opens papers and draws their pages, in the order asked for; a newer paper replaces an older one."""

    def __init__(self) -> None:
        self.post: Any = _Post()
        self._jobs: queue.SimpleQueue[_Open | _Draw | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended = False
        weakref.finalize(self, self._jobs.put, None)

    def open(self, number: int, source: bytes) -> None:
        self._ask(_Open(number=number, data=source))

    def draw(self, number: int, page: int, scale: float) -> None:
        self._ask(_Draw(number=number, page=page, scale=scale))

    def stop(self) -> None:
        """End the thread for good: nothing more is drawn."""
        self._ended = True
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(timeout=5)
            self._thread = None

    def _ask(self, job: _Open | _Draw) -> None:
        if self._ended:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=_work, args=(self._jobs, self.post), name="paper", daemon=True)
            self._thread.start()
        self._jobs.put(job)


def _work(jobs: queue.SimpleQueue[_Open | _Draw | None], post: _Post) -> None:
    papers: dict[int, Any] = {}  # the one shown and the one that is to replace it
    while (job := jobs.get()) is not None:
        try:
            if isinstance(job, _Open):
                post.opened.emit(job.number, _open(job, papers))
            elif job.number in papers:
                post.drawn.emit(job.number, job.page, job.scale, _draw(papers[job.number], job))
        except RuntimeError as trouble:  # PdfiumError is one; so is a receiver that Qt has deleted
            if not _told(post, job.number, f"Không hiện được bản in: {trouble}"):
                break
    with _PDFIUM:
        for paper in papers.values():
            paper.close()


def _told(post: _Post, number: int, trouble: str) -> bool:
    try:
        post.failed.emit(number, trouble)
    except RuntimeError:
        return False
    return True


def _open(job: _Open, papers: dict[int, Any]) -> list[tuple[float, float]]:
    import pypdfium2

    with _PDFIUM:
        paper = pypdfium2.PdfDocument(job.data)
        sizes = [paper.get_page_size(i) for i in range(len(paper))]
        for old in sorted(papers)[:-1]:
            papers.pop(old).close()
    papers[job.number] = paper
    return sizes


def _draw(paper: Any, job: _Draw) -> QImage:
    with _PDFIUM:
        page = paper[job.page]
        bitmap = page.render(scale=job.scale, prefer_bgrx=True, optimize_mode=None)
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        kept = picture.copy()
        bitmap.close()
        page.close()
    return kept


def pictures(data: bytes, dots_per_inch: int) -> Iterator[tuple[int, int, QImage]]:
    """Each page of a PDF for a printer: its number from 0, how many there are, its picture."""
    import pypdfium2

    with _PDFIUM:
        paper = pypdfium2.PdfDocument(data)
    count = len(paper)
    try:
        for number in range(count):
            yield number, count, _draw(paper, _Draw(number=0, page=number, scale=dots_per_inch / 72))
    finally:
        with _PDFIUM:
            paper.close()
