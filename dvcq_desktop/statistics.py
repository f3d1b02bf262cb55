"""Years side by side: totals and class, gap self − appraised, lost points item by item, what was deducted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from db.connection import Connection
from dvcq_desktop import cycles, deductions, frameworks, reconciliation, scores
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """One year; points in hundredths, None where not known."""

    year: int
    framework_id: int | None
    framework: str
    illustrative: bool
    self_total: int | None
    appraised_total: int | None
    maximum: int | None
    class_label: str
    own_class: bool  # the class follows from our own points: nobody above has said it yet
    explained: int
    itemised: bool
    missing: int  # items not yet scored

    @property
    def gap(self) -> int | None:
        if self.self_total is None or self.appraised_total is None:
            return None
        return self.self_total - self.appraised_total

    @property
    def unexplained(self) -> int | None:
        return None if self.gap is None else self.gap - self.explained


Source = Literal["", "appraised", "deductions", "self", "absent"]


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """What an item lost in a year against its maximum (or, where scores are unknown, by its deductions)."""

    lost: int | None  # hundredths; None: nothing is known
    maximum: int | None
    source: Source = ""  # from whom that is known; "absent": no task of this kind arose

    @property
    def share(self) -> float | None:
        """Part of the maximum that was lost, 0 to 1; None where one side is unknown."""
        if self.lost is None or not self.maximum:
            return None
        return max(0.0, min(1.0, self.lost / self.maximum))


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """One item over the years that share its framework's shape."""

    code: str
    text: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """An item deducted in more than one year."""

    code: str
    text: str
    years: tuple[int, ...]
    points: tuple[int, ...]  # hundredths lost in each of them


def year_figures(db: Connection, years: Sequence[int] | None = None) -> list[YearFigures]:
    """The years asked for (usually every year), oldest first."""
    return [
        _figures(db, cycle) for cycle in reversed(cycles.all_cycles(db)) if years is None or cycle.year in set(years)
    ]


def _figures(db: Connection, cycle: cycles.Cycle) -> YearFigures:
    line = reconciliation.reconcile(db, cycle.year).total
    ours = scores.totals(db, cycle.year, "self")
    theirs = scores.totals(db, cycle.year, "appraised")
    framework = frameworks.get_framework(db, cycle.framework_id) if cycle.framework_id else None
    begun = ours.itemised or cycle.self_total is not None
    label = (theirs.class_label if theirs.itemised else cycle.class_label) or cycle.class_label
    own = not label and begun
    return YearFigures(
        year=cycle.year,
        framework_id=cycle.framework_id,
        framework=(framework.short_title or framework.title) if framework else "",
        illustrative=bool(framework and framework.illustrative),
        self_total=line.self_points if begun else None,
        appraised_total=line.appraised_points if theirs.itemised or cycle.appraised_total is not None else None,
        maximum=ours.total.maximum or (framework.total if framework else None),
        class_label=(ours.class_label or "") if own else label,
        own_class=own and bool(ours.class_label),
        explained=line.explained,
        itemised=ours.itemised,
        missing=ours.total.missing if ours.itemised else 0,
    )


def known_years(db: Connection) -> list[int]:
    """Years with at least one total or score, oldest first: what statistics can speak of."""
    rows = db.execute(
        "SELECT year FROM cycle WHERE self_total IS NOT NULL OR appraised_total IS NOT NULL OR id IN (SELECT cycle_id"
        " FROM score WHERE self_points IS NOT NULL OR appraised_points IS NOT NULL) ORDER BY year"
    )
    return [row["year"] for row in rows]


def enter_totals(db: Connection, year: int, *, self_total: str, appraised_total: str, class_label: str) -> None:
    """Open a year where needed and store its totals as typed. RuleBroken where it was scored item by item."""
    if not self_total.strip() and not appraised_total.strip():
        raise RuleBroken(_("Hãy nhập ít nhất một tổng điểm: tự chấm hoặc thẩm định."))
    cycles.open_year(db, year)
    if scores.totals(db, year, "self").itemised:
        raise RuleBroken(
            _("Năm {year} đã chấm từng nội dung nên không nhập tổng. Hãy sửa ở trang Tự chấm điểm.", year=year)
        )
    reconciliation.set_totals(db, year, self_total=self_total, appraised_total=appraised_total, class_label=class_label)


def breaks(figures: Sequence[YearFigures]) -> tuple[int, ...]:
    """Places in a row of years where another framework begins: what stands on both sides must not be joined."""
    return tuple(i for i in range(1, len(figures)) if figures[i].framework_id != figures[i - 1].framework_id)


def heat_map(db: Connection, years: Sequence[int]) -> list[HeatRow]:
    """Item × year: points lost. Years are joined by criterion and item number only where the criteria's titles agree."""
    texts: dict[str, str] = {}
    cells: dict[str, dict[int, HeatCell]] = {}
    for year in years:
        lost = _lost_by_deduction(db, year)
        for row in scores.score_rows(db, year):
            key = _key(row.criterion.number, row.item.number, row.criterion.title)
            texts.setdefault(key, row.item.text)
            cells.setdefault(key, {})[year] = _cell(row, lost.get(row.item.id))
    nothing = HeatCell(lost=None, maximum=None)
    return [
        HeatRow(code=key.split(" ", 1)[0], text=texts[key], cells=tuple(found.get(year, nothing) for year in years))
        for key, found in sorted(cells.items(), key=lambda entry: tuple(map(int, entry[0].split(" ", 1)[0].split("."))))
    ]


def _key(criterion: int, item: int, title: str) -> str:
    """The same in two years where number and title of the criterion agree, whichever decision they stand in."""
    return f"{criterion}.{item} {fold(title)[:40]}"


def _cell(row: scores.ScoreRow, deducted: int | None) -> HeatCell:
    """What is known best: the superior's points, then the deductions, then our own points."""
    maximum, score = row.item.max_points, row.score
    if score.appraised_points is not None and maximum and not row.item.bonus:
        return HeatCell(lost=maximum - score.appraised_points, maximum=maximum, source="appraised")
    if deducted is not None:
        return HeatCell(lost=deducted, maximum=maximum, source="deductions")
    if score.not_applicable != "no":
        return HeatCell(lost=None, maximum=maximum, source="absent")
    if score.self_points is not None and maximum and not row.item.bonus:
        return HeatCell(lost=maximum - score.self_points, maximum=maximum, source="self")
    return HeatCell(lost=None, maximum=maximum)


def _lost_by_deduction(db: Connection, year: int) -> dict[int, int]:
    lost: dict[int, int] = {}
    for deduction in deductions.deductions(db, year):
        if deduction.item_id is not None and deduction.points is not None:
            lost[deduction.item_id] = lost.get(deduction.item_id, 0) + deduction.points
    return lost


def repeated_deductions(db: Connection, years: Sequence[int] | None = None) -> list[Repeated]:
    """Items that lost points in more than one of the years (usually of all), most years first."""
    rows = db.execute(
        "SELECT y.year, c.number AS criterion, c.title, i.number AS item, i.text, coalesce(sum(d.points), 0) AS points"
        " FROM deduction d JOIN cycle y ON y.id = d.cycle_id JOIN item i ON i.id = d.item_id"
        " JOIN criterion c ON c.id = i.criterion_id GROUP BY y.year, i.id ORDER BY y.year"
    )
    found: dict[str, list[tuple[int, str, int]]] = {}
    for row in rows:
        if years is None or row["year"] in years:
            key = _key(row["criterion"], row["item"], row["title"])
            found.setdefault(key, []).append((row["year"], row["text"], row["points"]))
    again = [
        Repeated(
            code=key.split(" ", 1)[0],
            text=hits[-1][1],
            years=tuple(hit[0] for hit in hits),
            points=tuple(hit[2] for hit in hits),
        )
        for key, hits in found.items()
        if len(hits) > 1
    ]
    return sorted(again, key=lambda entry: (-len(entry.years), -sum(entry.points)))
