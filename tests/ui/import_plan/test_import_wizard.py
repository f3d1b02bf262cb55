"""The import wizard from the first step to the data and back, on a small plan of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from dvcq_desktop import assignments, plans
from dvcq_desktop.readers import read_plan
from ui import ask, jobs
from ui.desk import Desk
from ui.dialogs.import_models import DocumentLines, UnderstoodTree
from ui.dialogs.import_plan import ImportPlanDialog, import_plan
from ui.dialogs.import_review import ImportReview

PLAN = """ỦY BAN NHÂN DÂN
XÃ THỬ NGHIỆM
Số:     /KH-UBND
Thử Nghiệm, ngày    tháng 01 năm 2026
KẾ HOẠCH
Nâng cao chỉ số dân vận chính quyền của xã Thử Nghiệm năm 2026
Thực hiện Quyết định số 15/QĐ-UBND ngày 20/01/2026 của Ủy ban nhân dân huyện về việc phê duyệt kết quả;
Ủy ban nhân dân xã Thử Nghiệm ban hành Kế hoạch nâng cao chỉ số năm 2026, như sau:
I. MỤC TIÊU
Giữ vững kết quả đã đạt được.
II. NHIỆM VỤ
Tiêu chí 1: Quán triệt, triển khai văn bản
- Tổ chức hội nghị quán triệt.
- Ban hành kế hoạch năm.
+ Công chức tham mưu: Văn phòng – Thống kê (hàng tháng).
+ Các ngành phối hợp: Tài chính – Kế toán.
+ Thời gian thực hiện: Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2026.
Tiêu chí 2: Thực hiện nhiệm vụ chính trị
- Ban hành văn bản triển khai nhiệm vụ.
+ Công chức tham mưu: Tư pháp – Hộ tịch.
III. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng theo dõi, đôn đốc.
Trên đây là kế hoạch của xã.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach-2026.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot, desk: Desk, file: Path) -> ImportPlanDialog:
    """The wizard at its second step."""
    made = ImportPlanDialog(desk)
    qtbot.addWidget(made)
    made.show()
    made.read(file)
    qtbot.waitUntil(lambda: made.review is not None)
    return made


@pytest.fixture
def review(dialog: ImportPlanDialog) -> ImportReview:
    assert dialog.review is not None
    return dialog.review


def line_of(review: ImportReview, words: str) -> int:
    return next(n for n, line in enumerate(review.plan.text.lines, start=1) if words in line)


def choose(review: ImportReview, line: int) -> None:
    row = review.lines.row_of(line)
    assert row is not None
    review.lines_view.selectRow(row)


def node_of(review: ImportReview, group: str, *path: str):
    node = next(node for node in review.tree.groups() if node.key == group)
    for title in path:
        node = next(child for child in node.children if child.title.startswith(title))
    return node


def test_from_file_to_data_and_back(qtbot, dialog, review, desk):
    assert "2 tiêu chí · 3 nội dung · 2 nhóm phân công" in review.counts.text()
    assert dialog.year_box.value() == 2026
    assert "chưa có kế hoạch" in dialog.consequence.text()
    dialog.write_button.click()
    assert desk.year == 2026
    rows = assignments.assignment_rows(desk.db, 2026)
    assert [(row.leads, row.due) for row in rows] == [
        ("Văn phòng – Thống kê (hàng tháng)", "trước ngày 24/10/2026"),
        ("Tư pháp – Hộ tịch", ""),
    ]
    assert desk.office.undo_label() == "Nạp kế hoạch ke-hoach-2026.txt"
    dialog.undo_button.click()
    assert plans.find_plan(desk.db, 2026) is None
    assert assignments.assignment_rows(desk.db, 2025)
    assert dialog.steps.currentWidget() is review
    assert dialog.written is None


def test_a_plan_that_is_there_is_named_before_it_is_replaced(dialog):
    dialog.year_box.setValue(2025)
    assert "Năm 2025 đã có kế hoạch (3 nhiệm vụ)" in dialog.consequence.text()
    assert dialog.write_button.text() == "Nạp vào năm 2025"


def test_a_closed_year_is_told_in_place(dialog, desk):
    desk.run("Khóa", lambda db: db.execute("UPDATE cycle SET closed = 1 WHERE year = 2025"))
    dialog.year_box.setValue(2025)
    dialog.write()
    assert "đã khóa" in dialog.consequence.text()
    assert dialog.written is None


def test_a_lead_line_made_a_support_changes_what_is_written(dialog, review, desk):
    line = line_of(review, "tham mưu: Văn phòng")
    choose(review, line)
    review.set_role("support")
    assert review.lines.role(review.lines.row_of(line)) == "support"
    dialog.write()
    row = assignments.assignment_rows(desk.db, 2026)[0]
    assert row.leads == ""
    assert row.supports == "Tài chính – Kế toán; Văn phòng – Thống kê (hàng tháng)"


def test_a_line_that_cannot_be_that_is_named_and_nothing_changes(review):
    before = review.counts.text()
    choose(review, line_of(review, "Giữ vững kết quả"))
    review.set_role("lead")
    assert "đứng trước mọi tiêu chí" in review.trouble.text()
    assert review.trouble.isVisible()
    assert review.counts.text() == before


def test_either_side_selects_the_other(review):
    line = line_of(review, "phối hợp: Tài chính")
    choose(review, line)
    assert review.tree.node(review.tree_view.currentIndex()).title == "Phối hợp"
    assert "Các ngành phối hợp" in review.whole.toPlainText()
    review.tree_view.setCurrentIndex(review.tree.index_of(node_of(review, "tasks", "TC 2")))
    assert review.chosen_lines() == [line_of(review, "văn bản triển khai nhiệm vụ"), line_of(review, "Tư pháp")]


def test_a_value_is_edited_in_place_and_a_broken_rule_keeps_the_text(qtbot, dialog, review, desk):
    index = review.tree.index_of(node_of(review, "tasks", "TC 2", "Hạn"), 1)
    review.tree_view.setCurrentIndex(index)
    review.tree_view.edit(index)
    editor = review.editors.editing()
    assert isinstance(editor, QLineEdit)
    editor.setText("ngày kia")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert review.editors.editing() is editor
    assert editor.text() == "ngày kia"
    dialog.write()
    assert dialog.written is None
    editor.setText("chậm nhất ngày 20/10/2026")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    dialog.write()
    assert assignments.assignment_rows(desk.db, 2026)[1].due == "chậm nhất ngày 20/10/2026"


def test_units_and_head_are_corrected_in_the_tree(dialog, review, desk):
    tree = review.tree
    tree.setData(tree.index_of(node_of(review, "tasks", "TC 2", "Chủ trì"), 1), "Địa chính (quý I); Công đoàn")
    tree.setData(tree.index_of(node_of(review, "head", "Trích yếu"), 1), "Trích yếu đã sửa")
    dialog.write()
    assert assignments.assignment_rows(desk.db, 2026)[1].leads == "Địa chính (quý I); Công đoàn"
    assert plans.plan_of_year(desk.db, 2026).abstract == "Trích yếu đã sửa"


def test_a_removed_entry_keeps_its_text_and_a_step_back_brings_it_again(review):
    line = line_of(review, "Tư pháp")
    review.tree_view.setCurrentIndex(review.tree.index_of(node_of(review, "tasks", "TC 2")))
    review.remove_button.click()
    assert len(review.plan.tasks) == 1
    assert review.lines.role(review.lines.row_of(line)) == "text"
    review.back_button.click()
    assert len(review.plan.tasks) == 2
    assert not review.back_button.isEnabled()


def test_a_corrected_value_can_be_stepped_back(review):
    node = node_of(review, "criteria", "Tiêu chí 1")
    before = node.show()
    review.tree.setData(review.tree.index_of(node, 1), "Tên khác")
    assert review.plan.criteria[0].title == "Tên khác"
    review.step_back()
    assert review.plan.criteria[0].title == before


def test_the_next_doubt_goes_round(review):
    doubts = review.plan.doubts
    for turn in range(len(doubts) + 1):
        review.next_doubt()
        assert review.tree.node(review.tree_view.currentIndex()).place == turn % max(1, len(doubts)) or not doubts


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("hong.docx", b"PK\x03\x04 not a zip at all", "hỏng"),
        ("ke-hoach.pdf", b"%PDF-1.7", "Không nhập được tệp kiểu"),
        ("rong.txt", b"", "rỗng"),
    ],
)
def test_a_refused_file_is_told_on_the_first_step(qtbot, desk, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    made = ImportPlanDialog(desk)
    qtbot.addWidget(made)
    made.show()
    made.read(path)
    qtbot.waitUntil(made.start.trouble.isVisible)
    assert words in made.start.trouble.text()
    assert made.review is None
    assert made.start.choose_button.isEnabled()


def test_a_file_dropped_on_the_first_step_is_read(qtbot, desk, file):
    made = ImportPlanDialog(desk)
    qtbot.addWidget(made)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    made.start.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: made.review is not None)


def test_the_function_asks_for_a_file_and_answers_whether_it_was_written(qtbot, desk, file, monkeypatch):
    def run(dialog):
        monkeypatch.setattr(ask, "open_file", lambda *_args: file)
        dialog.start.choose_button.click()
        qtbot.waitUntil(lambda: dialog.review is not None)
        dialog.write()
        dialog.open_plan()
        return True

    went = []
    desk.go.connect(lambda page, anchor: went.append((page, anchor)))
    monkeypatch.setattr(ask, "show_dialog", run)
    assert import_plan(desk, None)
    assert went == [("plan", "")]
    monkeypatch.setattr(ask, "show_dialog", lambda _dialog: False)
    assert not import_plan(desk, None)


def test_reading_that_is_called_off_changes_nothing(qtbot, desk, file):
    made = ImportPlanDialog(desk)
    qtbot.addWidget(made)
    made.read(file)
    job = made._job
    assert job is not None
    with qtbot.waitSignal(job.ended):
        made.start.waiting.cancel.click()
        made.start.waiting._stop()
    assert made.review is None
    assert made.start.choose_button.isEnabled()


def test_the_models_keep_qts_contract(desk, file):
    plan = read_plan(file)
    for model in (DocumentLines(plan), UnderstoodTree(plan)):
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        model.take(plan)
        assert tester.model() is model


def test_an_empty_office_takes_a_plan(qtbot, empty_desk, file):
    made = ImportPlanDialog(empty_desk)
    qtbot.addWidget(made)
    made.read(file)
    qtbot.waitUntil(lambda: made.review is not None)
    made.write()
    assert empty_desk.year == 2026
    made.take_back()
    assert assignments.assignment_rows is not None
    assert plans.find_plan(empty_desk.db, 2026) is None


def test_jobs_answer_fail_and_stop_with_the_desk(qtbot, desk):
    done, failed = [], []
    job = jobs.run_in_background(
        desk,
        lambda db, _p: db.execute("SELECT year FROM cycle ORDER BY year").fetchone()[0],
        done.append,
        failed.append,
    )
    qtbot.waitSignal(job.ended).wait()
    assert done == [2024]

    def endless(_db, progress):
        while True:
            progress.report(1, 2, "đang làm")

    job = jobs.run_in_background(desk, endless, done.append, failed.append)
    job.stop()
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], jobs.Stopped)
    jobs.run_in_background(desk, endless, done.append, failed.append)
    jobs.stop_all(desk)
