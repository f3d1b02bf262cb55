"""F15: biên bản giao nhận hồ sơ, tài liệu (annex V of Decree 30), for giver and taker to sign."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.catalogue import Catalogue, dates_of
from dvcq_desktop.dates import short_date
from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    FormOptions,
    LegalBase,
    Part,
    PrintedForm,
    SignatureCell,
    Signatures,
    Text,
    Title,
    end_mark,
    plain,
)
from dvcq_desktop.printed.evidence_parts import filed, paper_files
from dvcq_desktop.printed.letter_parts import day_of, head, labelled, office_of, two_digits
from dvcq_desktop.texts import _

_DOTS = "…" * 24


def build(db: Connection, options: FormOptions) -> Document:
    """The minutes about the year's evidence, names left to be filled in. RuleBroken where nothing is filed."""
    found = filed(db, options.year)
    day = day_of(options)
    office = office_of(db, day)
    blocks: tuple[Block, ...] = (
        head(office, day),
        Title(kind=_("BIÊN BẢN"), abstract=_("Giao nhận hồ sơ, tài liệu")),
        LegalBase(
            text=_("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.")
        ),
        Text(runs=plain(_("Chúng tôi gồm:"))),
        *_side(_("BÊN GIAO: "), office.name),
        *_side(_("BÊN NHẬN: "), _DOTS),
        Text(runs=plain(_("Thống nhất lập biên bản giao nhận hồ sơ, tài liệu với những nội dung sau:"))),
        *_handed(found),
        *end_mark(
            (Text(runs=plain(_("Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản."))),)
        ),
        Signatures(
            left=SignatureCell(lines=(_("ĐẠI DIỆN BÊN GIAO"),), note=_("(Ký, ghi rõ họ và tên, chức vụ)")),
            right=SignatureCell(lines=(_("ĐẠI DIỆN BÊN NHẬN"),), note=_("(Ký, ghi rõ họ và tên, chức vụ)")),
        ),
    )
    title = _("Biên bản giao nhận hồ sơ năm {year}", year=options.year)
    return Document(title=title, parts=(Part(blocks=blocks),))


def _side(label: str, name: str) -> tuple[Text, ...]:
    """One of the two who meet, with room for who stands for it."""
    return (
        labelled(label, name),
        Text(runs=plain(_("Đại diện là:")), keep_with_next=True),
        Text(runs=plain(_("- Họ và tên: {dots}", dots=_DOTS)), align="left"),
        Text(runs=plain(_("- Chức vụ/chức danh: {dots}", dots="…" * 19)), align="left"),
    )


def _handed(found: Catalogue) -> tuple[Text, ...]:
    """What changes hands: paper and files are counted apart."""
    files, documents = paper_files(found), found.documents
    electronic = [line for line in documents if line.file is not None]
    first, last = (short_date(day) for day in dates_of(documents))
    span = _("từ ngày {first} đến ngày {last}", first=first, last=last) if first else _DOTS
    name = _("hồ sơ minh chứng công tác dân vận chính quyền năm {year}", year=found.year)
    lines = (
        _("1. Tên khối hồ sơ, tài liệu giao nộp: {name}.", name=name),
        _("2. Thời gian của tài liệu: {span}.", span=span),
        _("3. Số lượng tài liệu:"),
        _("a) Đối với tài liệu giấy:"),
        _("- Tổng số hộp (cặp): {n}.", n=two_digits(len({one.box for one in files}))),
        _(
            "- Tổng số hồ sơ (đơn vị bảo quản): {n}, gồm {documents} văn bản, tài liệu. Quy ra mét giá: ……… mét.",
            n=two_digits(len(files)),
            documents=two_digits(len(documents)),
        ),
        _("b) Đối với hồ sơ điện tử:"),
        _("- Tổng số hồ sơ: {n}.", n=two_digits(len({_symbol(line.code) for line in electronic}))),
        _("- Tổng số tệp tin trong hồ sơ: {n}.", n=two_digits(len(electronic))),
        _("4. Tình trạng tài liệu giao nộp: {dots}", dots="…" * 14),
        _("5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo."),
    )
    return tuple(Text(runs=plain(line), align="left") for line in lines)


def _symbol(code: str) -> str:
    """The file of papers that a code belongs to: "H1.2" of "H1.2.3.04"."""
    return ".".join(code.split(".")[:2])


FORM = PrintedForm(
    key="bien-ban-giao-nhan", title="Biên bản giao nhận hồ sơ", code="F15", build=build, options=("year",)
)
