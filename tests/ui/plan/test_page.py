"""The page as a whole: it opens on every office, begins plans, keeps versions, finds and replaces, hides the paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plan_places import body_of, keys_of, titles_of, write
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dvcq_desktop import legal_documents, plans, sections
from ui import ask
from ui.desk import Desk
from ui.pages.plan import PlanPage
from ui.plan.cite import CiteDialog
from ui.plan.versions import VersionsDialog

Open = Callable[[Desk], PlanPage]


def cards(page: PlanPage) -> dict[str, QPushButton]:
    return {
        button.text().split("\n")[0]: button
        for button in page.beginnings.findChildren(QPushButton)
        if button.objectName() == "card" and button.isVisibleTo(page)
    }


def test_an_office_without_anything_is_invited_to_begin(open_page: Open, empty_desk: Desk) -> None:
    page = open_page(empty_desk)
    assert set(cards(page)) == {"Nạp tệp Word", "Bắt đầu từ mẫu"}
    cards(page)["Bắt đầu từ mẫu"].click()
    assert page.plan is not None
    assert titles_of(page)[0] == "I. MỤC TIÊU, CHỈ TIÊU"
    assert page.outline.current_key() == "head"
    empty_desk.undo()
    assert page.plan is None


def test_a_year_after_one_with_a_plan_can_be_made_from_it(page: PlanPage, desk: Desk) -> None:
    desk.run("Sửa", sections.change_body, int(keys_of(page)[1].split(":")[1]), "Nội dung cũ")
    desk.set_year(2026)
    assert set(cards(page)) == {"Lập từ năm trước", "Nạp tệp Word", "Bắt đầu từ mẫu"}
    cards(page)["Lập từ năm trước"].click()
    assert desk.year == 2026
    assert "II. ĐÁNH GIÁ KẾT QUẢ NĂM 2025" in titles_of(page)
    assert body_of(page, keys_of(page)[1]) == "Nội dung cũ"


def test_every_place_shows_its_pane(page: PlanPage) -> None:
    panes = {}
    for key in list(page.outline.model.keys()):
        page.outline.select(key)
        panes[key] = page.middle.stack.currentWidget()
    assert panes["head"] is page.middle.head
    assert panes["bases"] is page.middle.bases
    assert panes["opening"] is panes["closing"] is page.middle.plain
    assert panes["signing"] is page.middle.signing
    assert panes[keys_of(page)[0]] is page.middle.section


def test_live_sections_show_what_prints_and_where_it_is_changed(page: PlanPage, desk: Desk) -> None:
    gone: list[str] = []
    desk.go.connect(lambda key, _anchor: gone.append(key))
    live = page.middle.section.live
    tester = QAbstractItemModelTester(live.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = keys_of(page)
    page.outline.select(keys[8])
    rows = [live.model.index(i, 0).data() for i in range(live.model.rowCount())]
    assert len(rows) == 3
    assert "Chủ trì: Văn phòng – Thống kê (hàng tháng) · trước ngày 24/10/2025" in rows[0]
    live.link.click()
    page.outline.select(keys[5])
    assert "−0,5 điểm · Lý do: Không có minh chứng" in live.model.index(0, 0).data()
    page.outline.select(keys[4])
    assert live.model.index(0, 0).data() == "Tự chấm năm 2024: 94,00 điểm"
    page.outline.select(keys[1])
    assert not live.isVisibleTo(page)
    assert gone == ["assignments"]
    tester.deleteLater()


def test_versions_are_made_compared_and_gone_back_to(page: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    key = keys_of(page)[1]
    page.outline.select(key)
    write(page.middle.section.text, "ban dau")
    page.make_version()
    page.middle.section.text.selectAll()
    write(page.middle.section.text, "sua lai")
    desk.flush.emit()
    dialog = VersionsDialog(desk, page.plan.id, page)
    qtbot.addWidget(dialog)
    tester = QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.model.index(0, 0).data().startswith("Bản 1\n")
    assert dialog.words.toPlainText() == "−  ban dau\n+  sua lai"
    assert dialog.says.text() == "Từ Bản 1 đến nay: thêm 1 đoạn (+), bỏ 1 đoạn (−)."
    dialog.only.setChecked(False)
    assert "I. MỤC TIÊU, CHỈ TIÊU" in dialog.words.toPlainText()
    dialog.restore()
    assert body_of(page, keys_of(page)[1]) == "ban dau"
    desk.undo()
    assert body_of(page, keys_of(page)[1]) == "sua lai"
    tester.deleteLater()


def test_find_shows_each_place_before_anything_changes(page: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    keys = keys_of(page)
    desk.run("Sửa", sections.change_body, int(keys[1].split(":")[1]), "Thực hiện kế hoạch.\nTheo KẾ HOẠCH của huyện.")
    page.open_replace()
    bar = page.middle.find_bar
    tester = QAbstractItemModelTester(bar.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    write(bar.needle, "kế hoạch")
    qtbot.waitUntil(lambda: bar.model.rowCount() == 3, timeout=3000)
    assert bar.model.index(1, 0).data() == "1. Mục tiêu: Thực hiện kế hoạch. ¶ Theo KẾ HOẠCH của huyện."
    assert bar.count.text() == "Thấy 3 chỗ"
    assert body_of(page, keys[1]) == "Thực hiện kế hoạch.\nTheo KẾ HOẠCH của huyện.", "nothing changed yet"
    bar.model.setData(bar.model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert bar.do.text() == "Thay 2 chỗ đã chọn"
    write(bar.replacement, "chương trình")
    bar.do.click()
    assert body_of(page, keys[1]) == "Thực hiện chương trình.\nTheo CHƯƠNG TRÌNH của huyện."
    assert page.plan.kind == "KẾ HOẠCH"
    desk.undo()
    assert body_of(page, keys[1]) == "Thực hiện kế hoạch.\nTheo KẾ HOẠCH của huyện."
    tester.deleteLater()


def test_a_hit_is_shown_where_it_stands(page: PlanPage, desk: Desk) -> None:
    keys = keys_of(page)
    plans_changed = {"opening": "mốc ở mở đầu", "recipients": "Nơi có mốc\nLưu: VT", "abstract": "mốc"}
    desk.run("Sửa", plans.change_plan, page.plan.id, **plans_changed)
    desk.run("Sửa", plans.set_legal_bases, page.plan.id, ["Một", "Hai có mốc"])
    desk.run("Sửa", sections.change_body, int(keys[2].split(":")[1]), "dài dòng rồi mới có mốc")
    page.focus_find()
    bar = page.middle.find_bar
    bar.needle.setText("mốc")
    bar.look()
    places = []
    for _hit in range(5):
        bar.next_hit()
        places.append(page.outline.current_key())
        if page.outline.current_key() == "bases":
            assert page.middle.bases.text.textCursor().selectedText() == "mốc"
        if page.outline.current_key() == keys[2]:
            assert page.middle.section.text.textCursor().selectedText() == "mốc"
    assert places == ["head", "bases", "opening", keys[2], "signing"]
    assert not bar.do.isVisibleTo(page), "finding alone shows no button that replaces"
    page.outline.select(keys[2])
    QTest.keyClick(bar.needle, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert page.middle.section.text.hasFocus()


def test_hints_are_listed_and_taken_with_one_click(page: PlanPage, desk: Desk) -> None:
    key = keys_of(page)[1]
    page.outline.select(key)
    desk.run("Sửa", sections.change_body, int(key.split(":")[1]), "Trước ngày 5/2/2025 theo số: 9/KH-UBND.")
    hints = page.middle.section.hints
    hints.look()
    assert hints.head.text() == "Gợi ý (3)"
    assert len(page.middle.section.text.extraSelections()) == 3
    hints.head.setChecked(True)
    hints.findChild(QPushButton, "").click()
    assert body_of(page, key) == "Trước ngày 05/02/2025 theo số: 9/KH-UBND."
    desk.undo()
    assert body_of(page, key) == "Trước ngày 5/2/2025 theo số: 9/KH-UBND."


def test_the_word_being_typed_gets_no_hint(page: PlanPage) -> None:
    page.outline.select(keys_of(page)[1])
    text = page.middle.section.text
    text.setFocus()
    write(text, "xong . ngay 5/2/2025")
    page.middle.section.hints.look()
    assert [hint.proposal for hint in page.middle.section.hints.found] == [""]
    text.clearFocus()
    page.middle.section.hints.look()
    assert len(page.middle.section.hints.found) == 2


def test_a_citation_is_full_the_first_time_then_short(
    page: PlanPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known(db: object) -> None:
        legal_documents.document_known(
            db, "Quyết định", "114/QĐ-UBND", issued_on="2025-01-23", issuer="UBND huyện", subject="về xếp loại"
        )

    def take(dialog: CiteDialog) -> bool:
        dialog.filter.setText("114 quyet dinh")
        dialog.take()
        return True

    monkeypatch.setattr(ask, "show_dialog", take)
    key = keys_of(page)[1]
    page.outline.select(key)
    said: list[str] = []
    desk.refused.connect(said.append)
    page.middle.cite()
    assert "Chưa biết văn bản nào" in said[0]
    desk.run("Thêm", known)
    write(page.middle.section.text, "Theo")
    page.middle.cite()
    assert body_of(page, key) == "Theo Quyết định số 114/QĐ-UBND ngày 23/01/2025 của UBND huyện về xếp loại"
    page.middle.cite()
    assert body_of(page, key).endswith("về xếp loại Quyết định số 114/QĐ-UBND")
    page.outline.select("bases")
    page.middle.cite()
    assert [base.text for base in plans.legal_bases(desk.db, page.plan.id)] == [
        "Căn cứ Quyết định số 114/QĐ-UBND ngày 23/01/2025 của UBND huyện về xếp loại"
    ]


def test_bases_are_stored_a_line_each_and_moved(page: PlanPage, desk: Desk) -> None:
    page.outline.select("bases")
    text = page.middle.bases.text
    text.setFocus()
    write(text, "Can cu mot;")
    QTest.keyClick(text, Qt.Key.Key_Return)
    write(text, "Can cu hai.")
    page.middle.bases.move_up()
    assert [base.text for base in plans.legal_bases(desk.db, page.plan.id)] == ["Can cu hai", "Can cu mot"]
    assert text.textCursor().blockNumber() == 0


def test_the_paper_can_be_put_away_and_that_is_remembered(page: PlanPage, desk: Desk, open_page: Open) -> None:
    assert page.beside.paper.isVisible()
    page.see.setChecked(False)
    assert not page.beside.paper.isVisible()
    assert not open_page(desk).beside.paper.isVisible()


def test_the_section_in_hand_is_brought_into_view_on_the_paper(page: PlanPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.beside.paper.page_count() > 0, timeout=5000)
    bar = page.beside.paper.sheets.verticalScrollBar()
    page.outline.select(keys_of(page)[8])
    assert bar.value() > 0
    page.outline.select("head")
    assert bar.value() == 0


def test_an_anchor_of_the_desk_is_shown(page: PlanPage) -> None:
    key = keys_of(page)[5]
    page.show_anchor(key)
    assert page.outline.current_key() == key


def test_the_page_offers_its_actions_and_ctrl_keys_without_shift(page: PlanPage) -> None:
    shortcuts = [a.shortcut().toString() for a in page.menu_actions() if not a.shortcut().isEmpty()]
    assert {"Ctrl+N", "Ctrl+L", "Ctrl+H", "Alt+Up", "Alt+Down", "F3"} <= set(shortcuts)
    assert not any("Ctrl+Shift" in keys or len(keys) == 1 for keys in shortcuts)
