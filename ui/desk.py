"""The open office as the window sees it: runs use cases, says what changed, knows the year in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from dvcq_desktop import cycles
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection, Office

T = TypeVar("T")
P = ParamSpec("P")


class Desk(QObject):
    """One open office for all pages; no page knows another page, all know the desk."""

    changed = Signal(frozenset)  # names of the tables that an operation, an undo or a redo touched
    year_changed = Signal(int)
    flush = Signal()  # store what is still being typed, now (before undo, print, export, a change of year, the end)
    refused = Signal(str)  # a rule was not kept: the sentence, shown in place by the window
    told = Signal(str, bool)  # something was done: the sentence, and whether "Hoàn tác" is offered beside it
    go = Signal(str, str)  # show the page of this key, at this anchor ("" or "section:12", "task:3")
    working = Signal(object, str)  # a job of ui/jobs.py begins, and what it does: the status bar follows it, with "Hủy"
    restoring = Signal(object)  # backup/restoring.py's Wish: put a whole copy in the place of the data and open it
    closing = Signal()  # the office is about to be given back: whatever sleeps must not wake any more
    signed = Signal(str)  # somebody sat down: the name that every operation carries from now on

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.clock: Callable[[], date] = date.today  # which day it is; tests choose it
        self._year = cycles.working_year(office.db)
        office.on_changed = self.changed.emit

    @property
    def db(self) -> Connection:
        """For queries of the office's modules; changes go through run()."""
        return self.office.db

    @property
    def year(self) -> int | None:
        """The year in hand; None in an office without any year."""
        return self._year

    @property
    def today(self) -> date:
        return self.clock()

    def sign(self, name: str) -> None:
        """Let somebody work from now on: their name stands beside all they do, and their visit begins."""
        from dvcq_desktop.today import begin_visit

        self.flush.emit()
        self.office.who = name
        self.office.run("Mở chương trình", begin_visit, name)
        self.signed.emit(name)

    def set_year(self, year: int) -> None:
        if year != self._year:
            self.flush.emit()
            self._year = year
            self.year_changed.emit(year)

    def run(
        self, label: str, use_case: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out a use case as one undoable operation; RuleBroken is the caller's to tell in place."""
        return self.office.run(label, use_case, *args, **kwargs)

    def attempt(
        self, label: str, use_case: Callable[Concatenate[Connection, P], object], /, *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """As run, but a broken rule is shown by the window; answers whether it was done."""
        try:
            self.office.run(label, use_case, *args, **kwargs)
        except RuleBroken as broken:
            self.refused.emit(str(broken))
            return False
        return True

    def undo(self) -> None:
        self.flush.emit()
        label = self.office.undo()
        if label:
            self.told.emit(f"Đã hoàn tác: {label}", False)

    def redo(self) -> None:
        self.flush.emit()
        label = self.office.redo()
        if label:
            self.told.emit(f"Đã làm lại: {label}", False)
