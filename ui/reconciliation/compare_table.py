"""Both scores side by side: what a year says in each cell; the superior's side is typed."""

from __future__ import annotations

from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.reconciliation import ItemLine, Line, Reconciliation
from ui.widgets.points_table import Columns

TITLES = ("Mã", "Nội dung", "Tự chấm", "Thẩm định", "Chênh lệch", "Đã giải thích", "Còn lại", "Lý do của cấp trên")
CODE, TEXT, SELF, APPRAISED, DIFFERENCE, EXPLAINED, REST, NOTE = range(len(TITLES))
RIGHT = frozenset({SELF, APPRAISED, DIFFERENCE, EXPLAINED, REST})
_WIDTHS = (6, 40, 11, 12, 13, 14, 13, 30)
COLUMNS = Columns(titles=TITLES, widths=_WIDTHS, right=RIGHT, text=TEXT, points=APPRAISED, note=NOTE)
FILTERS = {"all": "Tất cả", "rest": "Chưa giải thích", "lost": "Có chênh lệch", "open": "Chưa có điểm cấp trên"}


def fits(item: ItemLine, which: str) -> bool:
    """Whether a filter shows an item."""
    if which == "rest":
        return bool(item.line.unexplained)
    if which == "lost":
        return bool(item.line.difference) or bool(item.deductions)
    return item.row.score.appraised_points is None if which == "open" else True


class CompareSheet:
    """A year reconciled, for a PointsTable."""

    def __init__(self, found: Reconciliation | None = None, *, closed: bool = True) -> None:
        self.items: tuple[ItemLine, ...] = found.items if found else ()
        self._criteria = found.criteria if found else {}
        self._closed = closed

    def cell(self, n: int, column: int) -> tuple[str, str]:
        item = self.items[n]
        return rest_words(item.line) if column == REST else (_item_cell(item, column), "")

    def sum_cell(self, n: int, column: int) -> tuple[str, str]:
        line = self._line(n)
        return rest_words(line) if column == REST else (_sum_cell(self.items[n], line, column), "")

    def typed(self, n: int) -> str:
        return format_short(self.items[n].row.score.appraised_points)

    def tip(self, n: int, column: int) -> str | None:
        row = self.items[n].row
        return {TEXT: row.item.text, NOTE: row.score.appraiser_note}.get(column) or None

    def words(self, n: int) -> str:
        row = self.items[n].row
        return f"{row.code} {row.item.text} {row.criterion.title} {row.score.appraiser_note}"

    def fits(self, n: int, which: str) -> bool:
        return fits(self.items[n], which)

    def count(self, which: str) -> int:
        return sum(fits(item, which) for item in self.items)

    def is_open(self, n: int) -> bool:
        return fits(self.items[n], "open")

    def may_type(self, _n: int) -> bool:
        return not self._closed

    def differs(self, before: CompareSheet, n: int) -> bool:
        return self._closed != before._closed or self.items[n] != before.items[n]

    def sum_differs(self, before: CompareSheet, n: int) -> bool:
        return self._closed != before._closed or self._line(n) != before._line(n)

    def _line(self, n: int) -> Line:
        """What the criterion of an item comes to."""
        return self._criteria[self.items[n].row.criterion.id]


def rest_words(line: Line) -> tuple[str, str]:
    """What is left to explain with its sign, and the mark."""
    if line.unexplained is None:
        return "", ""
    if line.unexplained > 0:
        return f"▲ {format_points(line.unexplained)}", "bad"
    if line.unexplained < 0:
        return f"▲ thừa {format_points(-line.unexplained)}", "bad"
    return "✓ 0,00" if line.difference else "✓", "good"


def _sum_cell(item: ItemLine, line: Line, column: int) -> str:
    criterion = item.row.criterion
    return (
        str(criterion.number),
        criterion.title,
        format_points(line.self_points),
        format_points(line.appraised_points),
        format_points(line.difference),
        format_points(line.explained or None),
        "",
        "",
    )[column]


def _item_cell(item: ItemLine, column: int) -> str:
    line = item.line
    own = "–" if item.row.closed_to_self else format_points(line.self_points)
    theirs = format_points(item.row.score.appraised_points)
    absent = "∅" if item.row.score.not_applicable != "no" else ""
    return (
        item.row.code,
        item.row.item.text,
        own or absent,
        theirs or absent,
        format_points(line.difference),
        format_points(line.explained or None),
        "",
        item.row.score.appraiser_note.replace("\n", " "),
    )[column]
