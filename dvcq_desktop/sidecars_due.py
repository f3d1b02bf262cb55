"""Which operations the JSON beside the evidence has yet to follow; light, because every office has one from the first moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from db import journal_parts
from db.connection import Connection

TABLES = frozenset({"evidence", "evidence_file", "evidence_link", "task", "item", "criterion"})
_EVERYWHERE = frozenset({"organisation", "framework"})  # stand in every sidecar: all are compared at the next start


class SidecarsDue:
    """Operations whose sidecars are not yet written, of one open office.

    writing: held by whoever writes sidecars, so that nobody writes an older look over a newer one.
    """

    def __init__(self, db: Connection, data_folder: Path) -> None:
        self.writing = threading.Lock()
        self._folder = data_folder
        self._began = journal_parts.position(db)
        self._whole = False
        self._due: dict[int, int] = {}  # operation: when it was touched last, counted
        self._count = 0

    def touch(self, operation: int, tables: frozenset[str]) -> bool:
        """An operation was done, undone or redone; answers whether its sidecars are due."""
        self._count += 1
        if tables & TABLES:
            self._due[operation] = self._count
        if tables & _EVERYWHERE:
            self._whole, self._began = False, ""
        return bool(tables & TABLES)

    def due(self) -> dict[int, int]:
        """What is due now, to be given to settle() when it is written."""
        return dict(self._due)

    def settle(self, written: Mapping[int, int]) -> None:
        """These are written; what was touched again in the meantime stays due."""
        for operation, count in written.items():
            if self._due.get(operation) == count:
                del self._due[operation]

    def whole(self) -> bool:
        """Whether all sidecars but those due are known to be as they should be: so left at the last close, or compared since."""
        if not self._whole:
            from dvcq_desktop.evidence_sidecars import marked

            self._whole = bool(self._began) and marked(self._folder) == self._began
        return self._whole

    def compared(self) -> None:
        """Every sidecar was compared and brought up to date."""
        self._whole = True

    def finish(self, db: Connection) -> None:
        """Write what is due, at the close of the office, and note that all is as it should be. Raises OSError."""
        if not self._count and not self._whole:
            return  # nothing was done: what was, still is
        from dvcq_desktop import evidence_sidecars

        with self.writing:
            if self._due:
                evidence_sidecars.write_keys(db, self._folder, evidence_sidecars.keys_touched(db, self._due))
            if self.whole():
                evidence_sidecars.mark(self._folder, journal_parts.position(db))
        self._due.clear()
