"""The page of evidence: gaps in the tree, documents sorted, filtered, linked, moved, approved, returned, thrown away and found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from dvcq_desktop import cycles, evidence, evidence_codes, evidence_files, evidence_links, tasks
from dvcq_desktop.years import close_year_anyway
from tests.ui.evidence_page.bringing_help import (
    PDF,
    add_documents,
    drop_on_line,
    files_mime,
    item_key,
    rows_of,
    settle,
    titles,
)
from ui import ask
from ui.desk import Desk
from ui.evidence.doc_table import CODE, DOUBTS, LINKS, STATE, TITLE, EvidenceTable
from ui.evidence.mime import of_documents
from ui.evidence.name_dialog import NameDialog
from ui.evidence.tree_model import EvidenceTree
from ui.pages.evidence import EvidencePage


def line(page, key: str) -> tuple[str, str]:
    index = page.tree.index_of(key)
    return index.data(), index.siblingAtColumn(1).data()


def pick(monkeypatch, *wanted: str) -> list[object]:
    """Choose the lines of a list that begin so, in the dialog that is shown."""
    shown: list[object] = []

    def show(dialog):
        shown.append(dialog)
        names = [name for name, _folded in dialog._names]
        chosen = [n for n, name in enumerate(names) if name.startswith(wanted)]
        model, selection = dialog.list.model(), dialog.list.selectionModel()
        selection.clearSelection()
        for row in chosen:
            selection.select(model.index(row, 0), selection.SelectionFlag.Select)
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", show)
    return shown


def lines_of_page(page, key: str) -> dict[str, object]:
    return {action: page.actions_by_key[action].isEnabled() for action in key.split()}


def test_gaps_are_told_with_a_sign_and_a_word(page):
    key = item_key(page, "1.1")
    proof = page.tree.named(key).proof
    assert proof.wanted
    assert line(page, key)[1] == f"▲ 0/{proof.wanted} thiếu"
    assert "▲ Còn thiếu: " in page.tree.index_of(key).data(Qt.ItemDataRole.ToolTipRole)
    add_documents(page, proof.wanted)
    assert line(page, key)[1] == f"✓ {proof.wanted}/{proof.wanted}"
    above = page.tree.index_of(key).parent()
    assert above.siblingAtColumn(1).data().startswith("▲ ")
    assert line(page, "all") == ("Tất cả", str(proof.wanted))


def test_only_what_lacks_proof_may_be_shown(page):
    key = item_key(page, "1.1")
    wanted = page.tree.named(key).proof.wanted
    add_documents(page, wanted)
    page.panes.only_gaps.click()
    assert page.tree.named(key) is None
    assert page.tree.named(item_key(page, "1.2")) is not None
    page.show_anchor(key)
    assert page.node.key == key
    assert not page.panes.only_gaps.isChecked()
    assert page.model.rowCount() == wanted


def test_an_empty_item_invites_with_the_papers_it_wants(page):
    page.tree_view.choose(item_key(page, "1.1"))
    area = page.panes.drop_area
    assert area.isVisible()
    assert area.sentence.text() == "Kéo tệp vào đây, hoặc chọn thư mục quét"
    assert "Nội dung này cần có:\n▲ " in area.papers.text()
    for key, words in (("returned", "Không có văn bản nào bị trả lại."), ("trash", "Thùng rác trống.")):
        page.tree_view.choose(key)
        assert area.sentence.text() == words
        assert not any(way.isVisible() for way in area.ways)


def test_documents_are_sorted_filtered_and_counted(page):
    made = add_documents(page, 3)
    page.desk.run("x", evidence.change_evidence, made[0], title="Đánh giá quý I", reference="15/BC-UBND")
    page.desk.run("x", evidence.approve, made[:1], "x")
    page.view.sortByColumn(TITLE, Qt.SortOrder.AscendingOrder)
    assert titles(page) == ["Biên bản 1", "Biên bản 2", "Đánh giá quý I"]
    page.view.sortByColumn(CODE, Qt.SortOrder.DescendingOrder)
    assert [page.model.cell(n, CODE)[0] for n in range(3)] == ["H1.1.1.03", "H1.1.1.02", "H1.1.1.01"]
    page.focus_find()
    page.panes.filter.words.setText("danh gia 15/bc")
    page.panes.filter.tell()
    assert titles(page) == ["Đánh giá quý I"]
    assert page.foot.text() == "1 trong 3 văn bản"
    page.panes.filter.words.setText("không có gì")
    page.panes.filter.tell()
    assert page.panes.drop_area.all.isVisible()
    page.panes.drop_area.all.click()
    assert page.model.rowCount() == 3
    which = page.panes.filter.which
    which.setCurrentIndex(which.findData("approved"))
    page.panes.filter.tell()
    assert [page.model.cell(n, STATE) for n in range(page.model.rowCount())] == [("✓ Đã duyệt", "good", 0)]
    assert which.itemText(which.findData("bare")) == "Chưa có tệp (3)"


def test_what_looks_doubtful_bears_a_sign_and_can_be_filtered(qtbot, page):
    made = add_documents(page, 2)
    sound = {"issued_on": "2025-03-05", "signer": "Nguyễn Văn A"}
    page.desk.run("x", evidence.change_evidence, made[0], **sound)
    qtbot.waitUntil(lambda: [page.model.cell(n, DOUBTS)[:2] for n in range(2)] == [("▲ 2", "warn"), ("", "warn")])
    tip = page.model.index(0, DOUBTS).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<p>▲ Chưa ghi ngày văn bản")
    assert "<br>▲ Chưa ghi người ký" in tip
    assert "Chưa ghi người ký" in page.model.index(0, DOUBTS).data(Qt.ItemDataRole.AccessibleTextRole)
    which = page.panes.filter.which
    assert which.itemText(which.findData("doubtful")) == "Có lưu ý (1)"
    which.setCurrentIndex(which.findData("doubtful"))
    page.panes.filter.tell()
    assert titles(page) == ["Biên bản 1"]
    page.desk.run("x", evidence.change_evidence, made[1], **sound)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.panes.drop_area.all.click()
    page.desk.office.undo()
    qtbot.waitUntil(lambda: page.model.cell(0, DOUBTS)[0] == "▲ 2")


def test_a_name_from_outside_is_no_html_in_a_tip(page):
    made = add_documents(page, 1)
    page.desk.run("x", evidence.change_evidence, made[0], title="<img src=x> & <b>đậm</b>")
    tip = page.model.index(0, TITLE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>&lt;img src=x&gt; &amp; &lt;b&gt;đậm&lt;/b&gt;</p>"


def test_rows_dragged_onto_an_item_prove_it_too(page):
    made = add_documents(page, 2)
    mime = page.model.mimeData([page.model.index(n, 0) for n in range(2)])
    assert drop_on_line(page, item_key(page, "2.1"), mime)
    assert [row.links for row in rows_of(page)] == [2, 2]
    assert page.model.cell(0, LINKS)[0] == "2 nội dung"
    drop_on_line(page, item_key(page, "2.1"), of_documents(made))  # again: nothing to do
    assert page.desk.office.undo_label() == "Liên kết 2 minh chứng với nội dung 2.1"
    assert not drop_on_line(page, "returned", of_documents(made))
    assert drop_on_line(page, "trash", of_documents(made[:1]))
    assert line(page, "trash")[0] == "Thùng rác (1)"
    assert titles(page) == ["Biên bản 1"]


def test_documents_are_linked_moved_and_taken_away_by_menu(page, monkeypatch):
    made = add_documents(page, 2)
    page.view.selectAll()
    shown = pick(monkeypatch, "1.2", "2.1")
    page.actions_by_key["link"].trigger()
    assert "(▲ 0/" in shown[0]._names[1][0]
    assert [row.links for row in rows_of(page)] == [3, 3]
    page.tree_view.choose(item_key(page, "2.1"))
    page.view.choose(set(made[:1]))
    page.desk.run(
        "x", evidence_links.change_link, evidence_links.links_of(page.desk.db, made[0])[2].id, note="trang đầu"
    )
    pick(monkeypatch, "3.1")
    page.actions_by_key["move"].trigger()
    codes = {f"{p.criterion.number}.{p.item.number}": p.evidence_ids for p in page.proofs}
    assert (codes["2.1"], codes["3.1"]) == ((made[1],), (made[0],))
    assert [link.note for link in evidence_links.links_of(page.desk.db, made[0])] == ["", "", "trang đầu"]
    page.tree_view.choose(item_key(page, "1.1"))
    page.view.selectAll()
    page.actions_by_key["unlink"].trigger()
    assert page.model.rowCount() == 0
    assert len(rows_of(page)) == 2
    page.desk.undo()
    assert page.model.rowCount() == 2


def test_documents_belong_to_tasks_too(page, monkeypatch):
    add_documents(page, 1)
    page.view.selectAll()
    pick(monkeypatch, "1. ", "2. ")
    page.actions_by_key["tasks"].trigger()
    assert page.model.cell(0, LINKS)[0] == "1 nội dung, 2 nhiệm vụ"
    assert len(tasks.tasks(page.desk.db, 2025)) == 3


def test_documents_are_approved_returned_with_a_reason_and_submitted_again(page, monkeypatch):
    add_documents(page, 2)
    page.view.selectAll()
    page.actions_by_key["approve"].trigger()
    assert {row.evidence.state for row in rows_of(page)} == {"approved"}
    assert {row.evidence.reviewed_by for row in rows_of(page)} == {page.desk.office.who}
    questions: list[str] = []
    answers = [" ", "Thiếu dấu"]
    monkeypatch.setattr(ask, "line", lambda _p, _t, question, _text="": questions.append(question) or answers.pop(0))
    page.actions_by_key["return"].trigger()
    assert questions[1].startswith("▲ Chưa ghi lý do trả lại.")
    assert line(page, "returned") == ("Trả lại (2)", "▲ phải sửa")
    assert line(page, item_key(page, "1.1"))[1].startswith("▲ 0/")
    page.tree_view.choose("returned")
    assert page.model.index(0, STATE).data(Qt.ItemDataRole.ToolTipRole) == "<p>Lý do: Thiếu dấu</p>"
    page.view.selectAll()
    page.actions_by_key["again"].trigger()
    assert {row.evidence.state for row in rows_of(page)} == {"new"}


def test_del_throws_away_undo_and_the_trash_bring_back(qtbot, page, monkeypatch):
    made = add_documents(page, 3)
    page.view.choose(set(made[:2]))
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert line(page, "trash")[0] == "Thùng rác (2)"
    page.desk.undo()
    assert line(page, "trash")[0] == "Thùng rác (0)"
    page.view.choose(set(made[:2]))
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    page.tree_view.choose("trash")
    page.view.choose({made[0]})
    assert lines_of_page(page, "restore purge trash link") == {
        "restore": True,
        "purge": True,
        "trash": False,
        "link": False,
    }
    assert page.panes.detail.head.restore_button.isVisibleTo(page)
    assert not page.panes.detail.head.approve_button.isVisibleTo(page)
    page.panes.detail.head.restore_button.click()
    assert sorted(row.id for row in rows_of(page) if not row.evidence.trashed_at) == [made[0], made[2]]
    asked: list[tuple[str, ...]] = []
    ways = [1, 0]
    monkeypatch.setattr(ask, "choose", lambda _p, _t, _s, choices, **_k: asked.append(choices) or ways.pop(0))
    page.view.choose({made[1]})
    page.actions_by_key["purge"].trigger()
    assert len(rows_of(page)) == 3
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert asked == [("Xóa 1 minh chứng", "Giữ lại")] * 2
    assert sorted(row.id for row in rows_of(page)) == [made[0], made[2]]


def test_the_box_of_many_is_asked_until_it_is_a_number(page, monkeypatch):
    add_documents(page, 2)
    page.view.selectAll()
    answers = ["hai", "2"]
    monkeypatch.setattr(ask, "line", lambda *_a: answers.pop(0))
    page.actions_by_key["box"].trigger()
    assert [page.model.cell(n, CODE)[0] for n in range(2)] == ["H2.1.1.02", "H2.1.1.01"]


def test_names_are_shown_before_they_are_used(qtbot, page, tmp_path, monkeypatch):
    for number in range(2):
        path = tmp_path / f"Quét {number}.pdf"
        path.write_bytes(PDF + str(number).encode())
        page.bringing.take([path], page.tree.named(item_key(page, "1.1")))
        settle(qtbot, page)
    for row in rows_of(page):
        page.desk.run("x", evidence.change_evidence, row.id, title="Đánh giá", kind="Báo cáo")
    seen: list[list[str]] = []

    def show(dialog: NameDialog) -> bool:
        def names() -> list[str]:
            return [dialog.names.index(n, 1).data() for n in range(dialog.names.rowCount())]

        seen.append(names())
        dialog.template.setText("{ten} {sai}")
        assert not dialog.do.isEnabled()
        assert "{ma}" in dialog.complaint.text()
        dialog.template.setText("{ten}")
        seen.append(names())
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(ask, "show_dialog", show)
    page.actions_by_key["names"].trigger()
    assert seen[0] == ["H1.1.1.02 Bao cao Danh gia.pdf", "H1.1.1.01 Bao cao Danh gia.pdf"]
    assert seen[1] == ["Danh gia.pdf", "Danh gia (2).pdf"]
    assert evidence_codes.template(page.desk.db) == "{ten}"
    page.desk.undo()
    assert evidence_codes.template(page.desk.db) == evidence_codes.TEMPLATE


def test_a_new_version_is_chosen_from_the_menu(qtbot, page, tmp_path, monkeypatch):
    made = add_documents(page, 1)
    path = tmp_path / "bản ký.pdf"
    path.write_bytes(PDF)
    monkeypatch.setattr(ask, "open_file", lambda *_a, **_k: path)
    page.view.selectAll()
    page.actions_by_key["replace"].trigger()
    settle(qtbot, page)
    assert [one.original_name for one in evidence_files.versions_of(page.desk.db, made[0])] == ["bản ký.pdf"]


def test_rows_are_copied_as_a_table(page):
    add_documents(page, 2)
    page.view.selectAll()
    page.actions_by_key["copy"].trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Mã\tTên, trích yếu\tLưu ý\tTình trạng")
    assert lines[1].startswith("H1.1.1.02\tBiên bản 1\t")
    assert "\t○ Chờ duyệt\t" in lines[1]


def test_anchors_show_an_item_and_a_document_wherever_it_is(page):
    made = add_documents(page, 2)
    page.show_anchor(item_key(page, "2.1"))
    assert page.model.rowCount() == 0
    page.show_anchor(f"evidence:{made[0]}")
    assert [row.id for row in page.view.chosen()] == [made[0]]
    page.desk.run("x", evidence.trash, made[:1], "x")
    page.show_anchor(f"evidence:{made[0]}")
    assert page.node.key == "trash"
    page.panes.filter.words.setText("không có")
    page.panes.filter.tell()
    page.show_anchor(f"evidence:{made[1]}")
    assert [row.id for row in page.view.chosen()] == [made[1]]
    for nothing in ("", "evidence:99999", "item:99999", "item:x", "plan:1"):
        page.show_anchor(nothing)


def test_what_was_chosen_stays_chosen_when_something_else_changes(page):
    made = add_documents(page, 5)
    page.view.choose({made[1], made[3]}, made[3])
    page.desk.run("x", evidence.change_evidence, made[0], title="Khác")
    assert {row.id for row in page.view.chosen()} == {made[1], made[3]}
    add_documents(page, 1)
    assert {row.id for row in page.view.chosen()} == {made[1], made[3]}
    assert page.view.current().id == made[3]


def test_the_next_one_is_in_hand_when_one_is_done_with(page):
    add_documents(page, 6)
    which = page.panes.filter.which
    which.setCurrentIndex(which.findData("new"))
    page.panes.filter.tell()
    page.view.choose({page.model.row(2).id})
    next_ones = [page.model.row(n).id for n in (3, 4)]
    page.actions_by_key["approve"].trigger()  # no more in this filter
    assert page.view.current().id == next_ones[0]
    page.actions_by_key["trash"].trigger()
    assert page.view.current().id == next_ones[1]
    page.view.choose({page.model.row(page.model.rowCount() - 1).id})
    page.actions_by_key["trash"].trigger()
    assert page.view.currentIndex().row() == page.model.rowCount() - 1 == 2


def test_enter_leads_to_the_document_beside_the_list(qtbot, page):
    add_documents(page, 1)
    if page.panes.detail_button.isChecked():
        page.panes.detail_button.click()
    assert not page.panes.detail.isVisible()
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.panes.detail.isVisible()
    focus = page.window().focusWidget()
    assert focus is not None
    assert focus is page.panes.detail or page.panes.detail.isAncestorOf(focus)


def test_widths_and_the_detail_are_remembered(qtbot, page, desk):
    page.panes.detail_button.setChecked(True)
    page.panes.detail_button.click()
    page.panes.setSizes([600, 500, 0])
    page.panes.splitterMoved.emit(300, 1)
    again = EvidencePage(desk)
    qtbot.addWidget(again)
    again.resize(1166, 700)
    again.show()
    assert not again.panes.detail.isVisible()
    assert abs(again.panes.sizes()[0] - page.panes.sizes()[0]) < 5


def test_the_tree_gives_its_place_to_the_document_and_that_is_remembered(qtbot, page, desk):
    add_documents(page, 1)
    page.panes.detail_button.setChecked(True)
    before = page.panes.sizes()
    page.panes.tree_button.click()
    assert not page.panes.left.isVisible()
    assert page.panes.sizes()[2] > before[2]
    assert page.foot.text() == "Tất cả · 1 văn bản"
    again = EvidencePage(desk)
    qtbot.addWidget(again)
    again.resize(1166, 700)
    again.show()
    assert not again.panes.left.isVisible()
    page.panes.tree_button.click()
    assert page.panes.left.isVisible()
    assert abs(page.panes.sizes()[2] - before[2]) < 10


def test_a_wide_panel_has_the_record_beside_the_page(page):
    add_documents(page, 1)
    detail = page.panes.detail
    detail.setParent(None)
    detail.resize(400, 600)
    detail.show()
    assert detail.split.orientation() == Qt.Orientation.Vertical
    detail.resize(900, 600)
    assert detail.split.orientation() == Qt.Orientation.Horizontal
    assert min(detail.split.sizes()) > 300
    detail.resize(400, 600)
    assert detail.split.orientation() == Qt.Orientation.Vertical
    page.panes.addWidget(detail)


def test_menus_offer_what_can_be_done(page):
    add_documents(page, 1)
    page.view.selectAll()
    words = [action.text() for action in page.work.menu().actions() if action.text()]
    assert "Liên kết với nội dung…" in words
    assert "Xóa hẳn…" not in words
    assert len({action.text() for action in page.menu_actions()}) == len(page.menu_actions())


def test_a_closed_year_is_only_looked_at(page):
    made = add_documents(page, 1)
    page.desk.run("Khóa", close_year_anyway, 2025, "Đã nộp")
    page.view.choose(set(made))
    assert page.banner.words.text() == "Năm 2025 đã khóa: chỉ xem."
    enabled = {key for key, action in page.actions_by_key.items() if action.isEnabled()}
    assert enabled == {"copy", "hand_in", "names", "scan"}
    assert not page.model.flags(page.model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not drop_on_line(page, item_key(page, "2.1"), of_documents(made))


def test_a_year_without_framework_still_takes_documents(qtbot, page, tmp_path):
    desk = page.desk
    desk.run("Mở năm", cycles.open_year, 2026)
    desk.set_year(2026)
    assert [page.tree.index(n, 0).data() for n in range(page.tree.rowCount())] == [
        "Tất cả",
        "Chờ xếp (0)",
        "Trả lại (0)",
        "Thùng rác (0)",
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    assert drop_on_line(page, "waiting", files_mime([path]))
    settle(qtbot, page)
    assert titles(page) == ["a"]


def test_an_office_without_a_year_is_invited_to_open_one(empty_page):
    assert empty_page._empty is not None
    assert empty_page._empty.isVisible()
    went: list[str] = []
    empty_page.desk.go.connect(lambda key, _anchor: went.append(key))
    empty_page.to_plan()
    assert went == ["plan"]
    said: list[str] = []
    empty_page.desk.refused.connect(said.append)
    empty_page.actions_by_key["files"].trigger()
    empty_page.actions_by_key["paste"].trigger()
    assert said[0].startswith("Chưa có năm nào.")


@pytest.mark.parametrize("filled", [True, False])
def test_the_models_keep_qts_rules(qtmodeltester, page, filled):
    if filled:
        add_documents(page, 3)
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.tree)
    qtmodeltester.check(EvidenceTable(page))
    qtmodeltester.check(EvidenceTree(page))


def test_the_window_opens_the_page_by_its_menu_and_its_anchor(window, qtbot, monkeypatch):
    desk: Desk = window.desk
    monkeypatch.setattr(ask, "choose_folder", lambda *_a, **_k: None)
    desk.go.emit("evidence", "scan")
    assert window.page.KEY == "evidence"
    assert window.page.isVisible()
    assert window.width() <= 1092
