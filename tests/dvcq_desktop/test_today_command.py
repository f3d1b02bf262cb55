"""main.py today: the same list as the page, as sentences and as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dvcq_desktop import commands, today
from dvcq_desktop.office import open_office


def test_the_command_gives_the_list_of_the_page(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["demo", "--data", str(data_folder)]) == 0
    capsys.readouterr()
    assert commands.run(["today", "--data", str(data_folder), "--date", "2025-10-20", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    office = open_office(data_folder, "Lê Thị Hoa")
    try:
        assert told == today.as_json(today.today(office.db, 2025, date(2025, 10, 20)))
        assert office.undo_label() == "Nạp văn phòng mẫu", "looking changes nothing"
    finally:
        office.close()
    assert commands.run(["today", "--data", str(data_folder), "--date", "20/10/2025"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✓ 1. Bộ tiêu chí")
    assert any(line.startswith("1. ") and "quá hạn" in line for line in lines)


def test_a_date_that_is_none_is_wrong_usage(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.run(["demo", "--data", str(data_folder)])
    assert commands.run(["today", "--data", str(data_folder), "--date", "10/2025"]) != 0
    assert "đủ ngày" in capsys.readouterr().err
