"""The self-score page through its real widgets: a whole year by keyboard alone, refusals in the cell, proof, the lock."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit

from dvcq_desktop import cycles, evidence, frameworks, scores
from dvcq_desktop.exporting import export_form
from dvcq_desktop.printed.blocks import FormOptions
from dvcq_desktop.self_scores import read_self_scores
from ui import ask
from ui.pages.scores import ScoresPage
from ui.scores.score_table import EVIDENCE, EXPLANATION, LIKELY, POINTS, STATUS, TITLES
from ui.widgets.points_edit import PointsEdit

YEAR = 2025
ENTER, CTRL, ALT = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def shown_page(qtbot, desk) -> ScoresPage:
    made = ScoresPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def page(qtbot, desk) -> ScoresPage:
    made = shown_page(qtbot, desk)
    made.activateWindow()
    made.view.setFocus()
    return made


def place(page: ScoresPage, code: str) -> int:
    return next(r for r in range(page.model.rowCount()) if page.model.index(r, 0).data() == code and page.model.item(r))


def item_id(page: ScoresPage, code: str) -> int:
    item = page.model.item(place(page, code))
    assert item is not None
    return item.row.item.id


def cell(page: ScoresPage, code: str, column: int) -> str:
    return page.model.index(place(page, code), column).data()


def hand(page: ScoresPage) -> str:
    item = page.view.current_item()
    return item.row.code if item else ""


def type_points(qtbot, page: ScoresPage, text: str, key=ENTER, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """As a person does: keys on the grid (or the editor that Enter left open), then Enter."""
    editor = page.view.editors.editing()
    if editor is None:
        qtbot.keyClick(page.view, text[0])
        editor = page.view.editors.editing()
        assert isinstance(editor, PointsEdit)
        text = text[1:]
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, key, modifier)


def test_the_rows_of_the_year_grouped_by_criterion(page):
    assert page.model.rowCount() == 10 + 32
    assert page.model.index(0, 1).data().startswith("Công tác triển khai")
    assert page.model.item(0) is None
    assert hand(page) == "1.1"
    assert cell(page, "1.1", STATUS) == "○ chưa chấm"
    assert page.bar.counts.text() == "0/32 đã chấm"
    assert "minh họa" in page.note.words.text()


def test_a_whole_year_by_keyboard_alone(qtbot, page, desk, tmp_path):
    expected = 0
    for item in read_self_scores(desk.db, YEAR).items:
        row = item.row
        assert hand(page) == row.code
        # Half a point away from some, what the step allows; the rest in full.
        points = (row.item.max_points or 0) - (50 if row.item.number == 2 and (row.item.max_points or 0) > 50 else 0)
        expected += 0 if row.item.bonus else points
        typed = f"{points / 100:g}".replace(".", "," if row.item.number % 2 else ".")
        modifier = CTRL if row.item.number % 2 else Qt.KeyboardModifier.NoModifier
        type_points(qtbot, page, typed, ENTER, modifier)
    found = read_self_scores(desk.db, YEAR)
    assert not found.totals.total.missing
    assert page.view.editors.editing() is None
    assert found.totals.total.points == expected
    from dvcq_desktop.points import format_points

    assert page.foot.total.text().startswith(f"Tổng {format_points(found.totals.total.all)} / 100 · Hoàn thành ")
    assert found.totals.class_label is not None
    assert found.totals.class_label.startswith(page.foot.total.text().split(" · ")[1].split(" (")[0])
    assert page.bar.counts.text().startswith("32/32 đã chấm")
    out = tmp_path / "bang-tu-cham.pdf"
    export_form(desk.db, "bang-tu-cham", FormOptions(year=YEAR), out)
    paper = pypdfium2.PdfDocument(out)
    printed = " ".join(" ".join(paper[i].get_textpage().get_text_range().split()) for i in range(len(paper)))
    assert paper.get_page_size(0)[0] > paper.get_page_size(0)[1]
    paper.close()
    assert "BẢNG TỰ CHẤM ĐIỂM" in printed
    assert f"TỔNG CỘNG 100,00 {format_points(found.totals.total.all)}" in printed
    assert f"Xếp loại: {found.totals.class_label}" in printed


def test_a_comma_and_a_dot_are_the_same(qtbot, page):
    type_points(qtbot, page, "2,5")
    assert cell(page, "1.1", POINTS) == "2,50"
    assert hand(page) == "1.2"
    type_points(qtbot, page, "1.5")
    assert cell(page, "1.2", POINTS) == "1,50"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.234", "hai số khác nhau"),
        ("7", "vượt điểm tối đa"),
        ("2,1", "không theo bước"),
        ("-1", "không được nhỏ hơn"),
        ("hai", "không phải là điểm"),
        ("á5", "không phải là điểm"),
    ],
)
def test_what_cannot_be_taken_is_told_in_the_cell_and_stays(qtbot, page, typed, why):
    page.view.edit(page.view.currentIndex())
    editor = page.view.editors.editing()
    assert isinstance(editor, QLineEdit)
    for letter in typed:  # as an input method sends it: a key that carries the letter
        QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    qtbot.keyClick(editor, ENTER)
    assert page.view.editors.editing() is editor
    assert editor.text() == typed
    assert why in page.view.editors._complaint.text()
    assert page.view.editors._complaint.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.view.editors.editing() is None
    assert cell(page, "1.1", POINTS) == ""


def test_letters_taken_back_by_an_input_method_cost_no_digit(qtbot, page):
    page.view.edit(page.view.currentIndex())
    editor = page.view.editors.editing()
    qtbot.keyClicks(editor, "3a")
    for key, text in ((Qt.Key.Key_Backspace, ""), (0, "á"), (Qt.Key.Key_Backspace, "")):
        QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, int(key), Qt.KeyboardModifier.NoModifier, text))
    qtbot.keyClick(editor, ENTER)
    assert cell(page, "1.1", POINTS) == "3,00"


def test_alt_arrows_go_from_item_to_item_past_the_criteria(qtbot, page):
    for _step in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_Down, ALT)
    assert hand(page) == "2.1"
    page.view.edit(page.view.currentIndex())
    editor = page.view.editors.editing()
    qtbot.keyClicks(editor, "4")
    qtbot.keyClick(editor, Qt.Key.Key_Up, ALT)
    assert hand(page) == "1.3"
    assert cell(page, "2.1", POINTS) == "4,00"


def test_undo_takes_one_score_back_and_keeps_the_row_in_hand(qtbot, page, desk):
    type_points(qtbot, page, "3")
    type_points(qtbot, page, "2")
    assert desk.office.undo_label() == "Chấm nội dung 1.2: 2"
    page.view.editors.finish()
    here = hand(page)
    desk.undo()
    assert cell(page, "1.2", POINTS) == ""
    assert cell(page, "1.1", POINTS) == "3,00"
    assert hand(page) == here


def test_a_change_elsewhere_keeps_the_editor_with_what_is_typed(qtbot, page, desk):
    page.view.edit(page.view.currentIndex())
    editor = page.view.editors.editing()
    qtbot.keyClicks(editor, "2,")
    desk.run("Chấm ở nơi khác", scores.set_self, YEAR, item_id(page, "1.2"), "1")
    assert page.view.editors.editing() is editor
    assert editor.text() == "2,"
    assert cell(page, "1.2", POINTS) == "1,00"


def test_only_the_changed_rows_are_drawn_anew(qtbot, page, desk):
    resets, changed = [], []
    page.model.modelReset.connect(lambda: resets.append(1))
    page.model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    desk.run("Chấm", scores.set_self, YEAR, item_id(page, "2.1"), "4")
    assert not resets
    assert changed == [place(page, "2.1") - 1, place(page, "2.1")]


def test_ticks_levels_and_counts_give_points_at_once(qtbot, page, desk):
    inputs = page.panel.inputs
    assert len(inputs.boxes) == 4
    inputs.boxes[0].click()
    inputs.boxes[2].click()
    assert cell(page, "1.1", POINTS) == "2,00"
    page.show_anchor(f"item:{item_id(page, '2.2')}")
    assert inputs.combo is not None
    inputs.combo.setCurrentIndex(1)
    assert cell(page, "2.2", POINTS) == "2,00"
    page.show_anchor(f"item:{item_id(page, '2.1')}")
    line = inputs.lines["events"]
    line.setFocus()
    qtbot.keyClicks(line, "3")
    page.panel.flush()
    assert cell(page, "2.1", POINTS) == "3,50"
    assert "tính từ số liệu" in page.panel.result.text()
    desk.run("Chấm", scores.set_self, YEAR, item_id(page, "2.1"), "1")
    assert "gõ tay" in page.panel.result.text()
    assert line.text() == ""


def test_a_count_that_is_none_is_told_below_it(qtbot, page):
    page.show_anchor(f"item:{item_id(page, '2.1')}")
    line = page.panel.inputs.lines["events"]
    qtbot.keyClicks(line, "ba")
    page.panel.flush()
    assert "không phải là số đếm" in page.panel.inputs.complaint.text()
    assert line.text() == "ba"
    assert cell(page, "2.1", POINTS) == ""


def test_points_without_proof_demand_an_explanation(qtbot, page, desk):
    type_points(qtbot, page, "3")
    page.show_anchor(f"item:{item_id(page, '1.1')}")
    assert cell(page, "1.1", STATUS) == "▲ thiếu minh chứng"
    assert cell(page, "1.1", LIKELY) == "0,00"
    assert page.panel.labels["explanation"].text().startswith("▲ Cần giải trình")
    assert page.model.cell(place(page, "1.1"), STATUS)[1] == "warn"
    page.panel.fields["explanation"].setPlainText("Triển khai miệng tại giao ban")
    page.panel.flush()
    assert cell(page, "1.1", STATUS) == "✓ xong"
    assert cell(page, "1.1", EXPLANATION) == "Triển khai miệng tại giao ban"
    assert cell(page, "1.1", LIKELY) == "2,50"  # the year before lost 0,50 there
    assert page.panel.labels["explanation"].text() == "Giải trình"


def test_documents_are_added_linked_and_taken_away(qtbot, page, desk, monkeypatch):
    def fill(dialog) -> bool:
        dialog.kind.setCurrentText("Báo cáo")
        dialog.lines["reference"].setText("15/BC-UBND")
        dialog.lines["issued_on"].setText("31/02/2025")
        dialog.accept()
        assert "Không có ngày" in dialog.complaint.text() or dialog.complaint.text()
        dialog.lines["issued_on"].setText("05/03/2025")
        dialog.lines["title"].setText("Kết quả quán triệt")
        dialog.accept()
        return dialog.result() == 1

    monkeypatch.setattr(ask, "show_dialog", fill)
    page.panel.evidence.add()
    assert cell(page, "1.1", EVIDENCE) == "1 / 3"
    assert page.panel.evidence.list.model().index(0, 0).data().startswith("Báo cáo 15/BC-UBND ngày 05/03/2025")
    page.show_anchor(f"item:{item_id(page, '1.2')}")

    def pick(dialog) -> bool:
        dialog.words.setText("quan triet")
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", pick)
    page.panel.evidence.link()
    assert cell(page, "1.2", EVIDENCE) == "1 / 2"
    page.panel.evidence.list.setCurrentIndex(page.panel.evidence.list.model().index(0, 0))
    page.panel.evidence.remove()
    assert cell(page, "1.2", EVIDENCE) == "0 / 2"
    desk.undo()
    assert cell(page, "1.2", EVIDENCE) == "1 / 2"


def test_not_applicable_wants_a_reason(qtbot, page, desk):
    panel = page.panel
    panel.applies.setCurrentIndex(1)
    panel.applies.activated.emit(1)
    assert "Hãy ghi lý do" in panel.reason_complaint.text()
    assert cell(page, "1.1", STATUS) == "○ chưa chấm"
    qtbot.keyClicks(panel.reason, "Khong co van ban moi")
    qtbot.keyClick(panel.reason, ENTER)
    assert cell(page, "1.1", STATUS) == "∅ không phát sinh"
    assert cell(page, "1.1", POINTS) == "4,00"
    assert page.bar.counts.text() == "1/32 đã chấm"
    page.view.edit(page.model.index(place(page, "1.1"), POINTS))
    editor = page.view.editors.editing()
    editor.setText("2")
    qtbot.keyClick(editor, ENTER)
    assert "không phát sinh" in page.view.editors._complaint.text()


def test_filters_keep_an_item_in_view_until_asked_again(qtbot, page, desk):
    page.bar.which.setCurrentIndex(1)
    page.bar.tell()
    assert page.model.rowCount() == 42
    type_points(qtbot, page, "3")
    assert place(page, "1.1") == 1
    page.bar.tell()
    assert page.model.rowCount() == 41
    page.bar.which.setCurrentIndex(2)
    page.bar.tell()
    assert [page.model.index(r, 0).data() for r in range(page.model.rowCount())] == ["1", "1.1"]
    page.bar.clear()
    page.focus_find()
    page.bar.words.setText("tiep cong dan")
    qtbot.waitUntil(lambda: 0 < page.model.rowCount() < 10)


def test_the_lock_shows_what_is_missing_and_goes_there(qtbot, page, desk, monkeypatch):
    asked = []

    def answer(dialog) -> bool:
        asked.append([m.code for m in dialog.missing])
        dialog.list.setCurrentIndex(dialog.list.model().index(4, 0))
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", answer)
    page.lock()
    assert len(asked[0]) == 32
    assert hand(page) == asked[0][4]
    for item in read_self_scores(desk.db, YEAR).items:
        desk.run("x", scores.set_self, YEAR, item.row.item.id, "0")
    page.lock()
    assert len(asked) == 1
    assert cycles.cycle_of_year(desk.db, YEAR).scores_locked
    assert "đã khóa" in page.banner.words.text()
    assert not page.model.flags(page.model.index(1, POINTS)) & Qt.ItemFlag.ItemIsEditable
    qtbot.keyClick(page.view, "5")
    assert page.view.editors.editing() is None
    monkeypatch.setattr(ask, "line", lambda *_a: "  ")
    refused = []
    desk.refused.connect(refused.append)
    page.unlock()
    assert "lý do" in refused[0]
    monkeypatch.setattr(ask, "line", lambda *_a: "Sửa theo góp ý của Phòng Nội vụ")
    page.unlock()
    assert not page.banner.isVisible()
    assert cycles.cycle_of_year(desk.db, YEAR).lock_note == "Sửa theo góp ý của Phòng Nội vụ"


def test_gates_force_a_class(qtbot, page, desk):
    for item in read_self_scores(desk.db, YEAR).items:
        desk.run("x", scores.set_self, YEAR, item.row.item.id, f"{(item.row.item.max_points or 0) / 100:.2f}")
    assert " · Hoàn thành xuất sắc" in page.foot.total.text()
    page.bar.gates.click()
    page.gates.boxes[0].click()
    assert "Không hoàn thành" in page.foot.total.text()
    page.gates.boxes[1].click()
    assert "không đủ điều kiện xếp loại" in page.foot.total.text()
    assert page.bar.gates.text() == "▲ Điều kiện xếp loại (2)"


def test_the_foot_answers_on_a_click(qtbot, page, desk):
    type_points(qtbot, page, "3")
    page.view.editors.finish()
    page.foot.show_open()
    popup = page.foot.popup
    assert popup.list.model().rowCount() == 32
    assert popup.list.model().index(0, 0).data().split()[2] == "5,00"
    qtbot.keyClick(popup, ENTER)
    assert hand(page) == popup_code(popup, page)
    page.foot.show_risk()
    assert "1.1   −3,00" in page.foot.popup.list.model().index(0, 0).data()
    assert "không bao giờ cao hơn điểm khai" in page.foot.popup.title.text()
    page.foot.popup.close()


def popup_code(_popup, page: ScoresPage) -> str:
    from dvcq_desktop.self_scores import still_open

    return still_open(page._found)[0].row.code


def test_ctrl_enter_below_goes_on_to_the_next_items_fields(qtbot, window, desk):
    window.go("scores", "")
    page = window.pages["scores"]
    window.activateWindow()
    page.panel.inputs.boxes[0].setFocus()
    page.panel.inputs.boxes[0].click()
    page.go_on()
    assert hand(page) == "1.2"
    assert page.view.editors.editing() is not None  # 1.2 is typed by hand: nothing to tick
    qtbot.keyClicks(page.view.editors.editing(), "3")
    page.panel.fields["basis"].setFocus()
    page.go_on()
    assert hand(page) == "1.3"
    assert page.panel.inputs.boxes


def test_closing_the_window_on_a_refused_score_asks_once_and_ends_quietly(qtbot, window, desk, monkeypatch):
    asked = []
    monkeypatch.setattr(ask, "choose", lambda _parent, _title, sentence, *_a, **_n: asked.append(sentence) or 0)
    window.go("scores", "")
    page = window.pages["scores"]
    window.activateWindow()
    page.view.edit(page.view.currentIndex())
    editor = page.view.editors.editing()
    editor.setFocus()
    editor.setText("1.234")
    qtbot.keyClick(editor, ENTER)
    QApplication.processEvents()
    with qtbot.captureExceptions() as caught:
        window.close()
    assert caught == []
    assert asked == ["Có chữ vừa gõ chưa lưu được. Đóng bây giờ thì phần đó mất."]
    assert desk.office.closed


def test_a_year_without_a_framework_invites(qtbot, desk):
    desk.run("Mở năm", cycles.open_year, 2030)
    desk.set_year(2030)
    page = shown_page(qtbot, desk)
    gone = []
    desk.go.connect(lambda key, _anchor: gone.append(key))
    cards = [b for b in page._empty.findChildren(type(page.lock_button)) if b.objectName() == "card"]
    assert cards[0].text().startswith("Chọn bộ tiêu chí")
    cards[0].click()
    assert gone == ["framework"]


def test_items_without_a_maximum_may_be_typed(qtbot, desk):
    framework = desk.run("Nạp", frameworks.load_framework, "quang-ngai-1211-2022")
    desk.run("Mở năm", cycles.open_year, 2030, framework_id=framework)
    desk.set_year(2030)
    page = shown_page(qtbot, desk)
    assert "32 nội dung chưa có điểm tối đa" in page.note.words.text()
    page.view.setFocus()
    type_points(qtbot, page, "12,25")
    assert cell(page, "1.1", POINTS) == "12,25"
    assert "chưa có mức điểm" in page.foot.total.text()


def test_an_empty_office_opens(qtbot, empty_desk):
    page = shown_page(qtbot, empty_desk)
    assert page.model.rowCount() == 0
    page.lock()
    page.go_on()
    page.copy_selected()


def test_undoing_the_year_leaves_an_empty_page(qtbot, page, desk):
    desk.run("Mở năm", cycles.open_year, 2031, framework_id=1)
    desk.set_year(2031)
    assert page.model.rowCount() == 42
    desk.undo()
    assert page.model.rowCount() == 0


def test_the_model_keeps_the_rules_of_qt(qtbot, page, desk):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.bar.which.setCurrentIndex(1)
    page.bar.tell()
    desk.run("x", scores.set_self, YEAR, item_id(page, "1.1"), "1")
    page.bar.clear()
    desk.set_year(2024)
    desk.set_year(YEAR)
    assert page.model.columnCount() == len(TITLES)
    assert tester.model() is page.model


def test_evidence_of_another_year_does_not_count(page, desk):
    desk.run("e", evidence.add_evidence, 2024, item_id(page, "1.1"), "Báo cáo cũ")
    assert cell(page, "1.1", EVIDENCE) == "0 / 3"
    assert page.panel.mapTo(page, QPoint(0, 0)).y() > 0


def test_what_to_do_first_leads_to_its_task(page, desk):
    went = []
    desk.go.connect(lambda key, anchor: went.append((key, anchor)))
    page.actions_by_key["urgent"].trigger()
    rows = page.urgent.list.model().rowCount()
    assert rows > 0
    page.urgent.list.activated.emit(page.urgent.list.model().index(0, 0))
    assert went[0][0] == "assignments"
    assert went[0][1].startswith("task:")


def test_a_double_click_on_the_proof_leads_to_the_page_of_evidence(page, desk):
    gone: list[tuple[str, str]] = []
    desk.go.connect(lambda key, anchor: gone.append((key, anchor)))
    row = place(page, "1.2")
    page.view.setCurrentIndex(page.model.index(row, EVIDENCE))
    page.view.doubleClicked.emit(page.model.index(row, STATUS))
    assert gone == []
    page.view.doubleClicked.emit(page.model.index(row, EVIDENCE))
    assert gone == [("evidence", f"item:{page.model.item(row).row.item.id}")]
