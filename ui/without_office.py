"""Carries work out while no office is open, so that no job can run beside the window: its progress is shown, it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from ui.jobs import Stopped

T = TypeVar("T")
Told = Callable[[int, int, str], None]

_SCALE = 1_000  # a bar counts to a thousand: bytes do not fit into Qt's int


class _Shown:
    """Tells a progress dialog how far the work is and keeps the window alive meanwhile."""

    def __init__(self, waiting: QProgressDialog) -> None:
        self._waiting = waiting

    def __call__(self, done: int, total: int, sentence: str) -> None:
        if " " in sentence:
            self._waiting.setLabelText(sentence)
        self._waiting.setMaximum(_SCALE if total else 0)
        self._waiting.setValue(min(_SCALE - 1, done * _SCALE // total) if total else 0)
        QApplication.processEvents()
        if self._waiting.wasCanceled():
            raise Stopped


def carry_out(parent: QWidget | None, title: str, sentence: str, work: Callable[[Told], T]) -> T:
    """Do the work, which tells (done, total, sentence); raises Stopped where the person stopped it, and what the work raises."""
    waiting = QProgressDialog(sentence, "Dừng", 0, 0, parent)
    waiting.setWindowTitle(title)
    waiting.setMinimumDuration(300)
    waiting.setAutoClose(False)
    waiting.setAutoReset(False)
    try:
        return work(_Shown(waiting))
    finally:
        waiting.close()
        waiting.deleteLater()
