"""What can be done on the page that compares both scores: one undoable operation each, with a label to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dvcq_desktop import cycles, deductions, pasted_points, reconciliation, scores, tasks
from dvcq_desktop.deduction_rows import DeductionRow, store_field, task_name
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.reconciliation import ItemLine
from dvcq_desktop.records import columns
from ui import ask
from ui.desk import Desk
from ui.dialogs.pick import PickDialog
from ui.scores.commands import store_text, year_of

_TITLES = {name: column.title.lower() for name, column in columns(DeductionRow).items()}
_NO_TASK = "(chưa giao nhiệm vụ nào)"


def type_appraised(desk: Desk, item: ItemLine, typed: str) -> None:
    """Store the superior's points as typed. Raises RuleBroken, told in the cell."""
    label = f"Điểm thẩm định nội dung {item.row.code}: {typed.strip() or 'bỏ'}"
    desk.run(label, scores.set_appraised, year_of(desk), item.row.item.id, typed)


def type_note(desk: Desk, item: ItemLine, typed: str) -> None:
    store_text(desk, item.row, "appraiser_note", typed)


def deduct(desk: Desk, item: ItemLine) -> int | None:
    """A deduction of what is not explained on an item; its id."""
    label = f"Tạo khoản trừ từ chênh lệch: nội dung {item.row.code}"
    try:
        made = desk.run(label, reconciliation.deduct_difference, year_of(desk), item.row.item.id)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return None
    desk.told.emit(f"Đã tạo khoản trừ ở nội dung {item.row.code}.", True)
    return made


def deduct_all(desk: Desk) -> None:
    """A deduction for each item with unexplained points."""
    try:
        made = desk.run("Tạo khoản trừ cho mọi chênh lệch", reconciliation.deduct_all_differences, year_of(desk))
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    desk.told.emit(f"Đã tạo {len(made)} khoản trừ từ chênh lệch.", True)


def add(desk: Desk, place: str = "", item_id: int | None = None, predecessor_id: int | None = None) -> int | None:
    """A deduction to fill in; its id."""
    cycle = cycles.cycle_of_year(desk.db, year_of(desk))
    try:
        return desk.run(
            "Thêm khoản trừ",
            deductions.add_deduction,
            cycle.id,
            place=place or "Chưa ghi nơi bị trừ",
            item_id=item_id,
            predecessor_id=predecessor_id,
        )
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return None


def store(desk: Desk, row: DeductionRow, field: str, typed: str) -> None:
    """Store one field of a deduction as typed. Raises RuleBroken, told in the cell."""
    desk.run(f"Sửa {_TITLES[field]}: {row.place or 'khoản trừ'}", store_field, row.id, field, typed)


def delete(desk: Desk, rows: Sequence[DeductionRow]) -> None:
    """Delete without a question: undo brings everything back."""
    label = f"Xóa khoản trừ: {rows[0].place}" if len(rows) == 1 else f"Xóa {len(rows)} khoản trừ"
    if desk.attempt(label, deductions.delete_deductions, [row.id for row in rows]):
        desk.told.emit(f"Đã xóa {len(rows)} khoản trừ.", True)


def pick_task(desk: Desk, row: DeductionRow, parent: QWidget) -> None:
    """Ask which task of the following year carries the remedy."""
    year = year_of(desk) + 1
    found = tasks.tasks(desk.db, year) if cycles.find_cycle(desk.db, year) else []
    if not found:
        desk.refused.emit(f"Năm {year} chưa có nhiệm vụ. Hãy mở năm {year} (trình đơn Năm công tác) rồi chọn lại.")
        return
    names = [_NO_TASK, *(task_name(task) for task in found)]
    dialog = PickDialog(f"Nhiệm vụ năm {year} gánh việc khắc phục", names, do="Chọn nhiệm vụ", parent=parent)
    if ask.show_dialog(dialog) and dialog.places:
        place = dialog.places[0]
        task_id = found[place - 1].id if place else None
        desk.attempt(f"Chọn nhiệm vụ gánh: {row.place}", deductions.link_task, row.id, task_id)


def paste(desk: Desk, parent: QWidget) -> None:
    """Ask for the superior's points as a list and store what can be taken."""
    from ui.reconciliation.paste_dialog import PasteDialog

    dialog = PasteDialog(desk, parent)
    if not ask.show_dialog(dialog):
        return
    try:
        count = desk.run("Dán điểm thẩm định", pasted_points.store_pasted, year_of(desk), dialog.lines)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    desk.told.emit(f"Đã ghi điểm thẩm định của {count} nội dung.", True)
