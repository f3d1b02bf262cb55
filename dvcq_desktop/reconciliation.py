"""Reconciliation (đối chiếu): self − appraised = sum of deductions, per item, per criterion, in total; the rest is unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import cycles, deductions, scores
from dvcq_desktop.cycles import Cycle, cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.frameworks import Framework
from dvcq_desktop.points import format_points, format_short, parse_points
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

MOST_PREDECESSORS = 3  # Ba Liên, Ba Thành and Ba Động became one commune (domain.md §3)


@dataclass(frozen=True, kw_only=True)
class Predecessor(Record):
    """A commune whose history of a year this office inherited; totals in hundredths."""

    TABLE: ClassVar[str] = "predecessor"
    cycle_id: int
    name: str = column("Xã cũ", width=24)
    self_total: int | None = column("Điểm tự chấm", kind="points", width=8, default=None)
    appraised_total: int | None = column("Điểm thẩm định", kind="points", width=8, default=None)
    class_label: str = column("Xếp loại", width=24, default="")
    note: str = column("Ghi chú", width=24, default="")
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One reconciliation line in hundredths; None where a side is not known."""

    title: str
    self_points: int | None
    appraised_points: int | None
    explained: int  # sum of the deductions with points
    without_points: int = 0  # deductions whose points nobody told
    converted: int = 0  # what rescaling, rounding or a bonus cap alone moved between the items and the totals
    pending: int = 0  # items the superior has not scored yet; they stand outside both sides

    @property
    def difference(self) -> int | None:
        if self.self_points is None or self.appraised_points is None:
            return None
        return self.self_points - self.appraised_points

    @property
    def unexplained(self) -> int | None:
        return None if self.difference is None else self.difference - self.explained - self.converted

    def sentence(self) -> str:
        """ "94,00 − 78,50 = 15,50; đã giải thích 6,00; còn 9,50 chưa giải thích"."""
        if self.difference is None:
            return _("Chưa đủ hai bên điểm để đối chiếu.")
        both = {"self": format_points(self.self_points), "appraised": format_points(self.appraised_points)}
        text = _("{self} − {appraised} = {difference}", difference=format_points(self.difference), **both)
        text += _("; đã giải thích {points}", points=format_points(self.explained))
        if self.converted:
            text += _("; do quy đổi, làm tròn {points}", points=format_points(self.converted))
        rest = self.unexplained or 0
        if rest > 0:
            text += _("; còn {points} chưa giải thích", points=format_points(rest))
        elif rest < 0:
            text += _("; giải thích thừa {points}", points=format_points(-rest))
        if self.pending:
            text += _("; {n} nội dung chưa có đủ hai bên điểm", n=self.pending)
        return text + "."


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item with both scores and its deductions."""

    row: scores.ScoreRow
    line: Line
    deductions: tuple[deductions.Deduction, ...]


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """A year reconciled; items are empty in a year known only by totals."""

    total: Line
    criteria: dict[int, Line]  # criterion id
    items: tuple[ItemLine, ...]
    loose: tuple[deductions.Deduction, ...]  # deductions that name no item
    predecessors: tuple[Line, ...]


def reconcile(db: Connection, year: int) -> Reconciliation:
    """Both scores of a year side by side with what explains the difference."""
    cycle = cycle_of_year(db, year)
    found = deductions.deductions(db, year)
    own = [d for d in found if d.predecessor_id is None]
    of_item: dict[int | None, list[deductions.Deduction]] = {}
    for deduction in own:
        of_item.setdefault(deduction.item_id, []).append(deduction)
    items = tuple(_item_line(row, of_item.get(row.item.id, [])) for row in scores.score_rows(db, year))
    groups: dict[int, list[ItemLine]] = {}
    for item in items:
        groups.setdefault(item.row.criterion.id, []).append(item)
    here = {item.row.item.id for item in items}
    return Reconciliation(
        total=_total_line(cycle, scores.framework_of(db, cycle), items, own),
        criteria={criterion_id: _criterion_line(group) for criterion_id, group in groups.items()},
        items=items,
        loose=tuple(d for d in own if d.item_id is None or d.item_id not in here),
        predecessors=tuple(_inherited(p, found) for p in predecessors(db, year)),
    )


def _item_line(row: scores.ScoreRow, found: list[deductions.Deduction]) -> ItemLine:
    ours = row.item.max_points if row.score.not_applicable == "full" else row.score.self_points
    theirs = row.score.appraised_points
    if row.score.not_applicable != "no" and theirs is None:
        theirs = ours  # agreed: nothing arose, both sides count it alike
    line = Line(
        title=row.code,
        self_points=None if row.score.not_applicable == "rescale" else ours,
        appraised_points=None if row.score.not_applicable == "rescale" else theirs,
        explained=_sum(found),
        without_points=sum(1 for d in found if d.points is None),
    )
    return ItemLine(row=row, line=line, deductions=tuple(found))


def _criterion_line(items: list[ItemLine]) -> Line:
    """The sum over the items of a criterion that have both scores; None on a side where no item has one."""
    both = [i.line for i in items if i.line.difference is not None]
    return Line(
        title=items[0].row.criterion.title,
        self_points=sum(line.self_points or 0 for line in both) if both else None,
        appraised_points=sum(line.appraised_points or 0 for line in both) if both else None,
        explained=sum(i.line.explained for i in items),
        without_points=sum(i.line.without_points for i in items),
    )


def _total_line(cycle: Cycle, framework: Framework, items: Sequence[ItemLine], own: list[deductions.Deduction]) -> Line:
    """Points only the superior gives stand outside: there is nothing of ours to compare them with."""
    ours_rows = [i for i in items if not i.row.closed_to_self and i.row.score.not_applicable != "rescale"]
    rows = [i.row for i in items if not i.row.closed_to_self]
    ours = scores.totals_of(cycle, framework, rows, "self", (), ())
    theirs = scores.totals_of(cycle, framework, rows, "appraised", (), ())
    both = [i.line for i in ours_rows if i.line.difference is not None]
    left, right = _told(ours, cycle.self_total), _told(theirs, cycle.appraised_total)
    converted = pending = 0
    if ours.itemised and theirs.itemised:
        pending = len(ours_rows) - len(both)
        if pending:
            left = sum(line.self_points or 0 for line in both) if both else None
            right = sum(line.appraised_points or 0 for line in both) if both else None
        else:
            difference = ours.total.all - theirs.total.all
            converted = difference - sum(line.difference or 0 for line in both)
    return Line(
        title=_("Cả năm {year}", year=cycle.year),
        self_points=left,
        appraised_points=right,
        explained=_sum(own),
        without_points=sum(1 for d in own if d.points is None),
        converted=converted,
        pending=pending,
    )


def _told(totals: scores.YearTotals, told: int | None) -> int | None:
    return totals.total.all if totals.itemised else told


def _inherited(predecessor: Predecessor, found: list[deductions.Deduction]) -> Line:
    mine = [d for d in found if d.predecessor_id == predecessor.id]
    return Line(
        title=predecessor.name,
        self_points=predecessor.self_total,
        appraised_points=predecessor.appraised_total,
        explained=_sum(mine),
        without_points=sum(1 for d in mine if d.points is None),
    )


def _sum(found: list[deductions.Deduction]) -> int:
    return sum(d.points or 0 for d in found)


def deduct_difference(db: Connection, year: int, item_id: int, *, reason: str = "") -> int:
    """Make a deduction of what is not yet explained on an item; the superior's note is its reason where none is given.

    Raises RuleBroken where nothing is unexplained.
    """
    found = next((i for i in reconcile(db, year).items if i.row.item.id == item_id), None)
    if found is None or (found.line.unexplained or 0) <= 0:
        raise RuleBroken(_("Nội dung này không còn điểm nào chưa giải thích."))
    return _deduct(db, year, found, reason)


def deduct_all_differences(db: Connection, year: int) -> list[int]:
    """A deduction for each item that still has unexplained points; their ids."""
    wanted = [i for i in reconcile(db, year).items if (i.line.unexplained or 0) > 0]
    if not wanted:
        raise RuleBroken(_("Không còn nội dung nào có điểm chưa giải thích."))
    return [_deduct(db, year, item, "") for item in wanted]


def _deduct(db: Connection, year: int, found: ItemLine, reason: str) -> int:
    place = _("Nội dung {item}, tiêu chí {criterion}", item=found.row.item.number, criterion=found.row.criterion.number)
    return deductions.add_deduction(
        db,
        cycle_of_year(db, year).id,
        item_id=found.row.item.id,
        place=place,
        text=found.row.item.text,
        points=found.line.unexplained,
        reason=clean_line(reason) or found.row.score.appraiser_note,
    )


def set_totals(db: Connection, year: int, *, self_total: str, appraised_total: str, class_label: str) -> None:
    """Store a year's totals as typed, for a year whose items are not known."""
    cycle = cycle_of_year(db, year)
    cycles.must_be_open(db, cycle.id)
    update(
        db,
        Cycle,
        cycle.id,
        class_label=clean_line(class_label),
        self_total=parse_points(self_total) if self_total.strip() else None,
        appraised_total=parse_points(appraised_total) if appraised_total.strip() else None,
    )


def predecessors(db: Connection, year: int) -> list[Predecessor]:
    return fetch(
        db, Predecessor, "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?) ORDER BY position, id", (year,)
    )


def add_predecessor(
    db: Connection, year: int, name: str, *, self_total: str = "", appraised_total: str = "", class_label: str = ""
) -> int:
    """An inherited history of a year. Raises RuleBroken without a name or beyond three."""
    name = clean_line(name)
    if not name:
        raise RuleBroken(_("Chưa có tên xã cũ."))
    cycle = cycle_of_year(db, year)
    cycles.must_be_open(db, cycle.id)
    there = predecessors(db, year)
    if len(there) >= MOST_PREDECESSORS:
        raise RuleBroken(_("Một năm chỉ nhận lịch sử của tối đa {n} xã cũ.", n=MOST_PREDECESSORS))
    return insert(
        db,
        Predecessor(
            cycle_id=cycle.id,
            name=name,
            class_label=clean_line(class_label),
            position=max((p.position for p in there), default=0) + 1,
            self_total=parse_points(self_total) if self_total.strip() else None,
            appraised_total=parse_points(appraised_total) if appraised_total.strip() else None,
        ),
    )


def change_predecessor(db: Connection, predecessor_id: int, /, **values: str) -> None:
    """Change fields as typed."""
    cycles.must_be_open(db, get(db, Predecessor, predecessor_id).cycle_id)
    stored: dict[str, object] = {}
    for name, typed in values.items():
        if name in {"self_total", "appraised_total"}:
            stored[name] = parse_points(typed) if typed.strip() else None
        else:
            stored[name] = clean_line(typed)
    if stored.get("name") == "":
        raise RuleBroken(_("Chưa có tên xã cũ."))
    update(db, Predecessor, predecessor_id, **stored)


def delete_predecessor(db: Connection, predecessor_id: int) -> None:
    """Take an inherited history away with its deductions: left behind they would explain points of the office itself."""
    cycles.must_be_open(db, get(db, Predecessor, predecessor_id).cycle_id)
    deductions.delete_deductions(
        db, [d.id for d in fetch(db, deductions.Deduction, "WHERE predecessor_id = ?", (predecessor_id,))]
    )
    delete(db, Predecessor, [predecessor_id])


def short_line(line: Line) -> str:
    """ "94 − 78,5 = 15,5" for narrow places."""
    if line.difference is None:
        return ""
    return f"{format_short(line.self_points)} − {format_short(line.appraised_points)} = {format_short(line.difference)}"
