"""Due dates as an iCalendar file (RFC 5545) for a phone or Outlook: all-day entries with an alarm, written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from db.connection import Connection
from db.files import write_file
from dvcq_desktop.cycles import find_cycle
from dvcq_desktop.dates import due_phrase
from dvcq_desktop.deadlines import cut_off, last_day, occurrences, period_title, report_due
from dvcq_desktop.progress import SETTLED, calendar_for, task_progress
from dvcq_desktop.texts import _

ALARM_DAYS = 3
_LINE = 75  # octets, without the line break (3.1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One day to be reminded of."""

    uid: str  # the same in every export, so that a calendar replaces what it has
    day: date
    summary: str
    description: str = ""


def year_entries(db: Connection, year: int, today: date, *, unit_id: int | None = None) -> list[Entry]:
    """Every unfinished task with a day, the reports of the periods and the day the evidence is due, in order.

    unit_id: only the tasks this unit leads, with the common days.
    """
    found = list(_common(db, year))
    for task in task_progress(db, year, today):
        last = last_day(task.task.due_on, bool(task.task.due_inclusive))
        if last is None or task.state.key in SETTLED:
            continue
        if unit_id is not None and unit_id not in {lead.unit_id for lead in task.leads}:
            continue
        text = task.task.text.split("\n", maxsplit=1)[0]
        told = [
            _("Chủ trì: {leads}", leads=task.row.leads or _("chưa giao")),
            _("Hạn: {due}", due=task.row.due),
            _("Minh chứng: {evidence}", evidence=task.evidence) if task.evidence else "",
        ]
        description = "\n".join(line for line in told if line)
        uid = f"{task.task.uid}@dvcq"
        found.append(Entry(uid=uid, day=last, summary=_("Hạn: {text}", text=text), description=description))
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def _common(db: Connection, year: int) -> Iterator[Entry]:
    cut, days = cut_off(db), calendar_for(db, year)
    for window in occurrences("", year, cut):
        title = period_title(window.code, year)
        uid = f"bao-cao-{year}-{window.code}@dvcq"
        summary = _("Gửi báo cáo kết quả {period}", period=title)
        yield Entry(uid=uid, day=report_due(window, cut, days), summary=summary)
    cycle = find_cycle(db, year)
    last = last_day(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive)) if cycle else None
    if cycle and last:
        due = due_phrase(cycle.evidence_due_on, bool(cycle.evidence_due_inclusive))
        summary = _("Ngày cuối nộp minh chứng năm {year} ({due})", year=year, due=due)
        yield Entry(uid=f"minh-chung-{year}@dvcq", day=last, summary=summary)


def calendar_file(entries: Iterable[Entry], made: datetime, *, name: str = "DVCQ") -> bytes:
    """The file: UTF-8, CRLF, lines folded at 75 octets, text escaped (RFC 5545, 3.1 and 3.3.11)."""
    stamp = made.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DVCQ Desktop//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(name)}")
    for entry in entries:
        lines += ["BEGIN:VEVENT", f"UID:{escaped(entry.uid)}", f"DTSTAMP:{stamp}"]
        lines.append(f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}")  # the day after: not included
        lines.append(f"SUMMARY:{escaped(entry.summary)}")
        if entry.description:
            lines.append(f"DESCRIPTION:{escaped(entry.description)}")
        lines += ["TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{ALARM_DAYS}D"]
        lines += [f"DESCRIPTION:{escaped(entry.summary)}", "END:VALARM", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def write_calendar(db: Connection, year: int, today: date, path: Path, *, unit_id: int | None = None) -> int:
    """Write a year's dates as a calendar file; answers how many. Raises OSError with the old file intact."""
    entries = year_entries(db, year, today, unit_id=unit_id)
    made = datetime.now().astimezone()
    write_file(path, calendar_file(entries, made, name=_("Dân vận chính quyền {year}", year=year)))
    return len(entries)


def escaped(text: str) -> str:
    """Text as a property value holds it."""
    return text.translate(_ESCAPES)


def folded(line: str) -> bytes:
    """A content line with its line breaks, never torn inside a letter."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode("utf-8")
        if len(piece) + len(octets) > _LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
