"""The page of forms: choose, see, choose options, write to files, print; on a full and on an empty office."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester

from dvcq_desktop import progress_report, tasks
from dvcq_desktop.printed import FORMS
from ui import ask
from ui.desk import Desk
from ui.pages.forms import FormsPage
from ui.printing import print_pdf


@pytest.fixture
def page(qtbot, desk: Desk):
    made = FormsPage(desk)
    qtbot.addWidget(made)
    made.resize(1092, 614)
    made.show()
    qtbot.waitUntil(lambda: made.paper.page_count() > 0, timeout=20_000)
    qtbot.waitUntil(lambda: made._looking is None, timeout=20_000)
    yield made
    made.live.stop()


def text_of(path: Path) -> str:
    paper = pypdfium2.PdfDocument(path)
    text = "\n".join(paper[i].get_textpage().get_text_range() for i in range(len(paper)))
    paper.close()
    return text


def test_every_form_stands_in_the_list_with_its_state(page):
    words = [page.model.index(row, 0).data() for row in range(page.model.rowCount())]
    assert len(words) == len(FORMS)
    assert words[0].startswith("Kế hoạch năm\n✓ in được")
    assert all("…" not in state.split("·")[-1] or "▲" in state for state in words)


def test_an_anchor_chooses_a_form_and_asks_only_for_its_options(page):
    page.show_anchor("phan-cong")
    assert page.form().key == "phan-cong"
    assert not page.options.unit_box.isHidden()
    assert page.options.boxes["with_appendix"].isHidden()
    page.show_anchor("ke-hoach")
    assert page.options.unit_box.isHidden()
    assert not page.options.boxes["with_appendix"].isHidden()


def test_options_change_the_paper(qtbot, page):
    before = page.paper.page_count()
    page.options.boxes["with_appendix"].setChecked(False)
    qtbot.waitUntil(lambda: page.paper.page_count() < before, timeout=20_000)


def test_the_list_says_what_a_form_lacks(qtbot, page, desk):
    rows = tasks.tasks(desk.db, 2025)
    desk.run("Xóa", tasks.delete_tasks, [row.id for row in rows])
    row = page.model.row_of("phan-cong")
    qtbot.waitUntil(lambda: "▲" in page.model.index(row, 0).data(), timeout=20_000)
    page.show_anchor("phan-cong")
    qtbot.waitUntil(page.paper._trouble.isVisible, timeout=20_000)


@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF"), (".docx", b"PK"), (".xlsx", b"PK")])
def test_a_form_is_written_where_the_person_says(qtbot, page, tmp_path, monkeypatch, suffix, start):
    proposals = []

    def save(_parent, _title, proposal, _filters):
        proposals.append(proposal)
        return tmp_path / "ra"  # without an ending, as some choosers give it

    opened = []
    monkeypatch.setattr(ask, "save_file", save)
    monkeypatch.setattr(ask, "open_folder", opened.append)
    page.show_anchor("phan-cong")
    page.export(suffix)
    qtbot.waitUntil(lambda: page.output.written is not None, timeout=20_000)
    assert proposals == [f"phan-cong-2025{suffix}"]
    assert (tmp_path / f"ra{suffix}").read_bytes().startswith(start)
    assert not page.output.folder_button.isHidden()
    page.output.folder_button.click()
    assert opened == [tmp_path]


def test_a_unit_narrows_the_written_form(qtbot, page, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "ra.pdf")
    page.show_anchor("phan-cong")
    page.options.unit_box.setCurrentIndex(page.options.unit_box.findText("Tư pháp – Hộ tịch"))
    assert page.chosen_options().unit == "Tư pháp – Hộ tịch"
    page.export(".pdf")
    qtbot.waitUntil(lambda: page.output.written is not None, timeout=20_000)
    text = text_of(tmp_path / "ra.pdf")
    assert "Tư pháp" in text
    assert "quý I" not in text


def test_a_folder_that_is_not_there_is_told(qtbot, page, tmp_path, monkeypatch, desk):
    refused = []
    desk.refused.connect(refused.append)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "khong-co" / "ra.pdf")
    page.export(".pdf")
    qtbot.waitUntil(lambda: bool(refused), timeout=20_000)
    assert "Không có thư mục" in refused[0]
    assert page.output.written is None


def test_printing_sends_the_pages_that_are_seen(qtbot, page, tmp_path, monkeypatch):
    def printer(_parent, _title, *, pages):
        chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
        chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        chosen.setOutputFileName(str(tmp_path / "in.pdf"))
        chosen.setResolution(72)
        assert pages == page.paper.page_count()
        return chosen

    monkeypatch.setattr("ui.printing.DOTS_PER_INCH", 50)
    monkeypatch.setattr(ask, "printer", printer)
    page.print_form()
    qtbot.waitUntil(lambda: "trang đến máy in" in page.output.done.text(), timeout=20_000)
    printed = pypdfium2.PdfDocument(tmp_path / "in.pdf")
    sizes = [printed.get_page_size(i) for i in range(len(printed))]
    printed.close()
    assert len(sizes) == page.paper.page_count()
    assert sizes[0][0] < sizes[0][1]
    assert sizes[-1][0] > sizes[-1][1]  # the appendix lies


def test_only_the_chosen_pages_are_printed(qapp, tmp_path):
    from dvcq_desktop.printed.blocks import Document, Part, Text, plain
    from dvcq_desktop.writers import write

    blocks = tuple(Text(runs=plain(f"Đoạn {n} " * 40)) for n in range(60))
    data = write(Document(title="Thử", parts=(Part(blocks=blocks),)), ".pdf")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setResolution(36)
    printer.setFromTo(2, 3)
    assert print_pdf(data, printer) == 2


def test_leaving_the_page_ends_the_preview(qtbot, page):
    page.hide()
    assert page.live._thread is None
    page.show()
    qtbot.waitUntil(lambda: page.live._thread is not None and page.live.up_to_date, timeout=20_000)


def test_an_empty_office_says_what_is_missing(qtbot, empty_desk):
    made = FormsPage(empty_desk)
    qtbot.addWidget(made)
    made.show()
    assert made.paper._trouble.isVisible()
    assert not any(widget.isEnabled() for widget in made.buttons)
    made.export(".pdf")
    made.print_form()
    assert made.output.written is None


def test_the_page_fits_a_small_screen(page):
    assert page.minimumSizeHint().width() <= 892


def test_the_model_keeps_qts_contract(page):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.model.set_states({form.key: "thiếu" for form in FORMS})
    assert tester.model() is page.model


def test_the_figures_of_a_report_are_frozen_and_freed(page, desk):
    page.show_anchor("ke-hoach")
    assert page.frozen.isHidden()
    page.show_anchor("bao-cao-ky:quy-1")
    assert not page.frozen.isHidden()
    assert not page.frozen.freeze_button.isHidden()
    page.frozen.freeze_button.click()
    kept = progress_report.snapshot_of(desk.db, 2025, "quy-1")
    assert kept is not None
    assert kept.made_by == desk.office.who
    assert "đã chốt" in page.frozen.words.text()
    page.show_anchor("bao-cao-ky:nam")
    assert not page.frozen.freeze_button.isHidden(), "another period is not frozen"
    page.show_anchor("bao-cao-ky:quy-1")
    page.frozen.thaw_button.click()
    assert progress_report.snapshot_of(desk.db, 2025, "quy-1") is None
    desk.undo()
    assert progress_report.snapshot_of(desk.db, 2025, "quy-1") is not None
