"""How far copying is, in words: files done, speed, the time that is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dvcq_desktop.texts import _

Report = Callable[[int, int, str], None]  # done and whole in KiB, and the sentence; may raise to stop the work

_EVERY = 0.1  # seconds between two reports: a person reads no faster
_TELL_LEFT = 3.0  # seconds of work before the remaining time is guessed


class Pace:
    """Counts bytes and files from any thread and reports now and then; what the report raises goes to who counts."""

    def __init__(
        self, report: Report, doing: str, files: int, size: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._report, self._doing, self._clock = report, doing, clock
        self.files, self.size = files, size
        self.files_done = self.bytes_done = 0
        self._begun = clock()
        self._told_at = 0.0
        self._lock = threading.Lock()

    def count(self, count: int) -> None:
        """So many bytes more."""
        with self._lock:
            self.bytes_done += count
            now = self._clock()
            if now - self._told_at < _EVERY:
                return
            self._told_at = now
        self.tell()

    def file_done(self) -> None:
        """One file more, taken or not."""
        with self._lock:
            self.files_done += 1

    def tell(self) -> None:
        """Report now."""
        self._report(self.bytes_done >> 10, max(1, self.size >> 10), self.sentence())

    def sentence(self) -> str:
        """ "Đang nhận 12/40 tệp, 35 MB/giây, còn khoảng 20 giây"."""
        spent = self._clock() - self._begun
        parts = [_("{doing} {done}/{all} tệp", doing=self._doing, done=self.files_done, all=self.files)]
        if spent > 0.5 and self.bytes_done:
            speed = self.bytes_done / spent
            parts.append(_("{speed}/giây", speed=size_words(round(speed))))
            if spent > _TELL_LEFT:
                parts.append(left_words(max(0, self.size - self.bytes_done) / speed))
        return ", ".join(parts)


def left_words(seconds: float) -> str:
    """ "còn khoảng 20 giây", "còn khoảng 3 phút"."""
    if seconds < 90:
        return _("còn khoảng {n} giây", n=max(1, round(seconds)))
    return _("còn khoảng {n} phút", n=round(seconds / 60))


def size_words(size: int) -> str:
    """Bytes as a person reads them: "850 byte", "12 KB", "1,2 MB", "3,4 GB"."""
    if size < 1000:
        return f"{size} byte"
    amount = float(size)
    for unit in ("KB", "MB", "GB"):
        amount /= 1024
        if amount < 999.5 or unit == "GB":
            break
    return (
        f"{amount:.1f} {unit}".replace(".", ",")
        if amount < 9.95 and unit != "KB"
        else f"{max(1, round(amount))} {unit}"
    )
