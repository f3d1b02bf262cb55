"""Years side by side: totals and class, gap self − appraised, lost points item by item, what was deducted again."""

from __future__ import annotations

from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import cycles, deductions, frameworks, reconciliation, scores
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
    explained: int
    itemised: bool

    @property
    def gap(self) -> int | None:
        if self.self_total is None or self.appraised_total is None:
            return None
        return self.self_total - self.appraised_total


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """What an item lost in a year against its maximum (or, where scores are unknown, by its deductions)."""

    lost: int | None  # hundredths; None: nothing is known
    maximum: int | None

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
    points: int  # hundredths in all


def year_figures(db: Connection) -> list[YearFigures]:
    """Every year, oldest first."""
    return [_figures(db, cycle) for cycle in reversed(cycles.all_cycles(db))]


def _figures(db: Connection, cycle: cycles.Cycle) -> YearFigures:
    line = reconciliation.reconcile(db, cycle.year).total
    ours = scores.totals(db, cycle.year, "self")
    theirs = scores.totals(db, cycle.year, "appraised")
    framework = frameworks.get_framework(db, cycle.framework_id) if cycle.framework_id else None
    begun = ours.itemised or cycle.self_total is not None
    return YearFigures(
        year=cycle.year,
        framework_id=cycle.framework_id,
        framework=(framework.short_title or framework.title) if framework else "",
        illustrative=bool(framework and framework.illustrative),
        self_total=line.self_points if begun else None,
        appraised_total=line.appraised_points if theirs.itemised or cycle.appraised_total is not None else None,
        maximum=ours.total.maximum or (framework.total if framework else None),
        class_label=(theirs.class_label if theirs.itemised else cycle.class_label) or cycle.class_label,
        explained=line.explained,
        itemised=ours.itemised,
    )


def heat_map(db: Connection, years: list[int]) -> list[HeatRow]:
    """Item × year: points lost. Years are joined by criterion and item number only where the criteria's titles agree."""
    texts: dict[str, str] = {}
    cells: dict[str, dict[int, HeatCell]] = {}
    for year in years:
        lost = _lost_by_deduction(db, year)
        for row in scores.score_rows(db, year):
            key = f"{row.code} {fold(row.criterion.title)[:40]}"
            texts.setdefault(key, row.item.text)
            given = row.score.appraised_points if row.score.appraised_points is not None else row.score.self_points
            known = (
                (row.item.max_points or 0) - given
                if given is not None and row.item.max_points
                else lost.get(row.item.id)
            )
            cells.setdefault(key, {})[year] = HeatCell(lost=known, maximum=row.item.max_points)
    nothing = HeatCell(lost=None, maximum=None)
    return [
        HeatRow(code=key.split(" ", 1)[0], text=texts[key], cells=tuple(found.get(year, nothing) for year in years))
        for key, found in sorted(cells.items(), key=lambda entry: tuple(map(int, entry[0].split(" ", 1)[0].split("."))))
    ]


def _lost_by_deduction(db: Connection, year: int) -> dict[int, int]:
    lost: dict[int, int] = {}
    for deduction in deductions.deductions(db, year):
        if deduction.item_id is not None and deduction.points is not None:
            lost[deduction.item_id] = lost.get(deduction.item_id, 0) + deduction.points
    return lost


def repeated_deductions(db: Connection) -> list[Repeated]:
    """Items that lost points in more than one year, most years first."""
    rows = db.execute(
        "SELECT y.year, c.number AS criterion, i.number AS item, i.text, coalesce(sum(d.points), 0) AS points FROM deduction d"
        " JOIN cycle y ON y.id = d.cycle_id JOIN item i ON i.id = d.item_id JOIN criterion c ON c.id = i.criterion_id"
        " GROUP BY y.year, c.number, i.number ORDER BY y.year"
    )
    found: dict[tuple[int, int], list[tuple[int, str, int]]] = {}
    for row in rows:
        found.setdefault((row["criterion"], row["item"]), []).append((row["year"], row["text"], row["points"]))
    again = [
        Repeated(code=f"{c}.{i}", text=hits[-1][1], years=tuple(h[0] for h in hits), points=sum(h[2] for h in hits))
        for (c, i), hits in found.items()
        if len(hits) > 1
    ]
    return sorted(again, key=lambda entry: (-len(entry.years), -entry.points))
