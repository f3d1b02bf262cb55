"""Years of evaluation (năm đánh giá): framework, evidence due date, totals known; a year known only by totals is valid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, fetch, insert, one, update
from dvcq_desktop.texts import _


@dataclass(frozen=True, kw_only=True)
class Cycle(Record):
    """One year; totals in hundredths of a point."""

    TABLE: ClassVar[str] = "cycle"
    year: int = column("Năm", kind="number", width=6)
    framework_id: int | None = None
    evidence_due_on: str = column("Hạn minh chứng", kind="date", width=10, default="")
    evidence_due_inclusive: int = column("Tính cả ngày đó", kind="yes_no", width=6, default=0)
    self_total: int | None = column("Điểm tự chấm", kind="points", width=8, default=None)
    appraised_total: int | None = column("Điểm thẩm định", kind="points", width=8, default=None)
    class_label: str = column("Xếp loại", width=24, default="")
    closed: int = column("Đã khóa", kind="yes_no", width=6, default=0)
    scores_locked: int = column("Đã khóa điểm", kind="yes_no", width=6, default=0)
    lock_note: str = column("Ghi chú khóa", width=30, default="")


def all_cycles(db: Connection) -> list[Cycle]:
    """Every year, newest first."""
    return fetch(db, Cycle, "ORDER BY year DESC")


def find_cycle(db: Connection, year: int) -> Cycle | None:
    return one(db, Cycle, "WHERE year = ?", (year,))


def cycle_of_year(db: Connection, year: int) -> Cycle:
    """The year's record. Raises RuleBroken where the year was never opened."""
    found = find_cycle(db, year)
    if found is None:
        raise RuleBroken(_("Chưa mở năm {year}. Hãy chọn năm khác hoặc thêm năm này.", year=year))
    return found


def open_year(db: Connection, year: int, *, framework_id: int | None = None) -> int:
    """The id of a year, made where it is not there; a framework is set only where none was."""
    if not 2000 <= year <= 2100:
        raise RuleBroken(_("Năm {year} không dùng được; hãy nhập năm từ 2000 đến 2100.", year=year))
    found = find_cycle(db, year)
    if found is None:
        return insert(db, Cycle(year=year, framework_id=framework_id))
    if framework_id is not None and found.framework_id is None:
        update(db, Cycle, found.id, framework_id=framework_id)
    return found.id


def working_year(db: Connection) -> int | None:
    """The year to show at first: the newest that has a plan, else the newest."""
    row = db.execute(
        "SELECT year FROM cycle c ORDER BY EXISTS (SELECT 1 FROM plan p WHERE p.cycle_id = c.id) DESC, year DESC LIMIT 1"
    ).fetchone()
    return None if row is None else int(row["year"])


def change(db: Connection, cycle_id: int, **values: object) -> None:
    """Change fields of a year that is not closed."""
    must_be_open(db, cycle_id)
    update(db, Cycle, cycle_id, **values)


def must_be_open(db: Connection, cycle_id: int) -> None:
    """Refuse a change to a year that is closed."""
    row = db.execute("SELECT year, closed FROM cycle WHERE id = ?", (cycle_id,)).fetchone()
    if row and row["closed"]:
        raise RuleBroken(_("Năm {year} đã khóa nên không sửa được.", year=row["year"]))
