"""Dates as the office writes them: Decree 30/2020/NĐ-CP, annex I, II.4.b, and what officials type (domain.md §1.5)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

_FULL = re.compile(
    r"^(?:ngày\s+)?(\d{1,2})(?:\s*[/.\-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.\-]\s*|\s+năm\s+)(\d{4})$", re.IGNORECASE
)
_MONTH = re.compile(r"^(?:ngày\s+)?(?:tháng\s+)?(\d{1,2})(?:\s*[/.\-]\s*|\s+năm\s+)(\d{4})$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def parse_date(typed: str) -> str:
    """ISO text of a typed date: "24/10/2025", "24.10.2025", "ngày 24 tháng 10 năm 2025"; "tháng 02/2025" gives "2025-02".

    Raises RuleBroken where it is no day of the calendar.
    """
    text = clean_line(typed)
    if not text:
        return ""
    if match := _ISO.match(text):
        parts = [int(p) for p in match.groups() if p]
    elif (match := _FULL.match(text)) or (match := _MONTH.match(text)):
        parts = [int(p) for p in reversed(match.groups())]
    else:
        raise RuleBroken(_("“{typed}” không phải là ngày. Hãy gõ như 24/10/2025.", typed=typed))
    try:
        date(*([*parts, 1, 1])[:3])
    except ValueError:
        raise RuleBroken(_("Không có ngày {typed} trong lịch. Hãy gõ lại, ví dụ 24/10/2025.", typed=typed)) from None
    return "-".join([f"{parts[0]:04d}", *(f"{p:02d}" for p in parts[1:])])


def short_date(iso: str | None) -> str:
    """ "24/10/2025" from "2025-10-24", "02/2025" from "2025-02"; empty from nothing."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def decree_number(value: int, *, month: bool = False) -> str:
    """A day below 10 and the months 1 and 2 take a leading zero; other months do not (annex I, II.4.b)."""
    return f"{value:02d}" if value < (3 if month else 10) else str(value)


def decree_date(iso: str | None, *, capital: bool = False, blank: str = "    ") -> str:
    """ "ngày 05 tháng 02 năm 2025"; parts not yet known stay blank for the registry to fill in (Điều 15)."""
    parts = [int(p) for p in iso.split("-")] if iso else []
    year = str(parts[0]) if parts else blank
    month = decree_number(parts[1], month=True) if len(parts) > 1 else blank
    day = decree_number(parts[2]) if len(parts) > 2 else blank
    return f"{'Ngày' if capital else 'ngày'} {day} tháng {month} năm {year}"


def day_of_paper(iso: str) -> str:
    """The day by which a paper is as it is: the end of the month where only that is known; empty for a mere year."""
    if len(iso) == 7:
        return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]}"
    return iso if len(iso) == 10 else ""


def due_phrase(iso: str | None, inclusive: bool) -> str:
    """ "trước ngày 24/10/2025" (the day itself is too late) or "chậm nhất ngày 24/10/2025" (it still counts)."""
    if not iso:
        return ""
    return (_("chậm nhất ngày {day}") if inclusive else _("trước ngày {day}")).format(day=short_date(iso))
