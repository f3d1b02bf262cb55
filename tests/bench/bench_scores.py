"""Times one typed score up to the totals on the screen, and opening the self-score page on ten years of data.

    python tests/bench/bench_scores.py

Prints ratios to a bare UPDATE and SELECT sum() on the same data file in the same run, so that the machine and other work
on it weigh on both sides; the milliseconds beside them are for orientation only.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication  # noqa: E402 (found through the path set above)

from dvcq_desktop import cycles, evidence, frameworks, scores  # noqa: E402
from dvcq_desktop.office import Connection, Office, open_office  # noqa: E402
from dvcq_desktop.records import insert  # noqa: E402
from dvcq_desktop.self_scores import read_self_scores, reread_self_scores  # noqa: E402
from ui.desk import Desk  # noqa: E402
from ui.pages.scores import ScoresPage  # noqa: E402

YEAR, SIZES, ROUNDS = 2025, (32, 300, 3000), 15
OPENING = "<= 60"  # times one bare UPDATE with its commit
TARGETS = {32: 8.0, 300: 10.0, 3000: 25.0}  # times the bare statements, for a score typed in the window


def fill(db: Connection, items: int, years: int) -> None:
    """Years on one framework, every item scored by both sides, every second one proven."""
    framework = insert(db, frameworks.Framework(code="do", title="Bộ đo", step=25))
    insert(db, frameworks.Classification(framework_id=framework, label="Tốt", threshold=items * 50, position=1))
    insert(db, frameworks.Classification(framework_id=framework, label="Khá", threshold=0, position=2))
    made = []
    for number in range(1, max(2, items // 10) + 1):
        criterion = insert(
            db, frameworks.Criterion(framework_id=framework, number=number, title=f"Tiêu chí {number}", position=number)
        )
        for place in range(1, 11):
            if len(made) < items:
                text = f"Nội dung {number}.{place}: " + "tổ chức thực hiện tốt công tác dân vận " * 4
                item = frameworks.Item(
                    criterion_id=criterion,
                    number=place,
                    text=text,
                    max_points=100,
                    position=place,
                    expected_evidence="a\nb",
                )
                made.append(insert(db, item))
    for year in range(YEAR - years + 1, YEAR + 1):
        cycle = cycles.open_year(db, year, framework_id=framework)
        for place, item in enumerate(made):
            insert(db, scores.Score(cycle_id=cycle, item_id=item, self_points=75, appraised_points=50))
            if place % 2:
                evidence.add_evidence(db, year, item, f"Báo cáo {place}")


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def bare(office: Office, item: int, points: int) -> None:
    """The floor: one UPDATE in a transaction of its own, one sum."""
    db = office.db
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE journal_state SET recording = 0")
    db.execute(
        "UPDATE score SET self_points = ? WHERE item_id = ? AND cycle_id = (SELECT id FROM cycle WHERE year = ?)",
        (points, item, YEAR),
    )
    db.execute("UPDATE journal_state SET recording = 1")
    db.execute("COMMIT")
    db.execute(
        "SELECT sum(self_points) FROM score WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)", (YEAR,)
    ).fetchone()


def typed(folder: Path, items: int) -> float:
    """One typed score: the office alone, and with the page brought up to date."""
    office = open_office(folder, "đo", create=True)
    office.run("Nạp", fill, items, 2)
    desk = Desk(office)
    page = ScoresPage(desk)
    page.resize(1150, 640)
    page.show()
    known = read_self_scores(office.db, YEAR)
    item = known.items[len(known.items) // 2].row.item.id
    rounds = []
    for turn in range(ROUNDS + 3):
        points = "0,25" if turn % 2 else "0,5"
        floor = milliseconds(lambda: bare(office, item, 100))  # the score typed before is another
        store = milliseconds(lambda points=points: office.run("Chấm", scores.set_self, YEAR, item, points))
        QApplication.processEvents()
        reread = milliseconds(lambda: reread_self_scores(office.db, YEAR, known, frozenset({"score"})))
        anew = milliseconds(lambda: read_self_scores(office.db, YEAR))
        rounds.append((floor, store, reread, anew))
    rounds = rounds[3:]
    base = statistics.median(one[0] for one in rounds)
    window, reread, anew = (statistics.median(one[n] / one[0] for one in rounds) for n in (1, 2, 3))
    verdict = "" if window <= TARGETS[items] else "  TOO SLOW"
    print(
        f"{items:>5} items: bare {base:.2f} ms; typed to updated totals in the window {window:.1f} x"
        f" ({window * base:.1f} ms, target {TARGETS[items]:g} x); reading up to date {reread:.1f} x, anew {anew:.1f} x{verdict}"
    )
    page.close()
    office.close()
    return window


def opening(folder: Path) -> float:
    """The page opened on ten years of 32 items, and a change of year."""
    office = open_office(folder, "đo", create=True)
    office.run("Nạp", fill, 32, 10)
    desk = Desk(office)
    item = read_self_scores(office.db, YEAR).items[0].row.item.id
    rounds = []
    for turn in range(ROUNDS + 3):
        floor = milliseconds(lambda points=25 + 25 * (turn % 2): bare(office, item, points))
        pages: list[ScoresPage] = []

        def show(pages: list[ScoresPage] = pages) -> None:
            pages.append(ScoresPage(desk))
            pages[0].resize(1150, 640)
            pages[0].show()
            QApplication.processEvents()

        opened = milliseconds(show)
        change = milliseconds(lambda: desk.set_year(YEAR - 3))
        desk.set_year(YEAR)
        pages[0].close()
        pages[0].deleteLater()
        QApplication.processEvents()
        rounds.append((floor, opened, change))
    rounds = rounds[3:]
    base = statistics.median(one[0] for one in rounds)
    opened, change = (statistics.median(one[n] / one[0] for one in rounds) for n in (1, 2))
    print(
        f"ten years of 32 items: bare {base:.2f} ms; opening the page {opened:.1f} x ({opened * base:.0f} ms),"
        f" another year {change:.1f} x ({change * base:.0f} ms)"
    )
    office.close()
    return opened


def results() -> list[tuple[str, float, str]]:
    """Each figure with its ratio and its target, for run_all.py."""
    application = QApplication.instance() or QApplication([])
    found = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DVCQ_CONFIG"] = folder
        for items in SIZES:
            ratio = typed(Path(folder) / f"du-lieu-{items}", items)
            found.append((f"a typed score to updated totals, {items} items", ratio, f"<= {TARGETS[items]:g}"))
        found.append(("opening the self-score page on ten years", opening(Path(folder) / "muoi-nam"), OPENING))
    application.quit()
    return found


def main() -> None:
    results()


if __name__ == "__main__":
    main()
