"""The hand-over sheet: everything one person or unit holds, how far it is, for giver, taker and witness to sign."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop.dates import decree_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import Held, Holder, held_by, holder_name
from dvcq_desktop.officials import all_officials
from dvcq_desktop.periods import period_words
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
from dvcq_desktop.printed.letter_parts import day_of, dotted, head, labelled, office_of, shortened, two_digits
from dvcq_desktop.progress import TaskProgress, status_words, task_progress
from dvcq_desktop.tasks import due_words
from dvcq_desktop.texts import _
from dvcq_desktop.units import find_unit
from dvcq_desktop.vietnamese import fold

COLUMNS = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Nội dung nhiệm vụ", share=84),
    GridColumn(title="Vai trò", share=26),
    GridColumn(title="Hạn", share=26),
    GridColumn(title="Đã làm đến đâu", share=66),
    GridColumn(title="Minh chứng", share=18, align="center"),
    GridColumn(title="Ghi chú", share=22),
)


def holder_named(db: Connection, name: str) -> Holder:
    """Who is meant by a name: a person still in office, else a unit. RuleBroken where there is neither."""
    wanted = fold(name)
    people = [official for official in all_officials(db) if fold(official.name) == wanted]
    if people:
        serving = [official for official in people if not official.valid_to] or people
        return Holder(official_id=serving[0].id, unit_id=serving[0].unit_id)
    unit = find_unit(db, name)
    if unit is None:
        raise RuleBroken(_("Không có người hay bộ phận nào tên “{name}”.", name=name))
    return Holder(unit_id=unit.id)


def build(db: Connection, options: FormOptions) -> Document:
    """What the holder named in options.unit holds in the year. RuleBroken without a name, or where it is nothing."""
    if not options.unit:
        raise RuleBroken(_("Hãy chọn người hoặc bộ phận bàn giao."))
    holder = holder_named(db, options.unit)
    name = holder_name(db, holder)
    found = held_by(db, holder, year=options.year)
    if not found:
        raise RuleBroken(_("{name} không giữ nhiệm vụ nào của năm {year}.", name=name, year=options.year))
    day = day_of(options)
    known = {task.row.id: task for task in task_progress(db, options.year, day)}
    leads = sum(1 for held in found if held.leads)
    told = _(
        "{n} nhiệm vụ của năm {year}, trong đó chủ trì {leads}, phối hợp {supports}.",
        n=two_digits(len(found)),
        year=options.year,
        leads=two_digits(leads),
        supports=two_digits(len(found) - leads),
    )
    blocks: tuple[Block, ...] = (
        head(office_of(db, day), day),
        Title(kind=_("BIÊN BẢN BÀN GIAO CÔNG VIỆC"), abstract=_("Công tác dân vận chính quyền")),
        labelled(_("Bên giao: "), f"{name}."),
        labelled(_("Bên nhận: "), "…" * 30),
        labelled(_("Ngày bàn giao: "), f"{decree_date(day.isoformat())}."),
        labelled(_("Nội dung bàn giao: "), told),
        Grid(columns=COLUMNS, rows=tuple(_rows(found, known)), numbered_columns=options.numbered_columns),
        Text(runs=plain(_("Hồ sơ, tài liệu kèm theo:")), keep_with_next=True),
        *dotted(2),
        Signatures(right=SignatureCell(lines=(_("BÊN NHẬN"),)), left=SignatureCell(lines=(_("BÊN GIAO"),))),
    )
    return Document(title=_("Bàn giao công việc của {name}", name=name), parts=(Part(blocks=blocks, landscape=True),))


def _rows(found: list[Held], known: dict[int, TaskProgress]) -> list[GridRow]:
    rows = []
    for number, held in enumerate(found, start=1):
        task = known.get(held.task.id)
        progress = task.progress if task else None
        periods = period_words(held.assignment.periods)
        role = _("Chủ trì") if held.leads else _("Phối hợp")
        due = due_words(held.task)
        state = status_words(task) if task else ""
        done = "\n".join(part for part in (state, progress.result if progress else "") if part)
        role = f"{role} ({periods})" if periods else role
        evidence = task.evidence if task else ""
        cells = (str(number), shortened(held.task.text), role, due[:1].upper() + due[1:], done, evidence, "")
        rows.append(GridRow(cells=cells, anchor=f"task:{held.task.id}"))
    return rows


FORM = PrintedForm(
    key="ban-giao",
    title="Biên bản bàn giao công việc",
    code="",
    build=build,
    landscape=True,
    options=("year", "unit", "numbered_columns"),
)
