"""The deductions of the year with what can be done to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop.deduction_rows import DeductionRow, deduction_rows
from dvcq_desktop.points import format_points
from ui.desk import Desk
from ui.reconciliation import commands
from ui.reconciliation.deduction_table import DeductionTable
from ui.reconciliation.deduction_view import DeductionView
from ui.user_settings import UserSettings
from ui.widgets.actions import add_key
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button
from ui.widgets.tables import copy_selection


class DeductionsPart(QWidget):
    """The lower half of the page."""

    def __init__(
        self, desk: Desk, settings: UserSettings, names: Callable[[], list[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = DeductionTable(self._store, self)
        self.view = DeductionView(self.model, settings, names)
        self.view.task_wanted.connect(self.pick_task)
        add_key(self.view, QKeySequence.StandardKey.Delete, self.delete)
        add_key(self.view, QKeySequence.StandardKey.Copy, self.copy)
        title = QLabel("Các khoản bị trừ")
        title.setProperty("strong", True)
        self.sum = ElidedLabel()
        self.sum.setProperty("muted", True)
        self.add_button: QPushButton = button("Thêm khoản trừ", self.add, tip="Ctrl+N")
        self.task_button: QPushButton = button(
            "Chọn nhiệm vụ…", self.pick_task, tip="Nhiệm vụ năm sau gánh việc khắc phục"
        )
        self.delete_button: QPushButton = button("Xóa", self.delete, tip="Xóa các khoản đang chọn (Del), hoàn tác được")
        row = QHBoxLayout()
        row.addWidget(title)
        row.addWidget(self.sum, 1)
        for widget in (self.add_button, self.task_button, self.delete_button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def show_year(self, year: int | None, *, closed: bool) -> list[DeductionRow]:
        """Show the deductions of a year; the row in hand stays in hand."""
        rows = deduction_rows(self._desk.db, year) if year is not None else []
        row = self.view.current()
        self.model.load(rows, closed=closed)
        place = self.model.place_of(row.id) if row is not None and self.view.current() is None else None
        if place is not None:
            self.view.setCurrentIndex(self.model.index(place, 0))
        again = sum(bool(row.again) for row in rows)
        words = f"{len(rows)} khoản · Σ {format_points(sum(row.deduction.points or 0 for row in rows))}"
        self.sum.say(words + (f" · ↻ {again} lặp lại 2 năm" if again else ""))
        self.add_button.setEnabled(not closed)
        self.delete_button.setEnabled(bool(rows) and not closed)
        self.task_button.setEnabled(bool(rows))
        return rows

    def add(self) -> None:
        self._desk.flush.emit()
        made = commands.add(self._desk) if self._desk.year is not None else None
        if made is not None:
            self.view.show_row(made, "place", edit=True)

    def pick_task(self) -> None:
        row = self.view.current()
        if row is not None:
            commands.pick_task(self._desk, row, self)

    def delete(self) -> None:
        self.view.editors.finish()
        if rows := self.view.chosen():
            commands.delete(self._desk, rows)

    def copy(self) -> None:
        if count := copy_selection(self.view):
            self._desk.told.emit(f"Đã chép {count} dòng; dán được vào Excel hoặc Word.", False)

    def _store(self, row: DeductionRow, field: str, typed: str) -> None:
        commands.store(self._desk, row, field, typed)
