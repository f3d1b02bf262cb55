"""Reads the words inside new files of evidence beside the window, a few at a time, so that search finds them."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from dvcq_desktop import document_texts, evidence_proposals, troubles
from dvcq_desktop.document_texts import DocumentText
from dvcq_desktop.office import Connection
from ui import jobs
from ui.desk import Desk
from ui.jobs import Job, Progress, Stopped

WAIT = 2_000  # milliseconds after files came in: copying goes first
_SECONDS = 2.0  # of one bout
_LETTERS = 60_000  # of one bout: storing them takes the window's thread some 50 ms


class Reading(QObject):
    """Sleeps until start(); from then on reads what comes in, until nothing is unread."""

    read = Signal()  # some texts more can be searched

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job[list[DocumentText]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.go_on)
        desk.closing.connect(self._timer.stop)

    def start(self) -> None:
        """The window was seen: read what is unread, and what comes in from now on."""
        self._desk.changed.connect(self._on_changed)
        self._timer.start()

    def go_on(self) -> None:
        """One bout; the next follows it as long as there is something to read."""
        if self._job is not None or not document_texts.unread(self._desk.db):
            return
        work = partial(_read_some, folder=self._desk.office.folder)
        self._job = jobs.run_in_background(self._desk, work, self._on_done, self._on_failed)

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "evidence_file" in tables:
            self._timer.start()

    def _on_done(self, texts: list[DocumentText]) -> None:
        self._job = None
        if texts:  # else what is left cannot be read at this moment
            self._desk.run("Đọc nội dung tệp minh chứng", document_texts.keep_texts, texts)
            self._propose(texts)
            self.read.emit()
            self.go_on()

    def _propose(self, texts: list[DocumentText]) -> None:
        """Fill the records that nobody has described yet; what a drop of many files brings is one step of undo."""
        if evidence_proposals.untouched(self._desk.db, texts):
            self._desk.office.run_joined(
                "proposals", "Đề xuất từ nội dung văn bản", evidence_proposals.propose_into, texts
            )

    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        if not isinstance(trouble, Stopped) and troubles.sentence(trouble) is None:
            raise trouble


def _read_some(db: Connection, progress: Progress, *, folder: Path) -> list[DocumentText]:
    from dvcq_desktop.looking.looker import Looker

    end = time.monotonic() + _SECONDS
    texts: list[DocumentText] = []
    looker = Looker()
    try:
        for sha256 in document_texts.unread(db):
            progress.report(0)
            text = document_texts.read_text(looker, folder, sha256)
            if text is not None:
                texts.append(text)
            if time.monotonic() > end or sum(len(one.body) for one in texts) > _LETTERS:
                break
    finally:
        looker.close()
    return texts
