"""The data folder as the window shows it: refused data with ways on, the check, notices of the start, the bundle."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from db.connection import transaction
from db.opening import FILE
from dvcq_desktop import data_care
from dvcq_desktop.office import Office, open_office
from ui import app, ask, data_watch
from ui.data_watch import DataWatch
from ui.dialogs import data_refused
from ui.dialogs.data_check import DataCheck
from ui.dialogs.data_refused import DataRefused, OtherWay
from ui.main_window import MainWindow


def flip(folder: Path, at: int = 200_000) -> None:
    whole = bytearray((folder / FILE).read_bytes())
    whole[at] ^= 4
    (folder / FILE).write_bytes(whole)


def hurt(office: Office) -> None:
    """As a disk would that lies: a row changes and nobody recorded it."""
    with transaction(office.db):
        office.db.execute("UPDATE temp.journal_state SET recording = 0")
        office.db.execute("UPDATE task SET text = 'khác' WHERE id = 2")
        office.db.execute("UPDATE temp.journal_state SET recording = 1")


@pytest.fixture
def session(qapp, monkeypatch):
    """A session as run_window makes it, without the loop; its window is closed at the end."""
    made = app.Session()
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.crash.release()


def clicks(monkeypatch: pytest.MonkeyPatch, *titles: str) -> list[list[str]]:
    """Answer the refusal by clicking these ways in turn; what was offered each time."""
    offered: list[list[str]] = []
    waiting = list(titles)

    def show(dialog: QDialog) -> bool:
        assert isinstance(dialog, DataRefused)
        offered.append(list(dialog.ways))
        while waiting and dialog.result() == 0 and dialog.answer is None:
            title = waiting.pop(0)
            dialog.ways[title].click()
            if title == "Đóng":
                break
        return dialog.answer is not None

    monkeypatch.setattr(ask, "show_dialog", show)
    return offered


def test_a_flipped_byte_at_start_offers_the_ways_and_salvages(session, data_folder, monkeypatch) -> None:
    flip(data_folder)
    told = []
    monkeypatch.setattr(ask, "choose", lambda *a, **k: told.append((a, k)) or 0)
    offered = clicks(monkeypatch, "Cứu những gì còn đọc được…")
    assert session.start(data_folder) is None
    assert offered[0][:2] == ["Khôi phục từ bản sao lưu…", "Kiểm tra kỹ rồi mở tệp này"]
    assert "Đọc được" in told[0][1]["detail"]
    assert session.window is not None
    assert (data_folder / "dvcq-hong-1.sqlite3").exists()


def test_the_check_does_not_open_what_is_damaged_and_says_so(session, data_folder, monkeypatch) -> None:
    flip(data_folder, (data_folder / FILE).read_bytes().rindex("Tài chính".encode()))
    clicks(monkeypatch, "Kiểm tra kỹ rồi mở tệp này", "Đóng")
    assert session.start(data_folder) == 3
    assert session.window is None


def test_a_generation_of_the_backups_stands_first(session, data_folder, monkeypatch) -> None:
    taken = []
    way = OtherWay(
        title="Khôi phục", fits=lambda folder: folder == data_folder, take=lambda folder, _parent: taken.append(folder)
    )
    monkeypatch.setattr(data_refused, "OTHER_WAYS", (way,))
    flip(data_folder)
    offered = clicks(monkeypatch, "Khôi phục", "Đóng")
    assert session.start(data_folder) == 3
    assert offered[0][0] == "Khôi phục"
    assert taken == [data_folder]


def test_an_office_in_a_synced_folder_is_moved_and_opened(session, data_folder, tmp_path, monkeypatch) -> None:
    (data_folder / ".stfolder").mkdir()
    target = tmp_path / "trên máy"
    monkeypatch.setattr(ask, "choose_folder", lambda *_a: target)
    clicks(monkeypatch, "Chép dữ liệu sang ổ đĩa của máy này…")
    assert session.start(data_folder) is None
    assert session.window is not None
    assert session.window.desk.office.folder == target


def test_a_folder_that_cannot_be_written_to_is_told_and_another_one_opened(session, data_folder, monkeypatch) -> None:
    whole = os.open

    def refusing(path, *rest, **named):  # type: ignore[no-untyped-def]  # as os.open; root may write everywhere
        if str(path).endswith("dvcq.lock"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return whole(path, *rest, **named)

    seen: list[str] = []
    show = DataRefused.__init__

    def told(dialog, *rest, **named):  # type: ignore[no-untyped-def]  # as the dialog
        show(dialog, *rest, **named)
        seen.append(dialog.words.text())

    monkeypatch.setattr(DataRefused, "__init__", told)
    monkeypatch.setattr(os, "open", refusing)
    offered = clicks(monkeypatch, "Đóng")
    session.start(data_folder)
    assert session.window is None
    assert seen[0].startswith(f"Thư mục dữ liệu {data_folder} không cho ghi nên chưa mở. Dữ liệu còn nguyên.")
    ways = offered[0]
    assert ways == ["Mở dữ liệu ở thư mục khác…", "Mở thư mục này để xem", "Đóng"]


def test_the_check_of_the_menu_finds_a_changed_row_and_stands_first_on_today(window: MainWindow, qtbot) -> None:
    hurt(window.desk.office)
    window.menus._check_data()
    dialog = window.findChild(DataCheck)
    qtbot.waitUntil(lambda: window.desk.office.report is not None)
    assert "khác với nhật ký" in dialog.found.toPlainText()
    assert dialog.search.isVisible()
    page = window.page
    qtbot.waitUntil(lambda: page.cards and page.cards[0].action.page == data_care.CHECK)
    dialog.reject()
    page.open_first()
    (again,) = [d for d in window.findChildren(DataCheck) if d.isVisible()]
    assert "khác với nhật ký" in again.found.toPlainText()
    again.search.click()
    qtbot.waitUntil(lambda: not again.search.isVisible() and again.again.isEnabled())
    again.reject()


def test_a_sound_office_is_told_as_sound(window: MainWindow, qtbot) -> None:
    window.menus._check_data()
    dialog = window.findChild(DataCheck)
    qtbot.waitUntil(lambda: window.desk.office.report is not None)
    assert "toàn vẹn" in dialog.words.text()
    assert dialog.found.isHidden()
    dialog.reject()


def test_what_could_not_be_checked_before_the_window_is_checked_beside_it(window: MainWindow, qtbot) -> None:
    office = window.desk.office
    hurt(office)
    office._data.sealed = False
    watch = DataWatch(window)
    watch.start()
    qtbot.waitUntil(lambda: office.report is not None)
    assert watch.banner.isVisible()
    assert "chỗ hỏng" in watch.banner.words.text()
    watch.banner.button.click()
    (dialog,) = window.findChildren(DataCheck)
    assert "khác với nhật ký" in dialog.found.toPlainText()
    dialog.reject()


def test_a_clock_behind_the_last_entry_is_told_above_the_page(window: MainWindow) -> None:
    with transaction(window.desk.office.db):
        window.desk.office.db.execute("UPDATE journal_operation SET at = '2036-02-07T06:28:16.000+00:00'")
    watch = DataWatch(window)
    watch.start()
    assert "chỉnh lại đồng hồ" in watch.banner.words.text()
    assert watch.banner.isVisible()
    watch.banner.button.click()
    assert watch.banner.isHidden()


def test_the_reserve_is_taken_beside_the_window(window: MainWindow, qtbot) -> None:
    watch = DataWatch(window)
    watch.take_reserve()
    qtbot.waitUntil((window.desk.office.folder / "dvcq.du-phong").exists)
    assert data_watch.RESERVE_AFTER >= 10_000


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move a file that is open")
def test_a_file_moved_away_keeps_the_window_and_says_what_to_do(window: MainWindow, tmp_path) -> None:
    from dvcq_desktop import cycles
    from ui.crash import Crash

    crash = Crash()
    crash.attach(window)
    folder = window.desk.office.folder
    (folder / FILE).rename(tmp_path / "đi")
    try:
        window.desk.run("Mở năm", cycles.open_year, 2031)
    except Exception as trouble:  # noqa: BLE001  # as Qt hands it to the hook
        crash._hook(type(trouble), trouble, None)
    assert "không còn ở chỗ cũ" in window.refusal.words.text()
    assert window.isVisible()
    (tmp_path / "đi").rename(folder / FILE)
    window.desk.run("Mở năm", cycles.open_year, 2031)
    crash.release()


def test_the_bundle_is_saved_where_the_person_says(window: MainWindow, qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_a: tmp_path / "gói")
    window.menus._save_support_bundle()
    qtbot.waitUntil((tmp_path / "gói.zip").exists)
    assert "thong-tin.json" in zipfile.ZipFile(tmp_path / "gói.zip").namelist()
    qtbot.waitUntil(lambda: "Đã lưu" in window.toast.words.text())


def test_open_office_is_given_back_after_a_refusal(data_folder: Path) -> None:
    whole = (data_folder / FILE).read_bytes()
    flip(data_folder)
    with pytest.raises(Exception, match="ChangedOutside"):
        open_office(data_folder, "x")
    (data_folder / FILE).write_bytes(whole)
    open_office(data_folder, "x").close()
