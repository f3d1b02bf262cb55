"""Typing: words arrive whole however the keyboard makes them, are stored soon, undone as one, and stand on the paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from plan_places import body_of, keys_of, press, write
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from dvcq_desktop import sections
from dvcq_desktop.office import open_office
from ui.desk import Desk
from ui.pages.plan import PlanPage

SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam"


def telex(widget: QLineEdit | QPlainTextEdit, words: str, between: Callable[[], object] | None = None) -> None:
    """Type as UniKey does in Telex: bare letters first, then backspaces and the letters with their marks."""
    bare = (
        {ord(c): "o" for c in "ộòôóỏ"} | {ord(c): "a" for c in "ãáàạ"} | {ord("ủ"): "u", ord("ĩ"): "i", ord("ệ"): "e"}
    )
    for word in words.split(" "):
        plain = word.translate(bare)
        for letter in plain:
            press(widget, letter)
        if plain != word:
            start = next(i for i, (a, b) in enumerate(zip(plain, word, strict=True)) if a != b)
            for _letter in plain[start:]:
                QTest.keyClick(widget, Qt.Key.Key_Backspace)
            if between:
                between()
            for letter in word[start:]:
                press(widget, letter)
        press(widget, " ")


@pytest.fixture
def text(page: PlanPage) -> QPlainTextEdit:
    """The text of the second section, ready to be typed in."""
    page.outline.select(keys_of(page)[1])
    page.middle.section.text.setFocus()
    return page.middle.section.text


def pdf_text(data: bytes) -> str:
    paper = pypdfium2.PdfDocument(data)
    found = "".join(paper[i].get_textpage().get_text_range() for i in range(len(paper)))
    paper.close()
    return " ".join(found.split())


def test_what_is_typed_stands_on_the_paper_within_a_moment(qtbot: QtBot, page: PlanPage, text: QPlainTextEdit) -> None:
    papers: list[bytes] = []
    page.beside.live.ready.connect(lambda data, _places: papers.append(data))
    telex(text, SENTENCE)
    qtbot.waitUntil(lambda: bool(papers) and SENTENCE in pdf_text(papers[-1]), timeout=5000)
    qtbot.waitUntil(lambda: page.beside.paper.page_count() > 0, timeout=5000)


def test_the_paper_follows_before_anything_is_stored(qtbot: QtBot, page: PlanPage, text: QPlainTextEdit) -> None:
    text._timer.setInterval(60_000)
    telex(text, SENTENCE)
    with qtbot.waitSignal(page.beside.live.ready, timeout=5000, check_params_cb=lambda d, _p: SENTENCE in pdf_text(d)):
        pass
    assert text.pending
    assert body_of(page, page.outline.current_key()) == ""


def test_telex_bursts_arrive_whole_while_texts_are_stored_and_pages_refreshed(
    qtbot: QtBot, page: PlanPage, text: QPlainTextEdit
) -> None:
    def meanwhile() -> None:
        text.store_now()
        page.refresh()

    telex(text, SENTENCE, between=meanwhile)
    assert text.toPlainText() == SENTENCE + " "
    text.store_now()
    assert text.toPlainText() == SENTENCE + " ", "the blank one is about to type on from stays"
    assert body_of(page, page.outline.current_key()) == SENTENCE


def test_an_input_method_composes_and_replaces(page: PlanPage, text: QPlainTextEdit) -> None:
    for composed in ("c", "co", "cô", "côn", "công"):
        QApplication.sendEvent(text, QInputMethodEvent(composed, []))
        page.refresh()
    done = QInputMethodEvent("", [])
    done.setCommitString("cộng")
    QApplication.sendEvent(text, done)
    press(text, " ")
    press(text, "h")
    press(text, "o")
    press(text, "a")
    replaced = QInputMethodEvent("", [])
    replaced.setCommitString("hòa", -3, 3)
    QApplication.sendEvent(text, replaced)
    assert text.toPlainText() == "cộng hòa"
    page.desk.flush.emit()
    assert body_of(page, page.outline.current_key()) == "cộng hòa"


def test_the_heading_takes_telex_too(page: PlanPage) -> None:
    key = keys_of(page)[1]
    page.outline.select(key)
    heading = page.middle.section.heading
    heading.setFocus()
    heading.selectAll()
    telex(heading, "Mục tiêu chủ nghĩa")
    page.refresh()
    assert heading.text() == "Mục tiêu chủ nghĩa "
    page.middle.section.text.setFocus()
    assert page.outline.model.node_of(key).title == "1. Mục tiêu chủ nghĩa"


def test_typing_is_stored_half_a_second_after_the_last_key(qtbot: QtBot, page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "abc")
    assert body_of(page, page.outline.current_key()) == ""
    qtbot.waitUntil(lambda: body_of(page, page.outline.current_key()) == "abc", timeout=3000)


def test_leaving_the_field_stores_at_once(page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "abc")
    page.outline.tree.setFocus()
    assert body_of(page, page.outline.current_key()) == "abc"


def test_another_section_gets_nothing_of_this_one(page: PlanPage, text: QPlainTextEdit) -> None:
    first, second = page.outline.current_key(), keys_of(page)[2]
    write(text, "abc")
    page.outline.select(second)
    assert body_of(page, first) == "abc"
    assert body_of(page, second) == ""
    assert text.toPlainText() == ""


def test_flush_leaves_nothing_behind_that_a_killed_program_could_lose(
    page: PlanPage, text: QPlainTextEdit, tmp_path: Path
) -> None:
    write(text, "khong mat")
    page.desk.flush.emit()
    copy = shutil.copytree(page.desk.office.folder, tmp_path / "sau", ignore=shutil.ignore_patterns("*.lock"))
    after = open_office(copy, "Hoa")
    assert "khong mat" in [row.section.body for row in sections.outline(after.db, page.plan.id)]
    after.close()


def test_a_burst_is_one_step_of_undo_and_of_redo(page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "mot ")
    text.store_now()
    write(text, "hai")
    page.desk.undo()
    assert text.toPlainText() == ""
    page.desk.redo()
    assert text.toPlainText() == "mot hai"


def test_ctrl_z_in_the_text_stores_first_and_takes_the_words_back(page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "abc")
    QTest.keyClick(text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text.toPlainText() == ""
    QTest.keyClick(text, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert text.toPlainText() == "abc"


def test_a_change_from_elsewhere_keeps_the_cursor(page: PlanPage, text: QPlainTextEdit, desk: Desk) -> None:
    key = page.outline.current_key()
    number = int(key.split(":")[1])
    desk.run("Sửa", sections.change_body, number, "Đoạn một.\nĐoạn hai 😀.\nĐoạn ba.")
    cursor = text.textCursor()
    cursor.setPosition(text.toPlainText().index("ba") + 1)  # the smiling face counts two for Qt
    text.setTextCursor(cursor)
    desk.run("Sửa", sections.change_body, number, "Đoạn một dài hơn.\nĐoạn hai 😀.\nĐoạn ba.")
    assert text.toPlainText() == "Đoạn một dài hơn.\nĐoạn hai 😀.\nĐoạn ba."
    assert text.textCursor().block().text() == "Đoạn ba."
    assert text.textCursor().positionInBlock() == 5
    desk.undo()
    assert text.toPlainText() == "Đoạn một.\nĐoạn hai 😀.\nĐoạn ba."
    assert text.textCursor().positionInBlock() == 5


def test_what_is_being_typed_wins_over_a_refresh(page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "dang go")
    page.refresh()
    assert text.toPlainText() == "dang go"
    assert text.pending


def test_paste_from_word_brings_clean_words_only(page: PlanPage, text: QPlainTextEdit) -> None:
    mime = QMimeData()
    mime.setText("Đoạn\u00a0 một\u200b.\vDòng hai.\r\n\tBa")
    mime.setHtml("<b>Đoạn</b>")
    text.insertFromMimeData(mime)
    assert text.toPlainText() == "Đoạn một.\nDòng hai.\nBa"


def test_cleaning_shows_only_when_the_field_was_left(page: PlanPage, text: QPlainTextEdit) -> None:
    write(text, "a  b ")
    text.store_now()
    assert text.toPlainText() == "a  b "
    page.outline.tree.setFocus()
    page.refresh()
    assert text.toPlainText() == "a b"
