"""The self-score grid: what a year says in each cell; only what changed is made anew."""

from __future__ import annotations

from dataclasses import dataclass

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.risk import ItemRisk
from dvcq_desktop.self_scores import SelfScores, expected_documents, status
from ui.widgets.points_table import Columns

TITLES = ("Mã", "Nội dung", "Tối đa", "Tự chấm", "Minh chứng", "Giải trình", "Dự kiến", "Trạng thái")
CODE, TEXT, MAXIMUM, POINTS, EVIDENCE, EXPLANATION, LIKELY, STATUS = range(len(TITLES))
RIGHT = frozenset({MAXIMUM, POINTS, EVIDENCE, LIKELY})
_WIDTHS = (6, 44, 8, 10, 13, 17, 9, 19)
COLUMNS = Columns(titles=TITLES, widths=_WIDTHS, right=RIGHT, text=TEXT, points=POINTS)
FILTERS = {"all": "Tất cả", "unscored": "Chưa chấm", "unproven": "Thiếu minh chứng", "at_risk": "Điểm có nguy cơ"}
Cells = tuple[str, ...]


def fits(item: ItemRisk, which: str) -> bool:
    """Whether a filter shows an item."""
    if which == "unscored":
        return not item.row.scored
    if which == "unproven":
        return item.row.lacks_proof
    return item.at_risk > 0 if which == "at_risk" else True


class ScoreSheet:
    """A year's self scores, for a PointsTable; what stands as it did before is taken over from that reading."""

    def __init__(self, found: SelfScores | None = None, before: ScoreSheet | None = None) -> None:
        self.items: tuple[ItemRisk, ...] = found.items if found else ()
        self._locked = found.locked if found else True
        self._sums = _sums(found)
        made = {row.item.row.item.id: row for row in before.rows} if before else {}
        self.rows: list[_Made] = [_made(item, made.get(item.row.item.id)) for item in self.items]

    def cell(self, n: int, column: int) -> tuple[str, str]:
        row = self.rows[n]
        return row.cells[column], row.mark if column == STATUS else ""

    def sum_cell(self, n: int, column: int) -> tuple[str, str]:
        return self._sums[self.items[n].row.criterion.id][column], ""

    def typed(self, n: int) -> str:
        return format_short(self.items[n].row.score.self_points)

    def tip(self, n: int, column: int) -> str | None:
        return _tip(self.items[n], column)

    def words(self, n: int) -> str:
        row = self.items[n].row
        return f"{row.code} {row.item.text} {row.criterion.title} {row.score.basis}"

    def fits(self, n: int, which: str) -> bool:
        return fits(self.items[n], which)

    def count(self, which: str) -> int:
        return sum(which in row.filters for row in self.rows)

    def is_open(self, n: int) -> bool:
        return not self.items[n].row.scored

    def may_type(self, n: int) -> bool:
        return not self._locked and not self.items[n].row.closed_to_self

    def differs(self, before: ScoreSheet, n: int) -> bool:
        return self._locked != before._locked or self.rows[n] is not before.rows[n]

    def sum_differs(self, before: ScoreSheet, n: int) -> bool:
        criterion = self.items[n].row.criterion.id
        return self._sums[criterion] != before._sums.get(criterion)


@dataclass(frozen=True)
class _Made:
    """An item with what is shown of it."""

    item: ItemRisk
    cells: Cells
    mark: str
    filters: frozenset[str]


def _made(item: ItemRisk, before: _Made | None) -> _Made:
    if before is not None and (item is before.item or item == before.item):
        return before
    filters = frozenset(which for which in FILTERS if fits(item, which))
    return _Made(item, _cells(item), status(item.row)[1], filters)


def _cells(item: ItemRisk) -> Cells:
    row = item.row
    score = row.score
    full = format_points(row.item.max_points, unknown="?")
    own = format_points(score.self_points)
    if score.not_applicable != "no":
        own = full if score.not_applicable == "full" else "–"
    expected = expected_documents(row)
    proof = f"{row.evidence} / {expected}" if expected else str(row.evidence or "")
    counts = row.scored and not row.closed_to_self
    return (
        row.code,
        row.item.text,
        full,
        "–" if row.closed_to_self else own,
        proof if row.item.needs_evidence or row.evidence else "không cần",
        (score.explanation or score.not_applicable_reason).replace("\n", " "),
        format_points(item.likely) if counts else "",
        status(row)[0],
    )


def _sums(found: SelfScores | None) -> dict[int, Cells]:
    if found is None:
        return {}
    sums: dict[int, Cells] = {}
    likely: dict[int, int] = {}
    open_: dict[int, int] = {}
    for item in found.items:
        criterion = item.row.criterion
        likely[criterion.id] = likely.get(criterion.id, 0) + item.likely
        open_[criterion.id] = open_.get(criterion.id, 0) + (not item.row.scored)
    for item in found.items:
        criterion = item.row.criterion
        if criterion.id in sums:
            continue
        total = found.totals.by_criterion[criterion.id]
        rest = f"còn {open_[criterion.id]} chưa chấm" if open_[criterion.id] else "đã chấm hết"
        sums[criterion.id] = (
            str(criterion.number),
            criterion.title,
            format_points(total.maximum, unknown="?"),
            format_points(total.all),
            "",
            "",
            format_points(likely[criterion.id]),
            rest,
        )
    return sums


def _tip(item: ItemRisk, column: int) -> str | None:
    if column == TEXT:
        return item.row.item.text
    if column == LIKELY:
        return item.formula()
    if column == EVIDENCE:
        return "Số văn bản đã có / cần có. Nhấp đúp để mở trang Minh chứng."
    return item.row.score.explanation or None if column == EXPLANATION else None
