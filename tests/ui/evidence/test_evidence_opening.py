"""Opening a file of evidence in the PC's own program: a checked read-only copy, a plain question before what may do harm."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from dvcq_desktop.evidence_content import clear_views
from tests.ui.evidence.papers import Attach, newest, report_pdf, spoil
from ui import ask, jobs
from ui.desk import Desk
from ui.evidence.file_bar import FileBar
from ui.places import view_folder

LONG = 20_000


class Answers:
    """What the person answers and what the system is asked to open."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self.asked: list[str] = []
        self.choice: int | None = None
        self.target: Path | None = None
        self.proposed = ""

    def open_copy(self, path: Path) -> bool:
        self.opened.append(path)
        return True

    def choose(
        self, _parent: object, _title: str, sentence: str, ways: Sequence[str], *, detail: str = "", stay: str = ""
    ) -> int | None:
        assert list(ways) == ["Vẫn mở tệp"]
        assert stay == "Không mở"  # Enter and Esc take it
        assert detail
        self.asked.append(sentence)
        return self.choice

    def save_file(self, _parent: object, _title: str, proposal: str, _filters: str) -> Path | None:
        self.proposed = proposal
        return self.target


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    for name in ("open_copy", "choose", "save_file"):
        monkeypatch.setattr(ask, name, getattr(made, name))
    return made


@pytest.fixture
def bar(qtbot: QtBot, desk: Desk) -> Iterator[FileBar]:
    made = FileBar(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.stop_all(desk)


def attached(desk: Desk, bar: FileBar, attach: Attach, path: Path) -> int:
    made = attach(path)
    bar.show_file(newest(desk, made))
    return made


def idle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.findChildren(jobs.Job), timeout=LONG)


def file_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_harmless_file_is_opened_as_a_read_only_copy_without_a_question(
    qtbot: QtBot, desk: Desk, bar: FileBar, attach: Attach, answers: Answers, tmp_path: Path
) -> None:
    attached(desk, bar, attach, report_pdf(tmp_path / "Báo cáo quý I.pdf"))
    bar.open_button.click()
    qtbot.waitUntil(lambda: bool(answers.opened), timeout=LONG)
    (copy,) = answers.opened
    assert answers.asked == []
    assert copy.is_relative_to(view_folder())
    assert copy.name == "Bao cao quy I.pdf"
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert copy.read_bytes() == (tmp_path / "Báo cáo quý I.pdf").read_bytes()
    clear_views(view_folder())
    assert not copy.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("chạy.exe", b"MZ" + b"\0" * 99, "chương trình"),
        ("ảnh\u202egpj.exe", b"MZ" + b"\0" * 99, "đảo chiều"),
        ("báo cáo.pdf.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 99, "giả làm"),
        ("báo cáo.pdf", b"MZ" + b"\0" * 99, "chương trình"),
        ("nén.zip", b"PK\x05\x06" + b"\0" * 18, "tệp nén"),
        ("trang.html", b"<html><script>1</script></html>", "trang web"),
        ("lạ.xyz", b"abc", "không biết"),
        ("có lệnh.pdf", b"%PDF-1.4\n1 0 obj<</JavaScript 2 0 R>>endobj\n", "lệnh tự chạy"),
    ],
)
def test_what_may_do_harm_is_opened_only_after_a_plain_warning(
    qtbot: QtBot, desk: Desk, bar: FileBar, attach: Attach, answers: Answers, tmp_path: Path,
    name: str, content: bytes, said: str,
) -> None:  # fmt: skip
    attached(desk, bar, attach, file_of(tmp_path, name, content))
    bar.open_button.click()
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=LONG)
    idle(qtbot, desk)
    assert said in answers.asked[0]
    assert answers.opened == []
    assert not view_folder().exists()
    answers.choice = 0
    bar.open_button.click()
    qtbot.waitUntil(lambda: bool(answers.opened), timeout=LONG)
    assert answers.opened[0].read_bytes() == content


def test_a_changed_or_missing_file_is_not_opened(
    qtbot: QtBot, desk: Desk, bar: FileBar, attach: Attach, answers: Answers, tmp_path: Path
) -> None:
    made = attached(desk, bar, attach, report_pdf(tmp_path / "a.pdf"))
    path = spoil(desk, made)
    with qtbot.waitSignal(desk.refused, timeout=LONG) as told:
        bar.open_button.click()
    assert "khác với lúc nhận" in told.args[0]
    path.unlink()
    with qtbot.waitSignal(desk.refused, timeout=LONG) as told:
        bar.open_button.click()
    assert "Không thấy tệp" in told.args[0]
    assert answers.opened == []


def test_a_pc_without_a_program_for_it_is_told(
    qtbot: QtBot, desk: Desk, bar: FileBar, attach: Attach, answers: Answers, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    attached(desk, bar, attach, report_pdf(tmp_path / "a.pdf"))
    monkeypatch.setattr(ask, "open_copy", _no_program)
    with qtbot.waitSignal(desk.refused, timeout=LONG) as told:
        bar.open_button.click()
    assert "chưa có chương trình" in told.args[0]


def _no_program(_path: Path) -> bool:
    return False


def test_a_copy_is_saved_where_the_person_says_under_a_safe_name(
    qtbot: QtBot, desk: Desk, bar: FileBar, attach: Attach, answers: Answers, tmp_path: Path
) -> None:
    source = tmp_path / ("Báo cáo_ quý I_.pdf" if sys.platform == "win32" else "Báo cáo: quý I?.pdf")
    attached(desk, bar, attach, report_pdf(source))
    bar.save_button.click()  # changed their mind
    assert answers.proposed == "Bao cao_ quy I_.pdf"
    answers.target = tmp_path / "ra.pdf"
    with qtbot.waitSignal(desk.told, timeout=LONG) as told:
        bar.save_button.click()
    assert "ra.pdf" in told.args[0]
    assert answers.target.read_bytes() == source.read_bytes()
    answers.target = tmp_path / "không có" / "ra.pdf"
    with qtbot.waitSignal(desk.refused, timeout=LONG) as told:
        bar.save_button.click()
    assert told.args[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no < and > in a name")
def test_a_name_is_never_read_as_html(desk: Desk, bar: FileBar, attach: Attach, tmp_path: Path) -> None:
    attached(desk, bar, attach, report_pdf(tmp_path / "<b>x<img src=a>.pdf"))
    assert "&lt;img" in bar.words.toolTip()
    assert "<img" not in bar.words.toolTip()


def test_the_question_itself_stays_closed_by_default(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def look(box: QMessageBox) -> int:
        seen["default"], seen["text"] = box.defaultButton().text(), box.textFormat()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert ask.choose(None, "Mở tệp này?", "“<b>a</b>”", ["Vẫn mở tệp"], stay="Không mở") is None
    assert seen["default"] == "Không mở"
    assert seen["text"].name == "PlainText"
