"""What a live section will print, said in a line each: deductions of last year, tasks of this year, last year's totals."""

from __future__ import annotations

from dataclasses import dataclass

from dvcq_desktop.assignments import assignment_rows
from dvcq_desktop.cycles import find_cycle
from dvcq_desktop.deductions import deductions
from dvcq_desktop.office import Connection
from dvcq_desktop.points import format_points, format_short


@dataclass(frozen=True, kw_only=True)
class Live:
    """The words around the list of a kind of section, and the page where its data are changed."""

    title: str
    empty: str
    link: str
    page: str


LIVE = {
    "results": Live(
        title="In ra từ kết quả năm trước",
        empty="Chưa có kết quả năm trước: mục này chỉ in phần văn bản ở trên.",
        link="Sửa ở trang Tự chấm điểm",
        page="scores",
    ),
    "deductions": Live(
        title="In ra từ các nội dung bị trừ điểm năm trước",
        empty="Năm trước không có nội dung bị trừ điểm.",
        link="Sửa ở trang Đối chiếu & trừ điểm",
        page="reconciliation",
    ),
    "tasks": Live(
        title="In ra từ bảng phân công",
        empty="Chưa có nhiệm vụ: mục này chỉ in phần văn bản ở trên.",
        link="Sửa ở trang Phân công",
        page="assignments",
    ),
}


def live_rows(db: Connection, kind: str, year: int) -> list[str]:
    """A line for each thing that prints."""
    if kind == "tasks":
        return [_task(row.criterion, row.text, row.leads, row.due) for row in assignment_rows(db, year)]
    if kind == "deductions":
        return [_deduction(d.place, d.text, d.points, d.reason) for d in deductions(db, year - 1)]
    return _results(db, year - 1)


def _task(criterion: str, text: str, leads: str, due: str) -> str:
    first = text.split("\n", 1)[0]
    about = " · ".join(part for part in (f"Chủ trì: {leads}" if leads else "▲ Chưa có chủ trì", due) if part)
    return f"{criterion}  {first}\n{about}".strip()


def _deduction(place: str, text: str, points: int | None, reason: str) -> str:
    lost = f"−{format_short(points)} điểm" if points is not None else "▲ Chưa rõ số điểm"
    about = " · ".join(part for part in (lost, f"Lý do: {reason}" if reason else "") if part)
    return f"{place}: {text}\n{about}" if place else f"{text}\n{about}"


def _results(db: Connection, year: int) -> list[str]:
    cycle = find_cycle(db, year)
    if cycle is None or (cycle.self_total is None and cycle.appraised_total is None):
        return []
    rows = []
    if cycle.self_total is not None:
        rows.append(f"Tự chấm năm {year}: {format_points(cycle.self_total)} điểm")
    if cycle.appraised_total is not None:
        rows.append(f"Thẩm định năm {year}: {format_points(cycle.appraised_total)} điểm")
    if cycle.class_label:
        rows.append(f"Xếp loại: {cycle.class_label}")
    return rows
