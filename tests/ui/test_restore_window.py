"""Every way back through real widgets: a new PC, some documents, evidence alone, typed words, newer programs, passphrases."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db import store
from db.opening import FILE, SCHEMA
from dvcq_desktop import evidence, evidence_files, organisation, tasks
from dvcq_desktop.backup import encryption, memory, places
from dvcq_desktop.backup.copies import copies_here, look
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import read_marker
from dvcq_desktop.office import open_office
from tests.dvcq_desktop.backup_samples import add_document, flip, rows, save
from tests.support import remove_tree
from ui import ask
from ui.app import Session
from ui.dialogs.bring_back import BringBack
from ui.dialogs.evidence_check import EvidenceCheck
from ui.dialogs.first_run import FirstRun
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.rebuild import RebuildDialog
from ui.dialogs.restore import RestoreDialog
from ui.pages.backup import BackupPage

OFFICE = "Ủy ban nhân dân xã Ba Thành"


@pytest.fixture(autouse=True)
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for a stick; nothing else is plugged in."""
    monkeypatch.setattr(places, "drives", list)
    return tmp_path / "USB"


@pytest.fixture
def session(qtbot):
    made = Session()
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.crash.release()


def shown(qtbot, desk) -> BackupPage:
    page = BackupPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.watch._job is None)
    page.watch.seen.emit(page.watch.places)
    return page


def look_at(qtbot, page: BackupPage, folder: Path, monkeypatch) -> None:
    """Choose a folder by the button and wait until it was looked into."""
    monkeypatch.setattr(ask, "choose_folder", lambda *_: folder)
    page.choose_folder()
    qtbot.waitUntil(lambda: not page.panel.title.text().startswith("Đang xem"), timeout=10_000)


def told(desk) -> list[str]:
    said: list[str] = []
    desk.told.connect(lambda sentence, _undo: said.append(sentence))
    desk.refused.connect(lambda sentence: said.append(f"! {sentence}"))
    return said


def everything(folder: Path) -> tuple[dict[str, list[tuple[object, ...]]], dict[str, str]]:
    """Every row of an office and the hash of every file of evidence."""
    kept = evidence_files.store_folder(folder)
    return rows(folder), {sha: store.digest(store.path_of(kept, sha)) for sha, _size in store.listing(kept)}


def test_a_new_pc_brings_everything_back_from_the_first_window(
    session, data_folder, stick, tmp_path, monkeypatch, qtbot
):
    office = open_office(data_folder, "Lê Thị Hoa")
    for number in range(3):
        add_document(office, f"Báo cáo {number}.pdf", f"nội dung {number}".encode() * 99)
    save(office, stick)
    before = everything(data_folder)
    office.close()
    remove_tree(data_folder)
    new = tmp_path / "máy mới"
    monkeypatch.setattr(ask, "choose_folder", lambda *_: stick)
    clicked: list[str] = []

    def answer(dialog) -> bool:
        dialog.show()
        if isinstance(dialog, FirstRun):
            QTest.mouseClick(dialog.welcome.bring_back, Qt.MouseButton.LeftButton)
            clicked.append("Tôi đã có bản sao lưu")
        else:
            assert isinstance(dialog, BringBack)
            dialog.load()
            assert "Chưa thấy bản sao lưu nào" in dialog.words.text()
            assert not dialog.do.isEnabled()
            for one in (dialog.choose, dialog.do):
                QTest.mouseClick(one, Qt.MouseButton.LeftButton)
                clicked.append(one.text())
        return bool(dialog.result())

    monkeypatch.setattr(ask, "show_dialog", answer)
    assert session.start(new) is None
    assert len(clicked) == 3, "and one in the system's own chooser of folders"
    assert organisation.current(session.window.desk.db).name == OFFICE
    session.window.close()
    after = everything(new)
    assert after[1] == before[1]
    assert after[0] == before[0]
    assert memory.all_remembered(new)[0].path == str(stick), "the next backup goes on where the last one was"


def test_a_lost_data_folder_offers_the_way_back(session, data_folder, stick, monkeypatch):
    office = open_office(data_folder, "Lê Thị Hoa")
    save(office, stick)
    office.close()
    remove_tree(data_folder)
    session.settings.last_folder = data_folder
    monkeypatch.setattr(ask, "choose_folder", lambda *_: stick)
    monkeypatch.setattr(ask, "tell", lambda *_args, **_named: None)
    offered: list[str] = []

    def answer(dialog) -> bool:
        if isinstance(dialog, BringBack):
            dialog._choose()
            dialog.accept()
            return dialog.wish is not None
        offered.extend(dialog.ways)
        dialog.ways["Khôi phục từ bản sao lưu…"].click()
        return dialog.answer is not None

    monkeypatch.setattr(ask, "show_dialog", answer)
    assert session.start(None) is None
    assert "Cứu những gì còn đọc được…" not in offered, "there is nothing to read"
    assert organisation.current(session.window.desk.db).name == OFFICE


def test_several_documents_are_found_by_words_and_come_back_with_their_files(qtbot, desk, stick, monkeypatch):
    office = desk.office
    shas = [add_document(office, f"Báo cáo quý {n}.pdf", f"quý {n}".encode() * 50) for n in (1, 2, 3)]
    save(office, stick)
    ids = [row["evidence_id"] for row in desk.db.execute("SELECT evidence_id FROM evidence_file ORDER BY id")]
    desk.run("Xóa", evidence.trash, ids[:1], "Lê Thị Hoa")
    desk.run("Xóa", _delete, ids[1])
    store.discard(evidence_files.store_folder(office.folder), [shas[1]])
    page = shown(qtbot, desk)
    states: list[str] = []

    def choose(dialog: RestoreDialog) -> bool:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
        dialog.some.click()
        assert not dialog.do.isEnabled(), dialog.do.text()
        states.extend(dialog.list.table.row(place).texts["state"] for place in range(3))
        dialog.filter.setText("quy 3")
        assert dialog.list.table.rowCount() == 1
        dialog.filter.setText("")
        dialog.list.selectAll()
        assert dialog.do.text() == "Lấy lại 3 tài liệu"
        dialog.accept()
        return bool(dialog.result())

    look_at(qtbot, page, stick, monkeypatch)
    qtbot.waitUntil(lambda: bool(page.panel.copies))
    monkeypatch.setattr(ask, "show_dialog", choose)
    page.panel.list.choose(0)
    page.panel.restore_button.click()
    qtbot.waitUntil(lambda: _alive(desk.db) == 3, timeout=20_000)
    assert states == ["✗ không còn", "✗ trong thùng rác", "✓ còn nguyên"]
    assert store.digest(store.path_of(evidence_files.store_folder(office.folder), shas[1])) == shas[1]
    desk.undo()
    assert _alive(desk.db) == 1


def test_a_year_shows_its_own_changes_and_only_years_of_the_copy_are_offered(qtbot, desk, stick, monkeypatch):
    save(desk.office, stick)
    task = desk.db.execute("SELECT id FROM task LIMIT 1").fetchone()["id"]
    desk.run("Xóa việc", tasks.delete_tasks, [task])
    dialog = RestoreDialog(desk, look(stick).copy())
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
    offered = [dialog.years.itemData(place) for place in range(dialog.years.count())]
    assert offered == sorted((row["year"] for row in desk.db.execute("SELECT year FROM cycle")), reverse=True)
    dialog.years.setCurrentIndex(dialog.years.findData(2025))
    dialog.one_year.click()
    titles = [dialog.table.table.row(place).texts["title"] for place in range(dialog.table.table.rowCount())]
    assert "Nhiệm vụ" in titles
    assert dialog.do.text() == "Khôi phục năm 2025"
    other = next(year for year in offered if year != 2025)
    dialog.years.setCurrentIndex(dialog.years.findData(other))
    assert dialog.table.table.rowCount() == 0
    assert "giống hệt" in dialog.note.text()


def test_evidence_alone_is_tried_first_and_then_brought_in(qtbot, desk, tmp_path, monkeypatch):
    other = open_office(tmp_path / "cũ", "ai", create=True)
    other.run("Nạp", _name_it)
    shas = [add_document(other, f"Tờ trình {n}.pdf", f"tờ trình {n}".encode() * 20) for n in (1, 2)]
    other.close()
    alone = tmp_path / "riêng"
    alone.mkdir()
    shutil.move(tmp_path / "cũ" / "minh-chung", alone / "minh-chung")
    page = shown(qtbot, desk)
    said = told(desk)
    look_at(qtbot, page, alone, monkeypatch)
    qtbot.waitUntil(page.panel.rebuild_button.isVisible)
    before = _alive(desk.db)
    seen: list[str] = []

    def read(dialog: RebuildDialog) -> bool:
        qtbot.waitUntil(lambda: dialog.trial is not None, timeout=10_000)
        seen.append(dialog.lines.toPlainText())
        assert dialog.do.text() == "Dựng lại 2 hồ sơ"
        assert _alive(desk.db) == before, "it was only tried"
        return True

    monkeypatch.setattr(ask, "show_dialog", read)
    page.panel.rebuild_button.click()
    qtbot.waitUntil(lambda: _alive(desk.db) == before + 2, timeout=20_000)
    assert seen[0].startswith("Lấy lại 2 hồ sơ.")
    assert any(one.startswith("Đã lấy lại 2 hồ sơ") for one in said), said
    assert copies_here(desk.office.folder)[0].generation.reason == "before-restore"
    folder = evidence_files.store_folder(desk.office.folder)
    assert all(store.digest(store.path_of(folder, sha)) == sha for sha in shas)
    desk.undo()
    assert _alive(desk.db) == before


def test_evidence_alone_takes_the_place_of_damaged_data_only_after_the_word(session, data_folder, monkeypatch):
    office = open_office(data_folder, "Lê Thị Hoa")
    add_document(office, "Báo cáo.pdf", b"bao cao" * 50)
    office.close()
    (data_folder / FILE).write_bytes(b"x" * 9000)
    remove_tree(data_folder / "sao-luu")
    words: list[str] = []

    def typed(_parent, _title, sentence, word, _verb) -> bool:
        words.append(word)
        assert "kế hoạch, phân công, điểm không lấy lại được" in sentence
        return len(words) > 1

    def answer(dialog) -> bool:
        if isinstance(dialog, BringBack):
            dialog.load()
            assert [way.evidence for way in dialog.found.ways] == [True]
            dialog.accept()
            return True
        for _try in range(2):
            if dialog.answer is None:
                dialog.ways["Khôi phục từ bản sao lưu…"].click()
        return dialog.answer is not None

    said: list[str] = []
    monkeypatch.setattr(ask, "typed", typed)
    monkeypatch.setattr(ask, "show_dialog", answer)
    monkeypatch.setattr(ask, "tell", lambda _parent, _title, sentence, **_named: said.append(sentence))
    assert session.start(data_folder) is None
    assert words == ["KHÔI PHỤC"] * 2
    assert "còn nguyên như trước" in said[0]
    assert said[1].startswith("Đã lấy lại 1 hồ sơ")
    assert (data_folder / "hong-001" / FILE).read_bytes() == b"x" * 9000
    assert _alive(session.window.desk.db) == 1


def test_much_is_replaced_by_little_only_after_the_word_and_nothing_is_pushed_out(
    session, data_folder, stick, monkeypatch
):
    small = open_office(data_folder.with_name("nhỏ"), "ai", create=True)
    small.run("Nạp", _name_it)
    save(small, stick)
    small.close()
    assert session.open(data_folder) is None
    page = _open_page(session, stick, monkeypatch)
    there = [path.name for path in sorted((root_of(stick) / "ban").iterdir())]
    answers = [False, True]
    asked: list[str] = []

    def typed(_parent, _title, sentence, word, _verb) -> bool:
        asked.append(f"{word}: {sentence}")
        return answers.pop(0)

    monkeypatch.setattr(ask, "typed", typed)
    monkeypatch.setattr(ask, "show_dialog", _when_compared)
    page.panel.list.choose(0)
    page.panel.restore_button.click()
    assert asked[0].startswith("KHÔI PHỤC: Bản này chỉ có")
    assert _tasks(session) > 0, "nothing was done without the word"
    page = _open_page(session, stick, monkeypatch)
    page.panel.list.choose(0)
    page.panel.restore_button.click()
    assert _tasks(session) == 0
    assert [path.name for path in sorted((root_of(stick) / "ban").iterdir())] == there
    assert [one.generation.reason for one in copies_here(data_folder)].count("before-restore") == 1


def test_a_copy_of_a_newer_program_is_refused_with_what_to_do(qtbot, desk, tmp_path, monkeypatch):
    newer = tmp_path / "mới hơn"
    office = open_office(newer, "ai", create=True)
    office.run("Nạp", _name_it)
    office.close()
    remove_tree(newer / "sao-luu")
    with closing(sqlite3.connect(newer / FILE)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    page = shown(qtbot, desk)
    look_at(qtbot, page, newer, monkeypatch)
    qtbot.waitUntil(lambda: bool(page.panel.copies))
    dialog = RestoreDialog(desk, page.panel.copies[0])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("▲"), timeout=10_000)
    assert "Hãy cập nhật chương trình" in dialog.words.text()
    assert not dialog.do.isEnabled()


def test_a_flipped_byte_of_evidence_is_found_and_healed_in_two_clicks(qtbot, desk, stick, monkeypatch):
    shas = [add_document(desk.office, f"{n}.pdf", f"tài liệu {n}".encode() * 40) for n in range(3)]
    save(desk.office, stick)
    folder = evidence_files.store_folder(desk.office.folder)
    flip(store.path_of(folder, shas[0]))
    store.discard(folder, [shas[1]])
    page = shown(qtbot, desk)
    QTest.mouseClick(page.check, Qt.MouseButton.LeftButton)
    dialog = page.findChild(EvidenceCheck)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=10_000)
    assert len(dialog.found.lost) == 2
    QTest.mouseClick(dialog.fetch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.found.lost, timeout=10_000)
    assert [store.digest(store.path_of(folder, sha)) for sha in shas] == shas
    assert not dialog.fetch.isEnabled()
    dialog.close()


def test_a_new_passphrase_reaches_the_stick_at_once_and_one_that_was_away_at_its_backup(
    qtbot, desk, tmp_path, monkeypatch
):
    sticks = [tmp_path / "USB 1", tmp_path / "USB 2"]
    page = shown(qtbot, desk)
    monkeypatch.setattr(ask, "choose", lambda *_args, **_named: 1)
    _type_passphrase(qtbot, page, "mật khẩu đầu", monkeypatch)
    for one in sticks:
        one.mkdir()
        look_at(qtbot, page, one, monkeypatch)
        page.adopt()
        _wait(qtbot, page)
        page.work.back_up(one)
        _wait(qtbot, page)
    sticks[1].rename(tmp_path / "rút ra")
    said = told(desk)
    _type_passphrase(qtbot, page, "mật khẩu sau", monkeypatch)
    assert "USB 1 mở bằng mật khẩu mới. USB 2 vẫn mở bằng mật khẩu cũ cho đến lần sao lưu tới." in said[-1]
    (tmp_path / "rút ra").rename(sticks[1])
    assert _opens(sticks[0], "mật khẩu sau")
    assert not _opens(sticks[0], "mật khẩu đầu")
    assert _opens(sticks[1], "mật khẩu đầu")
    page.work.back_up(sticks[1])
    _wait(qtbot, page)
    assert _opens(sticks[1], "mật khẩu sau")
    assert look(sticks[1], keys=encryption.keys_from_passphrase(read_marker(sticks[1]), "mật khẩu sau")).copies
    page.watch.look()
    qtbot.waitUntil(lambda: [page.places.table.row(n).texts["sealed"] for n in range(3)] == ["", "có", "có"])


def test_an_encrypted_stick_opens_on_a_new_pc_which_then_goes_on_backing_up_to_it(
    qtbot, session, data_folder, stick, tmp_path, monkeypatch
):
    office = open_office(data_folder, "Lê Thị Hoa")
    keys = encryption.set_up(office.folder, "mật khẩu dài")
    stick.mkdir()
    places.adopt(office.db, stick, office.folder, keys=keys)
    save(office, stick, keys=keys)
    office.close()
    dialog = BringBack(tmp_path / "mới", may_move=True)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(ask, "choose_folder", lambda *_: stick)
    dialog._choose()
    assert dialog.do.text() == "&Mở bằng mật khẩu…"
    for typed, opened in (("sai mật khẩu", False), ("mật khẩu dài", True)):
        monkeypatch.setattr(ask, "secret", lambda *_args, typed=typed: typed)
        dialog.do.click()
        assert (dialog.way.copy is not None) is opened
        assert dialog.words.text().startswith("▲ Mật khẩu hoặc khóa không mở được") is not opened
    dialog.do.click()
    assert session.bring_back(dialog.folder, dialog.wish) is None
    session.window.go("backup", "")
    page = session.window.page
    qtbot.waitUntil(lambda: any(spot.ours for spot in page.spots), timeout=10_000)
    page.now.click()
    _wait(qtbot, page)
    assert len(look(stick, keys=keys).copies) == 2


def test_a_copy_of_another_office_is_called_by_its_name(qtbot, desk, stick, tmp_path):
    other = open_office(tmp_path / "xã khác", "ai", create=True)
    other.run("Nạp", _name_it)
    save(other, stick)
    other.close()
    dialog = RestoreDialog(desk, look(stick).copy())
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.changes is not None, timeout=10_000)
    assert f"▲ Đây là bản sao của {OFFICE}, không phải của cơ quan đang mở." in dialog.words.text()


def test_today_asks_for_a_backup_until_there_is_one_and_each_week(qtbot, window, stick):
    desk = window.desk
    day = datetime.now().astimezone().date()
    window.go("today", "")
    page = window.page
    qtbot.waitUntil(lambda: bool(page.cards))
    page.refresh()
    assert page.cards[0].action.page == "backup"
    assert "Chưa sao lưu ra USB lần nào" in page.cards[0].action.why
    gone: list[str] = []
    desk.go.connect(lambda key, _anchor: gone.append(key))
    page.cards[0].button.click()
    assert gone == ["backup"]
    save(desk.office, stick)
    page.refresh()
    assert all(card.action.page != "backup" for card in page.cards)
    assert "✓ Bản gần nhất hôm nay" in page.news.backup.text()
    later = day + timedelta(days=9)
    desk.clock = lambda: later
    page.refresh()
    assert page.cards[0].action.why.startswith("Bản gần nhất 9 ngày trước")


def test_a_close_that_could_not_keep_its_copy_says_so(qtbot, window, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(ask, "tell", lambda _parent, _title, sentence, **_named: said.append(sentence))
    folder = window.desk.office.folder
    remove_tree(folder / "sao-luu")
    (folder / "sao-luu").write_text("một tệp chắn chỗ", encoding="utf-8")
    window.desk.run("Sửa", organisation.change, organisation.current(window.desk.db).id, name="Tên mới")
    window.close()
    assert len(said) == 1
    assert "sao-luu" in said[0]
    assert window.desk.office.closed
    (folder / "sao-luu").unlink()


def _delete(db, evidence_id: int) -> None:
    for table in ("evidence_file", "evidence_link"):
        db.execute(f"DELETE FROM {table} WHERE evidence_id = ?", (evidence_id,))
    db.execute("DELETE FROM evidence WHERE id = ?", (evidence_id,))


def _name_it(db) -> None:
    from dvcq_desktop import cycles

    organisation.set_up(db, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    cycles.open_year(db, 2025)


def _alive(db) -> int:
    return int(db.execute("SELECT count(*) FROM evidence WHERE trashed_at = ''").fetchone()[0])


def _tasks(session: Session) -> int:
    return int(session.window.desk.db.execute("SELECT count(*) FROM task").fetchone()[0])


def _open_page(session: Session, folder: Path, monkeypatch) -> BackupPage:
    from PySide6.QtWidgets import QApplication

    session.window.go("backup", "")
    page = session.window.page
    monkeypatch.setattr(ask, "choose_folder", lambda *_: folder)
    page.choose_folder()
    while not (page.panel.copies and page.panel.copies[0].path == folder):
        QApplication.processEvents()
    return page


def _when_compared(dialog: RestoreDialog) -> bool:
    from PySide6.QtWidgets import QApplication

    while dialog.changes is None:
        QApplication.processEvents()
    assert dialog.changes.needs_word
    return True


def _type_passphrase(qtbot, page: BackupPage, words: str, monkeypatch) -> None:
    def type_it(dialog: PassphraseDialog) -> bool:
        dialog.first.setText(words)
        dialog.again.setText(words)
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(ask, "show_dialog", type_it)
    page.encrypt_button.click()
    _wait(qtbot, page)


def _wait(qtbot, page: BackupPage) -> None:
    qtbot.waitUntil(lambda: not page.work.running, timeout=30_000)


def _opens(folder: Path, words: str) -> bool:
    try:
        encryption.keys_from_passphrase(read_marker(folder), words)
    except encryption.WrongKey:
        return False
    return True
