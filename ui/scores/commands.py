"""What can be done with self scores from the window: each is one operation whose label a person can read in the undo menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dvcq_desktop import scores
from dvcq_desktop.scores import ScoreRow
from dvcq_desktop.self_scores import missing_before_lock, read_self_scores
from ui import ask
from ui.desk import Desk
from ui.scores.lock_dialog import LockDialog

_TEXTS = {"basis": "cơ sở chấm", "explanation": "giải trình", "appraiser_note": "lý do của cấp trên"}


def year_of(desk: Desk) -> int:
    """The year in hand; pages ask only where there is one."""
    if desk.year is None:
        raise LookupError("no year in hand")
    return desk.year


def type_points(desk: Desk, row: ScoreRow, typed: str) -> None:
    """Store points as typed. Raises RuleBroken, told in the cell."""
    words = f"Chấm nội dung {row.code}: {typed.strip()}" if typed.strip() else f"Bỏ điểm nội dung {row.code}"
    desk.run(words, scores.set_self, year_of(desk), row.item.id, typed)


def enter(desk: Desk, row: ScoreRow, entered: Mapping[str, Any]) -> int:
    """Store what the rule asks for; answers the points it gives. Raises RuleBroken, told below the fields."""
    return desk.run(f"Chấm nội dung {row.code}", scores.set_entered, year_of(desk), row.item.id, entered)


def store_text(desk: Desk, row: ScoreRow, name: str, text: str) -> None:
    desk.run(f"Sửa {_TEXTS[name]}: nội dung {row.code}", scores.set_text, year_of(desk), row.item.id, **{name: text})


def not_applicable(desk: Desk, row: ScoreRow, state: str, reason: str) -> None:
    """Say that nothing of the kind arose. Raises RuleBroken, told below the field."""
    words = f"Nội dung {row.code}: {'có' if state == 'no' else 'không'} phát sinh"
    desk.run(words, scores.set_not_applicable, year_of(desk), row.item.id, state, reason)


def lock(desk: Desk, parent: QWidget) -> int | None:
    """Lock the self scores; where something is missing, show what. The id of an item the person wants to put right."""
    year = year_of(desk)
    missing = missing_before_lock(read_self_scores(desk.db, year))
    if missing:
        dialog = LockDialog(year, missing, parent)
        return dialog.item_id if ask.show_dialog(dialog) else None
    if desk.attempt(f"Khóa điểm tự chấm năm {year}", scores.lock_scores, year):
        desk.told.emit(f"Đã khóa điểm tự chấm năm {year}.", True)
    return None


def unlock(desk: Desk, parent: QWidget) -> None:
    """Ask for the reason and open the scores again."""
    year = year_of(desk)
    reason = ask.line(parent, "Mở khóa điểm tự chấm", f"Lý do mở khóa điểm tự chấm năm {year}:")
    if reason is None:
        return
    if desk.attempt(f"Mở khóa điểm tự chấm năm {year}", scores.unlock_scores, year, reason):
        desk.told.emit(f"Đã mở khóa điểm tự chấm năm {year}.", True)
