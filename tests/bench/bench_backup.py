"""Backup of 2 GB in 2,000 files beside rsync, restic and borg: first, nothing new, 20 new, verify; a close with nothing changed.

    python -m tests.bench.bench_backup [--files 2000] [--size 1000000] [--folder DIR]

Ours is timed whole (snapshot, copy, read back from the medium, manifest, restore drill) and its copying part by itself, which is
what rsync does: rsync verifies nothing. What others wrote is flushed with sync.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from db import store
from db.connection import Connection
from dvcq_desktop import demo
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.evidence_files import attach, known_contents, store_folder
from dvcq_desktop.office import Office, open_office


class Phases:
    """How long each part of a backup took, by the sentences it tells."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began, self._now = time.perf_counter(), ""

    def told(self, done: int, total: int, sentence: str) -> None:
        now = time.perf_counter()
        self.seconds[self._now] = self.seconds.get(self._now, 0) + now - self._began
        self._began, self._now = now, sentence

    def of(self, word: str) -> float:
        return sum(seconds for sentence, seconds in self.seconds.items() if word in sentence)


def fill(office: Office, count: int, size: int, start: int) -> None:
    """New documents of incompressible content, in the store and recorded."""
    source = office.folder / "nguon"
    source.mkdir(exist_ok=True)
    paths = []
    for number in range(start, start + count):
        paths.append(source / f"Báo cáo {number}.pdf")
        paths[-1].write_bytes(os.urandom(size))
    kept = list(store.keep_many(store_folder(office.folder), paths))
    office.run("Nhập", _record, kept, start)
    shutil.rmtree(source)


def _record(db: Connection, kept: list[store.Kept], start: int) -> None:
    for number, one in enumerate(kept, start):
        attach(db, 2025, one, f"Báo cáo {number}.pdf")


def timed(work: Callable[[], object]) -> float:
    subprocess.run(["sync"], check=True)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ours(office: Office, place: Path) -> tuple[float, float]:
    """Seconds of a whole backup, and of its copying."""
    subprocess.run(["sync"], check=True)
    db = office.reader()
    phases = Phases()
    began = time.perf_counter()
    done = back_up(db, office.folder, place, phases.told)
    seconds = time.perf_counter() - began
    db.close()
    assert done.proof.whole, done.sentence
    return seconds, phases.of("chép") + _listing(office, place)


def _listing(office: Office, place: Path) -> float:
    """Seconds to find out what is missing: two listings."""
    began = time.perf_counter()
    missing = set(known_contents(office.db)) - set(dict(store.listing(root_of(place) / "kho")))
    del missing
    return time.perf_counter() - began


def others(data: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """The commands of the others, those that are installed, each followed by sync."""
    environment = {**os.environ, "RESTIC_PASSWORD": "x", "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes"}

    def command(*words: str) -> Callable[[], object]:
        def work() -> None:
            subprocess.run(words, check=True, capture_output=True, env=environment)
            subprocess.run(["sync"], check=True)

        return work

    found: dict[str, Callable[[], object]] = {}
    if shutil.which("rsync"):
        found["rsync -a"] = command("rsync", "-a", f"{data}/", str(folder / "rsync"))
    if shutil.which("restic"):
        command("restic", "init", "-r", str(folder / "restic"))()
        found["restic"] = command("restic", "backup", "-r", str(folder / "restic"), str(data))
    if shutil.which("borg"):
        command("borg", "init", "-e", "none", str(folder / "borg"))()
        found["borg"] = command("borg", "create", "-C", "none", f"{folder / 'borg'}::{{now}}", str(data))
    return found


def hash_alone(folder: Path) -> float:
    """Seconds to read and hash every content once, one after another, from the medium."""
    paths = [store.path_of(folder, sha256) for sha256, _size in store.listing(folder)]
    return timed(lambda: [store.digest(path, from_medium=True) for path in paths])


def close_unchanged(office_folder: Path) -> float:
    """Median milliseconds of a close when nothing was changed."""
    spent = []
    for _number in range(9):
        office = open_office(office_folder, "bench")
        began = time.perf_counter()
        office.close()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--folder", type=Path, default=None)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(dir=chosen.folder))
    try:
        measure(folder, chosen.files, chosen.size)
    finally:
        shutil.rmtree(folder)


def measure(folder: Path, files: int, size: int) -> None:
    office = open_office(folder / "pc", "bench", create=True)
    office.run("Nạp", demo.fill_demo)
    fill(office, files, size, 0)
    place = folder / "usb"
    place.mkdir()
    db = office.reader()
    adopt(db, place, office.folder)
    db.close()
    rivals = others(store_folder(office.folder), folder)
    print(f"{files} files of {size} bytes; seconds, and × rsync -a + sync")
    for name in ("first", "nothing new", "20 new"):
        if name == "20 new":
            fill(office, 20, size, files)
        spent = {rival: timed(work) for rival, work in rivals.items()}
        whole, copying = ours(office, place)
        base = spent.get("rsync -a", 0)
        spent |= {"ours, copying": copying, "ours, proved": whole}
        told = ", ".join(f"{who} {s:.3f}" + (f" (× {s / base:.2f})" if base else "") for who, s in spent.items())
        print(f"{name:12} {told}")
    alone = hash_alone(root_of(place) / "kho")
    verify = timed(lambda: check_place(place, office.folder, everything=True))
    print(f"verify       hash alone {alone:.3f}, ours {verify:.3f} (× {verify / alone:.2f})")
    office.close()
    print(f"close with nothing changed: {close_unchanged(folder / 'pc'):.1f} ms")


if __name__ == "__main__":
    main()
