"""Takes the year's due dates along as a calendar file for a phone or Outlook."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dvcq_desktop import troubles
from dvcq_desktop.calendar_file import write_calendar
from ui import ask
from ui.desk import Desk

FILTER = "Lịch (*.ics)"


def export_calendar(desk: Desk, parent: QWidget) -> None:
    """Ask where to, write the file, say how many dates are in it."""
    if desk.year is None:
        desk.refused.emit("Chưa có năm nào nên chưa có hạn nào để xuất.")
        return
    desk.flush.emit()
    path = ask.save_file(parent, "Xuất lịch", f"DVCQ-{desk.year}.ics", FILTER)
    if path is None:
        return
    try:
        count = write_calendar(desk.db, desk.year, desk.today, path.with_suffix(".ics"))
    except OSError as trouble:
        desk.refused.emit(troubles.sentence(trouble) or str(trouble))
        return
    desk.told.emit(
        f"Đã ghi {count} ngày hạn vào {path.with_suffix('.ics').name}. Mở tệp này trên điện thoại để nạp.", False
    )
