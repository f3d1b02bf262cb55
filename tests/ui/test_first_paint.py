"""What is loaded when the window is first seen: nothing heavy, and no Qt module but those a window needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "reportlab", "rl_accel", "sqlite_utils", "docx", "lxml", "pypdfium2", "xlsxwriter", "PIL", "numpy", "click",
    "asyncio", "concurrent.futures", "email", "http", "PySide6.QtSvg", "PySide6.QtNetwork",
    "PySide6.QtPrintSupport", "PySide6.QtSql", "PySide6.QtQml",
}  # fmt: skip
PROBE = """
import json, sys, time
started = time.perf_counter()
from pathlib import Path
from PySide6 import QtCore, QtWidgets
from ui import app as program

seen = []
go_on = program.Session._after_first_paint
def painted(self):  # the first thing done after the first paint
    touched = [name for space in (QtCore, QtWidgets) for name in ("Qt", "QStyle") if name in vars(space)]
    seen.extend((sorted(sys.modules), touched, time.perf_counter() - started))
    QtCore.QTimer.singleShot(0, program.QApplication.instance().quit)
    go_on(self)
program.Session._after_first_paint = painted
application = program.make_application()
session = program.Session()
code = session.start(Path(sys.argv[1]))
if code is None:
    application.exec()
modules, touched, seconds = seen
print(json.dumps({"modules": modules, "touched": touched, "seconds": seconds, "page": session.window.page.KEY}))
"""


def first_paint(folder: Path) -> dict:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)], capture_output=True, text=True, env=env, timeout=60, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_nothing_heavy_is_loaded_before_the_window_is_seen(data_folder: Path) -> None:
    seen = set(first_paint(data_folder)["modules"])
    assert {"sqlite3", "PySide6.QtWidgets"} <= seen
    assert not seen & HEAVY, sorted(seen & HEAVY)


def test_no_namespace_of_a_hundred_enums_is_built_before_the_window_is_seen(data_folder: Path) -> None:
    """PySide builds all enums of "Qt" (28 ms) and of QStyle (12 ms) with the first touch of the name."""
    assert first_paint(data_folder)["touched"] == []
