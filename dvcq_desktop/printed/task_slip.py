"""F5: phiếu giao việc, one for each unit or person that leads, every task on exactly one of them."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop.assignments import Actor, AssignmentRow, actor_words, actors_of_year, assignment_rows
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import officials_on, titled_name
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
from dvcq_desktop.printed.letter_parts import (
    HEAD_OF_OFFICE,
    day_of,
    dotted,
    head,
    labelled,
    listed,
    office_of,
    plan_reference,
    signer,
    two_digits,
)
from dvcq_desktop.texts import _
from dvcq_desktop.units import Unit, find_unit
from dvcq_desktop.vietnamese import sort_key

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Nội dung nhiệm vụ", share=65),
    GridColumn(title="Đơn vị phối hợp", share=32),
    GridColumn(title="Sản phẩm, minh chứng", share=33),
    GridColumn(title="Thời hạn", share=25),
)


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The tasks one unit (or one named person in it) answers for."""

    unit_id: int | None
    name: str
    person: str
    rows: tuple[AssignmentRow, ...]
    others: dict[int, str]  # task id → who leads it too


def slips(db: Connection, year: int, *, day: str = "") -> list[Slip]:
    """Every task of a year on exactly one slip: that of its first lead; tasks without a lead on one of their own, last."""
    actors = actors_of_year(db, year, day=day)
    groups: dict[tuple[int, str], list[AssignmentRow]] = {}
    leads: dict[tuple[int, str], Actor] = {}
    others: dict[int, str] = {}
    orphans: list[AssignmentRow] = []
    for row in assignment_rows(db, year, day=day):
        found = actors.get((row.id, "lead"), [])
        if not found:
            orphans.append(row)
            continue
        key = (found[0].unit_id or 0, found[0].official)
        groups.setdefault(key, []).append(row)
        leads.setdefault(key, found[0])
        if len(found) > 1:
            others[row.id] = actor_words(found[1:])
    ordered = sorted(groups, key=lambda key: (sort_key(leads[key].name), key))
    made = [
        Slip(
            unit_id=leads[key].unit_id,
            name=leads[key].name,
            person=leads[key].official,
            rows=tuple(groups[key]),
            others={row.id: others[row.id] for row in groups[key] if row.id in others},
        )
        for key in ordered
    ]
    if orphans:
        made.append(Slip(unit_id=None, name="", person="", rows=tuple(orphans), others={}))
    return made


def build(db: Connection, options: FormOptions) -> Document:
    """A slip a page and more, for all who lead or for one unit. RuleBroken where nothing is led."""
    found = slips(db, options.year, day=options.day)
    if options.unit:
        unit = _unit(db, options.unit)
        found = [slip for slip in found if slip.unit_id == unit.id]
        if not found:
            raise RuleBroken(_("“{name}” không đứng đầu danh sách chủ trì của nhiệm vụ nào.", name=unit.name))
    if not found:
        raise RuleBroken(_("Năm {year} chưa có nhiệm vụ nào để in phiếu giao việc.", year=options.year))
    parts = tuple(Part(blocks=tuple(_slip(db, options, slip))) for slip in found)
    return Document(title=_("Phiếu giao việc năm {year}", year=options.year), parts=parts)


def _unit(db: Connection, name: str) -> Unit:
    unit = find_unit(db, name)
    if unit is None:
        raise RuleBroken(_("Không có bộ phận “{name}”.", name=name))
    return unit


def _slip(db: Connection, options: FormOptions, slip: Slip) -> list[Block]:
    day = day_of(options)
    office = office_of(db, day)
    abstract = _("Thực hiện công tác dân vận chính quyền năm {year}", year=options.year)
    blocks: list[Block] = [head(office, day), Title(kind=_("PHIẾU GIAO VIỆC"), abstract=abstract)]
    reference = plan_reference(db, options.year)
    if reference:
        blocks.append(Text(runs=plain(_("Căn cứ {reference}.", reference=reference))))
    blocks.append(_heading(_("1. Ý kiến của lãnh đạo")))
    blocks += _given(db, slip, day.isoformat())
    blocks.append(Grid(columns=COLUMNS, rows=tuple(_rows(slip)), numbered_columns=options.numbered_columns))
    blocks.append(_heading(_("2. Lãnh đạo đơn vị giao cá nhân thực hiện, thời hạn")))
    blocks += dotted(2)
    blocks.append(_heading(_("3. Đề xuất, kết quả của người thực hiện")))
    blocks += dotted(2)
    giver = signer(db, options.year)
    right = SignatureCell(lines=(_("NGƯỜI GIAO VIỆC"), giver.lines[-1] or HEAD_OF_OFFICE), name=giver.name)
    left = SignatureCell(lines=(_("NGƯỜI NHẬN VIỆC"),), name=slip.person)
    blocks.append(Signatures(right=right, left=left))
    return blocks


def _heading(text: str) -> Text:
    return Text(runs=plain(text, bold=True), keep_with_next=True)


def _given(db: Connection, slip: Slip, day: str) -> list[Block]:
    """To whom the work is given, and who is in charge there."""
    count = two_digits(len(slip.rows))
    if not slip.name:
        told = _("Còn {n} nhiệm vụ chưa có đơn vị chủ trì. Giao chủ trì:", n=count)
        return [Text(runs=plain(told)), *dotted(1)]
    people = [titled_name(official) for official in officials_on(db, day, unit_id=slip.unit_id or -1)]
    blocks: list[Block] = [labelled(_("Giao: "), _("{name} chủ trì thực hiện {n} nhiệm vụ.", name=slip.name, n=count))]
    who = slip.person or ", ".join(people)
    if who:
        blocks.append(labelled(_("Người chịu trách nhiệm: "), f"{who}."))
    return blocks


def _rows(slip: Slip) -> list[GridRow]:
    rows = []
    for number, row in enumerate(slip.rows, start=1):
        with_others = row.supports
        if row.id in slip.others:
            told = _("Cùng chủ trì: {names}", names=slip.others[row.id])
            with_others = "\n".join(part for part in (told, row.supports) if part)
        due = row.due[:1].upper() + row.due[1:]
        when = "\n".join(part for part in (row.timing, due) if part)
        cells = (str(number), listed(row.text), with_others, row.product, when)
        rows.append(GridRow(cells=cells, anchor=f"task:{row.id}"))
    return rows


FORM = PrintedForm(
    key="phieu-giao-viec",
    title="Phiếu giao việc",
    code="F5",
    build=build,
    options=("year", "unit", "numbered_columns"),
)
