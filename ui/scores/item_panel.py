"""Everything about the item in hand, below the grid: its rule with what it asks for, its proof, basis and explanation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, format_short
from dvcq_desktop.risk import ItemRisk
from dvcq_desktop.scores import NOT_APPLICABLE, ScoreRow
from ui.desk import Desk
from ui.scores import commands
from ui.scores.evidence_box import EvidenceBox
from ui.scores.rule_inputs import RuleInputs
from ui.scores.rule_words import result_words, rule_words
from ui.widgets.elided import ElidedLabel
from ui.widgets.lines_label import LinesLabel
from ui.widgets.tables import mark_colour

_STATES = tuple(NOT_APPLICABLE)
_APPLIES = "Có phát sinh nhiệm vụ"


class ItemPanel(QScrollArea):
    """Stores a field when it is left; a broken rule is told below it, and what was typed stays."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: ScoreRow | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setMinimumHeight(120)
        self.inputs = RuleInputs(self._enter)
        self.evidence = EvidenceBox(desk)
        self._inside = inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.addLayout(self._build_rule(), 0, 0)
        grid.addLayout(self._build_proof(), 0, 1)
        grid.addLayout(self._build_texts(), 0, 2)
        for column, stretch in enumerate((5, 4, 4)):
            grid.setColumnStretch(column, stretch)
        self.setWidget(inside)
        self.show_item(None, locked=True)

    def _build_rule(self) -> QVBoxLayout:
        self.head = LinesLabel(1)
        self.head.setProperty("strong", True)
        self.text = LinesLabel()
        self.rule = LinesLabel(1)
        self.rule.setProperty("muted", True)
        self.result = LinesLabel(1)
        self.applies = QComboBox()
        self.applies.addItems([_APPLIES, *(NOT_APPLICABLE[state] for state in _STATES[1:])])
        self.applies.setAccessibleName("Không phát sinh nhiệm vụ")
        self.applies.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.applies.setMinimumContentsLength(14)
        self.applies.activated.connect(self._applies_chosen)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Lý do không phát sinh trong năm")
        self.reason.setAccessibleName("Lý do không phát sinh")
        self.reason.installEventFilter(self)
        self.reason.returnPressed.connect(self._leave_reason)
        self.reason_complaint = _complaint()
        line = QHBoxLayout()
        line.addWidget(self.applies, 2)
        line.addWidget(self.reason, 3)
        column = QVBoxLayout()
        column.setSpacing(4)
        for widget in (self.head, self.text, self.rule, self.inputs, self.result):
            column.addWidget(widget)
        column.addLayout(line)
        column.addWidget(self.reason_complaint)
        column.addStretch(1)
        return column

    def _build_proof(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        title = QLabel("Minh chứng")
        title.setProperty("strong", True)
        column.addWidget(title)
        column.addWidget(self.evidence, 1)
        return column

    def _build_texts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.labels: dict[str, QLabel] = {}
        self.complaints: dict[str, QLabel] = {}
        for name, words in (("basis", "Cơ sở chấm"), ("explanation", "Giải trình")):
            label, field, complaint = ElidedLabel(words), QPlainTextEdit(), _complaint()
            field.setTabChangesFocus(True)
            field.setMinimumHeight(34)
            field.setAccessibleName(words)
            field.installEventFilter(self)
            label.setBuddy(field)
            self.labels[name], self.fields[name], self.complaints[name] = label, field, complaint
            column.addWidget(label)
            column.addWidget(field, 1)
            column.addWidget(complaint)
        self.fields["basis"].setPlaceholderText("Số liệu, tỷ lệ làm căn cứ cho điểm")
        self.fields["explanation"].setPlaceholderText("Vì sao được điểm khi chưa đủ văn bản minh chứng")
        return column

    # Filling

    def show_item(self, item: ItemRisk | None, *, locked: bool) -> None:
        """Show an item; what is being typed in a field of the same item stays."""
        row = item.row if item else None
        same = row is not None and self._row is not None and row.item.id == self._row.item.id
        if not same:
            self.flush()
        self._row = row
        self._inside.setVisible(row is not None)
        if row is None or item is None:
            return
        self.head.setText(f"Nội dung {row.code} · tối đa {_maximum(row)}")
        self.text.setText(row.item.text)
        self.rule.setText(rule_words(row))
        self.rule.setToolTip(row.item.legal_base)
        words = result_words(row)
        self.result.setText(f"{words} Dự kiến {format_points(item.likely)}." if words else "")
        self.result.setToolTip(item.formula())
        self.result.setVisible(bool(words))
        here = row.score.not_applicable
        self.inputs.show_row(row, locked=locked or here != "no")
        self.evidence.show_row(row, locked=locked)
        self._show_applies(row, locked=locked or row.closed_to_self)
        for name, field in self.fields.items():
            field.setReadOnly(locked)
            stored = getattr(row.score, name)
            if not (same and field.hasFocus()) and field.toPlainText() != stored:
                field.setPlainText(stored)
                field.document().setModified(False)
            if not same:
                self.complaints[name].hide()
        self._demand(row)

    def _show_applies(self, row: ScoreRow, *, locked: bool) -> None:
        self.applies.setEnabled(not locked)
        self.reason.setEnabled(not locked)
        if self.reason_complaint.isHidden():
            self.applies.setCurrentIndex(_STATES.index(row.score.not_applicable))
            self.reason.setText(row.score.not_applicable_reason)
            self.reason.setVisible(row.score.not_applicable != "no")

    def _demand(self, row: ScoreRow) -> None:
        label = self.labels["explanation"]
        label.setText("▲ Cần giải trình: có điểm mà chưa có minh chứng" if row.lacks_proof else "Giải trình")
        palette = self.palette()
        if row.lacks_proof:
            palette.setColor(palette.ColorRole.WindowText, mark_colour("warn", palette))
        label.setPalette(palette)

    # What was typed

    def flush(self) -> None:
        """Store what is still being typed."""
        self.inputs.flush()
        for name in self.fields:
            self._leave(name)
        if self.reason.isModified():
            self._leave_reason()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for name, field in self.fields.items():
                if field is watched:
                    self._leave(name)
            if watched is self.reason and self.reason.isModified():
                self._leave_reason()
        return False

    def focus_inputs(self) -> bool:
        """Go to the rule's own fields; whether there are any."""
        if not self.inputs.has_fields() or not self.inputs.isEnabled():
            return False
        self.inputs.focus_first()
        return True

    def _enter(self, row: ScoreRow, entered: dict[str, object]) -> int:
        return commands.enter(self._desk, row, entered)

    def _leave(self, name: str) -> None:
        row, typed = self._row, self.fields[name].toPlainText()
        if row is None or self.fields[name].isReadOnly() or typed.strip() == getattr(row.score, name):
            return
        try:
            commands.store_text(self._desk, row, name, typed)
        except RuleBroken as broken:
            _tell(self.complaints[name], str(broken))
            return
        self.fields[name].document().setModified(False)
        self.complaints[name].hide()

    def _applies_chosen(self, place: int) -> None:
        self.reason.setVisible(place > 0)
        if place == 0 or self.reason.text().strip():
            self._leave_reason()
        else:
            _tell(self.reason_complaint, "Hãy ghi lý do nội dung này không phát sinh trong năm.")
            self.reason.setFocus()

    def _leave_reason(self) -> None:
        row, state = self._row, _STATES[self.applies.currentIndex()]
        if row is None:
            return
        typed = self.reason.text()
        self.reason.setModified(False)
        if (state, typed) == (row.score.not_applicable, row.score.not_applicable_reason):
            self.reason_complaint.hide()
            return
        self.reason_complaint.hide()
        try:
            commands.not_applicable(self._desk, row, state, typed)
        except RuleBroken as broken:
            _tell(self.reason_complaint, str(broken))


def _complaint() -> LinesLabel:
    made = LinesLabel(3)
    made.setProperty("complaint", True)
    made.hide()
    return made


def _tell(label: QLabel, why: str) -> None:
    label.setText(f"▲ {why}")
    label.show()


def _maximum(row: ScoreRow) -> str:
    return format_short(row.item.max_points, unknown="chưa biết") + (" · điểm thưởng" if row.item.bonus else "")
