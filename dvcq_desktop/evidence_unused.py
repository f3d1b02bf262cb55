"""Contents of the store that no document names any more, and their deletion for good.

A document in the trash still names its files. Of what was deleted for good only the journal knows: undo could bring it back, so
deleting its contents takes that away (release): such an operation is refused from then on, and no row ever stands without its
file because of it. A content whose sidecar tells of documents that these data never had is not unused: it was recorded after
the copy of the data that was taken back, and main.py rebuild brings it in again. Nor is one unused that a copy on this PC
names (sao-luu/, truoc-nang-cap/): such a copy keeps no evidence of its own, and could not be restored whole without it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from db import journal_parts, store
from db.connection import Connection
from dvcq_desktop import evidence_sidecars
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.looking.names import shown_name


@dataclass(frozen=True, kw_only=True)
class Unused:
    """A content that may be deleted; the names under which it was known, fit to be shown."""

    sha256: str
    size: int
    names: tuple[str, ...] = ()


def unused(db: Connection, data_folder: Path) -> list[Unused]:
    """Every content that no document names, no other data recorded and no copy on this PC needs. Raises OSError."""
    known, foreign = known_contents(db), unlisted(db, data_folder)
    there = store.listing(store_folder(data_folder))
    left = {sha: size for sha, size in there if sha not in known and sha not in foreign}
    names: dict[str, set[str]] = {}
    if left:
        from dvcq_desktop.backup.local import needed_here

        for sha in needed_here(data_folder):
            left.pop(sha, None)
        for sha, name in journal_parts.pairs_ever(db, "evidence_file", "sha256", "original_name"):
            names.setdefault(sha, set()).add(shown_name(name))
    return [
        Unused(sha256=sha, size=size, names=tuple(sorted(names.get(sha, ())))) for sha, size in sorted(left.items())
    ]


def unlisted(db: Connection, data_folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Sidecars that tell of documents which these data never had: those documents, by the key of the sidecar."""
    folder = store_folder(data_folder)
    past = cache(partial(journal_parts.ever_had, db, "evidence", "uid"))
    found = {}
    for path in evidence_sidecars.sidecars(folder):
        try:
            there = evidence_sidecars.read_sidecar(path)
        except (FileNotFoundError, InputRefused):
            continue
        if documents := evidence_sidecars.strangers(db, there["documents"], past):
            found[path.name.removesuffix(evidence_sidecars.SUFFIX)] = documents
    return found


def release(db: Connection, data_folder: Path, sha256s: Collection[str]) -> list[Unused]:
    """Of these contents those that may be deleted; from now on no undo brings back a document that named them.

    Its own operation, before delete(): what was released and not deleted is simply unused still.
    """
    released = [one for one in unused(db, data_folder) if one.sha256 in sha256s]
    journal_parts.gone_for_good(db, "evidence_file", "sha256", {one.sha256 for one in released})
    return released


def delete(data_folder: Path, released: Sequence[Unused]) -> int:
    """Delete released contents and their sidecars for good; answers the bytes freed. Raises OSError."""
    folder = store_folder(data_folder)
    freed = 0
    for one in released:
        evidence_sidecars.discard(folder, [one.sha256])
        freed += store.discard(folder, [one.sha256])
    return freed
