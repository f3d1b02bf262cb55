"""Reconciliation (đối chiếu): self − appraised = sum of deductions, per item, per criterion, in total; the rest is unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import deductions, scores
from dvcq_desktop.cycles import cycle_of_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, format_short, parse_points
from dvcq_desktop.records import Record, column, delete, fetch, insert, update
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

    @property
    def difference(self) -> int | None:
        if self.self_points is None or self.appraised_points is None:
            return None
        return self.self_points - self.appraised_points

    @property
    def unexplained(self) -> int | None:
        return None if self.difference is None else self.difference - self.explained

    def sentence(self) -> str:
        """ "94,00 − 78,50 = 15,50; đã giải thích 6,00; còn 9,50 chưa giải thích"."""
        if self.difference is None:
            return _("Chưa đủ hai bên điểm để đối chiếu.")
        both = {"self": format_points(self.self_points), "appraised": format_points(self.appraised_points)}
        text = _("{self} − {appraised} = {difference}", difference=format_points(self.difference), **both)
        text += _("; đã giải thích {points}", points=format_points(self.explained))
        rest = self.unexplained or 0
        if rest > 0:
            text += _("; còn {points} chưa giải thích", points=format_points(rest))
        elif rest < 0:
            text += _("; giải thích thừa {points}", points=format_points(-rest))
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
    found = deductions.deductions(db, year)
    rows = scores.score_rows(db, year)
    items = tuple(_item_line(row, [d for d in found if d.item_id == row.item.id]) for row in rows)
    own = [d for d in found if d.predecessor_id is None]
    ours, theirs = scores.totals(db, year, "self"), scores.totals(db, year, "appraised")
    cycle = cycle_of_year(db, year)
    total = Line(
        title=_("Cả năm {year}", year=year),
        self_points=ours.total.all if ours.itemised else cycle.self_total,
        appraised_points=theirs.total.all if theirs.itemised else cycle.appraised_total,
        explained=_sum(own),
        without_points=sum(1 for d in own if d.points is None),
    )
    criteria = {
        criterion_id: _criterion_line([i for i in items if i.row.criterion.id == criterion_id])
        for criterion_id in dict.fromkeys(i.row.criterion.id for i in items)
    }
    return Reconciliation(
        total=total,
        criteria=criteria,
        items=items,
        loose=tuple(d for d in found if d.item_id is None or d.item_id not in {r.item.id for r in rows}),
        predecessors=tuple(_inherited(p, found) for p in predecessors(db, year)),
    )


def _item_line(row: scores.ScoreRow, found: list[deductions.Deduction]) -> ItemLine:
    line = Line(
        title=row.code,
        self_points=row.score.self_points,
        appraised_points=row.score.appraised_points,
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
    rest = found.line.unexplained if found else None
    if found is None or rest is None or rest <= 0:
        raise RuleBroken(_("Nội dung này không còn điểm nào chưa giải thích."))
    place = _("Nội dung {item}, tiêu chí {criterion}", item=found.row.item.number, criterion=found.row.criterion.number)
    return deductions.add_deduction(
        db,
        cycle_of_year(db, year).id,
        item_id=item_id,
        place=place,
        text=found.row.item.text,
        points=rest,
        reason=clean_line(reason) or found.row.score.appraiser_note,
    )


def set_totals(db: Connection, year: int, *, self_total: str, appraised_total: str, class_label: str) -> None:
    """Store a year's totals as typed, for a year whose items are not known."""
    cycle = cycle_of_year(db, year)
    if cycle.closed:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=year))
    update(
        db,
        type(cycle),
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
    count = len(predecessors(db, year))
    if count >= MOST_PREDECESSORS:
        raise RuleBroken(_("Một năm chỉ nhận lịch sử của tối đa {n} xã cũ.", n=MOST_PREDECESSORS))
    return insert(
        db,
        Predecessor(
            cycle_id=cycle_of_year(db, year).id,
            name=name,
            class_label=clean_line(class_label),
            position=count + 1,
            self_total=parse_points(self_total) if self_total.strip() else None,
            appraised_total=parse_points(appraised_total) if appraised_total.strip() else None,
        ),
    )


def change_predecessor(db: Connection, predecessor_id: int, **values: str) -> None:
    stored: dict[str, object] = {}
    for name, typed in values.items():
        if name in {"self_total", "appraised_total"}:
            stored[name] = parse_points(typed) if typed.strip() else None
        else:
            stored[name] = clean_line(typed)
    update(db, Predecessor, predecessor_id, **stored)


def delete_predecessor(db: Connection, predecessor_id: int) -> None:
    delete(db, Predecessor, [predecessor_id])


def short_line(line: Line) -> str:
    """ "94 − 78,5 = 15,5" for narrow places."""
    if line.difference is None:
        return ""
    return f"{format_short(line.self_points)} − {format_short(line.appraised_points)} = {format_short(line.difference)}"
