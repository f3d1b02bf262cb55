"""The open office: every change goes through run(), which makes it one transaction, one journal entry, one refresh."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from db import journal, opening
from db.connection import Connection
from dvcq_desktop import closed_years
from dvcq_desktop.errors import PlaceRefused
from dvcq_desktop.folders import EVIDENCE, refused_place
from dvcq_desktop.sidecars_due import SidecarsDue

if TYPE_CHECKING:
    from db.check import Report

__all__ = ["Connection", "Office", "has_data", "open_office"]  # pages type their queries with Connection

T = TypeVar("T")
P = ParamSpec("P")


class Office:
    """One data folder in use by one person; close() gives it back."""

    def __init__(self, data: opening.DataFile, who: str) -> None:
        self._data = data
        self.who = who
        self.saved_at: datetime | None = None
        self.report: Report | None = None  # of the last whole check
        self.sidecars = SidecarsDue(data.connection, data.folder)
        self.on_changed: Callable[[frozenset[str]], None] = _nobody

    @property
    def db(self) -> Connection:
        """For queries; changes go through run()."""
        return self._data.connection

    @property
    def folder(self) -> Path:
        return self._data.folder

    @property
    def closed(self) -> bool:
        return self._data.closed

    @property
    def wants_check(self) -> bool:
        """Whether a whole check beside the window is due: the last end was no clean one, an upgrade ran, no hash was kept."""
        return not self._data.sealed

    @property
    def known_whole(self) -> bool:
        """Whether the data file was proved when it was opened; if not, a whole check beside the window says so."""
        return self._data.known_whole

    @property
    def doubted(self) -> bool:
        """Whether nobody can say that the data are whole: a check found damage, or the one that is due is not over."""
        return not self.known_whole or (self.wants_check and self.report is None)

    def take_report(self, report: Report) -> None:
        """What a whole check found: only a file found whole is vouched for when it is closed."""
        self.report = report
        self._data.known_whole = report.whole

    def reader(self) -> Connection:
        """A read-only connection of its own; called in the worker thread that uses it, which also closes it."""
        return self._data.reader()

    def run(
        self, label: str, use_case: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry a use case out as one undoable operation called label; answers what the use case answers.

        Whatever it raises (RuleBroken above all) has rolled everything back.
        """
        return self._operate(label, "", use_case, args, kwargs)

    def run_joined(
        self,
        merge: str,
        label: str,
        use_case: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As run; steps in a row with the same merge key (typing in one field) become one step of undo."""
        return self._operate(label, merge, use_case, args, kwargs)

    def _operate(self, label: str, merge: str, use_case: Callable[..., T], args: Any, kwargs: Any) -> T:
        with self._explained(), journal.operation(self.db, label, self.who, merge=merge) as done:
            answer = use_case(self.db, *args, **kwargs)
            closed_years.check(self.db, done.id)
        self._told(done)
        return answer

    def undo(self) -> str | None:
        """Take the last operation back; answers its label, or None where there was nothing."""
        with self._explained():
            done = journal.undo(self.db, self.who)
        return self._played(done)

    def redo(self) -> str | None:
        with self._explained():
            done = journal.redo(self.db, self.who)
        return self._played(done)

    def undo_label(self) -> str | None:
        return journal.undo_label(self.db)

    def redo_label(self) -> str | None:
        return journal.redo_label(self.db)

    def history(self, table: str, row_id: int) -> list[journal.Change]:
        return journal.history(self.db, table, row_id)

    def close(self, *, keep_copy: bool = True) -> str:
        """Keep a copy on the PC and give the folder back; answers why there is no copy, a sentence, or "".

        keep_copy: False where the caller has kept one (ui/closing.py, beside its window) or the person would not wait for it.
        What could not be written beside the evidence is caught up with at the next start.
        """
        from dvcq_desktop.backup.local import copy_at_close

        if self._data.closed:
            return ""
        try:
            with self._told_only():
                self.sidecars.finish(self.db)
            return copy_at_close(self.db, self.folder) if keep_copy else ""
        finally:
            self._data.close()

    @contextlib.contextmanager
    def _told_only(self) -> Iterator[None]:
        """What is no fault of the program is no reason to fail either."""
        try:
            yield
        except Exception as trouble:
            from dvcq_desktop.troubles import sentence

            if sentence(trouble) is None:
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """An error at work is raised as what it means for the data folder (a full disk: its reserve was given free)."""
        try:
            yield
        except Exception as trouble:
            meaning = self._data.meaning_of(trouble)
            if meaning is not None:
                raise meaning from trouble
            raise

    def _played(self, done: journal.Operation | None) -> str | None:
        if done is None:
            return None
        self._told(done)
        return done.label

    def _told(self, done: journal.Operation) -> None:
        if done.tables:
            self.saved_at = datetime.now().astimezone()
            self.sidecars.touch(done.id, done.tables)
            self.on_changed(done.tables)


def _nobody(tables: frozenset[str]) -> None:
    """Nobody listens yet."""


def open_office(folder: Path, who: str, *, create: bool = False) -> Office:
    """Open a data folder; raises db.errors.DataTrouble, said to the person by troubles.sentence(), and PlaceRefused."""
    refused = refused_place(folder)
    if refused:
        raise PlaceRefused(refused)
    office = Office(opening.open_data(folder, who, create=create), who)
    _clear_unfinished(folder)
    return office


def _clear_unfinished(folder: Path) -> None:
    """Delete what a crash left half copied: the lock is ours, so nobody is copying."""
    if (folder / EVIDENCE).is_dir():
        from db.store import clear_unfinished

        with contextlib.suppress(OSError):  # it lies there until the next start; main.py verify-evidence names it
            clear_unfinished(folder / EVIDENCE)


def has_data(folder: Path) -> bool:
    """Whether a data folder holds an office."""
    return opening.has_data(folder)
