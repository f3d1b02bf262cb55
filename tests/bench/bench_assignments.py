"""Times the assignment table of 5,000 and 100,000 rows: a keystroke in the filter, a scroll step, each beside a bare floor.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_assignments.py [ROWS…]

The filter's floor is a loop of `in` over texts folded beforehand; the scroll's floor is a bare list-backed model with Qt's
own delegate over the same rows and columns, its rows as high as ours. Floor and measure take turns in the same run.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("DVCQ_CONFIG", tempfile.mkdtemp())
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QAbstractTableModel, QModelIndex  # noqa: E402
from PySide6.QtWidgets import QApplication, QTableView  # noqa: E402

from dvcq_desktop.assignments import AssignmentRow, search_text  # noqa: E402
from dvcq_desktop.standing import Told  # noqa: E402
from dvcq_desktop.tasks import Task  # noqa: E402
from ui.user_settings import UserSettings  # noqa: E402
from ui.widgets.assignment_table import FIELDS, AssignmentTable  # noqa: E402
from ui.widgets.assignment_view import AssignmentView  # noqa: E402

SIZES = tuple(int(size) for size in sys.argv[1:]) or (5_000, 100_000)
WORDS = [
    "tổ",
    "chức",
    "quán",
    "triệt",
    "triển",
    "khai",
    "thực",
    "hiện",
    "kế",
    "hoạch",
    "công",
    "tác",
    "dân",
    "vận",
    "chính",
    "quyền",
    "xã",
    "hằng",
    "năm",
    "đúng",
    "hạn",
]
UNITS = ("Văn phòng – Thống kê", "Tài chính – Kế toán", "Tư pháp – Hộ tịch", "Văn hóa – Xã hội", "Khối vận Đảng ủy")
TYPED = ("k", "ke", "ke t", "ke to", "ke toan", "ke toan q", "ke toan quan", "ke toan quan triet")
STEPS, ROUNDS = 120, 3


class Bare(QAbstractTableModel):
    """The same cells with nothing else."""

    def __init__(self, cells: list[tuple[str, ...]]) -> None:
        super().__init__()
        self.cells = cells

    def rowCount(self, _parent: QModelIndex | None = None) -> int:
        return len(self.cells)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        return len(FIELDS)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        return self.cells[index.row()][index.column()] if role == 0 else None


def make_rows(count: int) -> list[AssignmentRow]:
    chance = random.Random(7)
    rows = []
    for number in range(count):
        text = f"{number}. " + " ".join(chance.choices(WORDS, k=40))
        task = Task(id=number + 1, cycle_id=1, text=text, due_on="2025-10-24")
        rows.append(
            AssignmentRow(
                id=number + 1,
                criterion=f"TC {number * 10 // count + 1}",
                text=text,
                leads=chance.choice(UNITS),
                supports="; ".join(chance.sample(UNITS, 2)),
                timing="Thường xuyên",
                due="trước ngày 24/10/2025",
                product="Kế hoạch; báo cáo",
                due_on="2025-10-24",
                criterion_number=number * 10 // count + 1,
                task=task,
            )
        )
    return rows


STATES = (
    Told(evidence="2/3", state="◐ đang làm, 40 %", keys=frozenset({"doing"})),
    Told(evidence="✓ 1/1", evidence_mark="good", state="✓ đã xong", state_mark="good", keys=frozenset({"done"})),
    Told(
        evidence="0/2", state="▲ quá hạn 5 ngày làm việc", state_mark="bad", keys=frozenset({"overdue", "not_started"})
    ),
)


def told(task_id: int) -> Told:
    return STATES[task_id % len(STATES)]


def cells(row: AssignmentRow) -> tuple[str, ...]:
    """What a bare model shows of a row: the same words."""
    return tuple(getattr(told(row.id) if name in ("evidence", "state") else row, name) for name in FIELDS)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def bench_filter(rows: list[AssignmentRow]) -> None:
    table = AssignmentTable(lambda *_what: True)
    print(f"load {len(rows)} rows: {timed(lambda: table.load(rows, told)):.0f} ms")
    print(f"first filter (folds every row once): {timed(lambda: table.narrow('van phong', None)):.0f} ms")
    texts = [search_text(row) for row in rows]
    ours, floor = [], []
    for _round in range(ROUNDS * 3):
        for typed in TYPED:
            words = typed.split()
            floor.append(timed(lambda words=words: [t for t in texts if all(word in t for word in words)]))
            ours.append(timed(lambda typed=typed: table.narrow(typed, None)))
    one, two = statistics.median(ours), statistics.median(floor)
    print(f"filter keystroke: {one:.2f} ms = {one / two:.2f} x the bare loop ({two:.2f} ms)")
    table.narrow("", None)
    print(f"filter by state: {timed(lambda: table.narrow('', None, 'overdue')):.1f} ms")
    table.narrow("", None)
    for column in ("text", "due", "state"):
        cold = timed(lambda column=column: table.sort(FIELDS.index(column)))
        table.sort(0)
        warm = timed(lambda column=column: table.sort(FIELDS.index(column)))
        print(f"sort by {column}: {cold:.0f} ms, again {warm:.0f} ms")


def steps_of(view: QTableView) -> list[float]:
    bar = view.verticalScrollBar()
    chance = random.Random(3)
    times = []
    for step in range(STEPS):
        bar.setValue(chance.randrange(bar.maximum()) if step % 2 else bar.value() + 3 * view.rowHeight(0))
        times.append(timed(view.viewport().repaint))
    return times


def bench_scroll(rows: list[AssignmentRow]) -> None:
    table = AssignmentTable(lambda *_what: True)
    table.load(rows, told)
    ours = AssignmentView(table, UserSettings(), list)
    bare = QTableView()
    bare.setModel(Bare([cells(row) for row in rows]))
    bare.setWordWrap(True)  # as many lines as we show
    bare.setShowGrid(False)
    bare.verticalHeader().setDefaultSectionSize(ours.verticalHeader().defaultSectionSize())
    for view in (ours, bare):
        view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        view.resize(1166, 500)
        view.show()
        for column in range(len(FIELDS)):
            view.setColumnWidth(column, ours.columnWidth(column))
    QApplication.processEvents()
    mine: list[float] = []
    theirs: list[float] = []
    for _round in range(ROUNDS):
        mine += steps_of(ours)
        theirs += steps_of(bare)
    one, two = statistics.median(mine), statistics.median(theirs)
    p99 = sorted(mine)[int(len(mine) * 0.99)]
    print(f"scroll step: {one:.2f} ms = {one / two:.2f} x a bare model ({two:.2f} ms); p99 {p99:.1f} ms")


if __name__ == "__main__":
    application = QApplication([])
    application.setStyle("fusion")
    for size in SIZES:
        made = make_rows(size)
        bench_filter(made)
        bench_scroll(made)
