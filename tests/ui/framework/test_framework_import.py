"""Tables into the framework page: pasted, read from files, put right in the preview; how one begins without a framework."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton

from dvcq_desktop import frameworks
from dvcq_desktop.readers.tables import read_tables
from tests.ui.framework.showing import QN, cell, items, maxima, put_on_clipboard, shown, table_text
from ui import ask
from ui.desk import Desk
from ui.dialogs.framework_choose import FrameworkChooseDialog
from ui.dialogs.framework_head import FrameworkHeadDialog
from ui.dialogs.framework_table import FrameworkTableDialog
from ui.framework.tree_model import MAX
from ui.framework.tree_view import column_of_points
from ui.pages.framework import FrameworkPage

# Tables


def test_a_pasted_column_of_points_goes_down(qtbot, unknown: FrameworkPage) -> None:
    unknown.view.go_to(cell(unknown, "1.2", MAX))
    put_on_clipboard("2,5\r\n3\r\n\r\n4.25\r\n")
    unknown.view.pasted.emit()
    assert maxima(unknown)[:6] == [None, 2_50, 3_00, None, 4_25, None]
    put_on_clipboard("2\n1.234")
    with qtbot.waitSignal(unknown.desk.refused):
        unknown.view.pasted.emit()
    assert maxima(unknown)[1] == 2_50  # all or none


def test_what_is_a_column_of_points() -> None:
    assert column_of_points("2\n2,5\n") == ["2", "2,5"]
    assert column_of_points("1\t2\n") == []
    assert column_of_points("Nội dung\n2") == []
    assert column_of_points("") == []


def test_a_pasted_table_is_shown_before_it_counts(
    qtbot, unknown: FrameworkPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[FrameworkTableDialog] = []

    def accept(dialog: FrameworkTableDialog) -> bool:
        seen.append(dialog)
        assert maxima(unknown) == [None] * 32
        return True

    monkeypatch.setattr(ask, "show_dialog", accept)
    put_on_clipboard(table_text(unknown))
    unknown.view.pasted.emit()
    dialog = seen[0]
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(dialog.preview, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert (
        "32 nội dung khớp · 0 thêm mới · 32 có điểm, tổng 80,00 · ✓ không có dòng nào đáng ngờ" in dialog.summary.text()
    )
    assert maxima(unknown) == [2_50] * 32
    unknown.desk.undo()
    assert maxima(unknown) == [None] * 32


def test_columns_and_rows_are_put_right_in_the_preview(qtbot, unknown: FrameworkPage) -> None:
    db, version = unknown.desk.db, unknown.steps.version.framework.id
    current = (frameworks.criteria(db, version), frameworks.items(db, version))
    dialog = FrameworkTableDialog(unknown.desk, current)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.do.isEnabled()
    first = items(unknown)[0]
    put_on_clipboard(f"STT\tNội dung\tA\tB\n1.1\t{first.text}\t5\t7\n1.9\tMột việc khác hẳn của tỉnh\t0-2\t8")
    dialog.paste_button.click()
    assert dialog.do.isEnabled()
    assert dialog.columns.boxes["max"].currentData() == 2
    assert dialog.preview.doubted() == 1
    dialog.columns.boxes["max"].setCurrentIndex(dialog.columns.boxes["max"].findData(3))
    dialog.columns.boxes["max"].activated.emit(0)
    assert [row.max for row in dialog.reading().items] == [7_00, 8_00]
    last = dialog.preview.rowCount() - 1
    assert dialog.preview.index(last, 3).data() == "＋ thêm mới"
    dialog.preview.setData(dialog.preview.index(last, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [row.max for row in dialog.reading().items] == [7_00]
    assert "1 nội dung khớp · 0 thêm mới" in dialog.summary.text()
    put_on_clipboard("")
    dialog.paste_button.click()
    assert "Chưa có bảng nào được chép" in dialog.trouble.text()


def test_a_template_goes_out_and_comes_back(
    qtbot, page: FrameworkPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_given: tmp_path / "bộ tiêu chí")
    page.actions_by_key["export"].trigger()
    path = tmp_path / "bộ tiêu chí.xlsx"
    assert read_tables(path)[0].width == 9
    db, version = page.desk.db, page.steps.version.framework.id
    dialog = FrameworkTableDialog(page.desk, (frameworks.criteria(db, version), frameworks.items(db, version)))
    qtbot.addWidget(dialog)
    dialog.read(path)
    qtbot.waitUntil(lambda: bool(dialog.reading().rows), timeout=5000)
    assert "32 nội dung khớp" in dialog.summary.text()
    (tmp_path / "hỏng.xlsx").write_bytes(b"PK\x03\x04")
    dialog.read(tmp_path / "hỏng.xlsx")
    qtbot.waitUntil(lambda: "bị hỏng" in dialog.trouble.text(), timeout=5000)


def test_a_folder_that_cannot_be_written_is_told(
    qtbot, page: FrameworkPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_given: tmp_path / "không có" / "x.xlsx")
    with qtbot.waitSignal(page.desk.refused):
        page.actions_by_key["export"].trigger()


# Beginning


def test_an_empty_office_is_invited(qtbot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(qtbot, empty_desk)
    cards = [card.text().split("\n")[0] for card in page.findChildren(QPushButton, "card")]
    assert cards == ["Chọn bộ có sẵn", "Nhập từ Excel, Word", "Tải mẫu Excel", "Tự lập"]
    seen: list[FrameworkChooseDialog] = []
    monkeypatch.setattr(ask, "show_dialog", lambda dialog: seen.append(dialog) or True)
    page.findChildren(QPushButton, "card")[0].click()
    qtbot.addWidget(seen[0])
    assert page.steps.version.framework.code == QN
    assert page.model.rowCount() == 10


def test_a_framework_from_a_table_where_there_was_none(
    qtbot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(qtbot, empty_desk)

    def accept(dialog: FrameworkTableDialog) -> bool:
        qtbot.addWidget(dialog)
        assert not dialog.do.isEnabled()
        dialog.title.setText("Thang điểm của tỉnh")
        assert dialog.do.isEnabled()
        return True

    monkeypatch.setattr(ask, "show_dialog", accept)
    put_on_clipboard("STT\tNội dung\tĐiểm\nI\tTriển khai\t3\n1\tCó kế hoạch\t1\n2\tCó tổng kết\t2")
    page.steps.import_table(pasted=True)
    assert page.steps.version.framework.title == "Thang điểm của tỉnh"
    assert maxima(page) == [1_00, 2_00]


def test_one_of_ones_own(qtbot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(qtbot, empty_desk)
    monkeypatch.setattr(ask, "line", lambda *_given: "Khung tự lập")
    page.steps.begin_own()
    page.actions_by_key["add_item"].trigger()  # there is no criterion yet: one is begun
    page.view.cells.editing().setText("Tiêu chí đầu")
    page.view.cells.finish()
    page.actions_by_key["add_item"].trigger()
    page.view.cells.finish()
    assert [item.text for item in items(page)] == ["Nội dung mới"]


def test_the_head_is_stored_in_one_step(qtbot, unknown: FrameworkPage, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = FrameworkHeadDialog(unknown.desk, unknown.steps.version.framework)
    qtbot.addWidget(dialog)
    assert dialog.classes.toPlainText().startswith("Hoàn thành xuất sắc nhiệm vụ\n")
    dialog.fields["total"].setText("100")
    dialog.classes.setPlainText("Tốt = 80\nKhá = 90")
    dialog.accept()
    assert "từ cao xuống thấp" in dialog.complaint.text()
    assert unknown.steps.version.framework.total is None
    dialog.classes.setPlainText("Tốt = 80\nKhá = 65")
    dialog.gates.setPlainText("Có người bị kỷ luật? → Khá\nKhông nộp hồ sơ? → không xếp loại")
    dialog.accept()
    assert unknown.steps.version.framework.total == 100_00
    again = FrameworkHeadDialog(unknown.desk, unknown.steps.version.framework)
    qtbot.addWidget(again)
    assert again.classes.toPlainText() == "Tốt = 80,00\nKhá = 65,00"
    assert again.gates.toPlainText() == "Có người bị kỷ luật? → Khá\nKhông nộp hồ sơ? → không xếp loại"
