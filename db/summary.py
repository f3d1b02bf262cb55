"""A data file in figures, for the technician: marks, settings, sizes, steps; no content."""

from __future__ import annotations

import sqlite3
from typing import Any

from db.connection import Connection

_PRAGMAS = (
    "application_id",
    "user_version",
    "schema_version",
    "page_size",
    "page_count",
    "freelist_count",
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "trusted_schema",
    "cell_size_check",
    "busy_timeout",
    "encoding",
    "auto_vacuum",
)


def file_summary(db: Connection) -> dict[str, Any]:
    """Settings, steps with their hashes, operations by state, and the version of SQLite."""
    return {
        "sqlite": sqlite3.sqlite_version,
        "pragmas": {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in _PRAGMAS},
        "steps": dict(db.execute("SELECT name, hash FROM journal_step ORDER BY name").fetchall()),
        "operations": dict(db.execute("SELECT state, count(*) FROM journal_operation GROUP BY state").fetchall()),
        "baseline": db.execute("SELECT count(*) FROM journal_baseline").fetchone()[0],
        "indexes": db.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'index'").fetchone()[0],
    }
