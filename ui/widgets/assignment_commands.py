"""What can be done with tasks from the window: each is one operation with a label a person can read in the undo menu."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop import assignments, cycles, tasks, units
from dvcq_desktop.assignments import ROLE_WORDS, AssignmentRow
from dvcq_desktop.dates import due_phrase
from dvcq_desktop.errors import RuleBroken
from ui import ask
from ui.desk import Desk
from ui.dialogs.assign_many import AssignManyDialog
from ui.widgets.assignment_table import COLUMNS

_TITLES = {name: column.title.lower() for name, column in COLUMNS}
_SHORT = 40


def named(row: AssignmentRow) -> str:
    """A task in a label: "TC 2 “Ban hành văn bản triển khai…”"."""
    text = row.text.split("\n")[0]
    short = text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"
    return f"{row.criterion} “{short}”" if row.criterion else f"“{short}”"


def store(desk: Desk, row: AssignmentRow, field: str, typed: str) -> None:
    """Store one field as typed. Raises RuleBroken, told by the field."""
    label = f"Sửa {_TITLES[field]}: {named(row)}"
    if field in ("leads", "supports"):
        known = _unit_names(desk)
        desk.run(label, assignments.set_actors, row.id, "lead" if field == "leads" else "support", typed)
        if new := [name for name in _unit_names(desk) if name not in known]:
            desk.told.emit(f"Đã lưu, thêm bộ phận mới: {', '.join(new)}.", True)
    elif field == "due":
        desk.run(label, tasks.change_task, row.id, due_on=typed)
    else:
        desk.run(label, tasks.change_task, row.id, **{field: typed})


def add(desk: Desk, near: AssignmentRow | None) -> int | None:
    """A new task in the criterion in hand; its id, or None where the window said why not."""
    year = desk.year
    if year is None:
        desk.refused.emit("Chưa có năm nào. Hãy mở năm ở trang Kế hoạch trước khi thêm nhiệm vụ.")
        return None
    cycle = cycles.cycle_of_year(desk.db, year)
    try:
        return desk.run(
            "Thêm nhiệm vụ",
            tasks.add_task,
            cycle.id,
            "Nhiệm vụ mới",
            criterion_id=near.task.criterion_id if near else None,
            timing="Thường xuyên",
            due_on=cycle.evidence_due_on,
            due_inclusive=bool(cycle.evidence_due_inclusive),
        )
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return None


def duplicate(desk: Desk, rows: list[AssignmentRow]) -> list[int]:
    """Copies below their originals; their ids."""
    label = f"Nhân bản {named(rows[0])}" if len(rows) == 1 else f"Nhân bản {len(rows)} nhiệm vụ"
    copies = desk.run(label, assignments.duplicate_tasks, [row.id for row in rows])
    desk.told.emit(f"Đã nhân bản {len(copies)} nhiệm vụ.", True)
    return copies


def delete(desk: Desk, rows: list[AssignmentRow]) -> None:
    """Delete without a question: undo brings everything back."""
    label = f"Xóa {named(rows[0])}" if len(rows) == 1 else f"Xóa {len(rows)} nhiệm vụ"
    if desk.attempt(label, tasks.delete_tasks, [row.id for row in rows]):
        desk.told.emit(f"Đã xóa {len(rows)} nhiệm vụ.", True)


def add_from_framework(desk: Desk) -> None:
    """One task for each content no task carries yet."""
    if desk.year is None:
        return
    try:
        count = desk.run("Tạo nhiệm vụ từ bộ tiêu chí", tasks.add_tasks_from_framework, desk.year)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    words = f"Đã tạo {count} nhiệm vụ từ bộ tiêu chí." if count else "Mọi nội dung của bộ tiêu chí đều đã có nhiệm vụ."
    desk.told.emit(words, count > 0)


def set_due(desk: Desk, rows: list[AssignmentRow], parent: QWidget) -> None:
    """Ask for one due date and set it for all rows; what cannot be read is asked again with the reason."""
    typed: str | None = due_phrase(rows[0].task.due_on, bool(rows[0].task.due_inclusive)) or "trước ngày "
    question = (
        f"Hạn minh chứng cho {len(rows)} nhiệm vụ đang chọn\n(ví dụ: trước ngày 24/10/2025, chậm nhất ngày 24/10/2025):"
    )
    why = ""
    while True:
        typed = ask.line(parent, "Đặt hạn minh chứng", f"▲ {why}\n\n{question}" if why else question, typed or "")
        if typed is None:
            return
        try:
            desk.run(f"Đặt hạn cho {len(rows)} nhiệm vụ", assignments.set_due_of_many, [row.id for row in rows], typed)
        except RuleBroken as broken:
            why = str(broken)
            continue
        desk.told.emit(f"Đã đặt hạn cho {len(rows)} nhiệm vụ.", True)
        return


def assign(desk: Desk, rows: list[AssignmentRow], names: list[str], parent: QWidget) -> None:
    """Ask for a unit and a role and give it all rows."""
    dialog = AssignManyDialog(names, len(rows), parent)
    if not ask.show_dialog(dialog):
        return
    role = ROLE_WORDS[dialog.role].lower()
    try:
        count = desk.run(
            f"Giao {dialog.unit} {role} {len(rows)} nhiệm vụ",
            assignments.assign_many,
            [row.id for row in rows],
            dialog.unit,
            dialog.role,
            periods=dialog.periods,
            instead=dialog.instead,
        )
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    words = (
        f"Đã giao {dialog.unit} {role} {count} nhiệm vụ." if count else f"{dialog.unit} đã {role} các nhiệm vụ này rồi."
    )
    desk.told.emit(words, count > 0)


def show_history(desk: Desk, row: AssignmentRow, parent: QWidget) -> None:
    """Who changed this task, its assignments and its progress, and when."""
    from dvcq_desktop.record_history import task_history
    from ui.dialogs.history import HistoryDialog

    desk.flush.emit()
    ask.show_dialog(HistoryDialog(row.text.split("\n", maxsplit=1)[0], task_history(desk.db, row.id), parent))


def _unit_names(desk: Desk) -> list[str]:
    return [unit.name for unit in units.all_units(desk.db)]
