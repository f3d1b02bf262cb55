"""The main job as an official does it: a Word plan comes in, is corrected in the window, assigned, and leaves as a PDF."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dvcq_desktop import assignments, plans
from ui import ask

PARAGRAPHS = [
    "KẾ HOẠCH",
    "Nâng cao chỉ số dân vận chính quyền của xã Suối Mơ năm 2026",
    "Thực hiện Quyết định số 15/QĐ-UBND ngày 20/01/2026 của Ủy ban nhân dân huyện về việc phê duyệt kết quả năm 2025;",
    "Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch nâng cao chỉ số năm 2026, như sau:",
    "I. MỤC TIÊU",
    "Giữ vững kết quả đã đạt được.",
    "II. NHIỆM VỤ",
    "Tiêu chí 1: Quán triệt, triển khai văn bản",
    "- Tổ chức hội nghị quán triệt.",
    "+ Công chức tham mưu: Văn phòng – Thống kê (hàng tháng).",
    "+ Các ngành phối hợp: Tài chính – Kế toán.",
    "+ Thời gian thực hiện: Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2026.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Giao Văn phòng theo dõi, đôn đốc.",
    "Trên đây là kế hoạch của xã.",
]
HEAD = (
    ("ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    ("Số:      /KH-UBND",), ("Suối Mơ, ngày      tháng 02 năm 2026",),
)  # fmt: skip
WORDS = "Lấy sự hài lòng của Nhân dân làm thước đo."


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """A .docx as Word writes it: a two-column head, then paragraphs."""

    def paragraph(text: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    cells = ["<w:tc>" + "".join(map(paragraph, lines)) + "</w:tc>" for lines in HEAD]
    table = f"<w:tbl><w:tr>{cells[0]}{cells[1]}</w:tr><w:tr>{cells[2]}{cells[3]}</w:tr></w:tbl>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body>{table}{''.join(map(paragraph, PARAGRAPHS))}</w:body></w:document>"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", body)
    path = tmp_path / "Kế hoạch 2026.docx"
    path.write_bytes(packed.getvalue())
    return path


def pdf_text(path: Path) -> str:
    paper = pypdfium2.PdfDocument(path)
    found = " ".join(paper[i].get_textpage().get_text_range() for i in range(len(paper)))
    paper.close()
    return " ".join(found.split())


def test_from_word_to_paper(qtbot, window, word_file: Path, tmp_path: Path, monkeypatch) -> None:
    desk = window.desk

    def through_the_wizard(dialog) -> bool:
        dialog.read(word_file)
        qtbot.waitUntil(lambda: dialog.review is not None, timeout=20_000)
        dialog.write_button.click()
        dialog.open_plan()
        return True

    monkeypatch.setattr(ask, "show_dialog", through_the_wizard)
    window.show_page("plan")
    window.import_plan()
    assert desk.year == 2026
    assert window.page.KEY == "plan"

    # the plan page: a sentence typed into "I. MỤC TIÊU" is stored without any Save
    page = window.page
    plan = plans.plan_of_year(desk.db, 2026)
    goal = desk.db.execute("SELECT id FROM section WHERE plan_id = ? AND heading = 'MỤC TIÊU'", (plan.id,)).fetchone()[
        0
    ]
    window.page.show_anchor(f"section:{goal}")
    text = page.middle.section.text
    text.setFocus()
    text.moveCursor(text.textCursor().MoveOperation.End)
    QTest.keyClick(text, Qt.Key.Key_Return)
    text.insertPlainText(WORDS)
    desk.flush.emit()
    stored = desk.db.execute("SELECT body FROM section WHERE id = ?", (goal,)).fetchone()[0]
    assert stored.split("\n") == ["Giữ vững kết quả đã đạt được.", WORDS]

    # the assignment page: one more support, in the table's row
    window.show_page("assignments")
    task = assignments.assignment_rows(desk.db, 2026)[0]
    desk.run("Sửa phối hợp", assignments.set_actors, task.id, "support", f"{task.supports}; Khối vận Đảng ủy")

    # the forms page: the paper carries all of it
    out = tmp_path / "ke-hoach.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_args: out)
    window.show_page("forms")
    window.page.show_anchor("ke-hoach")
    window.page.export(".pdf")
    qtbot.waitUntil(lambda: window.page.output.written is not None, timeout=30_000)
    printed = pdf_text(out)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "XÃ SUỐI MƠ", "KH-UBND", "I. MỤC TIÊU", WORDS, "Khối vận Đảng ủy",
        "trước ngày 24/10/2026", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "./.", "PHÂN CÔNG NHIỆM VỤ",
    ):  # fmt: skip
        assert words in printed, words

    # and one step of undo a thing: the whole import can be taken back
    labels = []
    while (label := desk.office.undo_label()) is not None and not label.startswith("Nạp kế hoạch"):
        labels.append(label)
        window.desk.undo()
    assert len(labels) == 2
    desk.undo()
    assert plans.find_plan(desk.db, 2026) is None
