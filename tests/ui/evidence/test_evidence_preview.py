"""The preview of a document's file: pages, pictures, words; a sentence for what is damaged, hostile or gone; the newest wish wins."""

from __future__ import annotations

import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import xlsxwriter
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.hostile import PHOTO, make_hostile_folder
from tests.ui.evidence.papers import Attach, newest, report_pdf, spoil
from ui.desk import Desk
from ui.evidence.preview import Preview

LONG = 40_000  # ms: the looking process of a busy machine


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[Preview]:
    made = Preview()
    qtbot.addWidget(made)
    made.resize(420, 500)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.stop()


def show(qtbot: QtBot, view: Preview, desk: Desk, evidence_id: int, page: int = 1) -> None:
    with qtbot.waitSignal(view.settled, timeout=LONG):
        view.show_file(desk.office.folder, newest(desk, evidence_id), page)


def test_pages_of_a_paper_each_in_its_own_shape(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    show(qtbot, view, desk, attach(report_pdf(tmp_path / "báo cáo.pdf", pages=3, landscape=2)))
    assert view.page_count() == 3
    sheets = view.paper.sheets
    qtbot.waitUntil(lambda: sheets.picture_of(0) is not None, timeout=LONG)
    first = sheets.picture_of(0)
    assert first is not None
    assert first.height() > first.width()
    assert any(first.pixelColor(x, y).lightness() < 100 for x in range(first.width()) for y in range(80))
    view.next_page()
    qtbot.waitUntil(lambda: sheets.picture_of(1) is not None, timeout=LONG)
    second = sheets.picture_of(1)
    assert second is not None
    assert second.width() > second.height()
    assert abs(second.width() - first.width()) <= 2
    for zoom, points in ((1.0, 842), (2.0, 842), (1.0, 842)):  # drawn anew each time, sharp
        view.paper.set_zoom(zoom)
        sheets.look_at(1)
        wide = round(points * zoom * 96 / 72)
        qtbot.waitUntil(lambda wide=wide: abs(sheets.picture_of(1).width() - wide) <= 1, timeout=LONG)


def test_keys_turn_pages_and_zoom(qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path) -> None:
    show(qtbot, view, desk, attach(report_pdf(tmp_path / "a.pdf", pages=5)))
    sheets = view.paper.sheets
    sheets.setFocus()
    pages = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(sheets, key)
        pages.append(sheets.page_in_sight() + 1)
    assert pages == [2, 3, 2, 5, 1]
    assert "1/5" in view.paper._page.text()
    before = sheets.zoom_factor()
    qtbot.keyClick(sheets, Qt.Key.Key_Plus)
    assert sheets.zoom_factor() > before
    view.paper.set_zoom(1.0)
    assert sheets.zoom_factor() == pytest.approx(1.0)


def test_it_begins_at_the_page_wanted_and_at_the_first_where_there_is_none(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    long, short = attach(report_pdf(tmp_path / "a.pdf", pages=9)), attach(report_pdf(tmp_path / "b.pdf", pages=2))
    show(qtbot, view, desk, long, page=7)
    assert view.paper.sheets.page_in_sight() == 6
    show(qtbot, view, desk, short, page=7)
    assert view.paper.sheets.page_in_sight() == 0
    view.show_file(desk.office.folder, newest(desk, short), 2)  # the same file: no new opening
    assert not view.waiting()
    assert view.paper.sheets.page_in_sight() == 1


@pytest.mark.parametrize("ending", ["jpg", "png", "tiff", "bmp", "gif", "webp"])
def test_pictures_are_shown(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"ảnh.{ending}"
    Image.new("RGB", (900, 600), (200, 30, 30)).save(path)
    show(qtbot, view, desk, attach(path))
    sheets = view.paper.sheets
    qtbot.waitUntil(lambda: sheets.picture_of(0) is not None, timeout=LONG)
    drawn = sheets.picture_of(0)
    assert drawn is not None
    colour = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2)
    assert colour.red() > 150
    assert colour.green() < 90
    assert view.page_count() == 1


def test_a_photograph_of_a_telephone_is_shown(qtbot: QtBot, view: Preview, desk: Desk, attach: Attach) -> None:
    show(qtbot, view, desk, attach(PHOTO))
    qtbot.waitUntil(lambda: view.paper.sheets.picture_of(0) is not None, timeout=LONG)
    assert view.page_count() == 1


def words_of(qtbot: QtBot, view: Preview, desk: Desk, evidence_id: int) -> str:
    show(qtbot, view, desk, evidence_id)
    assert view.stack.currentWidget() is view.text
    return view.text.toPlainText()


def test_word_excel_and_text_are_shown_as_words(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    paper = docx.Document()
    paper.add_paragraph("Họp thôn Con Dung <img src='file:///etc/passwd'>")
    paper.save(str(tmp_path / "biên bản.docx"))
    book = xlsxwriter.Workbook(str(tmp_path / "bảng.xlsx"))
    sheet = book.add_worksheet("Quý I")
    sheet.write_row(0, 0, ["Tiếp dân", 12])
    book.close()
    (tmp_path / "ghi chú.txt").write_text("Dòng một\nDòng hai", encoding="utf-8")
    (tmp_path / "số liệu.csv").write_text("thôn,hộ\nCon Dung,120\n", encoding="utf-8")
    assert "Họp thôn Con Dung <img src=" in words_of(qtbot, view, desk, attach(tmp_path / "biên bản.docx"))
    told = words_of(qtbot, view, desk, attach(tmp_path / "bảng.xlsx"))
    assert "Quý I" in told
    assert "Tiếp dân  │  12" in told
    assert words_of(qtbot, view, desk, attach(tmp_path / "ghi chú.txt")) == "Dòng một\nDòng hai"
    assert "Con Dung" in words_of(qtbot, view, desk, attach(tmp_path / "số liệu.csv"))


def hostile(folder: Path) -> list[Path]:
    """Files that are damaged, locked, empty, or made to do harm."""
    files = {
        "hỏng.pdf": b"%PDF-1.7\n" + b"\xff" * 3000,
        "rỗng.pdf": b"",
        "cụt.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 50,
        "giả.png": b"MZ" + b"\0" * 400,
        "chạy.exe": b"MZ" + b"\0" * 400,
        "nén.zip": b"PK\x05\x06" + b"\0" * 18,
        "cũ.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "bom.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\0\0\0\1\0\0\x08\2\0\0\0" + b"\0" * 99,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "bom.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"<w:document>" + b" " * (300 << 20))
    locked = Canvas(str(folder / "khóa.pdf"), encrypt="mật khẩu")
    locked.drawString(100, 100, "x")
    locked.save()
    return [*(folder / name for name in files), folder / "bom.docx", folder / "khóa.pdf"]


def test_what_cannot_be_shown_is_a_sentence_and_the_next_file_is_shown(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    good = attach(report_pdf(tmp_path / "tốt.pdf"))
    for path in hostile(tmp_path):
        show(qtbot, view, desk, attach(path))
        assert view.stack.currentWidget() is view.message, path.name
        assert "còn nguyên" in view.sentence.text(), path.name
        assert "Hãy" in view.sentence.text(), path.name
        assert view.again_button.isHidden(), path.name
    show(qtbot, view, desk, good)
    assert view.page_count() == 3


def test_nothing_of_the_hostile_folder_takes_the_preview_down(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    good = attach(report_pdf(tmp_path / "tốt.pdf"))
    told = {"pages": 0, "words": 0, "sentence": 0}
    for path in make_hostile_folder(tmp_path / "la", mutated=3):
        if not path.is_file():
            continue  # pipes and devices are no files to be kept
        show(qtbot, view, desk, attach(path, title="Lạ"))
        shown = view.stack.currentWidget()
        told["pages" if shown is view.paper else "words" if shown is view.text else "sentence"] += 1
        assert shown is not view.message or len(view.sentence.text()) > 40, path.name
    show(qtbot, view, desk, good)
    assert view.page_count() == 3
    assert told["sentence"] > 30
    assert told["pages"] > 10
    assert told["words"] > 3


def test_a_missing_and_a_changed_file_are_told_and_shown_again_when_put_back(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    made = attach(report_pdf(tmp_path / "a.pdf"))
    other = attach(report_pdf(tmp_path / "b.pdf", pages=2))
    show(qtbot, view, desk, made)
    whole = (tmp_path / "a.pdf").read_bytes()
    path = spoil(desk, made)
    show(qtbot, view, desk, other)
    show(qtbot, view, desk, made)
    assert "khác với lúc nhận" in view.sentence.text()
    path.unlink()
    show(qtbot, view, desk, other)
    show(qtbot, view, desk, made)
    assert "Không thấy tệp" in view.sentence.text()
    assert view.again_button.isVisible()
    path.write_bytes(whole)
    with qtbot.waitSignal(view.settled, timeout=LONG):
        view.again_button.click()
    assert view.page_count() == 3


def test_what_is_hidden_while_it_opens_is_there_when_shown_again(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    made = attach(report_pdf(tmp_path / "a.pdf"))
    view.show_file(desk.office.folder, newest(desk, made))
    with qtbot.waitSignal(view.settled, timeout=LONG):
        view.hide()
    view.show()
    view.show_file(desk.office.folder, newest(desk, made))
    assert view.page_count() == 3
    qtbot.waitUntil(lambda: view.paper.sheets.picture_of(0) is not None, timeout=LONG)


def test_no_sheet_of_the_file_before_is_in_sight_while_another_opens(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    one, two = (attach(report_pdf(tmp_path / f"{n}.pdf", pages=n)) for n in (1, 2))
    show(qtbot, view, desk, one)
    seen: list[int] = []
    view.looker.post.begins.connect(lambda *_told: seen.append(view.stack.currentIndex()))
    show(qtbot, view, desk, two)
    assert seen == [view.stack.indexOf(view.message)]
    assert view.page_count() == 2


def test_only_the_newest_wish_is_shown(qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path) -> None:
    files = [newest(desk, attach(report_pdf(tmp_path / f"{n}.pdf", pages=n))) for n in (1, 2, 3, 4)]
    with qtbot.waitSignal(view.settled, timeout=LONG):
        for found in files:
            view.show_file(desk.office.folder, found)
            assert view.waiting()
    assert view.page_count() == 4
    view.show_file(desk.office.folder, files[0])
    view.show_nothing()
    assert "Chọn một minh chứng" in view.sentence.text()
    qtbot.waitUntil(lambda: view.looker._work._at is None, timeout=LONG)
    qtbot.wait(20)  # what was posted before is delivered
    assert "Chọn một minh chứng" in view.sentence.text()


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_a_file_that_holds_up_the_next_is_given_up(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    one, two = (attach(report_pdf(tmp_path / f"{n}.pdf", pages=n)) for n in (1, 2))
    show(qtbot, view, desk, one)
    looker = view.looker._work._looker
    assert looker is not None
    assert looker._process is not None
    frozen = looker._process
    os.kill(frozen.pid, signal.SIGSTOP)  # as a file that takes for ever
    three = newest(desk, attach(report_pdf(tmp_path / "3.pdf", pages=3)))
    view.show_file(desk.office.folder, three)
    qtbot.waitUntil(lambda: view.looker._work._at == view._number, timeout=LONG)
    show(qtbot, view, desk, two)
    assert view.page_count() == 2
    assert frozen.poll() is not None


def test_the_looking_process_ends_when_nobody_looks(
    qtbot: QtBot, view: Preview, desk: Desk, attach: Attach, tmp_path: Path
) -> None:
    made = attach(report_pdf(tmp_path / "a.pdf"))
    show(qtbot, view, desk, made)
    qtbot.waitUntil(lambda: view.looker._work._at is None, timeout=LONG)
    looker = view.looker._work._looker
    assert looker is not None
    assert looker._process is not None
    process = looker._process
    view.hide()
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=LONG)
    view.show()
    view.next_page()  # the process begins anew for a page of the paper in hand
    qtbot.waitUntil(lambda: view.paper.sheets.picture_of(1) is not None, timeout=LONG)
    show(qtbot, view, desk, attach(report_pdf(tmp_path / "b.pdf", pages=2)))
    assert view.page_count() == 2
    view.stop()
    assert view.looker._thread is None
