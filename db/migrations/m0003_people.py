"""Step 3: progress, extensions, frozen figures of reports, public holidays, users, postponed actions, saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import search

if TYPE_CHECKING:
    from sqlite_utils import Database

_ID = "id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE"

TABLES = (
    f"""CREATE TABLE progress (
        {_ID},
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        period TEXT NOT NULL,                     -- thang-1 … thang-12, quy-1 … quy-4, 6-thang, 9-thang, nam
        state TEXT NOT NULL DEFAULT 'not_started'
            CHECK (state IN ('not_started', 'doing', 'done', 'late_done', 'not_applicable')),
        percent INTEGER CHECK (percent BETWEEN 0 AND 100),
        result TEXT NOT NULL DEFAULT '',
        result_documents TEXT NOT NULL DEFAULT '', -- số, ký hiệu of what came of it, a line each
        difficulties TEXT NOT NULL DEFAULT '',
        reported_on TEXT NOT NULL DEFAULT '',
        reported_by TEXT NOT NULL DEFAULT '',
        UNIQUE (task_id, period)
    ) STRICT""",
    f"""CREATE TABLE extension (
        {_ID},
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        old_due TEXT NOT NULL DEFAULT '',
        old_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (old_inclusive IN (0, 1)),
        new_due TEXT NOT NULL,
        new_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (new_inclusive IN (0, 1)),
        reason TEXT NOT NULL,
        granted_by TEXT NOT NULL DEFAULT '',
        granted_on TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE progress_snapshot (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        form TEXT NOT NULL,                       -- key of the printed form
        period TEXT NOT NULL,
        figures TEXT NOT NULL,                    -- JSON, as the report printed them
        made_at TEXT NOT NULL,
        made_by TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE holiday (
        {_ID},
        day TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'holiday' CHECK (kind IN ('holiday', 'working_swap')), -- swap: a Saturday that is worked
        source TEXT NOT NULL DEFAULT 'own' CHECK (source IN ('library', 'own'))
    ) STRICT""",
    f"""CREATE TABLE user (
        {_ID},
        name TEXT NOT NULL UNIQUE,
        pin_hash TEXT NOT NULL DEFAULT '',        -- empty: no PIN
        official_id INTEGER REFERENCES official (id) ON DELETE SET NULL,
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE postponed_action (
        {_ID},
        action TEXT NOT NULL UNIQUE,              -- key of an action of the page Hôm nay
        kind TEXT NOT NULL CHECK (kind IN ('postponed', 'not_applicable')),
        until TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE saved_view (
        {_ID},
        page TEXT NOT NULL,
        name TEXT NOT NULL,
        view TEXT NOT NULL,                       -- JSON of filters, order and columns
        position INTEGER NOT NULL DEFAULT 0,
        UNIQUE (page, name)
    ) STRICT""",
    # Not journalled (its name begins with "_"): that somebody looked is no change of the office's data, nor to be undone.
    """CREATE TABLE _visit (
        id INTEGER PRIMARY KEY,
        who TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        before TEXT NOT NULL DEFAULT ''           -- the visit before the one under way
    ) STRICT""",
)
COLUMNS = (
    # An assignment that was handed over or moved by a reorganisation ends; papers dated before still print it.
    ("assignment", "valid_from TEXT NOT NULL DEFAULT ''"),
    ("assignment", "valid_to TEXT NOT NULL DEFAULT ''"),
)
INDEXES = (
    ("extension", "task_id"),
    ("progress_snapshot", "cycle_id"),
    ("assignment", "official_id"),
    ("official", "unit_id"),
)


def migrate(db: Database) -> None:
    """Everything people and deadlines need; no row of the steps before is touched."""
    for statement in TABLES:
        db.execute(statement)
    for table, definition in COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    for table, column in INDEXES:
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    search.index_table(db.conn, "progress", ("result", "result_documents", "difficulties"))
