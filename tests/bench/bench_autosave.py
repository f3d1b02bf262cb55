"""Times one typed edit, from Office.run_joined to the return of COMMIT: python tests/bench/bench_autosave.py [ROUNDS].

Two floors are timed in turn with it on the same disk: pwrite + fdatasync of 4 KiB (what any durable edit costs at least),
and a raw one-row UPDATE with the same settings (TRUNCATE + FULL: journal written and flushed, pages written and flushed,
journal emptied and flushed). The difference to the second is what undo, history and search cost.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.connection import Connection, connect, transaction
from db.opening import FILE
from dvcq_desktop import demo, plans, sections
from dvcq_desktop.office import open_office

TEXT = "Tổ chức quán triệt, triển khai thực hiện tốt công tác dân vận chính quyền trên địa bàn xã; " * 3


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each way, a list a way, one of each in turn."""
    office = open_office(folder / "du-lieu", "Đo", create=True)
    office.run("Nạp", demo.fill_demo)
    for number in range(20):  # a journal of some years: 20,000 changes
        office.run("Sửa nhiều", _many, number)
    office.db.execute("VACUUM")  # so that the copy is as compact as the original
    raw = connect(shutil.copyfile(office.folder / FILE, folder / FILE))
    raw_id = raw.execute("SELECT min(id) FROM section").fetchone()[0]
    ids = [row.section.id for row in sections.outline(office.db, plans.plan_of_year(office.db, 2025).id)]
    handle = os.open(folder / "floor", os.O_RDWR | os.O_CREAT)
    os.pwrite(handle, b"\0" * 4096, 0)
    flush = getattr(os, "fdatasync", os.fsync)

    def floor(number: int) -> None:
        os.pwrite(handle, f"{number:4096}".encode(), 0)
        flush(handle)

    def update(number: int) -> None:
        with transaction(raw):
            raw.execute("UPDATE section SET body = ? WHERE id = ?", (f"{TEXT}{number}", raw_id))

    def edit(number: int) -> None:
        section = ids[number // 10 % len(ids)]  # ten pauses in one text, then the next
        office.run_joined(f"section:{section}", "Sửa nội dung", sections.change_body, section, f"{TEXT}{number}")

    ways: dict[str, Callable[[int], None]] = {"pwrite + fdatasync": floor, "raw UPDATE": update, "edit": edit}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 20):
        for name, way in ways.items():
            start = time.perf_counter()
            way(number)
            if number >= 20:
                times[name].append((time.perf_counter() - start) * 1000)
    os.close(handle)
    raw.close()
    office.close()
    return times


def _many(db: Connection, number: int) -> None:
    db.execute("INSERT INTO setting (uid, name, value) VALUES ('đo', 'đo', '') ON CONFLICT DO NOTHING")
    for value in range(1000):
        db.execute("UPDATE setting SET value = ? WHERE uid = 'đo'", (f"{number} {value}",))


def p50_p99(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.99)]


def results(rounds: int = 600) -> list[tuple[str, float, str]]:
    """What was measured, as ratios, each with its target."""
    with tempfile.TemporaryDirectory() as folder:
        times = measure(Path(folder), rounds)
    shown = {name: p50_p99(found) for name, found in times.items()}
    for name, (middle, slow) in shown.items():
        print(f"{name:20} p50 {middle:6.3f} ms   p99 {slow:6.3f} ms")
    (one, one_slow), (two, two_slow), (three, three_slow) = shown.values()
    return [
        ("edit p50 / raw UPDATE p50", three / two, "<= 1.6"),
        ("edit p99 / raw UPDATE p50", three_slow / two, "<= 5"),
        ("edit p99 / raw UPDATE p99", three_slow / two_slow, ""),
        ("edit p50 / pwrite + fdatasync p50", three / one, "1.6 holds for WAL, which we do not use"),
        ("edit p99 / pwrite + fdatasync p50", three_slow / one, "5 holds for WAL"),
        ("pwrite + fdatasync p99 / p50", one_slow / one, "how noisy the disk is"),
    ]


if __name__ == "__main__":
    for what, ratio, target in results(int(sys.argv[1]) if len(sys.argv) > 1 else 600):
        print(f"{what:36} {ratio:6.2f}   {target}")
