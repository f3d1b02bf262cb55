"""Leaving an action for later with a date, or setting it aside with a reason; and taking such a one up again."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from dvcq_desktop import data_care, today
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.today import Action
from ui import ask
from ui.desk import Desk


def next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def leave_for_later(desk: Desk, action: Action, parent: QWidget) -> None:
    """Ask for the day; what cannot be read is asked again with the reason."""
    question = f"{action.sentence}\n\nNhắc lại vào ngày:"
    why, typed = "", short_date(next_monday(desk.today).isoformat())
    while True:
        answer = ask.line(parent, "Để sau", f"▲ {why}\n\n{question}" if why else question, typed)
        if answer is None:
            return
        typed = answer
        try:
            desk.run(f"Để sau: {action.sentence}", today.postpone, action.key, typed, desk.today)
        except RuleBroken as broken:
            why = str(broken)
            continue
        desk.told.emit(f"Sẽ nhắc lại ngày {typed}.", True)
        return


def set_aside(desk: Desk, action: Action, parent: QWidget) -> None:
    """Ask why it does not apply here."""
    question = f"{action.sentence}\n\nLý do không phải làm:"
    why, typed = "", ""
    while True:
        answer = ask.line(parent, "Không phải làm", f"▲ {why}\n\n{question}" if why else question, typed)
        if answer is None:
            return
        typed = answer
        try:
            desk.run(f"Không phải làm: {action.sentence}", today.not_applicable, action.key, typed)
        except RuleBroken as broken:
            why = str(broken)
            continue
        desk.told.emit("Đã bỏ việc này khỏi Hôm nay.", True)
        return


def take_up(desk: Desk, parent: QWidget) -> None:
    """Choose among what was put off and show it again."""
    from ui.dialogs.pick import PickDialog

    waiting = today.put_off_actions(
        desk.db, desk.year, desk.today, also=data_care.other_actions(desk.office, desk.today)
    )
    names = [f"{action.sentence} ({_until(put)})" for action, put in waiting]
    dialog = PickDialog("Việc đang để sau", names, do="Đưa lại vào Hôm nay", several=True, parent=parent)
    if not waiting or not ask.show_dialog(dialog) or not dialog.places:
        return
    keys = [waiting[place][0].key for place in dialog.places]
    desk.run(f"Đưa lại {len(keys)} việc vào Hôm nay", today.take_up_many, keys)
    desk.told.emit(f"Đã đưa lại {len(keys)} việc vào Hôm nay.", True)


def _until(put: today.PostponedAction) -> str:
    if put.kind == "not_applicable":
        return f"không phải làm: {put.reason}"
    return f"nhắc lại ngày {short_date(put.until)}"
