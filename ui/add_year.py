"""Asks for a new year and takes it in hand; it begins with the framework of the newest one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop import cycles
from ui.desk import Desk


def add_year(desk: Desk, window: QWidget) -> None:
    """Nothing where the person changed their mind; what is no year is refused in place."""
    known = cycles.all_cycles(desk.db)
    newest = known[0] if known else None
    from ui import ask  # its dialogs are loaded when one is shown, not before the first paint

    typed = ask.line(window, "Thêm năm công tác", "Năm:", str(newest.year + 1) if newest else "")
    if typed is None:
        return
    if not typed.strip().isdigit():
        desk.refused.emit(f"“{typed}” không phải là năm. Hãy gõ bốn chữ số, ví dụ 2026.")
        return
    year = int(typed)
    if cycles.find_cycle(desk.db, year) is None:
        framework = newest.framework_id if newest else None
        if not desk.attempt(f"Thêm năm {year}", cycles.open_year, year, framework_id=framework):
            return
        desk.told.emit(f"Đã thêm năm {year}.", True)
    desk.set_year(year)
