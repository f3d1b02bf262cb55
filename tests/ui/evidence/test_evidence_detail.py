"""The panel of one document: each field is stored when it is left and undone, review, links, versions, doubts, proposals, history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from dvcq_desktop import cycles, evidence, evidence_files, evidence_links, frameworks
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.records import get, update
from tests.ui.evidence.papers import Attach, newest, report_pdf
from ui import ask, jobs
from ui.desk import Desk
from ui.dialogs.history import HistoryDialog
from ui.dialogs.pick import PickDialog
from ui.evidence.detail import DOUBTS, FILES, LINKS, RECORD, EvidenceDetail

LONG = 40_000
TYPED = {  # field: what is typed, what is stored
    "kind": ("Báo cáo", "Báo cáo"),
    "reference": ("15/BC-UBND", "15/BC-UBND"),
    "issued_on": ("5.3.2025", "2025-03-05"),
    "issuer": ("UBND xã Ba Thành", "UBND xã Ba Thành"),
    "title": ("Kết quả thực hiện\nquy chế dân chủ", "Kết quả thực hiện quy chế dân chủ"),
    "signer": ("Phạm Văn Bình", "Phạm Văn Bình"),
    "page_count": ("12", 12),
    "box": ("3", 3),
    "note": ("bản chính ở văn thư", "bản chính ở văn thư"),
}


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[EvidenceDetail]:
    made = EvidenceDetail(desk)
    qtbot.addWidget(made)
    made.resize(412, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made
    jobs.stop_all(desk)
    made.preview.stop()


@pytest.fixture
def items(desk: Desk) -> list[frameworks.Item]:
    framework = cycles.cycle_of_year(desk.db, 2025).framework_id
    assert framework is not None
    return frameworks.items(desk.db, framework)


@pytest.fixture
def record(desk: Desk, items: list[frameworks.Item]) -> int:
    """A document of the first item, without a file."""
    return desk.run("Thêm", evidence.add_evidence, 2025, items[0].id, "Văn bản")


def now(desk: Desk, evidence_id: int) -> Evidence:
    return get(desk.db, Evidence, evidence_id)


def type_into(qtbot: QtBot, panel: EvidenceDetail, name: str, words: str) -> None:
    """Type into a field of the record and leave it."""
    field = panel.form.fields[name]
    panel.tabs.setCurrentIndex(RECORD)
    field.setFocus()
    field.selectAll()
    if isinstance(field, QPlainTextEdit):
        field.insertPlainText(words)
    else:
        field.insert(words)
    panel.form.leave(name)


def shown_in(panel: EvidenceDetail, name: str) -> str:
    field = panel.form.fields[name]
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


# The record


@pytest.mark.parametrize("name", TYPED)
def test_each_field_is_stored_when_left_and_undone(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int, name: str
) -> None:
    panel.show_evidence(record)
    before, shown = getattr(now(desk, record), name), shown_in(panel, name)
    typed, stored = TYPED[name]
    type_into(qtbot, panel, name, typed)
    assert getattr(now(desk, record), name) == stored
    assert panel.form.complaints[name].isHidden()
    desk.undo()
    assert getattr(now(desk, record), name) == before
    assert shown_in(panel, name) == shown
    desk.redo()
    assert getattr(now(desk, record), name) == stored


def test_leaving_by_the_keyboard_stores(qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int) -> None:
    panel.show_evidence(record)
    panel.activateWindow()
    field = panel.form.fields["reference"]
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "7/TB-UBND")
    assert now(desk, record).reference == ""
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert now(desk, record).reference == "7/TB-UBND"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("issued_on", "31/02/2025", "lịch"),
        ("title", "", "tên"),
        ("page_count", "ba", "số nguyên"),
        ("box", "0", "số nguyên"),
    ],
)
def test_a_broken_rule_is_told_below_the_field_and_what_was_typed_stays(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int, name: str, typed: str, said: str
) -> None:
    panel.show_evidence(record)
    before = now(desk, record)
    type_into(qtbot, panel, name, typed)
    assert said in panel.form.complaints[name].text()
    assert not panel.form.complaints[name].isHidden()
    assert now(desk, record) == before
    desk.run("Khác", evidence.change_evidence, record, note="từ nơi khác")
    assert shown_in(panel, name) == typed
    assert shown_in(panel, "note") == "từ nơi khác"
    panel.show_evidence(None)
    panel.show_evidence(record)
    assert shown_in(panel, name) == typed
    assert said in panel.form.complaints[name].text()
    type_into(qtbot, panel, name, TYPED[name][0])
    assert panel.form.complaints[name].isHidden()
    assert getattr(now(desk, record), name) == TYPED[name][1]


def test_what_is_being_typed_is_stored_before_another_document_and_before_undo(
    desk: Desk, panel: EvidenceDetail, record: int
) -> None:
    other = desk.run("Thêm", evidence.add_record, 2025, "Khác")
    panel.show_evidence(record)
    note = panel.form.fields["note"]
    assert isinstance(note, QLineEdit)
    note.insert("đang gõ")
    panel.show_evidence(other)
    assert now(desk, record).note == "đang gõ"
    assert shown_in(panel, "note") == ""
    note.insert("gõ tiếp")
    desk.undo()
    assert now(desk, other).note == ""
    assert now(desk, record).note == "đang gõ"


def test_kinds_issuers_and_signers_are_offered_in_a_list_below(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int
) -> None:
    desk.run("Thêm", evidence.add_record, 2025, "Khác", issuer="Đảng ủy xã Ba Thành", kind="Thư ngỏ")
    panel.show_evidence(record)
    issuer, kind = panel.form.fields["issuer"], panel.form.fields["kind"]
    for field, words in ((issuer, "dang uy"), (kind, "ngo")):
        field.setFocus()
        qtbot.keyClicks(field, words)
        field.suggest()
        assert field.list_shown()
        qtbot.keyClick(field, Qt.Key.Key_Down)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    panel.form.flush()
    assert now(desk, record).issuer == "Đảng ủy xã Ba Thành"
    assert now(desk, record).kind == "Thư ngỏ"


def test_a_document_that_is_gone_or_in_a_closed_year_cannot_be_changed(
    desk: Desk, panel: EvidenceDetail, record: int
) -> None:
    panel.show_evidence(record)
    desk.run("Thùng rác", evidence.trash, [record], "Hoa")
    assert "Đã bỏ" in panel.head.state.text()
    assert not panel.head.restore_button.isHidden()
    assert panel.form.fields["title"].isReadOnly()
    assert panel.head.approve_button.isHidden()
    assert not panel.links.item_button.isEnabled()
    desk.undo()
    assert not panel.form.fields["title"].isReadOnly()
    desk.run("Khóa", update, cycles.Cycle, cycles.cycle_of_year(desk.db, 2025).id, closed=1)
    panel.refresh()
    assert panel.form.fields["title"].isReadOnly()
    assert not panel.versions.replace_button.isEnabled()
    desk.undo()
    desk.undo()  # the record itself
    assert panel.head.isHidden()
    assert not panel.tabs.isEnabled()


# Review


def test_code_state_and_review(desk: Desk, panel: EvidenceDetail, record: int, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.show_evidence(record)
    assert panel.head.code.text() == "H1.1.1.01"
    assert "Chờ duyệt" in panel.head.state.text()
    panel.head.approve_button.click()
    assert "Đã duyệt" in panel.head.state.text()
    assert desk.office.who in panel.head.state.text()
    monkeypatch.setattr(ask, "line", lambda *_arguments: "  Thiếu dấu  ")
    panel.head.back_button.click()
    assert now(desk, record).state == "returned"
    assert panel.head.said.text() == "▲ Thiếu dấu"
    assert panel.head.back_button.isHidden()
    assert panel.tabs.tabText(DOUBTS).startswith("▲")
    panel.head.submit_button.click()
    assert now(desk, record).state == "new"
    desk.undo()
    assert panel.head.said.text() == "▲ Thiếu dấu"
    monkeypatch.setattr(ask, "line", lambda *_arguments: " ")
    desk.undo()
    refused: list[str] = []
    desk.refused.connect(refused.append)
    panel.head.back_button.click()
    assert refused == ["Chưa ghi lý do trả lại."]


# Links


def cell(panel: EvidenceDetail, row: int, column: int) -> QModelIndex:
    return panel.links.table.index(row, column)


def edit(qtbot: QtBot, panel: EvidenceDetail, row: int, column: int, words: str) -> None:
    """Type into a cell of the links and press Enter."""
    panel.tabs.setCurrentIndex(LINKS)
    panel.links.view.setCurrentIndex(cell(panel, row, column))
    panel.links.view.edit(cell(panel, row, column))
    editor = panel.links.view.editors.editing()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    editor.insert(words)
    panel.links.view.editors.finish()


def test_links_are_added_to_items_and_tasks_edited_in_place_and_taken_away(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int, items: list[frameworks.Item],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def pick_first_two(dialog: PickDialog) -> bool:
        dialog.list.selectAll()
        dialog.accept()
        dialog.places = dialog.places[:2]
        return True

    monkeypatch.setattr(ask, "show_dialog", pick_first_two)
    panel.show_evidence(record)
    panel.links.item_button.click()
    panel.links.task_button.click()
    links = evidence_links.links_of(desk.db, record)
    assert [link.item_id for link in links[:3]] == [one.id for one in items[:3]]
    assert [link.task_id is not None for link in links] == [False] * 3 + [True] * 2
    assert panel.tabs.tabText(LINKS) == "Liên kết (5)"
    for column, words in ((1, "3, 5-7"), (2, "Mục II"), (3, "Báo cáo"), (4, "xem bảng 2")):
        edit(qtbot, panel, 1, column, words)
    link = evidence_links.links_of(desk.db, record)[1]
    assert (link.pages, link.section, link.expected, link.note) == ("3, 5-7", "Mục II", "Báo cáo", "xem bảng 2")
    desk.undo()
    assert cell(panel, 1, 4).data() == ""
    panel.links.view.selectAll()
    panel.links.remove_button.click()
    assert evidence_links.links_of(desk.db, record) == []
    desk.undo()
    assert len(evidence_links.links_of(desk.db, record)) == 5


def test_pages_that_are_none_or_beyond_the_last_are_refused_in_the_cell(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int
) -> None:
    desk.run("Trang", evidence.change_evidence, record, page_count="6")
    panel.show_evidence(record)
    for words, said in (("ba", "số trang"), ("7", "trang cuối")):
        edit(qtbot, panel, 0, 1, words)
        assert said in panel.links.view.editors._complaint.text()
        assert panel.links.view.editors.editing() is not None
    edit_again = panel.links.view.editors.editing()
    assert isinstance(edit_again, QLineEdit)
    edit_again.setText("6")
    panel.flush()
    assert evidence_links.links_of(desk.db, record)[0].pages == "6"


def test_the_expected_paper_is_chosen_from_the_item_and_proposed(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int, items: list[frameworks.Item]
) -> None:
    desk.run("Cần có", update, frameworks.Item, items[0].id, expected_evidence="Kế hoạch năm\nBáo cáo quy chế dân chủ")
    desk.run("Tên", evidence.change_evidence, record, kind="Báo cáo", title="Kết quả quy chế dân chủ")
    panel.show_evidence(record)
    panel.tabs.setCurrentIndex(LINKS)
    panel.links.view.setCurrentIndex(cell(panel, 0, 3))
    assert panel.links._names("expected") == ["Kế hoạch năm", "Báo cáo quy chế dân chủ"]
    assert "nội dung 1.1 ứng với “Báo cáo quy chế dân chủ”" in panel.links.proposal.text()
    panel.links.take_button.click()
    assert evidence_links.links_of(desk.db, record)[0].expected == "Báo cáo quy chế dân chủ"
    assert panel.links.take_button.isHidden()
    desk.undo()
    assert evidence_links.links_of(desk.db, record)[0].expected == ""


def test_a_double_click_goes_to_the_item_or_task_and_a_click_to_its_page(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, attach: Attach, items: list[frameworks.Item], tmp_path: Path
) -> None:
    made = attach(report_pdf(tmp_path / "a.pdf", pages=9), item_ids=[items[0].id, items[1].id])
    first, second = evidence_links.links_of(desk.db, made)
    desk.run("Trang", evidence_links.change_link, first.id, pages="4-5")
    desk.run("Trang", evidence_links.change_link, second.id, pages="7")
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.show_evidence(made, item_id=items[1].id)
    assert panel.preview.paper.sheets.page_in_sight() == 6
    panel.links.view.clicked.emit(cell(panel, 0, 0))
    assert panel.preview.paper.sheets.page_in_sight() == 3
    with qtbot.waitSignal(desk.go) as gone:
        panel.links.view.doubleClicked.emit(cell(panel, 0, 0))
    assert gone.args == ["scores", f"item:{items[0].id}"]
    with qtbot.assertNotEmitted(desk.go):
        panel.links.view.doubleClicked.emit(cell(panel, 0, 1))


# Versions


def test_a_new_version_replaces_the_old_one_which_can_still_be_seen(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, attach: Attach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attach(report_pdf(tmp_path / "cũ.pdf", pages=2))
    desk.run("Duyệt", evidence.approve, [made], "Hoa")
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.show_evidence(made)
    new = report_pdf(tmp_path / "mới.pdf", pages=5)
    monkeypatch.setattr(ask, "open_file", lambda *_arguments: new)
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.versions.replace_button.click()
    assert newest(desk, made).version == 2
    assert newest(desk, made).original_name == "mới.pdf"
    assert now(desk, made).state == "new"
    assert panel.tabs.tabText(FILES) == "Tệp (2)"
    assert panel.preview.page_count() == 5
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.versions.view.doubleClicked.emit(panel.versions.table.index(1, 0))
    assert panel.preview.page_count() == 2
    assert "bản cũ" in panel.bar.words.text()
    panel.versions.view.setCurrentIndex(panel.versions.table.index(0, 5))
    panel.versions.table.setData(panel.versions.table.index(0, 5), "thêm phụ lục")
    assert newest(desk, made).note == "thêm phụ lục"
    with qtbot.waitSignal(desk.told, timeout=LONG) as told:
        panel.versions.replace_button.click()  # the same content again
    assert "giống hệt" in told.args[0]
    assert newest(desk, made).version == 2
    desk.undo()
    desk.undo()
    assert newest(desk, made).version == 1


def test_what_may_do_harm_is_said_beside_the_file_and_stays_said(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, attach: Attach, tmp_path: Path
) -> None:
    (tmp_path / "chạy.exe").write_bytes(b"MZ" + b"\0" * 99)
    made = attach(tmp_path / "chạy.exe")
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.show_evidence(made)
    assert panel.bar.words.text().startswith("▲ Chương trình")
    assert "mở tệp là chạy" in panel.preview.sentence.text()
    desk.run("Khác", evidence.change_evidence, made, note="ghi chú")
    assert panel.bar.words.text().startswith("▲ Chương trình")


def test_a_file_is_added_to_a_record_that_has_none(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, record: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_evidence(record)
    assert "chưa có tệp" in panel.preview.sentence.text()
    assert panel.bar.isHidden()
    assert panel.versions.replace_button.text() == "Thêm tệp…"
    gone = tmp_path / "không có.pdf"
    monkeypatch.setattr(ask, "open_file", lambda *_arguments: gone)
    with qtbot.waitSignal(desk.refused, timeout=LONG):
        panel.versions.replace_button.click()
    assert evidence_files.newest_file(desk.db, record) is None
    report_pdf(gone)
    with qtbot.waitSignal(panel.preview.settled, timeout=LONG):
        panel.versions.replace_button.click()
    assert newest(desk, record).version == 1
    assert panel.preview.page_count() == 3


# Doubts, proposals, history


def test_doubts_lead_to_the_place_where_they_are_put_right(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, items: list[frameworks.Item]
) -> None:
    fields = {"reference": "15/BC-UBND", "issuer": "UBND xã", "issued_on": "05/03/2025", "signer": "Bình"}
    other = desk.run("Thêm", evidence.add_record, 2025, "Bản trước", **fields)
    made = desk.run("Thêm", evidence.add_evidence, 2025, items[0].id, "Văn bản", **{**fields, "signer": ""})
    link = evidence_links.links_of(desk.db, made)[0]
    desk.run("Trang", evidence_links.change_link, link.id, pages="9")
    desk.run("Trang", evidence.change_evidence, made, page_count="6")
    panel.activateWindow()
    panel.show_evidence(made)
    doubts = {one.key: one for one in panel.doubts.warnings}
    assert {"unsigned", "same-number", "beyond-last-page"} <= set(doubts)
    assert doubts["same-number"].evidence_ids == (other,)
    assert panel.tabs.tabText(DOUBTS) == f"▲ {len(doubts)}"
    panel.tabs.setCurrentIndex(DOUBTS)
    panel.go_to(doubts["unsigned"])
    assert panel.tabs.currentIndex() == RECORD
    qtbot.waitUntil(panel.form.fields["signer"].hasFocus)
    panel.go_to(doubts["beyond-last-page"])
    assert panel.tabs.currentIndex() == LINKS
    assert panel.links.view.currentIndex().column() == 1
    with qtbot.waitSignal(desk.go) as gone:
        panel.go_to(doubts["same-number"])
    assert gone.args == ["evidence", f"evidence:{other}"]
    type_into(qtbot, panel, "signer", "Phạm Văn Bình")
    assert "unsigned" not in {one.key for one in panel.doubts.warnings}


def test_the_papers_own_words_are_proposed_and_taken_one_or_all(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, attach: Attach, tmp_path: Path
) -> None:
    made = attach(report_pdf(tmp_path / "quét 001.pdf"))
    panel.show_evidence(made)
    with qtbot.waitSignal(panel.proposing.ended, timeout=LONG):
        panel.form.read_button.click()
    proposed = panel.form.proposed()
    assert proposed["reference"] == "15/BC-UBND"
    assert proposed["issued_on"] == "05/03/2025"
    assert proposed["kind"] == "Báo cáo"
    assert proposed["signer"] == "Phạm Văn Bình"
    assert proposed["page_count"] == "3"
    assert now(desk, made).reference == ""
    panel.form.proposals["reference"].click()
    assert now(desk, made).reference == "15/BC-UBND"
    assert "reference" not in panel.form.proposed()
    assert "issued_on" in panel.form.proposed()
    panel.form.take_button.click()
    stored = now(desk, made)
    assert (stored.kind, stored.issued_on, stored.page_count) == ("Báo cáo", "2025-03-05", 3)
    assert stored.title.startswith("Kết quả thực hiện quy chế dân chủ")
    assert panel.form.proposed() == {}
    desk.undo()
    assert now(desk, made).kind == ""
    assert now(desk, made).reference == "15/BC-UBND"


def test_a_file_without_words_says_so(
    qtbot: QtBot, desk: Desk, panel: EvidenceDetail, attach: Attach, tmp_path: Path
) -> None:
    paper = docx.Document()
    paper.save(str(tmp_path / "trống.docx"))
    (tmp_path / "hỏng.pdf").write_bytes(b"%PDF-1.4\n\xff\xff")
    for name in ("trống.docx", "hỏng.pdf"):
        panel.show_evidence(attach(tmp_path / name))
        with qtbot.waitSignal(panel.proposing.ended, timeout=LONG):
            panel.form.read_button.click()
        assert panel.form.told.text()
        assert panel.form.take_button.isHidden()


def test_the_history_tells_record_files_and_links(
    desk: Desk, panel: EvidenceDetail, attach: Attach, items: list[frameworks.Item], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []

    def read(dialog: QDialog) -> bool:
        assert isinstance(dialog, HistoryDialog)
        told.extend(dialog.table.row(n).texts["what"] for n in range(dialog.table.total()))
        return False

    monkeypatch.setattr(ask, "show_dialog", read)
    made = attach(report_pdf(tmp_path / "a.pdf"), item_ids=[items[0].id], title="Báo cáo")
    desk.run("Số", evidence.change_evidence, made, reference="15/BC-UBND")
    link = evidence_links.links_of(desk.db, made)[0]
    desk.run("Trang", evidence_links.change_link, link.id, pages="2")
    desk.run("Trả lại", evidence.send_back, [made], "Thiếu dấu", "Hoa")
    desk.run("Bỏ", evidence_links.unlink, [link.id])
    panel.show_evidence(made)
    panel.form.history_button.click()
    words = "\n".join(told)
    for expected in (
        "thêm “Báo cáo”",
        "thêm tệp bản 1 “a.pdf”",
        "gắn vào nội dung 1.1",
        "Số, ký hiệu: trống → 15/BC-UBND",
        "ở nội dung 1.1: Trang: trống → 2",
        "trạng thái: chờ duyệt → trả lại",
        "lý do trả lại: Thiếu dấu",
        "bỏ khỏi nội dung 1.1",
    ):
        assert expected in words
    assert told[0] == "bỏ khỏi nội dung 1.1"
