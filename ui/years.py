"""What the menu "Năm công tác" does with whole years: open the next, close one, open a closed one again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop import cycles, years
from dvcq_desktop.errors import RuleBroken
from ui import ask
from ui.desk import Desk


def open_next(desk: Desk, parent: QWidget) -> None:
    """Ask what goes along into the next year, open it in one operation and go there."""
    from ui.dialogs.next_year import NextYearWizard

    desk.flush.emit()
    if desk.year is None:
        desk.refused.emit("Chưa có năm nào. Hãy thêm năm đầu tiên trước (Năm công tác → Thêm năm…).")
        return
    try:
        preview = years.preview_next(desk.db, desk.year)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    wizard = NextYearWizard(preview, parent)
    if not ask.show_dialog(wizard):
        return
    try:
        opened = desk.run(
            f"Mở năm {preview.year} từ năm {desk.year}",
            years.open_next_year,
            desk.year,
            wizard.carry,
            without=wizard.without,
        )
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    desk.set_year(opened.year)
    desk.told.emit(f"Đã mở năm {opened.year}: giữ {opened.kept} nhiệm vụ, thêm {opened.remedies} việc khắc phục.", True)


def close(desk: Desk, parent: QWidget) -> None:
    """Close the year in hand; where something is left open, only with a reason."""
    desk.flush.emit()
    year = desk.year
    if year is None:
        return
    label = f"Khóa năm {year}"
    try:
        desk.run(label, years.close_year, year)
    except RuleBroken as broken:
        reason = ask.line(parent, label, f"{broken}\n\nMuốn khóa ngay, hãy ghi lý do:")
        if reason is None or not desk.attempt(label, years.close_year_anyway, year, reason):
            return
    desk.told.emit(f"Đã khóa năm {year}: từ nay chỉ xem.", True)


def reopen(desk: Desk, parent: QWidget) -> None:
    """Open the closed year in hand again, with a reason."""
    year = desk.year
    if year is None:
        return
    reason = ask.line(parent, f"Mở khóa năm {year}", f"Lý do mở khóa năm {year}:")
    if reason is not None and desk.attempt(f"Mở khóa năm {year}", years.reopen_year, year, reason):
        desk.told.emit(f"Đã mở khóa năm {year}.", True)


def is_closed(desk: Desk) -> bool | None:
    """Whether the year in hand is closed; None where there is none."""
    cycle = cycles.find_cycle(desk.db, desk.year) if desk.year is not None else None
    return bool(cycle.closed) if cycle else None
