"""The communes whose histories of a year this office inherited, up to three, each with its own totals and line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from dvcq_desktop import reconciliation
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import MOST_PREDECESSORS, Line, Predecessor
from ui.desk import Desk
from ui.reconciliation.line_label import LineLabel
from ui.scores.commands import year_of
from ui.widgets.lines_label import LinesLabel
from ui.widgets.parts import button
from ui.widgets.points_edit import PointsEdit

_FIELDS = {"name": "Xã cũ", "self_total": "Tự chấm", "appraised_total": "Thẩm định", "class_label": "Xếp loại"}


class PredecessorsPanel(QFrame):
    """A row of fields a commune; stored field by field when one is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: list[Predecessor] = []
        self.fields: list[dict[str, QLineEdit]] = []
        self.lines: list[LineLabel] = []
        self.setObjectName("card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(3, 2)
        self._grid.setColumnStretch(4, 4)
        self.complaint = LinesLabel()
        self.complaint.setProperty("complaint", True)
        self.add_button = button("Thêm xã cũ", self.add, tip="Xã nhập vào xã này, có kết quả riêng của năm đó")

    def show_year(self, found: list[Predecessor], lines: Sequence[Line], *, closed: bool) -> None:
        """Show the communes of a year; a field that is being typed in stays."""
        if [p.id for p in found] != [p.id for p in self._found] or self._grid.count() == 0:
            self._build(len(found))
        self._found = found
        for predecessor, fields, label, line in zip(found, self.fields, self.lines, lines, strict=True):
            for name, field in fields.items():
                value = getattr(predecessor, name)
                if not field.hasFocus() and not self.complaint.isVisible():
                    field.setText(value if isinstance(value, str) else format_points(value))
                field.setEnabled(not closed)
            label.show_line(line)
        self.add_button.setEnabled(not closed and len(found) < MOST_PREDECESSORS)

    def _build(self, count: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in (self.add_button, self.complaint):
                widget.hide()
                widget.deleteLater()
        self.fields, self.lines = [], []
        for column, words in enumerate((*_FIELDS.values(), "Đối chiếu")):
            head = QLabel(words)
            head.setProperty("muted", True)
            self._grid.addWidget(head, 0, column)
        self._grid.addWidget(self.add_button, 0, 5)
        for place in range(count):
            fields: dict[str, QLineEdit] = {}
            for column, (name, words) in enumerate(_FIELDS.items()):
                field = PointsEdit() if name.endswith("total") else QLineEdit()
                field.setAccessibleName(f"{words}, xã cũ thứ {place + 1}")
                field.installEventFilter(self)
                field.returnPressed.connect(self.flush)
                self._grid.addWidget(field, place + 1, column)
                fields[name] = field
            label = LineLabel()
            self._grid.addWidget(label, place + 1, 4)
            away = QPushButton("Bỏ")
            away.setToolTip("Bỏ xã cũ này cùng các khoản trừ của nó")
            away.setProperty("place", place)
            away.clicked.connect(self._remove)
            self._grid.addWidget(away, place + 1, 5)
            self.fields.append(fields)
            self.lines.append(label)
        self._grid.addWidget(self.complaint, count + 1, 0, 1, 6)
        self.complaint.hide()

    def add(self) -> None:
        """One more commune, its name ready to be typed over."""
        label = "Thêm xã cũ"
        if self._desk.attempt(label, reconciliation.add_predecessor, year_of(self._desk), "Xã cũ") and self.fields:
            self.fields[-1]["name"].setFocus()
            self.fields[-1]["name"].selectAll()

    def flush(self) -> None:
        """Store what is still being typed."""
        for predecessor, fields in zip(list(self._found), list(self.fields), strict=True):
            changed = {}
            for name, field in fields.items():
                value = getattr(predecessor, name)
                if field.text().strip() != (value if isinstance(value, str) else format_points(value)):
                    changed[name] = field.text()
            if changed and not self._keep(predecessor, changed):
                return
        self.complaint.hide()

    def _keep(self, predecessor: Predecessor, changed: dict[str, str]) -> bool:
        label = f"Sửa xã cũ: {predecessor.name}"
        try:
            self.complaint.hide()
            self._desk.run(label, reconciliation.change_predecessor, predecessor.id, **changed)
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            return False
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return False

    def _remove(self) -> None:
        sender = self.sender()
        place = sender.property("place") if sender is not None else None
        if isinstance(place, int) and place < len(self._found):
            name = self._found[place].name
            if self._desk.attempt(f"Bỏ xã cũ: {name}", reconciliation.delete_predecessor, self._found[place].id):
                self._desk.told.emit(f"Đã bỏ {name} cùng các khoản trừ của xã đó.", True)
