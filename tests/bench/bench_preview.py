"""From a key to the new paper in sight, and what a key costs while a paper is built: median and p95 on the demo plan.

Run alone: .venv/bin/python tests/bench/bench_preview.py [keys]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("DVCQ_CONFIG", tempfile.mkdtemp())
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from dvcq_desktop import demo
from dvcq_desktop.office import open_office
from ui.desk import Desk
from ui.pages.plan import PlanPage

KEY_LIMIT, PAPER_LIMIT = 5.0, 1000.0  # ms, p95


def key(page: PlanPage, letter: str) -> float:
    """Milliseconds that the text takes for one key."""
    text = page.middle.section.text
    start = perf_counter()
    QApplication.sendEvent(text, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    return (perf_counter() - start) * 1000


def wait_for_paper(page: PlanPage) -> None:
    loop = QEventLoop()
    page.beside.paper.shown.connect(loop.quit)
    QTimer.singleShot(10_000, loop.quit)
    loop.exec()
    page.beside.paper.shown.disconnect(loop.quit)


def papers(page: PlanPage, count: int) -> list[float]:
    """A key, a pause, the new paper in sight: how long it takes each time."""
    found = []
    for _turn in range(count):
        start = perf_counter()
        key(page, "a")
        wait_for_paper(page)
        found.append((perf_counter() - start) * 1000)
    return found


def keys_while_building(page: PlanPage, count: int) -> list[float]:
    """Keys sent while the thread builds one paper after the other."""
    found = []
    pace = QElapsedTimer()
    pace.start()
    for turn in range(count):
        if page.beside.live.up_to_date or turn % 8 == 0:
            page.beside.live.request_now()
        while pace.elapsed() < 12:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        pace.restart()
        found.append(key(page, "b"))
    return found


def stores_while_building(page: PlanPage, count: int) -> list[float]:
    """What is typed goes into the data file while the thread reads from it."""
    found = []
    for turn in range(count):
        key(page, "d")
        page.beside.live.request_now()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5 + turn % 20)
        start = perf_counter()
        page.middle.section.text.store_now()
        found.append((perf_counter() - start) * 1000)
    return found


def keys_at_rest(page: PlanPage, count: int) -> list[float]:
    page.beside.look(False)
    return [key(page, "c") for _turn in range(count)]


def say(name: str, times: list[float], limit: float) -> bool:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    good = p95 <= limit
    print(
        f"{name:<44} median {statistics.median(times):8.2f} ms   p95 {p95:8.2f} ms   max {ordered[-1]:8.2f} ms"
        f"   {'✓' if good else f'▲ over {limit:g} ms'}"
    )
    return good


def main(count: int) -> int:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), "Bench", create=True)
        office.run("Demo", demo.fill_demo)
        start = perf_counter()
        page = PlanPage(Desk(office))
        page.resize(1166, 700)
        page.show()
        application.processEvents()
        print(f"page built and shown in {(perf_counter() - start) * 1000:.0f} ms")
        wait_for_paper(page)
        page.outline.select(page.outline.model.keys()[5])
        page.middle.section.text.setFocus()
        good = say("a key, then its paper in sight (250 ms pause)", papers(page, count), PAPER_LIMIT)
        good &= say("a key while papers are built", keys_while_building(page, count * 10), KEY_LIMIT)
        say("a text stored while papers are built", stores_while_building(page, count * 3), KEY_LIMIT * 10)
        good &= say("a key at rest", keys_at_rest(page, count * 10), KEY_LIMIT)
        page.beside.live.stop()
        page.beside.paper.sheets.close_papers()
        page.close()
        office.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
