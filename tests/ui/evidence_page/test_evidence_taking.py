"""Files come onto the page: dropped, pasted, chosen, scanned; many beside the window, asked once, undone in one step."""

from __future__ import annotations

import os
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, QTimer, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from dvcq_desktop import cycles, evidence_files
from dvcq_desktop.years import close_year_anyway
from tests.ui.evidence_page.bringing_help import (
    PDF,
    add_documents,
    drop,
    drop_on_line,
    drop_on_row,
    files_mime,
    item_key,
    many_kinds,
    rows_of,
    settle,
    titles,
)
from ui import ask
from ui.evidence import taking
from ui.evidence.doc_table import FILE
from ui.evidence.list_dialog import ListDialog
from ui.evidence.mime import PROMISED
from ui.evidence.scan_watch import ScanWatch
from ui.jobs import run_in_background
from ui.user_settings import UserSettings


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "USB đoàn xã"
    folder.mkdir()
    return folder


@pytest.fixture
def questions(monkeypatch):
    """Dialogs that were asked, answered by the way that stands in answers (none: a question fails the test)."""
    asked: list[ListDialog] = []
    answers: list[int] = []

    def show(dialog):
        asked.append(dialog)
        assert answers, dialog.windowTitle()
        dialog.buttons[answers.pop(0)].click()
        return dialog.result() == 1

    monkeypatch.setattr(ask, "show_dialog", show)
    return asked, answers


def told(page) -> list[str]:
    sentences: list[str] = []
    page.desk.told.connect(lambda sentence, _undo: sentences.append(sentence))
    return sentences


def refusals(page) -> list[str]:
    sentences: list[str] = []
    page.desk.refused.connect(sentences.append)
    return sentences


def test_forty_files_of_all_kinds_dropped_on_an_item_prove_it_and_are_one_step_of_undo(qtbot, page, usb, questions):
    said = told(page)
    paths = many_kinds(usb)
    page.tree_view.choose("waiting")
    assert drop_on_line(page, item_key(page, "2.1"), files_mime(paths))
    settle(qtbot, page)
    rows = rows_of(page)
    assert len(rows) == 40
    item_id = int(item_key(page, "2.1").partition(":")[2])
    assert {row.item_ids for row in rows} == {(item_id,)}
    assert said[-1] == "Đã nhận 40 văn bản vào nội dung 2.1."
    assert page.node.key == f"item:{item_id}"
    assert page.model.rowCount() == len(page.view.chosen()) == 40
    folder = evidence_files.store_folder(page.desk.office.folder)
    by_name = {row.file.original_name: row.file for row in rows if row.file}
    for path in paths:
        assert evidence_files.file_path(page.desk.office.folder, by_name[path.name]).read_bytes() == path.read_bytes()
    assert page.desk.office.undo_label() == "Thêm 40 minh chứng"
    page.desk.undo()
    assert rows_of(page) == []
    assert len(list(folder.glob("??/*"))) == 40  # files are never undone: redo finds them again
    page.desk.redo()
    assert len(rows_of(page)) == 40


def test_files_dropped_beside_the_items_wait_to_be_sorted(qtbot, page, usb, questions):
    said = told(page)
    (usb / "Ảnh").mkdir()
    (usb / "Ảnh" / "a.pdf").write_bytes(PDF)
    (usb / "Ảnh" / ".ẩn").write_bytes(b"x")
    assert drop(page, files_mime([usb]))
    settle(qtbot, page)
    assert titles(page) == ["a"]
    assert page.node.title == "Tất cả"
    assert said[-1] == "Đã nhận 1 văn bản vào Chờ xếp."
    assert page.untaken.words.text() == "1 tệp ẩn, tệp hệ thống được để lại."
    questions[1].append(0)
    page.untaken.show_list()
    assert questions[0][-1].table.index(0, 0).data() == ".ẩn"
    assert not page.untaken.isVisible()


def test_a_file_on_a_row_is_asked_about_and_becomes_a_version_or_a_document(qtbot, page, usb, monkeypatch):
    made = add_documents(page, 2)
    page.show_anchor(f"evidence:{made[0]}")
    place = page.model.place_of(made[0])
    path = usb / "bản ký.pdf"
    path.write_bytes(PDF)
    asked: list[str] = []
    ways = [None, 0, 1]
    monkeypatch.setattr(ask, "choose", lambda _p, _t, sentence, _w, **_k: asked.append(sentence) or ways.pop(0))
    for _step in range(3):
        assert drop_on_row(page, place, files_mime([path]))
        settle(qtbot, page)
        page.show_anchor(f"evidence:{made[0]}")
        if len(ways) == 1:
            path.write_bytes(PDF + b"khac")
    assert asked == ["Tệp “bản ký.pdf” là gì?"] * 3
    assert [version.version for version in evidence_files.versions_of(page.desk.db, made[0])] == [1]
    assert len(rows_of(page)) == 3


def test_several_files_on_a_row_are_new_documents(qtbot, page, usb):
    made = add_documents(page, 1)
    paths = many_kinds(usb)[:3]
    page.tree_view.choose(item_key(page, "1.1"))
    assert drop_on_row(page, page.model.place_of(made[0]), files_mime(paths))
    settle(qtbot, page)
    assert page.model.rowCount() == 4


def test_the_same_content_is_asked_about_once_and_the_document_is_linked(qtbot, page, usb, questions):
    asked, answers = questions
    paths = many_kinds(usb)[:3]
    page.bringing.take(paths, None)
    settle(qtbot, page)
    (usb / "chép lại.pdf").write_bytes(paths[0].read_bytes())
    answers.append(taking.USE_KNOWN)
    drop_on_line(page, item_key(page, "1.2"), files_mime([*paths, usb / "chép lại.pdf"]))
    settle(qtbot, page)
    assert len(asked) == 1
    assert asked[0].table.rowCount() == 4
    assert asked[0].buttons[0].text() == "Liên kết bản đã có"
    assert asked[0].buttons[0].isDefault()
    assert len(rows_of(page)) == 3
    assert all(row.links == 1 for row in rows_of(page))
    answers += [taking.APART, taking.SKIP]
    page.bringing.take(paths[:1], None)
    settle(qtbot, page)
    assert len(rows_of(page)) == 4
    page.bringing.take(paths[:1], None)
    settle(qtbot, page)
    assert len(rows_of(page)) == 4


def test_files_that_can_do_harm_are_taken_only_by_a_person_who_insists(qtbot, page, usb, questions):
    asked, answers = questions
    (usb / "bao cao.pdf.exe").write_bytes(b"MZ" + bytes(90))
    (usb / "Giấy mời.lnk").write_bytes(b"L\0\0\0\x01\x14\x02\0" + bytes(60))
    (usb / "thật.pdf").write_bytes(PDF)
    answers.append(1)
    page.bringing.take([usb], None)
    settle(qtbot, page)
    assert titles(page) == ["thật"]
    assert [asked[0].table.index(n, 0).data() for n in range(2)] == ["bao cao.pdf.exe", "Giấy mời.lnk"]
    assert asked[0].buttons[1].isDefault()  # the safe way
    answers += [0, taking.SKIP]
    page.bringing.take([usb], None)
    settle(qtbot, page)
    assert sorted(titles(page)) == ["Giấy mời", "bao cao.pdf", "thật"]
    page.panes.filter.which.setCurrentIndex(page.panes.filter.which.findData("risky"))
    page.panes.filter.tell()
    assert page.model.rowCount() == 2
    assert page.model.cell(0, FILE)[0].startswith("▲ ")


def test_a_stop_in_the_middle_keeps_what_was_taken(qtbot, page, usb):
    paths = []
    for number in range(300):
        paths.append(usb / f"{number:03}.pdf")
        paths[-1].write_bytes(PDF + os.urandom(20_000))
    job: list = []

    def stop(_done: int, _whole: int, _sentence: str) -> None:
        job[0].stop()

    def watch(begun, _sentence: str) -> None:
        job.append(begun)
        begun.reported.connect(stop)

    page.desk.working.connect(watch)
    page.bringing.take(paths, None)
    settle(qtbot, page)
    rows = rows_of(page)
    assert len(rows) < 300
    folder = evidence_files.store_folder(page.desk.office.folder)
    assert {row.file.sha256 for row in rows if row.file} == {path.name for path in folder.glob("??/*")}


def test_the_window_stays_alive_while_a_thousand_files_come_in(qtbot, page, usb):
    for number in range(1000):
        (usb / f"{number:04}.pdf").write_bytes(PDF + str(number).encode() * 400)
    gaps, last = [], [thread_time()]  # how long the window's own thread worked without looking up
    tick = QTimer(page)

    def ticked() -> None:
        now = thread_time()
        gaps.append(now - last[0])
        last[0] = now

    tick.timeout.connect(ticked)
    tick.start(5)
    page.bringing.take([usb], None)
    settle(qtbot, page)
    ticked()
    assert len(rows_of(page)) == len(page.view.chosen()) == 1000
    assert len(gaps) > 40
    assert max(gaps) < 0.8, max(gaps)
    assert page.desk.office.undo_label() == "Thêm 1000 minh chứng"
    page.desk.undo()
    assert rows_of(page) == []


def test_what_cannot_be_read_is_named_and_the_rest_comes_in(qtbot, page, usb, questions):
    paths = many_kinds(usb)[:3]
    paths[1].unlink()
    paths[2].write_bytes(b"")
    page.bringing.take(paths, None)
    settle(qtbot, page)
    assert len(rows_of(page)) == 1
    assert page.untaken.words.text() == "▲ 2 tệp không nhận được."


def test_files_and_pictures_are_pasted_but_words_are_only_words(qtbot, page, usb):
    said = refusals(page)
    clipboard = QGuiApplication.clipboard()
    for words in ("https://example.com/a.pdf", str(usb / "a.pdf")):
        (usb / "a.pdf").write_bytes(PDF)
        clipboard.setText(words)
        page.actions_by_key["paste"].trigger()
        assert "Không có tệp hay ảnh nào để dán" in said[-1]
    away = QMimeData()
    away.setUrls([QUrl("https://example.com/a.pdf")])
    clipboard.setMimeData(away)
    page.actions_by_key["paste"].trigger()
    assert len(said) == 3
    assert not drop(page, away)
    mime = files_mime([usb / "a.pdf"])
    clipboard.setMimeData(mime)
    page.actions_by_key["paste"].trigger()
    settle(qtbot, page)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    clipboard.setImage(picture)
    page.actions_by_key["paste"].trigger()
    settle(qtbot, page)
    clipboard.clear()
    newest, first = rows_of(page)
    assert first.evidence.title == "a"
    assert newest.file is not None
    assert newest.file.original_name.startswith("ảnh dán 20")
    assert newest.file.kind == "png"
    back = QImage()
    assert back.load(str(evidence_files.file_path(page.desk.office.folder, newest.file)), "PNG")
    assert (back.width(), back.height(), back.pixelColor(3, 3).name()) == (40, 30, "#ff0000")


@pytest.mark.parametrize("kind", ['application/x-qt-windows-mime;value="FileGroupDescriptorW"', "web"])
def test_what_is_no_file_of_this_pc_yet_is_told_how_to_come_in(qtbot, page, kind):
    mime = QMimeData()
    if kind == "web":
        mime.setUrls([QUrl("https://vi.example/van-ban.pdf")])
    else:
        mime.setData(kind, b"thu.msg")
    add_documents(page, 1)
    said: list[str] = []
    page.desk.refused.connect(said.append)
    for view in (page.tree_view, page.view):  # they leave it to the page around them
        assert not drop(view.viewport(), mime)
    drop(page, mime)
    assert said == [PROMISED]
    QGuiApplication.clipboard().setMimeData(mime)
    page.actions_by_key["paste"].trigger()
    assert said == [PROMISED] * 2
    assert len(rows_of(page)) == 1
    QGuiApplication.clipboard().clear()


def test_chosen_files_and_folders_come_in(qtbot, page, usb, monkeypatch):
    paths = many_kinds(usb)
    monkeypatch.setattr(ask, "open_files", lambda *_a, **_k: paths[:2])
    page.actions_by_key["files"].trigger()
    settle(qtbot, page)
    assert len(rows_of(page)) == 2
    monkeypatch.setattr(ask, "choose_folder", lambda *_a, **_k: usb)
    monkeypatch.setattr(ask, "show_dialog", lambda dialog: bool(dialog.buttons[taking.SKIP].click()) or True)
    page.actions_by_key["folder"].trigger()
    settle(qtbot, page)
    assert len(rows_of(page)) == 40


def test_a_closed_year_takes_nothing(qtbot, page, usb):
    said = refusals(page)
    path = usb / "a.pdf"
    path.write_bytes(PDF)
    page.desk.run("Khóa", close_year_anyway, 2025, "Đã nộp")
    assert page.banner.isVisible()
    assert not drop(page, files_mime([path]))
    assert not drop_on_line(page, "waiting", files_mime([path]))
    page.actions_by_key["paste"].trigger()
    page.bringing.take([path], None)
    assert said == ["Năm 2025 đã khóa nên không thêm minh chứng được."]
    assert rows_of(page) == []
    assert not page.actions_by_key["files"].isEnabled()


def test_closing_in_the_middle_records_what_was_copied(qtbot, page, usb):
    page.bringing.take(many_kinds(usb), None)
    page.desk.closing.emit()
    folder = evidence_files.store_folder(page.desk.office.folder)
    kept = {path.name for path in folder.glob("??/*")} if folder.exists() else set()
    assert {row.file.sha256 for row in rows_of(page) if row.file} == kept
    assert not page.bringing.taking.busy


def test_a_year_that_changes_meanwhile_gets_nothing_of_it(qtbot, page, usb):
    page.bringing.take(many_kinds(usb), None)
    page.desk.set_year(2024)
    settle(qtbot, page)
    assert rows_of(page) == []
    page.desk.set_year(2025)
    assert len(rows_of(page)) == 40


# The scan folder


def looks(qtbot, watch: ScanWatch, count: int) -> None:
    """So many looks, one after the other."""
    for _look in range(count):
        watch.look()
        qtbot.waitUntil(lambda: watch._job is None, timeout=5_000)


def test_a_scan_is_taken_once_when_it_stopped_growing(qtbot, page, usb, questions):
    said = told(page)
    watch = page.bringing.watch
    watch._timer.setInterval(1_000_000)
    watch.watch(usb)
    scan = usb / "Scan_0001.pdf"
    scan.write_bytes(PDF)
    looks(qtbot, watch, 1)
    assert not page.bringing.taking.busy
    scan.write_bytes(PDF + b"more")  # still growing
    looks(qtbot, watch, 1)
    assert not page.bringing.taking.busy
    looks(qtbot, watch, 1)
    settle(qtbot, page)
    assert [row.evidence.title for row in rows_of(page)] == ["Scan_0001"]
    assert rows_of(page)[0].waiting
    assert said[-1] == "Đã nhận 1 văn bản từ thư mục quét vào Chờ xếp."
    assert scan.read_bytes() == PDF + b"more"
    looks(qtbot, watch, 3)
    settle(qtbot, page)
    assert len(rows_of(page)) == 1
    assert f"Đang theo dõi thư mục quét {usb}" in page.foot.text()
    again = ScanWatch(page.desk, UserSettings())  # the program was started again
    again._timer.stop()
    assert again.folder == usb
    looks(qtbot, again, 3)
    assert not page.bringing.taking.busy
    page.actions_by_key["scan_stop"].trigger()
    assert UserSettings().scan(page.desk.office.folder)[0] is None


def test_what_lay_in_the_scan_folder_before_may_stay_out(qtbot, page, usb, monkeypatch):
    watch = page.bringing.watch
    watch._timer.setInterval(1_000_000)
    (usb / "cũ.pdf").write_bytes(PDF)
    monkeypatch.setattr(ask, "choose_folder", lambda *_a, **_k: usb)
    monkeypatch.setattr(ask, "choose", lambda *_a, **_k: 1)
    page.show_anchor("scan")
    (usb / "mới.pdf").write_bytes(PDF + b"2")
    looks(qtbot, watch, 2)
    settle(qtbot, page)
    assert [row.evidence.title for row in rows_of(page)] == ["mới"]


def test_programs_in_the_scan_folder_are_named_and_not_taken(qtbot, page, usb):
    said = refusals(page)
    watch = page.bringing.watch
    watch._timer.setInterval(1_000_000)
    watch.watch(usb)
    (usb / "scan.exe").write_bytes(b"MZ" + bytes(90))
    looks(qtbot, watch, 2)
    settle(qtbot, page)
    assert rows_of(page) == []
    (refused,) = page.untaken._found.refused
    assert "hãy thêm tệp này bằng tay" in refused.why
    looks(qtbot, watch, 2)
    assert len(page.untaken._found.refused) == 1
    assert not said  # the strip tells it


def test_a_scan_folder_that_is_gone_is_said_at_the_foot_and_found_again(qtbot, page, usb):
    watch = page.bringing.watch
    watch._timer.setInterval(1_000_000)
    watch.watch(usb / "chưa có")
    looks(qtbot, watch, 1)
    assert "▲ Không thấy hoặc không đọc được thư mục quét" in page.foot.text()
    (usb / "chưa có").mkdir()
    looks(qtbot, watch, 1)
    assert "▲" not in page.foot.text()


def test_the_data_folder_is_no_scan_folder(page, monkeypatch):
    said = refusals(page)
    monkeypatch.setattr(ask, "choose_folder", lambda *_a, **_k: page.desk.office.folder / "minh-chung")
    page.actions_by_key["scan"].trigger()
    assert "nằm trong thư mục dữ liệu" in said[0]
    assert page.bringing.watch.folder is None


def test_jobs_are_followed_in_the_status_bar_with_a_way_to_stop(qtbot, window):
    from threading import Event

    go_on = Event()

    def work(_db, progress):
        progress.report(1, 4, "Đang nhận 1/4 tệp, 3 MB/giây")
        while not go_on.wait(0.01):
            progress.report(1, 4, "Đang nhận 1/4 tệp, 3 MB/giây")

    failed: list[BaseException] = []
    job = run_in_background(window.desk, work, lambda _n: None, failed.append)
    window.desk.working.emit(job, "Đang nhận tệp…")
    waiting = window.status.waiting
    qtbot.waitUntil(waiting.isVisible, timeout=5_000)
    assert waiting.words.text() == "Đang nhận 1/4 tệp, 3 MB/giây"
    waiting.cancel.click()
    qtbot.waitUntil(lambda: bool(failed), timeout=5_000)
    qtbot.waitUntil(lambda: not waiting.isVisible(), timeout=5_000)
    assert cycles.find_cycle(window.desk.db, 2025) is not None


@pytest.mark.parametrize("seen", [True, False])
def test_a_refused_scan_is_told_once(qtbot, page, usb, seen):
    said = refusals(page)
    page.setVisible(seen)  # another page of the window is open, or this one
    (usb / "quét.exe").write_bytes(b"MZ" + b"\0" * 400)
    page.bringing.taking.start(taking.Wanted(year=2025, paths=(usb / "quét.exe",), quiet=True))
    settle(qtbot, page)
    assert len(said) == (0 if seen else 1)
    assert page.untaken.words.text() == "▲ 1 tệp không nhận được."
    assert page.untaken.isVisible() is seen
