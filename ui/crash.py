"""Unexpected errors: a report without personal content, a log in the data folder, a dialog; the program goes on."""

from __future__ import annotations

import contextlib
import faulthandler
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from dvcq_desktop import VERSION, troubles

if TYPE_CHECKING:
    from ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
LOG_FOLDER, LOG_FILE, LOG_SIZE, LOG_KEPT = "nhat-ky", "loi.log", 256 * 1024, 4
FALL_FILE = "sap.txt"  # where in the code each thread was when the program was brought down; empty while all is well
# Messages of these speak of code and tables, never of what a person typed.
_TELLING = (AttributeError, ImportError, NameError, TypeError, NotImplementedError, RecursionError)


def report(error: BaseException, page: str) -> str:
    """What a helper needs to find the fault: versions, page, where in the code; no value that a person typed."""
    import platform  # only when something went wrong: it is slow to load

    lines = [
        f"DVCQ Desktop {VERSION} · Python {platform.python_version()} · Qt {qVersion()}",
        f"{platform.system()} {platform.release()} · trang: {page or 'chưa mở trang nào'}",
        f"{datetime.now().astimezone():%d/%m/%Y %H:%M:%S}",
        "",
    ]
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for one in reversed(chain):
        frames = traceback.extract_tb(one.__traceback__)
        lines.extend(f"{short_path(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        told = (
            str(one)
            if isinstance(one, _TELLING) or type(one).__module__ == "sqlite3"
            else "(nội dung không ghi vào báo cáo)"
        )
        lines += [f"{type(one).__name__}: {told}", ""]
    return "\n".join(lines).rstrip() + "\n"


def short_path(name: str) -> str:
    """A file of the program or a library, without the folders above it, which may hold a person's name."""
    path = Path(name)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-2:])


class Crash(QObject):
    """Takes over the hooks for errors nobody caught, in any thread, and Qt's own warnings."""

    caught = Signal(object)  # comes from any thread, is answered in the window's

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: MainWindow | None = None
        self._folder: Path | None = None
        self._busy = False
        self._fall: TextIO | None = None
        self.dialog: QObject | None = None
        self.caught.connect(self._on_caught)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(self._qt_message)

    def attach(self, window: MainWindow) -> None:
        """Speak through this window from now on; log into its data folder."""
        self._window = window
        self._folder = window.desk.office.folder
        self._watch_for_fall()

    def release(self) -> None:
        """Give the hooks back."""
        self._let_fall_go()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def tell_fall(self) -> None:
        """Say once that the program was brought down the last time (a fault in Qt or the system, where no Python error is raised)."""
        if self._folder is None or self._window is None:
            return
        text = take_fall(self._folder / LOG_FOLDER)
        if text:
            self.log(text)
            from ui.dialogs.crash import AFTER_FALL, CrashDialog

            dialog = CrashDialog(text, words=AFTER_FALL, parent=self._window)
            self.dialog = dialog
            dialog.open()

    def _watch_for_fall(self) -> None:
        """Have the place in the code written down should the program be brought down; without a disk to write to, not."""
        self._let_fall_go()
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            folder = self._folder / LOG_FOLDER
            folder.mkdir(parents=True, exist_ok=True)
            self._fall = (folder / FALL_FILE).open("a", encoding="utf-8")
            faulthandler.enable(self._fall, all_threads=True)

    def _let_fall_go(self) -> None:
        if self._fall is not None:
            faulthandler.disable()
            self._fall.close()
            self._fall = None

    def log(self, text: str) -> None:
        """Add to the log; a full or missing disk must not make the trouble worse."""
        if self._folder is None:
            return
        try:
            append_to_log(self._folder / LOG_FOLDER, text)
        except OSError:
            return

    def _hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(type(error), error, error.__traceback__)
            return
        self.caught.emit(error)

    def _thread_hook(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None and not isinstance(found.exc_value, SystemExit):
            self.caught.emit(found.exc_value)

    def _on_caught(self, error: BaseException) -> None:
        if self._busy:  # a fault while telling a fault
            return
        self._busy = True
        try:
            self._tell(error)
        finally:
            self._busy = False

    def _tell(self, error: BaseException) -> None:
        page = self._window.page.KEY if self._window and self._window.page else ""
        text = report(error, page)
        self.log(text)
        sentence = troubles.sentence(error)
        if sentence is not None and self._window is not None:
            self._window.desk.refused.emit(sentence)
            return
        if sys.stderr is not None:
            traceback.print_exception(error)
        from ui.dialogs.crash import CrashDialog

        if isinstance(self.dialog, CrashDialog) and self.dialog.isVisible():
            self.dialog.add(text)
            return
        dialog = CrashDialog(text, parent=self._window)
        self.dialog = dialog
        dialog.open()

    def _qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.log(f"{datetime.now().astimezone():%d/%m/%Y %H:%M:%S} Qt: {message}\n")
        if kind != QtMsgType.QtDebugMsg and sys.stderr is not None:
            sys.stderr.write(message + "\n")


def take_fall(folder: Path) -> str:
    """The report of a fall that nobody was told of yet, places in the code only; empty where there is none. It is told once."""
    path = folder / FALL_FILE
    try:
        found = path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size else ""
        if found:
            empty_log(path)
    except OSError:
        return ""
    lines = []
    for line in found.splitlines()[-200:]:
        before, quote, rest = line.partition('File "')
        name, end, after = rest.partition('"')
        lines.append(f"{before}{short_path(name)}{after}" if quote and end else line)
    head = f"DVCQ Desktop {VERSION} · Qt {qVersion()} · {datetime.now().astimezone():%d/%m/%Y %H:%M:%S}"
    return "\n".join([head, *lines]) + "\n" if found else ""


def empty_log(path: Path) -> None:
    """Leave nothing in a log; it may be open at the same time, to be added to."""
    with path.open("r+b") as handle:
        handle.truncate(0)


def append_to_log(folder: Path, text: str) -> None:
    """Add to the newest log file; a full one moves down, the oldest goes."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / LOG_FILE
    if log.exists() and log.stat().st_size + len(text) > LOG_SIZE:
        for number in range(LOG_KEPT - 1, 0, -1):
            older = folder / f"loi.{number}.log"
            if older.exists():
                older.replace(folder / f"loi.{number + 1}.log")
        log.replace(folder / "loi.1.log")
    with log.open("a", encoding="utf-8") as handle:
        handle.write(text + "\n")
