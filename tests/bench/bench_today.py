"""Times opening "Hôm nay" on an office of ten years beside one of a single year.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_today.py

The page speaks of the year in hand: years that are over may cost next to nothing. Both are opened in turn in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("DVCQ_CONFIG", tempfile.mkdtemp())
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication  # noqa: E402

from dvcq_desktop import assignments, cycles, frameworks, organisation, progress, tasks, units  # noqa: E402
from dvcq_desktop.deadlines import LAST_MONTH  # noqa: E402
from dvcq_desktop.office import Connection, open_office  # noqa: E402
from ui.desk import Desk  # noqa: E402
from ui.pages.today import TodayPage  # noqa: E402

LAST, TASKS, ROUNDS = 2025, 200, 7


def fill(db: Connection, years: int) -> None:
    """So many years with 200 tasks each, every quarter of each reported."""
    organisation.set_up(db, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    framework = frameworks.load_framework(db, "minh-hoa-100-diem")
    unit = [units.unit_named(db, f"Bộ phận {number}") for number in range(12)]
    for year in range(LAST - years + 1, LAST + 1):
        cycle = cycles.open_year(db, year, framework_id=framework)
        cycles.change(db, cycle, evidence_due_on=f"{year}-10-24")
        for number in range(TASKS):
            task = tasks.add_task(db, cycle, f"Nhiệm vụ {number} của năm {year}", due_on=f"{year}-10-24")
            assignments.assign(db, task, unit[number % 12], "lead")
            for period in LAST_MONTH:
                progress.record_progress(db, task, period, state="doing", percent="40", reported_on=f"15/06/{year}")


def opened(desk: Desk) -> float:
    """Milliseconds from nothing to the filled page on the screen."""
    start = time.perf_counter()
    page = TodayPage(desk)
    page.resize(1166, 700)
    page.show()
    QApplication.processEvents()
    page.refresh()
    page.repaint()
    took = (time.perf_counter() - start) * 1000
    page.hide()
    page.deleteLater()
    QApplication.processEvents()
    return took


def results() -> list[tuple[str, float, str]]:
    """Rows of the table of ratios."""
    application = QApplication.instance() or QApplication([])
    desks = []
    for years in (1, 10):
        office = open_office(Path(tempfile.mkdtemp()) / "du-lieu", "Lê Thị Hoa", create=True)
        office.run("Nạp dữ liệu", fill, years)
        desk = Desk(office)
        desk.clock = _day
        opened(desk)
        desks.append(desk)
    found: list[list[float]] = [[], []]
    for _round in range(ROUNDS):
        for place, desk in enumerate(desks):
            found[place].append(opened(desk))
    one, ten = (statistics.median(times) for times in found)
    print(f"opening Hôm nay: {ten:.0f} ms on ten years, {one:.0f} ms on one year ({TASKS} tasks a year)")
    for desk in desks:
        desk.office.close()
    del application
    return [("Hôm nay: ten years beside one", ten / one, "<= 1.5")]


def _day() -> date:
    return date(LAST, 9, 22)


if __name__ == "__main__":
    for what, ratio, target in results():
        print(f"{what}: {ratio:.2f} (target {target})")
