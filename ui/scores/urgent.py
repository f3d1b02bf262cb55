"""Which tasks to do first: most points at stake for each working day that is left; a row leads to its task."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop.points import format_points
from dvcq_desktop.risk import TaskRisk, tasks_by_urgency
from ui.desk import Desk
from ui.widgets.list_popup import ListPopup

_FAR = 1000  # working days: no due date is known


def show_urgent(desk: Desk, owner: QWidget) -> ListPopup:
    """Open the list above its owner."""
    found = tasks_by_urgency(desk.db, desk.year, desk.today) if desk.year is not None else []
    title = "Điểm có thể mất trên mỗi ngày làm việc còn lại, nhiều nhất trước:"

    def pick(row: int) -> None:
        desk.go.emit("assignments", f"task:{found[row].task.id}")

    popup = ListPopup(
        owner, title if found else "Không có nhiệm vụ nào đang gánh điểm chưa chắc.", [_words(r) for r in found], pick
    )
    popup.open()
    return popup


def _words(risk: TaskRisk) -> str:
    left = (
        "chưa có hạn"
        if risk.days_left > _FAR
        else f"còn {risk.days_left} ngày làm việc"
        if risk.days_left > 0
        else "đã hết hạn"
    )
    text = risk.task.text.split("\n")[0]
    return f"{format_points(risk.points)} điểm   {left}   {risk.task.criterion}   {text}"
