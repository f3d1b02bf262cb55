"""F15: mục lục hồ sơ, tài liệu nộp lưu (annex V of Decree 30), a row for each file of papers."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.catalogue import pages_of
from dvcq_desktop.number_words import number_words
from dvcq_desktop.printed.blocks import (
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Part,
    PrintedForm,
    SignatureCell,
    Signatures,
    Text,
    Title,
    plain,
)
from dvcq_desktop.printed.evidence_parts import PaperFile, filed, paper_files, retention, span
from dvcq_desktop.printed.letter_parts import two_digits
from dvcq_desktop.printed.score_sheet import head_of_office
from dvcq_desktop.texts import _

COLUMNS = (
    GridColumn(title="Số TT", share=11, align="center"),
    GridColumn(title="Số, ký hiệu hồ sơ", share=19, align="center"),
    GridColumn(title="Tiêu đề hồ sơ", share=60),
    GridColumn(title="Thời gian tài liệu", share=25, align="center"),
    GridColumn(title="Thời hạn bảo quản", share=19, align="center"),
    GridColumn(title="Số tờ/Số trang", share=15, align="center", kind="number"),
    GridColumn(title="Ghi chú", share=20),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The index of the year's files of papers. RuleBroken where nothing is filed."""
    files = paper_files(filed(db, options.year))
    kept = retention(db)
    count = len(files)
    blocks = (
        *head_of_office(
            db, options.year, dated=options.year + 1
        ),  # handed over within a year of the work's end (Điều 30)
        Title(
            kind=_("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU"),
            abstract=_("Minh chứng công tác dân vận chính quyền năm {year}", year=options.year),
        ),
        Grid(
            columns=COLUMNS,
            rows=tuple(_row(number, one, options.year, kept) for number, one in enumerate(files, start=1)),
            numbered_columns=options.numbered_columns,
        ),
        Text(runs=plain(_("Mục lục này gồm: {n} hồ sơ (đơn vị bảo quản).", n=two_digits(count)))),
        Text(runs=plain(_("Viết bằng chữ: {words} hồ sơ (đơn vị bảo quản).", words=number_words(count)))),
        Signatures(right=SignatureCell(lines=(_("NGƯỜI LẬP"),), note=_("(Ký, ghi rõ họ và tên, chức vụ)"))),
    )
    return Document(title=_("Mục lục hồ sơ năm {year}", year=options.year), parts=(Part(blocks=blocks),))


def _row(number: int, one: PaperFile, year: int, kept: str) -> GridRow:
    title = _("Tiêu chí {number}: {title} (minh chứng năm {year})", number=one.number, year=year, title=one.title)
    pages = pages_of(one.lines)
    note = _("Hộp {box}; {n} văn bản", box=one.box, n=two_digits(len(one.lines)))
    cells = (str(number), one.symbol, title, span(one.lines), kept, str(pages) if pages else "", note)
    return GridRow(cells=cells)


FORM = PrintedForm(
    key="muc-luc-ho-so",
    title="Mục lục hồ sơ nộp lưu",
    code="F15",
    build=build,
    options=("year", "numbered_columns"),
)
