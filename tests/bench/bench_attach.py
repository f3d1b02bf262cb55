"""Times taking files into the store beside cp, and cp followed by sha256sum, of the same files in the same run.

    python tests/bench/bench_attach.py [FOLDER ON THE DISK TO MEASURE]

1,000 files of 1 MB and 2 of 500 MB, none compressible, read from memory by all. What is ours ends durable (flushed), hashed
and recorded in the data file; cp ends in the system's memory. Each round starts with a quiet disk; the median of the rounds
counts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from db import store  # noqa: E402 (found through the path set above)
from dvcq_desktop import cycles, evidence_files  # noqa: E402
from dvcq_desktop.intake import Intake, gather, record, take_in  # noqa: E402
from dvcq_desktop.office import Connection, open_office  # noqa: E402

ROUNDS = 5
YEAR = 2025
MB = 1 << 20


def make(folder: Path, count: int, megabytes: int) -> list[Path]:
    """Files that differ in every block."""
    folder.mkdir()
    block = os.urandom(MB)
    paths = []
    for number in range(count):
        path = folder / f"van ban {number:04d}.bin"
        with path.open("wb") as handle:
            for part in range(megabytes):
                handle.write(number.to_bytes(4, "big") + part.to_bytes(4, "big") + block[8:])
        paths.append(path)
    return paths


def cp(paths: Sequence[Path], out: Path) -> None:
    subprocess.run(["cp", "-t", str(out), *map(str, paths)], check=True)


def cp_durable(paths: Sequence[Path], out: Path) -> None:
    """What the store promises too: on the disk when it returns."""
    cp(paths, out)
    subprocess.run(["sync", "-f", str(out)], check=True)


def cp_and_sum(paths: Sequence[Path], out: Path) -> None:
    cp(paths, out)
    names = [str(out / path.name) for path in paths]
    subprocess.run(["sha256sum", *names], check=True, stdout=subprocess.DEVNULL)


def hash_alone(paths: Sequence[Path], _out: Path) -> None:
    for path in paths:
        with path.open("rb") as handle:
            hashlib.file_digest(handle, "sha256")


def keep(paths: Sequence[Path], out: Path) -> None:
    """The store alone: copied, hashed, flushed, named."""
    answers = list(store.keep_many(out / "kho", paths))
    assert all(isinstance(one, store.Kept) for one in answers)


def attach(paths: Sequence[Path], out: Path) -> None:
    """As the window and main.py attach do it: looked at, kept, recorded in one operation."""
    office = open_office(out / "du-lieu", "Lê Thị Hoa", create=True)
    office.run("Năm", cycles.open_year, YEAR)
    intake = Intake()
    sources = gather(paths, office.folder, intake, _nothing)
    take_in(office.folder, intake, sources, _no_report, insist=True)
    office.run("Thêm", _record, intake)
    assert len(evidence_files.known_contents(office.db)) == len(paths), intake.refused
    office._data.close()  # what is written beside the window is no part of it


def _record(db: Connection, intake: Intake) -> None:
    record(db, YEAR, intake.taken)


def _nothing(_count: int) -> None:
    """Nobody is told."""


def _no_report(_done: int, _total: int, _said: str) -> None:
    """Nobody is told."""


def seconds(work: Callable[[Sequence[Path], Path], None], paths: Sequence[Path], room: Path) -> float:
    """One run into an empty folder on a quiet disk."""
    out = room / "ra"
    out.mkdir()
    os.sync()
    began = time.perf_counter()
    work(paths, out)
    spent = time.perf_counter() - began
    shutil.rmtree(out)
    os.sync()
    return spent


def measure(
    paths: Sequence[Path], room: Path, works: Sequence[Callable[[Sequence[Path], Path], None]]
) -> dict[str, float]:
    """Median seconds of each, in turn."""
    rounds = [[seconds(work, paths, room) for work in works] for _ in range(ROUNDS)]
    found = {work.__name__: statistics.median(one[place] for one in rounds) for place, work in enumerate(works)}
    print(" ".join(f"{name} {spent:.2f} s" for name, spent in found.items()), flush=True)
    return found


def results(folder: Path | None = None) -> list[tuple[str, float, str]]:
    """Rows for run_all.py."""
    rows = []
    with tempfile.TemporaryDirectory(dir=folder) as name:
        room = Path(name)
        small = make(room / "nho", 1000, 1)
        found = measure(small, room, (cp, cp_durable, cp_and_sum, keep, attach))
        rows += [
            ("attach 1,000 x 1 MB: the store, x cp", found["keep"] / found["cp"], "<= 1.5"),
            ("attach 1,000 x 1 MB: the store, x cp + sha256sum", found["keep"] / found["cp_and_sum"], "<= 0.3"),
            ("attach 1,000 x 1 MB: the store, x cp + sync", found["keep"] / found["cp_durable"], "(no target)"),
            ("attach 1,000 x 1 MB with its records, x cp", found["attach"] / found["cp"], "(no target)"),
        ]
        shutil.rmtree(room / "nho")
        large = make(room / "lon", 2, 500)
        found = measure(large, room, (cp, cp_and_sum, hash_alone, keep))
        rows += [
            ("attach 2 x 500 MB: the store, x cp", found["keep"] / found["cp"], "(no target)"),
            ("attach 2 x 500 MB: the store, x cp + sha256sum", found["keep"] / found["cp_and_sum"], "<= 0.3"),
        ]
        one = measure(large[:1], room, (hash_alone, keep))
        rows.append(
            ("attach 500 MB, x its hash alone (+ flush)", one["keep"] / one["hash_alone"], "<= 1.1 without flush")
        )
    return rows


if __name__ == "__main__":
    for what, ratio, target in results(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{what:52} {ratio:6.2f}  {target}")
