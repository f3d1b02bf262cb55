"""Step 1: the office, its units and people, frameworks, years, plans, tasks, assignments and deductions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import search

if TYPE_CHECKING:
    from sqlite_utils import Database

_ID = "id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE"

# Points are whole hundredths; dates ISO text, "2025-02" where only the month is known; years are numbers.
TABLES = (
    f"""CREATE TABLE organisation (
        {_ID},
        name TEXT NOT NULL,                       -- Ủy ban nhân dân xã Ba Thành
        short_name TEXT NOT NULL DEFAULT '',      -- UBND xã
        head_lines TEXT NOT NULL,                 -- as the organ is broken in the head of a document, a line each
        parent_head TEXT NOT NULL DEFAULT '',     -- the line above the organ; empty for a commune's UBND
        superior TEXT NOT NULL DEFAULT '',
        appraiser TEXT NOT NULL DEFAULT '',
        place_name TEXT NOT NULL,                 -- địa danh
        symbol TEXT NOT NULL DEFAULT 'UBND',
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE unit (
        {_ID},
        name TEXT NOT NULL,
        short_name TEXT NOT NULL DEFAULT '',
        collective INTEGER NOT NULL DEFAULT 0 CHECK (collective IN (0, 1)), -- "các ban, ngành có liên quan"
        parent_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        replaced_by_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    f"""CREATE TABLE unit_alias (
        {_ID},
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        alias TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE
    ) STRICT""",
    f"""CREATE TABLE official (
        {_ID},
        name TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        unit_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        replaced_by_id INTEGER REFERENCES official (id) ON DELETE SET NULL,
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    f"""CREATE TABLE framework (
        {_ID},
        code TEXT NOT NULL,                       -- file on the shelf resources/frameworks, or own
        version INTEGER NOT NULL DEFAULT 1,
        title TEXT NOT NULL,
        short_title TEXT NOT NULL DEFAULT '',
        decision TEXT NOT NULL DEFAULT '',        -- "Quyết định số 1211/QĐ-UBND"
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        effective_from INTEGER,
        effective_to INTEGER,
        step INTEGER,
        total INTEGER,                            -- what the decision says the maximum is
        illustrative INTEGER NOT NULL DEFAULT 0 CHECK (illustrative IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (code, version)
    ) STRICT""",
    f"""CREATE TABLE criterion (
        {_ID},
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE item (
        {_ID},
        criterion_id INTEGER NOT NULL REFERENCES criterion (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        max_points INTEGER,                       -- unknown until the office types the annex in
        step INTEGER,
        rule TEXT NOT NULL DEFAULT 'manual',      -- R1-R15 of the scoring rules
        rule_params TEXT NOT NULL DEFAULT '{{}}',
        expected_evidence TEXT NOT NULL DEFAULT '', -- a line each
        legal_base TEXT NOT NULL DEFAULT '',      -- a line each
        bonus INTEGER NOT NULL DEFAULT 0 CHECK (bonus IN (0, 1)),
        self_scored INTEGER NOT NULL DEFAULT 1 CHECK (self_scored IN (0, 1)),
        needs_evidence INTEGER NOT NULL DEFAULT 1 CHECK (needs_evidence IN (0, 1)),
        not_applicable TEXT NOT NULL DEFAULT 'no' CHECK (not_applicable IN ('no', 'full', 'rescale')),
        polarity TEXT NOT NULL DEFAULT 'achievement' CHECK (polarity IN ('achievement', 'violation')),
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE gate (
        {_ID},
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        class_label TEXT NOT NULL DEFAULT '',     -- the class it forces; empty: not classifiable
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE classification (
        {_ID},
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        threshold INTEGER,
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE cycle (
        {_ID},
        year INTEGER NOT NULL UNIQUE CHECK (year BETWEEN 2000 AND 2100),
        framework_id INTEGER REFERENCES framework (id),
        evidence_due_on TEXT NOT NULL DEFAULT '',
        evidence_due_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (evidence_due_inclusive IN (0, 1)),
        self_total INTEGER,
        appraised_total INTEGER,
        class_label TEXT NOT NULL DEFAULT '',
        closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE legal_document (
        {_ID},
        kind TEXT NOT NULL,                       -- Quyết định
        reference TEXT NOT NULL DEFAULT '',       -- 114/QĐ-UBND; laws have none
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        subject TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE plan (
        {_ID},
        cycle_id INTEGER NOT NULL UNIQUE REFERENCES cycle (id),
        organ TEXT NOT NULL DEFAULT '',           -- lines of the issuing organ
        parent_organ TEXT NOT NULL DEFAULT '',
        number TEXT NOT NULL DEFAULT '',          -- blank until the registry gives it
        symbol TEXT NOT NULL DEFAULT 'KH-UBND',
        place TEXT NOT NULL DEFAULT '',
        issued_on TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'KẾ HOẠCH',
        abstract TEXT NOT NULL DEFAULT '',
        opening TEXT NOT NULL DEFAULT '',
        closing TEXT NOT NULL DEFAULT '',
        recipients TEXT NOT NULL DEFAULT '',      -- a line each
        signer_lines TEXT NOT NULL DEFAULT '',    -- TM. …, KT. …, a line each
        signer_name TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE plan_version (
        {_ID},
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        made_at TEXT NOT NULL,
        made_by TEXT NOT NULL DEFAULT '',
        content TEXT NOT NULL                     -- JSON of plan, sections and legal bases
    ) STRICT""",
    f"""CREATE TABLE section (
        {_ID},
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES section (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL DEFAULT 'text' CHECK (kind IN ('text', 'results', 'deductions', 'tasks')),
        numbered INTEGER NOT NULL DEFAULT 1 CHECK (numbered IN (0, 1)),
        heading TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT ''             -- a paragraph a line
    ) STRICT""",
    f"""CREATE TABLE legal_base (
        {_ID},
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        legal_document_id INTEGER REFERENCES legal_document (id) ON DELETE SET NULL,
        text TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE citation (
        {_ID},
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        legal_document_id INTEGER NOT NULL REFERENCES legal_document (id) ON DELETE CASCADE,
        written_date TEXT NOT NULL DEFAULT '',    -- as the plan gives it there, ISO
        line INTEGER NOT NULL DEFAULT 0           -- of the imported file
    ) STRICT""",
    f"""CREATE TABLE task (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        criterion_id INTEGER REFERENCES criterion (id) ON DELETE SET NULL,
        text TEXT NOT NULL,                       -- a content a line
        timing TEXT NOT NULL DEFAULT '',          -- Thường xuyên
        due_on TEXT NOT NULL DEFAULT '',
        due_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (due_inclusive IN (0, 1)), -- 0: "trước ngày"
        product TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE task_item (
        {_ID},
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        position INTEGER NOT NULL DEFAULT 0,
        UNIQUE (task_id, item_id)
    ) STRICT""",
    f"""CREATE TABLE assignment (
        {_ID},
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        unit_id INTEGER REFERENCES unit (id),
        official_id INTEGER REFERENCES official (id),
        role TEXT NOT NULL CHECK (role IN ('lead', 'support')),
        periods TEXT NOT NULL DEFAULT '',         -- codes: hang-thang, quy-1 … quy-4, 6-thang, 9-thang, nam
        position INTEGER NOT NULL DEFAULT 0,
        CHECK (unit_id IS NOT NULL OR official_id IS NOT NULL)
    ) STRICT""",
    f"""CREATE TABLE deduction (
        {_ID},
        cycle_id INTEGER NOT NULL REFERENCES cycle (id), -- the year that lost the points
        item_id INTEGER REFERENCES item (id) ON DELETE SET NULL,
        place TEXT NOT NULL DEFAULT '',           -- "Nội dung 1, tiêu chí 1", as written
        text TEXT NOT NULL DEFAULT '',
        points INTEGER,
        reason TEXT NOT NULL DEFAULT '',
        responsible TEXT NOT NULL DEFAULT '',
        remedy TEXT NOT NULL DEFAULT '',
        task_id INTEGER REFERENCES task (id) ON DELETE SET NULL,
        hidden_in_id INTEGER REFERENCES deduction (id) ON DELETE SET NULL,
        position INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE deduction_unit (
        {_ID},
        deduction_id INTEGER NOT NULL REFERENCES deduction (id) ON DELETE CASCADE,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        UNIQUE (deduction_id, unit_id)
    ) STRICT""",
    f"""CREATE TABLE setting (
        {_ID},
        name TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT""",
)
INDEXES = (
    ("section", "plan_id"),
    ("section", "parent_id"),
    ("task", "cycle_id"),
    ("task", "criterion_id"),
    ("task_item", "item_id"),
    ("assignment", "task_id"),
    ("assignment", "unit_id"),
    ("deduction", "cycle_id"),
    ("item", "criterion_id"),
    ("criterion", "framework_id"),
    ("legal_base", "plan_id"),
    ("citation", "plan_id"),
    ("unit_alias", "unit_id"),
    ("plan_version", "plan_id"),
)
SEARCHED = {
    "section": ("heading", "body"),
    "task": ("text", "product"),
    "item": ("text",),
    "unit": ("name", "short_name"),
    "official": ("name", "title"),
    "legal_document": ("kind", "reference", "subject", "issuer"),
    "deduction": ("place", "text", "reason", "remedy"),
    "plan": ("abstract", "opening", "closing"),
}


def migrate(db: Database) -> None:
    """Everything of the first version; STRICT, with foreign keys, never a fraction or a BLOB."""
    for statement in TABLES:
        db.execute(statement)
    for table, column in INDEXES:
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    search.create_index(db.conn)
    for table, columns in SEARCHED.items():
        search.index_table(db.conn, table, columns)
