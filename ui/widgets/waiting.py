"""A line that says what is being done, how far it is, and lets the person stop it; its room is kept while nothing runs."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ui.jobs import Job

_SHOW_AFTER = 300  # ms: quick work does not flicker
_ESTIMATE_AFTER = 10_000  # ms: from here the remaining time is told


class WaitingLine(QWidget):
    """Shows one job at a time; hidden contents, but kept height, when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._sentence = ""
        self._bare = False
        self._clock = QElapsedTimer()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Tiến độ")
        self.bar.setMaximumWidth(240)
        self.cancel = QPushButton("Hủy")
        self.cancel.clicked.connect(self._stop)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOW_AFTER)
        self._timer.timeout.connect(self.show)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether what it shows is still under way."""
        return self._job is not None and self._job.running

    def watch(self, job: Job, sentence: str, *, bare: bool = False) -> None:
        """Follow a job to its end, saying what it does ("Đang đọc ke-hoach.docx…").

        bare: the sentences the job reports say all there is to say, its numbers only move the bar.
        """
        if self._job is not None:
            self._job.reported.disconnect(self._report)
            self._job.ended.disconnect(self._end)
        self._job, self._bare = job, bare
        self._sentence = sentence
        self.words.setText(sentence)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._clock.start()
        job.reported.connect(self._report)
        job.ended.connect(self._end)
        self._timer.start()

    def _report(self, done: int, total: int, sentence: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        text = sentence or self._sentence
        if total and not self._bare:
            text += f" {done}/{total}"
            spent = self._clock.elapsed()
            if spent > _ESTIMATE_AFTER and done:
                text += f", còn khoảng {max(1, round(spent * (total - done) / done / 1000))} giây"
        self.words.setText(text)

    def _stop(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self.words.setText("Đang dừng…")
            self._job.stop()

    def _end(self) -> None:
        self._job = None
        self._timer.stop()
        self.hide()
