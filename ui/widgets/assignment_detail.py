"""Everything about the task in hand, below the table, where long texts can be read and edited at ease."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.errors import RuleBroken
from ui.widgets.assignment_table import COLUMNS
from ui.widgets.units_edit import UnitsEdit

_TITLES = {name: column.title for name, column in COLUMNS}
_PLACES = {  # field: row, column, rows it spans
    "text": (0, 0, 3),
    "leads": (0, 1, 1),
    "supports": (1, 1, 1),
    "product": (2, 1, 1),
    "timing": (0, 2, 1),
    "due": (1, 2, 1),
}
Store = Callable[[AssignmentRow, str, str], bool]


class AssignmentDetail(QScrollArea):
    """Stores a field when it is left; a broken rule is told below the field, and what was typed stays there."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._row: AssignmentRow | None = None
        self._drafts: dict[tuple[int, str], tuple[str, str]] = {}  # (task, field): typed, why it was not kept
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.head = QLabel()
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setProperty("muted", True)
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self.complaints: dict[str, QLabel] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for name in _PLACES:
            self._build_field(name, grid)
        for number, stretch in enumerate((5, 4, 3)):
            grid.setColumnStretch(number, stretch)
        column.addLayout(grid, 1)
        self.setWidget(inside)
        self.show_row(None)

    def _build_field(self, name: str, grid: QGridLayout) -> None:
        row, place, span = _PLACES[name]
        box = QVBoxLayout()
        box.setSpacing(2)
        label = QLabel(_TITLES[name])
        field: QLineEdit | QPlainTextEdit
        if name in ("leads", "supports"):
            field = UnitsEdit([])
        elif name in ("text", "product"):
            field = QPlainTextEdit()
            field.setTabChangesFocus(True)
            field.setMinimumHeight(44)
        else:
            field = QLineEdit()
            if name == "due":
                field.setPlaceholderText("trước ngày 24/10/2025")
        field.setAccessibleName(_TITLES[name])
        label.setBuddy(field)
        field.installEventFilter(self)
        complaint = QLabel()
        complaint.setWordWrap(True)
        complaint.setProperty("complaint", True)
        complaint.hide()
        box.addWidget(label)
        box.addWidget(field, 1 if isinstance(field, QPlainTextEdit) else 0)
        box.addWidget(complaint)
        if isinstance(field, QLineEdit):
            box.addStretch(1)
        grid.addLayout(box, row, place, span, 1)
        self.fields[name], self.complaints[name] = field, complaint

    def set_names(self, names: list[str]) -> None:
        for field in self.fields.values():
            if isinstance(field, UnitsEdit):
                field.set_names(names)

    def show_row(self, row: AssignmentRow | None) -> None:
        """Show a task; a field in which the person is typing keeps what it holds."""
        same = row is not None and self._row is not None and row.id == self._row.id
        if not same:
            self.flush()
        before, self._row = self._row, row
        self.setEnabled(row is not None)
        if row is None:
            self.head.setText("Chọn một nhiệm vụ trong bảng để xem và sửa.")
        else:
            self.head.setText(f"{row.criterion}. {row.criterion_title}" if row.criterion else "Ngoài bộ tiêu chí")
        for name, field in self.fields.items():
            stored = getattr(row, name) if row else ""
            typed, why = self._drafts.get((row.id, name), (stored, "")) if row else ("", "")
            if same and before is not None and _text(field) != getattr(before, name) and not why and field.hasFocus():
                continue
            if _text(field) != typed:
                field.setPlainText(typed) if isinstance(field, QPlainTextEdit) else field.setText(typed)
                if isinstance(field, QLineEdit):
                    field.setCursorPosition(0)
            self._complain(name, why)

    def flush(self) -> None:
        """Store what is still being typed."""
        for name in self.fields:
            self._leave(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for name, field in self.fields.items():
                if field is watched:
                    self._leave(name)
        return False

    def _leave(self, name: str) -> None:
        row = self._row
        if row is None:
            return
        typed = _text(self.fields[name])
        if typed == getattr(row, name):
            self._drafts.pop((row.id, name), None)
            self._complain(name, "")
            return
        known = self._drafts.get((row.id, name))
        if known is not None and known[0] == typed:
            return
        self._drafts.pop((row.id, name), None)  # storing brings this frame up to date
        try:
            self._store(row, name, typed)
        except RuleBroken as broken:
            self._drafts[row.id, name] = (typed, str(broken))
            self._complain(name, str(broken))
            return
        self._complain(name, "")

    def _complain(self, name: str, why: str) -> None:
        self.complaints[name].setText(f"▲ {why}" if why else "")
        self.complaints[name].setVisible(bool(why))


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
