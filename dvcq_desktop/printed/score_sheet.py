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
NAME = GridColumn(title="Tiêu chí, nội dung", share=79)
MAXIMUM = GridColumn(title="Điểm tối đa", share=15, align="center", kind="number")
SELF = GridColumn(title="Điểm tự chấm", share=18, align="center", kind="number")
BASIS = GridColumn(title="Cơ sở chấm: số liệu, tỷ lệ", share=44)
PROOF = GridColumn(title="Tài liệu minh chứng (số, ký hiệu, ngày)", share=49)
NOTE = GridColumn(title="Ghi chú, giải trình", share=36)
SIGNED = GridColumn(title="Chữ ký của công chức phụ trách", share=30)
APPRAISED = GridColumn(title="Điểm thẩm định", share=16, align="center", kind="number")
DIFFERENCE = GridColumn(title="Chênh lệch", share=16, align="center", kind="number")
REASON = GridColumn(title="Lý do", share=48)


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
        *_still_open(rows),
        signatures(db, options.year, _("NGƯỜI TỔNG HỢP")),
    )
    return Document(title=f"{kind.capitalize()} {options.year}", parts=(Part(blocks=blocks, landscape=True),))


def columns_of(options: FormOptions) -> tuple[GridColumn, ...]:
    if options.appraised:
        return (STT, NAME, MAXIMUM, SELF, APPRAISED, DIFFERENCE, REASON, PROOF)
    return (STT, NAME, MAXIMUM, SELF, BASIS, PROOF, SIGNED if options.signatures else NOTE)


def _rows(db: Connection, rows: list[scores.ScoreRow], options: FormOptions) -> Iterator[GridRow]:
    ours, theirs = scores.totals(db, options.year, "self"), scores.totals(db, options.year, "appraised")
    given = {row.criterion.id for row in rows if row.score.appraised_points is not None}
    last = None
    for row in rows:
        if row.criterion.id != last:
            last = row.criterion.id
            cells = _sums(ours.by_criterion[last], theirs.by_criterion[last] if last in given else None, options)
            yield GridRow(cells=(str(row.criterion.number), row.criterion.title, *cells), kind="subtotal")
        yield GridRow(cells=(row.code, row.item.text, *_item_cells(db, row, options)), anchor=f"item:{row.item.id}")
    told = theirs.itemised or cycle_of_year(db, options.year).appraised_total is not None
    yield from _closing(ours, theirs if told else None, options)


def _item_cells(db: Connection, row: scores.ScoreRow, options: FormOptions) -> tuple[str, ...]:
    score = row.score
    proof = ";\n".join(evidence_words([one]) for one in evidence_of_item(db, options.year, row.item.id))
    maximum = format_points(row.item.max_points)
    own = _own_points(row)
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
    absent = _(scores.NOT_APPLICABLE[score.not_applicable])
    if absent and score.not_applicable_reason:
        absent += f": {score.not_applicable_reason}"
    note = "\n".join(text for text in (absent, score.explanation) if text)
    if options.signatures:  # no column is left for notes, and none of them may be lost
        return (maximum, own, "\n".join(text for text in (score.basis, note) if text), proof, "")
    return (maximum, own, score.basis, proof, note)


def _own_points(row: scores.ScoreRow) -> str:
    """The points that go into the sum; an item without a task this year has its full points, or is taken out."""
    if row.closed_to_self:
        return _("Cấp trên chấm")
    if row.score.not_applicable == "full":
        return format_points(row.item.max_points)
    return "–" if row.score.not_applicable == "rescale" else format_points(row.score.self_points)


def _still_open(rows: list[scores.ScoreRow]) -> tuple[Text, ...]:
    """A sum with items not yet scored says so, where anything was scored at all."""
    codes = [row.code for row in rows if not row.scored]
    if not codes or len(codes) == len(rows):
        return ()
    words = _("(Còn {n} nội dung chưa chấm: {codes}.)", n=len(codes), codes=", ".join(codes))
    return (Text(runs=(Run(text=words, italic=True),), indent=False),)


def _sums(ours: Total, theirs: Total | None, options: FormOptions) -> tuple[str, ...]:
    maximum, own = format_points(ours.maximum), _known(ours)
    if options.appraised:
        given = _known(theirs) if theirs else ""
        difference = format_points(ours.all - theirs.all) if theirs and own and given else ""
        return (maximum, own, given, difference, "", "")
    return (maximum, own, "", "", "")


def _known(total: Total) -> str:
    """A sum, blank while nothing of it has been scored."""
    return "" if total.missing and not total.all else format_points(total.all)


def _closing(ours: scores.YearTotals, theirs: scores.YearTotals | None, options: FormOptions) -> Iterator[GridRow]:
    """Sum, bonus, total and class at the foot of the table; theirs is None while the superior has said nothing."""
    upper = theirs.total if theirs else None

    def row(title: str, own: int, given: int | None, maximum: int | None = None) -> GridRow:
        cells = (format_points(maximum), format_points(own))
        if options.appraised:
            difference = format_points(None if given is None else own - given)
            return GridRow(cells=("", title, *cells, format_points(given), difference, "", ""), kind="total")
        return GridRow(cells=("", title, *cells, "", "", ""), kind="total")

    if ours.total.bonus or (upper and upper.bonus):
        points, bonus = (upper.points, upper.bonus) if upper else (None, None)
        yield row(_("Cộng điểm các tiêu chí"), ours.total.points, points, ours.total.maximum)
        yield row(_("Điểm thưởng, điểm trừ"), ours.total.bonus, bonus)
    if not ours.itemised and ours.total.missing:  # nothing scored yet: the sum is filled in by hand
        yield GridRow(cells=("", _("TỔNG CỘNG"), format_points(ours.total.maximum)), kind="total")
        return
    yield row(_("TỔNG CỘNG"), ours.total.all, upper.all if upper else None, ours.total.maximum)
    label = (theirs.class_label if theirs else None) if options.appraised else ours.class_label
    if label is not None:
        words = label or _("Không đủ điều kiện xếp loại")
        blanks = ("",) * (len(columns_of(options)) - 2)
        yield GridRow(cells=("", _("Xếp loại: {label}", label=words), *blanks), kind="total")


def head_of_office(db: Connection, year: int, *, dated: int | None = None) -> tuple[Block, ...]:
    """Cells 1-4 of a table of a year that carries no number of its own; dated in that year or the one given."""
    office = organisation.current(db, f"{year}-12-31")
    if office is None:
        return ()
    lines = tuple(line for line in office.head_lines.split("\n") if line.strip())
    return (
        Head(
            organ=lines,
            parent=office.parent_head,
            place_and_date=_("{place}, ngày       tháng       năm {year}", place=office.place_name, year=dated or year),
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
    """Who made the table at the left, the office's head at the right as the plan of the year (or the next) names them."""
    plan = find_plan(db, year) or find_plan(db, year + 1)
    lines = (plan.signer_lines if plan else "") or AUTHORITIES["TM. … CHỦ TỊCH"]
    right = SignatureCell(lines=tuple(lines.split("\n")), name=plan.signer_name if plan else "")
    return Signatures(right=right, left=SignatureCell(lines=(left,), note=_("(Ký, ghi rõ họ tên)")))


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
