"""Step 4: files of evidence, what a document proves (items and tasks), review, trash, text found in files, hand-in profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import search

if TYPE_CHECKING:
    from sqlite_utils import Database

_ID = "id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE"

TABLES = (
    # The content lies under its SHA-256 beside the data file (db/store.py) and is never changed: rows only name it.
    f"""CREATE TABLE evidence_file (
        {_ID},
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,                 -- 1, 2 …: replacing a file makes a new version, the old one stays
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        size INTEGER NOT NULL,                    -- bytes
        original_name TEXT NOT NULL,              -- in full, whatever it was (looking/names.py: stored_name)
        kind TEXT NOT NULL DEFAULT '',            -- what it is by its first bytes (looking/kinds.py)
        pages INTEGER NOT NULL DEFAULT 0,         -- 0: not known
        added_at TEXT NOT NULL DEFAULT '',        -- ISO, local time with offset
        added_by TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (evidence_id, version)
    ) STRICT""",
    f"""CREATE TABLE evidence_link_of_4 (
        {_ID},
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        item_id INTEGER REFERENCES item (id) ON DELETE CASCADE,
        task_id INTEGER REFERENCES task (id) ON DELETE CASCADE,
        pages TEXT NOT NULL DEFAULT '',           -- "3, 5-7": where in the document it stands
        section TEXT NOT NULL DEFAULT '',         -- mục, điều, khoản
        expected TEXT NOT NULL DEFAULT '',        -- the line of the item's expected evidence that it answers
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (evidence_id, item_id),
        UNIQUE (evidence_id, task_id),
        CHECK ((item_id IS NULL) <> (task_id IS NULL))
    ) STRICT""",
    # How one superior wants the evidence handed in.
    f"""CREATE TABLE hand_in_profile (
        {_ID},
        name TEXT NOT NULL UNIQUE,
        superior TEXT NOT NULL DEFAULT '',
        folders TEXT NOT NULL DEFAULT 'criterion_item' CHECK (folders IN ('criterion_item', 'criterion', 'flat')),
        name_template TEXT NOT NULL DEFAULT '',   -- '': the office's own
        catalogues TEXT NOT NULL DEFAULT 'pdf docx xlsx html',
        only_approved INTEGER NOT NULL DEFAULT 0 CHECK (only_approved IN (0, 1)),
        with_labels INTEGER NOT NULL DEFAULT 1 CHECK (with_labels IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    # Not journalled (its name begins with "_"): it can be read from the files again at any time.
    """CREATE TABLE _document_text (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL DEFAULT 'read',       -- read, none (a scan, a picture), refused (damaged, locked, too large)
        why TEXT NOT NULL DEFAULT '',             -- the sentence of what was refused
        pages INTEGER NOT NULL DEFAULT 0,
        first_page TEXT NOT NULL DEFAULT '',
        last_page TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT ''
    ) STRICT""",
)
COLUMNS = (
    ("evidence", "signer TEXT NOT NULL DEFAULT ''"),
    ("evidence", "page_count INTEGER NOT NULL DEFAULT 0"),  # number of pages of the paper, 0: not known
    ("evidence", "box INTEGER NOT NULL DEFAULT 1"),
    ("evidence", "code_item_id INTEGER REFERENCES item (id) ON DELETE SET NULL"),
    ("evidence", "code_number INTEGER NOT NULL DEFAULT 0"),
    ("evidence", "state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'approved', 'returned'))"),
    ("evidence", "review_note TEXT NOT NULL DEFAULT ''"),
    ("evidence", "reviewed_at TEXT NOT NULL DEFAULT ''"),
    ("evidence", "reviewed_by TEXT NOT NULL DEFAULT ''"),
    ("evidence", "entered_at TEXT NOT NULL DEFAULT ''"),  # date of entry, apart from the date of the document
    ("evidence", "entered_by TEXT NOT NULL DEFAULT ''"),
    ("evidence", "trashed_at TEXT NOT NULL DEFAULT ''"),  # '': in use
    ("evidence", "trashed_by TEXT NOT NULL DEFAULT ''"),
)
INDEXES = (
    ("evidence_file", "sha256"),
    ("evidence_link", "item_id"),
    ("evidence_link", "task_id"),
    ("evidence", "code_item_id"),
)


def migrate(db: Database) -> None:
    """Links may also name a task from here on; every record of the steps before stays as it is and gets its code."""
    for statement in TABLES:
        db.execute(statement)
    for table, definition in COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")
    db.execute(
        "INSERT INTO evidence_link_of_4 (id, uid, evidence_id, item_id, pages, note)"
        " SELECT id, uid, evidence_id, item_id, pages, note FROM evidence_link"
    )
    db.execute("DROP TABLE evidence_link")
    db.execute("ALTER TABLE evidence_link_of_4 RENAME TO evidence_link")
    for table, column in INDEXES:
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    # What counts as proof: neither in the trash nor sent back for correction.
    db.execute("CREATE VIEW proof AS SELECT * FROM evidence WHERE trashed_at = '' AND state <> 'returned'")
    db.execute(
        "UPDATE evidence SET code_item_id = (SELECT item_id FROM evidence_link WHERE evidence_id = evidence.id"
        " ORDER BY id LIMIT 1)"
    )
    db.execute(
        "UPDATE evidence SET code_number = (SELECT count(*) FROM evidence e WHERE e.cycle_id = evidence.cycle_id"
        " AND e.code_item_id = evidence.code_item_id AND e.id <= evidence.id) WHERE code_item_id IS NOT NULL"
    )
    db.execute("DELETE FROM search_kind WHERE table_name = 'evidence'")
    search.rebuild_index(db.conn)
    search.index_table(db.conn, "evidence", ("kind", "reference", "title", "issuer", "signer", "note"))
    search.index_table(db.conn, "evidence_file", ("original_name", "note"))
    search.index_table(db.conn, "_document_text", ("body",))
