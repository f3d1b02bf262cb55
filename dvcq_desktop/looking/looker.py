"""Asks the looking process what stands in a foreign file, so that no such file can take the window down or hold it up."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, get_args

from dvcq_desktop.looking import wire
from dvcq_desktop.looking.answers import CannotLook, Line, Lines, Picture, Text, Why

SECONDS = 10.0  # for one answer (reliability.md, T14)
MEGABYTES = 500  # of memory for the looking process, beyond what it starts with (T11)
START_SECONDS = (
    60.0  # for the start, and for the libraries of a kind of file: an antivirus reads all of it the first time
)
TEXT_LETTERS = 2_000_000


def own_command() -> list[str]:
    """How this program starts itself as the looking process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "_look"]
    return [sys.executable, str(Path(__file__).resolve().parents[2] / "main.py"), "_look"]


class Looker:
    """One looking process, started at the first question and again after a crash. Every method blocks: never ask from the
    window's thread. Threads that share one wait for each other, so a page on screen and long work have one each.

    Each answer or CannotLook (a RuleBroken with a sentence), never anything else; within SECONDS, plus START_SECONDS at
    most for the start and again for libraries that are not loaded yet: neither is blamed on the file.
    What a file is, is decided by its content alone: stored files have no ending.
    """

    def __init__(
        self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, command: Sequence[str] | None = None
    ) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._command = list(command or own_command())
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._closed = False

    def page(self, path: Path, number: int, width: int) -> Picture:
        """Page `number` (from 1) of a PDF, or a photograph, `width` pixels wide; a photograph is never made larger."""
        head, pixels = self._ask({"do": "page", "path": os.fspath(path), "number": number, "width": width})
        with _checked():
            picture = Picture(
                pixels=pixels, width=int(head["width"]), height=int(head["height"]), page_count=int(head["page_count"])
            )
            if picture.width * picture.height * 3 != len(pixels) or not pixels:
                raise ValueError
        return picture

    def count_pages(self, path: Path) -> int:
        """Pages of a PDF, or of a scan kept as TIFF; 1 for any other picture."""
        head, _body = self._ask({"do": "count_pages", "path": os.fspath(path)})
        with _checked():
            return int(head["page_count"])

    def text(self, path: Path, limit: int = TEXT_LETTERS) -> Text:
        """The words of a PDF, Word, Excel, PowerPoint or text file, at most `limit` letters; none for a picture."""
        head, body = self._ask({"do": "text", "path": os.fspath(path), "limit": limit})
        with _checked():
            return Text(
                pages=int(head["pages"]),
                body=body.decode("utf-8", "replace"),
                first_page=str(head["first_page"]),
                last_page=str(head["last_page"]),
                state=head["state"],
            )

    def lines(self, path: Path) -> Lines:
        """A Word, Excel, PowerPoint or text file as the lines of a preview; PDF and pictures are `not-shown` so."""
        head, _body = self._ask({"do": "lines", "path": os.fspath(path)})
        with _checked():
            lines = tuple(Line(kind=kind, cells=tuple(map(str, cells))) for kind, *cells in head["lines"])
            return Lines(lines=lines, cut=bool(head["cut"]))

    def start(self) -> None:
        """Start the process ahead of the first question. Raises CannotLook where it cannot be started."""
        with self._turn:
            self._ready()

    def stop(self) -> None:
        """End the question that is being asked, from any thread; who waits for it gets CannotLook("stopped")."""
        self._stopping = True
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process for good; questions after it are `stopped`."""
        self._closed = True
        self.stop()
        with self._turn:
            self._end()

    def _ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with self._turn:
            self._stopping = self._closed
            if self._closed:
                raise CannotLook("stopped")
            process = self._ready()
            head, body = self._exchange(process, question, self._seconds)
            if wanted := head.get("wants"):
                head, body = self._exchange(process, {"do": "load", "wanted": wanted}, START_SECONDS)
                if "cannot" not in head:
                    head, body = self._exchange(process, question, self._seconds)
            if head.get("last"):
                self._end()
        if "cannot" in head:
            why = head["cannot"]
            raise CannotLook(why if why in get_args(Why) else "crashed")
        return head, body

    def _ready(self) -> subprocess.Popen[bytes]:
        """The process, started and limited."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (this program itself, no word of it from outside)
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=hidden,
            )
        except OSError:
            raise CannotLook("stopped") from None
        self._exchange(self._process, {"do": "begin", "megabytes": self._megabytes}, START_SECONDS)
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], question: dict[str, Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """One question and its answer; a process that dies or is late is ended, and what happened is told."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(seconds, give_up)
        clock.daemon = True
        clock.start()
        try:
            wire.send(_open(process.stdin), {**question, "seconds": seconds})
            return wire.receive(_open(process.stdout))
        except (OSError, EOFError, wire.Broken, ValueError, MemoryError):
            self._end()
            why: Why = "stopped" if self._stopping else "too-slow" if late.is_set() else "crashed"
            raise CannotLook(why) from None
        finally:
            clock.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not yet written is for nobody
                    pipe.close()
        process.wait()


def _open(pipe: Any) -> BinaryIO:
    if pipe is None or pipe.closed:
        raise EOFError
    found: BinaryIO = pipe
    return found


@contextlib.contextmanager
def _checked() -> Any:
    """An answer that is not what was asked for comes from a process that a file has broken."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        raise CannotLook("crashed") from None
