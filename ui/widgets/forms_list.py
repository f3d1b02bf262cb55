"""The printed forms as a list: title, number of the form, and whether it can be printed now."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.exporting import build_form
from dvcq_desktop.office import Connection
from dvcq_desktop.printed.blocks import FormOptions, PrintedForm
from ui.jobs import Progress

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
READY, WAITING = "✓ in được", "…"


class FormsList(QAbstractTableModel):
    """Two lines a form in one column: its title, and whether it can be printed now."""

    def __init__(self, forms: tuple[PrintedForm, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.forms = forms
        self._states: dict[str, str] = {}  # key: why it cannot be printed; empty where it can

    def set_states(self, states: dict[str, str]) -> None:
        self._states = states
        if self.forms:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.forms) - 1, 0))

    def row_of(self, key: str) -> int | None:
        return next((row for row, form in enumerate(self.forms) if form.key == key), None)

    def cell(self, row: int, _column: int) -> tuple[str, str, int]:
        form = self.forms[row]
        state = self._states.get(form.key)
        words = WAITING if state is None else f"▲ {state}" if state else READY
        return f"{form.title}\n{words}", "warn" if state else "", 0

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.forms)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.cell(index.row(), 0)[0]
        if role == _TOOL_TIP:
            return self._states.get(self.forms[index.row()].key) or None
        return None


def states(db: Connection, progress: Progress, forms: tuple[PrintedForm, ...], year: int) -> dict[str, str]:
    """What each form lacks, as its own rule says it; empty where it can be printed."""
    found = {}
    for number, form in enumerate(forms):
        progress.report(number, len(forms), "Đang xem các biểu mẫu")
        try:
            build_form(db, form.key, FormOptions(year=year))
            found[form.key] = ""
        except RuleBroken as broken:
            found[form.key] = str(broken)
    return found
