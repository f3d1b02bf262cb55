"""Carries work out in a thread while no office is open: the window stays alive, progress is shown, it can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from ui.jobs import Stopped

T = TypeVar("T")
Told = Callable[[int, int, str], None]

_SCALE = 1_000  # a bar counts to a thousand: bytes do not fit into Qt's int
_LOOK = 0.02  # seconds between two looks at how far the work is


class _Carrier(Generic[T]):
    """The thread, and what it told last; everything of Qt stays in the window's thread."""

    def __init__(self, waiting: QProgressDialog, work: Callable[[Told], T]) -> None:
        self.answer: list[T] = []
        self.trouble: Exception | None = None
        self._waiting, self._work = waiting, work
        self._told: tuple[int, int, str] | None = None
        self._stop = threading.Event()

    def carry_out(self) -> T:
        """Answer what the work answers; raise what it raises."""
        thread = threading.Thread(target=self._run, name="carry-out")
        thread.start()
        while thread.is_alive():
            thread.join(_LOOK)
            self._show()
            QApplication.processEvents()
        if self.trouble is not None:
            raise self.trouble
        return self.answer[0]

    def _run(self) -> None:
        try:
            self.answer.append(self._work(self._hear))
        except Exception as caught:  # noqa: BLE001  # whatever it is, the caller must hear of it
            self.trouble = caught

    def _hear(self, done: int, total: int, sentence: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self._told = done, total, sentence

    def _show(self) -> None:
        if self._waiting.wasCanceled():
            self._stop.set()
            return
        told, self._told = self._told, None
        if told is None:
            return
        done, total, sentence = told
        if " " in sentence:
            self._waiting.setLabelText(f"{sentence.rstrip('….')}…")
        self._waiting.setMaximum(_SCALE if total else 0)
        self._waiting.setValue(min(_SCALE - 1, done * _SCALE // total) if total else 0)


def carry_out(
    parent: QWidget | None,
    title: str,
    sentence: str,
    work: Callable[[Told], T],
    *,
    stop: str = "Dừng",
    after: int = 300,
) -> T:
    """Do the work, which tells (done, total, sentence); raises Stopped where the person stopped it, and what the work raises.

    The work runs in a thread of its own and must open what it reads itself. stop: the words of the button. after: milliseconds
    until its progress is shown.
    """
    waiting = QProgressDialog(sentence, stop, 0, 0, parent)
    waiting.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # the program goes on without any other window
    waiting.setWindowModality(Qt.WindowModality.ApplicationModal)
    waiting.setWindowTitle(title)
    waiting.setMinimumWidth(56 * waiting.fontMetrics().averageCharWidth())
    waiting.setMinimumDuration(after)
    waiting.setAutoClose(False)
    waiting.setAutoReset(False)
    try:
        return _Carrier(waiting, work).carry_out()
    finally:
        waiting.close()
        waiting.deleteLater()
