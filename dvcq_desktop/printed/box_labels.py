"""Labels of the boxes in which the year's evidence stands, four on a sheet, to be cut out and glued on."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.catalogue import Catalogue, Line, pages_of
from dvcq_desktop.printed.blocks import Document, FormOptions, Label, Labels, Part, PrintedForm
from dvcq_desktop.printed.evidence_parts import filed, office_at_end, retention, span
from dvcq_desktop.texts import _

_DOTS = "…………………"


def build(db: Connection, options: FormOptions) -> Document:
    """A label for each box of the year. RuleBroken where nothing is filed."""
    return build_of(db, filed(db, options.year), options)


def build_of(db: Connection, found: Catalogue, options: FormOptions) -> Document:
    """The same of a catalogue at hand."""
    office, kept = office_at_end(db, options.year).name, retention(db)
    boxes: dict[int, list[Line]] = {}
    for line in found.documents:
        boxes.setdefault(line.found.box, []).append(line)
    labels = tuple(_label(office, options.year, box, boxes[box], kept) for box in sorted(boxes))
    title = _("Nhãn hộp năm {year}", year=options.year)
    return Document(title=title, parts=(Part(blocks=(Labels(labels=labels),)),))


def _label(office: str, year: int, box: int, lines: list[Line], kept: str) -> Label:
    codes = [line.code for line in lines if line.code]
    pages = pages_of(lines)
    inside = (
        _("Nội dung: {items}", items=_items(lines)),
        _("Từ mã {first} đến mã {last}", first=codes[0], last=codes[-1]) if codes else "",
        _("Thời gian: {span}", span=span(lines)),
        _("Số văn bản: {n}", n=len(lines)),
        _("Số tờ, trang: {n}", n=pages or _DOTS),
        _("Thời hạn bảo quản: {kept}", kept=kept or _DOTS),
    )
    return Label(
        organ=office,
        title=_("Minh chứng công tác dân vận chính quyền\nnăm {year}", year=year),
        number=_("HỘP SỐ {n}", n=f"{box:02d}"),
        lines=tuple(line for line in inside if line),
    )


def _items(lines: list[Line]) -> str:
    """ "Tiêu chí 1 (1.1, 1.3); Tiêu chí 2 (2.1)"."""
    numbers: dict[str, list[str]] = {}
    for line in lines:
        inside = numbers.setdefault(line.home.split(".")[0], [])
        if line.home not in inside:
            inside.append(line.home)
    return "; ".join(_("Tiêu chí {n} ({items})", n=n, items=", ".join(inside)) for n, inside in numbers.items())


FORM = PrintedForm(key="nhan-hop", title="Nhãn hộp hồ sơ", code="F15", build=build, options=("year",))
