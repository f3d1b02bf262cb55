"""One page for the chairman: how the year stands, what is overdue or due soon, who has to be spoken to. Never two pages."""

from __future__ import annotations

from datetime import date

from db.connection import Connection
from dvcq_desktop.dates import decree_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_short
from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Part,
    PrintedForm,
    Text,
    Title,
    plain,
)
from dvcq_desktop.printed.letter_parts import clipped, day_of, labelled, office_of, two_digits
from dvcq_desktop.printed.reminder_letter import urged
from dvcq_desktop.progress import TaskProgress, UnitSummary, calendar_for, points_of_tasks, summary, task_progress
from dvcq_desktop.texts import _
from dvcq_desktop.today import Action, countdown, ordered

MOST_TASKS = 5
MOST_UNITS = 4
MOST_DECISIONS = 3
LETTERS = 60  # of a task: two lines of its column
NAME = 28  # of a unit: one line, or two of the narrow column
TASKS = (
    GridColumn(title="STT", share=9, align="center"),
    GridColumn(title="Nhiệm vụ", share=70),
    GridColumn(title="Chủ trì", share=38),
    GridColumn(title="Tình trạng", share=48),
)
UNITS = (
    GridColumn(title="Đơn vị chủ trì", share=63),
    GridColumn(title="Nhiệm vụ", share=17, align="center", kind="number"),
    GridColumn(title="Đã xong", share=17, align="center", kind="number"),
    GridColumn(title="Đang làm", share=17, align="center", kind="number"),
    GridColumn(title="Chưa làm", share=17, align="center", kind="number"),
    GridColumn(title="Quá hạn", share=17, align="center", kind="number"),
    GridColumn(title="Điểm", share=17, align="center", kind="number"),
)


def build(db: Connection, options: FormOptions) -> Document:
    """The page as of a day. RuleBroken where the year has no task."""
    from dvcq_desktop.today_actions import candidates

    day = day_of(options)
    found = task_progress(db, options.year, day)
    if not found:
        raise RuleBroken(_("Năm {year} chưa có nhiệm vụ nào để báo cáo Chủ tịch.", year=options.year))
    days = calendar_for(db, options.year)
    units = summary(found, points_of_tasks(db, options.year))
    office = office_of(db, day)
    abstract = _("Công tác dân vận chính quyền năm {year}", year=options.year)
    blocks: list[Block] = [
        Text(runs=plain(clipped(office.name, 60), bold=True), align="center", indent=False),
        Title(kind=_("TRANG BÁO CÁO CHỦ TỊCH"), abstract=abstract),
        *_numbers(units[-1], countdown(db, options.year, day, days), day),
        *_decisions(ordered(candidates(db, options.year, day, days))),
        *_attention(urged(db, options.year, day)),
        *_units(units),
    ]
    title = _("Trang báo cáo Chủ tịch {day}", day=day.isoformat())
    return Document(title=title, parts=(Part(blocks=tuple(blocks)),))


def _numbers(total: UnitSummary, left: str, day: date) -> list[Block]:
    told = _(
        "{all} nhiệm vụ, đã xong {done} ({late} trễ hạn), đang làm {doing}, chưa làm {open}, quá hạn {overdue}.",
        all=two_digits(total.total),
        done=two_digits(total.on_time + total.late),
        late=two_digits(total.late),
        doing=two_digits(total.doing),
        open=two_digits(total.not_done),
        overdue=two_digits(total.overdue),
    )
    blocks: list[Block] = [labelled(_("Đến {day}: ", day=decree_date(day.isoformat())), told)]
    if left:
        blocks.append(Text(runs=plain(left)))
    return blocks


def _attention(found: list[TaskProgress]) -> list[Block]:
    """The tasks that are worst, and how many more there are."""
    if not found:
        return [Text(runs=plain(_("Không có nhiệm vụ quá hạn hay sắp đến hạn.")))]
    found = sorted(found, key=lambda task: (task.state.key != "overdue", task.proven >= task.contents))
    rows = []
    for number, task in enumerate(found[:MOST_TASKS], start=1):
        lead = clipped(task.leads[0].name, NAME) if task.leads else _("chưa giao")
        if len(task.leads) > 1:
            lead += _(" và {n} nơi", n=len(task.leads) - 1)
        state = task.state.words + (_(", minh chứng {e}", e=task.evidence) if task.evidence else "")
        rows.append(
            GridRow(cells=(str(number), clipped(task.row.text, LETTERS), lead, state), anchor=f"task:{task.row.id}")
        )
    if len(found) > MOST_TASKS:
        more = _("và {n} nhiệm vụ khác, xem công văn đôn đốc.", n=len(found) - MOST_TASKS)
        rows.append(GridRow(cells=("", more, "", "")))
    heading = Text(runs=plain(_("Nhiệm vụ cần chú ý"), bold=True), indent=False, keep_with_next=True)
    return [heading, Grid(columns=TASKS, rows=tuple(rows))]


def _units(units: list[UnitSummary]) -> list[Block]:
    """The units with most overdue, then most open; the others together, so that the sum is right."""
    ranked = sorted(units[:-1], key=lambda unit: (-unit.overdue, -(unit.doing + unit.not_done), unit.name))
    rows = [_row(clipped(unit.name, NAME), [unit]) for unit in ranked[:MOST_UNITS]]
    rest = ranked[MOST_UNITS:]
    if rest:
        rows.append(_row(_("{n} đơn vị khác", n=len(rest)), rest))
    rows.append(_row(units[-1].name, [units[-1]], total=True))
    heading = Text(runs=plain(_("Kết quả theo đơn vị"), bold=True), indent=False, keep_with_next=True)
    return [heading, Grid(columns=UNITS, rows=tuple(rows))]


def _row(name: str, units: list[UnitSummary], *, total: bool = False) -> GridRow:
    counts = (
        sum(unit.total for unit in units),
        sum(unit.on_time + unit.late for unit in units),
        sum(unit.doing for unit in units),
        sum(unit.not_done for unit in units),
        sum(unit.overdue for unit in units),
    )
    points = format_short(sum(unit.points for unit in units))
    return GridRow(cells=(name, *(str(count) for count in counts), points), kind="total" if total else "row")


def _decisions(actions: list[Action]) -> list[Block]:
    """The first actions of the page Hôm nay, as matters to decide."""
    if not actions:
        return []
    heading = Text(runs=plain(_("Việc cần Chủ tịch cho ý kiến"), bold=True), indent=False, keep_with_next=True)
    blocks: list[Block] = [heading]
    for number, action in enumerate(actions[:MOST_DECISIONS], start=1):
        left = f" ({action.left_words})" if action.left_words else ""
        blocks.append(Text(runs=plain(f"{number}. {clipped(action.sentence, 90)}{left}")))
    return blocks


FORM = PrintedForm(key="trang-chu-tich", title="Trang báo cáo Chủ tịch", code="", build=build, options=("year",))
