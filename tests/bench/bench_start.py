"""Times process start to first painted window, beside a bare QMainWindow: python tests/bench/bench_start.py [RUNS].

Both run without a screen (QT_QPA_PLATFORM=offscreen) unless the variable says otherwise, one of each in turn, the first of
each not counted. Both end at the first turn of the loop after the first paintEvent of the window. The program opens the
demonstration office, closed cleanly before. Time of the processor stands beside: other work on the machine touches it less.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dvcq_desktop import demo
from dvcq_desktop.office import open_office

ROOT = Path(__file__).resolve().parents[2]
HEAD = """
import os, sys, time
def painted():
    size = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")] if os.name != "nt" else [0]
    spent = time.process_time() * 1e3
    os.write(1, f"{(time.monotonic_ns() - int(os.environ['T0'])) / 1e6} {spent} {size[0]}".encode())
    os._exit(0)
"""
BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)
application = QApplication([])
window = Window()
window.resize(1092, 614)
window.show()
application.exec()
"""
PROGRAM = """
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
class Window(app.MainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)
        super().paintEvent(event)
app.MainWindow = Window
app.run_window(Path(sys.argv[1]))
"""


def start(code: str, folder: Path) -> tuple[float, float, float]:
    """Milliseconds, milliseconds of the processor, and MiB of one start."""
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(ROOT), "DVCQ_CONFIG": str(folder / "config")}
    env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")  # set-up compiles once; the first start here does
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["T0"] = str(time.monotonic_ns())
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code, str(folder / "du-lieu")], env=env, stdout=subprocess.PIPE, check=True
    )
    milliseconds, spent, size = map(float, done.stdout.split())
    return milliseconds, spent, size / 1024


def results(runs: int = 9) -> list[tuple[str, float, str]]:
    """What was measured, as ratios, each with its target."""
    found: dict[str, list[tuple[float, float, float]]] = {"python": [], "bare": [], "program": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "du-lieu", "Đo", create=True)
        office.run("Nạp", demo.fill_demo)
        office.close()
        for run in range(runs + 1):
            for what, code in (("python", "painted()"), ("bare", BARE), ("program", PROGRAM)):
                one = start(code, folder)
                if run:
                    found[what].append(one)
    times = {what: statistics.median(one[0] for one in all_of) for what, all_of in found.items()}
    spent = {what: min(one[1] for one in all_of) for what, all_of in found.items()}
    sizes = {what: statistics.median(one[2] for one in all_of) for what, all_of in found.items()}
    for what in found:
        print(
            f"{what:8} {times[what]:7.1f} ms   {spent[what]:7.1f} ms of the processor at best   {sizes[what]:6.1f} MiB"
        )
    return [
        ("start to first paint / bare window", times["program"] / times["bare"], "<= 1.5"),
        ("the same, time of the processor", spent["program"] / spent["bare"], "<= 1.5"),
        ("memory at first paint / bare window", sizes["program"] / sizes["bare"], "<= 1.4"),
    ]


if __name__ == "__main__":
    for what, ratio, target in results(int(sys.argv[1]) if len(sys.argv) > 1 else 9):
        print(f"{what:36} {ratio:6.2f}   {target}")
