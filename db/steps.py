"""Compares the steps that made a file with those of this program: order, names, and the hash of each step's source."""

from __future__ import annotations

from pathlib import Path

from db.connection import Connection
from db.errors import StepsDiffer


def check_steps(db: Connection, path: Path) -> None:
    """Raise StepsDiffer where a step the file went through is missing, renamed, in another order or another in content here."""
    from db.migrations import STEPS
    from db.migrations.released import RELEASED

    names = [step.__name__.rsplit(".", 1)[-1] for step in STEPS]
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'dvcq' ORDER BY id")
    applied = [row["name"] for row in rows]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    for number, name in enumerate(applied):
        if number >= len(names) or names[number] != name:
            raise StepsDiffer(path, name)
    if len(applied) != version:
        raise StepsDiffer(path, f"{len(applied)} ≠ {version}")
    for name, known in _hashes(db).items():
        if known and RELEASED.get(name, known) != known:
            raise StepsDiffer(path, name)


def keep_hashes(db: Connection) -> None:
    """Store with each step what its source hashes to; empty for one not released yet. Belongs into the upgrade's transaction."""
    from db.migrations.released import RELEASED

    db.executemany(
        "INSERT INTO journal_step (name, hash) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        [
            (row["name"], RELEASED.get(row["name"], ""))
            for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'dvcq'").fetchall()
        ],
    )


def _hashes(db: Connection) -> dict[str, str]:
    """Nothing in a file made before hashes were kept."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'journal_step'").fetchone():
        return {}
    return {row["name"]: row["hash"] for row in db.execute("SELECT name, hash FROM journal_step")}
