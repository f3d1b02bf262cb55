"""Starts the processes that are killed or starved in these tests, and hears what they tell.

How long a kill waits follows what the process itself told, never a clock of another machine: a busy machine is only slower.
"""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.faults import acts, at_work

LONG = bool(os.environ.get("DVCQ_LONG"))
ROOT = Path(__file__).resolve().parents[2]
TASKS = {**at_work.TASKS, **acts.TASKS}
_DEAD = 120.0  # seconds without a word, after which a process hangs
Task = Callable[[Path, int], None]


def start(task: str, folder: Path, seed: int = 0, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    """A program of its own; before: what stands before its command."""
    return subprocess.Popen(
        [*before, sys.executable, "-X", "utf8", "-m", "tests.faults.at_work", task, str(folder), str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def told_by(child: subprocess.Popen[bytes]) -> dict[str, str]:
    """The last line of each kind that a child told before it ended by itself."""
    told, trouble = child.communicate(timeout=_DEAD)
    assert child.returncode == 0, trouble.decode()[-2000:]
    return dict(line.partition(" ")[::2] for line in told.decode().splitlines())


class Victim:
    """A process at work that will be killed; forked from one that has imported everything, so that the kill falls into work."""

    def __init__(self, task: str, folder: Path, seed: int = 0) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload([__name__])
        reader, writer = context.Pipe(duplex=False)
        self._pipe: Connection = reader
        self._told = b""
        self._process: BaseProcess = context.Process(target=_work, args=(task, folder, seed, writer), daemon=True)
        self._process.start()
        writer.close()

    def hear(self, lines: int) -> None:
        """Wait until it told so many lines."""
        while self._told.count(b"\n") < lines:
            assert self._read(_DEAD), f"it ended by itself, or hangs:\n{self._told.decode()}"

    def kill_within(self, seconds: float) -> list[str]:
        """Kill it after so many seconds at most, with what it told until then."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        self._process.kill()
        self._process.join()
        while self._read(_DEAD):
            pass
        self._pipe.close()
        lines = self._told.decode().split("\n")[:-1]  # a kill may cut the last one
        assert not any(line.startswith("broken") for line in lines), "\n".join(lines[-40:])
        return lines

    def _read(self, seconds: float) -> bool:
        if not select.select([self._pipe.fileno()], [], [], seconds)[0]:
            return False
        more = os.read(self._pipe.fileno(), 65536)
        self._told += more
        return bool(more)


def killed_at_work(task: str, folder: Path, dice: random.Random, *, acts: int) -> list[str]:
    """What a process told that was killed somewhere in its next act or the one after it, so many acts being done."""
    victim = Victim(task, folder, dice.randrange(1 << 30))
    victim.hear(1)  # it has opened the office
    began = time.monotonic()
    victim.hear(1 + acts)
    return victim.kill_within(dice.uniform(0, 1.5 * (time.monotonic() - began) / acts))


class Span:
    """How long something takes that is done once: kills spread over it come as often before its end as behind it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.kills = self.made = 0

    def kill(self, task: str, folder: Path, dice: random.Random, made: Callable[[], bool]) -> bool:
        """Kill a process somewhere in it, or behind it; answers whether it had been done by then."""
        victim = Victim(task, folder)
        victim.hear(1)
        victim.kill_within(dice.uniform(0, self.seconds))
        done = made()
        self.kills += 1
        self.made += done
        self.seconds *= 0.8 if done else 1.25
        return done

    def wanted(self, least: int) -> bool:
        """Whether more kills are needed: so many at least, and some on either side."""
        return self.kills < least or (self.made in (0, self.kills) and self.kills < least + 100)


def _work(task: str, folder: Path, seed: int, pipe: Connection) -> None:
    os.dup2(pipe.fileno(), 1)  # what at_work.tell() writes to
    try:
        TASKS[task](folder, seed)
    except BaseException:
        at_work.tell("broken", traceback.format_exc())
        raise
