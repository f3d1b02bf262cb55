"""Step 2: scores, evidence records, gates, inherited years, versions of frameworks, tasks carried from year to year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import search

if TYPE_CHECKING:
    from sqlite_utils import Database

_ID = "id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE"

TABLES = (
    f"""CREATE TABLE score (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        self_points INTEGER,
        entered TEXT NOT NULL DEFAULT '{{}}',     -- JSON: what the rule was given (counts, level, boxes)
        basis TEXT NOT NULL DEFAULT '',           -- cơ sở chấm: số liệu, tỷ lệ
        explanation TEXT NOT NULL DEFAULT '',     -- giải trình where proof is missing
        appraised_points INTEGER,
        appraiser_note TEXT NOT NULL DEFAULT '',
        not_applicable TEXT NOT NULL DEFAULT 'no' CHECK (not_applicable IN ('no', 'full', 'rescale')),
        not_applicable_reason TEXT NOT NULL DEFAULT '',
        UNIQUE (cycle_id, item_id)
    ) STRICT""",
    f"""CREATE TABLE evidence (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        kind TEXT NOT NULL DEFAULT '',
        reference TEXT NOT NULL DEFAULT '',       -- số, ký hiệu
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE evidence_link (
        {_ID},
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        pages TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (evidence_id, item_id)
    ) STRICT""",
    f"""CREATE TABLE gate_answer (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        gate_id INTEGER NOT NULL REFERENCES gate (id) ON DELETE CASCADE,
        holds INTEGER NOT NULL DEFAULT 0 CHECK (holds IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (cycle_id, gate_id)
    ) STRICT""",
    f"""CREATE TABLE predecessor (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        name TEXT NOT NULL,                       -- the commune whose history this office inherited
        self_total INTEGER,
        appraised_total INTEGER,
        class_label TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    f"""CREATE TABLE item_mapping (
        {_ID},
        old_item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        new_item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        UNIQUE (old_item_id, new_item_id)
    ) STRICT""",
)
COLUMNS = (
    ("framework", "decimals INTEGER NOT NULL DEFAULT 2 CHECK (decimals BETWEEN 0 AND 2)"),
    ("framework", "rounding TEXT NOT NULL DEFAULT 'half_up' CHECK (rounding IN ('half_up', 'down', 'up'))"),
    ("framework", "bonus_cap INTEGER"),
    ("framework", "bonus_lifts INTEGER NOT NULL DEFAULT 1 CHECK (bonus_lifts IN (0, 1))"),
    ("cycle", "scores_locked INTEGER NOT NULL DEFAULT 0 CHECK (scores_locked IN (0, 1))"),
    ("cycle", "lock_note TEXT NOT NULL DEFAULT ''"),
    ("deduction", "predecessor_id INTEGER REFERENCES predecessor (id) ON DELETE SET NULL"),
    ("task", "carried TEXT NOT NULL DEFAULT '' CHECK (carried IN ('', 'new', 'kept', 'changed'))"),
    ("task", "origin_task_id INTEGER REFERENCES task (id) ON DELETE SET NULL"),
)
INDEXES = (
    ("score", "item_id"),
    ("evidence", "cycle_id"),
    ("evidence_link", "item_id"),
    ("predecessor", "cycle_id"),
    ("item_mapping", "new_item_id"),
    ("task", "origin_task_id"),
)


def migrate(db: Database) -> None:
    """Everything scoring needs; years and frameworks of step 1 keep their rows as they are."""
    for statement in TABLES:
        db.execute(statement)
    for table, definition in COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    for table, column in INDEXES:
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    search.index_table(db.conn, "evidence", ("kind", "reference", "title", "issuer"))
    search.index_table(db.conn, "score", ("basis", "explanation"))
