"""Keeps beside every content of the store a small JSON from which the catalogue can be made again from the folder alone.

`ab/ab12….json` stands beside the content ab12… and holds every document one of whose versions it is; documents without a file
stand in `_khong-tep/`. They follow the data, never lead them: written after COMMIT, beside the window, and compared whole
where the program did not end as it should. What a sidecar tells of documents that these data never knew is kept as it is: an
older copy of the data that was taken back must not take away what was recorded since.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from db import journal_parts, store
from db.connection import Connection
from db.files import write_file
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.evidence_json import catalogue, document_as_json, sealed, unsealed

PAPERS = "_khong-tep"  # documents without a file, by uid
MARK = "_da-ghi.txt"  # where the journal stood when every sidecar was as it should be
SUFFIX = ".json"
_UID = re.compile(r"[0-9a-z]{8,40}")
_AT_ONCE = 8  # files under way: what takes time is the flush
# What sidecars tell of other records, and whose sidecars follow when one of these changes.
_OF_ITEMS = (
    "SELECT evidence_id AS id FROM evidence_link WHERE item_id IN ({items})"
    " UNION SELECT id FROM evidence WHERE code_item_id IN ({items})"
)
_NAMED = {
    "task": "SELECT evidence_id AS id FROM evidence_link WHERE task_id = :id",
    "item": _OF_ITEMS.format(items=":id"),
    "criterion": _OF_ITEMS.format(items="SELECT id FROM item WHERE criterion_id = :id"),
}
Told = Callable[[int, int], None]  # sidecars done, of how many; may raise to stop


def sidecar_path(folder: Path, key: str) -> Path:
    """Where a sidecar of a store lies: of a content by its SHA-256, of a document without a file by its uid. Raises ValueError."""
    if len(key) == 64:
        return store.path_of(folder, key).with_name(key + SUFFIX)
    if not _UID.fullmatch(key):
        raise ValueError(f"no uid: {key[:80]!r}")
    return folder / PAPERS / (key + SUFFIX)


def sidecars(folder: Path) -> Iterator[Path]:
    """Every sidecar of a store, in no order."""
    if folder.is_dir():
        yield from folder.glob(f"[0-9a-f][0-9a-f]/*{SUFFIX}")
        yield from folder.glob(f"{PAPERS}/*{SUFFIX}")


def read_sidecar(path: Path) -> dict[str, Any]:
    """What a sidecar tells. Raises OSError, InputRefused where it is damaged."""
    return unsealed(path.read_bytes(), path.name)


def keys_touched(db: Connection, operations: Collection[int]) -> set[str]:
    """The keys of the sidecars that must follow what operations did, or what was undone of them."""
    documents = {row_id for row_id, _uid in journal_parts.touched(db, operations, "evidence", "uid")}
    keys = {str(uid) for _row, uid in journal_parts.touched(db, operations, "evidence", "uid")}
    for table in ("evidence_file", "evidence_link"):
        documents |= {int(str(found)) for _row, found in journal_parts.touched(db, operations, table, "evidence_id")}
    for table, users in _NAMED.items():
        for row_id in {row_id for row_id, _uid in journal_parts.touched(db, operations, table, "uid")}:
            documents |= {row["id"] for row in db.execute(users, {"id": row_id})}
    keys |= {str(sha) for _row, sha in journal_parts.touched(db, operations, "evidence_file", "sha256")}
    for evidence_id in documents:
        row = db.execute("SELECT uid FROM evidence WHERE id = ?", (evidence_id,)).fetchone()
        keys |= {row["uid"]} if row else set()
        found = db.execute("SELECT sha256 FROM evidence_file WHERE evidence_id = ?", (evidence_id,))
        keys |= {one["sha256"] for one in found}
    return keys


def all_keys(db: Connection, folder: Path) -> list[str]:
    """Every content and every document without a file, and what else has a sidecar, in order."""
    keys = {path.name.removesuffix(SUFFIX) for path in sidecars(folder)}
    keys |= {row["sha256"] for row in db.execute("SELECT DISTINCT sha256 FROM evidence_file")}
    without = db.execute("SELECT uid FROM evidence WHERE id NOT IN (SELECT evidence_id FROM evidence_file)")
    return sorted(key for key in keys | {row["uid"] for row in without} if _is_key(key))


def differences(db: Connection, data_folder: Path, keys: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
    """Sidecars that are not as they should be: key, what is wrong ("missing", "damaged", "outdated"), what it should tell.

    What it should tell is None where there should be none. Raises OSError other than for a file that is not there.
    """
    folder = store_folder(data_folder)
    past = cache(partial(journal_parts.ever_had, db, "evidence", "uid"))
    for key in filter(_is_key, keys):
        there, wrong = None, "outdated"
        try:
            there = read_sidecar(sidecar_path(folder, key))
        except FileNotFoundError:
            wrong = "missing"
        except InputRefused:
            wrong = "damaged"
        wanted = _expected(db, folder, key, there, past)
        if wanted is None and wrong == "missing":
            continue
        if there is None or wanted is None or {**wanted, "program": ""} != {**there, "program": ""}:
            yield key, wrong, wanted


def strangers(
    db: Connection, documents: Iterable[dict[str, Any]], past: Callable[[], Collection[object]]
) -> list[dict[str, Any]]:
    """Those of a sidecar's documents that these data never had: recorded after the copy that was taken back, or elsewhere.

    past: answers the uid of every document that was ever there; asked only where one is not there now.
    """
    gone = [
        one for one in documents if not db.execute("SELECT 1 FROM evidence WHERE uid = ?", (one.get("uid"),)).fetchone()
    ]
    return [one for one in gone if one.get("uid") not in past()]


def _expected(
    db: Connection, folder: Path, key: str, there: dict[str, Any] | None, past: Callable[[], Collection[object]]
) -> dict[str, Any] | None:
    of_content = "id IN (SELECT evidence_id FROM evidence_file WHERE sha256 = ?)"
    of_paper = "uid = ? AND id NOT IN (SELECT evidence_id FROM evidence_file)"
    is_content = len(key) == 64
    rows = db.execute(f"SELECT id FROM evidence WHERE {of_content if is_content else of_paper} ORDER BY id", (key,))
    documents = [document_as_json(db, row["id"]) for row in rows.fetchall()]
    if there:
        documents += strangers(db, there["documents"], past)
    if not is_content:
        return catalogue(db, documents) if documents else None
    size = next((one["size"] for document in documents for one in document["versions"] if one["sha256"] == key), None)
    if size is None:
        with contextlib.suppress(FileNotFoundError):
            size = store.path_of(folder, key).stat().st_size
    if size is None:
        return None  # neither a document nor a content: its sidecar goes with it
    return catalogue(db, documents, algorithm="sha256", sha256=key, size=size)


def write_keys(
    db: Connection, data_folder: Path, keys: Collection[str], told: Told = lambda _done, _total: None
) -> int:
    """Bring the sidecars of some keys up to date; how many were written or deleted. Raises OSError, what told raises."""
    from concurrent.futures import ThreadPoolExecutor

    folder = store_folder(data_folder)
    written = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting = []
        try:
            for key, _wrong, wanted in differences(db, data_folder, sorted(keys)):
                if not written:
                    folder.mkdir(exist_ok=True)  # not its parents: a data folder that is gone is not made again
                waiting.append(pool.submit(_write, sidecar_path(folder, key), wanted))
                written += 1
                if len(waiting) == 64:
                    _wait(waiting)
                    told(written, len(keys))
            _wait(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return written


def write_all(db: Connection, data_folder: Path, told: Told = lambda _done, _total: None) -> int:
    """Compare every sidecar and bring those up to date that differ; answers how many, as write_keys."""
    return write_keys(db, data_folder, all_keys(db, store_folder(data_folder)), told)


def marked(data_folder: Path) -> str:
    """Where the journal stood when all sidecars were known to be as they should be; "" where nobody knows."""
    try:
        return (store_folder(data_folder) / MARK).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def mark(data_folder: Path, position: str) -> None:
    """Note that all sidecars fit this position of the journal. Raises OSError."""
    folder = store_folder(data_folder)
    if folder.is_dir() and marked(data_folder) != position:
        write_file(folder / MARK, position.encode())


def discard(folder: Path, keys: Iterable[str]) -> None:
    """Delete the sidecars of contents that are deleted. Raises OSError."""
    for key in keys:
        sidecar_path(folder, key).unlink(missing_ok=True)


def _is_key(key: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}", key) or _UID.fullmatch(key))


def _write(path: Path, wanted: dict[str, Any] | None) -> None:
    if wanted is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(exist_ok=True)
    write_file(path, sealed(wanted))


def _wait(waiting: list[Any]) -> None:
    for one in waiting:
        one.result()
    waiting.clear()
