"""When the person is to be reminded of backing up: each week, and at once where there never was a backup."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from dvcq_desktop.backup import memory
from dvcq_desktop.texts import _
from dvcq_desktop.today import Action
from dvcq_desktop.working_days import WorkingCalendar

EVERY = 7  # days between two backups to a stick (the office's habit: once a week)
KEY = "office:backup"


def state_words(data_folder: Path, today: date) -> str:
    """How the last backup stands, in one line with its sign."""
    words = memory.last_words(data_folder, today)
    if not words:
        return _("▲ Chưa sao lưu ra USB lần nào")
    if not words.endswith(_("đã thử khôi phục")):
        return f"▲ {words}"
    days = _days_since(data_folder, today)
    if days is not None and days > EVERY:
        return _("▲ {words}; đã quá {n} ngày, hãy sao lưu lại", words=words, n=EVERY)
    return f"✓ {words}"


def is_young(data_folder: Path, today: date) -> bool:
    """Whether the last backup to a stick is so young that nobody needs to be reminded."""
    since = _days_since(data_folder, today)
    return since is not None and since < EVERY


def backup_action(data_folder: Path, today: date, days: WorkingCalendar) -> tuple[Action, ...]:
    """What to do about backups on the page Hôm nay; empty where the last one is good and young enough."""
    words = memory.last_words(data_folder, today)
    since = _days_since(data_folder, today)
    good = words.endswith(_("đã thử khôi phục"))
    if good and since is not None and since < EVERY:
        return ()
    due = today if since is None or not good else today + timedelta(days=EVERY - since)
    if not words:
        why = _("Chưa sao lưu ra USB lần nào: hỏng máy là mất cả năm công việc.")
    else:
        why = _("{words}. Mỗi tuần nên sao lưu một lần.", words=words)
    return (
        Action(
            key=KEY,
            sentence=_("Cắm USB và sao lưu."),
            why=why,
            due=due.isoformat(),
            days_left=days.left(today, due),
            page="backup",
        ),
    )


def _days_since(data_folder: Path, today: date) -> int | None:
    """Days since the newest backup to a stick; None where there is none, or its day is not known."""
    newest = next((one for one in memory.all_remembered(data_folder) if one.serial), None)
    if newest is None:
        return None
    try:
        return max(0, (today - date.fromisoformat(newest.at[:10])).days)
    except ValueError:
        return None
