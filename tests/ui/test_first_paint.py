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
from PySide6.QtCore import QEvent, QObject, QTimer
from ui import app as program

class Watch(QObject):
    seen = None
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and Watch.seen is None:
            Watch.seen = (sorted(sys.modules), time.perf_counter() - started)
            QTimer.singleShot(0, program.QApplication.instance().quit)
        return False

application = program.make_application()
session = program.Session()
watch = Watch()
show = program.MainWindow.show
def shown(self):
    self.installEventFilter(watch)
    show(self)
program.MainWindow.show = shown
code = session.start(Path(sys.argv[1]))
if code is None:
    application.exec()
print(json.dumps({"modules": Watch.seen[0], "seconds": Watch.seen[1], "page": session.window.page.KEY}))
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
