"""One window a data folder, in real processes: the second start raises the first; trouble with data is a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from dvcq_desktop.office import has_data, open_office
from ui.app import Session
from ui.instance import FirstInstance, raise_first, socket_name
from ui.main_window import MainWindow
from ui.places import demo_folder

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
import sys
from pathlib import Path
from ui import app, ask
ask.tell = lambda parent, title, sentence, detail="": print("TOLD", sentence)
sys.exit(app.run_window(Path(sys.argv[1])))
"""


def second_start(folder: Path) -> subprocess.Popen[str]:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(folder)],
        env=env,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_second_start_raises_the_first_window(window: MainWindow, qtbot) -> None:
    FirstInstance(window.desk.office.folder, window)
    window.showMinimized()
    second = second_start(window.desk.office.folder)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.returncode == 0, second.stderr.read()
    assert "TOLD" not in second.stdout.read()
    assert not window.windowState() & Qt.WindowState.WindowMinimized


def test_held_by_something_silent_it_says_who_and_stops(data_folder: Path) -> None:
    office = open_office(data_folder, "Trần Văn Bình")
    second = second_start(data_folder)
    told, _errors = second.communicate(timeout=30)
    office.close()
    assert second.returncode == 4
    assert "TOLD Dữ liệu này đang mở ở nơi khác: Trần Văn Bình" in told


def test_one_name_for_every_spelling_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert socket_name(tmp_path / "a") == socket_name(tmp_path / "b" / ".." / "a")
    assert socket_name(tmp_path / "a") != socket_name(tmp_path)


def test_nobody_answers_where_nobody_listens(tmp_path: Path) -> None:
    assert not raise_first(tmp_path, patience=50)


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    made = Session()
    yield made
    made.crash.release()
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def test_without_a_folder_the_demonstration_office_opens(session: Session) -> None:
    assert session.start(None) is None
    assert session.window.desk.office.folder == demo_folder()
    assert session.window.demo.isVisible()
    assert session.settings.last_folder is None
    assert session.window.desk.year == 2025


def test_a_folder_opened_once_is_opened_again(session: Session, data_folder: Path) -> None:
    assert session.start(data_folder) is None
    assert session.settings.last_folder == data_folder
    assert not session.window.demo.isVisible()
    session.window.close()
    session.window = None
    assert session.start(None) is None
    assert session.window.desk.office.folder == data_folder


def test_an_empty_folder_is_answered_by_the_wizard(session: Session, tmp_path: Path, monkeypatch) -> None:
    from ui import ask
    from ui.dialogs.first_run import FirstRun

    seen = []

    def fill(wizard: FirstRun) -> bool:
        seen.append(wizard)
        wizard.office.name.setText("Ủy ban nhân dân xã Ba Vinh")
        wizard.office.place.setText("Ba Vinh")
        wizard.show_step(4)
        wizard.finish.click()
        return True

    monkeypatch.setattr(ask, "show_dialog", fill)
    assert session.start(tmp_path / "moi") is None
    assert len(seen) == 1
    assert session.window.top.organisation.text() == "Ủy ban nhân dân xã Ba Vinh"
    assert has_data(tmp_path / "moi")


def test_the_wizard_left_leaves_no_trace(session: Session, tmp_path: Path, monkeypatch) -> None:
    from ui import ask

    monkeypatch.setattr(ask, "show_dialog", lambda _wizard: False)
    assert session.start(tmp_path / "moi") == 0
    assert not (tmp_path / "moi").exists()


def test_from_the_demonstration_to_ones_own_office(session: Session, data_folder: Path) -> None:
    session.start(None)
    first = session.window
    first.office_chosen.emit(str(data_folder))
    assert session.window is not first
    assert session.window.desk.office.folder == data_folder
    open_office(demo_folder(), "ai").close()  # given back


def test_a_folder_without_data_is_refused_in_place(session: Session, data_folder: Path, tmp_path: Path) -> None:
    session.start(data_folder)
    session.window.office_chosen.emit(str(tmp_path))
    assert session.window.refusal.isVisible()
    assert session.window.desk.office.folder == data_folder


@pytest.mark.parametrize(
    ("content", "code", "words"), [(b"SQLite format 3\0" + b"\0" * 84, 3, "hỏng"), (b"x" * 4096, 3, "hỏng")]
)
def test_damaged_data_are_a_sentence_and_a_code(
    session: Session, tmp_path: Path, monkeypatch, content: bytes, code: int, words: str
) -> None:
    from ui import ask

    said = []
    monkeypatch.setattr(ask, "show_dialog", lambda dialog: said.append(dialog.words.text()))
    (tmp_path / "dvcq.sqlite3").write_bytes(content)
    assert session.start(tmp_path) == code
    assert words in said[0]
