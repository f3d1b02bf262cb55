"""Data files as text: python -m tests.db.sample_dump FOLDER writes schema-N.sql beside the samples; load() makes a file again.

Run with the last commit of a schema before the next step is added: tests/db/test_upgrades.py wants every schema there was.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from db.opening import FILE

SAMPLES = Path(__file__).resolve().parent / "samples"
_MARKS = ("application_id", "user_version")


def dump(folder: Path) -> Path:
    """Write the data file of a closed folder as a sample of its schema; answers where."""
    raw = sqlite3.connect(folder / FILE)
    marks = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS}
    lines = [f"PRAGMA {name}={value};" for name, value in marks.items()]
    # What FTS5 keeps stands in tables of its own; the virtual table is only there once the schema was read again.
    lines += [line for line in raw.iterdump() if not line.startswith('INSERT INTO "search" VALUES')]
    raw.close()
    target = SAMPLES / f"schema-{marks['user_version']}.sql"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def load(version: int, folder: Path) -> Path:
    """Make the data file of a sample in a folder of its own."""
    folder.mkdir(parents=True)
    raw = sqlite3.connect(folder / FILE)
    raw.executescript((SAMPLES / f"schema-{version}.sql").read_text(encoding="utf-8"))
    raw.close()
    return folder


if __name__ == "__main__":
    dump(Path(sys.argv[1]))
