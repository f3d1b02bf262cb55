"""Measures handing in 600 files beside cp, a walk with stat and rsync: python tests/bench/bench_hand_in.py [FOLDER]."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db import store
from dvcq_desktop import cycles, evidence_files, frameworks, organisation
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.profiles import profile_named
from dvcq_desktop.hand_in.writing import Outcome, hand_in
from dvcq_desktop.office import Office, open_office

YEAR, COUNT, SIZE = 2025, 600, 1 << 20


def fill(folder: Path) -> Office:
    """An office with so many documents of one file each."""
    office = open_office(folder, "bench", create=True)
    office.run("Lập", organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    framework = office.run("Lập", frameworks.load_framework, "minh-hoa-100-diem")
    office.run("Lập", cycles.open_year, YEAR, framework_id=framework)
    items = [item.id for item in frameworks.items(office.db, framework)]
    kept = [store.keep_bytes(evidence_files.store_folder(folder), os.urandom(SIZE)) for _number in range(COUNT)]

    def attach_all(db: object) -> None:
        for number, one in enumerate(kept):
            item = items[number % len(items)]
            evidence_files.attach(db, YEAR, one, f"văn bản {number}.pdf", item_ids=(item,), kind="pdf")  # type: ignore[arg-type]

    office.run("Đính kèm", attach_all)
    return office


def export(office: Office, target: Path) -> Outcome:
    prepared = prepare(office.db, YEAR, profile_named(office.db, ""), target)
    return hand_in(prepared, office.folder, lambda _done, _whole, _sentence: None)


def taken(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e3


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def copied(store_of: Path, target: Path) -> None:
    """What a careful person does by hand: copy, flush, checksums of both."""
    shutil.rmtree(target, ignore_errors=True)
    run("cp", "-r", str(store_of), str(target))
    run("sync", "-f", str(target))
    for folder in (store_of, target):
        run("sh", "-c", f"find '{folder}' -type f -print0 | xargs -0 sha256sum")


def walked(target: Path) -> int:
    """The least a look for changes can cost: stat of every file."""
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())


def results(where: str = "") -> Iterator[tuple[str, float, str]]:
    """Rows of the table of run_all.py."""
    with tempfile.TemporaryDirectory(dir=where or None) as made:
        root = Path(made)
        office = fill(root / "du-lieu")
        evidence = evidence_files.store_folder(office.folder)
        firsts, bares, careful = [], [], []
        for number in range(3):
            target = root / f"bo-{number}"
            firsts.append(taken(lambda target=target: export(office, target)))
            shutil.rmtree(target)
            bares.append(taken(lambda target=target: run("cp", "-r", str(evidence), str(target))))
            shutil.rmtree(target)
            careful.append(taken(lambda target=target: copied(evidence, target)))
            shutil.rmtree(target)
        target = root / "bo"
        export(office, target)
        again = [taken(lambda: export(office, target)) for _run in range(5)]
        walks = [taken(lambda: walked(target)) for _run in range(5)]
        if shutil.which("rsync"):
            shutil.copytree(target, root / "kia", copy_function=shutil.copy2)
            syncs = [taken(lambda: run("rsync", "-a", f"{target}/", f"{root / 'kia'}/")) for _run in range(5)]
            print(f"rsync -a with nothing new {statistics.median(syncs):.0f} ms")
        office.close()
        first, bare, safe, rest, walk = (statistics.median(times) for times in (firsts, bares, careful, again, walks))
        size = COUNT * SIZE / 1e6
        print(
            f"{size:.0f} MB in {COUNT} files: first {first:.0f} ms, cp {bare:.0f} ms, cp + sync + checksums {safe:.0f} ms"
        )
        print(f"again with nothing new {rest:.0f} ms, a walk with stat {walk:.0f} ms")
        yield "first export / cp + sync + sha256sum of both", first / safe, "<= 1.3"
        yield "first export / cp alone (no flush, no check)", first / bare, "a remark"
        yield "again with nothing new / first export", rest / first, "<= 0.5"
        yield "again with nothing new / a walk with stat", rest / walk, "a remark: it also reads 600 records"


if __name__ == "__main__":
    for what, ratio, target in results(*sys.argv[1:]):
        print(f"{what}: {ratio:.2f} (target {target})")
