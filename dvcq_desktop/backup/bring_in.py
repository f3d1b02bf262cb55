"""Brings one year, or one document of evidence, from a copy into the office as one undoable operation.

Rows are known by their uid. What the year names outside itself (units, people, the items of its framework) is found here by
uid too; units, people and legal documents that are gone come along, a framework only where none of its kind is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from db.connection import Connection, column_names
from dvcq_desktop import evidence_codes
from dvcq_desktop.backup.copies import Copy, brought_up
from dvcq_desktop.backup.restore import bring_contents
from dvcq_desktop.backup.scratch import opened, scratch
from dvcq_desktop.backup.vault import Told, silent
from dvcq_desktop.backup.year_rows import (
    Pointer,
    Reference,
    Row,
    Rows,
    belonging,
    parents_first,
    pointed_at,
    pointing_at,
    references,
)
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.evidence import evidence_of_year, trash_of_year
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.records import fetch
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold

_COME_ALONG = {"unit", "official", "legal_document"}
_FRAMEWORK = {"framework", "criterion", "item", "classification", "gate"}


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """Rows taken from a copy, their files already in the store: bring_in() is all that is left to do."""

    label: str  # of the operation: "Khôi phục năm 2025 từ bản số 12"
    rows: Rows  # that are to be as they were
    around: Rows  # that those name
    year: int = 0  # 0: only a document, nothing is taken away
    pointers: tuple[Pointer, ...] = ()  # from other years
    missing: tuple[str, ...] = ()  # names of files that neither the copy nor the PC holds whole


@dataclass(frozen=True, kw_only=True)
class BroughtIn:
    """What bring_in() did, in rows."""

    added: int
    changed: int
    removed: int
    sentence: str


@dataclass(kw_only=True)
class _Work:
    """The ids rows of the copy have here."""

    db: Connection
    year: int
    links: list[Reference]
    ids: dict[tuple[str, int], int] = field(default_factory=dict)  # of table and id there
    added: int = 0
    changed: int = 0
    removed: int = 0


def fetch_year(data_folder: Path, copy: Copy, year: int, told: Told = silent) -> Fetched:
    """Take a year out of a copy and put its files into the store (harmless); beside the window.

    Raises as Copy.take_data, InputRefused where the copy does not hold the year.
    """
    with scratch(data_folder) as folder:
        path = _prepared(folder, copy, told)
        with opened(path) as db:
            found = db.execute("SELECT id FROM cycle WHERE year = ?", (year,)).fetchone()
            if found is None:
                raise InputRefused(_("{copy} không có năm {year}. Chưa có gì thay đổi.", copy=copy.label, year=year))
            rows = belonging(db, "cycle", [found["id"]])
            around = pointed_at(db, rows)
            pointers = tuple(pointing_at(db, rows))
            frameworks = sorted(around.get("framework", {}))
            for name, more in belonging(db, "framework", frameworks).items() if frameworks else ():
                if name in _FRAMEWORK:
                    around.setdefault(name, {}).update(more)
    _brought, missing = bring_contents(data_folder, copy, _contents(rows), told)
    label = _("Khôi phục năm {year} từ {copy}", year=year, copy=copy.label)
    return Fetched(label=label, rows=rows, around=around, year=year, pointers=pointers, missing=missing)


def fetch_document(data_folder: Path, copy: Copy, wanted: str, told: Told = silent) -> Fetched:
    """As fetch_year for one document, by its code ("H1.2.3.04") or the name of one of its files."""
    return _fetch_documents(data_folder, copy, partial(_named, wanted=wanted), wanted, told)


def fetch_documents(data_folder: Path, copy: Copy, uids: Sequence[str], told: Told = silent) -> Fetched:
    """As fetch_year for some documents, by uid (compare_parts.DocumentThere)."""
    words = _("{n} tài liệu", n=len(uids))
    return _fetch_documents(data_folder, copy, partial(_known, uids=uids), words, told)


def _fetch_documents(
    data_folder: Path, copy: Copy, find: Callable[[Connection], list[int]], words: str, told: Told
) -> Fetched:
    with scratch(data_folder) as folder:
        path = _prepared(folder, copy, told)
        with opened(path) as db:
            ids = find(db)
            if not ids:
                raise InputRefused(
                    _("{copy} không có minh chứng “{wanted}”. Chưa có gì thay đổi.", copy=copy.label, wanted=words)
                )
            rows = belonging(db, "evidence", ids)
            around = pointed_at(db, rows)
    _brought, missing = bring_contents(data_folder, copy, _contents(rows), told)
    label = _("Khôi phục minh chứng {wanted} từ {copy}", wanted=words, copy=copy.label)
    return Fetched(label=label, rows=rows, around=around, missing=missing)


def bring_in(db: Connection, fetched: Fetched) -> BroughtIn:
    """Make a year (a document) as it is in the copy: a use case for desk.run(fetched.label, bring_in, fetched).

    Raises RuleBroken where the year's framework here is another one; a closed year refuses as it always does.
    """
    work = _Work(db=db, year=fetched.year, links=references(db))
    db.execute("PRAGMA defer_foreign_keys = ON")
    _meet(work, fetched)
    if fetched.year:
        _take_away(work, fetched)
    for table in parents_first(db, set(fetched.rows)):
        for row in fetched.rows[table].values():
            _put(work, table, row)
    for pointer in fetched.pointers:
        done = db.execute(
            f"UPDATE {pointer.table} SET {pointer.column} = ? WHERE uid = ? AND {pointer.column} IS NULL",
            (work.ids[pointer.to, pointer.row_id], pointer.uid),
        )
        work.changed += done.rowcount
    said = _("dữ liệu trên máy giống hệt trong bản sao, không có gì để đổi.")
    if work.added or work.changed or work.removed:
        said = _(
            "{added} dòng thêm lại, {changed} dòng trở về như cũ, {removed} dòng mới hơn bị bỏ; có thể hoàn tác."
        ).format(added=work.added, changed=work.changed, removed=work.removed)
    return BroughtIn(added=work.added, changed=work.changed, removed=work.removed, sentence=f"{fetched.label}: {said}")


def _prepared(folder: Path, copy: Copy, told: Told) -> Path:
    path = copy.take_data(folder, told)
    brought_up(path)
    return path


def _contents(rows: Rows) -> dict[str, tuple[int, str]]:
    return {row["sha256"]: (row["size"], row["original_name"]) for row in rows.get("evidence_file", {}).values()}


def _named(db: Connection, wanted: str) -> list[int]:
    found = _document(db, wanted)
    return [] if found is None else [found]


def _known(db: Connection, uids: Sequence[str]) -> list[int]:
    found = (db.execute("SELECT id FROM evidence WHERE uid = ?", (uid,)).fetchone() for uid in uids)
    return [int(row["id"]) for row in found if row is not None]


def _document(db: Connection, wanted: str) -> int | None:
    """The document of a code or of a file's name; the newest year first."""
    asked = fold(wanted)
    for row in db.execute("SELECT year FROM cycle ORDER BY year DESC").fetchall():
        places = evidence_codes.places(db, row["year"])
        for found in (*evidence_of_year(db, row["year"]), *trash_of_year(db, row["year"])):
            if fold(evidence_codes.code(found, places.get(found.id))) == asked:
                return found.id
    named = fetch(db, EvidenceFile, "ORDER BY id DESC")
    return next((file.evidence_id for file in named if fold(file.original_name) == asked), None)


def _meet(work: _Work, fetched: Fetched) -> None:
    """Find here, or bring along, what the rows name; then give every row of the copy the id it has or will have here."""
    _meet_frameworks(work, fetched)
    for table in parents_first(work.db, set(fetched.around)):
        for row in fetched.around[table].values():
            here = _id_here(work.db, table, row)
            if here is not None:
                work.ids[table, row["id"]] = here
    for table in parents_first(work.db, set(fetched.rows)):
        for row in fetched.rows[table].values():
            work.ids[table, row["id"]] = _id_here(work.db, table, row) or _free_id(work, table, row["id"])
    _bring_along(work, fetched)
    for row in () if fetched.year else fetched.rows["evidence"].values():
        if ("cycle", row["cycle_id"]) not in work.ids:
            raise RuleBroken(
                _(
                    "Năm {year} của minh chứng này chưa có trên máy. Chưa có gì thay đổi. Hãy khôi phục cả năm.",
                    year=fetched.around["cycle"][row["cycle_id"]]["year"],
                )
            )


def _bring_along(work: _Work, fetched: Fetched) -> None:
    """Units, people and legal documents that the rows name and that are gone here."""
    tables = sorted(set(fetched.around) & _COME_ALONG)
    absent = [
        (name, row) for name in tables for row in fetched.around[name].values() if (name, row["id"]) not in work.ids
    ]
    for table, row in absent:
        work.ids[table, row["id"]] = _free_id(work, table, row["id"])
    for table, row in absent:
        _put(work, table, row)


def _meet_frameworks(work: _Work, fetched: Fetched) -> None:
    """Bring a framework that is not here at all; refuse where the one that is here is another."""
    db = work.db
    for row in fetched.around.get("framework", {}).values():
        if _id_here(db, "framework", row) is not None:
            continue
        same = db.execute(
            "SELECT 1 FROM framework WHERE code = ? AND version = ?", (row["code"], row["version"])
        ).fetchone()
        if same or not fetched.year:
            raise _clash(fetched.year)
        for table in parents_first(db, set(fetched.around) & _FRAMEWORK):
            for part in fetched.around[table].values():
                if _id_here(db, table, part) is None:
                    work.ids[table, part["id"]] = _free_id(work, table, part["id"])
                    _put(work, table, part)
    for year in fetched.rows.get("cycle", {}).values():
        here = db.execute(
            "SELECT f.uid FROM cycle c JOIN framework f ON f.id = c.framework_id WHERE c.year = ?", (year["year"],)
        ).fetchone()
        there = fetched.around.get("framework", {}).get(year["framework_id"])
        if here is not None and (there is None or there["uid"] != here["uid"]):
            raise _clash(fetched.year)


def _clash(year: int) -> RuleBroken:
    return RuleBroken(
        _(
            "Năm {year} trong bản sao lưu theo thang điểm khác với thang điểm đang dùng nên không đưa riêng năm này vào được. "
            "Chưa có gì thay đổi. Hãy khôi phục toàn bộ, hoặc chọn lại thang điểm cho năm {year} rồi làm lại.",
            year=year,
        )
    )


def _take_away(work: _Work, fetched: Fetched) -> None:
    """Delete what the year has here and had not in the copy, what hangs on something first."""
    found = work.db.execute("SELECT id FROM cycle WHERE year = ?", (fetched.year,)).fetchone()
    if found is None:
        return
    here = belonging(work.db, "cycle", [found["id"]])
    for table in reversed(parents_first(work.db, set(here))):
        kept = {work.ids[table, row_id] for row_id in fetched.rows.get(table, {})}
        going = [row_id for row_id in here[table] if row_id not in kept]
        for row_id in going:
            work.db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        work.removed += len(going)


def _put(work: _Work, table: str, row: Row) -> None:
    """Add a row, or make the one that is here as it was. Where it names what is gone it stands without it, or is left out."""
    here = work.ids[table, row["id"]]
    values = {**row, "id": here}
    for link in work.links:
        if link.table != table or row[link.column] is None:
            continue
        values[link.column] = work.ids.get((link.to, row[link.column]))
        if values[link.column] is None and (link.needed or table == "evidence_link"):
            if work.year:
                raise _clash(work.year)
            return
    values = {name: values[name] for name in column_names(work.db, table)}
    now = work.db.execute(f"SELECT * FROM {table} WHERE id = ?", (here,)).fetchone()
    if now is None:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        work.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        work.added += 1
    elif dict(now) != values:
        names = ", ".join(f"{name} = ?" for name in values if name != "id")
        given = [value for name, value in values.items() if name != "id"]
        work.db.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*given, here))
        work.changed += 1


def _id_here(db: Connection, table: str, row: Row) -> int | None:
    """The id a row of the copy has here, by uid; a year by its number, since there is only one of it."""
    if table == "cycle":
        found = db.execute("SELECT id FROM cycle WHERE year = ?", (row["year"],)).fetchone()
    else:
        found = db.execute(f"SELECT id FROM {table} WHERE uid = ?", (row["uid"],)).fetchone()
    return int(found["id"]) if found else None


def _free_id(work: _Work, table: str, wanted: int) -> int:
    """The id a row had, where nobody has it now; else one behind all others."""
    given = {here for (name, _there), here in work.ids.items() if name == table}
    taken = work.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (wanted,)).fetchone()
    if taken is None and wanted not in given:
        return wanted
    last = int(work.db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
    return max([last, *given]) + 1
