"""F9: báo cáo kết quả of a quarter, 6 months, 9 months or the year, with every task in a landscape annex."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Connection
from dvcq_desktop import deductions, plans
from dvcq_desktop.dates import decree_date
from dvcq_desktop.deadlines import cut_off, period_title, window
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.points import format_short
from dvcq_desktop.printed.blocks import (
    Addressees,
    AppendixTitle,
    Block,
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Heading,
    Part,
    PrintedForm,
    Text,
    Title,
    end_mark,
    plain,
)
from dvcq_desktop.printed.letter_parts import (
    day_of,
    dotted,
    head,
    office_of,
    plan_reference,
    shortened,
    signed,
    two_digits,
)
from dvcq_desktop.progress import FINISHED, UnitSummary
from dvcq_desktop.progress_report import FORM as KEY
from dvcq_desktop.progress_report import Figures, TaskFigures, figures
from dvcq_desktop.texts import _

ANNEX = (
    GridColumn(title="STT", share=10, align="center"),
    GridColumn(title="Tiêu chí, nhiệm vụ", share=84),
    GridColumn(title="Chủ trì", share=36),
    GridColumn(title="Hạn", share=24),
    GridColumn(title="Trạng thái", share=26),
    GridColumn(title="Kết quả, văn bản", share=56),
    GridColumn(title="Minh chứng", share=16, align="center"),
)
UNITS = (
    GridColumn(title="Đơn vị chủ trì", share=61),
    GridColumn(title="Số nhiệm vụ", share=18, align="center", kind="number"),
    GridColumn(title="Đúng hạn", share=17, align="center", kind="number"),
    GridColumn(title="Trễ hạn", share=16, align="center", kind="number"),
    GridColumn(title="Đang làm", share=17, align="center", kind="number"),
    GridColumn(title="Chưa làm", share=18, align="center", kind="number"),
    GridColumn(title="Quá hạn", share=18, align="center", kind="number"),
)
LONGEST = 3  # difficulties and overdue tasks named one by one in the text; the annex has all


def build(db: Connection, options: FormOptions) -> Document:
    """The report of options.period, frozen figures where its report was made before. RuleBroken without tasks."""
    if options.period == "hang-thang":
        raise RuleBroken(_("Hãy chọn một kỳ: quý, 6 tháng, 9 tháng hoặc năm."))
    day = day_of(options)
    found = figures(db, options.year, options.period, day)
    if not found.tasks:
        raise RuleBroken(_("Năm {year} chưa có nhiệm vụ nào để báo cáo.", year=options.year))
    end = window(options.period, options.year, cut_off(db)).end
    made = min(day, end)  # the office of the period: a quarter of the old commune is reported under its head
    office = office_of(db, made)
    period = period_title(options.period, options.year)
    abstract = _("Kết quả thực hiện công tác dân vận chính quyền {period}", period=period)
    above = [line for line in (office.superior, office.appraiser) if line]
    body: list[Block] = [Text(runs=plain(_opening(db, options, office, made.isoformat())))]
    for number, (title, blocks) in enumerate(_sections(db, found, options), start=1):
        body.append(Heading(text=title, number=("I.", "II.", "III.", "IV.", "V.")[number - 1]))
        body += blocks
    body = list(end_mark(tuple(body)))
    recipients = (_("Như trên"), _("Thường trực Đảng ủy, HĐND xã"), _("Lưu: VT"))
    parts = [
        Part(
            blocks=(
                head(office, day, "BC"),
                Title(kind=_("BÁO CÁO"), abstract=abstract),
                *((Addressees(names=tuple(above)),) if above else ()),
                *body,
                signed(db, options.year, recipients),
            )
        )
    ]
    if options.with_appendix:
        parts.append(_annex(db, options, found, office, period))
    return Document(title=_("Báo cáo {abstract}", abstract=abstract[:1].lower() + abstract[1:]), parts=tuple(parts))


def _opening(db: Connection, options: FormOptions, office: Organisation, until: str) -> str:
    reference = plan_reference(db, options.year)
    name = office.name
    told = _(
        "{name} báo cáo kết quả thực hiện công tác dân vận chính quyền {period} (số liệu tính đến hết {day}) như sau:",
        name=name,
        period=period_title(options.period, options.year),
        day=decree_date(until),
    )
    return _("Thực hiện {reference}, ", reference=reference) + told if reference else told


def _sections(db: Connection, found: Figures, options: FormOptions) -> Iterator[tuple[str, list[Block]]]:
    yield _("Công tác chỉ đạo, triển khai"), list(_direction(db, found, options))
    yield _("Kết quả thực hiện theo các tiêu chí"), list(_results(found))
    yield _("Khắc phục các nội dung bị trừ điểm năm trước"), list(_remedies(db, found))
    yield _("Hạn chế, khó khăn, nguyên nhân"), list(_difficulties(found))
    yield _("Phương hướng, nhiệm vụ kỳ tới"), list(_direction_ahead(found))


def _text(words: str, *, anchor: str = "") -> Text:
    return Text(runs=plain(words), anchor=anchor)


def _direction(db: Connection, found: Figures, options: FormOptions) -> Iterator[Block]:
    plan = plans.find_plan(db, options.year)
    units = len(found.units) - 1
    told = _(
        "Đã giao {n} nhiệm vụ cho {units} đơn vị chủ trì, có đơn vị phối hợp, thời hạn và sản phẩm cụ thể.",
        n=two_digits(len(found.tasks)),
        units=two_digits(units),
    )
    if plan is not None:
        told = _("UBND xã đã ban hành {reference}. ", reference=plan_reference(db, options.year)) + told
    yield _text(told)


def _results(found: Figures) -> Iterator[Block]:
    total = found.total
    yield _text(
        _(
            "Trong {all} nhiệm vụ: đã xong {done} ({late} trễ hạn), đang làm {doing}, chưa làm {open}, quá hạn {overdue}"
            "{absent}. Chi tiết từng nhiệm vụ tại Phụ lục kèm theo.",
            all=two_digits(total.total),
            done=two_digits(total.on_time + total.late),
            late=two_digits(total.late),
            doing=two_digits(total.doing),
            open=two_digits(total.not_done),
            overdue=two_digits(total.overdue),
            absent=_(", không phát sinh {n}", n=two_digits(total.not_applicable)) if total.not_applicable else "",
        )
    )
    for number, title, rows in _by_criterion(found):
        heading = _("Tiêu chí {number}: {title}", number=number, title=title) if number else _("Nhiệm vụ khác")
        yield Heading(text=heading, number=f"{number}." if number else "", level=2)
        told = [row for row in rows if row.result]
        for row in told:
            documents = f" ({'; '.join(row.result_documents.split(chr(10)))})" if row.result_documents else ""
            result = " ".join(row.result.split("\n")).rstrip(".")
            yield _text(f"- {result}{documents}.", anchor=f"task:{row.task_id}")
        if not told:
            yield _text(_("- Chưa có kết quả được báo cáo trong kỳ."))
    yield Text(
        runs=plain(_("Kết quả theo đơn vị chủ trì"), bold=True), align="center", indent=False, keep_with_next=True
    )
    yield Grid(columns=UNITS, rows=tuple(_unit_row(unit) for unit in found.units))


def _by_criterion(found: Figures) -> Iterator[tuple[int, str, list[TaskFigures]]]:
    groups: dict[tuple[int, str], list[TaskFigures]] = {}
    for task in found.tasks:
        groups.setdefault((task.criterion, task.criterion_title), []).append(task)
    for (number, title), rows in groups.items():
        yield number, title, rows


def _unit_row(unit: UnitSummary) -> GridRow:
    counts = (unit.total, unit.on_time, unit.late, unit.doing, unit.not_done, unit.overdue)
    kind = "total" if unit.unit_id is None else "row"
    cells = (unit.name, *(str(count) for count in counts))
    return GridRow(cells=cells, kind="total") if kind == "total" else GridRow(cells=cells)


def _remedies(db: Connection, found: Figures) -> Iterator[Block]:
    """Last year's deductions with how the task that remedies each stands."""
    states = {task.task_id: task for task in found.tasks}
    lost = deductions.deductions(db, found.year - 1)
    if not lost:
        yield _text(_("Năm {year} không có nội dung bị trừ điểm.", year=found.year - 1))
    for number, deduction in enumerate(lost, start=1):
        task = states.get(deduction.task_id or 0)
        points = _("trừ {points} điểm", points=format_short(deduction.points)) if deduction.points is not None else ""
        stands = _status(task) if task else _("chưa gắn nhiệm vụ khắc phục")
        place = deduction.place or deduction.text.split("\n", maxsplit=1)[0]
        where = f"{place} ({points})" if points else place
        yield _text(f"({number}) {where}: {stands}.", anchor=f"deduction:{deduction.id}")


def _status(task: TaskFigures) -> str:
    result = " ".join(task.result.split("\n")).rstrip(".")
    return f"{task.words}; {result[:1].lower() + result[1:]}" if result else task.words


def _difficulties(found: Figures) -> Iterator[Block]:
    overdue = [task for task in found.tasks if task.state == "overdue"]
    if overdue:
        names = "; ".join(f"“{_first(task)}” ({task.leads})" for task in overdue[:LONGEST])
        more = _(" và {n} nhiệm vụ khác", n=len(overdue) - LONGEST) if len(overdue) > LONGEST else ""
        yield _text(_("- {n} nhiệm vụ quá hạn: {names}{more}.", n=two_digits(len(overdue)), names=names, more=more))
    lacking = [task for task in found.tasks if task.evidence and len(set(task.evidence.split("/"))) > 1]
    if lacking:
        yield _text(_("- {n} nhiệm vụ chưa đủ tài liệu minh chứng.", n=two_digits(len(lacking))))
    told = [task for task in found.tasks if task.difficulties]
    for task in told:
        yield _text(f"- {' '.join(task.difficulties.split(chr(10))).rstrip('.')}.", anchor=f"task:{task.task_id}")
    if not overdue and not lacking and not told:
        yield _text(_("Trong kỳ không có khó khăn, vướng mắc lớn."))
    else:
        yield _text(_("- Nguyên nhân:"))
        yield from dotted(1)


def _direction_ahead(found: Figures) -> Iterator[Block]:
    pending = [task for task in found.tasks if task.state not in {*FINISHED, "not_applicable"}]
    if not pending:
        yield _text(_("Duy trì kết quả đã đạt, hoàn thiện hồ sơ minh chứng phục vụ tự chấm điểm và thẩm định."))
        return
    near = sorted({task.due_on: task.due for task in pending if task.due_on}.items())
    due = _(", hạn gần nhất {due}", due=near[0][1]) if near else ""
    yield _text(_("Tiếp tục thực hiện {n} nhiệm vụ chưa hoàn thành{due}.", n=two_digits(len(pending)), due=due))
    yield _text(_("Các đơn vị chủ trì nộp tài liệu minh chứng ngay khi công việc hoàn thành, không dồn vào cuối kỳ."))


def _first(task: TaskFigures) -> str:
    line = task.text.split("\n", maxsplit=1)[0]
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0] + "…"


def _annex(db: Connection, options: FormOptions, found: Figures, office: Organisation, period: str) -> Part:
    name = _("KẾT QUẢ THỰC HIỆN NHIỆM VỤ CÔNG TÁC DÂN VẬN CHÍNH QUYỀN {period}", period=period.upper())
    reference = _(
        "(Kèm theo Báo cáo số      /BC-{symbol} {day} của {name})",
        symbol=office.symbol,
        day=decree_date(f"{options.year}", blank="     "),
        name=office.name,
    )
    rows: list[GridRow] = []
    number = 0
    for criterion, title, group in _by_criterion(found):
        if criterion:
            rows.append(GridRow(cells=(_("Tiêu chí {n}: {title}", n=criterion, title=title),), kind="group"))
        for task in group:
            number += 1
            rows.append(GridRow(cells=_annex_cells(number, task), anchor=f"task:{task.task_id}"))
    grid = Grid(columns=ANNEX, rows=tuple(rows), numbered_columns=options.numbered_columns)
    end = Text(runs=plain("./."), align="right", indent=False)
    return Part(blocks=(AppendixTitle(label=_("Phụ lục"), name=name, reference=reference), grid, end), landscape=True)


def _annex_cells(number: int, task: TaskFigures) -> tuple[str, ...]:
    told = "\n".join(part for part in (task.result, task.result_documents) if part)
    due = task.due[:1].upper() + task.due[1:]
    state = task.words[:1].upper() + task.words[1:]
    return (str(number), shortened(task.text), task.leads, due, state, told, task.evidence)


FORM = PrintedForm(
    key=KEY,
    title="Báo cáo kết quả thực hiện kỳ",
    code="F9",
    build=build,
    options=("year", "period", "with_appendix", "numbered_columns"),
)
