"""The demonstration office's progress of 2025, one extension, its users and the public holidays of its years."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.connection import Connection
from dvcq_desktop import deadlines, progress, users, working_days
from dvcq_desktop.officials import all_officials

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "demo" / "ba-thanh-progress.toml"


def fill_progress(db: Connection, year: int, task_ids: Mapping[int, int]) -> None:
    """Store what the sample says; task_ids: the id of each task by its number in the sample."""
    sample: dict[str, Any] = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    for holiday_year in (year - 1, year, year + 1):
        working_days.fill_year(db, holiday_year)
    people = {official.name: official.id for official in all_officials(db)}
    for row in sample["user"]:
        user_id = users.add_user(db, row["name"], official_id=people.get(row["name"]))
        if not row.get("active", True):
            users.set_active(db, user_id, False)
    for row in sample["progress"]:
        told = {"state": row["state"]} if "state" in row else {"percent": str(row["percent"])}
        progress.record_progress(
            db,
            task_ids[row["task"]],
            row["period"],
            result=row.get("result", ""),
            result_documents=row.get("documents", ""),
            difficulties=row.get("difficulties", ""),
            reported_on=row["reported_on"],
            reported_by=row["by"],
            **told,
        )
    for row in sample["extension"]:
        deadlines.extend(
            db,
            [task_ids[row["task"]]],
            row["new_due"],
            row["reason"],
            granted_by=row["granted_by"],
            granted_on=row["granted_on"],
        )
