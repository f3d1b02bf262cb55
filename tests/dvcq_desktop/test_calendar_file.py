"""The iCalendar file: lines of at most 75 octets, text that comes back, one entry for each day to keep (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop.calendar_file import Entry, calendar_file, escaped, folded, year_entries
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.units import find_unit

Operate = Callable[..., Any]
MADE = datetime(2025, 2, 28, 8, 30, tzinfo=UTC)
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n,;\\ă"), max_size=300)


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


@given(TEXT)
def test_folding_never_tears_a_letter_and_comes_back(text: str) -> None:
    data = folded("SUMMARY:" + escaped(text))
    assert data.endswith(b"\r\n")
    for line in data[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    value = unfolded(data)[0].removeprefix("SUMMARY:")
    back, i = "", 0
    while i < len(value):
        step = 2 if value[i] == "\\" else 1
        back += {"n": "\n"}.get(value[i + 1], value[i + 1]) if step == 2 else value[i]
        i += step
    assert back == text


def test_the_file_of_two_entries() -> None:
    entries = [
        Entry(uid="a@dvcq", day=date(2025, 10, 23), summary="Hạn: họp, đối thoại; công khai", description="Một\nHai"),
        Entry(uid="b@dvcq", day=date(2025, 12, 31), summary="Báo cáo"),
    ]
    lines = unfolded(calendar_file(entries, MADE))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DVCQ Desktop//VI"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("BEGIN:VALARM") == 2
    assert "SUMMARY:Hạn: họp\\, đối thoại\\; công khai" in lines
    assert "DESCRIPTION:Một\\nHai" in lines
    assert "DTSTAMP:20250228T083000Z" in lines
    assert "DTSTART;VALUE=DATE:20251231" in lines
    assert "DTEND;VALUE=DATE:20260101" in lines


def test_the_days_of_the_demonstration_office(db: Connection, operate: Operate) -> None:
    operate(fill_demo)
    entries = year_entries(db, 2025, date(2025, 9, 20))
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)
    assert len({entry.uid for entry in entries}) == len(entries)
    summaries = [entry.summary for entry in entries]
    assert "Ngày cuối nộp minh chứng năm 2025 (trước ngày 24/10/2025)" in summaries
    assert sum(summary.startswith("Gửi báo cáo") for summary in summaries) == 4
    assert sum(summary.startswith("Hạn:") for summary in summaries) == 15, "three of eighteen tasks are done"
    unit = find_unit(db, "Tài chính – Kế toán")
    assert unit is not None
    own = year_entries(db, 2025, date(2025, 9, 20), unit_id=unit.id)
    assert sum(entry.summary.startswith("Hạn:") for entry in own) == 2
    assert year_entries(db, 2025, date(2025, 9, 20)) == entries
