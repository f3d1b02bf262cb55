"""Lets the disk under a folder fail: each fault at each file call of some work, a forked child a fault.

For tests marked `injected` (tests/faults/conftest.py runs them under the preloaded library; where there is no compiler, or
not Linux, they are skipped and say so):

    pytestmark = injected

    def test_a_backup_under_faults(tmp_path: Path) -> None:
        start = tmp_path / "mẫu"                # as everything is before: start/pc, start/usb
        …
        def work(folder: Path) -> str:          # in a child; what it answers must be plain (text, numbers, lists)
            return back_up(folder / "pc", folder / "usb")

        def check(folder: Path, outcome: Outcome) -> None:   # afterwards, the disk is well again
            assert old_generation_is_whole(folder / "usb")
            if outcome.ended == "done":         # work returned: what it said must be true
                assert verified(folder / "usb", outcome.answer)

        each_fault(work, check, start=start, under="usb")

`work` gets a fresh copy of `start`, opens everything it needs itself (only handles opened under the fault fail), and must not
start threads that outlive it. `check` fails by assert. Beyond it each_fault itself demands: what an honest fault raised has a
Vietnamese sentence (dvcq_desktop.troubles), and nothing hangs. Power cuts are in tests/faults/power_cuts.py.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dvcq_desktop import troubles
from tests.faults.seen import Seen

injected = pytest.mark.injected
LONG = bool(os.environ.get("DVCQ_LONG"))
WORKERS = min(4, os.cpu_count() or 1)
FOLDER = "dữ liệu"
BUILT = "DVCQ_INJECTOR"  # names the built library to the processes that run under it

_COUNT, _FAIL, _KILL, _TEAR, _SHORT, _FLIP, _ZERO, _LOSE = range(1, 9)
_CALLS = 1 << 20
_SECONDS = 60  # after which a child hangs
_KINDS = {
    "o": "open to read",
    "W": "open to write",
    "O": "make a file",
    "r": "read",
    "w": "write",
    "s": "sync",
    "t": "truncate",
    "n": "rename",
    "u": "unlink",
    "m": "mkdir",
    "l": "link",
    "a": "chmod",
    "c": "close",
    "q": "question",
}
_CHANGES = "OWwstnumla"
_MANY = "rwqco"  # there are hundreds of these where there is one of the others


@dataclass(frozen=True)
class Fault:
    """Something a disk does: the kinds of calls it strikes, and whether it stays so from then on."""

    name: str
    how: int
    kinds: str
    code: int = 0
    lasting: bool = False
    lies: bool = False  # the disk says all is well and it is not

    def strikes(self, kind: str) -> bool:
        """Whether it may begin at a call of this kind; a lasting fault needs no beginning of its own at a question."""
        return kind in self.kinds and not (self.lasting and kind == "q")


HONEST = (
    Fault("the disk is full", _FAIL, "Owstnml", errno.ENOSPC, lasting=True),
    Fault("the disk fails", _FAIL, "".join(_KINDS), errno.EIO, lasting=True),
    Fault("the stick is pulled", _FAIL, "".join(_KINDS), errno.ENODEV, lasting=True),
    Fault("the disk is read-only", _FAIL, _CHANGES, errno.EROFS, lasting=True),
    Fault("the folder vanishes", _FAIL, "oWOnumlaq", errno.ENOENT, lasting=True),
    Fault("one call fails", _FAIL, "".join(_KINDS).replace("q", ""), errno.EIO),
    Fault("one call is denied", _FAIL, "oWOnumla", errno.EACCES),
    Fault("one name is not found", _FAIL, "oWOnuaq", errno.ENOENT),
    Fault("a write is torn", _TEAR, "w", errno.EIO),
    Fault("a write is short", _SHORT, "w"),
    Fault("kill -9", _KILL, _CHANGES),
)
LYING = (
    Fault("a byte is flipped", _FLIP, "w", lies=True),
    Fault("a write becomes zeros", _ZERO, "w", lies=True),
    Fault("a write is lost", _LOSE, "w", lies=True),
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the work ended under one fault."""

    fault: Fault
    call: int  # counted from 1
    kind: str  # of the call that was struck
    ended: str  # done: it returned · told: it raised · killed · hung
    answer: Any = None  # what it returned
    trouble: str = ""  # the exception as "Class: words"
    sentence: str | None = None  # what the person is told
    exit_code: int = 0
    where: str = ""  # the traceback

    def __str__(self) -> str:
        return f"{self.fault.name} at call {self.call} ({_KINDS[self.kind]}): {self.ended} {self.trouble}".strip()


Job = tuple[Fault, int, str]  # a fault, the call it strikes and of what kind that is


@dataclass(kw_only=True)
class Report:
    """What many runs came to; violations are the checks that failed, each as text."""

    what: str
    runs: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        ended = ", ".join(f"{count} {how}" for how, count in sorted(self.ended.items()))
        return f"{self.what}: {self.runs} ({ended}), {len(self.violations)} violations, {self.seconds:.1f} s"

    def hold(self) -> Report:
        """Print the figures; fail where a check failed."""
        print(self)  # noqa: T201 - the figures are what these tests are for
        assert not self.violations, "\n\n".join([str(self), *self.violations[:4]])
        return self


def each_fault(
    work: Callable[[Path], Any],
    check: Callable[[Path, Outcome], None],
    *,
    start: Path | None = None,
    under: str = ".",
    every: int = 1,
    most: int = 0,
    faults: Sequence[Fault] = HONEST + LYING,
    once: bool = False,
) -> Report:
    """Run work on copies of start, each time with one fault at one file call under the folder `under` in it, then check.

    every=3 takes each third read, write, question, opening to read and close, others for each fault, and every call that
    makes, syncs, truncates, renames or deletes: those are few. most=200 takes about so many, spread evenly, half of them of
    the few. start None: an empty folder. once: check asks of the folder alone what a work left that was not done; where that is
    what another fault left, it is not asked again. Fails at the end with the first violations; answers the figures, which it prints.
    """
    calls = calls_of(work, start=start, under=under)
    jobs, many = [], []
    for number, fault in enumerate(faults):
        struck = [(fault, call, kind) for call, kind in enumerate(calls, 1) if fault.strikes(kind)]
        jobs += [job for job in struck if job[2] not in _MANY]
        many += [job for job in struck if job[2] in _MANY][number % every :: every]
    jobs = [*_spread(jobs, most // 2), *_spread(many, most // 2)] if most else jobs + many
    assert jobs, f"the work makes no file call under {under}"

    def some(place: Path, mine: Sequence[Job]) -> Iterator[tuple[str, str]]:
        fresh, folder = False, copy(start, place)
        seen = Seen(folder)
        for job in mine:
            folder = folder if fresh else copy(start, place)
            outcome = _attempt(work, folder, under, *job)
            known = once and seen.before(folder, outcome.ended)
            fresh = known and seen.untouched
            violation = verdict(lambda: _judge(outcome, folder, None if known else check))  # noqa: B023 - called at once
            yield outcome.ended, f"{outcome}\n{violation}" if violation else ""

    return share(f"faults at {len(calls)} calls", jobs, some).hold()


def _spread(jobs: list[Job], most: int) -> list[Job]:
    return jobs if len(jobs) <= most else [jobs[number * len(jobs) // most] for number in range(most)]


def calls_of(work: Callable[[Path], Any], *, start: Path | None = None, under: str = ".") -> str:
    """The file calls of some work under a folder, a letter each."""
    with room() as place:
        folder = copy(start, Path(place))
        said = in_child(lambda: _count(work, folder, under), what="the work")
    if "calls" not in said:
        raise AssertionError(f"the work fails without any fault\n{said.get('where', said)}")
    return str(said["calls"])


def _count(work: Callable[[Path], Any], folder: Path, under: str) -> dict[str, Any]:
    _arm(folder / under, 0, Fault("", _COUNT, ""))
    work(folder)
    library().inject_off()
    kinds = ctypes.create_string_buffer(_CALLS)
    length = library().inject_calls(kinds, _CALLS)
    return {"calls": kinds.raw[:length].decode()}


def _attempt(work: Callable[[Path], Any], folder: Path, under: str, fault: Fault, call: int, kind: str) -> Outcome:
    def run() -> dict[str, Any]:
        _arm(folder / under, call, fault)
        try:
            return {"ended": "done", "answer": work(folder)}
        finally:
            library().inject_off()

    return Outcome(fault=fault, call=call, kind=kind, **in_child(run, what=fault.name))


def _judge(outcome: Outcome, folder: Path, check: Callable[[Path, Outcome], None] | None) -> None:
    assert outcome.ended != "hung", "it hangs"
    if outcome.ended == "told" and not outcome.fault.lies:
        assert outcome.sentence, f"no sentence for the person\n{outcome.where}"
    if check:
        check(folder, outcome)


def verdict(check: Callable[[], None]) -> str:
    """What a check raised, as text; empty where it held."""
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever a check raises is its verdict
        return traceback.format_exc()
    return ""


def in_child(run: Callable[[], dict[str, Any]], *, what: str) -> dict[str, Any]:
    """What run() answers in a forked child; how it ended where it did not come to answer."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        _as_child(write, run)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        said = told.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        assert number in (signal.SIGKILL, signal.SIGALRM), f"{what}: died of signal {number}"
        return {"ended": "killed" if number == signal.SIGKILL else "hung"}
    return dict(json.loads(said))


def _as_child(write: int, run: Callable[[], dict[str, Any]]) -> None:
    """Never returns: tells through the pipe, and leaves without the parent's exit handlers."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_SECONDS)
    time.sleep = _no_pause  # patience with antivirus programs would take hours of these
    try:
        said = run()
    except BaseException as trouble:  # noqa: BLE001 - told as text, judged by the parent
        library().inject_off()
        said = {
            "ended": "told",
            "trouble": f"{type(trouble).__name__}: {trouble}",
            "sentence": troubles.sentence(trouble),
            "exit_code": troubles.exit_code(trouble),
            "where": traceback.format_exc(),
        }
    text = json.dumps(said).encode()
    while text:
        text = text[os.write(write, text) :]
    os._exit(0)


def _no_pause(_seconds: float) -> None:
    """Instead of time.sleep."""


def share(what: str, jobs: Sequence[Any], some: Callable[[Path, Sequence[Any]], Iterable[tuple[str, str]]]) -> Report:
    """Spread jobs over forked workers, a folder each; some(place, jobs) yields for each how it ended and its violation."""
    began = time.monotonic()
    report = Report(what=what, runs=len(jobs))
    with room() as whole:
        running = []
        for number in range(WORKERS):
            place = Path(whole, f"ổ đĩa {number}")
            place.mkdir()
            read, write = os.pipe()
            child = os.fork()
            if not child:
                os.close(read)
                _as_worker(write, lambda: list(some(place, jobs[number::WORKERS])))  # noqa: B023 - called at once
            os.close(write)
            running.append((child, read))
        for child, read in running:
            with os.fdopen(read, "rb") as told:
                said = told.read()
            os.waitpid(child, 0)
            for ended, violation in json.loads(said):
                report.ended[ended] += 1
                report.violations += [violation] if violation else []
    report.seconds = time.monotonic() - began
    return report


def _as_worker(write: int, run: Callable[[], list[tuple[str, str]]]) -> None:
    """Never returns."""
    try:
        said = run()
    except BaseException:  # noqa: BLE001 - told as a violation
        said = [("broken", traceback.format_exc())]
    with os.fdopen(write, "wb") as told:
        told.write(json.dumps(said).encode())
    os._exit(0)


def _arm(folder: Path, call: int, fault: Fault) -> None:
    library().inject_arm(
        os.fsencode(os.path.normpath(folder)), call, fault.how, fault.code, fault.lasting, fault.kinds.encode()
    )


def copy(start: Path | None, place: Path) -> Path:
    """A fresh copy of start in a folder; an empty one where start is None."""
    folder = place / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if start is None:
        folder.mkdir()
    else:
        shutil.copytree(start, folder, symlinks=True)
    return folder


def room() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is such a place: these tests write the same megabyte thousands of times."""
    memory = "/dev/shm"  # noqa: S108 - a folder of its own is made in it
    return tempfile.TemporaryDirectory(
        prefix="dvcq-", dir=memory if os.access(memory, os.W_OK) else None, ignore_cleanup_errors=True
    )


def mounted_as(kind: str, folder: Path, at: Path) -> None:
    """From here on this process reads of a list of mounts, written to the file at, that this kind of file system lies there."""
    device = folder.stat().st_dev
    at.write_text(
        f"36 25 {os.major(device)}:{os.minor(device)} / {folder} rw - {kind} /dev/sdz1 rw\n", encoding="utf-8"
    )
    library().inject_mounts(os.fsencode(at))


@cache
def library() -> ctypes.CDLL:
    """The library this process runs under."""
    found = ctypes.CDLL(os.environ[BUILT])
    found.inject_arm.argtypes = [
        ctypes.c_char_p,
        ctypes.c_long,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_char_p,
    ]
    found.inject_calls.argtypes = [ctypes.c_char_p, ctypes.c_long]
    found.inject_calls.restype = found.inject_fired.restype = ctypes.c_long
    found.inject_log.argtypes = [ctypes.c_char_p, ctypes.c_int]
    found.inject_acknowledge.argtypes = found.inject_mounts.argtypes = [ctypes.c_char_p]
    return found


def missing() -> str:
    """Why no faults can be injected here; empty where they can."""
    if sys.platform != "linux":
        return "faults are injected by a preloaded library, on Linux only"
    return "" if _compiler() else "no C compiler (cc or gcc) to build tests/faults/inject.c with"


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")


def build(folder: Path) -> dict[str, str]:
    """Build the library into a folder; answers the environment that puts a process under it."""
    built = folder / "inject.so"
    source = Path(__file__).with_name("inject.c")
    subprocess.run([_compiler() or "cc", "-shared", "-fPIC", "-O2", "-o", built, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(built), BUILT: str(built)}
