"""An unexpected error: a dialog with a report free of personal text, a log that turns over; the program goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from dvcq_desktop.errors import RuleBroken
from ui.crash import LOG_FILE, LOG_FOLDER, LOG_SIZE, ROOT, Crash, append_to_log, report, short_path, take_fall
from ui.main_window import MainWindow

PERSON = "Nguyễn Thị Bí Mật"


@pytest.fixture
def crash(window: MainWindow) -> Iterator[Crash]:
    made = Crash()
    made.attach(window)
    yield made
    made.release()


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001  # the test wants any
        return caught


def test_the_report_tells_where_and_never_what(window: MainWindow) -> None:
    try:
        try:
            int(PERSON)
        except ValueError as inner:
            raise KeyError(PERSON) from inner
    except KeyError as error:
        text = report(error, "plan")
    assert PERSON not in text
    assert "Bí Mật" not in text
    assert "KeyError" in text
    assert "ValueError" in text
    assert "trang: plan" in text
    assert "tests/ui/test_crash.py:" in text
    assert str(Path.home()) not in text


def test_messages_about_code_are_kept() -> None:
    assert "has no attribute" in report(raised(AttributeError("'Plan' object has no attribute 'x'")), "")


def test_a_dialog_that_can_be_copied(crash: Crash, window: MainWindow) -> None:
    sys.excepthook(ValueError, raised(ValueError(PERSON)), None)
    assert crash.dialog.isVisible()
    assert crash.dialog.details.isHidden()
    crash.dialog.more.click()
    assert crash.dialog.details.isVisible()
    crash.dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert PERSON not in copied
    assert window.isVisible()


def test_errors_that_follow_share_the_dialog(crash: Crash) -> None:
    sys.excepthook(ValueError, raised(ValueError("1")), None)
    first = crash.dialog
    sys.excepthook(IndexError, raised(IndexError("2")), None)
    assert crash.dialog is first
    assert "IndexError" in first.text


def test_known_trouble_is_only_its_sentence(crash: Crash, window: MainWindow) -> None:
    sys.excepthook(RuleBroken, raised(RuleBroken("Năm 2024 đã khóa nên không sửa được.")), None)
    assert crash.dialog is None
    assert window.refusal.words.text() == "Năm 2024 đã khóa nên không sửa được."


def test_an_error_in_a_thread_is_told_too(crash: Crash, qtbot) -> None:
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    qtbot.waitUntil(lambda: crash.dialog is not None)
    thread.join()
    assert "ZeroDivisionError" in crash.dialog.text


def test_the_log_lies_in_the_data_folder(crash: Crash, window: MainWindow) -> None:
    sys.excepthook(ValueError, raised(ValueError(PERSON)), None)
    text = (window.desk.office.folder / LOG_FOLDER / LOG_FILE).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert PERSON not in text


def test_the_log_turns_over(tmp_path: Path) -> None:
    for _ in range(12):
        append_to_log(tmp_path, "x" * (LOG_SIZE // 2))
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["loi.1.log", "loi.2.log", "loi.3.log", "loi.4.log", "loi.log"]
    assert all(path.stat().st_size <= LOG_SIZE + 10 for path in tmp_path.iterdir())


def test_paths_lose_what_may_hold_a_name() -> None:
    assert short_path("/home/nguyen-van-a/lib/python3.11/site-packages/x/y.py") == "x/y.py"


FALLS = """
import faulthandler, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from ui.crash import Crash
crash = Crash()
crash._folder = Path(sys.argv[2])
crash._watch_for_fall()
def deep_in_qt():
    bi_mat = "Nguyễn Thị Bí Mật"
    faulthandler._sigsegv()
deep_in_qt()
"""


def test_a_fall_in_qt_is_told_at_the_next_start_once_and_holds_no_text(crash: Crash, window: MainWindow) -> None:
    folder = window.desk.office.folder
    fallen = subprocess.run(
        [sys.executable, "-c", FALLS, str(ROOT), str(folder)], capture_output=True, check=False, timeout=60
    )
    assert fallen.returncode != 0
    crash.tell_fall()
    assert crash.dialog is not None
    assert "deep_in_qt" in crash.dialog.text
    assert "Bí Mật" not in crash.dialog.text
    assert str(Path.home()) not in crash.dialog.text
    assert str(ROOT) not in crash.dialog.text
    logged = (folder / LOG_FOLDER / LOG_FILE).read_text(encoding="utf-8")
    assert "deep_in_qt" in logged, "it goes along in the technician's bundle"
    crash.dialog.close()
    crash.dialog = None
    crash.tell_fall()
    assert crash.dialog is None, "told once"


def test_while_all_is_well_nothing_is_told_of_a_fall(crash: Crash, window: MainWindow) -> None:
    crash.tell_fall()
    assert crash.dialog is None
    assert take_fall(window.desk.office.folder / LOG_FOLDER) == ""
