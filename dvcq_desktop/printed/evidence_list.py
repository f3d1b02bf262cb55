"""F2: the catalogue of evidence by criterion and item, by the columns of "Mục lục văn bản, tài liệu" (annex V of Decree 30).

Below it stand the items that lack proof, each with what is missing and its explanation.
"""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Connection
from dvcq_desktop.catalogue import Catalogue, ItemLines, Line, catalogue
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import (
    Block,
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
from dvcq_desktop.printed.evidence_parts import by_criterion, kind_and_title, place_words, where_in_it
from dvcq_desktop.printed.letter_parts import clipped
from dvcq_desktop.printed.score_sheet import head_of_office, subtitle
from dvcq_desktop.texts import _

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Mã nội dung", share=18),
    GridColumn(title="Số, ký hiệu", share=32),
    GridColumn(title="Ngày tháng năm", share=24, align="center", kind="date"),
    GridColumn(title="Tên loại và trích yếu", share=84),
    GridColumn(title="Cơ quan ban hành (tác giả)", share=36),
    GridColumn(title="Tờ số/trang số hoặc tên tệp", share=24),
    GridColumn(title="Ghi chú", share=24),
)
GAP_COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Mã nội dung", share=18, align="center"),
    GridColumn(title="Nội dung", share=84),
    GridColumn(title="Minh chứng còn thiếu", share=66),
    GridColumn(title="Giải trình", share=74),
)
_HEADING = 220  # letters of an item's text above its documents; the whole wording stands in the framework


def build(db: Connection, options: FormOptions) -> Document:
    """The catalogue of a year, a criterion or an item. RuleBroken where there is nothing to list."""
    return build_of(db, catalogue(db, options.year, options.place), options)


def build_of(db: Connection, found: Catalogue, options: FormOptions) -> Document:
    """The same of a catalogue at hand (what a profile of handing in left in it)."""
    if not found.lines and not found.gaps:
        raise RuleBroken(_("Năm {year} chưa có minh chứng nào để lập danh mục.", year=options.year))
    where = place_words(found, options.place)
    abstract = _("Công tác dân vận chính quyền năm {year}", year=options.year)
    blocks: tuple[Block, ...] = (
        *head_of_office(db, options.year),
        Title(
            kind=_("DANH MỤC TÀI LIỆU MINH CHỨNG"),
            abstract=f"{where}, {abstract[:1].lower()}{abstract[1:]}" if where else abstract,
        ),
        *_listed(found, options),
        *_missing(found, options),
        Signatures(right=SignatureCell(lines=(_("NGƯỜI LẬP"),), note=_("(Ký, ghi rõ họ tên)"))),
    )
    title = _("Danh mục tài liệu minh chứng năm {year}", year=options.year)
    return Document(title=title, parts=(Part(blocks=blocks, landscape=True),))


def _listed(found: Catalogue, options: FormOptions) -> tuple[Block, ...]:
    if not found.lines:
        return ()
    grid = Grid(columns=COLUMNS, rows=tuple(_rows(found)), numbered_columns=options.numbered_columns)
    lines, documents = len(found.lines), len(found.documents)
    told = _("Danh mục này có {documents} văn bản, tài liệu.", documents=documents)
    if lines > documents:
        told = _(
            "Danh mục này có {lines} dòng, gồm {documents} văn bản, tài liệu; văn bản chứng minh cho nhiều nội dung chỉ lưu một bản.",
            lines=lines,
            documents=documents,
        )
    return (grid, Text(runs=plain(told), indent=False))


def _rows(found: Catalogue) -> Iterator[GridRow]:
    number = 0
    for heading, items in by_criterion(item for item in found.items if item.lines):
        yield GridRow(cells=(heading,), kind="group")
        for item in items:
            text = clipped(item.proof.item.text, _HEADING)
            yield GridRow(cells=(f"{item.number}. {text}",), kind="subgroup", anchor=f"item:{item.proof.item.id}")
            for line in item.lines:
                number += 1
                yield GridRow(cells=_cells(number, line), anchor=f"evidence:{line.found.id}")


def _cells(number: int, line: Line) -> tuple[str, ...]:
    found = line.found
    kept = _("Lưu ở nội dung {number}", number=line.home) if line.guest else ""
    note = "; ".join(part for part in (kept, line.link.note, found.note) if part)
    where = where_in_it(line)
    return (
        str(number),
        line.code,
        found.reference,
        short_date(found.issued_on),
        kind_and_title(line),
        found.issuer,
        where,
        note,
    )


def _missing(found: Catalogue, options: FormOptions) -> tuple[Block, ...]:
    rows = tuple(_gap(number, item) for number, item in enumerate(found.gaps, start=1))
    if not rows:
        return ()
    return (
        subtitle(_("NỘI DUNG CHƯA CÓ HOẶC CÒN THIẾU MINH CHỨNG")),
        Grid(columns=GAP_COLUMNS, rows=rows, numbered_columns=options.numbered_columns),
    )


def _gap(number: int, item: ItemLines) -> GridRow:
    text = clipped(item.proof.item.text, _HEADING)
    cells = (str(number), item.number, text, gap_words(item), item.proof.explanation or _("(chưa giải trình)"))
    return GridRow(cells=cells, anchor=f"item:{item.proof.item.id}")


def gap_words(item: ItemLines) -> str:
    """Which papers an item lacks, a line each."""
    proof = item.proof
    if proof.missing:
        few = proof.wanted - proof.have
        lines = "\n".join(f"- {line}" for line in proof.missing)
        if few < len(proof.missing):  # some documents were not told which paper they are
            return _("Còn thiếu {few} trong các minh chứng sau:\n{lines}", few=few, lines=lines)
        return lines if len(proof.missing) > 1 else proof.missing[0]
    return _("Chưa có minh chứng")


FORM = PrintedForm(
    key="danh-muc-minh-chung",
    title="Danh mục tài liệu minh chứng",
    code="F2",
    build=build,
    landscape=True,
    options=("year", "place", "numbered_columns"),
)
