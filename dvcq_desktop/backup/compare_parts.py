"""What a copy holds that can be brought back alone: its years, its documents of evidence, and how each stands here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from db.connection import Connection
from dvcq_desktop import evidence_codes
from dvcq_desktop.backup.year_rows import Row, belonging
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.records import fetch
from dvcq_desktop.texts import _

State = Literal["absent", "trashed", "lost", "changed", "same"]
_KEYS = {"id", "uid"}


@dataclass(frozen=True, kw_only=True)
class DocumentThere:
    """A document of evidence in a copy, and how it stands here."""

    uid: str
    year: int
    code: str  # "H1.2.3.04"; empty: it proved nothing yet
    title: str
    reference: str  # "12/BC-UBND"
    issued_on: str
    files: tuple[str, ...]  # names, the newest version first
    state: State


def state_words() -> dict[str, str]:
    """What the states are called."""
    return {
        "absent": _("không còn"),
        "trashed": _("trong thùng rác"),
        "lost": _("mất tệp"),
        "changed": _("khác"),
        "same": _("còn nguyên"),
    }


def year_counts(here: Connection, there: Connection, year: int) -> dict[str, tuple[int, int, int]]:
    """By table: rows that bringing one year back adds, changes, takes away. Rows are compared as a whole restore would."""
    now, then = _of_year(here, year), _of_year(there, year)
    counts = {}
    for table in sorted(now.keys() | then.keys()):
        rows_now, rows_then = now.get(table, {}), then.get(table, {})
        both = rows_now.keys() & rows_then.keys()
        changed = sum(_differ(rows_now[uid], rows_then[uid]) for uid in both)
        counts[table] = (len(rows_then.keys() - both), changed, len(rows_now.keys() - both))
    return {table: found for table, found in counts.items() if any(found)}


def documents_there(here: Connection | None, there: Connection, in_store: Collection[str]) -> Iterator[DocumentThere]:
    """Every document of a copy that is not in its trash, newest year first. in_store: contents that lie beside the data here."""
    files = _files(there)
    rows_here = _rows(here) if here is not None else {}
    rows_there = _rows(there)
    marks_here = _marks(here) if here is not None else {}
    marks_there = _marks(there)
    for row in there.execute("SELECT id, year FROM cycle ORDER BY year DESC").fetchall():
        places = evidence_codes.places(there, row["year"])
        for found in fetch(there, Evidence, "WHERE cycle_id = ? AND trashed_at = '' ORDER BY title", (row["id"],)):
            uid, versions = str(found.uid), files.get(found.id, [])
            yield DocumentThere(
                uid=uid,
                year=row["year"],
                code=evidence_codes.code(found, places.get(found.id)),
                title=found.title,
                reference=found.reference,
                issued_on=found.issued_on,
                files=tuple(file.original_name for file in versions),
                state=_state(
                    rows_here.get(uid),
                    rows_there[uid],
                    marks_here.get(uid) == marks_there.get(uid),
                    all(file.sha256 in in_store for file in versions),
                ),
            )


def _state(here: Row | None, there: Row, same_marks: bool, files_here: bool) -> State:
    if here is None:
        return "absent"
    if here["trashed_at"]:
        return "trashed"
    if not files_here:
        return "lost"
    return "same" if same_marks and not _differ(here, there) else "changed"


def _rows(db: Connection) -> dict[str, Row]:
    return {row["uid"]: dict(row) for row in db.execute("SELECT * FROM evidence")}


def _files(db: Connection) -> dict[int, list[EvidenceFile]]:
    found: dict[int, list[EvidenceFile]] = defaultdict(list)
    for file in fetch(db, EvidenceFile, "ORDER BY version DESC, id DESC"):
        found[file.evidence_id].append(file)
    return found


def _marks(db: Connection) -> dict[str, set[str]]:
    """The files and links of each document, by their uid."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in ("evidence_file", "evidence_link"):
        for row in db.execute(
            f"SELECT e.uid AS owner, t.uid AS uid FROM {table} t JOIN evidence e ON e.id = t.evidence_id"
        ):
            found[row["owner"]].add(row["uid"])
    return found


def _of_year(db: Connection, year: int) -> dict[str, dict[str, Row]]:
    found = db.execute("SELECT id FROM cycle WHERE year = ?", (year,)).fetchone()
    if found is None:
        return {}
    rows = belonging(db, "cycle", [found["id"]])
    return {table: {row["uid"]: row for row in of_table.values()} for table, of_table in rows.items()}


def _differ(here: Row, there: Row) -> bool:
    return any(here[name] != there[name] for name in here.keys() & there.keys() if name not in _KEYS)
