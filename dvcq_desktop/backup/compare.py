"""What a restore would change, told before anything is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db import store
from db.address import address
from db.connection import Connection, column_names, one_look, table_names
from dvcq_desktop.backup.compare_parts import DocumentThere, documents_there, year_counts
from dvcq_desktop.backup.copies import Copy, brought_up
from dvcq_desktop.backup.facts import evidence_of, facts_of, far_fewer, rows_of
from dvcq_desktop.backup.scratch import opened, scratch
from dvcq_desktop.backup.vault import Told, silent
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """Rows of one kind: what a whole restore would add, take away, change."""

    table: str
    title: str  # "Nhiệm vụ"
    added: int  # in the copy, not here
    removed: int  # here, not in the copy
    changed: int


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What bringing a copy back would do."""

    label: str
    at: str  # ISO
    tables: tuple[TableChange, ...]  # only those that differ
    years_here: tuple[int, ...]
    years_there: tuple[int, ...]
    rows_here: int
    rows_there: int
    size_here: int  # bytes of the data file and of all evidence that is named
    size_there: int
    evidence_added: int  # contents named there and not here
    evidence_removed: int  # named here and not there; they stay in the store all the same
    missing_there: tuple[str, ...]  # names of files the copy names and does not hold
    missing_here: tuple[str, ...]  # names of files named here whose content is not in the store
    by_year: dict[int, tuple[TableChange, ...]]  # what bringing one year of years_there back changes
    documents: tuple[DocumentThere, ...]  # of evidence in the copy
    needs_word: bool  # restoring it whole asks for restore.WORD

    @property
    def nothing(self) -> bool:
        return not self.tables and not self.missing_here


def titles() -> dict[str, str]:
    """What the kinds of rows are called, in the order they are told."""
    return {
        "cycle": _("Năm đánh giá"),
        "plan": _("Kế hoạch"),
        "section": _("Mục của kế hoạch"),
        "task": _("Nhiệm vụ"),
        "assignment": _("Phân công"),
        "progress": _("Tiến độ"),
        "extension": _("Gia hạn"),
        "score": _("Điểm chấm"),
        "deduction": _("Khoản trừ điểm"),
        "evidence": _("Minh chứng"),
        "evidence_file": _("Tệp minh chứng"),
        "evidence_link": _("Liên kết minh chứng"),
        "unit": _("Bộ phận"),
        "official": _("Cán bộ, công chức"),
        "framework": _("Thang điểm"),
        "item": _("Nội dung của thang điểm"),
        "legal_document": _("Văn bản"),
        "user": _("Người dùng"),
        "setting": _("Cài đặt"),
    }


def compare(db: Connection | None, data_folder: Path, copy: Copy, told: Told = silent) -> Changes:
    """Compare the data of now (None: there are none) with a copy; both are only read.

    db must be of the thread that calls. Raises as Copy.take_data, UpgradeFailed for an older copy that cannot be upgraded.
    """
    with scratch(data_folder) as folder:
        taken = copy.take_data(folder, told)
        size_there = taken.stat().st_size
        brought_up(taken)
        with opened(taken) as there:
            facts = facts_of(there)
            years_there = _years(there)
            rows_now = facts_of(db).counts if db is not None else {}
            if db is None:
                tables = tuple(_added(there, facts.counts))
            else:
                with _beside(db, taken), one_look(db):
                    tables = tuple(_differences(db))
            in_store = {sha256 for sha256, _size in store.listing(store_folder(data_folder))}
            documents = tuple(documents_there(db, there, in_store))
            by_year = {year: _of_year(db, there, year) for year in years_there} if db is not None else {}
        evidence_here = evidence_of(db) if db is not None else {}
        held = copy.has({sha256: size for sha256, (size, _name) in facts.evidence.items()})
    return Changes(
        label=copy.label,
        at=copy.at,
        tables=tables,
        years_here=_years(db) if db is not None else (),
        years_there=years_there,
        rows_here=rows_of(rows_now),
        rows_there=rows_of(facts.counts),
        size_here=_file_size(db) + sum(size for size, _name in evidence_here.values()),
        size_there=size_there + sum(size for size, _name in facts.evidence.values()),
        evidence_added=len(facts.evidence.keys() - evidence_here.keys()),
        evidence_removed=len(evidence_here.keys() - facts.evidence.keys()),
        missing_there=_names(facts.evidence, facts.evidence.keys() - held),
        missing_here=_names(evidence_here, evidence_here.keys() - in_store),
        by_year=by_year,
        documents=documents,
        needs_word=not rows_of(facts.counts) or far_fewer(facts.counts, rows_now),
    )


@contextmanager
def _beside(db: Connection, path: Path) -> Iterator[None]:
    """A copy as schema "other" of a connection."""
    db.execute("ATTACH ? AS other", (address(path, "ro"),))
    try:
        yield
    finally:
        db.execute("DETACH other")


def _differences(db: Connection) -> Iterator[TableChange]:
    for table in _told_order(table_names(db)):
        columns = [name for name in column_names(db, table) if name not in ("id", "uid")]
        differs = " OR ".join(f"here.{name} IS NOT there.{name}" for name in columns) or "0"
        row = db.execute(
            f"SELECT (SELECT count(*) FROM other.{table} WHERE uid NOT IN (SELECT uid FROM main.{table})) AS added,"
            f" (SELECT count(*) FROM main.{table} WHERE uid NOT IN (SELECT uid FROM other.{table})) AS removed,"
            f" (SELECT count(*) FROM main.{table} here JOIN other.{table} there ON there.uid = here.uid WHERE {differs}) AS changed"
        ).fetchone()
        if any(row):
            yield TableChange(table=table, title=titles().get(table, _("Dữ liệu khác")), **dict(row))


def _added(there: Connection, counts: dict[str, int]) -> Iterator[TableChange]:
    for table in _told_order(table_names(there)):
        if counts[table]:
            title = titles().get(table, _("Dữ liệu khác"))
            yield TableChange(table=table, title=title, added=counts[table], removed=0, changed=0)


def _of_year(db: Connection, there: Connection, year: int) -> tuple[TableChange, ...]:
    counts = year_counts(db, there, year)
    return tuple(
        TableChange(
            table=table,
            title=titles().get(table, _("Dữ liệu khác")),
            added=counts[table][0],
            changed=counts[table][1],
            removed=counts[table][2],
        )
        for table in _told_order(tuple(counts))
    )


def _told_order(tables: tuple[str, ...]) -> list[str]:
    order = list(titles())
    return sorted(tables, key=partial(_place, order))


def _place(order: list[str], table: str) -> tuple[int, str]:
    return (order.index(table) if table in order else len(order), table)


def _years(db: Connection) -> tuple[int, ...]:
    return tuple(row[0] for row in db.execute("SELECT year FROM cycle ORDER BY year"))


def _file_size(db: Connection | None) -> int:
    if db is None:
        return 0
    pages, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def _names(evidence: dict[str, tuple[int, str]], sha256s: set[str]) -> tuple[str, ...]:
    return tuple(sorted(shown_name(evidence[sha256][1]) for sha256 in sha256s))
