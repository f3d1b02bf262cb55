"""Step 3 on a file of step 2: every row stays, assignments begin without an end, the new tables are there and journalled."""

from __future__ import annotations

from pathlib import Path

import pytest

import db.migrations
from db import journal
from db.connection import column_names, table_names
from db.opening import open_data
from tests.support import WHO


def test_a_file_of_step_2_keeps_its_rows(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("db.migrations.STEPS", db.migrations.STEPS[:2])
        older.setattr("db.opening.SCHEMA", 2)
        data = open_data(data_folder, WHO, create=True)
        with journal.operation(data.connection, "Thử", WHO):
            data.connection.execute("INSERT INTO cycle (uid, year) VALUES ('c', 2025)")
            data.connection.execute("INSERT INTO task (uid, cycle_id, text, position) VALUES ('t', 1, 'Họp', 1)")
            data.connection.execute("INSERT INTO unit (uid, name) VALUES ('u', 'Văn phòng')")
            data.connection.execute("INSERT INTO assignment (uid, task_id, unit_id, role) VALUES ('a', 1, 1, 'lead')")
        data.close()
    data = open_data(data_folder, WHO, create=False)
    found = data.connection
    assert tuple(found.execute("SELECT uid, valid_from, valid_to FROM assignment").fetchone()) == ("a", "", "")
    assert {"progress", "extension", "progress_snapshot", "holiday", "user", "postponed_action", "saved_view"} <= set(
        table_names(found)
    )
    assert "_visit" not in table_names(found), "a visit is not journalled"
    assert column_names(found, "progress")[:4] == ("id", "uid", "task_id", "period")
    assert journal.undo(found, WHO) is not None, "what was done before the upgrade can still be undone"
    assert found.execute("SELECT count(*) FROM assignment").fetchone()[0] == 0
    journal.redo(found, WHO)
    assert found.execute("SELECT count(*) FROM assignment").fetchone()[0] == 1
    data.close()
