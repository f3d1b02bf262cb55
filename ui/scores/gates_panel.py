"""The conditions of the decision that force a class whatever the points (discipline, no dossier), answered once a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from dvcq_desktop import scores
from dvcq_desktop.frameworks import Gate
from dvcq_desktop.scores import GateAnswer
from ui.desk import Desk
from ui.scores.commands import year_of


class GatesPanel(QFrame):
    """A tick says that the condition holds; the note says by which document."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._gates: tuple[tuple[Gate, GateAnswer], ...] = ()
        self.boxes: list[QCheckBox] = []
        self.notes: list[QLineEdit] = []
        self.setObjectName("card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 2)

    def show_gates(self, gates: Sequence[tuple[Gate, GateAnswer]], *, locked: bool) -> None:
        if [gate for gate, _answer in gates] != [gate for gate, _answer in self._gates]:
            self._build(gates)
        self._gates = tuple(gates)
        for (_gate, answer), box, note in zip(gates, self.boxes, self.notes, strict=True):
            blocked = QSignalBlocker(box)
            box.setChecked(bool(answer.holds))
            blocked.unblock()
            if not note.hasFocus():
                note.setText(answer.note)
            box.setEnabled(not locked)
            note.setEnabled(not locked)

    def _build(self, gates: Sequence[tuple[Gate, GateAnswer]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes, self.notes = [], []
        for place, (gate, _answer) in enumerate(gates):
            box = QCheckBox(gate.text.replace("&", "&&"))
            box.toggled.connect(self._ticked)
            forces = QLabel("→ " + (gate.class_label or "Không đủ điều kiện xếp loại"))
            forces.setProperty("muted", True)
            note = QLineEdit()
            note.setPlaceholderText("Văn bản, ghi chú")
            note.setAccessibleName(f"Ghi chú: {gate.text}")
            note.installEventFilter(self)
            for column, widget in enumerate((box, forces, note)):
                self._grid.addWidget(widget, place, column)
            self.boxes.append(box)
            self.notes.append(note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in self.notes:
            self._keep(self.notes.index(watched))
        return False

    def flush(self) -> None:
        for place in range(len(self.notes)):
            self._keep(place)

    def _ticked(self) -> None:
        box = self.sender()
        if box in self.boxes:
            self._keep(self.boxes.index(box))

    def _keep(self, place: int) -> None:
        gate, answer = self._gates[place]
        holds, note = self.boxes[place].isChecked(), self.notes[place].text()
        if (holds, note) != (bool(answer.holds), answer.note):
            label = f"Trả lời điều kiện: {gate.text}"
            if not self._desk.attempt(label, scores.set_gate, year_of(self._desk), gate.id, holds, note):
                self.show_gates(self._gates, locked=not self.boxes[place].isEnabled())
