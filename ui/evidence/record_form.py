"""The record of a document: the fields of Annex VI of Decree 30, each stored when it is left, proposals beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_words import KINDS
from dvcq_desktop.records import columns
from ui.widgets.parts import button
from ui.widgets.units_edit import UnitsEdit

PLACES = {  # field: row, column, columns it spans, of six
    "kind": (0, 0, 3),
    "reference": (0, 3, 3),
    "issued_on": (1, 0, 3),
    "signer": (1, 3, 3),
    "issuer": (2, 0, 6),
    "title": (3, 0, 6),
    "page_count": (4, 0, 2),
    "box": (4, 2, 1),
    "note": (4, 3, 3),
}
_PICKED = ("kind", "issuer", "signer")
_HINTS = {"reference": "15/BC-UBND", "issued_on": "05/03/2025"}
Store = Callable[[Evidence, str, str], None]
Input = QLineEdit | QPlainTextEdit


class RecordForm(QScrollArea):
    """store(record, field, typed) may raise RuleBroken, told below the field while what was typed stays there."""

    taken = Signal(str)  # the proposal for this field is accepted
    all_taken = Signal()
    wanted = Signal()  # proposals are wanted
    history = Signal()  # who changed what is wanted

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._found: Evidence | None = None
        self._drafts: dict[tuple[int, str], tuple[str, str]] = {}  # (record, field): typed, why it was not kept
        self.fields: dict[str, Input] = {}
        self.complaints: dict[str, QLabel] = {}
        self.proposals: dict[str, QPushButton] = {}
        self.setObjectName("pageScroll")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 4, 4, 4)
        self.column.addLayout(self._build_tools())
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for name in PLACES:
            self._build_field(name, grid)
        for number in range(6):
            grid.setColumnStretch(number, 1)
        self.column.addLayout(grid)
        self.entered = QLabel()
        self.entered.setProperty("muted", True)
        self.entered.setWordWrap(True)
        self.column.addWidget(self.entered)
        self.column.addStretch(1)
        self.setWidget(inside)
        self._size()

    def _build_tools(self) -> QVBoxLayout:
        """Proposals from what the file says."""
        self.read_button = button(
            "Đề xuất từ nội dung",
            self.wanted.emit,
            tip="Đọc chữ trong tệp và đề xuất loại, số, ngày, trích yếu, người ký",
        )
        self.take_button = button("Nhận cả", self.all_taken.emit)
        self.take_button.hide()
        self.history_button = button("Lịch sử", self.history.emit, tip="Ai đã sửa gì, khi nào")
        self.told = QLabel()
        self.told.setProperty("muted", True)
        self.told.setWordWrap(True)
        self.told.setMinimumWidth(20)
        ask, answer = QHBoxLayout(), QHBoxLayout()
        ask.addWidget(self.read_button)
        ask.addStretch(1)
        ask.addWidget(self.history_button)
        answer.addWidget(self.take_button)
        answer.addWidget(self.told, 1)
        rows = QVBoxLayout()
        rows.setSpacing(4)
        rows.addLayout(ask)
        rows.addLayout(answer)
        self.told.hide()
        return rows

    def _build_field(self, name: str, grid: QGridLayout) -> None:
        title = columns(Evidence)[name].title
        field: Input
        if name in _PICKED:
            field = UnitsEdit([], several=False)
            field.picked.connect(self._on_picked)
        elif name == "title":
            field = QPlainTextEdit()
            field.setTabChangesFocus(True)
        else:
            field = QLineEdit()
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(_HINTS.get(name, "↓ để chọn" if name in _PICKED else ""))
            field.setMinimumWidth(20)
        field.setAccessibleName(title)
        field.installEventFilter(self)
        label = QLabel(title)
        label.setBuddy(field)
        label.setMinimumWidth(20)
        label.setProperty("muted", True)
        complaint = QLabel()
        complaint.setWordWrap(True)
        complaint.setProperty("complaint", True)
        complaint.hide()
        proposal = QPushButton()
        proposal.setFlat(True)
        proposal.setStyleSheet("text-align: left; padding: 1px 2px;")
        proposal.setMinimumWidth(20)
        proposal.setObjectName(name)
        proposal.clicked.connect(self._on_proposal)
        proposal.hide()
        box = QVBoxLayout()
        box.setSpacing(1)
        for widget in (label, field, proposal, complaint):
            box.addWidget(widget)
        box.addStretch(1)
        row, place, span = PLACES[name]
        grid.addLayout(box, row, place, 1, span)
        self.fields[name], self.complaints[name], self.proposals[name] = field, complaint, proposal

    # What is shown

    def offer(self, issuers: list[str], signers: list[str], kinds: list[str]) -> None:
        """Words for the lists below the fields."""
        kinds = [*KINDS, *(kind for kind in kinds if kind not in KINDS)]
        for name, words in (("kind", kinds), ("issuer", issuers), ("signer", signers)):
            field = self.fields[name]
            if isinstance(field, UnitsEdit):
                field.set_names(words)

    def show_record(self, found: Evidence | None, *, editable: bool) -> None:
        """Show a record; of the same one, a field in which the person is typing keeps what it holds."""
        same = found is not None and self._found is not None and found.id == self._found.id
        if not same:
            self.flush()
            self.propose({})
        self._found = found
        for name, field in self.fields.items():
            field.setReadOnly(not editable)
            field.setEnabled(found is not None)
            if same and self._typing(name):
                continue
            typed, why = self._drafts.get((found.id, name), (shown(found, name), "")) if found else ("", "")
            _fill(field, typed)
            self._complain(name, why)
        self.entered.setText(_entered(found))

    def propose(self, values: Mapping[str, str]) -> None:
        """Show proposed values, each below its field until it is taken; values as a person would type them."""
        for name, made in self.proposals.items():
            value = values.get(name, "")
            differs = bool(value) and value != _text(self.fields[name])
            made.setProperty("value", value)
            words = value if len(value) <= 60 else value[:59] + "…"
            made.setText(f"→ {words}".replace("&", "&&"))
            made.setToolTip(f"Đề xuất từ nội dung tệp, bấm để nhận:\n{value}")
            made.setAccessibleName(f"Nhận đề xuất cho {columns(Evidence)[name].title}: {value}")
            made.setVisible(differs)
        count = len(self.proposed())
        self.take_button.setText(f"Nhận cả {count} đề xuất")
        self.take_button.setVisible(count > 1)
        self.say("" if count or not values else "Các ô đã đúng như nội dung tệp.")

    def say(self, sentence: str) -> None:
        """A word beside the button that asks for proposals."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def proposed(self) -> dict[str, str]:
        """The proposals that wait to be taken."""
        return {name: str(b.property("value")) for name, b in self.proposals.items() if not b.isHidden()}

    def focus(self, name: str) -> None:
        """Put the cursor into a field, in sight."""
        field = self.fields[name]
        self.ensureWidgetVisible(field)
        field.setFocus()

    # What is typed

    def flush(self) -> None:
        """Store what is still being typed."""
        for name in self.fields:
            self.leave(name)

    def leave(self, name: str) -> None:
        """The field was left: store it where it holds something new."""
        found, typed = self._found, _text(self.fields[name])
        if found is None:
            return
        if typed == shown(found, name):
            self._drafts.pop((found.id, name), None)
            self._complain(name, "")
            return
        known = self._drafts.get((found.id, name))
        if known is not None and known[0] == typed:
            return
        self._drafts.pop((found.id, name), None)
        _settle(self.fields[name])  # storing brings this form up to date: the field shows what was stored
        try:
            self._store(found, name, typed)
        except RuleBroken as broken:
            self._drafts[found.id, name] = (typed, str(broken))
            self._complain(name, str(broken))
            return
        self._complain(name, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for name, field in self.fields.items():
                if field is watched:
                    self.leave(name)
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.fields:
            self._size()

    def _size(self) -> None:
        self.fields["title"].setFixedHeight(3 * self.fontMetrics().lineSpacing() + 14)

    def _typing(self, name: str) -> bool:
        field = self.fields[name]
        changed = field.document().isModified() if isinstance(field, QPlainTextEdit) else field.isModified()
        return field.hasFocus() and changed

    def _on_picked(self, _word: str) -> None:
        for name in _PICKED:
            if self.fields[name].hasFocus():
                self.leave(name)

    def _on_proposal(self) -> None:
        self.taken.emit(self.sender().objectName())

    def _complain(self, name: str, why: str) -> None:
        self.complaints[name].setText(f"▲ {why}" if why else "")
        self.complaints[name].setVisible(bool(why))


def shown(found: Evidence | None, name: str) -> str:
    """A field as it stands in the form."""
    value = getattr(found, name) if found is not None else ""
    if name == "issued_on":
        return short_date(value)
    return "" if name == "page_count" and not value else str(value)


def _entered(found: Evidence | None) -> str:
    if found is None or not found.entered_at:
        return ""
    day, _t, clock = found.entered_at.partition("T")
    who = f", người nhập: {found.entered_by}" if found.entered_by else ""
    return f"Nhập ngày {short_date(day)} lúc {clock[:5]}{who}"


def _text(field: Input) -> str:
    return " ".join(field.toPlainText().split()) if isinstance(field, QPlainTextEdit) else field.text()


def _fill(field: Input, text: str) -> None:
    if _text(field) != text:
        field.setPlainText(text) if isinstance(field, QPlainTextEdit) else field.setText(text)
        if isinstance(field, QLineEdit):
            field.setCursorPosition(0)
    _settle(field)


def _settle(field: Input) -> None:
    """What the field holds is stored: Ctrl+Z belongs to the office again."""
    field.document().setModified(False) if isinstance(field, QPlainTextEdit) else field.setModified(False)
