"""What the rule of an item asks for: boxes to tick, a level to choose, counts; the points follow at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_short
from dvcq_desktop.scores import ScoreRow
from ui.widgets.lines_label import LinesLabel
from ui.widgets.points_edit import PointsEdit

Entered = dict[str, Any]
COUNTS = {
    "ratio": ("done", "of"),
    "bands": ("done", "of"),
    "step": ("done", "of"),
    "deduct_per_event": ("events",),
    "count_times": ("events",),
    "bonus_penalty": ("bonuses", "penalties"),
}
_LABELS = {"done": "Số đã làm", "of": "Tổng số", "bonuses": "Số lần được cộng", "penalties": "Số lần bị trừ"}


class RuleInputs(QWidget):
    """The fields of one item's rule; store is called once they are complete, and its refusal is told below."""

    def __init__(self, store: Callable[[ScoreRow, Entered], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._row: ScoreRow | None = None
        self._filling = False
        self.boxes: list[QCheckBox] = []
        self.combo: QComboBox | None = None
        self.lines: dict[str, QLineEdit] = {}
        self.complaint = LinesLabel(3)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)

    def show_row(self, row: ScoreRow | None, *, locked: bool) -> None:
        """Another item builds its fields; the same item, seen again, only takes what was stored."""
        before, self._row = self._row, row
        if row is None or before is None or before.item != row.item:
            self._build()
        self.setEnabled(not locked and row is not None and not row.closed_to_self)
        if row is not None:
            self._fill(json.loads(row.score.entered))

    def has_fields(self) -> bool:
        return bool(self.boxes or self.combo or self.lines)

    def focus_first(self) -> None:
        first = [*self.boxes, *([self.combo] if self.combo else []), *self.lines.values()]
        if first:
            first[0].setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Store counts that are still being typed."""
        if any(line.isModified() for line in self.lines.values()):
            self._counted()

    def _build(self) -> None:
        self._grid.removeWidget(self.complaint)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes, self.combo, self.lines = [], None, {}
        self.complaint.hide()
        row = self._row
        if row is not None and row.item.max_points is not None:
            params = json.loads(row.item.rule_params)
            if row.item.rule == "all_or_nothing":
                self._add_boxes(["Đã đạt"])
            elif row.item.rule == "checklist":
                self._add_boxes(params["boxes"])
            elif row.item.rule == "choice":
                self._add_levels(params["levels"])
            elif row.item.rule in COUNTS:
                self._add_counts(COUNTS[row.item.rule], params)
        self._grid.addWidget(self.complaint, self._grid.rowCount(), 0, 1, 2)

    def _add_boxes(self, texts: list[str]) -> None:
        for place, text in enumerate(texts):
            box = QCheckBox(text.replace("&", "&&"))
            box.toggled.connect(self._ticked)
            self._grid.addWidget(box, place, 0, 1, 2)
            self.boxes.append(box)

    def _add_levels(self, levels: list[dict[str, Any]]) -> None:
        self.combo = QComboBox()
        self.combo.setAccessibleName("Mức đạt được")
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(16)
        for level in levels:
            self.combo.addItem(f"{level['label']} — {format_short(level['points'])} điểm")
        self.combo.setPlaceholderText("Chọn mức đạt được")
        self.combo.setCurrentIndex(-1)
        self.combo.currentIndexChanged.connect(self._chosen)
        self._grid.addWidget(self.combo, 0, 0, 1, 2)

    def _add_counts(self, names: tuple[str, ...], params: dict[str, Any]) -> None:
        for place, name in enumerate(names):
            words = f"Số {params['event']}" if name == "events" else str(params.get(name, _LABELS.get(name, name)))
            label = LinesLabel()
            label.setText(words[:1].upper() + words[1:])
            line = PointsEdit()
            line.setMaximumWidth(110)
            line.setAccessibleName(words)
            label.setBuddy(line)
            line.installEventFilter(self)
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(line, place, 1)
            self.lines[name] = line
        self._grid.setColumnStretch(0, 1)

    def _fill(self, entered: Entered) -> None:
        self._filling = True
        ticked = entered.get("ticked", [0] if entered.get("done") is True else [])
        for place, box in enumerate(self.boxes):
            box.setChecked(place in ticked)
        if self.combo is not None:
            self.combo.setCurrentIndex(entered.get("level", -1))
        for name, line in self.lines.items():
            if not (line.hasFocus() and line.isModified()) and not self.complaint.isVisible():
                line.setText(str(entered.get(name, "")))
                line.setModified(False)
        self._filling = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QLineEdit) and watched.isModified():
            self._counted()
        return False

    def _ticked(self) -> None:
        row = self._row
        if row is None or self._filling:
            return
        ticked = [place for place, box in enumerate(self.boxes) if box.isChecked()]
        self._keep({"done": bool(ticked)} if row.item.rule == "all_or_nothing" else {"ticked": ticked})

    def _chosen(self, level: int) -> None:
        if not self._filling and level >= 0:
            self._keep({"level": level})

    def _counted(self) -> None:
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        if not all(typed.values()):
            return  # the other box is still empty: nothing to reckon with
        wrong = next((text for text in typed.values() if not text.isdecimal()), None)
        if wrong is not None:
            self._complain(f"“{wrong}” không phải là số đếm. Hãy gõ số nguyên, ví dụ 12.")
            return
        self._keep({name: int(text) for name, text in typed.items()})

    def _keep(self, entered: Entered) -> None:
        if self._row is None:
            return
        try:
            self._store(self._row, entered)
        except RuleBroken as broken:
            self._complain(str(broken))
            return
        for line in self.lines.values():
            line.setModified(False)
        self.complaint.hide()

    def _complain(self, why: str) -> None:
        self.complaint.setText(f"▲ {why}")
        self.complaint.show()
