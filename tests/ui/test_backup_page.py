"""Backing up, looking into copies and restoring through the window, on real folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from dvcq_desktop import cycles, organisation
from dvcq_desktop.backup import encryption, places
from ui import ask
from ui.app import Session
from ui.dialogs.bring_back import BringBack
from ui.dialogs.restore import RestoreDialog
from ui.pages.backup import BackupPage


@pytest.fixture
def stick(tmp_path: Path, monkeypatch) -> Path:
    """A folder that stands for the only stick that is plugged in."""
    folder = tmp_path / "USB"
    folder.mkdir()
    monkeypatch.setattr(places, "drives", list)
    return folder


@pytest.fixture
def page(qtbot, desk, stick) -> BackupPage:
    made = BackupPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitSignal(made.watch.seen, timeout=5000, raising=False):
        made.show()
        qtbot.waitExposed(made)
        qtbot.waitUntil(lambda: made.watch._job is None)
        made.watch.seen.emit(made.watch.places)
    return made


def told(desk) -> list[str]:
    said: list[str] = []
    desk.told.connect(lambda sentence, _undo: said.append(sentence))
    desk.refused.connect(lambda sentence: said.append(f"! {sentence}"))
    return said


def adopt(qtbot, page: BackupPage, stick: Path, monkeypatch) -> None:
    monkeypatch.setattr(ask, "choose_folder", lambda *_: stick)
    page.choose_folder()
    assert page.spot.path == stick
    page.adopt()
    page.watch.look()
    qtbot.waitUntil(lambda: page.spot is not None and page.spot.ours)


def back_up(qtbot, page: BackupPage) -> None:
    page.now.click()
    qtbot.waitUntil(lambda: not page.work.running, timeout=20_000)
    qtbot.waitUntil(
        lambda: bool(page.panel.copies) and page.panel.copies[0].path != page.desk.office.folder, timeout=10_000
    )


def test_without_a_stick_it_says_what_to_do(page):
    said = told(page.desk)
    assert page.words.text() == "▲ Chưa sao lưu ra USB lần nào"
    page.now.click()
    assert said[-1].startswith("! Chưa thấy USB sao lưu.")
    QAbstractItemModelTester(page.places.table)
    QAbstractItemModelTester(page.panel.list.table)


def test_a_place_is_taken_in_backed_up_to_and_proved(qtbot, page, stick, monkeypatch):
    said = told(page.desk)
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    assert any(one.startswith("Đã sao lưu, đã thử khôi phục: 0 minh chứng, khớp") for one in said), said
    assert page.words.text() == "✓ Bản gần nhất hôm nay, đã thử khôi phục"
    page.drill()
    qtbot.waitUntil(lambda: not page.work.running, timeout=20_000)
    assert any("Đã thử khôi phục bản số 1" in one for one in said)


def test_a_new_stick_is_taken_in_and_backed_up_to_by_one_key(qtbot, page, stick, monkeypatch):
    said, asked = told(page.desk), []
    monkeypatch.setattr(ask, "choose_folder", lambda *_: stick)
    page.choose_folder()
    monkeypatch.setattr(ask, "choose", lambda _parent, _title, sentence, _ways, **_named: asked.append(sentence))
    page.now.click()
    assert asked == ["USB chưa phải nơi sao lưu. Nhận USB làm nơi sao lưu rồi sao lưu ngay?"]
    assert not list(stick.iterdir()), "nothing is written where somebody said no"
    monkeypatch.setattr(ask, "choose", lambda *_a, **_named: 0)
    back_up(qtbot, page)
    assert any(one.endswith("Có thể rút USB.") for one in said), said
    page.watch.look()
    qtbot.waitUntil(lambda: page.watch._job is None, timeout=20_000)
    assert not any(one.startswith("Đã thấy USB") for one in said), "it was taken in, nobody plugged it in"


def test_the_key_pressed_while_the_window_opens_waits_for_the_first_look(qtbot, desk, stick, monkeypatch):
    monkeypatch.setattr(
        places, "drives", lambda: [places.Drive(path=stick, file_system="vfat", removable=True, read_only=False)]
    )
    monkeypatch.setattr(ask, "choose", lambda *_a, **_named: 0)
    said = told(desk)
    made = BackupPage(desk)
    qtbot.addWidget(made)
    made.show_anchor("now")
    assert said == []
    qtbot.waitUntil(lambda: any(one.endswith("Có thể rút USB.") for one in said), timeout=20_000)
    assert not any(one.startswith("!") for one in said), said


def test_sorting_and_filtering_keep_the_copy_in_hand(qtbot, page, stick, monkeypatch):
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    page.now.click()
    qtbot.waitUntil(lambda: not page.work.running and len(page.panel.copies) == 2, timeout=20_000)
    copies = page.panel.list
    copies.choose(1)
    for column in (4, 0, 2):
        copies.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        assert copies.current().id == 1
        assert [row.id for row in copies.chosen()] == [1]
    page.panel.filter.setText("Bản số 1,")
    assert copies.current().id == 1
    page.panel.filter.setText("không có bản nào như vậy")
    assert not page.panel.restore_button.isEnabled()


def test_a_flipped_byte_on_the_stick_is_told(qtbot, page, stick, monkeypatch):
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    said = told(page.desk)
    largest = max(
        (file for file in (stick / "DVCQ-SAO-LUU" / "kho").rglob("*") if file.is_file()), key=lambda f: f.stat().st_size
    )
    largest.chmod(0o644)
    raw = bytearray(largest.read_bytes())
    raw[len(raw) // 2] ^= 1
    largest.write_bytes(raw)
    page.drill()
    qtbot.waitUntil(lambda: not page.work.running, timeout=20_000)
    assert said[-1].startswith("! ")
    assert "không dùng được" in said[-1]


def test_one_year_comes_back_and_can_be_undone(qtbot, page, stick, monkeypatch):
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    desk = page.desk
    year = cycles.cycle_of_year(desk.db, 2025)
    desk.run("Sửa", cycles.change, year.id, evidence_due_on="2025-12-31")

    def choose(dialog: RestoreDialog) -> bool:
        qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
        assert dialog.changes.tables
        dialog.one_year.setChecked(True)
        dialog.years.setCurrentIndex(dialog.years.findData(2025))
        return True

    monkeypatch.setattr(ask, "show_dialog", choose)
    page.panel.list.choose(0)
    page.panel.restore()
    qtbot.waitUntil(lambda: cycles.cycle_of_year(desk.db, 2025).evidence_due_on == "2025-10-24", timeout=20_000)
    desk.undo()
    assert cycles.cycle_of_year(desk.db, 2025).evidence_due_on == "2025-12-31"


def test_a_year_that_is_the_same_offers_nothing_to_undo(qtbot, page, stick, monkeypatch):
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    said = []
    page.desk.told.connect(lambda sentence, undo: said.append((sentence, undo)))

    def choose(dialog: RestoreDialog) -> bool:
        qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
        dialog.one_year.setChecked(True)
        return True

    monkeypatch.setattr(ask, "show_dialog", choose)
    page.panel.restore()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said[-1][0].endswith("dữ liệu trên máy giống hệt trong bản sao, không có gì để đổi.")
    assert said[-1][1] is False, "Hoàn tác would take back what was done before"


def test_the_whole_office_comes_back_through_the_session(qtbot, data_folder, stick, monkeypatch):
    session = Session()
    session.settings.last_folder = data_folder
    assert session.open(data_folder) is None
    window = session.window
    window.go("backup", "")
    page = window.page
    qtbot.waitUntil(lambda: page.watch._job is None, timeout=20_000)
    page.watch.seen.emit(page.watch.places)
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    now = organisation.current(page.desk.db)
    page.desk.run("Đổi tên", organisation.change, now.id, name="Tên sai")
    monkeypatch.setattr(ask, "show_dialog", lambda dialog: _compared(qtbot, dialog))
    page.panel.list.choose(0)
    page.panel.restore()
    assert session.window is not window
    assert organisation.current(session.window.desk.db).name == "Ủy ban nhân dân xã Ba Thành"
    session.window.close()


def _first(dialog: BringBack) -> bool:
    """Take the newest of what a person is offered."""
    dialog.load()
    dialog.accept()
    return dialog.wish is not None


def _compared(qtbot, dialog: RestoreDialog) -> bool:
    qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
    return True


def test_an_encrypted_stick_opens_with_the_passphrase_on_another_pc(qtbot, page, stick, monkeypatch):
    encryption.set_up(page.desk.office.folder, "mật khẩu dài")
    monkeypatch.setattr(ask, "choose", lambda *_args, **_named: 1)
    adopt(qtbot, page, stick, monkeypatch)
    back_up(qtbot, page)
    (page.desk.office.folder / "sao-luu" / "khoa.json").unlink()
    page._load_copies()
    qtbot.waitUntil(page.panel.open_button.isVisible)
    monkeypatch.setattr(ask, "secret", lambda *_: "mật khẩu dài")
    page.panel.open_encrypted()
    qtbot.waitUntil(lambda: bool(page.panel.copies), timeout=20_000)


@pytest.mark.usefixtures("stick")
def test_refused_data_come_back_from_the_newest_copy(qtbot, data_folder, monkeypatch):
    from dvcq_desktop.office import open_office
    from ui.backup import restoring

    office = open_office(data_folder, "Lê Thị Hoa")
    office.run("Đổi", cycles.change, cycles.cycle_of_year(office.db, 2025).id, evidence_due_on="2025-11-30")
    office.close()  # keeps a copy on the PC
    file = data_folder / "dvcq.sqlite3"
    file.write_bytes(b"x" * file.stat().st_size)
    monkeypatch.setattr(ask, "show_dialog", _first)
    said = []
    monkeypatch.setattr(ask, "tell", lambda _parent, _title, sentence, **_named: said.append(sentence))
    assert restoring.take_copy(data_folder, None)
    assert said[0].startswith("Đã khôi phục Bản số 1") or "khôi phục" in said[0]
    office = open_office(data_folder, "Lê Thị Hoa")
    assert cycles.cycle_of_year(office.db, 2025).evidence_due_on == "2025-11-30"
    office.close()
    assert (data_folder / "hong-001").is_dir()
