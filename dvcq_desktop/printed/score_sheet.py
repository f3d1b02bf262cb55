"""F1: the self-scoring table of a year, with the superior's points where they are known, for signature."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Connection
from dvcq_desktop import organisation, scores
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import evidence_of_item, evidence_words
from dvcq_desktop.frameworks import get_framework
from dvcq_desktop.plans import AUTHORITIES, find_plan
from dvcq_desktop.points import format_points
from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    FormOptions,
    Grid,
    GridColumn,
    GridRow,
    Head,
    Part,
    PrintedForm,
    Run,
    SignatureCell,
    Signatures,
    Text,
    Title,
    plain,
)
from dvcq_desktop.scoring import Total
from dvcq_desktop.texts import _

STT = GridColumn(title="STT", share=11, align="center")
NAME = GridColumn(title="Tiêu chí, nội dung", share=80)
MAXIMUM = GridColumn(title="Điểm tối đa", share=17, align="center", kind="number")
SELF = GridColumn(title="Điểm tự chấm", share=17, align="center", kind="number")
BASIS = GridColumn(title="Cơ sở chấm: số liệu, tỷ lệ", share=46)
PROOF = GridColumn(title="Tài liệu minh chứng (số, ký hiệu, ngày)", share=48)
NOTE = GridColumn(title="Ghi chú", share=28)
SIGNED = GridColumn(title="Chữ ký của công chức phụ trách", share=28)
APPRAISED = GridColumn(title="Điểm thẩm định", share=17, align="center", kind="number")
DIFFERENCE = GridColumn(title="Chênh lệch", share=17, align="center", kind="number")
REASON = GridColumn(title="Lý do", share=46)


def build(db: Connection, options: FormOptions) -> Document:
    """The table before (or, with options.appraised, after) the superior's appraisal. RuleBroken without a framework."""
    rows = scores.score_rows(db, options.year)
    if not rows:
        raise RuleBroken(_("Năm {year} chưa có bộ tiêu chí nên chưa lập được bảng tự chấm.", year=options.year))
    columns = columns_of(options)
    grid = Grid(columns=columns, rows=tuple(_rows(db, rows, options)), numbered_columns=options.numbered_columns)
    kind = _("BẢNG ĐIỂM TỰ CHẤM VÀ ĐIỂM THẨM ĐỊNH") if options.appraised else _("BẢNG TỰ CHẤM ĐIỂM")
    abstract = _("Công tác dân vận chính quyền năm {year}", year=options.year)
    blocks = (
        *head_of_office(db, options.year),
        Title(kind=kind, abstract=abstract),
        *framework_note(db, options.year),
        grid,
        signatures(db, options.year, _("NGƯỜI TỔNG HỢP")),
    )
    return Document(title=f"{kind.capitalize()} {options.year}", parts=(Part(blocks=blocks, landscape=True),))


def columns_of(options: FormOptions) -> tuple[GridColumn, ...]:
    if options.appraised:
        return (STT, NAME, MAXIMUM, SELF, APPRAISED, DIFFERENCE, REASON, PROOF)
    return (STT, NAME, MAXIMUM, SELF, BASIS, PROOF, SIGNED if options.signatures else NOTE)


def _rows(db: Connection, rows: list[scores.ScoreRow], options: FormOptions) -> Iterator[GridRow]:
    ours, theirs = scores.totals(db, options.year, "self"), scores.totals(db, options.year, "appraised")
    last = None
    for row in rows:
        if row.criterion.id != last:
            last = row.criterion.id
            cells = _sums(ours.by_criterion[last], theirs.by_criterion[last], options)
            yield GridRow(cells=(str(row.criterion.number), row.criterion.title, *cells), kind="subtotal")
        yield GridRow(cells=(row.code, row.item.text, *_item_cells(db, row, options)), anchor=f"item:{row.item.id}")
    yield from _closing(ours, theirs, options)


def _item_cells(db: Connection, row: scores.ScoreRow, options: FormOptions) -> tuple[str, ...]:
    score = row.score
    absent = scores.NOT_APPLICABLE[score.not_applicable]
    proof = evidence_words(evidence_of_item(db, options.year, row.item.id))
    maximum = format_points(row.item.max_points)
    own = _("Cấp trên chấm") if row.closed_to_self else format_points(score.self_points)
    if options.appraised:
        both = score.self_points is not None and score.appraised_points is not None
        difference = (score.self_points or 0) - (score.appraised_points or 0) if both else None
        return (
            maximum,
            own,
            format_points(score.appraised_points),
            format_points(difference),
            score.appraiser_note,
            proof,
        )
    note = "; ".join(text for text in (absent, score.not_applicable_reason, score.explanation) if text)
    return (maximum, own, score.basis, proof, "" if options.signatures else note)


def _sums(ours: Total, theirs: Total, options: FormOptions) -> tuple[str, ...]:
    maximum, own = format_points(ours.maximum), _known(ours)
    if options.appraised:
        difference = format_points(ours.all - theirs.all) if own and _known(theirs) else ""
        return (maximum, own, _known(theirs), difference, "", "")
    return (maximum, own, "", "", "")


def _known(total: Total) -> str:
    """A sum, blank while nothing of it has been scored."""
    return "" if total.missing and not total.all else format_points(total.all)


def _closing(ours: scores.YearTotals, theirs: scores.YearTotals, options: FormOptions) -> Iterator[GridRow]:
    """Sum, bonus, total and class at the foot of the table."""

    def row(title: str, own: int, given: int, maximum: int | None = None) -> GridRow:
        cells = (format_points(maximum), format_points(own))
        if options.appraised:
            return GridRow(
                cells=("", title, *cells, format_points(given), format_points(own - given), "", ""), kind="total"
            )
        return GridRow(cells=("", title, *cells, "", "", ""), kind="total")

    if ours.total.bonus or theirs.total.bonus:
        yield row(_("Cộng điểm các tiêu chí"), ours.total.points, theirs.total.points, ours.total.maximum)
        yield row(_("Điểm thưởng, điểm trừ"), ours.total.bonus, theirs.total.bonus)
    if not ours.itemised and ours.total.missing:  # nothing scored yet: the sum is filled in by hand
        yield GridRow(cells=("", _("TỔNG CỘNG"), format_points(ours.total.maximum)), kind="total")
        return
    yield row(_("TỔNG CỘNG"), ours.total.all, theirs.total.all, ours.total.maximum)
    label = theirs.class_label if options.appraised else ours.class_label
    if label is not None:
        words = label or _("Không đủ điều kiện xếp loại")
        blanks = ("",) * (len(columns_of(options)) - 2)
        yield GridRow(cells=("", _("Xếp loại: {label}", label=words), *blanks), kind="total")


def head_of_office(db: Connection, year: int) -> tuple[Block, ...]:
    """Cells 1-4 of a table that carries no number of its own."""
    office = organisation.current(db, f"{year}-12-31")
    if office is None:
        return ()
    lines = tuple(line for line in office.head_lines.split("\n") if line.strip())
    return (
        Head(
            organ=lines,
            parent=office.parent_head,
            place_and_date=_("{place}, ngày       tháng       năm {year}", place=office.place_name, year=year),
        ),
    )


def framework_note(db: Connection, year: int) -> tuple[Block, ...]:
    """By which decision it was scored; illustrative points say so."""
    cycle = cycle_of_year(db, year)
    if cycle.framework_id is None:
        return ()
    framework = get_framework(db, cycle.framework_id)
    if framework.illustrative:
        note = _("(Số điểm dùng để minh họa: {title})", title=framework.short_title or framework.title)
        return (Text(runs=(Run(text=note, italic=True),), align="center", indent=False),)
    if not framework.decision:
        return ()
    words = _("(Theo {decision} của {issuer})", decision=framework.decision, issuer=framework.issuer)
    return (Text(runs=(Run(text=words, italic=True),), align="center", indent=False),)


def signatures(db: Connection, year: int, left: str) -> Signatures:
    """Who made the table at the left, the office's head at the right."""
    plan = find_plan(db, year)
    lines = (plan.signer_lines if plan else "") or AUTHORITIES["TM. … CHỦ TỊCH"]
    right = SignatureCell(lines=tuple(lines.split("\n")), name=plan.signer_name if plan else "")
    return Signatures(right=right, left=SignatureCell(lines=(left,)))


def subtitle(text: str) -> Text:
    """A centred bold line above a table."""
    return Text(runs=plain(text, bold=True), align="center", indent=False, keep_with_next=True)


FORM = PrintedForm(
    key="bang-tu-cham",
    title="Bảng tự chấm điểm",
    code="F1",
    build=build,
    landscape=True,
    options=("year", "appraised", "signatures", "numbered_columns"),
)
